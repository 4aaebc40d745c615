import { once } from "node:events";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { systemClock } from "../../src/distribute/clock.ts";
import { deliver } from "../../src/distribute/deliver.ts";
import { realDisk } from "../../src/distribute/disk.ts";
import { type Dispatcher, fromLedger } from "../../src/distribute/dispatch.ts";
import { openPostgresLedger } from "../../src/distribute/ledger/postgres.ts";
import { openQueue } from "../../src/distribute/ledger/queue.ts";
import { openSqliteLedger } from "../../src/distribute/ledger/sqlite.ts";
import type { Ledger } from "../../src/distribute/ledger.ts";
import { writeMessage } from "../../src/distribute/message.ts";
import { prepare } from "../../src/distribute/prepare.ts";
import { smtp } from "../../src/distribute/smtp.ts";
import { folderSpool, type Spool } from "../../src/distribute/spool.ts";
import { letterTo, people, planOf } from "../distribute/support.ts";

/**
 * A program that sends mails to a server on this machine: says `ready`, waits for a word, sends, and says how many
 * milliseconds it took. A worker goes on until it is told to stop.
 */
export interface Sending {
  readonly way: "pool" | "embedded" | "fill" | "worker";
  readonly port: number;
  readonly mails: number;
  /** Connections at once. */
  readonly lanes: number;
  readonly folder: string;
  /** The database of `fill` and `worker`. */
  readonly url: string;
}

const ATTACHED = 150_000;

const WAYS: Readonly<Record<Sending["way"], (sending: Sending) => Promise<() => Promise<void>>>> = {
  /** Nodemailer's pool with finished mails: nothing is written down. */
  async pool({ port, mails, lanes }) {
    const finished = people(mails).map((one) => ({
      envelope: { from: FROM, to: `${one}@example.org` },
      raw: mailTo(one, `<${one}@example.org>`),
    }));
    const pool = createTransport({
      ...{ host: "127.0.0.1", port, ignoreTLS: true },
      ...{ pool: true, maxConnections: lanes, maxMessages: 100 },
    });
    return async () => {
      await Promise.all(finished.map((mail) => pool.sendMail(mail)));
      pool.close();
    };
  },
  /** The ledger in a file. */
  async embedded(sending) {
    const ledger = given(await openSqliteLedger(join(sending.folder, "ledger.sqlite")));
    const spool = folderSpool(join(sending.folder, "spool"), realDisk);
    const id = await enter(sending, ledger, spool);
    return async () => {
      await send(sending, ledger, spool, {
        distributionId: id,
        dispatcher: fromLedger(ledger, systemClock, 0),
      });
      await ledger.close();
    };
  },
  /** Enters what workers are to send, and asks them to, so that all find their work ready. */
  async fill(sending) {
    const { ledger, spool } = given(await openPostgresLedger(sending.url));
    await enter(sending, ledger, spool);
    const queue = given(await openQueue(sending.url, { ...QUEUE, ledger, batch: 1 }));
    return async () => {
      await queue.offer(await ledger.waiting({}, Date.now(), sending.mails));
      await queue.close();
      await ledger.close();
    };
  },
  async worker(sending) {
    const { ledger, spool } = given(await openPostgresLedger(sending.url));
    const queue = given(await openQueue(sending.url, { ...QUEUE, ledger, batch: sending.lanes }));
    return async () => {
      await send(sending, ledger, spool, { dispatcher: queue.dispatcher(["email"]) });
      await queue.close();
      await ledger.close();
    };
  },
};

const QUEUE = { clock: systemClock, expiry: 1_200_000, sweep: 15_000 };
const FROM = "office@example.org";

/** A mail that differs from the next as real ones do, with the same file in each. */
const FILE = Buffer.from(Array.from({ length: ATTACHED }, (_, index) => (index * 7919) % 251));
const mailTo = (person: string, messageId: string): Buffer =>
  Buffer.from(
    writeMessage({
      from: { name: "Office", address: FROM },
      to: { name: `Person ${person}`, address: `${person}@example.org` },
      subject: "Minutes of the board",
      date: Date.UTC(2026, 2, 14, 9, 30),
      messageId,
      language: "en",
      text: `Dear ${person}, the minutes are attached.`,
      html: `<p>Dear ${person}, the minutes are attached.</p>`,
      attached: [{ name: "minutes.pdf", mediaType: "application/pdf", bytes: FILE }],
    }),
  );

async function enter({ mails }: Sending, ledger: Ledger, spool: Spool): Promise<string> {
  const deliveries = people(mails).map((one) =>
    letterTo(one, { bytes: async ({ messageId }) => mailTo(one, messageId) }),
  );
  const progress = (): void => {};
  const prepared = given(
    await prepare(planOf(deliveries), { ledger, spool, now: Date.now, stopped: () => false, progress }),
  );
  return prepared.id;
}

async function send(
  { port, lanes }: Sending,
  ledger: Ledger,
  spool: Spool,
  { distributionId, dispatcher }: { readonly distributionId?: string; readonly dispatcher: Dispatcher },
): Promise<void> {
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  const carrier = smtp({ host: "127.0.0.1", port, secure: false });
  const ended = await deliver({
    ledger,
    spool,
    routes: [{ channels: ["email"], carrier, lanes, dispatcher }],
    ...(distributionId !== undefined && { distributionId }),
    owner: `bench ${process.pid}`,
    clock: systemClock,
    chance: Math.random,
    signal: stop.signal,
    askedToPause: async () => undefined,
    report: () => {},
  });
  if (ended.kind === "failed" || ended.kind === "paused") throw new Error(JSON.stringify(ended));
}

function given<T>(
  made: { ok: true; value: T } | { ok: false; diagnostics: readonly { message: string }[] },
): T {
  if (made.ok) return made.value;
  throw new Error(made.diagnostics[0]?.message);
}

const sending: Sending = JSON.parse(process.argv[2] ?? "{}");
const go = await WAYS[sending.way](sending);
console.log("ready");
await once(process.stdin, "data");
const start = performance.now();
await go();
console.log(performance.now() - start);
process.stdin.destroy();
