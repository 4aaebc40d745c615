import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AUDIENCES, type Audience } from "../../src/artefact.ts";
import { canonicalJson } from "../../src/record/digest.ts";
import { type Released, release } from "../../src/record/release.ts";
import type { MeetingRecord } from "../../src/record/schema/record.ts";
import { validate } from "../../src/record/validate.ts";
import { load } from "../../src/yaml/load.ts";
import { variedRecord } from "../support/varied-record.ts";
import { HEAD } from "./support.ts";

const COUNCIL = `${HEAD}bodies: [{ id: council, name: Council }]
organizations: [{ id: quarry, name: Quarry Holdings }, { id: town, name: Town }]
people:
  - { id: ash, name: Ann Ash }
  - { id: elm, name: Eve Elm, public: false }
  - { id: oak, name: Otto Oak }
posts:
  - { person: elm, organization: town, title: Whistle-blower }
  - { person: oak, organization: quarry, title: Owner }
attendees:
  - { person: ash, role: chair, class: present }
  - { person: elm, role: member, class: present, postAsOf: Night porter }
agenda:
  - { id: roads, title: Roads, summary: [The High Street is to be mended.] }
  - { id: quarry-sale, title: Sale of the quarry, publicTitle: Property matter, public: false, summary: [Mr Oak asked for more.], confidentiality: { level: internal, ground: Rule 12 } }
  - { id: price, title: The price, parent: quarry-sale, summary: [Two million.] }
  - { id: staff, title: The dismissal, confidentiality: restricted, summary: [She was dismissed.] }
presenceEvents:
  - { person: ash, type: leave, at: { beforeItem: quarry-sale }, reason: owns the field beside it }
documents:
  - { id: deed, title: The deed of the quarry, attachment: A }
  - { id: plan, title: The plan of the roads, item: roads }
attachments: [{ no: A, title: Deed of 1904 }]
motions:
  - { id: sell, text: That the quarry be sold., item: quarry-sale, mover: elm, disposition: adopted }
  - { id: soon, text: That it be soon., parent: sell }
  - { id: mend, text: That the street be mended., item: roads, mover: elm, seconder: ash, disposition: adopted }
votes:
  - { id: v1, on: { motion: sell }, counts: { for: 2, against: 0 } }
  - { id: v2, on: { motion: mend }, named: [{ person: elm, vote: for }] }
resolutions:
  - { id: r1, title: Quarry resolution, motion: sell, documents: [deed], vote: v1 }
  - { id: r2, title: Street resolution, motion: mend, documents: [plan], vote: v2, item: roads }
decisions: [{ text: Oak is to be paid., item: price }, { text: The gate stays., item: roads }]
actions: [{ text: Pay Mr Oak., owner: oak, fromItem: quarry-sale }, { text: Mend it., owner: elm, fromItem: roads }]
issues: [{ id: q, severity: note, text: Which gate?, about: "decisions[1].text" }]
distribution: [{ to: elm }, { to: ash }]
`;
const AGENDA = COUNCIL.replace("id: roads,", "id: roads, papers: [plan],").replace(
  "public: false, summary",
  "papers: [deed], public: false, summary",
);

function releasedFrom(text: string, audience: Audience) {
  const loaded = load(text, "m.yaml");
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const record = validate(loaded.value);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  return release(record.value, loaded.value, audience);
}

function released(text: string, audience: Audience): Released {
  const made = releasedFrom(text, audience);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  expect(made.diagnostics).toEqual([]);
  return made.value;
}

const readBack = (json: string): MeetingRecord => {
  const loaded = load(json, "record.json");
  const read = loaded.ok ? validate(loaded.value) : loaded;
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
};

