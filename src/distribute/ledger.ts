import type { Diagnostic, Outcome } from "../diagnostic.ts";
import type { Channel } from "../record/schema/issuing.ts";
import type { Enclosed } from "./delivery.ts";
import type { State } from "./state.ts";

/**
 * The contract of a ledger: who is to get what, and what became of it. Each change of state is one transaction that
 * is durable when its promise is fulfilled, must find the row in the state it expects, and leaves an event. Both
 * engines pass the same tests. All times are milliseconds since 1970 and come from the caller.
 */
export interface Ledger {
  /**
   * Enters a distribution. Rows that are there already stay as they are; the same person and kind with other content
   * is an error, since somebody may hold the first. Rows of people who are no longer meant are cancelled while they
   * have not gone out.
   */
  plan(plan: NewPlan, now: number): Promise<Outcome<Planned>>;
  /** Says that the bytes of rows are durable, so that they may be claimed. */
  spooled(spooled: readonly Spooled[], now: number): Promise<void>;
  /** Takes a row that is due, for one attempt; undefined when none may go out now. */
  claim(claim: Claim): Promise<Row | undefined>;
  /** Sets the mark before the end of the data; false when the row is no longer ours, and nothing may be sent. */
  cross(hold: Hold, now: number): Promise<boolean>;
  /** Records how an attempt ended; false when the row is no longer ours. */
  finish(hold: Hold, result: Result, now: number): Promise<boolean>;
  /** Gives back a row of which nothing has been sent. */
  release(hold: Hold, now: number): Promise<boolean>;
  /**
   * Takes back what dead senders have left: rows before the mark are due again, rows after it are in doubt. Times
   * that a jump of the clock has put too far off are due now. Returns the rows it moved.
   */
  recover(now: number): Promise<readonly Row[]>;
  /** Keeps rows of a distribution from being claimed; attempts under way finish. */
  pause(distributionId: string, because: string, now: number): Promise<void>;
  resume(distributionId: string, now: number): Promise<void>;
  /** Puts off all that goes to a domain, or with `relay` all that goes out. */
  slow(lane: string, until: number): Promise<void>;
  /** Settles a row by hand or by what is known from elsewhere; false when it is in no state to be settled so. */
  settle(id: string, settlement: Settlement, now: number): Promise<boolean>;
  /** Adds a remark to a row's events without moving it. */
  note(id: string, what: string, detail: string, now: number): Promise<void>;
  /** Rows that are due, those first that have been so longest; at most so many. */
  waiting(range: Range, now: number, most: number): Promise<readonly Row[]>;
  /** When something may next be claimed; undefined when nothing waits. */
  due(range: Range): Promise<number | undefined>;
  distributions(): Promise<readonly Distribution[]>;
  counts(distributionId: string): Promise<Counts>;
  /** Rows by serial. */
  list(distributionId: string): Promise<readonly Row[]>;
  row(id: string): Promise<Row | undefined>;
  events(id: string): Promise<readonly LedgerEvent[]>;
  /**
   * Forgets addresses, replies and remarks of distributions begun before a time in which nothing is open, and keeps
   * names, serials and hashes. Returns the ids of the rows, whose spooled bytes may go, too.
   */
  purge(before: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface NewPlan {
  readonly recordId: string;
  readonly revision: number;
  /** A trial is a distribution of its own each time and satisfies no row of the real one. */
  readonly trial: boolean;
  /** What the meeting is called, and when it was held (ISO 8601, a day or an interval); absent: not known. */
  readonly title?: string;
  readonly held?: string;
  readonly recordDigest: string;
  readonly planHash: string;
  /** The address that mails come from and failures return to; message ids end in its domain. */
  readonly sender: string;
  readonly rows: readonly NewRow[];
}

/** A delivery as the ledger keeps it. */
export interface NewRow {
  readonly personId: string;
  readonly name: string;
  /** Where it goes; absent: nowhere, or a folder. */
  readonly address?: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly fileName: string;
  /** The papers in it; absent: not known. */
  readonly files?: readonly Enclosed[];
  readonly contentHash: string;
  /** Why it does not go out; absent: it does. */
  readonly skip?: string;
}

export interface Planned {
  readonly distribution: Distribution;
  readonly rows: readonly Row[];
  /** Earlier copies of the same person and kind, by the id of the row that replaces them. */
  readonly replaced: ReadonlyMap<string, Replaced>;
}

export interface Replaced {
  readonly serial: number;
  readonly messageId: string;
}

export interface Distribution {
  /** `northwind-board-2026-03.1`: the record and its revision. */
  readonly id: string;
  readonly recordId: string;
  readonly revision: number;
  readonly trial: boolean;
  /** Empty: not known. */
  readonly title: string;
  readonly held: string;
  readonly recordDigest: string;
  readonly planHash: string;
  /** When it was first entered. */
  readonly created: number;
  /** Why it stands still; null: it does not. */
  readonly paused: string | null;
}

export interface Row {
  readonly id: string;
  readonly distributionId: string;
  /** The address that a mail comes from. */
  readonly sender: string;
  readonly personId: string;
  readonly name: string;
  readonly address: string | null;
  readonly kind: string;
  readonly channel: Channel;
  readonly fileName: string;
  readonly files: readonly Enclosed[];
  readonly contentHash: string;
  /** SHA-256 of the spooled bytes, and their number; null before they are spooled. */
  readonly bytesHash: string | null;
  readonly size: number | null;
  readonly messageId: string;
  readonly serial: number;
  readonly state: State;
  /** Attempts so far. */
  readonly attempt: number;
  /** The attempt that set the mark; null: none has. */
  readonly crossingAttempt: number | null;
  readonly nextAt: number;
  /** When the first attempt began; null: none has. */
  readonly firstAt: number | null;
  readonly lastCode: number | null;
  /** The last reply, or why the row is where it is. */
  readonly lastReply: string;
  readonly updated: number;
}

export interface Spooled {
  readonly id: string;
  readonly bytesHash: string;
  readonly size: number;
}

/** Which rows are meant. */
export interface Range {
  /** Absent: of any distribution. */
  readonly distributionId?: string;
  /** Absent: by any channel. */
  readonly channels?: readonly Channel[];
  /** Only this row; absent: any. */
  readonly id?: string;
}

export interface Claim extends Range {
  readonly owner: string;
  readonly now: number;
  /** How long nobody else may take the row, in milliseconds. */
  readonly lease: number;
  /** Absent: as fast as it goes. */
  readonly pace?: Pace;
}

/** How often something may go out, over all senders together. */
export interface Pace {
  readonly relay: Rate;
  readonly domain: Rate;
}

/** A bucket of tokens: `burst` at once, then one every `interval` milliseconds. */
export interface Rate {
  readonly interval: number;
  readonly burst: number;
}

/** Who holds a row, for which attempt. */
export interface Hold {
  readonly id: string;
  readonly attempt: number;
  readonly owner: string;
}

export const holdOf = ({ id, attempt }: Row, owner: string): Hold => ({ id, attempt, owner });

/** How an attempt ended. `code` is the server's number, absent where it gave none. */
export type Result = { readonly code?: number; readonly reply: string } & (
  | { readonly event: "accept" | "refuse" | "giveUp" | "lose" }
  | { readonly event: "defer"; readonly nextAt: number }
);

export interface Settlement {
  readonly reason: string;
  readonly event: "confirm" | "resend" | "accept" | "disprove" | "bounce";
  /** When it may go out again, if it may; absent: now. */
  readonly nextAt?: number;
}

export type Counts = Readonly<Partial<Record<State, number>>>;

export interface LedgerEvent {
  readonly seq: number;
  readonly at: number;
  readonly what: string;
  readonly detail: string;
}

/** What is wrong with a ledger in mid-run, such as a full disk; the run cannot go on. */
export class LedgerFailure extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic, cause: unknown) {
    super(diagnostic.message, { cause });
    this.diagnostic = diagnostic;
  }
}
