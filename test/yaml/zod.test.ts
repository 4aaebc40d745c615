import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { profileSchema } from "../../src/record/profile.ts";
import { recordSchema } from "../../src/record/schema/record.ts";
import { fontsSchema, themeSchema } from "../../src/style/theme.ts";
import { load } from "../../src/yaml/load.ts";
import { type Path, valueAt } from "../../src/yaml/path.ts";
import * as z from "../../src/yaml/zod.ts";

const read = (file: string): unknown => {
  const loaded = load(readFileSync(file, "utf8"), file);
  if (!loaded.ok) throw new Error(file);
  return loaded.value.value;
};
const readAll = (folder: string): readonly unknown[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => read(`${folder}/${name}`));

/** Schemas with files that follow them. */
const FOLLOWED: readonly (readonly [name: string, schema: z.ZodType, values: readonly unknown[]])[] = [
  ["records", recordSchema, readAll("data")],
  ["profiles", profileSchema, readAll("templates/profiles")],
  ["themes", themeSchema, readAll("templates/themes")],
  ["fonts", fontsSchema, [read("templates/fonts.yaml")]],
];

/** Holds a value against a schema: without zod, by zod, and whether zod was asked where it need not be. */
function compared(schema: z.ZodType, value: unknown) {
  const real = z.inZod(schema);
  const expected = real.safeParse(value, { jitless: true });
  const asked = vi.spyOn(real, "safeParse");
  const found = schema.safeParse(value, { jitless: true });
  const inVain = asked.mock.calls.length > 0 && expected.success;
  asked.mockRestore();
  return { found: told(found), expected: told(expected), inVain };
}

const told = ({ success, data, error }: z.ZodSafeParseResult<unknown>): unknown =>
  success ? JSON.stringify(data) : error?.issues;

describe("schemas without zod", () => {
  it.each(FOLLOWED)("take %s as zod does", (_, schema, values) => {
    for (const value of values) {
      const { found, expected, inVain } = compared(schema, value);
      expect(found).toEqual(expected);
      expect(inVain).toBe(false);
      expect(schema.parse(value)).toEqual(z.inZod(schema).parse(value));
    }
  });
  it.each(FOLLOWED)("take and refuse changed %s as zod does", (_, schema, values) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...values),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (value, changes) => {
          const changed = changes.reduce(applied, value);
          const { found, expected, inVain } = compared(schema, changed);
          expect(found).toEqual(expected);
          // Such a field is left to zod, whatever zod makes of it.
          expect(inVain && !JSON.stringify(changed).includes("__proto__")).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });
  it.each<readonly [string, z.ZodType, readonly unknown[]]>([
    [
      "optional",
      z.strictObject({ a: z.string().optional() }),
      [{}, { a: undefined }, { a: "x" }, { a: null }],
    ],
    [
      "a default within optional",
      z.strictObject({ a: z.int().default(3).optional() }),
      [{}, { a: undefined }],
    ],
    ["a default around optional", z.strictObject({ a: z.int().optional().default(3) }), [{}, { a: 4 }]],
    ["a default that others could change", z.array(z.string()).default(["x"]), [undefined, []]],
    ["prefault", z.strictObject({ b: z.int().default(1) }).prefault({}), [undefined, { b: 2 }, { c: 2 }]],
    ["nullable", z.strictObject({ a: z.string().nullable() }), [{ a: null }, {}, { a: undefined }]],
    [
      "transformed nothing",
      z.strictObject({
        a: z
          .string()
          .optional()
          .transform((a) => `${a}!`),
      }),
      [{}, { a: "x" }],
    ],
    ["numbers", z.number().positive().max(9), [0, 9, 9.5, Number.NaN, Number.POSITIVE_INFINITY, "3", -0]],
    ["whole numbers", z.int().min(-2), [-2, -3, 1.5, 2 ** 53, 2 ** 53 - 1, true]],
    ["lists", z.array(z.literal(1)).min(1).max(2), [[], [1], [1, 1], [1, 1, 1], [2], { 0: 1, length: 1 }]],
    ["rows", z.tuple([z.int(), z.boolean()]), [[1, true], [1], [1, true, 2], [1, 2]]],
    ["words", z.enum(["a", "b", "c"]).exclude(["c"]), ["a", "c", "toString", 1]],
    ["loose groups", z.object({ a: z.int() }), [{ a: 1, b: 2 }, {}]],
    [
      "other fields",
      z.object({ a: z.int() }).catchall(z.string()),
      [{ a: 1, b: "2" }, { a: 1, b: 2 }, { a: "1" }],
    ],
    ["parts", z.strictObject({ a: z.int(), b: z.int().default(2) }).partial(), [{}, { a: 1 }, { a: "1" }]],
    ["named fields", z.partialRecord(z.enum(["a", "b"]), z.int()), [{}, { a: 1 }, { c: 1 }, []]],
    ["prototypes", z.record(z.string(), z.int()), [JSON.parse('{"__proto__": 1}'), JSON.parse('{"a": 1}')]],
    ["unions", z.union([z.string().max(2), z.strictObject({ a: z.string() })]), ["ab", "abc", { a: "" }, 1]],
  ])("read %s as zod does", (_, schema, values) => {
    for (const value of values) {
      const { found, expected } = compared(schema, value);
      expect(found).toEqual(expected);
    }
  });
  it("give everybody a default of their own", () => {
    const schema = z.array(z.string()).default([]);
    expect(schema.parse(undefined)).not.toBe(schema.parse(undefined));
  });
  it("keep what is noted about the schema that they add to, and not of that around which they are", () => {
    const notes = z.registry<{ kind: string }>();
    const noted = z.string().register(notes, { kind: "x" });
    expect(notes.get(noted.max(3).describe("short"))).toEqual({ kind: "x" });
    expect(notes.get(noted.optional())).toBeUndefined();
    expect(notes.get(z.string())).toBeUndefined();
  });
});

