import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Document } from "../../src/document/model.ts";
import { openResources } from "../../src/files.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { generate } from "../../src/pipeline.ts";
import { writePdf } from "../../src/write/pdf/write.ts";
import { realFonts } from "../support/fonts.ts";
import { lintPdf } from "../support/pdf-lint.ts";
import { builtInSheet } from "../support/sheet.ts";
import { RICH } from "../support/specimens.ts";
import { variedRecord } from "../support/varied-record.ts";
import { SPECIMENS } from "../write/docx/specimens.ts";
import { run, verapdf } from "./tools.ts";

/** Papers of made-up records, 150 in each language, and documents that have one of everything. */
const COUNT = 300;
const folder = mkdtempSync(join(tmpdir(), "minutebook-records-"));
const files: string[] = [];
const findings: string[] = [];

/** Whether headings skip no level, as in every document that is built from a template. */
const isRegular = ({ blocks }: Document): boolean =>
  blocks
    .flatMap((block) => (block.kind === "heading" ? [block.level] : []))
    .every((level, index, levels) => level <= (levels[index - 1] ?? 0) + 1);

/** Specimens say some words in another language without telling; what is built from records never does. */
function keep(name: string, bytes: Uint8Array, isSpecimen = false): void {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, bytes);
  files.push(file);
  const told = lintPdf(bytes).filter((finding) => !(isSpecimen && finding.startsWith("language:")));
  findings.push(...told.map((finding) => `${name}: ${finding}`));
}

beforeAll(async () => {
  const resources = openResources();
  if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
  for (let seed = 0; seed < COUNT; seed++) {
    const { text, lang, document } = variedRecord(seed);
    const options = { formats: ["pdf"], documents: [document], lang } as const;
    const made = await generate({ text, file: `${seed}.json` }, options, resources.value);
    if (!made.ok) throw new Error(`seed ${seed}: ${JSON.stringify(made.diagnostics)}`);
    for (const { bytes } of made.value) keep(`record-${seed}`, bytes);
  }
  const fonts = realFonts();
  const specimens = [
    ...SPECIMENS.filter(({ document }) => isRegular(document)),
    { theme: "corporate-en", document: RICH },
  ];
  for (const [index, { theme, document }] of specimens.entries()) {
    const laid = layOut(document, { sheet: builtInSheet(theme, document.type), metrics: fonts, hyphenate });
    if (!laid.ok) throw new Error(`specimen ${index}: ${JSON.stringify(laid.diagnostics)}`);
    keep(`specimen-${index}`, await writePdf(document, laid.value, fonts.opened), true);
  }
}, 600_000);

describe(`${COUNT} records and all specimens`, () => {
  it("are all made", async () => {
    expect(files.length).toBeGreaterThan(COUNT + 6);
  });
  it("hold what no validator looks at", async () => {
    expect(findings).toEqual([]);
  });
  it.each(["ua1", "3a"] as const)(
    "are valid as %s for veraPDF",
    (flavour) => {
      expect(verapdf(flavour, files)).toEqual([]);
    },
    900_000,
  );
  it("have a sound structure for qpdf, one record in ten", async () => {
    for (const file of files.slice(0, COUNT).filter((_, index) => index % 10 === 0))
      expect(run("qpdf", "--check", file)).toContain("No syntax or stream encoding errors found");
  });
});
