import { escapeAttribute, escapeText } from "../markup/print.ts";
import { type DateLanguage, formatDate } from "./dates.ts";
import { richBlocks, richLine } from "./markdown.ts";

/** The words of one language: text with `{name}` placeholders, or its variants by number. */
export type Wording = Readonly<Record<string, string | Plural>>;
export type Plural = { readonly other: string } & {
  readonly [category in "zero" | "one" | "two" | "few" | "many"]?: string;
};

/** What a template is rendered for; all that helpers know beside their arguments. */
export interface TemplateContext {
  /** BCP 47 tag; its first part must be one of the languages that dates and lists know. */
  readonly lang: string;
  readonly wording: Wording;
}

/** Text that is markup already and is not escaped again. Only helpers make it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** Asked for by Handlebars where it would escape. */
  toHTML(): string {
    return this.text;
  }
}

/** The kinds of values that arguments have; nothing (absent) fits every kind. */
export type Kind = "text" | "number" | "boolean" | "list" | "record";

export interface Parameter {
  readonly name: string;
  readonly takes: readonly Kind[];
  /** It may be left out of the call. */
  readonly optional?: true;
  /** The only values that mean something. */
  readonly words?: readonly string[];
}

/** What a helper is given beside its arguments. */
export interface Desk extends TemplateContext {
  readonly language: DateLanguage;
  /** To be put into start tags, so that they can be traced to the template line. */
  readonly mark: string;
  readonly problem: (code: string, message: string, hint?: string) => void;
}

export interface Helper {
  readonly summary: string;
  readonly params: readonly Parameter[];
  /** Takes any number of further arguments of this sort. */
  readonly rest?: Parameter;
  /** Arguments by name. */
  readonly options: Readonly<Record<string, Parameter>>;
  /** Takes further arguments by any name. */
  readonly anyOption?: Parameter;
  /** `argument`: one of its arguments. `markup`: elements, so it has no place in an attribute. */
  readonly gives: "text" | "number" | "boolean" | "markup" | "argument";
  readonly run: (args: readonly unknown[], options: Readonly<Record<string, unknown>>, desk: Desk) => unknown;
}

const any: readonly Kind[] = ["text", "number", "boolean", "list", "record"];
const plain: readonly Kind[] = ["text", "number"];
const param = (name: string, takes: readonly Kind[], more: Partial<Parameter> = {}): Parameter => ({
  name,
  takes,
  ...more,
});
const condition = (summary: string, run: (values: readonly unknown[]) => boolean): Helper => ({
  summary,
  params: [param("value", any)],
  rest: param("value", any),
  options: {},
  gives: "boolean",
  run,
});

/** Every helper there is. The check, the renderer and the manual read this table. */
export const HELPERS: Readonly<Record<string, Helper>> = {
  say: {
    summary:
      'words of the wording file, {name} filled from the arguments; `n` selects the plural; `of` adds a value to the key (say "vote" of=x looks up vote.x)',
    params: [param("key", ["text"])],
    options: { n: param("n", ["number"]), of: param("of", plain) },
    anyOption: param("placeholder", plain),
    gives: "text",
    run: ([key], options, desk) => say(String(key ?? ""), options, desk),
  },
  date: {
    summary: "a date, a time, or a range {start, end} of either, written out",
    params: [param("date", ["text", "record"])],
    options: {
      weekday: param("weekday", ["boolean"]),
      show: param("show", ["text"], { words: ["all", "date", "time"] }),
    },
    gives: "text",
    run: ([value], options, desk) => date(value, options, desk),
  },
  list: {
    summary:
      "the items of a list in one line: A, B and C; `field` names what to take of items that are records",
    params: [param("items", ["list"])],
    options: { field: param("field", ["text"]) },
    gives: "text",
    run: ([items], { field }, desk) => list(items, field, desk),
  },
  rich: {
    summary:
      "text with **strong**, *emphasis*, [links](https://…), paragraphs and - lists; inline=true for words inside a paragraph; `note` is the number of the editor's note on it",
    params: [param("text", ["text"])],
    options: { inline: param("inline", ["boolean"]), note: param("note", ["number"]) },
    gives: "markup",
    run: ([text], { inline, note }, { mark }) => {
      if (text === undefined) return "";
      const tail = note === undefined ? "" : noteOn(note, "", mark);
      return new Markup((inline === true ? richLine : richBlocks)(String(text), mark, tail));
    },
  },
  fact: {
    summary:
      "a text, number or {text, mark}; behind the text †1 for the editor's note on it, if its number is printed",
    params: [param("fact", ["text", "number", "record"])],
    options: {},
    gives: "markup",
    run: ([value], _options, desk) => fact(value, desk),
  },
  number: {
    summary: "a number with its thousands grouped; `decimals` fixes the digits after the point",
    params: [param("number", ["number"])],
    options: { decimals: param("decimals", ["number"]) },
    gives: "text",
    run: ([value], { decimals }, desk) => number(value, decimals, desk),
  },
  count: {
    summary: "how many items a list has; 0 for a list that is not there",
    params: [param("items", ["list"])],
    options: {},
    gives: "number",
    run: ([items]) => (Array.isArray(items) ? items.length : 0),
  },
  default: {
    summary: "the first value, or the second where the first is absent or empty",
    params: [param("value", any), param("otherwise", any)],
    options: {},
    gives: "argument",
    run: ([value, otherwise]) => (value === undefined || value === "" ? otherwise : value),
  },
  given: {
    summary: "whether a value is there at all; 0, false and empty text are there",
    params: [param("value", any)],
    options: {},
    gives: "boolean",
    run: ([value]) => value !== undefined,
  },
  eq: {
    summary: "whether two values are the same",
    params: [param("a", ["text", "number", "boolean"]), param("b", ["text", "number", "boolean"])],
    options: {},
    gives: "boolean",
    run: ([a, b]) => a === b,
  },
  gt: {
    summary: "whether the first number is greater than the second; never when one is absent",
    params: [param("a", ["number"]), param("b", ["number"])],
    options: {},
    gives: "boolean",
    run: ([a, b]) => typeof a === "number" && typeof b === "number" && a > b,
  },
  not: {
    summary: "the contrary of a condition",
    params: [param("value", any)],
    options: {},
    gives: "boolean",
    run: ([value]) => !isTruthy(value),
  },
  and: condition("whether all conditions hold", (values) => values.every((value) => isTruthy(value))),
  or: condition("whether one of the conditions holds", (values) => values.some((value) => isTruthy(value))),
};

