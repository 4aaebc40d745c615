import { type Decimals, decimalsOf } from "../../document/decimal.ts";
import { cellAlign, gridOf, type GridCell as PlacedCell, tiedRows } from "../../document/grid.ts";
import type {
  Block,
  Columns,
  Facts,
  Inline,
  List,
  Revision,
  Row,
  Signatory,
  Signatures,
  Table,
} from "../../document/model.ts";
import { inlineText } from "../../document/text.ts";
import { type Bounds, gapFor, nameColumns, resolveWidths } from "../../style/columns.ts";
import { type Style, styleName, styleNamed } from "../../style/sheet.ts";
import { twips } from "../../units.ts";
import type { Context } from "./context.ts";
import { cellXml, measured, on, rowXml, tableXml, valued } from "./elements.ts";
import { type Flow, type FlowParagraph, type FlowTable, type Place, render } from "./flow.ts";
import { runs, spreadRuns } from "./inline.ts";
import { cellBorder } from "./look.ts";
import type { TableLook } from "./styles.ts";
import { trackedMark } from "./tracked.ts";
import { tag } from "./xml.ts";

/** Writes blocks; handed in, since blocks hold tables and tables hold blocks. */
export type Stack = (context: Context, blocks: readonly Block[], place: Place) => Flow[];

interface GridCell {
  readonly flows: readonly Flow[];
  readonly columnSpan?: number;
  readonly rowSpan?: number;
  /** First grid column; absent where it follows from the cells before. */
  readonly column?: number;
  /** Its own rules, from the top one on; absent where the table's style has them. */
  readonly borders?: string;
  /** Colour of its ground. */
  readonly fill?: string;
}
interface GridRow {
  readonly cells: readonly GridCell[];
  readonly head?: boolean;
  /** In a comparison, which revision alone has the row. */
  readonly revision?: Revision | undefined;
}
interface Grid {
  /** Name of the block's style, and what becomes the table style. */
  readonly name: string;
  readonly look: TableLook;
  /** Widths of the columns with the space after them. */
  readonly widths: readonly number[];
  readonly rows: readonly GridRow[];
  readonly start: number;
  /** What it is called and what it holds, for those who do not see it; absent where it only sets things side by side. */
  readonly said?: { readonly title: string; readonly description?: string };
  /** Rows stay together. */
  readonly keepRows: boolean;
  /** Sinks to the foot of its page, at least this far from the text. */
  readonly sinks?: number;
  /** Rows may go on on the next page, or need not be told to stay, since something around them does. */
  readonly splits?: boolean;
  /** Space before the first cell's contents and after the last one's. */
  readonly inset?: number;
}

/** A box as a table of one cell: one with a rule at its side that holds more than text, or one that sinks. */
export function boxTable(
  context: Context,
  flows: readonly Flow[],
  style: Style,
  place: Place,
  revision: Revision | undefined,
): FlowTable {
  const { ruleStart, ruleAbove, ruleBelow } = style;
  return flowTable(context, place, {
    name: style.name,
    look: {
      ...BARE,
      ruleTop: ruleAbove,
      ruleBottom: ruleBelow,
      ruleStart,
      above: ruleAbove?.gap ?? 0,
      below: ruleBelow?.gap ?? 0,
      start: style.padding - (ruleStart ? ruleStart.width / 2 : 0),
    },
    widths: [place.measure],
    start: place.start + (ruleStart ? ruleStart.width / 2 : 0),
    keepRows: true,
    ...(!style.keepTogether && { splits: true }),
    ...(style.atFoot && { sinks: style.before }),
    rows: [{ cells: [{ flows }], revision }],
  });
}

