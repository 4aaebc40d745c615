import type { Format } from "../artefact.ts";
import { chain, type Diagnostic, type Outcome, outcome, success } from "../diagnostic.ts";
import { build } from "../document/build.ts";
import { illustrated } from "../document/illustrated.ts";
import type { Document } from "../document/model.ts";
import type { FontLibrary } from "../fonts/load.ts";
import { foreknown, recall } from "../foreknown.ts";
import { hyphenate } from "../layout/hyphenate.ts";
import { type SheetsReported, setSheets } from "../layout/layout.ts";
import type { Library } from "../library.ts";
import type { Element } from "../markup/element.ts";
import { parse } from "../markup/parse.ts";
import { type Production, productionText } from "../production.ts";
import { viewJsonSchema } from "../record/view.ts";
import type { StyleSheet } from "../style/sheet.ts";
import { check as checkTemplate } from "../template/check.ts";
import { textsOf } from "../template/compile.ts";
import type { Wording } from "../template/helpers.ts";
import { type Rendered, render } from "../template/render.ts";
import type { JsonSchema } from "../template/schema.ts";
import type { Template } from "../template/source.ts";

import type { Opened } from "./open.ts";

export interface PaperSettings {
  readonly template: Template;
  readonly wording: Wording;
  readonly sheet: StyleSheet;
  readonly fonts: FontLibrary;
  readonly roles: ReadonlySet<string>;
  readonly lang: string;
  readonly production: Production;
}

/** A document with all that it is set and written with. */
export interface Paper extends PaperSettings {
  readonly document: Document;
}

export function paperSettings(opened: Opened, type: string, library: Library): Outcome<PaperSettings> {
  const { lang, profile, options } = opened;
  return chain(library.template(type), (template) =>
    chain(options.theme === undefined ? library.themeFor(lang) : success(options.theme), (name) =>
      chain(library.theme(name), (theme) =>
        chain(library.fonts(), ({ families, library: fonts }) =>
          chain(library.wording(lang, profile), (wording) => {
            const sheet = library.sheet(theme, families, type);
            const production = productionOf(opened, type, name);
            const settings = { template, wording, sheet, fonts, roles: rolesOf(sheet), lang, production };
            return outcome(settings, checked(settings));
          }),
        ),
      ),
    ),
  );
}

/** What the files say of how they were made. */
function productionOf(opened: Opened, document: string, theme: string): Production {
  const { program, lang: language, profileName: profile, audience, library, options } = opened;
  const names = { document, language, theme, profile };
  const seen = audience !== "full" && { audience };
  const watermark = options.watermark !== undefined && { watermark: options.watermark };
  return { program, ...names, ...seen, ...watermark, files: library.madeWith(names) };
}

/** render → parse → build */
export function paperOf(opened: Opened, type: string, library: Library): Outcome<Paper> {
  return chain(paperSettings(opened, type, library), (settings) =>
    chain(render(settings.template, opened.view(type), settings), (rendered) =>
      chain(parseMarkup(rendered, settings), (tree) =>
        chain(buildPaper(tree, settings, opened), (document) => success({ ...settings, document })),
      ),
    ),
  );
}

/** The document, with what the theme or the options put on every page, and how it is made. */
export function buildPaper(
  tree: Element,
  { sheet: { page }, production }: PaperSettings,
  { picture, houseMark, options }: Opened,
): Outcome<Document> {
  return chain(build(tree, picture), (document) =>
    illustrated(
      { ...document, meta: { ...document.meta, production: productionText(production) } },
      { logo: page.logo, watermark: options.watermark ?? document.watermark ?? page.watermark },
      houseMark,
    ),
  );
}

export function parseMarkup({ markup, map }: Rendered, { template, roles }: PaperSettings): Outcome<Element> {
  return parse(markup, { file: template.main.file, roles, map });
}

const roleSets = new WeakMap<StyleSheet, ReadonlySet<string>>();

export function rolesOf(sheet: StyleSheet): ReadonlySet<string> {
  let roles = roleSets.get(sheet);
  if (!roles) {
    roles = new Set(Object.keys(sheet.styles));
    roleSets.set(sheet, roles);
  }
  return roles;
}

let dataSchema: JsonSchema | undefined;
const checks = new WeakMap<Template, Map<Wording, readonly Diagnostic[]>>();

/** What is wrong with a template; found out once for each template and wording. */
export function checked({
  template,
  wording,
  roles,
}: Pick<PaperSettings, "template" | "wording" | "roles">): readonly Diagnostic[] {
  let known = checks.get(template);
  if (!known) {
    known = new Map();
    checks.set(template, known);
  }
  let diagnostics = known.get(wording);
  if (!diagnostics) {
    diagnostics = recall("check", checkInput(template, wording, roles), () => {
      dataSchema ??= (foreknown("view", null) as JsonSchema | undefined) ?? viewJsonSchema(); // what it gave
      return success(true, checkTemplate(template, { schema: dataSchema, wording, roles }));
    }).diagnostics;
    known.set(wording, diagnostics);
  }
  return diagnostics;
}

/** All that the check of a template depends on. */
export const checkInput = (template: Template, wording: Wording, roles: Iterable<string>): unknown => [
  textsOf(template),
  wording,
  [...roles],
];

/** Formats that show or are told pages; the others are spared the layout. */
export const PAGED: ReadonlySet<Format> = new Set(["pdf", "docx"]);
export const UNPAGED: SheetsReported = {
  sheets: {
    lang: "",
    pages: [],
    count: () => 0,
    elements: [],
    outline: [],
    pageOf: new Map(),
    furniture: () => [],
  },
  diagnostics: [],
};

/** lay out */
export function settle({ document, sheet, fonts }: Paper): SheetsReported {
  return setSheets(document, { sheet, metrics: fonts, hyphenate });
}
