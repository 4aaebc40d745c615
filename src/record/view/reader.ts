import { stated, statusOf } from "../fact.ts";
import { byId, entriesBy, once } from "../index-by.ts";
import { entriesFor } from "../presence.ts";
import type { Evidence, Fact, Party } from "../schema/evidence.ts";
import type { MeetingPlace } from "../schema/meeting.ts";
import type { Person } from "../schema/people.ts";
import type { Absence, Language, Text } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { Notes } from "./notes.ts";
import type { Mark, Shown } from "./schema.ts";

/**
 * Reads a record in one language: ids become names, texts one string, inferences get their marks. What is read
 * is what the paper shows, so the notes on it are taken up in the order of reading.
 */
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
  /** The same inside an English sentence, where a body takes an article. */
  readonly agent: (party: Party) => string;
  /** The post of a person on the day: as the attendance list prints it, else their posts in order. */
  readonly posts: (person: string) => string | undefined;
  /** The organization or body that a person's first post is held in; undefined when none says so. */
  readonly affiliation: (person: string) => string | undefined;
  readonly place: (place: MeetingPlace) => string;
  /** Words with the mark of their evidence. */
  readonly shown: (text: Text, evidence: Partial<Evidence> | undefined) => Shown;
  /** A fact's words with the mark; undefined when there is no value. */
  readonly fact: <T>(fact: Fact<T> | undefined, say: (value: T) => string) => Shown | undefined;
  /**
   * Takes up the note and gives it as a mark, which is printed when an editor inferred this. Of several, those after
   * the first inference are left alone.
   */
  readonly mark: (...evidence: readonly (Partial<Evidence> | undefined)[]) => Mark | undefined;
  /** The word for why a fact is missing, when it is one that readers should be told; takes up its note. */
  readonly absence: (fact: Fact<unknown> | undefined) => ToldAbsence;
  /** A name with a post, as running text introduces somebody. */
  readonly titled: (name: string, post: string | undefined) => string;
  /** Names in one line. */
  readonly join: (names: readonly string[]) => string;
  /** Titles in one line, in the marks that titles have in the language. */
  readonly titles: (titles: readonly string[]) => string;
  /** The same in quotation marks. */
  readonly quoted: (titles: readonly string[]) => string;
  /** Whether this person's name was read. */
  readonly wasRead: (id: string) => boolean;
  /** Whether a text had to be taken from the other language. */
  readonly borrowed: () => boolean;
}
type ToldAbsence = Exclude<Absence, "notApplicable"> | undefined;

const JOINTS = {
  en: { between: ", ", last: " and ", strong: "; " },
  zh: { between: "、", last: "、", strong: "；" },
} as const satisfies Record<Language, object>;

const NAME_WITHHELD: Readonly<Record<Language, string>> = { zh: "姓名不公开", en: "name withheld" };

const HAS_ARTICLE = /^(the|an?|our|its)\s/i;
const LATIN_END = /[\p{Script=Latin}\d.)]$/u;
const LATIN_START = /^\p{Script=Latin}/u;

