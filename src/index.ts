import type { Artefact } from "./artefact.ts";
import { chain, type Outcome } from "./diagnostic.ts";
import { type Folders, openResources } from "./files.ts";
import type { Options, Source } from "./pipeline/options.ts";
import * as pipeline from "./pipeline.ts";
import * as read from "./read/extract.ts";
import * as comparison from "./redline.ts";
import * as verifying from "./verify/verify.ts";

export type { Artefact, Format } from "./artefact.ts";
export type { Diagnostic, Outcome, Place, Severity } from "./diagnostic.ts";
export type { Options } from "./pipeline/options.ts";
export type { Checked } from "./pipeline.ts";
export type { Production } from "./production.ts";
export type { Redlines } from "./redline.ts";
export type { Difference, Result, Verdict } from "./verify/verify.ts";

/**
 * A record as YAML or JSON text. `file` is its name in messages, and sources are looked for beside it; without it
 * they are looked for in the working folder.
 */
export type RecordText = string | { readonly text: string; readonly file?: string };

/** What to make, and where templates and sources of one's own are. */
export type Settings = Options & Folders;

/**
 * Makes the papers of a record, in memory: nothing is printed, nothing is written. Without options, all papers that
 * the record can fill, as PDF and Word. Fails with the mistakes found, each with its place, and then makes nothing.
 */
export async function generate(
  record: RecordText,
  settings: Settings = {},
): Promise<Outcome<readonly Artefact[]>> {
  const resources = openResources(settings);
  if (!resources.ok) return resources;
  const made = await pipeline.generate(sourceOf(record), settings, resources.value);
  return { ...made, diagnostics: [...resources.diagnostics, ...made.diagnostics] };
}

/**
 * Shows what a newer revision of a record changes in the papers of an older one, in memory. Papers that say the same are
 * named and not made.
 */
export async function redline(
  older: RecordText,
  newer: RecordText,
  settings: Settings = {},
): Promise<Outcome<comparison.Redlines>> {
  const resources = openResources(settings);
  if (!resources.ok) return resources;
  const made = await comparison.redline(sourceOf(older), sourceOf(newer), settings, resources.value);
  return { ...made, diagnostics: [...resources.diagnostics, ...made.diagnostics] };
}

/** Judges a record without making anything: its mistakes, gaps and doubts, and which papers it can fill. */
export async function check(record: RecordText, settings: Settings = {}): Promise<Outcome<pipeline.Checked>> {
  return chain(openResources(settings), (resources) => pipeline.check(sourceOf(record), settings, resources));
}

/** A finished PDF or Word file. `file` is its name in messages; the record's pictures are looked for beside it. */
export interface PaperBytes {
  readonly bytes: Uint8Array;
  readonly file?: string;
  /** What opens it where it is locked. */
  readonly password?: string;
}

/** The record inside a paper, byte for byte. Warns when the paper was made from another one. */
export const extract = ({ bytes, file = "paper", password }: PaperBytes): Outcome<Uint8Array> =>
  read.extract(bytes, file, password);

/**
 * Whether a paper is exactly what its record gives, or in which parts it is not: it is made anew, from the record inside
 * unless another one is given, and compared.
 */
export async function verify(
  { bytes, file = "paper", password }: PaperBytes,
  {
    record,
    reference,
    ...folders
  }: Folders & Pick<Options, "reference"> & { readonly record?: RecordText } = {},
): Promise<Outcome<verifying.Verdict>> {
  const resources = openResources(folders);
  if (!resources.ok) return resources;
  const options = {
    ...(record !== undefined && { record: sourceOf(record) }),
    ...(reference && { reference }),
    ...(password !== undefined && { password }),
  };
  const verdict = await verifying.verify({ bytes, file }, options, resources.value);
  return { ...verdict, diagnostics: [...resources.diagnostics, ...verdict.diagnostics] };
}

const sourceOf = (record: RecordText): Source =>
  typeof record === "string"
    ? { text: record, file: "record.yaml" }
    : { text: record.text, file: record.file ?? "record.yaml" };
