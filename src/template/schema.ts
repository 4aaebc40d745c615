import type { Kind } from "./helpers.ts";

/** As much of JSON Schema as tells which fields there are. */
export type JsonSchema =
  | boolean
  | {
      readonly $ref?: string | undefined;
      readonly $defs?: Readonly<Record<string, JsonSchema>> | undefined;
      readonly type?: string | readonly string[] | undefined;
      readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
      readonly patternProperties?: Readonly<Record<string, JsonSchema>> | undefined;
      readonly additionalProperties?: JsonSchema | undefined;
      readonly items?: JsonSchema | readonly JsonSchema[] | undefined;
      readonly prefixItems?: readonly JsonSchema[] | undefined;
      readonly anyOf?: readonly JsonSchema[] | undefined;
      readonly oneOf?: readonly JsonSchema[] | undefined;
      readonly allOf?: readonly JsonSchema[] | undefined;
      readonly enum?: readonly unknown[] | undefined;
      readonly const?: unknown;
    };
type Node = Exclude<JsonSchema, boolean>;

/** What a value may be: one of several shapes, references and alternatives resolved. `true` is anything. */
export type Shape = readonly (Node | true)[];
export const ANYTHING: Shape = [true];

export const isAnything = (shape: Shape): boolean => shape.includes(true);

/** Resolves a schema against the document that holds its definitions. */
export function shapeOf(schema: JsonSchema, root: JsonSchema): Shape {
  const found = new Set<Node | true>();
  const seen = new Set<JsonSchema>();
  const collect = (node: JsonSchema): void => {
    if (node === true) found.add(true);
    if (typeof node === "boolean" || seen.has(node)) return;
    seen.add(node);
    const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
    for (const alternative of alternatives) collect(alternative);
    if (node.$ref !== undefined) collect(resolve(node.$ref, root));
    else if (alternatives.length === 0 || node.properties) found.add(saysNothing(node) ? true : node);
  };
  collect(schema);
  return [...found];
}

const saysNothing = (node: Node): boolean =>
  node.type === undefined &&
  node.properties === undefined &&
  node.items === undefined &&
  node.enum === undefined &&
  node.const === undefined &&
  node.additionalProperties === undefined &&
  node.patternProperties === undefined;

function resolve(ref: string, root: JsonSchema): JsonSchema {
  if (!ref.startsWith("#")) throw new Error(`a reference to another file: ${ref}`);
  let node: unknown = root;
  for (const step of ref.slice(1).split("/").filter(Boolean)) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, key))
      throw new Error(`a reference to nothing: ${ref}`);
    node = (node as Readonly<Record<string, unknown>>)[key]; // an object, as hasOwn has shown
  }
  return node as JsonSchema; // the schema refers to schemas only
}

/** The shape of a field; absent when none of the shapes has it. */
export function fieldShape(shape: Shape, name: string, root: JsonSchema): Shape | undefined {
  const found = shape.flatMap((node): Shape => {
    if (node === true) return ANYTHING;
    if (node.properties && Object.hasOwn(node.properties, name)) {
      const property = node.properties[name];
      return property === undefined ? [] : shapeOf(property, root);
    }
    return openEntries(node).flatMap((schema) => shapeOf(schema, root));
  });
  return found.length ? [...new Set(found)] : undefined;
}

/** The shape of the items of a list or the entries of a record; absent when there are neither. */
export function itemShape(shape: Shape, root: JsonSchema): Shape | undefined {
  const found = shape.flatMap((node): Shape => {
    if (node === true) return ANYTHING;
    if (kindsOf([node]).has("list")) {
      const items = [node.items ?? [], node.prefixItems ?? []].flat() as readonly JsonSchema[]; // schemas both
      return items.length ? items.flatMap((item) => shapeOf(item, root)) : ANYTHING;
    }
    return [...Object.values(node.properties ?? {}), ...openEntries(node)].flatMap((s) => shapeOf(s, root));
  });
  return found.length ? [...new Set(found)] : undefined;
}

const openEntries = (node: Node): readonly JsonSchema[] => [
  ...(node.additionalProperties === undefined || node.additionalProperties === false
    ? []
    : [node.additionalProperties]),
  ...Object.values(node.patternProperties ?? {}),
];

/** The names that fields may have. */
export const fieldNames = (shape: Shape): readonly string[] => [
  ...new Set(shape.flatMap((node) => (node === true ? [] : Object.keys(node.properties ?? {})))),
];

const KINDS: Readonly<Record<string, Kind>> = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: "boolean",
  array: "list",
  object: "record",
};

/** The kinds of values that fit; all of them where the schema does not say. */
export function kindsOf(shape: Shape): ReadonlySet<Kind> {
  const kinds = shape.flatMap((node): readonly Kind[] => {
    if (node === true) return Object.values(KINDS);
    const types = node.type === undefined ? impliedTypes(node) : [node.type].flat();
    return types.flatMap((type) => KINDS[type] ?? []);
  });
  return new Set(kinds);
}

function impliedTypes(node: Node): readonly string[] {
  const values = node.enum ?? (node.const === undefined ? [] : [node.const]);
  if (values.length)
    return values.map((value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value));
  if (node.properties || node.additionalProperties !== undefined || node.patternProperties) return ["object"];
  return node.items || node.prefixItems ? ["array"] : Object.keys(KINDS);
}

/** All values that fit, when they can be counted; absent when they cannot. */
export function valuesOf(shape: Shape): readonly (string | number)[] | undefined {
  const values = shape.map((node) => {
    if (node === true) return undefined;
    return node.type === "null" ? [] : (node.enum ?? (node.const === undefined ? undefined : [node.const]));
  });
  if (values.includes(undefined)) return undefined;
  return values.flatMap((list) => list ?? []).filter((v) => typeof v === "string" || typeof v === "number");
}
