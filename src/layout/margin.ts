import { CHANGES_ID } from "../document/change-id.ts";
import { type Geometry, outerSide } from "../style/geometry.ts";
import { type Style, styleNamed, varied } from "../style/sheet.ts";
import type { Context } from "./context.ts";
import { widthOf } from "./frame.ts";
import { moved } from "./galley.ts";
import type { Anchor, ChangeMark, PageItem, RuleItem } from "./page.ts";
import { baselineOf, setParagraph } from "./paragraph.ts";
import { spanOf } from "./spans.ts";

/** From the text to the bar, from the bar to the number, and between two numbers. */
const BAR_GAP = 11;
const NUMBER_GAP = 5;
const BETWEEN = 3.5;
const BAR_WIDTH = 1;
/** Bars of lines that follow each other are one: what may lie between them, in sizes of their text. */
const LINE_GAP = 1.1;
/** Numbers nearer than this stand side by side. */
const CLOSE = 7;
/** A number stays so far from the edge of the paper. */
const EDGE = 8;
const SIZE = 7;

/**
 * A page of a comparison with its outer margin: a bar beside every line that has changed, and the number of each
 * change where it begins. The number is a link to the list of changes, and stands in reading order before the words, so
 * that whoever listens hears what was changed; bars are for the eye.
 */
export function withMargin(
  context: Context,
  items: readonly PageItem[],
  geometry: Geometry,
  page: number,
): readonly PageItem[] {
  const { sheet } = context;
  const side = outerSide(sheet.page, page);
  const area = geometry.areaOn(page);
  const named = styleNamed(sheet, sheet.page.footStyle);
  const style = varied(named, { size: SIZE, leading: SIZE, align: "start", first: 0, start: 0, end: 0 });
  const bar = side === "end" ? area.x + area.width + BAR_GAP : area.x - BAR_GAP;
  const placed: Placed[] = [];
  const numbered = items.flatMap((item): readonly PageItem[] =>
    item.kind === "anchor" && item.change
      ? [
          item,
          ...numberItems(context, item, item.change, {
            style,
            bar,
            side,
            paper: geometry.paper.width,
            placed,
          }),
        ]
      : [item],
  );
  return [...numbered, ...barsOf(items).map((span) => barRule(span, bar, style))];
}

/** A number in the margin. */
interface Placed {
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
}

interface Margin {
  readonly style: Style;
  readonly bar: number;
  readonly side: "start" | "end";
  readonly paper: number;
  /** The numbers that this page has already. */
  readonly placed: Placed[];
}

function numberItems(
  context: Context,
  anchor: Anchor,
  { number, label, drop }: ChangeMark,
  { style, bar, side, paper, placed }: Margin,
): readonly PageItem[] {
  const { element } = anchor;
  const settings = { style, lang: context.lang, measure: paper, first: 0, spread: 0 };
  const slabs = setParagraph(context, [spanOf(String(number), style, context.lang, element)], settings);
  const width = widthOf(slabs);
  let baseline = anchor.y + drop;
  const beside = (): readonly Placed[] => placed.filter((one) => Math.abs(one.baseline - baseline) < CLOSE);
  const startOf = (): number => {
    if (side === "end") return Math.max(bar + NUMBER_GAP, ...beside().map(({ right }) => right + BETWEEN));
    return Math.min(bar - NUMBER_GAP, ...beside().map(({ left }) => left - BETWEEN)) - width;
  };
  let x = startOf();
  // A line with more changes than the margin has room for takes the next lines' room as well.
  while (beside().length > 0 && (x < EDGE || x + width > paper - EDGE)) {
    baseline += CLOSE;
    x = startOf();
  }
  placed.push({ left: x, right: x + width, baseline });
  const top = baseline - baselineOf(style);
  return [
    ...slabs.flatMap((slab) => slab.items.map((item) => moved(item, x, top))),
    {
      kind: "link",
      x: x - 1,
      y: top,
      width: width + 2,
      height: style.leading,
      href: `#${CHANGES_ID}`,
      label,
      element,
    },
  ];
}

interface Extent {
  readonly top: number;
  readonly bottom: number;
  /** Of the text; 0 for a picture. */
  readonly size: number;
}

/** Where something has changed, from above downwards, neighbouring lines as one. */
function barsOf(items: readonly PageItem[]): readonly Extent[] {
  const extents = items.flatMap((item): readonly Extent[] => {
    if (item.kind === "image" && item.revision)
      return [{ top: item.y, bottom: item.y + item.height, size: 0 }];
    if (item.kind !== "glyphs" || !item.revision) return [];
    return [{ top: item.y - 0.8 * item.size, bottom: item.y + 0.25 * item.size, size: item.size }];
  });
  const bars: Extent[] = [];
  for (const extent of extents.sort((a, b) => a.top - b.top)) {
    const last = bars.at(-1);
    if (last && extent.top - last.bottom < LINE_GAP * extent.size)
      bars[bars.length - 1] = { ...extent, top: last.top, bottom: Math.max(last.bottom, extent.bottom) };
    else bars.push(extent);
  }
  return bars;
}

const barRule = ({ top, bottom }: Extent, x: number, { color }: Style): RuleItem => ({
  kind: "rule",
  x1: x,
  y1: top,
  x2: x,
  y2: bottom,
  width: BAR_WIDTH,
  color,
});
