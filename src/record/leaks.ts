import type { Audience } from "../artefact.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import type { Loaded } from "../yaml/load.ts";
import { type Path, valueAt } from "../yaml/path.ts";
import { diagnosticAt } from "../yaml/report.ts";
import { stated } from "./fact.ts";
import { wordingsIn } from "./lint/finding.ts";
import { closedItems, namelessPeople, type Rendition } from "./rendition.ts";
import type { Person } from "./schema/people.ts";
import type { MeetingRecord } from "./schema/record.ts";

/** Words that an audience may not read. */
interface Secret {
  readonly words: RegExp;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

/**
 * Words in a rendition that tell what its audience may not know: the name of somebody who must not be named is an
 * error; half of that name, or the title of a closed item, is a warning, since both may be about something else.
 * Each is told at its place in the file.
 */
export function leaks(
  record: MeetingRecord,
  audience: Audience,
  { record: shown, moved }: Rendition,
  loaded: Loaded,
): readonly Diagnostic[] {
  const secrets = secretsOf(record, audience);
  if (secrets.length === 0) return [];
  return stringsIn(record, []).flatMap(([path, text]) => {
    const secret = secrets.find(({ words }) => words.test(text));
    const place = secret && moved(path);
    if (!secret || !place || valueAt(shown, place) !== text) return [];
    const { code, message, severity } = secret;
    return [{ ...diagnosticAt(loaded, code, message, path, { hint: HINT }), severity }];
  });
}

const HINT = "choose other words, or withhold these with an entry under redactions that says from: public";

function secretsOf(record: MeetingRecord, audience: Audience): readonly Secret[] {
  const nameless = namelessPeople(record, audience);
  const closed = closedItems(record, audience);
  const people = record.people.filter(({ id }) => nameless.has(id));
  const items = record.agenda.filter(({ id }) => closed.has(id));
  return [
    ...people.flatMap((person) => [
      ...namesOf(person).map((name) => nameSecret(name, "error")),
      ...familyNamesOf(person).map((name) => nameSecret(name, "warning")),
    ]),
    ...items.flatMap(({ title, closedTitle, publicTitle }) => {
      const told = new Set(publicTitle === undefined ? [] : wordingsIn(publicTitle));
      return [title, closedTitle ?? title]
        .flatMap(wordingsIn)
        .filter((wording) => !told.has(wording) && wording.length >= SHORTEST_TITLE)
        .map(titleSecret);
    }),
  ];
}

/** Shorter titles, such as “Report”, are words that may stand anywhere. */
const SHORTEST_TITLE = 8;

const nameSecret = (name: string, severity: Severity): Secret => ({
  words: wordsOf(name),
  code: "record/withheld-name",
  severity,
  message:
    severity === "error"
      ? `the name ${name} must not be in this paper, but it stands here`
      : `${name} may be somebody whose name must not be in this paper`,
});

const titleSecret = (title: string): Secret => ({
  words: wordsOf(title),
  code: "record/closed-title",
  severity: "warning",
  message: `“${title}” is closed to readers of this paper, but its title stands here`,
});

/** Words as they stand by themselves: no letter goes on before or after them, but for ideographs. */
const wordsOf = (text: string): RegExp => {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const isHan = /\p{Script=Han}/u.test(text);
  return new RegExp(isHan ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u");
};

const namesOf = ({ name: { zh, en, latin }, variants }: Person): readonly string[] =>
  [stated(zh), en, latin, ...variants.map(({ text }) => text)].filter((name) => name !== undefined);

/** Part of a Latin name that by itself may name the person: the last word, or the first where the family comes first. */
const familyNamesOf = ({ name: { en, latin }, nameOrder }: Person): readonly string[] =>
  [en, latin].flatMap((name) => {
    const parts = name?.split(/\s+/) ?? [];
    const family = nameOrder === "familyFirst" ? parts[0] : parts.at(-1);
    return family !== undefined && parts.length > 1 && family.length > 2 ? [family] : [];
  });

function stringsIn(value: unknown, path: Path): readonly (readonly [Path, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  return [...entries].flatMap(([step, one]) => stringsIn(one, [...path, step]));
}
