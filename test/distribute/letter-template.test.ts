import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { failure, type Outcome } from "../../src/diagnostic.ts";
import { letterWriter } from "../../src/distribute/letter.ts";
import { libraryOf, type Resources } from "../../src/library.ts";
import { validate } from "../../src/record/validate.ts";
import { view } from "../../src/record/view.ts";
import { load } from "../../src/yaml/load.ts";
import { resources, SMALL } from "./letters.ts";

const EVERYTHING = readFileSync(new URL("../templates/data/everything.yaml", import.meta.url), "utf8");
const NOTHING = `schemaVersion: 1
id: nothing
languages: [en]
meeting: {title: A meeting, kind: notStated}
sittings: [{start: notStated}]
`;
const LETTER = {
  to: { name: "Ann Ash", kind: "person" as const },
  role: "main" as const,
  attended: false,
  serial: "1",
  trial: false,
  papers: [],
  actions: [],
  inferred: false,
  ask: { address: "a@example.com" },
};
const HOUSES = [...resources.templates.keys()].flatMap(
  (name) => /^profiles\/(.*)\.yaml$/.exec(name)?.[1] ?? [],
);

/** Judgements about the record are for other tests. */
function writerFor(text: string, lang: "en" | "zh", profileName?: string, from: Resources = resources) {
  const library = libraryOf(from);
  const record = got(validate(got(load(text, "r.yaml"))));
  const profile = got(library.profile(profileName ?? record.profile));
  const picture = () => failure<never>([]);
  const viewOf = (document: string) => view(record, { lang, profile, document, digest: "0".repeat(64) });
  return letterWriter({ library, lang, profile, record, picture, view: viewOf });
}

function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}

describe.each(["en", "zh"] as const)("a letter in %s", (lang) => {
  it.each([
    ["everything that can happen", EVERYTHING],
    ["next to nothing", NOTHING],
  ])("can be written about %s in every house", (_, text) => {
    for (const profile of HOUSES) {
      const writer = writerFor(text, lang, profile);
      expect(writer.diagnostics, profile).toEqual([]);
      const letter = writer.ok ? writer.value.write(LETTER) : writer;
      expect(letter.diagnostics, profile).toEqual([]);
      expect(letter.ok && letter.value.text).not.toMatch(/undefined|\[object|NaN|\{\w+\}/);
    }
  });
});

describe("a letter of one's own", () => {
  const withTemplate = (text: string): Resources => ({
    ...resources,
    templates: new Map([
      ...resources.templates,
      ["messages/letter.hbs", { text, file: "own/letter.hbs", own: true }],
    ]),
  });
  const said = (text: string) => {
    const writer = writerFor(SMALL, "en", undefined, withTemplate(text));
    const letter = writer.ok ? writer.value.write(LETTER) : writer;
    return {
      letter,
      told: letter.diagnostics.map(({ code, place }) => `${place?.file}:${place?.line} ${code}`),
    };
  };
  const around = (body: string): string =>
    `<document type="letter" lang="{{lang}}" date="{{date}}" title="Papers for {{letter.to.name}}">\n${body}\n</document>\n`;

  it("takes the place of ours", () => {
    const { letter } = said(around("<p>Dear {{letter.to.name}}, no. {{letter.serial}}</p>"));
    expect(letter.ok && letter.value.subject).toBe("Papers for Ann Ash");
    expect(letter.ok && letter.value.text).toBe("Dear Ann Ash, no. 1\n");
  });
  it.each([
    ["a field that letters do not have", "<p>{{letter.password}}</p>", "template/unknown-field"],
    ["a field that records do not have", "<p>{{secret}}</p>", "template/unknown-field"],
    ["an element that mails do not have", "<script>alert(1)</script>", "markup/unknown-element"],
    ["a role that mails do not know", '<p role="resolution">a</p>', "markup/unknown-role"],
  ])("is checked before it runs: %s", (_, body, code) => {
    expect(said(around(body)).told).toContain(`own/letter.hbs:2 ${code}`);
  });
  it("92 cannot put a line break into the subject", () => {
    const { letter } = said(
      around("<p>a</p>").replace("Papers for", "Papers&#10;Bcc: x@example.com&#10;for"),
    );
    if (letter.ok) expect(letter.value.subject).not.toMatch(/[\r\n]/);
    else expect(letter.diagnostics.map(({ code }) => code)).toContain("distribute/bad-subject");
  });
});
