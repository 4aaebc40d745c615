import { valueAt } from "../../yaml/path.ts";
import type { Gap } from "../profile.ts";
import type { Text } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import type { Reader } from "./reader.ts";

/**
 * The parts of the record that a paper shows whole, so that every note in them belongs to it; any other paper
 * shows all of them. Of the rest a paper carries only the notes on what it was seen to read.
 */
const PARTS: Readonly<Record<string, readonly (keyof MeetingRecord)[]>> = {
  honors: ["awards"],
  brief: ["brief"],
};
/** What open questions about a paper can be about, beside the parts it shows whole. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  brief: ["resolutions", "decisions"],
};
/** Never in minutes: what concerns other papers, and people, whose notes come up with their names. */
const ASIDE: ReadonlySet<string> = new Set([
  "brief",
  "issuing",
  "distribution",
  "redactions",
  "reviews",
  "sources",
  "people",
  "posts",
]);

/** Gaps that are printed where the fact would stand. */
const IN_PLACE: ReadonlySet<Gap["fact"]> = new Set([
  "place-or-mode",
  "chair",
  "minute-taker",
  "named-attendance",
  "quorum",
  "action-owner",
  "action-due",
  "honorees",
]);

/**
 * Takes up what has not come up yet: notes on anything in the parts of the record that the paper is made from,
 * facts that the house rules ask for, and open questions. `printed` says that gaps are printed at all.
 */
export function collectNotes(reader: Reader, document: string, gaps: readonly Gap[], printed: boolean): void {
  const { record, notes } = reader;
  const parts =
    PARTS[document] ?? (Object.keys(record) as (keyof MeetingRecord)[]).filter((part) => !ASIDE.has(part));
  for (const part of parts) {
    notesIn(record[part], (note) => notes.add(reader.text(note)));
  }
  for (const gap of gaps) {
    if (IN_PLACE.has(gap.fact) || (document === "honors" && gap.fact === "signatures")) continue;
    const there = valueAt(record, gap.path);
    if (isTold(gap, there)) continue;
    // Notes inside a list speak of its entries, not of what the list as a whole lacks.
    let told = false;
    if (!Array.isArray(there))
      notesIn(there, (note) => {
        told = true;
        notes.add(reader.text(note));
      });
    if (!told && printed) notes.gap(gap.fact);
  }
  for (const { about, text, resolution } of record.issues) {
    if (resolution !== undefined) continue;
    const [part = "", index] = about?.split(/[.[\]]+/) ?? [];
    const person = part === "people" ? record.people[Number(index)]?.id : undefined;
    const concerns =
      about === undefined ||
      (person !== undefined && reader.wasRead(person)) ||
      (PARTS[document] === undefined
        ? part !== "people"
        : [...parts, ...(TOUCHES[document] ?? [])].includes(part));
    if (concerns) notes.add(reader.text(text));
  }
  if (reader.borrowed()) notes.gap("translation");
}

/** Whether the paper has words for the gap where it shows: a mover said to be unknown, a resolution without a vote. */
const isTold = ({ fact, path }: Gap, there: unknown): boolean =>
  fact === "mover" || fact === "seconder"
    ? typeof there === "object" && there !== null && "status" in there && !("note" in there)
    : fact === "vote-counts" && path[0] !== "votes";

/** Tells the notes anywhere inside a part of the record, in its order. */
function notesIn(value: unknown, tell: (note: Text) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) notesIn(one, tell);
    return;
  }
  const entry = value as Readonly<Record<string, unknown>>;
  if (isText(entry.note)) tell(entry.note);
  // Strings are most of a record, and are passed by without a call.
  for (const key in entry)
    if (typeof entry[key] === "object" && key !== "note" && key !== "cites") notesIn(entry[key], tell);
}

const isText = (value: unknown): value is Text =>
  typeof value === "string" ||
  (typeof value === "object" && value !== null && ("en" in value || "zh" in value));
