/**
 * What would make Word complain or quietly show something else, as plain sentences; none for a sound package.
 * The schema validators see none of these but missing notes and lists, and they are too slow for every file.
 * `parts` are the parts of the package by path; binary parts are only counted.
 */
export function lintPackage(parts: ReadonlyMap<string, string | Uint8Array>): readonly string[] {
  const word = texts(parts).filter(([path]) => /^word\/[^/]+\.xml$/.test(path));
  return [
    ...characters(parts),
    ...contentTypes(parts),
    ...relations(parts),
    ...styles(parts, word),
    ...numbers(parts, word),
    ...notes(parts),
    ...bookmarks(parts),
    ...cells(word),
  ];
}

type Parts = ReadonlyMap<string, string | Uint8Array>;
type Text = readonly [path: string, xml: string];

const texts = (parts: Parts): readonly Text[] =>
  [...parts].flatMap(([path, part]) => (typeof part === "string" ? [[path, part] as const] : []));

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
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function characters(parts: Parts): readonly string[] {
  return texts(parts).flatMap(([path, xml]) => {
    const at = xml.search(FORBIDDEN);
    if (at < 0) return [];
    const code = xml.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
    return [`${path}: U+${code} is no character of XML`];
  });
}

const CONTENT_TYPES = "[Content_Types].xml";

function contentTypes(parts: Parts): readonly string[] {
  const types = textOf(parts, CONTENT_TYPES);
  const extensions = new Set(found(types, /<Default [^>]*Extension="([^"]*)"/g));
  const overrides = found(types, /<Override [^>]*PartName="([^"]*)"/g);
  const named = new Set(overrides);
  const untyped = [...parts.keys()].filter(
    (path) => path !== CONTENT_TYPES && !named.has(`/${path}`) && !extensions.has(path.replace(/^.*\./, "")),
  );
  return [
    ...untyped.map((path) => `${path}: has no content type`),
    ...overrides
      .filter((path) => !parts.has(path.slice(1)))
      .map((path) => `${CONTENT_TYPES}: ${path} is not there`),
  ];
}

/** Every relation leads to a part, and every id that a part names is a relation of that part. */
function relations(parts: Parts): readonly string[] {
  const troubles: string[] = [];
  const ids = new Map<string, ReadonlySet<string>>();
  for (const [path, xml] of texts(parts)) {
    const owner = /^(.*)_rels\/(.*)\.rels$/.exec(path);
    if (!owner) continue;
    const [, folder = "", name = ""] = owner;
    const own = found(xml, /<Relationship [^>]*?\bId="([^"]*)"/g);
    ids.set(`${folder}${name}`, new Set(own));
    troubles.push(...repeated(own).map((id) => `${path}: relation ${id} is there twice`));
    for (const [relation] of xml.matchAll(/<Relationship [^>]*>/g)) {
      if (relation.includes('TargetMode="External"')) continue;
      const target = /Target="([^"]*)"/.exec(relation)?.[1] ?? "";
      if (!parts.has(resolved(folder, target)))
        troubles.push(`${path}: leads to ${target}, which is not there`);
    }
  }
  for (const [path, xml] of texts(parts)) {
    if (path.endsWith(".rels")) continue;
    for (const id of found(xml, / r:(?:id|embed|link)="([^"]*)"/g))
      if (!ids.get(path)?.has(id)) troubles.push(`${path}: names relation ${id}, which is not there`);
  }
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

function styles(parts: Parts, word: readonly Text[]): readonly string[] {
  const sheet = textOf(parts, "word/styles.xml");
  const ids = found(sheet, /<w:style [^>]*w:styleId="([^"]*)"/g);
  const names = found(sheet, /<w:name w:val="([^"]*)"/g).map((name) => name.toLowerCase());
  const known = new Set(ids);
  const asked = word.flatMap(([path, xml]) =>
    [...new Set(found(xml, /<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val="([^"]*)"/g))]
      .filter((id) => !known.has(id))
      .map((id) => `${path}: names style ${id}, which is not there`),
  );
  return [
    ...asked,
    ...repeated(ids).map((id) => `word/styles.xml: style ${id} is there twice`),
    ...repeated(names).map((name) => `word/styles.xml: two styles are named ${name}`),
  ];
}

