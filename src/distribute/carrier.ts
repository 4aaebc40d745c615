import type { Row } from "./ledger.ts";

/** A way out: an outbox, a folder, a mail server. */
export interface Carrier {
  /** Opens a line that carries one delivery after another. */
  open(): Line;
  /**
   * Where it can be seen what became of a delivery that crossed: whether it is there (true), or never came (false);
   * undefined when that cannot be known. Absent: it can never be known.
   */
  found?(row: Row): Promise<boolean | undefined>;
}

export interface Line {
  /**
   * Carries one delivery. `cross` sets the mark in the ledger; nothing that completes the delivery may go out before it
   * has said true. Never rejects: whatever goes wrong is a verdict, except that `cross` may reject.
   */
  carry(row: Row, bytes: Uint8Array, cross: Cross): Promise<Verdict>;
  close(): Promise<void>;
}

export type Cross = () => Promise<boolean>;

/** What came of an attempt. `reply` is the server's words, or ours where it has said nothing. */
export type Verdict = { readonly reply: string; readonly code?: number } & (
  | { readonly kind: "accepted" | "refused" | "lost" }
  | {
      readonly kind: "deferred";
      /** Whether it would hit everybody, not this recipient; `stop` when it surely does, such as a wrong password. */
      readonly common?: "perhaps" | "stop";
      /** The server asks for patience: with an unknown sender, or with too many mails. */
      readonly asks?: "greylisted" | "throttled";
    }
  /** The mark was refused: the row is no longer ours, and nothing was completed. */
  | { readonly kind: "fenced" }
);
