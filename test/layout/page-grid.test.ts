import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, Layout } from "../../src/layout/page.ts";
import { mm } from "../../src/units.ts";
import { doc, h, p } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { builtInSheet } from "../support/sheet.ts";

/** GB/T 9704-2012, 5.2: A4, 37 mm above, 28 mm at the binding, 156 by 225 mm of text, 22 lines of 28 characters. */
const sheet = builtInSheet("official-zh");
const CELL = mm(156) / 28;
const LINE = mm(225) / 22;

const lay = (blocks: readonly Block[]): Layout => {
  const outcome = layOut(doc(blocks, "zh"), { sheet, metrics: fixedMetrics(), hyphenate });
  expect(outcome.diagnostics).toEqual([]);
  if (!outcome.ok) throw new Error("layout failed");
  return outcome.value;
};
interface Character {
  readonly text: string;
  readonly x: number;
}
/** The lines of the body on each page, with where each character stands. */
const linesOf = (layout: Layout): { y: number; characters: Character[] }[][] =>
  layout.pages.map(({ items }) => {
    const lines = new Map<number, Character[]>();
    for (const item of items)
      if (item.kind === "glyphs" && item.size === 16)
        lines.set(item.y, [...(lines.get(item.y) ?? []), ...charactersOf(item)]);
    return [...lines].map(([y, characters]) => ({ y, characters }));
  });
function charactersOf(run: GlyphRun): Character[] {
  let { x } = run;
  return run.pieces.flatMap(({ shaped, after }) =>
    [...shaped.text].map((text, index, all) => {
      const at = { text, x };
      x += (shaped.widths[index] ?? 0) * run.size + run.tracking + (index === all.length - 1 ? after : 0);
      return at;
    }),
  );
}
const text = "会议听取并审议工作报告肯定上年成绩要求各单位认真贯彻落实确保全年目标任务圆满完成";

describe("a page of 22 lines of 28 characters", () => {
  it("has 22 lines, each on its own step of the grid, and 28 characters in each", () => {
    const [first = [], second = []] = linesOf(lay([p(text.repeat(40), "plain")]));
    expect(first).toHaveLength(22);
    const top = first[0]?.y ?? 0;
    first.forEach(({ y, characters }, index) => {
      expect(y - top).toBeCloseTo(index * LINE, 3);
      expect(characters).toHaveLength(28);
      characters.forEach(({ x }, column) => {
        expect(x - mm(28)).toBeCloseTo(column * CELL, 2);
      });
    });
    expect(second[0]?.y).toBeCloseTo(top, 3);
  });
  it("sets a paragraph in by two squares", () => {
    const [[line] = []] = linesOf(lay([p(text.repeat(2))]));
    expect(line?.characters[0]?.x).toBeCloseTo(mm(28) + 2 * CELL, 3);
    expect(line?.characters).toHaveLength(26);
  });
  it("gives a mark a whole square, also at the end of a line", () => {
    const marked = `${"会".repeat(9)}，${"议".repeat(17)}。${"好".repeat(30)}`;
    const [[line] = []] = linesOf(lay([p(marked, "plain")]));
    expect(line?.characters.map(({ text }) => text).join("")).toBe(marked.slice(0, 28));
    line?.characters.forEach(({ x }, column) => {
      expect(x - mm(28)).toBeCloseTo(column * CELL, 2);
    });
  });
  it("keeps lines with Latin words flush with the others", () => {
    const blocks = [p(`会议指出2025年营业收入增长8.5%，ESG评级由BBB升至A。${text.repeat(6)}`, "plain")];
    const laid = lay(blocks);
    const ends = new Map<number, number>();
    for (const item of laid.pages[0]?.items ?? [])
      if (item.kind === "glyphs") ends.set(item.y, Math.max(ends.get(item.y) ?? 0, item.x + item.width));
    const full = [...ends.values()].slice(0, -1);
    expect(full.length).toBeGreaterThan(5);
    for (const end of full) expect(end).toBeCloseTo(mm(28 + 156), 1);
  });
  it("comes back to the grid after a heading that is not on it, on every page", () => {
    const block = fc.oneof(
      fc.integer({ min: 1, max: 6 }).map((times) => p(text.repeat(times))),
      fc.constantFrom(h(1, "h", "一个不在网格上的标题"), h(2, "h", "网格上的标题")),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 30 }), (blocks) => {
        const named = blocks.map((one, index) =>
          one.kind === "heading" ? { ...one, id: `h${index}` } : one,
        );
        for (const page of linesOf(lay([...named, p(text)])))
          for (const { y } of page) {
            const steps = (y - mm(37) - LINE / 2 - 0.355 * 16) / LINE;
            expect(steps).toBeCloseTo(Math.round(steps), 3);
            expect(Math.round(steps)).toBeLessThan(22);
          }
      }),
      { numRuns: 30 },
    );
  });
  it("leaves characters that are larger or smaller than a square as they are", () => {
    const [page] = lay([h(1, "t", "会议纪要关于若干问题")]).pages;
    const run = page?.items.find((item) => item.kind === "glyphs");
    expect(run?.kind === "glyphs" ? run.width : 0).toBeCloseTo(10 * 22, 1);
  });
});
