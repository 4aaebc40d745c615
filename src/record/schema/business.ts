import * as z from "../../yaml/zod.ts";
import { due, evidence, fact, parties, party, statement, textFact } from "./evidence.ts";
import {
  check,
  clock,
  count,
  day,
  id,
  line,
  list,
  moment,
  printedNumber,
  ref,
  relativePath,
  sha256,
  type Text,
  text,
} from "./primitives.ts";
import { voteBase, votingThreshold } from "./rules.ts";

export const AGENDA_KINDS = [
  "report",
  "motion",
  "election",
  "evaluation",
  "honor",
  "speech",
  "information",
  "procedural",
  "break",
  "previousMinutes",
  "anyOther",
] as const;
export type AgendaKind = (typeof AGENDA_KINDS)[number];

export const AGENDA_STATUSES = ["taken", "deferred", "withdrawn", "notReached"] as const;
export type AgendaStatus = (typeof AGENDA_STATUSES)[number];

export const CONFIDENTIALITY_LEVELS = ["public", "internal", "restricted", "labelled"] as const;
export type ConfidentialityLevel = (typeof CONFIDENTIALITY_LEVELS)[number];

/** Who may read something: a bare level, or a level with its ground. */
export interface Confidentiality {
  readonly level: ConfidentialityLevel;
  readonly label?: Text | undefined;
  readonly ground?: Text | undefined;
  readonly until?: string | undefined;
}

export const confidentiality: z.ZodType<Confidentiality> = z.union([
  z.enum(CONFIDENTIALITY_LEVELS).transform((level): Confidentiality => ({ level })),
  z.strictObject({
    level: z.enum(CONFIDENTIALITY_LEVELS).describe("Who may read it."),
    label: line.optional().describe("The house's own word for the level."),
    ground: line.optional().describe("The rule or reason behind it."),
    until: day.optional().describe("The last day it holds."),
  }),
]);

/** The item of the agenda that an entry belongs to. */
const item = ref("item").optional().describe("The agenda item this belongs to.");

/** One item of the agenda. Items nest through `parent`; the list is in the order of the agenda as sent out. */
export const agendaItem = z.strictObject({
  id: id.describe("The name by which the record refers to this item."),
  no: printedNumber.optional().describe("The printed number; left out, items are numbered in order."),
  title: line.describe("The title of the item."),
  publicTitle: line.optional().describe("The title for readers who may not see the item."),
  closedTitle: line.optional().describe("The title for readers who may."),
  kind: z.enum(AGENDA_KINDS).optional().describe("What sort of item this is."),
  presenter: fact(party).optional().describe("Who presented it."),
  plannedOrder: count
    .optional()
    .describe("The place in the agenda as sent out, if the list is in another order."),
  heldOrder: fact(count).optional().describe("The place in which it was in fact taken."),
  sitting: fact(ref("sitting")).optional().describe("The sitting it was taken in."),
  parent: ref("item").optional().describe("The item this is a part of."),
  public: z.boolean().default(true).describe("Whether everybody may read about it."),
  papers: list(ref("document")).describe("The documents before the meeting."),
  status: z.enum(AGENDA_STATUSES).default("taken").describe("Whether it was dealt with."),
  summary: list(statement).describe("What was said under the item, a paragraph each."),
  confidentiality: confidentiality
    .optional()
    .describe("Who may read about it, where this differs from the record."),
  ...evidence,
});
export type AgendaItem = z.infer<typeof agendaItem>;

export const REPORT_KINDS = ["work", "finance", "union", "audit", "duty", "proposals", "other"] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];
export const REPORT_OUTCOMES = ["heard", "received", "approved", "adopted", "referred"] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];

/** A report given to the meeting. */
export const report = z.strictObject({
  id: id.optional().describe("The name of this report."),
  title: line.describe("The title of the report."),
  kind: z.enum(REPORT_KINDS).optional().describe("What the report is about."),
  by: parties.default([]).describe("Who gave it."),
  onBehalfOf: party.optional().describe("For whom it was given."),
  summary: list(statement).describe("What it said, a paragraph each."),
  paper: ref("document").optional().describe("The written report."),
  outcome: fact(z.enum(REPORT_OUTCOMES)).optional().describe("What the meeting did with it."),
  item,
  ...evidence,
});
export type Report = z.infer<typeof report>;

export const SPEECH_MODES = ["speech", "instruction", "statement", "question", "reply", "closing"] as const;
export type SpeechMode = (typeof SPEECH_MODES)[number];
export const SPEECH_FORMS = ["verbatim", "reported", "summary"] as const;
export type SpeechForm = (typeof SPEECH_FORMS)[number];

