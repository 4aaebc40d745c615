import { DocumentGridType, type IPropertiesOptions } from "docx";
import type { CopyWords } from "../../document/copy.ts";
import type { Document, Orientation } from "../../document/model.ts";
import { type Stretch, stretchesOf } from "../../document/stretches.ts";
import { DIGEST_PROPERTY, PRODUCTION_PROPERTY } from "../../production.ts";
import { belowFoot, geometryOf, shownOf } from "../../style/geometry.ts";
import { type StyleSheet, styleNamed } from "../../style/sheet.ts";
import { PAGE_SIZES, twips } from "../../units.ts";
import { attachBlanks } from "./blanks.ts";
import { stacked } from "./block.ts";
import { attachComments } from "./comments.ts";
import { type Context, type CopySlot, contextOf, type PagesKnown } from "./context.ts";
import { attachCustomXml } from "./custom-xml.ts";
import { rendered, sectionEnd } from "./flow.ts";
import { ascent, descent, differsByPage, furniture } from "./furniture.ts";
import { type Findings, findings, lintPackage, look } from "./lint.ts";
import { gridTwips } from "./look.ts";
import { notesXml } from "./notes.ts";
import { appXml, BODY, coreXml, type Frame, fontsXml, frame, type SectionFrame } from "./package.ts";
import { CONTENT_TYPES, extend, type Parts, relateFrom } from "./parts.ts";
import { attachPictures } from "./picture.ts";
import { type RecordPart, recordXml } from "./record-part.ts";
import { dress, houseSection, houseStyles, type Reference } from "./reference.ts";
import { relate } from "./relations.ts";
import { settled } from "./settings.ts";
import { DECLARATION, NAMESPACES } from "./xml.ts";
import { type Packed, packed, packedWhileWritten, unpacked, zip, zipAround } from "./zip.ts";

/**
 * The document as a Word file. Equal documents give equal bytes, whenever and wherever they are written.
 * `layout` says what only our own pages know; Word reckons it anew when it opens the file. `record` travels inside
 * the file; absent, the file is the paper alone. `reference` gives the house's own look to it.
 * Throws rather than hand out a file that Word would mend or refuse.
 */
export async function writeDocx(
  document: Document,
  sheet: StyleSheet,
  layout: PagesKnown,
  record?: RecordPart,
  reference?: Reference,
): Promise<Uint8Array> {
  const context = contextOf(document, sheet, layout, { ...(reference && { reference }) });
  return zip(await partsOf(document, context, record, reference));
}

/**
 * The same for many people: what a copy says of whom it is for stands in heads and feet, so that all other parts are
 * deflated once. Gives a copy for its words. Of a `reference` they take all but heads and feet, which are the copy's own.
 */
export async function writeDocxCopies(
  document: Document,
  sheet: StyleSheet,
  layout: PagesKnown,
  record?: RecordPart,
  reference?: Reference,
): Promise<(words: CopyWords) => Uint8Array> {
  const slots: CopySlot[] = [];
  const house = reference && { ...reference, furniture: [] };
  const context = contextOf(document, sheet, layout, { slots, ...(house && { reference: house }) });
  const parts = await partsOf(document, context, record, house);
  const isOwn = ({ path }: Packed): boolean => FURNITURE.test(path);
  const around = zipAround(parts.filter((part) => !isOwn(part)));
  const own = parts.filter(isOwn).map((part) => ({ path: part.path, xml: unpacked(part) }));
  return (words) => around(own.map(({ path, xml }) => packed(path, filled(xml, slots, words))));
}

const FURNITURE = /^word\/(?:header|footer)\d+\.xml$/;

const filled = (xml: string, slots: readonly CopySlot[], words: CopyWords): string =>
  slots.reduce((text, slot) => text.replace(slot.xml, () => slot.of(words)), xml);

async function partsOf(
  document: Document,
  context: Context,
  record: RecordPart | undefined,
  reference?: Reference,
): Promise<readonly Packed[]> {
  const stretches = stretchesOf(document.blocks);
  const parts = stretches.length > 0 ? stretches : [{ orientation: "portrait", blocks: [] } as const];
  const own = frame(
    optionsOf(document, context, reference),
    parts.map((stretch, index) => sectionFrame(context, document, stretch, index === 0)),
  );
  const around = reference ? housed(own, reference, context) : own;
  const seen = findings();
  const body = await packedWhileWritten(
    BODY,
    watched(inPieces(bodyXml(context, document, parts, around)), seen),
  );
  return finished(document, context, around.parts, record, body, seen, reference);
}

/** The sections as the house has them. */
const housed = (frame: Frame, reference: Reference, { relations }: Context): Frame => ({
  ...frame,
  sections: frame.sections.map((xml) =>
    houseSection(xml, reference, (kind, target) => relate(relations, kind, target)),
  ),
});

const optionsOf = (
  document: Document,
  context: Context,
  reference: Reference | undefined,
): Omit<IPropertiesOptions, "sections"> => ({
  title: document.title,
  ...properties(document),
  hyphenation: { autoHyphenation: styleNamed(context.sheet, "body").hyphenate },
  evenAndOddHeaderAndFooters:
    reference && reference.furniture.length > 0
      ? reference.furniture.some(({ type }) => type === "even")
      : differsByPage(context, document.running),
});

