/**
 * What would make Word complain or quietly show something else, as plain sentences; none for a sound package.
 * The schema validators see none of these but missing notes and lists, and they are too slow for every file.
 * `parts` are the parts of the package by path; binary parts are only counted. `seen` has what was found in parts that
 * were looked at while they were written, and are not among `parts`.
 */
export function lintPackage(
  parts: ReadonlyMap<string, string | Uint8Array>,
  seen: ReadonlyMap<string, Findings> = new Map(),
): readonly string[] {
  const all = new Map(seen);
  for (const [path, part] of parts) if (typeof part === "string") all.set(path, foundIn(part));
  const paths = new Set([...parts.keys(), ...seen.keys()]);
  const word = [...all].filter(([path]) => /^word\/[^/]+\.xml$/.test(path));
  return [
    ...[...all].flatMap(([path, { troubles }]) => [...troubles].map((trouble) => `${path}: ${trouble}`)),
    ...contentTypes(parts, paths),
    ...relations(parts, paths, all),
    ...styles(parts, word),
    ...numbers(parts, word),
    ...notes(parts, all.get(DOCUMENT)),
    ...comments(all),
    ...bookmarks(all),
  ];
}

/** What one part names, and what is wrong with it by itself. */
export interface Findings {
  readonly troubles: Set<string>;
  readonly styles: Set<string>;
  readonly lists: Set<string>;
  readonly relations: Set<string>;
  /** Places that links and fields lead to. */
  readonly targets: Set<string>;
  /** Ids of notes by their marks, in order. */
  readonly notes: string[];
  /** Ids of comments, and in the text what becomes of them there. */
  readonly comments: string[];
  /** Names and ids of bookmarks that begin, ids of those that end. */
  readonly names: string[];
  readonly begun: string[];
  readonly ended: Set<string>;
}

export const findings = (): Findings => ({
  troubles: new Set(),
  styles: new Set(),
  lists: new Set(),
  relations: new Set(),
  targets: new Set(),
  notes: [],
  comments: [],
  names: [],
  begun: [],
  ended: new Set(),
});

function foundIn(xml: string): Findings {
  const found = findings();
  look(xml, found);
  return found;
}

/** Word refuses a cell that does not end with a paragraph, and a row or table without content. */
const HOLLOW: readonly (readonly [pattern: string, trouble: string])[] = [
  [
    "</w:tbl>(?:<w:bookmarkEnd [^>]*>)*</w:tc>|</w:tcPr></w:tc>|<w:tc></w:tc>|<w:tc/>",
    "a cell ends without a paragraph",
  ],
  ["</w:tbl><w:tbl>", "two tables touch, which Word joins"],
  ["</w:tblGrid></w:tbl>", "a table has no rows"],
  ["</w:trPr></w:tr>|<w:tr></w:tr>|<w:tr/>", "a row has no cells"],
];

/** All that is to be found, in one pass: long parts are looked at with every file. */
const MARKS = new RegExp(
  [
    '<w:(pStyle|rStyle|tblStyle|basedOn|next|link|numId) w:val="([^"]*)"',
    "<w:(footnoteReference|bookmarkStart|bookmarkEnd|comment(?:RangeStart|RangeEnd|Reference)?)( [^>]*)",
    ' (w:anchor|r:id|r:embed|r:link)="([^"]*)"',
    '\\bPAGEREF ([^\\s"<]+)',
    ...HOLLOW.map(([pattern]) => pattern),
  ].join("|"),
  "g",
);

/** Looks at a part, or at some whole elements of it, and adds what is there to what was found before. */
export function look(xml: string, into: Findings): void {
  // asking for halves of characters one by one takes four times as long
  const at = xml.isWellFormed() ? xml.search(FORBIDDEN) : xml.search(HALF);
  if (at >= 0) {
    const code = xml.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
    into.troubles.add(`U+${code} is no character of XML`);
  }
  MARKS.lastIndex = 0;
  for (let mark = MARKS.exec(xml); mark; mark = MARKS.exec(xml)) {
    const [whole, named] = mark;
    if (named !== undefined) (named === "numId" ? into.lists : into.styles).add(mark[2] ?? "");
    else if (mark[3] !== undefined) ELEMENTS[mark[3]]?.(mark[4] ?? "", into);
    else if (mark[5] !== undefined)
      (mark[5] === "w:anchor" ? into.targets : into.relations).add(mark[6] ?? "");
    else if (mark[7] !== undefined) into.targets.add(mark[7]);
    else into.troubles.add(HOLLOW.find(([pattern]) => new RegExp(pattern).test(whole))?.[1] ?? "");
  }
}

