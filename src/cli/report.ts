import type { Diagnostic, Severity } from "../diagnostic.ts";
import { columnsOf } from "../write/text/width.ts";
import { EXIT, type Io } from "./io.ts";

/** How a word is coloured; the words themselves where nobody sees colours. */
export type Paint = (style: keyof typeof STYLES, text: string) => string;

const STYLES = { error: "1;31", warning: "1;33", note: "1;36", bold: "1", dim: "2" } as const;

export const plain: Paint = (_, text) => text;
const coloured: Paint = (style, text) => `\x1b[${STYLES[style]}m${text}\x1b[0m`;

/** Colours only for people at a terminal who have not asked for none (no-color.org). */
export const paintFor = ({ terminal, env }: Pick<Io, "terminal" | "env">): Paint =>
  terminal.err && !env.NO_COLOR && env.TERM !== "dumb" ? coloured : plain;

/** Columns of an excerpt around the place; files without line breaks would otherwise fill the screen. */
const EXCERPT = 110;

/** A diagnostic as a good compiler tells it: place, message, the line with what is meant underlined, a hint. */
export function diagnosticText(diagnostic: Diagnostic, paint: Paint = plain): string {
  const { severity, message, code, place, path, excerpt, hint } = diagnostic;
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : path ? `${path}: ` : "";
  const lines = [
    `${paint("bold", safe(where))}${paint(severity, `${severity}:`)} ${safe(message)} ${paint("dim", `[${code}]`)}`,
  ];
  if (place && excerpt !== undefined && excerpt.trim() !== "") {
    const number = String(place.line);
    const { shown, before, meant } = cutOut(excerpt, place.column - 1, place.length ?? 1);
    lines.push(
      `  ${paint("dim", `${number} |`)} ${shown}`,
      `  ${paint("dim", `${" ".repeat(number.length)} |`)} ${" ".repeat(before)}${paint(severity, "^".repeat(meant))}`,
    );
  }
  if (hint) lines.push(`  ${paint("bold", "hint:")} ${safe(hint)}`);
  return `${lines.join("\n")}\n`;
}

/** A part of a line around a place, with the columns before it and those that are meant. */
function cutOut(line: string, offset: number, length: number) {
  const from = columnsOf(line) > EXCERPT ? Math.max(0, offset - EXCERPT / 2) : 0;
  const to = columnsOf(line) > EXCERPT ? from + EXCERPT : line.length;
  const lead = from > 0 ? "…" : "";
  const shown = lead + safe(line.slice(from, to)) + (to < line.length ? "…" : "");
  const end = Math.min(offset + Math.max(1, length), to);
  return {
    shown,
    before: columnsOf(lead + safe(line.slice(from, offset))),
    meant: Math.max(1, columnsOf(safe(line.slice(offset, end)))),
  };
}

/**
 * Text from a file as a terminal may show it: what would move the cursor, change colours or turn the direction of
 * text becomes a replacement character of one column, a tab a blank.
 */
export const safe = (text: string): string =>
  text.replace(/\t/g, " ").replace(/[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** `2 errors, 1 warning`; empty when there are none. */
export const summaryText = (
  counts: Readonly<Record<Severity, number>>,
  severities: readonly Severity[],
): string =>
  severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => counted(counts[severity], severity))
    .join(", ");

export interface ReporterSettings {
  /** JSON lines on standard output and nothing else. */
  readonly json?: boolean;
  /** Errors only. */
  readonly quiet?: boolean;
  /** Notes one by one, not only their number. */
  readonly notes?: boolean;
}

/** Tells people or programs what happens in a run, and remembers how it went. */
export interface Reporter {
  readonly tell: (diagnostics: readonly Diagnostic[]) => void;
  /** Something done: a line for people, an object for programs. */
  readonly done: (line: string, object: Readonly<Record<string, unknown>>) => void;
  /** What is being done just now; gone as soon as anything else is said. */
  readonly progress: (text: string) => void;
  /** The numbers at the end of a run, which starts the count anew; returns the run's exit code. */
  readonly finish: () => number;
}

export function reporter(io: Io, { json = false, quiet = false, notes = false }: ReporterSettings): Reporter {
  const paint = paintFor(io);
  let counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  let exit: number = EXIT.done;
  let progressShown = false;
  const clear = (): void => {
    if (progressShown) io.err("\r\x1b[2K");
    progressShown = false;
  };
  const shown = (severity: Severity): boolean =>
    severity === "error" || (!quiet && (severity === "warning" || notes));
  return {
    tell(diagnostics) {
      for (const diagnostic of diagnostics) {
        counts[diagnostic.severity] += 1;
        if (diagnostic.severity === "error") exit = Math.max(exit, exitOf(diagnostic));
        clear();
        if (json) io.out(`${JSON.stringify({ type: "diagnostic", ...diagnostic })}\n`);
        else if (shown(diagnostic.severity)) io.err(diagnosticText(diagnostic, paint));
      }
    },
    done(line, object) {
      clear();
      if (json) io.out(`${JSON.stringify(object)}\n`);
      else if (!quiet) io.out(`${line}\n`);
    },
    progress(text) {
      if (!io.terminal.err || json || quiet) return;
      clear();
      io.err(paint("dim", safe(text)));
      progressShown = true;
    },
    finish() {
      clear();
      const { error, warning, note } = counts;
      if (json)
        io.out(`${JSON.stringify({ type: "summary", errors: error, warnings: warning, notes: note })}\n`);
      else if (!quiet) {
        const summary = summaryText(counts, notes ? ["error", "warning", "note"] : ["error", "warning"]);
        const hidden = notes || note === 0 ? "" : `${counted(note, "note")} (--verbose shows them)`;
        const line = [summary, hidden].filter((part) => part !== "").join(", ");
        if (line !== "") io.err(`${line}\n`);
      }
      const result = exit;
      counts = { error: 0, warning: 0, note: 0 };
      exit = EXIT.done;
      return result;
    },
  };
}

/** Trouble with files and keys is told from mistakes in them, and a name from the command line from one in a file. */
function exitOf({ code, place }: Diagnostic): number {
  if (code === "ledger/locked") return EXIT.locked;
  if (code === "ledger/other-content" || code === "ledger/older-revision") return EXIT.mistakes;
  if (/^(file|sign|encrypt|paper|ledger|smtp)\/|^distribute\/(spool-|not-recorded)/.test(code))
    return EXIT.environment;
  const isMisuse = code.startsWith("redline/") || (code.startsWith("library/unknown-") && !place);
  return isMisuse ? EXIT.misuse : EXIT.mistakes;
}
