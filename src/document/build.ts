import { type Diagnostic, failure, nearest, type Outcome, outcome, type Place } from "../diagnostic.ts";
import type { Element } from "../markup/element.ts";
import { elementRule } from "../markup/vocabulary.ts";
import type { Picture } from "../picture/picture.ts";
import { mm } from "../units.ts";
import { gridOf } from "./grid.ts";
import type {
  Blank,
  Block,
  Cell,
  Column,
  Columns,
  Contents,
  ContentsEntry,
  Document,
  EditorNote,
  Fact,
  Facts,
  Figure,
  Heading,
  HeadingLevel,
  HeadingNumber,
  Image,
  Inline,
  List,
  ListItem,
  Marked,
  Meta,
  Paragraph,
  Reference,
  Row,
  Running,
  RunningPlace,
  Signatory,
  Signatures,
  Table,
} from "./model.ts";
import { RUNNING_PAGES } from "./model.ts";
import { inlineText } from "./text.ts";
import { collapse, type Leaf } from "./whitespace.ts";

/**
 * Makes the document from a tree that `parse` has accepted: settles white space, numbers headings and
 * footnotes, gives headings their ids, resolves references, and puts bare words in items, cells and boxes into
 * paragraphs. Reports skipped heading levels, ids used twice, references that lead nowhere, rows that do
 * not fit their table and pictures that cannot be had.
 */
export function build(root: Element, pictureNamed: PictureNamed = noPicture): Outcome<Document> {
  const state: State = {
    problems: [],
    pictureNamed,
    pictures: new Map(),
    ids: explicitIds(root),
    labels: new Map(),
    counters: new Map(),
    headings: new Map(),
    references: [],
    contents: [],
    lists: new Map(),
    notes: new Map(),
    noted: new Set(),
    footnotes: 0,
    headingCount: 0,
    level: 0,
  };
  reportDoubleIds(root, state);
  const { attributes } = root;
  const running = parts(root, "running").map((element) => buildRunning(element, state));
  const blocks = elements(root)
    .filter((child) => child.name !== "running")
    .map((child) => buildBlock(child, state));
  fillContents(state);
  const settled = resolveReferences({ running, blocks }, state);
  const document: Document = {
    kind: "document",
    type: attributes.type ?? "",
    title: oneLine(attributes.title ?? ""),
    lang: attributes.lang ?? "",
    meta: buildMeta(root),
    running: settled.running,
    blocks: settled.blocks,
    ...(state.pictures.size > 0 && { pictures: Object.fromEntries(state.pictures) }),
    ...(state.notes.size > 0 && { notes: editorNotes(state) }),
    ...(attributes.watermark !== undefined && { watermark: oneLine(attributes.watermark) }),
  };
  return outcome(document, state.problems);
}

/** Finds a picture by its name; what is wrong with it has no place yet. */
export type PictureNamed = (name: string) => Outcome<Picture>;

const noPicture: PictureNamed = (name) =>
  failure([{ code: "picture/not-found", severity: "error", message: `there is no picture ${name}` }]);

/** What building one document keeps in mind while it walks the tree in reading order. */
interface State {
  readonly problems: Diagnostic[];
  readonly pictureNamed: PictureNamed;
  /** Those that are shown, in order of appearance; each is looked for once. */
  readonly pictures: Map<string, Picture>;
  /** Every id in use. */
  readonly ids: Set<string>;
  /** The last label of a heading, by level. */
  readonly labels: Map<number, string>;
  /** The last number counted, by counter and level. */
  readonly counters: Map<string, number>;
  readonly headings: Map<string, Heading>;
  readonly references: { readonly target: string; readonly show: Reference["show"]; readonly place: Place }[];
  readonly contents: ContentsWish[];
  /** What is in each list of paragraphs. */
  readonly lists: Map<string, ContentsEntry[]>;
  /** The editor's notes by number, and those that are placed. */
  readonly notes: Map<number, string>;
  readonly noted: Set<number>;
  footnotes: number;
  headingCount: number;
  level: number;
}

