import PDFDocument from "pdfkit";
import type { OpenedFont } from "../../fonts/load.ts";
import type { Shaped } from "../../fonts/metrics.ts";
import { factsOf } from "../../fonts/sfnt.ts";
import { TrueTypeSubset } from "../../fonts/subset.ts";
import { gatherObjects, type ObjectDocument } from "./objects.ts";

/**
 * pdfkit 0.20.2 as a pen: the only file that knows the package. It is used for objects, cross references, font
 * programs and deflate; what is drawn and how it is tagged is ours. Every private part that we touch is named
 * in the interfaces below, and has a test.
 */
export interface Pen {
  addPage(width: number, height: number): PenPage;
  /** The font of a face, embedded once; only the glyphs that are used go into the file. */
  font(face: string, opened: OpenedFont): PenFont;
  /** An object of its own, written when it is ended. */
  object(data: PdfDictionary): PdfObject;
  /** The document catalog, to be added to. pdfkit itself ends its MarkInfo and StructTreeRoot. */
  readonly catalog: PdfDictionary;
  /** Names a place on the page that was added last. */
  destination(name: string, x: number, y: number): void;
  /** Puts a file specification into the catalog's list of attachments, under a name in lower-case ASCII. */
  attachment(name: string, specification: PdfObject): void;
  /** Gives the document a form; its fields are ended by whoever made them. */
  form(data: PdfDictionary): void;
  /** Adds a bookmark below another one (absent: at the top). */
  bookmark(title: string, page: PenPage, y: number, parent?: Bookmark): Bookmark;
  /** Ends the file and gives its bytes. Throws when an object was left open: the file would be cut short. */
  end(): Uint8Array;
}

export interface PenPage {
  readonly reference: PdfObject;
  readonly dictionary: PdfDictionary;
  readonly width: number;
  readonly height: number;
  /** Page number from 0, as bookmarks count. */
  readonly index: number;
  /** Writes content operators; characters are bytes. */
  write(content: string): void;
  useFont(font: PenFont): void;
  usePicture(picture: PenPicture): void;
}

export interface PenFont {
  /** Resource name: `F1`. */
  readonly name: string;
  /**
   * The operand of TJ for shaped text, without its outer brackets and parentheses, so that pieces can be joined:
   * glyph ids as literal strings, kerning between them. `size` counts for marks that are raised or lowered.
   */
  encode(shaped: Shaped, size: number): string;
}

/** A picture that pages draw by its name into the unit square (ISO 32000-1, 8.8 to 8.10). */
export interface PenPicture {
  /** Resource name: `I1`. */
  readonly name: string;
  readonly object: PdfObject;
}

/** pdfkit writes String objects as text, plain strings as names or operators, bytes as hexadecimal strings. */
export interface PdfText {
  readonly length: number;
}
export type PdfValue =
  | string
  | number
  | boolean
  | null
  | Date
  | PdfText
  | Uint8Array
  | PdfObject
  | readonly PdfValue[]
  | PdfDictionary;
export interface PdfDictionary {
  [key: string]: PdfValue | undefined;
}
export interface PdfObject {
  readonly data: PdfDictionary;
  /** Where the object begins in the file, once it is written. */
  readonly offset?: number;
  /** Writes the object; with bytes, as a stream, which is deflated. */
  end(stream?: Uint8Array): void;
}
export interface Bookmark {
  addItem(title: string, options: { pageNumber: number; top: number; left: number }): Bookmark;
}

export interface FileProperties {
  readonly title: string;
  readonly author?: string;
  readonly subject?: string;
  readonly keywords?: string;
  readonly lang: string;
  /** Creation and modification date; never the clock's. */
  readonly date: Date;
  /** Digest of the record; makes the file's identifier depend on what is in it. */
  readonly digest?: string;
}

/** A text string, in contrast to a name. */
// a String object is how pdfkit tells the two apart
export const pdfText = (text: string): PdfText => new String(text);

/** The private parts of pdfkit that are used here. */
interface PrivateDocument extends ObjectDocument {
  readonly _font: PrivateFont;
  readonly page: PrivatePage;
  readonly outline: Bookmark;
  info: Record<string, string | Date>;
  _addInfo(): void;
  appendXML(xml: string): void;
  font(font: DescribedFont): unknown;
  addPage(options: object): unknown;
  addNamedDestination(name: string, ...args: unknown[]): unknown;
  addNamedEmbeddedFile(name: string, specification: PdfObject): void;
  endAcroForm(): void;
  end(): void;
  read(): Uint8Array | null;
}
interface PrivateFont {
  readonly id: string;
  readonly widths: number[];
  readonly unicode: (readonly number[])[];
  ref(): PdfObject;
}
/** What pdfkit asks of a font that it is to embed; it takes anything with `layout` for one of fontkit's. */
interface DescribedFont {
  layout(): never;
  createSubset(): TrueTypeSubset;
  getGlyph(glyph: number): { readonly advanceWidth: number };
  /** Compared when two fonts have the same name. */
  readonly _tables: { readonly head: { readonly checkSumAdjustment: number } };
  readonly head: { readonly macStyle: { readonly italic: boolean } };
  readonly post: { readonly isFixedPitch: boolean };
  readonly "OS/2": { readonly sFamilyClass: number };
  readonly unitsPerEm: number;
}
interface PrivatePage {
  readonly dictionary: PdfObject;
  readonly fonts: Record<string, PdfObject>;
  readonly xobjects: Record<string, PdfObject>;
  write(chunk: string): void;
}

