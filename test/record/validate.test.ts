import { describe, expect, it } from "vitest";
import { stated, statusOf } from "../../src/record/fact.ts";
import { HEAD, places, recordOf, told } from "./support.ts";

describe("a minimal record", () => {
  it("is ten lines or fewer, with lists and defaults filled", () => {
    const record = recordOf(HEAD);
    expect(HEAD.trim().split("\n").length).toBeLessThanOrEqual(10);
    expect(record).toMatchObject({
      profile: "general",
      status: "draft",
      attendees: [],
      agenda: [],
      people: [],
    });
    expect(record.sittings[0]).toMatchObject({ precision: "date", start: { value: "2026-03-12" } });
  });

  it("may be JSON", () => {
    const json = JSON.stringify(
      {
        schemaVersion: 1,
        id: "b",
        languages: ["zh"],
        meeting: { title: "会议", kind: "pending" },
        sittings: [{ start: "2026-03-12T09:00" }],
      },
      null,
      "\t",
    );
    const record = recordOf(json);
    expect(record.sittings[0]?.precision).toBe("minute");
    expect(statusOf(record.meeting.kind)).toBe("pending");
  });
});

describe("forms of a fact", () => {
  const mover = (written: string) =>
    recordOf(`${HEAD}sources: [{id: press, kind: pressRelease, title: P}]
people: [{id: li, name: Li}]
motions: [{id: m, text: T, mover: ${written}}]
`).motions[0]?.mover;

  it.each([
    ["li", { person: "li" }, undefined, undefined],
    ["{person: li}", { person: "li" }, undefined, undefined],
    ["{value: li, basis: inferred, note: by position}", { person: "li" }, undefined, "inferred"],
    ["{value: {text: the union}}", { text: "the union" }, undefined, undefined],
    ["pending", undefined, "pending", undefined],
    ["notStated", undefined, "notStated", undefined],
    ["{status: withheld, basis: supplied}", undefined, "withheld", "supplied"],
  ])("%s", (written, value, status, basis) => {
    const fact = mover(written);
    expect(stated(fact)).toEqual(value);
    expect(statusOf(fact)).toBe(status);
    expect(fact?.basis).toBe(basis);
  });

  it("carries cites and a note", () => {
    const fact = mover(
      "{value: li, note: N, cites: [{source: press, locator: {paragraph: 2}, quote: Li moved}]}",
    );
    expect(fact?.note).toBe("N");
    expect(fact?.cites).toEqual([{ source: "press", locator: { paragraph: 2 }, quote: "Li moved" }]);
  });

  it("is silent where the record is", () => {
    expect([stated(undefined), statusOf(undefined)]).toEqual([undefined, undefined]);
  });

  it("takes a bare word for text where text can stand", () => {
    const [motion] = recordOf(`${HEAD}motions: [{id: m, text: pending}]`).motions;
    expect(stated(motion?.text)).toBe("pending");
    const [other] = recordOf(`${HEAD}motions: [{id: m, text: {status: pending}}]`).motions;
    expect(statusOf(other?.text)).toBe("pending");
  });
});

