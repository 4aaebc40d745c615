import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Threshold, VoteBase } from "../../src/record/schema/rules.ts";
import { outcomeOf, voteOutcome } from "../../src/record/votes.ts";
import { HEAD, recordOf } from "./support.ts";

const half: Threshold = { num: 1, den: 2, strict: true };
const twoThirds: Threshold = { num: 2, den: 3, strict: false };

describe("the result of a vote", () => {
  it.each([
    [
      "more than half of those cast",
      "castWithoutAbstentions",
      half,
      { for: 4, against: 3 },
      { carried: true, result: "carried", base: 7, needed: 4 },
    ],
    [
      "a tie",
      "castWithoutAbstentions",
      half,
      { for: 3, against: 3 },
      { carried: false, result: "tied", base: 6, needed: 4 },
    ],
    [
      "equal numbers short of two thirds",
      "castWithoutAbstentions",
      twoThirds,
      { for: 3, against: 3 },
      { carried: false, result: "lost", base: 6, needed: 4 },
    ],
    [
      "exactly two thirds",
      "castWithoutAbstentions",
      twoThirds,
      { for: 6, against: 3 },
      { carried: true, result: "carried", base: 9, needed: 6 },
    ],
    [
      "abstentions count where cast means all",
      "cast",
      half,
      { for: 4, against: 3, abstain: 2 },
      { carried: false, result: "lost", base: 9, needed: 5 },
    ],
    [
      "abstentions not recorded",
      "cast",
      half,
      { for: 4, against: 3 },
      { carried: undefined, result: undefined },
    ],
    [
      "nobody voted",
      "castWithoutAbstentions",
      half,
      { for: 0, against: 0 },
      { carried: undefined, result: undefined },
    ],
    [
      "votes in favour not recorded",
      "allMembers",
      half,
      { against: 3 },
      { carried: undefined, result: undefined, base: 9, needed: 5 },
    ],
    [
      "half of all members is not enough",
      "allMembers",
      half,
      { for: 4, against: 0 },
      { carried: false, result: "lost", base: 9, needed: 5 },
    ],
    ["no threshold", "allMembers", undefined, { for: 9 }, { carried: undefined, result: undefined, base: 9 }],
    ["no base", undefined, half, { for: 9 }, { carried: undefined, result: undefined }],
  ] as const)("%s", (_, base, threshold, counts, expected) =>
    expect(voteOutcome({ counts, base, threshold, size: 9 })).toEqual(expected),
  );

  it("agrees with counting heads", () => {
    const number = fc.nat(40);
    const threshold = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.boolean())
      .map(([a, b, strict]) => ({ num: Math.min(a, b), den: Math.max(a, b), strict }));
    const base = fc.constantFrom<VoteBase>(
      "cast",
      "castWithoutAbstentions",
      "present",
      "allMembers",
      "delegates",
    );
    const counts = fc.record({
      for: number,
      against: number,
      abstain: number,
      invalid: number,
      blank: number,
      presentNotVoting: number,
    });
    fc.assert(
      fc.property(counts, base, threshold, number, (numbers, on, share, away) => {
        const ballots = Object.entries(numbers).flatMap(([name, n]) => Array<string>(n).fill(name));
        const members = [...ballots, ...Array<string>(away).fill("away")];
        const heads = members.filter((ballot) => {
          if (on === "castWithoutAbstentions") return ballot === "for" || ballot === "against";
          if (on === "cast") return ["for", "against", "abstain"].includes(ballot);
          return on === "present" ? ballot !== "away" : true;
        }).length;
        // Compared crosswise, so that no division is made.
        const [left, right] = [numbers.for * share.den, heads * share.num];
        const expected = heads === 0 ? undefined : share.strict ? left > right : left >= right;
        const size = on === "allMembers" || on === "delegates" ? members.length : undefined;
        const { carried, needed } = voteOutcome({ counts: numbers, base: on, threshold: share, size });
        expect(carried).toBe(expected);
        if (needed !== undefined) expect(numbers.for >= needed).toBe(carried);
      }),
    );
  });
});

describe("rule and numbers of a record", () => {
  const record = (vote: string, motion = "") =>
    recordOf(`${HEAD.replace("  kind: regular", "  kind: regular\n  bodies: [b]")}bodies:
  - id: b
    name: B
    memberCount: 10
    decisionRule: {base: allMembers, threshold: {num: 1, den: 2, strict: true}}
motions: [{id: m, text: T${motion}}]
votes: [{on: {motion: m}, ${vote}}]
`);
  it.each([
    ["the rule of the body", "counts: {for: 6}", "", { result: "carried", base: 10, needed: 6 }],
    [
      "the motion's own majority",
      "counts: {for: 6}",
      ", requirement: {num: 2, den: 3, strict: false}",
      { result: "lost", needed: 7 },
    ],
    [
      "the vote's own base",
      "base: castWithoutAbstentions, counts: {for: 3, against: 2}",
      "",
      { result: "carried", base: 5, needed: 3 },
    ],
  ])("%s", (_, vote, motion, expected) => {
    const one = record(vote, motion);
    expect(one.votes.map((entry) => outcomeOf(one, entry))).toMatchObject([expected]);
  });
});
