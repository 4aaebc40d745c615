import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { fontLibrary, nearestFace } from "../../src/fonts/load.ts";
import { builtInFonts } from "../support/sheet.ts";

const require = createRequire(import.meta.url);
const library = () =>
  fontLibrary(builtInFonts(), (name, path) =>
    readFileSync(join(dirname(require.resolve(`${name}/package.json`)), path)),
  );

describe("a face", () => {
  const fonts = library();
  it.each([
    [["400", "400i", "700"], 600, false, "700"],
    [["400", "700"], 500, false, "400"],
    [["400", "500", "700"], 600, false, "700"],
    [["400", "700"], 400, true, "400"],
    [["400", "400i", "700"], 700, true, "400i"],
  ])("of %j nearest to %i (italic: %s) is %s", (keys, weight, italic, expected) => {
    expect(nearestFace(keys, weight, italic)).toBe(expected);
  });
  it("says which characters it has", () => {
    const face = fonts.face("source-serif-4", 400, false);
    expect([face.has(0x41), face.has(0x4e00)]).toEqual([true, false]);
  });
  it("measures in em, and shapes the same text once", () => {
    const face = fonts.face("noto-serif-sc", 400, false);
    expect(face.shape("国", "lining").width).toBe(1);
    expect(face.shape("——", "lining").width).toBe(2);
    expect(face.shape("国", "lining")).toBe(face.shape("国", "lining"));
  });
  it("takes old-style figures when asked", () => {
    const face = fonts.face("source-serif-4", 400, false);
    expect(face.shape("2026", "oldstyle").glyphs).not.toEqual(face.shape("2026", "lining").glyphs);
  });
  it("kerns", () => {
    const shaped = fonts.face("source-serif-4", 400, false).shape("AV", "lining");
    expect(shaped.width).toBeLessThan(shaped.widths.reduce((sum, width) => sum + width, 0));
  });
  it("keeps the code points of every glyph, also after a subset has been made", () => {
    const own = library();
    const face = own.face("source-serif-4", 400, false);
    face.shape("1", "lining");
    const opened = own.opened(face.id).font;
    for (const glyph of face.shape("Á", "lining").glyphs)
      (opened as unknown as { getGlyph(id: number): unknown }).getGlyph(glyph);
    for (let id = 0; id < 600; id++) (opened as unknown as { getGlyph(id: number): unknown }).getGlyph(id); // as a subset does
    for (const text of ["2468", "office", "Á"]) {
      const codes = face.shape(text, "lining").codePoints.flat();
      expect(String.fromCodePoint(...codes)).toBe(text);
    }
  });
  it("shapes text from right to left: joined, in drawing order, brackets turned over", () => {
    const face = fonts.face("noto-naskh-arabic", 400, false);
    const shaped = face.shape("(لا)", "lining", true);
    expect(shaped.text).toBe("(لا)");
    expect(shaped.codePoints.flat().map((code) => String.fromCodePoint(code))).toEqual([..."(لا)"].reverse());
    expect(shaped.glyphs[3]).toBe(face.shape(")", "lining").glyphs[0]);
    const alone = face.shape("ا", "lining", true).glyphs[0];
    expect(shaped.glyphs).not.toContain(alone); // alef takes its final form after lam
  });
  it("leaves digits of Arabic in the order of counting", () => {
    const shaped = fonts.face("noto-naskh-arabic", 400, false).shape("١٢٣", "lining");
    expect(shaped.codePoints.flat()).toEqual([0x661, 0x662, 0x663]);
  });
  it("says where a mark stands on its letter when it does not stand at the pen", () => {
    const face = fonts.face("source-serif-4", 400, false);
    const [letter, mark] = face.shape("m\u0303", "lining").offsets ?? [];
    expect(letter).toEqual([0, 0]);
    expect(mark?.[0]).toBeLessThan(-0.2);
    expect(face.shape("plain", "lining")).not.toHaveProperty("offsets");
  });
});