export function openPen(properties: FileProperties): Pen {
  const doc = new PDFDocument({
    autoFirstPage: false,
    // @ts-expect-error: the types do not know that null means no default font
    font: null,
    pdfVersion: "1.7",
    lang: properties.lang,
    displayTitle: true,
    margin: 0,
    subset: "PDF/A-3a", // writes the claim and the sRGB output intent, enforces nothing
    info: infoOf(properties),
  }) as unknown as PrivateDocument; // the package's types leave out what is declared above
  gatherObjects(doc);
  escapeMetadata(doc);
  doc.appendXML(UA_CLAIM);
  const fonts = new Map<string, PenFont & { reference(): PdfObject }>();
  let pages = 0;

  return {
    addPage(width, height) {
      doc.addPage({ size: [width, height], margin: 0 });
      const { page } = doc;
      page.write(`1 0 0 -1 0 ${height} cm`); // undoes pdfkit's own turn of the y axis
      return {
        reference: page.dictionary,
        dictionary: page.dictionary.data,
        width,
        height,
        index: pages++,
        write: (content) => page.write(content),
        useFont: (font) => {
          const known = [...fonts.values()].find((candidate) => candidate.name === font.name);
          if (known) page.fonts[font.name] = known.reference();
        },
        usePicture: (picture) => {
          page.xobjects[picture.name] = picture.object;
        },
      };
    },
    font(face, opened) {
      let font = fonts.get(face);
      if (!font) {
        const subset = new TrueTypeSubset(opened.bytes);
        doc.font(describe(opened, subset));
        font = penFont(doc._font, subset);
        fonts.set(face, font);
      }
      return font;
    },
    object: (data) => doc.ref(data) as unknown as PdfObject, // the same object, seen from its other side
    catalog: doc._root.data as PdfDictionary, // what is in it when the file begins, to be added to
    destination(name, x, y) {
      doc.addNamedDestination(name, "XYZ", x, y, null); // turned over by pdfkit
    },
    attachment: (name, specification) => doc.addNamedEmbeddedFile(name, specification),
    form(data) {
      const form = doc.ref(data);
      form.end();
      Object.assign(doc._root.data, { AcroForm: form });
      doc.endAcroForm = () => {}; // would look for fonts and fields of pdfkit's own
    },
    bookmark(title, page, y, parent = doc.outline) {
      // pdfkit takes `left` from the right edge of the page
      return parent.addItem(title, { pageNumber: page.index, top: Math.max(0, y), left: page.width });
    },
    end() {
      doc.end();
      const bytes = doc.read();
      if (!bytes || !Buffer.from(bytes.subarray(-16)).toString("latin1").includes("%%EOF")) {
        throw new Error("the PDF was cut short: an object was never ended, or ended twice");
      }
      return bytes;
    },
  };
}

/**
 * The claim of PDF/UA-1 (ISO 14289-1, clause 5), with the description of its schema that PDF/A asks for
 * (ISO 19005-3, 6.6.2.3). Made here because pdfkit's own PDF/UA option excludes PDF/A.
 */
