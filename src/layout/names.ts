import type { List } from "../document/model.ts";
import { nameColumns } from "../style/columns.ts";
import { type Style, styleName, styleNamed, varied } from "../style/sheet.ts";
import { addElement, type Context } from "./context.ts";
import { type Frame, setLines, widthOf } from "./frame.ts";
import { BOUND, FREE, fused, heightOf, type Slab, sideBySide } from "./galley.ts";
import { flatten } from "./spans.ts";

/** A list of no more rows than these is not divided. */
const WHOLE = 5;
/** Rows that stay together on either page. */
const LEAST = 2;
const ROUNDING = 0.01;

/** A list of names in columns of equal width, as many as the style says or as the longest name leaves room for. */
export function setNames(context: Context, block: List, style: Style, frame: Frame): Slab[] {
  const list = addElement(context, { type: "L", parent: frame.parent, numbering: "None" });
  const names = block.items.map((item) => {
    const element = addElement(context, { type: "LI", parent: list });
    const body = addElement(context, { type: "LBody", parent: element });
    return item.children.flatMap((child) => {
      if (child.kind !== "paragraph") return [];
      const look = styleNamed(context.sheet, styleName(child, style.text));
      return [{ spans: flatten(context, child.children, look, frame.lang, body), look }];
    });
  });
  const look = styleNamed(context.sheet, style.text);
  const count =
    style.columns === "auto"
      ? nameColumns(
          names.map((lines) =>
            Math.max(
              style.spread * look.size,
              ...lines.map(({ spans }) => natural(context, spans, look, frame)),
            ),
          ),
          frame.measure,
          style.columnGap,
        )
      : style.columns;
  const measure = (frame.measure - (count - 1) * style.columnGap) / count;
  const cells = names.map((lines) =>
    lines.flatMap(({ spans, look: own }) =>
      setLines(context, spans, own, { ...frame, x: 0, measure }, style.spread),
    ),
  );
  const grid: Grid = { cells, count, lane: (column) => frame.x + column * (measure + style.columnGap) };
  return style.fill === "down" ? readDown(grid) : readAcross(grid);
}

/** Names as they are set, and where their columns begin. */
interface Grid {
  readonly cells: readonly (readonly Slab[])[];
  readonly count: number;
  readonly lane: (column: number) => number;
}

/** Rows of names, each a slab; the first and the last two stay together. */
function readAcross({ cells, count, lane }: Grid): Slab[] {
  const rows: Slab[] = [];
  for (let from = 0; from < cells.length; from += count)
    rows.push(...row(cells.slice(from, from + count), lane));
  return rows.map((slab, index) => ({
    ...slab,
    keep: index < rows.length - 1 && (index === 0 || index === rows.length - 2) ? BOUND : FREE,
  }));
}

/**
 * Names that read down columns of equal length: one slab, which fills the page that it begins on and goes on,
 * balanced anew, on the next, so that no column is torn. A short list is not divided.
 */
function readDown(grid: Grid): Slab[] {
  if (grid.cells.length === 0) return [];
  const rows = Math.ceil(grid.cells.length / grid.count);
  const slab = fused(downRows(grid));
  if (rows <= WHOLE) return [slab];
  return [{ ...slab, split: (room, _full, first) => splitRows(grid, room, first ? 1 : LEAST) }];
}

/** As many whole rows as fit, at least `least`, and the rest as a list of its own. */
function splitRows(grid: Grid, room: number, least: number): readonly [Slab, Slab] | undefined {
  const { cells, count } = grid;
  const line = Math.min(...cells.map((slabs) => heightOf(slabs)).filter((height) => height > 0));
  const most = Math.min(Math.ceil(cells.length / count) - LEAST, Math.floor(room / line + ROUNDING));
  for (let rows = most; rows >= least; rows--) {
    const above = fused(downRows({ ...grid, cells: cells.slice(0, rows * count) }));
    if (above.height > room + ROUNDING) continue;
    const [below] = readDown({ ...grid, cells: cells.slice(rows * count) });
    return below && [above, below];
  }
  return undefined;
}

/** Columns of one length, the first ones a name longer where the names do not come out even. */
function downRows({ cells, count, lane }: Grid): Slab[] {
  const even = Math.floor(cells.length / count);
  const longer = cells.length % count;
  const columns = Array.from({ length: count }, (_, column) => {
    const start = column * even + Math.min(column, longer);
    return cells.slice(start, start + even + (column < longer ? 1 : 0));
  });
  return Array.from({ length: even + (longer > 0 ? 1 : 0) }, (_, at) =>
    row(
      columns.map((column) => column[at] ?? []),
      lane,
    ),
  ).flat();
}

const row = (cells: readonly (readonly Slab[])[], lane: Grid["lane"]): Slab[] =>
  sideBySide(
    cells.map((slabs, column) => ({ x: lane(column), slabs })),
    Number.POSITIVE_INFINITY,
    true,
  );

function natural(context: Context, spans: Parameters<typeof setLines>[1], look: Style, frame: Frame): number {
  return widthOf(
    setLines(context, spans, varied(look, { align: "start", first: 0 }), { ...frame, x: 0, measure: 1e5 }),
  );
}
