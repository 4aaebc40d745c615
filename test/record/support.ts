import type { Diagnostic } from "../../src/diagnostic.ts";
import type { MeetingRecord } from "../../src/record/schema/record.ts";
import { validate } from "../../src/record/validate.ts";
import { load } from "../../src/yaml/load.ts";

/** The smallest record, to which tests add lines. */
export const HEAD = `schemaVersion: 1
id: board-2026-03
languages: [en]
meeting:
  title: Board meeting
  kind: regular
sittings:
  - start: 2026-03-12
`;

/** Everything that loading and validating say about a text. */
export function told(text: string): readonly Diagnostic[] {
  const loaded = load(text, "m.yaml");
  return loaded.ok ? [...loaded.diagnostics, ...validate(loaded.value).diagnostics] : loaded.diagnostics;
}

/** The same, a line each: place, code, path. */
export const places = (text: string): readonly string[] =>
  told(text).map(({ code, place, path }) =>
    [`${place?.line}:${place?.column}`, code, path].filter(Boolean).join(" "),
  );

/** The record of a text that must be valid and raise nothing. */
export function recordOf(text: string): MeetingRecord {
  const loaded = load(text, "m.yaml");
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const record = validate(loaded.value);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  return record.value;
}
