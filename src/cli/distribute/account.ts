import { type Diagnostic, type Outcome, success } from "../../diagnostic.ts";
import { certificateOf } from "../../distribute/certificate.ts";
import { type Report, type ReportLine, reportOf } from "../../distribute/report.ts";
import { openResources, writePrivate } from "../../files.ts";
import type { Resources } from "../../library.ts";
import { LANGUAGES, type Language } from "../../record/schema/primitives.ts";
import { listed, type ReportFormat, type Request } from "../args.ts";
import { csv } from "../csv.ts";
import type { Io } from "../io.ts";
import { reporter, safe } from "../report.ts";
import { foldersOf } from "../settings.ts";
import { withDistribution } from "./home.ts";

/** Writes down who got what: for table programs, for programs, and as a certificate to be kept. */
export async function account(request: Request, io: Io): Promise<number> {
  const report = reporter(io, { json: request.switches.has("json") });
  const { values } = request;
  const lang = LANGUAGES.find((one) => one === (values.lang ?? "en"));
  if (lang === undefined) {
    report.tell([noLanguage(values.lang ?? "")]);
    return report.finish();
  }
  const formats = listed(values.as ?? "csv,json,pdf");
  const resources = openResources(foldersOf(request));
  report.tell(resources.diagnostics);
  if (!resources.ok) return report.finish();
  await withDistribution(request, report, async ({ ledger }, distribution) => {
    await ledger.recover(io.now());
    const found = reportOf(distribution, await ledger.list(distribution.id));
    for (const [format, write] of Object.entries(WRITERS)) {
      if (!formats.includes(format)) continue;
      const bytes = await write(found, resources.value, lang);
      report.tell(bytes.diagnostics);
      if (!bytes.ok) continue;
      const name = `${distribution.id}-distribution.${format}`;
      const written = writePrivate(values.out ?? "output", distribution.recordId, name, bytes.value);
      report.tell(written.diagnostics);
      if (written.ok) report.done(safe(written.value), { type: "report", path: written.value });
    }
  });
  return report.finish();
}

const COLUMNS = [
  "serial",
  "name",
  "personId",
  "kind",
  "channel",
  "address",
  "state",
  "words",
  "since",
  "attempts",
  "reply",
  "files",
  "contentHash",
  "bytesHash",
  "messageId",
] as const satisfies readonly (keyof ReportLine)[];

type Writer = (report: Report, resources: Resources, lang: Language) => Promise<Outcome<Uint8Array>>;
const text = (words: string): Outcome<Uint8Array> => success<Uint8Array>(new TextEncoder().encode(words));

const WRITERS: Readonly<Record<ReportFormat, Writer>> = {
  csv: async ({ deliveries }) => {
    const cell = (line: ReportLine, column: (typeof COLUMNS)[number]): string =>
      column === "files" ? line.files.map(({ name }) => name).join("; ") : String(line[column]);
    return text(csv([COLUMNS, ...deliveries.map((line) => COLUMNS.map((column) => cell(line, column)))]));
  },
  json: async (report) => text(`${JSON.stringify(report, null, 2)}\n`),
  pdf: (report, resources, lang) => certificateOf(report, resources, lang),
};

const noLanguage = (lang: string): Diagnostic => ({
  code: "library/unknown-wording",
  severity: "error",
  message: `there is no wording for the language "${lang}"`,
  hint: `there are: ${LANGUAGES.join(", ")}`,
});
