import { openResources, readRecord } from "../files.ts";
import { type Request, STAGES } from "./args.ts";
import type { Io } from "./io.ts";
import { reporter } from "./report.ts";
import { foldersOf, optionsOf } from "./settings.ts";

/** Prints the value after a stage; what there is to say about it goes to standard error. */
export async function dump(request: Request, io: Io): Promise<number> {
  const report = reporter(io, {});
  const stage = STAGES.find((each) => each === request.values.stage) ?? "record";
  const resources = openResources(foldersOf(request));
  const source = readRecord(request.arguments[0] ?? "");
  report.tell([...resources.diagnostics, ...source.diagnostics]);
  if (!resources.ok || !source.ok) return report.finish();
  const { dump } = await io.pipeline();
  const dumped = await dump(source.value, stage, optionsOf(request), resources.value);
  report.tell(dumped.diagnostics);
  if (dumped.ok) io.out(dumped.value);
  return report.finish();
}
