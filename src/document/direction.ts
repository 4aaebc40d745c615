/** The languages and scripts that are written from right to left. */
export const isRtlLanguage = (lang: string): boolean =>
  /^(ar|arc|ckb|dv|fa|he|ps|sd|syr|ug|ur|yi)\b|-(Arab|Hebr|Syrc|Thaa)\b/i.test(lang);

/** Letters of classes R and AL, and the controls that make text run from right to left (UAX #9). */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/;

/** Whether something in a text runs from right to left. */
export const hasRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/** Text that runs one way. */
export interface Directed {
  readonly text: string;
  readonly rtl: boolean;
}

const RTL = "\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc";
const LTR_LETTER = `(?![${RTL}])\\p{L}`;
/** From the first letter of one direction to the last letter or digit before a letter of the other. */
const RTL_STRETCH = new RegExp(`[${RTL}](?:(?:(?!${LTR_LETTER}).)*[${RTL}\\p{Nd}])?`, "gsu");
const LTR_STRETCH = new RegExp(`${LTR_LETTER}(?:[^${RTL}]*(?:${LTR_LETTER}|\\p{Nd}))?`, "gu");

/**
 * A text in stretches for formats that bring order into a line by themselves but want to be told of each run which
 * way it goes. Spaces and marks between stretches go the way of the paragraph, `rtl`.
 */
export function directed(text: string, rtl: boolean): Directed[] {
  if (!rtl && !hasRightToLeft(text)) return [{ text, rtl }];
  const stretches: Directed[] = [];
  let from = 0;
  for (const { 0: stretch, index } of text.matchAll(rtl ? LTR_STRETCH : RTL_STRETCH)) {
    if (index > from) stretches.push({ text: text.slice(from, index), rtl });
    stretches.push({ text: stretch, rtl: !rtl });
    from = index + stretch.length;
  }
  if (from < text.length) stretches.push({ text: text.slice(from), rtl });
  return stretches;
}
