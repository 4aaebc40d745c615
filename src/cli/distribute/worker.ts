import { deliver } from "../../distribute/deliver.ts";
import { openQueue } from "../../distribute/ledger/queue.ts";
import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { reporter, safe } from "../report.ts";
import { whereOf, withHome } from "./home.ts";
import { routesOf, waysOf } from "./routes.ts";
import { clockOf, endOf, ownerName } from "./send.ts";

/** Delivers whatever senders have handed to a ledger on PostgreSQL, beside other workers, until it is stopped. */
export async function worker(request: Request, io: Io): Promise<number> {
  const report = reporter(io, { json: request.switches.has("json"), quiet: request.switches.has("quiet") });
  const ways = await waysOf(request, io);
  report.tell(ways.diagnostics);
  if (!ways.ok) return report.finish();
  await withHome(request, report, true, async ({ ledger, spool }) => {
    const clock = clockOf(io);
    const batch = Math.max(...ways.value.map(({ lanes }) => lanes));
    const queue = await openQueue(whereOf(request), {
      ledger,
      clock,
      batch,
      expiry: 1_200_000,
      sweep: 15_000,
    });
    report.tell(queue.diagnostics);
    if (!queue.ok) return;
    report.done("at work; Ctrl-C ends it in good order", { type: "ready" });
    let done = 0;
    const ended = await deliver({
      ledger,
      spool,
      routes: routesOf(ways.value, ({ channels }) => queue.value.dispatcher(channels)),
      owner: ownerName(),
      clock,
      chance: Math.random,
      signal: io.signal,
      askedToPause: async () => undefined,
      report({ row, event }) {
        done += 1;
        // Ids and domains only: logs are read by more people than the ledger.
        const domain = row.address?.slice(row.address.lastIndexOf("@") + 1) ?? row.channel;
        if (request.switches.has("json"))
          report.done("", { type: "delivery", id: row.id, domain, event, attempt: row.attempt });
        else report.progress(`${done} done; ${row.id.slice(0, 12)} to ${safe(domain)}: ${event}`);
      },
    });
    report.tell(endOf(ended));
    await queue.value.close();
  });
  return report.finish();
}
