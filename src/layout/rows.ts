import { BOUND, FREE, type Keep, moved, type Slab, silenced, splitSlab, TOGETHER } from "./galley.ts";
import type { PageItem, RuleItem } from "./page.ts";

/** What one cell holds: a galley and how far right it stands. */
export interface RowLane {
  readonly x: number;
  readonly slabs: readonly Slab[];
  /** Rows it reaches down over, this one counted. */
  readonly rowSpan: number;
  /** Begun on a page before this one. */
  readonly continued: boolean;
  /** Whether it stands here again on later pages once it is over, for the eye alone: the head of a row. */
  readonly echoes: boolean;
  /** It does so now. */
  readonly isEcho: boolean;
}

/** A row before its height is known. Rules count from the row's upper or lower edge. */
export interface RowLanes {
  /** The lanes that begin in this row, from left to right. */
  readonly lanes: readonly RowLane[];
  readonly rulesAbove: readonly RuleItem[];
  readonly rulesBelow: readonly RuleItem[];
  /** What the row stands on; null for bare paper. */
  readonly stripe: Stripe | null;
}
export interface Stripe {
  readonly x: number;
  readonly width: number;
  readonly color: string;
}

export interface RowSettings {
  /** Space inside each cell above and below its contents. */
  readonly above: number;
  readonly below: number;
  /** Rows that must not be parted, unless they are taller than a page together. */
  readonly keepRows: boolean;
  /** Cells stand on the lower edge of their rows, as column heads do; else their first lines are level. */
  readonly sinks: boolean;
  /** Rows may be split although the next page would hold them whole. */
  readonly splits: boolean;
  /** The first row must not stand alone above a page's end, the last one not alone below it. */
  readonly opens: boolean;
  readonly closes: boolean;
}

/** Rounding must not push the last line of a page over. */
const TOLERANCE = 0.01;

/**
 * Rows that spanning cells tie together, or a single one, as one slab. The last row that a cell spans takes what
 * the cell is too tall for the others. Split over pages, cells that were not finished go on; rows part before
 * lines do.
 */
export function rowsSlab(rows: readonly RowLanes[], settings: RowSettings): Slab {
  const sized = sizedRows(rows, settings);
  const items: PageItem[] = [];
  const rules: PageItem[] = [];
  const notes: (readonly Slab[])[] = [];
  let y = 0;
  for (const [index, { row, height, level }] of sized.entries()) {
    if (row.stripe) items.push(ground(row.stripe, y, height));
    for (const lane of row.lanes) {
      const room = settings.sinks ? heightOf(sized, index, index + lane.rowSpan) : 0;
      const low = room - laneHeight(lane) - settings.above - settings.below;
      pour(lane, y + settings.above + (settings.sinks ? low : drop(lane, level)), items, notes);
    }
    for (const rule of row.rulesAbove) rules.push(moved(rule, 0, y));
    y += height;
    for (const rule of row.rulesBelow) rules.push(moved(rule, 0, y));
  }
  for (const rule of rules) items.push(rule);
  const level = sized[0]?.level ?? 0;
  return {
    height: y,
    before: 0,
    keep: FREE,
    items,
    ...(level > 0 && { baseline: level + settings.above }),
    ...(notes.length > 0 && { notes }),
    split: (room, full, first) => splitRows(sized, settings, room, full, first),
  };
}

interface SizedRow {
  readonly row: RowLanes;
  readonly height: number;
  /** The baseline that the first lines of the row's cells share, from the upper end of their contents. */
  readonly level: number;
}

function sizedRows(rows: readonly RowLanes[], { above, below }: RowSettings): SizedRow[] {
  const levels = rows.map(({ lanes }) => {
    let level = 0;
    for (const { slabs } of lanes) level = Math.max(level, slabs[0]?.baseline ?? 0);
    return level;
  });
  const pad = above + below;
  const heights = rows.map(({ lanes }, index) => {
    let height = 0;
    for (const lane of lanes)
      if (lane.rowSpan === 1) height = Math.max(height, laneHeight(lane) + drop(lane, levels[index] ?? 0));
    return height + pad;
  });
  if (rows.length > 1) {
    rows.forEach(({ lanes }, index) => {
      for (const lane of lanes) {
        if (lane.rowSpan === 1) continue;
        const last = Math.min(rows.length, index + lane.rowSpan) - 1;
        let have = 0;
        for (let i = index; i <= last; i++) have += heights[i] ?? 0;
        const wants = laneHeight(lane) + drop(lane, levels[index] ?? 0) + pad;
        heights[last] = (heights[last] ?? 0) + Math.max(0, wants - have);
      }
    });
  }
  return rows.map((row, index) => ({ row, height: heights[index] ?? 0, level: levels[index] ?? 0 }));
}

