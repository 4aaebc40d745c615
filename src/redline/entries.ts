import type { ContentsEntry } from "../document/model.ts";
import { align } from "./align.ts";
import { marking } from "./changes.ts";
import { wordsIn } from "./pieces.ts";

/**
 * The entries of a table of contents. One that reads otherwise is struck and stands again in its new wording. They
 * are no changes of their own: the headings tell them.
 */
export function compareEntries(
  before: readonly ContentsEntry[],
  after: readonly ContentsEntry[],
): readonly ContentsEntry[] {
  const pairs = align(before, after, {
    key: () => undefined,
    words: (entry) => wordsIn(textOf(entry)),
    fits: (old, young) => old.level === young.level && textOf(old) === textOf(young),
  });
  return pairs.map(({ before, after }) => {
    if (after === undefined) return marking("deleted").part(before);
    return before === undefined ? marking("inserted").part(after) : after;
  });
}

const textOf = ({ number, text }: ContentsEntry): string => `${number?.label ?? ""} ${text}`;
