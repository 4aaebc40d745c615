import { stated } from "../fact.ts";
import type { Evidence, Fact, Party } from "../schema/evidence.ts";
import type { MeetingPlace } from "../schema/meeting.ts";
import type { Language, Text } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { Notes } from "./notes.ts";
import type { Shown } from "./schema.ts";

/** Reads a record in one language: ids become names, texts one string, inferences get their marks. */
export interface Reader {
  readonly record: MeetingRecord;
  readonly lang: Language;
  readonly notes: Notes;
  readonly text: (text: Text) => string;
  readonly optional: (text: Text | undefined) => string | undefined;
  /** A name as the record has it; `formal` with the title before and the letters after it. */
  readonly person: (id: string, formal?: boolean) => string;
  readonly unit: (id: string) => string;
  readonly party: (party: Party) => string;
  /** The posts of a person on the day, in the order of the record. */
  readonly posts: (person: string) => string | undefined;
  readonly place: (place: MeetingPlace) => string;
  /** Words with the mark of their evidence. */
  readonly shown: (text: Text, evidence: Partial<Evidence> | undefined) => Shown;
  /** A fact's words with the mark; undefined when there is no value. */
  readonly fact: <T>(fact: Fact<T> | undefined, say: (value: T) => string) => Shown | undefined;
  /** The number of the note, when an editor inferred this. */
  readonly mark: (evidence: Partial<Evidence> | undefined) => number | undefined;
}

export function readerOf(record: MeetingRecord, lang: Language): Reader {
  const notes = new Notes();
  const text = (value: Text): string =>
    typeof value === "string" ? value : (value[lang] ?? value[lang === "en" ? "zh" : "en"] ?? "");
  const optional = (value: Text | undefined): string | undefined =>
    value === undefined ? undefined : text(value);
  const people = new Map(record.people.map((person) => [person.id, person]));
  const units = new Map<string, string>();
  for (const organization of record.organizations) units.set(organization.id, text(organization.name));
  for (const body of record.bodies) units.set(body.id, text(stated(body.name) ?? body.id));
  const unit = (id: string): string => units.get(id) ?? id;
  const mark = (evidence: Partial<Evidence> | undefined): number | undefined => {
    if (!evidence) return undefined;
    const note = optional(evidence.note);
    const number = note === undefined ? undefined : notes.add(note);
    return evidence.basis === "inferred" ? number : undefined;
  };
  const withMark = (words: string, evidence: Partial<Evidence> | undefined): Shown => {
    const number = mark(evidence);
    return number === undefined ? { text: words } : { text: words, mark: number };
  };
  const person = (id: string, formal = false): string => {
    const found = people.get(id);
    if (!found) return id;
    const { zh, en, latin } = found.name;
    const name = (lang === "zh" ? (stated(zh) ?? latin ?? en) : (en ?? latin ?? stated(zh))) ?? id;
    if (!formal) return name;
    const before = optional(found.honorificPrefix);
    const after = optional(found.postNominals);
    return `${before ? `${before} ` : ""}${name}${after ? `, ${after}` : ""}`;
  };
  return {
    record,
    lang,
    notes,
    text,
    optional,
    person,
    unit,
    mark,
    party: (party) => {
      if (party.person !== undefined) return person(party.person);
      const id = party.unit ?? party.body;
      return id !== undefined ? unit(id) : text(party.text ?? "");
    },
    posts: (id) => {
      const own = record.posts
        .filter((post) => post.person === id)
        .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
        .map((post) => text(post.title));
      return own.length > 0 ? own.join(lang === "zh" ? "、" : ", ") : undefined;
    },
    place: (place) => optional(place.name) ?? optional(place.room) ?? optional(place.address) ?? "",
    shown: (value, evidence) => withMark(text(value), evidence),
    fact: (fact, say) => {
      const value = stated(fact);
      return value === undefined ? undefined : withMark(say(value), fact);
    },
  };
}

/** An object without its absent fields, as strict optional properties want it. */
export function present<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>; // only what is there is left
  };
}
