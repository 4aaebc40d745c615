import { z } from "zod";
import { FACT_NAMES } from "../lint/required.ts";
import { ATTENDEE_ROLES, SIGNING_CAPACITIES } from "../schema/attendance.ts";
import {
  ACTION_STATUSES,
  AGENDA_KINDS,
  DISPOSITIONS,
  EVALUATION_KINDS,
  PREVIOUS_MINUTES_STATUSES,
  REPORT_OUTCOMES,
  VOTE_METHODS,
  VOTE_RESULTS,
} from "../schema/business.ts";
import { AWARD_KINDS, AWARD_LEVELS, HONOREE_STATUSES, ORDER_RULES } from "../schema/honors.ts";
import { RECIPIENT_ROLES } from "../schema/issuing.ts";
import { MEETING_KINDS, SITTING_MODES } from "../schema/meeting.ts";
import { LANGUAGES } from "../schema/primitives.ts";
import { RECORD_STATUSES } from "../schema/record.ts";

/**
 * What templates see: the record in one language, with ids resolved and everything computed that can be. The
 * schema is what templates are checked against, so every field says what it holds.
 */

export const shown = z
  .strictObject({
    text: z.string().describe("The words to print; may hold a small Markdown where the record allows it."),
    mark: z.int().optional().describe("The number of the editor's note, for what an editor inferred."),
  })
  .describe("Words with the mark of an inference.");
export type Shown = z.infer<typeof shown>;

const words = z.string();
const number = z.int().min(0);
const names = z.array(words);
const statements = z.array(shown);

const moments = z.strictObject({
  start: words.describe("First day or moment, ISO 8601."),
  end: words.optional().describe("Last day or moment, where it is another."),
});

/** What attendance lists are grouped by. */
export const GROUP_KEYS = [
  "present",
  "presentOnSite",
  "presentByVideo",
  "presentByPhone",
  "notStated",
  "inAttendance",
  "byInvitation",
  "staff",
  "apologies",
  "absent",
] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

const entry = z.strictObject({
  name: words.describe("The person, or the label of a group."),
  role: z.enum(ATTENDEE_ROLES).optional().describe("The part played, where it is worth printing."),
  post: words.optional().describe("The post on the day."),
  group: z.boolean().describe("Whether this is a group without names."),
  count: number.optional().describe("How many a group were."),
  mode: z
    .enum(SITTING_MODES)
    .optional()
    .describe("How they took part, where the group's heading does not say."),
  during: z
    .strictObject({
      kind: z.enum(["from", "until", "only", "except"]).describe("Which part of the meeting they attended."),
      from: words.describe("Number of the agenda item, or of the first of them."),
      to: words.optional().describe("Number of the last agenda item, where there are several."),
    })
    .optional()
    .describe("For those who were not there all the time."),
  mark: z.int().optional(),
});
export type Entry = z.infer<typeof entry>;

const group = z.strictObject({
  key: z.enum(GROUP_KEYS).describe("What they have in common; the wording has a label for each."),
  continued: z.boolean().describe("Whether the label stands in the column before."),
  entries: z.array(entry),
});
export type Group = z.infer<typeof group>;

const vote = z.strictObject({
  method: z.enum(VOTE_METHODS).optional().describe("How the vote was taken, where that is recorded."),
  entitled: number.optional().describe("All who had a vote, where the result is measured against them."),
  counted: z.boolean().describe("Whether any number is recorded."),
  for: number.optional(),
  against: number.optional(),
  abstain: number.optional(),
  invalid: number.optional(),
  forNames: names.describe("Those who voted in favour, of a vote by name."),
  againstNames: names,
  abstainNames: names,
  recusedNames: names,
  result: z.enum(VOTE_RESULTS).optional().describe("Computed from the counts, else as stated."),
  needed: number.optional().describe("How many votes in favour were needed."),
  dissents: z.array(z.strictObject({ name: words, reason: words.optional() })),
});

const motion = z.strictObject({
  no: words.optional(),
  title: words.optional(),
  text: shown.optional(),
  mover: words.optional(),
  seconder: words.optional(),
  disposition: z.enum(DISPOSITIONS),
  vote: vote.optional(),
  amendment: z.boolean().describe("Whether it changes another motion."),
  mark: z.int().optional(),
});

