import { expect } from "vitest";
import { type Profile, profileSchema } from "../../../src/record/profile.ts";
import type { MeetingRecord } from "../../../src/record/schema/record.ts";
import { viewSchema } from "../../../src/record/view/schema.ts";
import { type View, view } from "../../../src/record/view.ts";
import { recordOf } from "../support.ts";

/** A house that asks for nothing but what a test gives it. */
export const house = (asked: Partial<Profile> = {}): Profile =>
  profileSchema.parse({
    name: "house",
    title: { en: "House", zh: "单位" },
    description: "A house.",
    ...asked,
  });

interface Wish {
  readonly document?: string;
  readonly lang?: "en" | "zh";
  readonly profile?: Profile;
}

/** The view of a record, which must be what the schema says. */
export function viewOf(record: MeetingRecord, wish: Wish = {}): View {
  const { document = "minutes", lang = "en", profile = house() } = wish;
  const made = view(record, { lang, profile, document, digest: "0123456789abcdef".repeat(4) });
  expect(viewSchema.parse(made)).toEqual(made);
  return made;
}

const HEAD = `schemaVersion: 1
id: board-2026-03
languages: [en]
`;
const MEETING = `meeting: {title: Board meeting, kind: regular, bodies: [board]}
bodies:
  - id: board
    name: Board
    memberCount: 5
    quorumRule: {number: 3}
    decisionRule: {threshold: {num: 1, den: 2, strict: true}, base: castWithoutAbstentions}
sittings: [{start: 2026-03-12T14:00}]
`;
const PEOPLE = `people:
  - {id: ann, name: Ann Ash}
  - {id: ben, name: Ben Birch}
  - {id: cat, name: Cat Cedar}
  - {id: dan, name: Dan Dogwood}
`;

/** A small board with four people, and the lines that a test adds. Parts that the lines bring are not doubled. */
export function boardOf(lines: string): MeetingRecord {
  const has = (part: string): boolean => new RegExp(`^${part}:`, "m").test(lines);
  return recordOf(`${HEAD}${has("meeting") ? "" : MEETING}${has("people") ? "" : PEOPLE}${lines}`);
}

/** The minutes of such a board. */
export const minutesOf = (lines: string, wish: Wish = {}): View => viewOf(boardOf(lines), wish);
