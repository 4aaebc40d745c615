import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Pool, PoolClient } from "pg";
import { chain, type Diagnostic, failure, type Outcome, success } from "../../diagnostic.ts";
import { type Ledger, LedgerFailure } from "../ledger.ts";
import type { Spool } from "../spool.ts";
import { withPassword } from "./password.ts";
import { prepareTables, sqlLedger } from "./sql.ts";
import type { Query, Store } from "./store.ts";

/** The schema that everything of ours lies in. */
export const SCHEMA = "minutebook";

export interface Postgres {
  readonly ledger: Ledger;
  /** A spool in the database, for workers without a folder in common. */
  readonly spool: Spool;
}

/**
 * The ledger on a PostgreSQL server, for any number of senders on any number of machines. The password comes from where
 * PostgreSQL's own programs look for it (PGPASSWORD, ~/.pgpass), never from the address.
 */
export async function openPostgresLedger(url: string): Promise<Outcome<Postgres>> {
  const checked = checkedUrl(url);
  if (!checked.ok) return checked;
  const pg = await import("pg").catch(() => undefined);
  if (!pg) return failure([noPackage("pg")]);
  const pool = new pg.default.Pool({
    connectionString: withPassword(checked.value, process.env),
    application_name: `minutebook ${hostname()} ${process.pid}`,
    options: `-c search_path=${SCHEMA} -c synchronous_commit=on`,
    max: 20,
    connectionTimeoutMillis: 10_000,
    // Numbers beyond 2⁵³ do not occur: times in milliseconds, serials, counts.
    types: {
      getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.default.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks while nobody uses it: the next use makes another.
  pool.on("error", () => {});
  try {
    await refuseForgetful(pool);
    await pool.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`).catch(unlessMadeMeanwhile);
    const store = storeOf(pool);
    const prepared = await prepareTables(store, randomBytes(32).toString("hex"));
    if (!prepared.ok) await pool.end();
    return chain(prepared, () => success({ ledger: sqlLedger(store), spool: spoolIn(pool) }));
  } catch (error) {
    await pool.end();
    return failure([troubleOf(error)]);
  }
}

const INT8 = 20;

/** A server that says it has written what it has not would send mails twice after its next power failure. */
async function refuseForgetful(pool: Pool): Promise<void> {
  for (const setting of ["fsync", "full_page_writes", "synchronous_commit"]) {
    const { rows } = await pool.query(`SHOW ${setting}`);
    const value: unknown = rows[0]?.[setting];
    if (value !== "on" && value !== "remote_apply")
      throw new Error(`the server runs with ${setting} = ${value}`);
  }
}

/** Two that make the same schema at the same time: one of them fails. */
const unlessMadeMeanwhile = (error: { readonly code?: string }): void => {
  if (error.code !== "23505" && error.code !== "42P06") throw error;
};

function storeOf(pool: Pool): Store {
  return {
    alone: false,
    skipLocked: "FOR UPDATE OF delivery SKIP LOCKED",
    integer: "BIGINT",
    bytes: "BYTEA",
    async hasTables(query) {
      // Held to the end of the transaction, so that two newcomers do not both make the tables.
      await query("SELECT pg_advisory_xact_lock(hashtext('minutebook'))");
      const [found] = await query(`SELECT to_regclass('${SCHEMA}.meta') IS NOT NULL AS found`);
      return found?.found === true;
    },
    async atomically(work) {
      let client: PoolClient | undefined;
      try {
        client = await pool.connect();
        await client.query("BEGIN");
        const value = await work(queryOf(client));
        await client.query("COMMIT");
        client.release();
        return value;
      } catch (error) {
        // The server undoes what is not committed when the connection ends.
        client?.release(true);
        throw new LedgerFailure(troubleOf(error), error);
      }
    },
    close: () => pool.end(),
  };
}

const queryOf =
  (client: PoolClient): Query =>
  async (sql, ...values) => {
    const { name, text } = prepared(sql);
    return (await client.query({ name, text, values: [...values] })).rows;
  };

const statements = new Map<string, { readonly name: string; readonly text: string }>();

/** A statement with numbered places, under a name by which the server keeps its plan. */
function prepared(sql: string): { readonly name: string; readonly text: string } {
  let known = statements.get(sql);
  if (!known) {
    let place = 0;
    const text = sql.replace(/\?/g, () => `$${++place}`);
    known = { name: createHash("sha256").update(sql).digest("hex").slice(0, 32), text };
    statements.set(sql, known);
  }
  return known;
}

const spoolIn = (pool: Pool): Spool => ({
  async put(files) {
    // One statement is one transaction: all of them or none.
    const places = files.map((_, index) => `($${2 * index + 1}, $${2 * index + 2})`).join(", ");
    await pool.query(
      `INSERT INTO spool (delivery_id, bytes) VALUES ${places}
       ON CONFLICT (delivery_id) DO UPDATE SET bytes = excluded.bytes`,
      files.flatMap(({ id, bytes }) => [id, Buffer.from(bytes)]),
    );
  },
  async get(id) {
    const { rows } = await pool.query({
      name: "spooled",
      text: "SELECT bytes FROM spool WHERE delivery_id = $1",
      values: [id],
    });
    if (!rows[0]) throw new Error("it is not in the spool");
    return rows[0].bytes;
  },
  async remove(ids) {
    await pool.query("DELETE FROM spool WHERE delivery_id = ANY($1)", [ids]);
  },
});

// ---- trouble

/** An address without a secret in it: command lines can be read by others. */
export function checkedUrl(text: string): Outcome<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const told = (message: string, hint: string): Outcome<string> =>
    failure([{ code: "ledger/bad-address", severity: "error", message, hint }]);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol))
    return told("the ledger's address is none of a PostgreSQL server", "write postgres://user@host/database");
  if (url.password !== "" || url.searchParams.has("password"))
    return told(
      "the ledger's address holds a password, which others can read on the command line",
      "leave it out, and put it into PGPASSWORD or ~/.pgpass",
    );
  return success(text);
}

export const noPackage = (name: string): Diagnostic => ({
  code: "ledger/no-package",
  severity: "error",
  message: `a ledger on PostgreSQL needs the package ${name}, which is not installed`,
  hint: "npm install pg pg-boss",
});

const WRONG_PASSWORD = "28P01";

function troubleOf(error: unknown): Diagnostic {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  // A refused connection to several addresses has a message in its parts only.
  const parts = error instanceof AggregateError ? error.errors.map((one) => String(one.message)) : [];
  const reason = [message, ...parts].filter((part) => part).join("; ") || String(error);
  const isFull = code === "53100";
  return {
    code: isFull ? "ledger/disk-full" : "ledger/unusable",
    severity: "error",
    message: isFull
      ? "the disk of the PostgreSQL server is full"
      : `the PostgreSQL server cannot be used: ${reason}`,
    ...(code === WRONG_PASSWORD && { hint: "put the password into PGPASSWORD or ~/.pgpass" }),
  };
}
