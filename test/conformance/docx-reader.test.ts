import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import mammoth from "mammoth";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { chain } from "../../src/diagnostic.ts";
import type { Block, Inline } from "../../src/document/model.ts";
import { inlineText } from "../../src/document/text.ts";
import { open } from "../../src/pipeline/open.ts";
import { type Paper, paperOf } from "../../src/pipeline/paper.ts";
import { LANGUAGES } from "../../src/record/schema/primitives.ts";
import { styleName, styleNamed } from "../../src/style/sheet.ts";
import { builtIn, papersOf } from "../support/papers.ts";
import { docxParts } from "../support/read-docx.ts";
import { ROOT } from "./tools.ts";

/** What a document holds that another program is to find in the Word file; words without blanks. */
interface Seen {
  /** `2 Actions` */
  readonly headings: readonly string[];
  /** The beginnings of all items that bear a bullet or a number. */
  readonly items: readonly string[];
  /** Tables that have a head: its cells, and then those of each row. */
  readonly tables: readonly (readonly string[])[];
  readonly comments: readonly string[];
}

const squashed = (text: string): string => text.replace(/[\s\u00ad\u200b]/gu, "");

// ---- what the document holds

function held({ document: { blocks, notes = [] }, sheet }: Paper): Seen {
  const all = blocks.flatMap(within);
  // themes set some lists, such as those of names, without bullets
  const isMarked = (list: Extract<Block, { kind: "list" }>): boolean =>
    list.marker === "decimal" || (list.marker === "disc" && styleNamed(sheet, styleName(list)).marker !== "");
  return {
    headings: all.flatMap((one) => (one.kind === "heading" ? [`${one.level} ${words(one.children)}`] : [])),
    items: all.flatMap((one) =>
      one.kind === "list" && isMarked(one) ? one.items.map(({ children: [first] }) => firstWords(first)) : [],
    ),
    tables: all.flatMap((one) =>
      one.kind === "table" && one.head.length > 0
        ? [
            [...one.head, ...one.rows].map(({ cells }) =>
              cells.map((cell) => cell.children.map(firstWords).join("")).join("|"),
            ),
          ]
        : [],
    ),
    comments: notes.map(({ text }) => squashed(text)),
  };
}

const words = (children: readonly Inline[]): string => squashed(inlineText(children));
const firstWords = (block: Block | undefined): string =>
  block && "children" in block && (block.kind === "paragraph" || block.kind === "heading")
    ? words(block.children)
    : "";

/** A block and all that stand in it, in order. */
function within(block: Block): readonly Block[] {
  switch (block.kind) {
    case "list":
      return [block, ...block.items.flatMap(({ children }) => children.flatMap(within))];
    case "box":
      return [block, ...block.children.flatMap(within)];
    case "columns":
      return [block, ...block.columns.flat().flatMap(within)];
    default:
      return [block];
  }
}

// ---- what mammoth sees

/** A style of Word, as far as it says what a paragraph is. */
interface WordStyle {
  readonly name: string | undefined;
  readonly basedOn: string | undefined;
  readonly outlineLvl: string | undefined;
  readonly numId: string | undefined;
}

/** Mammoth knows styles by their names: it is told what Word finds out by following `basedOn`. */
function styleMap(styles: string): string[] {
  const known = new Map(
    [...styles.matchAll(/<w:style w:type="paragraph".*?<\/w:style>/gs)].map(([xml]) => {
      const value = (name: string) => new RegExp(`<w:${name} w:val="([^"]*)"`).exec(xml)?.[1];
      const [name, basedOn, outlineLvl, numId] = ["name", "basedOn", "outlineLvl", "numId"].map(value);
      return [/w:styleId="([^"]*)"/.exec(xml)?.[1], { name, basedOn, outlineLvl, numId } as WordStyle];
    }),
  );
  const ancestry = (id: string | undefined): readonly WordStyle[] => {
    const style = known.get(id);
    return style ? [style, ...ancestry(style.basedOn)] : [];
  };
  return [...known].flatMap(([id, { name }]) => {
    const line = ancestry(id);
    const outline = line.find(({ outlineLvl }) => outlineLvl !== undefined)?.outlineLvl;
    const list = line.find(({ numId }) => numId !== undefined)?.numId ?? "0";
    const element = line.some((one) => one.name === "Title")
      ? "h1"
      : outline !== undefined
        ? `h${Number(outline) + 1}`
        : list !== "0" && "ul > li";
    return element === false ? [] : [`p[style-name='${name}'] => ${element}:fresh`];
  });
}

