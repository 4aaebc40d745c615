import { type Outcome, success } from "../src/diagnostic.ts";
import { openResources } from "../src/files.ts";
import { digestOf, type Kind } from "../src/foreknown.ts";
import { libraryOf } from "../src/library.ts";
import { checked, checkInput, rolesOf } from "../src/pipeline/paper.ts";
import { LANGUAGES } from "../src/record/schema/primitives.ts";
import { viewJsonSchema } from "../src/record/view/schema.ts";
import { precompile, textsOf } from "../src/template/compile.ts";
import { HELPER_NAMES } from "../src/template/render.ts";
import type { Template } from "../src/template/source.ts";

/**
 * Works out beforehand all that the built-in templates, themes, profiles, wording and fonts give by themselves, and
 * writes it as the module that takes the place of `src/foreknown-results.ts` in the bundle.
 */
export function foreknownModule(): string {
  const opened = openResources();
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  const { templates } = opened.value;
  const library = libraryOf(opened.value);
  const results = new Map<string, string>();
  /** Only what is faultless is kept; the rest is worked out, and told, at every run. */
  const keep = <T>(kind: Kind, input: unknown, result: Outcome<T>, write: (value: T) => string): void => {
    if (result.ok && result.diagnostics.length === 0) results.set(digestOf(kind, input), write(result.value));
  };
  const text = (path: string): string => templates.get(path)?.text ?? "";

  keep("view", null, success(viewJsonSchema()), json);
  keep("fonts", text("fonts.yaml"), library.fonts(), ({ families }) => json(families));
  for (const name of library.names("wording")) {
    const wording = library.words(name);
    keep("wording", text(`wording/${name}.yaml`), wording, json);
  }
  for (const name of library.names("themes"))
    keep("theme", text(`themes/${name}.yaml`), library.theme(name), json);
  for (const name of library.names("profiles"))
    keep("profile", text(`profiles/${name}.yaml`), library.profile(name), json);
  for (const name of library.names("documents")) {
    const template = library.template(name);
    if (!template.ok) continue;
    const compiled = precompile(nameless(template.value), HELPER_NAMES);
    keep("template", textsOf(template.value), compiled, ({ files, origins }) => {
      const programs = Object.entries(files).map(([file, code]) => `${JSON.stringify(file)}:${code}`);
      return `({files:{${programs.join(",")}},origins:${json(origins)}})`;
    });
    keepChecks(name, template.value);
  }
  return `export const RESULTS=new Map([${[...results]
    .map(([digest, value]) => `[${JSON.stringify(digest)},()=>${value}]`)
    .join(",\n")}]);\n`;

  function keepChecks(document: string, template: Template): void {
    const fonts = library.fonts();
    for (const lang of LANGUAGES)
      for (const profileName of library.names("profiles"))
        for (const themeName of library.names("themes")) {
          const profile = library.profile(profileName);
          const theme = library.theme(themeName);
          if (!fonts.ok || !profile.ok || !theme.ok || !theme.value.languages.includes(lang)) continue;
          const wording = library.wording(lang, profile.value);
          if (!wording.ok) continue;
          const roles = rolesOf(library.sheet(theme.value, fonts.value.families, document));
          const input = checkInput(template, wording.value, roles);
          if (results.has(digestOf("check", input))) continue;
          const diagnostics = checked({ template, wording: wording.value, roles });
          keep("check", input, { ok: true, value: true, diagnostics }, json);
        }
  }
}

/** JSON is read faster than the same as program text. */
const json = (value: unknown): string => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

/** The template with its files named as partials are called: where they lie is known when they are used. */
const nameless = ({ main, partials }: Template): Template => ({
  main: { ...main, file: "" },
  partials: Object.fromEntries(
    Object.entries(partials).map(([name, source]) => [name, { ...source, file: name }]),
  ),
});
