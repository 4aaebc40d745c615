import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { diagnosticsOf, linted } from "./support.ts";

const SOURCE = "Annual meeting held\n\n  \nTong Laiming attended the “meeting”.\r\nLast line.\n";
const context = { sources: (file: string) => (file === "press.txt" ? SOURCE : undefined) };
const sources = (more = "") =>
  `sources: [{id: press, kind: pressRelease, title: P, file: press.txt${more}}]\n`;
const cited = (cite: string) =>
  `${sources()}people: [{id: tong, name: Tong Laiming, cites: [{source: press, ${cite}}]}]`;
const QUOTE = "people[0].cites[0].quote";

describe("quotes are compared with their source", () => {
  it.each([
    ["word for word", "quote: Tong Laiming", []],
    ["in the paragraph named", "quote: Tong Laiming, locator: {paragraph: 2}", []],
    ["at the characters named", "quote: Annual, locator: {charRange: [0, 6]}", []],
    ["wrong letter", "quote: Tong Liming", [`error record/quote-not-in-source ${QUOTE}`]],
    ["other marks", 'quote: the "meeting"', [`error record/quote-not-in-source ${QUOTE}`]],
    ["other paragraph", "quote: Tong, locator: {paragraph: 1}", [`error record/quote-elsewhere ${QUOTE}`]],
    ["no such paragraph", "quote: Tong, locator: {paragraph: 9}", [`error record/quote-elsewhere ${QUOTE}`]],
    [
      "other characters",
      "quote: Tong, locator: {charRange: [0, 4]}",
      [`error record/quote-elsewhere ${QUOTE}`],
    ],
  ])("%s", (_, cite, expected) => expect(linted(cited(cite), context)).toEqual(expected));

  it("shows the words that the source has, and the place of the quote", () => {
    const [one] = diagnosticsOf(cited('quote: the "meeting"'), context);
    expect(one?.hint).toBe("the source has: the “meeting”");
    expect(one?.place?.line).toBeGreaterThan(1);
    expect(one?.excerpt).toContain("people:");
  });

  it("names the paragraph where the quote does stand", () => {
    const [one] = diagnosticsOf(cited("quote: Tong, locator: {paragraph: 1}"), context);
    expect(one?.hint).toBe("it stands in paragraph 2");
  });

  it("says once per source that it is not at hand", () => {
    const fields = `${sources()}people: [{id: a, name: A, cites: [{source: press, quote: x}, {source: press, quote: y}]}]`;
    const said = diagnosticsOf(fields);
    expect(said.map(({ code, severity }) => [code, severity])).toEqual([
      ["record/source-not-at-hand", "note"],
    ]);
    expect(said[0]?.message).toContain("2 quotes could not be checked");
  });

  it("says so of a cited source that names no file", () => {
    const fields =
      "sources: [{id: s, kind: email, title: T}]\npeople: [{id: a, name: A, cites: [{source: s, quote: x}]}]";
    expect(linted(fields)).toEqual(["note record/source-not-at-hand sources[0]"]);
  });

  it("notices a source that has changed", () => {
    const digest = createHash("sha256").update(SOURCE).digest("hex");
    expect(linted(sources(`, sha256: "${digest}"`), context)).toEqual([]);
    expect(linted(sources(`, sha256: ${"a".repeat(64)}`), context)).toEqual([
      "error record/source-changed sources[0].sha256",
    ]);
  });

  it("finds a quote too long", () => {
    const long = "x".repeat(301);
    const fields = `${sources()}people: [{id: a, name: A, cites: [{source: press, quote: ${long}}]}]`;
    expect(linted(fields, { sources: () => long })).toEqual([`note record/long-quote ${QUOTE}`]);
  });

  it.each([
    ["in the source", "{text: Last line., cites: [{source: press, quote: Last}]}", []],
    [
      "not in it",
      "{text: Last word., cites: [{source: press, quote: Last}]}",
      ["error record/quote-not-in-source speeches[0].quotes[0].text"],
    ],
    ["not said to be exact", "{text: Last word., exact: false, cites: [{source: press, quote: Last}]}", []],
    ["without a cite", "Last word.", []],
  ])("words of a speaker: %s", (_, quote, expected) =>
    expect(linted(`${sources()}speeches: [{unattributed: true, quotes: [${quote}]}]`, context)).toEqual(
      expected,
    ),
  );
});

describe("inferences", () => {
  it.each([
    ["with a note", "{value: special, basis: inferred, note: by its name}", []],
    [
      "without",
      "{value: special, basis: inferred}",
      ["warning record/inferred-without-note meeting.kind.basis"],
    ],
  ])("%s", (_, kind, expected) => expect(linted(`meeting: {title: T, kind: ${kind}}`)).toEqual(expected));
});

describe("close spellings", () => {
  const two = (a: string, b: string) => linted(`people: [{id: a, ${a}}, {id: b, ${b}}]`);
  const told = ["warning record/close-spellings people[1].name"];
  it.each([
    ["a letter dropped", "name: Tong Laiming", "name: Tong Liming", told],
    ["an accent", "name: José Ruiz", "name: Jose Ruiz", told],
    ["a dash", "name: Li Wen-jing", "name: Li Wenjing", told],
    ["two letters swapped", "name: Margaret Shwa", "name: Margaret Shaw", told],
    ["the same characters", "name: {zh: 王伟, en: Wang Wei}", "name: {zh: 王伟, en: David Wang}", told],
    ["short names", "name: Wang Wei", "name: Wang Lei", []],
    [
      "characters that differ",
      "name: {zh: 李静文, latin: Li Jingwen}",
      "name: {zh: 李敬文, latin: Li Jingwen}",
      [],
    ],
    [
      "a ruling",
      "name: Tong Laiming, variants: [{text: Tong Liming, verdict: alias}]",
      "name: Tong Liming",
      [],
    ],
    ["a note", "name: Tong Laiming", "name: Tong Liming, note: his brother", []],
  ])("%s", (_, a, b, expected) => expect(two(a, b)).toEqual(expected));
});
