import { isRtlLanguage } from "../../document/direction.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it may stand between tags or inside a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

/** Attributes in the order given; absent ones are left out. */
export const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escapeHtml(String(value))}"`))
    .join("");

/** A language, and the direction of one that is written from right to left. */
export const language = (
  lang: string | undefined,
): { lang: string | undefined; dir: string | undefined } => ({
  lang,
  dir: lang !== undefined && isRtlLanguage(lang) ? "rtl" : undefined,
});

/** A style's name as a class: what CSS would read as syntax becomes a hyphen. */
export const blockClass = (style: string): string =>
  style.replace(/[^\p{L}\p{N}_-]/gu, "-").replace(/^(?=[\d-])/, "s");

/** Character styles have classes of their own, since a name may serve a paragraph and a word alike. */
export const characterClass = (style: string): string => `c-${blockClass(style)}`;

/** A string as CSS writes it; neither the string nor the style element can be left from inside. */
export const cssString = (text: string): string =>
  `"${text.replace(/[^\p{L}\p{N} ,.:;()·–—-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
