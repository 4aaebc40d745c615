import type { Artefact } from "../artefact.ts";
import { chain, success } from "../diagnostic.ts";
import { openResources, readRecord, writeArtefacts } from "../files.ts";
import type { Request } from "./args.ts";
import { artefactObject, artefactText } from "./generate.ts";
import type { Io } from "./io.ts";
import { type Reporter, reporter, safe } from "./report.ts";
import { foldersOf, optionsOf, referenceOf } from "./settings.ts";

/** Shows what a newer revision of a record changes in the papers of an older one. */
export async function redline(request: Request, io: Io): Promise<number> {
  const { switches, values } = request;
  const report = reporter(io, {
    json: switches.has("json"),
    quiet: switches.has("quiet"),
    notes: switches.has("verbose"),
  });
  const [older = "", newer = ""] = request.arguments;
  const read = chain(openResources(foldersOf(request)), (resources) =>
    chain(readRecord(older), (before) =>
      chain(readRecord(newer), (after) =>
        chain(referenceOf(request), (reference) => success({ resources, before, after, reference })),
      ),
    ),
  );
  report.tell(read.diagnostics);
  if (!read.ok) return report.finish();
  const { resources, before, after, reference } = read.value;
  const { redline } = await import("../redline.ts");
  const made = await redline(before, after, { ...optionsOf(request), ...reference }, resources, ({ name }) =>
    report.progress(name),
  );
  report.tell(made.diagnostics);
  if (!made.ok) return report.finish();
  const { recordId, artefacts, unchanged } = made.value;
  tellUnchanged(unchanged, report);
  if (artefacts.length === 0) return report.finish();
  const written = writeArtefacts(values.out ?? "output", recordId, artefacts);
  report.tell(written.diagnostics);
  if (written.ok) tellWritten(artefacts, written.value, report);
  return report.finish();
}

/** A paper that says the same in both is no mistake, and needs no file. */
function tellUnchanged(unchanged: readonly string[], report: Reporter): void {
  for (const document of unchanged)
    report.done(`${safe(document)}: no differences`, { type: "unchanged", document });
}

function tellWritten(artefacts: readonly Artefact[], paths: readonly string[], report: Reporter): void {
  for (const [i, artefact] of artefacts.entries()) {
    const path = paths[i] ?? artefact.name;
    report.done(artefactText(path, artefact), artefactObject(path, artefact));
  }
}
