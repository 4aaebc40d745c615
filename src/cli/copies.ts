import { randomBytes } from "node:crypto";
import type { Artefact } from "../artefact.ts";
import { COPY_FORMATS, type CopyFormat } from "../copies.ts";
import { type Diagnostic, nearest } from "../diagnostic.ts";
import { openResources, readRecord, writeArtefacts, writePrivate } from "../files.ts";
import type { Resources } from "../library.ts";
import type { Opened } from "../pipeline/open.ts";
import type { Options, Source } from "../pipeline/options.ts";
import { type Holder, holdersOf } from "../record/holders.ts";
import { listed, type Request } from "./args.ts";
import { csv } from "./csv.ts";
import type { Io } from "./io.ts";
import { newPassword } from "./new-password.ts";
import { signingOf } from "./protect.ts";
import { type Reporter, reporter, safe } from "./report.ts";
import { foldersOf, optionsOf, referenceOf } from "./settings.ts";

/** One personal file for everybody who is to hold a paper. */
export async function copies(request: Request, io: Io): Promise<number> {
  const { switches } = request;
  const report = reporter(io, {
    json: switches.has("json"),
    quiet: switches.has("quiet"),
    notes: switches.has("verbose"),
  });
  const signing = await signingOf(request, io);
  report.tell(signing.diagnostics);
  const reference = referenceOf(request);
  report.tell(reference.diagnostics);
  const resources = openResources(foldersOf(request));
  report.tell(resources.diagnostics);
  const source = readRecord(request.arguments[0] ?? "");
  report.tell(source.diagnostics);
  if (!signing.ok || !reference.ok || !resources.ok || !source.ok) return report.finish();
  const options = { ...optionsOf(request), ...signing.value, ...reference.value };
  await makeAll({ source: source.value, options, resources: resources.value, request, report });
  return report.finish();
}

interface Job {
  readonly source: Source;
  readonly options: Options;
  readonly resources: Resources;
  readonly request: Request;
  readonly report: Reporter;
}

async function makeAll(job: Job): Promise<void> {
  const { source, options, resources, request, report } = job;
  const { open } = await import("../pipeline/open.ts");
  const opened = open(source, options, resources);
  report.tell(opened.diagnostics);
  if (!opened.ok) return;
  const { record, whole, documents, lang, audience } = opened.value;
  const papers = { documents, lang, audience };
  const passwords: (readonly string[])[] = [];
  const asked = request.values.for === undefined ? undefined : new Set(listed(request.values.for));
  const everybody = documents.flatMap((document) => holdersOf(whole, document, papers));
  const strangers = [...(asked ?? [])].filter((id) => !everybody.some((holder) => holder.id === id));
  report.tell(strangers.map((id) => unknownHolder(id, everybody)));
  if (strangers.length > 0) return;
  for (const document of documents) {
    const holders = holdersOf(whole, document, papers);
    if (holders.length === 0) report.tell([nobody(document)]);
    const groups = Map.groupBy(holders, (one) => `${one.lang} ${one.audience}`);
    for (const group of groups.values()) {
      const [first] = group;
      const own = { lang: first?.lang ?? lang, audience: first?.audience ?? audience };
      const same = own.lang === lang && own.audience === audience;
      const theirs = same ? opened : open(source, { ...options, ...own }, resources);
      if (!same) report.tell(theirs.ok ? [] : theirs.diagnostics);
      if (theirs.ok) await makeGroup(job, theirs.value, { document, holders: group, asked, passwords });
    }
  }
  if (passwords.length > 0) keepPasswords(job, record.id, passwords);
}

interface Group {
  readonly document: string;
  /** All who get this paper in one language and rendition, so that a copy is the same whoever is asked for. */
  readonly holders: readonly Holder[];
  /** Ids of those to make copies for; absent: everybody. */
  readonly asked: ReadonlySet<string> | undefined;
  /** Filled with what was handed out: id, name, serial, paper, password. */
  readonly passwords: (readonly string[])[];
}

