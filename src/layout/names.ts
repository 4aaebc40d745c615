import type { List } from "../document/model.ts";
import { nameColumns } from "../style/columns.ts";
import { type Style, styleName, styleNamed, varied } from "../style/sheet.ts";
import { addElement, type Context } from "./context.ts";
import { type Frame, setLines, widthOf } from "./frame.ts";
import { BOUND, FREE, type Keep, type Slab, sideBySide, TOGETHER } from "./galley.ts";
import { flatten } from "./spans.ts";

/** A list that reads down its columns is set in blocks of at most this many rows, so that no column is torn over a page. */
const ROWS_DOWN = 24;

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
  const rows: Slab[] = [];
  const perBlock = style.fill === "down" ? ROWS_DOWN * count : cells.length;
  for (let from = 0; from < cells.length; from += perBlock) {
    const part = cells.slice(from, from + perBlock);
    const height = Math.ceil(part.length / count);
    for (let row = 0; row < height; row++) {
      const lanes = Array.from({ length: count }, (_, column) => ({
        x: frame.x + column * (measure + style.columnGap),
        slabs: part[style.fill === "down" ? column * height + row : row * count + column] ?? [],
      }));
      const keep: Keep =
        row === height - 1
          ? FREE
          : style.fill === "down"
            ? TOGETHER
            : row === 0 || row === height - 2
              ? BOUND
              : FREE;
      rows.push(...sideBySide(lanes, Number.POSITIVE_INFINITY, true).map((slab) => ({ ...slab, keep })));
    }
  }
  return rows;
}

function natural(context: Context, spans: Parameters<typeof setLines>[1], look: Style, frame: Frame): number {
  return widthOf(
    setLines(context, spans, varied(look, { align: "start", first: 0 }), { ...frame, x: 0, measure: 1e5 }),
  );
}
