import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, Layout } from "../../src/layout/page.ts";
import { doc, h, list, p } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { builtInSheet } from "../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const lay = (blocks: readonly Block[]): Layout => {
  const outcome = layOut(doc(blocks), { sheet, metrics: fixedMetrics(), hyphenate });
  expect(outcome.diagnostics).toEqual([]);
  if (!outcome.ok) throw new Error("layout failed");
  return outcome.value;
};
/** All of one width, so that those of a column begin at one place however they are aligned. */
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `Name ${1000 + index}`);
/** The columns of each page, from left to right, each from top to bottom. */
const columnsOf = (layout: Layout): string[][][] =>
  layout.pages.map(({ items }) => {
    const columns = new Map<number, GlyphRun[]>();
    for (const item of items) {
      if (item.kind !== "glyphs" || !textOf(item).startsWith("Name")) continue;
      columns.set(item.x, [...(columns.get(item.x) ?? []), item]);
    }
    return [...columns]
      .sort(([a], [b]) => a - b)
      .map(([, runs]) => runs.sort((a, b) => a.y - b.y).map(textOf));
  });
const textOf = (run: GlyphRun): string => run.pieces.map(({ shaped }) => shaped.text).join("");

describe("a list of names in columns", () => {
  it("reads down columns of one length, a name more in the first ones", () => {
    const [[first = [], ...rest] = []] = columnsOf(lay([list(names(20), "none", "names")]));
    expect(first.slice(0, 2)).toEqual(["Name 1000", "Name 1001"]);
    const lengths = [first, ...rest].map((column) => column.length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    expect([first, ...rest].flat()).toEqual(names(20));
  });
  it("fills page after page, balanced on each, so that no column is torn", () => {
    fc.assert(
      fc.property(fc.nat(45), fc.integer({ min: 1, max: 700 }), (lines, count) => {
        const before = Array.from({ length: lines }, () => p("One line."));
        const layout = lay([
          ...before,
          h(2, "h", "Delegates"),
          list(names(count), "none", "names"),
          p("after"),
        ]);
        const pages = columnsOf(layout).filter((columns) => columns.length > 0);
        expect(pages.flat(2)).toEqual(names(count));
        for (const columns of pages) {
          const lengths = columns.map((column) => column.length);
          expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
          if (pages.length > 1) expect(Math.max(...lengths)).toBeGreaterThan(1);
        }
        for (const { items } of layout.pages)
          for (const item of items)
            if (item.kind === "glyphs") expect(item.y).toBeLessThan(842 - sheet.page.bottom);
      }),
      { numRuns: 60 },
    );
  });
  it("goes on over a page's end also inside a column of something else", () => {
    const long: Block = { kind: "columns", columns: [[list(names(400), "none", "names")], [p("beside")]] };
    const layout = lay([long]);
    expect(layout.pages.length).toBeGreaterThan(1);
    // in parts of half a page, each with columns of its own
    expect(columnsOf(layout).flat(2).sort()).toEqual(names(400));
    for (const { items } of layout.pages)
      for (const item of items)
        if (item.kind === "glyphs") expect(item.y).toBeLessThan(842 - sheet.page.bottom);
  });
});
