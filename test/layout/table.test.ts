import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Cell, Column, Row, Table } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { ARTIFACT, type GlyphRun, type Layout, type Page } from "../../src/layout/page.ts";
import type { StyleSheet } from "../../src/style/sheet.ts";
import { PAGE_SIZES } from "../../src/units.ts";
import { doc, list, p, t, table } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { builtInSheet } from "../support/sheet.ts";
import { randomRows } from "../support/tables.ts";

/** A theme on a page that holds twelve lines of a table's text, so that a few rows reach over several pages. */
function smallSheet(change: Partial<StyleSheet["styles"][string]> = {}): StyleSheet {
  const sheet = builtInSheet("corporate-en");
  const paper = PAGE_SIZES[sheet.page.size];
  const style = sheet.styles.table;
  if (!style) throw new Error("the theme has no tables");
  return {
    ...sheet,
    page: {
      ...sheet.page,
      top: 100,
      bottom: paper.height - 100 - HEIGHT,
      inner: 100,
      outer: paper.width - 500,
    },
    styles: { ...sheet.styles, table: { ...style, ...change } },
  };
}
const HEIGHT = 240;
const AREA = { left: 100, right: 500, top: 100, bottom: 100 + HEIGHT };

interface Laid extends Layout {
  readonly problems: readonly string[];
}
function lay(blocks: readonly Block[], sheet = smallSheet()): Laid {
  const outcome = layOut(doc(blocks), { sheet, metrics: fixedMetrics(), hyphenate });
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  return { ...outcome.value, problems: outcome.diagnostics.map(({ code }) => code) };
}
const cell = (children: readonly Block[] | string, more: Partial<Cell> = {}): Cell => ({
  colSpan: 1,
  rowSpan: 1,
  children: typeof children === "string" ? (children ? [p(children)] : []) : children,
  ...more,
});
const row = (...cells: readonly (Cell | string)[]): Row => ({
  cells: cells.map((each) => (typeof each === "string" ? cell(each) : each)),
});
const tableOf = (
  columns: number | readonly Column[],
  rows: readonly Row[],
  head: readonly Row[] = [],
): Table => ({
  kind: "table",
  columns:
    typeof columns === "number" ? Array.from({ length: columns }, () => ({ align: "start" })) : columns,
  head,
  rows,
});

const textOf = (run: GlyphRun): string => run.pieces.map((piece) => piece.shaped.text).join("");
const runsOn = (page: Page): GlyphRun[] => page.items.filter((item) => item.kind === "glyphs");
/** What a page says, repeated heads left out, top to bottom. */
const saidOn = (page: Page): string[] =>
  runsOn(page)
    .filter((run) => run.element !== ARTIFACT)
    .map(textOf);
const said = (layout: Layout): string => layout.pages.flatMap(saidOn).join(" ");
const words = (count: number, name = "w"): string =>
  Array.from({ length: count }, (_, index) => `${name}${index}`).join(" ");
/** So many words that they fill more than a page in a column of any width. */
const ENDLESS = 700;

/** Nothing beyond the type area, and no two texts over each other. */
function expectTidy(layout: Layout): void {
  for (const page of layout.pages) {
    const boxes = runsOn(page).map((run) => ({
      left: run.x,
      right: run.x + run.width,
      top: run.y - 0.7 * run.size,
      bottom: run.y + 0.2 * run.size,
      text: textOf(run),
    }));
    for (const box of boxes) {
      expect(Object.values(box).every((value) => typeof value === "string" || Number.isFinite(value))).toBe(
        true,
      );
      expect(box.left, `${box.text} on page ${page.number}`).toBeGreaterThanOrEqual(AREA.left - 0.01);
      expect(box.right, `${box.text} on page ${page.number}`).toBeLessThanOrEqual(AREA.right + 0.01);
      expect(box.top, `${box.text} on page ${page.number}`).toBeGreaterThanOrEqual(AREA.top - 0.01);
      expect(box.bottom, `${box.text} on page ${page.number}`).toBeLessThanOrEqual(AREA.bottom + 0.01);
    }
    boxes.sort((a, b) => a.top - b.top);
    boxes.forEach((a, index) => {
      for (const b of boxes.slice(index + 1)) {
        if (b.top >= a.bottom - 0.01) break;
        const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        if (over > 0.01) throw new Error(`page ${page.number}: ${a.text} and ${b.text} lie over each other`);
      }
    });
  }
}