/** How far a lane is let down so that first lines stand on one baseline. */
const drop = ({ slabs: [first] }: RowLane, level: number): number =>
  first?.baseline === undefined ? 0 : level - first.baseline;

/** The head of a table inside a cell, when the lane goes on with its rows on a new page. */
const headOf = ({ slabs, continued }: RowLane): readonly Slab[] => (continued && slabs[0]?.head) || [];

function laneHeight(lane: RowLane): number {
  let height = 0;
  for (const slab of headOf(lane)) height += slab.before + slab.height;
  lane.slabs.forEach((slab, index) => {
    height += (index > 0 ? slab.before : 0) + slab.height;
  });
  return height;
}

/** Places a lane's contents below each other from `y`. */
function pour(lane: RowLane, y: number, items: PageItem[], notes: (readonly Slab[])[]): void {
  const bars = new Map<number, { rule: RuleItem; bottom: number }>();
  const put = (slab: Slab): void => {
    for (const item of slab.items) items.push(moved(item, lane.x, y));
    for (const { group, x, width, color } of slab.bars ?? []) {
      const top = bars.get(group)?.rule.y1 ?? y;
      const at = lane.x + x;
      const bottom = y + slab.height;
      bars.set(group, {
        rule: { kind: "rule", x1: at, y1: top, x2: at, y2: bottom, width, color },
        bottom,
      });
    }
    y += slab.height;
  };
  for (const slab of headOf(lane)) {
    y += slab.before;
    put(slab);
  }
  lane.slabs.forEach((slab, index) => {
    if (index > 0) y += slab.before;
    put(slab);
    if (slab.notes) notes.push(...slab.notes);
  });
  for (const { rule } of bars.values()) items.push(rule);
}

/** A stripe is a rule as thick as its row. */
const ground = ({ x, width, color }: Stripe, y: number, height: number): RuleItem => ({
  kind: "rule",
  x1: x,
  y1: y + height / 2,
  x2: x + width,
  y2: y + height / 2,
  width: height,
  color,
});

/**
 * Parts rows so that the first part is at most `room` tall. A row that a page can hold is not split, nor are rows
 * that want to stay together, unless they are `first` on their page and still do not fit (a note takes the room).
 */
function splitRows(
  sized: readonly SizedRow[],
  settings: RowSettings,
  room: number,
  full: number,
  first: boolean,
): readonly [Slab, Slab] | undefined {
  if (settings.keepRows && !first && heightOf(sized, 0, sized.length) <= full + TOLERANCE) return undefined;
  let count = 0;
  let top = 0;
  while (count < sized.length && top + (sized[count]?.height ?? 0) <= room + TOLERANCE)
    top += sized[count++]?.height ?? 0;
  if (count === sized.length) return undefined;
  const forced = first && count === 0;
  if (settings.splits || forced || (sized[count]?.height ?? 0) > full + TOLERANCE) {
    const cut =
      cutRow(sized, settings, count, { room, full, first, keep: TOGETHER }) ??
      (forced ? cutRow(sized, settings, count, { room, full, first, keep: BOUND }) : undefined);
    if (cut) return cut;
  }
  if (settings.closes && !first && count === sized.length - 1) count--;
  if (settings.opens && !first && count === 1) count--;
  if (count <= 0) return undefined;
  return partRows(sized, settings, count, (lane, from) =>
    cutLane(lane, {
      room: heightOf(sized, from, count) - padding(sized, settings, from, lane),
      full,
      first: false,
      keep: TOGETHER,
    }),
  );
}

interface Cut {
  readonly room: number;
  readonly full: number;
  readonly first: boolean;
  /** The dearest break that may be taken. */
  readonly keep: Keep;
}

const heightOf = (sized: readonly SizedRow[], from: number, to: number): number => {
  let height = 0;
  for (let i = from; i < to && i < sized.length; i++) height += sized[i]?.height ?? 0;
  return height;
};

/** What of a row's height a lane cannot fill. */
const padding = (
  sized: readonly SizedRow[],
  { above, below }: RowSettings,
  row: number,
  lane: RowLane,
): number => above + below + drop(lane, sized[row]?.level ?? 0);

/**
 * Splits inside the row at `index`; undefined when one of its cells could not begin above. Where there is no other
 * way (`at.first`), one that does is enough.
 */
