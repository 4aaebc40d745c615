import { openResources, readRecord } from "../files.ts";
import type { Request } from "./args.ts";
import type { Io } from "./io.ts";
import { reporter, safe } from "./report.ts";
import { foldersOf, optionsOf, recordsOf } from "./settings.ts";

/** Judges every record that is named, notes and all. */
export async function check(request: Request, io: Io): Promise<number> {
  const report = reporter(io, { json: request.switches.has("json"), notes: true });
  const resources = openResources(foldersOf(request));
  report.tell(resources.diagnostics);
  if (!resources.ok) return report.finish();
  const pipeline = await io.pipeline();
  for (const file of recordsOf(request)) {
    const source = readRecord(file);
    report.tell(source.diagnostics);
    if (!source.ok) continue;
    const checked = pipeline.check(source.value, optionsOf(request), resources.value);
    report.tell(checked.diagnostics);
    if (!checked.ok) continue;
    const { documents } = checked.value;
    report.done(`${safe(file)}: fit for ${documents.join(", ")}`, {
      type: "checked",
      file,
      ...checked.value,
    });
  }
  return report.finish();
}
