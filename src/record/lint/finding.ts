import type { Severity } from "../../diagnostic.ts";
import type { Loaded } from "../../yaml/load.ts";
import type { Path } from "../../yaml/path.ts";
import { byId } from "../index-by.ts";
import type { Profile } from "../profile.ts";
import type { Evidence } from "../schema/evidence.ts";
import type { Language, Text } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import type { TextAt } from "./texts.ts";

/** Everything beside the record that a judgement on it may need. */
export interface LintContext {
  /** The file the record was read from, for places and for telling what was written from what was filled in. */
  readonly loaded: Loaded;
  readonly profile: Profile;
  /** The papers that are to be made, by the names of their templates. */
  readonly documents: readonly string[];
  /** The language or languages to be printed, such as `zh` or `zh+en`. */
  readonly lang: string;
  /** The text of a source by the file its record names; undefined when it is not at hand. */
  readonly sources: (file: string) => string | undefined;
  /** Whether the papers are to be final, so that open errors of the profile refuse them. */
  readonly final: boolean;
  /** The day on which the papers are made, as YYYY-MM-DD; absent, nothing is said about what is over by now. */
  readonly today?: string | undefined;
}

/** What a theme works on: the record, its context, and what all themes would otherwise gather again. */
export interface Matter extends LintContext {
  readonly record: MeetingRecord;
  readonly texts: readonly TextAt[];
}

/** A diagnostic that knows its path but not yet its place. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: Path;
  readonly hint?: string;
}

export type Theme = (matter: Matter) => readonly Finding[];

/** An error for as long as nobody has written down, as a note on the entry, how the contradiction comes about. */
export const unlessExplained = (...entries: readonly (Partial<Evidence> | undefined)[]): Severity =>
  entries.some((entry) => entry?.note !== undefined) ? "note" : "error";

export const EXPLAIN = "correct one of the two; if the source itself contradicts itself, say so in a note";

/** A text in one line for a message, in whatever language there is, cut to a readable length. */
export function words(text: Text | undefined): string {
  const all = typeof text === "string" ? text : (text?.en ?? text?.zh ?? "");
  return `“${all.length > 60 ? `${all.slice(0, 60)}…` : all}”`;
}

/** The name of a person for a message. */
export function nameOf(record: MeetingRecord, id: string): string {
  const name = byId(record.people, id)?.name;
  const zh = name?.zh !== undefined && "value" in name.zh ? name.zh.value : undefined;
  const own = record.languages[0] === "zh" ? (zh ?? name?.en) : (name?.en ?? name?.latin ?? zh);
  return own ?? name?.latin ?? zh ?? id;
}

/** The languages named in a wish such as `zh`, `en-GB` or `zh+en`. */
export const languagesIn = (lang: string): readonly Language[] =>
  (["zh", "en"] as const).filter((language) =>
    lang
      .toLowerCase()
      .split(/[^a-z]+/)
      .includes(language),
  );

/** The first names of paths under which words are not ours: they stay as a source or another person put them. */
const NOT_OURS: ReadonlySet<string> = new Set(["sources", "issues", "reviews", "quotes", "aliases"]);

/** Whether a text is in the house's own words, rather than printed from a source or put as a question. */
export const isOurs = ({ path }: TextAt): boolean =>
  !path.some((step) => typeof step === "string" && NOT_OURS.has(step));

/** What a text says, in each language it has. */
export const wordingsIn = (text: Text): readonly string[] =>
  typeof text === "string" ? [text] : Object.values(text).filter((wording) => wording !== undefined);
