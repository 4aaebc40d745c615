import pdfMake from "pdfmake";
import {
  type Block,
  blocksOf,
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

export async function pdfmake(lang: Lang): Promise<System> {
  const { regular, bold } = FONTS[lang];
  pdfMake.setUrlAccessPolicy(() => false);
  pdfMake.setLocalAccessPolicy(() => true);
  pdfMake.addFonts({ text: { normal: regular, bold } });
  return { make: (meeting) => pdfMake.createPdf(definitionOf(meeting)).getBuffer() };
}

const rows = {
  hLineWidth: () => RULE.row,
  vLineWidth: () => 0,
  hLineColor: () => RULE.color,
  paddingLeft: () => GAP.cellX,
  paddingRight: () => GAP.cellX,
  paddingTop: () => GAP.cellY,
  paddingBottom: () => GAP.cellY,
};

const sideRule = {
  hLineWidth: () => 0,
  vLineWidth: (line: number) => (line === 0 ? RULE.box : 0),
  vLineColor: () => RULE.boxColor,
  paddingLeft: () => GAP.box,
  paddingRight: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
};

function contentOf(block: Block): object {
  switch (block.kind) {
    case "title":
    case "part":
    case "item":
      return {
        text: block.text,
        fontSize: TEXT_SIZE[block.kind],
        bold: true,
        margin: [0, block.kind === "title" ? 0 : GAP.block, 0, GAP.paragraph],
        headlineLevel: block.kind,
      };
    case "line":
      return { text: block.text, bold: block.bold };
    case "paragraph":
      return { text: block.runs.map(({ text, bold }) => ({ text, bold })), margin: [0, 0, 0, GAP.paragraph] };
    case "list":
      return { ul: [...block.items], margin: [0, 0, 0, GAP.paragraph] };
    case "box":
      return {
        layout: sideRule,
        table: {
          widths: ["*"],
          dontBreakRows: true,
          body: [[{ text: [{ text: block.label, bold: true }, block.text] }]],
        },
        margin: [0, 0, 0, GAP.block],
      };
    case "table":
      return {
        layout: rows,
        fontSize: TEXT_SIZE.table,
        margin: [0, 0, 0, GAP.block],
        table: {
          headerRows: 1,
          dontBreakRows: true,
          keepWithHeaderRows: 1,
          widths: block.widths.map((width) => width - 2 * GAP.cellX),
          body: [block.head.map((text) => ({ text, bold: true })), ...block.rows.map((row) => [...row])],
        },
      };
    default:
      return block satisfies never;
  }
}

function definitionOf(meeting: Meeting): object {
  const { lang } = meeting;
  return {
    pageSize: "A4",
    pageMargins: PAGE.margin,
    info: { title: meeting.title },
    defaultStyle: { font: "text", fontSize: TEXT_SIZE.body, lineHeight: LEADING / FONTS[lang].natural },
    header: () => ({
      text: headOf(meeting),
      fontSize: TEXT_SIZE.small,
      margin: [PAGE.margin, PAGE.head, PAGE.margin, 0],
    }),
    footer: (page: number, pages: number) => ({
      fontSize: TEXT_SIZE.small,
      margin: [PAGE.margin, PAGE.margin - PAGE.foot, PAGE.margin, 0],
      columns: [
        { text: footOf(meeting), width: MEASURE * 0.7 },
        { text: pageOf(lang, page, pages), alignment: "right" },
      ],
    }),
    content: blocksOf(meeting).map(contentOf),
  };
}
