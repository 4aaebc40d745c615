import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostic.ts";
import type { Block } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { ImageItem, Layout } from "../../src/layout/page.ts";
import type { Pictures } from "../../src/picture/picture.ts";
import { mm, PAGE_SIZES } from "../../src/units.ts";
import { doc, p } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { figure, PICTURES, svg } from "../support/pictures.ts";
import { builtInSheet } from "../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const MEASURE = PAGE_SIZES.A4.width - sheet.page.inner - sheet.page.outer;
const HEIGHT = PAGE_SIZES.A4.height - sheet.page.top - sheet.page.bottom;

function lay(blocks: readonly Block[], pictures: Pictures = PICTURES): [Layout, readonly Diagnostic[]] {
  const outcome = layOut({ ...doc(blocks), pictures }, { sheet, metrics: fixedMetrics(), hyphenate });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return [outcome.value, outcome.diagnostics];
}
const images = (layout: Layout): readonly (ImageItem & { readonly page: number })[] =>
  layout.pages.flatMap(({ items, number }) =>
    items.flatMap((item) => (item.kind === "image" ? [{ ...item, page: number }] : [])),
  );
const only = (block: Block, pictures?: Pictures) => {
  const [layout, diagnostics] = lay([block], pictures);
  const [image] = images(layout);
  if (!image) throw new Error("no picture was set");
  return { ...image, codes: diagnostics.map(({ code }) => code) };
};

describe("a figure", () => {
  it("is as large as its picture asks, or smaller to fit the measure, never larger unasked", () => {
    expect(only(figure("plan.svg"))).toMatchObject({ width: 150, height: 75, x: sheet.page.inner });
    const photo = only(figure("photo.jpg"));
    expect(photo.width).toBeCloseTo(MEASURE);
    expect(photo.height).toBeCloseTo(MEASURE / 2);
  });

  it("takes the width or height it is given, in its own proportions, within the measure", () => {
    expect(only(figure("plan.svg", undefined, { width: 300 }))).toMatchObject({ width: 300, height: 150 });
    expect(only(figure("plan.svg", undefined, { height: 30 }))).toMatchObject({ width: 60, height: 30 });
    expect(only(figure("plan.svg", undefined, { width: 3000 })).width).toBeCloseTo(MEASURE);
  });

  it("has at most the height that its style says", () => {
    const pictures = { "tall.svg": svg("", 'viewBox="0 0 100 1000"') };
    const { height, codes } = only(figure("tall.svg"), pictures);
    expect(height).toBeCloseTo(mm(170));
    expect(codes).toEqual([]);
  });

  it("is made smaller for the page, with its caption, and that is told", () => {
    const free = { ...sheet, styles: { ...sheet.styles } };
    const style = free.styles.figure;
    if (!style) throw new Error("the theme has no style for figures");
    const pictures = { "tall.svg": svg("", 'viewBox="0 0 100 5000"') };
    const outcome = layOut(
      { ...doc([figure("tall.svg", "A tall tower")]), pictures },
      {
        sheet: { ...free, styles: { ...free.styles, figure: { ...style, maxHeight: undefined } } },
        metrics: fixedMetrics(),
        hyphenate,
      },
    );
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(["layout/picture-taller-than-page"]);
    if (!outcome.ok) throw new Error("layout failed");
    expect(outcome.value.pages.length).toBe(1);
    const [image] = images(outcome.value);
    expect(image?.height).toBeLessThan(HEIGHT);
    expect(image?.height).toBeGreaterThan(HEIGHT - 40);
  });

  it("tells when a picture has too few pixels for its size", () => {
    expect(only(figure("seal.png")).codes).toEqual([]);
    expect(only(figure("seal.png", undefined, { width: 100 })).codes).toEqual(["layout/coarse-picture"]);
  });

  it("is never parted from its caption, wherever it falls on the page", () => {
    const before = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(before, (count) => {
        const text = Array.from({ length: count }, () => p("A line of text."));
        const [layout] = lay([...text, figure("plan.svg", "The caption."), p("After.")]);
        const [image] = images(layout);
        const words = layout.pages.flatMap(({ items, number }) =>
          items.flatMap((item) =>
            item.kind === "glyphs" && layout.elements[item.element]?.type === "Caption"
              ? [{ number, item }]
              : [],
          ),
        );
        expect(words[0]?.number).toBe(image?.page);
        expect(words[0]?.item.y).toBeGreaterThan((image?.y ?? 0) + (image?.height ?? 0));
        expect((image?.y ?? 0) + (image?.height ?? 0)).toBeLessThanOrEqual(sheet.page.top + HEIGHT);
      }),
      { numRuns: 40 },
    );
  });

  it("stands in the structure beside its caption, with what it shows in words", () => {
    const [{ elements }] = lay([figure("plan.svg", "The caption.")]);
    expect(elements.map(({ type, parent, alt }) => [type, parent, alt])).toEqual([
      ["Document", -1, undefined],
      ["Div", 0, undefined],
      ["Figure", 1, "What plan.svg shows"],
      ["Caption", 1, undefined],
    ]);
  });

  it("fits into a column of a table", () => {
    const cell = { colSpan: 1, rowSpan: 1 };
    const { width, codes } = only({
      kind: "table",
      columns: [
        { align: "start", width: 60 },
        { align: "start", share: 1 },
      ],
      head: [],
      rows: [
        {
          cells: [
            { ...cell, children: [figure("plan.svg")] },
            { ...cell, children: [p("Words")] },
          ],
        },
      ],
    });
    expect(width).toBeCloseTo(60);
    expect(codes).toEqual([]);
  });
});