const ELEMENTS: Readonly<Record<string, (attributes: string, into: Findings) => void>> = {
  footnoteReference: (attributes, { notes }) => notes.push(idOf(attributes)),
  bookmarkStart: (attributes, { names, begun }) => {
    names.push(/ w:name="([^"]*)"/.exec(attributes)?.[1] ?? "");
    begun.push(idOf(attributes));
  },
  bookmarkEnd: (attributes, { ended }) => ended.add(idOf(attributes)),
  comment: (attributes, { comments }) => comments.push(idOf(attributes)),
  commentRangeStart: (attributes, { comments }) => comments.push(`${idOf(attributes)} begins`),
  commentRangeEnd: (attributes, { comments }) => comments.push(`${idOf(attributes)} ends`),
  commentReference: (attributes, { comments }) => comments.push(`${idOf(attributes)} is marked`),
};
const idOf = (attributes: string): string => / w:id="([^"]*)"/.exec(attributes)?.[1] ?? "";

const DOCUMENT = "word/document.xml";

type Parts = ReadonlyMap<string, string | Uint8Array>;
type Found = readonly [path: string, findings: Findings];

const textOf = (parts: Parts, path: string): string => {
  const part = parts.get(path);
  return typeof part === "string" ? part : "";
};

/** The first groups of all matches. */
const found = (xml: string, pattern: RegExp): readonly string[] =>
  [...xml.matchAll(pattern)].map(([, first]) => first ?? "");

function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

/** XML 1.0, section 2.2: these have no place in any document, not even as references. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const CONTENT_TYPES = "[Content_Types].xml";

function contentTypes(parts: Parts, paths: ReadonlySet<string>): readonly string[] {
  const types = textOf(parts, CONTENT_TYPES);
  const extensions = new Set(found(types, /<Default [^>]*Extension="([^"]*)"/g));
  const overrides = found(types, /<Override [^>]*PartName="([^"]*)"/g);
  const named = new Set(overrides);
  const untyped = [...paths].filter(
    (path) => path !== CONTENT_TYPES && !named.has(`/${path}`) && !extensions.has(path.replace(/^.*\./, "")),
  );
  return [
    ...untyped.map((path) => `${path}: has no content type`),
    ...overrides
      .filter((path) => !paths.has(path.slice(1)))
      .map((path) => `${CONTENT_TYPES}: ${path} is not there`),
  ];
}

/** Every relation leads to a part, and every id that a part names is a relation of that part. */
function relations(
  parts: Parts,
  paths: ReadonlySet<string>,
  all: ReadonlyMap<string, Findings>,
): readonly string[] {
  const troubles: string[] = [];
  const ids = new Map<string, ReadonlySet<string>>();
  for (const [path, xml] of parts) {
    const owner = /^(.*)_rels\/(.*)\.rels$/.exec(path);
    if (!owner || typeof xml !== "string") continue;
    const [, folder = "", name = ""] = owner;
    const own = found(xml, /<Relationship [^>]*?\bId="([^"]*)"/g);
    ids.set(`${folder}${name}`, new Set(own));
    troubles.push(...repeated(own).map((id) => `${path}: relation ${id} is there twice`));
    for (const [relation] of xml.matchAll(/<Relationship [^>]*>/g)) {
      if (relation.includes('TargetMode="External"')) continue;
      const target = /Target="([^"]*)"/.exec(relation)?.[1] ?? "";
      if (!paths.has(resolved(folder, target)))
        troubles.push(`${path}: leads to ${target}, which is not there`);
    }
  }
  for (const [path, { relations: named }] of all)
    for (const id of named)
      if (!ids.get(path)?.has(id)) troubles.push(`${path}: names relation ${id}, which is not there`);
  return troubles;
}

/** A target is relative to the folder of the part that the relations belong to. */
function resolved(folder: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const steps = folder.split("/").filter((step) => step !== "");
  for (const step of target.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== ".") steps.push(step);
  }
  return steps.join("/");
}

