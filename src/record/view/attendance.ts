import { stated } from "../fact.ts";
import { AWAY, eventsOf } from "../presence.ts";
import type { Attendee, PresenceEvent } from "../schema/attendance.ts";
import { bodyOf } from "../votes.ts";
import { foremost, present, type Reader } from "./reader.ts";
import { type Entry, GROUP_KEYS, type Group, type GroupKey, type View } from "./schema.ts";

/** Roles worth a word beside a name; the others follow from the heading. */
const WORTH_PRINTING: ReadonlySet<string> = new Set([
  "chair",
  "executiveChair",
  "presidium",
  "secretary",
  "minuteTaker",
  "teller",
  "scrutineer",
  "interpreter",
  "counsel",
  "observer",
]);

/** The attendance list by class and, where people took part in different ways, by mode. */
export function attendanceOf(reader: Reader, numbers: ReadonlyMap<string, string>): Group[] {
  const { attendees } = reader.record;
  const modes = new Set(
    attendees.filter((one) => groupOf(one, false) === "present").map((one) => stated(one.mode)),
  );
  const groups = new Map<GroupKey, Entry[]>();
  for (const attendee of attendees) {
    const key = groupOf(attendee, modes.size > 1);
    const entries = groups.get(key) ?? [];
    entries.push(entryOf(reader, attendee, numbers));
    groups.set(key, entries);
  }
  return GROUP_KEYS.flatMap((key) => {
    const entries = groups.get(key);
    return entries ? [{ key, continued: false, entries }] : [];
  });
}

function groupOf(attendee: Attendee, byMode: boolean): GroupKey {
  if (attendee.presence === "absent" || attendee.presence === "absentUnexcused") return "absent";
  if (AWAY.has(attendee.presence)) return "apologies";
  const heading = attendee.class;
  if (heading !== undefined && heading !== "present") return heading;
  if (heading === undefined && attendee.presence === "notStated") return "notStated";
  if (!byMode) return "present";
  const mode = stated(attendee.mode);
  return mode === "video"
    ? "presentByVideo"
    : mode === "phone"
      ? "presentByPhone"
      : mode === "onSite"
        ? "presentOnSite"
        : "presentModeNotStated";
}

function entryOf(reader: Reader, attendee: Attendee, numbers: ReadonlyMap<string, string>): Entry {
  const { person, group, role } = attendee;
  const only = stated(attendee.sitting);
  const sitting = reader.record.sittings.find(({ id }) => id !== undefined && id === only);
  const because = reader.optional(attendee.listedBecause);
  const name = person !== undefined ? reader.person(person) : reader.text(group?.label ?? "");
  const post = reader.optional(attendee.postAsOf);
  const colon = reader.lang === "zh" ? "：" : ": ";
  const listed =
    because === undefined || attendee.note !== undefined
      ? undefined
      : reader.notes.add(`${name}${colon}${because}`);
  return present({
    name,
    role: role !== undefined && WORTH_PRINTING.has(role) ? role : undefined,
    post,
    introduced: reader.titled(name, post),
    group: group !== undefined,
    count: stated(group?.count),
    during: person === undefined ? undefined : duringOf(reader, person, attendee.presence, numbers),
    absence: WORTH_SAYING.has(attendee.presence) ? attendee.presence : undefined,
    proxyFor: attendee.proxyFor && reader.person(attendee.proxyFor),
    substituteFor: attendee.substituteFor && reader.person(attendee.substituteFor),
    sitting: reader.record.sittings.length > 1 ? reader.optional(sitting?.title) : undefined,
    mark: foremost([
      reader.mark(attendee, group?.count, attendee.mode, attendee.sitting),
      listed === undefined ? undefined : { no: listed, printed: true },
    ]),
  }) as Entry; // only absent fields were left out
}

/** Kinds of absence that the heading does not tell. */
const WORTH_SAYING: ReadonlySet<Attendee["presence"]> = new Set([
  "absentExcused",
  "absentUnexcused",
  "byProxy",
  "onLeave",
]);

type During = NonNullable<Entry["during"]>;

/**
 * Which part of the meeting somebody attended who came late, left early or stood aside for an item. Who was in
 * and out more often than that is said to have attended in part; the events under the items tell the rest.
 */
