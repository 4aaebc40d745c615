import fc from "fast-check";
import { convertIcsCalendar } from "ts-ics";
import { describe, expect, it } from "vitest";
import { type CalendarEvent, instantOf, writeCalendar } from "../../src/distribute/calendar.ts";

const EVENT: CalendarEvent = {
  uid: "board-2026-03-next@example.com",
  sequence: 2,
  stamp: Date.UTC(2026, 2, 13, 16, 5, 9),
  start: "2026-05-14T14:00",
  zone: "Europe/London",
  title: "Board of Directors",
  place: "Harbour House, Bristol",
  organizer: { name: "Northwind Trading plc", address: "board@example.com" },
  language: "en",
};
const write = (change: Partial<CalendarEvent> = {}): string => writeCalendar({ ...EVENT, ...change });
const read = (change: Partial<CalendarEvent> = {}) => {
  const calendar = convertIcsCalendar(undefined, write(change));
  const [event] = calendar.events ?? [];
  if (!event) throw new Error("no event");
  return { calendar, event };
};

describe("the next meeting in a calendar file", () => {
  it("is what the standard asks for, line by line", () => {
    expect(write().split("\r\n")).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Minutebook//Meeting//EN",
      "METHOD:PUBLISH",
      "BEGIN:VEVENT",
      "UID:board-2026-03-next@example.com",
      "SEQUENCE:2",
      "DTSTAMP:20260313T160509Z",
      "DTSTART:20260514T130000Z",
      "SUMMARY;LANGUAGE=en:Board of Directors",
      "LOCATION;LANGUAGE=en:Harbour House\\, Bristol",
      'ORGANIZER;CN="Northwind Trading plc":mailto:board@example.com',
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });
  it("says the same to another reader", () => {
    const { calendar, event } = read({ description: "Bring:\n1; the papers, 2\\3" });
    expect(calendar.method).toBe("PUBLISH");
    expect(event).toMatchObject({
      uid: EVENT.uid,
      sequence: 2,
      summary: EVENT.title,
      location: EVENT.place,
      description: "Bring:\n1; the papers, 2\\3",
      start: { date: new Date("2026-05-14T13:00:00Z") },
    });
    expect(event.organizer).toMatchObject({ name: "Northwind Trading plc", email: "board@example.com" });
  });
  it("may be a day without a time", () => {
    expect(write({ start: "2026-05-14" })).toContain("\r\nDTSTART;VALUE=DATE:20260514\r\n");
  });
  it("is at the time of whoever reads it where the zone is not known", () => {
    const { zone: _, ...floating } = EVENT;
    expect(writeCalendar(floating)).toContain("\r\nDTSTART:20260514T140000\r\n");
  });
  it("92 cannot be ended by a name", () => {
    const text = write({
      organizer: { name: 'A"\r\nEND:VCALENDAR', address: "a@example.com" },
      title: "A\r\nEND:VEVENT",
    });
    expect(text.match(/^END:VEVENT/gm)).toHaveLength(1);
    expect(text.match(/^END:VCALENDAR/gm)).toHaveLength(1);
    expect(text).toContain(`CN="A^'^nEND:VCALENDAR"`);
  });
  it.each(["\r", "\u2028", "\u2029"])("92 cannot be ended by a line end that few know: %j", (end) => {
    const text = write({
      organizer: { name: `A${end}B`, address: "a@example.com" },
      title: `A${end}END:VEVENT`,
    });
    expect(text).toContain(`CN="A^nB"`);
    expect(text).toContain("SUMMARY;LANGUAGE=en:A\\nEND:VEVENT\r\n");
  });
  it("has lines of at most 75 octets that unfold to what was written, whatever is written", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.string({ unit: "binary" }),
        (title, place) => {
          const text = write({ title, place });
          for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
          const summary = /^SUMMARY;LANGUAGE=en:(.*)$/m.exec(text.replaceAll("\r\n ", ""))?.[1] ?? "";
          const unescaped = summary.replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c));
          expect(unescaped).toBe(
            title.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/(?![\t\n])\p{Cc}/gu, ""),
          );
        },
      ),
    );
  });
});

describe("a clock time in a zone", () => {
  it.each([
    ["winter", "2026-01-15T09:00", "Europe/Berlin", "2026-01-15T08:00Z"],
    ["summer", "2026-07-15T09:00", "Europe/Berlin", "2026-07-15T07:00Z"],
    ["no summer time", "2026-07-15T09:00", "Asia/Shanghai", "2026-07-15T01:00Z"],
    ["half an hour", "2026-07-15T09:00", "Asia/Kolkata", "2026-07-15T03:30Z"],
    ["the date line", "2026-07-15T09:00", "Pacific/Kiritimati", "2026-07-14T19:00Z"],
    ["an hour before clocks go forward", "2026-03-29T01:30", "Europe/Berlin", "2026-03-29T00:30Z"],
    ["an hour that is skipped", "2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30Z"],
    ["the hour after it", "2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30Z"],
    ["an hour that comes twice", "2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30Z"],
    ["the hour after it", "2026-10-25T03:30", "Europe/Berlin", "2026-10-25T02:30Z"],
  ])("is an instant: %s", (_, local, zone, instant) => {
    expect(new Date(instantOf(local, zone)).toISOString()).toBe(new Date(instant).toISOString());
  });
});
