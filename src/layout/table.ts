import { type GridRow, gridOf, tiedRows } from "../document/grid.ts";
import type { Block, Cell, Column, Row, Table } from "../document/model.ts";
import { type Style, styleName, styleNamed } from "../style/sheet.ts";
import { addElement, type Context } from "./context.ts";
import { type Frame, padded, ruleItem, type Stack, setLines, tableRules } from "./frame.ts";
import {
  BOUND,
  boundToNext,
  FREE,
  fused,
  heightOf,
  type Keep,
  moved,
  type Slab,
  sideBySide,
  spaced,
  TOGETHER,
  withFirst,
} from "./galley.ts";
import { paragraphItems } from "./items.ts";
import { FORBIDDEN, FORCED } from "./linebreak.ts";
import { ARTIFACT, type ElementType, type PageItem } from "./page.ts";
import { flatten, type Span } from "./spans.ts";

/**
 * A table as slabs, one for each row, or for rows that a spanning cell ties together. A row is split only when
 * it is taller than a page. The head rows return at the top of each page that the table reaches, as artifacts:
 * they were read out once.
 */
export function setTable(context: Context, block: Table, style: Style, frame: Frame, stack: Stack): Slab[] {
  const table = addElement(context, { type: "Table", parent: frame.parent });
  const grid = { context, style, stack, frame, widths: columnWidths(context, block, style, frame) };
  const caption = block.caption ? setCaption(context, block, table, frame) : [];
  const headParent = block.head.length > 0 ? addElement(context, { type: "THead", parent: table }) : table;
  const headRows = setRows(grid, block.head, block.columns, headParent, style.head, Number.POSITIVE_INFINITY);
  const bodyParent = addElement(context, { type: "TBody", parent: table });
  const headHeight = heightOf(headRows.flat());
  const rows = setRows(grid, block.rows, block.columns, bodyParent, style.text, context.height - headHeight);

  const head = boundToNext(headRows.flat().map((slab) => ({ ...slab, keep: BOUND })));
  const headed = withTop(ruledBelow(head, style, frame), style, frame);
  const body = tableRules(rows, { ...style, ruleTop: headed.length > 0 ? null : style.ruleTop }, frame);
  const repeat = headed.map((slab) => ({ ...slab, items: slab.items.flatMap(silent) }));
  const kept = body.flatMap((slabs, index): Slab[] => {
    const keep: Keep =
      style.keepRows || slabs.length > 1 || index === 0 || index === body.length - 2 ? TOGETHER : FREE;
    return slabs.map((slab, part) => ({
      ...slab,
      keep:
        index === body.length - 1 && part === slabs.length - 1 ? FREE : part < slabs.length - 1 ? FREE : keep,
      ...(repeat.length > 0 && { head: repeat }),
    }));
  });
  return [...caption, ...headed, ...kept];
}

interface Grid {
  readonly context: Context;
  readonly style: Style;
  readonly stack: Stack;
  readonly frame: Frame;
  readonly widths: readonly number[];
}

/** Rows as groups of slabs: one group for each row that no cell ties to the next. */
function setRows(
  grid: Grid,
  rows: readonly Row[],
  columns: readonly Column[],
  parent: number,
  text: string,
  limit: number,
): Slab[][] {
  return tiedRows(gridOf(rows)).map((group) => setGroup(grid, group, columns, parent, text, limit));
}

/** Rows tied together by spanning cells; a single row in the usual case. */
function setGroup(
  grid: Grid,
  rows: readonly GridRow[],
  columns: readonly Column[],
  parent: number,
  text: string,
  limit: number,
): Slab[] {
  const set = rows.map(({ cells }) => {
    const row = addElement(grid.context, { type: "TR", parent });
    return cells.map(({ cell, column }) => ({
      cell,
      lane: { x: leftOf(grid, column), slabs: setCell(grid, cell, columns[column], column, row, text) },
    }));
  });
  const [only] = set;
  if (set.length === 1 && only) {
    const slabs = sideBySide(
      only.map(({ lane }) => lane),
      limit,
      true,
    );
    return padded(slabs.length > 0 ? slabs : [{ height: 0, before: 0, keep: FREE, items: [] }], grid.style);
  }
  return [fusedRows(grid, set)];
}

