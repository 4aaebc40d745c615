import { FORMATS } from "../artefact.ts";
import { RECIPIENT_ROLES } from "../record/schema/issuing.ts";
import { viewJsonSchema } from "../record/view/schema.ts";
import type { JsonSchema } from "../template/schema.ts";
import * as z from "../yaml/zod.ts";

const words = z.string();

/** What the template of a letter sees as `letter`, beside all that the template of a brief sees. */
export const letterSchema = z.strictObject({
  to: z.strictObject({
    name: words,
    kind: z.enum(["person", "office"]).describe("Whether this is one person, or a unit or address."),
  }),
  role: z.enum(RECIPIENT_ROLES).describe("Why they get it."),
  attended: z.boolean().describe("Whether they are on the attendance list."),
  serial: words.describe("Leads from a letter that was found to one person."),
  trial: z.boolean().describe("Whether this goes to somebody else, who wants to see it first."),
  replaces: z
    .strictObject({
      serial: words,
      change: words.optional().describe("What was changed, by the record's last revision."),
    })
    .optional()
    .describe("The letter that this one corrects."),
  papers: z
    .array(
      z.strictObject({
        kind: z.enum(["minutes", "honors", "brief", "other"]),
        document: words.describe("The name of its template."),
        format: z.enum(FORMATS),
        name: words.describe("The name of the file."),
        size: words,
        pages: z.int().optional(),
      }),
    )
    .describe("The papers that go with it, in their order."),
  calendar: words.optional().describe("The name of the file for calendars, where there is one."),
  actions: z
    .array(
      z.strictObject({
        text: words,
        due: words.optional().describe("A date, ISO 8601."),
        dueText: words.optional().describe("Words in place of a date."),
      }),
    )
    .describe("What they have undertaken to do, and is not done."),
  inferred: z.boolean().describe("Whether a decision bears the mark of an inference."),
  ask: z.strictObject({ name: words.optional(), address: words }).describe("Who answers questions."),
});
export type LetterView = z.infer<typeof letterSchema>;

let schema: JsonSchema | undefined;

/** The view of the record with `letter` in it, against which templates of letters are checked. */
export function letterJsonSchema(): JsonSchema {
  if (schema === undefined) {
    const { $schema: _, ...letter } = z.toJSONSchema(letterSchema, { unrepresentable: "any" });
    const view = viewJsonSchema();
    schema = { ...view, properties: { ...view.properties, letter } } as JsonSchema; // both are schemas
  }
  return schema;
}