/** A table of contents, whose entries are known when the whole document has been walked. */
interface ContentsWish {
  readonly entries: ContentsEntry[];
  /** The list that it shows, if not the headings. */
  readonly of: string | undefined;
  /** How many headings stand before it. */
  readonly after: number;
  /** The deepest level that it shows. */
  readonly depth: number;
  /** The fewest entries that are worth a list. */
  readonly fewest: number;
}

function report(state: State, code: string, message: string, place: Place, hint?: string): void {
  state.problems.push({
    code: `document/${code}`,
    severity: "error",
    message,
    place,
    ...(hint === undefined ? {} : { hint }),
  });
}

const elements = (element: Element): readonly Element[] =>
  element.children.filter((child): child is Element => typeof child !== "string");
const parts = (element: Element, name: string): readonly Element[] =>
  elements(element).filter((child) => child.name === name);
const oneLine = (text: string): string => collapse([text])[0] ?? "";

/** Role, language, key and place, the absent ones left out. */
const base = ({ attributes: { role, lang, key }, place }: Element) => ({
  ...(role === undefined ? {} : { role }),
  ...(lang === undefined ? {} : { lang }),
  ...(key === undefined ? {} : { key }),
  place,
});

const keyOf = ({ attributes: { key } }: Element) => (key === undefined ? {} : { key });

const editorNotes = ({ notes, noted }: State): readonly EditorNote[] =>
  [...notes].map(([number, text]) => ({ number, text, placed: noted.has(number) }));

function buildMeta({
  attributes: { author, editor, edited, subject, keywords, date, digest },
}: Element): Meta {
  const words = keywords
    ?.split(/[,，、;；]/)
    .map(oneLine)
    .filter((word) => word !== "");
  return {
    ...(author === undefined ? {} : { author: oneLine(author) }),
    ...(editor === undefined ? {} : { editor: oneLine(editor) }),
    ...(edited === undefined ? {} : { edited }),
    ...(subject === undefined ? {} : { subject: oneLine(subject) }),
    ...(words === undefined ? {} : { keywords: words }),
    date: date ?? "",
    ...(digest === undefined ? {} : { digest }),
  };
}

function buildRunning(element: Element, state: State): Running {
  const { at, pages } = element.attributes;
  return {
    at: at as RunningPlace, // the vocabulary allows nothing else
    pages: RUNNING_PAGES.find((one) => one === pages) ?? "all",
    children: buildInlines(element, state),
  };
}

type BlockBuilder = (element: Element, state: State) => Block;

const BLOCKS: Readonly<Record<string, BlockBuilder>> = {
  h1: buildHeading,
  h2: buildHeading,
  h3: buildHeading,
  h4: buildHeading,
  p: buildParagraph,
  ul: buildList,
  ol: buildList,
  table: buildTable,
  dl: buildFacts,
  box: (element, state) => ({
    kind: "box",
    ...base(element),
    children: buildFlow({ ...element, attributes: {} }, state),
  }),
  columns: buildColumns,
  signatures: buildSignatures,
  figure: buildFigure,
  contents: buildContents,
  section: (element, state) => ({
    kind: "section",
    ...base(element),
    orientation: element.attributes.orientation === "landscape" ? "landscape" : "portrait",
    children: elements(element).map((child) => buildBlock(child, state)),
  }),
  hr: (element) => ({ kind: "rule", ...base(element) }),
  "page-break": (element) => ({ kind: "pageBreak", ...base(element) }),
};

function buildBlock(element: Element, state: State): Block {
  const builder = BLOCKS[element.name];
  if (!builder) throw new Error(`no block is made from <${element.name}>`);
  return builder(element, state);
}

function buildParagraph(element: Element, state: State): Paragraph {
  const children = buildInlines(element, state);
  const paragraph = { kind: "paragraph", ...base(element), children } as const;
  const { id: wish, list, entry } = element.attributes;
  if (list === undefined) return paragraph;
  const text = entry === undefined ? inlineText(children) : oneLine(entry);
  const id = wish ?? newId(slug(text) ?? list, state.ids);
  const entries = state.lists.get(list) ?? [];
  const { lang } = paragraph;
  entries.push({ target: id, level: 2, ...(lang !== undefined && { lang }), place: element.place, text });
  state.lists.set(list, entries);
  return { ...paragraph, id, listed: { list, entry: text } };
}

