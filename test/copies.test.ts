import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Artefact } from "../src/artefact.ts";
import { type CopySettings, makeCopies, type Owner } from "../src/copies.ts";
import { openResources } from "../src/files.ts";
import { type Opened, open } from "../src/pipeline/open.ts";
import { generate } from "../src/pipeline.ts";
import { docxParts, docxText } from "./support/read-docx.ts";
import { readPdf } from "./support/read-pdf.ts";

const loaded = openResources();
if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
const resources = loaded.value;
const source = (name: string) => ({
  text: readFileSync(new URL(`../data/${name}.yaml`, import.meta.url), "utf8"),
  file: `${name}.yaml`,
});
const opened = (name: string): Opened => {
  const made = open(source(name), { documents: ["minutes"] }, resources);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  return made.value;
};

const OWNERS: readonly Owner[] = [
  { id: "quill", name: "Ada Quill", unit: "Internal Audit", serial: "001" },
  { id: "ouyang", name: "欧阳明远", serial: "002" },
  { id: "okonkwo", name: "Chidi Okonkwo & Sons", unit: "<Legal>", serial: "003" },
];

async function copies(
  name: string,
  settings: Partial<CopySettings> = {},
): Promise<readonly (readonly Omit<Artefact, "milliseconds">[])[]> {
  const all: CopySettings = { formats: ["pdf", "docx"], owners: OWNERS, marked: false, ...settings };
  const made = await makeCopies(opened(name), "minutes", all);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  return Promise.all(made.value.map(({ copy }) => Promise.all(all.owners.map((_, index) => copy(index)))));
}
const furnitureOf = (bytes: Uint8Array): string =>
  [...docxParts(bytes)]
    .filter(([path]) => /^word\/(header|footer)/.test(path))
    .map(([, xml]) => xml)
    .join("\n");

describe.each(["northwind-board-2026-03", "lishen-2024-annual-meeting"])(
  "copies of the minutes of %s",
  (name) => {
    it("name their owner, and nobody else who gets one", async () => {
      const [pdfs = [], docxs = []] = await copies(name, { marked: true });
      OWNERS.forEach((owner, index) => {
        const { texts, artifacts } = readPdf(pdfs[index]?.bytes ?? new Uint8Array());
        const furniture = furnitureOf(docxs[index]?.bytes ?? new Uint8Array());
        const told = [[texts[0]?.text, ...artifacts].join("\n"), furniture.replaceAll("&amp;", "&")];
        for (const text of told) {
          expect(text).toContain(owner.name);
          expect(text).toContain(owner.serial);
          for (const other of OWNERS) if (other !== owner) expect(text).not.toContain(other.name);
          expect(text).not.toContain("<!--");
        }
      });
    });
    it("are called by their owner, and are otherwise the paper", async () => {
      const plain = await generate(source(name), { documents: ["minutes"] }, resources);
      if (!plain.ok) throw new Error("it can be made");
      const [pdfs = [], docxs = []] = await copies(name);
      for (const [format, made] of [["pdf", pdfs] as const, ["docx", docxs] as const]) {
        const paper = plain.value.find((one) => one.format === format);
        for (const [index, copy] of made.entries()) {
          expect(copy.name).toBe(paper?.name.replace(/\.(?=\w+$)/, `-${OWNERS[index]?.id}.`));
          expect(copy.recordDigest).toBe(paper?.recordDigest);
          if (!paper) throw new Error("it was asked for");
          if (format === "docx") expect(docxText(copy.bytes)).toBe(docxText(paper.bytes));
          else expect(readPdf(copy.bytes).texts.slice(1)).toEqual(readPdf(paper.bytes).texts);
        }
      }
    });
    it("are the same bytes for whomever they are made", async () => {
      const [pdfs = [], docxs = []] = await copies(name, { marked: true });
      const [again = [], docxAgain = []] = await copies(name, { marked: true });
      expect([again, docxAgain].flat().map(({ sha256 }) => sha256)).toEqual(
        [pdfs, docxs].flat().map(({ sha256 }) => sha256),
      );
    });
  },
);
