import { stated } from "./fact.ts";
import { CHAIRS } from "./lint/required.ts";
import { quorumOf, quorumState } from "./presence.ts";
import { type Gap, type Profile, requiredFacts } from "./profile.ts";
import type { Fact } from "./schema/evidence.ts";
import type { Language } from "./schema/primitives.ts";
import type { MeetingRecord } from "./schema/record.ts";
import { attendanceOf, columnsOf, turnoutOf } from "./view/attendance.ts";
import { briefOf, isTimed, sendListsOf } from "./view/brief.ts";
import { actionsOf, agendaOf, decidedOf, itemNumbers, leadOf, withActions } from "./view/business.ts";
import { awardsOf } from "./view/honors.ts";
import { collectNotes } from "./view/leftovers.ts";
import { foremost, present, type Reader, readerOf } from "./view/reader.ts";
import type { Shown, View } from "./view/schema.ts";
import { bodyOf } from "./votes.ts";

export { type View, viewJsonSchema } from "./view/schema.ts";

export interface ViewContext {
  readonly lang: Language;
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
  const reader = readerOf(record, lang);
  const body = bodyOf(record);
  const gaps = requiredFacts(record, profile, document);
  const numbers = itemNumbers(record.agenda);
  const brief = document === "brief";
  const honors = document === "honors";
  const minutes = !brief && !honors;

  // What follows is in the order of the page, so that the notes are numbered as they come up.
  const head = {
    organization: organizationOf(reader, body),
    body: body && reader.unit(body.id),
    meeting: meetingOf(reader, minutes),
    ...whenOf(reader, minutes),
    ...(minutes || brief ? placeOf(reader) : {}),
    sittings: minutes ? sittingsOf(reader) : [],
    ...(minutes ? officersOf(reader) : {}),
    notice: minutes ? noticeOf(reader) : undefined,
    quorum: minutes ? quorumView(reader, body) : undefined,
    turnout: honors ? undefined : turnoutOf(reader),
  };
  const missing = minutes ? gapsOf(reader, gaps) : {};
  const attendance = minutes ? attendanceOf(reader, numbers) : [];
  const lead = minutes ? leadOf(reader) : {};
  const { items, rest } = minutes ? agendaOf(reader, numbers) : { items: [], rest: undefined };
  const decided = brief ? decidedOf(reader) : [];
  const { awards, conferredBy } = honors ? awardsOf(reader, head.body) : { awards: [] };
  // What is done needs no place in a brief.
  const all = honors ? [] : actionsOf(reader);
  const actions = all.filter(({ status }) => minutes || !CLOSED.has(status));
  const briefView = brief ? briefOf(reader) : emptyBrief;
  const next = nextOf(reader);
  const closing = minutes ? closingOf(reader, items, head.multiDay) : {};
  const signed = minutes ? signaturesOf(reader) : [];
  const sendLists = brief ? sendListsOf(reader, document) : [];
  const printGaps = profile.layout.gaps === "print";
  collectNotes(reader, document, gaps, printGaps);

  const { issuing, provenance, attachments } = record;
  const listed = minutes ? attachments.filter(({ include }) => include !== "no") : [];
  const incomplete = awards.some(({ gap }) => gap !== undefined);
  const told = [head.place, head.mode, head.chair, head.minuteTaker, head.convenor, head.notice];
  return present({
    id: record.id,
    lang: reader.lang,
    document,
    status: record.status,
    revision: record.revisions.at(-1)?.no,
    audience: record.audience === "full" ? undefined : record.audience,
    draft: record.status === "draft" || record.status === "review" || incomplete,
    incomplete,
    bodyTellsAll: head.organization !== undefined && (head.body?.includes(head.organization) ?? false),
    confidential: confidentialOf(reader),
    ...head,
    attendance,
    attendanceColumns: columnsOf(attendance),
    gaps: missing,
    head:
      [...told, head.meeting.theme, head.quorum?.needed].some((one) => one !== undefined) ||
      head.sittings.length > 0 ||
      (profile.layout.attendance === "facts" && attendance.length > 0) ||
      (printGaps && Object.keys(missing).length > 0),
    printGaps,
    attendanceAsFacts: profile.layout.attendance === "facts",
    lead,
    agenda: minutes ? withActions(items, numbers, record, all) : items,
    rest,
    decided,
    actions,
    next,
    closes: items.some(({ closing: closes }) => closes),
    ...closing,
    awards,
    conferredBy,
    attachments: listed.map((one) =>
      present({ no: one.no, title: reader.text(one.title), pages: one.pages }),
    ),
    attachmentsCounted: listed.every(({ no }, index) => no === String(index + 1)),
    signatures: signed,
    approvals: minutes
      ? record.approvals.map((one) =>
          present({
            by: reader.agent(one.by),
            at: one.at,
            result: one.result,
            corrections: one.corrections.map(reader.text),
          }),
        )
      : [],
    changes: record.status === "corrected" && minutes ? changesOf(reader) : [],
    sendLists,
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
    provenance: present({
      compiledBy: provenance?.compiledBy && reader.party(provenance.compiledBy),
      compiledOn: provenance?.compiledOn,
      statement: reader.optional(provenance?.statement),
      reported: isReported(record),
    }),
    digest: (digest.slice(0, 12).match(/.{4}/g) ?? []).join(" "),
    fullDigest: digest,
  }) as View; // only absent fields were left out
}