/**
 * The blocks of an element that holds either words or blocks. Words become one paragraph, which takes the
 * element's role and language.
 */
function buildFlow(element: Element, state: State): readonly Block[] {
  const children = elements(element);
  if (!children.some((child) => elementRule(child.name)?.is === "block"))
    return [buildParagraph(element, state)];
  const { role, lang } = element.attributes;
  if (role !== undefined || lang !== undefined)
    report(
      state,
      "role-on-blocks",
      `${role === undefined ? "lang" : "role"} on <${element.name}> reaches no text, since it holds blocks`,
      element.place,
      "give it to the blocks inside",
    );
  return children.map((child) => buildBlock(child, state));
}

function buildHeading(element: Element, state: State): Heading {
  const level = Number(element.name.slice(1)) as HeadingLevel; // h1 to h4
  if (level > state.level + 1)
    report(
      state,
      "heading-gap",
      state.level === 0
        ? `the first heading is <h${level}>`
        : `<h${level}> follows <h${state.level}>: a level is left out`,
      element.place,
      `write <h${state.level + 1}>, and let a role decide how it looks`,
    );
  state.level = level;
  state.headingCount++;
  const number = countHeading(element, level, state);
  const children = buildInlines(element, state);
  const id =
    element.attributes.id ?? newId(slug(inlineText(children)) ?? `h-${state.headingCount}`, state.ids);
  const heading: Heading = {
    kind: "heading",
    ...base(element),
    level,
    id,
    ...(number === undefined ? {} : { number }),
    children,
  };
  state.headings.set(id, heading);
  return heading;
}

/**
 * Counts by counter name and level; any heading starts the levels below it anew. A label that is not what
 * counting gives next, alone (`1`) or below the heading above (`3.1`), stays literal and is not counted, so that 4, 4a, 5 need nothing but to be written, and a
 * word processor that counts only the automatic ones arrives at the same numbers.
 */
function countHeading(element: Element, level: number, state: State): HeadingNumber | undefined {
  const { numbered, no } = element.attributes;
  for (const key of state.counters.keys()) if (Number(key[0]) > level) state.counters.delete(key);
  for (const key of state.labels.keys()) if (key >= level) state.labels.delete(key);
  if (numbered === undefined && no === undefined) return undefined;
  const counter = `${level} ${numbered ?? ""}`;
  const value = (state.counters.get(counter) ?? 0) + 1;
  const label = no === undefined ? String(value) : oneLine(no);
  const above = state.labels.get(level - 1);
  const automatic = label === String(value) || label === `${above}.${value}`;
  state.labels.set(level, label);
  if (automatic) state.counters.set(counter, value);
  return { label, value, automatic };
}

/** An id from the words of a heading; absent when too little of them is ASCII to tell what it says. */
function slug(text: string): string | undefined {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const letters = plain.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  const id = words.join("-").slice(0, 60).replace(/-$/, "");
  return /^[a-z]/.test(id) && words.join("").length * 2 > letters ? id : undefined;
}

function newId(wish: string, ids: Set<string>): string {
  let id = wish;
  for (let n = 2; ids.has(id); n++) id = `${wish}-${n}`;
  ids.add(id);
  return id;
}

function explicitIds(root: Element): Set<string> {
  const ids = new Set<string>();
  visit(root, ({ attributes: { id } }) => {
    if (id !== undefined) ids.add(id);
  });
  return ids;
}

function reportDoubleIds(root: Element, state: State): void {
  const first = new Map<string, Place>();
  visit(root, ({ attributes: { id }, place }) => {
    if (id === undefined) return;
    const before = first.get(id);
    if (before)
      report(
        state,
        "duplicate-id",
        `the id ${id} is used twice`,
        place,
        `it is also in ${before.file}:${before.line}`,
      );
    else first.set(id, place);
  });
}

function visit(element: Element, action: (element: Element) => void): void {
  action(element);
  for (const child of elements(element)) visit(child, action);
}

