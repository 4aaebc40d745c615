import { readFileSync } from "node:fs";
import type { Lang, Prose } from "./meeting.ts";

/**
 * Sentences of a book: as large a vocabulary, and words as rare, as a real language has. The books are out of
 * copyright: "Pride and Prejudice" by Jane Austen (1813), chapters 1 to 12, and 《呐喊》 by Lu Xun (1923), in part.
 */
export function proseOf(lang: Lang): Prose {
  let sentences = books.get(lang);
  if (!sentences) {
    sentences = sentencesOf(readFileSync(new URL(`prose/${lang}.txt`, import.meta.url), "utf8"), lang);
    books.set(lang, sentences);
  }
  const all = sentences;
  return ({ pick }) => pick(all);
}

const books = new Map<Lang, readonly string[]>();

/** Sentences of a middling length; a file has a paragraph on each line. */
function sentencesOf(text: string, lang: Lang): readonly string[] {
  const { end, shortest, longest } = BOUNDS[lang];
  return text
    .split("\n")
    .flatMap((paragraph) => paragraph.split(end))
    .map((sentence) => sentence.trim())
    .filter(({ length }) => length >= shortest && length <= longest);
}

/** Lengths in characters. */
const BOUNDS = {
  en: { end: /(?<=[.!?])\s+(?=[A-Z])/, shortest: 40, longest: 260 },
  zh: { end: /(?<=[。！？])/, shortest: 12, longest: 80 },
} as const;
