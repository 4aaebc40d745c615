import type { Channel } from "../record/schema/issuing.ts";
import type { Counts, Distribution, Row } from "./ledger.ts";
import { STATE_WORDS, type State } from "./state.ts";

/** Who got what, when, as the ledger knows it: what a certificate of distribution says. */
export interface Report {
  readonly distribution: Pick<Distribution, "id" | "recordId" | "revision" | "recordDigest" | "planHash"> & {
    /** ISO 8601, UTC, as all times here. */
    readonly begun: string;
    /** The last change of any delivery: nothing in the report is newer. */
    readonly asOf: string;
  };
  readonly counts: Counts;
  readonly deliveries: readonly ReportLine[];
}

export interface ReportLine {
  readonly serial: number;
  readonly personId: string;
  readonly name: string;
  readonly kind: string;
  readonly channel: Channel;
  /** Empty: there is none, or it has been forgotten. */
  readonly address: string;
  readonly state: State;
  /** The state in words that say no more than is known. */
  readonly words: string;
  /** When it came to that. */
  readonly since: string;
  readonly attempts: number;
  readonly reply: string;
  /** SHA-256 of what was made for them, and of the very bytes that went out; empty: none have been made. */
  readonly contentHash: string;
  readonly bytesHash: string;
  readonly messageId: string;
}

export function reportOf(distribution: Distribution, rows: readonly Row[]): Report {
  const { id, recordId, revision, recordDigest, planHash, created } = distribution;
  const last = Math.max(created, ...rows.map(({ updated }) => updated));
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return {
    distribution: {
      ...{ id, recordId, revision, recordDigest, planHash },
      begun: new Date(created).toISOString(),
      asOf: new Date(last).toISOString(),
    },
    counts,
    deliveries: rows.map((row) => ({
      serial: row.serial,
      personId: row.personId,
      name: row.name,
      kind: row.kind,
      channel: row.channel,
      address: row.address ?? "",
      state: row.state,
      words: STATE_WORDS[row.state],
      since: new Date(row.updated).toISOString(),
      attempts: row.attempt,
      reply: row.lastReply,
      contentHash: row.contentHash,
      bytesHash: row.bytesHash ?? "",
      messageId: row.messageId,
    })),
  };
}
