import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openPostgresLedger } from "../../src/distribute/ledger/postgres.ts";
import { type Sink, startPostfix, startSmtpSink } from "../support/postfix.ts";
import { startPostgres } from "../support/postgres.ts";
import type { Omissions } from "./measures.ts";
import type { Job } from "./options.ts";
import { scratch } from "./scratch.ts";
import type { Sending } from "./sender.ts";
import { type Measured, spread } from "./stats.ts";

/** Mails in a round, and connections over which they go. */
const MAILS = 200;
const LANES = 4;
const ROUNDS = 2;

const SENDER = new URL("sender.ts", import.meta.url).pathname;

/**
 * Milliseconds a mail with a file of 150 kB, all handed to a server on this machine over as many connections: by
 * nodemailer's pool, which writes nothing down, and by our sender with its ledger in a file. `smtp-sink` throws mails
 * away; Postfix writes each on the disk and delivers it, and is where workers on PostgreSQL send to. They take turns.
 */
export async function send({ rounds = ROUNDS }: Job, omissions: Omissions): Promise<Measured[]> {
  const leftOut = (name: string) => (error: unknown) =>
    omissions.add(name, "", "", error instanceof Error ? error.message : String(error));
  return [
    ...((await toSink("smtp-sink", startSmtpSink, alone, rounds).catch(leftOut("smtp-sink"))) ?? []),
    ...((await toSink("postfix", startPostfix, withServer, rounds).catch(leftOut("postfix"))) ?? []),
  ];
}

async function toSink(
  name: string,
  start: () => Promise<Sink>,
  ways: Ways,
  rounds: number,
): Promise<Measured[]> {
  const sink = await start();
  const times = new Map<string, number[]>();
  try {
    for (let round = 0; round < rounds; round++)
      await ways(sink, async (system, work) => {
        times.set(system, [...(times.get(system) ?? []), (await work()) / MAILS]);
      });
  } finally {
    await sink.stop();
  }
  return [...times].map(([system, measured]) => ({
    ...{ measure: "send", system, size: "150 kB", lang: name, times: measured },
    ...{ ...spread(measured), pages: null, bytes: 0, peakMB: null },
  }));
}

/** One turn of each system. */
type Ways = (
  sink: Sink,
  measure: (system: string, work: () => Promise<number>) => Promise<void>,
) => Promise<void>;

const settingsFor = ({ port }: Sink) => ({ port, mails: MAILS, lanes: LANES, folder: "", url: "" });

const alone: Ways = async (sink, measure) => {
  const settings = settingsFor(sink);
  await measure("nodemailer-pool", () => whole({ ...settings, way: "pool" }));
  await measure("minutebook", () => inFolder((folder) => whole({ ...settings, way: "embedded", folder })));
};

/** A server for each round: what the last has left is not to slow the next. */
const withServer: Ways = async (sink, measure) => {
  await alone(sink, measure);
  const postgres = startPostgres();
  try {
    for (const count of [1, 2, 4]) {
      const url = postgres.url(`send_${count}`);
      await measure(`minutebook-postgres-${count}`, () => withWorkers({ ...settingsFor(sink), url }, count));
    }
  } finally {
    postgres.stop();
  }
};

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(scratch("send"), "home");
  mkdirSync(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What one process says that it took. */
async function whole(sending: Sending): Promise<number> {
  const { child, said } = await ready(sending);
  child.stdin?.write("go\n");
  return Number(await said());
}

/** From the first attempt of any worker to the last reply, as the ledger has it. */
async function withWorkers(sending: Omit<Sending, "way">, count: number): Promise<number> {
  await whole({ ...sending, way: "fill" });
  const workers = await Promise.all(
    Array.from({ length: count }, () => ready({ ...sending, way: "worker" })),
  );
  const opened = await openPostgresLedger(sending.url);
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  const { ledger } = opened.value;
  for (const { child } of workers) child.stdin?.write("go\n");
  while (((await ledger.counts("board.1")).sent ?? 0) < sending.mails) await pause(200);
  const rows = await ledger.list("board.1");
  await ledger.close();
  for (const { child } of workers) child.kill("SIGTERM");
  await Promise.all(workers.map(({ said }) => said()));
  return (
    Math.max(...rows.map(({ updated }) => updated)) - Math.min(...rows.map(({ firstAt }) => firstAt ?? 0))
  );
}

interface Sender {
  readonly child: ChildProcess;
  /** The last it says, once it has ended. */
  readonly said: () => Promise<string>;
}

async function ready(sending: Sending): Promise<Sender> {
  const child = spawn(process.execPath, [SENDER, JSON.stringify(sending)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const ended = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), ended]);
  return {
    child,
    async said() {
      const [code] = await ended;
      if (code !== 0) throw new Error(`the sender by ${sending.way} ended with ${code}`);
      return output.trim().split("\n").at(-1) ?? "";
    },
  };
}
