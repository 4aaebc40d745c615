import { expect, it } from "vitest";
import { linted } from "./support.ts";

const PEOPLE = "people: [{id: ann, name: Ann Ash}, {id: bob, name: Bob Birch}]\n";
const cases: readonly (readonly [title: string, fields: string, expected: readonly string[]])[] = [
  [
    "present and apologising",
    "attendees: [{person: ann, class: present}, {person: ann, class: apologies}]",
    ["error record/present-and-absent attendees[1]"],
  ],
  [
    "listed twice in one role",
    "attendees: [{person: ann, role: member}, {person: ann, role: member}]",
    ["warning record/listed-twice attendees[1]"],
  ],
  ["listed in two roles", "attendees: [{person: ann, role: chair}, {person: ann, role: member}]", []],
  [
    "here in one sitting, away in the other",
    "sittings: [{id: one, start: 2026-03-12}, {id: two, start: 2026-03-13}]\nattendees: [{person: ann, class: present, sitting: one}, {person: ann, class: apologies, sitting: two}]",
    [],
  ],
  [
    "a chair who is not on the list",
    "attendees: [{person: ann, class: present}]\nsignatures: [{person: bob, capacity: chair}]",
    ["warning record/not-on-attendance-list signatures[0].person"],
  ],
  [
    "a notary who is not",
    "attendees: [{person: ann, class: present}]\nsignatures: [{person: bob, capacity: notary}]",
    [],
  ],
  ["no list at all", "signatures: [{person: bob, capacity: chair}]", []],
  [
    "a mover who sent apologies",
    "attendees: [{person: ann, class: apologies}]\nmotions: [{id: m, text: T, mover: ann, disposition: lost}]",
    ["warning record/absent-person-acts motions[0].mover"],
  ],
  [
    "a speaker who came late",
    "agenda: [{id: one, title: One}]\nattendees: [{person: ann, presence: partly}]\npresenceEvents: [{person: ann, type: arrive, at: {beforeItem: one}}]\nspeeches: [{by: ann, points: [P]}]",
    [],
  ],
  [
    "a post that had ended",
    "posts: [{person: ann, title: Director, to: 2026-03-11}]",
    ["warning record/post-not-held posts[0].to"],
  ],
  [
    "a post not yet begun",
    "posts: [{person: ann, title: Director, from: 2026-03-13}]",
    ["warning record/post-not-held posts[0].from"],
  ],
  ["a post on its last day", "posts: [{person: ann, title: Director, to: 2026-03-12}]", []],
  [
    "a spelling nobody has ruled on",
    "people: [{id: ann, name: Ann Ash, variants: [{text: An Ash, verdict: unresolved}]}]",
    ["warning record/unresolved-variant people[0].variants[0]"],
  ],
  [
    "a misspelling in our own words",
    "people: [{id: ann, name: Ann Ash, variants: [{text: An Ash, verdict: misspelling}]}]\ndecisions: [{text: An Ash is thanked.}]",
    ["warning record/misspelling-used decisions[0].text"],
  ],
  [
    "a misspelling in a quote",
    "people: [{id: ann, name: Ann Ash, variants: [{text: An Ash, verdict: misspelling}]}]\nspeeches: [{unattributed: true, quotes: [An Ash came]}]",
    [],
  ],
];

it.each(cases)("%s", (_, fields, expected) =>
  expect(linted(fields.includes("people:") ? fields : PEOPLE + fields)).toEqual(expected),
);
