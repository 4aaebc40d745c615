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
  it("leaves to a full shaper what is not plain", () => {
    const face = fonts.face("source-serif-4", 400, false);
    const fraction = face.shape("1⁄2", "lining");
    expect(fraction.width).toBeLessThan(face.shape("112", "lining").width);
    expect(face.shape("e\u0301", "lining").width).toBe(face.shape("e", "lining").width); // the mark has none
  });
  it("says what is wrong with a file", () => {
    const broken = (bytes: Uint8Array) => () =>
      fontLibrary({ own: { faces: { "400": "own.ttf" }, script: "latin" } } as never, () => bytes)
        .face("own", 400, false)
        .has(0x41);
    const font = readFileSync(
      require.resolve("@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf"),
    );
    expect(broken(font)()).toBe(true);
    expect(broken(font.subarray(0, 90000))).toThrow("own.ttf cannot be read: it has been cut short");
    expect(broken(font.subarray(0, 3))).toThrow("own.ttf cannot be read");
    expect(broken(Buffer.from("wOF2 and more"))).toThrow("it is neither TrueType nor OpenType");
    expect(broken(Buffer.from("ttcf and more"))).toThrow("it is a collection; name a single face");
  });
  it("kerns", () => {
    const shaped = fonts.face("source-serif-4", 400, false).shape("AV", "lining");
    expect(shaped.width).toBeLessThan(shaped.widths.reduce((sum, width) => sum + width, 0));
  });
  it("keeps the code points of every glyph, whatever was shaped before", () => {
    const face = library().face("source-serif-4", 400, false);
    for (const text of ["1", "Á", "1⁄2", "e\u0301"]) face.shape(text, "lining");
    for (const text of ["2468", "office", "Á", "1⁄2", "e\u0301"]) {
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
  it("tells letters apart that are drawn alike within one word", () => {
    const shaped = fonts.face("noto-naskh-arabic", 400, false).shape("ئادىل", "lining", true);
    const read = shaped.codePoints.flat().reverse();
    expect(String.fromCodePoint(...read)).toBe("ئادىل");
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
