import * as z from "../../yaml/zod.ts";
import { evidence, fact, parties, party } from "./evidence.ts";
import { check, count, day, id, line, list, moment, ref, text, year } from "./primitives.ts";

export const AWARD_LEVELS = [
  "national",
  "provincial",
  "group",
  "company",
  "department",
  "team",
  "other",
] as const;
export type AwardLevel = (typeof AWARD_LEVELS)[number];
export const AWARD_KINDS = ["individual", "collective", "project"] as const;
export type AwardKind = (typeof AWARD_KINDS)[number];
export const ORDER_RULES = ["asGiven", "stroke", "pinyin", "surname", "rank", "unit", "none"] as const;
export type OrderRule = (typeof ORDER_RULES)[number];
export const HONOREE_STATUSES = ["unnamed", "pending", "withheldByChoice", "embargoed"] as const;
export type HonoreeStatus = (typeof HONOREE_STATUSES)[number];
export const HONOREE_STAGES = ["nominated", "publicNotice", "conferred", "declined", "revoked"] as const;
export type HonoreeStage = (typeof HONOREE_STAGES)[number];

/**
 * Who receives an award: a person (with `unit` for where they work), a unit alone, a project, or a status
 * that says why nobody is named.
 */
export const honoree = z
  .strictObject({
    person: ref("person").optional().describe("The person honored."),
    unit: ref("unit").optional().describe("The unit honored; beside a person, the unit they belong to."),
    project: line.optional().describe("The project honored."),
    status: z.enum(HONOREE_STATUSES).optional().describe("Why nobody is named."),
    postAsOf: line.optional().describe("The post to print beside the name, as it was on the day."),
    citation: text.optional().describe("What the award was given for, in a sentence."),
    stage: z.enum(HONOREE_STAGES).optional().describe("How far the award has come."),
    posthumous: z.boolean().optional().describe("Whether it was given after death."),
    noticePeriod: z
      .strictObject({
        from: day.describe("The first day of the public notice."),
        to: day.describe("The last day of the public notice."),
      })
      .refine(
        ({ from, to }) => from <= to,
        check("record/end-before-start", "the notice ends before it begins"),
      )
      .optional()
      .describe("The days of public notice (公示)."),
    embargoUntil: moment.optional().describe("Until when the name must not be printed."),
    ...evidence,
  })
  .refine(
    (value) =>
      [value.person ?? value.unit, value.project, value.status].filter((field) => field !== undefined)
        .length === 1,
    check("record/one-of", "a person, a unit, a project or a status must be given, and only one of them"),
  );
export type Honoree = z.infer<typeof honoree>;

/** An award and those who receive it. The year it is for and the day it was given are two things. */
export const award = z.strictObject({
  id: id.optional().describe("The name of this award."),
  title: line.describe("The title of the award."),
  series: line.optional().describe("The series of awards it belongs to."),
  level: z.enum(AWARD_LEVELS).optional().describe("The level at which it is given."),
  kind: fact(z.enum(AWARD_KINDS)).optional().describe("Whether persons, units or projects receive it."),
  year: year.optional().describe("The year it is given for."),
  grade: line.optional().describe("The class or grade."),
  basisDocument: line.optional().describe("The paper that the award rests on."),
  conferredBy: fact(party).optional().describe("Who gives it."),
  conferredOn: fact(day).optional().describe("The day it was given."),
  orderRule: z
    .enum(ORDER_RULES)
    .default("asGiven")
    .describe("The order of the names, which is printed with the list."),
  presenters: parties.default([]).describe("Who handed it over."),
  expectedCount: fact(count).optional().describe("How many honorees there should be."),
  honorees: list(honoree).describe("Who receives it."),
  item: ref("item").optional().describe("The agenda item this belongs to."),
  ...evidence,
});
export type Award = z.infer<typeof award>;
