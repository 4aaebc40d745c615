import { chain, failure, type Outcome, success } from "../diagnostic.ts";
import { build } from "../document/build.ts";
import { hyphenate } from "../layout/hyphenate.ts";
import { layOut } from "../layout/layout.ts";
import { libraryOf, type Resources } from "../library.ts";
import { parse } from "../markup/parse.ts";
import { rolesOf } from "../pipeline/paper.ts";
import { CHANNELS } from "../record/schema/issuing.ts";
import { LANGUAGES } from "../record/schema/primitives.ts";
import { check } from "../template/check.ts";
import { render } from "../template/render.ts";
import type { JsonSchema } from "../template/schema.ts";
import { writePdf } from "../write/pdf/write.ts";
import * as z from "../yaml/zod.ts";
import { PLACES, type Report, type ReportLine } from "./report.ts";
import { OPEN, STATES, type State } from "./state.ts";

const words = z.string();
const count = z.int().min(0);

/** What the template of a certificate sees, `messages/certificate.hbs`. */
const viewSchema = z.strictObject({
  lang: z.enum(LANGUAGES),
  id: words.describe("The distribution: the record and its revision."),
  title: words.optional().describe("What the meeting is called."),
  held: z
    .strictObject({ start: words, end: words.optional() })
    .optional()
    .describe("When it was held, ISO 8601."),
  recordId: words,
  revision: count,
  recordDigest: words.describe("SHA-256 of the record, in groups."),
  planHash: words.describe("SHA-256 of the plan, in groups."),
  begun: words.describe("A date with a time, UTC."),
  asOf: words.describe("A date with a time, UTC: the last change of any delivery."),
  total: count,
  open: count.describe("How many are not over; of those, nothing is certified."),
  doubtful: count.describe("How many of these are in doubt."),
  counts: z
    .array(z.strictObject({ state: z.enum(STATES as [State, ...State[]]), count }))
    .describe("How many came to what; states that nobody is in are left out."),
  papers: z
    .array(
      z.strictObject({
        label: words.describe("What deliveries call it: A, B, …"),
        name: words.describe("The name of the file."),
        size: words,
        digest: words.describe("SHA-256 of the file, in groups."),
        count: count.describe("In how many deliveries it has been handed over."),
      }),
    )
    .describe("All papers in any delivery, each once."),
  deliveries: z.array(
    z.strictObject({
      serial: words,
      name: words,
      labels: z.array(words).describe("The papers in it."),
      handedTo: z.enum(PLACES).optional(),
      channel: z.enum(CHANNELS),
      address: words.optional(),
      state: z.enum(STATES as [State, ...State[]]),
      since: words.describe("A date with a time, UTC: when it came to that."),
      reply: words.optional().describe("What the server said, or why nothing went out."),
      digest: words
        .optional()
        .describe("SHA-256 of the mail as it went out, in groups; absent: it is no mail, or none was made."),
    }),
  ),
});
type CertificateView = z.infer<typeof viewSchema>;

/**
 * The certificate of a distribution: a paper made like any other, tagged and archivable, with the report as data inside.
 * The same report gives the same bytes.
 */
