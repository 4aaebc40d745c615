import { belowFoot, type Geometry, geometryOf } from "../style/geometry.ts";
import { type Style, styleNamed, varied } from "../style/sheet.ts";
import { addElement, type Context } from "./context.ts";
import { ARTIFACT, type GlyphRun, type PageItem, type Personal } from "./page.ts";
import { setParagraph } from "./paragraph.ts";
import { flatten } from "./spans.ts";
import { setWatermark } from "./watermark.ts";

/** What makes pages those of one person's copy, wherever they are. */
export interface CopySetting {
  readonly personal: Personal;
  /** The places of what is personal on a page of this number. */
  readonly placesOn: (page: number, geometry: Geometry) => readonly PageItem[];
}

/**
 * Leaves room for the line that says whose copy it is, in the margin below the running foot, and for a mark behind
 * the text when `marked`. What stands there is set for each person apart, so that pages are set once for all of them.
 * The first page's line is an element, to be read aloud like the paper; on further pages it repeats itself.
 */
export function copySetting(context: Context, marked: boolean): CopySetting {
  const { page } = context.sheet;
  const upright = geometryOf(page, "portrait");
  const element = addElement(context, { type: "P", parent: 0 });
  const named = styleNamed(context.sheet, page.footStyle);
  const style = varied(named, { align: "start", first: 0, start: 0, end: 0 });
  return {
    personal: {
      line(text) {
        const runs = setLine(context, text, style);
        const width = widthOf(runs);
        const fitting =
          width > upright.width ? setLine(context, text, smaller(style, upright.width / width)) : runs;
        const half = widthOf(fitting) / 2;
        return fitting.map((run) => ({ ...run, x: run.x - half, y: 0 }));
      },
      mark: (text) => setWatermark(context, text, upright)?.runs ?? [],
    },
    placesOn(number, { paper, areaOn }) {
      const { x, width } = areaOn(number);
      const line: PageItem = {
        kind: "slot",
        slot: "line",
        x: x + width / 2,
        y: paper.height - page.foot + belowFoot(page, style.leading),
        angle: 0,
        element: number === 1 ? element : ARTIFACT,
      };
      const mark: PageItem = {
        kind: "slot",
        slot: "mark",
        x: paper.width / 2,
        y: paper.height / 2,
        angle: Math.atan2(paper.height, paper.width),
        element: ARTIFACT,
      };
      return marked ? [mark, line] : [line];
    },
  };
}

/** A line that is never broken, from the left. */
function setLine(context: Context, text: string, style: Style): readonly GlyphRun[] {
  const spans = flatten(context, [{ kind: "text", text }], style, context.lang, ARTIFACT);
  const [slab] = setParagraph(context, spans, {
    style,
    lang: context.lang,
    measure: UNBOUNDED,
    first: 0,
    spread: 0,
  });
  return slab?.items.filter((item): item is GlyphRun => item.kind === "glyphs") ?? [];
}
const UNBOUNDED = 1e5;

const smaller = (style: Style, scale: number): Style => varied(style, { size: style.size * scale });

const widthOf = (runs: readonly GlyphRun[]): number => Math.max(0, ...runs.map(({ x, width }) => x + width));
