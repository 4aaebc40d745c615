import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hanMarks, type Tongue } from "../../src/document/han-marks.ts";

/** Each shared mark as W (full width) or n (narrow), all else left out. */
function kinds(text: string, lang: string, tongues?: readonly Tongue[]): string {
  const isHan = hanMarks(text, lang, tongues);
  return [...text.matchAll(/[“”‘’—…]/g)].map(({ index }) => (isHan(index) ? "W" : "n")).join("");
}

describe("a quote, dash or ellipsis", () => {
  it.each([
    ["zh", "题为“稳中求进”的报告", "WW"],
    // Words quoted in a Chinese sentence are in its own quotes, apostrophes in them are not.
    ["zh", "授予“Founder’s Medal”称号", "WnW"],
    ["zh", "授予“Members’ Medal”", "WnW"],
    ["zh", "授予“Members’”奖", "WnW"],
    ["zh", "授予 “Founder’s Medal” 称号", "WnW"],
    ["zh", "他说：“We met.”", "WW"],
    ["zh", "“We met.”", "nn"],
    ["zh", "获得 2024 “Best Paper” 奖", "WW"],
    ["zh", "他说“the ‘English’ word”好", "WnnW"],
    ["zh", "他说“‘English’ word”好", "WWWW"],
    ["zh", "the “workers’ meeting” was held", "nnn"],
    ["zh", "the “龙” prize", "WW"],
    ["zh", "don’t说", "n"],
    ["zh", "“", "W"],
    ["zh", "创新——发展", "WW"],
    ["zh", "等等……以后", "WW"],
    ["zh", "沈括（1031—1095）", "W"],
    ["zh", "2024—2025", "W"],
    ["zh", "the plan — and more… was read", "nn"],
    ["zh", "用A—B", "n"],
    ["en", "it’s “quoted” — text…", "nnnnn"],
    ["en", "the “龙” prize", "WW"],
    ["en", "the “龙 Dragon” prize", "nn"],
    ["ja", "これは“English”です", "WW"],
  ])("%s: %s", (lang, text, expected) => {
    expect(kinds(text, lang)).toBe(expected);
  });

  it("follows the language of its own words where they have one", () => {
    const mixed = [
      { text: "奖项：", lang: "zh" },
      { text: "“Founder’s” — new", lang: "en" },
      { text: "“好”", lang: "zh" },
    ];
    expect(kinds(mixed.map(({ text }) => text).join(""), "zh", mixed)).toBe("nnnnWW");
  });

  it("is of the kind of the other of its pair", () => {
    const words = fc.array(fc.constantFrom("好", "，", "a", " ", "7", "b’s"), { maxLength: 5 });
    fc.assert(
      fc.property(words, words, words, fc.constantFrom("zh", "ja", "en"), (before, inside, after, lang) => {
        const text = `${before.join("")}“${inside.join("")}”${after.join("")}`;
        const isHan = hanMarks(text, lang);
        expect(isHan(text.indexOf("“"))).toBe(isHan(text.indexOf("”")));
      }),
    );
  });
});
