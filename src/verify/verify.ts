import type { Format } from "../artefact.ts";
import { chain, type Diagnostic, failure, type Outcome, success } from "../diagnostic.ts";
import { libraryOf, type Resources, shortDigest } from "../library.ts";
import { type Extras, lockOf } from "../pipeline/finish.ts";
import { type Opened, open } from "../pipeline/open.ts";
import type { Options, Source } from "../pipeline/options.ts";
import { make } from "../pipeline.ts";
import { MADE_WITH, type MadeWith, type Production } from "../production.ts";
import { writerOf } from "../read/docx.ts";
import { noRecord } from "../read/extract.ts";
import { openPaper, type Paper } from "../read/paper.ts";
import { openPdf, type PdfFile } from "../read/pdf/file.ts";
import { signatureIn } from "../read/pdf/inside.ts";
import { attempt } from "../read/unreadable.ts";
import { readZip } from "../read/zip.ts";
import type { Holder } from "../record/holders.ts";
import type { Lock } from "../write/pdf/encryption.ts";
import { isSealed, type Room } from "../write/pdf/signature.ts";
import { copiesLike, type Remade } from "./copy.ts";
import type { Difference } from "./difference.ts";
import { docxDifferences } from "./docx.ts";
import { pdfDifferences } from "./pdf.ts";

export type { Difference } from "./difference.ts";

/** What came of comparing a paper with the one that its record gives. */
export interface Verdict {
  readonly file: string;
  readonly format: Format;
  readonly result: Result;
  readonly production: Production;
  /** Whose copy it is, where it is one of many and one of those that the record gives. */
  readonly owner?: Holder;
  /** SHA-256 of the record that it was judged by, hexadecimal; absent when that cannot be read. */
  readonly recordDigest?: string;
  /** In which parts the paper is another; none where it is not. */
  readonly differences: readonly Difference[];
  /** Why that may be: another version of the program, of a template, … */
  readonly reasons: readonly string[];
}

/**
 * `exact`: the same bytes. `signed`: the same but for the digits of a signature, which is not judged. `locked`: the same
 * once it is opened; locked files never have the same bytes. `packed`: all that stands in the file is the same, but
 * another program has packed it. `different`: it is not what the record gives.
 */
export const RESULTS = ["exact", "signed", "locked", "packed", "different"] as const;
export type Result = (typeof RESULTS)[number];

/** The results that leave nothing to be asked. */
export const isSame = (result: Result): boolean => result !== "packed" && result !== "different";

export interface VerifyOptions {
  /** The record to judge by; absent: the one inside the paper. Its pictures are looked for beside it. */
  readonly record?: Source;
  /** The house's own Word file, for the papers that were made with it. */
  readonly reference?: PaperFile;
  /** What opens a locked paper. */
  readonly password?: string;
}

/** A finished file and its name in messages; pictures that its record shows are looked for beside it. */
export interface PaperFile {
  readonly bytes: Uint8Array;
  readonly file: string;
}

/**
 * Makes a paper anew from its record, in the way that it says it was made, and compares. Fails when the paper cannot be
 * read, or has no record and none is given.
 */
export async function verify(
  { bytes, file }: PaperFile,
  { record, reference, password }: VerifyOptions,
  resources: Resources,
): Promise<Outcome<Verdict>> {
  const opened = openPaper(bytes, file, password);
  if (!opened.ok) return opened;
  const paper = opened.value;
  const { production, format } = paper;
  if (!production) return failure([noProduction(file)]);
  const source = record ?? (paper.record && { text: new TextDecoder().decode(paper.record), file });
  if (!source) return failure([noRecord(file)]);
  const reasons = attempt(file, () => reasonsOf(paper, production, resources, reference));
  if (!reasons.ok) return reasons;
  const anew = open(source, optionsFor(paper, production, reference), resources);
  const judged = anew.ok ? await judge(paper, anew.value, file) : anew;
  if (!judged.ok && judged.diagnostics.every(isAboutPaper)) return judged;
  const { owner, ...judgement } = judged.ok ? judged.value : notMade(judged.diagnostics);
  const verdict = { file, format, production, ...judgement, reasons: reasons.value, ...(owner && { owner }) };
  return success({ ...verdict, ...(anew.ok && { recordDigest: anew.value.digest }) });
}