function duringOf(
  { record }: Reader,
  person: string,
  presence: Attendee["presence"],
  numbers: ReadonlyMap<string, string>,
): During | undefined {
  const events = eventsOf(record, person);
  const came = events.filter(({ type }) => type === "arrive");
  const went = events.filter(({ type }) => type !== "arrive" && type !== "return");
  const back = events.filter(({ type }) => type === "return");
  const part: During | undefined = events.length > 0 || presence === "partly" ? { kind: "part" } : undefined;
  if (came.length > 1 || went.length > 1) return part;
  const from = pointOf(came[0], numbers);
  const to = pointOf(went[0], numbers);
  if (came.length + went.length === 0 || (from === undefined && to === undefined)) return part;
  if (went[0] && (back.length > 0 || went[0].type === "recuse")) {
    if (from !== undefined) return part;
    if (to?.at === "before") return { kind: "exceptItem", from: to.label };
    const again = pointOf(back[0], numbers);
    return to?.at === "time" && again?.at === "time"
      ? { kind: "exceptTime", from: to.label, to: again.label }
      : part;
  }
  if (from?.at === "before" && to?.at === "after")
    return from.label === to.label
      ? { kind: "onlyItem", from: from.label }
      : { kind: "onlyItems", from: from.label, to: to.label };
  if (from?.at === "time" && to?.at === "time") return { kind: "onlyTime", from: from.label, to: to.label };
  if (from && !went[0] && from.at !== "after")
    return { kind: from.at === "time" ? "fromTime" : "fromItem", from: from.label };
  if (to && !came[0] && to.at !== "before")
    return { kind: to.at === "time" ? "untilTime" : "untilItem", from: to.label };
  return part;
}

/** Where an event stands: at a clock time, or before or after the item of a number. */
function pointOf(
  event: PresenceEvent | undefined,
  numbers: ReadonlyMap<string, string>,
): { readonly at: "time" | "before" | "after"; readonly label: string } | undefined {
  const { time, beforeItem, afterItem } = event?.at ?? {};
  if (time !== undefined) return { at: "time", label: time };
  const label = numbers.get(beforeItem ?? afterItem ?? "");
  return label === undefined ? undefined : { at: beforeItem !== undefined ? "before" : "after", label };
}

/** Lines that a group takes: its label, which counts for one and a half with the space around it, and its entries. */
const linesOf = (group: Group): number => group.entries.length + (group.continued ? 0 : 1.5);
const COLUMNS = 3;
/** A group shorter than this is not torn over two columns. */
const WHOLE = 8;

/** Groups shared out over at most three columns in their order, as even as they can be; only long groups are split. */
export function columnsOf(groups: readonly Group[]): Group[][] {
  const pieces = groups.flatMap((group) => split(group, groups));
  const best = { cut: [pieces.length, pieces.length] as [number, number], height: Number.POSITIVE_INFINITY };
  const height = (from: number, to: number): number =>
    pieces.slice(from, to).reduce((sum, piece) => sum + linesOf(piece), 0);
  for (let first = 1; first <= pieces.length; first++) {
    for (let second = first; second <= pieces.length; second++) {
      const tallest = Math.max(height(0, first), height(first, second), height(second, pieces.length));
      if (tallest < best.height) {
        best.cut = [first, second];
        best.height = tallest;
      }
    }
  }
  const [first, second] = best.cut;
  return [pieces.slice(0, first), pieces.slice(first, second), pieces.slice(second)].filter(
    (column) => column.length > 0,
  );
}

/** A group that alone is longer than its share of the columns, in as many parts as it deserves. */
function split(group: Group, all: readonly Group[]): Group[] {
  const total = all.reduce((sum, one) => sum + linesOf(one), 0);
  const parts = Math.min(COLUMNS, Math.round((linesOf(group) / total) * COLUMNS));
  if (group.entries.length < WHOLE || parts < 2) return [group];
  const size = Math.ceil(group.entries.length / parts);
  return Array.from({ length: parts }, (_, part) => ({
    ...group,
    continued: part > 0,
    entries: group.entries.slice(part * size, (part + 1) * size),
  })).filter(({ entries }) => entries.length > 0);
}

/** Numbers of members or delegates; absent unless every one of them is known. */
export function turnoutOf({ record }: Reader): View["turnout"] {
  const body = bodyOf(record);
  const expected = stated(body?.memberCount);
  if (expected === undefined) return undefined;
  let total = 0;
  const byMode = { onSite: 0, video: 0 };
  for (const attendee of record.attendees) {
    if (groupOf(attendee, false) !== "present" || stated(attendee.counted) === false) continue;
    const count = attendee.group ? stated(attendee.group.count) : 1;
    if (count === undefined) return undefined;
    total += count;
    const mode = stated(attendee.mode);
    if (mode === "onSite" || mode === "video") byMode[mode] += count;
  }
  if (total === 0) return undefined;
  const split = byMode.onSite > 0 && byMode.video > 0 && byMode.onSite + byMode.video === total;
  return { expected, present: total, ...(split && { onSite: byMode.onSite, byVideo: byMode.video }) };
}
