import type { Diagnostic } from "../diagnostic.ts";
import {
  checkAttribute,
  errorAt,
  meant,
  missingAttributes,
  type Origin,
  unknownElement,
} from "../markup/element.ts";
import { elementRule } from "../markup/vocabulary.ts";
import {
  type Block,
  type Expression,
  isScoped,
  type Loc,
  type Mustache,
  type PartialCall,
  type Path,
  type Program,
  pairsOf,
  type Statement,
  type SubExpression,
  simpleName,
} from "./ast.ts";
import {
  BLOCK_HELPERS,
  HELPERS,
  type Helper,
  type Kind,
  type Parameter,
  placeholders,
  type Wording,
  wordingOf,
} from "./helpers.ts";
import { type Outline, outline } from "./outline.ts";
import {
  ANYTHING,
  fieldNames,
  fieldShape,
  isAnything,
  itemShape,
  type JsonSchema,
  kindsOf,
  type Shape,
  shapeOf,
  valuesOf,
} from "./schema.ts";
import { LIMITS, type Parsed, readSource, type Source, type Template } from "./source.ts";

/** What a template is checked against. What is absent is not checked. */
export interface CheckSettings {
  /** JSON Schema of the data. */
  readonly schema?: JsonSchema;
  readonly wording?: Wording;
  /** The names of the style sheet. */
  readonly roles?: ReadonlySet<string>;
}

/**
 * Checks a template and the partials it reaches before anything is rendered: that it keeps to what templates
 * may do, that every helper, partial, field and wording exists, that the markup written in it is of the
 * vocabulary. Each partial is checked with the data it is called with. Reports everything at once.
 */
export function check(template: Template, settings: CheckSettings): readonly Diagnostic[] {
  return study(template, settings).diagnostics;
}

/** A file that could be read, with its outline. */
export interface Studied {
  readonly parsed: Parsed;
  readonly program: Program;
  readonly outline: Outline;
}

/** Names that lead out of the data and into the language; refused in every path, argument and key. */
export const FORBIDDEN: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
  "caller",
  "callee",
]);

/** The check, with the files it has read: the main one under the empty name, partials under theirs. */
export function study(template: Template, { schema = true, wording, roles }: CheckSettings) {
  const files = new Map<string, Studied>();
  const problems = new Map<string, Diagnostic>();
  const report = (problem: Diagnostic): void => {
    const { code, message, place } = problem;
    problems.set(`${place?.file}\0${place?.line}\0${place?.column}\0${code}\0${message}`, problem);
  };
  const partials = new Map(Object.entries(template.partials));
  const load = (name: string, source: Source): void => {
    const { parsed, outline: outlined } = outlineOf(source);
    for (const problem of parsed.diagnostics) report(problem);
    if (!parsed.program || !outlined) return;
    files.set(name, { parsed, program: parsed.program, outline: outlined });
    for (const problem of outlined.diagnostics) report(problem);
    for (const tag of outlined.tags) for (const problem of judgeTag(tag, roles)) report(problem);
    for (const call of outlined.calls) {
      const called = partialName(call);
      const next = called === undefined ? undefined : partials.get(called);
      if (called !== undefined && next && !loaded.has(called)) {
        loaded.add(called);
        load(called, next);
      }
    }
  };
  const loaded = new Set<string>();
  load("", template.main);
  checkPartialGraph(files, report);

  const main = files.get("");
  if (main) {
    const shape = shapeOf(schema, schema);
    const walker: Walker = {
      files,
      partials,
      schema,
      rootShape: shape,
      wording,
      report,
      seen: new Set(),
      ids: new Map(),
      made: new Map(),
    };
    walk(main.program, {
      walker,
      parsed: main.parsed,
      scope: { shape, names: new Map(), isEach: false, up: undefined },
    });
  }
  return { files, diagnostics: [...problems.values()].sort(inOrder(template.main.file)) };
}

/** The main file first, then by file and place. */
const inOrder =
  (main: string) =>
  ({ place: a }: Diagnostic, { place: b }: Diagnostic): number => {
    if (!a || !b) return 0;
    const rank = Number(b.file === main) - Number(a.file === main);
    return rank || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column);
  };

// Reading a file is most of the work, and partials are shared by many papers.
const outlines = new Map<string, { readonly parsed: Parsed; readonly outline: Outline | undefined }>();
const MAX_OUTLINES = 200;

