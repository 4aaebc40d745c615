import { type Document as DocxDocument, Packer } from "docx";
import { type Zippable, zipSync } from "fflate";
import type { Document } from "../../document/model.ts";
import type { StyleSheet } from "../../style/sheet.ts";
import type { Context } from "./context.ts";
import { lintPackage } from "./lint.ts";
import { attachPictures } from "./picture.ts";
import { attachRecord, type RecordPart } from "./record-part.ts";
import { region } from "./styles.ts";
import { escapeXml, tag } from "./xml.ts";

/** What docx makes of a document before it is zipped: text or bytes by path. Its packer has it, and hides it. */
interface Compiler {
  readonly compile: (file: DocxDocument) => ReadonlyMap<string, string | Uint8Array>;
}

const CORE = "docProps/core.xml";
const APP = "docProps/app.xml";
const STYLES = "word/styles.xml";
const FONTS = "word/fontTable.xml";
const SETTINGS = "word/settings.xml";
const NUMBERING = "word/numbering.xml";
const CONTENT_TYPES = "[Content_Types].xml";

/**
 * The finished file. docx takes dates from the clock, ids from chance and from counters that outlive a document;
 * here each gets the value that follows from the document alone. Styles and fonts are ours as a whole.
 * Throws rather than hand out a file that Word would mend or refuse.
 */
export function pack(
  file: DocxDocument,
  document: Document,
  context: Context,
  record: RecordPart | undefined,
): Uint8Array {
  const { compiler } = Packer as unknown as { readonly compiler: Compiler }; // private; saves zipping twice
  const parts = new Map(compiler.compile(file));
  parts.set(CORE, coreXml(document));
  if (context.known.pages !== undefined) parts.set(APP, appXml(context.known.pages));
  const lists = new Map(file.Numbering.ConcreteNumbering.map(({ reference, numId }) => [reference, numId]));
  const bound = new Map([...context.numbering.bound].map(([id, name]) => [id, lists.get(name) ?? 0]));
  parts.set(STYLES, context.styles.xml(bound));
  parts.set(FONTS, fontsXml(context));
  for (const [path, part] of parts)
    if (typeof part === "string")
      parts.set(path, settled(path, part, { lang: document.lang, page: context.sheet.page, bound }));
  attachPictures(parts, context.pictures);
  renameRelations(parts);
  if (record) attachRecord(parts, record);
  const troubles = lintPackage(parts);
  if (troubles.length > 0) throw new Error(`the Word file is not sound: ${troubles.join("; ")}`);
  return zipped(parts);
}

interface Settled {
  readonly lang: string;
  readonly page: StyleSheet["page"];
  readonly bound: ReadonlyMap<string, number>;
}

function settled(path: string, xml: string, { lang, page, bound }: Settled): string {
  if (path === NUMBERING) return boundTo(xml, bound);
  if (path === SETTINGS) return settingsXml(xml, lang, page);
  if (path === "word/footnotes.xml" || path === "word/endnotes.xml") return xml.replaceAll(STRAY_MARK, "$1");
  return path === "word/document.xml" ? renumbered(xml) : xml;
}

/** docx puts the mark of a note into the lines that part notes from text, which have none. */
const STRAY_MARK =
  /<w:r><w:rPr><w:rStyle w:val="(?:Footnote|Endnote)Reference"\/><\/w:rPr><w:(?:footnote|endnote)Ref\/><\/w:r>(<w:r><w:(?:s|continuationS)eparator\/>)/g;

/** Styles name the list that counts them; here each such list names its style, without which Word forgets the bond. */
function boundTo(xml: string, bound: ReadonlyMap<string, number>): string {
  return [...bound].reduce((whole, [style, list]) => {
    const shape = new RegExp(`<w:num w:numId="${list}"[^>]*><w:abstractNumId w:val="(\\d+)"`).exec(
      whole,
    )?.[1];
    const level = new RegExp(`(<w:abstractNum w:abstractNumId="${shape}".*?<w:numFmt [^>]*/>)`);
    return whole.replace(level, (start) => start + tag("w:pStyle", { "w:val": style }));
  }, xml);
}

/** Bookmark ids count through all documents of a process; here from 0 in each. */
function renumbered(xml: string): string {
  const ids = new Map<string, number>();
  return xml.replace(
    /<w:bookmark(Start|End)([^>]*?) ?w:id="([^"]*)"/g,
    (_, which: string, rest: string, id: string) => {
      const number = ids.get(id) ?? ids.size;
      ids.set(id, number);
      return `<w:bookmark${which}${rest} w:id="${number}"`;
    },
  );
}

/** What Word 2013 and later write themselves; without the first, figures of a chosen form stay as they are. */
const COMPATIBILITY = [
  "enableOpenTypeFeatures",
  "overrideTableStyleFontSizeAndJustification",
  "doNotFlipMirrorIndents",
  "differentiateMultirowTableHeaders",
]
  .map((name) =>
    tag("w:compatSetting", {
      "w:name": name,
      "w:uri": "http://schemas.microsoft.com/office/word",
      "w:val": 1,
    }),
  )
  .join("");

