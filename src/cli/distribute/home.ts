import { chain, type Diagnostic, failure, type Outcome, success } from "../../diagnostic.ts";
import { realDisk } from "../../distribute/disk.ts";
import { type Home, homePaths, isServer, openHome } from "../../distribute/home.ts";
import { type Distribution, LedgerFailure } from "../../distribute/ledger.ts";
import { type PauseRequests, pauseRequests } from "../../distribute/pause-request.ts";
import type { Request } from "../args.ts";
import type { Reporter } from "../report.ts";

/** Where distributions are kept unless somebody says otherwise. */
const USUAL = "distribution";

export const whereOf = ({ values }: Request): string => values.ledger ?? USUAL;
/** The folder that things go out into; beside a server's ledger, the usual one. */
export const pathsOf = (request: Request) => homePaths(isServer(whereOf(request)) ? USUAL : whereOf(request));

/** What somebody asks of whoever has the ledger. */
export const requestsOf = (request: Request): PauseRequests =>
  pauseRequests(pathsOf(request).request, realDisk);

/** Opens the ledger for as long as something is done with it; what is wrong with it is told, also in the middle. */
export async function withHome<T>(
  request: Request,
  report: Reporter,
  begin: boolean,
  work: (home: Home) => Promise<T>,
): Promise<T | undefined> {
  const opened = await openHome(
    {
      where: whereOf(request),
      begin,
      ...(request.values.spool !== undefined && { spool: request.values.spool }),
    },
    realDisk,
  );
  report.tell(opened.diagnostics);
  if (!opened.ok) return undefined;
  try {
    return await work(opened.value);
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error;
    report.tell([error.diagnostic]);
    return undefined;
  } finally {
    await opened.value.ledger.close().catch(() => {}); // what is wrong has been told
  }
}

/** A record's name means its real distributions; a trial has a name of its own. */
export const isCalled = ({ id, recordId, trial }: Distribution, name: string): boolean =>
  id === name || (recordId === name && !trial);

/** The distribution that is named, or the only one; trials are meant only when they are named. */
export function chosen(all: readonly Distribution[], name: string | undefined): Outcome<Distribution> {
  const real = all.filter(({ trial }) => !trial);
  const found = name === undefined ? real : all.filter((one) => isCalled(one, name));
  const latest = found.at(-1);
  if (latest && new Set(found.map(({ recordId }) => recordId)).size === 1) return success(latest);
  return failure([notOne(real, name)]);
}

function notOne(all: readonly Distribution[], name: string | undefined): Diagnostic {
  const ids = all.map(({ id }) => id).join(", ");
  return {
    code: "library/unknown-distribution",
    severity: "error",
    message:
      name === undefined
        ? all.length === 0
          ? "nothing has been sent yet"
          : "there are several distributions"
        : `there is no distribution ${name}`,
    ...(ids !== "" && { hint: `there are: ${ids}` }),
  };
}

/** Opens the ledger and finds the distribution that `--distribution` names. */
export const withDistribution = <T>(
  request: Request,
  report: Reporter,
  work: (home: Home, distribution: Distribution) => Promise<T>,
): Promise<T | undefined> =>
  withHome(request, report, false, async (home) => {
    const found = chain(chosen(await home.ledger.distributions(), request.values.distribution), success);
    report.tell(found.diagnostics);
    return found.ok ? work(home, found.value) : undefined;
  });
