import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/distribute/clock.ts";
import { deliver, type Engine } from "../../src/distribute/deliver.ts";
import { openPostgresLedger, type Postgres } from "../../src/distribute/ledger/postgres.ts";
import { openQueue, type Queue } from "../../src/distribute/ledger/queue.ts";
import { holdOf, type Ledger } from "../../src/distribute/ledger.ts";
import { prepare } from "../../src/distribute/prepare.ts";
import { smtp } from "../../src/distribute/smtp.ts";
import { claimOf } from "../distribute/ledger-suite.ts";
import { letterTo, people, planOf } from "../distribute/support.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";
import { type MailServer, mailServer, type ServerPlan } from "../support/smtp-server.ts";

let server: PostgresServer | undefined;
let databases = 0;
beforeAll(() => {
  server = startPostgres([], 13);
});
afterAll(() => server?.stop());
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const LEASE = 2000;
interface Office extends Postgres {
  readonly url: string;
}
async function office(count: number): Promise<Office> {
  const url = (server as PostgresServer).url(`queue_${++databases}`);
  const { ledger, spool } = await opened(url);
  const plan = planOf(people(count).map((one) => letterTo(one)));
  await prepare(plan, { ledger, spool, now: Date.now, stopped: () => false, progress: () => {} });
  return { url, ledger, spool };
}
async function opened(url: string): Promise<Postgres> {
  const postgres = await openPostgresLedger(url);
  if (!postgres.ok) throw new Error(postgres.diagnostics[0]?.message);
  closing.push(() => postgres.value.ledger.close());
  return postgres.value;
}
async function queueOn(url: string, ledger: Ledger): Promise<Queue> {
  const queue = await openQueue(url, { ledger, clock: systemClock, batch: 5, expiry: LEASE, sweep: 500 });
  if (!queue.ok) throw new Error(queue.diagnostics[0]?.message);
  closing.push(() => queue.value.close());
  return queue.value;
}
const mailing = async (plan: ServerPlan = {}): Promise<MailServer> => {
  const mails = await mailServer(plan);
  closing.push(() => mails.close());
  return mails;
};

/** A worker at work until the stop. */
async function worker(url: string, port: number, stop: AbortSignal, more: Partial<Engine> = {}) {
  const { ledger, spool } = await opened(url);
  const queue = await queueOn(url, ledger);
  return deliver({
    ledger,
    spool,
    routes: [
      {
        channels: ["email"],
        carrier: smtp({ host: "127.0.0.1", port, secure: false }),
        lanes: 3,
        dispatcher: queue.dispatcher(["email"]),
      },
    ],
    owner: `worker ${Math.random()}`,
    clock: systemClock,
    chance: () => 0,
    lease: LEASE,
    signal: stop,
    askedToPause: async () => undefined,
    report: () => {},
    ...more,
  });
}

async function until(condition: () => Promise<boolean>, milliseconds = 30_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("it never came to that");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe("workers on PostgreSQL", () => {
  it("share the work, and nobody gets two mails", async () => {
    const { url, ledger } = await office(60);
    const mails = await mailing();
    await (await queueOn(url, ledger)).offer(await ledger.list("board.1"));
    const stop = new AbortController();
    const workers = [1, 2, 3].map(() => worker(url, mails.port, stop.signal));
    await until(async () => (await ledger.counts("board.1")).sent === 60);
    stop.abort();
    expect(await Promise.all(workers)).toEqual(Array(3).fill({ kind: "stopped" }));
    expect(mails.taken.map(({ to }) => to).sort()).toEqual(people(60).map((one) => `${one}@example.org`));
    const owners = new Set(mails.taken.map(({ messageId }) => messageId));
    expect(owners.size).toBe(60);
  });
  it("find work that no job asks for", async () => {
    const { url, ledger } = await office(5);
    const mails = await mailing();
    const stop = new AbortController();
    const working = worker(url, mails.port, stop.signal);
    await until(async () => (await ledger.counts("board.1")).sent === 5);
    stop.abort();
    await working;
    expect(mails.taken.length).toBe(5);
  });
  it("take over from a dead worker: before the mark again, after it never", async () => {
    const { url, ledger } = await office(4);
    const queue = await queueOn(url, ledger);
    await queue.offer(await ledger.list("board.1"));
    // One that takes two jobs and dies, one of them just after the mark.
    const dead = queue.dispatcher(["email"]);
    const claim = claimOf("dead", { now: Date.now(), lease: LEASE });
    const first = await dead.next(claim, new AbortController().signal);
    const second = await dead.next(claim, new AbortController().signal);
    if (typeof first !== "object" || typeof second !== "object") throw new Error("nothing was handed out");
    await ledger.cross(holdOf(first, "dead"), Date.now());
    const mails = await mailing();
    const stop = new AbortController();
    const working = worker(url, mails.port, stop.signal);
    await until(async () => (await ledger.counts("board.1")).sent === 3);
    stop.abort();
    await working;
    expect(await ledger.counts("board.1")).toEqual({ sent: 3, in_doubt: 1 });
    expect(mails.taken.some(({ messageId }) => messageId === first.messageId)).toBe(false);
    expect(mails.taken.some(({ messageId }) => messageId === second.messageId)).toBe(true);
  });
  it("come back to what was put off, when it is time", async () => {
    const { url, ledger } = await office(3);
    let refusals = 0;
    const mails = await mailing({
      fault: (stage, { to }) =>
        stage === "rcpt" && to.startsWith("p0002") && ++refusals < 3
          ? { reply: "451 4.3.0 later" }
          : undefined,
    });
    const stop = new AbortController();
    const working = worker(url, mails.port, stop.signal, { backoff: () => 1500 });
    await until(async () => (await ledger.counts("board.1")).sent === 3);
    stop.abort();
    await working;
    const row = (await ledger.list("board.1"))[1];
    expect(row).toMatchObject({ state: "sent", attempt: 3 });
    expect((row?.updated ?? 0) - (row?.firstAt ?? 0)).toBeGreaterThan(3000);
  });
  it("stay when one distribution has to stand still, and go on with it when it is resumed", async () => {
    const { url, ledger } = await office(3);
    let wrong = true;
    const mails = await mailing({
      fault: (stage) => (wrong && stage === "mail" ? { reply: "550 5.7.1 not from you" } : undefined),
    });
    const stop = new AbortController();
    const working = worker(url, mails.port, stop.signal, { backoff: () => 100 });
    await until(async () => (await ledger.distributions())[0]?.paused !== null);
    wrong = false;
    await ledger.resume("board.1", Date.now());
    await until(async () => (await ledger.counts("board.1")).sent === 3);
    stop.abort();
    expect(await working).toEqual({ kind: "stopped" });
  });
  it("get one job for a delivery, however often it is offered", async () => {
    const { url, ledger } = await office(1);
    const queue = await queueOn(url, ledger);
    const rows = await ledger.list("board.1");
    await Promise.all([queue.offer(rows), queue.offer(rows), queue.offer(rows)]);
    const [one, other] = [queue.dispatcher(["email"]), queue.dispatcher(["email"])];
    const { signal } = new AbortController();
    const row = await one.next(claimOf("one", { now: Date.now() }), signal);
    expect(row).toMatchObject({ personId: "p0001" });
    await queue.offer(rows);
    expect(await other.next(claimOf("other", { now: Date.now() }), signal)).toBe("wait");
    if (typeof row === "object") await one.over(row, undefined);
  });
});
