import { CHANNELS } from "../../record/schema/issuing.ts";
import type { Claim, Pace, Range, Rate, Row } from "../ledger.ts";
import { move, words } from "./move.ts";
import { ROW, rowOf } from "./rows.ts";
import type { Query, Value } from "./store.ts";

/** The lane that everything goes through. No domain bears this name. */
export const RELAY = "relay";

/** Rows that wait, in a range, of distributions that are not paused. */
function waiting({ channels = CHANNELS, distributionId, id }: Range): {
  sql: string;
  values: readonly Value[];
} {
  const ofOne = distributionId === undefined ? "" : "AND distribution.id = ?";
  const row = id === undefined ? "" : "AND delivery.id = ?";
  return {
    // A value, not EXISTS or IN, which SQLite makes a join that sorts all rows of a distribution for each claim.
    sql: `state IN ('queued', 'retry') AND channel IN (${words(channels)})
      AND (SELECT paused IS NULL FROM distribution
        WHERE distribution.id = delivery.distribution_id ${ofOne}) ${row}`,
    values: [distributionId, id].filter((value) => value !== undefined),
  };
}

export async function take(query: Query, claim: Claim, skipLocked: string): Promise<Row | undefined> {
  const { owner, now, lease, pace } = claim;
  const { sql, values } = waiting(claim);
  const [first] = await query(
    `SELECT id, domain FROM delivery
     WHERE ${sql} AND next_at <= ?
       AND NOT EXISTS (SELECT 1 FROM pace WHERE lane IN (delivery.domain, '${RELAY}') AND pace.next_at > ?)
     ORDER BY next_at, serial LIMIT 1 ${skipLocked}`,
    ...values,
    now,
    now,
  );
  if (!first) return undefined;
  if (pace && !(await passed(query, pace, String(first.domain), now))) return undefined;
  const [row] = await move(query, "claim", now, "", {
    set: "attempt = attempt + 1, owner = ?, lease_until = ?, first_at = COALESCE(first_at, ?)",
    where: "id = ?",
    values: [owner, now + lease, now, String(first.id)],
  });
  return row;
}

/** Takes a token from both buckets; false when another sender has just had the last. */
const passed = async (query: Query, { relay, domain }: Pace, name: string, now: number): Promise<boolean> =>
  (name === "" || (await token(query, name, domain, now))) && (await token(query, RELAY, relay, now));

/**
 * A bucket of tokens as one number, the time before which the next may not go (the generic cell rate algorithm of
 * ATM): each token moves it on by an interval, and it may lag behind the clock by a burst. So it outlives a restart.
 */
async function token(query: Query, lane: string, { interval, burst }: Rate, now: number): Promise<boolean> {
  const start = now - (burst - 1) * interval;
  const taken = await query(
    `INSERT INTO pace (lane, next_at) VALUES (?, ?)
     ON CONFLICT (lane) DO UPDATE SET next_at = ? + CASE WHEN pace.next_at > ? THEN pace.next_at ELSE ? END
     WHERE pace.next_at <= ? RETURNING lane`,
    lane,
    start + interval,
    interval,
    start,
    start,
    now,
  );
  return taken.length === 1;
}

export async function putOff(query: Query, lane: string, until: number): Promise<void> {
  await query(
    `INSERT INTO pace (lane, next_at) VALUES (?, ?)
     ON CONFLICT (lane) DO UPDATE SET next_at = CASE WHEN pace.next_at > ? THEN pace.next_at ELSE ? END`,
    lane,
    until,
    until,
    until,
  );
}

/** Rows that are due, whatever the pace. */
export async function waitingAt(
  query: Query,
  range: Range,
  now: number,
  most: number,
): Promise<readonly Row[]> {
  const { sql, values } = waiting(range);
  const rows = await query(
    `SELECT ${ROW} FROM delivery WHERE ${sql} AND next_at <= ? ORDER BY next_at, serial LIMIT ?`,
    ...values,
    now,
    most,
  );
  return rows.map(rowOf);
}

/** When the first of the rows that wait may be claimed. */
export async function dueAt(query: Query, range: Range): Promise<number | undefined> {
  const { sql, values } = waiting(range);
  const [found] = await query(
    `SELECT MIN(CASE WHEN pace.next_at > delivery.next_at THEN pace.next_at ELSE delivery.next_at END) AS due
     FROM delivery LEFT JOIN pace ON pace.lane = delivery.domain WHERE ${sql}`,
    ...values,
  );
  return typeof found?.due === "number" ? Math.max(found.due, await openAt(query, RELAY)) : undefined;
}

async function openAt(query: Query, lane: string): Promise<number> {
  const [found] = await query("SELECT next_at AS due FROM pace WHERE lane = ?", lane);
  return typeof found?.due === "number" ? found.due : 0;
}
