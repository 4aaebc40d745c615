import type { Hold, Row } from "../ledger.ts";
import { type Event, movesOf } from "../state.ts";
import { ROW, rowOf } from "./rows.ts";
import type { Query, Value } from "./store.ts";

/** Changes of state: the table of states, in SQL. */

/** Characters of a reply that are kept. */
export const REPLY = 1000;

export const words = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(", ");

interface Change {
  /** Columns that change besides the state. */
  readonly set: string;
  readonly where: string;
  readonly values: readonly Value[];
}

/** Moves the rows that an event can happen to, each to where the table of states says, and writes it down. */
export async function move(
  query: Query,
  event: Event,
  now: number,
  detail: string,
  { set, where, values }: Change,
): Promise<readonly Row[]> {
  const moves = movesOf(event);
  const target = moves.map(([from, to]) => `WHEN '${from}' THEN '${to}'`).join(" ");
  const moved = await query(
    `UPDATE delivery SET state = CASE state ${target} END, updated = ?, ${set}
     WHERE state IN (${words(moves.map(([from]) => from))}) AND ${where} RETURNING ${ROW}`,
    now,
    ...values,
  );
  const rows = moved.map(rowOf);
  for (const { id } of rows) await tell(query, id, now, event, detail);
  return rows;
}

/** The same for a row that somebody holds. */
export async function moveHeld(
  query: Query,
  event: Event,
  { id, attempt, owner }: Hold,
  now: number,
  detail: string,
  { set, values }: Pick<Change, "set" | "values">,
): Promise<boolean> {
  // A late yes comes when recovery has taken the row from its owner; the attempt tells whose it is.
  const ours =
    "id = ? AND attempt = ? AND (owner = ? OR (state = 'in_doubt' AND crossing_attempt = attempt))";
  const moved = await move(query, event, now, detail, {
    set,
    where: ours,
    values: [...values, id, attempt, owner],
  });
  return moved.length === 1;
}

export async function tell(
  query: Query,
  id: string,
  at: number,
  what: string,
  detail: string,
): Promise<void> {
  await query(
    `INSERT INTO event (delivery_id, seq, at, what, detail)
     VALUES (?, (SELECT COALESCE(MAX(seq), 0) + 1 FROM event WHERE delivery_id = ?), ?, ?, ?)`,
    id,
    id,
    at,
    what,
    detail.slice(0, REPLY),
  );
}