/** The helpers that stand around a part of the template; their work is done by the renderer. */
export const BLOCK_HELPERS: Readonly<Record<string, Pick<Helper, "summary" | "params" | "options">>> = {
  if: {
    summary: "the part, when the value is there and is not false, 0, empty text or an empty list",
    params: [param("condition", any)],
    options: { includeZero: param("includeZero", ["boolean"]) },
  },
  unless: {
    summary: "the part, when if would leave it out",
    params: [param("condition", any)],
    options: { includeZero: param("includeZero", ["boolean"]) },
  },
  each: {
    summary: "the part for each item of a list or entry of a record, with @index, @key, @first and @last",
    params: [param("items", ["list", "record"])],
    options: {},
  },
  with: {
    summary: "the part seen from inside the value, when it is there",
    params: [param("value", ["text", "number", "record"])],
    options: {},
  },
};

/** Whether a value counts as yes. Zero counts as no unless `includeZero`. */
export const isTruthy = (value: unknown, includeZero = false): boolean =>
  value === 0 ? includeZero : Array.isArray(value) ? value.length > 0 : Boolean(value);

/** The kind of a value; absent for nothing (undefined, null). */
export function kindOf(value: unknown): Kind | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" || value instanceof Markup) return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return Array.isArray(value) ? "list" : "record";
}

const PLACEHOLDER = /\{([a-zA-Z][\w-]*)\}/g;

/** The names of the placeholders in all variants of a wording. */
export const placeholders = (entry: string | Plural): ReadonlySet<string> =>
  new Set(variants(entry).flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name)));

const variants = (entry: string | Plural): readonly string[] =>
  typeof entry === "string" ? [entry] : Object.values(entry);

/** The entry of a key, absent for one that the wording does not have. */
export const wordingOf = (wording: Wording, key: string): string | Plural | undefined =>
  Object.hasOwn(wording, key) ? wording[key] : undefined;

function say(key: string, options: Readonly<Record<string, unknown>>, desk: Desk): unknown {
  const { n, of } = options;
  const full = Object.hasOwn(options, "of") ? `${key}.${of}` : key;
  const entry = wordingOf(desk.wording, full);
  if (entry === undefined) {
    desk.problem(
      "template/unknown-wording",
      `the wording has no entry ${full}`,
      "add it to the wording file",
    );
    return "";
  }
  if (typeof entry !== "string" && typeof n !== "number") {
    desk.problem("template/missing-value", `${full} has variants by number, but n is absent`, "give it n=…");
    return "";
  }
  const text = typeof entry === "string" ? entry : variant(entry, Number(n), desk.lang);
  if (!text.includes("{")) return text;
  const parts: (string | Markup)[] = [];
  let done = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [all, name = ""] = match;
    const value = Object.hasOwn(options, name) ? options[name] : undefined;
    parts.push(text.slice(done, match.index));
    done = match.index + all.length;
    if (value instanceof Markup) parts.push(value);
    else if (typeof value === "number") parts.push(number(value, undefined, desk));
    else if (typeof value === "string" && value !== "") parts.push(value);
    else
      desk.problem(
        "template/missing-value",
        `${full} needs {${name}}, which is absent here`,
        "guard it with {{#if …}}, or choose words that do without",
      );
  }
  parts.push(text.slice(done));
  return joined(parts);
}

