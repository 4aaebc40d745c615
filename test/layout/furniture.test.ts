import { describe, expect, it } from "vitest";
import type { Block, Running } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, Layout, Page } from "../../src/layout/page.ts";
import type { StyleSheet } from "../../src/style/sheet.ts";
import { mm } from "../../src/units.ts";
import { doc, h, p, t, table } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { builtInSheet } from "../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const facing: StyleSheet = { ...sheet, page: { ...sheet.page, facing: true } };
const lay = (blocks: readonly Block[], running: readonly Running[], own = sheet): Layout => {
  const outcome = layOut({ ...doc(blocks), running }, { sheet: own, metrics: fixedMetrics(), hyphenate });
  expect(outcome.diagnostics).toEqual([]);
  if (!outcome.ok) throw new Error("layout failed");
  return outcome.value;
};
const runs = (page: Page | undefined): GlyphRun[] =>
  (page?.items ?? []).filter((item): item is GlyphRun => item.kind === "glyphs");
const textOf = (run: GlyphRun): string => run.pieces.map(({ shaped }) => shaped.text).join("");
const furnitureOn = (page: Page | undefined): GlyphRun[] =>
  runs(page).filter(({ element }) => element === -1);
const said = (layout: Layout): string[] =>
  layout.pages.map((page) => furnitureOn(page).map(textOf).join(" ").replace(/ +/g, " ").trim());
const pages = (count: number): Block[] =>
  Array.from({ length: count }, (_, index): Block[] => [
    p(`Page ${index + 1}.`),
    ...(index < count - 1 ? [{ kind: "pageBreak" } as const] : []),
  ]).flat();
const line = (pages: Running["pages"], text: string): Running => ({
  at: "foot-start",
  pages,
  children: [t(text)],
});

describe("running heads and feet", () => {
  it("differ on the first, the other, the odd and the even pages", () => {
    const layout = lay(pages(4), [
      line("first", "first"),
      line("rest", "rest"),
      line("odd", "odd"),
      line("even", "even"),
      line("all", "all"),
    ]);
    expect(said(layout)).toEqual(["first odd all", "rest even all", "rest odd all", "rest even all"]);
  });
  it("are feet alone where the theme has no heads", () => {
    const bare: StyleSheet = { ...sheet, page: { ...sheet.page, heads: false } };
    const head: Running = { at: "head-start", pages: "all", children: [t("head")] };
    const layout = lay(pages(2), [head, line("all", "foot")], bare);
    expect(said(layout)).toEqual(["foot", "foot"]);
    const rules = layout.pages.flatMap(({ items }) => items.filter(({ kind }) => kind === "rule"));
    expect(rules).toEqual([]);
  });
  it("count the pages", () => {
    const children = [t("Page "), { kind: "pageNumber" }, t(" of "), { kind: "pageCount" }] as const;
    expect(said(lay(pages(3), [{ at: "foot-end", pages: "all", children }]))).toEqual([
      "Page 1 of 3",
      "Page 2 of 3",
      "Page 3 of 3",
    ]);
  });
  it("name the section that begins on the page, or goes on there", () => {
    const title: Running = { at: "head-start", pages: "all", children: [{ kind: "sectionTitle" }] };
    const blocks: Block[] = [
      ...pages(2),
      { kind: "pageBreak" },
      h(2, "a", "First"),
      h(3, "b", "Below"),
      h(2, "c", "Second"),
      { kind: "pageBreak" },
      p("On."),
    ];
    expect(said(lay(blocks, [title]))).toEqual(["", "", "First", "Second"]);
  });
  it("change sides with the margins on the left-hand pages of a paper printed on both", () => {
    const number: Running = { at: "foot-end", pages: "all", children: [{ kind: "pageNumber" }] };
    const layout = lay(pages(3), [number], facing);
    const { inner, outer } = sheet.page;
    const paper = mm(210);
    layout.pages.forEach((page) => {
      const even = page.number % 2 === 0;
      const [folio] = furnitureOn(page);
      const text = runs(page).find((run) => textOf(run).startsWith("Page"));
      expect(text?.x).toBeCloseTo(even ? outer : inner, 3);
      if (even) expect(folio?.x).toBeCloseTo(outer, 3);
      else expect((folio?.x ?? 0) + (folio?.width ?? 0)).toBeCloseTo(paper - outer, 3);
    });
  });

  it("stand in the middle of single pages and at the outer side of facing ones", () => {
    const number: Running = { at: "foot-center", pages: "all", children: [{ kind: "pageNumber" }] };
    const middleOf = (page: Page): number => {
      const [folio] = furnitureOn(page);
      return ((folio?.x ?? 0) + (folio?.width ?? 0) / 2) / page.width;
    };
    for (const page of lay(pages(2), [number]).pages) expect(middleOf(page)).toBeCloseTo(0.52, 1);
    const [odd = 0, even = 0] = lay(pages(2), [number], facing).pages.map(middleOf);
    expect(odd).toBeGreaterThan(0.8);
    expect(even).toBeLessThan(0.2);
  });
});

