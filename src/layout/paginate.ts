import type { Diagnostic } from "../diagnostic.ts";
import type { TypeArea } from "../style/geometry.ts";
import { BOUND, FREE, heightOf, type Keep, moved, type Slab, splitSlab, TOGETHER } from "./galley.ts";
import { foot, NOTE_SPACE, type Note, type Notes, settleNotes, spared } from "./notes.ts";
import type { PageItem, RuleItem } from "./page.ts";

/** Rounding must not push the last line of a page over. */
const TOLERANCE = 0.01;
/** How much of a page the rest of a long note may take while there is text to set above it. */
const CARRIED_SHARE = 2 / 3;

/**
 * Fills pages with slabs, each page as full as the keeps allow. When no break keeps everything that asked for
 * it, what is dear is given up in order: first blocks that want to stay whole (reported as a note), then lines that
 * must not stand alone (a warning). Notes stand on the page of their mark; a long one may go on at the foot of the
 * next. Every slab is placed exactly once, split where it may be; what hangs over its page even so is reported.
 * The galley is read as far as each page needs, and what a page has taken is let go with it. `first` is the number
 * of the first page; `areaOn` gives each its type area, all of one height.
 */
export function* paginate(
  galley: Iterable<readonly Slab[]>,
  areaOn: (page: number) => TypeArea,
  diagnostics: Diagnostic[],
  first = 1,
): Generator<PageItem[], void, undefined> {
  const slabs = feedOf(galley);
  let carried: readonly Note[] = [];
  for (let number = first; slabs.at(0) || carried.length > 0; number++) {
    const opening = number === first;
    const area = areaOn(number);
    const { to, lost } = pageEnd(slabs, opening, carried, area.height);
    const next = slabs.at(to);
    const body = slabs.take(to);
    const head = opening ? [] : (body[0]?.head ?? []);
    const text = filled(heightOf(head), body);
    if (text > area.height + TOLERANCE) diagnostics.push(tallerThanPage(text, area.height, number));
    if (lost !== FREE) diagnostics.push(keepLost(lost, next, number));
    const notes = settleNotes(carried, notesOf(body), area.height - text, body.length === 0);
    if (notes.apart) diagnostics.push(noteApart(number));
    yield placePage(head, body, notes, area);
    carried = notes.later;
  }
}

/** The slabs that no page has taken yet, counted from the top of the next page. */
interface Feed {
  /** Absent beyond the end of the galley. */
  at(index: number): Slab | undefined;
  /** Puts others in the place of one. */
  replace(index: number, slabs: readonly Slab[]): void;
  /** Gives the first so many and forgets them. */
  take(count: number): readonly Slab[];
}

function feedOf(galley: Iterable<readonly Slab[]>): Feed {
  const source = galley[Symbol.iterator]();
  const slabs: Slab[] = [];
  let over = false;
  return {
    at(index) {
      while (!over && slabs.length <= index) {
        const next = source.next();
        if (next.done) over = true;
        else for (const slab of next.value) slabs.push(slab);
      }
      return slabs[index];
    },
    replace: (index, others) => void slabs.splice(index, 1, ...others),
    take: (count) => slabs.splice(0, count),
  };
}

/** Where a slab begins below `y`, both from the upper edge of the type area. */
function topOf(slab: Slab, y: number, first: boolean): number {
  const top = first ? y : y + slab.before;
  return slab.pitch === undefined ? top : Math.ceil(top / slab.pitch - TOLERANCE) * slab.pitch;
}

/** How far down the type area slabs reach that begin at `y`. */
const filled = (y: number, slabs: readonly Slab[]): number =>
  slabs.reduce((at, slab, index) => topOf(slab, at, index === 0) + slab.height, y);

interface PageEnd {
  /** How many slabs stand on the page. */
  readonly to: number;
  /** The keep that was given up there. */
  readonly lost: Keep;
}

/**
 * Where a page ends: beyond its first slab, unless the rest of a note fills the page. A line is admitted when its
 * notes fit, or at least begin; a note that fitted whole when its mark was set stays whole. `opening`: it is the
 * galley's first page, where no head is repeated.
 */
function pageEnd(slabs: Feed, opening: boolean, carried: readonly Note[], height: number): PageEnd {
  const head = opening ? undefined : slabs.at(0)?.head;
  let y = head ? heightOf(head) : 0;
  const old = carried.reduce((sum, note) => sum + heightOf(note), 0);
  let notes = 0;
  let splitting = false;
  let end = 0;
  let slab = slabs.at(0);
  for (; slab; slab = slabs.at(++end)) {
    // A note is divided only as far as the lines around its mark must stay together.
    if (splitting && slabs.at(end - 1)?.keep === FREE) break;
    const bottom = topOf(slab, y, end === 0) + slab.height;
    const more = slab.notes ? slab.notes.reduce((sum, note) => sum + heightOf(note), 0) : 0;
    const all = notes + more;
    const below = footHeight(old, all, height);
    if (bottom + below > height + TOLERANCE) {
      if (!splitting && !slab.notes) break;
      if (bottom + below - spared(lastNote(slabs, end)) > height + TOLERANCE) break;
      splitting = true;
    }
    y = bottom;
    notes = all;
    if (slab.ends) return { to: end + 1, lost: FREE };
  }
  if (!slab) return { to: end, lost: FREE };
  const parts = splitAt(slab, end === 0, height - y, height, (more) => footHeight(old, notes + more, height));
  if (parts) {
    slabs.replace(end, parts);
    return { to: end + 1, lost: FREE };
  }
  if (end === 0) {
    if (carried.length > 0) return { to: 0, lost: FREE };
    if (head) {
      // A head that leaves no room for the row it belongs to is not repeated.
      const { head: _head, ...bare } = slab;
      slabs.replace(0, [bare]);
      return pageEnd(slabs, opening, carried, height);
    }
    return { to: 1, lost: slabs.at(1) ? slab.keep : FREE };
  }
  for (const keep of [FREE, TOGETHER, BOUND] as const) {
    for (let at = end; at > 0; at--)
      if ((slabs.at(at - 1) as Slab).keep <= keep) return { to: at, lost: keep }; // before `end`, so there
  }
  return { to: end, lost: BOUND };
}

