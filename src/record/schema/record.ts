import { AUDIENCES } from "../../artefact.ts";
import * as z from "../../yaml/zod.ts";
import { attendee, interest, presenceEvent, quorum } from "./attendance.ts";
import {
  action,
  adjournment,
  agendaItem,
  attachment,
  confidentiality,
  decision,
  document,
  election,
  evaluation,
  motion,
  previousMinutes,
  report,
  resolution,
  speech,
  vote,
} from "./business.ts";
import { issue, provenance, revision, source } from "./evidence.ts";
import { award } from "./honors.ts";
import { approval, brief, issuing, recipient, redaction, review, signature } from "./issuing.ts";
import { meeting, nextMeeting, sitting } from "./meeting.ts";
import { body, organization, person, post } from "./people.ts";
import { id, LANGUAGES, list } from "./primitives.ts";

export const RECORD_STATUSES = ["draft", "review", "final", "approved", "corrected", "superseded"] as const;
export type RecordStatus = (typeof RECORD_STATUSES)[number];

/** One meeting, with everything that its papers are made from. */
export const recordSchema = z.strictObject({
  schemaVersion: z.literal(1).describe("The version of this format; 1 is the only one so far."),
  id: id.describe("The name of the record, used in file names."),
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .max(2)
    .describe("The languages of the record; plain strings are in the first."),
  prevailingLanguage: z.enum(LANGUAGES).optional().describe("The version that holds if the two differ."),
  profile: id
    .default("general")
    .describe("The house rules that say what must be there and how it is worded."),
  status: z.enum(RECORD_STATUSES).default("draft").describe("How far the record has come."),
  confidentiality: confidentiality.optional().describe("Who may read the papers."),
  audience: z
    .enum(AUDIENCES)
    .optional()
    .describe(
      "Whom this copy of the record is for; left out, it holds all there is, for those who may see it.",
    ),

  meeting: meeting.describe("The meeting as a whole."),
  sittings: z
    .array(sitting)
    .min(1)
    .max(1000)
    .describe("When and where people met; one entry for most meetings."),

  sources: list(source).describe("What the record was compiled from."),
  organizations: list(organization).describe("The organizations and units that are mentioned."),
  bodies: list(body).describe("The bodies that met or are mentioned."),
  people: list(person).describe("The people who are mentioned, each declared once."),
  posts: list(post).describe("The offices they held on the day."),

  attendees: list(attendee).describe("Who was there, who was not, and in what role, in the order to print."),
  presenceEvents: list(presenceEvent).describe("Comings and goings in the course of the meeting."),
  quorum: list(quorum).describe("Counts of those present against the rule."),
  interests: list(interest).describe("Interests that were declared."),

  agenda: list(agendaItem).describe("The items of the agenda, in order."),
  previousMinutes: list(previousMinutes).describe("What was done with the minutes of earlier meetings."),
  reports: list(report).describe("The reports given."),
  speeches: list(speech).describe("The speeches made."),
  documents: list(document).describe("The papers before the meeting."),
  motions: list(motion).describe("The motions put."),
  votes: list(vote).describe("The votes taken."),
  elections: list(election).describe("The elections held."),
  resolutions: list(resolution).describe("The resolutions."),
  decisions: list(decision).describe("What was agreed without a formal vote."),
  actions: list(action).describe("What is to be done, by whom and by when."),
  evaluations: list(evaluation).describe("The appraisals held."),
  awards: list(award).describe("The honors given."),

  nextMeeting: nextMeeting.optional().describe("The meeting that comes next."),
  adjournment: adjournment.optional().describe("How the meeting ended."),

  attachments: list(attachment).describe("The files that go with the papers."),
  signatures: list(signature).describe("Who signs the minutes."),
  approvals: list(approval).describe("The approvals of these minutes."),
  reviews: list(review).describe("Remarks by those who read the draft."),
  redactions: list(redaction).describe("The parts some readers may not see."),
  distribution: list(recipient).describe("Who receives which papers."),
  issuing: issuing.optional().describe("What the head and foot of an issued paper say."),
  brief: brief.optional().describe("What the one-page brief needs beyond the facts of the meeting."),

  issues: list(issue).describe("Open and settled questions about the record."),
  revisions: list(revision).describe("Changes made after the papers had gone out."),
  provenance: provenance.optional().describe("Who compiled the record, when and from what."),
});

/** One meeting as the rest of the program sees it: lists are there, shorthand is spelled out. */
export type MeetingRecord = z.infer<typeof recordSchema>;
