/** One thing in which a paper is not what its record gives. */
export interface Difference {
  /** Where: `page 3`, `properties`, `word/document.xml`, … */
  readonly part: string;
  /** What is different, in a sentence without its end. */
  readonly message: string;
  /** The words in the paper and those that should be there, where words are what differs. */
  readonly found?: string;
  readonly made?: string;
}

/** Words around a place are shown up to here, in characters. */
const CONTEXT = 24;
const MOST = 160;

/** Where two texts first part and where they come together again, with a little around it; undefined when equal. */
export function textDifference(found: string, made: string): Pick<Difference, "found" | "made"> | undefined {
  if (found === made) return undefined;
  const [a, b] = [[...found], [...made]];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  // Whole words, since half a word tells little; a Chinese sentence has no blanks to look for.
  while (start > 0 && isInWord(a, start)) start--;
  while (end > 0 && (isInWord(a, a.length - end) || isInWord(b, b.length - end))) end--;
  const excerpt = (text: readonly string[]): string => {
    const from = Math.max(0, start - CONTEXT);
    const to = Math.min(text.length, Math.max(start, text.length - end) + CONTEXT);
    const shown = text.slice(from, Math.min(to, from + MOST)).join("");
    return `${from > 0 ? "…" : ""}${shown}${to < text.length || to > from + MOST ? "…" : ""}`;
  };
  return { found: excerpt(a), made: excerpt(b) };
}

/** Whether a place is between two letters of one word in a script that parts words. */
const isInWord = (text: readonly string[], at: number): boolean =>
  LETTER.test(text[at - 1] ?? " ") && LETTER.test(text[at] ?? " ");
const LETTER =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{N}]/u;

/** What differs among properties; the ignored ones are told elsewhere. */
export const propertyDifferences = (
  found: ReadonlyMap<string, string>,
  made: ReadonlyMap<string, string>,
  ignored: ReadonlySet<string>,
): readonly Difference[] =>
  [...new Set([...found.keys(), ...made.keys()])].flatMap((name) => {
    const [value, due] = [found.get(name), made.get(name)];
    if (ignored.has(name) || value === due) return [];
    const message =
      value === undefined ? `${name} is missing` : due === undefined ? `${name} is added` : `${name} differs`;
    return [
      {
        part: "properties",
        message,
        ...(value !== undefined && { found: shortened(value) }),
        ...(due !== undefined && { made: shortened(due) }),
      },
    ];
  });

const shortened = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);

/** What several pages share is told once. */
export const distinct = (differences: readonly Difference[]): readonly Difference[] => [
  ...new Map(differences.map((one) => [JSON.stringify(one), one])).values(),
];
