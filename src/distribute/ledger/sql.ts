import { type Diagnostic, failure, type Outcome, success } from "../../diagnostic.ts";
import type { Counts, Ledger, LedgerEvent } from "../ledger.ts";
import { OPEN } from "../state.ts";
import { dueAt, putOff, take, waitingAt } from "./claim.ts";
import { enter } from "./enter.ts";
import { move, moveHeld, REPLY, tell, words } from "./move.ts";
import { DISTRIBUTION, distributionOf, ROW, rowOf, rowsOf } from "./rows.ts";
import { LEDGER_VERSION, TABLES } from "./schema.ts";
import type { Store } from "./store.ts";

/** Makes the tables where there are none; `key` is then the secret that message ids come from. */
export function prepareTables(store: Store, key: string): Promise<Outcome<true>> {
  return store.atomically(async (query) => {
    if (!(await store.hasTables(query))) {
      for (const table of TABLES(store.integer, store.bytes)) await query(table);
      await query(
        "INSERT INTO meta (name, value) VALUES ('version', ?), ('key', ?)",
        `${LEDGER_VERSION}`,
        key,
      );
      await query("INSERT INTO counter (name, value) VALUES ('serial', 0)");
    }
    const [found] = await query("SELECT value FROM meta WHERE name = 'version'");
    const version = Number(found?.value);
    return version === LEDGER_VERSION ? success(true as const) : failure([otherVersion(version)]);
  });
}

const otherVersion = (version: number): Diagnostic => ({
  code: "ledger/other-version",
  severity: "error",
  message: `the ledger is of version ${version}; this program writes version ${LEDGER_VERSION}`,
  hint: "use the version of Minutebook that wrote it last, or a newer one",
});

/** The ledger in SQL, the same for every engine. */
export function sqlLedger(store: Store): Ledger {
  const { atomically, skipLocked, alone } = store;
  return {
    plan: (plan, now) => atomically((query) => enter(query, plan, now)),

    spooled: (spooled, now) =>
      atomically(async (query) => {
        for (const { id, bytesHash, size } of spooled)
          await move(query, "spool", now, "", {
            set: "bytes_hash = ?, size = ?",
            where: "id = ?",
            values: [bytesHash, size, id],
          });
      }),

    claim: (claim) => atomically((query) => take(query, claim, skipLocked)),

    cross: (hold, now) =>
      atomically((query) =>
        moveHeld(query, "cross", hold, now, "", { set: "crossing_attempt = attempt", values: [] }),
      ),

    finish: (hold, result, now) => {
      const { event, code = null, reply } = result;
      const said = reply.slice(0, REPLY);
      const detail = code === null ? said : `${code} ${said}`.trim();
      const due = event === "defer" ? result.nextAt : now;
      return atomically((query) =>
        moveHeld(query, event, hold, now, detail, {
          set: "owner = NULL, lease_until = NULL, next_at = ?, last_code = ?, last_reply = ?",
          values: [due, code, said],
        }),
      );
    },

    release: (hold, now) =>
      atomically((query) =>
        moveHeld(query, "release", hold, now, "", { set: "owner = NULL, lease_until = NULL", values: [] }),
      ),

    recover: (now) =>
      atomically(async (query) => {
        await query(
          "UPDATE delivery SET next_at = ? WHERE state IN ('queued', 'retry') AND next_at > ?",
          now,
          now + FURTHEST,
        );
        await query("UPDATE pace SET next_at = ? WHERE next_at > ?", now, now + FURTHEST);
        return move(query, "recover", now, "the sender has ended without a word", {
          // Whatever the lease says where the lock is ours.
          set: "next_at = ?, owner = NULL, lease_until = NULL, last_reply = 'the sender ended in mid-attempt'",
          where: "COALESCE(lease_until, 0) <= ?",
          values: [now, alone ? Number.MAX_SAFE_INTEGER : now],
        });
      }),

    pause: (id, because) =>
      atomically(async (query) => {
        await query("UPDATE distribution SET paused = ? WHERE id = ?", because.slice(0, REPLY), id);
      }),
    resume: (id) =>
      atomically(async (query) => {
        await query("UPDATE distribution SET paused = NULL WHERE id = ?", id);
      }),

    slow: (lane, until) => atomically((query) => putOff(query, lane, until)),

    settle: (id, { event, reason, nextAt }, now) =>
      atomically(async (query) => {
        const moved = await move(query, event, now, reason, {
          // Whoever is to get it again is tried as long as anybody.
          set: `next_at = ?, last_reply = ?${event === "resend" ? ", first_at = NULL" : ""}`,
          where: "id = ?",
          values: [nextAt ?? now, reason.slice(0, REPLY), id],
        });
        return moved.length === 1;
      }),

    note: (id, what, detail, now) => atomically((query) => tell(query, id, now, what, detail)),

    waiting: (range, now, most) => atomically((query) => waitingAt(query, range, now, most)),

    due: (range) => atomically((query) => dueAt(query, range)),

    distributions: () =>
      atomically(async (query) => {
        const rows = await query(`SELECT ${DISTRIBUTION} FROM distribution ORDER BY created, id`);
        return rows.map(distributionOf);
      }),

    counts: (distributionId) =>
      atomically(async (query) => {
        const rows = await query(
          "SELECT state, COUNT(*) AS number FROM delivery WHERE distribution_id = ? GROUP BY state",
          distributionId,
        );
        return Object.fromEntries(rows.map(({ state, number }) => [state, number])) as Counts;
      }),

    list: (distributionId) => atomically((query) => rowsOf(query, distributionId)),

    row: (id) =>
      atomically(async (query) => {
        const [found] = await query(`SELECT ${ROW} FROM delivery WHERE id = ?`, id);
        return found && rowOf(found);
      }),

    events: (id) =>
      atomically(
        async (query) =>
          (await query(
            "SELECT seq, at, what, detail FROM event WHERE delivery_id = ? ORDER BY seq",
            id,
          )) as unknown as readonly LedgerEvent[],
      ),

    purge: (before) =>
      atomically(async (query) => {
        const old = `distribution_id IN (SELECT id FROM distribution WHERE created < ?)
          AND distribution_id NOT IN (SELECT distribution_id FROM delivery WHERE state IN (${words(OPEN)}))`;
        const rows = await query(
          `UPDATE delivery SET address = NULL, domain = '', last_reply = '' WHERE ${old} RETURNING id`,
          before,
        );
        const ids = rows.map(({ id }) => String(id));
        for (const id of ids) {
          await query("UPDATE event SET detail = '' WHERE delivery_id = ?", id);
          await query("DELETE FROM spool WHERE delivery_id = ?", id);
        }
        return ids;
      }),

    close: () => store.close(),
  };
}

/** Nothing is put off for longer; what is, was put there by a clock that ran ahead. */
const FURTHEST = 72 * 60 * 60 * 1000;
