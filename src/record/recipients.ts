import { createHash } from "node:crypto";
import { AUDIENCES, type Audience, FORMATS, type Format } from "../artefact.ts";
import type { Path } from "../yaml/path.ts";
import { type Address, readAddress } from "./address.ts";
import { stated } from "./fact.ts";
import { byId } from "./index-by.ts";
import { nameOf, wordingsIn } from "./lint/finding.ts";
import { entriesFor } from "./presence.ts";
import { seesAll } from "./rendition.ts";
import type { Attendee } from "./schema/attendance.ts";
import {
  type Channel,
  type Recipient as Entry,
  RECIPIENT_ROLES,
  type RecipientAddress,
  type RecipientRole,
} from "./schema/issuing.ts";
import type { Language, Text } from "./schema/primitives.ts";
import type { MeetingRecord } from "./schema/record.ts";

/** Why somebody who is to have papers cannot be given them this way. */
export type Hindrance = "no-address" | "bad-address" | "opted-out" | "no-name";

/** Somebody who is to have papers, by one channel, with all that any list promises them. */
export interface Recipient {
  /** The id of the person or unit, or a name made of an address or words; the same from run to run. */
  readonly id: string;
  /** In the record's first language. */
  readonly name: string;
  readonly person?: string;
  readonly channel: Channel;
  /** There for every recipient by e-mail who is not hindered. */
  readonly address?: Address;
  readonly role: RecipientRole;
  readonly language: Language;
  readonly audience: Audience;
  /** In the order of the papers asked for; no paper twice. */
  readonly papers: readonly Wanted[];
  /** How many are printed. */
  readonly copies: number;
  /** Whether they get this because they are on the attendance list. */
  readonly attended: boolean;
  readonly hindrance?: Hindrance;
  /** Where the record first says that they are to have papers. */
  readonly path: Path;
}

export interface Wanted {
  readonly document: string;
  readonly formats: readonly Format[];
}

/** What is asked for where the record does not say. */
export interface Asked {
  /** For those to whom no papers are named. */
  readonly documents: readonly string[];
  /** For those to whom no formats are named; absent: PDF and Word. */
  readonly formats?: readonly Format[];
  /** For those who have no language of their own; absent: the record's first. */
  readonly lang?: Language;
  /** Nobody gets to see more than this; absent: than the record is for. */
  readonly audience?: Audience;
}

/**
 * Everybody who is to have papers, in the order of the lists. Whoever is on several lists is there once for each channel,
 * and gets all that any of the lists promises; what cannot be had twice (a language, a role) is as the entry that names
 * the person says, else as the first. A record without a distribution sends everybody on its attendance list all papers.
 * Nobody is left out: who cannot be reached is there with the reason.
 */
export function recipientsOf(record: MeetingRecord, asked: Asked): readonly Recipient[] {
  const listed = record.distribution.length > 0 ? record.distribution : [EVERYBODY];
  const claims = listed.flatMap((entry, index) => claimsOf(record, entry, index, asked));
  const together = Map.groupBy(
    claims,
    ({ id, channel, ...claim }) => `${channel} ${id} ${mailboxOf(claim, channel)}`,
  );
  const taken = new Set<string>();
  return [...together.values()].map(merged).map((recipient) => {
    const { channel, id, address } = recipient;
    const isFirst = !taken.has(`${channel} ${id}`);
    taken.add(`${channel} ${id}`);
    return isFirst ? recipient : { ...recipient, id: `${id}-${digest(address?.mailbox ?? "")}` };
  });
}

/** A unit or words may have several addresses, each of which gets a mail; a person gets one. */
const mailboxOf = ({ person, address }: Pick<Recipient, "person" | "address">, channel: Channel): string =>
  person === undefined && channel === "email" ? (address?.mailbox ?? "") : "";

const EVERYBODY: Entry = { to: { attendees: "all" }, role: "main", documents: [], formats: [] };

/** What one entry promises to one recipient. */
interface Claim extends Recipient {
  /** Whether the entry names them, rather than a list they are on. */
  readonly named: boolean;
}

function merged(claims: readonly Claim[]): Recipient {
  const { named: _, ...first } = claims.find(({ named }) => named) ?? (claims[0] as Claim); // groups have an entry
  const papers = Map.groupBy(
    claims.flatMap((claim) => claim.papers),
    ({ document }) => document,
  );
  return {
    ...first,
    audience: AUDIENCES.find((one) => claims.some(({ audience }) => audience === one)) ?? first.audience,
    role: RECIPIENT_ROLES.find((one) => claims.some(({ role }) => role === one)) ?? first.role,
    copies: Math.max(...claims.map(({ copies }) => copies)),
    attended: claims.some(({ attended }) => attended),
    papers: [...papers].map(([document, wanted]) => ({
      document,
      formats: FORMATS.filter((format) => wanted.some(({ formats }) => formats.includes(format))),
    })),
  };
}

// ---- one entry