/** Settings that docx has no words for, each where the schema wants it: around and in w:compat. */
function settingsXml(xml: string, lang: string, { facing, grid }: StyleSheet["page"]): string {
  const han = lang.startsWith("zh");
  const punctuation = han
    ? tag("w:characterSpacingControl", { "w:val": grid ? "doNotCompress" : "compressPunctuation" })
    : "";
  const languages = tag("w:themeFontLang", {
    "w:val": han ? "en-US" : region(lang),
    "w:eastAsia": han ? region(lang) : "zh-CN",
  });
  return xml
    .replace(/<w:displayBackgroundShape\/>/, (found) =>
      facing ? `${found}${tag("w:mirrorMargins")}` : found,
    )
    .replace("<w:compat>", `${punctuation}<w:compat>`)
    .replace("</w:compat>", `${COMPATIBILITY}</w:compat>${languages}`);
}

/** Ids of relations that docx drew by lot, counted in order of appearance. */
function renameRelations(parts: Map<string, string | Uint8Array>): void {
  for (const [path, relations] of parts) {
    const owner = /^(.*)_rels\/(.*)\.rels$/.exec(path);
    if (!owner || typeof relations !== "string") continue;
    const part = `${owner[1]}${owner[2]}`;
    const source = parts.get(part);
    const ids = new Map<string, string>();
    for (const [, id] of relations.matchAll(/ Id="(rId[^"]*)"/g))
      if (id && !/^rId\d+$/.test(id)) ids.set(id, `rIdLink${ids.size + 1}`);
    if (ids.size === 0 || typeof source !== "string") continue;
    const rename = (xml: string): string =>
      xml.replace(/ (Id|r:id|r:embed)="(rId[^"]*)"/g, (all, name: string, id: string) => {
        const renamed = ids.get(id);
        return renamed ? ` ${name}="${renamed}"` : all;
      });
    parts.set(path, rename(relations));
    parts.set(part, rename(source));
  }
}

/** Word wants a time with a zone. A date alone is the begin of that day, a time without a zone is taken as UTC. */
function instant(date: string): string {
  const zoned = /T[\d:.]+$/.test(date) ? `${date}Z` : date;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? "1980-01-01T00:00:00Z" : new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function coreXml({ title, lang, meta }: Document): string {
  const element = (name: string, text: string | undefined): string =>
    text === undefined || text === "" ? "" : `<${name}>${escapeXml(text)}</${name}>`;
  const date = (name: string): string =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${instant(meta.date)}</dcterms:${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    element("dc:title", title),
    element("dc:subject", meta.subject),
    element("dc:creator", meta.author),
    element("cp:keywords", meta.keywords?.join(", ")),
    element("cp:lastModifiedBy", meta.author),
    element("cp:revision", "1"),
    date("created"),
    date("modified"),
    element("dc:language", region(lang)),
    "</cp:coreProperties>",
  ].join("");
}

/** How many pages a list of files shows before Word has counted them. */
const appXml = (pages: number): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>${pages}</Pages></Properties>`;

/** Character sets of fonts as Windows numbers them, in hexadecimal. */
const CHARSETS = { latin: "00", han: "86", hebrew: "B1", arabic: "B2" } as const;

/** The families of the theme, each with one that Word users have in its place. */
function fontsXml({ sheet, fallbacks }: Context): string {
  const stacked = [...new Set(Object.values(sheet.stacks).flat())].flatMap(
    (name) => sheet.families[name] ?? [],
  );
  const fonts = [...new Set([...stacked, ...fallbacks])].map((family) => {
    const generic = family.css === "serif" ? "roman" : family.css === "monospace" ? "modern" : "swiss";
    return `<w:font w:name="${escapeXml(family.word)}">${tag("w:altName", { "w:val": family.substitute })}${tag("w:charset", { "w:val": CHARSETS[family.script] })}${tag("w:family", { "w:val": family.script === "han" ? "auto" : generic })}${tag("w:pitch", { "w:val": "variable" })}</w:font>`;
  });
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join("")}</w:fonts>`;
}

/** Earliest time that a ZIP file can tell, in local time, as the format has it. */
const EPOCH = new Date(1980, 0, 1, 0, 0, 0);

function zipped(parts: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const encoder = new TextEncoder();
  const paths = [CONTENT_TYPES, ...[...parts.keys()].filter((path) => path !== CONTENT_TYPES).sort()];
  const files: Zippable = {};
  for (const path of paths) {
    const part = parts.get(path) ?? "";
    files[path] = typeof part === "string" ? encoder.encode(part) : part;
  }
  return zipSync(files, { level: 6, mtime: EPOCH });
}