const quotationFields = z.strictObject({
  text: text.describe("The words, as the source prints them, without outer quotation marks."),
  exact: z
    .boolean()
    .default(true)
    .describe("Whether these are the speaker's very words; if not, no quotation marks are set."),
  balanced: z.boolean().optional().describe("Whether the source's own quotation marks come in pairs."),
  ...evidence,
});
/** Words put in a speaker's mouth by a source. */
export type Quotation = z.infer<typeof quotationFields>;

const quotation: z.ZodType<Quotation> = z.union([
  text.transform((value): Quotation => ({ text: value, exact: true, cites: [] })),
  quotationFields,
]);

/** What somebody said, in points and quotes. */
export const speech = z
  .strictObject({
    id: id.optional().describe("The name of this speech."),
    by: fact(party).optional().describe("Who spoke."),
    unattributed: z.boolean().default(false).describe("Whether the source names no speaker."),
    capacity: line.optional().describe("The capacity in which they spoke."),
    title: line.optional().describe("The title of the speech, if it had one."),
    item: fact(ref("item")).optional().describe("The agenda item it was given under."),
    mode: z.enum(SPEECH_MODES).default("speech").describe("What sort of speech this was."),
    form: z.enum(SPEECH_FORMS).default("summary").describe("How closely the record follows the words."),
    points: list(statement).describe("What was said, a point each."),
    quotes: list(quotation).describe("Words quoted from the source."),
    ...evidence,
  })
  .refine(
    (value) => (value.by !== undefined) !== value.unattributed,
    check("record/one-of", "a speech needs either by or unattributed: true"),
  );
export type Speech = z.infer<typeof speech>;

export const DOCUMENT_STATUSES = ["draft", "final"] as const;
export const DOCUMENT_HANDLINGS = ["reviewed", "discussed", "adopted", "noted", "tabled"] as const;
export type DocumentHandling = (typeof DOCUMENT_HANDLINGS)[number];

/** A paper before the meeting. */
export const document = z.strictObject({
  id: id.describe("The name by which the record refers to this document."),
  no: printedNumber.optional().describe("Its printed number."),
  title: line.describe("Its title."),
  version: printedNumber.optional().describe("Which version was before the meeting."),
  status: z.enum(DOCUMENT_STATUSES).optional().describe("Whether it was a draft."),
  handling: z.enum(DOCUMENT_HANDLINGS).optional().describe("What the meeting did with it."),
  attachment: printedNumber.optional().describe("The number of the attachment that holds it."),
  item,
  ...evidence,
});
export type Document = z.infer<typeof document>;