/** One text of several parts; markup as soon as one of them is. */
const joined = (parts: readonly (string | Markup)[]): string | Markup =>
  parts.some((part) => part instanceof Markup)
    ? new Markup(parts.map((part) => (part instanceof Markup ? part.text : escapeText(part))).join(""))
    : parts.join("");

function variant(entry: Plural, n: number, lang: string): string {
  let rules = pluralRules.get(lang);
  if (!rules) {
    rules = new Intl.PluralRules(lang);
    pluralRules.set(lang, rules);
  }
  return entry[rules.select(n)] ?? entry.other;
}

/** Rules are dear to make, and papers are in a language or two. */
const pluralRules = new Map<string, Intl.PluralRules>();

function date(value: unknown, options: Readonly<Record<string, unknown>>, desk: Desk): string {
  if (value === undefined) return "";
  const range = asRange(value);
  const { show } = options;
  const text =
    range === undefined
      ? undefined
      : formatDate(range, {
          language: desk.language,
          weekday: options.weekday === true,
          show: show === "date" || show === "time" ? show : "all",
        });
  if (text !== undefined) return text;
  const shown = typeof range === "object" ? `${range.start} to ${range.end}` : (range ?? "this record");
  desk.problem(
    "template/not-a-date",
    `${shown} cannot be written as a ${show === "time" ? "time" : "date"}`,
    "dates are written 2026-03-12, times 14:00, ranges with start and end",
  );
  return "";
}

function asRange(value: unknown) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || !("start" in value)) return undefined;
  const { start } = value;
  const end = "end" in value && value.end !== undefined && value.end !== null ? value.end : start;
  return typeof start === "string" && typeof end === "string" ? { start, end } : undefined;
}

const JOINTS = {
  en: { between: ", ", last: " and ", group: "," },
  zh: { between: "、", last: "、", group: "," },
} as const satisfies Record<DateLanguage, { between: string; last: string; group: string }>;

/** The language whose dates, lists and numbers are known; absent for another. */
export const languageOf = (lang: string): DateLanguage | undefined => {
  const primary = lang.split("-")[0]?.toLowerCase() ?? "";
  return Object.hasOwn(JOINTS, primary) ? (primary as DateLanguage) : undefined; // hasOwn has shown it
};

function list(items: unknown, field: unknown, desk: Desk): unknown {
  if (!Array.isArray(items)) return "";
  const parts = items
    .map((item: unknown) => fact(typeof field === "string" ? fieldOf(item, field) : item, desk))
    .filter((part) => part !== "");
  const { between, last } = JOINTS[desk.language];
  return joined(
    parts.flatMap((part, i) => (i === 0 ? [part] : [i === parts.length - 1 ? last : between, part])),
  );
}

const fieldOf = (item: unknown, field: string): unknown =>
  typeof item === "object" && item !== null && Object.hasOwn(item, field)
    ? (item as Readonly<Record<string, unknown>>)[field] // a record, as hasOwn has shown
    : undefined;

function fact(value: unknown, desk: Desk): string | Markup {
  if (value === undefined || value === null) return "";
  if (typeof value === "string" || value instanceof Markup) return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  const text = fieldOf(value, "text");
  const mark = fieldOf(value, "mark");
  if (typeof text !== "string" && typeof text !== "number") {
    const message = `a ${kindOf(value)} without text cannot be printed`;
    desk.problem("template/not-printable", message, "name one of its fields");
    return "";
  }
  const no = fieldOf(mark, "no");
  if (no === undefined) return String(text);
  const sign = fieldOf(mark, "printed")
    ? `<sup${desk.mark} role="mark">†${escapeText(String(no))}</sup>`
    : "";
  return new Markup(escapeText(String(text)) + noteOn(no, sign, desk.mark));
}

/** Where an editor's note on the words before it belongs. */
const noteOn = (no: unknown, sign: string, mark: string): string =>
  `<span${mark} note="${escapeAttribute(String(no))}">${sign}</span>`;

function number(value: unknown, decimals: unknown, desk: Desk): string {
  if (value === undefined) return "";
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) >= 1e15) {
    desk.problem("template/not-printable", `${value} cannot be written as a number`);
    return "";
  }
  const digits = typeof decimals === "number" ? Math.min(6, Math.max(0, Math.trunc(decimals))) : undefined;
  const [whole = "", fraction] = (digits === undefined ? String(value) : value.toFixed(digits)).split(".");
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, `$&${JOINTS[desk.language].group}`);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
