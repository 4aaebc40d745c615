import type { Heading, Inline, Revision } from "../document/model.ts";
import { inlineText } from "../document/text.ts";
import type { Mapping } from "./map.ts";

export const CHANGE_KINDS = [
  "inserted",
  "deleted",
  "replaced",
  "renumbered",
  "movedHere",
  "movedAway",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One change, told on its own. */
export interface Change {
  readonly kind: ChangeKind;
  /** The words that went, or the label of a number that is another now; empty when nothing went. */
  readonly before: string;
  /** The words that came, or the new label; empty when nothing came. */
  readonly after: string;
  /** The heading above it in the newer revision, with its number; absent before the first. */
  readonly where: string | undefined;
}

/** How headings are printed, which only the style sheet knows. */
export interface HeadingPrint {
  /** The number; absent for a heading that shows none. */
  readonly number: (heading: Heading) => string | undefined;
  /** Its words behind the number. */
  readonly title: (heading: Heading, words: string) => string;
}

/** What is kept in mind while two documents are compared, in reading order. */
export interface Ledger {
  readonly changes: Change[];
  /** The heading under which the comparison has arrived. */
  where: string | undefined;
  /** By the ids of the older revision's headings, those of the same headings in the newer one. */
  readonly ids: Map<string, string>;
  readonly printed: HeadingPrint;
  /** Whether a picture of the older revision is the one of this name in the newer. */
  readonly samePicture: (before: string, after: string) => boolean;
}

/** Notes a change and gives its number, from 1. */
export const note = (ledger: Ledger, change: Omit<Change, "where">): number =>
  ledger.changes.push({ ...change, where: ledger.where });

/** Marks everything that it meets; the first leaf that says something bears the number of the change. */
export function marking(revision: Revision, number: () => number | undefined = () => undefined): Mapping {
  let due = true;
  return {
    part: (part) => ({ ...part, revision }),
    leaf: (leaf) => {
      const change = due && says(leaf) ? number() : undefined;
      due &&= !says(leaf);
      return { ...leaf, revision, ...(change !== undefined && { change }) };
    },
  };
}

/** Whether there is something to read in a leaf. */
export const says = (leaf: Inline): boolean => told([leaf]) !== "";

/** Words as a list of changes tells them, with those of footnotes in brackets. */
export const told = (leaves: readonly Inline[]): string =>
  leaves
    .map((leaf) => (leaf.kind === "footnote" ? ` [${told(leaf.children)}]` : inlineText([leaf])))
    .join("")
    .trim();