const resolution = z.strictObject({
  no: words.optional(),
  title: words,
  text: shown.optional().describe("Its wording; absent when it is not known."),
  disposition: z.enum(DISPOSITIONS),
  adoptedBy: words.optional(),
  mover: words.optional(),
  seconder: words.optional(),
  vote: vote.optional(),
  mark: z.int().optional(),
});

const decision = z.strictObject({
  no: words.optional(),
  text: words,
  reason: words.optional(),
  delegatedTo: words.optional(),
  mark: z.int().optional(),
});

const report = z.strictObject({
  title: words,
  by: names.describe("Who gave it, with their posts where the record has them."),
  outcome: z.enum(REPORT_OUTCOMES).optional(),
  summary: statements,
  mark: z.int().optional(),
});

const speech = z.strictObject({
  by: words.optional().describe("Who spoke; absent when the source names nobody."),
  capacity: words.optional(),
  title: words.optional(),
  points: statements,
  quotes: z
    .array(z.strictObject({ text: words, mark: z.int().optional() }))
    .describe("The speaker's very words."),
  mark: z.int().optional(),
});

const evaluation = z.strictObject({
  subject: words,
  kind: z.enum(EVALUATION_KINDS).optional(),
  issued: number.optional(),
  returned: number.optional(),
  valid: number.optional(),
  labels: names.describe("The steps of the scale, the columns of a table of results."),
  rows: z.array(
    z.strictObject({
      subject: words,
      cells: z.array(z.strictObject({ count: number.optional(), percent: z.number().optional() })),
    }),
  ),
  mark: z.int().optional(),
});

const honoree = z.strictObject({
  name: words,
  unit: words.optional(),
  post: words.optional(),
  citation: words.optional(),
  posthumous: z.boolean(),
});

const award = z.strictObject({
  title: words,
  grade: words.optional(),
  kind: z.enum(AWARD_KINDS).optional(),
  level: z.enum(AWARD_LEVELS).optional(),
  year: words.optional().describe("The year it is for."),
  count: number.optional().describe("How many are named; absent while some are not."),
  order: z.enum(ORDER_RULES).optional().describe("The rule of the order, where several are named."),
  conferredBy: words.optional(),
  conferredOn: words.optional(),
  basis: words.optional().describe("The paper that the award rests on."),
  layout: z.enum(["names", "citations", "gap"]).describe("What there is to show."),
  gap: z.enum(HONOREE_STATUSES).optional().describe("Why some or all are not named."),
  honorees: z.array(honoree),
  mark: z.int().optional(),
});
export type AwardView = z.infer<typeof award>;

const item = z.strictObject({
  title: words,
  no: words.optional().describe("The printed number, where the record gives one."),
  number: words.describe("The number, given or counted."),
  level: z.int().describe("1 for an item, 2 for a part of one."),
  kind: z.enum(AGENDA_KINDS).optional(),
  deferred: z.boolean().describe("Whether it was not dealt with."),
  paragraphs: statements,
  previous: z.array(
    z.strictObject({ meeting: words, status: z.enum(PREVIOUS_MINUTES_STATUSES), corrections: names }),
  ),
  reports: z.array(report),
  speeches: z.array(speech),
  interests: z.array(
    z.strictObject({ name: words, nature: words, effect: z.enum(["declared", "recused", "stayedNoVote"]) }),
  ),
  motions: z.array(motion).describe("Those that no resolution repeats."),
  decisions: z.array(decision),
  resolutions: z.array(resolution),
  evaluations: z.array(evaluation),
  awards: z.array(award),
  closing: z
    .boolean()
    .describe("Whether this is the item that closes the meeting, where the next one is announced."),
});
export type ItemView = z.infer<typeof item>;

const action = z.strictObject({
  no: words.optional(),
  text: words,
  owner: words.optional(),
  due: words.optional().describe("A date, ISO 8601."),
  dueText: words.optional().describe("Words in place of a date."),
  status: z.enum(ACTION_STATUSES),
  carriedFrom: words.optional(),
  mark: z.int().optional(),
});

