import type { Mailbox } from "./header.ts";

/** A meeting to come, for people's calendars. */
export interface CalendarEvent {
  /** Stays the same when the event is announced again. */
  readonly uid: string;
  /** Counts the announcements; a calendar takes the highest. */
  readonly sequence: number;
  /** When this announcement was made, in milliseconds since 1970. */
  readonly stamp: number;
  /** A day as YYYY-MM-DD, or a clock time on it as YYYY-MM-DDTHH:MM. */
  readonly start: string;
  /** The IANA zone of the clock time; absent: it is not known, and calendars take the time as their own. */
  readonly zone?: string;
  readonly title: string;
  readonly place?: string;
  readonly description?: string;
  readonly organizer: Mailbox;
  readonly language: string;
}

/**
 * An iCalendar file (RFC 5545) that tells of an event and asks for no answer (RFC 5546, PUBLISH). How long it will last
 * is not said, since no record does. Clock times are in UTC where their zone is known, which needs no rules of zones.
 */
export function writeCalendar(event: CalendarEvent): string {
  const { uid, sequence, stamp, title, place, description, organizer, language } = event;
  const said = `;LANGUAGE=${language}`;
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Minutebook//Meeting//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${escaped(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${utc(stamp)}`,
    startOf(event),
    `SUMMARY${said}:${escaped(title)}`,
    ...(place === undefined ? [] : [`LOCATION${said}:${escaped(place)}`]),
    ...(description === undefined ? [] : [`DESCRIPTION${said}:${escaped(description)}`]),
    `ORGANIZER${organizer.name ? `;CN="${parameterText(organizer.name)}"` : ""}:mailto:${organizer.address}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join("");
}

function startOf({ start, zone }: CalendarEvent): string {
  const digits = start.replace(/[-:]/g, "");
  if (!start.includes("T")) return `DTSTART;VALUE=DATE:${digits}`;
  return zone === undefined ? `DTSTART:${digits}00` : `DTSTART:${utc(instantOf(start, zone))}`;
}

const utc = (instant: number): string =>
  `${new Date(instant).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;

/**
 * The instant of a clock time in a zone. A time that comes twice when clocks go back is the first of the two; one that is
 * skipped when they go forward is taken as if they had not (RFC 5545, 3.3.5).
 */
export function instantOf(local: string, zone: string): number {
  const wall = Date.parse(`${local}:00Z`);
  const day = 86_400_000;
  const [before, after] = [offsetAt(wall - day, zone), offsetAt(wall + day, zone)];
  const early = wall - before;
  return offsetAt(early, zone) === before
    ? early
    : offsetAt(wall - after, zone) === after
      ? wall - after
      : early;
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(instant);
  const part = (name: string): number => Number(parts.find(({ type }) => type === name)?.value);
  const shown = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return shown - instant;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make, and all letters about a meeting tell the same time. */
function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...FIELDS });
    clocks.set(zone, clock);
  }
  return clock;
}

const FIELDS = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
} as const;

/** Unicode's own, too: a reader that knows them would take what follows for a line of the calendar. */
const LINE_END = /\r\n?|[\n\u2028\u2029]/g;

/** RFC 5545, 3.3.11. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, "\\$&")
    .replace(LINE_END, "\\n")
    .replace(/(?!\t)\p{Cc}/gu, "");

/** RFC 6868: inside quotes, what would end them is written with a caret. */
const parameterText = (text: string): string =>
  text
    .replace(/\^/g, "^^")
    .replace(/"/g, "^'")
    .replace(LINE_END, "^n")
    .replace(/(?!\t)\p{Cc}/gu, "");

/** Lines of at most 75 octets; no character is cut. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = "";
  let size = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (size + octets > 75) {
      lines.push(current);
      current = " ";
      size = 1;
    }
    current += character;
    size += octets;
  }
  return [...lines, current].join("\r\n");
}
