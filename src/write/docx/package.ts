import {
  Document as DocxDocument,
  type FileChild,
  Footer,
  Header,
  type IPropertiesOptions,
  type ISectionOptions,
  Packer,
  type Paragraph,
  XmlComponent,
} from "docx";
import type { Document } from "../../document/model.ts";
import type { Context } from "./context.ts";
import type { Line, Variants } from "./furniture.ts";
import { type Parts, relateFrom } from "./parts.ts";
import { region } from "./styles.ts";
import { DECLARATION, escapeXml, tag } from "./xml.ts";

/** One section as the package knows it: its pages, and their heads and feet. */
export interface SectionFrame {
  readonly properties: NonNullable<ISectionOptions["properties"]>;
  readonly headers: Variants;
  readonly footers: Variants;
}

/** A Word file without its body. */
export interface Frame {
  readonly parts: Parts;
  /** The finished properties of each section, which stand at its end. */
  readonly sections: readonly string[];
}

/** What docx makes of a document before it is zipped: text or bytes by path. Its packer has it, and hides it. */
interface Compiler {
  readonly compile: (file: DocxDocument) => ReadonlyMap<string, string | Uint8Array>;
}

/** Holds the place of XML of our own in what docx writes. */
class Slot extends XmlComponent {
  constructor(number: number) {
    super("w:slot");
    this.root.push({ _attr: { n: number } });
  }
}

export const BODY = "word/document.xml";

/**
 * The package around the body, by docx: settings, sections with their heads and feet, the lines that part notes from
 * text, properties, and what relates them. Our own XML is put into it as text: an object for each run costs several
 * times what writing it takes.
 */
export function frame(
  options: Omit<IPropertiesOptions, "sections">,
  sections: readonly SectionFrame[],
): Frame {
  const slots: Line[] = [];
  // a slot is no paragraph, but docx only asks what it is given for its XML
  const slot = (line: Line): Paragraph => new Slot(slots.push(line)) as unknown as Paragraph;
  const filled = <Part>(variants: Variants, make: (line: Paragraph) => Part) => ({
    ...(variants.default && { default: make(slot(variants.default)) }),
    ...(variants.first && { first: make(slot(variants.first)) }),
    ...(variants.even && { even: make(slot(variants.even)) }),
  });
  const file = new DocxDocument({
    ...options,
    sections: sections.map(({ properties, headers, footers }) => ({
      properties,
      headers: filled(headers, (line) => new Header({ children: [line] })),
      footers: filled(footers, (line) => new Footer({ children: [line] })),
      children: [] as FileChild[],
    })),
  });
  const { compiler } = Packer as unknown as { readonly compiler: Compiler }; // private; saves zipping twice
  const parts: Parts = new Map(compiler.compile(file));
  for (const [path, part] of [...parts]) {
    const number = typeof part === "string" ? SLOT.exec(part)?.[1] : undefined;
    const line = slots[Number(number) - 1];
    if (typeof part !== "string" || !line) continue;
    parts.set(
      path,
      part.replace(SLOT, () => line.xml),
    );
    relateFrom(parts, path, line.relations);
  }
  const body = parts.get(BODY);
  return { parts, sections: typeof body === "string" ? (body.match(/<w:sectPr.*?<\/w:sectPr>/g) ?? []) : [] };
}

const SLOT = /<w:slot n="(\d+)"\/>/;

/** Word wants a time with a zone. A date alone is the begin of that day, a time without a zone is taken as UTC. */
export function instant(date: string): string {
  const zoned = /T[\d:.]+$/.test(date) ? `${date}Z` : date;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? "1980-01-01T00:00:00Z" : new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Properties of the file. docx takes its dates from the clock; here they are the record's. */
export function coreXml({ title, lang, meta }: Document): string {
  const element = (name: string, text: string | undefined): string =>
    text === undefined || text === "" ? "" : `<${name}>${escapeXml(text)}</${name}>`;
  const date = (name: string): string =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${instant(meta.date)}</dcterms:${name}>`;
  return [
    `${DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
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
export const appXml = (pages: number): string =>
  `${DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>${pages}</Pages></Properties>`;

/** Character sets of fonts as Windows numbers them, in hexadecimal. */
const CHARSETS = { latin: "00", han: "86", hebrew: "B1", arabic: "B2" } as const;

/** The families of the theme, each with one that Word users have in its place. */
export function fontsXml({ sheet, fallbacks }: Context): string {
  const stacked = [...new Set(Object.values(sheet.stacks).flat())].flatMap(
    (name) => sheet.families[name] ?? [],
  );
  const fonts = [...new Set([...stacked, ...fallbacks])].map((family) => {
    const generic = family.css === "serif" ? "roman" : family.css === "monospace" ? "modern" : "swiss";
    return `<w:font w:name="${escapeXml(family.word)}">${tag("w:altName", { "w:val": family.substitute })}${tag("w:charset", { "w:val": CHARSETS[family.script] })}${tag("w:family", { "w:val": family.script === "han" ? "auto" : generic })}${tag("w:pitch", { "w:val": "variable" })}</w:font>`;
  });
  return `${DECLARATION}<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join("")}</w:fonts>`;
}
