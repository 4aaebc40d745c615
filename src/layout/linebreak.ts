/**
 * Breaks a paragraph into lines as a whole, after D. E. Knuth and M. F. Plass, "Breaking Paragraphs into
 * Lines", Software: Practice and Experience 11 (1981), 1119–1184; page numbers below are the paper's.
 * Imports nothing and knows nothing of fonts: an item has a width and that is all.
 */

/** The three primitives (p. 1123). All widths in one unit, whichever the caller likes. */
export type Item = BoxItem | GlueItem | PenaltyItem;
export interface BoxItem {
  readonly kind: "box";
  readonly width: number;
}
/** Space that can grow and shrink; a line may end at glue that follows a box, and the glue disappears there. */
export interface GlueItem {
  readonly kind: "glue";
  readonly width: number;
  readonly stretch: number;
  readonly shrink: number;
}
/** A place to break, at a price; `width` is added when the line ends here (a hyphen). */
export interface PenaltyItem {
  readonly kind: "penalty";
  readonly width: number;
  readonly penalty: number;
  /** Two flagged breaks in a row are avoided (p. 1121). */
  readonly flagged: boolean;
}

/** A penalty that forbids a break, and one that forces it. */
export const FORBIDDEN = 10_000;
export const FORCED = -10_000;

/** Marks the end of a paragraph: as much space as the last line needs, then a forced break (p. 1127). */
export const PARAGRAPH_END: readonly Item[] = [
  { kind: "penalty", width: 0, penalty: FORBIDDEN, flagged: false },
  { kind: "glue", width: 0, stretch: 1e6, shrink: 0 },
  { kind: "penalty", width: 0, penalty: FORCED, flagged: true },
];

export interface BreakSettings {
  /** Length of a line; the first is shorter by `indent`. */
  readonly measure: number;
  readonly indent: number;
  /** Largest adjustment ratio a line may have; 1 uses each glue's whole stretch. */
  readonly tolerance: number;
  /** Stretch that every line has besides its own glue: what a ragged edge absorbs, or an emergency (p. 1142). */
  readonly slack: number;
}

export interface Break {
  /** Index of the item at which the line ends. */
  readonly at: number;
  /** Adjustment ratio of the line that ends here: below 0 shrunk, above 0 stretched. */
  readonly ratio: number;
}

/** The prices of Knuth's TeX, which the paper's q and r become there (p. 1128, 1154). */
const LINE_PENALTY = 10;
const FLAGGED_DEMERITS = 10_000;
const FITNESS_DEMERITS = 10_000;

interface Node {
  readonly at: number;
  readonly line: number;
  readonly fitness: 0 | 1 | 2 | 3;
  readonly ratio: number;
  readonly demerits: number;
  /** Sums of width, stretch and shrink up to the first item that counts after the break. */
  readonly width: number;
  readonly stretch: number;
  readonly shrink: number;
  readonly previous: Node | undefined;
}

// One function for all of them: objects of one shape are what keeps the search quick.
const nodeOf = (
  at: number,
  line: number,
  fitness: Node["fitness"],
  ratio: number,
  demerits: number,
  { width, stretch, shrink }: Sums,
  previous: Node | undefined,
): Node => ({ at, line, fitness, ratio, demerits, width, stretch, shrink, previous });

const START = nodeOf(-1, 0, 1, 0, 0, { width: 0, stretch: 0, shrink: 0 }, undefined);

/**
 * The breaks with the least total demerits, or undefined when no way of breaking keeps every line within
 * the tolerance (never shrinking beyond what the glue allows). The items must end with a forced break.
 */
export function breakLines(items: readonly Item[], settings: BreakSettings): readonly Break[] | undefined {
  const bound = bestFit(items, settings);
  let active: Node[] = [START];
  let width = 0;
  let stretch = 0;
  let shrink = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item; // i is within bounds
    if (item.kind === "box") {
      width += item.width;
      continue;
    }
    if (isLegal(items, i, item) && concerns(active, item, width, stretch, settings)) {
      active = step(items, i, active, { width, stretch, shrink }, settings, bound);
      if (active.length === 0) return undefined;
    }
    if (item.kind === "glue") {
      width += item.width;
      stretch += item.stretch;
      shrink += item.shrink;
    }
  }
  let best: Node | undefined;
  for (const node of active)
    if (node.at === items.length - 1 && (!best || node.demerits < best.demerits)) best = node;
  return best && trace(best);
}

