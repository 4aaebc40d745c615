import type { Artefact } from "../artefact.ts";
import { hasErrors, type Outcome } from "../diagnostic.ts";
import { stated } from "../record/fact.ts";
import type { Recipient } from "../record/recipients.ts";
import type { NextMeeting } from "../record/schema/meeting.ts";
import { type Reader, readerOf } from "../record/view/reader.ts";
import { writeCalendar } from "./calendar.ts";
import type { Stamp } from "./delivery.ts";
import type { Edition } from "./edition.ts";
import type { Mailbox } from "./header.ts";
import type { Letter } from "./letter.ts";
import type { LetterView } from "./letter-view.ts";
import type { Attached, Message } from "./message.ts";

/** Who sends. */
export interface Sender {
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
}

/** The mail of one recipient, before and after the ledger has stamped it. */
export interface Mailing {
  readonly to: Mailbox;
  readonly attached: readonly Artefact[];
  /** The letter as it reads with a stamp. */
  readonly letter: (stamp: Stamp) => Outcome<Letter>;
  readonly message: (stamp: Stamp) => Message;
}

/** The mail that takes an edition's papers to a recipient who has an address. */
export function mailingOf(
  recipient: Recipient,
  { opened, papers, letters }: Edition,
  { from, replyTo }: Sender,
): Mailing {
  const { lang, whole, record } = opened;
  // People know their own names; of all else they are told what their papers may say.
  const name =
    recipient.person === undefined ? recipient.name : readerOf(whole, lang).person(recipient.person, true);
  const reader = readerOf(record, lang);
  const address = recipient.address?.text ?? "";
  const to = name === address ? { address } : { name, address };
  const attached = attachedTo(recipient, papers);
  const names = attached.map(fileName);
  const calendar =
    record.nextMeeting && stated(record.nextMeeting.start) !== undefined ? CALENDAR : undefined;
  const answers = replyTo ?? from;
  const actions = recipient.person === undefined ? [] : letters.actionsOf(recipient.person);
  const letter = forLast((stamp: Stamp) =>
    letters.write({
      to: { name, kind: recipient.person === undefined ? "office" : "person" },
      role: recipient.role,
      attended: recipient.attended,
      serial: String(stamp.serial),
      trial: stamp.trial !== undefined,
      ...(stamp.replaces && { replaces: replacing(reader, stamp.replaces.serial) }),
      papers: attached.map((paper, index) => shown(paper, names[index] ?? "")),
      ...(calendar !== undefined && { calendar }),
      actions,
      inferred: letters.inferred,
      ask: { ...(answers.name !== undefined && { name: answers.name }), address: answers.address },
    }),
  );
  return {
    to,
    attached,
    letter,
    message(stamp) {
      const written = letter(stamp);
      // The plan has written this letter with another stamp, and told what was wrong with it.
      if (!written.ok) throw new Error(written.diagnostics.map(({ message }) => message).join("; "));
      const { deliveryId: _, serial, trial, replaces, ...stamped } = stamp;
      return {
        from,
        ...(replyTo && { replyTo }),
        to: trial ? { address: trial.to } : to,
        ...stamped,
        ...(replaces && { inReplyTo: replaces.messageId }),
        language: lang,
        unsubscribe: `Opt out (${serial})`,
        ...written.value,
        attached: [
          ...(calendar === undefined
            ? []
            : [calendarFile(reader, record.nextMeeting ?? NOTHING, stamp.date, from)]),
          ...attached.map(({ mediaType, bytes }, index) => ({ name: names[index] ?? "", mediaType, bytes })),
        ],
      };
    },
  };
}

/** A function that is not worked out again for what it was asked last: plans look at a letter more than once. */
function forLast<Of, To>(work: (of: Of) => To): (of: Of) => To {
  let last: { readonly of: Of; readonly to: To } | undefined;
  return (of) => {
    if (last?.of !== of) last = { of, to: work(of) };
    return last.to;
  };
}

const CALENDAR = "next-meeting.ics";
const NOTHING: NextMeeting = { cites: [] };

/** Whether anything in the letter itself is wrong. */
export const isSound = (letter: Outcome<Letter>): boolean => letter.ok && !hasErrors(letter.diagnostics);

/** What a recipient wants of an edition, the PDFs last, as the last is what mail programs show first. */
export function attachedTo({ papers }: Recipient, made: readonly Artefact[]): readonly Artefact[] {
  const wanted = papers.flatMap(({ document, formats }) =>
    made.filter((paper) => paper.document === document && formats.includes(paper.format)),
  );
  return [
    ...wanted.filter(({ format }) => format !== "pdf"),
    ...wanted.filter(({ format }) => format === "pdf"),
  ];
}

const KINDS = ["minutes", "honors", "brief"] as const;

/** Names of files in mails have at most 100 characters; of a longer one the end gives way, but not the extension. */
function fileName({ name, sha256 }: Artefact): string {
  const characters = [...name];
  if (characters.length <= 100) return name;
  return `${characters.slice(0, 80).join("")}-${sha256.slice(0, 8)}${name.slice(name.lastIndexOf("."))}`;
}

function shown({ document, format, bytes, pages }: Artefact, name: string): LetterView["papers"][number] {
  const kind = KINDS.find((one) => one === document) ?? "other";
  const size = sizeOf(bytes.length).replace(" ", "\u00a0"); // a number is not parted from its unit
  return { kind, document, format, name, size, ...(pages !== undefined && { pages }) };
}

/** As file managers show it, and never less than it is. */
export const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(Math.ceil(bytes / 100_000) / 10).toFixed(1)} MB`;

function replacing({ record, optional }: Reader, serial: number): NonNullable<LetterView["replaces"]> {
  const change = optional(record.revisions.at(-1)?.change);
  return { serial: String(serial), ...(change !== undefined && { change }) };
}

// ---- the calendar

function calendarFile(reader: Reader, next: NextMeeting, stamp: number, from: Mailbox): Attached {
  const { record, lang, unit, text } = reader;
  const place = stated(next.place);
  const zone = zoneOf(reader);
  const title = next.body === undefined ? text(record.meeting.title) : unit(next.body);
  const calendar = writeCalendar({
    uid: `${record.id}-next@${from.address.slice(from.address.lastIndexOf("@") + 1)}`,
    sequence: record.revisions.at(-1)?.no ?? 0,
    stamp,
    start: stated(next.start) ?? "",
    ...(zone !== undefined && { zone }),
    title,
    ...(place && { place: reader.place(place) }),
    organizer: from,
    language: lang,
  });
  return {
    name: CALENDAR,
    mediaType: "text/calendar; charset=utf-8; method=PUBLISH",
    bytes: new TextEncoder().encode(calendar),
  };
}

/** The zone of the next meeting's clock: that of this one, when all its sittings have the same. */
function zoneOf({ record }: Reader): string | undefined {
  const zones = new Set(record.sittings.map(({ timeZone }) => stated(timeZone)));
  const [zone] = zones;
  return zones.size === 1 ? zone : undefined;
}
