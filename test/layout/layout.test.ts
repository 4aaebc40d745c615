import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, Layout } from "../../src/layout/page.ts";
import { mm } from "../../src/units.ts";
import { doc, h, list, p, t, table } from "../support/blocks.ts";
import { realFonts } from "../support/fonts.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { builtInSheet } from "../support/sheet.ts";

const settings = { sheet: builtInSheet("corporate-en"), metrics: fixedMetrics(), hyphenate };
const chinese = { ...settings, sheet: builtInSheet("corporate-zh") };

const lay = (blocks: readonly Block[], lang = "en", allowed: readonly string[] = []): Layout => {
  const outcome = layOut(doc(blocks, lang), lang === "zh" ? chinese : settings);
  expect(outcome.diagnostics.filter(({ code }) => !allowed.includes(code))).toEqual([]);
  if (!outcome.ok) throw new Error("layout failed");
  return outcome.value;
};
const runs = (layout: Layout, page: number): GlyphRun[] =>
  layout.pages[page - 1]?.items.filter((item) => item.kind === "glyphs") ?? [];
const textOf = (run: GlyphRun): string => run.pieces.map((piece) => piece.shaped.text).join("");
const linesOn = (layout: Layout, page: number): string[] => {
  const lines = new Map<number, string>();
  for (const run of runs(layout, page)) lines.set(run.y, (lines.get(run.y) ?? "") + textOf(run));
  return [...lines.values()];
};
/** All text in the order of the structure tree, one string for each leaf element. */
const textIn = (layout: Layout): string =>
  layout.elements
    .map((_, index) =>
      layout.pages
        .flatMap((page) => page.items)
        .filter((item) => item.kind === "glyphs" && item.element === index),
    )
    .map((items) => items.map((item) => textOf(item as GlyphRun)).join(" "))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
const sentence =
  "The board considered the accounts and asked how the margin would be protected in the coming year. ";

describe("a paragraph on the page", () => {
  it("fills the measure exactly on every line but the last", () => {
    const layout = lay([p(sentence.repeat(4).trim())]);
    const right = Math.max(...runs(layout, 1).map((run) => run.x + run.width));
    const ends = new Map<number, number>();
    for (const run of runs(layout, 1)) ends.set(run.y, Math.max(ends.get(run.y) ?? 0, run.x + run.width));
    const lines = [...ends.values()];
    for (const end of lines.slice(0, -1)) expect(end).toBeCloseTo(right, 4);
    expect(right).toBeCloseTo(mm(210 - 27), 3);
  });
  it("spreads Chinese characters to fill the measure, and keeps marks off the start of a line", () => {
    const layout = lay([p("会议认为，报告对工作的总结实事求是，对形势的分析符合实际。".repeat(6))], "zh");
    const lines = linesOn(layout, 1);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).not.toMatch(/^[，。；：！？）》」』”’]/);
    expect(lines.join("")).toBe("会议认为，报告对工作的总结实事求是，对形势的分析符合实际。".repeat(6));
  });
  it("cuts a word that no line can hold instead of running into the margin", () => {
    const layout = lay([p("x".repeat(400))]);
    for (const run of runs(layout, 1)) expect(run.x + run.width).toBeLessThanOrEqual(mm(210 - 27) + 0.01);
    expect(runs(layout, 1).map(textOf).join("")).toBe("x".repeat(400));
  });
  it("names a character that no font has, its code point and the fonts that were asked", () => {
    const outcome = layOut(doc([p("Ω is missing")]), { ...settings, metrics: fixedMetrics("Ω") });
    expect(outcome.ok).toBe(false);
    expect(outcome.diagnostics).toMatchObject([
      { code: "layout/missing-glyph", severity: "error", message: "no font has the character Ω (U+03A9)" },
    ]);
  });
});

