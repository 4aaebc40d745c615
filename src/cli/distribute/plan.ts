import { realDisk } from "../../distribute/disk.ts";
import { isServer } from "../../distribute/home.ts";
import { distributionIdOf } from "../../distribute/identity.ts";
import type { Distribution, Row } from "../../distribute/ledger.ts";
import { sizeOf } from "../../distribute/mailing.ts";
import { changesSince, type Letter, type LetterPlan } from "../../distribute/plan.ts";
import { STATE_WORDS } from "../../distribute/state.ts";
import { columnsOf, padTo } from "../../write/text/width.ts";
import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { type Reporter, reporter, safe } from "../report.ts";
import { pathsOf, whereOf, withHome } from "./home.ts";
import { plannedOf } from "./planned.ts";

/** Says who would get what, and what is in the way of it. Nothing is written, nothing goes out. */
export async function plan(request: Request, io: Io): Promise<number> {
  const { switches } = request;
  const report = reporter(io, { json: switches.has("json"), notes: switches.has("verbose") });
  const planned = await plannedOf(request, report);
  if (!planned) return report.finish();
  const { deliveries, hash, recordId, revision } = planned;
  const { distribution, rows } = await known(planned, request, report);
  const standing = new Map(rows.map((row) => [keyOf(row), row]));
  for (const line of table(deliveries, standing)) report.done(line.text, line.object);
  const { added, removed } = changesSince(rows, planned);
  if (distribution) {
    for (const name of added)
      report.done(`added since revision ${revision} was begun: ${safe(name)}`, { type: "added", name });
    for (const name of removed)
      report.done(`no longer among the recipients: ${safe(name)}`, { type: "removed", name });
  }
  const people = new Set(deliveries.map(({ personId }) => personId)).size;
  const left = deliveries.filter(({ skip }) => skip !== undefined).length;
  const bytes = deliveries.reduce((sum, { skip, size }) => sum + (skip === undefined ? size : 0), 0);
  const reached = left === 0 ? "all of whom get something" : `${left} of whom cannot be reached`;
  report.done(
    `\n${people} recipients, ${reached}; ${sizeOf(bytes)} in all; revision ${revision}\nto send it: minutebook send ${safe(request.arguments[0] ?? "")} --plan ${hash}`,
    { type: "plan", recordId, revision, hash, recipients: people, unreached: left, bytes },
  );
  return report.finish();
}

interface Known {
  readonly distribution?: Distribution;
  readonly rows: readonly Row[];
}

/** What the ledger knows of this revision, where there is one. */
async function known({ recordId, revision }: LetterPlan, request: Request, report: Reporter): Promise<Known> {
  const id = distributionIdOf(recordId, revision, undefined);
  if (!isServer(whereOf(request)) && !(await realDisk.has(pathsOf(request).ledger))) return { rows: [] };
  const found = await withHome(request, report, false, async ({ ledger }): Promise<Known> => {
    const distribution = (await ledger.distributions()).find((one) => one.id === id);
    return distribution ? { distribution, rows: await ledger.list(id) } : { rows: [] };
  });
  return found ?? { rows: [] };
}

const keyOf = ({ personId, kind }: Pick<Row, "personId" | "kind">): string => `${personId}\n${kind}`;

/** A line for each delivery, in columns: who, how, what, and what has become of it where it has been begun. */
function table(letters: readonly Letter[], standing: ReadonlyMap<string, Row>) {
  const rows = letters.map((letter) => ({ letter, row: standing.get(keyOf(letter)) }));
  const cells = rows.map(({ letter, row }) => cellsOf(letter, row).map(safe));
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map((row) => columnsOf(row[column] ?? ""))));
  return rows.map(({ letter, row }, index) => ({
    text: (cells[index] ?? [])
      .map((cell, column) => padTo(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
    object: objectOf(letter, row),
  }));
}

function cellsOf(letter: Letter, row: Row | undefined): readonly string[] {
  const { name, channel, address, skip, files, size, recipient } = letter;
  const way =
    channel === "email" ? (address ?? "by e-mail") : channel === "print" ? "on paper" : "into a folder";
  const number = files.length === 1 ? (files[0]?.name ?? "") : `${files.length} files`;
  const copies = channel === "print" && recipient.copies > 1 ? `, ${recipient.copies} copies` : "";
  const seen = recipient.audience === "full" ? "" : `  (${recipient.audience})`;
  const what = skip === undefined ? `${number}, ${sizeOf(size)}${copies}${seen}` : `nothing: ${skip}`;
  return [name, way, what, row ? STATE_WORDS[row.state] : ""];
}

function objectOf(letter: Letter, row: Row | undefined): Readonly<Record<string, unknown>> {
  const { personId, name, channel, kind, address, skip, files, size, contentHash, recipient } = letter;
  const { role, language, audience, copies } = recipient;
  const who = { personId, name, role, channel, address, language, audience };
  return { type: "delivery", ...who, kind, copies, skip, files, size, contentHash, state: row?.state };
}
