import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import * as fontkit from "fontkit";
import { describe, expect, it } from "vitest";
import { factsOf, openFontFile } from "../../src/fonts/sfnt.ts";
import { plainShaper, type Slot } from "../../src/fonts/shaper.ts";

const require = createRequire(import.meta.url);
const FACES = [
  "source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
  "source-serif-4/600SemiBold_Italic/SourceSerif4_600SemiBold_Italic.ttf",
  "source-sans-3/400Regular/SourceSans3_400Regular.ttf",
  "source-sans-3/700Bold_Italic/SourceSans3_700Bold_Italic.ttf",
  "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
  "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
];
const FEATURES = [["pnum"], ["onum", "pnum"], ["tnum"]];
const GOLDENS = [
  "northwind-board-2026-03/minutes-en",
  "lishen-2024-annual-meeting/minutes-en",
  "yunhe-congress-2026/minutes-zh",
  "everything/minutes-zh",
];

const words = new Set(
  GOLDENS.flatMap((name) => {
    const text = readFileSync(new URL(`../golden/${name}.txt`, import.meta.url), "utf8");
    return text.split(/[\s\u3000]+/);
  }),
);

describe.each(FACES)("%s", (path) => {
  const bytes = readFileSync(require.resolve(`@expo-google-fonts/${path}`));
  const file = openFontFile(bytes);
  const plain = plainShaper(file);
  const font = fontkit.create(bytes) as fontkit.Font;
  /** Glyphs and advances; fontkit gives characters that share a glyph the code point of the first. */
  const full = (text: string, features: readonly string[]) => {
    const { glyphs, positions } = font.layout(text, features);
    return glyphs.map(({ id }, i) => ({ glyph: id, advance: positions[i]?.xAdvance }));
  };
  const expectSame = (text: string, features: readonly string[], slots: readonly Slot[]): void => {
    expect({ text, slots: slots.map(({ glyph, advance }) => ({ glyph, advance })) }).toEqual({
      text,
      slots: full(text, features),
    });
    expect(String.fromCodePoint(...slots.flatMap(({ codePoints }) => codePoints))).toBe(text);
  };

  it("is shaped as a full shaper does, for all words of the papers", () => {
    let shaped = 0;
    for (const word of words)
      for (const features of FEATURES) {
        const slots = plain?.(word, features);
        if (!slots) continue;
        shaped++;
        expectSame(word, features, slots);
      }
    expect(shaped).toBeGreaterThan(words.size * 2.9);
  });
  it("is shaped as a full shaper does, for any plain text", () => {
    const letters = " AVATo.,;:’“”—–-/()&fiflffiffjTyWa0123456789½№€éÅßœŁžỹ×±→国，。（）：、“”《》\u3000";
    const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
    fc.assert(
      fc.property(text, fc.constantFrom(...FEATURES), (word, features) => {
        expectSame(word, features, plain?.(word, features) ?? []);
      }),
      { numRuns: 300 },
    );
  });
  it("shapes the blanks of Chinese lines, for which no full shaper need be loaded", () => {
    for (const features of FEATURES) expectSame("\u3000", features, plain?.("\u3000", features) ?? []);
  });
  it("maps every character to the same glyph, of the same width", () => {
    for (let code = 0; code < 0x30000; code += code < 0x3100 ? 1 : 7) {
      const glyph = font.glyphForCodePoint(code);
      if (file.glyphOf(code) !== glyph.id) expect([code, file.glyphOf(code)]).toEqual([code, glyph.id]);
      if (file.advanceOf(glyph.id) !== glyph.advanceWidth)
        expect([code, file.advanceOf(glyph.id)]).toEqual([code, glyph.advanceWidth]);
    }
  });
  it("has the facts that a PDF tells", () => {
    const facts = factsOf(file);
    const known = font as unknown as Readonly<Record<string, unknown>>;
    const { isItalic, isFixedPitch, familyClass, bbox, ...rest } = facts;
    for (const [name, value] of Object.entries(rest)) expect([name, value]).toEqual([name, known[name]]);
    expect({ ...bbox }).toEqual({ ...(known.bbox as object) });
    expect(known).toMatchObject({
      head: { macStyle: { italic: isItalic } },
      post: { isFixedPitch: Number(isFixedPitch) },
      "OS/2": { sFamilyClass: familyClass },
    });
  });
});

describe("what is not plain", () => {
  const plain = plainShaper(openFontFile(readFileSync(require.resolve(`@expo-google-fonts/${FACES[0]}`))));
  it.each(["e\u0301", "1⁄2", "co\u00adop", "שלום", "مرحبا", "नमस्ते", "\u200b", "Ωmega", "か"])(
    "%j is left to others",
    (text) => expect(plain?.(text, [])).toBeUndefined(),
  );
});
