import { stated } from "./fact.ts";
import { CHAIRS } from "./lint/required.ts";
import { quorumOf, quorumState } from "./presence.ts";
import { type Profile, requiredFacts } from "./profile.ts";
import type { Fact } from "./schema/evidence.ts";
import type { Language } from "./schema/primitives.ts";
import type { MeetingRecord } from "./schema/record.ts";
import { attendanceOf, columnsOf, turnoutOf } from "./view/attendance.ts";
import { briefOf, isTimed, sendListsOf } from "./view/brief.ts";
import { actionsOf, agendaOf, decidedOf, itemNumbers } from "./view/business.ts";
import { awardOf } from "./view/honors.ts";
import { collectNotes } from "./view/leftovers.ts";
import { present, type Reader, readerOf } from "./view/reader.ts";
import type { Shown, View } from "./view/schema.ts";
import { bodyOf } from "./votes.ts";

export { type View, viewSchema } from "./view/schema.ts";

export interface ViewContext {
  readonly lang: string;
  readonly profile: Profile;
  /** Name of the paper: what it does not show leaves no editor's note. */
  readonly document: string;
  /** SHA-256 of the record. */
  readonly digest: string;
}

/** Papers that a record can fill: minutes and brief always, an honor list when there are awards. */
export const fillable = (record: MeetingRecord): readonly string[] =>
  record.awards.length > 0 ? ["minutes", "honors", "brief"] : ["minutes", "brief"];

/**
 * The record as templates see it, for one paper in one language. Nothing is invented: what is absent stays
 * absent, and every gap and inference that the paper shows is among the notes, in the order in which it comes up.
 */
export function view(record: MeetingRecord, { lang, profile, document, digest }: ViewContext): View {
  const reader = readerOf(record, lang as Language); // the schema allows no other languages
  const body = bodyOf(record);
  const gaps = requiredFacts(record, profile, document);
  const missing = (fact: (typeof gaps)[number]["fact"]): boolean => gaps.some((gap) => gap.fact === fact);
  const numbers = itemNumbers(record.agenda);
  const brief = document === "brief";
  const honors = document === "honors";
  const minutes = !brief && !honors;

  // What follows is in the order of the page, so that the notes are numbered as they come up.
  const when = whenOf(record);
  const head = {
    organization: organizationOf(reader, body),
    body: body && reader.unit(body.id),
    meeting: meetingOf(reader, minutes),
    ...(minutes || brief ? placeOf(reader) : {}),
    ...(minutes ? officersOf(reader) : {}),
  };
  const attendance = minutes ? attendanceOf(reader, numbers) : [];
  const { items, rest } = minutes ? agendaOf(reader, numbers) : { items: [], rest: undefined };
  const decided = brief ? decidedOf(reader) : [];
  const awards = honors ? record.awards.map((award) => awardOf(reader, award)) : [];
  const actions = honors ? [] : actionsOf(reader);
  const briefView = brief ? briefOf(reader) : emptyBrief;
  collectNotes(reader, document, gaps);

  const { issuing, provenance } = record;
  const openAwards = (honors ? awards : items.flatMap((item) => item.awards)).some(
    ({ gap }) => gap !== undefined,
  );
  return present({
    id: record.id,
    lang: reader.lang,
    document,
    status: record.status,
    revision: record.revisions.at(-1)?.no,
    draft: record.status === "draft" || record.status === "review" || (honors && openAwards),
    ...head,
    ...when,
    quorum: minutes ? quorumView(reader, body) : undefined,
    turnout: honors ? undefined : turnoutOf(reader),
    attendance,
    attendanceColumns: columnsOf(attendance),
    gaps: {
      place: missing("place-or-mode"),
      chair: missing("chair"),
      minuteTaker: missing("minute-taker"),
      attendance: missing("named-attendance"),
      quorum: missing("quorum"),
    },
    printGaps: profile.layout.gaps === "print",
    attendanceAsFacts: profile.layout.attendance === "facts",
    agenda: rest ? [...items, rest] : items,
    decided,
    actions,
    next: nextOf(reader),
    closes: items.some(({ closing }) => closing),
    closed: closedAt(record),
    awards,
    attachments: minutes
      ? record.attachments
          .filter(({ include }) => include !== "no")
          .map((one) => present({ no: one.no, title: reader.text(one.title), pages: one.pages }))
      : [],
    signatures:
      honors || brief
        ? []
        : record.signatures.map((one) =>
            present({ name: reader.person(one.person, true), capacity: one.capacity, signed: one.at }),
          ),
    sendLists: honors ? [] : sendListsOf(reader, document),
    docNo: issuing?.docNo && {
      agency: reader.text(issuing.docNo.agency),
      year: String(issuing.docNo.year),
      no: String(issuing.docNo.no),
    },
    issuer: issuing?.issuer && reader.party(issuing.issuer),
    printedBy: issuing?.printedBy && reader.party(issuing.printedBy),
    printedOn: issuing?.printedOn,
    printRun: issuing?.printRun,
    keywords:
      issuing && issuing.keywords.length > 0 ? issuing.keywords.map(reader.text).join(", ") : undefined,
    brief: briefView,
    notes: [...reader.notes.all],
    fromReports: record.sources.length > 0 && record.sources.every(({ official }) => official !== true),
    provenance: present({
      compiledBy: provenance?.compiledBy && reader.party(provenance.compiledBy),
      compiledOn: provenance?.compiledOn,
      statement: reader.optional(provenance?.statement),
    }),
    digest: (digest.slice(0, 12).match(/.{4}/g) ?? []).join(" "),
    fullDigest: digest,
  }) as View; // only absent fields were left out
}

