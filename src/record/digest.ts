import { createHash } from "node:crypto";

/**
 * The record's digest, which its papers print: SHA-256 of the canonical JSON of the record as it travels with them, as
 * 64 hexadecimal digits. Whoever has a paper can check the record inside it. What is withheld has no part in it, since
 * a digest of few possible words lets them be guessed.
 */
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
