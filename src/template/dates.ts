/**
 * Dates and times in words, written out by our own tables so that output never depends on the locale data of
 * the machine. Input is ISO 8601: `2026-03-12`, `2026-03`, `2026-03-12T14:00` (seconds and zone allowed, not
 * printed), `14:00`.
 */

export interface DateRange {
  readonly start: string;
  readonly end: string;
}

export interface DateOptions {
  readonly language: DateLanguage;
  /** Names the day of the week with each date. */
  readonly weekday: boolean;
  /** Which part of a date with a time is printed. */
  readonly show: "all" | "date" | "time";
}

interface Day {
  readonly year: number;
  readonly month: number;
  /** Absent for a whole month. */
  readonly day: number | undefined;
}
interface Moment {
  readonly day: Day | undefined;
  /** `14:05`. */
  readonly time: string | undefined;
}

/**
 * Writes a date, a time, or a range of either. Absent when it cannot be: not ISO 8601, no such day, an end
 * before its start, a range from a date to a month, or a part asked for that is not there.
 */
export function formatDate(value: string | DateRange, options: DateOptions): string | undefined {
  const text = typeof value === "string" ? { start: value, end: value } : value;
  const start = select(parseMoment(text.start), options.show);
  const end = select(parseMoment(text.end), options.show);
  if (!start || !end) return undefined;
  const words = WORDS[options.language];
  const { weekday } = options;
  const day = (shown: Day, context: Context = {}): string => words.day(shown, { ...context, weekday });

  if (!start.day) {
    // Two times of one day. A range that ends earlier runs past midnight.
    if (end.day || !start.time || !end.time) return undefined;
    return start.time === end.time ? start.time : `${start.time}–${end.time}`;
  }
  const lastDay = end.day ?? start.day; // an end that is only a time is on the day of the start
  if ((start.day.day === undefined) !== (lastDay.day === undefined)) return undefined;
  const order = compare(start.day, lastDay);
  if (order > 0 || (order === 0 && start.time && end.time && end.time < start.time)) return undefined;
  if (order === 0) {
    const times = start.time === end.time ? start.time : [start.time, end.time].filter(Boolean).join("–");
    return times ? words.withTime(day(start.day), times) : day(start.day);
  }
  if (start.time || end.time) {
    const [from, to] = words.span(start.day, lastDay, weekday, true);
    return words.join(
      start.time ? words.withTime(from, start.time) : from,
      end.time ? words.withTime(to, end.time) : to,
      true,
    );
  }
  const [from, to] = words.span(start.day, lastDay, weekday, false);
  return words.join(from, to, from.includes(" ") || to.split(" ").length > 3);
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const ZH_WEEKDAYS = "日一二三四五六";

/** What of a date goes without saying. */
interface Context {
  readonly weekday?: boolean;
  readonly withoutYear?: boolean;
  readonly withoutMonth?: boolean;
}

interface DateWords {
  readonly day: (day: Day, context: Context) => string;
  readonly withTime: (day: string, time: string) => string;
  /** The two ends of a range, each without what the other one says; `full` leaves nothing out in English. */
  readonly span: (start: Day, end: Day, weekday: boolean, full: boolean) => readonly [string, string];
  readonly join: (start: string, end: string, spaced: boolean) => string;
}

const english: DateWords = {
  day: ({ year, month, day }, { weekday = false, withoutYear = false, withoutMonth = false }) =>
    [
      weekday && day !== undefined ? WEEKDAYS[dayOfWeek(year, month, day)] : undefined,
      day,
      withoutMonth ? undefined : MONTHS[month - 1],
      withoutYear ? undefined : year,
    ]
      .filter((word) => word !== undefined)
      .join(" "),
  withTime: (day, time) => `${day}, ${time}`,
  span: (start, end, weekday, full) => {
    const withoutYear = !full && start.year === end.year;
    const withoutMonth = withoutYear && start.month === end.month && start.day !== undefined;
    return [english.day(start, { weekday, withoutYear, withoutMonth }), english.day(end, { weekday })];
  },
  join: (start, end, spaced) => (spaced ? `${start} – ${end}` : `${start}–${end}`),
};

const chinese: DateWords = {
  day: ({ year, month, day }, { weekday = false, withoutYear = false, withoutMonth = false }) =>
    [
      withoutYear ? "" : `${year}年`,
      withoutMonth ? "" : `${month}月`,
      day === undefined ? "" : `${day}日`,
      weekday && day !== undefined ? `（星期${ZH_WEEKDAYS[dayOfWeek(year, month, day)]}）` : "",
    ].join(""),
  withTime: (day, time) => `${day}${time}`,
  span: (start, end, weekday) => {
    const withoutYear = start.year === end.year;
    const withoutMonth = withoutYear && start.month === end.month && end.day !== undefined;
    return [chinese.day(start, { weekday }), chinese.day(end, { weekday, withoutYear, withoutMonth })];
  },
  join: (start, end) => `${start}至${end}`,
};

const WORDS = { en: english, zh: chinese } as const satisfies Record<string, DateWords>;
export type DateLanguage = keyof typeof WORDS;

const MOMENT =
  /^(?:(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ](?=\d)|$))?(?:(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

function parseMoment(text: string): Moment | undefined {
  const match = text.length <= 40 ? MOMENT.exec(text) : null;
  if (!match || text === "") return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (hour !== undefined && (hour > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59)) return undefined;
  const time = hour === undefined ? undefined : `${match[4]}:${match[5]}`;
  if (year === undefined || month === undefined) return { day: undefined, time };
  if (year === 0 || month < 1 || month > 12) return undefined;
  if (day === undefined) return time === undefined ? { day: { year, month, day }, time } : undefined;
  if (day < 1 || day > daysIn(year, month)) return undefined;
  return { day: { year, month, day }, time };
}

function select(moment: Moment | undefined, show: DateOptions["show"]): Moment | undefined {
  if (!moment || show === "all") return moment;
  if (show === "date") return moment.day && { day: moment.day, time: undefined };
  return moment.time === undefined ? undefined : { day: undefined, time: moment.time };
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const compare = (a: Day, b: Day): number =>
  a.year - b.year || a.month - b.month || (a.day ?? 0) - (b.day ?? 0);

/** Day of the week from 0 (Sunday) by Sakamoto's method, Gregorian calendar. */
function dayOfWeek(year: number, month: number, day: number): number {
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  const y = month < 3 ? year - 1 : year;
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day) % 7;
}