function outlineOf(source: Source) {
  const key = `${source.file}\0${source.text}`;
  const known = outlines.get(key);
  if (known) return known;
  const parsed = readSource(source);
  const made = { parsed, outline: parsed.program && outline(parsed, parsed.program) };
  if (outlines.size >= MAX_OUTLINES) outlines.clear();
  outlines.set(key, made);
  return made;
}

function judgeTag(
  tag: Outline["tags"][number],
  roles: ReadonlySet<string> | undefined,
): readonly Diagnostic[] {
  const rule = elementRule(tag.name);
  if (!rule) return [unknownElement(tag.name, tag.at)];
  return [
    ...[...tag.attributes].flatMap(([name, value]) =>
      checkAttribute(tag.name, rule, name, value, roles, tag.at),
    ),
    ...missingAttributes(tag.name, rule, (name) => tag.attributes.has(name), tag.at),
  ];
}

/** The name of a partial when it is written out; absent for one that would be computed. */
export function partialName({ name }: PartialCall): string | undefined {
  if (name.type === "SubExpression") return undefined;
  if (name.type === "PathExpression") return name.data || name.original === "." ? undefined : name.original;
  return name.type === "StringLiteral" ? String(name.value) : String(name.original);
}

/** Reports partials that come back to themselves, and chains of partials that are too long. */
function checkPartialGraph(files: ReadonlyMap<string, Studied>, report: (problem: Diagnostic) => void): void {
  const depths = new Map<string, number>();
  const visit = (name: string, path: readonly string[]): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const file = files.get(name);
    let depth = 0;
    for (const call of file?.outline.calls ?? []) {
      const called = partialName(call);
      if (!file || called === undefined || !files.has(called)) continue;
      const at = originOf(file.parsed, call.loc);
      const cycle = [...path, name].indexOf(called);
      if (cycle !== -1) {
        const names = [...[...path, name].slice(cycle), called].join(" → ");
        report(
          errorAt(at, {
            code: "template/recursion",
            message: `the partial ${called} calls itself: ${names}`,
          }),
        );
        continue;
      }
      depth = Math.max(depth, visit(called, [...path, name]) + 1);
      if (depth > LIMITS.partialDepth) {
        const message = `partials more than ${LIMITS.partialDepth} deep`;
        report(errorAt(at, { code: "template/too-large", message }));
        depth = 0;
      }
    }
    depths.set(name, depth);
    return depth;
  };
  visit("", []);
}

/** What stands around a place in the template: `this`, the names of block parameters, and the scope outside. */
interface Scope {
  readonly shape: Shape;
  readonly names: ReadonlyMap<string, Shape>;
  readonly isEach: boolean;
  readonly up: Scope | undefined;
}
interface Walker {
  readonly files: ReadonlyMap<string, Studied>;
  readonly partials: ReadonlyMap<string, Source>;
  readonly schema: JsonSchema;
  readonly rootShape: Shape;
  readonly wording: Wording | undefined;
  readonly report: (problem: Diagnostic) => void;
  /** Partials already checked with a context of the same shape. */
  readonly seen: Set<string>;
  readonly ids: Map<unknown, number>;
  /** Shapes that no schema holds, by signature. */
  readonly made: Map<string, Shape[number]>;
}
interface Here {
  readonly walker: Walker;
  readonly parsed: Parsed;
  readonly scope: Scope;
}

const originOf = (parsed: Parsed, { start, end }: Loc): Origin => {
  const begin = parsed.offset(start);
  return parsed.locate(begin, start.line === end.line ? Math.max(1, parsed.offset(end) - begin) : undefined);
};

function tell(here: Here, loc: Loc, code: string, message: string, hint?: string): void {
  here.walker.report(errorAt(originOf(here.parsed, loc), { code: `template/${code}`, message, hint }));
}

function walk(program: Program, here: Here): void {
  for (const statement of program.body) walkStatement(statement, here);
}

