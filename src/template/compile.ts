import Handlebars from "handlebars";
import { failure, hasErrors, type Outcome, success } from "../diagnostic.ts";
import { foreknown } from "../foreknown.ts";
import type { Origin } from "../markup/element.ts";
import { study } from "./check.ts";
import { instrument } from "./instrument.ts";
import type { Template } from "./source.ts";

/**
 * A template as Handlebars' runtime takes it: for each file that is reached, the main one under the empty name, the
 * functions that its compiler has written; and the places that they name by number.
 */
export interface Program {
  readonly files: Readonly<Record<string, TemplateSpecification>>;
  readonly origins: readonly Origin[];
}

/** What the template depends on: its texts and the names that partials are called by, wherever the files lie. */
export const textsOf = ({ main, partials }: Template): unknown => [
  main.text,
  ...Object.entries(partials)
    .map(([name, { text }]) => [name, text])
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
];

/** Compiles a template for the helpers of the given names. */
export function compile(template: Template, helpers: readonly string[]): Outcome<Program> {
  const known = foreknown("template", textsOf(template)) as Program | undefined; // as `precompile` wrote it
  if (known) return success({ ...known, origins: known.origins.map((origin) => inFile(origin, template)) });
  const written = precompile(template, helpers);
  if (!written.ok) return written;
  const { files, origins } = written.value;
  const programs = Object.entries(files).map(([name, code]) => [name, evaluate(code)] as const);
  return success({ files: Object.fromEntries(programs), origins }, written.diagnostics);
}

/** The functions of each file as program text. */
export function precompile(
  template: Template,
  helpers: readonly string[],
): Outcome<{ readonly files: Readonly<Record<string, string>>; readonly origins: readonly Origin[] }> {
  const { files, diagnostics } = study(template, {});
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const options = {
    knownHelpers: { ...BUILT_IN_ABSENT, ...Object.fromEntries(helpers.map((name) => [name, true])) },
    knownHelpersOnly: true,
    noEscape: false,
    preventIndent: true,
    // White space around tags was settled when the file was read, and must not be settled twice.
    ignoreStandalone: true,
  };
  const origins: Origin[] = [];
  const written = [...files].map(([name, file]) => {
    const tree = instrument(file, name !== "", origins);
    return [name, String(Handlebars.precompile(tree, options))] as const;
  });
  return success({ files: Object.fromEntries(written), origins }, diagnostics);
}

/** Handlebars' compiler writes programs; this makes them functions, as its own `compile` does. */
const evaluate = (code: string): TemplateSpecification => new Function(`return ${code}`)();

/** Foreknown places name a file as partials are called; this is where it lies. */
function inFile(origin: Origin, { main, partials }: Template): Origin {
  const { file } = origin.place.file === "" ? main : (partials[origin.place.file] ?? main);
  return { ...origin, place: { ...origin.place, file } };
}

/** The type asks for the built-in names; those we do not have are said not to be known. */
const BUILT_IN_ABSENT = {
  helperMissing: false,
  blockHelperMissing: false,
  each: true,
  if: true,
  unless: true,
  with: true,
  log: false,
  lookup: false,
};
