import type { Lang, Meeting } from "../meeting.ts";

/** A way to make a meeting's papers: ours, or a peer's. */
export interface System {
  /** What one would have at hand before the clock starts, such as a checked record. */
  readonly prepare?: (meeting: Meeting) => unknown;
  /** From the meeting, and what was prepared for it, to the bytes of the finished file. */
  readonly make: (meeting: Meeting, prepared: unknown) => Promise<Uint8Array> | Uint8Array;
  readonly close?: () => Promise<void>;
}

/** Opens what lasts for many papers: fonts, a browser, a template. Throws a sentence when the system is not there. */
export type SetUp = (lang: Lang) => Promise<System>;
