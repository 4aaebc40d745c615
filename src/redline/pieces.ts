/**
 * A text in the pieces that are compared whole: words and numbers with the marks inside them, ideographs and kana one
 * by one, blanks, signs. No dictionary has a say, since one Node divides Chinese otherwise than the next.
 */
export const piecesOf = (text: string): readonly string[] => text.match(PIECE) ?? [];

/** The pieces that say something: no blanks, no signs. */
export const wordsIn = (text: string): readonly string[] => piecesOf(text).filter(isWord);

export const isWord = (piece: string): boolean => WORD.test(piece);

/** Scripts that put no blanks between words. */
const DENSE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const LETTERS = String.raw`(?:(?!${DENSE})[\p{L}\p{N}\p{M}])+`;
const PIECE = new RegExp(
  String.raw`${DENSE}\p{M}*|${LETTERS}(?:[.,:'’‑-]${LETTERS})*|\s+|[^]\p{M}*(?:\u200d[^]\p{M}*)*`,
  "gu",
);
const WORD = /[\p{L}\p{N}]/u;

/** How often each word stands in a text, and how many there are. */
export interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly size: number;
}

export function bagOf(words: readonly string[]): Bag {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, size: words.length };
}

/** How many words two texts have in common. */
export function common(one: Bag, other: Bag): number {
  const [few, many] = one.counts.size <= other.counts.size ? [one, other] : [other, one];
  let shared = 0;
  for (const [word, count] of few.counts) shared += Math.min(count, many.counts.get(word) ?? 0);
  return shared;
}

/** From 0 for texts without a common word to 1 for texts of the same words (Dice's coefficient); 1 for two empty ones. */
export const likeness = (one: Bag, other: Bag): number =>
  one.size + other.size === 0 ? 1 : (2 * common(one, other)) / (one.size + other.size);
