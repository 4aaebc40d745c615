import type { HeadingLevel, HeadingNumber } from "../document/model.ts";
import { formatNumber } from "../document/number.ts";
import { type Style, type StyleSheet, styleNamed } from "./sheet.ts";

/** A heading, or an entry that stands for one. */
interface Numbered {
  readonly level: HeadingLevel;
  readonly role?: string;
  readonly number?: HeadingNumber;
}

/**
 * A heading's number as its style prints it. `hangs` says that it stands in a column of its own; otherwise it runs
 * into the words. Absent for a heading that shows none.
 */
export function printedNumber(
  sheet: StyleSheet,
  { level, role, number }: Numbered,
): { readonly label: string; readonly hangs: boolean } | undefined {
  const look = styleNamed(sheet, role ?? `heading${level}`).number;
  if (!number || !look) return undefined;
  return { label: labelOf(number.label, look), hangs: look.hang > 0 };
}

/** A number with what its style sets around it. */
export const labelOf = (
  label: string | number,
  { format, prefix, suffix }: NonNullable<Style["number"]>,
): string => `${prefix}${formatNumber(label, format)}${suffix}`;

/** The number and the words as one string; nothing parts them where the number brings its own full-width mark. */
export function numbered(sheet: StyleSheet, heading: Numbered, words: string): string {
  const number = printedNumber(sheet, heading);
  if (!number) return words;
  return /[\u3000-\u303f\uff00-\uffef]$/.test(number.label)
    ? `${number.label}${words}`
    : `${number.label} ${words}`;
}
