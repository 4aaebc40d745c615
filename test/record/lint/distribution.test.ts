import { expect, it } from "vitest";
import { linted } from "./support.ts";

const PEOPLE = `people:
  - {id: ann, name: Ann Ash}
  - {id: bob, name: Bob Birch, contact: {email: bob@example.com}}
  - {id: cy, name: Cy Cedar, contact: {email: Bob+cy@EXAMPLE.com}}
  - {id: di, name: Di Dill, contact: {email: bob@example.com, shared: true}}
  - {id: ed, name: Ed Elm, contact: {email: -ed@example.com}}
  - {id: fu, name: Fu Fir, contact: {email: 付@example.com}}
`;
const BAD = ["error record/bad-address people[4].contact.email"];
const NOTE = ["note record/international-address people[5].contact.email"];

const cases: readonly (readonly [title: string, fields: string, expected: readonly string[]])[] = [
  ["nothing is asked of a record without a distribution", "", []],
  [
    "no channel and no address",
    "distribution: [{to: ann}]",
    [
      "warning record/recipient-without-channel distribution[0]",
      "warning record/recipient-without-address distribution[0].to",
    ],
  ],
  ["no channel, but an address", "distribution: [{to: bob}]", []],
  [
    "no address",
    "distribution: [{to: ann, channel: email}]",
    ["warning record/recipient-without-address distribution[0].to"],
  ],
  ["paper needs none", "distribution: [{to: ann, channel: print}]", []],
  [
    "a group without names",
    "attendees: [{group: {label: Guests}}, {person: bob, class: present}]\ndistribution: [{to: {attendees: all}}]",
    ["note record/group-cannot-receive distribution[0].to"],
  ],
  [
    "95 one mailbox for two people, by capitals and what follows a plus",
    "distribution: [{to: bob}, {to: cy}]",
    ["error record/shared-address distribution[1].to"],
  ],
  ["95 one mailbox that is said to be shared", "distribution: [{to: bob}, {to: di}]", []],
  ["95 one person on two lists", "distribution: [{to: bob}, {to: bob, role: copy}]", []],
  [
    "a bad address outside the record's people",
    "distribution: [{to: {address: ann@localhost}}]",
    ["error record/bad-address distribution[0].to.address"],
  ],
  [
    "a bad address that sends",
    "issuing: {sender: {address: office@example.com., replyTo: a..b@example.com}}",
    ["error record/bad-address issuing.sender.address", "error record/bad-address issuing.sender.replyTo"],
  ],
  [
    "an internal record of which an outsider is to have something",
    "confidentiality: internal\ndistribution: [{to: {address: press@example.com}}]",
    ["warning record/public-rendition distribution[0]"],
  ],
  [
    "an internal record that an outsider is to have whole",
    "confidentiality: internal\ndistribution: [{to: {address: press@example.com}, rendition: full}]",
    [],
  ],
];

for (const [title, fields, expected] of cases) {
  it(title, () =>
    expect(linted(PEOPLE + fields).toSorted()).toEqual([...BAD, ...NOTE, ...expected].toSorted()),
  );
}
