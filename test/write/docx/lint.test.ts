import { describe, expect, it } from "vitest";
import { lintPackage } from "../../../src/write/docx/lint.ts";
import { writeDocx } from "../../../src/write/docx/write.ts";
import { docxParts } from "../../support/read-docx.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { SPECIMENS } from "./specimens.ts";

const DOCUMENT = "word/document.xml";
const STYLES = "word/styles.xml";
const RELATIONS = "word/_rels/document.xml.rels";

const COMMENTS = "word/comments.xml";

const [minutes] = SPECIMENS;
if (!minutes) throw new Error("there are no specimens");
const sound = docxParts(await writeDocx(minutes.document, builtInSheet(minutes.theme), { pages: 2 }));

/** The sound package with one change to one part; the change must be one. */
function changed(path: string, from: string | RegExp, to: string): ReadonlyMap<string, string> {
  const before = sound.get(path) ?? "";
  const after = before.replace(from, to);
  expect(after, `${path} has ${from}`).not.toBe(before);
  return new Map([...sound, [path, after]]);
}
const without = (path: string): ReadonlyMap<string, string> =>
  new Map([...sound].filter(([each]) => each !== path));

describe.each(SPECIMENS)("$document.type in $theme", ({ theme, document }) => {
  it("is sound", async () => {
    const bytes = await writeDocx(document, builtInSheet(theme, document.type), { pages: 2 });
    expect(lintPackage(docxParts(bytes))).toEqual([]);
  });
});

describe("a broken package", () => {
  it.each<[string, ReadonlyMap<string, string>, string]>([
    [
      "an unknown style",
      changed(DOCUMENT, '<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Tilte"/>'),
      "Tilte",
    ],
    [
      "an unknown base",
      changed(STYLES, '<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Nrmal"/>'),
      "Nrmal",
    ],
    [
      "two styles of one id",
      changed(STYLES, 'w:styleId="Title"', 'w:styleId="Normal"'),
      "Normal is there twice",
    ],
    [
      "two styles of one name",
      changed(STYLES, 'w:name w:val="Title"', 'w:name w:val="normal"'),
      "named normal",
    ],
    [
      "an unknown list",
      changed(DOCUMENT, /<w:numId w:val="\d+"/, '<w:numId w:val="{missing-0}"'),
      "{missing-0}",
    ],
    ["a missing part", without("word/footnotes.xml"), "footnotes.xml"],
    [
      "a relation that leads nowhere",
      changed(RELATIONS, 'Target="styles.xml"', 'Target="style.xml"'),
      "style.xml",
    ],
    ["an unknown relation", changed(DOCUMENT, / r:id="rId[^"]*"/, ' r:id="rId99"'), "rId99"],
    [
      "a note that is not there",
      changed(DOCUMENT, /(<w:footnoteReference [^>]*w:id=")\d+/, "$177"),
      "note 77",
    ],
    [
      "a comment without words",
      changed(COMMENTS, / w:id="0"/, ' w:id="9"'),
      "comment 0 begins without words",
    ],
    [
      "a comment that is nowhere",
      changed(DOCUMENT, /<w:commentRangeEnd [^>]*>/, ""),
      "nowhere comment 0 ends",
    ],
    ["a link into the void", changed(DOCUMENT, / w:anchor="[^"]*"/, ' w:anchor="h_void"'), "h_void"],
    [
      "a place named twice",
      changed(DOCUMENT, / w:name="h_[^"]*"(.*?) w:name="(h_[^"]*)"/, ' w:name="$2"$1 w:name="$2"'),
      "two places",
    ],
    ["a place that does not end", changed(DOCUMENT, /<w:bookmarkEnd [^>]*>/, ""), "does not end"],
    [
      "a name too long for Word",
      changed(DOCUMENT, / w:name="h_/, ` w:name="h_${"x".repeat(40)}`),
      "cannot take the name",
    ],
    [
      "a cell that ends with a table",
      changed(DOCUMENT, "</w:p></w:tc>", "</w:p><w:tbl></w:tbl></w:tc>"),
      "a cell ends",
    ],
    ["tables that touch", changed(DOCUMENT, "<w:tbl>", "<w:tbl></w:tbl><w:tbl>"), "two tables touch"],
    ["a part without a type", new Map([...sound, ["word/new.bin", ""]]), "word/new.bin: has no content type"],
    ["a character that XML forbids", changed(DOCUMENT, "</w:t>", "\uffff</w:t>"), "U+FFFF"],
    ["half a character", changed(DOCUMENT, "</w:t>", "\ud83d</w:t>"), "U+D83D"],
  ])("is told of %s", (_, parts, trouble) => {
    expect(lintPackage(parts).join("\n")).toContain(trouble);
  });
});