export const DISPOSITIONS = [
  "adopted",
  "lost",
  "tied",
  "postponed",
  "referred",
  "tabled",
  "withdrawn",
  "divided",
  "byConsent",
  "notStated",
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** A proposal put to the meeting. An amendment is a motion whose parent is the motion it changes. */
export const motion = z.strictObject({
  id: id.describe("The name by which the record refers to this motion."),
  no: printedNumber.optional().describe("Its printed number."),
  title: line.optional().describe("A short title."),
  text: textFact(text).describe("The wording that was finally put."),
  mover: fact(party).optional().describe("Who moved it."),
  seconder: fact(party).optional().describe("Who seconded it."),
  amendments: list(ref("motion")).describe("The motions that amended this one."),
  parent: ref("motion").optional().describe("The motion this one amends."),
  requirement: votingThreshold
    .optional()
    .describe("The share it needed, where this differs from the rule of the body."),
  disposition: z.enum(DISPOSITIONS).default("notStated").describe("What became of it."),
  item,
  ...evidence,
});
export type Motion = z.infer<typeof motion>;

export const VOTE_METHODS = [
  "voice",
  "hands",
  "standing",
  "rollCall",
  "secretBallot",
  "electronic",
  "circular",
  "unanimousConsent",
  "acclamation",
  "notStated",
] as const;
export type VoteMethod = (typeof VOTE_METHODS)[number];
export const VOTE_RESULTS = ["carried", "lost", "tied"] as const;
export type VoteResult = (typeof VOTE_RESULTS)[number];
export const BALLOT_OPTIONS = ["for", "against", "abstain", "absent", "recused"] as const;
export type BallotOption = (typeof BALLOT_OPTIONS)[number];

const counts = z.strictObject({
  for: fact(count).optional().describe("Votes in favour."),
  against: fact(count).optional().describe("Votes against."),
  abstain: fact(count).optional().describe("Abstentions."),
  invalid: fact(count).optional().describe("Invalid ballots."),
  blank: fact(count).optional().describe("Blank ballots."),
  presentNotVoting: fact(count).optional().describe("Members who were there and did not vote."),
  notParticipating: fact(count).optional().describe("Members who took no part in the vote."),
  absent: fact(count).optional().describe("Members who were absent."),
  recused: fact(count).optional().describe("Members who stood aside."),
});
export type VoteCounts = z.infer<typeof counts>;
export const COUNT_NAMES = [
  "for",
  "against",
  "abstain",
  "invalid",
  "blank",
  "presentNotVoting",
  "notParticipating",
  "absent",
  "recused",
] as const satisfies readonly (keyof VoteCounts)[];

/** A vote. Its result is computed from the counts; what a source says the result was is kept beside it. */
export const vote = z.strictObject({
  id: id.optional().describe("The name by which the record refers to this vote."),
  on: z
    .strictObject({
      motion: ref("motion").optional().describe("The motion voted on."),
      resolution: ref("resolution").optional().describe("The resolution voted on."),
      election: ref("election").optional().describe("The election voted in."),
    })
    .refine(
      (value) => Object.values(value).filter((field) => field !== undefined).length === 1,
      check("record/one-of", "exactly one of motion, resolution, election must be given"),
    )
    .optional()
    .describe("What was voted on; left out for a block of agenda items."),
  method: z.enum(VOTE_METHODS).default("notStated").describe("How the vote was taken."),
  base: voteBase.optional().describe("What the votes in favour are measured against."),
  threshold: votingThreshold.optional().describe("The share that carries; left out, the rule of the body."),
  counts: counts
    .prefault({})
    .describe("The numbers; a number that is left out is not zero but not recorded."),
  named: list(
    z.strictObject({
      person: ref("person").describe("The voter."),
      vote: z.enum(BALLOT_OPTIONS).describe("How they voted."),
      weight: z
        .number()
        .positive()
        .max(1e12)
        .optional()
        .describe("The weight of the vote, where votes are not equal."),
      byProxy: ref("person").optional().describe("Who voted for them."),
      reason: text.optional().describe("The reason they gave."),
      ...evidence,
    }),
  ).describe("Votes by name, as in a roll call."),
  dissents: list(
    z.strictObject({
      person: ref("person").describe("Who dissented."),
      reason: text.optional().describe("What they asked to have recorded."),
      ...evidence,
    }),
  ).describe("Dissent that was asked to be put on record."),
  statedResult: fact(z.enum(VOTE_RESULTS)).optional().describe("The result as it was announced or printed."),
  block: list(ref("item")).describe("The agenda items decided together by this vote."),
  item,
  sitting: ref("sitting").optional().describe("The sitting, where there are several."),
  ...evidence,
});
export type Vote = z.infer<typeof vote>;

export const ACCEPTANCES = ["accepted", "declined"] as const;

const candidateFields = z.strictObject({
  person: ref("person").describe("The candidate."),
  votes: fact(count).optional().describe("The votes they received."),
  ...evidence,
});
export type Candidate = z.infer<typeof candidateFields>;
const candidate: z.ZodType<Candidate> = z.union([
  ref("person").transform((person): Candidate => ({ person, cites: [] })),
  candidateFields,
]);

/** An election to an office. */
export const election = z.strictObject({
  id: id.describe("The name by which the record refers to this election."),
  office: line.describe("The office filled."),
  body: ref("body").optional().describe("The body the office belongs to."),
  seats: count.optional().describe("How many were to be elected."),
  candidates: list(candidate).describe("Who stood, with votes where they were counted."),
  elected: list(ref("person")).describe("Who was elected."),
  acceptance: fact(z.enum(ACCEPTANCES)).optional().describe("Whether those elected accepted."),
  item,
  ...evidence,
});
export type Election = z.infer<typeof election>;

/** A resolution of the meeting. */
export const resolution = z.strictObject({
  id: id.describe("The name by which the record refers to this resolution."),
  no: textFact(printedNumber)
    .optional()
    .describe("Its number; left out, it follows from the rule of the body."),
  title: line.describe("Its title."),
  text: textFact(text).optional().describe("Its wording."),
  disposition: z.enum(DISPOSITIONS).default("notStated").describe("What became of it."),
  adoptedBy: fact(ref("body")).optional().describe("The body that adopted it."),
  motion: ref("motion").optional().describe("The motion it came from."),
  vote: fact(ref("vote")).optional().describe("The vote by which it was adopted."),
  effective: fact(day).optional().describe("The day it takes effect."),
  documents: list(ref("document")).describe("The documents it adopts or rests on."),
  signatories: list(ref("person")).describe("Who signed it."),
  supersedes: line.optional().describe("The earlier resolution it replaces."),
  item,
  ...evidence,
});
export type Resolution = z.infer<typeof resolution>;

/** Something agreed without a formal vote. */
export const decision = z.strictObject({
  id: id.optional().describe("The name of this decision."),
  no: printedNumber.optional().describe("Its printed number."),
  text: text.describe("What was decided."),
  reason: text.optional().describe("Why."),
  delegatedTo: party.optional().describe("Who was given the authority to carry it out."),
  item,
  ...evidence,
});
export type Decision = z.infer<typeof decision>;

export const ACTION_STATUSES = ["open", "done", "overdue", "dropped", "carried"] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];
export const PRIORITIES = ["high", "normal", "low"] as const;

