import type { Audience } from "../artefact.ts";
import { type Path, pathText, replaced, valueAt } from "../yaml/path.ts";
import { stated } from "./fact.ts";
import { byId } from "./index-by.ts";
import { stepsOf } from "./pointer.ts";
import { type Reference, referencesIn } from "./references.ts";
import type { AgendaItem, ConfidentialityLevel, Document } from "./schema/business.ts";
import type { Person } from "./schema/people.ts";
import { DECLARED_IN, type Language } from "./schema/primitives.ts";
import type { MeetingRecord } from "./schema/record.ts";

/** A record as an audience may see it. */
export interface Rendition {
  readonly record: MeetingRecord;
  /** Where a value of the whole record stands now; undefined for what was left out or worded anew. */
  readonly moved: (path: Path) => Path | undefined;
}

/**
 * The record for an audience. An item that is closed to it stays as a number with its public title; all that was said
 * and decided under it is left out, and so are the people, units and sources that are mentioned nowhere else. Who must
 * not be named stays among those who came, spoke and voted, so that counts hold, but without name, post and id. The
 * result is a record like any other, which says whom it is for; a rendition of it for the same audience is the same.
 */
export function renditionFor(record: MeetingRecord, audience: Audience): Rendition {
  if (audience === "full") return { record, moved: (path) => path };
  const hidden = hiddenFrom(record, audience);
  const without = (left: Entries): MeetingRecord => reworded(kept(record, left), hidden, audience);
  const left = new Set([...hidden.entries, ...unmentioned(record, without(hidden.entries), hidden.entries)]);
  const moved = moving(record, left, hidden);
  return { record: renamed(withPointers(record, without(left), moved), hidden), moved };
}

type Ids = ReadonlySet<string>;
/** Entries of lists of the record, as they are in it. */
type Entries = ReadonlySet<unknown>;

interface Hidden {
  /** The ids of closed items. */
  readonly closed: Ids;
  /** The ids of people who are not to be named. */
  readonly nameless: Ids;
  /** All that was done under closed items, and what hangs on it. */
  readonly entries: Entries;
}

function hiddenFrom(record: MeetingRecord, audience: Audience): Hidden {
  const closed = closedItems(record, audience);
  const nameless = namelessPeople(record, audience);
  return { closed, nameless, entries: hiddenEntries(record, audience, closed, nameless) };
}

// ---- what may be seen

const MAY_READ: Readonly<Record<Audience, readonly ConfidentialityLevel[]>> = {
  full: ["public", "internal", "restricted", "labelled"],
  member: ["public", "internal"],
  public: ["public"],
};

const mayRead = (audience: Audience, level: ConfidentialityLevel = "public"): boolean =>
  MAY_READ[audience].includes(level);

/** The ids of the items that an audience may not see; parts of a closed item are closed. */
export function closedItems({ agenda }: MeetingRecord, audience: Audience): Ids {
  const isClosed = (item: AgendaItem | undefined): boolean =>
    item !== undefined &&
    (!mayRead(audience, item.confidentiality?.level) ||
      (audience === "public" && !item.public) ||
      isClosed(byId(agenda, item.parent)));
  return new Set(agenda.filter(isClosed).map(({ id }) => id));
}

/** The ids of those whom an audience may not know by name. */
export const namelessPeople = ({ people }: MeetingRecord, audience: Audience): Ids =>
  new Set(audience === "public" ? people.filter((one) => one.public === false).map(({ id }) => id) : []);

/** Whether an audience would see all there is, so that papers for it need not be others. */
export const seesAll = (record: MeetingRecord, audience: Audience): boolean =>
  audience === "full" ||
  (closedItems(record, audience).size === 0 &&
    namelessPeople(record, audience).size === 0 &&
    record.attachments.every(({ confidentiality }) => mayRead(audience, confidentiality?.level)) &&
    record.redactions.every(({ from }) => from === undefined) &&
    (audience === "member" || mayRead(audience, record.confidentiality?.level)));

// ---- what is left out

interface Belonging {
  readonly item?: string | undefined;
}

