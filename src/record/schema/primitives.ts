import * as z from "../../yaml/zod.ts";

/** The languages a record can hold text in. */
export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Running or one-line text: a plain string is in the record's first language, a pair names each language. */
export type Text = string | { readonly zh?: string | undefined; readonly en?: string | undefined };

/** The lists of a record whose entries can be referred to by id. */
export const DECLARED_IN = {
  source: ["sources"],
  organization: ["organizations"],
  body: ["bodies"],
  unit: ["organizations", "bodies"],
  person: ["people"],
  sitting: ["sittings"],
  item: ["agenda"],
  document: ["documents"],
  motion: ["motions"],
  vote: ["votes"],
  election: ["elections"],
  resolution: ["resolutions"],
  evaluation: ["evaluations"],
} as const;
export type ReferenceKind = keyof typeof DECLARED_IN;

/** Marks the schemas whose strings are ids of something declared elsewhere in the record. */
export const references = z.registry<{ kind: ReferenceKind }>();

/** Words that stand for a missing value wherever a bare word cannot be meant as text. */
export const ABSENCES = ["notStated", "unknown", "notApplicable", "withheld", "pending"] as const;
export type Absence = (typeof ABSENCES)[number];

const LONGEST_STRING = 100_000;
const LONGEST_LIST = 20_000;

/** Direction isolates may order running text, but in a name or title they can only deceive. */
const ONE_LINE = /^[^\n\r\t\u2028\u2029\u2066-\u2069]*$/u;
const NOT_BLANK = /\S/u;

/** The stable code and words of a check that the schema library has no name for. */
export const check = (code: string, error: string, hint?: string) => ({
  error,
  params: hint === undefined ? { code } : { code, hint },
});

const string = (expected: string) =>
  z.string({ error: (issue) => (issue.code === "invalid_type" ? expected : undefined) });

const prose = string("text")
  .max(LONGEST_STRING, { abort: true })
  .refine(
    (value) => NOT_BLANK.test(value),
    check("record/blank-text", "the text is blank", "leave the field out"),
  );

/** One line of text in one language. */
export const plainLine = prose.refine(
  (value) => ONE_LINE.test(value),
  check("record/not-one-line", "this text must stay on one line, without tabs or direction marks"),
);

const pair = <S extends z.ZodType<string, string>>(inner: S) =>
  z
    .strictObject({
      zh: inner.optional().describe("The Chinese wording."),
      en: inner.optional().describe("The English wording."),
    })
    .refine(
      (value) => value.zh !== undefined || value.en !== undefined,
      check("record/missing-field", "neither zh nor en is given"),
    );

/** Running text: a string in the record's first language, or a pair of wordings. */
export const text: z.ZodType<Text, Text> = z.union([prose, pair(prose)]);

/** The same for names and titles, which stay on one line. */
export const line: z.ZodType<Text, Text> = z.union([plainLine, pair(plainLine)]);

/** A list that is empty when nothing is written. */
export const list = <S extends z.ZodType>(inner: S) => z.array(inner).max(LONGEST_LIST).default([]);

export const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** The name by which the rest of the record refers to an entry. */
export const id = string("an id")
  .max(64, { abort: true })
  .regex(ID_PATTERN, {
    error: "an id has small letters, digits and hyphens, and begins with a letter or digit",
  })
  .refine(
    (value) => !(ABSENCES as readonly string[]).includes(value),
    check("record/reserved-id", "this word stands for a missing value and cannot be an id"),
  );

/** The id of something that the record declares. */
export const ref = (kind: ReferenceKind) => id.clone().register(references, { kind });

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Whether the string is a day of the calendar between 1900 and 2200, as YYYY-MM-DD. */
export function isDay(value: string): boolean {
  const found = DAY.exec(value);
  if (!found) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (year < 1900 || year > 2200 || month < 1 || month > 12) return false;
  // Day 0 of the next month is the last day of this one.
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whether the string is a day, or a day with a clock time, as YYYY-MM-DDTHH:MM. */
export function isMoment(value: string): boolean {
  const [day = "", time, ...rest] = value.split("T");
  return rest.length === 0 && isDay(day) && (time === undefined || CLOCK.test(time));
}

const BAD_DATE = "record/bad-date";

/** A day, as YYYY-MM-DD. */
export const day = string("a date such as 2026-03-12")
  .max(40, { abort: true })
  .refine(
    isDay,
    check(BAD_DATE, "this is no date of the calendar from 1900 to 2200", "write it as 2026-03-12"),
  );

/** A day, or a local clock time on a day, as YYYY-MM-DDTHH:MM. */
export const moment = string("a date such as 2026-03-12, or a time such as 2026-03-12T14:30")
  .max(40, { abort: true })
  .refine(
    isMoment,
    check(
      BAD_DATE,
      "this is no date or time of the calendar from 1900 to 2200",
      "write it as 2026-03-12 or 2026-03-12T14:30",
    ),
  );

/** A clock time, as HH:MM. */
export const clock = string("a time such as 14:30")
  .max(40, { abort: true })
  .refine(
    (value) => CLOCK.test(value),
    check("record/bad-time", "this is no time of day", "write it as 14:30"),
  );

/** An IANA time zone name. */
export const timeZone = string("a time zone such as Asia/Shanghai")
  .max(64, { abort: true })
  .refine(
    isTimeZone,
    check(
      "record/bad-time-zone",
      "this time zone is not known",
      "write it as Asia/Shanghai or Europe/London",
    ),
  );

function isTimeZone(value: string): boolean {
  // The list is quick to get but has one name for each zone; asking for others opens all of the calendar's data.
  if (Intl.supportedValuesOf("timeZone").includes(value)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** A whole number. */
export const whole = z.int({
  error: (issue) => (issue.code === "invalid_type" ? "a whole number" : undefined),
});

/** How many: a whole number, zero or more. */
export const count = whole.min(0).max(1_000_000_000);

/** A position or size that begins with one. */
export const ordinal = whole.min(1).max(1_000_000);

/** A calendar year. */
export const year = whole.min(1900).max(2200);

/** A printed number such as 3, "3.1" or "2026-07"; whole numbers may stand without quotation marks. */
export const printedNumber = z.union([plainLine.max(64), whole.min(0)]).transform((value) => String(value));

/** A file beside the record, as a relative path that stays inside the record's folder. */
export const relativePath = plainLine
  .max(1024, { abort: true })
  .refine(
    isInside,
    check(
      "record/path-outside",
      "this path leads out of the record's folder",
      "write a relative path with forward slashes",
    ),
  );

function isInside(path: string): boolean {
  return (
    !/^[~/]|^[A-Za-z][A-Za-z0-9+.-]*:|\\|\0/.test(path) &&
    !path.split("/").some((part) => part === ".." || part === "")
  );
}

/** A SHA-256 as 64 hexadecimal digits. */
export const sha256 = string("a SHA-256 digest")
  .max(64, { abort: true })
  .regex(/^[0-9a-f]{64}$/, { error: "a SHA-256 digest has 64 hexadecimal digits in small letters" });

/** An e-mail address of the plain kind; delivery applies stricter rules of its own. */
export const email = plainLine
  .max(254, { abort: true })
  .regex(/^[^\s@<>"(),:;]{1,64}@[^\s@<>"(),:;]{1,253}$/u, {
    error: "this is no plain e-mail address such as name@example.org",
  });

/** A language tag such as en, zh or zh-Hans. */
export const languageTag = string("a language such as en or zh")
  .max(35, { abort: true })
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, { error: "a language is written as en, zh or zh-Hans" });
