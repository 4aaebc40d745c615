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
  const shared = { ...context, language };
  const state: Run = { context: shared, origins, problems, desks: new Map(), steps: 0, characters: 0 };
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
  /** One for each place of the template that calls a helper, made when it first does. */
  readonly desks: Map<unknown, Desk>;
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

function complain(run: Run, place: unknown, code: string, message: string, hint?: string): void {
  const origin = run.origins[Number(place)];
  const known = run.problems.some(
    (problem) => problem.message === message && problem.place === origin?.place,
  );
  if (origin && !known && run.problems.length < BUDGET.problems)
    run.problems.push(errorAt(origin, { code, message, hint }));
}

/** The desk of a helper called at a place: the run's context, and who speaks when there is a problem. */
function deskAt(run: Run, place: unknown): Desk {
  let desk = run.desks.get(place);
  if (desk === undefined) {
    desk = {
      ...run.context,
      mark: ` ${ORIGIN_ATTRIBUTE}="${place}"`,
      problem: (code, message, hint) => complain(run, place, code, message, hint),
    };
    run.desks.set(place, desk);
  }
  return desk;
}

const orAbsent = (value: unknown): unknown => (value === null ? undefined : value);

/** Wraps a helper of the table: arguments checked against it, absent ones made `undefined`, places at hand. */
function inlineHelper(name: string, helper: Helper) {
  const fitting = (value: unknown, parameter: Parameter | undefined, desk: Desk): unknown => {
    const kind = kindOf(value);
    if (kind === undefined || !parameter || parameter.takes.includes(kind)) return orAbsent(value);
    const message = `${parameter.name} of ${name} takes ${parameter.takes.join(" or ")}, not ${kind}`;
    desk.problem("template/bad-argument", message);
    return undefined;
  };
  return (...args: unknown[]): unknown => {
    const { hash, data } = args.pop() as HelperOptions; // Handlebars' last argument
    const run: Run = data[RUN];
    const desk = deskAt(run, hash[PLACE_ARGUMENT]);
    for (let i = 0; i < args.length; i++) args[i] = fitting(args[i], helper.params[i] ?? helper.rest, desk);
    const names = Object.keys(hash);
    step(run);
    // Most calls name nothing but their place.
    if (names.length === 1 && names[0] === PLACE_ARGUMENT) return helper.run(args, NO_OPTIONS, desk);
    const named: Record<string, unknown> = Object.create(null);
    for (const key of names)
      if (key !== PLACE_ARGUMENT)
        named[key] = fitting(hash[key], helper.options[key] ?? helper.anyOption, desk);
    return helper.run(args, named, desk);
  };
}

const NO_OPTIONS: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null));

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
    options.hash[PLACE_ARGUMENT],
    "template/not-printable",
    `${what} cannot be printed`,
    "print one of its fields, or ask for it with {{#if …}}",
  );
  return "";
}

/**
 * A frame in which `this` is the value, so that `../` inside can come back to where it is now. Handlebars' own
 * `createFrame` copies name by name and keeps the frame around, which nothing here asks for.
 */
function frameFor(options: HelperOptions, value: unknown, loop?: Loop): object {
  const contexts: Mutable<Contexts> = { value, up: options.data[CONTEXT], frame: undefined };
  const frame = { ...options.data, ...loop, [CONTEXT]: contexts };
  contexts.frame = frame;
  return frame;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** What the inside of a loop knows as `@index` and so on. */
interface Loop {
  readonly index: number;
  readonly key: number | string;
  readonly first: boolean;
  readonly last: boolean;
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
    const all = typeof items === "object" && items !== null ? items : [];
    const names = Array.isArray(all) ? undefined : Object.keys(all);
    const values: readonly unknown[] = Array.isArray(all) ? all : Object.values(all);
    if (values.length === 0) return options.inverse(contextOf(options));
    let text = "";
    for (const [index, item] of values.entries()) {
      const key = names?.[index] ?? index;
      const loop = { index, key, first: index === 0, last: index === values.length - 1 };
      step(run);
      text += options.fn(item, { data: frameFor(options, item, loop), blockParams: [item, key] });
      if (text.length > BUDGET.characters) throw tooMuch("characters");
    }
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
  const around: object[] = [];
  const way: (string | number)[] = [];
  const refuse = (message: string): undefined => {
    const path = way
      .map((one, i) => (typeof one === "number" ? `[${one}]` : i === 0 ? one : `.${one}`))
      .join("");
    if (problems.length < BUDGET.problems)
      problems.push({ ...general("bad-data", message), ...(path === "" ? {} : { path }) });
    return undefined;
  };
  const copy = (value: unknown): unknown => {
    if (value === null || value === undefined) return undefined;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
    if (typeof value !== "object") return refuse(`a ${typeof value} in the data`);
    if (around.includes(value)) return refuse("data that contains itself");
    if (around.length >= MAX_DATA_DEPTH) return refuse(`data more than ${MAX_DATA_DEPTH} levels deep`);
    values++;
    if (values > BUDGET.values) {
      if (values === BUDGET.values + 1) problems.push(general("bad-data", "too much data"));
      return undefined;
    }
    around.push(value);
    const made = Array.isArray(value) ? copyList(value) : copyRecord(value);
    around.pop();
    return made;
  };
  const copyList = (list: readonly unknown[]): readonly unknown[] =>
    list.map((item, i) => {
      way.push(i);
      const made = copy(item);
      way.pop();
      return made;
    });
  const copyRecord = (value: object): unknown => {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype)
      return refuse("an instance of a class in the data");
    const record: Record<string, unknown> = Object.create(null);
    for (const [key, item] of Object.entries(value)) {
      way.push(key);
      if (FORBIDDEN.has(key)) refuse(`${key} may not be used as a name`);
      else record[key] = copy(item);
      way.pop();
    }
    return record;
  };
  return copy(data);
}

const MAX_DATA_DEPTH = 100;
