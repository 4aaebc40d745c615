import type { Path } from "../../yaml/path.ts";
import type * as z from "../../yaml/zod.ts";
import { type Language, line, type Text, text } from "../schema/primitives.ts";
import { recordSchema } from "../schema/record.ts";

/** A text of the record with the way to it. */
export interface TextAt {
  readonly path: Path;
  readonly text: Text;
}

type Schema = z.core.$ZodType;

/**
 * Every text of a record that a paper could print, in the order of the schema. Read from the value as loaded,
 * where a text still stands as it was written, and found by the schema, so that no field is forgotten.
 */
export function textsOf(value: unknown): readonly TextAt[] {
  const found = new Map<string, TextAt>();
  visit(recordSchema, value, [], found);
  return [...found.values()];
}

/** The wordings of a text with their languages; a plain string is in the record's first. */
export function wordingsOf(
  { text: written }: TextAt,
  main: Language,
): readonly { readonly language: Language; readonly wording: string }[] {
  if (typeof written === "string") return [{ language: main, wording: written }];
  return (["zh", "en"] as const).flatMap((language) => {
    const wording = written[language];
    return wording === undefined ? [] : [{ language, wording }];
  });
}

// Describing a schema copies it, but the copies share their list of branches.
const TEXT_BRANCHES = new Set([optionsOf(text), optionsOf(line)]);

function optionsOf(schema: Schema): readonly Schema[] | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "union" ? def.options : undefined;
}

function visit(schema: Schema, value: unknown, path: Path, found: Map<string, TextAt>): void {
  if (value === undefined || value === null) return;
  // Zod's own union of all its schema types, so that `type` tells them apart.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      visit(def.innerType, value, path, found);
      return;
    case "pipe":
      visit(def.in, value, path, found);
      return;
    case "union":
      if (!TEXT_BRANCHES.has(def.options)) {
        for (const option of def.options) visit(option, value, path, found);
      } else if (isText(value)) {
        found.set(JSON.stringify(path), { path, text: value });
      }
      return;
    case "array":
      if (Array.isArray(value))
        for (const [i, one] of value.entries()) visit(def.element, one, [...path, i], found);
      return;
    case "object":
      if (typeof value !== "object" || Array.isArray(value)) return;
      for (const [name, one] of Object.entries(value)) {
        const inner = Object.hasOwn(def.shape, name) ? def.shape[name] : undefined;
        if (inner !== undefined) visit(inner, one, [...path, name], found);
      }
      return;
    default:
  }
}

/** A fact may stand where its text could: only a string or a pair of wordings is a text. */
function isText(value: unknown): value is Text {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.every(([name, one]) => (name === "zh" || name === "en") && typeof one === "string")
  );
}
