import { join } from "node:path";
import { systemClock } from "../../src/distribute/clock.ts";
import { deliver } from "../../src/distribute/deliver.ts";
import { realDisk } from "../../src/distribute/disk.ts";
import { fromLedger } from "../../src/distribute/dispatch.ts";
import { openPostgresLedger } from "../../src/distribute/ledger/postgres.ts";
import { openQueue } from "../../src/distribute/ledger/queue.ts";
import { openSqliteLedger } from "../../src/distribute/ledger/sqlite.ts";
import { prepare } from "../../src/distribute/prepare.ts";
import { smtp } from "../../src/distribute/smtp.ts";
import { folderSpool } from "../../src/distribute/spool.ts";
import { letterTo, people, planOf } from "../distribute/support.ts";

/** A program that sends a made-up distribution, to be killed at any moment. */

export interface SenderSettings {
  readonly folder: string;
  /** A ledger on PostgreSQL; absent: in the folder. */
  readonly url?: string;
  readonly port: number;
  readonly recipients: number;
  readonly lanes: number;
}

/** How long a worker that is dead keeps a row on PostgreSQL, in milliseconds. */
const LEASE = 2500;

const settings: SenderSettings = JSON.parse(process.argv[2] ?? "{}");
const { folder, url, port, recipients, lanes } = settings;
const opened =
  url === undefined ? await openSqliteLedger(join(folder, "ledger.sqlite")) : await openPostgresLedger(url);
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const { ledger, spool } =
  "ledger" in opened.value
    ? opened.value
    : { ledger: opened.value, spool: folderSpool(join(folder, "spool"), realDisk) };
const plan = planOf(people(recipients).map((one) => letterTo(one)));
const prepared = await prepare(plan, {
  ledger,
  spool,
  now: Date.now,
  stopped: () => false,
  progress: () => {},
});
if (!prepared.ok) throw new Error(prepared.diagnostics[0]?.message);
// Faults come in rows, too; an office would look what is wrong and go on.
await ledger.resume(prepared.value.id, Date.now());
const stop = new AbortController();
const queue =
  url === undefined
    ? undefined
    : await openQueue(url, { ledger, clock: systemClock, batch: lanes, expiry: LEASE, sweep: 700 });
if (queue && !queue.ok) throw new Error(queue.diagnostics[0]?.message);
process.on("SIGTERM", () => stop.abort());
console.log("ready");
await deliver({
  ledger,
  spool,
  routes: [
    {
      channels: ["email"],
      carrier: smtp({
        host: "127.0.0.1",
        port,
        secure: false,
        timeouts: { connect: 1000, greeting: 1000, silence: 1000, attempt: 1500 },
      }),
      lanes,
      dispatcher: queue ? queue.value.dispatcher(["email"]) : fromLedger(ledger, systemClock, 2000),
    },
  ],
  ...(url === undefined && { distributionId: prepared.value.id }),
  owner: `process ${process.pid}`,
  clock: systemClock,
  chance: Math.random,
  lease: LEASE,
  backoff: () => 300,
  signal: stop.signal,
  askedToPause: async () => undefined,
  report: () => {},
});
await queue?.value.close();
await ledger.close();
