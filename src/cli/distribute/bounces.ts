import { statSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../diagnostic.ts";
import { type Bounce, readBounce } from "../../distribute/bounce.ts";
import { realDisk } from "../../distribute/disk.ts";
import type { Home } from "../../distribute/home.ts";
import type { Row } from "../../distribute/ledger.ts";
import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { type Reporter, reporter, safe } from "../report.ts";
import { withHome } from "./home.ts";

/** Mails of more than this are none of a mail server's reports. */
const LARGEST = 20 * 1024 * 1024;

/** Reads reports of failure from a folder, Maildir or plain, and writes them down. Nothing is ever sent because of one. */
export async function bounces(request: Request, io: Io): Promise<number> {
  const report = reporter(io, { json: request.switches.has("json") });
  const folder = request.arguments[1] ?? "";
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    report.tell([noFolder(folder)]);
    return report.finish();
  }
  await withHome(request, report, false, async (home) => {
    await home.ledger.recover(io.now());
    const known = await knownRows(home);
    const paths = await mailsIn(folder);
    if (paths.length === 0) report.done(`there are no mails in ${safe(folder)}`, { type: "none" });
    for (const path of paths) {
      const bounce = readBounce(await realDisk.read(path));
      await enter(bounce, path, known, { home, now: io.now(), report });
    }
  });
  return report.finish();
}

const noFolder = (folder: string): Diagnostic => ({
  code: "file/no-folder",
  severity: "error",
  message: `there is no folder ${folder}`,
});

/** Every row by what reports may call it. */
async function knownRows({ ledger }: Home): Promise<ReadonlyMap<string, Row>> {
  const known = new Map<string, Row>();
  for (const { id } of await ledger.distributions())
    for (const row of await ledger.list(id)) known.set(row.id, row).set(row.messageId, row);
  return known;
}

async function mailsIn(folder: string): Promise<readonly string[]> {
  const folders = [folder, join(folder, "new"), join(folder, "cur")];
  const paths: string[] = [];
  for (const one of folders)
    for (const name of (await realDisk.names(one)).toSorted()) {
      const stat = statSync(join(one, name), { throwIfNoEntry: false });
      if (stat?.isFile() && stat.size <= LARGEST && !name.startsWith(".")) paths.push(join(one, name));
    }
  return paths;
}

interface Entering {
  readonly home: Home;
  readonly now: number;
  readonly report: Reporter;
}

async function enter(
  { names, verdict, detail }: Bounce,
  path: string,
  known: ReadonlyMap<string, Row>,
  { home: { ledger }, now, report }: Entering,
): Promise<void> {
  const row = names.map((name) => known.get(name)).find((one) => one !== undefined);
  const tell = (what: string): void =>
    report.done(`${safe(path)}: ${safe(what)}`, { type: "bounce", path, verdict, delivery: row?.id, detail });
  if (!row) return tell("about none of our mails");
  if (verdict === "failed") {
    const moved = await ledger.settle(row.id, { event: "bounce", reason: detail }, now);
    if (moved) return tell(`${row.name} has not got it: ${detail}`);
  }
  const seen = (await ledger.events(row.id)).some(
    (event) => event.what === verdict && event.detail === detail,
  );
  if (!seen) await ledger.note(row.id, verdict, detail, now);
  tell(verdict === "failed" ? `${row.name}: written down already` : `${row.name}: ${verdict}, written down`);
}
