import type { Artefact } from "../artefact.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { openResources, readRecord, writeArtefacts } from "../files.ts";
import type { Resources } from "../library.ts";
import type { Options } from "../pipeline/options.ts";
import type { Request } from "./args.ts";
import type { Io, Pipeline } from "./io.ts";
import { protectionOf } from "./protect.ts";
import { type Reporter, reporter, safe } from "./report.ts";
import { foldersOf, optionsOf, recordsOf, referenceOf } from "./settings.ts";
import { watch } from "./watch.ts";

/** Makes the papers of every record that is named; a bad record does not keep the others from theirs. */
export async function generate(request: Request, io: Io): Promise<number> {
  const { switches } = request;
  const report = reporter(io, {
    json: switches.has("json"),
    quiet: switches.has("quiet"),
    notes: switches.has("verbose"),
  });
  const records = recordsOf(request);
  const protection = await protectionOf(request, io);
  report.tell(protection.diagnostics);
  if (!protection.ok) return report.finish();
  const reference = referenceOf(request);
  report.tell(reference.diagnostics);
  if (!reference.ok) return report.finish();
  const options = { ...optionsOf(request), ...protection.value, ...reference.value };
  let resources: Resources | undefined;
  const run = async (changed?: "templates" | "record"): Promise<number> => {
    // Templates are read again only when one has changed: fonts and words shaped stay with their library.
    if (resources === undefined || changed === "templates") {
      const opened = openResources(foldersOf(request));
      report.tell(opened.diagnostics);
      resources = opened.ok ? opened.value : undefined;
    }
    if (resources) await makeAll(records, request, { io, report, resources, options });
    return report.finish();
  };
  return switches.has("watch") ? watch(records, request, io, run) : run();
}

interface Bench {
  readonly io: Io;
  readonly report: Reporter;
  readonly resources: Resources;
  readonly options: Options;
}

async function makeAll(records: readonly string[], request: Request, bench: Bench): Promise<void> {
  const pipeline = await bench.io.pipeline();
  const files = new Map<string, string>(); // where each record's id was met first
  for (const file of records) await make(file, request, bench, pipeline, files);
}

async function make(
  file: string,
  request: Request,
  { report, resources, options }: Bench,
  pipeline: Pipeline,
  files: Map<string, string>,
): Promise<void> {
  report.progress(file);
  const source = readRecord(file);
  report.tell(source.diagnostics);
  if (!source.ok) return;
  const made = await pipeline.generate(source.value, options, resources, ({ name }) => report.progress(name));
  report.tell(made.diagnostics);
  const [first] = made.ok ? made.value : [];
  if (!made.ok || !first) return;
  const earlier = files.get(first.recordId);
  if (earlier !== undefined) return report.tell([sameId(file, earlier, first.recordId)]);
  files.set(first.recordId, file);
  const written = writeArtefacts(request.values.out ?? "output", first.recordId, made.value);
  report.tell(written.diagnostics);
  if (!written.ok) return;
  for (const [i, artefact] of made.value.entries()) {
    const path = written.value[i] ?? artefact.name;
    report.done(artefactText(path, artefact), artefactObject(path, artefact));
  }
}

const sameId = (file: string, earlier: string, id: string): Diagnostic => ({
  code: "library/same-record",
  severity: "error",
  message: `${file} has the id ${id} like ${earlier}; its papers would replace the others`,
  hint: "give each record an id of its own",
});

/** A finished paper in a line for people. */
export function artefactText(path: string, { pages, milliseconds, bytes }: Artefact): string {
  const parts = [
    ...(pages === undefined ? [] : [pages === 1 ? "1 page" : `${pages} pages`]),
    `${Math.round(milliseconds)} ms`,
    `${Math.ceil(bytes.length / 1024)} kB`,
  ];
  return `${safe(path)}  ${parts.join(", ")}`;
}

/** The same for programs. */
export const artefactObject = (
  path: string,
  { bytes, ...rest }: Artefact,
): Readonly<Record<string, unknown>> => ({
  type: "artefact",
  path,
  ...rest,
  bytes: bytes.length,
});
