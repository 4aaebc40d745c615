import type { Diagnostic } from "../diagnostic.ts";
import type { Channel } from "../record/schema/issuing.ts";
import type { Carrier, Line, Verdict } from "./carrier.ts";
import type { Clock } from "./clock.ts";
import type { Dispatcher } from "./dispatch.ts";
import { digestOf } from "./identity.ts";
import {
  type Claim,
  type Hold,
  holdOf,
  type Ledger,
  LedgerFailure,
  type Pace,
  type Result,
  type Row,
} from "./ledger.ts";
import { backoff, breaker, PATIENCE, THROTTLED } from "./pace.ts";
import type { Spool } from "./spool.ts";

/** The engine: claims what is due, carries it, records what came of it, until nothing is due or somebody says stop. */

/** Rows of some channels, the way they go, and how many at a time. */
export interface Route {
  readonly channels: readonly Channel[];
  readonly carrier: Carrier;
  readonly lanes: number;
  readonly pace?: Pace;
  readonly dispatcher: Dispatcher;
}

export interface Engine {
  readonly ledger: Ledger;
  readonly spool: Spool;
  readonly routes: readonly Route[];
  /** Absent: any distribution, one after another; then a pause of one does not end the run. */
  readonly distributionId?: string;
  /** Who this run is, in the ledger: a name that no other run has. */
  readonly owner: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** How long nobody else may take a row, in milliseconds; longer than an attempt can take. Absent: 20 minutes. */
  readonly lease?: number;
  /** How long to wait after an attempt that was put off; absent: longer each time. */
  readonly backoff?: typeof backoff;
  /** Ends the run in good order: attempts under way finish. */
  readonly signal: AbortSignal;
  /** Asked before each claim: a reason to pause that has come from outside. */
  readonly askedToPause: () => Promise<string | undefined>;
  readonly report: (change: Change) => void;
}

/** A row that has come to something. */
export interface Change {
  readonly row: Row;
  readonly event: Result["event"];
  readonly reply: string;
}

const LEASE = 20 * 60 * 1000;

/** How a run ended: there was nothing more to do, it was paused for a reason, or something is wrong here. */
export type Ended =
  | { readonly kind: "idle" | "stopped" }
  | { readonly kind: "paused"; readonly because: string }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

/** Delivers what is due, by all routes at once. */
export async function deliver(engine: Engine): Promise<Ended> {
  const run = new AbortController();
  const signal = AbortSignal.any([engine.signal, run.signal]);
  let ended: Ended = { kind: "idle" };
  const end = (how: Ended): void => {
    if (!run.signal.aborted) ended = how;
    run.abort();
  };
  const job: Job = { engine, signal, end, watch: breaker() };
  await settleWhatCanBeSeen(engine).catch((error) => end(failed(error)));
  const lanes = engine.routes.flatMap((route) => Array.from({ length: route.lanes }, () => lane(route, job)));
  await Promise.all(lanes);
  return engine.signal.aborted && !run.signal.aborted ? { kind: "stopped" } : ended;
}

interface Job {
  readonly engine: Engine;
  readonly signal: AbortSignal;
  /** Ends the whole run; the first reason counts. */
  readonly end: (how: Ended) => void;
  readonly watch: (verdict: Verdict) => string | undefined;
}

/** One line at work. Never rejects. */
async function lane(route: Route, job: Job): Promise<void> {
  const { engine, signal, end } = job;
  let line: Line | undefined;
  try {
    while (!signal.aborted) {
      const because = await engine.askedToPause();
      if (because !== undefined && engine.distributionId !== undefined) {
        await pause(job, engine.distributionId, because);
        break;
      }
      const row = await route.dispatcher.next(claimFor(route, engine), signal);
      if (row === undefined) break;
      if (row === "wait") continue;
      line ??= route.carrier.open();
      await attempt(row, line, route, job);
    }
  } catch (error) {
    end(failed(error));
  }
  await line?.close();
}

const claimFor = (
  { channels, pace }: Route,
  { owner, clock, distributionId, lease = LEASE }: Engine,
): Claim => ({
  owner,
  now: clock.now(),
  lease,
  channels,
  ...(distributionId !== undefined && { distributionId }),
  ...(pace && { pace }),
});

async function attempt(row: Row, line: Line, { carrier, dispatcher }: Route, job: Job): Promise<void> {
  const { ledger, spool, clock, owner } = job.engine;
  const hold = holdOf(row, owner);
  const bytes = await spool.get(row.id).catch(() => undefined);
  if (!bytes || digestOf(bytes) !== row.bytesHash) {
    await ledger.release(hold, clock.now());
    job.end({ kind: "failed", diagnostics: [spoiled(row)] });
    return;
  }
  const verdict = await line.carry(row, bytes, () => ledger.cross(hold, clock.now()));
  const again = verdict.kind === "fenced" ? undefined : await record(row, hold, verdict, carrier, job);
  await dispatcher.over(row, again);
  // Lost, and seen not to have come: what is wrong is here, and may hit everybody.
  const isHere = verdict.kind === "lost" && again !== undefined;
  const because = job.watch(isHere ? { kind: "deferred", reply: verdict.reply, common: "perhaps" } : verdict);
  if (because !== undefined) await pause(job, row.distributionId, because);
}

