import type { CopyWords } from "../../document/copy.ts";
import type { Document } from "../../document/model.ts";
import type { OpenedFont } from "../../fonts/load.ts";
import {
  ARTIFACT,
  type ImageItem,
  type LinkItem,
  type OutlineEntry,
  type Page,
  type Sheets,
} from "../../layout/page.ts";
import { type Attachment, attach } from "./attachment.ts";
import type { Signer } from "./cms.ts";
import { type Content, type ContentSettings, openContent } from "./content.ts";
import { encryption, type Lock } from "./encryption.ts";
import type { PdfFont } from "./font.ts";
import { type Bookmark, openPen, type Pen, type PenPage } from "./pen.ts";
import { pictureBook } from "./picture.ts";
import { type Room, reserve, roomOf, seal } from "./signature.ts";
import { openSlots, type Slots } from "./slots.ts";
import { StructureTree } from "./structure.ts";
import { pdfText } from "./value.ts";

/** What a PDF may have besides its pages. */
export interface Extras {
  /** Files that travel inside. */
  readonly attachments?: readonly Attachment[];
  /** Absent: the file is not signed. */
  readonly signer?: Signer;
  /** Without a signer: only room for a signature is left. Absent: none. */
  readonly room?: Room;
  /** Absent: anybody can open the file. */
  readonly lock?: Lock;
}

/**
 * Pages as a tagged PDF 1.7: outline, links, file properties, language, subset fonts. Draws what layout placed and
 * decides nothing. Pages are drawn while they are read, so that of each only what its file holds stays in memory.
 * `opened` gives the parsed font of a face that layout measured with.
 */
export async function writePdf(
  document: Document,
  sheets: Sheets,
  opened: (face: string) => OpenedFont,
  extras: Extras = {},
): Promise<Uint8Array> {
  const { bytes, seal } = await press(document, sheets, opened, extras);
  return seal(bytes);
}

/**
 * The same for many people: the file is written once, and what a copy alone says is then written into its slots.
 * `sheets` have been set for copies. Gives a copy by its index; signed, each by itself.
 */
export async function writePdfCopies(
  document: Document,
  sheets: Sheets,
  opened: (face: string) => OpenedFont,
  copies: readonly CopyWords[],
  extras: Extras = {},
): Promise<(index: number) => Uint8Array> {
  const { bytes, seal, slots } = await press(document, sheets, opened, extras, copies);
  const fill = slots?.fill(bytes);
  return (index) => seal(fill ? fill(index) : bytes);
}

/** One such copy by itself: locked, since what is encrypted cannot be written over. */
export async function writePdfCopy(
  document: Document,
  sheets: Sheets,
  opened: (face: string) => OpenedFont,
  words: CopyWords,
  extras: Extras,
): Promise<Uint8Array> {
  const { bytes, seal } = await press(document, sheets, opened, extras, [words]);
  return seal(bytes);
}

/** A file that is finished but for its signature and the words of copies. */
interface Pressed {
  readonly bytes: Uint8Array;
  /** Signs it, when there is somebody to sign. */
  readonly seal: (bytes: Uint8Array) => Uint8Array;
  readonly slots: Slots | undefined;
}

async function press(
  document: Document,
  sheets: Sheets,
  opened: (face: string) => OpenedFont,
  { attachments = [], signer, room = signer && roomOf(signer), lock }: Extras,
  copies: readonly CopyWords[] = [],
): Promise<Pressed> {
  const { meta } = document;
  const date = dateOf(meta.date);
  const pen = openPen({
    title: document.title,
    lang: document.lang,
    date,
    ...(meta.author !== undefined && { author: meta.author }),
    ...(meta.subject !== undefined && { subject: meta.subject }),
    ...(meta.keywords?.length && { keywords: meta.keywords.join(", ") }),
    ...(meta.digest !== undefined && { digest: meta.digest }),
    ...(meta.production !== undefined && { production: meta.production }),
    ...(lock && { encryption: encryption(lock) }),
  });
  const mark = pen.object({ Marked: true });
  pen.catalog.MarkInfo = mark;
  // First, so that they are deflated while pages are drawn.
  for (const attachment of attachments) attach(pen, attachment, date);
  const tree = new StructureTree(pen, sheets.elements, sheets.lang);
  const font = fontBook(pen, opened);
  const slots = sheets.personal && openSlots(pen, copies, sheets.personal, font);
  const drawing: Drawing = {
    font,
    picture: pictureBook(pen, document.pictures ?? {}),
    slot: slots?.form ?? noSlot,
    stream: slots?.stream ?? noSlot,
    type: (element) => sheets.elements[element]?.type ?? "P",
  };
  const drawn: Drawn[] = [];
  for (const page of sheets.pages) {
    drawn.push(drawBody(pen, tree, page, drawing));
    await pen.settle();
  }
  for (const [index, { page, content }] of drawn.entries()) {
    content.draw(sheets.furniture(index + 1));
    page.draw(content.operators());
    await pen.settle();
  }
  const pages = drawn.map(({ page }) => page);
  writeOutline(pen, sheets.outline, pages);
  // As the pages say themselves: 1, 2, 3.
  pen.catalog.PageLabels = { Nums: (sheets.starts ?? [1]).flatMap((page) => [page - 1, { S: "D" }]) };
  await tree.write();
  slots?.end();
  const last = pages.at(-1);
  if (!room || !last) return { bytes: await pen.end(), seal: (bytes) => bytes, slots };
  const signature = reserve(pen, last, room);
  const sealed = (bytes: Uint8Array): Uint8Array => (signer ? seal(bytes, signature, signer) : bytes);
  return { bytes: await pen.end(), seal: sealed, slots };
}

