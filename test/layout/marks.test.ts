import { describe, expect, it } from "vitest";
import type { Document, Running } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, ImageItem, Layout } from "../../src/layout/page.ts";
import { ARTIFACT } from "../../src/layout/page.ts";
import { PAGE_SIZES } from "../../src/units.ts";
import { doc, p, t } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { PICTURES } from "../support/pictures.ts";
import { builtInSheet } from "../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const { page } = sheet;
const paper = PAGE_SIZES.A4;
const right = paper.width - page.outer;

function lay(document: Partial<Document>): Layout {
  const blocks = [p("First."), { kind: "pageBreak" } as const, p("Second.")];
  const outcome = layOut(
    { ...doc(blocks), pictures: PICTURES, ...document },
    { sheet, metrics: fixedMetrics(), hyphenate },
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  expect(outcome.diagnostics).toEqual([]);
  return outcome.value;
}
const mark = (at: Running["at"], height: number, pages: Running["pages"] = "all"): Running => ({
  at,
  pages,
  children: [{ kind: "image", picture: "plan.svg", alt: "The mark of the house", height }],
});
const images = (layout: Layout, number: number): readonly ImageItem[] =>
  layout.pages[number - 1]?.items.filter((item) => item.kind === "image") ?? [];
const word = (layout: Layout, number: number, text: string): GlyphRun | undefined =>
  layout.pages[number - 1]?.items
    .filter((item) => item.kind === "glyphs")
    .find((run) => run.pieces.some(({ shaped }) => shaped.text.includes(text)));

describe("the mark of a house", () => {
  it("stands on the line of the running head, at its place, as an artifact", () => {
    const [start] = images(lay({ running: [mark("head-start", 20)] }), 1);
    expect(start).toMatchObject({
      x: page.inner,
      y: page.head - 20,
      width: 40,
      height: 20,
      element: ARTIFACT,
    });
    const [end] = images(lay({ running: [mark("head-end", 20)] }), 1);
    expect((end?.x ?? 0) + 40).toBeCloseTo(right);
    const [center] = images(lay({ running: [mark("head-center", 20)] }), 1);
    expect((center?.x ?? 0) + 20).toBeCloseTo((page.inner + right) / 2);
  });

  it("stands on the pages that it is asked for", () => {
    const layout = lay({ running: [mark("head-start", 20, "first")] });
    expect([images(layout, 1).length, images(layout, 2).length]).toEqual([1, 0]);
  });

  it("never runs off the paper or into the text", () => {
    const layout = lay({ running: [mark("head-start", 900), mark("foot-end", 900)] });
    for (const { y, height } of images(layout, 1)) {
      expect(y).toBeGreaterThan(0);
      expect(y + height).toBeLessThan(paper.height);
      expect(y + height <= page.top || y >= paper.height - page.bottom - 1e-6).toBe(true);
    }
  });

  it("leaves room for words at the same place, and draws no rule without words", () => {
    const words: Running = { at: "head-start", pages: "rest", children: [t("Northwind")] };
    const layout = lay({ running: [words, mark("head-start", 20)] });
    const [image] = images(layout, 2);
    const right = (image?.x ?? 0) + (image?.width ?? 0);
    expect(word(layout, 2, "Northwind")?.x).toBeGreaterThan(right);
    const rules = (number: number) => layout.pages[number - 1]?.items.filter(({ kind }) => kind === "rule");
    expect([rules(1)?.length, rules(2)?.length]).toEqual([0, 1]);
  });
});

describe("a watermark", () => {
  it("comes first on every page, runs up the diagonal and is centred", () => {
    const layout = lay({ watermark: "DRAFT" });
    for (const { items } of layout.pages) {
      const [item] = items;
      if (item?.kind !== "turned") throw new Error("something lies below the watermark");
      expect(item).toMatchObject({ x: paper.width / 2, y: paper.height / 2 });
      expect(Math.tan(item.angle)).toBeCloseTo(paper.height / paper.width);
      const [run] = item.runs;
      expect(run?.element).toBe(ARTIFACT);
      expect((run?.x ?? 0) + (run?.width ?? 0) / 2).toBeCloseTo((run?.tracking ?? 0) / 2);
    }
  });

  it("is set smaller when it is long, and never leaves the paper", () => {
    const [item] = lay({ watermark: "Strictly confidential until it is approved" }).pages[0]?.items ?? [];
    if (item?.kind !== "turned") throw new Error("there is no watermark");
    const [run] = item.runs;
    expect((run?.width ?? 0) / Math.hypot(paper.width, paper.height)).toBeCloseTo(0.72, 1);
  });
});
