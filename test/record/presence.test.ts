import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headcount, quorumNeeded, quorumState, whereabouts } from "../../src/record/presence.ts";
import { HEAD, recordOf } from "./support.ts";

const room = (attendee: string, events = "", more = "") =>
  recordOf(`${HEAD}people: [{id: ann, name: Ann}]
attendees: [{person: ann, ${attendee}}]
presenceEvents: [${events}]
agenda: [{id: one, title: One}, {id: sub, title: Sub, parent: one}, {id: two, title: Two}, {id: three, title: Three}]
${more}`);
const event = (type: string, at: string) => `{person: ann, type: ${type}, at: ${at}}`;

describe("who is in the room", () => {
  it.each([
    ["listed as present", "class: present", "", "in in in in"],
    ["listed as away", "class: apologies", "", "out out out out"],
    ["nothing said", "role: member", "", "unknown unknown unknown unknown"],
    ["partly, without events", "presence: partly", "", "unknown unknown unknown unknown"],
    ["arrives before the second", "presence: partly", event("arrive", "{beforeItem: two}"), "out out in in"],
    [
      "leaves after the first and its parts",
      "class: present",
      event("leave", "{afterItem: one}"),
      "in in out out",
    ],
    [
      "leaves for one item",
      "class: present",
      `${event("leave", "{beforeItem: two}")}, ${event("return", "{afterItem: two}")}`,
      "in in out in",
    ],
    ["stands aside in one item", "class: present", event("recuse", "{beforeItem: two}"), "in in recused in"],
    [
      "events in any order",
      "class: present",
      `${event("return", "{afterItem: two}")}, ${event("leave", "{beforeItem: two}")}`,
      "in in out in",
    ],
    ["leaves at a time", "class: present", event("leave", '"15:00"'), "in unknown unknown unknown"],
  ])("%s", (_, attendee, events, expected) => {
    const record = room(attendee, events);
    const moments = [{}, { item: "sub" }, { item: "two" }, { item: "three" }];
    expect(moments.map((when) => whereabouts(record, "ann", when)).join(" ")).toBe(expected);
  });

  it("compares clock times with clock times", () => {
    const record = room("class: present", `${event("leave", '"15:00"')}, ${event("return", '"16:00"')}`);
    const at = (time: string) => whereabouts(record, "ann", { time });
    expect(["14:59", "15:00", "15:59", "16:30"].map(at)).toEqual(["in", "out", "out", "in"]);
  });

  it("knows who declared an interest, also in the parts of an item", () => {
    const record = room(
      "class: present",
      "",
      "interests: [{person: ann, item: one, nature: N, effect: stayedNoVote}]",
    );
    expect(["sub", "two"].map((item) => whereabouts(record, "ann", { item }))).toEqual(["silent", "in"]);
  });

  it("follows the order in which items were held", () => {
    const record = recordOf(`${HEAD}people: [{id: ann, name: Ann}]
attendees: [{person: ann, class: present}]
presenceEvents: [${event("leave", "{afterItem: one}")}]
agenda: [{id: one, title: One, heldOrder: 2}, {id: two, title: Two, heldOrder: 1}]`);
    expect(whereabouts(record, "ann", { item: "two" })).toBe("in");
  });
});

describe("how many count", () => {
  const count = (attendees: string) =>
    headcount(
      recordOf(
        `${HEAD}people: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\nattendees: [${attendees}]`,
      ),
      {},
    );
  it.each([
    [
      "members",
      "{person: a, role: chair, class: present}, {person: b, role: member, class: present}",
      { least: 2, most: 2 },
    ],
    ["not those in attendance", "{person: a, class: 列席}, {person: b, class: 出席}", { least: 1, most: 1 }],
    [
      "not those who are said not to",
      "{person: a, role: member, class: present, counted: false}",
      { least: 0, most: 0 },
    ],
    [
      "a secretary who may be a member",
      "{person: a, role: secretary, class: present}",
      { least: 0, most: 1 },
    ],
    ["a proxy, perhaps", "{person: a, role: member, presence: byProxy}", { least: 0, most: 1 }],
    [
      "nobody twice",
      "{person: a, role: chair, class: present}, {person: a, role: member, class: present}",
      { least: 1, most: 1 },
    ],
    [
      "a group with its number",
      "{group: {label: G, count: 12}, role: delegate, class: present}",
      { least: 12, most: 12 },
    ],
    [
      "no limit with a group nobody counted",
      "{group: {label: G}, role: delegate, class: present}",
      { least: 0 },
    ],
    [
      "absent groups not at all",
      "{group: {label: G, count: 12}, role: delegate, class: apologies}",
      { least: 0, most: 0 },
    ],
  ])("%s", (_, attendees, expected) => expect(count(attendees)).toEqual(expected));
});

describe("a quorum", () => {
  it.each([
    ["two thirds of 9", { fraction: { num: 2, den: 3 }, strict: false }, 9, 6],
    ["two thirds of 10", { fraction: { num: 2, den: 3 }, strict: false }, 10, 7],
    ["more than two thirds of 9", { fraction: { num: 2, den: 3 }, strict: true }, 9, 7],
    ["three quarters of 186", { fraction: { num: 3, den: 4 }, strict: false }, 186, 140],
    ["more than half of 186", { fraction: { num: 1, den: 2 }, strict: true }, 186, 94],
    ["a number", { number: 5, strict: false }, undefined, 5],
    ["more than a number", { number: 5, strict: true }, undefined, 6],
    ["a share of nobody knows what", { fraction: { num: 2, den: 3 }, strict: false }, undefined, undefined],
  ])("%s", (_, rule, base, needed) => expect(quorumNeeded(rule, base)).toBe(needed));

  it("is the smallest number that satisfies the rule", () => {
    const share = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(share, fc.nat(5000), fc.boolean(), ([a, b], base, strict) => {
        const [num, den] = [Math.min(a, b), Math.max(a, b)];
        const enough = (n: number) => (strict ? n * den > base * num : n * den >= base * num);
        const needed = quorumNeeded({ fraction: { num, den }, strict }, base) ?? Number.NaN;
        expect(enough(needed)).toBe(true);
        expect(needed === 0 || !enough(needed - 1)).toBe(true);
      }),
    );
  });

  it("is neither met nor missed while it may be either", () => {
    const state = (presence: string) => {
      const record = recordOf(`${HEAD}bodies: [{id: b, name: B, memberCount: 2, quorumRule: {number: 1}}]
people: [{id: ann, name: Ann}]
attendees: [{person: ann, role: member, presence: ${presence}}]`);
      return quorumState(record, record.bodies[0], {}).met;
    };
    expect(["present", "absent", "partly"].map(state)).toEqual([true, false, undefined]);
  });
});
