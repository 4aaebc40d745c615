import { readFileSync } from "node:fs";
import { create, type Font } from "fontkit";
import PDFDocument from "pdfkit";
import {
  type Block,
  blocksOf,
  type Face,
  FONTS,
  footOf,
  GAP,
  headOf,
  LEADING,
  MEASURE,
  PAGE,
  pageOf,
  RULE,
  TEXT_SIZE,
} from "../look.ts";
import type { Lang, Meeting } from "../meeting.ts";
import type { System } from "./system.ts";

/**
 * What one writes against pdfkit's documented API: text, list, table, switchToPage. Fonts are parsed once and handed
 * over as objects, under the names they bear themselves; any other way pdfkit 0.20.2 opens them again and again.
 */
export async function pdfkit(lang: Lang): Promise<System> {
  const open = (file: string): Named => create(readFileSync(file)) as Named; // neither file is a collection
  const fonts = { regular: open(FONTS[lang].regular), bold: open(FONTS[lang].bold) };
  return { make: (meeting) => draw(meeting, fonts, FONTS[lang]) };
}

type Named = Font & { readonly postscriptName: string };
type Table = Extract<Block, { kind: "table" }>;

function draw(
  meeting: Meeting,
  fonts: { regular: Named; bold: Named },
  { natural }: Face,
): Promise<Uint8Array> {
  // The types do not know that pdfkit takes an open font.
  const source = (font: Font) => font as unknown as Buffer;
  const doc = new PDFDocument({
    size: "A4",
    margin: PAGE.margin,
    bufferPages: true,
    font: source(fonts.regular) as unknown as string,
    info: { Title: meeting.title },
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Uint8Array>((resolve) => doc.on("end", () => resolve(Buffer.concat(chunks))));

  /** pdfkit adds the gap to the natural height of the font. */
  const lineGap = (size: number): number => size * (LEADING - natural);
  const use = (bold: boolean, size: number) => {
    const font = bold ? fonts.bold : fonts.regular;
    return doc.font(source(font), font.postscriptName).fontSize(size);
  };
  const text = (words: string, size: number, bold: boolean, options: PDFKit.Mixins.TextOptions = {}) =>
    use(bold, size).text(words, { lineGap: lineGap(size), ...options });
  const room = (height: number): void => {
    if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage();
  };

  const cell: PDFKit.Mixins.CellStyle = {
    padding: [GAP.cellY, GAP.cellX, GAP.cellY, GAP.cellX],
    border: { top: RULE.row, bottom: RULE.row, left: 0, right: 0 },
    borderColor: RULE.color,
    textOptions: { lineGap: lineGap(TEXT_SIZE.table) },
  };
  const headRow = ({ widths, head }: Table): void => {
    use(true, TEXT_SIZE.table).table({ columnStyles: [...widths], defaultStyle: cell, data: [[...head]] });
    use(false, TEXT_SIZE.table);
  };
  /** pdfkit does not repeat a head: room for it is kept in the upper margin of every page that the table adds. */
  const table = (block: Table): void => {
    const height = TEXT_SIZE.table * LEADING + 2 * GAP.cellY;
    const repeat = (): void => {
      doc.page.margins.top = PAGE.margin;
      doc.x = PAGE.margin;
      doc.y = PAGE.margin;
      headRow(block);
      doc.page.margins.top = PAGE.margin + height;
    };
    room(3 * height);
    headRow(block);
    doc.page.margins.top = PAGE.margin + height;
    doc.on("pageAdded", repeat);
    const rows = doc.table({ columnStyles: [...block.widths], defaultStyle: cell });
    for (const row of block.rows) rows.row([...row]);
    rows.end();
    doc.off("pageAdded", repeat);
    doc.page.margins.top = PAGE.margin;
    doc.x = PAGE.margin;
    doc.y += GAP.block;
  };
  const box = (label: string, words: string): void => {
    const width = MEASURE - GAP.box;
    const gap = { width, lineGap: lineGap(TEXT_SIZE.body) };
    const height = use(false, TEXT_SIZE.body).heightOfString(label + words, gap);
    room(height);
    const { y } = doc;
    doc
      .moveTo(PAGE.margin, y)
      .lineTo(PAGE.margin, y + height)
      .lineWidth(RULE.box)
      .stroke(RULE.boxColor);
    use(true, TEXT_SIZE.body).text(label, PAGE.margin + GAP.box, y, { ...gap, continued: true });
    use(false, TEXT_SIZE.body).text(words, gap);
    doc.x = PAGE.margin;
    doc.y = y + height + GAP.block;
  };

  for (const block of blocksOf(meeting)) {
    switch (block.kind) {
      case "title":
      case "part":
      case "item":
        if (block.kind !== "title") doc.y += GAP.block;
        room(80);
        text(block.text, TEXT_SIZE[block.kind], true);
        doc.y += GAP.paragraph;
        break;
      case "line":
        text(block.text, TEXT_SIZE.body, block.bold);
        break;
      case "paragraph":
        for (const [index, run] of block.runs.entries())
          text(run.text, TEXT_SIZE.body, run.bold, { continued: index < block.runs.length - 1 });
        doc.y += GAP.paragraph;
        break;
      case "list":
        use(false, TEXT_SIZE.body).list([...block.items], {
          bulletRadius: 1.8,
          bulletIndent: GAP.bullet,
          textIndent: GAP.bullet,
          lineGap: lineGap(TEXT_SIZE.body),
        });
        doc.x = PAGE.margin;
        doc.y += GAP.paragraph;
        break;
      case "box":
        box(block.label, block.text);
        break;
      case "table":
        table(block);
        break;
      default:
        block satisfies never;
    }
  }

  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    use(false, TEXT_SIZE.small);
    const foot = PAGE.height - PAGE.foot;
    doc.text(headOf(meeting), PAGE.margin, PAGE.head, { width: MEASURE, lineBreak: false });
    doc.text(footOf(meeting), PAGE.margin, foot, { width: MEASURE, lineBreak: false });
    doc.text(pageOf(meeting.lang, page + 1, count), PAGE.margin, foot, { width: MEASURE, align: "right" });
  }
  doc.end();
  return done;
}