function claimsOf(
  record: MeetingRecord,
  entry: Entry,
  index: number,
  { documents, formats: usual = USUAL, lang, audience: widest = record.audience ?? "full" }: Asked,
): readonly Claim[] {
  const formats = entry.formats.map((format) => (format === "text" ? "txt" : format));
  const papers = (entry.documents.length > 0 ? entry.documents : documents).map((document) => ({
    document,
    formats: formats.length > 0 ? formats : usual,
  }));
  return partiesOf(record, entry.to).map((party) => {
    const { email, optedOut, person } = party;
    const channel = entry.channel ?? "email";
    const read = email === undefined ? undefined : readAddress(email);
    const hindrance = party.hindrance ?? (channel === "email" ? hindranceOf(read?.ok, optedOut) : undefined);
    return {
      id: party.id,
      name: party.name,
      ...(person !== undefined && { person }),
      channel,
      ...(read?.ok && { address: read.value }),
      role: entry.role,
      language: entry.language ?? party.language ?? lang ?? record.languages[0] ?? "en",
      audience: narrower(widest, entry.rendition ?? usualAudience(record, entry, person)),
      papers,
      copies: entry.copies ?? 1,
      attended: person !== undefined && entriesFor(record, person).length > 0,
      ...(hindrance && { hindrance }),
      path: record.distribution.length > 0 ? ["distribution", index] : ["attendees"],
      named: entry.to.attendees === undefined,
    };
  });
}

const narrower = (a: Audience, b: Audience): Audience =>
  AUDIENCES.indexOf(a) > AUDIENCES.indexOf(b) ? a : b;

const USUAL: readonly Format[] = ["pdf", "docx"];

const hindranceOf = (isGood: boolean | undefined, optedOut: boolean): Hindrance | undefined =>
  isGood === undefined ? "no-address" : !isGood ? "bad-address" : optedOut ? "opted-out" : undefined;

interface Party {
  readonly id: string;
  readonly name: string;
  readonly person?: string;
  readonly email: string | undefined;
  readonly optedOut: boolean;
  readonly language?: Language | undefined;
  readonly hindrance?: Hindrance;
}

function partiesOf(record: MeetingRecord, to: RecipientAddress): readonly Party[] {
  if (to.attendees !== undefined)
    return attendeesOf(record, to.attendees).map((entry) =>
      entry.person === undefined ? groupParty(record, entry) : personParty(record, entry.person, undefined),
    );
  return [to.person === undefined ? otherParty(record, to) : personParty(record, to.person, to.address)];
}

/** Those on the attendance list whom an entry means; who is listed under no heading was there, unless the list says not. */
export const attendeesOf = (
  { attendees }: MeetingRecord,
  wanted: NonNullable<RecipientAddress["attendees"]>,
): readonly Attendee[] =>
  wanted === "all" ? attendees : attendees.filter((entry) => wanted.includes(headingOf(entry)));

const AWAY: ReadonlySet<Attendee["presence"]> = new Set([
  "apology",
  "absentExcused",
  "absentUnexcused",
  "absent",
  "onLeave",
]);
const headingOf = (entry: Attendee) => entry.class ?? (AWAY.has(entry.presence) ? "apologies" : "present");

const groupParty = (record: MeetingRecord, entry: Attendee): Party => ({
  id: `group-${record.attendees.indexOf(entry) + 1}`,
  name: inOneLanguage(record, entry.group?.label ?? ""),
  email: undefined,
  optedOut: false,
  hindrance: "no-name",
});

function personParty(record: MeetingRecord, id: string, address: string | undefined): Party {
  const contact = byId(record.people, id)?.contact;
  return {
    id,
    name: nameOf(record, id),
    person: id,
    email: address ?? contact?.email,
    optedOut: contact?.optOut ?? false,
    language: contact?.language,
  };
}

function otherParty(record: MeetingRecord, { unit, address, text }: RecipientAddress): Party {
  const body = byId(record.bodies, unit);
  const name = body ? stated(body.name) : (byId(record.organizations, unit)?.name ?? text);
  return {
    id: unit === undefined ? `other-${digest(JSON.stringify(text ?? address))}` : unitId(record, unit),
    name: name === undefined ? (address ?? "") : inOneLanguage(record, name),
    email: address,
    optedOut: false,
  };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 10);

/** Units and people may have the same id in a record, but not in a ledger. */
const unitId = ({ people }: MeetingRecord, unit: string): string =>
  byId(people, unit) === undefined ? unit : `unit-${unit}`;

const inOneLanguage = ({ languages }: MeetingRecord, text: Text): string =>
  typeof text === "string" ? text : (text[languages[0] ?? "en"] ?? wordingsIn(text)[0] ?? "");

// ---- who may see what

/** Those who keep the record, and so see all of it whatever they are listed under. */
const KEEPERS: ReadonlySet<string> = new Set([
  "chair",
  "executiveChair",
  "secretary",
  "minuteTaker",
  "counsel",
]);
const OF_CLASS = {
  present: "full",
  apologies: "full",
  inAttendance: "member",
  staff: "member",
  byInvitation: "public",
} as const satisfies Record<NonNullable<Attendee["class"]>, Audience>;

/**
 * What somebody gets to see when the entry does not say: members, keepers of the record and its archive all of it; staff,
 * units and named recipients what is not restricted; guests and bare addresses what is public. Where nothing is closed
 * to them, all of them get the same papers.
 */
function usualAudience(record: MeetingRecord, entry: Entry, person: string | undefined): Audience {
  const audience = standing(record, entry, person);
  return seesAll(record, audience) ? "full" : audience;
}

function standing(record: MeetingRecord, { to, role }: Entry, person: string | undefined): Audience {
  if (role === "file") return "full";
  if (person !== undefined) {
    const [entry] = entriesFor(record, person);
    if (entry === undefined) return "member";
    return KEEPERS.has(entry.role ?? "") ? "full" : OF_CLASS[headingOf(entry)];
  }
  return to.unit === undefined && to.text === undefined ? "public" : "member";
}