function hiddenEntries(record: MeetingRecord, audience: Audience, closed: Ids, nameless: Ids): Entries {
  const isUnder = ({ item }: Belonging): boolean => closed.has(item ?? "");
  const motions = new Set<string>();
  // Amendments go with what they amend, in whatever order the record has them.
  for (let size = -1; size < motions.size; ) {
    size = motions.size;
    for (const one of record.motions) if (isUnder(one) || motions.has(one.parent ?? "")) motions.add(one.id);
  }
  const elections = idsOf(record.elections.filter(isUnder));
  const resolutions = idsOf(
    record.resolutions.filter((one) => isUnder(one) || motions.has(one.motion ?? "")),
  );
  const isPaperUnder = (paper: Document): boolean =>
    isUnder(paper) || record.agenda.some(({ id, papers }) => closed.has(id) && papers.includes(paper.id));
  const [open, documents] = [false, true].map((wanted) =>
    record.documents.filter((one) => isPaperUnder(one) === wanted),
  ) as [Document[], Document[]]; // one for each of two values
  const has = (papers: readonly Document[], no: string) => papers.some(({ attachment }) => attachment === no);
  const { motions: all, elections: polls, resolutions: adopted } = record;
  return new Set<unknown>([
    ...all.filter(({ id }) => motions.has(id)),
    ...polls.filter(({ id }) => elections.has(id)),
    ...adopted.filter(({ id }) => resolutions.has(id)),
    ...record.votes.filter(
      ({ on, block, item }) =>
        closed.has(item ?? "") ||
        motions.has(on?.motion ?? "") ||
        elections.has(on?.election ?? "") ||
        resolutions.has(on?.resolution ?? "") ||
        (block.length > 0 && block.every((one) => closed.has(one))),
    ),
    ...documents,
    ...record.attachments.filter(
      ({ no, confidentiality }) =>
        !mayRead(audience, confidentiality?.level) || (has(documents, no) && !has(open, no)),
    ),
    ...[record.previousMinutes, record.reports, record.decisions, record.evaluations].flat().filter(isUnder),
    ...[record.awards, record.interests].flat().filter(isUnder),
    ...record.speeches.filter(({ item }) => closed.has(stated(item) ?? "")),
    ...record.actions.filter(({ fromItem }) => closed.has(fromItem ?? "")),
    ...record.posts.filter(({ person }) => nameless.has(person)),
    ...record.distribution.filter(({ to }) => nameless.has(to.person ?? "")),
  ]);
}

const idsOf = (entries: readonly { readonly id: string }[]): Ids => new Set(entries.map(({ id }) => id));

/** The record without some entries of its lists. */
const kept = (record: MeetingRecord, left: Entries): MeetingRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.filter((entry) => !left.has(entry)) : value,
    ]),
  ) as MeetingRecord; // a list with fewer entries is a list of the same kind

/** Lists of what is only declared, to be spoken of elsewhere. */
const DECLARING = ["people", "organizations", "bodies", "sources"] as const;

/**
 * Declared entries that nothing speaks of any more now that others are left out, and the posts of those people. People
 * whom nothing spoke of before go as well: a name alone may tell whom a closed item was about.
 */
function unmentioned(record: MeetingRecord, rest: MeetingRecord, left: Entries): Entries {
  const before = new Set(referencesIn(record).flatMap(keysOf));
  const now = referencesIn(rest).map((one) => ({ ...one, from: valueAt(rest, one.path.slice(0, 2)) }));
  const strangers = new Set<unknown>();
  // Who is known only through a stranger is one, too.
  for (let size = -1; size < strangers.size; ) {
    size = strangers.size;
    const known = new Set(
      now.filter(({ from, path }) => !isHolder(path) && !strangers.has(from)).flatMap(keysOf),
    );
    for (const list of DECLARING)
      for (const entry of record[list]) {
        const key = `${list} ${entry.id}`;
        if (!known.has(key) && (list === "people" || before.has(key))) strangers.add(entry);
      }
    const { people } = record;
    for (const post of record.posts) if (strangers.has(byId(people, post.person))) strangers.add(post);
  }
  for (const entry of left) strangers.delete(entry);
  return strangers;
}

/** That somebody holds a post does not make them known; what the post of somebody known speaks of is. */
const isHolder = ([list, , field]: Path): boolean => list === "posts" && field === "person";

const keysOf = ({ kind, id }: Reference): readonly string[] =>
  DECLARED_IN[kind].map((list) => `${list} ${id}`);

// ---- what stays in other words

/** What a closed item is called when the record has no title for the public. */
const CLOSED_ITEM: Readonly<Record<Language, string>> = { zh: "不公开议题", en: "Closed item" };

const closedItem = (item: AgendaItem, languages: readonly Language[]): AgendaItem => ({
  id: item.id,
  no: item.no,
  title: item.publicTitle ?? Object.fromEntries(languages.map((lang) => [lang, CLOSED_ITEM[lang]])),
  publicTitle: item.publicTitle,
  plannedOrder: item.plannedOrder,
  heldOrder: item.heldOrder,
  sitting: item.sitting,
  parent: item.parent,
  public: item.public,
  papers: [],
  status: item.status,
  summary: [],
  confidentiality: item.confidentiality,
  cites: [],
});

const withoutName = ({ id }: Person): Person => ({
  id,
  name: { zh: { status: "withheld", cites: [] } },
  variants: [],
  public: false,
  cites: [],
});