/** A table of Word: no direct borders but those a cell asks for, widths fixed. */
function gridTable(context: Context, grid: Grid, keepNext: boolean): string {
  const { widths, rows, look } = grid;
  const last = rows.length - 1;
  const open: (Merged | undefined)[] = [];
  const content = rows.map((row, index) =>
    rowXml(
      {
        ...(!grid.splits && { cantSplit: on("w:cantSplit") }),
        ...(row.head && { tblHeader: on("w:tblHeader") }),
        ...(row.revision === "inserted" && { ins: trackedMark(context, row.revision) }),
        ...(row.revision === "deleted" && { del: trackedMark(context, row.revision) }),
      },
      rowCells(context, grid, row, open, row.head || (index < last ? grid.keepRows : keepNext)),
    ),
  );
  return tableXml(
    {
      tblStyle: valued("w:tblStyle", context.styles.table(grid.name, look)),
      ...(grid.sinks !== undefined && {
        tblpPr: tag("w:tblpPr", { "w:topFromText": twips(grid.sinks), ...AT_FOOT }),
        tblOverlap: valued("w:tblOverlap", "never"),
      }),
      tblW: measured("w:tblW", sum(widths)),
      ...(grid.start !== 0 && { tblInd: measured("w:tblInd", grid.start) }),
      tblLayout: tag("w:tblLayout", { "w:type": "fixed" }),
      tblLook: tag("w:tblLook", {
        "w:firstRow": rows.some(({ head }) => head) ? 1 : 0,
        "w:lastRow": 0,
        "w:firstColumn": 0,
        "w:lastColumn": 0,
        "w:noHBand": look.stripe ? 0 : 1,
        "w:noVBand": 1,
      }),
      ...(grid.said?.title && { tblCaption: valued("w:tblCaption", grid.said.title) }),
      ...(grid.said?.description && {
        tblDescription: valued("w:tblDescription", grid.said.description),
      }),
    },
    widths.map(twips),
    content.join(""),
  );
}

const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);

/** A sinking table lies on the lower edge of the text, at its left. */
const AT_FOOT = {
  "w:vertAnchor": "margin",
  "w:horzAnchor": "margin",
  "w:tblpXSpec": "left",
  "w:tblpYSpec": "bottom",
} as const;

/** A cell that goes on in rows below, by its first column. */
interface Merged {
  readonly cell: GridCell;
  readonly rows: number;
}

/** The cells of a row, with those that go on from rows above, and empty ones where the grid has gaps. */
function rowCells(
  context: Context,
  { widths, look, inset = 0 }: Grid,
  row: GridRow,
  open: (Merged | undefined)[],
  keepNext: boolean,
): string {
  const count = widths.length;
  const written = (cell: GridCell, from: number, merge: "" | "restart" | "continue"): string => {
    const span = cell.columnSpan ?? 1;
    const margins = [
      from === 0 && inset > 0 ? measured("w:left", inset) : "",
      from + span >= count && look.end !== inset ? measured("w:right", inset) : "",
    ].join("");
    return cellXml(
      {
        tcW: measured("w:tcW", sum(widths.slice(from, from + span))),
        ...(span > 1 && { gridSpan: valued("w:gridSpan", span) }),
        ...(merge && { vMerge: valued("w:vMerge", merge) }),
        ...(cell.borders && { tcBorders: `<w:tcBorders>${cell.borders}</w:tcBorders>` }),
        ...(cell.fill && {
          shd: tag("w:shd", { "w:val": "clear", "w:color": "auto", "w:fill": cell.fill.slice(1) }),
        }),
        ...(margins && { tcMar: `<w:tcMar>${margins}</w:tcMar>` }),
        ...(row.head && { vAlign: valued("w:vAlign", "bottom") }),
      },
      render(context, merge === "continue" ? [] : cell.flows, keepNext ? "kept cell" : "cell"),
    );
  };
  const waiting = [...row.cells];
  let xml = "";
  for (let at = 0; at < count; ) {
    const above = open[at];
    if (above) {
      xml += written(above.cell, at, "continue");
      open[at] = above.rows > 1 ? { cell: above.cell, rows: above.rows - 1 } : undefined;
      at += above.cell.columnSpan ?? 1;
      continue;
    }
    const [next] = waiting;
    const cell = next && (next.column ?? at) <= at ? next : EMPTY;
    if (cell === next) waiting.shift();
    const rows = (cell.rowSpan ?? 1) - 1;
    if (rows > 0) open[at] = { cell, rows };
    xml += written(cell, at, rows > 0 ? "restart" : "");
    at += cell.columnSpan ?? 1;
  }
  return xml;
}

