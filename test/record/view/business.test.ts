import { describe, expect, it } from "vitest";
import { boardOf, minutesOf, viewOf } from "./support.ts";

const ITEM = "agenda: [{id: one, title: One}, {id: two, title: Two}]\n";

describe("a vote", () => {
  const voteOf = (vote: string) =>
    minutesOf(
      `${ITEM}motions: [{id: m, text: That it be done., item: one}]\nvotes:\n  - {on: {motion: m}, ${vote}}\n`,
    ).agenda[0]?.motions[0]?.vote;

  it.each([
    ["counts: {for: 3, against: 1}", "carried", undefined],
    ["counts: {for: 1, against: 3}", "lost", undefined],
    ["counts: {for: 2, against: 2}", "tied", undefined],
    ["counts: {for: 3, against: 1}, statedResult: carried", "carried", undefined],
    ["counts: {for: 3, against: 1}, statedResult: lost", "carried", "lost"],
    ["statedResult: carried", "carried", undefined],
    ["counts: {for: 3}", undefined, undefined],
  ])("%s: %s", (vote, result, announced) => {
    expect({ result: voteOf(vote)?.result, announced: voteOf(vote)?.announced }).toEqual({
      result,
      announced,
    });
  });

  it("keeps a number that is not recorded apart from none", () => {
    expect(voteOf("counts: {for: 3, against: 0}")).toMatchObject({ counted: true, for: 3, against: 0 });
    expect(voteOf("counts: {for: 3, against: 0}")).not.toHaveProperty("abstain");
    expect(voteOf("method: voice")).toMatchObject({ counted: false, method: "voice" });
  });

  it("names the voters of a roll call, and the reasons they gave", () => {
    const vote = voteOf(
      "method: rollCall, counts: {for: 2, against: 1}, named: [{person: ann, vote: for}, {person: ben, vote: for}, {person: cat, vote: against, reason: Too dear.}, {person: dan, vote: recused}]",
    );
    expect(vote).toMatchObject({
      forNames: "Ann Ash and Ben Birch",
      againstNames: "Cat Cedar",
      recusedNames: "Dan Dogwood",
      dissents: [{ name: "Cat Cedar", reason: "Too dear." }],
    });
  });

  it("says how many were entitled only when the share is taken of all", () => {
    expect(
      voteOf("base: allMembers, threshold: {num: 1, den: 2, strict: true}, counts: {for: 3, against: 1}"),
    ).toMatchObject({
      entitled: 5,
      needed: 3,
      result: "carried",
    });
    expect(voteOf("counts: {for: 3, against: 1}")).not.toHaveProperty("entitled");
  });

  it("on several items together stands under the first of them", () => {
    const { agenda } = minutesOf(
      `${ITEM}votes: [{block: [one, two], method: unanimousConsent, statedResult: carried}]\n`,
    );
    expect(agenda.map(({ votes }) => votes.map(({ items }) => items))).toEqual([["1 and 2"], []]);
  });
});

describe("a resolution", () => {
  const resolutionOf = (lines: string) => minutesOf(`${ITEM}${lines}`).agenda[0]?.resolutions[0];

  it("takes the words, movers and vote of its motion, which is not printed twice", () => {
    const view =
      minutesOf(`${ITEM}motions: [{id: m, text: That it be done., mover: ann, seconder: ben, disposition: adopted, item: one}]
votes: [{on: {motion: m}, counts: {for: 3, against: 1}}]
resolutions: [{id: r, title: Doing, motion: m, item: one}]
`);
    expect(view.agenda[0]?.motions).toEqual([]);
    expect(view.agenda[0]?.resolutions[0]).toMatchObject({
      text: { text: "That it be done." },
      mover: { text: "Ann Ash" },
      disposition: "adopted",
      vote: { result: "carried" },
    });
  });

  it("without known wording has none", () => {
    const resolution = resolutionOf(
      "resolutions: [{id: r, title: Doing, text: {status: notStated}, disposition: adopted, item: one}]\n",
    );
    expect(resolution).toMatchObject({ title: "Doing", textGap: "notStated", disposition: "adopted" });
    expect(resolution).not.toHaveProperty("text");
    expect(resolution).not.toHaveProperty("vote");
    expect(resolution).not.toHaveProperty("no");
  });

  it("tells the day it takes effect unless that is the day of the meeting", () => {
    const on = (day: string): string =>
      `resolutions: [{id: r, title: Doing, effective: ${day}, item: one}]\n`;
    expect(resolutionOf(on("2026-04-01"))?.effective).toBe("2026-04-01");
    expect(resolutionOf(on("2026-03-12"))?.effective).toBeUndefined();
  });
});

