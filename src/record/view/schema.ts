import { AUDIENCES } from "../../artefact.ts";
import * as z from "../../yaml/zod.ts";
import { FACT_NAMES } from "../lint/required.ts";
import {
  ATTENDEE_ROLES,
  INTEREST_EFFECTS,
  PRESENCE_EVENTS,
  PRESENCES,
  SIGNING_CAPACITIES,
} from "../schema/attendance.ts";
import {
  ACCEPTANCES,
  ACTION_STATUSES,
  AGENDA_KINDS,
  AGENDA_STATUSES,
  CONFIDENTIALITY_LEVELS,
  DISPOSITIONS,
  EVALUATION_KINDS,
  PREVIOUS_MINUTES_STATUSES,
  REPORT_OUTCOMES,
  SPEECH_MODES,
  VOTE_METHODS,
  VOTE_RESULTS,
} from "../schema/business.ts";
import { AWARD_KINDS, AWARD_LEVELS, HONOREE_STATUSES, ORDER_RULES } from "../schema/honors.ts";
import { APPROVAL_RESULTS, RECIPIENT_ROLES } from "../schema/issuing.ts";
import { MEETING_KINDS, SITTING_MODES } from "../schema/meeting.ts";
import { ABSENCES, LANGUAGES } from "../schema/primitives.ts";
import { RECORD_STATUSES } from "../schema/record.ts";

/**
 * What templates see: the record in one language, with ids resolved and everything computed that can be. The
 * schema is what templates are checked against, so every field says what it holds.
 */

const mark = z
  .strictObject({
    no: z.int().describe("The number of the editor's note on this."),
    printed: z.boolean().describe("Whether the number is printed beside the words: an editor inferred them."),
  })
  .optional();
/** The editor's note on something. */
export type Mark = NonNullable<z.infer<typeof mark>>;

export const shown = z
  .strictObject({
    text: z.string().describe("The words to print; may hold a small Markdown where the record allows it."),
    mark,
  })
  .describe("Words with the editor's note on them.");
export type Shown = z.infer<typeof shown>;

const words = z.string();
const number = z.int().min(0);
const id = words
  .optional()
  .describe("The record's own name for it, by which another revision knows it, too.");
const names = z.array(words);
const statements = z.array(shown);
/** Why a fact is missing, where readers should be told. */
const gap = z.enum(ABSENCES).exclude(["notApplicable"]).optional();

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
  "presentModeNotStated",
  "notStated",
  "inAttendance",
  "byInvitation",
  "staff",
  "apologies",
  "absent",
] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

export const DURING = [
  "fromItem",
  "untilItem",
  "onlyItem",
  "onlyItems",
  "exceptItem",
  "fromTime",
  "untilTime",
  "onlyTime",
  "exceptTime",
  "part",
] as const;

const entry = z.strictObject({
  name: words.describe("The person, or the label of a group."),
  role: z.enum(ATTENDEE_ROLES).optional().describe("The part played, where it is worth printing."),
  post: words.optional().describe("The post on the day."),
  introduced: words.describe("The name with the post."),
  group: z.boolean().describe("Whether this is a group without names."),
  count: number.optional().describe("How many a group were."),
  mode: z
    .enum(SITTING_MODES)
    .optional()
    .describe("How they took part, where the group's heading does not say."),
  during: z
    .strictObject({
      kind: z
        .enum(DURING)
        .describe("Which part of the meeting they attended, by agenda items or clock times."),
      from: words.optional().describe("Number of the agenda item, or time, or the first of them."),
      to: words.optional().describe("Number of the last agenda item, or the time they left."),
    })
    .optional()
    .describe("For those who were not there all the time."),
  absence: z.enum(PRESENCES).optional().describe("The kind of absence, where the heading does not say."),
  proxyFor: words.optional().describe("Whose proxy they held."),
  substituteFor: words.optional().describe("Whom they replaced."),
  sitting: words.optional().describe("The only sitting they attended."),
  mark,
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
  blank: number.optional(),
  forNames: words.optional().describe("Those who voted in favour, of a vote by name."),
  againstNames: words.optional(),
  abstainNames: words.optional(),
  recusedNames: words.optional(),
  result: z.enum(VOTE_RESULTS).optional().describe("Computed from the counts, else as stated."),
  announced: z
    .enum(VOTE_RESULTS)
    .optional()
    .describe("The result as stated, where it differs from the computed one."),
  needed: number.optional().describe("How many votes in favour were needed."),
  dissents: z.array(
    z.strictObject({
      name: words,
      reason: words.optional(),
      asked: z
        .boolean()
        .describe("Whether they asked to have it recorded, or only gave a reason with their vote."),
      mark,
    }),
  ),
  items: words.optional().describe("Numbers of the agenda items that this vote decided together."),
  mark,
});