/** Each row of a table has the cells that its grid asks for, and all have the same number of columns. */
function expectRegular(layout: Layout): void {
  const childrenOf = (parent: number): number[] =>
    layout.elements.flatMap((element, index) => (element.parent === parent ? [index] : []));
  layout.elements.forEach((element, index) => {
    if (element.type !== "THead" && element.type !== "TBody") return;
    let covered: number[] = [];
    const widths = childrenOf(index).map((tr) => {
      let width = covered.filter((left) => left > 0).length;
      const next = covered.map((left) => Math.max(0, left - 1));
      let column = 0;
      for (const td of childrenOf(tr)) {
        const { colSpan = 1, rowSpan = 1 } = layout.elements[td] ?? {};
        while ((covered[column] ?? 0) > 0) column++;
        for (let i = 0; i < colSpan; i++) next[column++] = rowSpan - 1;
        width += colSpan;
      }
      covered = next;
      return width;
    });
    expect(new Set(widths).size).toBeLessThanOrEqual(1);
  });
}

describe("a table over pages", () => {
  it("keeps a row whole that fits on a page", () => {
    const rows = Array.from({ length: 9 }, (_, index) => row(String(index), `${words(120)} end${index}`));
    const layout = lay([
      tableOf(
        [
          { width: 30, align: "start" },
          { share: 1, align: "start" },
        ],
        rows,
      ),
    ]);
    expect(layout.pages.length).toBeGreaterThan(2);
    for (const page of layout.pages) {
      const text = saidOn(page).join(" ");
      expect(text.match(/w0 /g)?.length).toBe(text.match(/end\d/g)?.length);
    }
    expectTidy(layout);
  });
  it("splits a row that is taller than its page, its cells each line by line, under a repeated head", () => {
    const layout = lay([table(["A", "B"], [["short", words(ENDLESS)]])]);
    expect(layout.problems).toEqual([]);
    expect(layout.pages.length).toBeGreaterThan(2);
    expect(said(layout)).toBe(`A B short ${words(ENDLESS)}`);
    for (const page of layout.pages.slice(1))
      expect(
        runsOn(page)
          .slice(0, 2)
          .map((run) => [textOf(run), run.element]),
      ).toEqual([
        ["A", ARTIFACT],
        ["B", ARTIFACT],
      ]);
    expectTidy(layout);
    // Every page but the last is full: less than a line is left.
    for (const page of layout.pages.slice(0, -1))
      expect(AREA.bottom - Math.max(...runsOn(page).map(({ y }) => y))).toBeLessThan(25);
  });
  it("keeps one element for a cell that goes on", () => {
    const layout = lay([table(["A"], [[words(ENDLESS)]])]);
    expect(layout.elements.filter(({ type }) => type === "TD")).toHaveLength(1);
  });
  it("splits rows that must stay together when no page can hold them", () => {
    const rows = Array.from({ length: 40 }, (_, index) => [`r${index}`]);
    const layout = lay([table(["A"], rows)], smallSheet({ keepRows: true }));
    expect(said(layout)).toBe(`A ${rows.flat().join(" ")}`);
    expectTidy(layout);
  });
  it("does not leave the head alone before a row taller than a page", () => {
    for (let fill = 0; fill < 14; fill++) {
      const filling = Array.from({ length: fill }, () => p("One line."));
      const layout = lay([...filling, table(["A", "B"], [["x", words(ENDLESS)]])]);
      const page = layout.pages.find((each) => saidOn(each).includes("A"));
      expect(page && saidOn(page).join(" ")).toContain("x w0");
      expect(said(layout)).toContain(`A B x ${words(ENDLESS)}`);
      expectTidy(layout);
    }
  });
  it("survives a head taller than its page, which is shown once and not repeated", () => {
    const layout = lay([tableOf(1, [row("x"), row("y")], [row(cell(words(ENDLESS), { header: "column" }))])]);
    expect(layout.problems).toContain("layout/head-not-repeated");
    expect(said(layout)).toBe(`${words(ENDLESS)} x y`);
    expectTidy(layout);
  });
  it("repeats several head rows with their spans", () => {
    const head = [
      row(cell("Item", { header: "column", rowSpan: 2 }), cell("Votes", { header: "column", colSpan: 2 })),
      row(cell("for", { header: "column" }), cell("against", { header: "column" })),
    ];
    const rows = Array.from({ length: 30 }, (_, index) => row(`r${index}`, "1", "2"));
    const layout = lay([tableOf(3, rows, head)]);
    expect(layout.pages.length).toBeGreaterThan(2);
    for (const page of layout.pages) {
      const heads = runsOn(page).slice(0, 4);
      expect(heads.map(textOf)).toEqual(["Item", "Votes", "for", "against"]);
      expect(heads.every(({ element }) => (element === ARTIFACT) === page.number > 1)).toBe(true);
    }
    expectTidy(layout);
    expectRegular(layout);
  });
  it("goes on with a cell that spans rows over a break, below the repeated head", () => {
    const tall = words(150, "s");
    const rows = [
      row(cell(tall, { rowSpan: 12 }), "r0"),
      ...Array.from({ length: 11 }, (_, index) => row(`r${index + 1}`)),
      row("after", "all"),
    ];
    const layout = lay([
      tableOf(
        [
          { width: 100, align: "start" },
          { share: 1, align: "start" },
        ],
        rows,
        [row("A", "B")],
      ),
    ]);
    expect(layout.problems).toEqual([]);
    expect(layout.pages.length).toBeGreaterThan(1);
    const parts = layout.pages.map((page) => saidOn(page).filter((text) => /^s\d/.test(text)));
    expect(parts.filter((part) => part.length > 0).length).toBeGreaterThan(1);
    expect(parts.flat().join(" ")).toBe(tall);
    expect(layout.pages.flatMap((page) => saidOn(page).filter((text) => /^r\d+$/.test(text)))).toEqual(
      Array.from({ length: 12 }, (_, index) => `r${index}`),
    );
    // Rows are on both pages, not pushed on as one.
    expect(saidOn(layout.pages[0] as Page)).toContain("r3");
    expectTidy(layout);
    expectRegular(layout);
    expect(layout.elements.filter(({ rowSpan }) => rowSpan === 12)).toHaveLength(1);
  });
  it("shows the head of tied rows again where they go on, for the eye alone", () => {
    const rows = [
      row(cell("Head", { rowSpan: 20, header: "row" }), "r0"),
      ...Array.from({ length: 19 }, (_, index) => row(`r${index + 1}`)),
    ];
    const layout = lay([tableOf(2, rows)]);
    expect(layout.pages.length).toBeGreaterThan(1);
    for (const page of layout.pages) {
      const heads = runsOn(page).filter((run) => textOf(run) === "Head");
      expect(heads.map(({ element }) => element === ARTIFACT)).toEqual([page.number > 1]);
    }
    expectTidy(layout);
  });
  it("gives the last row what a spanning cell is too tall for", () => {
    const columns: Column[] = [
      { width: 100, align: "start" },
      { share: 1, align: "start" },
    ];
    const rows = [row(cell(words(40, "s"), { rowSpan: 2 }), "a"), row("b"), row("c", "d")];
    const layout = lay([tableOf(columns, rows)]);
    const at = (text: string): number =>
      runsOn(layout.pages[0] as Page).find((run) => textOf(run) === text)?.y ?? 0;
    expect(at("b") - at("a")).toBeLessThan(30);
    expect(at("c") - at("b")).toBeGreaterThan(60);
  });
  it("moves a row on whose note leaves it no room, and splits it where no page has more", () => {
    const noted = (count: number): Block => ({
      kind: "paragraph",
      children: [t(words(count)), { kind: "footnote", number: 1, children: [t(words(100, "n"))] }],
    });
    const layout = lay([tableOf(1, [row("first"), row(cell([noted(150)])), row("last")])]);
    expect(said(layout)).toContain("w149");
    expect(said(layout)).toContain("n99");
    expectTidy(layout);
  });
});