function numbers(parts: Parts, word: readonly Text[]): readonly string[] {
  const sheet = textOf(parts, "word/numbering.xml");
  const lists = found(sheet, /<w:num [^>]*w:numId="([^"]*)"/g);
  const known = new Set([NO_LIST, ...lists]);
  const shapes = found(sheet, /<w:abstractNum [^>]*w:abstractNumId="([^"]*)"/g);
  const shapesKnown = new Set(shapes);
  return [
    ...word.flatMap(([path, xml]) =>
      [...new Set(found(xml, /<w:numId w:val="([^"]*)"/g))]
        .filter((id) => !known.has(id))
        .map((id) => `${path}: is in list ${id}, which is not there`),
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

function notes(parts: Parts): readonly string[] {
  const ids = found(textOf(parts, "word/footnotes.xml"), /<w:footnote [^>]*w:id="([^"]*)"/g);
  const known = new Set(ids);
  const marks = found(textOf(parts, "word/document.xml"), /<w:footnoteReference [^>]*w:id="([^"]*)"/g);
  return [
    ...marks.filter((id) => !known.has(id)).map((id) => `word/document.xml: note ${id} is not there`),
    ...repeated(ids).map((id) => `word/footnotes.xml: note ${id} is there twice`),
    ...repeated(marks).map((id) => `word/document.xml: note ${id} has two marks`),
  ];
}

/** Word takes longer names only to cut them, and then finds no target. */
const LONGEST_NAME = 40;

function bookmarks(parts: Parts): readonly string[] {
  const path = "word/document.xml";
  const xml = textOf(parts, path);
  const starts = [...xml.matchAll(/<w:bookmarkStart [^>]*>/g)].map(([start]) => start);
  const names = starts.map((start) => /w:name="([^"]*)"/.exec(start)?.[1] ?? "");
  const ids = starts.map((start) => /w:id="([^"]*)"/.exec(start)?.[1] ?? "");
  const ends = found(xml, /<w:bookmarkEnd [^>]*?w:id="([^"]*)"/g);
  const known = new Set(names);
  const asked = texts(parts).flatMap(([part, text]) =>
    [...text.matchAll(/ w:anchor="([^"]*)"|\bPAGEREF ([^\s"<]+)/g)]
      .map(([, link, page]) => link ?? page ?? "")
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
    ...repeated(ids).map((id) => `${path}: place ${id} begins twice`),
    ...ids.filter((id) => !ends.includes(id)).map((id) => `${path}: place ${id} does not end`),
  ];
}

/** Word refuses a cell that does not end with a paragraph, and a row or table without content. */
const HOLLOW: readonly (readonly [RegExp, string])[] = [
  [
    /<\/w:tbl>(?:<w:bookmarkEnd [^>]*>)*<\/w:tc>|<\/w:tcPr><\/w:tc>|<w:tc><\/w:tc>|<w:tc\/>/,
    "a cell ends without a paragraph",
  ],
  [/<\/w:tbl><w:tbl>/, "two tables touch, which Word joins"],
  [/<\/w:tblGrid><\/w:tbl>/, "a table has no rows"],
  [/<\/w:trPr><\/w:tr>|<w:tr><\/w:tr>|<w:tr\/>/, "a row has no cells"],
];

const cells = (word: readonly Text[]): readonly string[] =>
  word.flatMap(([path, xml]) =>
    HOLLOW.flatMap(([pattern, trouble]) => (pattern.test(xml) ? [`${path}: ${trouble}`] : [])),
  );