const noSlot = (): never => {
  throw new Error("a page has a slot, but was not set for copies");
};

/** The record's date at midnight, or its time, in UTC; the clock and the time zone of the machine have no say. */
function dateOf(date: string): Date {
  return new Date(`${date.length > 10 ? date.slice(0, 16) : `${date}T00:00`}:00Z`);
}

/** Each face's font, made when it is first used. */
function fontBook(pen: Pen, opened: (face: string) => OpenedFont): (face: string) => PdfFont {
  const fonts = new Map<string, PdfFont>();
  return (face) => {
    let font = fonts.get(face);
    if (!font) {
      font = pen.font(face, opened(face));
      fonts.set(face, font);
    }
    return font;
  };
}

/** What drawing any page asks for. */
interface Drawing extends Omit<ContentSettings, "height"> {
  readonly stream: Slots["stream"];
}

/** A page that still lacks its head and foot. */
interface Drawn {
  readonly page: PenPage;
  readonly content: Content;
}

function drawBody(pen: Pen, tree: StructureTree, page: Page, drawing: Drawing): Drawn {
  const sheet = pen.addPage(page.width, page.height);
  for (const item of page.items) if (item.kind === "anchor" && item.id === undefined) tree.join(item.element);
  const content = openContent({ ...drawing, height: page.height });
  content.draw(page.items);
  for (const slot of content.told) sheet.dictionary.Contents = [sheet.content, drawing.stream(slot)];
  tree.page(sheet, content.marks);
  for (const item of page.items) {
    if (item.kind === "link") writeLink(pen, tree, sheet, item);
    else if (item.kind === "image" && item.element !== ARTIFACT) tree.box(item.element, corners(item, page));
    else if (item.kind === "anchor" && item.id !== undefined) pen.destination(item.id, sheet, item.x, item.y);
  }
  return { page: sheet, content };
}

const corners = ({ x, y, width, height }: ImageItem, page: Page) =>
  [x, page.height - y - height, x + width, page.height - y] as const;

function writeLink(pen: Pen, tree: StructureTree, page: PenPage, link: LinkItem): void {
  const target = link.href.startsWith("#")
    ? { Dest: pdfText(link.href.slice(1)) }
    : { A: { S: "URI", URI: pdfText(addressOf(link.href)) } };
  const annotation = pen.object({
    Type: "Annot",
    Subtype: "Link",
    Rect: [link.x, page.height - link.y - link.height, link.x + link.width, page.height - link.y],
    Border: [0, 0, 0],
    F: 4, // print
    Contents: pdfText(link.label),
    StructParent: tree.annotation(link.element),
    ...target,
  });
  annotation.end();
  const annotations = page.dictionary.Annots;
  page.dictionary.Annots = Array.isArray(annotations) ? [...annotations, annotation] : [annotation];
  tree.add(link.element, { kind: "annotation", page, object: annotation });
}

/** An address as ASCII: what is escaped already stays as it is, everything else that must be is escaped now. */
const addressOf = (href: string): string => encodeURI(href).replace(/%25([0-9A-Fa-f]{2})/g, "%$1");

function writeOutline(pen: Pen, outline: readonly OutlineEntry[], pages: readonly PenPage[]): void {
  const open: { level: number; bookmark: Bookmark }[] = [];
  for (const entry of outline) {
    const page = pages[entry.page - 1];
    if (!page) continue;
    while ((open.at(-1)?.level ?? 0) >= entry.level) open.pop();
    open.push({
      level: entry.level,
      bookmark: pen.bookmark(entry.title, page, entry.y, open.at(-1)?.bookmark),
    });
  }
}