describe("columns", () => {
  /** Left ends of the first line of each text on the first page. */
  const at = (layout: Layout, text: string): GlyphRun => {
    const found = runsOn(layout.pages[0] as Page).find((run) => textOf(run) === text);
    if (!found) throw new Error(`${text} is not there`);
    return found;
  };
  const SIZE = 9.2;

  it("put the decimal marks of numbers below each other, whatever stands around them", () => {
    const numbers = ["1,234.50", "7", "12.5 %", "(0.75)", "n/a"];
    const layout = lay([
      tableOf(
        [{ share: 1, align: "start" }, { align: "decimal" }],
        numbers.map((n) => row("x", n)),
      ),
    ]);
    // Half an em for each character: the mark is so many characters from the start.
    const marks = [5, 1, 2, 2].map((before, index) => {
      return at(layout, numbers[index] ?? "").x + before * SIZE * 0.5;
    });
    for (const mark of marks) expect(mark).toBeCloseTo(marks[0] ?? 0, 6);
    // The longest end meets the column's, as do words among the numbers.
    expect(at(layout, "n/a").x + at(layout, "n/a").width).toBeCloseTo(AREA.right, 1);
    expect(at(layout, "12.5 %").x + at(layout, "12.5 %").width).toBeCloseTo(AREA.right, 1);
    expectTidy(layout);
  });
  it("set numbers that are too wide together at the column's end", () => {
    const columns: Column[] = [
      { share: 1, align: "start" },
      { width: 40, align: "decimal" },
    ];
    const layout = lay([tableOf(columns, [row("x", "123456"), row("x", "0.123456")])]);
    for (const text of ["123456", "0.123456"])
      expect(at(layout, text).x + at(layout, text).width).toBeCloseTo(AREA.right, 1);
  });
  it("keep to their least and greatest widths", () => {
    const layout = lay([
      tableOf(
        [
          { min: 100, align: "start" },
          { max: 80, align: "start" },
          { share: 1, align: "start" },
        ],
        [row("a", words(30), "c")],
      ),
    ]);
    const first = runsOn(layout.pages[0] as Page);
    expect((first[1]?.x ?? 0) - (first[0]?.x ?? 0)).toBeGreaterThanOrEqual(100);
    expect(at(layout, "c").x - (first[1]?.x ?? 0)).toBeCloseTo(80 + 14, 3);
  });
});