const motion = z.strictObject({
  id,
  no: words.optional(),
  title: words.optional(),
  text: shown.optional(),
  textGap: gap,
  mover: shown.optional(),
  moverGap: gap,
  seconder: shown.optional(),
  seconderGap: gap,
  disposition: z.enum(DISPOSITIONS),
  vote: vote.optional(),
  amendment: z.boolean().describe("Whether it changes another motion."),
  mark,
});

const resolution = z.strictObject({
  id,
  no: words.optional(),
  title: words,
  text: shown.optional().describe("Its wording; absent when it is not known."),
  textGap: gap,
  disposition: z.enum(DISPOSITIONS),
  adoptedBy: words.optional(),
  effective: words.optional().describe("The day it takes effect, where that is no day of the meeting."),
  supersedes: words.optional(),
  mover: shown.optional(),
  moverGap: gap,
  seconder: shown.optional(),
  seconderGap: gap,
  vote: vote.optional(),
  mark,
});

const election = z.strictObject({
  id,
  office: words,
  seats: number.optional(),
  candidates: z.array(z.strictObject({ name: words, votes: number.optional(), mark })),
  elected: words.optional().describe("The names of those elected."),
  acceptance: z.enum(ACCEPTANCES).optional(),
  vote: vote.optional(),
  mark,
});

const decision = z.strictObject({
  id,
  no: words.optional(),
  text: words,
  reason: words.optional(),
  delegatedTo: words.optional(),
  mark,
});

const report = z.strictObject({
  title: words,
  by: words.optional().describe("Who gave it, with their posts where the record has them."),
  onBehalfOf: words.optional(),
  paper: words.optional().describe("The number of the written report."),
  outcome: z.enum(REPORT_OUTCOMES).optional(),
  summary: statements,
  told: z.boolean().describe("Whether the text of the agenda item says all this already."),
  mark,
});

const speech = z.strictObject({
  by: words.optional().describe("Who spoke; absent when the source names nobody."),
  capacity: words.optional(),
  introduced: words.optional().describe("Who spoke, with their capacity."),
  title: words.optional(),
  mode: z.enum(SPEECH_MODES),
  points: statements.describe("What was said, in reported speech."),
  quotes: statements.describe("The speaker's very words."),
  mark,
});

const evaluation = z.strictObject({
  subject: words,
  kind: z.enum(EVALUATION_KINDS).optional(),
  issued: number.optional(),
  returned: number.optional(),
  valid: number.optional(),
  told: z.boolean().describe("Whether the text of the agenda item says all this already."),
  labels: names.describe("The steps of the scale, the columns of a table of results."),
  rows: z.array(
    z.strictObject({
      subject: words,
      cells: z.array(z.strictObject({ count: number.optional(), percent: z.number().optional() })),
    }),
  ),
  mark,
});

const honoree = z.strictObject({
  name: words,
  unit: words.optional(),
  post: words.optional(),
  citation: words.optional(),
  posthumous: z.boolean(),
  stage: z
    .enum(["nominated", "publicNotice"])
    .optional()
    .describe("How far the award has come, while it is not conferred."),
  mark,
});

const award = z.strictObject({
  id,
  title: words,
  grade: words.optional(),
  kind: z.enum(AWARD_KINDS).optional(),
  level: z.enum(AWARD_LEVELS).optional(),
  year: words.optional().describe("The year it is for."),
  count: number.optional().describe("How many are named; absent while some are not."),
  order: z.enum(ORDER_RULES).optional().describe("The rule of the order, where several are named."),
  conferredBy: words.optional().describe("Who gives it, where awards differ in this."),
  conferredOn: words.optional(),
  basis: words.optional().describe("The paper that the award rests on."),
  layout: z.enum(["names", "citations", "gap"]).describe("What there is to show."),
  gap: z.enum(HONOREE_STATUSES).optional().describe("Why some or all are not named."),
  honorees: z.array(honoree),
  names: words.optional().describe("The names in one line."),
  mark,
});
export type AwardView = z.infer<typeof award>;