function cutRow(
  sized: readonly SizedRow[],
  settings: RowSettings,
  index: number,
  at: Cut,
): readonly [Slab, Slab] | undefined {
  const cuts = new Map<RowLane, LaneParts>();
  let placed = false;
  let whole = true;
  for (let from = 0; from <= index; from++) {
    const above = heightOf(sized, 0, from);
    for (const lane of sized[from]?.row.lanes ?? []) {
      if (from + lane.rowSpan <= index || lane.isEcho) continue;
      const room = at.room - above - padding(sized, settings, from, lane);
      const cut = cutLane(lane, { ...at, room, first: at.first && from === 0 });
      cuts.set(lane, cut);
      if (from < index) continue;
      const begun = cut[0].some(({ height }) => height > 0);
      placed ||= begun;
      whole &&= begun || cut[1].length === 0;
    }
  }
  if (!placed || !(whole || (at.first && index === 0))) return undefined;
  return partRows(sized, settings, index, (lane) => cuts.get(lane) ?? [lane.slabs, []], true);
}

/**
 * The rows before `index` and those from it on; cells that reach down over it go on. With `inside`, the row at
 * `index` itself is on both sides.
 */
function partRows(
  sized: readonly SizedRow[],
  settings: RowSettings,
  index: number,
  cut: (lane: RowLane, row: number) => LaneParts,
  inside = false,
): readonly [Slab, Slab] {
  const rows = sized.map(({ row }) => row);
  const carried: RowLane[] = [];
  const echoes: RowLane[] = [];
  const first = rows.slice(0, inside ? index + 1 : index).map((row, from): RowLanes => {
    const lanes = row.lanes.map((lane): RowLane => {
      const rowSpan = from + lane.rowSpan - index;
      if (rowSpan <= 0) return lane;
      const [above, slabs] = lane.isEcho ? [lane.slabs, []] : cut(lane, from);
      if (slabs.length > 0)
        carried.push({ ...lane, slabs, rowSpan, continued: above.length > 0 || lane.continued });
      else if (lane.echoes && !lane.continued)
        echoes.push({ ...lane, slabs: lane.isEcho ? above : above.map(silenced), rowSpan, isEcho: true });
      return { ...lane, slabs: above, rowSpan: lane.rowSpan - rowSpan + (inside ? 1 : 0) };
    });
    // A row that goes on has no rule below it: its end is yet to come.
    return { ...row, lanes, ...(inside && from === index && { rulesBelow: [] }) };
  });
  const next = rows[index] as RowLanes; // rows are parted above the end of the last
  const fresh = inside ? [] : next.lanes;
  // An echo must not make its rows taller.
  const tallest = Math.max(0, ...[...carried, ...fresh].map(laneHeight));
  const echoed = echoes.filter(
    (lane) => laneHeight(lane) <= tallest + heightOf(sized, index + 1, index + lane.rowSpan),
  );
  const goesOn = {
    ...next,
    lanes: [...carried, ...echoed, ...fresh].sort((a, b) => a.x - b.x),
    rulesAbove: [],
  };
  return [
    rowsSlab(first, { ...settings, closes: false }),
    rowsSlab([goesOn, ...rows.slice(index + 1)], { ...settings, opens: false }),
  ];
}

type LaneParts = readonly [above: readonly Slab[], below: readonly Slab[]];

/** What of a lane fits, and the rest; it ends at the cheapest break that leaves something above. */
function cutLane(lane: RowLane, { room, full, first, keep }: Cut): LaneParts {
  const { slabs } = lane;
  let y = headOf(lane).reduce((sum, slab) => sum + slab.before + slab.height, 0);
  let count = 0;
  for (; count < slabs.length; count++) {
    const slab = slabs[count] as Slab; // within bounds
    const bottom = y + (count > 0 ? slab.before : 0) + slab.height;
    if (bottom > room + TOLERANCE) break;
    y = bottom;
  }
  const next = slabs[count];
  if (!next) return [slabs, []];
  const below = room - y - (count > 0 ? next.before : 0);
  const split = splitSlab(next, below, full, first && count === 0);
  if (split)
    return [
      [...slabs.slice(0, count), split[0]],
      [split[1], ...slabs.slice(count + 1)],
    ];
  for (let limit: Keep = FREE; limit <= keep; limit = (limit + 1) as Keep)
    for (let at = count; at > 0; at--)
      if ((slabs[at - 1]?.keep ?? FREE) <= limit) return [slabs.slice(0, at), slabs.slice(at)];
  return [[], slabs];
}
