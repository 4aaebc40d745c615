import { hostname } from "node:os";
import type { Diagnostic } from "../../diagnostic.ts";
import { type Clock, systemClock } from "../../distribute/clock.ts";
import { type Change, deliver, type Ended } from "../../distribute/deliver.ts";
import { realDisk } from "../../distribute/disk.ts";
import { fromLedger } from "../../distribute/dispatch.ts";
import type { Home } from "../../distribute/home.ts";
import { openQueue } from "../../distribute/ledger/queue.ts";
import type { Distribution, Row } from "../../distribute/ledger.ts";
import type { LetterPlan } from "../../distribute/plan.ts";
import { prepare } from "../../distribute/prepare.ts";
import { tally } from "../../distribute/progress.ts";
import { type Standing, snapshotOf, standingOf, writeSnapshot } from "../../distribute/snapshot.ts";
import { readAddress } from "../../record/address.ts";
import type { Channel } from "../../record/schema/issuing.ts";
import { listed, type Request } from "../args.ts";
import { EXIT, type Io } from "../io.ts";
import { type Reporter, reporter, safe } from "../report.ts";
import { pathsOf, requestsOf, whereOf, withHome } from "./home.ts";
import { plannedOf } from "./planned.ts";
import { unknown } from "./preview.ts";
import { writePrintList } from "./print.ts";
import { numberOf, routesOf, type Way, waysOf } from "./routes.ts";
import { exitFor, tellStanding } from "./standing.ts";

/** Sends what the plan with the given hash says, or goes on with it. */
export async function send(request: Request, io: Io): Promise<number> {
  const report = reporterFor(request, io);
  const planned = await plannedOf(request, report);
  if (!planned) return report.finish();
  if (planned.hash !== request.values.plan) {
    report.tell([otherPlan(request)]);
    return report.finish();
  }
  return sendPlan(planned, { request, io, report });
}

/** Sends letters to somebody else's eyes: marked, in a distribution of its own, in place of no real one. */
export async function testSend(request: Request, io: Io): Promise<number> {
  const report = reporterFor(request, io);
  const to = readAddress(request.values.to ?? "");
  report.tell(to.diagnostics);
  const planned = to.ok ? await plannedOf(request, report) : undefined;
  if (!to.ok || !planned) return report.finish();
  const letters = planned.deliveries.filter(({ channel, skip }) => channel === "email" && skip === undefined);
  const asked = request.values.for === undefined ? undefined : listed(request.values.for);
  const strangers = (asked ?? []).filter((id) => !letters.some(({ personId }) => personId === id));
  report.tell(strangers.map((id) => unknown(id, letters)));
  if (strangers.length > 0) return report.finish();
  const deliveries = asked ? letters.filter(({ personId }) => asked.includes(personId)) : letters.slice(0, 1);
  return sendPlan({ ...planned, deliveries }, { request, io, report, trialTo: to.value.text });
}

const reporterFor = ({ switches }: Request, io: Io): Reporter =>
  reporter(io, { json: switches.has("json"), quiet: switches.has("quiet"), notes: switches.has("verbose") });

const otherPlan = ({ values, arguments: [file = ""] }: Request): Diagnostic => ({
  code: "distribute/plan-changed",
  severity: "error",
  message: `the plan is no longer ${values.plan?.slice(0, 12)}…: the record, a template or the recipients have changed`,
  hint: `look at it again: minutebook plan ${file}`,
});

interface Job {
  readonly request: Request;
  readonly io: Io;
  readonly report: Reporter;
  readonly trialTo?: string;
}

async function sendPlan(plan: LetterPlan, job: Job): Promise<number> {
  const { request, io, report, trialTo } = job;
  const ways = await waysOf(request, io);
  report.tell(ways.diagnostics);
  if (!ways.ok) return report.finish();
  const ended = await withHome(request, report, true, async (home) => {
    const prepared = await prepare(plan, {
      ledger: home.ledger,
      spool: home.spool,
      now: io.now,
      stopped: () => io.signal.aborted,
      progress: (done, of) => report.progress(`made ready: ${done} of ${of}`),
      ...(trialTo !== undefined && { trialTo }),
    });
    report.tell(prepared.diagnostics);
    if (!prepared.ok) return undefined;
    const distribution = prepared.value;
    if (home.shared) await watch(distribution, home, job);
    else report.tell(await carry(distribution, ways.value, home, job));
    const found = (await home.ledger.distributions()).find(({ id }) => id === distribution.id);
    const after = await standingOf(home.ledger, found ?? distribution);
    await keepSnapshot(home, job);
    return { standing: after, rows: await home.ledger.list(distribution.id), shared: home.shared };
  });
  if (ended) {
    const { standing, rows, shared } = ended;
    tellStanding(standing, io.now(), report);
    // Workers have folders of their own.
    for (const { text, ...object } of shared ? [] : laidBy(ways.value, rows))
      report.done(`  ${safe(text)}`, { type: "laid", ...object });
    if (io.signal.aborted) report.done("  stopped; the same command goes on with it", { type: "stopped" });
    if (trialTo === undefined) await writePrintList(plan, rows, pathsOf(request).print, report);
  }
  const code = report.finish();
  return code !== EXIT.done || !ended ? code : exitFor(ended.standing);
}