const EMPTY: GridCell = { flows: [] };

/** The narrowest column in points: deep inside narrow cells gaps take more than there is, and Word knows no less than nothing. */
const NARROWEST = 1;

function flowTable(context: Context, { whole = false }: Place, grid: Grid): FlowTable {
  const widths = grid.widths.map((width) => Math.max(NARROWEST, width));
  const splits = whole || grid.splits === true;
  return {
    kind: "table",
    above: 0,
    below: 0,
    keepNext: false,
    hollow: grid.rows.every(({ cells }) => cells.length === 0),
    make: (keepNext) => gridTable(context, { ...grid, widths, splits }, keepNext),
  };
}

const BARE: TableLook = {
  above: 0,
  below: 0,
  start: 0,
  end: 0,
  ruleStart: null,
  ruleTop: null,
  ruleHead: null,
  ruleRow: null,
  ruleBottom: null,
};
const rulesOf = ({ ruleTop, ruleHead, ruleRow, ruleBottom }: Style) => ({
  ruleTop,
  ruleHead,
  ruleRow,
  ruleBottom,
});

/** The place inside a cell, of a row that stays on one page unless it `splits`. */
const cellPlace = (place: Place, measure: number, text: string, splits = false): Place => ({
  start: 0,
  end: 0,
  measure,
  lang: place.lang,
  text,
  ...((place.whole || !splits) && { whole: true }),
});

const line = (
  context: Context,
  children: readonly Inline[],
  rule: string,
  lang: string,
  spread = 0,
): FlowParagraph => {
  const style = styleNamed(context.sheet, rule);
  return {
    kind: "paragraph",
    rule,
    setting: { start: 0, end: 0 },
    above: style.before,
    below: style.after,
    keepNext: style.keepNext,
    keepLines: style.keepTogether,
    children:
      spread > 0 ? spreadRuns(context, children, style, lang, spread) : runs(context, children, style, lang),
  };
};

/** Space between a label and its value, as in print. */
const LABEL_GAP = 6;

export function factsTable(
  context: Context,
  block: Facts,
  style: Style,
  place: Place,
  stack: Stack,
): FlowTable {
  const label = Math.min(style.labelWidth, place.measure / 2); // as in a narrow cell
  const value = place.measure - label;
  const half = style.itemGap / 2;
  const table = flowTable(context, place, {
    name: style.name,
    look: {
      ...BARE,
      ...rulesOf(style),
      above: style.cellAbove + half,
      below: style.cellBelow + half,
      end: LABEL_GAP,
    },
    widths: [label, value],
    start: place.start,
    said: { title: told(block.rows.map(({ label }) => inlineText(label))) },
    keepRows: style.keepTogether,
    rows: block.rows.map((row) => ({
      revision: row.revision,
      cells: [
        { flows: [line(context, row.label, style.label, place.lang, style.spread)] },
        { flows: stack(context, row.children, cellPlace(place, value, style.text)) },
      ],
    })),
  });
  return { ...table, above: -half, below: -half };
}

/** Below this a difference of baselines does not show. */
const VISIBLE = 1;
/** Part of a size that lies below the baseline, with the space of an exact line. */
const BELOW_BASELINE = 0.3;

/** The first lines of neighbouring cells on one baseline: those that would stand higher are let down. */
function onOneLine(context: Context, cells: readonly (readonly Flow[])[]): readonly (readonly Flow[])[] {
  const baselines = cells.map(([first]) => {
    if (first?.kind !== "paragraph") return undefined;
    const { leading, size } = styleNamed(context.sheet, first.rule);
    return first.above + leading - size * BELOW_BASELINE;
  });
  const lowest = Math.max(...baselines.map((baseline) => baseline ?? 0));
  return cells.map((flows, index) => {
    const [first, ...rest] = flows;
    const short = lowest - (baselines[index] ?? lowest);
    return first && short > VISIBLE ? [{ ...first, above: first.above + short }, ...rest] : flows;
  });
}

