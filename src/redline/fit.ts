import type { Diagnostic } from "../diagnostic.ts";

/** What a record says of itself, as far as it matters whether it can be compared with another. */
export interface Side {
  /** The name of its file, for messages. */
  readonly file: string;
  readonly id: string;
  /** The number of its latest revision; 0 when it has none. */
  readonly revision: number;
  /** The paths of what it withholds. */
  readonly withheld: readonly string[];
}

/** What keeps two records from being compared, and what makes the comparison less than it could be. */
export function unfit(before: Side, after: Side): readonly Diagnostic[] {
  if (before.id !== after.id) return [otherRecord(before, after)];
  if (before.revision > after.revision) return [swapped(before, after)];
  const shown = after.withheld.filter((path) => !before.withheld.includes(path));
  return [
    ...(before.revision < after.revision ? [] : [noRevision(before, after)]),
    ...(shown.length === 0 ? [] : [showsWithheld(before, after, shown)]),
  ];
}

const otherRecord = (before: Side, after: Side): Diagnostic => ({
  code: "redline/other-record",
  severity: "error",
  message: `${before.file} is the record ${before.id} and ${after.file} is ${after.id}: these are two meetings, not two revisions of one`,
  hint: "if they are about one meeting, give both the same id",
});

const swapped = (before: Side, after: Side): Diagnostic => ({
  code: "redline/swapped",
  severity: "error",
  message: `${before.file} is revision ${before.revision}, but ${after.file} ${after.revision === 0 ? "has no revisions" : `is revision ${after.revision}`}: the older record comes first`,
  hint: `minutebook redline ${after.file} ${before.file}`,
});

const noRevision = (before: Side, after: Side): Diagnostic => ({
  code: "redline/no-revision",
  severity: "warning",
  message: `${after.file} does not say that it is a new revision, so the changes bear the name of whoever compiled it`,
  hint: `add an entry to its revisions: no: ${before.revision + 1}, with at, by and change`,
});

/** Whoever may not read it must not get the comparison. */
const showsWithheld = (before: Side, after: Side, paths: readonly string[]): Diagnostic => ({
  code: "redline/shows-withheld",
  severity: "warning",
  message: `${after.file} withholds ${paths.join(", ")}, but the redline shows what ${before.file} says there`,
  hint: "give it only to those who may read that",
});