const CLOSED: ReadonlySet<string> = new Set(["done", "dropped"]);
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
    mark: full ? reader.mark(meeting.kind, meeting) : undefined,
    theme: full && meeting.theme !== undefined ? { text: reader.text(meeting.theme) } : undefined,
    aliases: meeting.aliases.map(reader.text),
    guidedInSentences: meeting.guidedBy.every(({ text }) => /[.。！!]$/u.test(reader.text(text).trim())),
    guidedBy: full ? meeting.guidedBy.map((one) => reader.shown(one.text, one)) : [],
    summary: full ? meeting.summary.map((one) => reader.shown(one.text, one)) : [],
  }) as View["meeting"]; // only absent fields were left out
}

type When = Pick<View, "dates" | "datesMark" | "timed" | "multiDay" | "date" | "year">;

/** From the first day of the first sitting to the last of the last. */
function whenOf(reader: Reader, full: boolean): When {
  const { sittings, provenance, issuing } = reader.record;
  const starts = sittings.flatMap(({ start }) => stated(start) ?? []).toSorted();
  const ends = sittings.flatMap(({ start, end }) => stated(end) ?? stated(start) ?? []).toSorted();
  const [start] = starts;
  const end = ends.at(-1);
  // A file needs some date; the record's own comes next, and last the first day a record can have.
  const date = (start ?? provenance?.compiledOn ?? issuing?.printedOn ?? "1900-01-01").slice(0, 10);
  const marks = sittings.flatMap((one) =>
    [one.start, one.end, ...(full ? [one] : [])].map((fact) => reader.mark(fact)),
  );
  if (start === undefined) return { timed: false, multiDay: false, date };
  const multiDay = end !== undefined && end.slice(0, 10) !== start.slice(0, 10);
  const timed = !multiDay && sittings.length === 1 && isTimed(start);
  const datesMark = foremost(marks);
  return {
    dates: range(start, end, timed),
    ...(datesMark !== undefined && { datesMark }),
    timed,
    multiDay,
    date,
    year: date.slice(0, 4),
  };
}

function range(start: string, end: string | undefined, timed: boolean): NonNullable<View["dates"]> {
  const shown = (moment: string): string => (timed ? moment : moment.slice(0, 10));
  const last = end === undefined ? undefined : shown(end);
  return { start: shown(start), ...(last !== undefined && last !== shown(start) && { end: last }) };
}

/** Place and mode, where the sittings agree on them. */
function placeOf(reader: Reader): Pick<View, "place" | "mode" | "modeMark"> {
  const { sittings } = reader.record;
  const places = sittings.map(({ place }) => reader.fact(place, reader.place));
  const modes = sittings.map(({ mode }) => stated(mode));
  const mode = agreed(modes);
  return present({
    place: agreed(places.map((place) => place?.text)) === undefined ? undefined : places[0],
    mode,
    modeMark: mode === undefined ? undefined : reader.mark(sittings[0]?.mode),
  }) as Pick<View, "place" | "mode" | "modeMark">; // only absent fields were left out
}

const agreed = <T>([first, ...others]: readonly T[]): T | undefined =>
  others.every((one) => one === first) ? first : undefined;

/** The sittings, when there were several. */
function sittingsOf(reader: Reader): View["sittings"] {
  const { sittings } = reader.record;
  if (sittings.length < 2) return [];
  return sittings.map((one) => {
    const start = stated(one.start);
    const body = stated(one.body);
    const place = stated(one.place);
    const mark = reader.mark(one, one.body, one.start);
    return present({
      title: reader.optional(one.title),
      body: body && reader.unit(body),
      dates: start && range(start, stated(one.end), isTimed(start)),
      place: place && reader.place(place),
      mode: stated(one.mode),
      mark,
    });
  }) as View["sittings"]; // only absent fields were left out
}

