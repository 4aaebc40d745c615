import PDFDocument from "pdfkit";
import type { OpenedFont } from "../../fonts/load.ts";
import { DIGEST_PROPERTY, PRODUCTION_PROPERTY } from "../../production.ts";
import type { Encryption } from "./encryption.ts";
import { embedFont, type PdfFont, writeCodeMap } from "./font.ts";
import { gatherObjects, type ObjectDocument } from "./objects.ts";
import type { PdfDictionary, PdfObject, PdfReference, PdfValue } from "./value.ts";

/**
 * pdfkit 0.20.2 as a pen: the only file that knows the package. It is used for objects, outline,
 * metadata and deflate; what is drawn and how it is tagged is ours. Every private part that we touch is named
 * in the interfaces below, and has a test.
 */
export interface Pen {
  /** Adds a page, which is drawn when it is ended. */
  addPage(width: number, height: number): PenPage;
  /** The font of a face, embedded once; only the glyphs that are used go into the file. */
  font(face: string, opened: OpenedFont): PdfFont;
  /** Gives a picture the name by which pages draw it. */
  picture(object: PdfObject): PenPicture;
  /** An object of its own, written when it is ended. */
  object(data: PdfDictionary): PdfObject;
  /** The document catalog, to be added to. pdfkit itself ends its MarkInfo and StructTreeRoot. */
  readonly catalog: PdfDictionary;
  /** An object whose stream stands in the file as it is, so that it can be found there and written over. */
  plain(data: PdfDictionary): PdfObject;
  /** The fonts of all pages by their names, for what draws apart from a page. */
  readonly fonts: PdfObject;
  /** The number of an object that is written later, by `put`: cheaper than `object` where there are very many. */
  reserve(): PdfReference;
  /** Writes such an object. `text` is in PDF's notation; its characters are bytes. */
  put(reference: PdfReference, text: string): void;
  /** Names a place on a page, counted from its upper left corner. */
  destination(name: string, page: PenPage, x: number, y: number): void;
  /** A string of bytes in the dictionary of a stream: encrypted where the file is, which pdfkit forgets. */
  bytes(value: Uint8Array): Uint8Array;
  /** Puts a file specification into the catalog's list of attachments, under a name in lower-case ASCII. */
  attachment(name: string, specification: PdfObject): void;
  /** Gives the document a form; its fields are ended by whoever made them. */
  form(data: PdfDictionary): void;
  /** Adds a bookmark below another one (absent: at the top). */
  bookmark(title: string, page: PenPage, y: number, parent?: Bookmark): Bookmark;
  /** Lets streams that are ready go into the file, so that not too many of them are held. */
  settle(): Promise<void>;
  /** Ends the file and gives its bytes. Throws when an object was left open: the file would be cut short. */
  end(): Promise<Uint8Array>;
}

export interface PenPage {
  readonly reference: PdfObject;
  readonly dictionary: PdfDictionary;
  readonly width: number;
  readonly height: number;
  /** Page number from 0, as bookmarks count. */
  readonly index: number;
  /** The stream that `draw` fills. */
  readonly content: PdfObject;
  /** Draws the page by content operators, whose characters are bytes. Its dictionary may still be added to. */
  draw(content: string): void;
}

/** A picture that pages draw by its name into the unit square (ISO 32000-1, 8.8 to 8.10). */
export interface PenPicture {
  /** Resource name: `I1`. */
  readonly name: string;
  readonly object: PdfObject;
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
  /** How the file was made, for programs. */
  readonly production?: string;
  /** Absent: the file lies open. A locked one cannot be PDF/A, and does not say that it is. */
  readonly encryption?: Encryption;
}