function styles(parts: Parts, word: readonly Found[]): readonly string[] {
  const sheet = textOf(parts, "word/styles.xml");
  const ids = found(sheet, /<w:style [^>]*w:styleId="([^"]*)"/g);
  const names = found(sheet, /<w:name w:val="([^"]*)"/g).map((name) => name.toLowerCase());
  const known = new Set(ids);
  const asked = word.flatMap(([path, { styles: named }]) =>
    [...named].filter((id) => !known.has(id)).map((id) => `${path}: names style ${id}, which is not there`),
  );
  return [
    ...asked,
    ...repeated(ids).map((id) => `word/styles.xml: style ${id} is there twice`),
    ...repeated(names).map((name) => `word/styles.xml: two styles are named ${name}`),
  ];
}

function numbers(parts: Parts, word: readonly Found[]): readonly string[] {
  const sheet = textOf(parts, "word/numbering.xml");
  const lists = found(sheet, /<w:num [^>]*w:numId="([^"]*)"/g);
  const known = new Set([NO_LIST, ...lists]);
  const shapes = found(sheet, /<w:abstractNum [^>]*w:abstractNumId="([^"]*)"/g);
  const shapesKnown = new Set(shapes);
  return [
    ...word.flatMap(([path, { lists: named }]) =>
      [...named].filter((id) => !known.has(id)).map((id) => `${path}: is in list ${id}, which is not there`),
    ),
    ...found(sheet, /<w:abstractNumId w:val="([^"]*)"/g)
      .filter((id) => !shapesKnown.has(id))
      .map((id) => `word/numbering.xml: a list is shaped like ${id}, which is not there`),
    ...repeated(lists).map((id) => `word/numbering.xml: list ${id} is there twice`),
    ...repeated(shapes).map((id) => `word/numbering.xml: shape ${id} is there twice`),
  ];
}

/** The number that takes a paragraph out of all lists. */
const NO_LIST = "0";

function notes(parts: Parts, body: Findings | undefined): readonly string[] {
  const ids = found(textOf(parts, "word/footnotes.xml"), /<w:footnote [^>]*w:id="([^"]*)"/g);
  const known = new Set(ids);
  const marks = body?.notes ?? [];
  return [
    ...marks.filter((id) => !known.has(id)).map((id) => `word/document.xml: note ${id} is not there`),
    ...repeated(ids).map((id) => `word/footnotes.xml: note ${id} is there twice`),
    ...repeated(marks).map((id) => `word/document.xml: note ${id} has two marks`),
  ];
}

/** Each comment begins, ends and is marked once in the text. */
function comments(all: ReadonlyMap<string, Findings>): readonly string[] {
  const said = all.get("word/comments.xml")?.comments ?? [];
  const wanted = said.flatMap((id) => [`${id} begins`, `${id} ends`, `${id} is marked`]);
  const placed = all.get(DOCUMENT)?.comments ?? [];
  return [
    ...repeated(said).map((id) => `word/comments.xml: comment ${id} is there twice`),
    ...repeated(placed).map((what) => `${DOCUMENT}: comment ${what} twice`),
    ...wanted.filter((what) => !placed.includes(what)).map((what) => `${DOCUMENT}: nowhere comment ${what}`),
    ...placed
      .filter((what) => !wanted.includes(what))
      .map((what) => `${DOCUMENT}: comment ${what} without words`),
  ];
}

/** Word takes longer names only to cut them, and then finds no target. */
const LONGEST_NAME = 40;

function bookmarks(all: ReadonlyMap<string, Findings>): readonly string[] {
  const path = DOCUMENT;
  const { names, begun, ended } = all.get(path) ?? findings();
  const known = new Set(names);
  const asked = [...all].flatMap(([part, { targets }]) =>
    [...targets]
      .filter((name) => !known.has(name))
      .map((name) => `${part}: leads to ${name}, which is not there`),
  );
  return [
    ...asked,
    ...names
      .filter((name) => name.length > LONGEST_NAME || !/^[A-Za-z_]\w*$/.test(name))
      .map((name) => `${path}: Word cannot take the name ${name}`),
    ...repeated(names.map((name) => name.toLowerCase())).map(
      (name) => `${path}: two places are named ${name}`,
    ),
    ...repeated(begun).map((id) => `${path}: place ${id} begins twice`),
    ...begun.filter((id) => !ended.has(id)).map((id) => `${path}: place ${id} does not end`),
  ];
}
