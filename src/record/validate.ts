import { type Diagnostic, failure, type Outcome, success } from "../diagnostic.ts";
import { describe, follow } from "../yaml/explain.ts";
import type { Loaded } from "../yaml/load.ts";
import { type Path, valueAt } from "../yaml/path.ts";
import { diagnosticAt } from "../yaml/report.ts";
import { checkReferences } from "./references.ts";
import { ABSENCES, isMoment } from "./schema/primitives.ts";
import { type MeetingRecord, recordSchema } from "./schema/record.ts";

/**
 * Checks a loaded value against the schema and its entries against each other. All errors are told at once,
 * in the order of the file.
 */
export function validate(loaded: Loaded): Outcome<MeetingRecord> {
  if (typeof loaded.value !== "object" || loaded.value === null || Array.isArray(loaded.value)) {
    const message = `a meeting record is a group of fields, but this is ${describe(loaded.value)}`;
    return failure([
      diagnosticAt(loaded, "record/not-a-record", message, [], { hint: "begin with schemaVersion: 1" }),
    ]);
  }
  const result = follow(loaded, recordSchema, "record", ABSENCES);
  const diagnostics = inOrder([...result.diagnostics, ...checkReferences(loaded), ...checkTimes(loaded)]);
  return result.ok && diagnostics.length === 0 ? success(result.value) : failure(diagnostics);
}

const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted(
    (a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );

// ---- times

/** Pairs of fields of which the second must not come before the first. */
const SPANS = [
  ["sittings", "start", "end", "the sitting"],
  ["posts", "from", "to", "the post"],
] as const;

function checkTimes(loaded: Loaded): readonly Diagnostic[] {
  return SPANS.flatMap(([list, from, to, word]) => {
    const entries = valueAt(loaded.value, [list]);
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((_, i) => {
      const start = momentAt(loaded, [list, i, from]);
      const end = momentAt(loaded, [list, i, to]);
      // A day and a time on it are compared as days: the end of a day comes after every time of it.
      if (start === undefined || end === undefined || !isBefore(end, start)) return [];
      return [
        diagnosticAt(loaded, "record/end-before-start", `${word} ends before it begins (${start})`, [
          list,
          i,
          to,
        ]),
      ];
    });
  });
}

function momentAt(loaded: Loaded, path: Path): string | undefined {
  const bare = valueAt(loaded.value, path);
  const value = typeof bare === "string" ? bare : valueAt(loaded.value, [...path, "value"]);
  return typeof value === "string" && isMoment(value) ? value : undefined;
}

function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) < b.slice(0, length);
}