/** The private parts of pdfkit that are used here. */
interface PrivateDocument extends ObjectDocument {
  readonly _root: ObjectDocument["_root"] & {
    readonly data: {
      readonly Pages: { readonly data: { Count: number; readonly Kids: PdfObject[] } };
      readonly Names: {
        readonly data: { readonly Dests: { add(name: string, place: readonly PdfValue[]): void } };
      };
    };
  };
  readonly outline: Bookmark;
  info: Record<string, string | Date>;
  _addInfo(): void;
  appendXML(xml: string): void;
  addNamedEmbeddedFile(name: string, specification: PdfObject): void;
  endAcroForm(): void;
  _security?: PrivateSecurity | null;
  end(): void;
  read(): Uint8Array | null;
}
interface PrivateSecurity {
  readonly dictionary: object;
  getEncryptFn(id: number, generation: number): (bytes: Uint8Array) => Uint8Array;
  end(): void;
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
    // writes the claim and the sRGB output intent, enforces nothing
    ...(properties.encryption === undefined && { subset: "PDF/A-3a" }),
    info: infoOf(properties),
  }) as unknown as PrivateDocument; // the package's types leave out what is declared above
  const store = gatherObjects(doc);
  const { encryption } = properties;
  if (encryption) lock(doc, encryption);
  escapeMetadata(doc);
  orderNames(doc);
  doc.appendXML(UA_CLAIM);
  const fonts = new Map<string, PdfFont>();
  // the same objects, seen from their other side
  const object = (data: PdfDictionary): PdfObject => doc.ref(data) as unknown as PdfObject;
  const { Pages, Names } = doc._root.data;
  const { Kids: pages } = Pages.data;
  /** All that any page draws with: fonts and pictures are few, pages many. */
  const resources = object({});
  const allFonts = object({});
  const pictures: PenPicture[] = [];

  return {
    addPage(width, height) {
      const content = object({});
      const page = object({
        Type: "Page",
        Parent: Pages as unknown as PdfObject,
        MediaBox: [0, 0, width, height],
        Contents: content,
        Resources: resources,
        Tabs: "S", // in the order of the structure
      });
      const index = pages.push(page) - 1;
      Pages.data.Count = pages.length;
      return {
        reference: page,
        dictionary: page.data,
        width,
        height,
        index,
        content,
        draw: (operators) => content.end(Buffer.from(operators, "latin1")),
      };
    },
    font(face, opened) {
      let font = fonts.get(face);
      if (!font) {
        font = embedFont(`F${fonts.size + 1}`, opened, object);
        fonts.set(face, font);
      }
      return font;
    },
    picture(object) {
      const picture = { name: `I${pictures.length + 1}`, object };
      pictures.push(picture);
      return picture;
    },
    object,
    plain(data) {
      const made = doc.ref(data);
      made.compress = false;
      return made as unknown as PdfObject; // the same object, seen from its other side
    },
    fonts: allFonts,
    reserve: store.reserve,
    put: store.put,
    catalog: doc._root.data as PdfDictionary, // what is in it when the file begins, to be added to
    destination(name, { reference, height }, x, y) {
      Names.data.Dests.add(name, [reference, "XYZ", x, height - y, null]);
    },
    bytes: (value) => encryption?.encrypt(value) ?? value,
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
    settle: () => store.settle(MOST_STREAMS),
    async end() {
      const used = [...fonts.values()];
      const codeMap = used.length > 0 ? writeCodeMap(used, object) : undefined;
      if (codeMap) for (const font of used) font.end(codeMap);
      for (const page of pages) page.end();
      Object.assign(resources.data, {
        Font: allFonts,
        ...(pictures.length > 0 && {
          XObject: Object.fromEntries(pictures.map((one) => [one.name, one.object])),
        }),
      });
      Object.assign(allFonts.data, Object.fromEntries(used.map((font) => [font.name, font.reference])));
      allFonts.end();
      resources.end();
      doc.end();
      await store.settle(0);
      const bytes = doc.read();
      if (!bytes || !Buffer.from(bytes.subarray(-16)).toString("latin1").includes("%%EOF")) {
        throw new Error("the PDF was cut short: an object was never ended, or ended twice");
      }
      return bytes;
    },
  };
}

/** Streams that may wait to be deflated, with all their bytes. */
const MOST_STREAMS = 24;

/** Puts our own security handler in the place of pdfkit's, which has no revision 6. */
function lock(doc: PrivateDocument, { dictionary, encrypt }: Encryption): void {
  const reference = doc.ref(dictionary);
  doc._security = { dictionary: reference, getEncryptFn: () => encrypt, end: () => reference.end() };
  // PDF 1.7 knows revision 6 by an extension (ISO 32000-1, 7.12).
  Object.assign(doc._root.data, { Extensions: { ADBE: { BaseVersion: "1.7", ExtensionLevel: 8 } } });
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
    ...(properties.digest && { [DIGEST_PROPERTY.pdf]: properties.digest }),
    ...(properties.production && { [PRODUCTION_PROPERTY]: properties.production }),
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

/** The names in a file stand in the order of their bytes (7.9.6); pdfkit has the order of the machine's language. */
function orderNames({ _root }: PrivateDocument): void {
  const { Dests } = _root.data.Names.data as { readonly Dests?: object }; // what every file begins with
  Object.assign(Object.getPrototypeOf(Dests), {
    _compareKeys: (one: string, other: string): number => (one < other ? -1 : 1),
  });
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
