import { type Decimal, type Decimals, decimalsOf } from "../document/decimal.ts";
import { gridOf } from "../document/grid.ts";
import type { Block, Row, Table } from "../document/model.ts";
import { type Bounds, gapFor, resolveWidths } from "../style/columns.ts";
import { type Style, styleName, styleNamed, varied } from "../style/sheet.ts";
import type { Context } from "./context.ts";
import type { Frame } from "./frame.ts";
import { paragraphItems } from "./items.ts";
import { FORBIDDEN, FORCED } from "./linebreak.ts";
import { flatten, type Span } from "./spans.ts";

/** Widths of the grid columns and the space between them, in points; together the frame's measure or less. */
export function columnWidths(
  context: Context,
  block: Table,
  style: Style,
  frame: Frame,
  decimals: Decimals,
): { readonly widths: readonly number[]; readonly gap: number } {
  const { columns } = block;
  const gap = gapFor(columns.length, frame.measure, style.cellGap);
  const available = frame.measure - (columns.length - 1) * gap;
  const isAuto = columns.some(({ width, share }) => width === undefined && share === undefined);
  const contents = isAuto ? contentBounds(context, block, style, frame.lang, gap, decimals) : [];
  return { widths: resolveWidths(columns, contents, available), gap };
}

/** The longest word and the longest line of each column. */
function contentBounds(
  context: Context,
  block: Table,
  style: Style,
  lang: string,
  gap: number,
  decimals: Decimals,
): Bounds[] {
  const scratch: Context = { ...context, elements: [], diagnostics: [] };
  const bounds = block.columns.map(() => ({ min: 0, max: 0 }));
  const spanning: { from: number; to: number; bounds: Bounds }[] = [];
  const visit = (rows: readonly Row[], text: string): void => {
    for (const { cells } of gridOf(rows)) {
      for (const { cell, column } of cells) {
        const own = bounds[column];
        if (!own || (cell.colSpan === 1 && block.columns[column]?.width !== undefined)) continue;
        if (decimals.numbers.has(cell)) continue;
        const found = blockBounds(scratch, cell.children, text, lang);
        if (cell.colSpan > 1) spanning.push({ from: column, to: column + cell.colSpan, bounds: found });
        else {
          own.min = Math.max(own.min, found.min);
          own.max = Math.max(own.max, found.max);
        }
      }
    }
  };
  visit(block.head, style.head);
  visit(block.rows, style.text);
  decimals.columns.forEach((decimal, column) => {
    const own = bounds[column];
    const width = decimal ? decimal.before + decimal.after : 0;
    if (own) bounds[column] = { min: Math.max(own.min, width), max: Math.max(own.max, width) };
  });
  // What a spanning cell still wants is shared out among the columns below it, narrow spans first.
  spanning.sort((a, b) => a.to - a.from - (b.to - b.from));
  for (const { from, to, bounds: wanted } of spanning) {
    const below = bounds.slice(from, to).filter((_, index) => isAuto(block, from + index));
    if (below.length < to - from) continue; // columns of set widths make room or do not
    for (const key of ["min", "max"] as const) {
      const have = below.reduce((sum, each) => sum + each[key], (to - from - 1) * gap);
      const more = Math.max(0, wanted[key] - have) / below.length;
      for (const each of below) each[key] += more;
    }
  }
  return bounds.map(({ min, max }) => ({ min: min + ROUNDING, max: Math.max(min, max) + ROUNDING }));
}

/** Sums of widths differ in the last digits; a line that just fits must not be broken for them. */
export const ROUNDING = 0.01;

const isAuto = ({ columns }: Table, column: number): boolean =>
  columns[column]?.width === undefined && columns[column]?.share === undefined;

/** The numbers of columns that are aligned by their decimal mark, measured in points. */
export function tableDecimals(context: Context, block: Table, style: Style, lang: string): Decimals {
  const scratch: Context = { ...context, elements: [], diagnostics: [] };
  return decimalsOf(block, lang, (paragraph, _text, offset) => {
    const look = varied(styleNamed(context.sheet, styleName(paragraph, style.text)), { figures: "tabular" });
    return partsAt(scratch, flatten(scratch, paragraph.children, look, lang, 0), lang, offset);
  });
}

/** The widths of a line's text before and after an offset. */
function partsAt(context: Context, spans: readonly Span[], lang: string, offset: number): Decimal {
  let before = 0;
  let after = 0;
  let left = offset;
  for (const item of paragraphItems(context, spans, { ...UNBOUNDED, lang }).items) {
    if (item.kind === "penalty") continue;
    if (item.kind === "glue") {
      if (left > 0) before += item.width;
      else after += item.width;
      left -= item.space?.shaped.text.length ?? 0;
      continue;
    }
    const { glyphs, widths, codePoints, text, width } = item.shaped;
    let part = 0;
    for (let i = 0, at = 0; i < glyphs.length && at < left; i++) {
      part += widths[i] ?? 0;
      at += codePoints[i]?.length ?? 1;
    }
    const share = width > 0 ? (part * item.width) / width : 0;
    before += share;
    after += item.width - share;
    left -= text.length;
  }
  return { before, after };
}

function blockBounds(context: Context, blocks: readonly Block[], text: string, lang: string): Bounds {
  let min = 0;
  let max = 0;
  const widen = (bounds: Bounds, indent = 0): void => {
    min = Math.max(min, bounds.min + indent);
    max = Math.max(max, bounds.max + indent);
  };
  for (const block of blocks) {
    const style = styleNamed(context.sheet, styleName(block, text));
    const around = style.start + style.end + 2 * style.inset;
    switch (block.kind) {
      case "paragraph":
      case "heading":
        widen(lineBounds(context, flatten(context, block.children, style, lang, 0), style, lang), around);
        break;
      case "list": {
        const hang = block.marker === "none" ? 0 : style.hang;
        for (const item of block.items)
          widen(blockBounds(context, item.children, style.text, lang), around + hang);
        break;
      }
      case "table": {
        const gap = style.cellGap;
        const inner = contentBounds(
          context,
          block,
          style,
          lang,
          gap,
          tableDecimals(context, block, style, lang),
        );
        const gaps = (inner.length - 1) * gap;
        const sum = (key: keyof Bounds): number =>
          inner.reduce((total, each, index) => total + (block.columns[index]?.width ?? each[key]), gaps);
        widen({ min: sum("min"), max: sum("max") }, around);
        break;
      }
      case "box":
        widen(blockBounds(context, block.children, style.text, lang), around + style.padding);
        break;
      case "figure":
      case "facts":
      case "columns":
      case "signatures":
      case "contents":
      case "section":
      case "rule":
      case "pageBreak":
        break; // these fill whatever measure they are given
      default:
        block satisfies never;
    }
  }
  return { min, max };
}

/** One line, however long. */
const UNBOUNDED = { measure: 1e6, hyphenate: false, spread: 0 };

function lineBounds(context: Context, spans: readonly Span[], style: Style, lang: string): Bounds {
  if (spans.length === 0) return { min: 0, max: 0 };
  let min = 0;
  let word = 0;
  let max = 0;
  let line = style.first;
  for (const item of paragraphItems(context, spans, { ...UNBOUNDED, lang }).items) {
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
  return { min, max };
}
