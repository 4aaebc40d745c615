import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findQuote, paragraphsOf } from "../../src/record/cite.ts";

const TEXT = "First line\r\n\r\n \t\nSecond “line”—with marks\nThird: 力神的“年会”，Ｆ\n";

describe("paragraphs", () => {
  it("are the non-empty lines", () => {
    expect(paragraphsOf(TEXT)).toEqual(["First line", "Second “line”—with marks", "Third: 力神的“年会”，Ｆ"]);
  });
});

describe("a quote", () => {
  it.each([
    ["in the first paragraph", "First", undefined, { found: true, paragraph: 1 }],
    ["in a later one", "Second", { paragraph: 2 }, { found: true, paragraph: 2 }],
    ["a second time", "line", { paragraph: 2 }, { found: true, paragraph: 2 }],
    ["over the end of a line", "marks\nThird", { paragraph: 2 }, { found: true, paragraph: 2 }],
    ["in another paragraph", "Third", { paragraph: 1 }, { found: false, paragraphs: [3] }],
    [
      "with typed marks",
      'second "line"-with',
      undefined,
      { found: false, paragraphs: [], similar: "Second “line”—with" },
    ],
    ["with other spaces", "First  line", undefined, { found: false, paragraphs: [], similar: "First line" }],
    ["with other width", "年会”，F", undefined, { found: false, paragraphs: [], similar: "年会”，Ｆ" }],
    ["that is nowhere", "Fourth", undefined, { found: false, paragraphs: [] }],
  ])("%s", (_, quote, locator, expected) =>
    expect(findQuote(TEXT, { quote, ...(locator && { locator }) })).toEqual(expected),
  );

  it("is found wherever it was copied from", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.nat(), fc.nat(), (text, a, b) => {
        const from = a % text.length;
        const quote = text.slice(from, from + 1 + (b % (text.length - from)));
        expect(findQuote(text, { quote }).found).toBe(true);
      }),
    );
  });
});
