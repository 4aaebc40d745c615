import { createHash } from "node:crypto";
import type { MeetingRecord } from "./schema/record.ts";
import { sharedRecord } from "./share.ts";

/**
 * The record as it travels with its papers, as canonical JSON. Its SHA-256 is the record's digest, which the papers
 * print: whoever has a paper can check the record inside it. What is withheld has no part in it, since a digest of
 * few possible words lets them be guessed.
 */
export const recordJson = (record: MeetingRecord): string => canonicalJson(sharedRecord(record));

/** SHA-256 of a record's text by `recordJson`, as 64 hexadecimal digits. */
export const recordDigest = (json: string): string => createHash("sha256").update(json, "utf8").digest("hex");

/** JSON without spaces and with fields sorted by UTF-16 units, so that equal values have equal text (RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}