export function columnTable(
  context: Context,
  block: Columns,
  style: Style,
  place: Place,
  stack: Stack,
): FlowTable {
  const count = block.columns.length;
  const measure = (place.measure - (count - 1) * style.columnGap) / count;
  return flowTable(context, place, {
    name: style.name,
    look: {
      ...BARE,
      ruleTop: style.ruleAbove,
      ruleBottom: style.ruleBelow,
      above: style.ruleAbove?.gap ?? 0,
      below: style.ruleBelow?.gap ?? 0,
      end: style.columnGap,
    },
    widths: block.columns.map((_, index) => measure + (index < count - 1 ? style.columnGap : 0)),
    start: place.start,
    keepRows: false,
    rows: [
      {
        revision: block.revision,
        cells: onOneLine(
          context,
          block.columns.map((blocks) => stack(context, blocks, cellPlace(place, measure, style.text))),
        ).map((flows) => ({ flows })),
      },
    ],
  });
}

/** A line to sign on, the name and small lines below it; one table for each row of signatories. */
export function signatureTables(
  context: Context,
  block: Signatures,
  style: Style,
  place: Place,
): FlowTable[] {
  const perRow = style.columns === "auto" ? 2 : style.columns;
  const measure = (place.measure - (perRow - 1) * style.columnGap) / perRow;
  const groups = abreast(block.signatories, perRow);
  return groups.map((signatories, at) => {
    const row = Array.from({ length: perRow }, (_, index) => signatories[index]);
    const cells = row.flatMap((signatory, index): GridCell[] => [
      ...(index > 0 ? [{ flows: [] }] : []),
      {
        flows: signatory
          ? [
              signingLine(line(context, signatory.name, style.text, place.lang), style),
              ...signatory.fields.map((field) => line(context, field, style.label, place.lang)),
            ]
          : [],
      },
    ]);
    return {
      ...flowTable(context, place, {
        name: style.name,
        look: { ...BARE, end: 0 },
        widths: row.flatMap((_, index) => (index > 0 ? [style.columnGap, measure] : [measure])),
        start: place.start,
        keepRows: true,
        rows: [{ cells, revision: signatories[0]?.revision }],
      }),
      above: at > 0 ? style.before : 0,
      keepNext: at < groups.length - 1,
    };
  });
}

/** Signatories in rows; in a comparison none stands beside one whose row comes or goes. */
function abreast(signatories: readonly Signatory[], most: number): readonly (readonly Signatory[])[] {
  const rows: Signatory[][] = [];
  for (const signatory of signatories) {
    const last = rows.at(-1);
    if (last && last.length < most && last[0]?.revision === signatory.revision) last.push(signatory);
    else rows.push([signatory]);
  }
  return rows;
}

/** The line to sign on is a border of the name below it, and so of its style. */
const signingLine = (name: FlowParagraph, { ruleTop }: Style): FlowParagraph =>
  ruleTop ? { ...name, setting: { ...name.setting, above: ruleTop } } : name;

/** A list that reads down its columns is set in rows of at most this many names, so that no column is torn over a page. */
const NAMES_DOWN = 24;

