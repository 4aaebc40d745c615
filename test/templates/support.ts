import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, Outcome } from "../../src/diagnostic.ts";
import { build } from "../../src/document/build.ts";
import type { Document } from "../../src/document/model.ts";
import { documentText, inlineText } from "../../src/document/text.ts";
import { readHouseFile, readPictureFile } from "../../src/files.ts";
import { libraryOf, type Resources, type TemplateFile } from "../../src/library.ts";
import { parse } from "../../src/markup/parse.ts";
import { canonicalJson, recordDigest } from "../../src/record/digest.ts";
import { sharedRecord } from "../../src/record/share.ts";
import { validate } from "../../src/record/validate.ts";
import { viewSchema } from "../../src/record/view/schema.ts";
import { view, viewJsonSchema } from "../../src/record/view.ts";
import { check } from "../../src/template/check.ts";
import { render } from "../../src/template/render.ts";
import { load } from "../../src/yaml/load.ts";

export const ROOT = join(import.meta.dirname, "../..");
const TEMPLATES = join(ROOT, "templates");

/** The templates of this repository, and no sources: quotes are checked elsewhere. */
export const resources: Resources = {
  program: "0.0.0",
  templates: new Map(
    readdirSync(TEMPLATES, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry): [string, TemplateFile] => {
        const file = join(entry.parentPath, entry.name);
        const name = file.slice(TEMPLATES.length + 1);
        return [name, { text: readFileSync(file, "utf8"), file: `templates/${name}`, own: false }];
      }),
  ),
  fontFile: (packageName, path) =>
    readFileSync(
      packageName === undefined ? join(TEMPLATES, path) : join(ROOT, "node_modules", packageName, path),
    ),
  sourceText: () => undefined,
  pictureFile: readPictureFile([]),
  houseFile: readHouseFile([]),
};

export const recordText = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** A paper, and what the stages from rendering on say. Judgements about the record are for other tests. */
export function paperOf(
  text: string,
  type: string,
  options: { readonly lang?: "en" | "zh"; readonly profile?: string } = {},
): { readonly document: Document; readonly diagnostics: readonly Diagnostic[] } {
  const library = libraryOf(resources);
  const record = got(validate(got(load(text, "record.yaml"))));
  const lang = options.lang ?? record.languages[0] ?? "en";
  const profile = got(library.profile(options.profile ?? record.profile));
  const wording = got(library.wording(lang, profile));
  const template = got(library.template(type));
  const theme = got(library.theme(got(library.themeFor(lang))));
  const roles = new Set(Object.keys(library.sheet(theme, got(library.fonts()).families, type).styles));
  const digest = recordDigest(canonicalJson(sharedRecord(record)));
  const data = view(record, { lang, profile, document: type, digest });
  viewSchema.parse(data);
  const found = check(template, { schema: SCHEMA, wording, roles });
  const rendered = render(template, data, { lang, wording });
  const { markup, map } = got(rendered);
  const tree = parse(markup, { file: template.main.file, roles, map });
  const document = build(got(tree));
  const diagnostics = [found, rendered.diagnostics, tree.diagnostics, document.diagnostics].flat();
  return { document: got(document), diagnostics };
}

const SCHEMA = viewJsonSchema();

function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics, null, 2));
  return outcome.value;
}

/** The paper as text: page furniture first, then a line for each paragraph. */
export const textOf = (document: Document): string =>
  [
    `# ${document.title}`,
    ...document.running.map(({ at, pages, children }) =>
      `[${at}, ${pages}] ${inlineText(children)}`.trimEnd(),
    ),
    "",
    documentText(document),
    "",
  ].join("\n");