async function seen(bytes: Uint8Array): Promise<Seen> {
  const input = { buffer: Buffer.from(bytes) };
  const map = styleMap(docxParts(bytes).get("word/styles.xml") ?? "");
  const { value: html } = await mammoth.convertToHtml(input, { styleMap: map });
  const { value: noted } = await mammoth.convertToHtml(input, { styleMap: ["comment-reference => sup"] });
  const headings = partsOf(html, (name) => /^h\d$/.test(name));
  return {
    headings: headings.map(({ name, text }) => `${name.slice(1)} ${text}`),
    items: partsOf(html, (name) => name === "li").map(({ text }) => text),
    tables: partsOf(html, (name) => name === "table")
      .filter(({ inside }) => inside.includes("thead"))
      .map(({ rows }) => rows),
    comments: partsOf(noted, (name) => name === "dd").map(({ text }) => text.replace(/↑$/, "")),
  };
}

interface Part {
  readonly name: string;
  /** Its own words; those of items inside it are theirs. */
  text: string;
  /** The names of the elements in it. */
  readonly inside: string[];
  /** Cells of each row, in a table. */
  readonly rows: string[];
}

/** The elements of some names in the order in which they begin. */
function partsOf(html: string, wanted: (name: string) => boolean): readonly Part[] {
  const parts: Part[] = [];
  const open: Part[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    for (const part of open) part.inside.push(name);
    const here = open.at(-1);
    if (here && name === "tr") here.rows.push("");
    if (here && (name === "td" || name === "th")) here.rows.push(`${here.rows.pop() ?? ""}|`);
    if (!wanted(name)) return;
    const part: Part = { name, text: "", inside: [], rows: [] };
    parts.push(part);
    open.push(part);
  });
  parser.on("closetag", ({ name }) => {
    const here = open.at(-1);
    if (here && name === "tr") here.rows.push((here.rows.pop() ?? "").slice(1));
    if (wanted(name)) open.pop();
  });
  parser.on("text", (text) => {
    const here = open.at(-1);
    if (!here) return;
    here.text += squashed(text);
    if (here.rows.length > 0) here.rows.push((here.rows.pop() ?? "") + squashed(text));
  });
  parser.write(`<html>${html}</html>`).close();
  return parts;
}

// ---- all examples

const examples = readdirSync(join(ROOT, "data")).filter((file) => file.endsWith(".yaml"));
const cases = examples.flatMap((file) =>
  LANGUAGES.flatMap((lang) => ["minutes", "honors", "brief"].map((document) => ({ file, lang, document }))),
);

describe.each(cases)("mammoth reads the $document of $file in $lang", async ({ file, lang, document }) => {
  const source = { text: readFileSync(join(ROOT, "data", file), "utf8"), file };
  const options = { lang, documents: [document] };
  const made = chain(open(source, options, builtIn), (opened) => paperOf(opened, document, opened.library));
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  const ours = held(made.value);
  const [paper] = await papersOf(source.text, { ...options, formats: ["docx"] });
  const theirs = await seen(paper?.bytes ?? new Uint8Array());

  it("with its headings", () => expect(theirs.headings).toEqual(ours.headings));
  it("with the items of its lists", () => expect(theirs.items).toEqual(ours.items));
  it("with its tables, heads told from rows", () => expect(theirs.tables).toEqual(ours.tables));
  it("with the editor's notes as comments", () =>
    expect(theirs.comments.toSorted()).toEqual(ours.comments.toSorted()));
});
