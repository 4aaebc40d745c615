import { createHash } from "node:crypto";
import type { HelperOptions } from "handlebars";
import Handlebars from "handlebars/runtime.js";
import { type Diagnostic, failure, hasErrors, type Outcome, outcome } from "../diagnostic.ts";
import { errorAt, type Origin } from "../markup/element.ts";
import { ORIGIN_ATTRIBUTE } from "../markup/parse.ts";
import { FORBIDDEN } from "./check.ts";
import { compile as compileFiles } from "./compile.ts";
import {
  type Desk,
  HELPERS,
  type Helper,
  isTruthy,
  kindOf,
  languageOf,
  Markup,
  type Parameter,
  type TemplateContext,
} from "./helpers.ts";
import { CONTEXT, type Contexts, PLACE_ARGUMENT } from "./instrument.ts";
import type { Template } from "./source.ts";

/**
 * Markup, and where it comes from: a start tag that carries `_="k"` was written at `map[k]`. `parse` reads the
 * attribute and takes it off.
 */
export interface Rendered {
  readonly markup: string;
  readonly map: readonly Origin[];
}

/** What one rendering may take: steps are items of loops, outputs and calls of partials. */
export const BUDGET = { steps: 3_000_000, characters: 20_000_000, values: 5_000_000, problems: 100 } as const;

/**
 * Renders a template over data. The data is copied, so nothing the template does can reach the caller's values;
 * absent values print nothing. What is wrong with the template itself is reported whether or not it was checked
 * before; with the data only `check` can compare it. Problems met on the way are collected, each with the place
 * of the template that met it.
 */
export function render(template: Template, data: unknown, context: TemplateContext): Outcome<Rendered> {
  const compiled = compile(template);
  if (!compiled.ok) return compiled;
  const language = languageOf(context.lang);
  const problems: Diagnostic[] = [];
  if (!language)
    problems.push(general("unknown-language", `dates and lists are not known in ${context.lang}`));
  const copy = copyData(data, problems);
  if (!language || hasErrors(problems)) return failure(problems);
  const { origins, run: template_ } = compiled.value;
  const state: Run = { context: { ...context, language }, origins, problems, steps: 0, characters: 0 };
  try {
    const markup = template_(copy, {
      data: { root: copy, [CONTEXT]: { value: copy, up: undefined, frame: undefined }, [RUN]: state },
    });
    if (markup.length > BUDGET.characters) throw tooMuch("characters");
    return outcome({ markup, map: origins }, problems);
  } catch (error) {
    const code = error instanceof Halt ? "too-large" : "failed";
    return failure([...problems, general(code, error instanceof Error ? error.message : String(error))]);
  }
}

const general = (code: string, message: string): Diagnostic => ({
  code: `template/${code}`,
  severity: "error",
  message,
});

/** What goes through one rendering; helpers find it in the data frames, under a name no template may write. */
interface Run {
  readonly context: TemplateContext & Pick<Desk, "language">;
  readonly origins: readonly Origin[];
  readonly problems: Diagnostic[];
  steps: number;
  characters: number;
}
const RUN = "_run";

interface Compiled {
  readonly run: (data: unknown, options: { readonly data: object }) => string;
  readonly origins: readonly Origin[];
}

const compiledByDigest = new Map<string, Outcome<Compiled>>();
const compiledByTemplate = new WeakMap<Template, Outcome<Compiled>>();
const MAX_COMPILED = 64;

/** Compiles a template once for each content; the second time it is only looked up. */
function compile(template: Template): Outcome<Compiled> {
  const known = compiledByTemplate.get(template);
  if (known) return known;
  const files = [template.main, ...Object.entries(template.partials).sort(([a], [b]) => (a < b ? -1 : 1))];
  const digest = createHash("sha256").update(JSON.stringify(files)).digest("hex");
  const made = compiledByDigest.get(digest) ?? compileNew(template);
  if (compiledByDigest.size >= MAX_COMPILED) compiledByDigest.clear();
  compiledByDigest.set(digest, made);
  compiledByTemplate.set(template, made);
  return made;
}