/** Glue after a box, and any penalty that does not forbid it (p. 1122). */
const isLegal = (items: readonly Item[], at: number, item: GlueItem | PenaltyItem): boolean =>
  item.kind === "glue" ? items[at - 1]?.kind === "box" : item.penalty < FORBIDDEN;

const lengthOf = (line: number, { measure, indent }: BreakSettings): number =>
  line === 0 ? measure - indent : measure;

/** The sums up to a place in the paragraph. */
interface Sums {
  readonly width: number;
  readonly stretch: number;
  readonly shrink: number;
}

/**
 * Whether any line can end at a breakpoint, or has become too long for it. Most breakpoints are in the middle of
 * every line under way and change nothing; they are passed over without a trace.
 */
function concerns(
  active: readonly Node[],
  item: Item,
  width: number,
  stretch: number,
  settings: BreakSettings,
): boolean {
  if (item.kind === "penalty" && item.penalty === FORCED) return true;
  const natural = item.kind === "penalty" ? width + item.width : width;
  for (let i = 0; i < active.length; i++) {
    if (reaches(active[i] as Node, natural, stretch, settings)) return true; // within bounds
  }
  return false;
}

/** Whether a line from a node is long enough to end at a place, or too long already. */
const reaches = (node: Node, natural: number, stretch: number, settings: BreakSettings): boolean =>
  lengthOf(node.line, settings) - (natural - node.width) <=
  settings.tolerance * (stretch - node.stretch + settings.slack);

/** One legal breakpoint: which active nodes can end a line here, and which are left behind (p. 1159–1160). */
function step(
  items: readonly Item[],
  at: number,
  active: Node[],
  sums: Sums,
  settings: BreakSettings,
  bound: Bound,
): Node[] {
  const { tolerance, slack } = settings;
  const item = items[at] as Item; // `at` comes from the caller's loop
  const penalty = item.kind === "penalty" ? item.penalty : 0;
  const flagged = item.kind === "penalty" && item.flagged;
  const natural = sums.width + (item.kind === "penalty" ? item.width : 0);
  const after = sumsAfter(items, at, sums);
  const born: Node[] = [];
  let kept = 0;
  let index = 0;
  while (index < active.length) {
    // Nodes of one line stand together; each line gives at most one new node per fitness class.
    const line = (active[index] as Node).line;
    const length = lengthOf(line, settings);
    let best: (Node | undefined)[] | undefined;
    let bestOfLine = Number.POSITIVE_INFINITY;
    for (; index < active.length; index++) {
      const node = active[index] as Node;
      if (node.line !== line) break;
      const ratio = ratioOf(natural - node.width, sums, node, length, slack);
      if (ratio >= -1 && penalty !== FORCED) active[kept++] = node; // never beyond `index`
      if (ratio < -1 || ratio > tolerance) continue;
      const fitness = fitnessOf(ratio);
      const demerits = node.demerits + demeritsOf(ratio, penalty, flagged, items, node, fitness);
      if (isHopeless(demerits, after, bound)) continue;
      best ??= [undefined, undefined, undefined, undefined];
      const rival = best[fitness];
      if (rival && rival.demerits <= demerits) continue;
      best[fitness] = nodeOf(at, line + 1, fitness, ratio, demerits, after, node);
      bestOfLine = Math.min(bestOfLine, demerits);
    }
    // A node that is worse than another class by more than the class can ever cost is hopeless, too (p. 1160).
    for (const node of best ?? NONE)
      if (node && node.demerits <= bestOfLine + FITNESS_DEMERITS) born.push(node);
  }
  while (active.length > kept) active.pop(); // many times as fast as setting the length
  return born.length > 0 ? merge(active, born) : active;
}
const NONE: readonly Node[] = [];