async function makeGroup(
  { options, request, report }: Job,
  opened: Opened,
  { document, holders, asked, passwords }: Group,
): Promise<void> {
  const locked = request.switches.has("encrypt");
  const { makeCopies } = await import("../copies.ts");
  const { extrasOf } = await import("../pipeline/finish.ts");
  const extras = await extrasOf(opened);
  if (!extras.ok) return report.tell(extras.diagnostics);
  const wanted = COPY_FORMATS.filter((one) =>
    (options.formats ?? (locked ? ["pdf"] : COPY_FORMATS)).includes(one),
  );
  const made = await makeCopies(opened, document, {
    formats: wanted,
    owners: holders,
    marked: request.switches.has("mark"),
    ...(extras.value.signer && { signer: extras.value.signer }),
    ...(locked && {
      lockOf: ({ id, name, serial }) => {
        const password = newPassword(randomBytes);
        passwords.push([id, name, serial, document, password]);
        return {
          password: new TextEncoder().encode(password),
          ownerPassword: randomBytes(32),
          random: randomBytes,
        };
      },
    }),
  });
  report.tell(made.diagnostics);
  if (!made.ok) return;
  for (const { format, copy } of made.value) {
    const indexes = [...holders.entries()].filter(([, holder]) => isMeant(holder, format, asked));
    for (let from = 0; from < indexes.length; from += AT_A_TIME) {
      const artefacts = await Promise.all(
        indexes.slice(from, from + AT_A_TIME).map(([index]) => copy(index)),
      );
      if (!write(request, opened.record.id, artefacts, report)) return;
    }
  }
}

/** So many finished copies are held in memory. */
const AT_A_TIME = 64;

const isMeant = (
  { id, formats }: Holder,
  format: CopyFormat,
  asked: ReadonlySet<string> | undefined,
): boolean => (formats.length === 0 || formats.includes(format)) && (asked === undefined || asked.has(id));

type Copy = Omit<Artefact, "milliseconds">;

function write({ values }: Request, recordId: string, copies: readonly Copy[], report: Reporter): boolean {
  const written = writeArtefacts(values.out ?? "output", recordId, copies, "copies");
  report.tell(written.diagnostics);
  if (!written.ok) return false;
  for (const [index, { bytes, ...rest }] of copies.entries()) {
    const path = written.value[index] ?? rest.name;
    report.done(`${safe(path)}  ${Math.ceil(bytes.length / 1024)} kB`, {
      type: "artefact",
      path,
      ...rest,
      bytes: bytes.length,
    });
  }
  return true;
}

/** The passwords, for whoever hands them over by another way than the files. */
function keepPasswords(
  { request, report }: Job,
  recordId: string,
  rows: readonly (readonly string[])[],
): void {
  const bytes = new TextEncoder().encode(csv([["id", "name", "serial", "document", "password"], ...rows]));
  // copies that are not made this time keep their passwords, and so does the file that lists them
  const name = ["passwords", ...listed(request.values.for ?? "")].join("-");
  const kept = writePrivate(request.values.out ?? "output", recordId, `${name}.csv`, bytes);
  report.tell(kept.diagnostics);
  if (kept.ok)
    report.done(`${safe(kept.value)}  keep it from the papers`, { type: "passwords", path: kept.value });
}

function unknownHolder(id: string, holders: readonly Holder[]): Diagnostic {
  const ids = [...new Set(holders.map((one) => one.id))];
  const near = nearest(id, ids);
  return {
    code: "library/unknown-holder",
    severity: "error",
    message: `nobody with the id "${id}" is to get one of these papers`,
    hint: near ? `did you mean "${near}"?` : `there are: ${ids.join(", ")}`,
  };
}

const nobody = (document: string): Diagnostic => ({
  code: "copies/nobody",
  severity: "warning",
  message: `nobody is to get the ${document}: there is no one to make a copy for`,
  hint: "name them under distribution, or list who attended",
});
