import type { Image, Running, RunningPlace } from "../document/model.ts";
import { fitted } from "../picture/picture.ts";
import type { Geometry } from "../style/geometry.ts";
import { styleNamed, varied } from "../style/sheet.ts";
import type { Context } from "./context.ts";
import { pictureOf } from "./figure.ts";
import { ARTIFACT, type GlyphRun, type ImageItem, type TurnedText } from "./page.ts";
import { setParagraph } from "./paragraph.ts";
import { flatten } from "./spans.ts";

/** Between pictures of one place, and between them and the words beside them. */
const GAP = 6;
/** What printers leave white at the edge of the paper: no mark comes nearer. */
const EDGE = 12;

type Size = Pick<ImageItem, "width" | "height">;

export interface Marks {
  readonly items: readonly ImageItem[];
  /** How much of the line the pictures of a place take from the words that stand there, in points. */
  readonly taken: ReadonlyMap<RunningPlace, number>;
}

/**
 * The pictures among the furniture of a page: they stand on the line of the running head or foot, outside of the
 * words, and grow upwards; never into the edge of the paper or the text. `sideOf` says which side of this page a
 * place is at.
 */
export function setMarks(
  context: Context,
  shown: readonly Running[],
  { paper, areaOn }: Geometry,
  page: number,
  sideOf: (at: RunningPlace) => "start" | "center" | "end",
): Marks {
  const { page: setup } = context.sheet;
  const area = areaOn(page);
  const items: ImageItem[] = [];
  const taken = new Map<RunningPlace, number>();
  const places = new Set(shown.filter(({ children }) => children.some(isImage)).map(({ at }) => at));
  for (const at of places) {
    const head = at.startsWith("head");
    const room = head ? setup.head - EDGE : setup.bottom - setup.foot;
    const baseline = head ? setup.head : paper.height - setup.foot;
    const images = shown.filter((line) => line.at === at).flatMap(({ children }) => children.filter(isImage));
    const sizes = images.map((image) =>
      fitted(pictureOf(context, image), {
        width: Math.min(image.width ?? area.width, area.width),
        height: Math.min(image.height ?? room, room),
      }),
    );
    const width = sizes.reduce((sum, size) => sum + size.width + GAP, 0);
    taken.set(at, width);
    const side = sideOf(at);
    let x =
      side === "start"
        ? area.x
        : side === "end"
          ? area.x + area.width - width + GAP
          : area.x + (area.width - width + GAP) / 2;
    images.forEach(({ picture }, index) => {
      const { width, height } = sizes[index] as Size; // one for each
      items.push({ kind: "image", x, y: baseline - height, width, height, picture, element: ARTIFACT });
      x += width + GAP;
    });
  }
  return { items, taken };
}

const isImage = (inline: Running["children"][number]): inline is Image => inline.kind === "image";

/** Whether a line of furniture says anything in words. */
export const hasWords = ({ children }: Running): boolean => children.some((inline) => !isImage(inline));

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
