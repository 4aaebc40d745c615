import zod from "zod";

/**
 * Schemas in zod's words that need no zod as long as nothing is wrong. To make zod's own objects for all fields of a
 * record takes longer than all else that is done with a short one; here a field is a closure or two. What is refused
 * is read again by zod, from the same words, and zod says what is wrong with it; JSON Schema is zod's work, too.
 * There are only the words that our schemas use. A property test holds that both read alike.
 */
export type * from "zod";

/** What a schema makes of a value, or that it refuses it. */
type Read = (value: unknown) => unknown;
const REFUSED: unique symbol = Symbol("refused");
const refuse: Read = () => REFUSED;

/** Whether a field may be left out; `filled` says that something then takes its place. */
type Absence = "empty" | "filled" | undefined;

/** What a schema is, in zod's terms, for those who walk through schemas. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly items?: readonly Schema[];
  readonly words?: readonly string[];
  readonly shape?: Shape;
}
type Shape = Readonly<Record<string, Schema>>;
type Test = (value: unknown) => boolean;

/** A class because zod's words are methods. */
class Schema {
  readonly _zod: { readonly def: Definition; readonly parent: Schema | undefined };
  readonly read: Read;
  readonly absence: Absence;
  readonly #make: () => zod.ZodType;
  #real: zod.ZodType | undefined;

  /** `make` says it to zod. A schema that only adds to another has that one as its parent. */
  constructor(def: Definition, read: Read, absence: Absence, make: () => zod.ZodType, parent?: Schema) {
    this._zod = { def, parent };
    this.read = read;
    this.absence = absence;
    this.#make = make;
  }

  get real(): zod.ZodType {
    this.#real ??= this.#make();
    return this.#real;
  }
  get shape(): Shape {
    return this._zod.def.shape ?? {};
  }

  safeParse(value: unknown, context?: object) {
    const data = this.read(value);
    return data === REFUSED ? this.real.safeParse(value, context) : { success: true, data };
  }
  parse(value: unknown): unknown {
    const data = this.read(value);
    return data === REFUSED ? this.real.parse(value) : data;
  }

  // ---- the same with something said about it

  describe(text: string): Schema {
    return this.#more("describe", [text]);
  }
  meta(data: object): Schema {
    return this.#more("meta", [data]);
  }
  clone(): Schema {
    return this.#more("clone", []);
  }
  register(registry: Registry, data: unknown): Schema {
    registry.add(this, data);
    return this;
  }

  // ---- the same with a condition

  refine(test: Test, words?: unknown): Schema {
    return this.#tested("refine", [test, words], test);
  }
  regex(pattern: RegExp, words?: unknown): Schema {
    return this.#tested("regex", [pattern, words], (value) => pattern.test(String(value)));
  }
  min(least: number, words?: unknown): Schema {
    return this.#tested("min", [least, words], (value) => sizeOf(value) >= least);
  }
  max(most: number, words?: unknown): Schema {
    return this.#tested("max", [most, words], (value) => sizeOf(value) <= most);
  }
  positive(words?: unknown): Schema {
    return this.#tested("positive", [words], (value) => sizeOf(value) > 0);
  }

  // ---- others made from it

  optional(): Schema {
    const { read, absence } = this;
    // What takes the place of an absent field goes on doing so.
    const around: Read = absence === "filled" ? read : (value) => (value === undefined ? value : read(value));
    return this.#other("optional", [], { type: "optional", innerType: this }, around, absence ?? "empty");
  }
  nullable(): Schema {
    const { read, absence } = this;
    const around: Read = (value) => (value === null ? value : read(value));
    return this.#other("nullable", [], { type: "nullable", innerType: this }, around, absence);
  }
  default(instead: unknown): Schema {
    const { read } = this;
    const around: Read = (value) => {
      const found = value === undefined ? value : read(value);
      return found === undefined ? copyOf(instead) : found;
    };
    return this.#other("default", [instead], { type: "default", innerType: this }, around, "filled");
  }
  prefault(instead: unknown): Schema {
    const { read } = this;
    const around: Read = (value) => read(value === undefined ? copyOf(instead) : value);
    return this.#other("prefault", [instead], { type: "prefault", innerType: this }, around, "filled");
  }
  transform(change: Read): Schema {
    const { read } = this;
    const around: Read = (value) => {
      const found = read(value);
      return found === REFUSED ? found : change(found);
    };
    // What becomes of nothing is left to zod.
    const absence = this.absence === "empty" ? undefined : this.absence;
    return this.#other("transform", [change], { type: "pipe", in: this }, around, absence);
  }
  exclude(words: readonly string[]): Schema {
    const kept = this._zod.def.words?.filter((word) => !words.includes(word)) ?? [];
    return this.#other("exclude", [words], { type: "enum", words: kept }, among(kept));
  }
  catchall(rest: Schema): Schema {
    return this.#other("catchall", [rest], this._zod.def, groupOf(this.shape, rest.read));
  }
  partial(): Schema {
    const fields = Object.entries(this.shape).map(([name, field]) => [name, field.optional()] as const);
    const shape = Object.fromEntries(fields);
    return this.#other("partial", [], { type: "object", shape }, groupOf(shape, refuse));
  }