function walkStatement(statement: Statement, here: Here) {
  switch (statement.type) {
    case "ContentStatement":
    case "CommentStatement":
      return;
    case "MustacheStatement":
      return walkOutput(statement, here);
    case "BlockStatement":
      return walkBlock(statement, here);
    case "PartialStatement":
      return walkPartial(statement, here);
    case "PartialBlockStatement":
      return tell(
        here,
        statement.loc,
        "not-allowed",
        "partials take no block",
        "hand over what differs as {{> name key=value}}",
      );
    case "Decorator":
    case "DecoratorBlock":
      return tell(
        here,
        statement.loc,
        "not-allowed",
        "decorators and inline partials are not part of these templates",
        "put the part into a file of its own",
      );
    default:
      statement satisfies never;
      // A kind of statement that this Handlebars does not have is refused like the ones it has.
      return tell(
        here,
        here.parsed.program?.loc ?? NOWHERE,
        "not-allowed",
        "something that templates may not do",
      );
  }
}
const NOWHERE: Loc = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };

const PRINTABLE: readonly Kind[] = ["text", "number"];

function walkOutput(mustache: Mustache, here: Here) {
  if (!mustache.escaped)
    tell(
      here,
      mustache.loc,
      "raw-output",
      "output without escaping",
      "write {{…}} with two braces; for rich text use the helper rich",
    );
  const { path } = mustache;
  if (path.type !== "PathExpression")
    return tell(here, mustache.loc, "not-allowed", "a literal as output", "write it as text");
  const shape =
    mustache.params.length || pairsOf(mustache).length
      ? callShape(mustache, path, here)
      : resolve(path, here, (name) => (helperNamed(name) ? `the helper ${name} needs arguments` : undefined));
  if (shape && !fits(shape, PRINTABLE)) {
    const kind = [...kindsOf(shape)].join(" or ");
    const hint = {
      list: "go through it with {{#each …}}, or use {{list …}}",
      record: "name one of its fields",
    };
    const advice =
      kind === "list" ? hint.list : kind === "record" ? hint.record : "ask for it with {{#if …}}";
    tell(here, mustache.loc, "not-printable", `${path.original} is a ${kind} and cannot be printed`, advice);
  }
}

const helperNamed = (name: string): Helper | undefined =>
  Object.hasOwn(HELPERS, name) ? HELPERS[name] : undefined;

/** Whether one of the kinds a value may have is among those taken. A shape of nothing at all fits. */
const fits = (shape: Shape, takes: readonly Kind[]): boolean => {
  const kinds = kindsOf(shape);
  return kinds.size === 0 || takes.some((kind) => kinds.has(kind));
};

const GIVES: Readonly<Record<Exclude<Helper["gives"], "argument">, Shape>> = {
  text: [{ type: "string" }],
  markup: [{ type: "string" }],
  number: [{ type: "number" }],
  boolean: [{ type: "boolean" }],
};

/** Checks a call of a helper and gives the shape of its result; absent when something is wrong with it. */
function callShape(
  call: Mustache | SubExpression,
  path: Path | Mustache["path"],
  here: Here,
): Shape | undefined {
  const name = simpleName(path);
  const helper = name === undefined ? undefined : helperNamed(name);
  const args = call.params.map((param) => expressionShape(param, here));
  if (!helper || name === undefined) {
    const shown = path.type === "PathExpression" ? path.original : String(path.value);
    const hint =
      UNAVAILABLE[shown] ??
      meant(shown, Object.keys(HELPERS)) ??
      `helpers are ${Object.keys(HELPERS).join(", ")}`;
    tell(here, path.loc, "unknown-helper", `there is no helper ${shown}`, hint);
    for (const { value } of pairsOf(call)) expressionShape(value, here);
    return undefined;
  }
  checkArguments(call, name, helper, args, here);
  if (name === "say") checkWording(call, here);
  if (name === "list") checkListField(call, args[0], here);
  if (helper.gives !== "argument") return GIVES[helper.gives];
  return args.every((shape) => shape !== undefined) ? args.flat() : undefined;
}

const UNAVAILABLE: Readonly<Record<string, string>> = {
  lookup: "fields are named, not computed; {{say … of=…}} chooses words by a value",
  log: "a template prints into the document only",
  if: "write {{#if …}}",
  unless: "write {{#unless …}}",
  each: "write {{#each …}}",
  with: "write {{#with …}}",
};