/** The paper itself cannot be read, in contrast to a paper that cannot be made. */
const isAboutPaper = ({ code }: Diagnostic): boolean => code.startsWith("paper/");

const noProduction = (file: string): Diagnostic => ({
  code: "paper/no-production",
  severity: "error",
  message: `${file} does not say how it was made`,
  hint: "it was made by another program, or has lost its properties",
});

const optionsFor = (paper: Paper, production: Production, reference: PaperFile | undefined): Options => ({
  documents: [production.document],
  formats: [paper.format],
  lang: production.language,
  theme: production.theme,
  profile: production.profile,
  ...(production.audience && { audience: production.audience }),
  ...(production.watermark !== undefined && { watermark: production.watermark }),
  ...(production.reference !== undefined && reference && { reference }),
  attachRecord: paper.record !== undefined,
});

type Judgement = Pick<Verdict, "result" | "differences" | "owner">;

/** A paper that nobody can make from its record as things are here. */
const notMade = (diagnostics: readonly Diagnostic[]): Judgement => ({
  result: "different",
  differences: diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => ({ part: "paper", message: `it cannot be made again: ${message}` })),
});

async function judge(paper: Paper, anew: Opened, file: string): Promise<Outcome<Judgement>> {
  const record: readonly Difference[] =
    paper.digest === anew.digest
      ? []
      : [
          {
            part: "record",
            message: "the paper was made from another one",
            made: anew.digest,
            ...(paper.digest !== undefined && { found: paper.digest }),
          },
        ];
  const judged =
    paper.format === "pdf" ? await judgePdf(paper, anew, file) : await judgeDocx(paper, anew, file);
  return chain(judged, ({ result, differences, ...rest }) =>
    success({
      ...rest,
      result: record.length > 0 ? "different" : result,
      differences: [...record, ...differences],
    }),
  );
}

/** What the paper may be, each when the one before has turned out to be another. */
async function* remade(paper: Paper, anew: Opened, extras: Extras): AsyncGenerator<Outcome<Remade>> {
  const { document = "", copy } = paper.production ?? {};
  if (copy) yield* copiesLike(paper, anew, extras);
  else
    yield chain(await make(anew, document, [paper.format], () => {}, extras), ([artefact]) =>
      success({ bytes: artefact?.bytes ?? new Uint8Array() }),
    );
}

/** The best of what is found by comparing a paper with all that it may be. */
async function nearest(
  all: AsyncIterable<Outcome<Remade>>,
  compare: (made: Uint8Array) => Outcome<Judgement>,
  before: Judgement = NOBODY,
): Promise<Outcome<Judgement>> {
  let best = before;
  for await (const one of all) {
    const compared = chain(one, ({ bytes, owner }) =>
      chain(compare(bytes), (judgement) => success({ ...judgement, ...(owner && { owner }) })),
    );
    if (!compared.ok) return compared;
    if (best === NOBODY || compared.value.differences.length < best.differences.length) best = compared.value;
    if (isSame(best.result)) break;
  }
  return success(best);
}

/** A paper that is nobody's: all others are made, or why not is told. */
const NOBODY: Judgement = {
  result: "different",
  differences: [
    { part: "paper", message: "it is a personal copy, and nobody who is to get one by this record has it" },
  ],
};

async function judgeDocx(
  paper: Extract<Paper, { format: "docx" }>,
  anew: Opened,
  file: string,
): Promise<Outcome<Judgement>> {
  const { bytes, parts } = paper;
  return nearest(remade(paper, anew, {}), (made) => {
    if (equal(bytes, made)) return success(judgement("exact", []));
    return attempt(file, () => judgement("packed", docxDifferences(parts, readZip(made))));
  });
}

