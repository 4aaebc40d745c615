import { describe, expect, it } from "vitest";
import type { View } from "../../../src/record/view.ts";
import { boardOf, house, minutesOf, viewOf } from "./support.ts";

/** A note in one line: its words, the gap or the spelling it tells. */
const told = ({ notes }: View): readonly string[] =>
  notes.map(
    ({ number, text, gap, variant }) => `${number} ${text ?? gap ?? `${variant?.name} / ${variant?.others}`}`,
  );

const MEETING = `meeting: {title: Board meeting, kind: regular}
sittings: [{start: 2026-03-12}]
`;

describe("marks", () => {
  it("stand on what has a note, and are printed on what was inferred", () => {
    const { agenda, notes } = minutesOf(`agenda:
  - id: one
    title: One
    summary:
      - {text: Stated., note: A remark.}
      - {text: Inferred., basis: inferred, note: Read so by the editor.}
      - {text: Inferred too., basis: inferred, note: Read so by the editor.}
      - Plain.
`);
    expect(agenda[0]?.paragraphs).toEqual([
      { text: "Stated.", mark: { no: 1, printed: false } },
      { text: "Inferred.", mark: { no: 2, printed: true } },
      { text: "Inferred too.", mark: { no: 2, printed: true } },
      { text: "Plain." },
    ]);
    expect(notes).toEqual([
      { number: 1, text: "A remark." },
      { number: 2, text: "Read so by the editor." },
    ]);
  });

  it("are numbered in the order of the page", () => {
    const view =
      minutesOf(`meeting: {title: Board meeting, kind: {value: annual, basis: inferred, note: Kind.}}
sittings: [{start: 2026-03-12, place: {value: Hall, basis: inferred, note: Place.}}]
attendees: [{person: ann, class: present, basis: inferred, note: Attendance.}]
agenda: [{id: one, title: One, basis: inferred, note: Item.}]
actions: [{text: Do it., owner: {value: ann, basis: inferred, note: Owner.}}]
`);
    expect(told(view)).toEqual(["1 Kind.", "2 Place.", "3 Attendance.", "4 Item.", "5 Owner."]);
    const marks = [view.meeting.mark, view.place?.mark, view.agenda[0]?.mark, view.actions[0]?.owner?.mark];
    expect(marks.map((mark) => mark?.no)).toEqual([1, 2, 4, 5]);
  });
});

describe("gaps", () => {
  it("say why a fact is missing, and nothing is put in its place", () => {
    const { place, convenor, gaps } =
      minutesOf(`meeting: {title: Board meeting, kind: regular, convenedBy: withheld}
sittings: [{start: 2026-03-12, place: {status: pending}}]
`);
    expect({ place, convenor, gaps }).toEqual({
      place: undefined,
      convenor: undefined,
      gaps: { place: "pending", convenor: "withheld" },
    });
  });

  it("are asked for by the house, unless they do not apply", () => {
    const profile = house({ requires: { chair: "error", quorum: "warning", "place-or-mode": "error" } });
    expect(minutesOf(MEETING, { profile }).gaps).toEqual({
      place: "notStated",
      chair: "notStated",
      quorum: "notStated",
    });
    expect(minutesOf("", { profile: house() }).gaps).toEqual({});
  });

  it("that are not printed in their place become notes, where gaps are printed", () => {
    const requires = { chair: "error", interests: "error" } as const;
    const print = house({ requires });
    const omit = house({ requires, layout: { attendance: "columns", gaps: "omit", praise: "note" } });
    expect(told(minutesOf(MEETING, { profile: print }))).toEqual(["1 interests"]);
    expect(told(minutesOf(MEETING, { profile: omit }))).toEqual([]);
  });

  it("of a mover or seconder are words of their own", () => {
    const { agenda } = minutesOf(`agenda: [{id: one, title: One}]
motions:
  - {id: m, text: That it be done., mover: ann, seconder: {status: notStated}, item: one}
`);
    expect(agenda[0]?.motions[0]).toMatchObject({ mover: { text: "Ann Ash" }, seconderGap: "notStated" });
  });
});

describe("names", () => {
  const people = (rest: string): string => `people:
  - {id: ann, name: Ann Ash, ${rest}}
`;
  const present = "attendees: [{person: ann, class: present}]\n";
  const unsettled = "variants: [{text: Anne Ash, verdict: unresolved}]";

  it("spelt in several ways are noted where the person is named", () => {
    expect(told(minutesOf(people(unsettled) + present))).toEqual(["1 Ann Ash / Anne Ash"]);
    expect(told(minutesOf(people(unsettled)))).toEqual([]);
    expect(told(minutesOf(people("variants: [{text: A. Ash, verdict: alias}]") + present))).toEqual([]);
  });

  it("are noted once, in the words of an open question if there is one", () => {
    const issue = (rest: string): string =>
      `issues: [{id: name, severity: warning, about: "people[0].name", text: Which is right?${rest}}]\n`;
    expect(told(minutesOf(people(unsettled) + present + issue("")))).toEqual(["1 Which is right?"]);
  });

  it("stay as the record writes them", () => {
    const record = boardOf(`people:
  - {id: li, name: {en: Li Wenjing, zh: 李文静}, honorificPrefix: Dr, nameOrder: familyFirst}
attendees: [{person: li, role: chair, class: present}]
`);
    expect(viewOf(record).attendance[0]?.entries[0]?.name).toBe("Li Wenjing");
    expect(viewOf(record).chair?.text).toBe("Dr Li Wenjing");
    expect(viewOf(record, { lang: "zh" }).attendance[0]?.entries[0]?.name).toBe("李文静");
  });
});

describe("a paper", () => {
  const record = boardOf(`attendees: [{person: ann, class: present, note: On attendance.}]
resolutions:
  - {id: r, title: Accounts, text: {status: notStated, note: No wording.}, vote: {status: notStated, note: No numbers.}}
awards:
  - {title: Star, honorees: [{status: pending, note: To be named.}]}
brief: {figures: [{value: 5, caption: things, basis: inferred, note: Counted by the editor.}]}
issues:
  - {id: a, severity: note, about: awards, text: Who is honored?}
  - {id: b, severity: note, text: A settled question., resolution: Yes.}
  - {id: c, severity: note, about: attendees, text: Was anybody else there?}
`);

  it.each([
    [
      "minutes",
      [
        "On attendance.",
        "No numbers.",
        "No wording.",
        "To be named.",
        "Who is honored?",
        "Was anybody else there?",
      ],
    ],
    ["honors", ["To be named.", "Who is honored?"]],
    ["brief", ["No numbers.", "Counted by the editor."]],
  ])("carries only the notes on what it shows: %s", (document, expected) => {
    expect(viewOf(record, { document }).notes.map(({ text }) => text)).toEqual(expected);
  });

  it("in another language says that words are missing in it", () => {
    expect(told(viewOf(boardOf(""), { lang: "zh" }))).toEqual(["1 translation"]);
    expect(told(viewOf(boardOf("")))).toEqual([]);
  });

  it("compiled from published reports alone can be no approved minutes", () => {
    const source = (kind: string): string =>
      `sources: [{id: s, kind: ${kind}, title: A source}]\nprovenance: {compiledBy: ann, sources: [s]}\n`;
    expect(viewOf(boardOf(source("pressRelease"))).provenance.reported).toBe(true);
    expect(viewOf(boardOf(source("recording"))).provenance.reported).toBe(false);
    expect(viewOf(boardOf("")).provenance.reported).toBe(false);
  });
});
