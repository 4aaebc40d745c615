import { ARTIFACT, type PageItem } from "./page.ts";

/**
 * The galley: a vertical list of slabs that pages are filled with. A slab is what pages are not to break: a line,
 * a table row, a rule with its distance. Coordinates inside a slab count from its own upper left corner, x from
 * the left edge of the type area.
 */
export interface Slab {
  readonly height: number;
  /** Space above, dropped at the top of a page. */
  readonly before: number;
  /** How much a page break after this slab is to be avoided. */
  readonly keep: Keep;
  /** First baseline, from the top; absent when there is no text. */
  readonly baseline?: number;
  readonly items: readonly PageItem[];
  /** Rules at the side of everything in a box, drawn as one line on each page. */
  readonly bars?: readonly Bar[];
  /** Slabs to repeat at the top of a page that this slab begins: the head rows of its table. */
  readonly head?: readonly Slab[];
  /** Notes whose marks stand in this slab. */
  readonly notes?: readonly (readonly Slab[])[];
  /** Sinks to the foot of its page, with all that follows it there. */
  readonly sinks?: boolean;
  /** The page ends after this slab. */
  readonly ends?: boolean;
  /** Begins at a whole number of these from the upper edge of the type area: a line of the page's grid. */
  readonly pitch?: number;
  readonly split?: Split;
}

/**
 * Parts a slab in two, the first at most `room` tall, when it may be parted there. `full` is the room that the
 * slab would find at the top of a page; `first` says that it stands there already, so that moving it on is no help.
 */
export type Split = (room: number, full: number, first: boolean) => readonly [Slab, Slab] | undefined;

/** Both parts of a slab, each with what it is due of the whole. */
export function splitSlab(
  slab: Slab,
  room: number,
  full: number,
  first: boolean,
): readonly [Slab, Slab] | undefined {
  const parts = slab.split?.(room, full, first);
  if (!parts) return undefined;
  const { head, bars } = slab;
  const shared = { ...(head && { head }), ...(bars && { bars }) };
  const [above, below] = parts;
  return [
    { ...above, ...shared, before: slab.before, keep: FREE },
    { ...below, ...shared, keep: slab.keep, ...(slab.ends && { ends: true }) },
  ];
}

/** The slab with more items, which stay with its first part when it is split. */
export function withItems(slab: Slab, items: readonly PageItem[]): Slab {
  const { split } = slab;
  return {
    ...slab,
    items: [...items, ...slab.items],
    ...(split && {
      split: (room, full, first) => {
        const parts = split(room, full, first);
        return parts && [withItems(parts[0], items), parts[1]];
      },
    }),
  };
}

/**
 * FREE: break here. TOGETHER: only when the block is taller than a page. BOUND: never leave alone what is
 * above (a heading, the first or last line of a paragraph) unless there is no other way at all.
 */
export const FREE = 0;
export const TOGETHER = 1;
export const BOUND = 2;
export type Keep = typeof FREE | typeof TOGETHER | typeof BOUND;

/** `group` tells the boxes apart. */
export interface Bar {
  readonly group: number;
  readonly x: number;
  readonly width: number;
  readonly color: string;
}

export const heightOf = (slabs: readonly Slab[]): number =>
  slabs.reduce((sum, slab, index) => sum + slab.height + (index > 0 ? slab.before : 0), 0);

/** The item moved; everything else as it was. */
export function moved(item: PageItem, dx: number, dy: number): PageItem {
  if (item.kind === "rule") {
    return { ...item, x1: item.x1 + dx, x2: item.x2 + dx, y1: item.y1 + dy, y2: item.y2 + dy };
  }
  return { ...item, x: item.x + dx, y: item.y + dy };
}

/** The slab for the eye alone. */
export const silenced = ({ notes: _notes, split: _split, ...slab }: Slab): Slab => ({
  ...slab,
  items: slab.items.flatMap(silent),
});

function silent(item: PageItem): readonly PageItem[] {
  if (item.kind === "link" || item.kind === "anchor") return [];
  return ["element" in item ? { ...item, element: ARTIFACT } : item];
}

/** The same slabs with a break after each at least as dear as `keep`, but for the last. */
export function keptTogether(slabs: readonly Slab[], keep: Keep): Slab[] {
  return slabs.map((slab, index) =>
    index < slabs.length - 1 && slab.keep < keep ? { ...slab, keep } : slab,
  );
}

/** The same slabs, the last of them bound to what follows. */
export const boundToNext = (slabs: readonly Slab[]): Slab[] =>
  withLast(slabs, (last) => ({ ...last, keep: BOUND }));