// ---- changes

type Change = (value: unknown) => unknown;
const applied = (value: unknown, make: Change): unknown => make(value);

const ODD: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    7,
    1.5,
    1e15,
    Number.NaN,
    "",
    " ",
    "x",
    "a\nb",
    "n".repeat(300),
    "board",
    [],
    {},
    [[]],
  ],
  ...["pending", "2026-03-12", "2026-02-30", "14:30", "2026-03-12T09:00", "12mm", "#abcdef", "2/3", "出席"],
  ...[
    { value: 3 },
    { status: "withheld" },
    { zh: "好" },
    { en: "good" },
    { text: "x" },
    { value: "x", basis: "stated" },
  ],
];

/** Something at some place taken away, added, put in the place of something else or changed for it. */
const change: fc.Arbitrary<Change> = fc
  .record({
    at: fc.nat(),
    from: fc.nat(),
    what: fc.constantFrom("remove", "add", "replace", "exchange", "wrap"),
    odd: fc.constantFrom(...ODD),
    name: fc.constantFrom("x", "note", "cites", "value", "status", "text", "__proto__", "default"),
  })
  .map(({ at, from, what, odd, name }) => (value) => {
    const paths = pathsIn(value, []);
    const path = paths[at % paths.length] ?? [];
    const old = valueAt(value, path);
    switch (what) {
      case "remove":
        return without(value, path);
      case "add":
        return isGroup(old) ? put(value, [...path, name], odd) : put(value, path, [odd, old]);
      case "replace":
        return put(value, path, odd);
      case "exchange":
        return put(value, path, valueAt(value, paths[from % paths.length] ?? []));
      default:
        return put(value, path, { value: old });
    }
  });

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function pathsIn(value: unknown, here: Path): readonly Path[] {
  if (typeof value !== "object" || value === null) return [here];
  const steps: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [here, ...steps.flatMap((step) => pathsIn(valueAt(value, [step]), [...here, step]))];
}

/** A copy with something else at the path, without a prototype as records are read. */
function put(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other;
  if (Array.isArray(value)) return value.map((one, i) => (i === step ? put(one, rest, other) : one));
  const copy = Object.assign(Object.create(null), value);
  copy[step] = put(copy[step], rest, other);
  return copy;
}

function without(value: unknown, path: Path): unknown {
  const parent = path.slice(0, -1);
  const group = valueAt(value, parent);
  const last = path.at(-1);
  if (last === undefined) return undefined;
  if (Array.isArray(group))
    return put(
      value,
      parent,
      group.filter((_, i) => i !== last),
    );
  const copy = Object.assign(Object.create(null), group);
  delete copy[last];
  return put(value, parent, copy);
}
