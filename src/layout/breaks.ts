import LineBreaker from "linebreak";
import { hanMarks, type IsHanMark, isHanLanguage } from "../document/han-marks.ts";

/**
 * Where a line of running text may end: UAX #14 over the whole paragraph, with the tailoring that Chinese
 * needs. Positions are UTF-16 offsets; a line may end before the character at the position.
 */
export interface Opportunities {
  /** In the order of the text, its end excluded. */
  readonly positions: readonly number[];
  /** Of these, where a line must end (U+2028 and the like, from a line break in the document). */
  readonly required: ReadonlySet<number>;
  /** Where a line had better not end, if it may at all: inside a short item of a Chinese list, which is often a name. */
  readonly dear: ReadonlySet<number>;
}

/**
 * The opportunities of a paragraph. Curly quotes are read as what `isHanMark` says: class QU glues on both sides, which
 * is wrong in Chinese, where they open and close (CLREQ 3.1.1).
 */
export function opportunities(
  text: string,
  lang: string,
  isHanMark: IsHanMark = hanMarks(text, lang),
): Opportunities {
  return (isHanLanguage(lang) ? undefined : betweenWords(text)) ?? searched(text, lang, isHanMark);
}

const NOWHERE: ReadonlySet<number> = new Set();

/**
 * The opportunities of words with blanks between them, put together from those inside each word, which are sought
 * once for each; undefined when words or what meets between them are not of the common kind.
 */
function betweenWords(text: string): Opportunities | undefined {
  const positions: number[] = [];
  let before: Token | undefined;
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) === BLANK) {
      at++;
      continue;
    }
    let end = endOfLetters(text, at);
    let token: Token | undefined = LETTERS;
    if (end === undefined) {
      end = text.indexOf(" ", at);
      if (end < 0) end = text.length;
      token = tokenOf(text.slice(at, end));
    }
    if (!token || (before?.quotes && token.opens)) return undefined; // LB15: no break between ” and (
    if (before) positions.push(at);
    else if (at > 0) return undefined; // blanks at the start are a case of their own
    for (const inside of token.breaks) positions.push(at + inside);
    before = token;
    at = end;
  }
  return { positions, required: NOWHERE, dear: NOWHERE };
}

/** Where a word ends that is nothing but letters of English, perhaps with a stop after them; nearly all are. */
function endOfLetters(text: string, from: number): number | undefined {
  let end = from;
  while (end < text.length && isLetter(text.charCodeAt(end))) end++;
  if (end === from) return undefined;
  if (end < text.length && STOPS.includes(text.charCodeAt(end))) end++;
  return end === text.length || text.charCodeAt(end) === BLANK ? end : undefined;
}

const STOPS: readonly number[] = Array.from(".,;:", (stop) => stop.charCodeAt(0));
const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

interface Token {
  /** Opportunities inside it. */
  readonly breaks: readonly number[];
  readonly quotes: boolean;
  readonly opens: boolean;
}

const LETTERS: Token = { breaks: [], quotes: false, opens: false };
const BLANK = 0x20;
const tokens = new Map<string, Token | undefined>();
const MOST_TOKENS = 50_000;

function tokenOf(word: string): Token | undefined {
  if (tokens.has(word)) return tokens.get(word);
  if (tokens.size >= MOST_TOKENS) tokens.clear();
  const token = makeToken(word);
  tokens.set(word, token);
  return token;
}

/** Undefined when a word is not sure to stand alone between blanks: it opens, closes or is not plain. */
function makeToken(word: string): Token | undefined {
  if (!COMMON.test(word)) return undefined;
  const { positions } = searched(`a ${word} a`, "en");
  const end = word.length + 2;
  if (positions[0] !== 2 || positions.at(-1) !== end + 1) return undefined;
  return {
    breaks: positions.slice(1, -1).map((position) => position - 2),
    quotes: QUOTE_END.test(word),
    opens: word.startsWith("(") || word.startsWith("["),
  };
}

