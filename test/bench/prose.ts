import { readFileSync } from "node:fs";
import type { Lang, Prose } from "./meeting.ts";

/** Sentences of a book, taken from any place: a vocabulary as large, and words as rare, as a real language has. */
export function proseOf(lang: Lang): Prose {
  let sentences = books.get(lang);
  if (!sentences) {
    const text = readFileSync(new URL(`prose/${lang}.txt`, import.meta.url), "utf8");
    sentences = sentencesOf(text, lang);
    books.set(lang, sentences);
  }
  const all = sentences;
  return ({ pick }) => pick(all);
}

const books = new Map<Lang, readonly string[]>();

/** Sentences of a middling length, without the signs that mean something in our records' small Markdown. */
function sentencesOf(text: string, lang: Lang): readonly string[] {
  const [end, shortest, longest, gap] =
    lang === "zh" ? [/(?<=[。！？])/u, 12, 80, ""] : [/(?<=[.!?])\s+(?=[A-Z])/u, 40, 260, " "];
  return text
    .replaceAll(/\s+/g, lang === "zh" ? "" : " ")
    .replaceAll(/[*[\]\\_<>“”"「」『』]/g, "")
    .split(end)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= shortest && sentence.length <= longest)
    .map((sentence) => `${sentence}${gap}`);
}
