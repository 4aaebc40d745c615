import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPostgresLedger } from "../../src/distribute/ledger/postgres.ts";
import { openSqliteLedger } from "../../src/distribute/ledger/sqlite.ts";
import type { Ledger, Row } from "../../src/distribute/ledger.ts";
import type { SenderSettings } from "./sender.ts";
import { type Fault, type MailServer, mailServer, type Stage } from "./smtp-server.ts";

/**
 * Sends to many over a server that fails at random at every stage, while the senders are killed at random, and then
 * counts: who got what, and what the ledger says of it.
 */
export interface AccountSettings {
  readonly recipients: number;
  /** How often a sender is killed. */
  readonly kills: number;
  /** Senders at the same time; more than one only on PostgreSQL. */
  readonly senders: number;
  readonly url?: string;
  readonly seed: number;
  readonly lanes?: number;
}

export interface Account {
  readonly kills: number;
  readonly sent: number;
  readonly failed: number;
  readonly inDoubt: number;
  /** Of those in doubt, how many have it. */
  readonly doubtfulTaken: number;
  readonly mails: number;
  /** What must not be: somebody with two mails, or none where one is recorded, or one where none is. */
  readonly violations: readonly string[];
}

const SENDER = fileURLToPath(new URL("./sender.ts", import.meta.url));

export async function account(settings: AccountSettings): Promise<Account> {
  const { recipients, kills, senders, url, seed, lanes = 4 } = settings;
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), "minutebook-accounting-"));
  const server = await mailServer({ fault: (stage) => faultAt(stage, random), pause: 3 });
  const sender: SenderSettings = { folder, port: server.port, recipients, lanes, ...(url && { url }) };
  let killed = 0;
  const line = async (): Promise<void> => {
    for (;;) {
      const child = spawn(process.execPath, [SENDER, JSON.stringify(sender)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = once(child, "exit");
      await Promise.race([once(child.stdout, "data"), ended]);
      if (child.exitCode !== null && child.exitCode > 0)
        throw new Error(`the sender ended with ${child.exitCode}`);
      if (killed < kills) {
        await pause(20 + random() * 400);
        if (await kill(child)) killed += 1;
        await ended;
        continue;
      }
      if (url === undefined) {
        const [code] = await ended;
        if (code !== 0) throw new Error(`the sender ended with ${code}`);
        if (await isOver(folder, url)) return;
      } else {
        while (!(await isOver(folder, url))) {
          if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`);
          await pause(300);
        }
        child.kill("SIGTERM");
        await ended;
        return;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: senders }, line));
    const rows = await withLedger(folder, url, (ledger) => ledger.list("board.1"));
    return { kills: killed, ...compare(rows, server, recipients) };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

async function kill(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) return false;
  child.kill("SIGKILL");
  return true;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function withLedger<T>(
  folder: string,
  url: string | undefined,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const opened =
    url === undefined ? await openSqliteLedger(join(folder, "ledger.sqlite")) : await openPostgresLedger(url);
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  const ledger = "ledger" in opened.value ? opened.value.ledger : opened.value;
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

const isOver = (folder: string, url: string | undefined): Promise<boolean> =>
  withLedger(folder, url, async (ledger) => {
    await ledger.recover(Date.now());
    const { planned, queued, retry, sending, crossing } = await ledger.counts("board.1");
    return [planned, queued, retry, sending, crossing].every((count) => count === undefined);
  });

function compare(rows: readonly Row[], { taken }: MailServer, recipients: number): Omit<Account, "kills"> {
  const copies = new Map<string, number>();
  for (const { messageId } of taken) copies.set(messageId, (copies.get(messageId) ?? 0) + 1);
  const violations: string[] = [];
  if (rows.length !== recipients) violations.push(`${rows.length} rows for ${recipients} recipients`);
  const known = new Set(rows.map(({ messageId }) => messageId));
  for (const id of copies.keys()) if (!known.has(id)) violations.push(`nobody knows ${id}`);
  for (const { personId, state, messageId } of rows) {
    const count = copies.get(messageId) ?? 0;
    const allowed = state === "sent" ? [1] : state === "in_doubt" ? [0, 1] : state === "failed" ? [0] : [];
    if (!allowed.includes(count)) violations.push(`${personId} is ${state} and has ${count} copies`);
  }
  const inState = (state: Row["state"]) => rows.filter((row) => row.state === state);
  const inDoubt = inState("in_doubt");
  return {
    sent: inState("sent").length,
    failed: inState("failed").length,
    inDoubt: inDoubt.length,
    doubtfulTaken: inDoubt.filter(({ messageId }) => copies.has(messageId)).length,
    mails: taken.length,
    violations,
  };
}

/** One time in so many, a fault; each stage has its own. */
const FAULTS: Readonly<Partial<Record<Stage, readonly (readonly [oneIn: number, fault: Fault])[]>>> = {
  greet: [
    [20, { reply: "421 4.3.2 busy" }],
    [30, { act: "drop" }],
  ],
  ehlo: [[40, { act: "reset" }]],
  mail: [
    [40, { reply: "451 4.3.0 later" }],
    [40, { act: "drop" }],
  ],
  rcpt: [
    [15, { reply: "450 4.2.0 greylisted" }],
    [25, { reply: "550 5.1.1 no such user" }],
  ],
  data: [
    [40, { reply: "451 4.3.0 later" }],
    [40, { act: "reset" }],
  ],
  dot: [
    [20, { reply: "451 4.3.0 later" }],
    [40, { reply: "554 5.7.1 no" }],
    [30, { act: "drop" }],
    [80, { act: "hang" }],
  ],
  dotAccepted: [
    [25, { act: "drop" }],
    [40, { act: "reset" }],
    [60, { act: "garbage" }],
    [80, { act: "hang" }],
  ],
};

const faultAt = (stage: Stage, random: () => number): Fault | undefined =>
  FAULTS[stage]?.find(([oneIn]) => random() * oneIn < 1)?.[1];

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
