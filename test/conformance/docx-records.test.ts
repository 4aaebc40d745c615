import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { chain } from "../../src/diagnostic.ts";
import type { Document } from "../../src/document/model.ts";
import { type Opened, open } from "../../src/pipeline/open.ts";
import { type Paper, paperOf } from "../../src/pipeline/paper.ts";
import { make } from "../../src/pipeline.ts";
import { writeDocx } from "../../src/write/docx/write.ts";
import { builtIn } from "../support/papers.ts";
import { variedRecord } from "../support/varied-record.ts";
import { OFFICE_VERSIONS, ooxmlErrors } from "./tools.ts";

/**
 * Papers of made-up records. The judge takes one file at a time and needs most of its time to start: so it is given some
 * of the papers as they are, and all of them bound in volumes.
 */
const COUNT = 200;
const ALONE = 13;
const VOLUME = 20;

const folder = mkdtempSync(join(tmpdir(), "minutebook-word-records-"));
const files: string[] = [];
function keep(name: string, bytes: Uint8Array): void {
  files.push(join(folder, `${name}.docx`));
  writeFileSync(files.at(-1) ?? "", bytes);
}

/** Papers that look the same, and so can stand in one file. */
const alike = new Map<string, Paper[]>();
for (let seed = 0; seed < COUNT; seed++) {
  const { text, document, lang } = variedRecord(seed);
  const options = { documents: [document], lang };
  const made = chain(open({ text, file: "m.yaml" }, options, builtIn), (opened) =>
    chain(paperOf(opened, document, opened.library), (paper) => ({
      ok: true,
      value: { opened, paper },
      diagnostics: [],
    })),
  );
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  const { opened, paper } = made.value;
  const look = `${lang}-${document}`;
  alike.set(look, [...(alike.get(look) ?? []), paper]);
  if (seed % ALONE === 0) keep(`record-${seed}`, await alone(opened, document));
}
for (const [look, papers] of alike)
  for (let first = 0; first < papers.length; first += VOLUME)
    keep(`${look}-${first}`, await bound(papers.slice(first, first + VOLUME)));

async function alone(opened: Opened, document: string): Promise<Uint8Array> {
  const made = await make(opened, document, ["docx"], () => {});
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  return made.value[0]?.bytes ?? new Uint8Array();
}

/** One Word file of many papers: what is unique in each is unique in all. */
async function bound(papers: readonly Paper[]): Promise<Uint8Array> {
  const [first] = papers;
  if (!first) throw new Error("there is nothing to bind");
  const documents = papers.map(({ document }, index) => renamed(document, index));
  const blocks = documents.flatMap((one) => one.blocks);
  const notes = documents.flatMap((one) => one.notes ?? []);
  return writeDocx({ ...first.document, blocks, notes }, first.sheet, { pages: 1 }, { json: "{}" });
}

function renamed(document: Document, index: number): Document {
  const offset = index * 1000; // more notes than any paper has
  return JSON.parse(JSON.stringify(document), (key, value) => {
    if (key === "id" || key === "target") return `${value}-${index}`;
    if (key === "note") return value + offset;
    if (key === "blank") return { ...value, name: `${value.name}.${index}` };
    // an editor's note, or one at the foot of a page
    if (value?.placed !== undefined || value?.kind === "footnote")
      return { ...value, number: value.number + offset };
    return value;
  });
}

const broken = join(folder, "broken.docx");
writeFileSync(broken, "no Word file");
const verdicts = await ooxmlErrors([...files, broken]);

it.each(OFFICE_VERSIONS)("what is no Word file is told (%s)", (version) => {
  expect(verdicts.get(`${version} ${broken}`)).not.toEqual([]);
});

it("all records are judged, and some of them as whole files", () => {
  expect([...alike.values()].flat().length).toBe(COUNT);
  expect(files.length).toBeGreaterThan(COUNT / ALONE + COUNT / VOLUME);
});

it.each(OFFICE_VERSIONS)(`${COUNT} made-up records have no error for the Open XML SDK (%s)`, (version) => {
  expect(
    files
      .map((file) => [file, verdicts.get(`${version} ${file}`)])
      .filter(([, found]) => found?.length !== 0),
  ).toEqual([]);
});
