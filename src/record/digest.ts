import { createHash } from "node:crypto";
import type { MeetingRecord } from "./schema/record.ts";

/** SHA-256 of the record's canonical JSON, as 64 hexadecimal digits. Layout and comments of the file do not count. */
export const recordDigest = (record: MeetingRecord): string =>
  createHash("sha256").update(canonicalJson(record), "utf8").digest("hex");

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