describe("pages", () => {
  const body = Array.from({ length: 60 }, (_, index) =>
    p(`${index} ${sentence.repeat(1 + (index % 4)).trim()}`),
  );

  it("hold every word once, in order", () => {
    const layout = lay(body);
    expect(layout.pages.length).toBeGreaterThan(2);
    const words = body
      .flatMap((block) => block.children.map((child) => (child.kind === "text" ? child.text : "")))
      .join(" ");
    expect(
      textIn(layout)
        .replace(/(\w)- (\w)/g, "$1$2")
        .replace(/(\w)-(?=\w)/g, "$1"),
    ).toContain(words.slice(0, 60));
    for (let index = 0; index < 60; index++) expect(textIn(layout)).toContain(`${index} The board`);
  });
  it("keep everything inside the type area", () => {
    const layout = lay(body);
    for (const page of layout.pages) {
      for (const run of page.items) {
        if (run.kind !== "glyphs") continue;
        expect(run.y).toBeGreaterThan(mm(30));
        expect(run.y).toBeLessThan(mm(297 - 27));
      }
    }
  });
  it("never leave one line of a paragraph alone", () => {
    const layout = lay(body);
    for (let page = 2; page <= layout.pages.length; page++) {
      const [first, second] = linesOn(layout, page);
      const opens = /^\d+ The board/.test(first ?? "");
      // A page that goes on with a paragraph shows at least two of its lines.
      if (!opens) expect(/^\d+ The board/.test(second ?? "")).toBe(false);
    }
  });
  it("never end with a heading", () => {
    for (let fill = 30; fill < 50; fill++) {
      const layout = lay([
        ...Array.from({ length: fill }, () => p("One line.")),
        h(2, "last", "A heading"),
        p(sentence.repeat(3)),
      ]);
      for (const page of layout.pages) expect(linesOn(layout, page.number).at(-1)).not.toBe("A heading");
    }
  });
  it("repeat the head of a table as an artifact, and read it once", () => {
    const rows = Array.from({ length: 80 }, (_, index) => [`A-${index}`, `Task ${index}`]);
    const layout = lay([table(["No.", "Action"], rows)]);
    expect(layout.pages.length).toBeGreaterThan(1);
    for (const page of layout.pages) {
      const heads = runs(layout, page.number).filter((run) => textOf(run) === "Action");
      expect(heads).toHaveLength(1);
      expect(heads[0]?.element === -1).toBe(page.number > 1);
    }
    const cells = layout.pages
      .flatMap((page) => runs(layout, page.number))
      .map(textOf)
      .filter((text) => /^A-/.test(text));
    expect(cells).toEqual(rows.map(([number]) => number));
  });
  it("lead to a heading in the head of a table where it is read, not to its repetitions", () => {
    const rows = Array.from({ length: 80 }, (_, index) => [`A-${index}`, `Task ${index}`]);
    const named = table(["No.", "Action"], rows);
    const cell = { header: "column", colSpan: 1, rowSpan: 1, children: [h(2, "who", "Owner")] } as const;
    const layout = lay([{ ...named, head: [{ cells: [cell, ...(named.head[0]?.cells.slice(1) ?? [])] }] }]);
    expect(layout.pages.length).toBeGreaterThan(1);
    expect(layout.outline).toMatchObject([{ id: "who", title: "Owner", page: 1 }]);
    const anchors = layout.pages.flatMap(({ items }) => items.filter((item) => item.kind === "anchor"));
    expect(anchors.filter(({ id }) => id === "who")).toHaveLength(1);
  });
  it("split a row only when it is taller than a page", () => {
    const layout = lay([
      table(
        ["No.", "Text"],
        [
          ["1", sentence.repeat(90).trim()],
          ["2", "short"],
        ],
      ),
    ]);
    expect(layout.pages.length).toBeGreaterThan(1);
    expect(textIn(layout).match(/The board/g)).toHaveLength(90);
  });
  it("split a box that is taller than a page instead of dropping or hanging", () => {
    const box: Block = {
      kind: "box",
      role: "resolution",
      children: Array.from({ length: 80 }, (_, i) => p(`${i} ${sentence}`)),
    };
    const layout = lay([p("before"), box, p("after")], "en", ["layout/block-divided"]);
    for (let index = 0; index < 80; index++) expect(textIn(layout)).toContain(`${index} The board`);
    expect(textIn(layout)).toMatch(/^before.*after$/);
  });
  it("put a note on the page of its mark", () => {
    const noted: Block = {
      kind: "paragraph",
      children: [t("Here"), { kind: "footnote", number: 1, children: [t("The note itself.")] }],
    };
    const layout = lay([...Array.from({ length: 38 }, () => p("One line.")), noted, p("One line.")]);
    const pageOf = (text: string): number =>
      layout.pages.findIndex((page) => runs(layout, page.number).some((run) => textOf(run).includes(text)));
    expect(pageOf("The note itself.")).toBe(pageOf("Here"));
  });
  it("do not leave signatures without text above them", () => {
    const signatures: Block = {
      kind: "signatures",
      signatories: [{ name: [t("Chair")], fields: [[t("Date")]] }],
    };
    for (let fill = 30; fill < 46; fill++) {
      const layout = lay([...Array.from({ length: fill }, (_, i) => p(`Line ${i}.`)), signatures]);
      const last = linesOn(layout, layout.pages.length);
      expect(last.filter((line) => line.startsWith("Line")).length).toBeGreaterThanOrEqual(2);
    }
  });
  it("show an empty cell to those who read the table by its structure", () => {
    const layout = lay([table(["A", "B"], [["x", ""]])]);
    const cells = layout.elements.flatMap((element, index) => (element.type === "TD" ? [index] : []));
    const seen = new Set(
      layout.pages.flatMap((page) => page.items).flatMap((item) => ("element" in item ? [item.element] : [])),
    );
    expect(cells).toHaveLength(2);
    expect(cells.some((cell) => seen.has(cell))).toBe(true);
  });
  it("follow a reference to the page where its heading stands", () => {
    const reference: Block = {
      kind: "paragraph",
      children: [t("See page "), { kind: "reference", target: "far", show: "page", text: "" }],
    };
    const layout = lay([reference, ...body, h(2, "far", "Far away"), p("end")]);
    const page = layout.outline.find(({ id }) => id === "far")?.page;
    expect(page).toBeGreaterThan(2);
    expect(linesOn(layout, 1)[0]).toBe(`See page ${page}`);
  });
  it("survive any pile of blocks, with nothing lost", () => {
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.integer({ min: 1, max: 40 }).map((times) => p(`zebra ${sentence.repeat(times)}`)),
      fc.integer({ min: 1, max: 30 }).map((rows) =>
        table(
          ["zebra", "b"],
          Array.from({ length: rows }, () => ["x", sentence]),
        ),
      ),
      fc
        .array(fc.constantFrom("short", sentence), { minLength: 1, maxLength: 12 })
        .map((items) => list(["zebra", ...items])),
      fc.integer({ min: 1, max: 60 }).map((n) => ({
        kind: "box" as const,
        role: "resolution",
        children: Array.from({ length: n }, () => p("zebra")),
      })),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
        const layout = lay(blocks, "en", ["layout/block-divided"]);
        const wanted = JSON.stringify(blocks).match(/zebra/g)?.length;
        expect(textIn(layout).match(/zebra/g)?.length).toBe(wanted);
      }),
      { numRuns: 40 },
    );
  });
});

