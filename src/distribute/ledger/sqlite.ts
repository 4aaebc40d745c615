import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Diagnostic, failure, type Outcome, success } from "../../diagnostic.ts";
import { type Ledger, LedgerFailure } from "../ledger.ts";
import { prepareTables, sqlLedger } from "./sql.ts";
import type { Query, Store } from "./store.ts";

/**
 * The ledger in one file, by Node's own SQLite. There is exactly one connection, with the lock held as long as it is
 * open: a second run must not read rows that the first is just sending, and early versions of SQLite could spoil a log
 * that two connections wrote to.
 */
export async function openSqliteLedger(path: string): Promise<Outcome<Ledger>> {
  const remote = networkFolder(dirname(path));
  if (remote !== undefined) return failure([onNetwork(path, remote)]);
  let database: DatabaseSync | undefined;
  try {
    // Before SQLite makes it, since the file holds addresses.
    fs.closeSync(fs.openSync(path, "a", 0o600));
    database = await connect(path);
    const store = storeOf(database, path);
    const prepared = await prepareTables(store, randomBytes(32).toString("hex"));
    if (prepared.ok) {
      fs.writeFileSync(pidFile(path), `${process.pid}\n`, { mode: 0o600 });
      return success(sqlLedger(store));
    }
    database.close();
    return prepared;
  } catch (error) {
    database?.close();
    return failure([troubleOf(error, path)]);
  }
}

/** Whether there is no file, or one that holds nothing, as one that was badly brought back; a ledger is never so. */
export const isEmptyLedger = (path: string): boolean =>
  (fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;

async function connect(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await quietly(() => import("node:sqlite"));
  const database = new DatabaseSync(path, { timeout: 0 });
  for (const [pragma, value] of PRAGMAS) database.exec(`PRAGMA ${pragma} = ${value}`);
  // A mark that is not on the disk is no mark: what was not taken up is not worked around.
  for (const [pragma, , expected] of PRAGMAS) {
    const found = Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
    if (found !== expected) throw new Error(`SQLite keeps ${pragma} at ${found}`);
  }
  // Takes the lock, which is kept from then on.
  database.exec("BEGIN IMMEDIATE; COMMIT");
  const [check] = Object.values(database.prepare("PRAGMA quick_check(1)").get() ?? {});
  if (check !== "ok") throw Object.assign(new Error(String(check)), { errcode: CORRUPT });
  return database;
}

/** Each with the value to set and the one that is then read back; the order matters. */
const PRAGMAS: readonly (readonly [name: string, value: string, expected: string | number])[] = [
  ["locking_mode", "EXCLUSIVE", "exclusive"],
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  ["foreign_keys", "ON", 1],
  // What is forgotten is gone from the file, too.
  ["secure_delete", "ON", 1],
  // Without it, a Mac says that it is on the disk when it is in the disk's memory. Ignored elsewhere.
  ["fullfsync", "ON", 1],
];

/** Node 22 warns that its SQLite is experimental; whoever sends minutes need not read that. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes("SQLite")) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * What is asked for in one turn of the event loop is committed together: one wait for the disk for all connections that
 * have something to write. If any of it fails, none of it has happened, and all are told.
 */
function storeOf(database: DatabaseSync, path: string): Store {
  const statements = new Map<string, StatementSync>();
  const query: Query = async (sql, ...values) => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement.all(...values);
  };
  let waiting: Work[] = [];
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        database.exec("BEGIN IMMEDIATE");
        const settle: (() => void)[] = [];
        for (const work of group) settle.push(await work.run());
        database.exec("COMMIT");
        for (const done of settle) done();
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        const failed = new LedgerFailure(troubleOf(error, path), error);
        for (const { reject } of group) reject(failed);
      }
    }
    running = undefined;
  };
  return {
    alone: true,
    skipLocked: "",
    integer: "INTEGER",
    bytes: "BLOB",
    hasTables: async (query) => (await query("SELECT 1 FROM sqlite_master WHERE name = 'meta'")).length === 1,
    atomically: <T>(work: (query: Query) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({
          run: async () => {
            const value = await work(query);
            return () => resolve(value);
          },
          reject,
        });
        running ??= new Promise((done) => setImmediate(() => run().then(done)));
      }),
    async close() {
      await running;
      database.close();
      fs.rmSync(pidFile(path), { force: true });
    },
  };
}

interface Work {
  /** Does it, and gives what to do once it is durable. */
  readonly run: () => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

// ---- trouble

const pidFile = (path: string): string => `${path}.pid`;

const BUSY = 5;
const FULL = 13;
const READ_ONLY = 8;
const CORRUPT = 11;
const NOT_A_LEDGER = 26;

/** What SQLite complains of, in plain words. */
function troubleOf(error: unknown, path: string): Diagnostic {
  // Extended codes carry the kind of error in their lowest byte.
  const code = Number((error as { errcode?: number }).errcode) & 0xff;
  const reason = error instanceof Error ? error.message : String(error);
  const told = (name: string, message: string, hint?: string): Diagnostic => ({
    code: `ledger/${name}`,
    severity: "error",
    message,
    ...(hint !== undefined && { hint }),
  });
  if (code === BUSY) {
    const pid = holderOf(path);
    return told(
      "locked",
      pid === undefined ? `${path} is in use by another run` : `${path} is locked by process ${pid}`,
      "wait until it ends; status and pause work meanwhile",
    );
  }
  if (code === CORRUPT || code === NOT_A_LEDGER)
    return told(
      "corrupt",
      `${path} is damaged or no ledger: ${reason}`,
      "nothing has been sent; bring the ledger back from a backup",
    );
  if (code === FULL)
    return told("disk-full", `the disk that ${path} lies on is full`, "make room, then send again");
  if (code === READ_ONLY) return told("read-only", `${path} cannot be written`, "nothing has been sent");
  return told("unusable", `${path} cannot be used: ${reason}`);
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number(fs.readFileSync(pidFile(path), "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

const onNetwork = (path: string, kind: string): Diagnostic => ({
  code: "ledger/network-folder",
  severity: "error",
  message: `${path} lies on a network file system (${kind}), whose locks cannot be trusted`,
  hint: "keep the ledger on a disk of this machine, or use --ledger postgres://…",
});

/** File systems by the number that Linux gives them. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB"],
  [0x5346414f, "AFS"],
  [0x01021997, "9P"],
]);

function networkFolder(folder: string): string | undefined {
  try {
    return NETWORK.get(fs.statfsSync(folder).type);
  } catch {
    return undefined; // what is wrong with the folder is told when it is opened
  }
}
