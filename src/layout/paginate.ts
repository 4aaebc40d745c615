import type { Diagnostic } from "../diagnostic.ts";
import { BOUND, FREE, heightOf, moved, type Slab, TOGETHER } from "./galley.ts";
import type { PageItem, RuleItem } from "./page.ts";

/** The type area: where slabs go, from the upper left corner of the paper. */
export interface TypeArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Between the text and the notes at the foot of a page. */
const NOTE_SPACE = 10;
const NOTE_RULE = { width: 0.4, length: 60, color: "#999999" };
/** Rounding must not push the last line of a page over. */
const TOLERANCE = 0.01;

/**
 * Fills pages with slabs, each page as full as the keeps allow. When no break keeps everything that asked for
 * it, what is dear is given up in order: first blocks that want to stay whole, then lines that must not stand
 * alone. Every slab is placed exactly once; a slab taller than a page is reported.
 */
export function paginate(slabs: readonly Slab[], area: TypeArea, diagnostics: Diagnostic[]): PageItem[][] {
  const pages: PageItem[][] = [];
  let from = 0;
  while (from < slabs.length) {
    const to = pageEnd(slabs, from, area.height, diagnostics);
    pages.push(placePage(slabs.slice(from, to), pages.length > 0, area));
    from = to;
  }
  return pages;
}

/** Index of the first slab that no longer belongs on the page that `from` begins; always beyond `from`. */
function pageEnd(slabs: readonly Slab[], from: number, height: number, diagnostics: Diagnostic[]): number {
  const first = slabs[from] as Slab; // the caller's loop
  let y = from > 0 && first.head ? heightOf(first.head) : 0;
  let notes = 0;
  let end = from;
  for (; end < slabs.length; end++) {
    const slab = slabs[end] as Slab; // within bounds
    const more = notesHeight(slab, notes === 0);
    const bottom = y + (end > from ? slab.before : 0) + slab.height;
    if (bottom + notes + more > height + TOLERANCE) break;
    y = bottom;
    notes += more;
    if (slab.ends) return end + 1;
  }
  if (end === slabs.length) return end;
  if (end === from) {
    report(
      diagnostics,
      "layout/taller-than-page",
      `something is ${Math.ceil(first.height)} pt tall and hangs over the foot of its page, which has room for ${Math.floor(height)} pt`,
    );
    return from + 1;
  }
  for (const keep of [FREE, TOGETHER, BOUND]) {
    for (let at = end; at > from; at--) if ((slabs[at - 1] as Slab).keep <= keep) return at;
  }
  return end;
}

const notesHeight = (slab: Slab, first: boolean): number =>
  slab.notes ? slab.notes.reduce((sum, note) => sum + heightOf(note), first ? NOTE_SPACE : 0) : 0;

function placePage(slabs: readonly Slab[], continued: boolean, area: TypeArea): PageItem[] {
  const items: PageItem[] = [];
  const put = (slab: Slab, top: number): void => {
    for (const item of slab.items) items.push(moved(item, area.x, top));
  };
  let y = area.y;
  const repeat = continued ? (slabs[0]?.head ?? []) : [];
  repeat.forEach((slab, index) => {
    y += index > 0 ? slab.before : 0;
    put(slab, y);
    y += slab.height;
  });
  const notes = slabs.flatMap((slab) => slab.notes ?? []);
  const noteHeight = notes.length > 0 ? NOTE_SPACE + notes.reduce((sum, note) => sum + heightOf(note), 0) : 0;
  const bars = new Map<number, { x: number; top: number; bottom: number; width: number; color: string }>();
  slabs.forEach((slab, index) => {
    const gapTop = y;
    if (index > 0) y += slab.before;
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
  if (notes.length > 0) {
    y = area.y + area.height - noteHeight + NOTE_SPACE;
    items.push({
      kind: "rule",
      x1: area.x,
      y1: y - NOTE_SPACE / 2,
      x2: area.x + NOTE_RULE.length,
      y2: y - NOTE_SPACE / 2,
      width: NOTE_RULE.width,
      color: NOTE_RULE.color,
    });
    for (const note of notes) {
      for (const slab of note) {
        put(slab, y);
        y += slab.height;
      }
    }
  }
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

function report(diagnostics: Diagnostic[], code: string, message: string): void {
  diagnostics.push({ code, severity: "warning", message });
}
