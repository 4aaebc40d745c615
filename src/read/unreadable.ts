import { type Diagnostic, failure, type Outcome, success } from "../diagnostic.ts";

/**
 * Why a paper cannot be read. Readers throw it where they stand, deep in a file that may be broken or made to harm,
 * and `attempt` at their door turns it into a diagnostic; nothing else catches it.
 */
export class Unreadable extends Error {
  readonly code: Trouble;
  readonly hint: string | undefined;

  constructor(code: Trouble, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

export type Trouble =
  | "paper/damaged"
  | "paper/locked"
  | "paper/not-a-paper"
  | "paper/too-large"
  | "paper/unknown-lock"
  | "paper/wrong-password";

/** The file does not hold what its format says must be there. */
export const damaged = (what: string): Unreadable => new Unreadable("paper/damaged", what);

/** The file holds more than is read: it was made to fill the memory, or is none of ours. */
export const tooLarge = (what: string): Unreadable => new Unreadable("paper/too-large", what);

/** What reading gives, or what is wrong with the file of this name. */
export function attempt<T>(file: string, read: () => T): Outcome<T> {
  try {
    return success(read());
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return failure([diagnosticOf(file, error)]);
  }
}

/** The same for what has to wait. */
export async function attemptLater<T>(file: string, read: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return success(await read());
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return failure([diagnosticOf(file, error)]);
  }
}

const diagnosticOf = (file: string, { code, message, hint }: Unreadable): Diagnostic => ({
  code,
  severity: "error",
  message: `${file} ${message}`,
  ...(hint !== undefined && { hint }),
});
