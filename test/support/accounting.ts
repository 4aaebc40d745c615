import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
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
  /** Milliseconds after which it is given up, with a word about what it hung at; absent: two minutes. */
  readonly patience?: number;
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

/** Steps of mails per recipient that may pass before all deaths are over; a mail that is taken has five. */
const STEPS = 3;

/**
 * Sends, dies, starts again, and counts. Deaths are timed by what the server has seen, not by the clock: on a quick machine nothing would be left to die for, on
 * a slow one nothing would ever get done. Once all have died who are to, the rest is sent in peace.
 */
export async function account(settings: AccountSettings): Promise<Account> {
  const { recipients, kills, senders, url, seed, lanes = 4, patience = 120_000 } = settings;
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), "minutebook-accounting-"));
  const deaths = waitingList();
  const server = await mailServer({
    fault(stage) {
      deaths.step();
      return faultAt(stage, random);
    },
    pause: 3,
  });
  const sender: SenderSettings = { folder, port: server.port, recipients, lanes, ...(url && { url }) };
  const living = new Set<ChildProcess>();
  let dying = 0;
  let killed = 0;
  let lives = 0;
  let doing = "starting";
  const live = async (): Promise<void> => {
    const child = spawn(process.execPath, [SENDER, JSON.stringify(sender)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    living.add(child);
    lives += 1;
    const ended = once(child, "exit");
    doing = `life ${lives} is starting`;
    await Promise.race([once(child.stdout, "data"), ended]);
    doing = `life ${lives} is sending`;
    if (dying < kills) {
      dying += 1;
      const steps = 1 + Math.floor((random() * STEPS * recipients) / kills);
      await Promise.race([deaths.after(steps), ended]);
      // Anywhere between two steps.
      await pause(random() * 4);
      if (child.exitCode === null && child.kill("SIGKILL")) killed += 1;
    } else if (url !== undefined) {
      // A worker waits for more work; somebody has to tell it that there is none.
      while (child.exitCode === null && !(await isOver(folder, url))) await pause(300);
      child.kill("SIGTERM");
    }
    const [code, signal] = await ended;
    living.delete(child);
    if (code !== 0 && signal !== "SIGKILL")
      throw new Error(`the sender ended with ${code ?? signal} in life ${lives}`);
  };
  const line = async (): Promise<void> => {
    do await live();
    while (!(await isOver(folder, url)));
  };
  const late = new AbortController();
  const deadline = pause(patience, undefined, { signal: late.signal }).then(() => {
    const taken = `${server.taken.length} mails taken over ${server.connections()} connections`;
    throw new Error(
      `not done after ${patience / 1000} s: ${doing}; ${killed} of ${kills} killed; ${taken}; last heard: ${server.heard.slice(-5).join(" | ")}`,
    );
  });
  try {
    await Promise.race([Promise.all(Array.from({ length: senders }, line)), deadline]);
    const rows = await withLedger(folder, url, (ledger) => ledger.list("board.1"));
    return { kills: killed, ...compare(rows, server, recipients) };
  } finally {
    late.abort();
    for (const child of living) child.kill("SIGKILL");
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/** Those who wait for so many steps to be taken. */
function waitingList() {
  let steps = 0;
  let waiting: { readonly until: number; readonly tell: () => void }[] = [];
  return {
    step(): void {
      steps += 1;
      for (const { until, tell } of waiting) if (until <= steps) tell();
      waiting = waiting.filter(({ until }) => until > steps);
    },
    after: (more: number): Promise<void> =>
      new Promise((tell) => {
        waiting.push({ until: steps + more, tell });
      }),
  };
}

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
