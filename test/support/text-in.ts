import type { Language, Text } from "../../src/record/schema/primitives.ts";

/** The wording of a text in one language; `main` is the language of plain strings. Undefined: not recorded. */
export function textIn(text: Text | undefined, language: Language, main: Language): string | undefined {
  if (typeof text === "string") return language === main ? text : undefined;
  return text?.[language];
}
