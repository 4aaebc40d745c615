import * as z from "../../yaml/zod.ts";
import { evidence, fact, party, point } from "./evidence.ts";
import { SITTING_MODES } from "./meeting.ts";
import { check, count, id, line, ref, text } from "./primitives.ts";
import { quorumRule } from "./rules.ts";

export const ATTENDEE_ROLES = [
  "chair",
  "executiveChair",
  "presidium",
  "member",
  "delegate",
  "nonVoting",
  "inAttendance",
  "invited",
  "guest",
  "observer",
  "secretary",
  "minuteTaker",
  "teller",
  "scrutineer",
  "interpreter",
  "counsel",
] as const;
export type AttendeeRole = (typeof ATTENDEE_ROLES)[number];

/** The heading a person is listed under; the Chinese words are other spellings of the first three. */
export const ATTENDANCE_CLASSES = ["present", "inAttendance", "apologies", "byInvitation", "staff"] as const;
export type AttendanceClass = (typeof ATTENDANCE_CLASSES)[number];

/** What each Chinese heading says in the record's own words. */
export const CHINESE_CLASSES = { 出席: "present", 列席: "inAttendance", 请假: "apologies" } as const;

export const PRESENCES = [
  "present",
  "partly",
  "apology",
  "absentExcused",
  "absentUnexcused",
  "absent",
  "byProxy",
  "onLeave",
  "notStated",
] as const;
export type Presence = (typeof PRESENCES)[number];

const CLASS_WORDS = [...ATTENDANCE_CLASSES, "出席", "列席", "请假"] as const;

/** The heading a person is listed under, in either language. */
export const attendanceClass = z
  .enum(CLASS_WORDS)
  .transform(
    (word): AttendanceClass =>
      word in CHINESE_CLASSES
        ? CHINESE_CLASSES[word as keyof typeof CHINESE_CLASSES]
        : (word as AttendanceClass),
  );

/** Attendees without names: a label, and a number only where somebody counted. */
export const group = z.strictObject({
  label: line.describe("What the group is called, as the source words it."),
  unit: ref("unit").optional().describe("The unit the group comes from."),
  count: fact(count).optional().describe("How many they were."),
  memberOf: ref("body").optional().describe("The body they belong to."),
});
export type Group = z.infer<typeof group>;

/**
 * Somebody on the attendance list: a person or a group, exactly one of the two. Being invited, being present
 * and being counted are three things. `presence` follows from the class where it is left out, and is
 * `notStated` where there is no class either.
 */
export const attendee = z
  .strictObject({
    person: ref("person").optional().describe("The id of the person."),
    group: group.optional().describe("A group without names, in place of a person."),
    role: z.enum(ATTENDEE_ROLES).optional().describe("The part played at this meeting."),
    class: attendanceClass.optional().describe("The heading to list under, in English or Chinese."),
    invited: fact(z.boolean()).optional().describe("Whether they were asked to come."),
    counted: fact(z.boolean()).optional().describe("Whether they count towards the quorum."),
    presence: z
      .enum(PRESENCES)
      .optional()
      .describe(
        "Whether they were there; left out, it follows from the class, and without one it is not stated.",
      ),
    mode: fact(z.enum(SITTING_MODES)).optional().describe("How they took part, if not as everybody else."),
    site: id.optional().describe("The site they took part from."),
    sitting: fact(ref("sitting")).optional().describe("The only sitting they attended."),
    proxyFor: ref("person").optional().describe("The person they held a proxy for."),
    substituteFor: ref("person").optional().describe("The person they replaced."),
    weight: z
      .number()
      .positive()
      .max(1e12)
      .optional()
      .describe("The weight of their vote, where votes are not equal."),
    postAsOf: line.optional().describe("The post to print beside the name, as it was on the day."),
    listedBecause: text
      .optional()
      .describe("Why they are listed, where the source does not say that they attended."),
    ...evidence,
  })
  .refine(
    (value) => (value.person === undefined) !== (value.group === undefined),
    check("record/one-of", "exactly one of person, group must be given"),
  )
  .transform((value) => ({ ...value, presence: value.presence ?? presenceOf(value.class) }));
export type Attendee = z.infer<typeof attendee>;

function presenceOf(word: AttendanceClass | undefined): Presence {
  if (word === undefined) return "notStated";
  return word === "apologies" ? "apology" : "present";
}

export const PRESENCE_EVENTS = ["arrive", "leave", "return", "recuse", "disconnect"] as const;
export type PresenceEventType = (typeof PRESENCE_EVENTS)[number];

/** A coming or going in the course of the meeting. */
export const presenceEvent = z.strictObject({
  person: ref("person").describe("Who came or went."),
  type: z.enum(PRESENCE_EVENTS).describe("What happened."),
  at: point.describe("When: a clock time, or before or after an agenda item."),
  sitting: ref("sitting").optional().describe("The sitting, where there are several."),
  reason: line.optional().describe("Why."),
  ...evidence,
});
export type PresenceEvent = z.infer<typeof presenceEvent>;

/** A count of those present against the rule; whether it was met is computed. */
export const quorum = z.strictObject({
  at: point.optional().describe("When the count was taken; left out, at the opening."),
  sitting: ref("sitting").optional().describe("The sitting, where there are several."),
  body: ref("body").optional().describe("The body counted, where several met."),
  rule: quorumRule.optional().describe("The rule; left out, the rule of the body."),
  present: fact(count).optional().describe("How many of those who count were there."),
  statedMet: fact(z.boolean()).optional().describe("Whether a quorum was said to be there."),
  declaredBy: party.optional().describe("Who said so."),
  ...evidence,
});
export type Quorum = z.infer<typeof quorum>;

export const INTEREST_EFFECTS = ["declared", "recused", "stayedNoVote"] as const;
export type InterestEffect = (typeof INTEREST_EFFECTS)[number];

/** An interest that somebody declared in an item. */
export const interest = z.strictObject({
  person: ref("person").describe("Who declared it."),
  item: ref("item").optional().describe("The agenda item it concerns."),
  nature: text.describe("What the interest is."),
  effect: z.enum(INTEREST_EFFECTS).describe("What the person did about it."),
  ...evidence,
});
export type Interest = z.infer<typeof interest>;

export const SIGNING_CAPACITIES = [
  "chair",
  "secretary",
  "minuteTaker",
  "director",
  "delegate",
  "witness",
  "notary",
] as const;
export type SigningCapacity = (typeof SIGNING_CAPACITIES)[number];
export const SIGNING_METHODS = ["wet", "seal", "electronic"] as const;