const emptyBrief: View["brief"] = { figures: [], discussed: [], next: [] };

function organizationOf(reader: Reader, body: ReturnType<typeof bodyOf>): string | undefined {
  const { record } = reader;
  const id =
    body?.organization ??
    record.bodies.find(({ id: one }) => record.meeting.bodies.includes(one))?.organization;
  if (id !== undefined) return reader.unit(id);
  const issuer = record.issuing?.issuer;
  if (issuer) return reader.party(issuer);
  const [only, ...others] = record.organizations;
  return only && others.length === 0 ? reader.text(only.name) : undefined;
}

function meetingOf(reader: Reader, full: boolean): View["meeting"] {
  const { meeting } = reader.record;
  return present({
    title: reader.text(meeting.title),
    kind: stated(meeting.kind),
    theme: full && meeting.theme !== undefined ? { text: reader.text(meeting.theme) } : undefined,
    aliases: meeting.aliases.map(reader.text),
    guidedBy: full ? meeting.guidedBy.map((one) => reader.shown(one.text, one)) : [],
    summary: full ? meeting.summary.map((one) => reader.shown(one.text, one)) : [],
  }) as View["meeting"]; // only absent fields were left out
}

/** From the first day of the first sitting to the last of the last. */
function whenOf({ sittings }: MeetingRecord): Pick<View, "dates" | "timed" | "multiDay" | "date" | "year"> {
  const starts = sittings.flatMap(({ start }) => stated(start) ?? []).toSorted();
  const ends = sittings.flatMap(({ start, end }) => stated(end) ?? stated(start) ?? []).toSorted();
  const start = starts[0];
  const end = ends.at(-1);
  if (start === undefined) return { timed: false, multiDay: false };
  const multiDay = end !== undefined && end.slice(0, 10) !== start.slice(0, 10);
  const timed = !multiDay && sittings.length === 1 && isTimed(start);
  const shown = (moment: string): string => (timed ? moment : moment.slice(0, 10));
  return {
    dates: {
      start: shown(start),
      ...(end !== undefined && shown(end) !== shown(start) && { end: shown(end) }),
    },
    timed,
    multiDay,
    date: start.slice(0, 10),
    year: start.slice(0, 4),
  };
}

function placeOf(reader: Reader): Pick<View, "place" | "mode" | "modeMark"> {
  const { sittings } = reader.record;
  const first = <T>(facts: readonly (Fact<T> | undefined)[]): Fact<T> | undefined =>
    facts.find((fact) => fact !== undefined);
  const placeFact = first(sittings.map(({ place }) => place));
  const modeFact = first(sittings.map(({ mode }) => mode));
  return present({
    place: reader.fact(placeFact, reader.place),
    mode: stated(modeFact),
    modeMark: modeFact && reader.mark(modeFact),
  }) as Pick<View, "place" | "mode" | "modeMark">; // only absent fields were left out
}

/** Chair, minute taker and convenor; the secretary takes the minutes when nobody else does. */
function officersOf(reader: Reader): Pick<View, "chair" | "minuteTaker" | "convenor"> {
  const { attendees, meeting } = reader.record;
  const named = (find: (role: string) => boolean, formal: boolean): Shown | undefined => {
    const found = attendees.find(
      ({ person, role }) => person !== undefined && role !== undefined && find(role),
    );
    if (found?.person === undefined) return undefined;
    const name = reader.person(found.person, formal);
    const post = reader.optional(found.postAsOf);
    if (post === undefined) return reader.shown(name, found);
    return reader.shown(reader.lang === "zh" ? `${post}　${name}` : `${name}, ${post}`, found);
  };
  return present({
    chair: named((role) => CHAIRS.has(role), true),
    minuteTaker:
      named((role) => role === "minuteTaker", false) ?? named((role) => role === "secretary", false),
    convenor: reader.fact(meeting.convenedBy, reader.party),
  }) as Pick<View, "chair" | "minuteTaker" | "convenor">; // only absent fields were left out
}

/** The quorum at the opening: as counted then, else computed from the attendance list. */
function quorumView(reader: Reader, body: ReturnType<typeof bodyOf>): View["quorum"] {
  const counted = reader.record.quorum.find(({ at }) => at === undefined);
  if (!counted && !body?.quorumRule) return undefined;
  if (counted) reader.mark(counted);
  const state = counted
    ? quorumOf(reader.record, counted, body)
    : quorumState(reader.record, body, { item: reader.record.agenda[0]?.id });
  const { least, most } = state.present;
  return present({
    present: least === most ? least : undefined,
    total: stated(body?.memberCount),
    needed: state.needed,
    met: state.met ?? stated(counted?.statedMet),
  }) as View["quorum"]; // only absent fields were left out
}

function nextOf(reader: Reader): View["next"] {
  const { nextMeeting } = reader.record;
  if (!nextMeeting) return undefined;
  const start = stated(nextMeeting.start);
  const place = stated(nextMeeting.place);
  return present({
    start,
    timed: isTimed(start),
    place: place && reader.place(place),
    body: nextMeeting.body && reader.unit(nextMeeting.body),
  }) as View["next"]; // only absent fields were left out
}

function closedAt({ adjournment, sittings }: MeetingRecord): string | undefined {
  const time = stated(adjournment?.time) ?? (sittings.length === 1 ? stated(sittings[0]?.end) : undefined);
  return time?.includes("T") ? time.slice(11, 16) : time?.includes(":") ? time : undefined;
}
