import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Contents, Heading } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, Layout, PageItem } from "../../src/layout/page.ts";
import { doc, h, p, t } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { builtInSheet } from "../support/sheet.ts";

const lay = (blocks: readonly Block[]): Layout => {
  const sheet = builtInSheet("corporate-en");
  const outcome = layOut(doc(blocks), { sheet, metrics: fixedMetrics(), hyphenate });
  expect(outcome.diagnostics).toEqual([]);
  if (!outcome.ok) throw new Error("layout failed");
  return outcome.value;
};
const contentsOf = (headings: readonly Heading[]): Contents => ({
  kind: "contents",
  title: [t("Contents")],
  entries: headings.map(({ id, level }) => ({ target: id, level, text: `About ${id}` })),
});
const items = (layout: Layout): readonly PageItem[] => layout.pages.flatMap((page) => page.items);
const wordsIn = (layout: Layout, element: number): string[] =>
  items(layout)
    .filter((item): item is GlyphRun => item.kind === "glyphs" && item.element === element)
    .map((run) => run.pieces.map(({ shaped }) => shaped.text).join(""));
/** What each entry leads to, with the page that it names. */
const told = (layout: Layout): Map<string, string> =>
  new Map(
    items(layout).flatMap((item) =>
      item.kind === "link" ? [[item.href.slice(1), wordsIn(layout, item.element).at(-1) ?? ""]] : [],
    ),
  );
const chain = (layout: Layout, element: number): string => {
  const at = layout.elements[element];
  return at ? [...(at.parent > 0 ? [chain(layout, at.parent)] : []), at.type].join(" ") : "";
};

it("names the pages of paragraphs that are in a list", () => {
  const resolutions = Array.from({ length: 5 }, (_, index): Block[] => [
    ...Array.from({ length: 30 }, () => p("One line.")),
    { ...p(`Resolution ${index}`), id: `r${index}` } as Block,
  ]);
  const entries = resolutions.map((_, index) => ({
    target: `r${index}`,
    level: 2 as const,
    text: `No. ${index}`,
  }));
  const layout = lay([{ kind: "contents", of: "resolutions", entries }, ...resolutions.flat()]);
  const pages = layout.pages.flatMap(({ number, items }) =>
    items.flatMap((item) => (item.kind === "anchor" && item.id ? [[item.id, String(number)] as const] : [])),
  );
  expect([...told(layout)]).toEqual(pages);
  expect(layout.pageOf.get("r4")).toBe(layout.pages.length);
});

describe("a table of contents", () => {
  it("names the page of every heading, however many there are and however long the list itself gets", () => {
    const section = fc.record({ level: fc.constantFrom(2, 3) as fc.Arbitrary<2 | 3>, lines: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(section, { minLength: 1, maxLength: 120 }), (sections) => {
        const headings = sections.map(({ level }, index) =>
          h(index === 0 ? 2 : level, `s${index}`, `About s${index}`),
        );
        const text = sections.flatMap(({ lines }, index): Block[] => [
          headings[index] as Heading,
          ...Array.from({ length: lines }, () => p("One line.")),
        ]);
        const layout = lay([h(1, "top", "The paper"), contentsOf(headings), ...text]);
        const pages = new Map(layout.outline.slice(1).map(({ id, page }) => [id, String(page)]));
        expect(told(layout)).toEqual(pages);
      }),
      { numRuns: 12 },
    );
  });
  it("is read as a list of references, the deeper ones in a list of their own", () => {
    const headings = [h(2, "a", "About a"), h(3, "b", "About b"), h(2, "c", "About c")];
    const layout = lay([contentsOf(headings), ...headings.flatMap((one) => [one, p("text")])]);
    const links = items(layout).flatMap((item) =>
      item.kind === "link" ? [chain(layout, item.element)] : [],
    );
    expect(links).toEqual([
      "TOC TOCI Reference Link",
      "TOC TOC TOCI Reference Link",
      "TOC TOCI Reference Link",
    ]);
  });
  it("reads a number that hangs as the label of its entry", () => {
    const number = { label: "1", value: 1, automatic: true };
    const numbered: Contents = {
      kind: "contents",
      entries: [{ target: "a", level: 2, number, text: "About a" }],
    };
    const layout = lay([numbered, { ...h(2, "a", "About a"), number }, p("text")]);
    const label = layout.elements.findIndex(({ type }) => type === "Lbl");
    expect(chain(layout, label)).toBe("TOC TOCI Lbl");
    expect(wordsIn(layout, label)).toEqual(["1"]);
  });
  it("leads to the page by dots that nobody hears, at the same places in every line", () => {
    const headings = [h(2, "a", "A"), h(2, "longer", "A much longer title")];
    const layout = lay([contentsOf(headings), ...headings.flatMap((one) => [one, p("text")])]);
    const leaders = items(layout).filter(
      (item): item is GlyphRun =>
        item.kind === "glyphs" && item.pieces.every(({ shaped }) => shaped.text === "."),
    );
    expect(leaders).toHaveLength(2);
    for (const run of leaders) expect(run.element).toBe(-1);
    const period = (leaders[0]?.width ?? 0) / (leaders[0]?.pieces.length ?? 1);
    const apart = ((leaders[1]?.x ?? 0) - (leaders[0]?.x ?? 0)) / period;
    expect(apart).toBeCloseTo(Math.round(apart), 6);
  });
  it("shows nothing where there is nothing to list", () => {
    expect(lay([contentsOf([]), p("text")]).pages[0]?.items).toHaveLength(1);
  });
});