function compileNew(template: Template): Outcome<Compiled> {
  const compiled = compileFiles(template, HELPER_NAMES);
  if (!compiled.ok) return compiled;
  const engine = Handlebars.create();
  for (const name of Object.keys(engine.helpers)) engine.unregisterHelper(name);
  for (const name of Object.keys(engine.decorators)) engine.unregisterDecorator(name);
  for (const [name, helper] of Object.entries(HELPERS))
    engine.registerHelper(name, inlineHelper(name, helper));
  for (const [name, helper] of Object.entries(BLOCKS)) engine.registerHelper(name, helper);
  engine.registerHelper("_out", print);
  const { files, origins } = compiled.value;
  let main: Compiled["run"] | undefined;
  for (const [name, file] of Object.entries(files)) {
    const delegate = engine.template<unknown>(file);
    if (name === "") main = (data, runtime) => delegate(data, runtime);
    else engine.registerPartial(name, delegate);
  }
  if (!main) throw new Error("a template without a main file");
  return outcome({ run: main, origins }, compiled.diagnostics);
}

/** Thrown to end a rendering that takes too much. */
class Halt extends Error {}

const tooMuch = (what: "steps" | "characters" | "values"): Halt =>
  new Halt(`the template takes more than ${BUDGET[what]} ${what}: loops inside loops?`);

function runOf(options: HelperOptions): Run {
  return options.data[RUN] as Run; // put there by `render`, under a name that no template may write
}

function step(run: Run, characters = 0): void {
  run.steps++;
  run.characters += characters;
  if (run.steps > BUDGET.steps) throw tooMuch("steps");
  if (run.characters > BUDGET.characters) throw tooMuch("characters");
}

function complain(run: Run, options: HelperOptions, code: string, message: string, hint?: string): void {
  const origin = run.origins[Number(options.hash[PLACE_ARGUMENT])];
  const known = run.problems.some(
    (problem) => problem.message === message && problem.place === origin?.place,
  );
  if (origin && !known && run.problems.length < BUDGET.problems)
    run.problems.push(errorAt(origin, { code, message, hint }));
}

const orAbsent = (value: unknown): unknown => (value === null ? undefined : value);

/** Wraps a helper of the table: arguments checked against it, absent ones made `undefined`, places at hand. */
function inlineHelper(name: string, helper: Helper) {
  return (...all: unknown[]): unknown => {
    const options = all.pop() as HelperOptions; // Handlebars' last argument
    const run = runOf(options);
    const fitting = (value: unknown, parameter: Parameter | undefined): unknown => {
      const kind = kindOf(value);
      if (kind === undefined || !parameter || parameter.takes.includes(kind)) return orAbsent(value);
      const message = `${parameter.name} of ${name} takes ${parameter.takes.join(" or ")}, not ${kind}`;
      complain(run, options, "template/bad-argument", message);
      return undefined;
    };
    const args = all.map((value, i) => fitting(value, helper.params[i] ?? helper.rest));
    const named = Object.entries(options.hash)
      .filter(([key]) => key !== PLACE_ARGUMENT)
      .map(([key, value]) => [key, fitting(value, helper.options[key] ?? helper.anyOption)]);
    const desk: Desk = {
      ...run.context,
      mark: ` ${ORIGIN_ATTRIBUTE}="${options.hash[PLACE_ARGUMENT]}"`,
      problem: (code, message, hint) => complain(run, options, code, message, hint),
    };
    step(run);
    return helper.run(args, Object.fromEntries(named), desk);
  };
}

/** The gate through which everything printed goes; what it returns is escaped unless it is markup. */
function print(value: unknown, options: HelperOptions): unknown {
  const run = runOf(options);
  const printed = value instanceof Markup ? value.text : typeof value === "number" ? String(value) : value;
  step(run, typeof printed === "string" ? printed.length : 0);
  if (value === undefined || value === null) return "";
  if (typeof value === "number" ? Number.isFinite(value) : typeof printed === "string")
    return value instanceof Markup ? value : printed;
  const what = typeof value === "number" ? `${value}` : `a ${kindOf(value)}`;
  complain(
    run,
    options,
    "template/not-printable",
    `${what} cannot be printed`,
    "print one of its fields, or ask for it with {{#if …}}",
  );
  return "";
}

