import {
  BorderStyle,
  Document,
  Footer,
  Header,
  type IParagraphOptions,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from "docx";
import {
  type Block,
  blocksOf,
  FONTS,
  footOf,
  GAP,
  headOf,
  LABELS,
  LEADING,
  MEASURE,
  PAGE,
  RULE,
  TEXT_SIZE,
} from "../look.ts";
import type { Lang, Meeting, Run } from "../meeting.ts";
import type { System } from "./system.ts";

/** What one writes against docx's documented API. */
export async function rawDocx(): Promise<System> {
  return {
    make: (meeting: Meeting) =>
      Packer.toBuffer(
        documentOf(
          meeting.lang,
          meeting.title,
          headOf(meeting),
          footOf(meeting),
          blocksOf(meeting).flatMap(contentOf),
        ),
      ),
  };
}

const twips = (points: number): number => Math.round(points * 20);
const color = (hex: string): string => hex.slice(1);
const NONE = { style: BorderStyle.NONE, size: 0, color: "auto" };
const ROW = { style: BorderStyle.SINGLE, size: RULE.row * 8, color: color(RULE.color) };

interface Setting
  extends Pick<IParagraphOptions, "keepNext" | "keepLines" | "numbering" | "indent" | "border"> {
  readonly size?: number;
  readonly before?: number;
  readonly after?: number;
}

export function paragraph(runs: readonly Run[], setting: Setting = {}): Paragraph {
  const { size = TEXT_SIZE.body, before = 0, after = 0, ...others } = setting;
  return new Paragraph({
    ...others,
    spacing: {
      line: twips(size * LEADING),
      lineRule: LineRuleType.EXACT,
      before: twips(before),
      after: twips(after),
    },
    children: runs.map(({ text, bold }) => new TextRun({ text, bold, size: size * 2 })),
  });
}

export const words = (text: string, bold = false): readonly Run[] => [{ text, bold }];

export const heading = (text: string, kind: "title" | "part" | "item"): Paragraph =>
  paragraph(words(text, true), {
    size: TEXT_SIZE[kind],
    before: kind === "title" ? 0 : GAP.block,
    after: GAP.paragraph,
    keepNext: true,
  });

export const point = (text: string, last: boolean): Paragraph =>
  paragraph(words(text), { numbering: { reference: "points", level: 0 }, after: last ? GAP.paragraph : 0 });

export const box = (label: string, text: string): Paragraph =>
  paragraph([...words(label, true), ...words(text)], {
    after: GAP.block,
    keepLines: true,
    indent: { left: twips(GAP.box) },
    border: {
      left: { style: BorderStyle.SINGLE, size: RULE.box * 8, color: color(RULE.boxColor), space: GAP.box },
    },
  });

/** A table, and the space below it that Word's tables cannot have themselves. */
export function table({
  widths,
  head,
  rows,
}: Omit<Extract<Block, { kind: "table" }>, "kind">): (Table | Paragraph)[] {
  const margins = {
    top: twips(GAP.cellY),
    bottom: twips(GAP.cellY),
    left: twips(GAP.cellX),
    right: twips(GAP.cellX),
  };
  const row = (cells: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: cells.map(
        (text, index) =>
          new TableCell({
            width: { size: twips(widths[index] ?? 0), type: WidthType.DXA },
            margins,
            children: [paragraph(words(text, isHead), { size: TEXT_SIZE.table })],
          }),
      ),
    });
  return [
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: twips(MEASURE), type: WidthType.DXA },
      columnWidths: widths.map(twips),
      borders: {
        top: ROW,
        bottom: ROW,
        left: NONE,
        right: NONE,
        insideHorizontal: ROW,
        insideVertical: NONE,
      },
      rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
    }),
    new Paragraph({ spacing: { line: twips(GAP.block), lineRule: LineRuleType.EXACT }, children: [] }),
  ];
}

function contentOf(block: Block): readonly (Paragraph | Table)[] {
  switch (block.kind) {
    case "title":
    case "part":
    case "item":
      return [heading(block.text, block.kind)];
    case "line":
      return [paragraph(words(block.text, block.bold))];
    case "paragraph":
      return [paragraph(block.runs, { after: GAP.paragraph })];
    case "list":
      return block.items.map((text, index) => point(text, index === block.items.length - 1));
    case "box":
      return [box(block.label, block.text)];
    case "table":
      return table(block);
    default:
      return block satisfies never;
  }
}

/** The document around its content: page, furniture, fonts and the marker of lists. */
export function documentOf(
  lang: Lang,
  title: string,
  head: string,
  foot: string,
  children: readonly (Paragraph | Table)[],
): Document {
  const { family } = FONTS[lang];
  const [before, between, after] = LABELS[lang].page;
  const small = { size: TEXT_SIZE.small * 2 };
  const margin = twips(PAGE.margin);
  const page = [before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after];
  const run = {
    font: { ascii: family, hAnsi: family, eastAsia: family, cs: family },
    size: TEXT_SIZE.body * 2,
  };
  const level = {
    level: 0,
    format: LevelFormat.BULLET,
    text: "•",
    style: { paragraph: { indent: { left: twips(GAP.bullet), hanging: twips(GAP.bullet) } } },
  };
  return new Document({
    title,
    styles: { default: { document: { run } } },
    numbering: { config: [{ reference: "points", levels: [level] }] },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(PAGE.width), height: twips(PAGE.height) },
            margin: {
              ...{ top: margin, bottom: margin, left: margin, right: margin },
              header: twips(PAGE.head),
              footer: twips(PAGE.foot - 14),
            },
          },
        },
        headers: {
          default: new Header({
            children: [new Paragraph({ children: [new TextRun({ text: head, ...small })] })],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                tabStops: [{ type: TabStopType.RIGHT, position: twips(MEASURE) }],
                children: [
                  new TextRun({ text: foot, ...small }),
                  new TextRun({ ...small, children: ["\t", ...page] }),
                ],
              }),
            ],
          }),
        },
        children: [...children],
      },
    ],
  });
}
