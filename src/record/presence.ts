import { stated } from "./fact.ts";
import { once } from "./index-by.ts";
import type { Attendee, AttendeeRole, Interest, PresenceEvent, Quorum } from "./schema/attendance.ts";
import type { AgendaItem } from "./schema/business.ts";
import type { Body } from "./schema/people.ts";
import type { MeetingRecord } from "./schema/record.ts";
import type { Fraction, QuorumBase, QuorumRule } from "./schema/rules.ts";

/** A moment of the meeting: while an item is taken, at a clock time, or (neither given) at the opening. */
export interface When {
  readonly item?: string | undefined;
  readonly time?: string | undefined;
  readonly sitting?: string | undefined;
}

/**
 * Where somebody is: in the room, out of it, standing aside for this item (`recused`: out; `silent`: there
 * without a vote), or not to be told from the record.
 */
export type Whereabouts = "in" | "out" | "recused" | "silent" | "unknown";

/** How many: certainly at least, and at most; `most` is absent where a group was not counted. */
export interface Headcount {
  readonly least: number;
  readonly most?: number;
}

/** Where a person is at a moment. Somebody who is not on the attendance list is `unknown`. */
export function whereabouts(record: MeetingRecord, person: string, when: When): Whereabouts {
  const sitting = when.sitting ?? sittingOfItem(record, when.item);
  const entries = entriesFor(record, person);
  if (entries.length === 0) return "unknown";
  const here = entries.filter((entry) => {
    const only = stated(entry.sitting);
    return only === undefined || sitting === undefined || only === sitting;
  });
  if (here.length === 0) return "out";
  const interest = when.item === undefined ? undefined : interestIn(record, person, when.item);
  if (interest === "recused") return "recused";
  const where = afterEvents(record, person, startingPoint(here), { ...when, sitting });
  return where === "in" && interest === "stayedNoVote" ? "silent" : where;
}

/** Everybody named on the attendance list, once each and in its order, with where they are at a moment. */
export function inTheRoom(
  record: MeetingRecord,
  when: When,
): readonly { readonly person: string; readonly where: Whereabouts }[] {
  const people = new Set(record.attendees.flatMap(({ person }) => (person === undefined ? [] : [person])));
  return [...people].map((person) => ({ person, where: whereabouts(record, person, when) }));
}

/**
 * How many of those who count for a body's quorum are in the room at a moment. Somebody of whom it cannot be
 * told whether they count or are there is only in `most`; a group counts with its stated number.
 */
export function headcount(record: MeetingRecord, when: When, body?: string | undefined): Headcount {
  const { headcounts } = indexOf(record);
  const key = JSON.stringify([when.item, when.time, when.sitting, body]);
  const counted = headcounts.get(key) ?? countHeads(record, when, body);
  headcounts.set(key, counted);
  return counted;
}

function countHeads(record: MeetingRecord, when: When, body: string | undefined): Headcount {
  const { settled, moving } = headsOf(record, body);
  return addHeads(settled, record, moving, when, body);
}

/** Those who are where they are all through the meeting, counted once for every moment; and the others. */
interface Heads {
  readonly settled: Headcount;
  readonly moving: readonly Attendee[];
}

function headsOf(record: MeetingRecord, body: string | undefined): Heads {
  const { heads } = indexOf(record);
  let found = heads.get(body);
  if (found === undefined) {
    const moving = record.attendees.filter((entry) => moves(record, entry));
    const still = record.attendees.filter((entry) => !moves(record, entry));
    found = { settled: addHeads({ least: 0, most: 0 }, record, still, {}, body), moving };
    heads.set(body, found);
  }
  return found;
}

/** Whether it depends on the moment where a person is: on events, interests or sittings. */
const moves = (record: MeetingRecord, { person }: Attendee): boolean =>
  person !== undefined &&
  (eventsOf(record, person).length > 0 ||
    indexOf(record).interests.has(person) ||
    entriesFor(record, person).some(({ sitting }) => stated(sitting) !== undefined));

