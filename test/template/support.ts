import { z } from "zod";
import type { TemplateContext, Wording } from "../../src/template/helpers.ts";
import type { JsonSchema } from "../../src/template/schema.ts";
import type { Template } from "../../src/template/source.ts";

const person = z.object({ name: z.string(), post: z.string().optional() });
const fact = z.union([
  z.string(),
  z.number(),
  z.strictObject({
    text: z.string(),
    mark: z.strictObject({ no: z.number(), printed: z.boolean() }).optional(),
  }),
]);
/** A small record with the shapes that real ones have: options, unions, references, lists in lists. */
export const schema: JsonSchema = z.toJSONSchema(
  z.strictObject({
    title: z.string(),
    day: z.string().optional(),
    chair: person.optional(),
    present: z.array(person),
    names: z.array(z.string()),
    place: fact.optional(),
    votes: z.strictObject({ for: z.number(), against: z.number().optional() }).optional(),
    result: z.enum(["carried", "lost"]),
    items: z.array(
      z.strictObject({
        heading: z.string(),
        text: z.string().optional(),
        motions: z.array(z.strictObject({ mover: person, notes: z.array(z.string()).optional() })),
      }),
    ),
    units: z.record(z.string(), person),
    open: z.boolean(),
  }),
);

export const wording: Wording = {
  present: "Present",
  moved: "{name} moved",
  count: { one: "{n} person", other: "{n} persons" },
  "vote.carried": "Carried",
  "vote.lost": "Lost",
};
export const roles = new Set(["mark", "motion"]);
export const english: TemplateContext = { lang: "en", wording };

export const template = (text: string, partials: Readonly<Record<string, string>> = {}): Template => ({
  main: { file: "main.hbs", text },
  partials: Object.fromEntries(
    Object.entries(partials).map(([name, body]) => [name, { file: `${name}.hbs`, text: body }]),
  ),
});
