import type { Artefact, Format } from "./artefact.ts";
import { chain, type Diagnostic, failure, hasErrors, type Outcome, outcome, success } from "./diagnostic.ts";
import type { Document } from "./document/model.ts";
import type { Resources } from "./library.ts";
import { finish } from "./pipeline/finish.ts";
import { houseOf } from "./pipeline/house.ts";
import { type Opened, open } from "./pipeline/open.ts";
import type { Options, Source } from "./pipeline/options.ts";
import { type Paper, paperOf, settle } from "./pipeline/paper.ts";
import { revisionOf } from "./record/view/revision.ts";
import { type Comparison, compare } from "./redline/compare.ts";
import { type Side, unfit } from "./redline/fit.ts";
import { labelsOf, withList } from "./redline/list.ts";
import { numbered, printedNumber } from "./style/heading-number.ts";
import { phrasebook } from "./template/phrase.ts";

/** Formats that can show what came and what went. */
export const REDLINE_FORMATS: readonly Format[] = ["pdf", "docx"];

/** What became of the comparison of two records. */
export interface Redlines {
  readonly recordId: string;
  readonly artefacts: readonly Artefact[];
  /** Papers that say the same in both revisions, so that none was made. */
  readonly unchanged: readonly string[];
}

/**
 * The sentence for two revisions of a record: each as far as its document, then compare → lay out → write. Papers,
 * language and looks are chosen for the newer one. Of the older record only errors are told. Nothing is returned unless
 * everything could be made.
 */
export async function redline(
  older: Source,
  newer: Source,
  options: Options,
  resources: Resources,
  report: (artefact: Artefact) => void = () => {},
): Promise<Outcome<Redlines>> {
  const formats = options.formats ?? REDLINE_FORMATS;
  const after = open(newer, options, resources);
  if (!after.ok) return after;
  const { documents, lang, record } = after.value;
  const before = open(older, { ...options, documents, lang, final: false }, resources);
  if (!before.ok) return before;
  const sides = { before: before.value, after: after.value };
  const fit = unfit(sideOf(before.value, older), sideOf(after.value, newer));
  const diagnostics = [...after.diagnostics, ...unmarked(formats), ...fit];
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const artefacts: Artefact[] = [];
  const unchanged: string[] = [];
  for (const type of documents) {
    const marked = markedPaper(sides, type);
    diagnostics.push(...marked.diagnostics);
    if (!marked.ok) continue;
    if (!marked.value) unchanged.push(type);
    else artefacts.push(...(await write(marked.value, sides, formats, diagnostics, report)));
  }
  return outcome({ recordId: record.id, artefacts, unchanged }, diagnostics);
}

interface Sides {
  readonly before: Opened;
  readonly after: Opened;
}

const sideOf = ({ record }: Opened, { file }: Source): Side => ({
  file,
  id: record.id,
  revision: record.revisions.at(-1)?.no ?? 0,
  withheld: record.redactions.map(({ path }) => path),
});

const unmarked = (formats: readonly Format[]): readonly Diagnostic[] =>
  formats
    .filter((format) => !REDLINE_FORMATS.includes(format))
    .map((format) => ({
      code: "redline/format",
      severity: "error",
      message: `a redline cannot be made as ${format}`,
      hint: `--formats ${REDLINE_FORMATS.join(",")}`,
    }));

/** render → parse → build for both, then compare; undefined when both say the same. */
function markedPaper({ before, after }: Sides, type: string): Outcome<MarkedPaper | undefined> {
  return chain(paperOf(before, type, before.library), (old) =>
    chain(paperOf(after, type, after.library), (young) => {
      const { sheet } = young;
      const comparison = compare(old.document, young.document, {
        // the mark that parts a number from its words is no part of it
        number: (heading) => printedNumber(sheet, heading)?.label.replace(/[、.．]$/u, ""),
        title: (heading, words) => numbered(sheet, heading, words),
      });
      return comparison.changes.length === 0 ? success(undefined) : told(comparison, young, after);
    }),
  );
}

/** A paper with its changes marked, and the same with the list of them behind it. */
interface MarkedPaper {
  readonly bare: Paper;
  readonly listed: Paper;
}

/** Puts the changes of a paper into words. */
function told(
  { document, changes }: Comparison,
  paper: Paper,
  { record, lang }: Opened,
): Outcome<MarkedPaper> {
  const book = phrasebook(paper);
  const { by, at, account } = revisionOf(record, lang) ?? { by: document.meta.author ?? document.title };
  // How the paper was made does not make it again: it takes two records.
  const { production: _, ...meta } = document.meta;
  const bare: Document = {
    ...document,
    title: book.say("redline.paper", { title: document.title }),
    meta,
    revised: { by, ...(at !== undefined && { at }), changes: labelsOf(changes, book) },
  };
  const authorship = {
    by,
    ...(at !== undefined && { on: book.day(at) }),
    ...(account !== undefined && { account }),
  };
  const listed = withList(bare, changes, authorship, book);
  return outcome(
    { bare: { ...paper, document: bare }, listed: { ...paper, document: listed } },
    book.problems,
  );
}

/** Word lists the changes by itself. */
const LISTED: ReadonlySet<Format> = new Set(["pdf"]);

/** lay out → write, for each format */
async function write(
  { bare, listed }: MarkedPaper,
  { before, after }: Sides,
  formats: readonly Format[],
  diagnostics: Diagnostic[],
  report: (artefact: Artefact) => void,
): Promise<readonly Artefact[]> {
  const artefacts: Artefact[] = [];
  const house = formats.includes("docx") ? await houseOf(after, bare) : success(undefined);
  diagnostics.push(...house.diagnostics);
  if (!house.ok) return [];
  const extras = { earlier: before.json, ...(house.value && { reference: house.value }) };
  for (const format of formats) {
    const paper = LISTED.has(format) ? listed : bare;
    const { sheets, diagnostics: reported } = settle(paper);
    if (format !== "pdf") for (const _page of sheets.pages); // as when a paper is made by itself
    const artefact = await finish(after, paper, sheets, format, extras);
    diagnostics.push(...reported);
    artefacts.push(artefact);
    report(artefact);
  }
  return artefacts;
}