/** What the entries that stay say of closed items, of entries that are gone, and of people without names. */
function reworded(record: MeetingRecord, { closed, nameless }: Hidden, audience: Audience): MeetingRecord {
  const { confidentiality, ...others } = record;
  const motions = idsOf(record.motions);
  const documents = idsOf(record.documents);
  const votes = new Set(record.votes.flatMap(({ id }) => id ?? []));
  const attachments = new Set(record.attachments.map(({ no }) => no));
  const bare = { note: undefined, cites: [] };
  return {
    ...others,
    audience,
    // The level is about the whole record, which the public does not get.
    ...(audience !== "public" && { confidentiality }),
    agenda: record.agenda.map((item) =>
      closed.has(item.id)
        ? closedItem(item, record.languages)
        : { ...item, papers: item.papers.filter((id) => documents.has(id)) },
    ),
    people: record.people.map((person) => (nameless.has(person.id) ? withoutName(person) : person)),
    attendees: record.attendees.map((entry) =>
      nameless.has(entry.person ?? "")
        ? { ...entry, ...bare, postAsOf: undefined, listedBecause: undefined }
        : entry,
    ),
    presenceEvents: record.presenceEvents.map((event) =>
      closed.has(event.at.beforeItem ?? event.at.afterItem ?? "") || nameless.has(event.person)
        ? { ...event, ...bare, reason: undefined }
        : event,
    ),
    speeches: record.speeches.map((speech) =>
      nameless.has(stated(speech.by)?.person ?? "") ? { ...speech, ...bare, capacity: undefined } : speech,
    ),
    awards: record.awards.map((award) => ({
      ...award,
      honorees: award.honorees.map((one) =>
        nameless.has(one.person ?? "") ? { ...one, ...bare, postAsOf: undefined } : one,
      ),
    })),
    motions: record.motions.map((one) => ({
      ...one,
      amendments: one.amendments.filter((id) => motions.has(id)),
    })),
    resolutions: record.resolutions.map(({ vote, ...one }) => ({
      ...one,
      documents: one.documents.filter((id) => documents.has(id)),
      ...((stated(vote) === undefined || votes.has(stated(vote) ?? "")) && { vote }),
    })),
    reports: record.reports.map(({ paper, ...one }) => ({
      ...one,
      ...(documents.has(paper ?? "") && { paper }),
    })),
    documents: record.documents.map(({ attachment, ...one }) => ({
      ...one,
      ...(attachments.has(attachment ?? "") && { attachment }),
    })),
  };
}

// ---- pointers and ids

/** Where values go: entries move up when others before them are left out. */
const moving =
  (record: MeetingRecord, left: Entries, { closed, nameless }: Hidden) =>
  (path: Path): Path | undefined => {
    const [list = "", index, ...rest] = path;
    const entries = valueAt(record, [list]);
    if (!Array.isArray(entries) || typeof index !== "number") return path;
    if (left.has(entries[index])) return undefined;
    const id = valueAt(entries[index], ["id"]);
    const isNew =
      (list === "agenda" && closed.has(String(id))) || (list === "people" && nameless.has(String(id)));
    if (isNew && rest.length > 0) return undefined;
    return [list, entries.slice(0, index).filter((entry) => !left.has(entry)).length, ...rest];
  };

/** Redactions and issues with the places they now speak of; without those whose place is gone. */
function withPointers(
  before: MeetingRecord,
  record: MeetingRecord,
  moved: (path: Path) => Path | undefined,
): MeetingRecord {
  const led = (written: string): string | undefined => {
    const path = moved(stepsOf(before, written));
    return path && pathText(path);
  };
  return {
    ...record,
    redactions: record.redactions.flatMap((one) => {
      const path = led(one.path);
      return path === undefined ? [] : [{ ...one, path }];
    }),
    issues: record.issues.flatMap((one) => {
      if (one.about === undefined) return [one];
      const about = led(one.about);
      return about === undefined ? [] : [{ ...one, about }];
    }),
  };
}

/** Ids are words, and may say what a closed item was about, or who was not to be named: these get others. */
function renamed(record: MeetingRecord, { closed, nameless }: Hidden): MeetingRecord {
  const names = new Map([
    ...newNames(record.agenda, "item", closed),
    ...newNames(record.people, "person", nameless),
  ]);
  if (names.size === 0) return record;
  const declared = (["agenda", "people"] as const).flatMap((list) =>
    record[list].map(({ id }, index) => ({
      kind: list === "agenda" ? "item" : "person",
      id,
      path: [list, index, "id"],
    })),
  );
  return [...referencesIn(record), ...declared].reduce((value, { kind, id, path }) => {
    const name = names.get(`${kind} ${id}`);
    return name === undefined ? value : (replaced(value, path, name) as MeetingRecord); // one id for another
  }, record);
}

function newNames(
  list: readonly { readonly id: string }[],
  kind: "item" | "person",
  hidden: Ids,
): readonly (readonly [string, string])[] {
  const taken = new Set(list.flatMap(({ id }) => (hidden.has(id) ? [] : [id])));
  return list
    .filter(({ id }) => hidden.has(id))
    .map(({ id }, index) => {
      const name = `withheld-${index + 1}`;
      return [`${kind} ${id}`, taken.has(name) ? `${name}-${kind}` : name];
    });
}