function buildList(element: Element, state: State): List {
  const items = parts(element, "li").map((item): ListItem => {
    const { key: _key, note, ...attributes } = item.attributes;
    const children = buildFlow({ ...item, attributes }, state);
    if (note !== undefined) state.notes.set(Number(note), wordsIn(children));
    return { ...keyOf(item), children };
  });
  const marker = element.name === "ol" ? "decimal" : "disc";
  return { kind: "list", ...base(element), marker, start: Number(element.attributes.start ?? 1), items };
}

const wordsIn = (blocks: readonly Block[]): string =>
  blocks.map((block) => (block.kind === "paragraph" ? inlineText(block.children) : "")).join(" ");

function buildFacts(element: Element, state: State): Facts {
  const rows: Fact[] = [];
  let label: readonly Inline[] = [];
  for (const child of elements(element)) {
    if (child.name === "dt") label = buildLabel(child, state);
    else rows.push({ label, children: buildFlow(child, state) });
  }
  return { kind: "facts", ...base(element), rows };
}

function buildColumns(element: Element, state: State): Columns {
  return {
    kind: "columns",
    ...base(element),
    columns: parts(element, "column").map((column) =>
      column.children.length ? buildFlow(column, state) : [],
    ),
  };
}

function buildSignatures(element: Element, state: State): Signatures {
  const signatories = parts(element, "signatory").map((signatory): Signatory => {
    const [name] = parts(signatory, "name");
    return {
      ...keyOf(signatory),
      name: name ? buildLabel(name, state) : [],
      fields: parts(signatory, "field").map((field) => buildLabel(field, state)),
    };
  });
  return { kind: "signatures", ...base(element), signatories };
}

function buildFigure(element: Element, state: State): Figure {
  const [caption] = parts(element, "figcaption");
  const [image] = parts(element, "img");
  if (!image) throw new Error("a figure without img has passed the vocabulary");
  return {
    kind: "figure",
    ...base(element),
    image: buildImage(image, state),
    ...(caption && { caption: buildLabel(caption, state) }),
  };
}

function buildImage(element: Element, state: State): Image {
  const { src = "", alt = "", width, height } = element.attributes;
  if (!state.pictures.has(src)) {
    const found = state.pictureNamed(src);
    state.problems.push(...found.diagnostics.map((one) => ({ ...one, place: element.place })));
    if (found.ok) state.pictures.set(src, found.value);
  }
  return {
    kind: "image",
    ...base(element),
    picture: src,
    alt: oneLine(alt),
    ...(width === undefined ? {} : { width: points(width) }),
    ...(height === undefined ? {} : { height: points(height) }),
  };
}

function buildContents(element: Element, state: State): Contents {
  const { depth, from, of } = element.attributes;
  const title = buildInlines(element, state);
  const entries: ContentsEntry[] = [];
  state.contents.push({
    entries,
    of,
    after: state.headings.size,
    depth: Number(depth ?? 3),
    fewest: Number(from ?? 1),
  });
  return {
    kind: "contents",
    ...base(element),
    ...(of !== undefined && { of }),
    ...(title.length > 0 && { title }),
    entries,
  };
}

/** Gives each table of contents its list, or the headings after it; the title of the paper is none of them. */
function fillContents({ contents, headings, lists }: State): void {
  for (const { entries, of, after, depth, fewest } of contents) {
    if (of !== undefined) {
      const listed = lists.get(of) ?? [];
      if (listed.length >= fewest) entries.push(...listed);
      continue;
    }
    const shown = [...headings.values()]
      .slice(after)
      .filter(({ level }) => level > 1 && level <= depth)
      .map(
        ({ id, level, role, lang, place, number, children }): ContentsEntry => ({
          target: id,
          level,
          ...(role !== undefined && { role }),
          ...(lang !== undefined && { lang }),
          ...(place !== undefined && { place }),
          ...(number !== undefined && { number }),
          text: inlineText(children),
        }),
      );
    if (shown.length >= fewest) entries.push(...shown);
  }
}

/** Words that no node of their own stands for; a role or language on the element goes to a span. */
function buildLabel(element: Element, state: State): readonly Inline[] {
  const children = buildInlines(element, state);
  const { role, lang } = element.attributes;
  return role === undefined && lang === undefined ? children : [{ kind: "span", ...base(element), children }];
}