  #more(word: string, args: readonly unknown[], read: Read = this.read): Schema {
    return new Schema(this._zod.def, read, this.absence, () => say(this.real, word, args), this);
  }
  #tested(word: string, args: readonly unknown[], test: Test): Schema {
    const { read } = this;
    return this.#more(word, args, (value) => {
      const found = read(value);
      return found !== REFUSED && test(found) ? found : REFUSED;
    });
  }
  #other(word: string, args: readonly unknown[], def: Definition, read: Read, absence?: Absence): Schema {
    return new Schema(def, read, absence, () => say(this.real, word, args));
  }
}

/** The length of a text or list, or the number itself. */
const sizeOf = (value: unknown): number =>
  typeof value === "string" || Array.isArray(value) ? value.length : Number(value);

/** Nobody shall change what others are given, too. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...value];
  return typeof value === "object" && value !== null ? { ...value } : value;
}

// ---- readers

const where =
  (test: Test): Read =>
  (value) =>
    test(value) ? value : REFUSED;

const among = (words: readonly unknown[]): Read => {
  const known = new Set(words);
  return where((value) => known.has(value));
};

const firstOf =
  (options: readonly Schema[]): Read =>
  (value) => {
    for (const { read } of options) {
      const found = read(value);
      if (found !== REFUSED) return found;
    }
    return REFUSED;
  };

const listOf =
  ({ read }: Schema): Read =>
  (value) => {
    if (!Array.isArray(value)) return REFUSED;
    const found: unknown[] = [];
    for (const one of value) {
      const entry = read(one);
      if (entry === REFUSED) return REFUSED;
      found.push(entry);
    }
    return found;
  };

const rowOf =
  (items: readonly Schema[]): Read =>
  (value) => {
    if (!Array.isArray(value) || value.length !== items.length) return REFUSED;
    const found = items.map(({ read }, i) => read(value[i]));
    return found.includes(REFUSED) ? REFUSED : found;
  };

type Group = Record<string, unknown>;
const isGroup = (value: unknown): value is Group =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A group of fields, in the order of the schema. Those that it does not name are read by `rest`, or left out. */
function groupOf(shape: Shape, rest?: Read): Read {
  let fields: readonly (readonly [string, Schema])[];
  return (value) => {
    if (!isGroup(value)) return REFUSED;
    fields ??= Object.entries(shape);
    const found: Group = {};
    let unread = Object.keys(value).length;
    for (const [name, { read, absence }] of fields) {
      const given = Object.hasOwn(value, name);
      if (given) unread -= 1;
      else if (absence === "empty") continue;
      else if (absence === undefined) return REFUSED;
      const field = read(value[name]);
      if (field === REFUSED) return REFUSED;
      if (given || field !== undefined) found[name] = field;
    }
    return unread === 0 || !rest || readRest(value, shape, rest, found) ? found : REFUSED;
  };
}

/** Fields of one sort, by names that follow a schema. */
const fieldsOf =
  (names: Schema, values: Schema): Read =>
  (value) => {
    if (!isGroup(value) || Object.keys(value).some((name) => names.read(name) === REFUSED)) return REFUSED;
    const found: Group = {};
    return readRest(value, {}, values.read, found) ? found : REFUSED;
  };

