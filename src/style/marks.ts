import type { Image, Running, RunningPlace } from "../document/model.ts";
import { fitted, type Pictures } from "../picture/picture.ts";
import type { Geometry, Side } from "./geometry.ts";
import type { PageSetup } from "./theme.ts";

/** Between pictures of one place, and between them and the words beside them. */
const GAP = 6;
/** What printers leave white at the edge of the paper: no mark comes nearer. */
const EDGE = 12;

/** A picture at its place: `x` from the left edge of the type area, `y` from the upper edge of the paper. */
export interface Mark {
  readonly image: Image;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Marks {
  readonly marks: readonly Mark[];
  /** How much of the line the pictures of a place take from the words that stand there, in points. */
  readonly taken: ReadonlyMap<RunningPlace, number>;
}

/**
 * The pictures among the furniture of a page: they stand on the line of the running head or foot, outside of the
 * words, and grow upwards; never into the edge of the paper or the text. `sideOf` says which side of this page a
 * place is at.
 */
export function placeMarks(
  shown: readonly Running[],
  pictures: Pictures,
  setup: PageSetup,
  { paper, width: measure }: Pick<Geometry, "paper" | "width">,
  sideOf: (at: RunningPlace) => Side,
): Marks {
  if (!shown.some(({ children }) => children.some(isImage))) return NONE;
  const marks: Mark[] = [];
  const taken = new Map<RunningPlace, number>();
  for (const at of new Set(shown.filter(({ children }) => children.some(isImage)).map((line) => line.at))) {
    const head = at.startsWith("head");
    const room = head ? setup.head - EDGE : setup.bottom - setup.foot;
    const baseline = head ? setup.head : paper.height - setup.foot;
    const sized = shown
      .filter((line) => line.at === at)
      .flatMap(({ children }) => children.filter(isImage))
      .map((image) => ({ image, ...sizeOf(image, pictures, measure, room) }));
    const whole = sized.reduce((sum, { width }) => sum + width + GAP, 0);
    taken.set(at, whole);
    const free = measure - whole + GAP;
    const side = sideOf(at);
    let x = side === "start" ? 0 : side === "end" ? free : free / 2;
    for (const mark of sized) {
      marks.push({ ...mark, x, y: baseline - mark.height });
      x += mark.width + GAP;
    }
  }
  return { marks, taken };
}

const NONE: Marks = { marks: [], taken: new Map() };

function sizeOf(image: Image, pictures: Pictures, measure: number, room: number) {
  const picture = pictures[image.picture];
  if (!picture) throw new Error(`the document has no picture ${image.picture}`);
  return fitted(picture, {
    width: Math.min(image.width ?? measure, measure),
    height: Math.min(image.height ?? room, room),
  });
}

const isImage = (inline: Running["children"][number]): inline is Image => inline.kind === "image";

/** Whether a line of furniture says anything in words. */
export const hasWords = ({ children }: Running): boolean => children.some((inline) => !isImage(inline));
