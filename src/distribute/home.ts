import { join } from "node:path";
import { chain, type Diagnostic, failure, type Outcome, success } from "../diagnostic.ts";
import type { Disk } from "./disk.ts";
import { openPostgresLedger } from "./ledger/postgres.ts";
import { isEmptyLedger, openSqliteLedger } from "./ledger/sqlite.ts";
import type { Ledger } from "./ledger.ts";
import { folderSpool, type Spool } from "./spool.ts";

/** Where distributions are kept: a ledger, what waits to go out, and the folders that things go out into. */
export interface Home {
  readonly ledger: Ledger;
  readonly spool: Spool;
  /** Whether it is a server's, shared with others. */
  readonly shared: boolean;
}

export interface HomeSettings {
  /** A folder, or the address of a PostgreSQL server. */
  readonly where: string;
  /** A folder in common for what waits, in place of the database; only with a server. */
  readonly spool?: string;
  /** Whether a new one may be begun. */
  readonly begin: boolean;
}

export const isServer = (where: string): boolean => /^postgres(ql)?:/.test(where);

/** The parts of a folder. */
export const homePaths = (folder: string) => ({
  ledger: join(folder, "ledger.sqlite"),
  spool: join(folder, "spool"),
  outbox: join(folder, "outbox"),
  folder: join(folder, "papers"),
  print: join(folder, "print"),
  snapshot: join(folder, "status.json"),
  request: join(folder, "pause-request"),
});

export async function openHome({ where, spool, begin }: HomeSettings, disk: Disk): Promise<Outcome<Home>> {
  if (isServer(where))
    return chain(await openPostgresLedger(where), (server) =>
      success({
        ledger: server.ledger,
        spool: spool === undefined ? server.spool : folderSpool(spool, disk),
        shared: true,
      }),
    );
  const paths = homePaths(where);
  if (isEmptyLedger(paths.ledger)) {
    if (!begin) return failure([noLedger(where)]);
    // Whoever has lost the ledger does not know who has got what.
    if ((await disk.names(paths.spool)).length > 0) return failure([lostLedger(where)]);
  }
  try {
    await disk.makeFolder(where);
  } catch (error) {
    return failure([noFolder(where, error)]);
  }
  return chain(await openSqliteLedger(paths.ledger), (ledger) =>
    success({ ledger, spool: folderSpool(paths.spool, disk), shared: false }),
  );
}

const noLedger = (where: string): Diagnostic => ({
  code: "ledger/none",
  severity: "error",
  message: `nothing has been sent from ${where}: there is no ledger`,
  hint: "name the folder or server with --ledger",
});

const lostLedger = (where: string): Diagnostic => ({
  code: "ledger/missing",
  severity: "error",
  message: `the ledger in ${where} is gone, but what it was about is still there`,
  hint: "bring ledger.sqlite back from a backup; if nobody has got anything, remove the folder",
});

const noFolder = (where: string, error: unknown): Diagnostic => ({
  code: "ledger/unusable",
  severity: "error",
  message: `the folder ${where} cannot be made: ${error instanceof Error ? error.message : error}`,
});