/** What notes take at the foot of a page: `old` came over from the page before, `own` have their marks here. */
const footHeight = (old: number, own: number, height: number): number =>
  own > 0 ? NOTE_SPACE + old + own : old > 0 ? NOTE_SPACE + Math.min(old, CARRIED_SHARE * height) : 0;

/** Splits a slab that does not fit, `foot` telling what the notes of its lines take from the room. */
function splitAt(
  slab: Slab,
  first: boolean,
  room: number,
  height: number,
  foot: (more: number) => number,
): readonly [Slab, Slab] | undefined {
  if (!slab.split) return undefined;
  const before = first ? 0 : slab.before;
  const full = height - (slab.head ? heightOf(slab.head) : 0);
  // Fewer lines have fewer notes, so each round ends higher until both fit.
  for (let limit = Math.min(room - before - foot(0), slab.height - 1); limit > 0; ) {
    const parts = splitSlab(slab, limit, full, first);
    if (!parts) return undefined;
    const [{ height: used, notes = [] }] = parts;
    const more = notes.reduce((sum, note) => sum + heightOf(note), 0);
    const over = before + used + foot(more) - room;
    if (over <= TOLERANCE || over <= spared(notes.at(-1))) return parts;
    limit = Math.min(limit, used) - over;
  }
  return undefined;
}

/** The note that would be divided if the page ended after `end`. */
function lastNote(slabs: Feed, end: number): Note | undefined {
  for (let at = end; at >= 0; at--) {
    const note = slabs.at(at)?.notes?.at(-1);
    if (note) return note;
  }
  return undefined;
}

const notesOf = (slabs: readonly Slab[]): readonly Note[] => slabs.flatMap((slab) => slab.notes ?? []);

function placePage(head: readonly Slab[], slabs: readonly Slab[], notes: Notes, area: TypeArea): PageItem[] {
  const items: PageItem[] = [];
  const put = (slab: Slab, top: number): void => {
    for (const item of slab.items) items.push(moved(item, area.x, top));
  };
  let y = area.y;
  head.forEach((slab, index) => {
    y += index > 0 ? slab.before : 0;
    put(slab, y);
    y += slab.height;
  });
  const noteHeight = notes.here.length > 0 ? NOTE_SPACE + heightOf(notes.here) : 0;
  const bars = new Map<number, { x: number; top: number; bottom: number; width: number; color: string }>();
  slabs.forEach((slab, index) => {
    const gapTop = y;
    y = area.y + topOf(slab, y - area.y, index === 0);
    if (slab.sinks) y = Math.max(y, area.y + area.height - noteHeight - heightOf(slabs.slice(index)));
    put(slab, y);
    for (const bar of slab.bars ?? []) {
      const known = bars.get(bar.group);
      if (known) known.bottom = y + slab.height;
      else
        bars.set(bar.group, {
          ...bar,
          top: index > 0 && slab.before === 0 ? gapTop : y,
          bottom: y + slab.height,
        });
    }
    y += slab.height;
  });
  for (const bar of bars.values()) items.push(barRule(bar, area.x));
  if (notes.here.length > 0) items.push(...foot(notes, area));
  return items;
}

const barRule = (
  bar: { x: number; top: number; bottom: number; width: number; color: string },
  x: number,
): RuleItem => ({
  kind: "rule",
  x1: x + bar.x,
  y1: bar.top,
  x2: x + bar.x,
  y2: bar.bottom,
  width: bar.width,
  color: bar.color,
});

// ---- what is told

const tallerThanPage = (text: number, height: number, page: number): Diagnostic => ({
  code: "layout/taller-than-page",
  severity: "warning",
  message: `something is ${Math.ceil(text)} pt tall and hangs over the foot of page ${page}, which has room for ${Math.floor(height)} pt`,
});

function keepLost(keep: Keep, next: Slab | undefined, page: number): Diagnostic {
  const words = next ? beginning(next) : "";
  const where = words === "" ? "" : ` before “${words}”`;
  return keep === TOGETHER
    ? {
        code: "layout/block-divided",
        severity: "note",
        message: `what should stay whole is taller than page ${page} and is divided${where}`,
      }
    : {
        code: "layout/keep-given-up",
        severity: "warning",
        message: `page ${page} ends${where}, although the lines around belong together: nowhere else could it end`,
      };
}

const noteApart = (page: number): Diagnostic => ({
  code: "layout/note-apart",
  severity: "warning",
  message: `page ${page} has not room for the notes of one line: what is left stands on the next page`,
});

/** The first words of a slab, to find the place by. */
function beginning(slab: Slab): string {
  let text = "";
  for (const item of slab.items) {
    if (item.kind === "glyphs") for (const { shaped } of item.pieces) text += shaped.text;
    if (text.length > 40) return `${text.slice(0, 40)}…`;
  }
  return text;
}