function addHeads(
  counted: Headcount,
  record: MeetingRecord,
  entries: readonly Attendee[],
  when: When,
  body: string | undefined,
): Headcount {
  let { least, most } = counted;
  const seen = new Set<string>();
  for (const entry of entries) {
    const counts = countsTowards(record, entry, body);
    if (counts === "no") continue;
    if (entry.person !== undefined) {
      if (seen.has(entry.person)) continue;
      seen.add(entry.person);
      const where = whereabouts(record, entry.person, when);
      // A proxy makes a member represented; whether that counts as present is for the house's rules.
      const perhaps = where === "unknown" || entry.presence === "byProxy";
      const there = where === "in" || where === "silent";
      if (there && counts === "yes") least += 1;
      if (there || perhaps) most = add(most, 1);
    } else if (AWAY.has(entry.presence) === false) {
      const number = stated(entry.group?.count);
      if (number !== undefined && counts === "yes" && entry.presence === "present") least += number;
      most = add(most, number);
    }
  }
  return most === undefined ? { least } : { least, most };
}

/** The number that must be there under a rule; undefined where it is a share of an unknown number. */
export function quorumNeeded(rule: QuorumRule, baseCount: number | undefined): number | undefined {
  if (rule.number !== undefined) return rule.strict ? rule.number + 1 : rule.number;
  if (rule.fraction === undefined || baseCount === undefined) return undefined;
  return shareOf(baseCount, rule.fraction, rule.strict);
}

/** The smallest whole number that is at least the share of the total or, if strict, more than the share. */
export function shareOf(total: number, { num, den }: Fraction, strict: boolean): number {
  const product = total * num;
  const rest = product % den;
  const floor = (product - rest) / den;
  return strict || rest > 0 ? floor + 1 : floor;
}

/** The number of a body that a share is taken of; undefined where the record does not say. */
export function quorumBase(body: Body | undefined, base: QuorumBase | undefined): number | undefined {
  const count = base === "votingMembers" ? body?.votingCount : body?.memberCount;
  return stated(count);
}

/** A quorum as computed: who is needed, who was there, and whether that was enough (undefined: not to be told). */
export interface QuorumState {
  readonly needed: number | undefined;
  readonly base: number | undefined;
  readonly present: Headcount;
  readonly met: boolean | undefined;
}

/** The quorum of a body at a moment, by its own rule or another, from the attendance list or from a stated count. */
export function quorumState(
  record: MeetingRecord,
  body: Body | undefined,
  when: When,
  rule: QuorumRule | undefined = body?.quorumRule,
  present: Headcount = headcount(record, when, body?.id),
): QuorumState {
  const base = quorumBase(body, rule?.base);
  const needed = rule === undefined ? undefined : quorumNeeded(rule, base);
  return { needed, base, present, met: isMet(needed, present) };
}

/** The quorum of an entry of the record: its own rule and stated count go before those of body and list. */
export function quorumOf(record: MeetingRecord, quorum: Quorum, body: Body | undefined): QuorumState {
  const count = stated(quorum.present);
  const when = momentOf(quorum);
  const present = count === undefined ? headcount(record, when, body?.id) : { least: count, most: count };
  return quorumState(record, body, when, quorum.rule ?? body?.quorumRule, present);
}

/** The moment an entry about a quorum speaks of. What was counted after an item is counted as in that item. */
export const momentOf = (quorum: Quorum): When => ({
  sitting: quorum.sitting,
  time: quorum.at?.time,
  item: quorum.at?.beforeItem ?? quorum.at?.afterItem,
});

function isMet(needed: number | undefined, { least, most }: Headcount): boolean | undefined {
  if (needed === undefined) return undefined;
  if (least >= needed) return true;
  return most !== undefined && most < needed ? false : undefined;
}

// ---- who counts

const VOTING: ReadonlySet<AttendeeRole> = new Set([
  "chair",
  "executiveChair",
  "presidium",
  "member",
  "delegate",
]);
/** Offices that a member may hold besides, so that the role alone does not say whether they count. */
const PERHAPS_VOTING: ReadonlySet<AttendeeRole> = new Set([
  "secretary",
  "minuteTaker",
  "teller",
  "scrutineer",
]);

