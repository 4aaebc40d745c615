import LineBreaker from "linebreak";

/**
 * Where a line of running text may end: UAX #14 over the whole paragraph, with the tailoring that Chinese
 * needs. Positions are UTF-16 offsets; a line may end before the character at the position.
 */
export interface Opportunity {
  readonly position: number;
  /** A line must end here (U+2028 and the like, from a line break in the document). */
  readonly required: boolean;
}

/**
 * Opportunities in the order of the text, the end of the text excluded. `lang` decides how curly quotes are
 * read: class QU glues on both sides, which is wrong in Chinese, where they open and close (CLREQ 3.1.2).
 */
export function opportunities(text: string, lang: string): Opportunity[] {
  const found: Opportunity[] = [];
  const breaker = new LineBreaker(isHanLanguage(lang) || HAN.test(text) ? tailored(text, lang) : text);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    if (next.position >= text.length) break;
    if (!forbidden(text, next.position))
      found.push({ position: next.position, required: next.required === true });
  }
  return found;
}

export const isHanLanguage = (lang: string): boolean => /^(zh|ja|ko)\b/.test(lang);

const HAN = /[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]/;
const LATIN = /[\p{Script=Latin}\p{Nd}]/u;

/** Quotes as the class they have in Chinese; one UTF-16 unit stays one, so that positions hold. */
const QUOTES = { "“": "「", "‘": "「", "”": "」", "’": "」" } as const;

function tailored(text: string, lang: string): string {
  return text.replace(/[“”‘’]/g, (quote, at: number) =>
    isHanQuote(text, at, lang) ? QUOTES[quote as keyof typeof QUOTES] : quote,
  );
}

/**
 * Whether the quote at an offset belongs to Chinese text: in a Chinese paragraph always, unless it stands
 * between two Latin letters (an apostrophe); elsewhere when it touches a Han character.
 */
export function isHanQuote(text: string, at: number, lang: string): boolean {
  const before = text[at - 1] ?? "";
  const after = text[at + 1] ?? "";
  if (isHanLanguage(lang)) return !(LATIN.test(before) && LATIN.test(after));
  return HAN.test(before) || HAN.test(after);
}

/** Breaks that UAX #14 allows and a reader frowns at: 12|月, 第|3, 8.5|%, 5–|6 February, and inside a long dash. */
function forbidden(text: string, position: number): boolean {
  const before = text[position - 1] ?? "";
  const after = text[position] ?? "";
  return (
    (/\d/.test(before) && /[年月日号时分届次名人项票张%％‰]/.test(after)) ||
    (before === "第" && /\d/.test(after)) ||
    (before === "–" && /\d/.test(after) && /\d/.test(text[position - 2] ?? "")) ||
    (before === "—" && after === "—") ||
    (before === "…" && after === "…")
  );
}