describe("a table's style", () => {
  const lines = (page: Page) => page.items.filter((item) => item.kind === "rule");

  it("may stripe every second row, tied rows as one, whole from end to end", () => {
    const sheet = smallSheet({ stripe: { color: "#eeeeee" }, rowInset: 6 });
    const rows = [row("a", "b"), row(cell("c", { rowSpan: 2 }), "d"), row("e"), row("f", "g")];
    const layout = lay([tableOf(2, rows)], sheet);
    const page = layout.pages[0] as Page;
    const stripes = lines(page).filter(({ color }) => color === "#eeeeee");
    expect(stripes).toHaveLength(2);
    const y = (text: string): number => runsOn(page).find((run) => textOf(run) === text)?.y ?? 0;
    for (const stripe of stripes) expect([stripe.x1, stripe.x2]).toEqual([AREA.left, AREA.right]);
    expect(stripes.some((s) => Math.abs(s.y1 - y("d")) < s.width / 2)).toBe(true);
    expect(stripes.some((s) => Math.abs(s.y1 - y("e")) < s.width / 2)).toBe(true);
    expect(runsOn(page)[0]?.x).toBe(AREA.left + 6);
  });
  it("may let rows be split that a page could hold", () => {
    const rows = Array.from({ length: 5 }, (_, index) => row(`${words(120)} end${index}`));
    const whole = lay([tableOf(1, rows)]);
    const split = lay([tableOf(1, rows)], smallSheet({ splitRows: true }));
    const isSplit = (layout: Layout): boolean =>
      layout.pages.some((page) => {
        const text = saidOn(page).join(" ");
        return text.match(/w0 /g)?.length !== text.match(/end\d/g)?.length;
      });
    expect(isSplit(whole)).toBe(false);
    expect(isSplit(split)).toBe(true);
    expect(said(split)).toBe(said(whole));
    expectTidy(split);
  });
  it("draws a thin rule under a head cell that stands over columns, and none through one that spans rows", () => {
    const head = [
      row(cell("Item", { header: "column", rowSpan: 2 }), cell("Votes", { header: "column", colSpan: 2 })),
      row(cell("for", { header: "column" }), cell("against", { header: "column" })),
    ];
    const page = lay([tableOf(3, [row("a", "1", "2")], head)]).pages[0] as Page;
    const votes = runsOn(page).find((run) => textOf(run) === "Votes")?.x ?? 0;
    const widths = lines(page).map(({ x1, x2 }) => [Math.round(x1), Math.round(x2)]);
    expect(widths).toEqual([
      [AREA.left, AREA.right],
      [Math.round(votes), AREA.right],
      [AREA.left, AREA.right],
      [AREA.left, AREA.right],
    ]);
  });
});

