import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/distribute/clock.ts";
import {
  letterTo,
  mailsIn,
  openLedger,
  people,
  planOf,
  recipientsIn,
  run,
  scratch,
} from "../distribute/support.ts";

/** The operating system itself fails at the n-th call, or ends the program there: a run into the outbox, under strace. */

const SENDER = fileURLToPath(new URL("../support/outbox-sender.ts", import.meta.url));
const TWO = people(2);
const PLAN = planOf(TWO.map((one) => letterTo(one)));

/** Whether there was an n-th call to meddle with. One thread does all that Node does with files beside SQLite. */
function meddled(folder: string, calls: string, fault: string, at: number): Promise<boolean> {
  const log = join(folder, "strace.log");
  const inject = `inject=${calls}:${fault}:when=${at}`;
  const program = [
    "-f",
    "-qq",
    "-o",
    log,
    "-e",
    `trace=${calls}`,
    "-e",
    inject,
    process.execPath,
    SENDER,
    folder,
  ];
  const env = { ...process.env, UV_THREADPOOL_SIZE: "1" };
  return new Promise((resolve, reject) => {
    execFile("strace", program, { env, timeout: 30_000 }, (error) => {
      if (error?.code === "ENOENT") reject(new Error("strace cannot be run; .ci/run installs it"));
      else if (error?.killed) reject(new Error(`it hangs after ${inject}`));
      else resolve(/INJECTED|killed by SIGKILL/.test(readFileSync(log, "utf8")));
    });
  });
}

/** What lies in the outbox and in the ledger after a run in which nothing fails. */
async function mended(folder: string): Promise<readonly string[]> {
  const ledger = await openLedger(folder);
  try {
    await ledger.resume("board.1", 0);
    const clock = { ...systemClock, now: () => Date.now() + 2 * 3_600_000 };
    await run({ folder, ledger, plan: PLAN, lanes: 1, engine: { clock } });
    const rows = await ledger.list("board.1");
    return [...recipientsIn(mailsIn(folder)), ...rows.map(({ personId, state }) => `${personId} ${state}`)];
  } finally {
    await ledger.close();
  }
}

const ALL = [...TWO.map((one) => `${one}@example.org`), ...TWO.map((one) => `${one} sent`)];

const FAULTS: readonly (readonly [
  what: string,
  calls: string,
  fault: string,
  step: number,
  least: number,
])[] = [
  ["dies at each fsync", "fsync,fdatasync", "signal=KILL", 1, 10],
  ["each fsync fails", "fsync,fdatasync", "error=EIO", 1, 10],
  ["each rename fails", "rename", "error=EIO", 1, 4],
  ["dies at each rename", "rename", "signal=KILL", 1, 4],
  ["the disk is full at each thirteenth write of the ledger [B115]", "pwrite64", "error=ENOSPC", 13, 4],
];

describe("everybody gets one copy, and no more", () => {
  it.each(FAULTS)("when %s", async (_, calls, fault, step, least) => {
    let met = 0;
    for (let at = 1, hit = true; hit; at += step) {
      const folder = scratch();
      hit = await meddled(folder, calls, fault, at);
      if (hit) met += 1;
      expect(await mended(folder), `${calls} ${at}`).toEqual(ALL);
      rmSync(folder, { recursive: true });
    }
    expect(met).toBeGreaterThanOrEqual(least);
  });
});
