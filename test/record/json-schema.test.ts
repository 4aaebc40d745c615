import { describe, expect, it } from "vitest";
import { RECORD_SCHEMA_ID, recordJsonSchema } from "../../src/record/json-schema.ts";

type Node = { readonly [name: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** Every field in the schema, as path and schema. */
function fields(node: unknown, path = ""): [string, Node][] {
  if (!isNode(node)) return [];
  const own = isNode(node.properties) ? Object.entries(node.properties) : [];
  return [
    ...own.flatMap(([name, schema]): [string, Node][] =>
      isNode(schema) ? [[`${path}/${name}`, schema]] : [],
    ),
    ...Object.entries(node).flatMap(([name, inner]) => fields(inner, `${path}/${name}`)),
  ];
}

describe("the JSON Schema", () => {
  const schema = recordJsonSchema();
  it("names its dialect and itself", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: RECORD_SCHEMA_ID,
      type: "object",
      required: ["schemaVersion", "id", "languages", "meeting", "sittings"],
      additionalProperties: false,
    });
  });

  it("describes every field", () => {
    const bare = fields(schema).filter(
      ([, field]) => field.description === undefined && field.$ref === undefined,
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it("stays small enough for an editor", () => {
    expect(JSON.stringify(schema).length).toBeLessThan(400_000);
  });
});