export function nameTable(context: Context, block: List, style: Style, place: Place): FlowTable {
  const items = block.items.map((item) =>
    item.children.flatMap((child) =>
      child.kind === "paragraph" ? [{ child, rule: styleName(child, style.text) }] : [],
    ),
  );
  const { size } = styleNamed(context.sheet, style.text);
  const lengths = items.map(
    (lines) => Math.max(style.spread, ...lines.map(({ child }) => emsOf(child.children))) * size,
  );
  const count =
    style.columns === "auto" ? nameColumns(lengths, place.measure, style.columnGap) : style.columns;
  const measure = (place.measure - (count - 1) * style.columnGap) / count;
  const names = items.map((lines) =>
    lines.map(({ child, rule }) => ({
      ...line(context, child.children, rule, child.lang ?? place.lang, style.spread),
      ...(child.revision && { revision: child.revision }),
    })),
  );
  const down = style.fill === "down";
  const perRow = down ? NAMES_DOWN * count : count;
  const rows: GridRow[] = [];
  for (let from = 0; from < names.length; from += perRow) {
    const part = names.slice(from, from + perRow);
    const height = down ? Math.ceil(part.length / count) : 1;
    rows.push({
      revision: block.revision,
      cells: Array.from({ length: count }, (_, column) => ({
        flows: part.slice(column * height, (column + 1) * height).flat(),
      })),
    });
  }
  return flowTable(context, place, {
    name: style.name,
    look: { ...BARE, end: style.columnGap },
    widths: Array.from({ length: count }, (_, index) => measure + (index < count - 1 ? style.columnGap : 0)),
    start: place.start,
    keepRows: false,
    rows,
  });
}

export function writeTable(context: Context, block: Table, style: Style, place: Place, stack: Stack): Flow[] {
  const { columns } = block;
  const decimals = decimalsIn(context, block, style, place.lang);
  const measure = place.measure - 2 * style.rowInset;
  const gap = gapFor(columns.length, measure, style.cellGap);
  const inner = resolveWidths(
    columns,
    columns.some(({ width, share }) => width === undefined && share === undefined)
      ? contentBounds(context, block, style, decimals)
      : [],
    measure - (columns.length - 1) * gap,
  );
  const last = inner.length - 1;
  const widths = inner.map(
    (width, index) => width + (index < last ? gap : style.rowInset) + (index === 0 ? style.rowInset : 0),
  );
  const write = (placed: PlacedCell, inHead: boolean): GridCell => {
    const { cell, column, rowSpan } = placed;
    const text = inHead ? style.head : style.text;
    const covered = inner.slice(column, column + cell.colSpan);
    const width = covered.reduce((sum, each) => sum + each, 0) + (cell.colSpan - 1) * gap;
    const align = cellAlign(block, placed, inHead);
    const after = decimals.numbers.has(cell) ? decimals.columns[column]?.after : undefined;
    const inside = {
      ...cellPlace(place, width, text, style.splitRows),
      ...(after !== undefined ? { decimal: width - after } : align !== "start" && { align }),
    };
    return { flows: stack(context, cell.children, inside), columnSpan: cell.colSpan, rowSpan, column };
  };
  const head = gridOf(block.head);
  const groups = tiedRows(gridOf(block.rows));
  // Word's own bands count single rows below one row of heads; anything else is coloured cell by cell.
  const banded = style.stripe !== null && head.length <= 1 && groups.every(({ length }) => length === 1);
  const table = flowTable(context, place, {
    name: style.name,
    look: {
      ...BARE,
      ...rulesOf(style),
      ...(head.length !== 1 && { ruleHead: null }),
      above: style.cellAbove,
      below: style.cellBelow,
      end: gap,
      ...(banded && { stripe: style.stripe }),
    },
    widths,
    start: place.start,
    said: saidOf(block),
    keepRows: style.keepRows,
    splits: style.splitRows,
    inset: style.rowInset,
    rows: [
      ...head.map(({ row, cells }) => ({
        revision: row.revision,
        cells: cells.map((cell) => ({
          ...write(cell, true),
          ...headBorders(style, cell, head.length),
        })),
        head: true,
      })),
      ...groups.flatMap((group, index) =>
        group.map(({ row, cells }) => ({
          revision: row.revision,
          cells: cells.map((cell) => ({
            ...write(cell, false),
            ...(style.stripe && !banded && index % 2 === 1 && { fill: style.stripe.color }),
          })),
        })),
      ),
    ],
  });
  if (!block.caption) return [{ ...table, above: style.before, below: style.after }];
  const caption = {
    ...line(context, block.caption, "caption", place.lang),
    keepNext: true,
    ...(block.revision && { revision: block.revision }),
  };
  return [
    { ...caption, above: style.before + caption.above },
    { ...table, below: style.after },
  ];
}

