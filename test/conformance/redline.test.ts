import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Document } from "../../src/document/model.ts";
import { documentText } from "../../src/document/text.ts";
import { openResources } from "../../src/files.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { labelsOf, withList } from "../../src/redline/list.ts";
import { redline } from "../../src/redline.ts";
import { writePdf } from "../../src/write/pdf/write.ts";
import { realFonts } from "../support/fonts.ts";
import { lintPdf } from "../support/pdf-lint.ts";
import { readPdf } from "../support/read-pdf.ts";
import { compared } from "../support/redline.ts";
import { revisedRecord } from "../support/revised-record.ts";
import { builtInSheet } from "../support/sheet.ts";
import { variedRevisions } from "../support/varied-document.ts";
import { ROOT, run, verapdf } from "./tools.ts";

/** Redlines of made-up records, and of documents with one of everything. */
const RECORDS = 25;
const DOCUMENTS = 25;
const folder = mkdtempSync(join(tmpdir(), "minutebook-redlines-"));
const pdfs: string[] = [];
const findings: string[] = [];

function keep(name: string, bytes: Uint8Array, isSpecimen = false): void {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, bytes);
  pdfs.push(file);
  const told = lintPdf(bytes).filter((finding) => !(isSpecimen && finding.startsWith("language:")));
  findings.push(...told.map((finding) => `${name}: ${finding}`));
}

const example = (file: string) => ({ text: readFileSync(join(ROOT, "data", file), "utf8"), file });

/** A redline as the program makes it, its words told by their keys. */
async function redlineOf(seed: number): Promise<{ readonly pdf: Uint8Array; readonly document: Document }> {
  const { before, after } = variedRevisions(seed);
  const { document, changes } = compared(before, after);
  const say = (key: string, values = {}): string => [key, ...Object.values(values)].join(" ");
  const labelled = { ...document, revised: { by: "Ann Ash", changes: labelsOf(changes, { say }) } };
  const listed = changes.length === 0 ? labelled : withList(labelled, changes, { by: "Ann Ash" }, { say });
  const fonts = realFonts();
  const laid = layOut(listed, { sheet: builtInSheet("corporate-en"), metrics: fonts, hyphenate });
  if (!laid.ok) throw new Error(JSON.stringify(laid.diagnostics));
  return { pdf: await writePdf(listed, laid.value, fonts.opened), document };
}

/** How often each letter stands in a text: words may be parted by marks, and capitals are a matter of looks. */
function letters(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const letter of text.toLowerCase().replace(/[\s\p{P}\u00ad]/gu, ""))
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return counts;
}

beforeAll(async () => {
  const resources = openResources();
  if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
  const made = async (name: string, before: string, after: string, options: object): Promise<void> => {
    const sources = [before, after].map((text, index) => ({ text, file: `${name}-${index}.yaml` }));
    const [older, newer] = sources as [(typeof sources)[0], (typeof sources)[0]]; // two
    const redlines = await redline(older, newer, { ...options, formats: ["pdf"] }, resources.value);
    if (!redlines.ok) throw new Error(`${name}: ${JSON.stringify(redlines.diagnostics)}`);
    for (const { bytes, name: file } of redlines.value.artefacts) keep(`${name}-${file.slice(0, -4)}`, bytes);
  };
  const [older, newer] = ["northwind-board-2026-03.yaml", "revisions/northwind-board-2026-03-r2.yaml"].map(
    example,
  );
  if (!older || !newer) throw new Error("the example has two revisions");
  await made("example", older.text, newer.text, {});
  for (let seed = 0; seed < RECORDS; seed++) {
    const { text, revised, document, lang } = revisedRecord(seed);
    const theme = seed % 4 === 1 && lang === "zh" ? { theme: "official-zh" } : {};
    await made(`record-${seed}`, text, revised, { documents: [document], lang, ...theme });
  }
  for (let seed = 0; seed < DOCUMENTS; seed++) keep(`document-${seed}`, (await redlineOf(seed)).pdf, true);
}, 600_000);

describe("redlines as PDF", () => {
  it("are all made", () => {
    expect(pdfs.length).toBeGreaterThan(RECORDS + DOCUMENTS - 5); // a pair may say the same
  });
  it("hold what no validator looks at", () => {
    expect(findings).toEqual([]);
  });
  it.each(["ua1", "3a"] as const)(
    "are valid as %s for veraPDF",
    (flavour) => {
      expect(verapdf(flavour, pdfs)).toEqual([]);
    },
    900_000,
  );
  it("have a sound structure for qpdf, one record in ten", () => {
    for (const file of pdfs.slice(0, RECORDS).filter((_, index) => index % 10 === 0))
      expect(run("qpdf", "--check", file)).toContain("No syntax or stream encoding errors found");
  });
  it("lose no letter of what is marked", async () => {
    for (let seed = 0; seed < DOCUMENTS; seed += 4) {
      const { pdf, document } = await redlineOf(seed);
      const { texts } = readPdf(pdf);
      const found = letters(texts.map(({ text }) => text).join(""));
      // alternative texts are no text of the page
      const wanted = documentText({
        ...document,
        blocks: document.blocks.filter(({ kind }) => kind !== "figure"),
      });
      for (const [letter, count] of letters(wanted))
        expect(found.get(letter) ?? 0, `${letter} in ${seed}`).toBeGreaterThanOrEqual(count);
    }
  });
});