describe("a rendition", () => {
  it("for those who may see all is the record as it travels", () => {
    const { json } = released(AGENDA, "full");
    expect(json).toContain("dismissed");
    expect(json).not.toContain('"audience"');
  });
  it("for members leaves out what is restricted, and nothing else", () => {
    const { json } = released(AGENDA, "member");
    expect(json).not.toContain("ismiss");
    expect(json).toContain("Two million");
    expect(json).toContain("Eve Elm");
  });
  it.each([
    ["what was said under a closed item", "asked for more"],
    ["the title of a closed item", "Sale of"],
    ["what was said under a part of it", "million"],
    ["its motions", "be sold"],
    ["their amendments", "be soon"],
    ["its resolutions, found through the motion", "Quarry resolution"],
    ["its decisions and actions", "Oak"],
    ["its papers", "deed of"],
    ["and their attachments", "1904"],
    ["people spoken of nowhere else", "Otto"],
    ["their units", "Quarry Holdings"],
    ["why somebody left before it", "field"],
    ["ids that tell what it was about", "quarry"],
    ["a name that is not public", "Elm"],
    ["the posts that go with it", "porter"],
    ["and those of the list of posts", "Whistle"],
    ["and the id", "elm"],
  ])("for the public leaves out %s", (_, words) => {
    expect(released(AGENDA, "full").json).toContain(words);
    expect(released(AGENDA, "public").json).not.toContain(words);
  });
  it("keeps the number, the ground and the public title of a closed item", () => {
    const { agenda } = released(AGENDA, "public").record;
    expect(agenda.map(({ title }) => title)).toEqual([
      "Roads",
      "Property matter",
      { en: "Closed item" },
      { en: "Closed item" },
    ]);
    expect(agenda[1]?.confidentiality?.ground).toBe("Rule 12");
  });
  it("keeps the units of which only the posts speak that those have who stay", () => {
    const { json } = released(
      AGENDA.replace("posts:\n", "posts:\n  - { person: ash, organization: town, title: Clerk }\n"),
      "public",
    );
    expect(json).toContain('"Town"');
    expect(json).not.toContain("Quarry Holdings");
    expect(readBack(json).posts).toMatchObject([{ person: "ash", organization: "town" }]);
  });
  it("counts those who are not named", () => {
    const { record } = released(AGENDA, "public");
    expect(record.attendees).toHaveLength(2);
    expect(record.votes[0]?.named[0]?.person).toBe(record.people[1]?.id);
    expect(record.distribution.map(({ to }) => to.person)).toEqual(["ash"]);
  });
  it("moves what an open question is about along with its entry", () => {
    expect(released(AGENDA, "public").record.issues[0]?.about).toBe("decisions[0].text");
    expect(released(AGENDA.replace("decisions[1]", "decisions[0]"), "public").record.issues).toEqual([]);
  });
  it("withholds from the public alone what a redaction says is from the public", () => {
    const text = `${AGENDA}redactions: [{ path: "decisions[1].text", mark: "[closed]", ground: Rule 4, from: public }]\n`;
    expect(released(text, "full").record.decisions[1]?.text).toBe("The gate stays.");
    expect(released(text, "member").record.decisions[1]?.text).toBe("The gate stays.");
    const { record } = released(text, "public");
    expect(record.decisions).toMatchObject([{ text: "[closed]" }]);
    expect(record.redactions.map(({ path }) => path)).toEqual(["decisions[0].text"]);
  });
  it.each([
    ["the name of somebody who is not to be named", "Eve Elm mended it.", ["error record/withheld-name"]],
    ["half of it", "Mrs Elm mended it.", ["warning record/withheld-name"]],
    [
      "the title of a closed item",
      "After the Sale of the quarry it is mended.",
      ["warning record/closed-title"],
    ],
    ["a longer word", "The Elms are old.", []],
  ])("is told from %s in words that stay", (_, words, codes) => {
    const made = releasedFrom(AGENDA.replace("The gate stays.", words), "public");
    expect(made.diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(codes);
    expect(made.diagnostics.map(({ path }) => path)).toEqual(codes.map(() => "decisions[1].text"));
    expect(made.ok).toBe(!codes[0]?.startsWith("error"));
  });
});

describe("any record for any audience", () => {
  const closing = fc.record({
    seed: fc.nat({ max: 400 }),
    audience: fc.constantFrom(...AUDIENCES),
    closed: fc.array(fc.constantFrom(undefined, "internal", "restricted", "hidden"), {
      minLength: 2,
      maxLength: 2,
    }),
    nameless: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
  });
  it("is a record that reads back as itself, whose rendition is itself, and without the words of closed items", () => {
    fc.assert(
      fc.property(closing, ({ seed, audience, closed, nameless }) => {
        const varied = JSON.parse(variedRecord(seed).text);
        for (const [i, item] of varied.agenda.entries()) {
          const level = closed[i % closed.length];
          if (level === "hidden") item.public = false;
          else if (level !== undefined) item.confidentiality = level;
          item.summary = [`SECRET${i}`];
          if (i % 3 === 0) item.publicTitle = "In public";
        }
        for (const [i, person] of varied.people.entries())
          if (nameless[i % nameless.length]) {
            person.name = `Q${i}qq`;
            person.public = false;
          }
        const text = JSON.stringify(varied);
        const made = releasedFrom(text, audience);
        if (!made.ok) {
          // Texts of the specimens name people; that these are told is all there is to see.
          expect(
            made.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code),
          ).toContain("record/withheld-name");
          return;
        }
        const { json } = made.value;
        expect(canonicalJson(readBack(json))).toBe(json);
        expect(released(json, audience).json).toBe(json);
        const mayNot = { full: [], member: ["restricted"], public: ["restricted", "internal", "hidden"] }[
          audience
        ];
        for (const [i] of varied.agenda.entries())
          expect(json.includes(`SECRET${i}"`)).toBe(
            !(mayNot as unknown[]).includes(closed[i % closed.length]),
          );
        if (audience === "public") expect(json).not.toMatch(/Q\d+qq/);
      }),
      { numRuns: 60 },
    );
  });
});
