import { valueAt } from "../../yaml/path.ts";
import type { Gap } from "../profile.ts";
import type { Text } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import type { Reader } from "./reader.ts";

/** The parts of the record whose notes belong to a paper; any other paper is told all of them. */
const PARTS: Readonly<Record<string, readonly (keyof MeetingRecord)[]>> = {
  honors: ["awards"],
  brief: ["meeting", "sittings", "resolutions", "decisions", "brief"],
};
/** Never in minutes: what concerns other papers. */
const ASIDE: ReadonlySet<string> = new Set([
  "brief",
  "issuing",
  "distribution",
  "redactions",
  "reviews",
  "sources",
]);

/**
 * Takes up what has not come up yet: notes on anything in the parts of the record that the paper is made from,
 * facts that the house rules ask for and nobody wrote a note about, and open questions.
 */
export function collectNotes(reader: Reader, document: string, gaps: readonly Gap[]): void {
  const { record, notes } = reader;
  const parts =
    PARTS[document] ?? (Object.keys(record) as (keyof MeetingRecord)[]).filter((part) => !ASIDE.has(part));
  for (const part of parts) {
    for (const note of notesIn(record[part])) notes.add(reader.text(note));
  }
  for (const gap of gaps) {
    const explained = [...notesIn(valueAt(record, gap.path))].length > 0;
    if (!explained && gap.fact !== "honorees") notes.gap(gap.fact);
  }
  for (const issue of record.issues) {
    const about = issue.about?.split(/[.[]/)[0];
    const concerns =
      PARTS[document] === undefined || about === undefined || parts.some((part) => part === about);
    if (issue.resolution === undefined && concerns) notes.add(reader.text(issue.text));
  }
}

/** Notes anywhere inside a part of the record, in its order. */
function* notesIn(value: unknown): Generator<Text> {
  if (Array.isArray(value)) {
    for (const one of value) yield* notesIn(one);
  } else if (typeof value === "object" && value !== null) {
    if ("note" in value && isText(value.note)) yield value.note;
    for (const [key, inner] of Object.entries(value))
      if (key !== "note" && key !== "cites") yield* notesIn(inner);
  }
}

const isText = (value: unknown): value is Text =>
  typeof value === "string" ||
  (typeof value === "object" && value !== null && ("en" in value || "zh" in value));
