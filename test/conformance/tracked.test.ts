import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/diagnostic.ts";
import { openResources } from "../../src/files.ts";
import { generate } from "../../src/pipeline.ts";
import { redline } from "../../src/redline.ts";
import { writeDocx } from "../../src/write/docx/write.ts";
import { docxText } from "../support/read-docx.ts";
import { compared } from "../support/redline.ts";
import { revisedRecord } from "../support/revised-record.ts";
import { builtInSheet } from "../support/sheet.ts";
import { changeIds } from "../support/tracked.ts";
import { variedRevisions } from "../support/varied-document.ts";
import { office, ooxmlErrors, ROOT, run } from "./tools.ts";

const RECORDS = 6;
const DOCUMENTS = 20;
const folder = mkdtempSync(join(tmpdir(), "minutebook-tracked-"));
const redlines: string[] = [];

function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}

const resources = given(openResources());
const example = (file: string) => ({ text: readFileSync(join(ROOT, "data", file), "utf8"), file });
const OLDER = example("northwind-board-2026-03.yaml");
const NEWER = example("revisions/northwind-board-2026-03-r2.yaml");
const WORD = { documents: ["minutes"], formats: ["docx"] } as const;

function kept(name: string, bytes: Uint8Array | undefined): string {
  if (!bytes) throw new Error(`${name} was not made`);
  const file = join(folder, `${name}.docx`);
  writeFileSync(file, bytes);
  return file;
}

beforeAll(async () => {
  const made = given(await redline(OLDER, NEWER, WORD, resources));
  redlines.push(kept("example", made.artefacts[0]?.bytes));
  for (let seed = 0; seed < RECORDS; seed++) {
    const { text, revised, document, lang } = revisedRecord(seed);
    const [older, newer] = [text, revised].map((one) => ({ text: one, file: "record.json" }));
    if (!older || !newer) continue;
    const options = { documents: [document], formats: ["docx"], lang } as const;
    const [artefact] = given(await redline(older, newer, options, resources)).artefacts;
    if (artefact) redlines.push(kept(`record-${seed}`, artefact.bytes));
  }
});

/** LibreOffice without windows falls over comments, for which it has no window; they are no words of the paper. */
function withoutComments(name: string, bytes: Uint8Array): string {
  const parts = unzipSync(bytes);
  const body = strFromU8(parts["word/document.xml"] ?? new Uint8Array());
  const mark =
    /<w:r>(?:<w:rPr>(?:(?!<\/w:rPr>).)*<\/w:rPr>)?<w:commentReference [^>]*><\/w:r>|<w:comment(?:RangeStart|RangeEnd) [^>]*>/g;
  return kept(name, zipSync({ ...parts, "word/document.xml": strToU8(body.replace(mark, "")) }));
}

describe("tracked changes", () => {
  it("of any two revisions are laid out by LibreOffice, also where tables stand in tables", async () => {
    const sheet = builtInSheet("corporate-zh");
    const files: string[] = [];
    for (let seed = 0; seed < DOCUMENTS; seed++) {
      const { before, after } = variedRevisions(seed);
      const { document, changes } = compared(before, after);
      const revised = { by: "Ann Ash", at: "2026-03-17T09:30", changes: changes.map(({ kind }) => kind) };
      files.push(kept(`varied-${seed}`, await writeDocx({ ...document, revised }, sheet, { pages: 2 })));
    }
    expect(readdirSync(office("pdf", files)).filter((name) => name.endsWith(".pdf"))).toHaveLength(DOCUMENTS);
  }, 60_000);
  it("have no error for the Open XML SDK, as Office2019 and Microsoft365", async () => {
    expect(redlines.length).toBeGreaterThan(RECORDS / 2);
    const told = [...(await ooxmlErrors(redlines))].filter(([, errors]) => errors.length > 0);
    expect(told).toEqual([]);
  }, 120_000);
  it("are accepted and rejected by LibreOffice as by us", async () => {
    const paper = async (source: typeof OLDER): Promise<Uint8Array> => {
      const [artefact] = given(await generate(source, WORD, resources));
      return artefact?.bytes ?? new Uint8Array();
    };
    const marked = withoutComments("marked", readFileSync(redlines[0] ?? ""));
    const settled = (name: string): string => join(folder, `${name}-settled.docx`);
    const text = (name: string): string => docxText(readFileSync(settled(name)));
    run(
      "/usr/bin/python3",
      join(ROOT, "test/conformance/settle.py"),
      ...[marked, "accept", settled("accepted")],
      ...[marked, "reject", settled("rejected")],
      ...[withoutComments("newer", await paper(NEWER)), "keep", settled("newer")],
      ...[withoutComments("older", await paper(OLDER)), "keep", settled("older")],
    );
    expect(changeIds(readFileSync(settled("accepted")))).toEqual([]);
    expect(text("accepted")).toBe(text("newer"));
    expect(text("rejected")).toBe(text("older"));
    expect(text("accepted")).not.toBe(text("rejected"));
  }, 120_000);
});
