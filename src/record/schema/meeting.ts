import * as z from "../../yaml/zod.ts";
import { stated } from "../fact.ts";
import { evidence, type Fact, fact, party, statement, textFact } from "./evidence.ts";
import {
  day,
  id,
  LANGUAGES,
  line,
  list,
  moment,
  ordinal,
  ref,
  relativePath,
  type Text,
  text,
  timeZone,
  year,
} from "./primitives.ts";

export const MEETING_KINDS = [
  "regular",
  "special",
  "annual",
  "extraordinary",
  "joint",
  "adjourned",
  "written",
  "election",
] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

/** The meeting as a whole, over all its sittings. */
export const meeting = z.strictObject({
  title: line.describe("What the meeting is called on its papers."),
  aliases: list(line).describe("Other names for the same meeting in the sources."),
  theme: line.optional().describe("The theme, where the meeting had one."),
  kind: fact(z.enum(MEETING_KINDS)).describe("What kind of meeting this was."),
  ordinal: fact(
    z.strictObject({
      term: ordinal.optional().describe("The term of the body (届)."),
      session: ordinal.optional().describe("The session within the term (次)."),
      number: ordinal.optional().describe("The running number of the meeting."),
      year: year.optional().describe("The year the numbering starts in."),
    }),
  )
    .optional()
    .describe("Which meeting in the row this is."),
  bodies: list(ref("body")).describe("The bodies that met; several for a joint meeting."),
  convenedBy: fact(party).optional().describe("Who called the meeting."),
  notice: fact(
    z.strictObject({
      date: day.optional().describe("When notice was given."),
      method: line.optional().describe("How it was given."),
      proper: z.boolean().optional().describe("Whether it was in good time and form."),
    }),
  )
    .optional()
    .describe("The notice of the meeting."),
  guidedBy: list(statement).describe("The policies or instructions the meeting worked under, as worded."),
  summary: list(statement).describe(
    "Paragraphs on the meeting as a whole, such as its purpose; printed at the opening.",
  ),
  ...evidence,
});
export type Meeting = z.infer<typeof meeting>;

export const SITTING_MODES = ["onSite", "video", "phone", "hybrid", "written"] as const;
export type SittingMode = (typeof SITTING_MODES)[number];
export const PRECISIONS = ["date", "minute"] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Where people met. */
export interface MeetingPlace {
  readonly name?: Text | undefined;
  readonly address?: Text | undefined;
  readonly room?: Text | undefined;
}

export const meetingPlace: z.ZodType<MeetingPlace> = z.union([
  line.transform((name): MeetingPlace => ({ name })),
  z.strictObject({
    name: line.optional().describe("The building or house."),
    address: line.optional().describe("The street address."),
    room: line.optional().describe("The room."),
  }),
]);

const hasTime = (moment: Fact<string>): boolean => stated(moment)?.includes("T") ?? false;

/** One continuous session of a meeting; most meetings have one. */
export const sitting = z
  .strictObject({
    id: id.optional().describe("The name by which the record refers to this sitting."),
    body: fact(ref("body")).optional().describe("The body that sat, if not all of them."),
    title: line.optional().describe("What this sitting is called."),
    start: fact(moment).describe("When it began: a date, or a date with a time."),
    end: fact(moment).optional().describe("When it ended; for several days, the last of them."),
    precision: z
      .enum(PRECISIONS)
      .optional()
      .describe("How exact the times are; left out, it follows from whether the start has a clock time."),
    timeZone: fact(timeZone).optional().describe("The time zone of the clock times, such as Asia/Shanghai."),
    place: textFact(meetingPlace).optional().describe("Where it was held."),
    mode: fact(z.enum(SITTING_MODES)).optional().describe("How people took part."),
    sites: list(
      z.strictObject({
        id: id.describe("The name by which attendees refer to this site."),
        name: line.describe("What the site is called."),
        timeZone: timeZone.optional().describe("The site's own time zone, if it differs."),
      }),
    ).describe("The places of a meeting held in several at once."),
    languages: list(z.enum(LANGUAGES)).describe("The languages spoken."),
    recording: z
      .strictObject({
        made: z.boolean().optional().describe("Whether the sitting was recorded."),
        file: relativePath.optional().describe("The recording, as a path beside the record."),
        note: text.optional().describe("What else there is to say about it."),
      })
      .optional()
      .describe("The recording of the sitting."),
    ...evidence,
  })
  .transform((value) => ({
    ...value,
    precision: value.precision ?? ((hasTime(value.start) ? "minute" : "date") as Precision),
  }));
export type Sitting = z.infer<typeof sitting>;

/** The meeting that comes after this one. */
export const nextMeeting = z.strictObject({
  start: fact(moment).optional().describe("When it is to begin."),
  place: textFact(meetingPlace).optional().describe("Where it is to be held."),
  body: ref("body").optional().describe("The body that will meet."),
  ...evidence,
});
export type NextMeeting = z.infer<typeof nextMeeting>;
