import british from "hyphen/en-gb/index.js";
import american from "hyphen/en-us/index.js";

/** Offsets inside a word at which it may be divided, ascending; empty for a word that must stay whole. */
export type Hyphenate = (word: string, lang: string) => readonly number[];

const SOFT_HYPHEN = "\u00ad";
const NONE: readonly number[] = [];

/** Patterns by language; the first whose tag begins the wanted one is used. Han text is never hyphenated. */
const PATTERNS = [
  { tag: "en-GB", hyphenator: british },
  { tag: "en", hyphenator: american },
] as const;

const known = new Map<string, readonly number[]>();

/**
 * Liang's patterns. Left whole: words of fewer than six letters, anything with a capital, a digit or a mark in
 * it (names, codes and numbers are read letter by letter), and divisions that would leave fewer than two
 * letters before or three after the hyphen.
 */
export const hyphenate: Hyphenate = (word, lang) => {
  if (word.length < 6 || !/^\p{Ll}+$/u.test(word)) return NONE;
  const key = `${lang}:${word}`;
  let offsets = known.get(key);
  if (!offsets) {
    const patterns = PATTERNS.find(
      ({ tag }) => lang === tag || lang.startsWith(`${tag}-`) || tag === lang.split("-")[0],
    );
    offsets = patterns
      ? dividedAt(patterns.hyphenator.hyphenateSync(word, { hyphenChar: SOFT_HYPHEN, minWordLength: 6 }))
      : NONE;
    known.set(key, offsets);
  }
  return offsets;
};

function dividedAt(marked: string): readonly number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const part of marked.split(SOFT_HYPHEN)) {
    at += part.length;
    offsets.push(at);
  }
  return offsets.filter((offset) => offset >= 2 && offset <= at - 3);
}