type Spoken = Exclude<Verdict, { readonly kind: "fenced" }>;

/** Writes down what came of an attempt; gives when the next is due, if there is to be one. */
async function record(
  row: Row,
  hold: Hold,
  verdict: Spoken,
  carrier: Carrier,
  job: Job,
): Promise<number | undefined> {
  const { engine, end } = job;
  const { ledger, clock, report } = engine;
  const result = resultOf(row, verdict, engine);
  try {
    await ledger.finish(hold, result, clock.now());
  } catch (error) {
    end({
      kind: "failed",
      diagnostics: [
        ...(verdict.kind === "accepted" ? [unrecorded(row, verdict)] : []),
        ...diagnosticsOf(error),
      ],
    });
    return;
  }
  if (verdict.kind === "deferred" && verdict.asks === "throttled") {
    const domain = row.address?.slice(row.address.lastIndexOf("@") + 1).toLowerCase();
    if (domain) await ledger.slow(domain, clock.now() + THROTTLED);
  }
  const again = clock.now() + AGAIN;
  const seen = verdict.kind === "lost" ? await look(row, carrier, engine, again) : undefined;
  report({ row, event: seen === undefined ? result.event : seen ? "accept" : "defer", reply: result.reply });
  if (seen === false) return again;
  return result.event === "defer" ? result.nextAt : undefined;
}

/** Before what failed here and now is tried again, in milliseconds. */
const AGAIN = 60_000;

/** What the ledger is told of a verdict. */
function resultOf(row: Row, verdict: Spoken, { clock, chance, backoff: wait = backoff }: Engine): Result {
  const said = { reply: verdict.reply, ...(verdict.code !== undefined && { code: verdict.code }) };
  if (verdict.kind !== "deferred") return { event: EVENTS[verdict.kind], ...said };
  const now = clock.now();
  if (now - (row.firstAt ?? now) >= PATIENCE) return { event: "giveUp", ...said };
  return { event: "defer", ...said, nextAt: now + wait(row.attempt, verdict.asks, chance()) };
}

const EVENTS = { accepted: "accept", refused: "refuse", lost: "lose" } as const;

/** Settles doubts of earlier runs where a look is enough. */
async function settleWhatCanBeSeen({ ledger, routes, clock, distributionId }: Engine): Promise<void> {
  const recovered = await ledger.recover(clock.now());
  for (const row of distributionId === undefined ? recovered : await ledger.list(distributionId)) {
    const route = routes.find(({ channels }) => channels.includes(row.channel));
    if (row.state === "in_doubt" && route) await look(row, route.carrier, { ledger, clock }, clock.now());
  }
}

/** Settles a doubt by looking whether the delivery is there; gives what was seen. */
async function look(
  row: Row,
  carrier: Carrier,
  { ledger, clock }: Pick<Engine, "ledger" | "clock">,
  nextAt: number,
): Promise<boolean | undefined> {
  const found = await carrier.found?.(row).catch(() => undefined);
  if (found === undefined) return undefined;
  await ledger.settle(
    row.id,
    found
      ? { event: "accept", reason: "found where it belongs" }
      : { event: "disprove", reason: "it never came where it belongs", nextAt },
    clock.now(),
  );
  return found;
}

async function pause({ engine, end }: Job, distributionId: string, because: string): Promise<void> {
  await engine.ledger.pause(distributionId, because, engine.clock.now());
  if (engine.distributionId !== undefined) end({ kind: "paused", because });
}

// ---- trouble

const diagnosticsOf = (error: unknown): readonly Diagnostic[] => {
  if (error instanceof LedgerFailure) return [error.diagnostic];
  throw error;
};

const failed = (error: unknown): Ended => ({ kind: "failed", diagnostics: diagnosticsOf(error) });

const spoiled = ({ name, id }: Row): Diagnostic => ({
  code: "distribute/spool-changed",
  severity: "error",
  message: `what was made ready for ${name} is missing or has been changed (${id.slice(0, 12)})`,
  hint: "nothing was sent to them; bring the spool back from a backup, or raise the revision",
});

const unrecorded = ({ name }: Row, { reply }: Verdict): Diagnostic => ({
  code: "distribute/not-recorded",
  severity: "error",
  message: `the copy for ${name} was accepted (${reply}), but the ledger could not record it`,
  hint: "the next run lists it in doubt; settle it with resolve --delivered",
});