/**
 * Rules inside a head of several rows, which no table style can tell apart: the one below it under its last row, a
 * thin one under each cell that heads several columns, none elsewhere.
 */
function headBorders(
  { ruleHead, ruleRow }: Style,
  { cell, row, rowSpan }: PlacedCell,
  rows: number,
): Pick<GridCell, "borders"> {
  if (rows < 2) return {};
  const isLast = row + rowSpan === rows;
  const rule = isLast ? ruleHead : cell.colSpan > 1 ? ruleRow : null;
  return { borders: (row > 0 ? cellBorder("top", null) : "") + cellBorder("bottom", rule) };
}

/** A table is called by its caption and described by its heads, or called by these. */
function saidOf({ caption, head }: Table): NonNullable<Grid["said"]> {
  const heads = head.flatMap(({ cells }) =>
    cells.flatMap(({ children }) =>
      children.flatMap((child) => (child.kind === "paragraph" ? [inlineText(child.children)] : [])),
    ),
  );
  return caption ? { title: inlineText(caption), description: told(heads) } : { title: told(heads) };
}

const told = (words: readonly string[]): string => words.filter((word) => word.trim() !== "").join(" · ");

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u;

/** Widths of Latin characters in em, as most text faces have them; any other counts about a half. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[\s.,;:'’!|()[\]fijlrtI\u00ec-\u00ef\u00b7-]/, 0.3],
  [/[mwMW@%—]/, 0.82],
  [/[A-Z\u00c0-\u00de&]/, 0.64],
];

/** Length in em, as it can be known without the fonts; a Chinese character counts one. */
const emsOf = (inlines: readonly Inline[]): number => ems(inlineText(inlines));
const ems = (text: string): number => [...text].reduce((sum, character) => sum + emOf(character), 0);
const emOf = (character: string): number =>
  WIDE.test(character) ? 1 : (WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? 0.52);

/** Room for letters that are wider than the half em they are counted as. */
const ROOM = 1.06;

/** The longest word and the longest line of each column, as far as they can be known without the fonts. */
function contentBounds(context: Context, block: Table, style: Style, decimals: Decimals): Bounds[] {
  const bounds = block.columns.map(() => ({ min: 0.5, max: 0.5 }));
  const visit = (rows: readonly Row[], text: string): void => {
    for (const { cell, column } of gridOf(rows).flatMap(({ cells }) => cells)) {
      const own = bounds[column];
      if (!own || cell.colSpan > 1) continue;
      for (const child of cell.children) {
        if (child.kind !== "paragraph") continue;
        const { size } = styleNamed(context.sheet, styleName(child, text));
        const words = inlineText(child.children);
        own.max = Math.max(own.max, ems(words) * size * ROOM);
        for (const word of words.split(/\s+/))
          own.min = Math.max(own.min, (WIDE.test(word) ? 1 : ems(word)) * size * ROOM);
      }
    }
  };
  visit(block.head, style.head);
  visit(block.rows, style.text);
  return bounds.map(({ min, max }, column) => {
    const { before, after } = decimals.columns[column] ?? { before: 0, after: 0 };
    const number = (before + after) * ROOM;
    return { min: Math.max(min, number), max: Math.max(max, number) };
  });
}

/** What of a column's numbers stands after their marks, in points; the numbers are those of `decimals`. */
const decimalsIn = (context: Context, block: Table, style: Style, lang: string): Decimals =>
  decimalsOf(block, lang, (paragraph, text, offset) => {
    const { size } = styleNamed(context.sheet, styleName(paragraph, style.text));
    return { before: ems(text.slice(0, offset)) * size, after: ems(text.slice(offset)) * size };
  });