describe("shorthand", () => {
  const people = "people: [{id: li, name: 李伟}, {id: ann, name: Ann Lee}]\n";
  it("is spelled out", () => {
    const record =
      recordOf(`${HEAD}${people}bodies: [{id: board, name: Board, quorumRule: {fraction: 2/3, strict: true}}]
attendees:
  - {person: li, class: 出席}
  - {person: ann, class: 请假}
  - {group: {label: Guests, count: unknown}}
actions:
  - {text: A, owner: li, due: 2026-04-01}
  - {text: B, owner: [ann, {body: board}, {text: all}], due: {text: next time}}
  - {text: C, owner: pending}
agenda: [{id: a, no: 3, title: X, summary: [One., {text: Two., note: n}]}]
speeches: [{by: li, quotes: [words]}]
presenceEvents: [{person: li, type: leave, at: "10:30"}, {person: li, type: return, at: {beforeItem: a}}]
confidentiality: internal
`);
    expect(record.people.map(({ name }) => name)).toEqual([
      { zh: { value: "李伟", cites: [] } },
      { en: "Ann Lee" },
    ]);
    expect(record.bodies[0]?.quorumRule?.fraction).toEqual({ num: 2, den: 3 });
    expect(record.attendees.map((one) => `${one.class} ${one.presence}`)).toEqual([
      "present present",
      "apologies apology",
      "undefined notStated",
    ]);
    expect(record.actions.map((one) => stated(one.owner))).toEqual([
      [{ person: "li" }],
      [{ person: "ann" }, { body: "board" }, { text: "all" }],
      undefined,
    ]);
    expect(record.actions.map((one) => stated(one.due))).toEqual([
      { date: "2026-04-01" },
      { text: "next time" },
      undefined,
    ]);
    expect(record.agenda[0]).toMatchObject({
      no: "3",
      status: "taken",
      public: true,
      summary: [{ text: "One." }, { text: "Two.", note: "n" }],
    });
    expect(record.speeches[0]?.quotes).toEqual([{ text: "words", exact: true, cites: [] }]);
    expect(record.presenceEvents.map(({ at }) => at)).toEqual([{ time: "10:30" }, { beforeItem: "a" }]);
    expect(record.confidentiality).toEqual({ level: "internal" });
  });
});