describe("a section of its own orientation", () => {
  const wide = table(
    Array.from({ length: 9 }, (_, index) => `Column ${index}`),
    Array.from({ length: 60 }, (_, row) => Array.from({ length: 9 }, (_, column) => `${row}.${column}`)),
  );
  const blocks: Block[] = [
    p("Before."),
    { kind: "section", orientation: "landscape", children: [h(2, "wide", "A wide table"), wide] },
    p("After."),
  ];
  const number: Running = { at: "foot-end", pages: "all", children: [{ kind: "pageNumber" }] };
  const layout = lay(blocks, [number]);
  const lying = layout.pages.filter((page) => page.width > page.height);

  it("lies on pages of its own, between upright ones", () => {
    expect(layout.pages[0]?.height).toBeCloseTo(mm(297), 3);
    expect(layout.pages.at(-1)?.height).toBeCloseTo(mm(297), 3);
    expect(lying).toHaveLength(layout.pages.length - 2);
    expect(lying[0]?.width).toBeCloseTo(mm(297), 3);
    expect(runs(layout.pages[0]).map(textOf)).toContain("Before.");
    expect(runs(layout.pages.at(-1)).map(textOf)).toContain("After.");
    expect(layout.outline).toMatchObject([{ id: "wide", page: 2 }]);
  });
  it("holds every cell within its own type area, and loses none", () => {
    const { top, bottom, inner, outer } = sheet.page;
    const cells = lying.flatMap((page) => runs(page).filter(({ element }) => element >= 0));
    for (const run of cells) {
      expect(run.y).toBeGreaterThan(top);
      expect(run.y).toBeLessThan(mm(210) - bottom);
      expect(run.x + run.width).toBeLessThanOrEqual(mm(297) - outer + 0.01);
      expect(run.x).toBeGreaterThan(inner - mm(13));
    }
    const found = cells.map(textOf).filter((text) => /^\d+\.\d+$/.test(text));
    expect(found.length).toBe(540);
    // the table fills the wider page
    expect(Math.max(...cells.map((run) => run.x))).toBeGreaterThan(mm(210));
  });
  it("has heads and feet as wide as itself, and goes on counting", () => {
    layout.pages.forEach((page, index) => {
      const folio = furnitureOn(page).find((run) => textOf(run) === String(index + 1));
      expect((folio?.x ?? 0) + (folio?.width ?? 0)).toBeCloseTo(page.width - sheet.page.outer, 3);
    });
  });
  it("cannot keep a heading or signatures with what lies on the other pages, and says so", () => {
    const section: Block = { kind: "section", orientation: "landscape", children: [p("Wide.")] };
    const signatures: Block = { kind: "signatures", signatories: [{ name: [t("Chair")], fields: [] }] };
    const codes = (...blocks: Block[]): string[] =>
      layOut(doc(blocks), { sheet, metrics: fixedMetrics(), hyphenate }).diagnostics.map(({ code }) => code);
    expect(codes(h(2, "a", "Alone"), section)).toEqual(["layout/keep-given-up"]);
    expect(codes(section, signatures)).toEqual(["layout/keep-given-up"]);
    expect(codes(p("x"), section, p("x"), p("x"), signatures)).toEqual([]);
  });
});