const event = z.strictObject({
  kind: z.enum(PRESENCE_EVENTS),
  name: words,
  reason: words.optional(),
  mark,
});
export type EventView = z.infer<typeof event>;

const action = z.strictObject({
  id,
  no: words.optional(),
  text: words,
  owner: shown.optional(),
  ownerGap: gap,
  due: words.optional().describe("A date, ISO 8601."),
  dueText: words.optional().describe("Words in place of a date."),
  dueMark: mark,
  dueGap: gap,
  status: z.enum(ACTION_STATUSES),
  carriedFrom: words.optional(),
  mark,
});

const item = z.strictObject({
  id,
  title: words,
  no: words.optional().describe("The printed number, where the record gives one."),
  number: words.describe("The number, given or counted."),
  level: z.int().describe("1 for an item, 2 for a part of one."),
  kind: z.enum(AGENDA_KINDS).optional(),
  status: z.enum(AGENDA_STATUSES).describe("Whether it was dealt with."),
  presenter: words.optional().describe("Who presented it, where nothing else is told of the item."),
  before: z.array(event).describe("Comings and goings before it that its text does not tell."),
  after: z.array(event).describe("Comings and goings after it that its text does not tell."),
  papers: words.optional().describe("The papers before the meeting that no report repeats."),
  paragraphs: statements,
  previous: z.array(
    z.strictObject({ meeting: words, status: z.enum(PREVIOUS_MINUTES_STATUSES), corrections: names, mark }),
  ),
  reports: z.array(report),
  speeches: z.array(speech),
  interests: z
    .array(z.strictObject({ name: words, nature: words, effect: z.enum(INTEREST_EFFECTS), mark }))
    .describe("Interests that no text tells."),
  motions: z.array(motion).describe("Those that no resolution repeats."),
  decisions: z.array(decision),
  resolutions: z.array(resolution),
  votes: z.array(vote).describe("Votes on the item itself, or on several items together."),
  elections: z.array(election),
  evaluations: z.array(evaluation),
  awards: z.array(award),
  actions: z
    .array(action)
    .describe("The actions that came from it, which the list of all actions holds too."),
  mark,
  closed: z
    .strictObject({ ground: words.optional().describe("The rule or reason behind it.") })
    .optional()
    .describe("For an item that the readers of this paper may not see; nothing else is told of it."),
  closing: z
    .boolean()
    .describe("Whether this is the item that closes the meeting, where the next one is announced."),
});
export type ItemView = z.infer<typeof item>;

