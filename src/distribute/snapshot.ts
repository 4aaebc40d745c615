import { dirname } from "node:path";
import type { Disk } from "./disk.ts";
import type { Counts, Distribution, Ledger, Row } from "./ledger.ts";
import { OPEN } from "./state.ts";

/**
 * How a distribution stands: for people while its sender has the ledger to itself, and for everybody afterwards. Whoever
 * is done with is counted; whoever is not is named.
 */
export interface Standing {
  readonly distribution: Distribution;
  readonly counts: Counts;
  /** All of whom somebody may want to know more: put off, failed, not sent, returned, in doubt. */
  readonly named: readonly Named[];
}

export type Named = Pick<
  Row,
  "personId" | "name" | "kind" | "state" | "lastCode" | "lastReply" | "nextAt" | "serial"
>;

/** How the distributions of a ledger stand at a time. */
export interface Snapshot {
  readonly at: number;
  readonly standings: readonly Standing[];
}

export async function standingOf(ledger: Ledger, distribution: Distribution): Promise<Standing> {
  const rows = await ledger.list(distribution.id);
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  const named = rows
    .filter(({ state }) => NAMED.has(state))
    .map(({ personId, name, kind, state, lastCode, lastReply, nextAt, serial }) => ({
      personId,
      name,
      kind,
      state,
      lastCode,
      lastReply,
      nextAt,
      serial,
    }));
  return { distribution, counts, named };
}

const NAMED: ReadonlySet<Row["state"]> = new Set(["retry", "failed", "skipped", "bounced", "in_doubt"]);

export async function snapshotOf(ledger: Ledger, at: number): Promise<Snapshot> {
  const standings: Standing[] = [];
  for (const distribution of await ledger.distributions())
    standings.push(await standingOf(ledger, distribution));
  return { at, standings };
}

/** Whether a newer revision has been sent in the place of a distribution. */
export const isRevised = (
  { distribution: { recordId, revision, trial } }: Standing,
  all: readonly Standing[],
): boolean =>
  !trial &&
  all.some(({ distribution: one }) => one.recordId === recordId && !one.trial && one.revision > revision);

/** Replaces the snapshot in one step; a reader finds the old or the new one. */
export async function writeSnapshot(path: string, snapshot: Snapshot, disk: Disk): Promise<void> {
  await disk.write(`${path}.tmp`, new TextEncoder().encode(JSON.stringify(snapshot)));
  await disk.rename(`${path}.tmp`, path);
  await disk.settle(dirname(path));
}

/** The snapshot that a sender has left; undefined when there is none. */
export async function readSnapshot(path: string, disk: Disk): Promise<Snapshot | undefined> {
  if (!(await disk.has(path))) return undefined;
  // Written by ourselves and replaced whole.
  return JSON.parse(new TextDecoder().decode(await disk.read(path))) as Snapshot;
}

/** What a distribution has come to, the worst first. */
export type Completeness = "in doubt" | "open" | "unreached" | "complete";

/**
 * Whether everybody has got theirs. Whoever has asked for nothing is not missed; whoever could not be reached is, although
 * nothing is left to do for the program.
 */
export function completenessOf({ counts, named }: Standing): Completeness {
  if ((counts.in_doubt ?? 0) > 0) return "in doubt";
  if (OPEN.some((state) => (counts[state] ?? 0) > 0)) return "open";
  const missed = named.filter(({ state, lastReply }) => state !== "skipped" || lastReply !== "opted out");
  return missed.length > 0 ? "unreached" : "complete";
}
