import * as z from "../../yaml/zod.ts";
import { check, count, ordinal } from "./primitives.ts";

export const VOTE_BASES = ["cast", "castWithoutAbstentions", "present", "allMembers", "delegates"] as const;
export type VoteBase = (typeof VOTE_BASES)[number];
export const voteBase = z.enum(VOTE_BASES);

export const QUORUM_BASES = ["allMembers", "votingMembers", "filledSeats", "delegates"] as const;
export type QuorumBase = (typeof QUORUM_BASES)[number];

/** A share of a whole, such as two thirds. */
export interface Fraction {
  readonly num: number;
  readonly den: number;
}

const AT_MOST_ALL = check("record/bad-fraction", "the share is more than the whole");

const fraction: z.ZodType<Fraction> = z.union([
  z
    .string()
    .regex(/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/, { error: "a share is written as 2/3" })
    .transform((share): Fraction => {
      const [num, den] = share.split("/");
      return { num: Number(num), den: Number(den) };
    })
    .refine(({ num, den }) => num <= den, AT_MOST_ALL),
  z
    .strictObject({
      num: ordinal.describe("The number above the line."),
      den: ordinal.describe("The number below the line."),
    })
    .refine(({ num, den }) => num <= den, AT_MOST_ALL),
]);

/** The share of votes that carries; `strict` means more than the share, otherwise the share itself is enough. */
export const votingThreshold = z
  .strictObject({
    num: ordinal.describe("The number above the line."),
    den: ordinal.describe("The number below the line."),
    strict: z
      .boolean()
      .describe("Whether more than the share is needed; false if the share itself is enough."),
  })
  .refine(({ num, den }) => num <= den, AT_MOST_ALL);
export type Threshold = z.infer<typeof votingThreshold>;

/** How many must be there before anything may be decided. */
export const quorumRule = z
  .strictObject({
    fraction: fraction.optional().describe("The share that must be there, as 2/3."),
    number: count.optional().describe("The number that must be there."),
    base: z.enum(QUORUM_BASES).optional().describe("What the share is taken of."),
    strict: z.boolean().default(false).describe("Whether more than the share is needed."),
  })
  .refine(
    (rule) => (rule.fraction === undefined) !== (rule.number === undefined),
    check("record/one-of", "exactly one of fraction, number must be given"),
  );
export type QuorumRule = z.infer<typeof quorumRule>;
