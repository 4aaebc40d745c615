import { createHash } from "node:crypto";
import { type Outcome, success } from "./diagnostic.ts";
import { RESULTS } from "./foreknown-results.ts";

/**
 * What has been worked out beforehand. Reading and checking the built-in templates gives the same result on every
 * machine; the bundled program carries it and works out only what somebody has changed. Results are found by a
 * digest of all they depend on, and only faultless ones are kept, so that nothing there is to say is ever lost.
 */
export type Kind = "theme" | "profile" | "wording" | "fonts" | "check" | "template" | "view";

/** The key of a result: its kind and all that went into it, as JSON has it. */
export const digestOf = (kind: Kind, input: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify([kind, input]))
    .digest("base64url");

/** The result for an input; absent when it was not worked out beforehand. Results are shared and never changed. */
export function foreknown(kind: Kind, input: unknown): unknown {
  return RESULTS.size > 0 ? RESULTS.get(digestOf(kind, input))?.() : undefined;
}

/** The result for an input, worked out now unless it was before. */
export function recall<T>(kind: Kind, input: unknown, make: () => Outcome<T>): Outcome<T> {
  const known = foreknown(kind, input);
  return known === undefined ? make() : success(known as T); // what `make` gave for the same input
}
