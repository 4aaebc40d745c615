/**
 * The elements of WordprocessingML as finished text: one function for each, so that there is one place to say how a
 * paragraph, a run, a row is written. The schema wants the children of property elements in a fixed order; the tables
 * here have those that we write, in the order of ECMA-376, part 1, annex A.1.
 */
import type { Revision } from "../../document/model.ts";
import { twips } from "../../units.ts";
import { escapeXml } from "./xml.ts";

/** CT_PPr. */
const PARAGRAPH = [
  "pStyle",
  "keepNext",
  "keepLines",
  "pageBreakBefore",
  "numPr",
  "bidi",
  "rPr",
  "sectPr",
] as const;
/** CT_RPr. */
const RUN = ["rStyle", "rFonts", "b", "i", "caps", "strike", "noProof", "rtl", "lang"] as const;
/** CT_TblPr. */
const TABLE = [
  "tblStyle",
  "tblpPr",
  "tblOverlap",
  "tblW",
  "tblInd",
  "tblLayout",
  "tblLook",
  "tblCaption",
  "tblDescription",
] as const;
/** CT_TrPr, which takes any order, but tracked changes last. */
const ROW = ["cantSplit", "tblHeader", "ins", "del"] as const;
/** CT_TcPr. */
const CELL = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "tcMar", "vAlign"] as const;

/** Properties by their local names, each as its finished XML; absent or empty, they are not written. */
type Properties<Name extends string> = { readonly [name in Name]?: string };
export type ParagraphProperties = Properties<(typeof PARAGRAPH)[number]>;
export type RunProperties = Properties<(typeof RUN)[number]>;
export type TableProperties = Properties<(typeof TABLE)[number]>;
export type RowProperties = Properties<(typeof ROW)[number]>;
export type CellProperties = Properties<(typeof CELL)[number]>;

function ordered<Name extends string>(
  element: string,
  order: readonly Name[],
  properties: Properties<Name>,
): string {
  let content = "";
  for (const name of order) content += properties[name] ?? "";
  return content === "" ? "" : `<${element}>${content}</${element}>`;
}

export const paragraphXml = (properties: ParagraphProperties, content: string): string =>
  `<w:p>${ordered("w:pPr", PARAGRAPH, properties)}${content}</w:p>`;

/** Properties of a run, to be made once and used for many. */
export const runProperties = (properties: RunProperties): string => ordered("w:rPr", RUN, properties);

export const runXml = (properties: string, content: string): string => `<w:r>${properties}${content}</w:r>`;

/** Without being told, Word drops space at the ends of a text. */
export const textXml = (text: string): string => spaced("w:t", text);

/** The same of a run that is deleted. */
export const deletedTextXml = (text: string): string => spaced("w:delText", text);

const spaced = (name: string, text: string): string =>
  SPACE_AT_END.test(text)
    ? `<${name} xml:space="preserve">${escapeXml(text)}</${name}>`
    : `<${name}>${escapeXml(text)}</${name}>`;
const SPACE_AT_END = /^\s|\s$/;

export const tableXml = (properties: TableProperties, widths: readonly number[], rows: string): string =>
  `<w:tbl>${ordered("w:tblPr", TABLE, properties)}<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>${rows}</w:tbl>`;

export const rowXml = (properties: RowProperties, cells: string): string =>
  `<w:tr>${ordered("w:trPr", ROW, properties)}${cells}</w:tr>`;

/** `content` ends with a paragraph. */
export const cellXml = (properties: CellProperties, content: string): string =>
  `<w:tc>${ordered("w:tcPr", CELL, properties)}${content}</w:tc>`;

/** A field of one run, with what it shows before Word reckons it anew. */
export const fieldXml = (code: string, shown: string, properties = ""): string =>
  `<w:fldSimple w:instr="${escapeXml(code)}">${runXml(properties, textXml(shown))}</w:fldSimple>`;

/** The same in runs of its own, which alone can be a tracked change; `shown` is the finished text. */
export function trackedFieldXml(code: string, properties: string, shown: string, revision: Revision): string {
  const mark = (type: string): string => runXml("", `<w:fldChar w:fldCharType="${type}"/>`);
  const instruction = spaced(revision === "deleted" ? "w:delInstrText" : "w:instrText", ` ${code} `);
  return `${mark("begin")}${runXml("", instruction)}${mark("separate")}${runXml(properties, shown)}${mark("end")}`;
}

/** A property that is on, or said to be off. */
export const on = (name: string, value = true): string => (value ? `<${name}/>` : `<${name} w:val="0"/>`);

/** A property that is one value. */
export const valued = (name: string, value: string | number): string =>
  `<${name} w:val="${typeof value === "number" ? value : escapeXml(value)}"/>`;

/** A width that is so many points. */
export const measured = (name: string, points: number): string =>
  `<${name} w:w="${twips(points)}" w:type="dxa"/>`;
