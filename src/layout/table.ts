import type { Decimals } from "../document/decimal.ts";
import { cellAlign, type GridCell, type GridRow, gridOf, tiedRows } from "../document/grid.ts";
import type { Table } from "../document/model.ts";
import { type Style, styleNamed } from "../style/sheet.ts";
import { addElement, type Context } from "./context.ts";
import { type Frame, isBare, ruleItem, type Stack, setLines } from "./frame.ts";
import {
  BOUND,
  boundToNext,
  FREE,
  heightOf,
  type Keep,
  keptTogether,
  type Slab,
  silenced,
  spaced,
  TOGETHER,
} from "./galley.ts";
import type { RuleItem } from "./page.ts";
import { type RowLane, type RowLanes, rowsSlab } from "./rows.ts";
import { flatten } from "./spans.ts";
import { columnWidths, ROUNDING, tableDecimals } from "./table-widths.ts";

/** A head that takes more of its page is not repeated: it would leave too little for what it heads. */
const HEAD_SHARE = 1 / 2;

/**
 * A table as slabs, one for each row, or for rows that a spanning cell ties together. A row that a page can hold is
 * not split, unless the style says that rows may be. The head rows return at the top of each page that the table
 * reaches, as artifacts: they were read out once.
 */
export function setTable(context: Context, block: Table, style: Style, frame: Frame, stack: Stack): Slab[] {
  const table = addElement(context, { type: "Table", parent: frame.parent });
  const caption = block.caption ? setCaption(context, block, table, frame) : [];
  const grid = gridFor(context, block, style, frame, stack);
  const headed = block.head.length > 0;
  const head = headed
    ? setSection(grid, tiedRows(gridOf(block.head)), {
        parent: addElement(context, { type: "THead", parent: table }),
        text: style.head,
        above: style.ruleTop,
        between: null,
        below: style.ruleHead,
        isHead: true,
      })
    : [];
  const groups = tiedRows(gridOf(block.rows));
  const body = setSection(grid, groups, {
    parent: addElement(context, { type: "TBody", parent: table }),
    text: style.text,
    above: headed ? null : style.ruleTop,
    between: style.ruleRow,
    below: style.ruleBottom,
    isHead: false,
  });
  const repeat = repeated(context, block, head);
  const rows = body.map((slab, index): Slab => {
    const pairs = index === 0 || index === body.length - 2;
    const together = style.keepRows || (pairs && groups[index]?.length === 1);
    const keep: Keep = together && index < body.length - 1 ? TOGETHER : FREE;
    return { ...slab, keep, ...(repeat.length > 0 && { head: repeat }) };
  });
  const whole = [...boundToNext(keptTogether(head, BOUND)), ...rows];
  const below = caption.length > 0 ? styleNamed(context.sheet, "caption").after : 0;
  return [...caption, ...spaced(whole, below)];
}

/** A table's columns as they are set, and what setting a cell needs. */
interface Grid {
  readonly context: Context;
  readonly block: Table;
  readonly style: Style;
  readonly stack: Stack;
  readonly frame: Frame;
  /** Left edge and width of each column. */
  readonly columns: readonly { readonly x: number; readonly width: number }[];
  readonly decimals: Decimals;
}

function gridFor(context: Context, block: Table, style: Style, frame: Frame, stack: Stack): Grid {
  const decimals = tableDecimals(context, block, style, frame.lang);
  const inset = Math.max(0, Math.min(style.rowInset, frame.measure / 4));
  const measure = frame.measure - 2 * inset;
  const { widths, gap } = columnWidths(context, block, style, { ...frame, measure }, decimals);
  let x = frame.x + inset;
  const columns = widths.map((width) => {
    const column = { x, width };
    x += width + gap;
    return column;
  });
  return { context, block, style, stack, frame, columns, decimals };
}

/** Head or body: where its rows belong, the style of their text, and the rules around them. */
interface Section {
  readonly parent: number;
  readonly text: string;
  readonly above: Style["ruleTop"];
  readonly between: Style["ruleRow"];
  readonly below: Style["ruleBottom"];
  readonly isHead: boolean;
}

function setSection(grid: Grid, groups: readonly (readonly GridRow[])[], section: Section): Slab[] {
  const { style } = grid;
  const last = groups.at(-1)?.at(-1);
  const stripe = style.stripe && { x: grid.frame.x, width: grid.frame.measure, color: style.stripe.color };
  return groups.map((group, index) => {
    const isStriped = !section.isHead && index % 2 === 1;
    const rows = group.map(
      (row, at): RowLanes => ({
        lanes: setRow(grid, row, section),
        rulesAbove: index === 0 && at === 0 && section.above ? [ruleAcross(grid, section.above)] : [],
        rulesBelow:
          section.isHead && row !== last
            ? spannerRules(grid, row)
            : rulesBelow(grid, group, at, row === last ? section.below : section.between),
        stripe: isStriped ? stripe : null,
      }),
    );
    return rowsSlab(rows, {
      above: style.cellAbove,
      below: style.cellBelow,
      keepRows: style.keepRows || section.isHead,
      sinks: section.isHead,
      splits: style.splitRows,
      opens: index === 0,
      closes: index === groups.length - 1,
    });
  });
}

