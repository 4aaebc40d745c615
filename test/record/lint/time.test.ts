import { expect, it } from "vitest";
import { linted } from "./support.ts";

const PEOPLE = "people: [{id: ann, name: Ann}]\n";
const HOURS = "sittings: [{start: 2026-03-12T14:00, end: 2026-03-12T16:00}]\n";
const cases: readonly (readonly [title: string, fields: string, expected: readonly string[]])[] = [
  [
    "sittings out of order",
    "sittings: [{start: 2026-03-13}, {start: 2026-03-12}]",
    ["warning record/sittings-out-of-order sittings[1].start"],
  ],
  [
    "a time outside the sitting",
    `${HOURS}attendees: [{person: ann, class: present}]\npresenceEvents: [{person: ann, type: leave, at: "17:10"}]`,
    ["warning record/time-outside-sitting presenceEvents[0].at"],
  ],
  [
    "a time inside it",
    `${HOURS}attendees: [{person: ann, class: present}]\npresenceEvents: [{person: ann, type: leave, at: "15:10"}]`,
    [],
  ],
  [
    "closed before it begins",
    `${HOURS}adjournment: {time: "13:00"}`,
    ["error record/adjournment-before-start adjournment.time"],
  ],
  [
    "closed at another hour",
    `${HOURS}adjournment: {time: "16:30"}`,
    ["error record/adjournment-differs adjournment.time"],
  ],
  [
    "closed on another day",
    `${HOURS}adjournment: {time: 2026-03-13T16:00}`,
    ["error record/adjournment-differs adjournment.time"],
  ],
  ["closed in time", `${HOURS}adjournment: {time: "16:00"}`, []],
  [
    "hours without a zone in two places",
    "sittings: [{start: 2026-03-12T14:00, sites: [{id: a, name: A}, {id: b, name: B}]}]",
    ["warning record/time-without-zone sittings[0].start"],
  ],
  ["days need no zone", "sittings: [{start: 2026-03-12, sites: [{id: a, name: A}, {id: b, name: B}]}]", []],
  [
    "due before the meeting",
    "actions: [{text: T, owner: ann, due: 2026-03-11}]",
    ["warning record/due-before-meeting actions[0].due"],
  ],
  ["carried over and late", "actions: [{text: T, owner: ann, due: 2026-03-11, status: carried}]", []],
  [
    "a next meeting in the past",
    "nextMeeting: {start: 2026-03-11}",
    ["warning record/next-meeting-before nextMeeting.start"],
  ],
  [
    "signed before the meeting",
    "signatures: [{person: ann, capacity: chair, at: 2025-03-13}]",
    ["warning record/signed-before-meeting signatures[0].at"],
  ],
  [
    "compiled before the meeting",
    "status: review\nprovenance: {compiledOn: 2025-03-13}",
    ["warning record/compiled-before-meeting provenance.compiledOn"],
  ],
  [
    "given before the notice ended",
    "awards: [{title: Star, conferredOn: 2026-03-12, honorees: [{person: ann, noticePeriod: {from: 2026-03-06, to: 2026-03-13}}]}]",
    ["error record/conferred-during-notice awards[0].honorees[0].noticePeriod"],
  ],
  [
    "an award of last year, given now",
    "awards: [{title: Star, year: 2025, conferredOn: 2026-03-12, honorees: [{person: ann}]}]",
    [],
  ],
];

it.each(cases)("%s", (_, fields, expected) => expect(linted(PEOPLE + fields)).toEqual(expected));
