import type { Artefact, Format } from "./artefact.ts";
import { chain, failure, type Outcome, outcome, success } from "./diagnostic.ts";
import type { CopyWords } from "./document/copy.ts";
import type { Document } from "./document/model.ts";
import { hyphenate } from "./layout/hyphenate.ts";
import { layOut, setSheets } from "./layout/layout.ts";
import type { Sheets } from "./layout/page.ts";
import { artefactOf, knownOf, recordFile, referred } from "./pipeline/finish.ts";
import { houseOf } from "./pipeline/house.ts";
import type { Opened } from "./pipeline/open.ts";
import { type Paper, paperOf } from "./pipeline/paper.ts";
import { type Production, productionText } from "./production.ts";
import type { Wording } from "./template/helpers.ts";
import type { Reference } from "./write/docx/reference.ts";
import type { Signer } from "./write/pdf/cms.ts";
import type { Lock } from "./write/pdf/encryption.ts";
import type { Room } from "./write/pdf/signature.ts";

/** Whom a copy is for, as its pages name them. */
export interface Owner {
  /** Goes into the file's name. */
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  /** Leads from a copy that was found to one person. */
  readonly serial: string;
}

/** Formats that have pages to name somebody on. */
export const COPY_FORMATS = ["pdf", "docx"] as const satisfies readonly Format[];
export type CopyFormat = (typeof COPY_FORMATS)[number];

export interface CopySettings {
  readonly formats: readonly CopyFormat[];
  /** Everybody who gets one: a copy is the same bytes whoever of them is asked for. */
  readonly owners: readonly Owner[];
  /** Whether pages bear the owner's name across them, behind the text. */
  readonly marked: boolean;
  /** The key that each PDF is signed with; absent: they are not. */
  readonly signer?: Signer;
  /** Without a signer: only room for a signature is left, to compare with a copy that has one. */
  readonly room?: Room;
  /** What each owner's PDF is locked with; absent: anybody can open it. */
  readonly lockOf?: (owner: Owner) => Lock;
}

/** The copies of one paper in one format. */
export interface Copies {
  readonly format: CopyFormat;
  /** What each says of its owner. */
  readonly words: readonly CopyWords[];
  /** Makes the copy of the owner at this place. */
  readonly copy: (owner: number) => Promise<Omit<Artefact, "milliseconds">>;
}

/**
 * Personal copies of a paper: it is rendered, set and written once, and only what names the owner differs, so that a
 * copy takes hardly longer than its bytes take to be copied. Each is a paper like any other: tagged, archivable, with
 * its record, the same bytes each time. Locked PDFs are written one by one, since all their bytes differ.
 */
export async function makeCopies(
  opened: Opened,
  type: string,
  settings: CopySettings,
): Promise<Outcome<readonly Copies[]>> {
  const paper = paperOf(opened, type, opened.library);
  if (!paper.ok) return paper;
  const { document, wording } = paper.value;
  const words = settings.owners.map((owner) => wordsOf(owner, settings.marked, wording, document.watermark));
  const house = settings.formats.includes("docx") ? await houseOf(opened, paper.value) : success(undefined);
  if (!house.ok) return failure([...paper.diagnostics, ...house.diagnostics]);
  const set = sheetsOf(paper.value, settings);
  if (!set.ok) return failure([...paper.diagnostics, ...set.diagnostics]);
  const job: Job = {
    opened,
    paper: personal(paper.value, settings.marked),
    words,
    settings,
    ...(house.value && { reference: house.value }),
  };
  const { sheets, diagnostics } = set.value;
  const copies: Copies[] = [];
  for (const format of COPY_FORMATS.filter((one) => settings.formats.includes(one))) {
    const bytes = await WRITERS[format](job, sheets);
    const copy = async (owner: number) =>
      artefactOf(opened, document.type, format, await bytes(owner), settings.owners[owner]?.id);
    copies.push({ format, words, copy });
  }
  return outcome(copies, [...paper.diagnostics, ...diagnostics]);
}

interface Job {
  readonly opened: Opened;
  readonly paper: Paper;
  /** By owner. */
  readonly words: readonly CopyWords[];
  readonly settings: CopySettings;
  /** Of the house's own look, what Word copies can take. */
  readonly reference?: Reference;
}

/** Pages that are read once; or all of them, when each locked copy has to draw them anew. */
function sheetsOf({ document, sheet, fonts }: Paper, { marked, lockOf }: CopySettings) {
  const settings = { sheet, metrics: fonts, hyphenate, copies: { marked } };
  const whole = bare(document, marked);
  if (lockOf)
    return chain(layOut(whole, settings), (sheets) => ({
      ok: true,
      value: { sheets, diagnostics: [] },
      diagnostics: [],
    }));
  return success(setSheets(whole, settings));
}

/** The paper that copies are made from, which says that it is one. */
function personal(paper: Paper, marked: boolean): Paper {
  const production: Production = { ...paper.production, copy: true };
  const meta = { ...paper.document.meta, production: productionText(production) };
  return { ...paper, production, document: { ...bare(paper.document, marked), meta } };
}

/** Without the paper's own watermark where a copy's mark says it too. */
function bare(document: Document, marked: boolean): Document {
  const { watermark: _watermark, ...rest } = document;
  return marked ? rest : document;
}

type Bytes = (owner: number) => Promise<Uint8Array> | Uint8Array;

/** The PDF comes first: Word is told what became of the pages. */
const WRITERS: Readonly<Record<CopyFormat, (job: Job, sheets: Sheets) => Promise<Bytes>>> = {
  pdf: async ({ opened, paper, words, settings }, sheets) => {
    const { writePdfCopies, writePdfCopy } = await import("./write/pdf/write.ts");
    const { signer, room, lockOf, owners } = settings;
    const extras = {
      ...(opened.options.attachRecord !== false && { attachments: [recordFile(opened.json)] }),
      ...(signer && { signer }),
      ...(room && { room }),
    };
    if (!lockOf) return writePdfCopies(paper.document, sheets, paper.fonts.opened, words, extras);
    return (index) => {
      const [owner, said] = [owners[index], words[index]];
      if (!owner || !said) throw new Error(`there is no owner ${index}`);
      return writePdfCopy(paper.document, sheets, paper.fonts.opened, said, {
        ...extras,
        lock: lockOf(owner),
      });
    };
  },
  docx: async ({ opened, paper, words, reference }, sheets) => {
    const { writeDocxCopies } = await import("./write/docx/write.ts");
    for (const _page of sheets.pages); // to the end, if no PDF has read them
    const record = opened.options.attachRecord === false ? undefined : { json: opened.json };
    const asked = opened.options.reference;
    const { document } = asked ? referred(paper, asked.bytes) : paper;
    const copy = await writeDocxCopies(document, paper.sheet, knownOf(sheets), record, reference);
    return (index) => copy(words[index] ?? { line: "", mark: "" });
  },
};

/** What a copy says, in the words of its language. */
export function wordsOf(
  owner: Omit<Owner, "id">,
  marked: boolean,
  wording: Wording,
  watermark: string | undefined,
): CopyWords {
  const { name, unit = "", serial } = owner;
  const say = (key: string): string =>
    String(wording[key] ?? "").replace(
      /\{(name|unit|serial)\}/g,
      (_, field: "name" | "unit" | "serial") => ({ name, unit, serial })[field],
    );
  const own = marked ? say("copy.mark") : "";
  return {
    line: say(unit === "" ? "copy.line" : "copy.lineOfUnit"),
    mark: [watermark, own].filter((text) => text !== undefined && text !== "" && marked).join(" · "),
  };
}
