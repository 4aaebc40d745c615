import { createHash, randomBytes } from "node:crypto";
import { type Artefact, type Format, MEDIA_TYPES } from "../artefact.ts";
import { chain, type Diagnostic, type Outcome, success } from "../diagnostic.ts";
import type { Sheets } from "../layout/page.ts";
import { shortDigest } from "../library.ts";
import { EARLIER_FILE, productionText, RECORD_FILE } from "../production.ts";
import type { Reference } from "../write/docx/reference.ts";
import type { Attachment } from "../write/pdf/attachment.ts";
import type { Signer } from "../write/pdf/cms.ts";
import type { Lock } from "../write/pdf/encryption.ts";
import type { Room } from "../write/pdf/signature.ts";

import type { Opened } from "./open.ts";
import type { Passwords } from "./options.ts";
import { PAGED, type Paper } from "./paper.ts";

/** What goes into files besides the paper, as far as their format can hold it. */
export interface Extras {
  readonly signer?: Signer;
  /** Room for a signature alone, to compare with a file that has one. */
  readonly room?: Room;
  readonly lock?: Lock;
  readonly reference?: Reference;
  /** The earlier record that the paper is compared with, as it travels inside the file. */
  readonly earlier?: string;
}

export async function extrasOf({ options }: Opened): Promise<Outcome<Extras>> {
  const { sign, encrypt } = options;
  const signer = sign ? (await import("../write/pdf/p12.ts")).readSigner(sign) : success(undefined);
  const lock = encrypt ? await lockOf(encrypt, options.formats) : success(undefined);
  return chain(signer, (signer) =>
    chain(lock, (lock) => success({ ...(signer && { signer }), ...(lock && { lock }) })),
  );
}

export async function lockOf(
  { password, ownerPassword }: Passwords,
  formats: readonly Format[] = [],
): Promise<Outcome<Lock>> {
  const { preparePassword } = await import("../write/pdf/password.ts");
  const owner =
    ownerPassword === undefined
      ? success(randomBytes(32))
      : preparePassword(ownerPassword, "the owner's password");
  const open = formats.filter((format) => format !== "pdf");
  return chain(preparePassword(password, "the password"), (password) =>
    chain(owner, (ownerPassword) =>
      success({ password, ownerPassword, random: randomBytes }, open.map(leftOpen)),
    ),
  );
}

const leftOpen = (format: Format): Diagnostic => ({
  code: "encrypt/left-open",
  severity: "warning",
  message: `only PDFs are locked: whoever has the ${format} file can read it`,
  hint: "leave it out of --formats",
});

/** write */
export async function finish(
  opened: Opened,
  paper: Paper,
  sheets: Sheets,
  format: Format,
  extras: Extras,
): Promise<Artefact> {
  const started = performance.now();
  const { json, options } = opened;
  const travels = options.attachRecord === false ? undefined : json;
  const told = format === "docx" && options.reference ? referred(paper, options.reference.bytes) : paper;
  const bytes = await WRITERS[format](told, sheets, travels, extras);
  const tail = extras.earlier === undefined ? undefined : "redline";
  return {
    ...artefactOf(opened, paper.document.type, format, bytes, tail),
    ...(PAGED.has(format) && { pages: sheets.count() }),
    milliseconds: performance.now() - started,
  };
}

/** A paper that says which Word file it was asked to look like, so that it can be made again. */
export function referred(paper: Paper, bytes: Uint8Array): Paper {
  const production = { ...paper.production, reference: shortDigest(bytes) };
  const meta = { ...paper.document.meta, production: productionText(production) };
  return { ...paper, production, document: { ...paper.document, meta } };
}

/** A finished file with its name and digests; `tail` ends the name of a redline, or of the copy of its owner. */
export function artefactOf(
  { record, lang, audience, digest }: Opened,
  document: string,
  format: Format,
  bytes: Uint8Array,
  tail?: string,
): Omit<Artefact, "milliseconds"> {
  const parts = [
    record.id,
    document,
    ...(lang === record.languages[0] ? [] : [lang]),
    ...(audience === "full" ? [] : [audience]),
    ...(tail ? [tail] : []),
  ];
  return {
    name: `${parts.join("-")}.${format}`,
    format,
    mediaType: MEDIA_TYPES[format],
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    document,
    language: lang,
    audience,
    recordId: record.id,
    recordDigest: digest,
  };
}

/** `record` is what travels inside the file, where the format can hold it. */
type Writer = (
  paper: Paper,
  sheets: Sheets,
  record: string | undefined,
  extras: Extras,
) => Promise<Uint8Array>;

/** The writers are loaded when they are needed: each brings a library that takes time to start. */
const WRITERS: Readonly<Record<Format, Writer>> = {
  pdf: async ({ document, fonts }, sheets, record, { earlier, ...extras }) => {
    const { writePdf } = await import("../write/pdf/write.ts");
    const attachments = [
      ...(record === undefined ? [] : [recordFile(record)]),
      ...(record === undefined || earlier === undefined ? [] : [earlierFile(earlier)]),
    ];
    return writePdf(document, sheets, fonts.opened, {
      attachments,
      ...extras,
    });
  },
  docx: async ({ document, sheet }, sheets, record, { reference }) => {
    const { writeDocx } = await import("../write/docx/write.ts");
    const part = record === undefined ? undefined : { json: record };
    return writeDocx(document, sheet, knownOf(sheets), part, reference);
  },
  html: async ({ document, sheet }) => {
    const { writeHtml } = await import("../write/html/write.ts");
    return new TextEncoder().encode(writeHtml(document, sheet));
  },
  txt: async ({ document }) => {
    const { writeText } = await import("../write/text/write.ts");
    return new TextEncoder().encode(writeText(document));
  },
};

/** What our own pages tell Word. */
export const knownOf = ({ count, outline, pageOf }: Sheets) => ({
  pages: count(),
  pageOf,
  title: outline.find(({ level }) => level === 2)?.title ?? "",
});

const earlierFile = (json: string): Attachment => ({
  ...recordFile(json),
  name: EARLIER_FILE,
  description: "The earlier record that this paper is compared with",
});

export const recordFile = (json: string): Attachment => ({
  name: RECORD_FILE,
  mediaType: "application/json",
  bytes: new TextEncoder().encode(json),
  description: "The record that this paper was made from",
  relationship: "Source",
});
