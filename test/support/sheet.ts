import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type StyleSheet, styleSheet } from "../../src/style/sheet.ts";
import { fontsSchema, type Theme, themeSchema } from "../../src/style/theme.ts";

const read = (path: string): unknown =>
  parse(readFileSync(new URL(`../../templates/${path}`, import.meta.url), "utf8"));

/** One of the built-in themes, made ready for a kind of document. */
export const builtInSheet = (theme: string, type = "minutes"): StyleSheet =>
  styleSheet(builtInTheme(theme), builtInFonts(), type);

export const builtInTheme = (theme: string): Theme => themeSchema.parse(read(`themes/${theme}.yaml`));

export const builtInFonts = () => fontsSchema.parse(read("fonts.yaml"));
