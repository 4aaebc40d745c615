import { expect, it } from "vitest";
import { linted } from "./support.ts";

const PEOPLE = "people: [{id: ann, name: Ann}, {id: bob, name: Bob}, {id: cem, name: Cem}]\n";
const AGENDA = "agenda: [{id: one, title: One}, {id: two, title: Two}]\n";
const MEMBERS = (count: number) => `bodies: [{id: board, name: Board, memberCount: ${count}}]\n`;
const ALL =
  "attendees: [{person: ann, role: member, class: present}, {person: bob, role: member, class: present}, {person: cem, role: member, class: apologies}]\n";
const MOTION = "motions: [{id: m, text: T, disposition: adopted, item: one}]\n";
const vote = (fields: string) => `${AGENDA}${MOTION}votes: [{on: {motion: m}, ${fields}}]\n`;
const HALF = "threshold: {num: 1, den: 2, strict: true}";

const cases: readonly (readonly [title: string, fields: string, expected: readonly string[]])[] = [
  [
    "more votes than members",
    MEMBERS(9) + vote("base: allMembers, counts: {for: 8, against: 2}"),
    ["error record/vote-counts-differ-from-base votes[0].counts"],
  ],
  [
    "fewer, while some counts are missing",
    MEMBERS(9) + vote("base: allMembers, counts: {for: 5, against: 2}"),
    [],
  ],
  [
    "fewer, with every count given",
    MEMBERS(9) +
      vote(
        "base: allMembers, counts: {for: 5, against: 2, abstain: 0, invalid: 0, blank: 0, presentNotVoting: 0, notParticipating: 0, absent: 1, recused: 0}",
      ),
    ["error record/vote-counts-differ-from-base votes[0].counts"],
  ],
  [
    "the same with a note",
    MEMBERS(9) + vote("base: allMembers, counts: {for: 8, against: 2}, note: as in the source"),
    ["note record/vote-counts-differ-from-base votes[0].counts"],
  ],
  [
    "more votes than people in the room",
    MEMBERS(3) + ALL + vote("base: castWithoutAbstentions, counts: {for: 3, against: 0}"),
    ["error record/more-votes-than-voters votes[0].counts"],
  ],
  [
    "somebody recused and yet counted",
    `${MEMBERS(3)}${ALL}${vote("base: castWithoutAbstentions, counts: {for: 2, against: 0}")}interests: [{person: ann, item: one, nature: N, effect: recused}]`,
    ["error record/more-votes-than-voters votes[0].counts"],
  ],
  [
    "counts and names",
    ALL +
      vote(
        "method: rollCall, counts: {for: 2, against: 0}, named: [{person: ann, vote: for}, {person: bob, vote: against}]",
      ),
    [
      "error record/vote-counts-differ-from-names votes[0].counts.against",
      "error record/vote-counts-differ-from-names votes[0].counts.for",
    ],
  ],
  [
    "only some are named",
    ALL + vote("method: hands, counts: {for: 12, against: 1}, named: [{person: ann, vote: against}]"),
    [],
  ],
  [
    "named twice",
    ALL + vote("named: [{person: ann, vote: for}, {person: ann, vote: against}]"),
    ["error record/voter-named-twice votes[0].named[1].person"],
  ],
  [
    "a voter with apologies",
    ALL + vote("named: [{person: cem, vote: for}]"),
    ["error record/voter-not-in-room votes[0].named[0]"],
  ],
  ["a voter by proxy", ALL + vote("named: [{person: cem, vote: for, byProxy: ann}]"), []],
  [
    "a voter who had left",
    `${ALL}${vote("named: [{person: bob, vote: for}]")}presenceEvents: [{person: bob, type: leave, at: {beforeItem: one}}]`,
    ["error record/voter-not-in-room votes[0].named[0]"],
  ],
  [
    "a voter who stood aside",
    `${ALL}${vote("named: [{person: bob, vote: for}]")}interests: [{person: bob, item: one, nature: N, effect: stayedNoVote}]`,
    ["error record/recused-voter votes[0].named[0]"],
  ],
  [
    "a voter who only declared",
    `${ALL}${vote("named: [{person: bob, vote: for}]")}interests: [{person: bob, item: one, nature: N, effect: declared}]`,
    [],
  ],
  [
    "two thirds of what",
    vote("threshold: {num: 2, den: 3, strict: false}"),
    ["warning record/threshold-without-base votes[0].threshold"],
  ],
  [
    "carried with too few",
    vote(`base: castWithoutAbstentions, ${HALF}, counts: {for: 3, against: 4}, statedResult: carried`),
    [
      "error record/disposition-differs motions[0].disposition",
      "error record/vote-result-differs votes[0].statedResult",
    ],
  ],
  [
    "a tie is lost",
    `${AGENDA}motions: [{id: m, text: T, disposition: lost}]\nvotes: [{on: {motion: m}, base: castWithoutAbstentions, ${HALF}, counts: {for: 4, against: 4}, statedResult: lost}]`,
    [],
  ],
  [
    "a result without counts",
    vote(`base: castWithoutAbstentions, ${HALF}, counts: {for: 3}, statedResult: carried`),
    [],
  ],
  ["a vote on nothing", "votes: [{counts: {for: 3}}]", ["warning record/vote-on-nothing votes[0]"]],
  [
    "a block with an item voted on by itself",
    `${AGENDA}${MOTION}votes: [{block: [one, two]}, {on: {motion: m}}]`,
    ["error record/block-with-separate-item votes[0].block[0]"],
  ],
  [
    "a block with an item not taken",
    "agenda: [{id: one, title: One, status: withdrawn}, {id: two, title: Two}]\nvotes: [{block: [two, one]}]",
    ["error record/block-with-untaken-item votes[0].block[1]"],
  ],
  [
    "a dissent from one's own vote",
    ALL + vote("named: [{person: ann, vote: for}], dissents: [{person: ann}]"),
    ["error record/dissent-differs-from-vote votes[0].dissents[0]"],
  ],
  [
    "unanimous, with an abstention",
    `${vote("counts: {for: 7, against: 0, abstain: 1}")}decisions: [{text: It was unanimously agreed., item: one}]`,
    ["warning record/not-unanimous decisions[0].text"],
  ],
  [
    "unanimous, without counts",
    `${AGENDA}decisions: [{text: 会议一致通过该方案。, item: one}]`,
    ["warning record/unanimous-without-counts decisions[0].text"],
  ],
  [
    "unanimous, as counted",
    `${vote("counts: {for: 7, against: 0, abstain: 0}")}decisions: [{text: It was unanimously agreed., item: one}]`,
    [],
  ],
  ["of one mind is no vote", `${AGENDA}decisions: [{text: 会议一致认为方案可行。, item: one}]`, []],
  [
    "more elected than seats, and a stranger",
    "elections: [{id: e, office: Treasurer, seats: 1, candidates: [ann], elected: [ann, bob]}]",
    [
      "error record/more-elected-than-seats elections[0].elected",
      "warning record/elected-not-candidate elections[0].elected[1]",
    ],
  ],
  [
    "more ballots back than out",
    "evaluations: [{subject: ann, ballots: {issued: 10, returned: 11, valid: 10}}]",
    ["error record/evaluation-counts-differ evaluations[0].ballots"],
  ],
  [
    "a row with more than all ballots",
    "evaluations: [{subject: ann, ballots: {valid: 10}, results: [{counts: [{label: good, count: 8}, {label: fair, count: 3}]}]}]",
    ["error record/evaluation-counts-differ evaluations[0].results[0]"],
  ],
];

it.each(cases)("%s", (_, fields, expected) =>
  expect([...linted(PEOPLE + fields)].toSorted()).toEqual([...expected].toSorted()),
);
