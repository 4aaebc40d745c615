import { realDisk } from "../../distribute/disk.ts";
import { snapshotOf, writeSnapshot } from "../../distribute/snapshot.ts";
import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { reporter } from "../report.ts";
import { pathsOf, withHome } from "./home.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Forgets addresses, replies and mails of what is long over; who got which serial of what stays. */
export async function purge(request: Request, io: Io): Promise<number> {
  const report = reporter(io, {});
  const days = Number(request.values["older-than"]?.replace(/d$/, ""));
  await withHome(request, report, false, async ({ ledger, spool, shared }) => {
    const ids = await ledger.purge(io.now() - days * DAY);
    await spool.remove(ids);
    // The last one that a sender has left repeats what servers have said.
    if (!shared) await writeSnapshot(pathsOf(request).snapshot, await snapshotOf(ledger, io.now()), realDisk);
    report.done(`${ids.length} deliveries: addresses, replies and mails are forgotten`, {
      type: "purged",
      deliveries: ids.length,
    });
  });
  return report.finish();
}