export const viewSchema = z.strictObject({
  id: words.describe("The id of the record."),
  lang: z.enum(LANGUAGES),
  document: words.describe("Which paper is being made."),
  status: z.enum(RECORD_STATUSES),
  revision: number.optional().describe("The number of the latest revision."),
  audience: z
    .enum(AUDIENCES)
    .exclude(["full"])
    .optional()
    .describe("Whom the paper is for, unless it holds all."),
  draft: z.boolean().describe("Whether the paper is not yet final, or shows gaps that keep it a draft."),
  incomplete: z.boolean().describe("Whether names of an honor list are still to come."),
  confidential: z
    .strictObject({
      level: z.enum(CONFIDENTIALITY_LEVELS).exclude(["public"]),
      label: words.optional().describe("The house's own word."),
    })
    .optional()
    .describe("Who may read the paper, unless everybody may."),
  organization: words.optional(),
  body: words.optional().describe("The body that met, when it was one."),
  bodyTellsAll: z.boolean().describe("Whether the name of the body holds that of the organization."),
  meeting: z.strictObject({
    title: words,
    kind: z.enum(MEETING_KINDS).optional(),
    mark,
    theme: shown.optional(),
    aliases: names,
    guidedBy: statements,
    guidedInSentences: z.boolean().describe("Whether these are sentences, which need no words around them."),
    summary: statements,
  }),
  dates: moments.optional(),
  datesMark: mark,
  sittings: z
    .array(
      z.strictObject({
        title: words.optional(),
        body: words.optional(),
        dates: moments.optional(),
        place: words.optional(),
        mode: z.enum(SITTING_MODES).optional(),
        mark,
      }),
    )
    .describe("The sittings, where there were several."),
  notice: z
    .strictObject({
      date: words.optional(),
      method: words.optional(),
      proper: z.boolean().optional(),
      mark,
    })
    .optional(),
  timed: z.boolean().describe("Whether the dates have clock times."),
  multiDay: z.boolean().describe("Whether the meeting went over more than one day."),
  date: words.describe("The first day, else the day the record was compiled; ISO 8601."),
  year: words.optional().describe("The year of the date."),
  place: shown.optional(),
  mode: z.enum(SITTING_MODES).optional(),
  modeMark: mark,
  chair: shown.optional(),
  minuteTaker: shown.optional(),
  convenor: shown.optional(),
  quorum: z
    .strictObject({
      present: number.optional(),
      total: number.optional(),
      needed: number.optional(),
      met: z.boolean().optional(),
      mark,
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
      place: gap,
      mode: gap,
      chair: gap,
      minuteTaker: gap,
      convenor: gap,
      attendance: gap,
      quorum: gap,
    })
    .describe("Why facts are missing that the house rules ask for, or of which the record says so."),
  head: z.boolean().describe("Whether there is anything to say in the facts at the head."),
  printGaps: z.boolean().describe("Whether gaps are printed as such."),
  attendanceAsFacts: z.boolean().describe("Whether attendance is told in the facts at the head."),
  lead: z
    .strictObject({
      heard: words.optional().describe("Titles of the reports given."),
      adopted: words.optional().describe("Titles of the resolutions adopted."),
      evaluated: words.optional().describe("Who was appraised."),
      appraisal: z.enum(EVALUATION_KINDS).optional().describe("In what sort of appraisal."),
      honored: words.optional().describe("Titles of the awards."),
    })
    .describe("What was done, for a lead before the items."),
  agenda: z.array(item),
  rest: item.optional().describe("What belongs to no item of the agenda."),
  decided: z
    .array(
      z.strictObject({
        no: words.optional(),
        kind: z.enum(["resolution", "decision"]),
        text: words,
        vote: vote.optional(),
        disposition: z.enum(DISPOSITIONS).optional(),
        mark,
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
      gap,
      mark,
    })
    .optional(),
  closes: z.boolean().describe("Whether an agenda item closes the meeting."),
  closed: words
    .optional()
    .describe("The time, or day and time, at which the meeting ended, where no text tells it."),
  closedReason: words.optional().describe("Why it ended early."),
  resumes: words.optional().describe("When an adjourned meeting is to go on."),
  awards: z.array(award),
  conferredBy: words
    .optional()
    .describe("Who gives all awards, where that is one and another than the body that met."),
  attachments: z.array(z.strictObject({ no: words, title: words, pages: number.optional() })),
  attachmentsCounted: z.boolean().describe("Whether their numbers are what counting gives."),
  signatures: z.array(
    z.strictObject({
      name: words,
      capacity: z.enum(SIGNING_CAPACITIES),
      signed: words.optional(),
      refused: words.optional().describe("Why the signature was refused."),
    }),
  ),
  approvals: z.array(
    z.strictObject({ by: words, at: words.optional(), result: z.enum(APPROVAL_RESULTS), corrections: names }),
  ),
  changes: z
    .array(z.strictObject({ no: number, at: words, change: words, reason: words.optional() }))
    .describe("What was changed, in a corrected paper."),
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
    figures: z.array(z.strictObject({ value: words, caption: words, mark })),
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
          .enum([...FACT_NAMES, "translation"])
          .optional()
          .describe("Or the fact that is missing; the wording has a sentence for each."),
        variant: z
          .strictObject({ verdict: z.enum(["misspelling", "unresolved"]), name: words, others: words })
          .optional()
          .describe("Or a name that the sources spell in several ways."),
      }),
    )
    .describe("Editor's notes: every gap and every inference."),
  provenance: z.strictObject({
    compiledBy: words.optional(),
    compiledOn: words.optional(),
    statement: words.optional(),
    reported: z
      .boolean()
      .describe("Whether all sources are published reports, so that these can be no approved minutes."),
  }),
  digest: words.describe("The beginning of the record's digest."),
  fullDigest: words,
});
export type View = z.infer<typeof viewSchema>;

/** The same as JSON Schema, against which templates are checked. */
export const viewJsonSchema = () => z.toJSONSchema(viewSchema, { unrepresentable: "any" });
