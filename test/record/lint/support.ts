import type { Diagnostic } from "../../../src/diagnostic.ts";
import { type LintContext, lint } from "../../../src/record/lint.ts";
import { type Profile, profileSchema } from "../../../src/record/profile.ts";
import { validate } from "../../../src/record/validate.ts";
import { load } from "../../../src/yaml/load.ts";

/** A profile that asks for nothing, so that only the rules of the theme at hand speak. */
export const askNothing: Profile = profileSchema.parse({
  name: "none",
  title: { en: "None", zh: "无" },
  description: "Asks for nothing.",
  documents: { honors: { signatures: "free" } },
});

/** Top-level fields of a record; a field given again replaces that of the smallest record. */
export function recordText(fields: string): string {
  const own = new Set([...fields.matchAll(/^(\w+):/gm)].map(([, name]) => name));
  const base = [
    "schemaVersion: 1",
    "id: m",
    "languages: [en]",
    "meeting: {title: Board meeting, kind: regular, bodies: [board]}",
    "bodies: [{id: board, name: Board}]",
    "sittings: [{start: 2026-03-12}]",
  ];
  return `${base.filter((line) => !own.has(/^\w+/.exec(line)?.[0])).join("\n")}\n${fields}\n`;
}

/** What linting says about a record that must be valid. */
export function diagnosticsOf(fields: string, context: Partial<LintContext> = {}): readonly Diagnostic[] {
  const loaded = load(recordText(fields), "m.yaml");
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const record = validate(loaded.value);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  return lint(record.value, {
    loaded: loaded.value,
    profile: askNothing,
    documents: ["minutes"],
    lang: record.value.languages[0] ?? "en",
    sources: () => undefined,
    final: false,
    ...context,
  });
}

/** The same, a line each: severity, code without its family, path. All of them, so that nothing unexpected hides. */
export const linted = (fields: string, context: Partial<LintContext> = {}): readonly string[] =>
  diagnosticsOf(fields, context).map(({ severity, code, path }) => `${severity} ${code} ${path}`);