export const viewSchema = z.strictObject({
  id: words.describe("The id of the record."),
  lang: z.enum(LANGUAGES),
  document: words.describe("Which paper is being made."),
  status: z.enum(RECORD_STATUSES),
  revision: number.optional().describe("The number of the latest revision."),
  draft: z.boolean().describe("Whether the paper is not yet final, or shows gaps that keep it a draft."),
  organization: words.optional(),
  body: words.optional().describe("The body that met, when it was one."),
  meeting: z.strictObject({
    title: words,
    kind: z.enum(MEETING_KINDS).optional(),
    theme: shown.optional(),
    aliases: names,
    guidedBy: statements,
    summary: statements,
  }),
  dates: moments.optional(),
  timed: z.boolean().describe("Whether the dates have clock times."),
  multiDay: z.boolean().describe("Whether the meeting went over more than one day."),
  date: words.optional().describe("The first day, or the last when papers are dated by it; ISO 8601."),
  year: words.optional().describe("The year of the date."),
  place: shown.optional(),
  mode: z.enum(SITTING_MODES).optional(),
  modeMark: z.int().optional(),
  chair: shown.optional(),
  minuteTaker: shown.optional(),
  convenor: shown.optional(),
  quorum: z
    .strictObject({
      present: number.optional(),
      total: number.optional(),
      needed: number.optional(),
      met: z.boolean().optional(),
    })
    .optional(),
  turnout: z
    .strictObject({
      expected: number.describe("All members or delegates."),
      present: number,
      onSite: number.optional(),
      byVideo: number.optional(),
    })
    .optional()
    .describe("Numbers of members or delegates, when every one is known."),
  attendance: z.array(group),
  attendanceColumns: z
    .array(z.array(group))
    .describe("The same groups, shared out over at most three columns."),
  gaps: z
    .strictObject({
      place: z.boolean(),
      chair: z.boolean(),
      minuteTaker: z.boolean(),
      attendance: z.boolean(),
      quorum: z.boolean(),
    })
    .describe("Facts that the house rules ask for and the record does not hold."),
  printGaps: z.boolean().describe("Whether gaps are printed as such."),
  attendanceAsFacts: z.boolean().describe("Whether attendance is told in the facts at the head."),
  agenda: z.array(item),
  decided: z
    .array(
      z.strictObject({
        no: words.optional(),
        kind: z.enum(["resolution", "decision"]),
        text: words,
        vote: vote.optional(),
        disposition: z.enum(DISPOSITIONS).optional(),
      }),
    )
    .describe("All resolutions and decisions, for a brief."),
  actions: z.array(action),
  next: z
    .strictObject({
      start: words.optional(),
      timed: z.boolean(),
      place: words.optional(),
      body: words.optional(),
    })
    .optional(),
  closes: z.boolean().describe("Whether an agenda item closes the meeting."),
  closed: words.optional().describe("The clock time at which the meeting ended, as HH:MM."),
  awards: z.array(award),
  attachments: z.array(z.strictObject({ no: words, title: words, pages: number.optional() })),
  signatures: z.array(
    z.strictObject({ name: words, capacity: z.enum(SIGNING_CAPACITIES), signed: words.optional() }),
  ),
  sendLists: z.array(z.strictObject({ role: z.enum(RECIPIENT_ROLES), names })),
  docNo: z.strictObject({ agency: words, year: words, no: words }).optional(),
  issuer: words.optional(),
  printedBy: words.optional(),
  printedOn: words.optional(),
  printRun: number.optional(),
  keywords: words.optional(),
  brief: z.strictObject({
    series: words.optional(),
    issueNo: words.optional(),
    headline: words.optional(),
    lead: words.optional(),
    figures: z.array(z.strictObject({ value: words, caption: words, mark: z.int().optional() })),
    discussed: statements,
    next: z.array(
      z.strictObject({
        date: words.optional(),
        timed: z.boolean(),
        when: words.optional(),
        text: words,
        who: words.optional(),
      }),
    ),
    compiler: words.optional(),
  }),
  notes: z
    .array(
      z.strictObject({
        number: z.int(),
        text: words.optional().describe("The note in the record's own words."),
        gap: z
          .enum(FACT_NAMES)
          .optional()
          .describe("Or the fact that is missing; the wording has a sentence for each."),
      }),
    )
    .describe("Editor's notes: every gap and every inference."),
  fromReports: z
    .boolean()
    .describe("Whether the record was compiled from sources that the body itself did not issue."),
  provenance: z.strictObject({
    compiledBy: words.optional(),
    compiledOn: words.optional(),
    statement: words.optional(),
  }),
  digest: words.describe("The beginning of the record's digest."),
  fullDigest: words,
});
export type View = z.infer<typeof viewSchema>;
