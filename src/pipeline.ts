import type { Artefact, Format } from "./artefact.ts";
import { chain, type Diagnostic, failure, hasErrors, type Outcome, outcome, success } from "./diagnostic.ts";
import { hyphenate } from "./layout/hyphenate.ts";
import { galleyOf, layOut } from "./layout/layout.ts";
import type { Resources } from "./library.ts";
import { print } from "./markup/print.ts";
import { type Extras, extrasOf, finish } from "./pipeline/finish.ts";
import { houseOf } from "./pipeline/house.ts";
import { type Opened, open } from "./pipeline/open.ts";
import type { Options, Source } from "./pipeline/options.ts";
import { buildPaper, PAGED, paperOf, paperSettings, parseMarkup, settle, UNPAGED } from "./pipeline/paper.ts";
import { render } from "./template/render.ts";

export const STAGES = ["record", "markup", "tree", "document", "galley", "pages"] as const;
export type Stage = (typeof STAGES)[number];

/** What `check` found out about a record that has no errors. */
export interface Checked {
  readonly recordId: string;
  readonly title: string;
  /** Papers that the record can fill. */
  readonly documents: readonly string[];
}

/** load → validate → lint, told in short */
export function check(source: Source, options: Options, resources: Resources): Outcome<Checked> {
  return chain(open(source, options, resources), ({ record, documents, view }) =>
    success({ recordId: record.id, title: view(documents[0] ?? "minutes").meeting.title, documents }),
  );
}

/**
 * The whole sentence: load → validate → lint → render → parse → build → lay out → write, for every paper and
 * format that is asked for. Nothing is returned unless everything could be made; `report` hears of each artefact
 * as it is finished.
 */
export async function generate(
  source: Source,
  options: Options,
  resources: Resources,
  report: (artefact: Artefact) => void = () => {},
): Promise<Outcome<readonly Artefact[]>> {
  const opened = open(source, options, resources);
  if (!opened.ok) return opened;
  const extras = await extrasOf(opened.value);
  const diagnostics: Diagnostic[] = [...opened.diagnostics, ...extras.diagnostics];
  if (!extras.ok) return failure(diagnostics);
  const artefacts: Artefact[] = [];
  for (const type of opened.value.documents) {
    const made = await make(opened.value, type, formatsOf(options), report, extras.value);
    diagnostics.push(...made.diagnostics);
    if (made.ok) artefacts.push(...made.value);
  }
  return outcome(artefacts, distinct(diagnostics));
}

/** Whoever locks papers does not want them lying beside as Word files. */
const formatsOf = ({ formats, encrypt }: Options): readonly Format[] =>
  formats ?? (encrypt ? ["pdf"] : ["pdf", "docx"]);

/** render → parse → build → lay out → write: one paper of a checked record, once for all its formats. */
export async function make(
  opened: Opened,
  type: string,
  formats: readonly Format[],
  report: (artefact: Artefact) => void = () => {},
  extras: Extras = {},
): Promise<Outcome<readonly Artefact[]>> {
  const paper = paperOf(opened, type, opened.library);
  if (!paper.ok) return paper;
  const house = formats.includes("docx") ? await houseOf(opened, paper.value) : success(undefined);
  if (!house.ok) return failure([...paper.diagnostics, ...house.diagnostics]);
  const all = { ...extras, ...(house.value && { reference: house.value }) };
  const { sheets, diagnostics: reported } = formats.some((format) => PAGED.has(format))
    ? settle(paper.value)
    : UNPAGED;
  const artefacts = new Map<Format, Artefact>();
  for (const format of inTurn(formats)) {
    if (format !== "pdf") for (const _page of sheets.pages); // the others are told what became of all of them
    const artefact = await finish(opened, paper.value, sheets, format, all);
    if (hasErrors(reported)) return failure([...paper.diagnostics, ...reported]);
    artefacts.set(format, artefact);
    report(artefact);
  }
  return success(
    formats.flatMap((format) => artefacts.get(format) ?? []),
    [...paper.diagnostics, ...reported],
  );
}

/** The PDF first: it is drawn while its pages are set, and a page is gone when it is drawn. */
const inTurn = (formats: readonly Format[]): readonly Format[] => [
  ...formats.filter((format) => format === "pdf"),
  ...formats.filter((format) => format !== "pdf"),
];

/** What is wrong with a theme or partial is found once for every paper that uses it, and told once. */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values(),
];

/** The value after a stage, as text that can be read and compared. */
export async function dump(
  source: Source,
  stage: Stage,
  options: Options,
  resources: Resources,
): Promise<Outcome<string>> {
  return chain(open(source, options, resources), (opened) => {
    if (stage === "record") return success(json(opened.record));
    const type = opened.documents[0] ?? "minutes";
    const settings = paperSettings(opened, type, opened.library);
    return chain(settings, (paper) => {
      const rendered = render(paper.template, opened.view(type), paper);
      if (stage === "markup") return chain(rendered, ({ markup }) => success(markup));
      const tree = chain(rendered, (value) => parseMarkup(value, paper));
      if (stage === "tree") return chain(tree, (root) => success(print(root)));
      const document = chain(tree, (root) => buildPaper(root, paper, opened));
      if (stage === "document") return chain(document, (value) => success(json(value)));
      const layoutSettings = { sheet: paper.sheet, metrics: paper.fonts, hyphenate };
      if (stage === "galley")
        return chain(document, (value) => success(json(galleyOf(value, layoutSettings))));
      return chain(
        chain(document, (value) => layOut(value, layoutSettings)),
        (value) => success(json(value.pages)),
      );
    });
  });
}

/** Bytes of pictures are told by their number: nobody reads them. */
const json = (value: unknown): string =>
  `${JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? `${one.length} bytes` : one), 2)}\n`;