describe("fonts behind the theme's own", () => {
  const fonts = realFonts();
  const facesOf = (text: string, lang = "en"): (readonly [string, string])[] => {
    const sheet = builtInSheet(lang === "zh" ? "corporate-zh" : "corporate-en");
    const laid = layOut(doc([p(text)], lang), { sheet, metrics: fonts, hyphenate });
    expect(laid.diagnostics).toEqual([]);
    return laid.ok ? runs(laid.value, 1).map((run) => [textOf(run), run.face.replace(/\/.*/, "")]) : [];
  };
  it.each([
    ["𠮷", "zh", "noto-serif-jp"],
    ["㛃", "zh", "noto-serif-sc"],
    ["𣲗", "zh", "noto-serif-sc"],
    ["直", "zh", "noto-serif-sc"],
    ["直", "ja", "noto-serif-jp"],
    ["A", "ja", "source-serif-4"],
    ["Ễ", "en", "source-serif-4"],
    ["ש", "en", "noto-serif-hebrew"],
    ["ع", "zh", "noto-naskh-arabic"],
  ])("%s in %s is set in %s", (text, lang, family) => {
    expect(facesOf(text, lang)).toEqual([[text, family]]);
  });
  it("keep a letter and its marks in one font, whether they are one character or several", () => {
    expect(facesOf("Nguye\u0302\u0303n m\u0303")).toEqual([["Nguye\u0302\u0303n m\u0303", "source-serif-4"]]);
  });
  it("tell of a character that none has, with its number and place", () => {
    const sheet = builtInSheet("corporate-en");
    const place = { file: "minutes.hbs", line: 3, column: 1 };
    const block: Block = { kind: "paragraph", children: [{ kind: "text", text: "King 𓀀", place }] };
    const { diagnostics } = layOut(doc([block]), { sheet, metrics: fonts, hyphenate });
    expect(diagnostics).toMatchObject([
      { code: "layout/missing-glyph", message: "no font has the character 𓀀 (U+13000)", place },
    ]);
  });
});