/** Both lists are ordered by line; so is the result, with what was there before in front. */
function merge(kept: Node[], born: readonly Node[]): Node[] {
  let from = kept.length;
  for (let i = born.length - 1; i >= 0; i--) kept.push(born[i] as Node); // room for all
  let to = kept.length;
  for (let i = born.length - 1; i >= 0; i--) {
    const node = born[i] as Node;
    while (from > 0 && (kept[from - 1] as Node).line > node.line) kept[--to] = kept[--from] as Node;
    kept[--to] = node;
  }
  return kept;
}

/** How much the glue of a line must stretch or shrink to fill the measure (p. 1125). */
function ratioOf(natural: number, sums: Sums, from: Sums, measure: number, slack: number): number {
  const missing = measure - natural;
  if (missing > 0) {
    const stretch = sums.stretch - from.stretch + slack;
    return stretch > 0 ? missing / stretch : Number.POSITIVE_INFINITY;
  }
  if (missing < 0) {
    const shrink = sums.shrink - from.shrink;
    return shrink > 0 ? missing / shrink : missing > -1e-6 ? 0 : Number.NEGATIVE_INFINITY;
  }
  return 0;
}

/** Tight, normal, loose, very loose (p. 1127). */
const fitnessOf = (ratio: number): Node["fitness"] =>
  ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3;

/** The price of one line (p. 1128), with TeX's constants. */
function demeritsOf(
  ratio: number,
  penalty: number,
  flagged: boolean,
  items: readonly Item[],
  from: Node,
  fitness: Node["fitness"],
): number {
  const size = Math.abs(ratio);
  const badness = Math.min(10_000, 100 * size * size * size);
  const base = (LINE_PENALTY + badness) * (LINE_PENALTY + badness);
  const price = penalty * penalty;
  let demerits = penalty >= 0 ? base + price : penalty > FORCED ? base - price : base;
  const before = items[from.at];
  if (flagged && before?.kind === "penalty" && before.flagged) demerits += FLAGGED_DEMERITS;
  if (Math.abs(fitness - from.fitness) > 1) demerits += FITNESS_DEMERITS;
  return demerits;
}

/** Glue and penalties after a break disappear, up to the next box or forced break (p. 1126). */
function sumsAfter(items: readonly Item[], at: number, sums: Sums): Sums {
  let { width, stretch, shrink } = sums;
  for (let i = at; i < items.length; i++) {
    const item = items[i] as Item; // within bounds
    if (item.kind === "box" || (item.kind === "penalty" && item.penalty === FORCED && i > at)) break;
    if (item.kind === "glue") {
      width += item.width;
      stretch += item.stretch;
      shrink += item.shrink;
    }
  }
  return { width, stretch, shrink };
}

function trace(last: Node): Break[] {
  const breaks: Break[] = [];
  for (let node: Node | undefined = last; node && node.at >= 0; node = node.previous) {
    breaks.push({ at: node.at, ratio: node.ratio });
  }
  return breaks.reverse();
}

/**
 * What is known before the search begins: some way of breaking costs `demerits`, and no line takes more than `line` of
 * the paragraph's `length`. Both lengths are shrunk as far as they go.
 */
interface Bound {
  readonly demerits: number;
  readonly length: number;
  readonly line: number;
}

/**
 * Whether no way on from a break can be the cheapest: even if every line that is still needed were perfect, the whole
 * would cost more than what is known already. Where lines may end nearly everywhere, as in Chinese set ragged, this
 * leaves a few of some fifty breaks under way; the result is the same.
 */
function isHopeless(demerits: number, { width, shrink }: Sums, bound: Bound): boolean {
  const lines = Math.ceil((bound.length - (width - shrink)) / bound.line - 1e-6);
  return demerits + lines * PERFECT > bound.demerits;
}
/** The price of a line that fills its measure by itself. */
const PERFECT = LINE_PENALTY * LINE_PENALTY;

/**
 * Each line as well as can be by itself, without a thought for the next. Takes hardly more than one pass. When a line
 * cannot end within the tolerance, or a break is rewarded, nothing is known.
 */
