import { describe, expect, it } from "vitest";
import { columnsOf } from "../../../src/record/view/attendance.ts";
import type { Entry, Group } from "../../../src/record/view/schema.ts";
import { minutesOf } from "./support.ts";

const AGENDA = `agenda:
  - {id: one, title: One}
  - {id: two, title: Two}
  - {id: three, title: Three}
`;

describe("groups", () => {
  const groups = (attendees: string): readonly string[] =>
    minutesOf(`attendees:\n${attendees}`).attendance.map(
      ({ key, entries }) => `${key}: ${entries.map(({ name }) => name).join(", ")}`,
    );

  it("are by class, in the order of minutes and not of the record", () => {
    expect(
      groups(`  - {person: ann, class: apologies}
  - {person: ben, class: inAttendance}
  - {person: cat, class: present}
  - {person: dan, presence: absent}
`),
    ).toEqual(["present: Cat Cedar", "inAttendance: Ben Birch", "apologies: Ann Ash", "absent: Dan Dogwood"]);
  });

  it("are by mode only where people took part in different ways", () => {
    expect(
      groups(`  - {person: ann, class: present, mode: video}\n  - {person: ben, class: 出席, mode: video}\n`),
    ).toEqual(["present: Ann Ash, Ben Birch"]);
    expect(
      groups(`  - {person: ann, class: present, mode: video}
  - {person: ben, class: present, mode: onSite}
  - {person: cat, class: present, mode: notStated}
`),
    ).toEqual(["presentOnSite: Ben Birch", "presentByVideo: Ann Ash", "presentModeNotStated: Cat Cedar"]);
  });

  it("do not make anybody present whose presence is not stated", () => {
    expect(groups("  - {person: ann}\n")).toEqual(["notStated: Ann Ash"]);
  });

  it("hold groups without names, with a count only where somebody counted", () => {
    const { attendance } = minutesOf(`attendees:
  - {group: {label: heads of offices}, class: present}
  - {group: {label: delegates, count: 12}, class: present}
`);
    expect(attendance[0]?.entries.map(({ name, group, count }) => ({ name, group, count }))).toEqual([
      { name: "heads of offices", group: true, count: undefined },
      { name: "delegates", group: true, count: 12 },
    ]);
  });
});

describe("the part of the meeting that somebody attended", () => {
  const during = (events: string, entry = "class: present"): Entry["during"] =>
    minutesOf(`attendees:\n  - {person: ann, ${entry}}\npresenceEvents:${events || " []"}\n${AGENDA}`)
      .attendance[0]?.entries[0]?.during;
  const event = (type: string, at: string): string => `\n  - {person: ann, type: ${type}, at: ${at}}`;

  it.each([
    ["all of it", "", undefined],
    ["late", event("arrive", "{beforeItem: two}"), { kind: "fromItem", from: "2" }],
    ["early", event("leave", "{afterItem: two}"), { kind: "untilItem", from: "2" }],
    [
      "one item",
      event("arrive", "{beforeItem: two}") + event("leave", "{afterItem: two}"),
      { kind: "onlyItem", from: "2" },
    ],
    [
      "some items",
      event("arrive", "{beforeItem: two}") + event("leave", "{afterItem: three}"),
      { kind: "onlyItems", from: "2", to: "3" },
    ],
    [
      "all but an item",
      event("leave", "{beforeItem: two}") + event("return", "{afterItem: two}"),
      { kind: "exceptItem", from: "2" },
    ],
    ["all but an item, by recusal", event("recuse", "{beforeItem: two}"), { kind: "exceptItem", from: "2" }],
    ["late, by the clock", event("arrive", "'14:25'"), { kind: "fromTime", from: "14:25" }],
    ["early, by the clock", event("leave", "'15:10'"), { kind: "untilTime", from: "15:10" }],
    [
      "in and out",
      event("leave", "'14:10'") + event("return", "'14:20'") + event("leave", "'15:10'"),
      { kind: "part" },
    ],
  ])("%s", (_name, events, expected) => {
    expect(during(events)).toEqual(expected);
  });

  it("is unknown for somebody who was there in part", () => {
    expect(during("", "class: present, presence: partly")).toEqual({ kind: "part" });
  });
});

describe("totals", () => {
  it("are given when every number is known", () => {
    const { turnout } = minutesOf(`attendees:
  - {person: ann, class: present, mode: onSite}
  - {group: {label: members, count: 2}, class: present, mode: video}
  - {person: ben, class: inAttendance, counted: false}
`);
    expect(turnout).toEqual({ expected: 5, present: 3, onSite: 1, byVideo: 2 });
  });

  it("are not given when a group was not counted", () => {
    const { turnout } = minutesOf(
      "attendees:\n  - {person: ann, class: present}\n  - {group: {label: members}, class: present}\n",
    );
    expect(turnout).toBeUndefined();
  });
});

describe("columns", () => {
  const group = (key: Group["key"], size: number): Group => ({
    key,
    continued: false,
    entries: Array.from({ length: size }, (_, i) => ({
      name: `${key} ${i}`,
      introduced: `${key} ${i}`,
      group: false,
    })),
  });
  const shape = (groups: readonly Group[]): readonly string[] =>
    columnsOf(groups).map((column) =>
      column.map(({ key, entries }) => `${key} ${entries.length}`).join(" + "),
    );

  it("are as even as whole groups allow", () => {
    expect(
      shape([
        group("presentOnSite", 5),
        group("presentByVideo", 3),
        group("inAttendance", 2),
        group("apologies", 2),
      ]),
    ).toEqual(["presentOnSite 5", "presentByVideo 3", "inAttendance 2 + apologies 2"]);
  });

  it("split a group that is longer than its share", () => {
    expect(shape([group("present", 20), group("apologies", 1)])).toEqual([
      "present 7",
      "present 7",
      "present 6 + apologies 1",
    ]);
    expect(
      columnsOf([group("present", 20)])
        .flat()
        .map(({ continued }) => continued),
    ).toEqual([false, true, true]);
  });

  it("lose nobody", () => {
    const groups = [group("present", 17), group("inAttendance", 9), group("apologies", 4)];
    expect(
      columnsOf(groups)
        .flat()
        .flatMap(({ entries }) => entries),
    ).toEqual(groups.flatMap(({ entries }) => entries));
  });
});
