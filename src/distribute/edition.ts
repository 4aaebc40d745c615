import type { Artefact, Format } from "../artefact.ts";
import { chain, type Diagnostic, failure, hasErrors, type Outcome, outcome, success } from "../diagnostic.ts";
import type { Resources } from "../library.ts";
import { type Opened, open } from "../pipeline/open.ts";
import type { Options, Source } from "../pipeline/options.ts";
import { make } from "../pipeline.ts";
import type { Recipient } from "../record/recipients.ts";
import { type LetterWriter, letterWriter } from "./letter.ts";

/** All that goes to those who have one language and may see the same. */
export interface Edition {
  readonly opened: Opened;
  readonly papers: readonly Artefact[];
  readonly letters: LetterWriter;
}

/** The edition that a recipient gets. */
export const editionKey = ({ language, audience }: Pick<Recipient, "language" | "audience">): string =>
  `${language} ${audience}`;

/** Makes every paper that somebody is to have, once for each language and audience. */
export async function makeEditions(
  source: Source,
  options: Options,
  recipients: readonly Recipient[],
  resources: Resources,
): Promise<Outcome<ReadonlyMap<string, Edition>>> {
  const diagnostics: Diagnostic[] = [];
  const editions = new Map<string, Edition>();
  for (const [key, group] of Map.groupBy(recipients, editionKey)) {
    const made = await makeEdition(source, options, group, resources);
    diagnostics.push(...made.diagnostics);
    if (made.ok) editions.set(key, made.value);
  }
  const told = [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
  return hasErrors(told) ? failure(told) : success(editions, told);
}

async function makeEdition(
  source: Source,
  options: Options,
  recipients: readonly Recipient[],
  resources: Resources,
): Promise<Outcome<Edition>> {
  const wanted = wantedBy(recipients);
  const [first] = recipients;
  const own = first && { lang: first.language, audience: first.audience };
  const prepared = chain(
    open(source, { ...options, ...own, documents: [...wanted.keys()] }, resources),
    (opened) => chain(letterWriter(opened), (letters) => success({ opened, letters })),
  );
  if (!prepared.ok) return prepared;
  const diagnostics = [...prepared.diagnostics];
  const papers: Artefact[] = [];
  for (const [document, formats] of wanted) {
    const made = await make(prepared.value.opened, document, [...formats]);
    diagnostics.push(...made.diagnostics);
    if (made.ok) papers.push(...made.value);
  }
  return outcome({ ...prepared.value, papers }, diagnostics);
}

/** By paper, the formats that anybody wants; who is hindered wants none, but still tells what the edition is. */
function wantedBy(recipients: readonly Recipient[]): ReadonlyMap<string, ReadonlySet<Format>> {
  const wanted = new Map<string, Set<Format>>();
  for (const { papers, hindrance, channel } of recipients)
    for (const { document, formats } of papers) {
      const known = wanted.get(document) ?? new Set();
      if (hindrance === undefined) for (const format of formatsFor(channel, formats)) known.add(format);
      wanted.set(document, known);
    }
  return wanted;
}

/** Only PDFs are printed. */
export const formatsFor = (channel: Recipient["channel"], formats: readonly Format[]): readonly Format[] =>
  channel === "print" ? ["pdf"] : formats;