describe("what cells hold", () => {
  it("may be nothing: an empty cell is still there for those who read by structure", () => {
    const layout = lay([tableOf(2, [row("a", ""), row("", "b")])]);
    const empty = layout.pages.flatMap(({ items }) => items).filter((item) => item.kind === "anchor");
    expect(empty).toHaveLength(2);
    expectRegular(layout);
  });
  it("may be a list or a table, also as the last thing, and over pages", () => {
    const inner = table(
      ["inner"],
      Array.from({ length: 30 }, (_, index) => [`i${index}`]),
    );
    const layout = lay([
      tableOf(2, [row(cell([p("before"), inner]), cell([list(["one", "two"])])), row("after", "all")]),
    ]);
    const text = said(layout);
    for (let index = 0; index < 30; index++) expect(text).toContain(`i${index}`);
    expect(text).toContain("after");
    expect(layout.pages.length).toBeGreaterThan(1);
    for (const page of layout.pages.slice(1, -1)) expect(runsOn(page).map(textOf)).toContain("inner");
    expectTidy(layout);
    expectRegular(layout);
  });
  it("may be a table whose own row is taller than a page", () => {
    const layout = lay([tableOf(1, [row(cell([table(["h"], [[words(ENDLESS)]])]))])]);
    expect(said(layout)).toBe(`h ${words(ENDLESS)}`);
    expectTidy(layout);
  });
  it("survives columns without width, and a word wider than its column", () => {
    const narrow: Column[] = [
      { width: 395, align: "start" },
      { share: 1, align: "start" },
      { width: 300, align: "start" },
    ];
    const layout = lay([
      tableOf(narrow, [row("a", "incomprehensibilities", "b"), row("x".repeat(300), "y", "z")]),
    ]);
    expect(said(layout).replaceAll(" ", "")).toContain("x".repeat(300));
    expect(said(layout).replaceAll(" ", "")).toContain("incomprehensibilities".slice(0, 4));
    expectTidy(layout);
  });
  it("survives more columns than the measure has room for", () => {
    const layout = lay([tableOf(60, [row(...Array.from({ length: 60 }, () => "7"))])]);
    expect(said(layout).match(/7/g)).toHaveLength(60);
    for (const run of runsOn(layout.pages[0] as Page)) expect(Number.isFinite(run.x)).toBe(true);
  });
});

describe("any table", () => {
  const contents: fc.Arbitrary<readonly Block[]> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.integer({ min: 0, max: 30 }).map((n) => (n === 0 ? [] : [p(words(n, "zebra"))])),
    },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 260 }).map((n) => [p(words(n, "zebra"))]) },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 })
        .map((items) => [list(items.map((n) => words(n, "zebra")))]),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 12 }).map((n) => [
        table(
          ["zebra"],
          Array.from({ length: n }, () => ["zebra zebra"]),
        ),
      ]),
    },
  );
  const column: fc.Arbitrary<Column> = fc.oneof(
    fc.constant<Column>({ align: "start" }),
    fc.constant<Column>({ align: "end" }),
    fc.integer({ min: 40, max: 120 }).map((max): Column => ({ min: max / 2, max, align: "decimal" })),
    fc.integer({ min: 1, max: 3 }).map((share): Column => ({ share, align: "start" })),
    fc.integer({ min: 40, max: 120 }).map((width): Column => ({ width, align: "center" })),
  );
  const anyTable = fc.record({
    rows: randomRows({ columns: 4, rows: 10, contents }),
    head: fc.option(randomRows({ columns: 4, rows: 3 }), { nil: [] as Row[] }),
    columns: fc.array(column, { minLength: 4, maxLength: 4 }),
    fill: fc.integer({ min: 0, max: 12 }),
    change: fc.record({
      keepRows: fc.boolean(),
      splitRows: fc.boolean(),
      rowInset: fc.constantFrom(0, 6),
      stripe: fc.constantFrom(null, { color: "#eeeeee" }),
    }),
  });

  it("ends, says every word once, inside the type area, with nothing over anything else", () => {
    fc.assert(
      fc.property(anyTable, ({ rows, head, columns, fill, change }) => {
        const heads = head.map(({ cells }) => ({
          cells: cells.map((each) => ({ ...each, header: "column" as const, children: [p("zebra")] })),
        }));
        const filling = Array.from({ length: fill }, () => p("One line."));
        const blocks = [...filling, tableOf(columns, rows, heads), p("after")];
        const layout = lay(blocks, smallSheet(change));
        expect(layout.pages.length).toBeLessThan(400);
        // Words that are too wide for a narrow column are cut; put together again they are all there.
        expect(said(layout).replace(/[ •]/g, "").length).toBe(
          JSON.stringify([...filling, ...rows, ...heads, p("after")])
            .match(/"text":"[^"]*"/g)
            ?.map((text) => text.slice(8, -1).replaceAll(" ", "").length)
            .reduce((sum, length) => sum + length, 0) ?? 0,
        );
        expectTidy(layout);
        expectRegular(layout);
      }),
      { numRuns: 40 },
    );
  });
});
