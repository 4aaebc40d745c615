import { expect, it } from "vitest";
import { linted } from "./support.ts";

const PEOPLE = "people: [{id: ann, name: Ann}, {id: bob, name: Bob}, {id: cem, name: Cem}]\n";
const body = (more: string) => `bodies: [{id: board, name: Board, ${more}}]\n`;
const three = (first: string) =>
  `attendees: [{person: ann, role: member, ${first}}, {person: bob, role: member, class: present}, {person: cem, role: member, class: present}]\n`;
const AGENDA = "agenda: [{id: one, title: One}, {id: two, title: Two}]\n";
const MOTION = "motions: [{id: m, text: T, disposition: adopted, item: two}]\nvotes: [{on: {motion: m}}]\n";

const cases: readonly (readonly [title: string, fields: string, expected: readonly string[]])[] = [
  [
    "more present than members, as counted",
    `${body("memberCount: 9")}quorum: [{present: 10}]`,
    ["error record/more-present-than-members quorum[0].present"],
  ],
  [
    "the same with a note that explains it",
    `${body("memberCount: 9")}quorum: [{present: {value: 10, note: with the outgoing member}}]`,
    ["note record/more-present-than-members quorum[0].present"],
  ],
  [
    "more present than members, as listed",
    `${body("memberCount: 2")}${three("class: present")}`,
    ["error record/more-present-than-members attendees"],
  ],
  [
    "guests are not members",
    `${body("memberCount: 1")}attendees: [{person: ann, role: member, class: present}, {person: bob, role: guest}]`,
    [],
  ],
  [
    "a quorum announced that was none",
    `${body("memberCount: 9, quorumRule: {fraction: 2/3}")}quorum: [{present: 5, statedMet: true}]`,
    ["error record/quorum-differs quorum[0].statedMet"],
  ],
  [
    "exactly two thirds",
    `${body("memberCount: 9, quorumRule: {fraction: 2/3}")}quorum: [{present: 6, statedMet: true}]`,
    [],
  ],
  [
    "exactly half where more is needed",
    `${body("memberCount: 10, quorumRule: {fraction: 1/2, strict: true}")}quorum: [{present: 5}]`,
    ["warning record/no-quorum quorum[0]"],
  ],
  [
    "a share of a number nobody recorded",
    `${body("quorumRule: {fraction: 2/3}")}quorum: [{present: 5, statedMet: true}]`,
    [],
  ],
  [
    "more on the list than counted",
    `${body("memberCount: 3")}${three("class: present")}quorum: [{present: 2}]`,
    ["error record/present-count-differs quorum[0].present"],
  ],
  [
    "fewer on a full list than counted",
    `${body("memberCount: 3")}${three("class: apologies")}quorum: [{present: 3}]`,
    ["error record/present-count-differs quorum[0].present"],
  ],
  [
    "a late arrival is not counted at the opening",
    `${body("memberCount: 3")}${AGENDA}${three("presence: partly")}quorum: [{present: 2}, {at: {beforeItem: two}, present: 3}]\npresenceEvents: [{person: ann, type: arrive, at: {beforeItem: two}}]`,
    [],
  ],
  [
    "a list that leaves members out",
    `${body("memberCount: 9")}${three("class: present")}quorum: [{present: 5}]`,
    [],
  ],
  [
    "too few at a vote",
    `${body("memberCount: 3, quorumRule: {number: 3}")}${AGENDA}${three("class: present")}presenceEvents: [{person: ann, type: leave, at: {afterItem: one}}]\n${MOTION}`,
    ["warning record/no-quorum-at-vote votes[0]"],
  ],
  [
    "enough at the vote before",
    `${body("memberCount: 3, quorumRule: {number: 3}")}${AGENDA}${three("class: present")}presenceEvents: [{person: ann, type: leave, at: {afterItem: two}}]\n${MOTION}`,
    [],
  ],
  [
    "somebody who stood aside does not count",
    `${body("memberCount: 3, quorumRule: {number: 3}")}${AGENDA}${three("class: present")}interests: [{person: ann, item: two, nature: N, effect: recused}]\n${MOTION}`,
    ["warning record/no-quorum-at-vote votes[0]"],
  ],
  [
    "a time that cannot be compared with an item",
    `${body("memberCount: 3, quorumRule: {number: 3}")}${AGENDA}${three("class: present")}presenceEvents: [{person: ann, type: leave, at: "15:10"}]\n${MOTION}`,
    [],
  ],
  [
    "a proxy for somebody present",
    "attendees: [{person: ann, class: present}, {person: bob, class: present, proxyFor: ann}]",
    ["error record/proxy-for-present attendees[1].proxyFor"],
  ],
  [
    "a substitute for somebody present",
    "attendees: [{person: ann, class: present}, {person: bob, class: present, substituteFor: ann}]",
    ["error record/substitute-for-present attendees[1].substituteFor"],
  ],
  [
    "a proxy for somebody away",
    "attendees: [{person: ann, class: apologies}, {person: bob, class: present, proxyFor: ann}]",
    [],
  ],
  [
    "partly, without saying when",
    "attendees: [{person: ann, presence: partly}]",
    ["warning record/partly-without-event attendees[0].presence"],
  ],
  [
    "an event of somebody away",
    `${AGENDA}attendees: [{person: ann, class: apologies}]\npresenceEvents: [{person: ann, type: leave, at: {afterItem: one}}]`,
    ["warning record/event-of-absent-person presenceEvents[0]"],
  ],
  [
    "leaving twice",
    `${AGENDA}attendees: [{person: ann, class: present}]\npresenceEvents: [{person: ann, type: leave, at: {beforeItem: one}}, {person: ann, type: leave, at: {afterItem: two}}]`,
    ["warning record/event-out-of-order presenceEvents[1]"],
  ],
  [
    "a group nobody counted",
    `${body("memberCount: 100, quorumRule: {fraction: 2/3}")}attendees: [{group: {label: Delegates, memberOf: board}, role: delegate, class: present}]`,
    ["warning record/group-without-count attendees[0].group"],
  ],
  [
    "a group nobody counted, where a total was announced",
    `${body("memberCount: 100, quorumRule: {fraction: 2/3}")}quorum: [{present: 80}]\nattendees: [{group: {label: Delegates, memberOf: board}, role: delegate, class: present}]`,
    [],
  ],
];

it.each(cases)("%s", (_, fields, expected) => expect(linted(PEOPLE + fields)).toEqual(expected));
