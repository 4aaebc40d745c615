import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { reporter } from "../report.ts";
import { withHome } from "./home.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Forgets addresses, replies and mails of what is long over; who got which serial of what stays. */
export async function purge(request: Request, io: Io): Promise<number> {
  const report = reporter(io, {});
  const days = Number(request.values["older-than"]?.replace(/d$/, ""));
  await withHome(request, report, false, async ({ ledger, spool }) => {
    const ids = await ledger.purge(io.now() - days * DAY);
    await spool.remove(ids);
    report.done(`${ids.length} deliveries: addresses, replies and mails are forgotten`, {
      type: "purged",
      deliveries: ids.length,
    });
  });
  return report.finish();
}
