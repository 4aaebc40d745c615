import { type Bag, bagOf, common, likeness } from "./pieces.ts";

/** What stands for the same in two revisions; with one side absent, what only one of them has. */
export type Pair<T> =
  | { readonly before: T; readonly after: T }
  | { readonly before: T; readonly after?: undefined }
  | { readonly before?: undefined; readonly after: T };

/** What is asked of the parts that are aligned. */
export interface Traits<T> {
  /** What the part stands for; two parts with one key, which no other has, are the same. */
  readonly key: (part: T) => string | undefined;
  /** The words by which parts are told to be alike. */
  readonly words: (part: T) => readonly string[];
  /** Whether two parts can be shown as one with marks in it. */
  readonly fits: (before: T, after: T) => boolean;
}

/** Parts less alike than this are different ones. */
const ALIKE = 0.35;
/** Of so few words, what alone stands in the place of another is taken for its successor: a number in a cell. */
const SHORT = 6;
/** Beyond so many combinations nothing is compared by likeness. */
const MOST = 1_000_000;

/**
 * Pairs the parts of two revisions, in an order that is the order of both. First those with the same key, and those
 * of the same words where no others have these (patience), as many as stand in the same order; then what lies
 * between, by likeness, so that the most words remain unmarked.
 */
export function align<T>(before: readonly T[], after: readonly T[], traits: Traits<T>): readonly Pair<T>[] {
  const olds = before.map((part) => describe(part, traits));
  const news = after.map((part) => describe(part, traits));
  const keys = sharedBy(olds, news, ({ key }) => key);
  const texts = sharedBy(olds, news, ({ key, text }) => (keys.has(key) ? undefined : text));
  const anchors = olds.flatMap((old, at): readonly Anchor[] => {
    const to = keys.get(old.key) ?? texts.get(old.text);
    return to !== undefined && traits.fits(old.part, after[to] as T) ? [{ from: at, to }] : []; // an index of after
  });
  const pairs: Pair<T>[] = [];
  let from = 0;
  let to = 0;
  const fill = (next: Anchor): void => {
    // What has moved is not taken for its new neighbour.
    const free = ({ key, ...one }: Described<T>) => ({ ...one, stays: !keys.has(key) });
    pairs.push(
      ...pairAlike(olds.slice(from, next.from).map(free), news.slice(to, next.to).map(free), traits),
    );
    from = next.from + 1;
    to = next.to + 1;
  };
  for (const anchor of ascending(anchors)) {
    fill(anchor);
    pairs.push({ before: before[anchor.from] as T, after: after[anchor.to] as T }); // anchors are indices of both
  }
  fill({ from: before.length, to: after.length });
  return pairs;
}

interface Described<T> {
  readonly part: T;
  readonly key: string | undefined;
  readonly bag: Bag;
  /** Its words as one; absent when it has none. */
  readonly text: string | undefined;
}

function describe<T>(part: T, traits: Traits<T>): Described<T> {
  const words = traits.words(part);
  return { part, key: traits.key(part), bag: bagOf(words), text: words.join(" ") || undefined };
}

/** Names that just one part bears on either side, each with the index of that part among the new ones. */
function sharedBy<T>(
  olds: readonly Described<T>[],
  news: readonly Described<T>[],
  name: (one: Described<T>) => string | undefined,
): ReadonlyMap<string | undefined, number> {
  const unique = (ones: readonly Described<T>[]): Map<string, number> => {
    const found = new Map<string, number>();
    const several = new Set<string>();
    ones.forEach((one, index) => {
      const own = name(one);
      if (own === undefined) return;
      if (found.has(own)) several.add(own);
      found.set(own, index);
    });
    for (const own of several) found.delete(own);
    return found;
  };
  const old = unique(olds);
  return new Map([...unique(news)].filter(([own]) => old.has(own)));
}

/** Indices of two parts that are one. */
interface Anchor {
  readonly from: number;
  readonly to: number;
}

/** As many anchors as go forward in both revisions; they come in the order of the older one (patience sorting). */
function ascending(anchors: readonly Anchor[]): readonly Anchor[] {
  interface Card {
    readonly anchor: Anchor;
    readonly below: Card | undefined;
  }
  const piles: Card[] = [];
  for (const anchor of anchors) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle] as Card).anchor.to < anchor.to)
        low = middle + 1; // within bounds
      else high = middle;
    }
    piles[low] = { anchor, below: piles[low - 1] };
  }
  const found: Anchor[] = [];
  for (let card = piles.at(-1); card; card = card.below) found.push(card.anchor);
  return found.reverse();
}

interface Free<T> {
  readonly part: T;
  readonly bag: Bag;
  /** Whether it may be paired at all. */
  readonly stays: boolean;
}

/** Pairs parts that are alike so that they have the most words in common (Needleman and Wunsch). */
function pairAlike<T>(
  olds: readonly Free<T>[],
  news: readonly Free<T>[],
  { fits }: Traits<T>,
): readonly Pair<T>[] {
  const may = (old: Free<T>, young: Free<T>): boolean =>
    old.stays && young.stays && fits(old.part, young.part);
  const columns = news.length + 1;
  const compared = olds.length * news.length <= MOST;
  // What pairing two parts gains, and the most that pairing all from these two on can gain.
  const gains = new Float64Array(compared ? olds.length * columns : 0);
  const best = new Float64Array(compared ? (olds.length + 1) * columns : 0);
  if (compared)
    for (let i = olds.length - 1; i >= 0; i--)
      for (let j = news.length - 1; j >= 0; j--) {
        const [old, young] = [olds[i] as Free<T>, news[j] as Free<T>]; // within bounds
        const alike = may(old, young) && likeness(old.bag, young.bag) >= ALIKE;
        const gain = alike ? 1 + common(old.bag, young.bag) : 0;
        gains[i * columns + j] = gain;
        best[i * columns + j] = Math.max(
          gain > 0 ? gain + (best[(i + 1) * columns + j + 1] ?? 0) : 0,
          best[(i + 1) * columns + j] ?? 0,
          best[i * columns + j + 1] ?? 0,
        );
      }
  const pairs: Pair<T>[] = [];
  let gone: Free<T>[] = [];
  let come: Free<T>[] = [];
  const settle = (): void => {
    const [old, young] = [gone[0], come[0]];
    const succeeds =
      gone.length === 1 &&
      come.length === 1 &&
      old &&
      young &&
      isShort(old) &&
      isShort(young) &&
      may(old, young);
    if (succeeds) pairs.push({ before: old.part, after: young.part });
    else
      pairs.push(...gone.map(({ part }) => ({ before: part })), ...come.map(({ part }) => ({ after: part })));
    gone = [];
    come = [];
  };
  let [i, j] = [0, 0];
  while (i < olds.length || j < news.length) {
    const here = best[i * columns + j] ?? 0;
    const gain = i < olds.length && j < news.length ? (gains[i * columns + j] ?? 0) : 0;
    if (gain > 0 && here === gain + (best[(i + 1) * columns + j + 1] ?? 0)) {
      settle();
      pairs.push({ before: (olds[i++] as Free<T>).part, after: (news[j++] as Free<T>).part }); // within bounds
    } else if (i < olds.length && (j === news.length || here === (best[(i + 1) * columns + j] ?? 0)))
      gone.push(olds[i++] as Free<T>); // within bounds
    else come.push(news[j++] as Free<T>); // there are some left
  }
  settle();
  return pairs;
}

const isShort = ({ bag }: Free<unknown>): boolean => bag.size <= SHORT;