/** Whether an attendee counts towards the quorum of a body (absent: of the meeting). */
export function countsTowards(
  record: MeetingRecord,
  { person, group, role, class: heading, counted }: Attendee,
  body?: string | undefined,
): "yes" | "no" | "perhaps" {
  const said = stated(counted);
  const listedAside = heading === "inAttendance" || heading === "byInvitation" || heading === "staff";
  if (said === false) return "no";
  if (said === undefined) {
    if (role === undefined && (heading === undefined || listedAside)) return listedAside ? "no" : "perhaps";
    if (role !== undefined && !VOTING.has(role)) {
      return PERHAPS_VOTING.has(role) && !listedAside ? "perhaps" : "no";
    }
  }
  if (body === undefined || record.meeting.bodies.length < 2) return "yes";
  if (group !== undefined) {
    return group.memberOf === undefined ? "perhaps" : group.memberOf === body ? "yes" : "no";
  }
  return indexOf(record)
    .seats.get(person ?? "")
    ?.has(body)
    ? "yes"
    : "perhaps";
}

// ---- comings and goings

/** Words of the attendance list that say that somebody was not in the room. */
export const AWAY: ReadonlySet<Attendee["presence"]> = new Set([
  "apology",
  "absentExcused",
  "absentUnexcused",
  "absent",
  "byProxy",
  "onLeave",
]);

function startingPoint(entries: readonly Attendee[]): Whereabouts | "partly" {
  const presences = entries.map(({ presence }) => presence);
  if (presences.includes("present")) return "in";
  if (presences.includes("partly")) return "partly";
  return presences.some((presence) => AWAY.has(presence)) ? "out" : "unknown";
}

/** What each event makes of somebody. */
const LEADS_TO = {
  arrive: "in",
  return: "in",
  leave: "out",
  disconnect: "out",
  recuse: "recused",
} as const satisfies Record<PresenceEvent["type"], Whereabouts>;

function afterEvents(
  record: MeetingRecord,
  person: string,
  start: Whereabouts | "partly",
  when: When,
): Whereabouts {
  const events = eventsOf(record, person).filter(
    ({ sitting }) => sitting === undefined || when.sitting === undefined || sitting === when.sitting,
  );
  // Somebody whose first event is an arrival was not there before, whatever the list says of the day.
  const first = start === "out" || start === "unknown" ? start : openingState(record, events, start);
  if (when.item === undefined && when.time === undefined) return first;
  const placed = events.map((event) => ({ event, before: isBefore(record, event, when) }));
  if (placed.some(({ before }) => before === undefined)) {
    // One event that cannot be put in order makes the moment uncertain, unless it changes nothing.
    const states = new Set([first, ...events.map((event) => LEADS_TO[event.type])]);
    return states.size === 1 ? first : "unknown";
  }
  const past = placed.flatMap(({ event, before }) => (before ? [event] : []));
  const last = past.toSorted((a, b) => rankOf(record, a) - rankOf(record, b)).at(-1);
  if (last === undefined) return first;
  // Standing aside concerns one item and ends with it, even if nobody wrote down the return.
  const { beforeItem } = last.at;
  if (last.type === "recuse" && beforeItem !== undefined && !isWithin(record, when.item, beforeItem)) {
    return when.item === undefined ? "unknown" : "in";
  }
  return LEADS_TO[last.type];
}

function openingState(
  record: MeetingRecord,
  events: readonly PresenceEvent[],
  start: Whereabouts | "partly",
): Whereabouts {
  const [first] = events.toSorted((a, b) => rankOf(record, a) - rankOf(record, b));
  if (first === undefined) return start === "partly" ? "unknown" : start;
  return first.type === "arrive" || first.type === "return" ? "out" : "in";
}

/** Whether an event lies before a moment; undefined where a clock time would have to be compared with an item. */
function isBefore(record: MeetingRecord, { at }: PresenceEvent, when: When): boolean | undefined {
  if (at.time !== undefined) return when.time === undefined ? undefined : at.time <= when.time;
  if (when.item === undefined) return undefined;
  const item = at.beforeItem ?? at.afterItem;
  if (item === undefined) return undefined;
  const span = spanOf(record, item);
  const here = spanOf(record, when.item);
  return at.beforeItem !== undefined ? span.from <= here.from : span.to < here.from;
}

