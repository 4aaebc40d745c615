import { type Diagnostic, failure, nearest, type Outcome, success } from "../diagnostic.ts";
import type { Loaded } from "./load.ts";
import { type Path, valueAt } from "./path.ts";
import { diagnosticAt } from "./report.ts";
import { fieldNamesAt } from "./schema-walk.ts";
import type * as z from "./zod.ts";

/** A file with the schema it is to follow. */
interface Followed extends Loaded {
  readonly schema: z.core.$ZodType;
  readonly unlisted: readonly string[];
}

/**
 * Checks a loaded file against a schema. All mistakes are told at once, each with its place, what was expected
 * and a hint. Codes begin with `area`. `unlisted` are words that can stand almost everywhere, and are not named
 * among those that a place expects.
 */
export function follow<S extends z.ZodType>(
  loaded: Loaded,
  schema: S,
  area: string,
  unlisted: readonly string[] = [],
): Outcome<z.output<S>> {
  // zod is asked only for what is wrong, which does not pay for code that it would write and compile.
  const result = schema.safeParse(loaded.value, { jitless: true });
  if (result.success) return success(result.data);
  const found = explainAll({ ...loaded, schema, unlisted }, result.error.issues, []);
  return failure(found.map((one) => ({ ...one, code: one.code.replace(/^record\//, `${area}/`) })));
}

type Issue = z.core.$ZodIssue;

/**
 * All issues of one parse. A group with a misspelt field is not also blamed for the field it then lacks, and
 * of two issues of one sort at one place the later, narrower one is told.
 */
function explainAll(loaded: Followed, issues: readonly Issue[], base: Path): readonly Diagnostic[] {
  const misspelt = new Set(
    issues.flatMap((one) => (one.code === "unrecognized_keys" ? [placeKey(one)] : [])),
  );
  const last = new Map(issues.map((one, i) => [`${one.code} ${placeKey(one)}`, i]));
  return issues.flatMap((one, i) => {
    const echo = one.code === "custom" && misspelt.has(placeKey(one));
    return echo || last.get(`${one.code} ${placeKey(one)}`) !== i ? [] : explain(loaded, one, base);
  });
}

const placeKey = (issue: Issue): string => JSON.stringify(issue.path.map(String));

/** What one issue means to the person who wrote the file. `base` is where the branch of a union began. */
function explain(loaded: Followed, issue: Issue, base: Path): readonly Diagnostic[] {
  const path = [...base, ...issue.path.filter((step) => typeof step !== "symbol")];
  const tell = (code: string, message: string, hint?: string) => [
    diagnosticAt(loaded, code, message, path, { hint }),
  ];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownField(loaded, path, key));
    case "invalid_union":
      return explainUnion(loaded, issue.errors, path);
    case "invalid_type":
      return [mismatch(loaded, path, [phrase(issue)], [])];
    case "invalid_value":
      return [mismatch(loaded, path, [], issue.values.map(String))];
    case "too_small":
    case "too_big":
      return tell(...sizeMessage(issue));
    case "invalid_format":
      return tell("record/bad-format", issue.message);
    case "custom": {
      // Every check of ours carries its code; see `check` in the schema's primitives.
      const { code, hint } = (issue.params ?? {}) as { code?: string; hint?: string };
      return tell(code ?? "record/invalid", issue.message, hint);
    }
    default:
      return tell("record/invalid", issue.message);
  }
}

function unknownField(loaded: Followed, path: Path, key: string): Diagnostic {
  const names = fieldNamesAt(loaded.schema, path);
  const near = nearest(key, names);
  const hint =
    near !== undefined
      ? `did you mean "${near}"?`
      : names.length <= 12
        ? `fields here: ${names.join(", ")}`
        : undefined;
  return diagnosticAt(loaded, "record/unknown-field", `there is no field "${key}" here`, [...path, key], {
    hint,
    part: "key",
  });
}

/**
 * One readable message for a value that fits no branch: if the value is of the right sort for some branch,
 * what is wrong inside the best of them; otherwise what all branches together expect.
 */
function explainUnion(
  loaded: Followed,
  branches: readonly (readonly Issue[])[],
  path: Path,
): readonly Diagnostic[] {
  const fitting = branches.filter((issues) => !issues.some(refusesAtRoot));
  if (fitting.length > 0) {
    const [best = []] = fitting.toSorted((a, b) => badness(loaded, path, a) - badness(loaded, path, b));
    return explainAll(loaded, best, path);
  }
  const roots = branches.flatMap((issues) => issues.flatMap(rootsOf));
  const phrases = roots.flatMap((issue) => (issue.code === "invalid_type" ? [phrase(issue)] : []));
  const words = roots.flatMap((issue) => (issue.code === "invalid_value" ? issue.values.map(String) : []));
  return [mismatch(loaded, path, phrases, words)];
}

/** Whether the issue says that the value itself is of the wrong sort, not something inside it. */
const refusesAtRoot = (issue: Issue): boolean => rootsOf(issue).length > 0;

function rootsOf(issue: Issue): readonly Issue[] {
  if (issue.path.length > 0) return [];
  if (issue.code === "invalid_type" || issue.code === "invalid_value") return [issue];
  if (issue.code !== "invalid_union") return [];
  const fits = issue.errors.some((issues) => !issues.some(refusesAtRoot));
  return fits ? [] : issue.errors.flatMap((issues) => issues.flatMap(rootsOf));
}

/** The more fields a branch does not know or misses, the less it was meant. */
function badness(loaded: Followed, path: Path, issues: readonly Issue[]): number {
  let sum = 0;
  for (const issue of issues) {
    const here = [...path, ...issue.path.filter((step) => typeof step !== "symbol")];
    if (issue.code === "unrecognized_keys") sum += 3 * issue.keys.length;
    else sum += valueAt(loaded.value, here) === undefined ? 2 : 1;
  }
  return sum;
}

/** A value that is missing, or of a sort or a word that cannot stand here. */
function mismatch(
  loaded: Followed,
  path: Path,
  phrases: readonly string[],
  words: readonly string[],
): Diagnostic {
  const value = valueAt(loaded.value, path);
  const own = words.filter((word) => !loaded.unlisted.includes(word));
  const listed = own.length > 0 ? own : words;
  const expected = expectation(phrases, own.length > 0 || phrases.length === 0 ? listed : []);
  if (value === undefined) {
    const hint = `expected ${expected}`;
    return {
      ...diagnosticAt(loaded, "record/missing-field", `"${path.at(-1)}" is missing`, path, {
        hint,
        part: "key",
      }),
    };
  }
  if (value === null) {
    const hint = `leave the line out, or write ${expected}`;
    return diagnosticAt(loaded, "record/wrong-type", `"${path.at(-1)}" is empty`, path, { hint });
  }
  const found = describe(value);
  if (
    typeof value === "string" &&
    listed.length > 0 &&
    phrases.every((one) => one === GROUP || one === "a list")
  ) {
    const near = nearest(value, words);
    const hint = near === undefined ? `expected ${oneOf(listed)}` : `did you mean "${near}"?`;
    return diagnosticAt(
      loaded,
      "record/unknown-value",
      `${found} is not among the words that can stand here`,
      path,
      {
        hint,
      },
    );
  }
  return diagnosticAt(loaded, "record/wrong-type", `expected ${expected}, found ${found}`, path, {
    hint: quotingHint(loaded, path, value, phrases) ?? wordHint(value, words),
  });
}

const GROUP = "a group of fields";

/** What zod calls a type, as people say it. Schemas of ours give the phrase as the message. */
function phrase(issue: Issue & { code: "invalid_type" }): string {
  if (!issue.message.startsWith("Invalid input")) return issue.message;
  const PHRASES: Readonly<Record<string, string>> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    object: GROUP,
    array: "a list",
    tuple: "a list of two numbers",
  };
  return PHRASES[issue.expected] ?? issue.expected;
}

/** A group is only named when nothing simpler can stand here: any fact may be written as a group. */
function expectation(phrases: readonly string[], words: readonly string[]): string {
  const simple = phrases.filter((one) => one !== GROUP);
  const kept = [...new Set(simple.length > 0 || words.length > 0 ? simple : phrases)];
  if (words.length > 0) kept.push(oneOf(words));
  return kept.join(" or ");
}

const oneOf = (words: readonly string[]): string =>
  words.length === 1 ? `${words[0]}` : `one of ${words.join(", ")}`;

function quotingHint(
  loaded: Followed,
  path: Path,
  value: unknown,
  phrases: readonly string[],
): string | undefined {
  const wantsText = phrases.some((one) => one === "text" || one === "an id" || one.includes("such as"));
  if (wantsText && (typeof value === "number" || typeof value === "boolean")) {
    const { line, column, length = 0 } = loaded.placeOf(path);
    const written = loaded.excerpt(line).slice(column - 1, column - 1 + length);
    return `for text, write it in quotation marks: "${written}"`;
  }
  const wantsNumber = phrases.some((one) => one.endsWith("number"));
  if (wantsNumber && typeof value === "string" && /^\d+$/.test(value)) return "leave the quotation marks out";
  return undefined;
}

function wordHint(value: unknown, words: readonly string[]): string | undefined {
  const near = typeof value === "string" ? nearest(value, words) : undefined;
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** A value in a few words: `the number 12`, `a list`, `"draf"`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return GROUP;
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === "number" ? `the number ${value}` : `the word ${value}`;
}

function sizeMessage(issue: Issue & { code: "too_small" | "too_big" }): [code: string, message: string] {
  const limit = Number(issue.code === "too_big" ? issue.maximum : issue.minimum);
  const bound = issue.code === "too_big" ? `at most ${limit}` : `at least ${limit}`;
  if (issue.origin === "string") return ["record/bad-length", `the text must have ${bound} characters`];
  if (issue.origin === "array") return ["record/bad-length", `the list must have ${bound} entries`];
  const above = issue.inclusive === false ? `more than ${limit}` : bound;
  return ["record/out-of-range", `the number must be ${above}`];
}
