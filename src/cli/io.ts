import type * as pipeline from "../pipeline.ts";

/** The sentence from record to paper, as far as commands speak it. */
export type Pipeline = Pick<typeof pipeline, "generate" | "check" | "dump">;

/** The world as commands meet it; tests bring another one. */
export interface Io {
  readonly out: (text: string | Uint8Array) => void;
  readonly err: (text: string) => void;
  /** Whether a person looks at what is written there. */
  readonly terminal: { readonly out: boolean; readonly err: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a person types in answer, unseen; undefined when nobody is there. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The version of the program. */
  readonly version: () => Promise<string>;
  /** Loaded when needed: what it brings takes longer to start than most commands take to run. */
  readonly pipeline: () => Promise<Pipeline>;
  /** Ends what would otherwise go on for ever. */
  readonly signal: AbortSignal;
}

/**
 * Exit codes: fine, mistakes in a record or template, wrong usage, trouble with files or the machine, a paper that is
 * not what its record gives, somebody who has not got theirs, somebody of whom that cannot be known, a ledger that
 * another run is using.
 */
export const EXIT = {
  done: 0,
  mistakes: 1,
  misuse: 2,
  environment: 3,
  different: 4,
  open: 4,
  inDoubt: 5,
  locked: 6,
} as const;
