import { expect, it } from "vitest";
import { decimalOffset } from "../../src/document/decimal.ts";

it.each([
  ["1,234.50", "en", "1,234"],
  ["12", "en", "12"],
  ["12 %", "en", "12"],
  ["−3.5", "en", "−3"],
  ["(7.25)", "en", "(7"],
  ["EUR 1.5m", "en", "EUR 1"],
  ["1\u202f234.5", "en", "1\u202f234"],
  ["1,234,567", "en", "1,234,567"],
  [".5", "en", ""],
  ["1.234,50", "de", "1.234"],
  ["1’234.50", "de-CH", "1’234"],
  ["12.5 万元", "zh", "12"],
  ["约 3 万元", "zh", "约 3"],
  ["2026.03.12", "zh", "2026.03.12"],
])("%s in %s stands at its mark after %s", (text, lang, before) => {
  expect(text.slice(0, decimalOffset(text, lang))).toBe(before);
});
it("knows no place for what is no number", () => {
  expect(decimalOffset("n/a", "en")).toBeUndefined();
  expect(decimalOffset("—", "zh")).toBeUndefined();
});
