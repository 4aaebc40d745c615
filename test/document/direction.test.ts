import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directed, isRtlLanguage } from "../../src/document/direction.ts";

/** Stretches from right to left in brackets. */
const shown = (text: string, rtl: boolean): string =>
  directed(text, rtl)
    .map((stretch) => (stretch.rtl ? `[${stretch.text}]` : stretch.text))
    .join("");

describe("the direction of text", () => {
  it.each([
    ["Miriam Cohen", false, "Miriam Cohen"],
    ["Miriam (מרים כהן) spoke", false, "Miriam ([מרים כהן]) spoke"],
    ["of הזמנה (2026), מס׳ 17/3” was", false, "of [הזמנה (2026), מס׳ 17/3]” was"],
    ["王（محمد）李", false, "王（[محمد]）李"],
    ["הדו״ח (Annual Report 2025) אושר", true, "[הדו״ח (]Annual Report 2025[) אושר]"],
    ["12 במרץ 2026", true, "[12 במרץ 2026]"],
    ["Annual Report", true, "Annual Report"],
  ])("%s (from right to left: %s) is %s", (text, rtl, expected) => {
    expect(shown(text, rtl)).toBe(expected);
  });
  it("loses no character", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."ab1 (.)\n", "א", "ב", "ع", "٣", "国", "𐤀") });
    fc.assert(
      fc.property(letters, fc.boolean(), (text, rtl) => {
        expect(
          directed(text, rtl)
            .map((stretch) => stretch.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
  it.each([
    ["he", true],
    ["ar-EG", true],
    ["az-Arab", true],
    ["ug", true],
    ["en", false],
    ["zh-Hans", false],
    ["haw", false],
    ["arn", false],
  ])("of the language %s: from right to left is %s", (lang, expected) => {
    expect(isRtlLanguage(lang)).toBe(expected);
  });
});
