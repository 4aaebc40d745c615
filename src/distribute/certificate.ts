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
import type { Report, ReportLine } from "./report.ts";
import { OPEN, STATES, type State } from "./state.ts";

const words = z.string();
const count = z.int().min(0);

/** What the template of a certificate sees, `messages/certificate.hbs`. */
const viewSchema = z.strictObject({
  lang: z.enum(LANGUAGES),
  id: words.describe("The distribution: the record and its revision."),
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
  deliveries: z.array(
    z.strictObject({
      serial: words,
      name: words,
      channel: z.enum(CHANNELS),
      address: words.optional(),
      state: z.enum(STATES as [State, ...State[]]),
      since: words.describe("A date with a time, UTC: when it came to that."),
      reply: words.optional().describe("What the server said, or why nothing went out."),
      digest: words
        .optional()
        .describe("SHA-256 of the bytes that went out, in groups; absent: none were made."),
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
  const { id, recordId, revision, recordDigest, planHash, begun, asOf } = distribution;
  return {
    ...{ lang, id, recordId, revision, begun: minute(begun), asOf: minute(asOf) },
    recordDigest: grouped(recordDigest),
    planHash: grouped(planHash),
    total: deliveries.length,
    open: OPEN.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    doubtful: counts.in_doubt ?? 0,
    counts: STATES.flatMap((state) => {
      const count = counts[state] ?? 0;
      return count === 0 ? [] : [{ state, count }];
    }),
    deliveries: deliveries.map(lineOf),
  };
}

const lineOf = ({ serial, name, channel, address, state, since, reply, bytesHash }: ReportLine) => ({
  ...{ serial: String(serial), name, channel, state, since: minute(since) },
  ...(address !== "" && { address }),
  ...(reply !== "" && { reply: reply.slice(0, LONGEST_REPLY) }),
  ...(bytesHash !== "" && { digest: grouped(bytesHash) }),
});

/** Enough to see what a server meant; the data inside has all of it. */
const LONGEST_REPLY = 200;

/** Digests are too long for a line. */
const grouped = (digest: string): string => digest.replace(/.{16}(?=.)/g, "$& ");
/** `2026-03-12T14:00Z` */
const minute = (at: string): string => at.replace(/:\d\d\.\d+Z$/, "Z");
