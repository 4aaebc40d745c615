import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../src/document/model.ts";
import type { FontMetrics } from "../../src/fonts/metrics.ts";
import { type Bound, bind } from "../../src/layout/bind.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { writePdf } from "../../src/write/pdf/write.ts";
import { doc, p } from "../support/blocks.ts";
import { realFonts } from "../support/fonts.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { lintPdf } from "../support/pdf-lint.ts";
import { readPdf } from "../support/read-pdf.ts";
import { builtInSheet } from "../support/sheet.ts";
import { RICH } from "../support/specimens.ts";

const fonts = realFonts();
const sheet = builtInSheet("corporate-en");

function set(document: Document, metrics: FontMetrics = fonts, marked = false): Bound["layout"] {
  const made = layOut(document, { sheet, metrics, hyphenate, copies: { marked } });
  if (!made.ok) throw new Error(made.diagnostics[0]?.message);
  return made.value;
}
const copy = (layout: Bound["layout"], name: string, more: Partial<Bound> = {}): Bound => ({
  layout,
  title: `${name}'s`,
  words: { line: `Copy for ${name}`, mark: "" },
  ...more,
});
const pagesOf = (count: number): Document =>
  doc(
    Array.from({ length: count }, (_, index) => [
      p(`Page ${index + 1}.`),
      ...(index < count - 1 ? [{ kind: "pageBreak" } as const] : []),
    ]).flat(),
  );

describe("a stack of papers", () => {
  it("is one tagged file in which each paper is as it is by itself, with its owner's name", async () => {
    const rich = set(RICH);
    const brief = set(doc([p("In short.")]));
    const stack = bind(
      [
        copy(rich, "Ada Quill", { pictures: "a/" }),
        copy(brief, "Ada Quill"),
        copy(rich, "Bo Birch", { pictures: "a/" }),
      ],
      "en",
    );
    const pictures = Object.fromEntries(
      Object.entries(RICH.pictures ?? {}).map(([name, picture]) => [`a/${name}`, picture]),
    );
    const bytes = await writePdf({ ...RICH, pictures }, stack.sheets, fonts.opened);
    // Bookmarks lead to papers, not to the headings in each.
    expect(lintPdf(bytes)).toEqual([expect.stringMatching(/^outline: it lists /)]);
    const alone = readPdf(await writePdf(RICH, layoutAlone(), fonts.opened));
    const { texts, outline, pages, catalog, links } = readPdf(bytes);
    const line = (name: string) => ({ type: "P", text: ` Copy for ${name}` });
    expect(texts).toEqual([
      line("Ada Quill"),
      ...alone.texts,
      line("Ada Quill"),
      { type: "P", text: " In short." },
      line("Bo Birch"),
      ...alone.texts,
    ]);
    expect(outline).toEqual(["Ada Quill's", "Ada Quill's", "Bo Birch's"]);
    const even = alone.pages + (alone.pages % 2);
    expect(pages).toBe(2 * even + 2);
    expect(stack.ranges).toEqual([
      [1, alone.pages],
      [even + 1, even + 1],
      [even + 3, even + 2 + alone.pages],
    ]);
    expect(JSON.stringify(catalog.PageLabels)).toContain(`[0,{"S":{"name":"D"}},${even},`);
    expect(links.filter((one) => !one.startsWith("http")).length).toBe(
      2 * alone.links.filter((one) => !one.startsWith("http")).length,
    );
  });
  it("bears marks across its pages where there are any", async () => {
    const marked = set(pagesOf(2), fonts, true);
    const { sheets } = bind([copy(marked, "Ada", { words: { line: "Ada", mark: "Ada · 1" } })], "en");
    const turned = [...sheets.pages].flatMap(({ items }) => items.filter(({ kind }) => kind === "turned"));
    expect(turned).toHaveLength(2);
  });
  it("begins each paper on a right-hand page, and counts pages without gaps", () => {
    const layouts = [1, 2, 3].map((count) => set(pagesOf(count), fixedMetrics()));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 8 }), (choices) => {
        const bound = choices.map((index) => copy(layouts[index] as Bound["layout"], `${index}`));
        const { sheets, ranges } = bind(bound, "en");
        const pages = [...sheets.pages];
        expect(pages.map(({ number }) => number)).toEqual(pages.map((_, index) => index + 1));
        expect(sheets.count()).toBe(pages.length);
        for (const [index, [first, last]] of ranges.entries()) {
          expect(first % 2).toBe(1);
          expect(last - first).toBe(choices[index]);
        }
        const parents = sheets.elements.map(({ parent }) => parent);
        expect(parents.every((parent, index) => parent < index)).toBe(true);
        expect(parents.filter((parent) => parent < 0)).toHaveLength(1);
      }),
    );
  });
});

function layoutAlone() {
  const made = layOut(RICH, { sheet, metrics: fonts, hyphenate });
  if (!made.ok) throw new Error(made.diagnostics[0]?.message);
  return made.value;
}
