import { type Diagnostic, failure, nearest, type Outcome, success } from "../diagnostic.ts";
import { type Loaded, load } from "../yaml/load.ts";
import type { Path } from "../yaml/path.ts";
import { diagnosticAt } from "../yaml/report.ts";
import * as z from "../yaml/zod.ts";
import { FACT_NAMES, FACTS, type FactName, type Lack } from "./lint/required.ts";
import { LANGUAGES } from "./schema/primitives.ts";
import type { MeetingRecord } from "./schema/record.ts";

/** How much a missing fact weighs; `free` takes back what the profile asks elsewhere. */
export const DEMANDS = ["error", "warning", "free"] as const;
export type Demand = (typeof DEMANDS)[number];

const demands = z.partialRecord(z.enum(FACT_NAMES), z.enum(DEMANDS));
export type Demands = z.infer<typeof demands>;

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "a name has small letters, digits and hyphens");
const phrases = z.record(z.string(), z.string().min(1));

/** A house's rules: what must be recorded, how it is worded, and how it is laid out. */
export const profileSchema = z.strictObject({
  name: name.describe("The name by which records ask for it; also the name of its file."),
  title: z.strictObject({ en: z.string().min(1), zh: z.string().min(1) }).describe("What people call it."),
  description: z.string().min(1).describe("Whom it is for, in a sentence."),
  languages: z.array(z.enum(LANGUAGES)).optional().describe("The languages it is made for; left out, all."),
  requires: demands.default({}).describe("The facts that must be recorded, and how much a gap weighs."),
  documents: z
    .record(name, demands)
    .default({})
    .describe("What a document asks differently from the profile, by the document's name."),
  wording: z
    .strictObject({ en: phrases.optional(), zh: phrases.optional() })
    .default({})
    .describe("Phrases that replace the usual ones, by their keys."),
  layout: z
    .strictObject({
      attendance: z
        .enum(["columns", "facts"])
        .default("columns")
        .describe("Attendance as a table with columns, or as lines with a label."),
      gaps: z
        .enum(["print", "omit"])
        .default("print")
        .describe("Whether a gap is printed as such or left out."),
      praise: z
        .enum(["keep", "note"])
        .default("note")
        .describe("Whether words of praise in the minutes are worth a note."),
    })
    .prefault({})
    .describe("How papers are laid out."),
});
export type Profile = z.infer<typeof profileSchema>;

/** Something the profile asks for and the record does not hold. */
export interface Gap extends Lack {
  readonly fact: FactName;
  readonly severity: "error" | "warning";
  readonly satisfied: false;
}

/**
 * What a profile asks of a record for a document (by the name of its template), and the record does not hold.
 * A document with a column of its own, such as the brief, is not asked for what that column sets free.
 */
export function requiredFacts(record: MeetingRecord, profile: Profile, document: string): readonly Gap[] {
  const asked = demandsFor(profile, document);
  return FACT_NAMES.flatMap((fact) => {
    const severity = asked[fact];
    if (severity === undefined || severity === "free") return [];
    return FACTS[fact](record).map((lack): Gap => ({ ...lack, fact, severity, satisfied: false }));
  });
}

/** What a profile asks for a document, with the document's own column on top. */
export const demandsFor = (profile: Profile, document: string): Demands => ({
  ...profile.requires,
  ...DOCUMENT_DEMANDS[document],
  ...profile.documents[document],
});

/** Everything that is free unless a column says otherwise. */
const NOTHING: Demands = Object.fromEntries(FACT_NAMES.map((fact) => [fact, "free"]));

/** The columns of documents that are kinds of their own, whatever the house. */
const DOCUMENT_DEMANDS: Readonly<Record<string, Demands>> = {
  brief: {
    ...NOTHING,
    body: "error",
    "meeting-kind": "error",
    dates: "error",
    "place-or-mode": "warning",
    "action-owner": "warning",
    "action-due": "warning",
  },
  honors: {
    ...NOTHING,
    body: "error",
    "meeting-kind": "error",
    dates: "error",
    honorees: "error",
    signatures: "warning",
  },
};

/** Reads a profile file. Every mistake is told with its place. */
export function readProfile(text: string, file: string): Outcome<Profile> {
  const loaded = load(text, file);
  if (!loaded.ok) return loaded;
  const result = profileSchema.safeParse(loaded.value.value);
  if (result.success) return success(result.data, loaded.diagnostics);
  return failure([
    ...loaded.diagnostics,
    ...result.error.issues.flatMap((issue) => explain(loaded.value, issue)),
  ]);
}

/** What the schema library found, in our words. */
function explain(loaded: Loaded, issue: z.core.$ZodIssue): readonly Diagnostic[] {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownField(loaded, [...path, key]));
    case "invalid_value":
      return [
        diagnosticAt(
          loaded,
          "profile/invalid",
          `expected one of ${issue.values.map(String).join(", ")}`,
          path,
        ),
      ];
    case "invalid_type":
      return [
        diagnosticAt(
          loaded,
          "profile/invalid",
          `"${path.at(-1) ?? "profile"}" is missing or of the wrong sort`,
          path,
        ),
      ];
    default:
      return [diagnosticAt(loaded, "profile/invalid", issue.message, path)];
  }
}

/** The columns of facts are told from the fields of a profile by where they stand. */
function unknownField(loaded: Loaded, path: Path): Diagnostic {
  const isFact = path[0] === "requires" || path[0] === "documents";
  const name = String(path.at(-1));
  const near = nearest(name, isFact ? FACT_NAMES : Object.keys(profileSchema.shape));
  const hint =
    near !== undefined ? `did you mean "${near}"?` : isFact ? `facts: ${FACT_NAMES.join(", ")}` : undefined;
  return isFact
    ? diagnosticAt(loaded, "profile/unknown-fact", `no fact is called "${name}"`, path, { hint, part: "key" })
    : diagnosticAt(loaded, "profile/unknown-field", `there is no field "${name}" here`, path, {
        hint,
        part: "key",
      });
}
