import type { Cite } from "./schema/evidence.ts";

/** The paragraphs of a source text as cites count them: its non-empty lines, the first being 1. */
export const paragraphsOf = (source: string): readonly string[] =>
  linesOf(source).map(({ from, to }) => source.slice(from, to));

/**
 * Where a quote stands in its source. If it is not there as cited, `paragraphs` lists where else it stands
 * word for word, and `similar` has the words of the source that differ only in marks, spaces, case or width.
 */
export type Finding =
  | { readonly found: true; readonly paragraph: number | undefined }
  | { readonly found: false; readonly paragraphs: readonly number[]; readonly similar?: string };

/** Compares a quote with the text of its source, character for character; only the kind of line end is overlooked. */
export function findQuote(
  source: string,
  { quote, locator }: Pick<Cite, "quote"> & Partial<Pick<Cite, "locator">>,
): Finding {
  const text = source.replaceAll("\r\n", "\n");
  const words = quote.replaceAll("\r\n", "\n");
  const offsets = occurrences(text, words);
  const lines = linesOf(text);
  const range = locator?.charRange;
  const fits = offsets.filter((offset) => {
    const right = locator?.paragraph === undefined || paragraphAt(lines, offset) === locator.paragraph;
    return right && (range === undefined || isRange(text, words, offset, range));
  });
  const [first] = fits;
  if (first !== undefined) return { found: true, paragraph: paragraphAt(lines, first) };
  const paragraphs = offsets.flatMap((offset) => paragraphAt(lines, offset) ?? []);
  const similar = offsets.length > 0 ? undefined : findSimilar(text, words);
  const missing = { found: false, paragraphs: [...new Set(paragraphs)] } as const;
  return similar === undefined ? missing : { ...missing, similar };
}

interface Line {
  readonly from: number;
  readonly to: number;
}

/** The non-empty lines; a line of spaces is empty. */
function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\r\n]+/g)].flatMap((match) =>
    match[0].trim() === "" ? [] : [{ from: match.index, to: match.index + match[0].length }],
  );
}

/** The number of the paragraph that an offset falls into; between paragraphs, of the one that follows. */
function paragraphAt(lines: readonly Line[], offset: number): number | undefined {
  const index = lines.findIndex(({ to }) => offset < to);
  return index === -1 ? undefined : index + 1;
}

/** A range may have been counted in characters or in UTF-16 units; the two agree in nearly every text. */
function isRange(
  text: string,
  quote: string,
  offset: number,
  [from, to]: readonly [number, number],
): boolean {
  if (offset === from && offset + quote.length === to) return true;
  const before = [...text.slice(0, offset)].length;
  return before === from && before + [...quote].length === to;
}

const MOST_OCCURRENCES = 1000;

function occurrences(text: string, words: string): readonly number[] {
  const offsets: number[] = [];
  for (
    let i = text.indexOf(words);
    i !== -1 && offsets.length < MOST_OCCURRENCES;
    i = text.indexOf(words, i + 1)
  ) {
    offsets.push(i);
  }
  return offsets;
}

/** Marks that are easily taken for one another when a quote is typed rather than copied. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/[“”„‟«»「」『』]/u, '"'],
  [/[‘’‚‛′`´]/u, "'"],
  [/[‐‑‒–—―−]/u, "-"],
];

/** The words of the source that are the quote but for marks, spaces, case or width. */
function findSimilar(text: string, words: string): string | undefined {
  const wanted = fold(words).text;
  if (wanted === "") return undefined;
  const { text: folded, offsets } = fold(text);
  const at = folded.indexOf(wanted);
  if (at === -1) return undefined;
  const last = offsets[at + wanted.length - 1] ?? 0;
  const character = text.codePointAt(last) ?? 0;
  return text.slice(offsets[at], last + (character > 0xffff ? 2 : 1));
}

/** A text without what does not count, and for each of its units the offset it comes from. */
function fold(text: string): { readonly text: string; readonly offsets: readonly number[] } {
  const parts: string[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const character of text) {
    const alike = ALIKE.find(([pattern]) => pattern.test(character))?.[1];
    const plain =
      alike ??
      character
        .normalize("NFKD")
        .replaceAll(/[\s\p{M}]/gu, "")
        .toLowerCase();
    parts.push(plain);
    for (let i = 0; i < plain.length; i++) offsets.push(offset);
    offset += character.length;
  }
  return { text: parts.join(""), offsets };
}
