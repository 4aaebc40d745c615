import * as z from "../../yaml/zod.ts";
import { cite, evidence, type Fact, fact, textFact } from "./evidence.ts";
import { check, count, day, email, id, LANGUAGES, line, list, plainLine, ref, text } from "./primitives.ts";
import { quorumRule, voteBase, votingThreshold } from "./rules.ts";

export const ORGANIZATION_KINDS = [
  "company",
  "party",
  "union",
  "government",
  "association",
  "school",
  "department",
  "team",
  "other",
] as const;
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** A house, or a unit inside one. */
export const organization = z.strictObject({
  id: id.describe("The name by which the record refers to this organization."),
  name: line.describe("The name as it is to be printed."),
  shortName: line.optional().describe("The short name used after the first mention."),
  legalName: textFact(line).optional().describe("The registered name."),
  aliases: list(line).describe("Other names it goes by in the sources."),
  parent: ref("organization").optional().describe("The organization this one belongs to."),
  kind: z.enum(ORGANIZATION_KINDS).optional().describe("What sort of organization this is."),
});
export type Organization = z.infer<typeof organization>;

export const BODY_KINDS = [
  "board",
  "shareholders",
  "committee",
  "partyCommittee",
  "workersCongress",
  "council",
  "executive",
  "assembly",
  "staff",
  "unionBranch",
  "other",
] as const;
export type BodyKind = (typeof BODY_KINDS)[number];

/** A group that meets and decides, such as a board or a council. */
export const body = z.strictObject({
  id: id.describe("The name by which the record refers to this body."),
  organization: ref("organization").optional().describe("The organization it belongs to."),
  name: textFact(line).describe("The name of the body."),
  kind: z.enum(BODY_KINDS).optional().describe("What sort of body this is."),
  term: textFact(line).optional().describe("Its term of office, as the house words it."),
  memberCount: fact(count).optional().describe("How many members it has, present or not."),
  votingCount: fact(count).optional().describe("How many of them have a vote."),
  quorumRule: quorumRule.optional().describe("How many must be there before it may decide."),
  decisionRule: z
    .strictObject({
      threshold: votingThreshold.describe("The share that must vote in favour."),
      base: voteBase.describe("What the share is taken of."),
    })
    .optional()
    .describe("The majority by which it decides when nothing else is said."),
  numberingRule: plainLine
    .max(100)
    .optional()
    .describe("How its resolutions are numbered, such as {year}-{no}."),
  ...evidence,
});
export type Body = z.infer<typeof body>;

export const NAME_ORDERS = ["familyFirst", "givenFirst"] as const;
export const GENDERS = ["female", "male", "other"] as const;
export const VARIANT_VERDICTS = ["alias", "misspelling", "unresolved"] as const;

/** A person's name in each script the record knows it in; none is made from another. */
export interface PersonName {
  readonly zh?: Fact<string> | undefined;
  readonly en?: string | undefined;
  readonly latin?: string | undefined;
}

const HAN = /\p{Script=Han}/u;

const personName: z.ZodType<PersonName> = z.union([
  plainLine
    .max(200)
    .transform((name): PersonName => (HAN.test(name) ? { zh: { value: name, cites: [] } } : { en: name })),
  z
    .strictObject({
      zh: textFact(plainLine.max(200)).optional().describe("The name in Chinese characters."),
      en: plainLine.max(200).optional().describe("The name as written in English."),
      latin: plainLine.max(200).optional().describe("The name in Latin letters, such as pinyin."),
    })
    .refine(
      (name) => name.zh !== undefined || name.en !== undefined || name.latin !== undefined,
      check("record/missing-field", "none of zh, en, latin is given"),
    ),
]);

/** Somebody the record mentions, declared once. */
export const person = z.strictObject({
  id: id.describe("The name by which the record refers to this person."),
  name: personName.describe("The name, as a string or by script."),
  nameOrder: z
    .enum(NAME_ORDERS)
    .optional()
    .describe("Whether the family name comes first in the Latin form; it is printed as written either way."),
  sortKey: plainLine.max(200).optional().describe("What to sort by, such as the family name in capitals."),
  variants: list(
    z.strictObject({
      text: plainLine.max(200).describe("The other spelling, as the source prints it."),
      cites: list(cite).describe("Where it is printed."),
      verdict: z.enum(VARIANT_VERDICTS).describe("What the editor takes it to be."),
    }),
  ).describe("Other spellings found in the sources."),
  public: z
    .boolean()
    .optional()
    .describe("false for somebody whose name must not stand in papers for the public."),
  gender: z.enum(GENDERS).optional().describe("The grammatical gender for wording that needs it."),
  honorificPrefix: line.optional().describe("A title before the name, such as Dr."),
  postNominals: line.optional().describe("Letters after the name."),
  contact: z
    .strictObject({
      email: email.optional().describe("The e-mail address papers are sent to."),
      optOut: z.boolean().optional().describe("true for somebody who has asked not to get papers by e-mail."),
      language: z
        .enum(LANGUAGES)
        .optional()
        .describe("The language of the papers they get, where the distribution names none."),
      shared: z.boolean().optional().describe("Whether others may have the same address."),
      phone: plainLine.max(40).optional().describe("The telephone number."),
      address: text.optional().describe("The postal address."),
    })
    .optional()
    .describe("How to reach this person; never printed unless a template asks for it."),
  ...evidence,
});
export type Person = z.infer<typeof person>;

/** An office that somebody holds, as it was called on the day. */
export const post = z
  .strictObject({
    person: ref("person").describe("Who holds it."),
    organization: ref("organization").optional().describe("The organization it is held in."),
    body: ref("body").optional().describe("The body it is held in."),
    title: line.describe("The title of the office."),
    from: day.optional().describe("The first day in office."),
    to: day.optional().describe("The last day in office."),
    acting: z.boolean().optional().describe("Whether it is held for the time being."),
    order: z
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe("The place among this person's posts, as the source prints them."),
    ...evidence,
  })
  .refine(
    (value) => value.organization === undefined || value.body === undefined,
    check("record/one-of", "a post is held in an organization or in a body; two posts are two entries"),
  );
export type Post = z.infer<typeof post>;
