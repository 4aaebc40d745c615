import type { Geometry } from "../style/geometry.ts";
import { styleNamed, varied } from "../style/sheet.ts";
import type { Context } from "./context.ts";
import { ARTIFACT, type GlyphRun, type TurnedText } from "./page.ts";
import { setParagraph } from "./paragraph.ts";
import { flatten } from "./spans.ts";

/** Of the paper's diagonal, what a watermark takes at most. */
const SPAN = 0.72;

/** A word across the page from lower left to upper right; long ones are set smaller. */
export function setWatermark(context: Context, text: string, { paper }: Geometry): TurnedText | undefined {
  const style = styleNamed(context.sheet, "watermark");
  const diagonal = Math.hypot(paper.width, paper.height);
  const set = (size: number): readonly GlyphRun[] => {
    const look = varied(style, { size, align: "start" });
    const spans = flatten(context, [{ kind: "text", text }], look, context.lang, ARTIFACT);
    const settings = { style: look, lang: context.lang, measure: 1e5, first: 0, spread: 0 };
    const [line] = setParagraph(context, spans, settings);
    const baseline = size * CAPITALS; // the line runs through the middle of the letters
    return line?.items.flatMap((item) => (item.kind === "glyphs" ? [{ ...item, y: baseline }] : [])) ?? [];
  };
  const wanted = set(style.size);
  const scale = Math.min(1, (SPAN * diagonal) / widthOf(wanted));
  const runs = scale < 1 ? set(style.size * scale) : wanted;
  const half = widthOf(runs) / 2;
  if (half === 0) return undefined;
  return {
    kind: "turned",
    x: paper.width / 2,
    y: paper.height / 2,
    angle: Math.atan2(paper.height, paper.width),
    runs: runs.map((run) => ({ ...run, x: run.x - half })),
  };
}

/** Half the height of capitals and ideographs, in em. */
const CAPITALS = 0.355;

/** Where the last run's last glyph ends, its letter space left out. */
const widthOf = (runs: readonly GlyphRun[]): number =>
  Math.max(0, ...runs.map(({ x, width, tracking }) => x + width - tracking));