export function readerOf(record: MeetingRecord, lang: Language): Reader {
  const notes = new Notes();
  const main = record.languages[0] ?? "en";
  const read = new Set<string>();
  let borrowed = false;

  const text = (value: Text): string => {
    const own = typeof value === "string" ? (main === lang ? value : undefined) : value[lang];
    if (own !== undefined) return own;
    borrowed = true;
    return typeof value === "string" ? value : (value[lang === "en" ? "zh" : "en"] ?? "");
  };
  const optional = (value: Text | undefined): string | undefined =>
    value === undefined ? undefined : text(value);
  const mark = (...evidence: readonly (Partial<Evidence> | undefined)[]): Mark | undefined => {
    let first: Mark | undefined;
    for (const one of evidence) {
      const note = optional(one?.note);
      if (note === undefined) continue;
      const made = { no: notes.add(note), printed: one?.basis === "inferred" };
      if (made.printed) return made;
      first ??= made;
    }
    return first;
  };
  const withMark = (words: string, evidence: Partial<Evidence> | undefined): Shown => {
    const made = mark(evidence);
    return made === undefined ? { text: words } : { text: words, mark: made };
  };
  const ordered = (id: string) =>
    postsOf(record.posts, id).toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const unit = (id: string): string => {
    const body = byId(record.bodies, id);
    if (body) {
      mark(body);
      mark(body.name);
      return text(stated(body.name) ?? id);
    }
    return text(byId(record.organizations, id)?.name ?? id);
  };
  const nameOf = ({ id, name: { zh, en, latin } }: Person): string =>
    (lang === "zh" ? (stated(zh) ?? latin ?? en) : (en ?? latin ?? stated(zh))) ??
    (statusOf(zh) === "withheld" ? NAME_WITHHELD[lang] : id);
  const person = (id: string, formal = false): string => {
    const found = byId(record.people, id);
    if (!found) return id;
    const name = nameOf(found);
    if (!read.has(id)) {
      read.add(id);
      noteOnName(found, name);
    }
    if (!formal) return name;
    const before = optional(found.honorificPrefix);
    const after = optional(found.postNominals);
    return `${before ? `${before} ` : ""}${name}${after ? `, ${after}` : ""}`;
  };
  /** What is to be said about a name: a note, else an open issue, else that the sources spell it in several ways. */
  const noteOnName = (found: Person, name: string): void => {
    mark(found);
    const open = openIssues(record).get(found.id) ?? [];
    for (const issue of open) notes.add(text(issue.text));
    if (found.note !== undefined || open.length > 0) return;
    for (const verdict of ["unresolved", "misspelling"] as const) {
      const others = found.variants.filter((variant) => variant.verdict === verdict);
      if (others.length > 0)
        notes.variant({ verdict, name, others: join(others.map((other) => other.text)) });
    }
  };
  const join = (names: readonly string[]): string => {
    const { between, last, strong } = JOINTS[lang];
    if (names.length > 1 && names.some((name) => name.includes(between.trimEnd()))) return names.join(strong);
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(between)}${last}${names.at(-1)}`;
  };

  const party = (one: Party): string => {
    if (one.person !== undefined) return person(one.person);
    const id = one.unit ?? one.body;
    return id !== undefined ? unit(id) : text(one.text ?? "");
  };
  const quoted = (titles: readonly string[]): string => {
    const marked = titles.map((title) => `“${title}”`);
    return lang === "zh" ? marked.join("") : join(marked);
  };

  return {
    record,
    lang,
    notes,
    quoted,
    titled: (name, post) => {
      if (post === undefined) return name;
      if (lang === "en") return `${name}, ${post}`;
      return LATIN_END.test(post) && LATIN_START.test(name) ? `${post} ${name}` : `${post}${name}`;
    },
    text,
    optional,
    person,
    unit,
    mark,
    join,
    party,
    agent: (one) => {
      const name = party(one);
      const isBody = byId(record.bodies, one.body ?? one.unit) !== undefined;
      return lang === "en" && isBody && !HAS_ARTICLE.test(name) ? `the ${name}` : name;
    },
    posts: (id) => {
      const listed = entriesFor(record, id)[0]?.postAsOf;
      if (listed !== undefined) return text(listed);
      const own = ordered(id).map((post) => {
        mark(post);
        return text(post.title);
      });
      return own.length > 0 ? own.join(JOINTS[lang].between) : undefined;
    },
    affiliation: (id) => {
      const [held] = ordered(id).flatMap(({ organization, body }) => organization ?? body ?? []);
      return held === undefined ? undefined : unit(held);
    },
    place: (place) => optional(place.name) ?? optional(place.room) ?? optional(place.address) ?? "",
    shown: (value, evidence) => withMark(text(value), evidence),
    fact: (fact, say) => {
      const value = stated(fact);
      return value === undefined ? undefined : withMark(say(value), fact);
    },
    absence: (fact) => {
      const status = statusOf(fact);
      if (status === undefined || status === "notApplicable") return undefined;
      mark(fact);
      return status;
    },
    titles: (titles) =>
      lang === "zh"
        ? titles.map((title) => (title.startsWith("《") ? title : `《${title}》`)).join("")
        : quoted(titles),
    wasRead: (id) => read.has(id),
    borrowed: () => borrowed,
  };
}

/** The one of several marks that is shown: what was inferred comes before what only has a note. */
export const foremost = (marks: readonly (Mark | undefined)[]): Mark | undefined =>
  marks.find((mark) => mark?.printed) ?? marks.find((mark) => mark !== undefined);

const postsOf = entriesBy(({ person }: MeetingRecord["posts"][number]) => person);

/** Open issues about people, by the person's id. */
const openIssues = once(({ issues, people }: MeetingRecord) => {
  const open = issues.filter(({ resolution }) => resolution === undefined);
  return Map.groupBy(open, ({ about }) => people[Number(/^people\[(\d+)\]/.exec(about ?? "")?.[1])]?.id);
});

/** An object without its absent fields, as strict optional properties want it. */
export function present<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const given: Partial<T> = {};
  // A plain loop: every entry of every list goes through here.
  for (const key in object) if (object[key] !== undefined) given[key] = object[key];
  return given as { [K in keyof T]: Exclude<T[K], undefined> }; // only what is there is left
}