/** Rows of one height each, with the spanning cells laid over them; the last spanned row takes what is missing. */
function fusedRows(
  grid: Grid,
  rows: readonly (readonly { cell: Cell; lane: { x: number; slabs: readonly Slab[] } }[])[],
): Slab {
  const { cellAbove, cellBelow } = grid.style;
  const pad = cellAbove + cellBelow;
  const heights = rows.map((row) =>
    Math.max(
      pad,
      ...row.filter(({ cell }) => cell.rowSpan === 1).map(({ lane }) => heightOf(lane.slabs) + pad),
    ),
  );
  rows.forEach((row, index) => {
    for (const { cell, lane } of row) {
      const last = Math.min(rows.length, index + cell.rowSpan) - 1;
      const have = heights.slice(index, last + 1).reduce((sum, height) => sum + height, 0);
      heights[last] = (heights[last] ?? 0) + Math.max(0, heightOf(lane.slabs) + pad - have);
    }
  });
  const items: PageItem[] = [];
  const notes: (readonly Slab[])[] = [];
  let y = 0;
  rows.forEach((row, index) => {
    for (const { lane } of row) {
      const slab = fused(lane.slabs);
      notes.push(...(slab.notes ?? []));
      items.push(...slab.items.map((item) => moved(item, lane.x, y + cellAbove)));
    }
    y += heights[index] ?? 0;
    if (index < rows.length - 1 && grid.style.ruleRow) {
      const from = Math.min(...(rows[index + 1] ?? []).map(({ lane }) => lane.x));
      const { frame } = grid;
      items.push(ruleItem(grid.style.ruleRow, from, frame.x + frame.measure - from, y));
    }
  });
  return { height: y, before: 0, keep: FREE, items, ...(notes.length > 0 && { notes }) };
}

const leftOf = (grid: Grid, column: number): number =>
  grid.frame.x + grid.widths.slice(0, column).reduce((sum, width) => sum + width + grid.style.cellGap, 0);

