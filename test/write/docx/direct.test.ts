import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/record/schema/primitives.ts";
import { writeDocx } from "../../../src/write/docx/write.ts";
import { papersOf } from "../../support/papers.ts";
import { docxParts } from "../../support/read-docx.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { directIn } from "./direct.ts";
import { SPECIMENS } from "./specimens.ts";

const BODY = /^word\/(document|header\d+|footer\d+|footnotes|comments)\.xml$/;
/** Of a whole file; the lines that part notes from text are docx's own. */
const directFormatting = (bytes: Uint8Array): readonly string[] =>
  [...docxParts(bytes)]
    .filter(([path]) => BODY.test(path))
    .flatMap(([path, xml]) =>
      directIn(xml.replaceAll(/<w:footnote w:type=.*?<\/w:footnote>/g, "")).map((one) => `${path}: ${one}`),
    );

describe("direct formatting", () => {
  it("is found where there is some", () => {
    expect(directIn('<w:p><w:pPr><w:pStyle w:val="A"/><w:jc w:val="right"/></w:pPr></w:p>')).toEqual([
      "w:pPr/w:jc",
    ]);
    expect(directIn("<w:r><w:rPr><w:b/></w:rPr></w:r>")).toEqual(["w:rPr/w:b"]);
    expect(directIn('<w:r><w:rPr><w:rFonts w:ascii="X"/></w:rPr></w:r>')).toEqual(["w:rPr/w:rFonts"]);
    expect(directIn('<w:r><w:rPr><w:rStyle w:val="Strong"/><w:b/></w:rPr></w:r>')).toEqual([]);
  });
  it.each(SPECIMENS)("is nowhere in $document.type of $theme", async ({ theme, document }) => {
    const bytes = await writeDocx(document, builtInSheet(theme, document.type), { pages: 2 });
    expect(directFormatting(bytes)).toEqual([]);
  });
  const data = fileURLToPath(new URL("../../../data/", import.meta.url));
  const records = readdirSync(data).filter((file) => file.endsWith(".yaml"));
  it.each(records.flatMap((name) => LANGUAGES.map((lang) => [name, lang] as const)))(
    "is nowhere in the papers of %s in %s",
    async (name, lang) => {
      const made = await papersOf(readFileSync(`${data}${name}`, "utf8"), { lang, formats: ["docx"] });
      expect(made.length).toBeGreaterThan(0);
      for (const { bytes } of made) expect(directFormatting(bytes)).toEqual([]);
    },
  );
});
