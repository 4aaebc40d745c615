import * as z from "../../yaml/zod.ts";
import {
  ABSENCES,
  type Absence,
  check,
  clock,
  count,
  day,
  id,
  languageTag,
  line,
  list,
  moment,
  ordinal,
  plainLine,
  ref,
  relativePath,
  sha256,
  type Text,
  text,
  whole,
} from "./primitives.ts";

/** How a fact came into the record: a source says so, it was computed, an editor read it so, the compiler knows it. */
export const BASES = ["stated", "derived", "inferred", "supplied"] as const;
export type Basis = (typeof BASES)[number];

export const SOURCE_KINDS = [
  "minutes",
  "recording",
  "transcript",
  "pressRelease",
  "signInSheet",
  "ballot",
  "email",
  "letter",
  "other",
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

const locator = z
  .strictObject({
    paragraph: ordinal
      .optional()
      .describe("The paragraph, counting the non-empty lines of the source text from 1."),
    page: ordinal.optional().describe("The page of the source, counted from 1."),
    timestamp: plainLine
      .max(16, { abort: true })
      .regex(/^(\d{1,2}:)?\d{1,2}:\d{2}(\.\d{1,3})?$/, { error: "a timestamp is written as 01:02:03" })
      .optional()
      .describe("The time in a recording, as hours, minutes and seconds."),
    charRange: z
      .tuple([count, count])
      .refine(([from, to]) => from < to, check("record/empty-range", "the range ends before it begins"))
      .optional()
      .describe("The first character and the one after the last, counted from 0 in the source text."),
  })
  .describe("Where in the source the quote stands.");

/** A pointer into a source with the few words that carry the fact. */
export const cite = z
  .strictObject({
    source: ref("source").describe("The id of the source."),
    quote: z
      .string()
      .min(1)
      .max(2000)
      .describe(
        "The words of the source that carry the fact, character for character and as few as will do.",
      ),
    locator: locator.optional(),
  })
  .meta({ id: "cite", description: "A pointer into a source with the words that carry the fact." });
export type Cite = z.infer<typeof cite>;

/** What an entry may say about where it comes from; spread into the entries that need it. */
export const evidence = {
  basis: z
    .enum(BASES)
    .optional()
    .describe(
      "How this is known; left out, it counts as stated if the record has sources and as supplied if not.",
    ),
  cites: list(cite).describe("The places in the sources that say so."),
  note: text.optional().describe("What the reader should know about this, printed among the editor's notes."),
};

/** What an entry says about where it comes from. */
export interface Evidence {
  readonly basis?: Basis | undefined;
  readonly cites: readonly Cite[];
  readonly note?: Text | undefined;
}

/** A value with what is known about its origin. */
export interface Known<T> extends Evidence {
  readonly value: T;
}

/** A value that is missing, with the word for why. */
export interface Absent extends Evidence {
  readonly status: Absence;
}

/** A weighty value, known or missing. Read it through the functions of `fact.ts`. */
export type Fact<T> = Known<T> | Absent;

/** The three ways to write a fact: bare, with its origin, or as missing. */
export type FactInput<T> = T | Absence | object;

const absent = z.strictObject({
  status: z.enum(ABSENCES).describe("Why there is no value."),
  ...evidence,
});

const absenceWord = z.enum(ABSENCES).transform((status): Absent => ({ status, cites: [] }));

const known = <S extends z.ZodType>(inner: S) =>
  z.strictObject({ value: inner.describe("The value itself."), ...evidence });

// The casts name the result that the union has anyway: for a generic `inner` the compiler cannot see that
// each branch ends as `Known` or `Absent`.

/** A fact whose value is a number, date, id, word or group of fields, so that `pending` and its like can stand bare. */
export const fact = <S extends z.ZodType>(inner: S) =>
  z.union([
    absenceWord,
    inner.transform((value) => ({ value, cites: [] })),
    known(inner),
    absent,
  ]) as unknown as z.ZodType<Fact<z.output<S>>, FactInput<z.input<S>>>;

/** A fact whose value is free text; a missing one is written as `{status: pending}`. */
export const textFact = <S extends z.ZodType>(inner: S) =>
  z.union([inner.transform((value) => ({ value, cites: [] })), known(inner), absent]) as unknown as z.ZodType<
    Fact<z.output<S>>,
    FactInput<z.input<S>>
  >;

/** A paragraph or point with its origin; written as bare text where there is nothing to say about that. */
export interface Statement extends Evidence {
  readonly text: Text;
}

const statementFields = z.strictObject({
  text: text.describe("The words; a small Markdown is understood: emphasis, links, lists."),
  ...evidence,
});

export const statement: z.ZodType<Statement> = z.union([
  text.transform((value): Statement => ({ text: value, cites: [] })),
  statementFields,
]);

/** Somebody who acts: a declared person, unit or body, or words where none is declared. Exactly one field is there. */
export interface Party {
  readonly person?: string | undefined;
  readonly unit?: string | undefined;
  readonly body?: string | undefined;
  readonly text?: Text | undefined;
}

const partyFields = z
  .strictObject({
    person: ref("person").optional().describe("The id of a person."),
    unit: ref("unit").optional().describe("The id of an organization or body acting as a unit."),
    body: ref("body").optional().describe("The id of a body."),
    text: line.optional().describe("Words for somebody who is not declared, such as a group without names."),
  })
  .refine(
    (value) => Object.values(value).filter((field) => field !== undefined).length === 1,
    check("record/one-of", "exactly one of person, unit, body, text must be given"),
  );

/** Who acts: the bare id of a person, or one of person, unit, body, text. */
export const party: z.ZodType<Party> = z.union([
  ref("person").transform((person): Party => ({ person })),
  partyFields,
]);

/** Several who act; one may stand without the list. */
export const parties: z.ZodType<readonly Party[]> = z.union([
  z.array(party).max(20_000),
  party.transform((one): readonly Party[] => [one]),
]);

/** A point in the course of a meeting: a clock time, or just before or after an agenda item. */
export interface Point {
  readonly time?: string | undefined;
  readonly beforeItem?: string | undefined;
  readonly afterItem?: string | undefined;
}

export const point: z.ZodType<Point> = z.union([
  clock.transform((time): Point => ({ time })),
  z
    .strictObject({
      time: clock.optional().describe("The clock time at the place of the meeting."),
      beforeItem: ref("item").optional().describe("The agenda item that came next."),
      afterItem: ref("item").optional().describe("The agenda item that had just ended."),
    })
    .refine(
      (value) => Object.values(value).filter((field) => field !== undefined).length === 1,
      check("record/one-of", "exactly one of time, beforeItem, afterItem must be given"),
    ),
]);

/** When something is due: a date, or words such as “before the next meeting”. */
export interface Due {
  readonly date?: string | undefined;
  readonly text?: Text | undefined;
}

export const due: z.ZodType<Due> = z.union([
  moment.transform((date): Due => ({ date })),
  z
    .strictObject({
      date: moment.optional().describe("The date."),
      text: line.optional().describe("The words, where no date was set."),
    })
    .refine(
      (value) => value.date !== undefined || value.text !== undefined,
      check("record/one-of", "date or text must be given"),
    ),
]);

/** Something the record was compiled from. */
export const source = z.strictObject({
  id: id.describe("The name by which cites refer to this source."),
  kind: z.enum(SOURCE_KINDS).describe("What sort of source this is."),
  title: line.describe("The title of the source as printed."),
  publisher: textFact(line).optional().describe("Who published it."),
  published: fact(day).optional().describe("When it was published."),
  retrieved: day.optional().describe("When it was read."),
  file: relativePath.optional().describe("The text of the source, as a path beside the record."),
  sha256: sha256.optional().describe("The digest of that file, so that a changed source is noticed."),
  language: languageTag.optional().describe("The language the source is written in."),
  official: z.boolean().optional().describe("Whether the meeting body itself issued or approved it."),
});
export type Source = z.infer<typeof source>;

export const ISSUE_SEVERITIES = ["error", "warning", "note"] as const;

/** A question that the compiler leaves open or has settled. */
export const issue = z.strictObject({
  id: id.describe("The name of this issue."),
  severity: z
    .enum(ISSUE_SEVERITIES)
    .describe("How much it weighs; an open error keeps a record from becoming final."),
  code: plainLine.max(100).optional().describe("A short code for this sort of issue."),
  about: plainLine.max(500).optional().describe("The place in the record, such as people[2].name."),
  text: text.describe("The question in words."),
  options: list(text).describe("The possible answers."),
  resolution: text.optional().describe("The answer that was chosen; while it is missing, the issue is open."),
  resolvedBy: party.optional().describe("Who chose the answer."),
  at: moment.optional().describe("When it was chosen."),
});
export type Issue = z.infer<typeof issue>;

/** One change to a record that had already gone out. */
export const revision = z.strictObject({
  no: whole.min(1).max(10_000).describe("The number of the revision, from 1."),
  at: moment.describe("When the change was made."),
  by: party.describe("Who made it."),
  change: text.describe("What was changed."),
  reason: text.optional().describe("Why it was changed."),
  baseHash: sha256.optional().describe("The digest of the record before the change."),
});
export type Revision = z.infer<typeof revision>;

export const COMPILING_METHODS = ["human", "assisted"] as const;

/** Who compiled the record, when and from what. */
export const provenance = z.strictObject({
  compiledBy: party.optional().describe("Who compiled the record."),
  compiledOn: day.optional().describe("When it was compiled."),
  method: z
    .enum(COMPILING_METHODS)
    .optional()
    .describe("Whether a person wrote it alone or with a machine's help."),
  sources: list(ref("source")).describe("The sources it was compiled from."),
  statement: text
    .optional()
    .describe("A sentence for the reader about how this came to be, printed on every paper."),
});
export type Provenance = z.infer<typeof provenance>;