export function withFirst(slabs: readonly Slab[], change: (slab: Slab) => Slab): Slab[] {
  const [first, ...rest] = slabs;
  return first ? [change(first), ...rest] : [];
}

export function withLast(slabs: readonly Slab[], change: (slab: Slab) => Slab): Slab[] {
  const last = slabs.at(-1);
  return last ? [...slabs.slice(0, -1), change(last)] : [];
}

/** Adds space above the first slab. */
export const spaced = (slabs: readonly Slab[], space: number): Slab[] =>
  space === 0 ? [...slabs] : withFirst(slabs, (first) => ({ ...first, before: first.before + space }));

/** One slab of several, as if poured into a mould. */
export function fused(slabs: readonly Slab[]): Slab {
  const items: PageItem[] = [];
  const notes: (readonly Slab[])[] = [];
  const bars = new Map<number, { x: number; top: number; bottom: number; width: number; color: string }>();
  let y = 0;
  slabs.forEach((slab, index) => {
    if (index > 0) y += slab.before;
    for (const item of slab.items) items.push(y === 0 ? item : moved(item, 0, y));
    for (const bar of slab.bars ?? []) {
      const known = bars.get(bar.group);
      if (known) known.bottom = y + slab.height;
      else bars.set(bar.group, { ...bar, top: y, bottom: y + slab.height });
    }
    notes.push(...(slab.notes ?? []));
    y += slab.height;
  });
  for (const bar of bars.values()) {
    items.push({
      kind: "rule",
      x1: bar.x,
      y1: bar.top,
      x2: bar.x,
      y2: bar.bottom,
      width: bar.width,
      color: bar.color,
    });
  }
  const first = slabs[0];
  return {
    height: y,
    before: first?.before ?? 0,
    keep: slabs.at(-1)?.keep ?? FREE,
    items,
    ...(first?.baseline !== undefined && { baseline: first.baseline }),
    ...(notes.length > 0 && { notes }),
  };
}

/** A galley and how far right it stands. */
export interface Lane {
  readonly x: number;
  readonly slabs: readonly Slab[];
}

/**
 * Galleys side by side as one. Their first baselines are brought level when `align` says so. The result is one
 * slab, or, when that would be taller than `limit`, one slab for each line across, between which a page may end.
 */
export function sideBySide(lanes: readonly Lane[], limit: number, align: boolean): Slab[] {
  const filled = lanes.filter((lane) => lane.slabs.length > 0);
  if (filled.length === 0) return [];
  const level = align ? Math.max(...filled.map((lane) => lane.slabs[0]?.baseline ?? 0)) : 0;
  const drop = (lane: Lane): number => {
    const baseline = lane.slabs[0]?.baseline;
    return align && baseline !== undefined ? level - baseline : 0;
  };
  const height = Math.max(...filled.map((lane) => heightOf(lane.slabs) + drop(lane)));
  if (height <= limit) {
    const parts = filled.map((lane) => ({ slab: fused(lane.slabs), x: lane.x, y: drop(lane) }));
    return [beside(parts, height, align ? level : undefined)];
  }
  const divided = filled.map((lane) => ({
    ...lane,
    slabs: lane.slabs.flatMap((slab) => shattered(slab, limit)),
  }));
  const rows = Math.max(...divided.map((lane) => lane.slabs.length));
  return Array.from({ length: rows }, (_, row) => {
    const parts = divided.flatMap((lane) => {
      const slab = lane.slabs[row];
      return slab ? [{ slab, x: lane.x, y: row === 0 ? drop(lane) : slab.before }] : [];
    });
    return beside(
      parts,
      Math.max(...parts.map((part) => part.slab.height + part.y)),
      row === 0 && align ? level : undefined,
    );
  });
}

/** A slab in parts no taller than `limit`, as far as it can be split. */
function shattered(slab: Slab, limit: number): readonly Slab[] {
  const parts = slab.height > limit ? splitSlab(slab, limit, limit, true) : undefined;
  return parts ? [parts[0], ...shattered(parts[1], limit)] : [slab];
}

function beside(
  parts: readonly { readonly slab: Slab; readonly x: number; readonly y: number }[],
  height: number,
  baseline: number | undefined,
): Slab {
  const notes = parts.flatMap(({ slab }) => slab.notes ?? []);
  const bars = parts.flatMap(({ slab, x }) => (slab.bars ?? []).map((bar) => ({ ...bar, x: bar.x + x })));
  return {
    height,
    before: 0,
    keep: FREE,
    items: parts.flatMap(({ slab, x, y }) => slab.items.map((item) => moved(item, x, y))),
    ...(baseline !== undefined && { baseline }),
    ...(notes.length > 0 && { notes }),
    ...(bars.length > 0 && { bars }),
  };
}
