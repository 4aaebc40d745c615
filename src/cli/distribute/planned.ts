import type { LetterPlan } from "../../distribute/plan.ts";
import { openResources, readRecord } from "../../files.ts";
import type { Request } from "../args.ts";
import type { Reporter } from "../report.ts";
import { foldersOf, optionsOf } from "../settings.ts";

/** The plan of the record that a request names, with all that is to be said about it. */
export async function plannedOf(request: Request, report: Reporter): Promise<LetterPlan | undefined> {
  const { from, "reply-to": replyTo } = request.values;
  const file = request.arguments[0] ?? "";
  const resources = openResources(foldersOf(request));
  report.tell(resources.diagnostics);
  const source = readRecord(file);
  report.tell(source.diagnostics);
  if (!resources.ok || !source.ok) return undefined;
  report.progress(`making the papers of ${file}`);
  const { planLetters } = await import("../../distribute/plan.ts");
  const settings = { ...(from !== undefined && { from }), ...(replyTo !== undefined && { replyTo }) };
  const plan = await planLetters(source.value, optionsOf(request), settings, resources.value);
  report.tell(plan.diagnostics);
  return plan.ok ? plan.value : undefined;
}