function noticeOf(reader: Reader): View["notice"] {
  const { notice } = reader.record.meeting;
  const given = stated(notice);
  if (!given || (given.date ?? given.method ?? given.proper) === undefined) return undefined;
  return present({
    date: given.date,
    method: reader.optional(given.method),
    proper: given.proper,
    mark: reader.mark(notice),
  }) as View["notice"]; // only absent fields were left out
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
    const mark = reader.mark(found);
    const text = post === undefined ? name : reader.lang === "zh" ? `${post}　${name}` : `${name}, ${post}`;
    return mark === undefined ? { text } : { text, mark };
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
  const mark = reader.mark(counted, counted?.present);
  const state = counted
    ? quorumOf(reader.record, counted, body)
    : quorumState(reader.record, body, { item: reader.record.agenda[0]?.id });
  const { least, most } = state.present;
  return present({
    present: least === most ? least : undefined,
    total: stated(body?.memberCount),
    needed: state.needed,
    met: state.met ?? stated(counted?.statedMet),
    mark,
  }) as View["quorum"]; // only absent fields were left out
}

/**
 * Why facts at the head are missing: as the record says, else because the house rules ask for them. The note on
 * a gap is taken up here, where the paper shows it.
 */
function gapsOf(reader: Reader, gaps: readonly Gap[]): View["gaps"] {
  const { record } = reader;
  const asked = (fact: Gap["fact"]) => (gaps.some((one) => one.fact === fact) ? "notStated" : undefined);
  const told = (facts: readonly (Fact<unknown> | undefined)[]) =>
    facts.some((fact) => stated(fact) !== undefined)
      ? undefined
      : facts.map((fact) => reader.absence(fact)).find((gap) => gap !== undefined);
  const { sittings, meeting } = record;
  return present({
    place: told(sittings.map(({ place }) => place)) ?? asked("place-or-mode"),
    mode: told(sittings.map(({ mode }) => mode)),
    chair: asked("chair"),
    minuteTaker: asked("minute-taker"),
    convenor: told([meeting.convenedBy]),
    attendance: asked("named-attendance"),
    quorum: asked("quorum"),
  }) as View["gaps"]; // only absent fields were left out
}

function nextOf(reader: Reader): View["next"] {
  const { nextMeeting } = reader.record;
  if (!nextMeeting) return undefined;
  const start = stated(nextMeeting.start);
  const place = stated(nextMeeting.place);
  const marks = [nextMeeting.start, nextMeeting.place].map((fact) => reader.mark(fact));
  return present({
    start,
    timed: isTimed(start),
    place: place && reader.place(place),
    body: nextMeeting.body && reader.unit(nextMeeting.body),
    gap: reader.absence(nextMeeting.start),
    mark: foremost([reader.mark(nextMeeting), ...marks]),
  }) as View["next"]; // only absent fields were left out
}

/** When and how the meeting ended, unless the text of the last item tells the time. */
function closingOf(
  { record, optional }: Reader,
  items: View["agenda"],
  multiDay: boolean,
): Pick<View, "closed" | "closedReason" | "resumes"> {
  const { adjournment, sittings } = record;
  const end = sittings.length === 1 ? stated(sittings[0]?.end) : undefined;
  const time = stated(adjournment?.time) ?? (isTimed(end) ? end : undefined);
  const clock = time?.split("T").at(-1);
  const last = items.findLast(({ level }) => level === 1);
  const told = clock !== undefined && last?.paragraphs.some(({ text }) => text.includes(clock));
  return present({
    closed: told ? undefined : multiDay ? time : clock,
    closedReason: optional(adjournment?.reason),
    resumes: adjournment?.resumes,
  }) as Pick<View, "closed" | "closedReason" | "resumes">; // only absent fields were left out
}

const signaturesOf = (reader: Reader): View["signatures"] =>
  reader.record.signatures.map((one) =>
    present({
      name: reader.person(one.person, true),
      capacity: one.capacity,
      signed: one.at,
      refused: reader.optional(one.refusedReason),
    }),
  ) as View["signatures"]; // only absent fields were left out

const changesOf = (reader: Reader): View["changes"] =>
  reader.record.revisions.map((one) =>
    present({
      no: one.no,
      at: one.at.slice(0, 10),
      change: reader.text(one.change),
      reason: reader.optional(one.reason),
    }),
  ) as View["changes"]; // only absent fields were left out

function confidentialOf(reader: Reader): View["confidential"] {
  const { confidentiality } = reader.record;
  if (confidentiality === undefined || confidentiality.level === "public") return undefined;
  const { level, label } = confidentiality;
  return present({ level, label: reader.optional(label) }) as View["confidential"]; // likewise
}

/** Whether everything was compiled from what others published about the meeting. */
function isReported({ sources, provenance }: MeetingRecord): boolean {
  const own = provenance?.sources ?? [];
  const used = own.length > 0 ? sources.filter(({ id }) => own.includes(id)) : sources;
  return used.length > 0 && used.every(({ kind }) => kind === "pressRelease");
}
