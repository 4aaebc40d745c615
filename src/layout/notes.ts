import type { TypeArea } from "../style/geometry.ts";
import { heightOf, moved, type Slab } from "./galley.ts";
import type { PageItem } from "./page.ts";

/** A footnote, line by line. */
export type Note = readonly Slab[];

/** The notes of one page. */
export interface Notes {
  /** Lines at the foot of this page. */
  readonly here: readonly Slab[];
  /** What goes to the next page: the rest of a note, and notes for which there was no room. */
  readonly later: readonly Note[];
  /** Whether `here` begins in the middle of a note. */
  readonly continued: boolean;
  /** Whether a note could not even begin on the page of its mark. */
  readonly apart: boolean;
}

/** Between the text and the notes at the foot of a page. */
export const NOTE_SPACE = 10;
const RULE = { width: 0.4, length: 60, color: "#999999" };
/** Lines of a divided note that stay together on either page. */
const LEAST_LINES = 2;
const TOLERANCE = 0.01;

/** How much of a note's height can be left for the next page; none of a short one. */
export function spared(note: Note | undefined): number {
  if (!note || note.length < 2 * LEAST_LINES) return 0;
  return heightOf(note) - heightOf(note.slice(0, LEAST_LINES));
}

/**
 * Divides notes between this page, which has `room` for them, and the next. `carried` is what the page before
 * left. With `alone` the page has no text, so that at least one line is placed, whatever the room.
 */
export function settleNotes(
  carried: readonly Note[],
  marked: readonly Note[],
  room: number,
  alone: boolean,
): Notes {
  const here: Slab[] = [];
  const later: Note[] = [];
  let left = room - NOTE_SPACE;
  let apart = false;
  [...carried, ...marked].forEach((note, index) => {
    const lines = later.length > 0 ? 0 : linesFor(note, left, alone && here.length === 0);
    here.push(...note.slice(0, lines));
    left -= heightOf(note.slice(0, lines));
    if (lines < note.length) later.push(note.slice(lines));
    if (lines === 0 && index >= carried.length) apart = true;
  });
  return { here, later, continued: carried.length > 0, apart };
}

/** How many lines of a note fit into a height without leaving one line alone on either page. */
function linesFor(note: Note, height: number, force: boolean): number {
  let lines = 0;
  let used = 0;
  while (lines < note.length) {
    used += (note[lines] as Slab).height; // within bounds
    if (used > height + TOLERANCE) break;
    lines++;
  }
  if (lines === note.length) return lines;
  const fitting = Math.min(lines, note.length - LEAST_LINES);
  if (fitting >= LEAST_LINES) return fitting;
  return force ? Math.max(1, lines) : 0;
}

/** The lines at the foot of the type area, below a rule that is as wide as the text where a note goes on. */
export function foot({ here, continued }: Notes, area: TypeArea): PageItem[] {
  let y = area.y + area.height - heightOf(here);
  const rule: PageItem = {
    kind: "rule",
    x1: area.x,
    y1: y - NOTE_SPACE / 2,
    x2: area.x + (continued ? area.width : RULE.length),
    y2: y - NOTE_SPACE / 2,
    width: RULE.width,
    color: RULE.color,
  };
  const items: PageItem[] = [rule];
  for (const slab of here) {
    for (const item of slab.items) items.push(moved(item, area.x, y));
    y += slab.height;
  }
  return items;
}