/** What lies in folders for somebody to take further. */
function laidBy(ways: readonly Way[], rows: readonly Row[]) {
  return ways.flatMap(({ channels, place }) => {
    const count = rows.filter(({ state, channel }) => state === "sent" && channels.includes(channel)).length;
    const [channel] = channels;
    if (place === undefined || channel === undefined || count === 0) return [];
    const [things, further] = LAID[channel];
    const text = `${count} ${things}${count === 1 ? "" : "s"} laid into ${place}${further}`;
    return [{ channel, count, place, text }];
  });
}

const LAID: Readonly<Record<Channel, readonly [things: string, further: string]>> = {
  email: ["mail", ", for your mail program or relay to send"],
  folder: ["file", ""],
  print: ["file", ""],
};

export const ownerName = (): string => `${hostname()} ${process.pid} ${crypto.randomUUID().slice(0, 8)}`;
export const clockOf = ({ now }: Io): Clock => ({ ...systemClock, now });

/** Minutes that a run waits for what has been put off. */
const USUAL_WAIT = 10;
/** Milliseconds between two snapshots for those who want to know meanwhile. */
const SNAPSHOTS = 2000;

/** Delivers from here, and tells how it goes. */
async function carry(
  distribution: Distribution,
  ways: readonly Way[],
  home: Home,
  job: Job,
): Promise<readonly Diagnostic[]> {
  const { request, io, report } = job;
  const { ledger, spool } = home;
  const clock = clockOf(io);
  const counted = tally(await ledger.counts(distribution.id), io.now());
  const patience = numberOf(request.values.wait, USUAL_WAIT) * 60_000;
  let kept = io.now();
  let keeping = Promise.resolve();
  const tell = (change: Change): void => {
    counted.add(change);
    if (io.now() - kept < SNAPSHOTS) return;
    kept = io.now();
    keeping = keeping.then(() => keepSnapshot(home, job));
  };
  await keepSnapshot(home, job);
  const ended = await deliver({
    ledger,
    spool,
    routes: routesOf(ways, () => fromLedger(ledger, clock, patience)),
    distributionId: distribution.id,
    owner: ownerName(),
    clock,
    chance: Math.random,
    signal: io.signal,
    // A trial is over soon; what was asked for is meant for the real one.
    askedToPause: async () => (job.trialTo === undefined ? askedToPause(distribution, home, job) : undefined),
    report(change) {
      tell(change);
      report.progress(counted.text(io.now()));
    },
  });
  await keeping;
  return endOf(ended);
}

/**
 * What somebody has asked for, also while something else had the ledger. Several lanes ask; one of them gets it. Another
 * distribution is paused for whoever cannot get at the ledger.
 */
async function askedToPause(
  { id }: Distribution,
  { ledger }: Home,
  { request, io }: Job,
): Promise<string | undefined> {
  let own: string | undefined;
  for (const { distributionId = id, because } of await requestsOf(request).take()) {
    if (distributionId === id) own = because;
    else await ledger.pause(distributionId, because, io.now());
  }
  return own;
}

/** For those who ask while the ledger is ours. The ledger itself tells when something is wrong with the disk. */
async function keepSnapshot({ ledger, shared }: Home, { request, io }: Job): Promise<void> {
  if (shared) return;
  const write = async () =>
    writeSnapshot(pathsOf(request).snapshot, await snapshotOf(ledger, io.now()), realDisk);
  await write().catch(() => {});
}

/** What there is to say about how a run ended, besides how the distribution stands. */
export function endOf(ended: Ended): readonly Diagnostic[] {
  if (ended.kind === "failed") return ended.diagnostics;
  if (ended.kind !== "paused") return [];
  return [
    {
      code: "distribute/paused",
      severity: "warning",
      message: `the distribution stands still: ${ended.because}`,
      hint: "mend what is wrong, then: minutebook resume, and send again",
    },
  ];
}

/** Leaves the work to workers, and tells how they get on until there is nothing more to wait for. */
async function watch(
  distribution: Distribution,
  { ledger }: Home,
  { request, io, report }: Job,
): Promise<void> {
  const clock = clockOf(io);
  const queue = await openQueue(whereOf(request), {
    ledger,
    clock,
    batch: 1,
    expiry: 1_200_000,
    sweep: 15_000,
  });
  report.tell(queue.diagnostics);
  if (!queue.ok) return;
  await queue.value.offer(await ledger.waiting({ distributionId: distribution.id }, io.now(), 1_000_000));
  await queue.value.close();
  const patience = numberOf(request.values.wait, USUAL_WAIT) * 60_000;
  const began = io.now();
  const before = await ledger.counts(distribution.id);
  for (;;) {
    const counts = await ledger.counts(distribution.id);
    report.progress(`workers: ${progressText(before, counts, began, io.now())}`);
    const standing: Standing = await standingOf(ledger, distribution);
    const moving = (standing.counts.sending ?? 0) + (standing.counts.crossing ?? 0) > 0;
    const due = await ledger.due({ distributionId: distribution.id });
    if (io.signal.aborted || (!moving && (due === undefined || due - io.now() > patience))) return;
    await clock.sleep(1000, io.signal);
  }
}

function progressText(
  before: Standing["counts"],
  now: Standing["counts"],
  began: number,
  at: number,
): string {
  const counted = tally(before, began);
  for (const [state, event] of [
    ["sent", "accept"],
    ["failed", "refuse"],
    ["in_doubt", "lose"],
  ] as const)
    for (let more = (now[state] ?? 0) - (before[state] ?? 0); more > 0; more--) counted.add({ event });
  return safe(counted.text(at));
}
