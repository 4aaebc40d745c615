import { describe, expect, it } from "vitest";
import { unbalanced } from "../../../src/record/lint/language.ts";
import { textsOf } from "../../../src/record/lint/texts.ts";
import { load } from "../../../src/yaml/load.ts";
import { askNothing, linted, recordText } from "./support.ts";

const PEOPLE = "people: [{id: ann, name: Ann Ash}]\n";
const quote = (fields: string, by = "unattributed: true") => `speeches: [{${by}, quotes: [{${fields}}]}]`;

describe("words and marks", () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      "a mark never closed",
      "decisions: [{text: He said “yes.}]",
      ["warning record/unbalanced-quotation-marks decisions[0].text"],
    ],
    ["apostrophes and nested marks", "decisions: [{text: “The board’s ‘star’ shines.”}]", []],
    [
      "a quote said to be balanced",
      quote("text: said “yes, balanced: true"),
      ["error record/quote-not-balanced speeches[0].quotes[0].text"],
    ],
    ["a quote said to be unbalanced", quote("text: said “yes, balanced: false"), []],
    [
      "a quote that tells about itself",
      quote("text: It made achievement and deserves recognition."),
      ["warning record/narrated-quote speeches[0].quotes[0]"],
    ],
    [
      "a quote with the speaker's name",
      quote("text: Ann Ash thanked everybody.", "by: ann"),
      ["warning record/narrated-quote speeches[0].quotes[0]"],
    ],
    ["reported speech", quote("text: She said so., exact: false"), []],
    ["the speaker's own words", quote("text: We made it and I am glad."), []],
    [
      "half-width marks in Chinese",
      "decisions: [{text: '会议认为,方案可行。'}]",
      ["warning record/mixed-punctuation decisions[0].text"],
    ],
    [
      "full-width marks in English",
      "decisions: [{text: Yes，agreed.}]",
      ["warning record/mixed-punctuation decisions[0].text"],
    ],
    ["figures in Chinese", "decisions: [{text: 增长7.2%，自9:30起（R&D）执行。}]", []],
    [
      "praise in the minutes' own voice",
      "agenda: [{id: a, title: A, summary: [会议取得圆满成功。]}]",
      ["note record/praise agenda[0].summary[0]"],
    ],
    ["praise by a speaker", "speeches: [{unattributed: true, points: [The results are outstanding.]}]", []],
    [
      "an award that sounds national",
      "awards: [{title: 中国之星, honorees: [{person: ann}]}]",
      ["warning record/national-award-name awards[0].title"],
    ],
    ["one that was approved", "awards: [{title: 中国之星, basisDocument: B, honorees: [{person: ann}]}]", []],
  ])("%s", (_, fields, expected) => expect(linted(PEOPLE + fields)).toEqual(expected));

  it("keeps praise where the profile does", () => {
    const profile = { ...askNothing, layout: { ...askNothing.layout, praise: "keep" as const } };
    expect(linted("decisions: [{text: 圆满。}]", { profile })).toEqual([]);
  });

  it.each([
    ["“a” 「b『c』」《d》", undefined],
    ['a 5" pipe', undefined],
    ['say "yes" twice', undefined],
    ['say "yes', 'one " has no partner'],
    ["“a", "” is missing"],
    ["a”", "” closes nothing that is open"],
    ["“「”」", "” closes nothing that is open"],
  ])("pairs of marks: %s", (text, expected) => expect(unbalanced(text)).toBe(expected));
});

describe("translations", () => {
  const both = "languages: [zh, en]\nbodies: []\n";
  it.each<readonly [string, string, string, readonly string[]]>([
    [
      "a text in one language",
      `${both}meeting: {title: {zh: 会, en: M}, kind: regular, theme: 主题}`,
      "en",
      ["warning record/missing-translation meeting.theme"],
    ],
    ["the main language", `${both}meeting: {title: {zh: 会, en: M}, kind: regular, theme: 主题}`, "zh", []],
    [
      "both",
      `${both}meeting: {title: {zh: 会, en: M}, kind: regular, theme: {en: T}}`,
      "zh+en",
      ["warning record/missing-translation meeting.theme"],
    ],
    ["figures need none", `${both}meeting: {title: {zh: 会, en: M}, kind: regular, theme: "2026"}`, "en", []],
    [
      "a name without characters",
      `${both}meeting: {title: {zh: 会, en: M}, kind: regular}\npeople: [{id: ann, name: Ann}]`,
      "zh",
      ["warning record/missing-name-form people[0].name"],
    ],
    [
      "a name without letters",
      `${both}meeting: {title: {zh: 会, en: M}, kind: regular}\npeople: [{id: li, name: 李}]`,
      "en",
      ["warning record/missing-name-form people[0].name"],
    ],
    ["a language the record is not in", "", "zh", ["warning record/language-not-in-record languages"]],
  ])("%s", (_, fields, lang, expected) => expect(linted(fields, { lang })).toEqual(expected));

  it("finds every text by the schema, in whatever form it is written", () => {
    const loaded = load(
      recordText(`agenda: [{id: a, title: One, summary: [Two, {text: {en: Three, zh: 三}, basis: stated}]}]
motions: [{id: m, text: {value: Four}, mover: {text: Five}, disposition: lost}]
sittings: [{start: 2026-03-12, place: Six}]`),
      "m.yaml",
    );
    if (!loaded.ok) throw new Error("unreadable");
    const found = textsOf(loaded.value.value).map(({ text }) => (typeof text === "string" ? text : text.en));
    expect(found.toSorted()).toEqual([
      "Board",
      "Board meeting",
      "Five",
      "Four",
      "One",
      "Six",
      "Three",
      "Two",
    ]);
  });
});
