import { chain, type Outcome, success } from "../../diagnostic.ts";
import { realDisk } from "../../distribute/disk.ts";
import { isServer, openHome } from "../../distribute/home.ts";
import { LedgerFailure } from "../../distribute/ledger.ts";
import {
  isRevised,
  readSnapshot,
  type Snapshot,
  type Standing,
  snapshotOf,
} from "../../distribute/snapshot.ts";
import type { Request } from "../args.ts";
import { EXIT, type Io } from "../io.ts";
import { type Reporter, reporter } from "../report.ts";
import { chosen, isCalled, pathsOf, requestsOf, whereOf, withDistribution } from "./home.ts";
import { exitFor, tellStanding } from "./standing.ts";

/** Says how distributions stand; while one is being sent, as its sender last wrote it down. */
export async function status(request: Request, io: Io): Promise<number> {
  const report = reporter(io, { json: request.switches.has("json") });
  const snapshot = await look(request, report, io.now());
  const { distribution: name } = request.values;
  const standings = (snapshot?.standings ?? []).filter(({ distribution }) =>
    name === undefined ? !distribution.trial : isCalled(distribution, name),
  );
  const revised = (standing: Standing): boolean => isRevised(standing, snapshot?.standings ?? []);
  for (const standing of standings) tellStanding(standing, io.now(), report, revised(standing));
  if (snapshot && standings.length === 0) {
    const all = snapshot.standings.map(({ distribution }) => distribution);
    if (name !== undefined) report.tell(chosen(all, name).diagnostics);
    else report.done("nothing has been sent yet", { type: "none" });
  }
  const code = report.finish();
  return code !== EXIT.done
    ? code
    : Math.max(EXIT.done, ...standings.map((one) => exitFor(one, revised(one))));
}

async function look(request: Request, report: Reporter, now: number): Promise<Snapshot | undefined> {
  const opened = await openHome({ where: whereOf(request), begin: false }, realDisk);
  if (opened.ok) {
    const { ledger } = opened.value;
    try {
      await ledger.recover(now);
      return await snapshotOf(ledger, now);
    } catch (error) {
      if (!(error instanceof LedgerFailure)) throw error;
      report.tell([error.diagnostic]);
      return undefined;
    } finally {
      await ledger.close();
    }
  }
  const snapshot = isLocked(opened.diagnostics)
    ? await readSnapshot(pathsOf(request).snapshot, realDisk)
    : undefined;
  if (!snapshot) report.tell(opened.diagnostics);
  else
    report.done(`as of ${new Date(snapshot.at).toISOString()}, while it is being sent:`, {
      type: "snapshot",
      at: snapshot.at,
    });
  return snapshot;
}

const isLocked = (diagnostics: readonly { readonly code: string }[]): boolean =>
  diagnostics.some(({ code }) => code === "ledger/locked");

/** Keeps a distribution from going on; whoever is just sending it is asked to stop. */
export async function pause(request: Request, io: Io): Promise<number> {
  const report = reporter(io, {});
  const because = request.values.reason ?? "somebody has asked for it";
  if (!isServer(whereOf(request)) && (await isHeld(request))) {
    const meant = await meantWhileHeld(request);
    report.tell(meant.diagnostics);
    if (!meant.ok) return report.finish();
    await requestsOf(request).add({ because, ...(meant.value && { distributionId: meant.value }) });
    const what = meant.value === undefined ? "" : ` ${meant.value}`;
    report.done(`the sender is asked to stop${what}; what is under way ends first`, { type: "asked" });
    return report.finish();
  }
  await withDistribution(request, report, async ({ ledger }, { id }) => {
    await ledger.pause(id, because, io.now());
    report.done(`${id} stands still: ${because}`, { type: "paused", id, because });
  });
  return report.finish();
}

/** Which distribution is named, as far as its sender has written down which there are; undefined: none is. */
async function meantWhileHeld(request: Request): Promise<Outcome<string | undefined>> {
  const { distribution: name } = request.values;
  if (name === undefined) return success(undefined);
  const snapshot = await readSnapshot(pathsOf(request).snapshot, realDisk);
  const all = snapshot?.standings.map(({ distribution }) => distribution) ?? [];
  return chain(chosen(all, name), ({ id }) => success(id));
}

async function isHeld(request: Request): Promise<boolean> {
  const opened = await openHome({ where: whereOf(request), begin: false }, realDisk);
  if (opened.ok) await opened.value.ledger.close();
  return isLocked(opened.diagnostics);
}

/** Lets a distribution go on. */
export async function resume(request: Request, io: Io): Promise<number> {
  const report = reporter(io, {});
  await withDistribution(request, report, async ({ ledger, shared }, { id }) => {
    await ledger.resume(id, io.now());
    if (!shared) await requestsOf(request).withdraw(id); // nobody has come to it
    report.done(`${id} may go on${shared ? "" : ": send it again with its plan"}`, { type: "resumed", id });
  });
  return report.finish();
}