/** A frame in which `this` is the value, so that `../` inside can come back to where it is now. */
function frameFor(options: HelperOptions, value: unknown) {
  const frame = Handlebars.createFrame(options.data);
  const contexts: Contexts = { value, up: options.data[CONTEXT], frame };
  frame[CONTEXT] = contexts;
  return frame;
}

const contextOf = (options: HelperOptions): unknown => (options.data[CONTEXT] as Contexts).value; // in every frame

const choose =
  (wanted: boolean) =>
  (value: unknown, options: HelperOptions): string => {
    step(runOf(options));
    const here = contextOf(options);
    const holds = isTruthy(orAbsent(value), options.hash.includeZero === true);
    return holds === wanted ? options.fn(here) : options.inverse(here);
  };

const BLOCKS: Readonly<Record<string, (value: unknown, options: HelperOptions) => string>> = {
  if: choose(true),
  unless: choose(false),
  with: (value, options) =>
    value === undefined || value === null
      ? options.inverse(contextOf(options))
      : options.fn(value, { data: frameFor(options, value), blockParams: [value] }),
  each: (items, options) => {
    const run = runOf(options);
    const entries = typeof items === "object" && items !== null ? Object.entries(items) : [];
    if (entries.length === 0) return options.inverse(contextOf(options));
    const isList = Array.isArray(items);
    let text = "";
    entries.forEach(([name, item], index) => {
      const key = isList ? index : name;
      const frame = frameFor(options, item);
      Object.assign(frame, { index, key, first: index === 0, last: index === entries.length - 1 });
      step(run);
      text += options.fn(item, { data: frame, blockParams: [item, key] });
      if (text.length > BUDGET.characters) throw tooMuch("characters");
    });
    return text;
  },
  _enter: (value, options) => {
    step(runOf(options));
    return options.fn(value, { data: frameFor(options, value) });
  },
};

/** What templates may call, ours and the blocks. */
export const HELPER_NAMES: readonly string[] = [...Object.keys(HELPERS), ...Object.keys(BLOCKS), "_out"];

/**
 * A copy of plain data without prototypes, `null` made absent. Functions, instances of classes, names that lead
 * into the language and values that contain themselves are refused.
 */
function copyData(data: unknown, problems: Diagnostic[]): unknown {
  let values = 0;
  const around = new Set<object>();
  const refuse = (path: string, message: string): undefined => {
    if (problems.length < BUDGET.problems)
      problems.push({ ...general("bad-data", message), ...(path === "" ? {} : { path }) });
    return undefined;
  };
  const copy = (value: unknown, path: string): unknown => {
    if (value === null || value === undefined) return undefined;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
    if (typeof value !== "object") return refuse(path, `a ${typeof value} in the data`);
    if (around.has(value)) return refuse(path, "data that contains itself");
    if (around.size >= MAX_DATA_DEPTH) return refuse(path, `data more than ${MAX_DATA_DEPTH} levels deep`);
    values++;
    if (values > BUDGET.values) return values === BUDGET.values + 1 ? refuse("", "too much data") : undefined;
    around.add(value);
    const made = Array.isArray(value)
      ? value.map((item, i) => copy(item, `${path}[${i}]`))
      : copyRecord(value, path);
    around.delete(value);
    return made;
  };
  const copyRecord = (value: object, path: string): unknown => {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype)
      return refuse(path, "an instance of a class in the data");
    const record: Record<string, unknown> = Object.create(null);
    for (const [key, item] of Object.entries(value)) {
      const inner = path === "" ? key : `${path}.${key}`;
      if (FORBIDDEN.has(key)) refuse(inner, `${key} may not be used as a name`);
      else record[key] = copy(item, inner);
    }
    return record;
  };
  return copy(data, "");
}

const MAX_DATA_DEPTH = 100;
