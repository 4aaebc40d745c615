import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, Layout } from "../../src/layout/page.ts";
import { doc, h, list, p, t, table } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { builtInSheet } from "../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const lay = (blocks: readonly Block[]): Layout => {
  const outcome = layOut(doc(blocks), { sheet, metrics: fixedMetrics(), hyphenate });
  expect(outcome.diagnostics).toEqual([]);
  if (!outcome.ok) throw new Error("layout failed");
  return outcome.value;
};
const sentence = "The board considered the accounts and asked how the margin would be protected. ";

/** What may stand before something that wants company, none of it taller than a page. */
const ordinary: fc.Arbitrary<Block> = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((times) => p(sentence.repeat(times).trim())),
  fc.integer({ min: 2, max: 9 }).map((rows) =>
    table(
      ["No.", "Action"],
      Array.from({ length: rows }, (_, row) => [String(row), sentence]),
    ),
  ),
  fc.integer({ min: 2, max: 6 }).map((items) => list(Array.from({ length: items }, () => sentence))),
  fc.integer({ min: 1, max: 3 }).map(
    (lines): Block => ({
      kind: "box",
      role: "resolution",
      children: Array.from({ length: lines }, () => p(sentence)),
    }),
  ),
);
const paper = fc.array(ordinary, { minLength: 1, maxLength: 25 });
/** The baselines of each page, those of words with this look apart from those of other words. */
const linesOn = (layout: Layout, page: number): { y: number; text: string }[] => {
  const lines = new Map<number, string>();
  const runs = layout.pages[page]?.items.filter((item): item is GlyphRun => item.kind === "glyphs") ?? [];
  for (const run of runs) {
    const words = run.pieces.map(({ shaped }) => shaped.text).join("");
    lines.set(run.y, `${lines.get(run.y) ?? ""}${words}`);
  }
  return [...lines].map(([y, text]) => ({ y, text })).sort((a, b) => a.y - b.y);
};
const pageWith = (layout: Layout, text: string): number =>
  layout.pages.findIndex((_, page) => linesOn(layout, page).some((line) => line.text.includes(text)));

describe("what is kept together", () => {
  it("signatures: always below at least two lines of text", () => {
    const signatures: Block = {
      kind: "signatures",
      signatories: [
        { name: [t("Signatory")], fields: [[t("Date")]] },
        { name: [t("Another")], fields: [[t("Date")]] },
      ],
    };
    fc.assert(
      fc.property(paper, fc.nat(20), (blocks, fill) => {
        const layout = lay([
          ...Array.from({ length: fill }, () => p("One line.")),
          p("x"),
          p("x"),
          ...blocks,
          signatures,
        ]);
        const page = pageWith(layout, "Signatory");
        expect(page).toBe(layout.pages.length - 1);
        const lines = linesOn(layout, page);
        const at = lines.findIndex(({ text }) => text.includes("Signatory"));
        expect(at).toBeGreaterThanOrEqual(2);
        expect(pageWith(layout, "Another")).toBe(page);
      }),
      { numRuns: 60 },
    );
  });
  it("a heading: on the page of what it heads, also when another heading comes first", () => {
    fc.assert(
      fc.property(paper, ordinary, fc.nat(30), (blocks, next, fill) => {
        const layout = lay([
          ...Array.from({ length: fill }, () => p("One line.")),
          ...blocks,
          h(2, "outer", "Outer heading"),
          h(3, "inner", "Inner heading"),
          next,
        ]);
        for (let page = 0; page < layout.pages.length; page++) {
          const last = linesOn(layout, page).at(-1)?.text ?? "";
          expect(last).not.toMatch(/heading/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