function checkArguments(
  call: Mustache | SubExpression | Block,
  name: string,
  helper: Pick<Helper, "params" | "options" | "rest" | "anyOption">,
  args: readonly (Shape | undefined)[],
  here: Here,
): void {
  const { params, rest, options, anyOption } = helper;
  if (args.length < params.length || (!rest && args.length > params.length)) {
    const wanted = params.map((param) => param.name).join(", ");
    tell(
      here,
      call.loc,
      "bad-argument",
      `${name} takes ${rest ? "at least " : ""}${wanted}, not ${args.length} arguments`,
    );
  }
  call.params.forEach((expression, i) => {
    checkArgument(name, params[i] ?? rest, expression, args[i], here);
  });
  for (const pair of pairsOf(call)) {
    const known = Object.hasOwn(options, pair.key)
      ? options[pair.key]
      : pair.key.startsWith("_")
        ? undefined
        : anyOption;
    const shape = expressionShape(pair.value, here);
    if (FORBIDDEN.has(pair.key))
      tell(here, pair.loc, "forbidden-name", `${pair.key} may not be used as a name`);
    else if (known) checkArgument(name, known, pair.value, shape, here);
    else {
      const names = Object.keys(options);
      const hint = meant(pair.key, names) ?? (names.length ? `it takes ${names.join(", ")}` : undefined);
      tell(here, pair.loc, "unknown-argument", `${name} takes no argument ${pair.key}`, hint);
    }
  }
}

function checkArgument(
  helper: string,
  parameter: Parameter | undefined,
  expression: Expression,
  shape: Shape | undefined,
  here: Here,
): void {
  if (!parameter || !shape) return;
  const { name, takes, words } = parameter;
  if (!fits(shape, takes)) {
    const given = [...kindsOf(shape)].join(" or ");
    tell(
      here,
      expression.loc,
      "bad-argument",
      `${name} of ${helper} takes ${takes.join(" or ")}, not ${given}`,
    );
  } else if (words && expression.type === "StringLiteral" && !words.includes(String(expression.value))) {
    const hint = meant(String(expression.value), words) ?? `it is one of ${words.join(", ")}`;
    tell(here, expression.loc, "bad-argument", `${name} of ${helper} cannot be ${expression.value}`, hint);
  }
}

/** Every key that a call of `say` can look up must be there, with nothing but the placeholders it is given. */
function checkWording(call: Mustache | SubExpression, here: Here) {
  const { wording } = here.walker;
  const [key] = call.params;
  if (!wording || !key) return;
  if (key.type !== "StringLiteral")
    return tell(
      here,
      key.loc,
      "bad-argument",
      "the key of say is written out",
      'to choose by a value write say "key" of=value',
    );
  const pairs = pairsOf(call);
  const of = pairs.find((pair) => pair.key === "of");
  const values = of ? valuesOf(expressionShape(of.value, here) ?? ANYTHING) : undefined;
  if (of && !values) return; // known only when rendered, and reported then
  for (const full of values ? values.map((value) => `${key.value}.${value}`) : [String(key.value)]) {
    const entry = wordingOf(wording, full);
    if (entry === undefined) {
      tell(
        here,
        key.loc,
        "unknown-wording",
        `the wording has no entry ${full}`,
        meant(full, Object.keys(wording)),
      );
      continue;
    }
    const given = pairs.map((pair) => pair.key);
    for (const name of placeholders(entry)) {
      if (given.includes(name)) continue;
      const near = meant(
        name,
        given.filter((other) => !placeholders(entry).has(other)),
      );
      tell(
        here,
        call.loc,
        "missing-value",
        `${full} needs {${name}}`,
        near ? `you gave it another name: ${near}` : `add ${name}=…`,
      );
    }
    if (typeof entry !== "string" && !given.includes("n"))
      tell(here, call.loc, "missing-value", `${full} has variants by number`, "add n=…");
  }
}

function checkListField(call: Mustache | SubExpression, items: Shape | undefined, here: Here): void {
  const field = pairsOf(call).find((pair) => pair.key === "field")?.value;
  const item = items && itemShape(items, here.walker.schema);
  if (!item) return;
  if (field?.type === "StringLiteral") {
    const name = String(field.value);
    if (!fieldShape(item, name, here.walker.schema)) unknownField(name, item, "the items", field.loc, here);
  } else if (
    !field &&
    !isAnything(item) &&
    !fits(item, PRINTABLE) &&
    !fieldShape(item, "text", here.walker.schema)
  )
    tell(
      here,
      call.loc,
      "bad-argument",
      "the items of this list are records",
      'name the field to print: field="…"',
    );
}

