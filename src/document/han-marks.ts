/** The languages whose text is written in full-width characters. */
export const isHanLanguage = (lang: string): boolean => /^(zh|ja|ko)\b/.test(lang);

/** A stretch of text in one language. */
export interface Tongue {
  readonly text: string;
  readonly lang: string;
}

/** Whether the curly quote, dash or ellipsis at an offset (UTF-16) is the full-width mark. */
export type IsHanMark = (at: number) => boolean;

/**
 * Tells the two kinds of “ ” ‘ ’ — … apart, which Unicode does not: the full-width marks of Chinese and Japanese and
 * the narrow ones of Latin text. Whatever depends on it (face, width, where a line may end) asks here.
 *
 * A mark belongs to the text that uses it. In Chinese, words that are quoted are in Chinese quotes, whatever they are
 * (授予“Founder’s Medal”); Latin quotes are those inside a Latin phrase, with no Chinese character or mark nearest on
 * either side nor between them, and apostrophes. Digits and blanks have no say, so that （1949—2024） keeps its long
 * dash. In other languages quotes are full-width only where they touch Chinese. Both marks of a pair are of one kind.
 *
 * `tongues` are the stretches that make up the text, when not all of it is in `lang`.
 */
export function hanMarks(text: string, lang: string, tongues: readonly Tongue[] = []): IsHanMark {
  let found: ReadonlySet<number> | undefined;
  return (at) => {
    found ??= search(text, lang, tongues);
    return found.has(at);
  };
}

/** Whether something in a text is full-width by itself. */
export const hasHan = (text: string): boolean => HAN.test(text);

/**
 * A text cut before and after each stretch of other letters that has narrow marks in it, for formats that choose the
 * face of shared marks by the run.
 */
export function apart(text: string, lang: string): string[] {
  const isHanMark = hanMarks(text, lang);
  const parts: string[] = [];
  let from = 0;
  let start = 0;
  let narrow = false;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? "";
    const isMark = MARK.test(character);
    if (at < text.length && !(isMark ? isHanMark(at) : HAN.test(character))) {
      narrow ||= isMark;
      continue;
    }
    if (narrow) {
      parts.push(text.slice(from, start), text.slice(start, at));
      from = at;
      narrow = false;
    }
    start = at + 1;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

function search(text: string, lang: string, tongues: readonly Tongue[]): ReadonlySet<number> {
  const found = new Set<number>();
  // Nothing to be found in English, which is most of what is asked about.
  if (!isHanLanguage(lang) && !tongues.some((tongue) => isHanLanguage(tongue.lang)) && !HAN.test(text))
    return found;
  for (const { from, to, own } of marksIn(text, languages(lang, tongues))) {
    const isHan = isHanLanguage(own)
      ? inHan(text, from, to)
      : QUOTE.test(text[from] ?? "") && touching(text, from, to);
    if (!isHan) continue;
    found.add(from);
    found.add(to);
  }
  return found;
}

/** A pair of quotes, or a mark by itself, which begins and ends at one place. */
interface Marks {
  readonly from: number;
  readonly to: number;
  /** The language that it is in; of a pair, where it opens. */
  readonly own: string;
}

function marksIn(text: string, langAt: (at: number) => string): Marks[] {
  const marks: Marks[] = [];
  const open: number[] = [];
  const add = (from: number, to = from): number => marks.push({ from, to, own: langAt(from) });
  for (const { 0: mark, index: at } of text.matchAll(MARKS)) {
    const opener = OPENER[mark];
    if (mark === "“" || mark === "‘") open.push(at);
    else if (opener === undefined || isApostrophe(text, at)) add(at);
    else {
      const place = open.findLastIndex((before) => text[before] === opener);
      // An ’ inside “ ” that nothing opened is an apostrophe: it ends no quote further out.
      if (place < 0 || (mark === "’" && place < open.length - 1)) add(at);
      else {
        const [from = at, ...lost] = open.splice(place);
        for (const single of lost) add(single);
        add(from, at);
      }
    }
  }
  for (const single of open) add(single);
  return marks;
}

/** The language at an offset. */
function languages(lang: string, tongues: readonly Tongue[]): (at: number) => string {
  if (tongues.every((tongue) => tongue.lang === lang)) return () => lang;
  return (at) => {
    let end = 0;
    for (const tongue of tongues) {
      end += tongue.text.length;
      if (at < end) return tongue.lang;
    }
    return lang;
  };
}

function inHan(text: string, from: number, to: number): boolean {
  // What no ‘ belongs to is an apostrophe, at the end of a word too (Members’).
  if (from === to && text[from] === "’" && LATIN.test(text[from - 1] ?? "")) return false;
  const before = nearest(text, from, -1);
  if (before === "han") return true;
  const after = nearest(text, to, 1);
  if (after === "han") return true;
  const inside = text.slice(from + 1, to);
  return HAN.test(inside) || (before === undefined && after === undefined && !LETTER.test(inside));
}

const touching = (text: string, from: number, to: number): boolean =>
  touches(text, from) && (from === to || touches(text, to));
const touches = (text: string, at: number): boolean =>
  HAN.test(text[at - 1] ?? "") || HAN.test(text[at + 1] ?? "");

const isApostrophe = (text: string, at: number): boolean =>
  text[at] === "’" && LATIN.test(text[at - 1] ?? "") && LATIN.test(text[at + 1] ?? "");

/** Of what kind the next letter or full-width mark is, in a direction; digits, blanks and other marks are passed. */
function nearest(text: string, from: number, step: -1 | 1): "han" | "other" | undefined {
  for (let at = from + step; at >= 0 && at < text.length; at += step) {
    const character = text[at] ?? "";
    if (HAN.test(character)) return "han";
    if (LETTER.test(character)) return "other";
  }
  return undefined;
}

const MARKS = /[“”‘’—…]/g;
const MARK = /[“”‘’—…]/;
const QUOTE = /[“”‘’]/;
const OPENER: Readonly<Record<string, string>> = { "”": "“", "’": "‘" };
/** Characters and marks of East Asian text, half a surrogate pair included. */
const HAN = /[\u2329\u232a\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\ud840-\ud8bf]/;
const LATIN = /[\p{Script=Latin}\p{Nd}]/u;
const LETTER = /\p{L}/u;