describe("agenda items", () => {
  it("are numbered as printed, else counted, parts after their wholes", () => {
    const { agenda } = minutesOf(`agenda:
  - {id: a, title: A}
  - {id: b, no: 2a, title: B}
  - {id: c, title: C}
  - {id: b1, title: B one, parent: b}
`);
    expect(agenda.map(({ number, title, level }) => `${number} ${title} ${level}`)).toEqual([
      "1 A 1",
      "2a B 1",
      "2a.1 B one 2",
      "2 C 1", // as headings count: a number of its own is not counted
    ]);
  });

  it("tell comings, goings and interests that their text does not", () => {
    const lines = (summary: string): string => `agenda: [{id: one, title: One, summary: [${summary}]}]
presenceEvents: [{person: ann, type: leave, at: {beforeItem: one}, reason: declared interest}]
interests: [{person: ann, item: one, nature: A share in the seller., effect: recused}]
`;
    const silent = minutesOf(lines("It was discussed.")).agenda[0];
    expect(silent?.before).toEqual([{ kind: "leave", name: "Ann Ash", reason: "declared interest" }]);
    expect(silent?.interests).toEqual([
      { name: "Ann Ash", nature: "A share in the seller.", effect: "recused" },
    ]);
    const telling = minutesOf(lines("Ann Ash declared her share in the seller as an interest and left."))
      .agenda[0];
    expect([telling?.before, telling?.interests]).toEqual([[], []]);
  });

  it("leave what belongs to none of them to the end", () => {
    const { agenda, rest } = minutesOf(`${ITEM}decisions: [{text: Done., item: two}, {text: Loose.}]\n`);
    expect(agenda[1]?.decisions.map(({ text }) => text)).toEqual(["Done."]);
    expect(rest?.decisions.map(({ text }) => text)).toEqual(["Loose."]);
    expect(minutesOf(ITEM).rest).toBeUndefined();
  });

  it("hold elections with their candidates", () => {
    const { agenda } = minutesOf(`${ITEM}elections:
  - {id: e, office: Treasurer, seats: 1, candidates: [{person: ann, votes: 4}, ben], elected: [ann], acceptance: accepted, item: one}
`);
    expect(agenda[0]?.elections).toEqual([
      {
        id: "e",
        office: "Treasurer",
        seats: 1,
        candidates: [{ name: "Ann Ash", votes: 4 }, { name: "Ben Birch" }],
        elected: "Ann Ash",
        acceptance: "accepted",
      },
    ]);
  });
});

describe("a speech", () => {
  it("sets quotation marks only around the speaker's very words", () => {
    const { agenda } = minutesOf(`${ITEM}speeches:
  - by: ann
    item: one
    points: [It went well.]
    quotes: [We did it., {text: The company did well., exact: false}]
`);
    expect(agenda[0]?.speeches[0]).toMatchObject({
      by: "Ann Ash",
      points: [{ text: "It went well." }, { text: "The company did well." }],
      quotes: [{ text: "We did it." }],
    });
  });

  it("without a speaker is given to nobody", () => {
    const { agenda } = minutesOf(`${ITEM}speeches: [{unattributed: true, item: one, points: [Onward.]}]\n`);
    expect(agenda[0]?.speeches[0]).not.toHaveProperty("by");
  });
});

describe("the end of the meeting", () => {
  it.each([
    ["{time: '16:35'}", "The chair thanked everybody.", "16:35"],
    ["{time: '16:35'}", "The chair closed the meeting at 16:35.", undefined],
    ["{time: 2026-03-12T16:35}", "The chair thanked everybody.", "16:35"],
  ])("%s with the text “%s”", (adjournment, summary, closed) => {
    const view = minutesOf(
      `agenda: [{id: one, title: Close, kind: procedural, summary: [${summary}]}]\nadjournment: ${adjournment}\n`,
    );
    expect(view.closed).toBe(closed);
  });
});

it("a brief gives numbers of votes without names, and decisions after resolutions", () => {
  const record = boardOf(`${ITEM}decisions: [{text: Agreed.}]
votes: [{on: {resolution: r}, counts: {for: 2, against: 1}, named: [{person: ann, vote: against}]}]
resolutions: [{id: r, no: 7, title: Accounts, item: one}]
`);
  const { decided } = viewOf(record, { document: "brief" });
  expect(decided).toMatchObject([
    { no: "7", kind: "resolution", text: "Accounts", vote: { for: 2, against: 1, result: "carried" } },
    { kind: "decision", text: "Agreed." },
  ]);
  expect(decided[0]?.vote).not.toHaveProperty("againstNames");
});

describe("an action", () => {
  it("stands in the list of all and under the item it came from", () => {
    const { agenda, actions } = minutesOf(
      `${ITEM}actions: [{text: Mow., fromItem: two}, {text: Sow.}, {no: A7, text: Reap., fromItem: two, status: done}]\n`,
    );
    const of = (list: typeof actions) => list.map(({ no, text }) => `${no} ${text}`);
    expect(of(actions)).toEqual(["1 Mow.", "2 Sow.", "A7 Reap."]);
    expect(agenda.map((item) => of(item.actions))).toEqual([[], ["1 Mow.", "A7 Reap."]]);
  });
});