function setCell(
  grid: Grid,
  cell: Cell,
  column: Column | undefined,
  index: number,
  row: number,
  text: string,
): Slab[] {
  const { context, frame, style } = grid;
  const type: ElementType = cell.header ? "TH" : "TD";
  const element = addElement(context, {
    type,
    parent: row,
    ...(cell.header && { scope: cell.header === "column" ? ("Column" as const) : ("Row" as const) }),
    ...(cell.colSpan > 1 && { colSpan: cell.colSpan }),
    ...(cell.rowSpan > 1 && { rowSpan: cell.rowSpan }),
  });
  const widths = grid.widths.slice(index, index + cell.colSpan);
  const measure = widths.reduce((sum, width) => sum + width, 0) + (widths.length - 1) * style.cellGap;
  const align = column && column.align !== "start" ? { align: column.align } : {};
  const slabs = grid.stack(context, cell.children, {
    ...frame,
    x: 0,
    measure,
    parent: element,
    text,
    ...align,
  });
  if (slabs.length > 0) return slabs;
  return [{ height: 0, before: 0, keep: FREE, items: [{ kind: "anchor", x: 0, y: 0, element }] }];
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

function withTop(slabs: Slab[], style: Style, frame: Frame): Slab[] {
  const top = style.ruleTop;
  if (!top) return slabs;
  return withFirst(slabs, (slab) => ({
    ...slab,
    items: [...slab.items, ruleItem(top, frame.x, frame.measure, 0)],
  }));
}

function ruledBelow(slabs: Slab[], style: Style, frame: Frame): Slab[] {
  const line = style.ruleHead;
  if (!line) return slabs;
  return slabs.map((slab, index) =>
    index === slabs.length - 1
      ? { ...slab, items: [...slab.items, ruleItem(line, frame.x, frame.measure, slab.height)] }
      : slab,
  );
}

/** A repeated head is there for the eye alone: nothing leads to it or away from it. */
function silent(item: PageItem): PageItem[] {
  if (item.kind === "anchor" || item.kind === "link") return [];
  return ["element" in item ? { ...item, element: ARTIFACT } : item];
}

/**
 * Widths of the grid columns. Fixed widths first; shares divide what is left; columns without either get between
 * their longest word and their longest line, in proportion, as CSS 2.1 (17.5.2.2) describes.
 */
function columnWidths(context: Context, block: Table, style: Style, frame: Frame): number[] {
  const { columns } = block;
  const available = frame.measure - (columns.length - 1) * style.cellGap;
  const fixed = columns.map((column) => column.width);
  const left = Math.max(0, available - fixed.reduce<number>((sum, width) => sum + (width ?? 0), 0));
  const shares = columns.reduce(
    (sum, column) => sum + (column.width === undefined ? (column.share ?? 0) : 0),
    0,
  );
  const free = columns.flatMap((column, index) =>
    column.width === undefined && column.share === undefined ? [index] : [],
  );
  if (free.length === 0)
    return columns.map((column) => column.width ?? (left * (column.share ?? 0)) / shares);
  const bounds = free.map((index) => contentBounds(context, block, style, frame, index));
  const forFree =
    shares > 0
      ? Math.min(
          left,
          bounds.reduce((sum, bound) => sum + bound.max, 0),
        )
      : left;
  const widths = distribute(bounds, forFree);
  const rest = left - widths.reduce((sum, width) => sum + width, 0);
  return columns.map((column, index) => {
    const at = free.indexOf(index);
    if (at >= 0) return widths[at] ?? 0;
    return column.width ?? (rest * (column.share ?? 0)) / shares;
  });
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Between minimum and maximum: each column gets its minimum and a part of the rest by how much more it wants. */
export function distribute(bounds: readonly Bounds[], width: number): number[] {
  const min = bounds.reduce((sum, bound) => sum + bound.min, 0);
  const max = bounds.reduce((sum, bound) => sum + bound.max, 0);
  if (max <= width)
    return bounds.map((bound) => (max > 0 ? (bound.max * width) / max : width / bounds.length));
  if (min >= width)
    return bounds.map((bound) => (min > 0 ? (bound.min * width) / min : width / bounds.length));
  return bounds.map((bound) => bound.min + ((bound.max - bound.min) * (width - min)) / (max - min));
}

/** Longest word and longest line among a column's cells. */
function contentBounds(context: Context, block: Table, style: Style, frame: Frame, column: number): Bounds {
  const scratch: Context = { ...context, elements: [], diagnostics: [] };
  let min = 0;
  let max = 0;
  const measure = (rows: readonly Row[], text: string): void => {
    for (const { cell, column: at } of gridOf(rows).flatMap(({ cells }) => cells)) {
      if (at !== column || cell.colSpan > 1) continue;
      for (const bounds of textBounds(scratch, cell.children, text, frame.lang)) {
        min = Math.max(min, bounds.min);
        max = Math.max(max, bounds.max);
      }
    }
  };
  measure(block.head, style.head);
  measure(block.rows, style.text);
  return { min: min + 0.01, max: max + 0.01 };
}

function textBounds(context: Context, blocks: readonly Block[], text: string, lang: string): Bounds[] {
  return blocks.flatMap((block) => {
    if (block.kind === "list")
      return block.items.flatMap((item) => textBounds(context, item.children, text, lang));
    if (block.kind !== "paragraph" && block.kind !== "heading") return [];
    const style = styleNamed(context.sheet, styleName(block, text));
    return [lineBounds(context, flatten(context, block.children, style, lang, 0), style, lang)];
  });
}

function lineBounds(context: Context, spans: readonly Span[], style: Style, lang: string): Bounds {
  let min = 0;
  let word = 0;
  let max = 0;
  let line = style.first;
  const settings = { measure: 1e6, lang, hyphenate: false, spread: 0 };
  for (const item of paragraphItems(context, spans, settings).items) {
    if (item.kind === "box") word += item.width;
    else if (item.kind === "glue" || item.penalty < FORBIDDEN) {
      min = Math.max(min, word);
      word = 0;
    }
    if (item.kind !== "penalty") line += item.width;
    else if (item.penalty === FORCED) {
      max = Math.max(max, line);
      line = 0;
    }
  }
  return { min: min + style.start + style.end, max: max + style.start + style.end };
}
