import { AUDIENCES } from "../../artefact.ts";
import * as z from "../../yaml/zod.ts";
import { type AttendanceClass, attendanceClass, SIGNING_CAPACITIES, SIGNING_METHODS } from "./attendance.ts";
import { due, evidence, party, statement } from "./evidence.ts";
import {
  check,
  count,
  day,
  email,
  id,
  LANGUAGES,
  line,
  list,
  moment,
  plainLine,
  printedNumber,
  ref,
  type Text,
  text,
  whole,
  year,
} from "./primitives.ts";

/** A place for a signature, or a signature that was given. */
export const signature = z.strictObject({
  person: ref("person").describe("Who signs."),
  capacity: z.enum(SIGNING_CAPACITIES).describe("In what capacity."),
  method: z
    .enum(SIGNING_METHODS)
    .optional()
    .describe("How it was signed; left out, it is still to be signed."),
  at: moment.optional().describe("When it was signed."),
  place: line.optional().describe("Where it was signed."),
  refusedReason: text.optional().describe("Why the signature was refused."),
});
export type Signature = z.infer<typeof signature>;

export const APPROVAL_RESULTS = ["approved", "approvedWithCorrections", "refused"] as const;

/** The approval of these minutes. */
export const approval = z.strictObject({
  by: party.describe("The person or body that approved."),
  at: moment.optional().describe("When."),
  result: z.enum(APPROVAL_RESULTS).describe("What came of it."),
  corrections: list(text).describe("The corrections asked for."),
});
export type Approval = z.infer<typeof approval>;

/** A remark by somebody who read the draft. */
export const review = z.strictObject({
  who: party.describe("Who read it."),
  at: moment.optional().describe("When."),
  comment: text.describe("What they remarked."),
});
export type Review = z.infer<typeof review>;

/** A part of the record that some readers may not see. */
export const redaction = z.strictObject({
  path: plainLine.max(500).describe("The place in the record, such as agenda[3].summary."),
  mark: line.describe("What is printed in its place."),
  ground: line.optional().describe("The rule or reason behind it."),
  who: party.optional().describe("Who ordered it."),
  publicText: text.optional().describe("Words that may be printed instead."),
  from: z
    .enum(AUDIENCES)
    .exclude(["full"])
    .optional()
    .describe(
      "The widest audience that may not see it: public, or member for members as well; left out, nobody may.",
    ),
});
export type Redaction = z.infer<typeof redaction>;

