import { join } from "node:path";
import { realDisk } from "../../distribute/disk.ts";
import type { Row } from "../../distribute/ledger.ts";
import type { LetterPlan } from "../../distribute/plan.ts";
import { csv } from "../csv.ts";
import { type Reporter, safe } from "../report.ts";

/**
 * Writes one file of all paper copies in their order, and a list of what is in it, beside the papers themselves; once
 * all of these lie there.
 */
export async function writePrintList(
  { printList }: LetterPlan,
  rows: readonly Row[],
  folder: string,
  report: Reporter,
): Promise<void> {
  const printed = rows.filter(({ channel, state }) => channel === "print" && state !== "cancelled");
  const [some] = printed;
  if (!printList || !some || printed.some(({ state }) => state !== "sent")) return;
  const serials = new Map(printed.map(({ personId, kind, serial }) => [`${personId} ${kind}`, serial]));
  const made = await printList((personId, document) => serials.get(`${personId} ${document}.print`));
  report.tell(made.diagnostics);
  if (!made.ok) return;
  const { pdf, copies } = made.value;
  const path = join(folder, some.distributionId);
  const lines = copies.map((copy) => COLUMNS.map((column) => String(copy[column])));
  const list = new TextEncoder().encode(csv([COLUMNS, ...lines]));
  await realDisk.makeFolder(folder);
  for (const [ending, bytes] of [["csv", list] as const, ["pdf", pdf] as const]) {
    await realDisk.write(`${path}.${ending}.tmp`, bytes);
    await realDisk.rename(`${path}.${ending}.tmp`, `${path}.${ending}`);
  }
  const pages = copies.at(-1)?.last ?? 0;
  report.done(
    `  to print on both sides: ${safe(path)}.pdf, ${pages} pages; what is in it: ${safe(path)}.csv`,
    {
      type: "print-list",
      path: `${path}.pdf`,
      pages,
      copies: copies.length,
    },
  );
}

const COLUMNS = ["first", "last", "serial", "name", "paper"] as const;
