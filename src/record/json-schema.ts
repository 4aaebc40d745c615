import * as z from "../yaml/zod.ts";
import { recordSchema } from "./schema/record.ts";

/** Where the schema says it lives; editors fetch nothing, they only compare. */
export const RECORD_SCHEMA_ID = "https://minutebook.example/record.schema.json";

/** The record's schema as JSON Schema (draft 2020-12), for editors: what may be written, not what is made of it. */
export function recordJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(recordSchema, { io: "input", target: "draft-2020-12" });
  return { $schema, $id: RECORD_SCHEMA_ID, title: "Meeting record", ...rest };
}
