import { type Diagnostic, nearest } from "../../diagnostic.ts";
import type { Stamp } from "../../distribute/delivery.ts";
import type { Letter } from "../../distribute/plan.ts";
import { previewPage } from "../../distribute/preview.ts";
import { writeArtefacts } from "../../files.ts";
import type { Request } from "../args.ts";
import type { Io } from "../io.ts";
import { reporter, safe } from "../report.ts";
import { plannedOf } from "./planned.ts";

/** Writes what one person would get: the very mail, and a page to look at it. */
export async function preview(request: Request, io: Io): Promise<number> {
  const { switches } = request;
  const report = reporter(io, { json: switches.has("json"), quiet: switches.has("quiet") });
  const planned = await plannedOf(request, report);
  if (!planned) return report.finish();
  const wanted = request.arguments[1] ?? "";
  const letters = planned.deliveries.filter(({ personId, name }) => personId === wanted || name === wanted);
  if (letters.length === 0) report.tell([unknown(wanted, planned.deliveries)]);
  for (const letter of letters) {
    if (letter.skip !== undefined) {
      report.done(`${safe(letter.name)}: nothing goes to them: ${letter.skip}`, {
        type: "skipped",
        personId: letter.personId,
      });
      continue;
    }
    // The ledger's own stamp comes when it is sent.
    const stamp: Stamp = {
      deliveryId: "",
      serial: 0,
      messageId: `<preview@${domainOf(planned.sender)}>`,
      date: io.now(),
    };
    const files = [{ name: letter.fileName, bytes: await letter.bytes(stamp) }];
    const message = letter.message?.(stamp);
    if (message)
      files.push({
        name: letter.fileName.replace(/\.eml$/, ".html"),
        bytes: new TextEncoder().encode(previewPage(message)),
      });
    const written = writeArtefacts(request.values.out ?? "output", planned.recordId, files, "preview");
    report.tell(written.diagnostics);
    for (const path of written.ok ? written.value : []) report.done(safe(path), { type: "preview", path });
  }
  return report.finish();
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1) || "localhost";

export function unknown(wanted: string, letters: readonly Pick<Letter, "personId" | "name">[]): Diagnostic {
  const ids = [...new Set(letters.map(({ personId }) => personId))];
  const near = nearest(wanted, ids);
  return {
    code: "library/unknown-recipient",
    severity: "error",
    message: `nobody among the recipients is "${wanted}"`,
    hint: near
      ? `did you mean "${near}"?`
      : `there are: ${ids.slice(0, 20).join(", ")}${ids.length > 20 ? ", …" : ""}`,
  };
}