/** Latin letters, digits and the marks of running text; dashes that stand alone meet each other by LB17. */
const COMMON = /^(?!—)[\u0021-\u007e\u00a0-\u00ac\u00ae-\u024f–—“”‘’…€]+(?<!—)$/;
const QUOTE_END = /["'“”‘’«»]$/;

/** Opportunities by the letter of the algorithm, whatever the text. */
export function searched(
  text: string,
  lang: string,
  isHanMark: IsHanMark = hanMarks(text, lang),
): Opportunities {
  if (!isHanLanguage(lang) && !HAN.test(text)) {
    const found: Found = { positions: [], required: new Set() };
    search(found, text, 0, text.length, (position) => forbidden(text, position));
    return { ...found, dear: NOWHERE };
  }
  return searchedInHan(withHanQuotes(text, isHanMark));
}

/** Between two ideographs a line may always end, so that only what stands among others has to be sought. */
function searchedInHan(text: string): Opportunities {
  const found: Found = { positions: [], required: new Set() };
  const read = text.replace(LETTER_BEFORE_WIDE, "\u4e00");
  const refused = (position: number): boolean => forbidden(text, position) || forbiddenInHan(text, position);
  const isHere = (at: number): boolean => isIdeograph(text.charCodeAt(at));
  for (let at = 0; at < text.length; ) {
    while (isHere(at) && isHere(at + 1)) found.positions.push(++at);
    let next = at + 1;
    while (next < text.length && !isHere(next)) next++;
    if (next > at + 1 || !isHere(at)) search(found, read, at, next + 1, refused);
    at = next;
  }
  return { ...found, dear: dearPlaces(text) };
}

interface Found {
  readonly positions: number[];
  readonly required: Set<number>;
}

/** Adds the opportunities of a part of a text, its ends excluded, that are not refused. */
function search(
  { positions, required }: Found,
  text: string,
  from: number,
  to: number,
  isRefused: (position: number) => boolean,
): void {
  const part = text.slice(from, to);
  const breaker = new LineBreaker(part);
  for (let next = breaker.nextBreak(); next && next.position < part.length; next = breaker.nextBreak()) {
    const position = from + next.position;
    if (next.required) required.add(position);
    else if (isRefused(position)) continue;
    positions.push(position);
  }
}

const HAN = /[\u2329\u232a\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\ud840-\ud8bf]/;

/** Quotes as the class they have in Chinese; one UTF-16 unit stays one, so that positions hold. */
const QUOTES = { "“": "「", "‘": "「", "”": "」", "’": "」" } as const;

/** Wide opening brackets (class OP, East Asian width W or F). */
const WIDE_OPENERS = "\u2329〈《「『【〔〖〘〚〝（［｛｟";
/**
 * A letter or digit before a wide bracket, or its marks and joiners. LB30 does not hold before brackets of East
 * Asian width, which the package does not know: they pass as ideographs, and `forbiddenInHan` keeps what follows.
 */
const LETTER_BEFORE_WIDE = new RegExp(`(?<=[\\p{L}\\p{N}\\p{M}#&*+=@_§])[${WIDE_OPENERS}]`, "gu");

function withHanQuotes(text: string, isHanMark: IsHanMark): string {
  return text.replace(/[“”‘’]/g, (quote, at: number) =>
    isHanMark(at) ? QUOTES[quote as keyof typeof QUOTES] : quote,
  );
}

/** Breaks that UAX #14 allows and a reader frowns at: 5–|6 February, and inside a long dash or ellipsis. */
function forbidden(text: string, position: number): boolean {
  const before = text[position - 1];
  const after = text[position];
  if (before === "–") return DIGIT.test(after ?? "") && DIGIT.test(text[position - 2] ?? "");
  // CLREQ 3.1.5.1: a dash or an ellipsis of two characters is one mark
  return before === after && (before === "—" || before === "…" || before === "⋯");
}

/** What Chinese adds: digits stay with their counters, connectors do not begin a line, slashes stay between. */
function forbiddenInHan(text: string, position: number): boolean {
  const before = text[position - 1] ?? "";
  const after = text[position] ?? "";
  return (
    // CLREQ 3.1.5.2: digits and their prefix or suffix
    (DIGIT.test(before) && COUNTERS.test(after)) ||
    (before === "第" && DIGIT.test(after)) ||
    // CLREQ 3.1.4, “basic”: a connector or an interpunct is not set at the start of a line
    CONNECTORS.includes(after) ||
    (after === "—" && text[position + 1] !== "—" && (HAN.test(before) || DIGIT.test(before))) ||
    (after === "·" && HAN.test(before)) ||
    // CLREQ 3.1.4, “GB-style”: nor a solidus at its end
    before === "／" ||
    // what passed as an ideograph above: LB14, no break after an opening bracket and its spaces
    (WIDE_OPENERS.includes(before) && before !== "") ||
    (before === " " && endsOpen(text, position))
  );
}

/**
 * Two to four characters between two 、 or between one and another mark: “张伟明、欧阳修、王芳，”. Lists of names
 * look so, and what else looks so is a word that is better read whole.
 */
const LISTED =
  /(?<=^|[\p{P}\s])[\u3400-\u9fff\u{20000}-\u{3ffff}]{2,4}(?=、)|(?<=、)[\u3400-\u9fff\u{20000}-\u{3ffff}]{2,4}(?=$|[\p{P}\s])/gu;
function dearPlaces(text: string): ReadonlySet<number> {
  if (!text.includes("、")) return NOWHERE;
  const places = new Set<number>();
  for (const { 0: item, index } of text.matchAll(LISTED))
    for (let at = index + 1; at < index + item.length; at++) places.add(at);
  return places;
}

const isIdeograph = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff;

const DIGIT = /[0-9０-９]/;
const COUNTERS = /[年月日号时分秒届次名人位项票张件条章节款元万亿倍岁%％‰℃]/;
const CONNECTORS = ["～", "〜", "－", "／", "・"];

function endsOpen(text: string, position: number): boolean {
  let at = position - 1;
  while (text[at] === " ") at--;
  return at >= 0 && WIDE_OPENERS.includes(text[at] as string); // at is within bounds
}