function setRow(grid: Grid, { cells }: GridRow, section: Section): RowLane[] {
  const row = addElement(grid.context, { type: "TR", parent: section.parent });
  return cells.map((cell) => {
    const shift = section.isHead ? undefined : decimalShift(grid, cell);
    const align = shift === undefined ? cellAlign(grid.block, cell, section.isHead) : "start";
    const slabs = setCell(grid, cell, row, section.text, { align, isNumber: shift !== undefined });
    return {
      x: (grid.columns[cell.column]?.x ?? grid.frame.x) + (shift ?? 0),
      slabs,
      rowSpan: cell.rowSpan,
      continued: false,
      echoes: cell.cell.header === "row",
      isEcho: false,
    };
  });
}

/** How far a number is moved into its column so that its mark meets the others'; absent for what is none. */
function decimalShift({ columns, decimals }: Grid, { cell, column }: GridCell): number | undefined {
  const number = decimals.numbers.get(cell);
  const all = decimals.columns[column];
  const width = columns[column]?.width ?? 0;
  if (!number || !all || all.before + all.after > width + ROUNDING) return undefined;
  return width - all.after - number.before;
}

function setCell(
  grid: Grid,
  { cell, column, rowSpan }: GridCell,
  row: number,
  text: string,
  { align, isNumber }: { readonly align: "start" | "center" | "end"; readonly isNumber: boolean },
): readonly Slab[] {
  const { context, frame } = grid;
  const element = addElement(context, {
    type: cell.header ? "TH" : "TD",
    parent: row,
    ...(cell.header && { scope: cell.header === "column" ? ("Column" as const) : ("Row" as const) }),
    ...(cell.colSpan > 1 && { colSpan: cell.colSpan }),
    ...(rowSpan > 1 && { rowSpan }),
  });
  const first = grid.columns[column];
  const last = grid.columns[column + cell.colSpan - 1];
  const slabs = grid.stack(context, cell.children, {
    ...frame,
    x: 0,
    measure: first && last ? last.x + last.width - first.x : 0,
    parent: element,
    text,
    bare: isBare(cell.children),
    ...(align !== "start" && { align }),
    ...(isNumber && { align, figures: "tabular" as const }),
  });
  if (slabs.length > 0) return slabs;
  return [{ height: 0, before: 0, keep: FREE, items: [{ kind: "anchor", x: 0, y: 0, element }] }];
}

const ruleAcross = ({ frame }: Grid, line: NonNullable<Style["ruleTop"]>): RuleItem =>
  ruleItem(line, frame.x, frame.measure, 0);

/** A thin rule under each cell of the head that stands over several columns. */
function spannerRules({ style, columns }: Grid, { cells }: GridRow): readonly RuleItem[] {
  const line = style.ruleRow;
  if (!line) return [];
  return cells.flatMap(({ cell, column, rowSpan }) => {
    const first = columns[column];
    const last = columns[column + cell.colSpan - 1];
    if (cell.colSpan === 1 || rowSpan > 1 || !first || !last) return [];
    return [ruleItem(line, first.x, last.x + last.width - first.x, 0)];
  });
}

/** The rule under a row; between tied rows it leaves out the cells that reach over it. */
function rulesBelow(
  grid: Grid,
  group: readonly GridRow[],
  at: number,
  line: Style["ruleRow"],
): readonly RuleItem[] {
  if (!line) return [];
  if (at === group.length - 1) return [ruleAcross(grid, line)];
  const next = group[at + 1]?.cells[0]?.row ?? 0;
  const over = group
    .slice(0, at + 1)
    .flatMap(({ cells }) => cells.filter((cell) => cell.row + cell.rowSpan > next))
    .sort((a, b) => a.column - b.column);
  const { frame, columns } = grid;
  const end = frame.x + frame.measure;
  const rules: RuleItem[] = [];
  let from = frame.x;
  for (const { column, cell } of over) {
    const before = columns[column - 1];
    const to = before ? before.x + before.width : from;
    if (to > from) rules.push(ruleItem(line, from, to - from, 0));
    from = columns[column + cell.colSpan]?.x ?? end;
  }
  if (from < end) rules.push(ruleItem(line, from, end - from, 0));
  return rules;
}

function setCaption(context: Context, block: Table, table: number, frame: Frame): Slab[] {
  const style = styleNamed(context.sheet, "caption");
  const element = addElement(context, { type: "Caption", parent: table });
  const spans = flatten(context, block.caption ?? [], style, frame.lang, element);
  return boundToNext(spaced(setLines(context, spans, style, frame), style.before)).map((slab) => ({
    ...slab,
    keep: BOUND,
  }));
}

/**
 * The head rows as they return on later pages, for the eye alone: what can be led to, or leads somewhere, is there
 * once. None for a head so tall that pages would show little else, which is reported.
 */
function repeated(context: Context, { place }: Table, head: readonly Slab[]): Slab[] {
  const height = heightOf(head);
  if (height > context.height * HEAD_SHARE) {
    context.diagnostics.push({
      code: "layout/head-not-repeated",
      severity: "warning",
      message: `the head of a table is ${Math.ceil(height)} pt tall, more than half its page, and is not repeated on later pages`,
      ...(place && { place }),
      hint: "shorten its words, or give its columns more room",
    });
    return [];
  }
  return head.map(silenced);
}