export async function certificateOf(
  report: Report,
  resources: Resources,
  lang: (typeof LANGUAGES)[number],
): Promise<Outcome<Uint8Array>> {
  const library = libraryOf(resources);
  const laid = chain(library.message("certificate"), (template) =>
    chain(library.words(lang), (wording) =>
      chain(library.themeFor(lang), (name) =>
        chain(library.theme(name), (theme) =>
          chain(library.fonts(), ({ families, library: fonts }) => {
            const sheet = library.sheet(theme, families, "certificate");
            const roles = rolesOf(sheet);
            const schema = z.toJSONSchema(viewSchema, { unrepresentable: "any" }) as JsonSchema; // as it says
            const checked = {
              ...success(template),
              diagnostics: check(template, { schema, wording, roles }),
            };
            return chain(checked, () =>
              chain(render(template, viewOf(report, lang), { lang, wording }), ({ markup, map }) =>
                chain(parse(markup, { file: template.main.file, roles, map }), (tree) =>
                  chain(
                    build(tree, () => failure([])),
                    (document) =>
                      chain(layOut(document, { sheet, metrics: fonts, hyphenate }), (sheets) =>
                        success({ document, sheets, fonts }),
                      ),
                  ),
                ),
              ),
            );
          }),
        ),
      ),
    ),
  );
  if (!laid.ok) return laid;
  const { document, sheets, fonts } = laid.value;
  const data = {
    name: "distribution.json",
    mediaType: "application/json",
    bytes: new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`),
    description: "The report that this certificate was made from",
    relationship: "Source" as const,
  };
  return success(await writePdf(document, sheets, fonts.opened, { attachments: [data] }), laid.diagnostics);
}

function viewOf(
  { distribution, counts, deliveries }: Report,
  lang: CertificateView["lang"],
): CertificateView {
  const { id, recordId, revision, title, held, recordDigest, planHash, begun, asOf } = distribution;
  const [start = "", end] = held.split("/");
  const labels = labelsOf(deliveries);
  return {
    ...{ lang, id, recordId, revision, begun: minute(begun), asOf: minute(asOf) },
    ...(title !== "" && { title }),
    ...(start !== "" && { held: { start, ...(end !== undefined && { end }) } }),
    recordDigest: grouped(recordDigest),
    planHash: grouped(planHash),
    total: deliveries.length,
    open: OPEN.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    doubtful: counts.in_doubt ?? 0,
    counts: STATES.flatMap((state) => {
      const count = counts[state] ?? 0;
      return count === 0 ? [] : [{ state, count }];
    }),
    papers: [...labels].map(([sha256, { label, name, size, count }]) => ({
      ...{ label, name, size, count },
      digest: grouped(sha256),
    })),
    deliveries: deliveries.map((line) => lineOf(line, labels)),
  };
}

interface Labelled {
  readonly label: string;
  readonly name: string;
  readonly size: string;
  readonly count: number;
}

/** Every paper once, by its digest, in the order in which they first occur. */
function labelsOf(deliveries: readonly ReportLine[]): ReadonlyMap<string, Labelled> {
  const labels = new Map<string, Labelled>();
  for (const { files, state } of deliveries)
    for (const { sha256, name, size } of files) {
      const known = labels.get(sha256);
      const { label, count } = known ?? { label: labelAt(labels.size), count: 0 };
      labels.set(sha256, { label, name, size, count: count + (state === "sent" ? 1 : 0) });
    }
  return labels;
}

/** A to Z, then AA, AB, … */
const labelAt = (index: number): string =>
  (index < 26 ? "" : labelAt(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

function lineOf(
  line: ReportLine,
  labels: ReadonlyMap<string, Labelled>,
): CertificateView["deliveries"][number] {
  const { serial, name, channel, address, state, since, reply, files, handedTo, bytesHash } = line;
  // Where something lies in a folder of the office says nothing to anybody else.
  const said = handedTo === undefined || handedTo === "server" ? reply.slice(0, LONGEST_REPLY) : "";
  return {
    ...{ serial: String(serial), name, channel, state, since: minute(since) },
    labels: files.flatMap(({ sha256 }) => labels.get(sha256)?.label ?? []),
    ...(handedTo && { handedTo }),
    ...(address !== "" && { address }),
    ...(said !== "" && { reply: said }),
    // A file in a folder is the paper itself.
    ...(channel === "email" && bytesHash !== "" && { digest: grouped(bytesHash) }),
  };
}

/** Enough to see what a server meant; the data inside has all of it. */
const LONGEST_REPLY = 200;

/** Digests are too long for a line. */
const grouped = (digest: string): string => digest.replace(/.{16}(?=.)/g, "$& ");
/** `2026-03-12T14:00Z` */
const minute = (at: string): string => at.replace(/:\d\d\.\d+Z$/, "Z");
