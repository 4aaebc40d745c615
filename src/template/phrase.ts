import type { Diagnostic } from "../diagnostic.ts";
import { type Desk, HELPERS, type Helper, languageOf, type TemplateContext } from "./helpers.ts";

/** Words and dates of a wording, for what no template writes. */
export interface Phrasebook {
  /** The entry of a key with its placeholders filled; empty for one that the wording does not have. */
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** A day written out. */
  readonly day: (date: string) => string;
  /** What was missing so far. */
  readonly problems: readonly Diagnostic[];
}

export function phrasebook({ lang, wording }: TemplateContext): Phrasebook {
  const problems: Diagnostic[] = [];
  const desk: Desk = {
    lang,
    wording,
    language: languageOf(lang) ?? "en",
    mark: "",
    problem: (code, message, hint) =>
      void problems.push({ code, severity: "error", message, ...(hint !== undefined && { hint }) }),
  };
  const run = ({ run }: Helper, argument: string, options: Readonly<Record<string, unknown>>): string =>
    String(run([argument], options, desk));
  return {
    say: (key, values = {}) => run(SAY, key, values),
    day: (date) => run(DATE, date, { show: "date" }),
    problems,
  };
}

const { say: SAY, date: DATE } = HELPERS as { readonly say: Helper; readonly date: Helper }; // two of the table
