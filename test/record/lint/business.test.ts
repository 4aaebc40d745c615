import { expect, it } from "vitest";
import { linted } from "./support.ts";

const PEOPLE = "people: [{id: ann, name: Ann}]\n";
const cases: readonly (readonly [title: string, fields: string, expected: readonly string[]])[] = [
  [
    "a motion without an outcome",
    "motions: [{id: m, text: T}]",
    ["warning record/motion-without-disposition motions[0]"],
  ],
  [
    "a motion whose vote has one",
    "motions: [{id: m, text: T}]\nvotes: [{on: {motion: m}, statedResult: lost}]",
    [],
  ],
  [
    "a resolution without words",
    "resolutions: [{id: r, title: R, adoptedBy: board}]",
    ["warning record/resolution-without-text resolutions[0]"],
  ],
  [
    "a resolution whose words are not known",
    "resolutions: [{id: r, title: R, adoptedBy: board, text: {status: notStated}}]",
    [],
  ],
  [
    "a resolution nobody is said to have adopted",
    "resolutions: [{id: r, title: R, text: T}]",
    ["warning record/resolution-without-disposition resolutions[0]"],
  ],
  [
    "an action nobody owns",
    "actions: [{text: Write}]",
    ["warning record/action-without-owner actions[0]", "warning record/action-without-due-date actions[0]"],
  ],
  ["an action left open on purpose", "actions: [{text: Write, owner: notStated, due: {text: soon}}]", []],
  ["an action that is done", "actions: [{text: Write, status: done}]", []],
  [
    "an appeal",
    "decisions: [{text: We should focus on quality.}]",
    ["note record/worded-as-appeal decisions[0].text"],
  ],
  [
    "an appeal in Chinese",
    "decisions: [{text: 各级要高度重视安全生产。}]",
    ["note record/worded-as-appeal decisions[0].text"],
  ],
  ["a decision", "decisions: [{text: The audit committee should report in May.}]", []],
  [
    "a number given twice",
    "agenda: [{id: a, no: 1, title: A}, {id: b, no: 1, title: B}]",
    ["warning record/duplicate-number agenda[1].no"],
  ],
  [
    "a number left out",
    'resolutions: [{id: a, no: "2026-07", title: A, text: T, adoptedBy: board}, {id: b, no: "2026-09", title: B, text: T, adoptedBy: board}]',
    ["warning record/numbering-gap resolutions[1].no"],
  ],
  [
    "parts of items",
    'agenda: [{id: a, no: 1, title: A}, {id: b, no: "1.1", title: B, parent: a}, {id: c, no: 2, title: C}, {id: d, no: "2.1", title: D, parent: c}]',
    [],
  ],
  [
    "numbers that run on from earlier meetings",
    "actions: [{no: A-3, text: T, owner: ann, due: 2026-04-01}, {no: A-9, text: T, owner: ann, due: 2026-04-01}]",
    [],
  ],
  [
    "an item put off to nowhere",
    "agenda: [{id: a, title: A, status: deferred}]",
    ["note record/deferred-item agenda[0].status"],
  ],
  [
    "an item put off to May",
    "agenda: [{id: a, title: A, status: deferred, summary: [Deferred to the meeting in May.]}]",
    [],
  ],
  [
    "a decision in an item not reached",
    "agenda: [{id: a, title: A, status: notReached}]\ndecisions: [{text: T, item: a}]",
    ["error record/untaken-item-decided agenda[0].status"],
  ],
  [
    "a special meeting with old minutes",
    "meeting: {title: T, kind: special}\npreviousMinutes: [{meeting: May, status: approvedAsPresented}]",
    ["warning record/special-meeting-approves-minutes previousMinutes[0]"],
  ],
  [
    "corrections to minutes approved as presented",
    "previousMinutes: [{meeting: May, status: approvedAsPresented, corrections: [C]}]",
    ["warning record/corrections-differ previousMinutes[0].status"],
  ],
  [
    "corrections that are not given",
    "previousMinutes: [{meeting: May, status: approvedWithCorrections}]",
    ["warning record/corrections-differ previousMinutes[0].status"],
  ],
  [
    "fewer honorees than decided",
    "awards: [{title: Star, expectedCount: 2, honorees: [{person: ann}]}]",
    ["error record/honoree-count-differs awards[0].expectedCount"],
  ],
  [
    "honorees who declined",
    "awards: [{title: Star, expectedCount: 0, honorees: [{person: ann, stage: declined}]}]",
    [],
  ],
];

it.each(cases)("%s", (_, fields, expected) => expect(linted(PEOPLE + fields)).toEqual(expected));