/** A number to sort the events of one person by; clock times go by themselves, in their own order. */
function rankOf(record: MeetingRecord, { at }: PresenceEvent): number {
  if (at.time !== undefined) return Number(at.time.replace(":", "")) / 10_000;
  if (at.beforeItem !== undefined) return spanOf(record, at.beforeItem).from - 0.25;
  return at.afterItem === undefined ? 0 : spanOf(record, at.afterItem).to + 0.25;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The places of an item and of the last one inside it, in the order in which items were taken. */
const spanOf = (record: MeetingRecord, item: string): Span =>
  indexOf(record).spans.get(item) ?? { from: 0, to: 0 };

function spansOf(record: MeetingRecord): ReadonlyMap<string, Span> {
  const parents = new Map(record.agenda.map(({ id, parent }) => [id, parent]));
  const spans = new Map<string, Span>();
  for (const [place, id] of heldOrder(record).entries()) {
    for (let outer: string | undefined = id; outer !== undefined; outer = parents.get(outer)) {
      const span: Span = spans.get(outer) ?? { from: place, to: place };
      spans.set(outer, { from: Math.min(span.from, place), to: Math.max(span.to, place) });
    }
  }
  return spans;
}

/** The ids of the agenda in the order taken, where every item taken says so; otherwise in the order written. */
function heldOrder(record: MeetingRecord): readonly string[] {
  const held = new Map(record.agenda.map((item) => [item.id, stated(item.heldOrder)]));
  const known = record.agenda.every(({ id, status }) => status !== "taken" || held.get(id) !== undefined);
  const ids = record.agenda.map(({ id }) => id);
  if (!known) return ids;
  return ids.toSorted(
    (a, b) => (held.get(a) ?? Number.MAX_SAFE_INTEGER) - (held.get(b) ?? Number.MAX_SAFE_INTEGER),
  );
}

/** Whether an item is another one or a part of it. Parents cannot go round in a circle in a valid record. */
function isWithin(record: MeetingRecord, item: string | undefined, outer: string): boolean {
  let here = item;
  while (here !== undefined && here !== outer) {
    const id: string = here;
    here = indexOf(record).agenda.get(id)?.parent;
  }
  return here === outer;
}

/** What a person who declared an interest in an item, or in the item around it, did about it. */
function interestIn(record: MeetingRecord, person: string, item: string) {
  return indexOf(record)
    .interests.get(person)
    ?.find(
      (interest) =>
        interest.effect !== "declared" &&
        interest.item !== undefined &&
        isWithin(record, item, interest.item),
    )?.effect;
}

const sittingOfItem = (record: MeetingRecord, item: string | undefined): string | undefined =>
  item === undefined ? undefined : stated(indexOf(record).agenda.get(item)?.sitting);

const add = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

// ---- what is looked up for every person at every vote

interface Index {
  readonly entries: ReadonlyMap<string | undefined, readonly Attendee[]>;
  readonly events: ReadonlyMap<string, readonly PresenceEvent[]>;
  readonly interests: ReadonlyMap<string, readonly Interest[]>;
  readonly agenda: ReadonlyMap<string, AgendaItem>;
  readonly spans: ReadonlyMap<string, Span>;
  /** Bodies in which each person holds a post. */
  readonly seats: ReadonlyMap<string, ReadonlySet<string | undefined>>;
  /** Headcounts by moment and body, filled as they are asked for: a vote asks several times. */
  readonly headcounts: Map<string, Headcount>;
  /** By body, likewise. */
  readonly heads: Map<string | undefined, Heads>;
}

const indexOf = once((record: MeetingRecord): Index => {
  const posts = Map.groupBy(record.posts, ({ person }) => person);
  return {
    entries: Map.groupBy(record.attendees, ({ person }) => person),
    events: Map.groupBy(record.presenceEvents, ({ person }) => person),
    interests: Map.groupBy(record.interests, ({ person }) => person),
    agenda: new Map(record.agenda.map((item) => [item.id, item])),
    spans: spansOf(record),
    seats: new Map([...posts].map(([person, held]) => [person, new Set(held.map(({ body }) => body))])),
    headcounts: new Map(),
    heads: new Map(),
  };
});

/** The comings and goings of one person, in the order of the record. */
export const eventsOf = (record: MeetingRecord, person: string): readonly PresenceEvent[] =>
  indexOf(record).events.get(person) ?? [];

/** The entries of the attendance list for one person; empty for somebody who is not on it. */
export const entriesFor = (record: MeetingRecord, person: string): readonly Attendee[] =>
  indexOf(record).entries.get(person) ?? [];