/** Opens the paper that is made to be compared with a locked one. */
const PASSWORD = "compared";

async function judgePdf(
  paper: Extract<Paper, { format: "pdf" }>,
  anew: Opened,
  file: string,
): Promise<Outcome<Judgement>> {
  const { bytes, pdf } = paper;
  const room = attempt(file, () => signatureIn(pdf));
  const lock = pdf.isLocked ? await lockOf({ password: PASSWORD }) : success(undefined);
  if (!room.ok) return room;
  if (!lock.ok) return lock;
  let best = NOBODY;
  for (const extras of extrasFor(lock.value, room.value)) {
    const judged = await nearest(
      remade(paper, anew, extras),
      (made) => attempt(file, () => comparePdf(bytes, pdf, made, extras)),
      best,
    );
    if (!judged.ok) return judged;
    best = judged.value;
    if (isSame(best.result)) break;
  }
  return success(best);
}

/** The lock and the signature of a paper are ours, or another program has put them on it later. */
const extrasFor = (lock: Lock | undefined, room: Room | undefined): readonly Extras[] =>
  [...(lock ? [{ lock }] : []), {}].flatMap((locked) => [locked, ...(room ? [{ ...locked, room }] : [])]);

function comparePdf(bytes: Uint8Array, pdf: PdfFile, made: Uint8Array, { lock, room }: Extras): Judgement {
  const head = bytes.subarray(0, made.length);
  const isSigned = room !== undefined && isSealed(head, made, room);
  const isMade = isSigned || equal(head, made);
  const added = bytes.length - made.length;
  if (isMade && added === 0) return judgement(isSigned ? "signed" : "exact", []);
  const differences = pdfDifferences(pdf, openPdf(made, PASSWORD));
  return judgement(lock ? "locked" : "packed", [...(isMade ? [addition(added)] : []), ...differences]);
}

const judgement = (result: Result, differences: readonly Difference[]): Judgement => ({
  result: differences.length > 0 ? "different" : result,
  differences,
});

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const addition = (count: number): Difference => ({
  part: "end of the file",
  message: `${count} bytes were added after it was made, as programs do that sign or comment`,
});

/** What is not as it was when the paper was made. */
function reasonsOf(
  paper: Paper,
  production: Production,
  resources: Resources,
  reference: PaperFile | undefined,
): readonly string[] {
  const { program } = production;
  const here = libraryOf(resources).madeWith(production);
  const writer = paper.format === "docx" ? writerOf(paper.parts) : undefined;
  return [
    ...(writer === undefined ? [] : [`it was written anew by ${writer}`]),
    ...(program === resources.program
      ? []
      : [`it was made by minutebook ${program}; this is ${resources.program}`]),
    ...otherReference(production, reference),
    ...MADE_WITH.filter((name) => production.files[name] !== here[name]).map(
      (name) => `it was made with ${OTHER[name](production)} here`,
    ),
  ];
}

function otherReference({ reference: made }: Production, here: PaperFile | undefined): readonly string[] {
  if (made === undefined) return [];
  const digest = `whose SHA-256 begins with ${made}`;
  if (!here) return [`it was made with a Word file of the house, ${digest}: name it with --reference`];
  return shortDigest(here.bytes) === made
    ? []
    : [`it was made with another Word file of the house than ${here.file}, one ${digest}`];
}

const OTHER: Readonly<Record<MadeWith, (production: Production) => string>> = {
  templates: ({ document }) => `other templates for ${document} than there are`,
  theme: ({ theme }) => `another theme ${theme} than there is`,
  wording: ({ language }) => `another wording for ${language} than there is`,
  profile: ({ profile }) => `another profile ${profile} than there is`,
  fonts: () => "another choice of fonts than there is",
};