function buildTable(element: Element, state: State): Table {
  const rowsIn = (name: string, header: boolean): readonly Row[] =>
    parts(element, name).flatMap((section) => {
      const rows = parts(section, "tr").map((row) => ({
        ...keyOf(row),
        cells: elements(row).map((cell) => buildCell(cell, header, state)),
      }));
      return rows;
    });
  const [caption] = parts(element, "caption");
  const captionInlines = caption && buildLabel(caption, state);
  const head = rowsIn("thead", true);
  const rows = rowsIn("tbody", false);
  const declared = parts(element, "col").map(buildColumn);
  const places = (name: string) =>
    parts(element, name).flatMap((s) => parts(s, "tr").map((row) => row.place));
  const widths = [...rowWidths(head, places("thead"), state), ...rowWidths(rows, places("tbody"), state)];
  const width = declared.length || Math.max(...widths.map((row) => row.width));
  for (const row of widths)
    if (row.width !== width)
      report(
        state,
        "ragged-table",
        `a row of ${count(row.width)} in a table of ${count(width)}`,
        row.place,
        "count the cells with their spans; every row fills the table",
      );
  const columns = declared.length
    ? declared
    : Array.from({ length: width }, (): Column => ({ align: "start" }));
  return {
    kind: "table",
    ...base(element),
    ...(captionInlines === undefined ? {} : { caption: captionInlines }),
    columns,
    head,
    rows,
  };
}

const count = (columns: number): string => `${columns} ${columns === 1 ? "column" : "columns"}`;

/** How many columns each row of a section fills; reports cells that do not fit among the others. */
function rowWidths(rows: readonly Row[], places: readonly Place[], state: State) {
  const problem = (message: string, place: Place, hint: string): void =>
    report(state, "ragged-table", message, place, hint);
  return gridOf(rows).map(({ cells, width, overlaps }, i) => {
    const place = places[i] ?? { file: "", line: 1, column: 1 };
    for (const { cell, rowSpan } of cells)
      if (rowSpan < cell.rowSpan)
        problem(
          `a cell reaches down over ${cell.rowSpan} rows, but only ${rowSpan} ${rowSpan === 1 ? "is" : "are"} left`,
          place,
          "mend its rowspan",
        );
    if (overlaps)
      problem(
        "a cell lies over one that reaches down from a row above",
        place,
        "mend its colspan, or the rowspan above",
      );
    return { width, place };
  });
}

function buildColumn({ attributes: { width, share, min, max, align } }: Element): Column {
  return {
    ...(width === undefined ? {} : { width: points(width) }),
    ...(share === undefined || width !== undefined ? {} : { share: Number(share) }),
    ...(min === undefined || width !== undefined ? {} : { min: points(min) }),
    ...(max === undefined || width !== undefined ? {} : { max: points(max) }),
    align: align === "center" || align === "end" || align === "decimal" ? align : "start",
  };
}

const points = (length: string): number =>
  length.endsWith("mm") ? mm(Number.parseFloat(length)) : Number.parseFloat(length);

function buildCell(element: Element, inHead: boolean, state: State): Cell {
  const { scope, colspan, rowspan } = element.attributes;
  const isColumn = scope === undefined ? inHead : scope === "col";
  return {
    ...(element.name === "th" ? { header: isColumn ? ("column" as const) : ("row" as const) } : {}),
    colSpan: Number(colspan ?? 1),
    rowSpan: Number(rowspan ?? 1),
    children: buildFlow(element, state),
  };
}

/** The inlines of an element whose content is running text, white space settled over all of them together. */
function buildInlines(element: Element, state: State): readonly Inline[] {
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === "string") {
    const text = oneLine(only);
    return text === "" ? [] : [{ kind: "text", text }];
  }
  const leaves: Leaf[] = [];
  gather(element, leaves);
  const texts = collapse(leaves)[Symbol.iterator]();
  return inlinesOf(element, texts, state);
}

const OBJECTS: ReadonlySet<string> = new Set([
  "footnote",
  "ref",
  "page-number",
  "page-count",
  "section-title",
  "img",
]);

