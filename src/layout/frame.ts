import type { Block, Heading, Paragraph } from "../document/model.ts";
import type { Style } from "../style/sheet.ts";
import type { Line } from "../style/theme.ts";
import { addElement, type Context } from "./context.ts";
import { BOUND, boundToNext, FREE, moved, type Slab, withFirst, withLast } from "./galley.ts";
import type { ElementType, RuleItem } from "./page.ts";
import { setParagraph } from "./paragraph.ts";
import { flatten, type Span } from "./spans.ts";

/** Where blocks are set: what they may fill and what they belong to. */
export interface Frame {
  /** Left edge and width, from the left edge of the type area. */
  readonly x: number;
  readonly measure: number;
  readonly lang: string;
  /** Index of the element that the blocks are children of. */
  readonly parent: number;
  /** Style of paragraphs that name no role. */
  readonly text: string;
  /** How text is aligned, whatever its style says: a column of figures. */
  readonly align?: "start" | "center" | "end";
  /** The same for its figures. */
  readonly figures?: Style["figures"];
  /** The parent takes the text of its only paragraph itself: a cell of one paragraph needs no P inside. */
  readonly bare?: boolean;
}

/** Whether blocks are one paragraph, in the language around it. */
export function isBare([only, more]: readonly Block[]): boolean {
  return more === undefined && only?.kind === "paragraph" && only.lang === undefined;
}

/** Sets blocks one below the other; handed to what holds blocks of its own. */
export type Stack = (context: Context, blocks: readonly Block[], frame: Frame) => Slab[];

/** A block's text as lines at its place. */
export function setText(
  context: Context,
  block: Paragraph | Heading,
  style: Style,
  frame: Frame,
  type: ElementType,
): Slab[] {
  const element = frame.bare ? frame.parent : addElement(context, { type, parent: frame.parent });
  return setLines(context, flatten(context, block.children, style, frame.lang, element), style, frame);
}

/** Spans as lines at the frame's place. */
export function setLines(
  context: Context,
  spans: readonly Span[],
  style: Style,
  frame: Frame,
  spread = 0,
): Slab[] {
  const { lang, measure } = frame;
  const lines = setParagraph(context, spans, { style, lang, measure, first: style.first, spread });
  return lines.map((slab) => shifted(slab, frame.x));
}

const shifted = (slab: Slab, dx: number): Slab =>
  dx === 0 ? slab : { ...slab, items: slab.items.map((item) => moved(item, dx, 0)) };

/** The style's rules above and below a block, as slabs of their own that hold on to it. */
export function ruled(slabs: Slab[], style: Style, frame: Frame): Slab[] {
  if (slabs.length === 0 || (!style.ruleAbove && !style.ruleBelow)) return slabs;
  const keep = slabs.at(-1)?.keep ?? FREE;
  const above = style.ruleAbove ? [ruleSlab(style.ruleAbove, frame, "above")] : [];
  const below = style.ruleBelow ? [ruleSlab(style.ruleBelow, frame, "below")] : [];
  const middle = below.length > 0 ? boundToNext(slabs) : slabs;
  return withLast([...above, ...middle, ...below], (last) => ({ ...last, keep }));
}

function ruleSlab(line: Line, frame: Frame, where: "above" | "below"): Slab {
  const y = where === "above" ? line.width / 2 : line.gap + line.width / 2;
  return {
    height: line.gap + line.width,
    before: 0,
    keep: BOUND,
    items: [ruleItem(line, frame.x, frame.measure, y)],
  };
}

export function ruleItem(line: Line, x: number, width: number, y: number): RuleItem {
  return { kind: "rule", x1: x, y1: y, x2: x + width, y2: y, width: line.width, color: line.color };
}

/** The space that a table's cells have above and below their text. */
export function padded(slabs: Slab[], style: Style): Slab[] {
  const { cellAbove, cellBelow } = style;
  if (cellAbove === 0 && cellBelow === 0) return slabs;
  const above = withFirst(slabs, (first) => ({
    ...first,
    height: first.height + cellAbove,
    ...(first.baseline !== undefined && { baseline: first.baseline + cellAbove }),
    items: first.items.map((item) => moved(item, 0, cellAbove)),
  }));
  return withLast(above, (last) => ({ ...last, height: last.height + cellBelow }));
}

/** Rules above the first row, between rows and below the last; each belongs to the row it closes. */
export function tableRules(rows: readonly Slab[][], style: Style, frame: Frame): Slab[][] {
  return rows.map((slabs, index) => {
    const top = index === 0 ? style.ruleTop : null;
    const bottom = index === rows.length - 1 ? style.ruleBottom : style.ruleRow;
    const opened = top
      ? withFirst(slabs, (slab) => ({
          ...slab,
          items: [ruleItem(top, frame.x, frame.measure, 0), ...slab.items],
        }))
      : slabs;
    return bottom
      ? withLast(opened, (slab) => ({
          ...slab,
          items: [...slab.items, ruleItem(bottom, frame.x, frame.measure, slab.height)],
        }))
      : opened;
  });
}

/** Width of spans on one line, for columns that fit their contents. */
export function widthOf(slabs: readonly Slab[]): number {
  let width = 0;
  for (const slab of slabs) {
    for (const item of slab.items)
      if (item.kind === "glyphs") width = Math.max(width, item.x + item.width - item.tracking);
      else if (item.kind === "image") width = Math.max(width, item.x + item.width);
  }
  return width;
}