/** Adds the fields that are not in the shape; false when one is refused. */
function readRest(value: Group, shape: Shape, read: Read, found: Group): boolean {
  for (const [name, one] of Object.entries(value)) {
    if (Object.hasOwn(shape, name)) continue;
    // A field of this name would become the group's prototype; zod knows what to say.
    const field = name === "__proto__" ? REFUSED : read(one);
    if (field === REFUSED) return false;
    found[name] = field;
  }
  return true;
}

// ---- saying it to zod

const say = (listener: object, word: string, args: readonly unknown[]): zod.ZodType =>
  Reflect.apply(Reflect.get(listener, word), listener, args.map(realOf));

/** What is said to zod may hold schemas, which are made zod's own: one, a list of them, or a group. */
function realOf(said: unknown): unknown {
  if (said instanceof Schema) return said.real;
  if (Array.isArray(said)) return said.map(realOf);
  if (!isGroup(said) || !Object.values(said).some((one) => one instanceof Schema)) return said;
  return Object.fromEntries(Object.entries(said).map(([name, one]) => [name, realOf(one)]));
}

/** The schema in zod's own objects. */
export const inZod = <S extends zod.ZodType>(schema: S): S => realOf(schema) as S; // said in the same words

export const toJSONSchema: typeof zod.toJSONSchema = ((schema: zod.ZodType, params: object) =>
  zod.toJSONSchema(inZod(schema), params)) as typeof zod.toJSONSchema; // of a schema, never of a registry

// ---- zod's words, each with its definition and reader; the types are zod's own

const word =
  <Said extends readonly unknown[]>(
    name: string,
    meaning: (...said: Said) => readonly [def: Definition, read: Read],
  ) =>
  (...said: Said): Schema =>
    new Schema(...meaning(...said), undefined, () => say(zod, name, said));

const words = {
  string: word("string", (_?: unknown) => [{ type: "string" }, IS_TEXT]),
  number: word("number", (_?: unknown) => [{ type: "number" }, IS_NUMBER]),
  int: word("int", (_?: unknown) => [{ type: "number" }, IS_WHOLE]),
  boolean: word("boolean", (_?: unknown) => [{ type: "boolean" }, IS_TRUTH]),
  literal: word("literal", (value: unknown) => [{ type: "literal" }, among([value])]),
  enum: word("enum", (list: readonly string[]) => [{ type: "enum", words: list }, among(list)]),
  array: word("array", (element: Schema) => [{ type: "array", element }, listOf(element)]),
  tuple: word("tuple", (items: readonly Schema[]) => [{ type: "tuple", items }, rowOf(items)]),
  union: word("union", (options: readonly Schema[]) => [{ type: "union", options }, firstOf(options)]),
  object: word("object", (shape: Shape) => [{ type: "object", shape }, groupOf(shape)]),
  strictObject: word("strictObject", (shape: Shape) => [{ type: "object", shape }, groupOf(shape, refuse)]),
  record: word("record", (names: Schema, values: Schema) => [{ type: "record" }, fieldsOf(names, values)]),
  partialRecord: word("partialRecord", (names: Schema, values: Schema) => [
    { type: "record" },
    fieldsOf(names, values),
  ]),
};
const IS_TEXT = where((value) => typeof value === "string");
const IS_NUMBER = where(Number.isFinite);
const IS_WHOLE = where(Number.isSafeInteger);
const IS_TRUTH = where((value) => typeof value === "boolean");

const { enum: enumeration, ...named } = words as unknown as Pick<typeof zod, keyof typeof words>;

export { enumeration as enum };
export const { string, number, int, boolean, literal, array, tuple, union } = named;
export const { object, strictObject, record, partialRecord } = named;

/** What is noted about schemas; a schema that adds to another has what is noted about that one. */
interface Registry {
  add(schema: Schema, data: unknown): void;
  get(schema: Schema): unknown;
}

export const registry = (() => {
  const notes = new WeakMap<Schema, unknown>();
  const get = (schema: Schema): unknown => {
    for (let one: Schema | undefined = schema; one; one = one._zod.parent)
      if (notes.has(one)) return notes.get(one);
    return undefined;
  };
  return { add: (schema, data) => notes.set(schema, data), get } satisfies Registry;
}) as unknown as typeof zod.registry;