/** The shape of an argument; absent when something is wrong with it. */
function expressionShape(expression: Expression, here: Here): Shape | undefined {
  switch (expression.type) {
    case "PathExpression":
      return resolve(expression, here);
    case "SubExpression":
      return callShape(expression, expression.path, here);
    case "StringLiteral":
      if (FORBIDDEN.has(String(expression.value))) {
        tell(here, expression.loc, "forbidden-name", `${expression.value} may not be used as a name`);
        return undefined;
      }
      return [literal(expression.value, here.walker)];
    case "NumberLiteral":
    case "BooleanLiteral":
      return [literal(expression.value, here.walker)];
    case "UndefinedLiteral":
    case "NullLiteral":
      return [{ type: "null" }];
    default:
      expression satisfies never;
      return undefined;
  }
}

const literal = (value: unknown, walker: Walker): Shape[number] =>
  intern(`\0${JSON.stringify(value)}`, walker, () => ({ const: value }));

const LOOP_NAMES = ["index", "key", "first", "last"];

/** Follows a path through the schema; absent, and reported, when it leads nowhere. */
function resolve(path: Path, here: Here, advice?: (name: string) => string | undefined): Shape | undefined {
  const { parts, original } = path;
  const { rootShape, schema } = here.walker;
  const forbidden = parts.find((part) => FORBIDDEN.has(part));
  if (forbidden !== undefined) {
    tell(here, path.loc, "forbidden-name", `${forbidden} may not be used as a name`);
    return undefined;
  }
  let scope: Scope | undefined = here.scope;
  for (let i = 0; i < path.depth; i++) scope = scope?.up;
  if (!scope) {
    tell(
      here,
      path.loc,
      "unknown-field",
      `${original} leads out of this file`,
      "hand a partial what it needs: {{> name key=value}}",
    );
    return undefined;
  }
  let shape = scope.shape;
  let rest = parts;
  let parent = path.depth > 0 ? "what is outside this block" : "the data here";
  if (path.data) {
    const [name = "", ...further] = parts;
    if (name === "root" && path.depth === 0) shape = rootShape;
    else if (LOOP_NAMES.includes(name) && enclosingEach(scope)) shape = LOOP_SHAPES[name] ?? ANYTHING;
    else {
      const hint = LOOP_NAMES.includes(name)
        ? "it exists inside {{#each …}} only"
        : (meant(name, ["root", ...LOOP_NAMES]) ??
          `there are @root, ${LOOP_NAMES.map((n) => `@${n}`).join(", ")}`);
      tell(here, path.loc, "unknown-field", `there is no @${name}`, hint);
      return undefined;
    }
    rest = further;
    parent = `@${name}`;
  } else if (path.depth === 0 && !isScoped(path)) {
    const [name = ""] = parts;
    const named = parts.length ? blockParameter(name, scope) : undefined;
    if (named) {
      shape = named;
      rest = parts.slice(1);
      parent = name;
    }
  }
  let searched = 0;
  for (const name of rest) {
    const next = fieldShape(shape, name, schema);
    const at = Math.max(searched, original.indexOf(name, searched));
    if (!next) {
      const loc = shifted(path.loc, at, name.length);
      unknownField(name, shape, parent, loc, here, advice?.(name));
      return undefined;
    }
    searched = at + name.length;
    shape = next;
    parent = name;
  }
  return shape;
}

const LOOP_SHAPES: Readonly<Record<string, Shape>> = {
  index: [{ type: "number" }],
  key: [{ type: ["string", "number"] }],
  first: [{ type: "boolean" }],
  last: [{ type: "boolean" }],
};

const shifted = ({ start, end }: Loc, by: number, length: number): Loc => {
  const column = start.column + by;
  return { start: { ...start, column }, end: { line: end.line, column: column + length } };
};

function enclosingEach(scope: Scope): boolean {
  return scope.isEach || (scope.up !== undefined && enclosingEach(scope.up));
}

const blockParameter = (name: string, scope: Scope): Shape | undefined =>
  scope.names.get(name) ?? (scope.up && blockParameter(name, scope.up));

function unknownField(
  name: string,
  shape: Shape,
  parent: string,
  loc: Loc,
  here: Here,
  advice?: string,
): void {
  const names = fieldNames(shape);
  const kinds = [...kindsOf(shape)];
  const message =
    names.length === 0 && kinds.length > 0 && !kinds.includes("record")
      ? `${parent} has no field ${name}: it is a ${kinds.join(" or ")}`
      : `${parent} has no field ${name}`;
  const listed = names.length > 0 && names.length <= 12 ? `there are ${names.join(", ")}` : undefined;
  const ofList = kinds.includes("list") ? "go through a list with {{#each …}}" : undefined;
  tell(here, loc, "unknown-field", message, advice ?? meant(name, names) ?? ofList ?? listed);
}

