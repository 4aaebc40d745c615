import type { Diagnostic } from "../../diagnostic.ts";
import type { Row } from "../../distribute/ledger.ts";
import { next, STATE_WORDS } from "../../distribute/state.ts";
import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { reporter, safe } from "../report.ts";
import { withDistribution } from "./home.ts";
import { unknown } from "./preview.ts";

/**
 * Takes somebody out of doubt: they have it, or they are to get it again. The only way out, and it asks for a reason.
 * Whoever has not got theirs, for all that servers say, can be tried again in the same way.
 */
export async function resolve(request: Request, io: Io): Promise<number> {
  const report = reporter(io, {});
  const { switches, values, arguments: names } = request;
  const wanted = names[0] ?? "";
  await withDistribution(request, report, async ({ ledger }, { id }) => {
    await ledger.recover(io.now());
    const rows = await ledger.list(id);
    const theirs = rows.filter(({ personId, name }) => personId === wanted || name === wanted);
    if (theirs.length === 0) return report.tell([unknown(wanted, rows)]);
    const delivered = switches.has("delivered");
    const doubtful = theirs.filter(
      ({ state }) => next(state, delivered ? "confirm" : "resend") !== undefined,
    );
    if (doubtful.length === 0) return report.tell([notInDoubt(theirs)]);
    for (const row of doubtful) {
      await ledger.settle(
        row.id,
        { event: delivered ? "confirm" : "resend", reason: values.reason ?? "" },
        io.now(),
      );
      report.done(`${safe(row.name)}: ${delivered ? "has it" : "gets it again with the next send"}`, {
        type: "resolved",
        personId: row.personId,
        delivered,
      });
    }
  });
  return report.finish();
}

const notInDoubt = ([row]: readonly Row[]): Diagnostic => ({
  code: "distribute/not-in-doubt",
  severity: "error",
  message: `there is no doubt about ${row?.name}: ${row && STATE_WORDS[row.state]}`,
});