function bestFit(items: readonly Item[], settings: BreakSettings): Bound {
  const { measure, indent } = settings;
  let from = START;
  /** Where the line ends best so far, and the sums up to there, from which the next goes on. */
  let next: Node | undefined;
  let resumed: Sums = START;
  let width = 0;
  let stretch = 0;
  let shrink = 0;
  /** The blank space since the last box, which a line that ends there takes along, and the most there is. */
  let blank = 0;
  let mostBlank = 0;
  let mostHanging = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item; // within bounds
    if (item.kind === "box") {
      width += item.width;
      blank = 0;
      continue;
    }
    const penalty = item.kind === "penalty" ? item.penalty : 0;
    const natural = item.kind === "penalty" ? width + item.width : width;
    if (penalty < 0 && penalty !== FORCED) return UNKNOWN;
    mostHanging = Math.max(mostHanging, width - natural);
    if ((penalty === FORCED || reaches(from, natural, stretch, settings)) && isLegal(items, i, item)) {
      const sums = { width, stretch, shrink };
      const length = lengthOf(from.line, settings);
      const ratio = ratioOf(natural - from.width, sums, from, length, settings.slack);
      if (ratio >= -1 && ratio <= settings.tolerance) {
        const fitness = fitnessOf(ratio);
        const flagged = item.kind === "penalty" && item.flagged;
        const demerits = from.demerits + demeritsOf(ratio, penalty, flagged, items, from, fitness);
        if (!next || demerits <= next.demerits || penalty === FORCED) {
          next = nodeOf(i, from.line + 1, fitness, ratio, demerits, sumsAfter(items, i, sums), undefined);
          resumed = sums;
        }
      }
      if (ratio < -1 || penalty === FORCED) {
        if (!next) return UNKNOWN;
        i = next.at;
        ({ width, stretch, shrink } = resumed);
        if (i === items.length - 1) {
          const line = Math.max(measure, measure - indent) + mostBlank + mostHanging;
          return { demerits: next.demerits * (1 + 1e-9), length: width - shrink, line };
        }
        from = next;
        next = undefined;
      }
    }
    const passed = items[i];
    if (passed?.kind === "glue") {
      width += passed.width;
      stretch += passed.stretch;
      shrink += passed.shrink;
      blank += Math.max(0, passed.width - passed.shrink);
      mostBlank = Math.max(mostBlank, blank);
    }
  }
  return UNKNOWN;
}
const UNKNOWN: Bound = { demerits: Number.POSITIVE_INFINITY, length: 0, line: 1 };

/**
 * The greedy way: each line takes as much as fits, a line that nothing fits into takes one box too many.
 * Always succeeds; the last resort when even the emergency stretch cannot help, and the yardstick in tests.
 */
export function firstFit(items: readonly Item[], settings: BreakSettings): readonly Break[] {
  const breaks: Break[] = [];
  let from: Sums = { width: 0, stretch: 0, shrink: 0 };
  let candidate: { at: number; ratio: number; after: Sums } | undefined;
  let width = 0;
  let stretch = 0;
  let shrink = 0;
  const end = (): void => {
    if (!candidate) return;
    breaks.push({ at: candidate.at, ratio: candidate.ratio });
    from = candidate.after;
    candidate = undefined;
  };
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item; // within bounds
    if (item.kind === "box") {
      width += item.width;
      continue;
    }
    if (isLegal(items, i, item)) {
      const sums = { width, stretch, shrink };
      const extra = item.kind === "penalty" ? item.width : 0;
      const ratio = (): number =>
        ratioOf(width - from.width + extra, sums, from, lengthOf(breaks.length, settings), settings.slack);
      if (ratio() < -1) end(); // what was too long ends before this place
      candidate = { at: i, ratio: ratio(), after: sumsAfter(items, i, sums) };
      if (item.kind === "penalty" && item.penalty === FORCED) end();
    }
    if (item.kind === "glue") {
      width += item.width;
      stretch += item.stretch;
      shrink += item.shrink;
    }
  }
  return breaks;
}