export const RECIPIENT_ROLES = ["main", "copy", "up", "peer", "down", "file"] as const;
export type RecipientRole = (typeof RECIPIENT_ROLES)[number];
/** What a Chinese send list says of each role. */
export const CHINESE_ROLES = {
  主送: "main",
  抄送: "copy",
  报: "up",
  送: "peer",
  发: "down",
  存: "file",
} as const satisfies Record<string, RecipientRole>;
const ROLE_WORDS = [...RECIPIENT_ROLES, "主送", "抄送", "报", "送", "发", "存"] as const;
export const FORMATS = ["pdf", "docx", "html", "text"] as const;
export type Format = (typeof FORMATS)[number];
export const CHANNELS = ["email", "folder", "print"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who receives which papers, and how. */
export const recipient = z.strictObject({
  to: z
    .union([
      ref("person").transform((person) => ({ person })),
      z
        .strictObject({
          person: ref("person").optional().describe("The id of a person."),
          unit: ref("unit").optional().describe("The id of an organization or body."),
          address: email.optional().describe("An e-mail address outside the record's people."),
          text: line.optional().describe("Words for a recipient on paper."),
          attendees: z
            .union([z.enum(["all"]), z.array(attendanceClass).min(1).max(10)])
            .optional()
            .describe("Everybody on the attendance list, or those under some of its headings."),
        })
        .refine(
          (value) =>
            (value.person ?? value.unit ?? value.address ?? value.text ?? value.attendees) !== undefined,
          check("record/one-of", "one of person, unit, address, text, attendees must be given"),
        ),
    ])
    .describe(
      "The recipient: the id of a person, or one of person, unit, address, text, attendees.",
    ) as z.ZodType<RecipientAddress>,
  role: z
    .enum(ROLE_WORDS)
    .transform(
      (word): RecipientRole =>
        word in CHINESE_ROLES ? CHINESE_ROLES[word as keyof typeof CHINESE_ROLES] : (word as RecipientRole),
    )
    .default("main")
    .describe("Why they receive it."),
  documents: list(id).describe(
    "The documents they receive, by the names of the templates; none named means all.",
  ),
  formats: list(z.enum(FORMATS)).describe("The formats they receive; none named means PDF and Word."),
  rendition: z
    .enum(AUDIENCES)
    .optional()
    .describe(
      "Which rendition they receive: full, member or public; left out, it follows from who they are.",
    ),
  channel: z
    .enum(CHANNELS)
    .optional()
    .describe("How it reaches them; left out, by e-mail if an address is known."),
  copies: count.optional().describe("How many printed copies."),
  language: z
    .enum(LANGUAGES)
    .optional()
    .describe("The language they receive; left out, their own, or the record's first."),
});
export type Recipient = z.infer<typeof recipient>;

/** Where a recipient is found. */
export interface RecipientAddress {
  readonly person?: string | undefined;
  readonly unit?: string | undefined;
  readonly address?: string | undefined;
  readonly text?: Text | undefined;
  readonly attendees?: "all" | readonly AttendanceClass[] | undefined;
}

/** What the head and foot of an issued paper say. */
export const issuing = z.strictObject({
  issuer: party.optional().describe("Who issues the papers."),
  mark: line.optional().describe("The mark at the head, such as the issuer's name in red."),
  docNo: z
    .strictObject({
      agency: line.describe("The short form of the issuing office."),
      year: year.describe("The year of the number."),
      no: whole.min(1).max(1_000_000).describe("The running number, without zeros in front."),
    })
    .optional()
    .describe("The document number."),
  issueNo: printedNumber.optional().describe("The number of the issue."),
  totalIssueNo: printedNumber.optional().describe("The running total of issues."),
  signer: party.optional().describe("Who signs for the issuer."),
  printedBy: party.optional().describe("The office that printed it."),
  printedOn: day.optional().describe("The day it was printed."),
  copyNo: printedNumber.optional().describe("The number of this copy."),
  urgency: line.optional().describe("How urgent it is, in the house's own word."),
  sender: z
    .strictObject({
      name: line.optional().describe("The name mails come from; left out, the issuer's."),
      address: email.describe(
        "The address mails come from; its domain should be that of the server that sends them.",
      ),
      replyTo: email.optional().describe("The address answers go to, where it is another."),
    })
    .optional()
    .describe("Who sends papers by e-mail."),
  printRun: count.optional().describe("How many copies were printed."),
  keywords: list(line).describe("Words to find the paper by."),
});
export type Issuing = z.infer<typeof issuing>;

const figure = z.strictObject({
  value: z
    .union([line, z.number()])
    .transform((value) => (typeof value === "number" ? String(value) : value))
    .describe("The number, with its unit."),
  caption: line.describe("What the number counts."),
  ...evidence,
});
/** A number worth showing large. */
export type Figure = z.infer<typeof figure>;

const nextStep = z.strictObject({
  when: due.optional().describe("When: a date, or words."),
  text: text.describe("What happens next."),
  who: party.optional().describe("Who does it."),
  ...evidence,
});
/** Something that comes after the meeting. */
export type NextStep = z.infer<typeof nextStep>;

/** What the one-page brief needs beyond the facts of the meeting. */
export const brief = z.strictObject({
  series: line.optional().describe("The name of the series of briefs."),
  issueNo: printedNumber.optional().describe("The number of this brief in the series."),
  headline: line.optional().describe("The headline."),
  lead: text.optional().describe("The opening paragraph: what, when, where, who."),
  figures: list(figure).describe("The numbers to show large."),
  discussed: list(statement).describe("What was discussed, a point each."),
  next: list(nextStep).describe("What happens next."),
  compiler: party.optional().describe("Who compiled the brief."),
});
export type Brief = z.infer<typeof brief>;