/** Something that somebody undertook to do. */
export const action = z.strictObject({
  id: id.optional().describe("The name by which later records refer to this action."),
  no: printedNumber.optional().describe("Its printed number."),
  text: text.describe("What is to be done."),
  owner: fact(parties).optional().describe("Who is to do it: one, or a list."),
  due: fact(due).optional().describe("By when: a date, or words."),
  status: z.enum(ACTION_STATUSES).default("open").describe("Where it stands."),
  fromItem: item.describe("The agenda item it came from."),
  carriedFrom: line.optional().describe("The earlier meeting it was carried over from."),
  priority: z.enum(PRIORITIES).optional().describe("How pressing it is."),
  ...evidence,
});
export type Action = z.infer<typeof action>;

export const EVALUATION_KINDS = ["民主评议", "测评", "appraisal"] as const;
export type EvaluationKind = (typeof EVALUATION_KINDS)[number];

const evaluationResult = z.strictObject({
  subject: party.optional().describe("Who this row is about, where several were judged."),
  counts: list(
    z.strictObject({
      label: line.describe("The step of the scale."),
      count: count.optional().describe("How many ballots chose it."),
      percent: z.number().min(0).max(100).optional().describe("The share of valid ballots, in percent."),
    }),
  ).describe("The result at each step of the scale."),
});
export type EvaluationResult = z.infer<typeof evaluationResult>;

/** An appraisal of persons or bodies by the meeting. */
export const evaluation = z.strictObject({
  id: id.optional().describe("The name of this evaluation."),
  subject: party.describe("Who was judged: a person, a body, or words for a group."),
  kind: z.enum(EVALUATION_KINDS).optional().describe("What sort of appraisal this was."),
  scale: list(line).describe("The steps of the scale, best first."),
  ballots: fact(
    z.strictObject({
      issued: count.optional().describe("Ballots handed out."),
      returned: count.optional().describe("Ballots that came back."),
      valid: count.optional().describe("Valid ballots."),
    }),
  )
    .optional()
    .describe("The ballots."),
  results: fact(z.array(evaluationResult).max(20_000))
    .optional()
    .describe("The results, a row for each subject."),
  item,
  ...evidence,
});
export type Evaluation = z.infer<typeof evaluation>;

export const PREVIOUS_MINUTES_STATUSES = [
  "approvedAsPresented",
  "approvedWithCorrections",
  "deferred",
] as const;

/** What the meeting did with the minutes of an earlier one. */
export const previousMinutes = z.strictObject({
  meeting: line.describe("Which earlier meeting, in words."),
  status: z.enum(PREVIOUS_MINUTES_STATUSES).describe("Whether they were approved."),
  corrections: list(text).describe("The corrections made."),
  item,
  ...evidence,
});
export type PreviousMinutes = z.infer<typeof previousMinutes>;

/** The end of the meeting. */
export const adjournment = z.strictObject({
  time: fact(z.union([clock, moment]))
    .optional()
    .describe("When it ended, as 16:30 or as a date with a time."),
  reason: line.optional().describe("Why, where it ended early."),
  resumes: moment.optional().describe("When it is to go on."),
  ...evidence,
});
export type Adjournment = z.infer<typeof adjournment>;

export const INCLUSIONS = ["append", "list", "no"] as const;

/** A file that goes with the papers. */
export const attachment = z.strictObject({
  no: printedNumber.describe("The number of the attachment."),
  title: line.describe("Its title."),
  file: relativePath.optional().describe("The file, as a path beside the record."),
  sha256: sha256.optional().describe("The digest of the file."),
  pages: count.optional().describe("How many pages it has."),
  include: z.enum(INCLUSIONS).default("list").describe("Whether it is appended, only listed, or left out."),
  confidentiality: confidentiality
    .optional()
    .describe("Who may read it, where this differs from the record."),
});
export type Attachment = z.infer<typeof attachment>;
