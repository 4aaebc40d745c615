/**
 * What a copy says of whom it is for, and no other copy does: `line` stands in the foot of every page, `mark` across it
 * behind the text; empty for none.
 */
export interface CopyWords {
  readonly line: string;
  readonly mark: string;
}

/** The places of a paper that differ from copy to copy. */
export type SlotName = keyof CopyWords;
