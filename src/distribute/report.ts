import type { Channel } from "../record/schema/issuing.ts";
import type { Enclosed } from "./delivery.ts";
import type { Counts, Distribution, Row } from "./ledger.ts";
import { STATE_WORDS, type State } from "./state.ts";

/** Who got what, when, as the ledger knows it: what a certificate of distribution says. */
export interface Report {
  readonly distribution: Pick<
    Distribution,
    "id" | "recordId" | "revision" | "title" | "held" | "recordDigest" | "planHash"
  > & {
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
  /** Where it went, once it has been handed over; absent: it has not. */
  readonly handedTo?: Place;
  /** The state in words that say no more than is known. */
  readonly words: string;
  /** When it came to that. */
  readonly since: string;
  readonly attempts: number;
  readonly reply: string;
  /** The papers in it. */
  readonly files: readonly Enclosed[];
  /** SHA-256 of what was made for them, and of the very bytes that went out; empty: none have been made. */
  readonly contentHash: string;
  readonly bytesHash: string;
  readonly messageId: string;
}

/** What takes deliveries: only a server says that it has taken one. */
export const PLACES = ["server", "outbox", "folder", "print"] as const;
export type Place = (typeof PLACES)[number];

const PLACE_WORDS: Readonly<Record<Place, string>> = {
  server: "accepted by the mail server",
  outbox: "laid into the outbox",
  folder: "laid into its folder",
  print: "laid ready to be printed",
};

const placeOf = ({ state, channel, lastCode }: Row): Place | undefined =>
  state !== "sent" ? undefined : channel !== "email" ? channel : lastCode === null ? "outbox" : "server";

export function reportOf(distribution: Distribution, rows: readonly Row[]): Report {
  const { id, recordId, revision, title, held, recordDigest, planHash, created } = distribution;
  const last = Math.max(created, ...rows.map(({ updated }) => updated));
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return {
    distribution: {
      ...{ id, recordId, revision, title, held, recordDigest, planHash },
      begun: new Date(created).toISOString(),
      asOf: new Date(last).toISOString(),
    },
    counts,
    deliveries: rows.map(lineOf),
  };
}

function lineOf(row: Row): ReportLine {
  const { serial, personId, name, kind, channel, state, files, contentHash, messageId } = row;
  const place = placeOf(row);
  return {
    ...{ serial, personId, name, kind, channel, address: row.address ?? "", state },
    ...(place && { handedTo: place }),
    words: place ? PLACE_WORDS[place] : STATE_WORDS[state],
    since: new Date(row.updated).toISOString(),
    attempts: row.attempt,
    reply: row.lastReply,
    ...{ files, contentHash, bytesHash: row.bytesHash ?? "", messageId },
  };
}