describe("mistakes", () => {
  it("are all told in one run, each with its place", () => {
    const text = `schemaVersion: 2
id: Board 2026
langauges: [en]
meeting:
  title: {zh: 12}
sittings:
  - start: 2026-02-30
    end: 2026-02-12
people:
  - id: li
    name: Li
motions:
  - id: m1
    text: T
    mvoer: li
    disposition: adoptd
  - id: m1
    text:
    mover: lee
votes:
  - on: {motion: m1}
    counts: {for: twelve, against: -1}
`;
    expect(places(text)).toEqual(
      [
        "1:16 record/wrong-type schemaVersion",
        "1:1 record/missing-field languages",
        "2:5 record/bad-format id",
        "3:1 record/unknown-field langauges",
        "4:1 record/missing-field meeting.kind",
        "5:15 record/wrong-type meeting.title.zh",
        "7:12 record/bad-date sittings[0].start",
        "15:5 record/unknown-field motions[0].mvoer",
        "16:18 record/unknown-value motions[0].disposition",
        "17:9 record/duplicate-id motions[1].id",
        "18:5 record/wrong-type motions[1].text",
        "19:12 record/unknown-id motions[1].mover",
        "22:19 record/wrong-type votes[0].counts.for",
        "22:36 record/out-of-range votes[0].counts.against",
      ].toSorted((a, b) => order(a) - order(b)),
    );
  });

  const order = (line: string): number => {
    const [row, column] = (line.split(" ")[0] ?? "").split(":").map(Number);
    return (row ?? 0) * 1000 + (column ?? 0);
  };

  it.each([
    ["atendees: []", 'there is no field "atendees" here', 'did you mean "attendees"?'],
    ["status: finl", '"finl" is not among the words that can stand here', 'did you mean "final"?'],
    [
      "status: 3",
      "expected one of draft, review, final, approved, corrected, superseded, found the number 3",
      undefined,
    ],
    [
      "agenda: [{id: a, title: 012}]",
      "expected text, found the number 12",
      'for text, write it in quotation marks: "012"',
    ],
    ["agenda: [{id: a, title: }]", '"title" is empty', "leave the line out, or write text"],
    ["agenda: {id: a}", "expected a list, found a group of fields", undefined],
    ["agenda: [{id: a}]", '"title" is missing', "expected text"],
    ["agenda: [{id: a, title: {de: x}}]", 'there is no field "de" here', "fields here: zh, en"],
    ["agenda: [{id: a, title: ' '}]", "the text is blank", "leave the field out"],
    [
      'agenda: [{id: a, title: "x\\ny"}]',
      "this text must stay on one line, without tabs or direction marks",
      undefined,
    ],
    [
      "motions: [{id: m, text: T, mover: {valu: li}}]",
      'there is no field "valu" here',
      'did you mean "value"?',
    ],
    [
      "motions: [{id: m, text: T, mover: {status: pendin}}]",
      '"pendin" is not among the words that can stand here',
      'did you mean "pending"?',
    ],
    [
      "motions: [{id: m, text: T, mover: Li Wei}]",
      "an id has small letters, digits and hyphens, and begins with a letter or digit",
      undefined,
    ],
    ["motions: [{id: m, text: T, mover: li}]", 'no person has the id "li"', "declare it under people"],
    [
      "motions: [{id: pending, text: T}]",
      "this word stands for a missing value and cannot be an id",
      undefined,
    ],
    [
      'votes: [{counts: {for: "12"}}]',
      'expected a whole number, found "12"',
      "leave the quotation marks out",
    ],
    ["votes: [{counts: {for: 1.5}}]", "expected a whole number, found the number 1.5", undefined],
    ["votes: [{counts: {for: .nan}}]", "expected a whole number, found the number NaN", undefined],
    [
      "votes: [{counts: {for: 123456789012345678901234567890}}]",
      "the number must be at most 1000000000",
      undefined,
    ],
    [
      "votes: [{counts: {for: peding}}]",
      'expected a whole number, found "peding"',
      'did you mean "pending"?',
    ],
    ["votes: [{on: {}}]", "exactly one of motion, resolution, election must be given", undefined],
    ["attendees: [{role: chair}]", "exactly one of person, group must be given", undefined],
    [
      "actions: [{text: T, due: 2026-13-01}]",
      "this is no date or time of the calendar from 1900 to 2200",
      "write it as 2026-03-12 or 2026-03-12T14:30",
    ],
    ["speeches: [{points: [a]}]", "a speech needs either by or unattributed: true", undefined],
    [
      "attachments: [{no: 1, title: A, file: ../x.pdf}]",
      "this path leads out of the record's folder",
      "write a relative path with forward slashes",
    ],
    [
      "bodies: [{id: b, name: B}]\nmotions: [{id: m, text: T, mover: b}]",
      'no person has the id "b"',
      '"b" is declared under bodies, which cannot stand here',
    ],
    [
      "people: [{id: ann, name: A}]\nsignatures: [{person: anm, capacity: chair}]",
      'no person has the id "anm"',
      'did you mean "ann"?',
    ],
    [
      "sources: [{id: s, kind: other, title: T}, {id: s, kind: other, title: U}]",
      'id "s" is used twice; the first is at 9:16',
      undefined,
    ],
    [
      "agenda: [{id: a, title: A, parent: b}, {id: b, title: B, parent: a}]",
      "the parents go round in a circle: a → b → a",
      undefined,
    ],
    [
      "people: [{id: p, name: P}]\nposts: [{person: p, title: T, from: 2026-02-02, to: 2026-02-01}]",
      "the post ends before it begins (2026-02-02)",
      undefined,
    ],
  ])("%s", (lines, message, hint) => {
    const diagnostics = told(`${HEAD}${lines}\n`);
    expect(diagnostics.map((one) => [one.message, one.hint])).toEqual([[message, hint]]);
    const [{ place, excerpt } = {}] = diagnostics;
    expect(place?.line).toBeGreaterThan(8);
    expect(excerpt).toBe(lines.split("\n")[(place?.line ?? 0) - 9]);
  });

  it.each([
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "0000-01-01",
    "9999-01-01",
    "2026-03-12T24:00",
    "2026-03-12T23:60",
    "2026-3-1",
    "12.3.2026",
  ])("%s is no date", (date) => {
    expect(places(HEAD.replace("2026-03-12", date))).toEqual(["8:12 record/bad-date sittings[0].start"]);
  });

  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])(
    "%s is an unknown field at every level",
    (name) => {
      const text = `${HEAD}${name}: {x: 1}
agenda: [{id: a, title: {en: T, ${name}: x}, ${name}: 1}]
motions: [{id: m, text: T, mover: {${name}: 1, status: pending}}]
`;
      expect(places(text).map((one) => one.split(" ")[1])).toEqual(Array(4).fill("record/unknown-field"));
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as Record<string, unknown>).x).toBeUndefined();
    },
  );

  it("copes with twenty thousand people", () => {
    const people = Array.from({ length: 20_000 }, (_, i) => `  - {id: p${i}, name: Name ${i}}`).join("\n");
    const start = performance.now();
    expect(recordOf(`${HEAD}people:\n${people}\n`).people.length).toBe(20_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
