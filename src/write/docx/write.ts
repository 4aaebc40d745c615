import {
  DocumentGridType,
  Document as DocxDocument,
  type IPropertiesOptions,
  type ISectionOptions,
  Paragraph,
  TextRun,
} from "docx";
import type { Document, Orientation } from "../../document/model.ts";
import { type Stretch, stretchesOf } from "../../document/stretches.ts";
import { PRODUCTION_PROPERTY } from "../../production.ts";
import { geometryOf, shownOf } from "../../style/geometry.ts";
import { type StyleSheet, styleNamed } from "../../style/sheet.ts";
import { PAGE_SIZES, twips } from "../../units.ts";
import { stack } from "./block.ts";
import { type Context, contextOf, type PagesKnown } from "./context.ts";
import { render } from "./flow.ts";
import { ascent, descent, differsByPage, furniture } from "./furniture.ts";
import { runs } from "./inline.ts";
import { gridTwips } from "./look.ts";
import { pack } from "./package.ts";
import type { RecordPart } from "./record-part.ts";

/**
 * The document as a Word file. Equal documents give equal bytes, whenever and wherever they are written.
 * `layout` says what only our own pages know; Word reckons it anew when it opens the file. `record` travels inside
 * the file; absent, the file is the paper alone.
 */
export async function writeDocx(
  document: Document,
  sheet: StyleSheet,
  layout: PagesKnown,
  record?: RecordPart,
): Promise<Uint8Array> {
  const context = contextOf(document, sheet, layout);
  const stretches = stretchesOf(document.blocks);
  const parts = stretches.length > 0 ? stretches : [{ orientation: "portrait", blocks: [] } as const];
  const sections = parts.map((stretch, index) => section(context, document, stretch, index === 0));
  const options: IPropertiesOptions = {
    title: document.title,
    ...properties(document),
    numbering: { config: context.numbering.config() },
    footnotes: notes(context),
    hyphenation: { autoHyphenation: styleNamed(sheet, "body").hyphenate },
    evenAndOddHeaderAndFooters: differsByPage(context, document.running),
    sections,
  };
  return pack(new DocxDocument(options), document, context, record);
}

/** What the file says of itself beyond the properties that every Word file has. */
function properties({ meta }: Document) {
  const values = { "Record SHA-256": meta.digest, [PRODUCTION_PROPERTY]: meta.production };
  const customProperties = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return customProperties.length > 0 ? { customProperties } : {};
}

/** The pages of one orientation, with heads and feet as wide as they are. */
function section(context: Context, document: Document, stretch: Stretch, opening: boolean): ISectionOptions {
  const { width } = geometryOf(context.sheet.page, stretch.orientation);
  const here = { ...context, width };
  const lang = stretch.section?.lang ?? document.lang;
  const place = { start: 0, end: 0, measure: width, lang, text: "body" };
  const children = render(here, stack(here, stretch.blocks, place), false);
  const others = stretchesOf(document.blocks)
    .map(({ orientation }) => geometryOf(context.sheet.page, orientation).width)
    .filter((other, index, all) => other !== width && all.indexOf(other) === index);
  const { titlePage, headers, footers } = furniture(
    here,
    shownOf(context.sheet.page, document.running),
    opening,
    others,
  );
  return {
    properties: {
      titlePage,
      page: pageSetup(context.sheet, stretch.orientation),
      ...gridOf(context.sheet),
    },
    headers,
    footers,
    children,
  };
}

/** The distance of lines on a page with a grid; characters keep theirs by their style, which more programs obey. */
function gridOf({ page }: StyleSheet) {
  if (!page.grid) return {};
  const { height } = geometryOf(page, "portrait");
  return { grid: { type: DocumentGridType.LINES, linePitch: gridTwips(height / page.grid.lines) } };
}

function pageSetup(sheet: StyleSheet, orientation: Orientation) {
  const { page } = sheet;
  const upright = PAGE_SIZES[page.size]; // Word is told the paper as it lies; docx turns it
  return {
    size: { width: twips(upright.width), height: twips(upright.height), orientation },
    margin: {
      top: twips(page.top),
      bottom: twips(page.bottom),
      left: twips(page.inner),
      right: twips(page.outer),
      header: twips(page.head - ascent(styleNamed(sheet, page.headStyle))),
      footer: twips(page.foot - descent(styleNamed(sheet, page.footStyle))),
      gutter: 0,
    },
  };
}

/** Notes by number, which may hold notes of their own no more. */
function notes(context: Context): Record<string, { children: Paragraph[] }> {
  const style = styleNamed(context.sheet, "footnote");
  return Object.fromEntries(
    context.notes.map((note, index) => [
      String(index + 1),
      {
        children: [
          new Paragraph({
            style: context.styles.paragraph("footnote"),
            // Word sets the mark right before the words
            children: [new TextRun(" "), ...runs(context, note.children, style, note.lang ?? context.lang)],
          }),
        ],
      },
    ]),
  );
}