/** What the file says of itself beyond the properties that every Word file has. */
function properties({ meta }: Document) {
  const values = { [DIGEST_PROPERTY.docx]: meta.digest, [PRODUCTION_PROPERTY]: meta.production };
  const customProperties = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return customProperties.length > 0 ? { customProperties } : {};
}

/** The pages of one orientation, with heads and feet as wide as they are. */
function sectionFrame(
  context: Context,
  document: Document,
  stretch: Stretch,
  opening: boolean,
): SectionFrame {
  const here = upon(context, stretch);
  const shown = shownOf(context.sheet.page, document.running);
  const { titlePage, headers, footers } = furniture(here, shown, opening);
  const page = pageSetup(context, stretch.orientation);
  return { properties: { titlePage, page, ...gridOf(context.sheet) }, headers, footers };
}

const upon = (context: Context, { orientation }: Stretch): Context => ({
  ...context,
  geometry: context.pages(orientation),
});

/** The distance of lines on a page with a grid; characters keep theirs by their style, which more programs obey. */
function gridOf({ page }: StyleSheet) {
  if (!page.grid) return {};
  const { height } = geometryOf(page, "portrait");
  return { grid: { type: DocumentGridType.LINES, linePitch: gridTwips(height / page.grid.lines) } };
}

function pageSetup({ sheet, slots }: Context, orientation: Orientation) {
  const { page } = sheet;
  const foot = styleNamed(sheet, page.footStyle);
  const upright = PAGE_SIZES[page.size]; // Word is told the paper as it lies; docx turns it
  return {
    size: { width: twips(upright.width), height: twips(upright.height), orientation },
    margin: {
      top: twips(page.top),
      bottom: twips(page.bottom),
      left: twips(page.inner),
      right: twips(page.outer),
      header: twips(page.head - ascent(styleNamed(sheet, page.headStyle))),
      footer: twips(page.foot - descent(foot) - (slots ? belowFoot(page, foot.leading) : 0)),
      gutter: 0,
    },
  };
}

/** `document.xml`, a block at a time. */
function* bodyXml(
  context: Context,
  document: Document,
  stretches: readonly Stretch[],
  { sections }: Frame,
): Generator<string> {
  yield `${DECLARATION}<w:document ${NAMESPACES}><w:body>`;
  for (const [index, stretch] of stretches.entries()) {
    const here = upon(context, stretch);
    const lang = stretch.section?.lang ?? document.lang;
    const place = { start: 0, end: 0, measure: here.geometry.width, lang, text: "body" };
    yield* rendered(here, stacked(here, stretch.blocks, place), "page");
    const properties = sections[index] ?? "";
    yield index < stretches.length - 1 ? sectionEnd(context, properties) : properties;
  }
  yield "</w:body></w:document>";
}

/** How many characters are looked at and deflated at a time. */
const PIECE = 1 << 17;

function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

function* watched(texts: Iterable<string>, seen: Findings): Generator<string> {
  for (const text of texts) {
    look(text, seen);
    yield text;
  }
}

/** All parts, deflated, in the order of the file: the types first, as programs expect that look no further. */
function finished(
  document: Document,
  context: Context,
  frame: Parts,
  record: RecordPart | undefined,
  body: Packed,
  seen: Findings,
  reference: Reference | undefined,
): readonly Packed[] {
  const parts: Parts = new Map(frame);
  parts.delete(BODY);
  parts.set("docProps/core.xml", coreXml(document));
  if (context.known.pages !== undefined) parts.set("docProps/app.xml", appXml(context.known.pages));
  const notes = notesXml(context);
  extend(parts, "word/footnotes.xml", "</w:footnotes>", notes.xml);
  relateFrom(parts, "word/footnotes.xml", notes.relations);
  for (const path of ["word/footnotes.xml", "word/endnotes.xml"])
    change(parts, path, (xml) => xml.replaceAll(STRAY_MARK, "$1"));
  change(parts, "word/settings.xml", (xml) => settled(xml, document.lang, context.sheet.page));
  attachComments(parts, context, document);
  parts.set("word/numbering.xml", context.numbering.xml());
  parts.set("word/styles.xml", context.styles.xml());
  if (reference) dress(parts, reference, houseStyles(reference.styles, context.styles.xml()));
  parts.set("word/fontTable.xml", fontsXml(context));
  attachPictures(parts, context.pictures);
  if (record) attachCustomXml(parts, context.relations, recordXml(record));
  attachBlanks(parts, context.relations, context.blanks);
  relateFrom(parts, BODY, context.relations);
  const troubles = lintPackage(parts, new Map([[BODY, seen]]));
  if (troubles.length > 0) throw new Error(`the Word file is not sound: ${troubles.join("; ")}`);
  const paths = [...parts.keys(), BODY].filter((path) => path !== CONTENT_TYPES).sort();
  return [CONTENT_TYPES, ...paths].map((path) =>
    path === BODY ? body : packed(path, parts.get(path) ?? ""),
  );
}

function change(parts: Parts, path: string, edit: (xml: string) => string): void {
  const xml = parts.get(path);
  if (typeof xml === "string") parts.set(path, edit(xml));
}

/** docx puts the mark of a note into the lines that part notes from text, which have none. */
const STRAY_MARK =
  /<w:r><w:rPr><w:rStyle w:val="(?:Footnote|Endnote)Reference"\/><\/w:rPr><w:(?:footnote|endnote)Ref\/><\/w:r>(<w:r><w:(?:s|continuationS)eparator\/>)/g;
