import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as fontkit from "fontkit";
import { describe, expect, it } from "vitest";
import { TrueTypeSubset } from "../../src/fonts/subset.ts";

const require = createRequire(import.meta.url);
const file = (name: string, path: string): Buffer =>
  readFileSync(join(dirname(require.resolve(`@expo-google-fonts/${name}/package.json`)), path));
const serif = file("source-serif-4", "400Regular/SourceSerif4_400Regular.ttf");

interface Outlined {
  getGlyph(id: number): { readonly path: { toSVG(): string }; readonly advanceWidth: number };
  glyphForCodePoint(code: number): { readonly id: number };
}
const open = (bytes: Uint8Array): Outlined => fontkit.create(Buffer.from(bytes)) as unknown as Outlined;

describe("a subset", () => {
  it.each([
    ["plain letters", "Minutes 2026"],
    ["letters made of parts", "ÄéñÅřů"],
  ])("draws %s as the font does", (_, text) => {
    const font = open(serif);
    const subset = new TrueTypeSubset(serif);
    const ids = [...text].map((character) => font.glyphForCodePoint(character.codePointAt(0) ?? 0).id);
    const numbers = ids.map((id) => subset.includeGlyph(id));
    const small = open(subset.encode());
    ids.forEach((id, index) => {
      const glyph = small.getGlyph(numbers[index] ?? 0);
      expect(glyph.path.toSVG()).toBe(font.getGlyph(id).path.toSVG());
      expect(glyph.advanceWidth).toBe(font.getGlyph(id).advanceWidth);
    });
  });
  it("is a small part of a Chinese font", () => {
    const bytes = file("noto-serif-sc", "400Regular/NotoSerifSC_400Regular.ttf");
    const font = open(bytes);
    const subset = new TrueTypeSubset(bytes);
    for (const character of "会议审议并通过了工作报告")
      subset.includeGlyph(font.glyphForCodePoint(character.codePointAt(0) ?? 0).id);
    expect(subset.encode().length).toBeLessThan(bytes.length / 100);
  });
  it("leaves the font as it was", () => {
    const before = Buffer.from(serif);
    const subset = new TrueTypeSubset(serif);
    for (let id = 0; id < 400; id++) subset.includeGlyph(id);
    subset.encode();
    expect(serif.equals(before)).toBe(true);
  });
});
