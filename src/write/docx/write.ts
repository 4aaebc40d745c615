import { Document as DocxDocument, type IPropertiesOptions, Paragraph, TextRun } from "docx";
import type { Document } from "../../document/model.ts";
import { type StyleSheet, styleNamed } from "../../style/sheet.ts";
import { PAGE_SIZES, twips } from "../../units.ts";
import { stack } from "./block.ts";
import { type Context, contextOf, type PagesKnown } from "./context.ts";
import { render } from "./flow.ts";
import { ascent, descent, furniture } from "./furniture.ts";
import { runs } from "./inline.ts";
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
  const place = { start: 0, end: 0, measure: context.width, lang: document.lang, text: "body" };
  const children = render(context, stack(context, document.blocks, place), false);
  const { headers, footers, titlePage } = furniture(context, document.running);
  const options: IPropertiesOptions = {
    title: document.title,
    ...(document.meta.digest !== undefined && {
      customProperties: [{ name: "Record SHA-256", value: document.meta.digest }],
    }),
    numbering: { config: context.numbering.config() },
    footnotes: notes(context),
    hyphenation: { autoHyphenation: styleNamed(sheet, "body").hyphenate },
    sections: [
      {
        properties: {
          titlePage,
          page: pageSetup(sheet),
        },
        headers,
        footers,
        children,
      },
    ],
  };
  return pack(new DocxDocument(options), document, context, record);
}

function pageSetup(sheet: StyleSheet) {
  const { page } = sheet;
  const paper = PAGE_SIZES[page.size];
  return {
    size: { width: twips(paper.width), height: twips(paper.height) },
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