function gather(element: Element, leaves: Leaf[]): void {
  for (const child of element.children) {
    if (typeof child === "string") leaves.push(child);
    else if (child.name === "br") leaves.push({ is: "break" });
    else if (OBJECTS.has(child.name)) leaves.push({ is: "object" });
    else gather(child, leaves);
  }
}

/** `texts` gives one string for each leaf, in the order in which `gather` met them. */
function inlinesOf(element: Element, texts: Iterator<string>, state: State): readonly Inline[] {
  const next = (): string => texts.next().value ?? "";
  return element.children.flatMap((child): readonly Inline[] => {
    if (typeof child === "string") {
      const text = next();
      return text === "" ? [] : [{ kind: "text", text }];
    }
    if (child.name === "br" || OBJECTS.has(child.name)) {
      next();
      return [buildObject(child, state)];
    }
    const children = inlinesOf(child, texts, state);
    const { href, note } = child.attributes;
    if (note !== undefined) {
      state.noted.add(Number(note));
      return [{ kind: "span", ...base(child), note: Number(note), children }];
    }
    const blank = blankOf(child);
    if (blank) return [{ kind: "span", ...base(child), blank, children }];
    if (children.length === 0) return [];
    if (child.name === "span") return [{ kind: "span", ...base(child), children }];
    if (child.name === "a" && href !== undefined) return [{ kind: "link", ...base(child), href, children }];
    const kind = MARKS[child.name];
    if (!kind) throw new Error(`no inline is made from <${child.name}>`);
    return [{ kind, ...base(child), children }];
  });
}

function blankOf({ attributes: { fill, title, expects } }: Element): Blank | undefined {
  if (fill === undefined) return undefined;
  return { name: fill, title: oneLine(title ?? fill), expects: expects === "date" ? "date" : "text" };
}

const MARKS: Readonly<Record<string, Marked["kind"]>> = {
  strong: "strong",
  em: "emphasis",
  u: "underline",
  s: "strike",
  sub: "sub",
  sup: "sup",
};

/** Inlines whose words are not their children. */
function buildObject(element: Element, state: State): Inline {
  const shared = base(element);
  const { to = "", show } = element.attributes;
  switch (element.name) {
    case "br":
      return { kind: "lineBreak", ...shared };
    case "footnote": {
      const number = ++state.footnotes;
      return { kind: "footnote", ...shared, number, children: buildInlines(element, state) };
    }
    case "ref": {
      const wanted = show === "title" || show === "page" ? show : "number";
      state.references.push({ target: to, show: wanted, place: element.place });
      return { kind: "reference", ...shared, target: to, show: wanted, text: "" };
    }
    case "page-number":
      return { kind: "pageNumber", ...shared };
    case "page-count":
      return { kind: "pageCount", ...shared };
    case "section-title":
      return { kind: "sectionTitle", ...shared };
    case "img":
      return buildImage(element, state);
    default:
      throw new Error(`no inline is made from <${element.name}>`);
  }
}

/** Reports references that lead nowhere, and gives the others their text once every heading is known. */
function resolveReferences<T>(tree: T, state: State): T {
  for (const { target, show, place } of state.references) {
    const heading = state.headings.get(target);
    if (!heading) {
      const near = nearest(target, state.headings.keys());
      const hint = near ? `did you mean ${near}?` : "give the heading that is meant this id";
      report(state, "unknown-target", `no heading has the id ${target}`, place, hint);
    } else if (show === "number" && !heading.number)
      report(
        state,
        "unnumbered-target",
        `the heading ${target} has no number to refer to`,
        place,
        'number it, or write show="title"',
      );
  }
  if (state.references.length === 0) return tree;
  return JSON.parse(JSON.stringify(tree), (_key, value) => {
    if (value?.kind !== "reference") return value;
    const heading = state.headings.get(value.target);
    const text = heading ? REFERENCE_TEXT[value.show as Reference["show"]](heading) : ""; // its own field
    return { ...value, text };
  });
}

const REFERENCE_TEXT: Readonly<Record<Reference["show"], (heading: Heading) => string>> = {
  number: ({ number }) => number?.label ?? "",
  title: ({ children }) => inlineText(children),
  page: () => "",
};