const UA_CLAIM = `<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;

function infoOf(properties: FileProperties): Record<string, string | Date> {
  return {
    Title: properties.title,
    ...(properties.author && { Author: properties.author }),
    ...(properties.subject && { Subject: properties.subject }),
    ...(properties.keywords && { Keywords: properties.keywords }),
    Creator: "Minutebook",
    Producer: "Minutebook",
    CreationDate: properties.date,
    ModDate: properties.date,
    ...(properties.digest && { RecordDigest: properties.digest }),
  };
}

/** pdfkit writes the file properties into XML as they are; `R&D` would break the whole packet. */
function escapeMetadata(doc: PrivateDocument): void {
  const addInfo = doc._addInfo;
  doc._addInfo = () => {
    const info = doc.info;
    doc.info = Object.fromEntries(
      Object.entries(info).map(([key, value]) => [key, typeof value === "string" ? escapeXml(value) : value]),
    );
    addInfo.call(doc);
    doc.info = info;
  };
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function describe({ file }: OpenedFont, subset: TrueTypeSubset): DescribedFont {
  const { isItalic, isFixedPitch, familyClass, ...facts } = factsOf(file);
  return {
    ...facts,
    unitsPerEm: file.unitsPerEm,
    head: { macStyle: { italic: isItalic } },
    post: { isFixedPitch },
    "OS/2": { sFamilyClass: familyClass },
    _tables: { head: { checkSumAdjustment: file.tables.get("head")?.getUint32(8) ?? 0 } },
    createSubset: () => subset, // copies outlines that pdfkit's own would decode
    getGlyph: (glyph) => ({ advanceWidth: file.advanceOf(glyph) }),
    layout: () => {
      throw new Error("text is shaped before it is drawn");
    },
  };
}

function penFont(font: PrivateFont, subset: TrueTypeSubset): PenFont & { reference(): PdfObject } {
  const numberOf = numbering(font, subset);
  const encoded = new Map<Shaped, string>();
  return {
    name: font.id,
    reference: () => font.ref(),
    encode(shaped, size) {
      if (shaped.offsets) return encodeOffsetGlyphs(font, numberOf, shaped, size);
      let operand = encoded.get(shaped);
      if (operand === undefined) {
        operand = encodeGlyphs(font, numberOf, shaped);
        encoded.set(shaped, operand);
      }
      return operand;
    },
  };
}

/** The number of a glyph in the subset. */
type GlyphNumber = (glyph: number, codePoints: readonly number[]) => number;

/**
 * Numbers glyphs so that each stands for one text: where two characters share an outline (a hyphen and a soft one,
 * a space and one that does not break), the later one gets a number of its own. Otherwise text would be copied as
 * whichever character came first.
 */
function numbering(font: PrivateFont, subset: TrueTypeSubset): GlyphNumber {
  const repeated = new Map<string, number>();
  return (glyph, codePoints) => {
    const id = subset.includeGlyph(glyph);
    const known = font.unicode[id];
    if (known === undefined) font.unicode[id] = codePoints;
    if (known === undefined || same(known, codePoints)) return id;
    const key = `${glyph} ${codePoints.join(" ")}`;
    let other = repeated.get(key);
    if (other === undefined) {
      other = subset.repeatGlyph(glyph);
      repeated.set(key, other);
      font.unicode[other] = codePoints;
    }
    return other;
  };
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

function encodeGlyphs(font: PrivateFont, numberOf: GlyphNumber, shaped: Shaped): string {
  let operand = "";
  shaped.glyphs.forEach((glyph, index) => {
    const width = shaped.widths[index] ?? 0;
    operand += encodeGlyph(font, numberOf, glyph, shaped.codePoints[index] ?? [], width);
    operand += moveBy((shaped.advances[index] ?? width) - width);
  });
  return operand;
}

function encodeGlyph(
  font: PrivateFont,
  numberOf: GlyphNumber,
  glyph: number,
  codePoints: readonly number[],
  width: number,
): string {
  const id = numberOf(glyph, codePoints);
  font.widths[id] ??= Math.round(width * 1e6) / 1e3;
  return byte(id >> 8) + byte(id & 255);
}

/** Moves the pen to the right, by em, between two strings of a TJ. */
const moveBy = (em: number): string => (Math.abs(em) > 1e-6 ? `)${number(-em * 1000)}(` : "");

/** Marks on letters: the pen goes to where each is drawn and back again; what is raised is a TJ of its own. */
function encodeOffsetGlyphs(font: PrivateFont, numberOf: GlyphNumber, shaped: Shaped, size: number): string {
  let operand = "";
  shaped.glyphs.forEach((glyph, index) => {
    const width = shaped.widths[index] ?? 0;
    const [x, y] = shaped.offsets?.[index] ?? [0, 0];
    const drawn = encodeGlyph(font, numberOf, glyph, shaped.codePoints[index] ?? [], width);
    operand += moveBy(x);
    operand += y === 0 ? drawn : `)] TJ ${number(y * size)} Ts [(${drawn})] TJ 0 Ts [(`;
    operand += moveBy((shaped.advances[index] ?? width) - width - x);
  });
  return operand;
}

/** One byte of a literal string (ISO 32000-1, 7.3.4.2). */
function byte(value: number): string {
  if (value === 0x28 || value === 0x29 || value === 0x5c) return `\\${String.fromCharCode(value)}`;
  if (value === 0x0d) return "\\r";
  if (value === 0x0a) return "\\n";
  return String.fromCharCode(value);
}

/** A number for a content stream: at most two decimals, none that are zero. */
export const number = (value: number): string => String(Math.round(value * 100) / 100);