function walkBlock(block: Block, here: Here): void {
  const name = simpleName(block.path);
  const helper = name !== undefined && Object.hasOwn(BLOCK_HELPERS, name) ? BLOCK_HELPERS[name] : undefined;
  const args = block.params.map((param) => expressionShape(param, here));
  const { program, inverse } = block;
  let inside: Scope = here.scope;
  if (!helper || name === undefined) {
    const shown = block.path.type === "PathExpression" ? block.path.original : String(block.path.value);
    const hint =
      meant(shown, Object.keys(BLOCK_HELPERS)) ?? "there are {{#if}}, {{#unless}}, {{#each}} and {{#with}}";
    tell(here, block.path.loc, "unknown-helper", `there is no block helper ${shown}`, hint);
    for (const { value } of pairsOf(block)) expressionShape(value, here);
    // Nothing is known of the data inside, and one mistake is enough for one place.
    inside = { shape: ANYTHING, names: new Map(), isEach: true, up: here.scope };
  } else {
    checkArguments(block, name, helper, args, here);
    inside = scopeInside(name, block, args[0], here);
  }
  if (program) walk(program, { ...here, scope: inside });
  if (inverse) walk(inverse, here);
}

function scopeInside(name: string, block: Block, shape: Shape | undefined, here: Here): Scope {
  const { scope, walker } = here;
  if (name === "if" || name === "unless") return scope;
  const isEach = name === "each";
  const item =
    shape === undefined ? ANYTHING : isEach ? (itemShape(shape, walker.schema) ?? ANYTHING) : shape;
  const values = [item, LOOP_SHAPES.key ?? ANYTHING];
  const names = new Map((block.program?.blockParams ?? []).map((param, i) => [param, values[i] ?? ANYTHING]));
  return { shape: item, names, isEach, up: scope };
}

const MAX_CONTEXTS = 2000;

function walkPartial(call: PartialCall, here: Here) {
  const { walker, scope } = here;
  const name = partialName(call);
  const pairs = pairsOf(call);
  const context = call.params[0] ? expressionShape(call.params[0], here) : scope.shape;
  const handed = pairs.map(({ key, value, loc }) => {
    if (FORBIDDEN.has(key)) tell(here, loc, "forbidden-name", `${key} may not be used as a name`);
    return [key, expressionShape(value, here) ?? ANYTHING] as const;
  });
  if (name === undefined)
    return tell(
      here,
      call.loc,
      "not-allowed",
      "the name of a partial may not be computed",
      "call each by its name inside {{#if …}}",
    );
  if (!walker.partials.has(name)) {
    const hint = name.startsWith("@") ? undefined : meant(name, walker.partials.keys());
    return tell(here, call.name.loc, "unknown-partial", `there is no partial ${name}`, hint);
  }
  const file = walker.files.get(name);
  if (!file || !context) return;
  const shape =
    handed.length === 0 ? context : [...context, ...handed.map(([key, value]) => field(key, value, walker))];
  const key = `${name}\0${[...new Set(shape.map((node) => idOf(node, walker.ids)))].sort().join()}`;
  if (walker.seen.has(key) || walker.seen.size > MAX_CONTEXTS) return;
  if (walker.seen.size === MAX_CONTEXTS)
    tell(here, call.loc, "too-large", "partials called with too many different kinds of data");
  walker.seen.add(key);
  walk(file.program, {
    walker,
    parsed: file.parsed,
    scope: { shape, names: new Map(), isEach: false, up: undefined },
  });
}

/** A record with one field. */
const field = (key: string, shape: Shape, walker: Walker): Shape[number] =>
  intern(`${key}\0${shape.map((node) => idOf(node, walker.ids)).join()}`, walker, () => ({
    type: "object",
    properties: { [key]: { anyOf: shape } },
  }));

/** The same object for the same signature, so that contexts can be compared. */
function intern(signature: string, walker: Walker, make: () => Shape[number]): Shape[number] {
  const node = walker.made.get(signature) ?? make();
  walker.made.set(signature, node);
  return node;
}

function idOf(node: unknown, ids: Map<unknown, number>): number {
  const id = ids.get(node) ?? ids.size;
  ids.set(node, id);
  return id;
}
