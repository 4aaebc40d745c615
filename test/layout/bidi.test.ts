import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRtlLanguage } from "../../src/document/direction.ts";
import { drawingOrder, levelled, levelsOf, needsOrder } from "../../src/layout/bidi.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun } from "../../src/layout/page.ts";
import { type Span, spanOf } from "../../src/layout/spans.ts";
import { doc, p } from "../support/blocks.ts";
import { realFonts } from "../support/fonts.ts";
import { builtInSheet } from "../support/sheet.ts";

interface Case {
  readonly characters: readonly string[];
  readonly rtl: boolean;
  /** Undefined for a character that rule X9 removes. */
  readonly levels: readonly (number | undefined)[];
  readonly order: readonly number[];
}

const numbers = (field = ""): number[] => (field.trim() === "" ? [] : field.trim().split(" ").map(Number));
const cases: readonly Case[] = readFileSync(new URL("unicode/bidi-character.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => {
    const [codes = "", direction, , levels = "", order] = line.split(";");
    return {
      characters: codes.split(" ").map((code) => String.fromCodePoint(Number.parseInt(code, 16))),
      rtl: direction === "1",
      levels: levels.split(" ").map((level) => (level === "x" ? undefined : Number(level))),
      order: numbers(order),
    };
  });

describe("UAX #9 as Unicode tests it", () => {
  it("gives every character its level", () => {
    const wrong = cases.filter(({ characters, rtl, levels }) => {
      const found = levelsOf(characters.join(""), rtl);
      let at = 0;
      return characters.some((character, index) => {
        const level = found[at];
        at += character.length;
        return levels[index] !== undefined && levels[index] !== level;
      });
    });
    expect(cases.length).toBeGreaterThan(600);
    expect(wrong).toEqual([]);
  });
  it("draws the characters of a line in their order", () => {
    const wrong = cases.filter(({ levels, order }) => {
      const kept = levels.flatMap((level, index) => (level === undefined ? [] : [{ level, index }]));
      const found = drawingOrder(kept.map(({ level }) => level)).map((at) => kept[at]?.index);
      return found.join() !== order.join();
    });
    expect(wrong).toEqual([]);
  });
});

describe("the order of a paragraph", () => {
  it.each([
    ["Minutes of 12 March", "en", false],
    ["会议纪要", "zh", false],
    ["Nguyễn — “naïve” 1–2 ½ €", "en", false],
    ["Miriam (מרים)", "en", true],
    ["محمد", "ar", true],
    ["123", "he", true],
  ])("%s (%s) needs arranging: %s", (text, lang, expected) => {
    expect(needsOrder(text, isRtlLanguage(lang))).toBe(expected);
  });
  it("is kept when spans are cut: the same words, and one level in each", () => {
    const letters = fc.constantFrom(..."ab1 (.)", "א", "ב", "ع", "٣", "国");
    const texts = fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    });
    const style = builtInSheet("corporate-en").styles.body;
    if (!style) throw new Error("the theme has a body");
    fc.assert(
      fc.property(texts, fc.boolean(), (parts, rtl) => {
        const spans = parts.map((text) => spanOf(text, style, "en", 0));
        const text = parts.join("");
        const cut = levelled(spans, text, rtl);
        const levels = levelsOf(text, rtl);
        let at = 0;
        for (const span of cut) {
          expect([...levels.slice(at, at + span.text.length)]).toEqual(
            Array.from({ length: span.text.length }, () => span.level),
          );
          at += span.text.length;
        }
        expect(cut.map((span: Span) => span.text).join("")).toBe(text);
      }),
    );
  });
});

describe("a paragraph from right to left", () => {
  const fonts = realFonts();
  const sheet = builtInSheet("corporate-en");
  const set = (text: string, lang?: string): GlyphRun[] => {
    const block = { ...p(text), ...(lang !== undefined && { lang }) };
    const laid = layOut(doc([block]), { sheet, metrics: fonts, hyphenate: () => [] });
    expect(laid.diagnostics).toEqual([]);
    if (!laid.ok) return [];
    return laid.value.pages.flatMap(({ items }) => items.filter((item) => item.kind === "glyphs"));
  };
  const words = (runs: readonly GlyphRun[]): string[] =>
    runs.map(({ pieces }) => pieces.map(({ shaped }) => shaped.text).join("")).filter((word) => word !== " ");
  const rightEdge = (runs: readonly GlyphRun[]): number => Math.max(...runs.map(({ x, width }) => x + width));

  it("is written in the order in which it is read, and drawn from the right", () => {
    const runs = set("שלום עולם", "he");
    expect(words(runs)).toEqual(["שלום", "עולם"]);
    expect(runs[0]?.x).toBeGreaterThan(runs.at(-1)?.x ?? 0);
    expect(rightEdge(runs)).toBeCloseTo(sheet.page.inner + widthOfPage(), 1);
  });
  it("keeps words of the other direction whole and in their place", () => {
    const runs = set("הדו״ח (Annual Report 2025) אושר", "he");
    expect(words(runs)).toEqual(["הדו״ח", "(", "Annual Report 2025", ")", "אושר"]);
    const at = new Map(words(runs).map((word, index) => [word, runs.filter(isWord)[index]?.x ?? 0]));
    expect(at.get("הדו״ח")).toBeGreaterThan(at.get("Annual Report 2025") ?? 0);
    expect(at.get("Annual Report 2025")).toBeGreaterThan(at.get("אושר") ?? 0);
  });
  it("lets a name stand inside a line that runs from left to right", () => {
    const runs = set("Miriam (מרים כהן) spoke");
    expect(words(runs)).toEqual(["Miriam (", "מרים", "כהן", ") spoke"]);
    const [first, name, surname, last] = runs.filter(isWord).map(({ x }) => x);
    expect([first, surname, name, last]).toEqual([first, surname, name, last].sort((a = 0, b = 0) => a - b));
  });
  it("says which words are drawn in reverse, and of plain text nothing", () => {
    expect(set("Miriam (מרים)").map(({ reversed }) => reversed)).toEqual([undefined, true, undefined]);
    expect(set("Miriam").every((run) => !("reversed" in run))).toBe(true);
  });

  const isWord = (run: GlyphRun): boolean => run.pieces.some(({ shaped }) => shaped.text !== " ");
  const widthOfPage = (): number => 595.276 - sheet.page.inner - sheet.page.outer;
});
