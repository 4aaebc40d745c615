/** At least two columns are worth the trouble, and beyond six the eye loses its line. */
const FEWEST = 2;
const MOST = 6;
/** A list this short stands better in one column. */
const SHORT = 3;

/**
 * How many columns a list of names takes: as many as the longest name leaves room for, and among those the count
 * that leaves the fewest empty places, the larger of two equals. All lengths in one unit, whichever it is.
 */
export function nameColumns(lengths: readonly number[], measure: number, gap: number): number {
  if (lengths.length <= SHORT) return 1;
  const longest = Math.max(...lengths);
  const room = Math.floor((measure + gap) / (longest + gap));
  const most = Math.min(MOST, room, lengths.length);
  let best = 1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let count = most; count >= Math.max(FEWEST, Math.ceil(most / 2)); count--) {
    const empty = (count - (lengths.length % count)) % count;
    if (empty < fewest) {
      best = count;
      fewest = empty;
    }
  }
  return best;
}

/** What a column of a table asks for, in points; `share` is a part of what the others leave. */
export interface ColumnWish {
  readonly width?: number;
  readonly share?: number;
  readonly min?: number;
  readonly max?: number;
}
/** The width below which a column's longest word is cut, and the one beyond which it gains nothing. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** No column is narrower, whatever others ask for: a character fits, and nothing is divided by zero. */
const LEAST = 6;

/** The space between columns: as wished, or less where it would take more than half the measure. */
export const gapFor = (columns: number, measure: number, wished: number): number =>
  columns < 2 ? 0 : Math.min(wished, Math.max(0, measure) / 2 / (columns - 1));

/**
 * Widths of a table's columns. Set widths come first; columns with neither width nor share get between their
 * `contents`' bounds, in proportion, as CSS 2.1 (17.5.2.2) describes; shares divide what is left. Set widths that
 * leave the others less than they need are made narrower together. All lengths in one unit.
 */
export function resolveWidths(
  columns: readonly ColumnWish[],
  contents: readonly Bounds[],
  available: number,
): number[] {
  const least = Math.min(LEAST, Math.max(0, available) / columns.length);
  const wishes = columns.map((column, index) => wishOf(column, contents[index], least));
  const others = wishes.reduce((sum, wish) => sum + (wish.kind === "set" ? 0 : wish.min), 0);
  const set = wishes.reduce((sum, wish) => sum + (wish.kind === "set" ? wish.min : 0), 0);
  const squeeze = set > 0 ? Math.min(1, Math.max(0, available - Math.min(others, available / 2)) / set) : 1;
  const left = Math.max(0, available - set * squeeze);
  const shares = wishes.filter(({ kind }) => kind === "share");
  const free = wishes.filter(({ kind }) => kind === "free");
  const keptBack = shares.reduce((sum, { min }) => sum + min, 0);
  const forFree = Math.max(0, left - keptBack);
  const widths = new Map<Wish, number>();
  const freeWidths =
    shares.length > 0 && sumOf(free, "max") <= forFree
      ? free.map(({ max }) => max)
      : distribute(free, forFree);
  free.forEach((wish, index) => {
    widths.set(wish, freeWidths[index] ?? 0);
  });
  const rest = left - freeWidths.reduce((sum, width) => sum + width, 0);
  portion(shares, rest).forEach((width, index) => {
    widths.set(shares[index] as Wish, width); // one for each
  });
  const wanted = wishes.map((wish) => (wish.kind === "set" ? wish.min * squeeze : (widths.get(wish) ?? 0)));
  const total = wanted.reduce((sum, width) => sum + width, 0);
  const room = Math.max(0, available);
  return total > room ? wanted.map((width) => (width * room) / total) : wanted;
}

interface Wish extends Bounds {
  readonly kind: "set" | "share" | "free";
  readonly share: number;
  /** Whether the column may grow beyond what its contents need. */
  readonly grows: boolean;
}

function wishOf(column: ColumnWish, content: Bounds | undefined, least: number): Wish {
  const { width, share, min = 0, max = Number.POSITIVE_INFINITY } = column;
  if (width !== undefined) return { kind: "set", min: width, max: width, share: 0, grows: false };
  const low = Math.max(least, min, Math.min(content?.min ?? 0, max));
  if (share !== undefined) return { kind: "share", min: low, max: Math.max(low, max), share, grows: true };
  const high = Math.max(low, Math.min(content?.max ?? 0, max));
  return { kind: "free", min: low, max: high, share: 0, grows: max === Number.POSITIVE_INFINITY };
}

const sumOf = (bounds: readonly Bounds[], key: keyof Bounds): number =>
  bounds.reduce((sum, bound) => sum + bound[key], 0);

/** Between minimum and maximum: each column gets its minimum and a part of the rest by how much more it wants. */
function distribute(wishes: readonly Wish[], width: number): number[] {
  const min = sumOf(wishes, "min");
  const max = sumOf(wishes, "max");
  if (max <= width) {
    // What nobody needs goes to those that have no greatest width, by their size.
    const growing = sumOf(
      wishes.filter(({ grows }) => grows),
      "max",
    );
    return wishes.map((wish) => (wish.grows ? wish.max * (1 + (width - max) / growing) : wish.max));
  }
  if (min >= width) return wishes.map((wish) => (min > 0 ? (wish.min * width) / min : 0));
  return wishes.map((wish) => wish.min + ((wish.max - wish.min) * (width - min)) / (max - min));
}

/** Parts of a width by share; a column whose part would be beyond its bounds gets the bound, the others the rest. */
function portion(wishes: readonly Wish[], width: number): number[] {
  const fixed = new Map<Wish, number>();
  for (;;) {
    const open = wishes.filter((wish) => !fixed.has(wish));
    const total = open.reduce((sum, { share }) => sum + share, 0);
    const left = width - [...fixed.values()].reduce((sum, each) => sum + each, 0);
    const wanted = (wish: Wish): number => (Math.max(0, left) * wish.share) / total;
    const over = open.filter((wish) => wanted(wish) > wish.max);
    const under = open.filter((wish) => wanted(wish) < wish.min);
    // The side that is more amiss is settled first, or the other might have been right (CSS Flexbox 9.7).
    const excess = over.reduce((sum, wish) => sum + wanted(wish) - wish.max, 0);
    const lack = under.reduce((sum, wish) => sum + wish.min - wanted(wish), 0);
    if (excess === 0 && lack === 0) return wishes.map((wish) => fixed.get(wish) ?? wanted(wish));
    if (excess > lack) for (const wish of over) fixed.set(wish, wish.max);
    else for (const wish of under) fixed.set(wish, wish.min);
  }
}
