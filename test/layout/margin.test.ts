import { describe, expect, it } from "vitest";
import { changeId } from "../../src/document/change-id.ts";
import type { Block, Document, Inline, Revision } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import type { GlyphRun, Layout, LinkItem, PageItem, RuleItem } from "../../src/layout/page.ts";
import { marking } from "../../src/redline/changes.ts";
import { mapBlock } from "../../src/redline/map.ts";
import type { StyleSheet } from "../../src/style/sheet.ts";
import { doc, h, list, p, t } from "../support/blocks.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { figure, PICTURES } from "../support/pictures.ts";
import { builtInSheet } from "../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const lay = (blocks: readonly Block[], changes: readonly string[], own: StyleSheet = sheet): Layout => {
  const document: Document = { ...doc(blocks), pictures: PICTURES, revised: { by: "Ann Ash", changes } };
  const outcome = layOut(document, { sheet: own, metrics: fixedMetrics(), hyphenate });
  expect(outcome.diagnostics).toEqual([]);
  if (!outcome.ok) throw new Error("layout failed");
  return outcome.value;
};
const leaf = (words: string, revision: Revision, change?: number): Inline => ({
  kind: "text",
  text: words,
  revision,
  ...(change !== undefined && { change }),
});
const para = (...children: readonly Inline[]): Block => ({ kind: "paragraph", children });
const replaced = (number: number): Block =>
  para(t("For "), leaf("5", "deleted", number), leaf("4", "inserted"), t(" votes."));
const itemsOn = (layout: Layout, page = 1): readonly PageItem[] => layout.pages[page - 1]?.items ?? [];
const runs = (layout: Layout, page = 1): readonly GlyphRun[] =>
  itemsOn(layout, page).filter((item): item is GlyphRun => item.kind === "glyphs");
const textOf = (run: GlyphRun): string => run.pieces.map(({ shaped }) => shaped.text).join("");
const links = (layout: Layout): readonly LinkItem[] =>
  itemsOn(layout).filter((item): item is LinkItem => item.kind === "link");
/** Upright rules: the bars. */
const bars = (layout: Layout, page = 1): readonly RuleItem[] =>
  itemsOn(layout, page).filter((item): item is RuleItem => item.kind === "rule" && item.x1 === item.x2);
const { areaOn } = (() => {
  const { inner, outer, top } = sheet.page;
  return { areaOn: { left: inner, right: 595.28 - outer, top } };
})();

describe("words that only one revision has", () => {
  it("are struck or underlined in colours of their own, told apart by a hair", () => {
    const layout = lay([replaced(1)], ["5 is now 4"]);
    const found = runs(layout).map((run) => [textOf(run), run.revision, run.color]);
    expect(found).toEqual([
      ["For ", undefined, "#1c1c1c"],
      ["1", undefined, "#666666"],
      ["5", "deleted", "#b3261e"],
      ["4", "inserted", "#0b5394"],
      [" votes.", undefined, "#1c1c1c"],
    ]);
    const [, , old, young] = runs(layout);
    expect((young?.x ?? 0) - (old?.x ?? 0) - (old?.width ?? 0)).toBeCloseTo(0.1 * (old?.size ?? 0));
    const lines = itemsOn(layout).filter((item) => item.kind === "rule" && item.y1 === item.y2) as RuleItem[];
    expect(lines.map(({ color }) => color)).toEqual(["#b3261e", "#0b5394"]);
  });
  it("keep a contrast of 4.5 : 1 on white in every theme", () => {
    const luminance = (color: string): number => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5]
        .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
        .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const theme of ["corporate-en", "corporate-zh", "official-zh"]) {
      const own = builtInSheet(theme);
      for (const name of ["inserted", "deleted"])
        expect(1.05 / (luminance(own.rules[name]?.color ?? "#ffffff") + 0.05)).toBeGreaterThan(4.5);
    }
  });
  it("look the same where a theme has no styles for them", () => {
    const { inserted: _, deleted: __, ...rules } = sheet.rules;
    const layout = lay([replaced(1)], ["x"], { ...sheet, rules });
    expect(runs(layout).map(({ color }) => color)).toContain("#b3261e");
  });
  it("are spans whose decoration is told, behind the link in the margin", () => {
    const layout = lay([replaced(1)], ["5 is now 4"]);
    expect(layout.elements).toEqual([
      { type: "Document", parent: -1 },
      { type: "P", parent: 0 },
      { type: "Link", parent: 1 },
      { type: "Span", parent: 1, revision: "deleted" },
      { type: "Span", parent: 1, revision: "inserted" },
    ]);
  });
  it("may be a heading's number, an item's, a picture", () => {
    const heading: Block = {
      ...h(2, "lease", "Lease"),
      number: { label: "5", value: 5, automatic: true, was: "4", change: 1 },
    };
    const [first] = list(["Tea", "Cake", "Bread"], "decimal").items;
    const items = list(["Tea", "Cake", "Bread"], "decimal").items.map((item, index) =>
      index === 1 ? { ...item, revision: "deleted" as const } : item,
    );
    expect(first).toBeDefined();
    const gone = mapBlock(
      figure("plan.svg"),
      marking("deleted", () => 2),
    );
    const layout = lay([heading, { ...list([], "decimal"), items }, gone], ["4 is now 5", "No plan"]);
    expect(
      runs(layout)
        .map(textOf)
        .filter((text) => /^\d$/.test(text)),
    ).toEqual(["1", "4", "5", "1", "2", "2", "2"]);
    const diagonals = itemsOn(layout).filter(
      (item) => item.kind === "rule" && item.x1 !== item.x2 && item.y1 !== item.y2,
    );
    expect(diagonals).toHaveLength(2);
    expect(layout.outline.map(({ title }) => title)).toEqual(["5 Lease"]);
  });
});

describe("the margin", () => {
  it("has a bar beside each line that has changed, one for lines that follow each other", () => {
    const long = "The lease of the warehouse was renewed for another ten years from June. ".repeat(5);
    const layout = lay([para(leaf(long, "inserted", 1)), p(long), replaced(2)], ["a", "b"]);
    const found = bars(layout);
    expect(found).toHaveLength(2);
    expect(found.every(({ x1 }) => x1 > areaOn.right && x1 < areaOn.right + 20)).toBe(true);
    const lines = runs(layout).filter(({ revision }) => revision === "inserted");
    expect(found[0]?.y1).toBeLessThan(lines[0]?.y ?? 0);
    expect(found[0]?.y2).toBeGreaterThan(lines[lines.length - 2]?.y ?? 0);
  });
  it("has the number of each change once, as a link to the list that says what was changed", () => {
    const long = "The lease of the warehouse was renewed for another ten years from June. ".repeat(5);
    const layout = lay([para(leaf(long, "inserted", 1)), replaced(2)], ["Inserted: the lease", "5 is now 4"]);
    expect(links(layout).map(({ href, label }) => [href, label])).toEqual([
      ["#changes.list", "Inserted: the lease"],
      ["#changes.list", "5 is now 4"],
    ]);
    const anchors = itemsOn(layout).flatMap((item) =>
      item.kind === "anchor" && item.change ? [item.id] : [],
    );
    expect(anchors).toEqual([changeId(1), changeId(2)]);
  });
  it("has the numbers of one line side by side, and below each other where there is no room", () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      leaf(`${index} `, index % 2 ? "deleted" : "inserted", index + 1),
    );
    const layout = lay(
      [para(...many)],
      many.map(() => "x"),
    );
    const numbers = runs(layout).filter(({ x }) => x > areaOn.right);
    expect(numbers.map(textOf)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(numbers.every(({ x, width }) => x + width < 595.28 - 7)).toBe(true);
    expect(new Set(numbers.map(({ y }) => Math.round(y))).size).toBeGreaterThan(1);
    const places = new Set(numbers.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`));
    expect(places.size).toBe(9);
  });
  it("is the outer one, at the left of even pages when they face", () => {
    const facing: StyleSheet = { ...sheet, page: { ...sheet.page, facing: true } };
    const layout = lay([replaced(1), { kind: "pageBreak" }, replaced(2)], ["a", "b"], facing);
    expect(bars(layout, 1)[0]?.x1).toBeGreaterThan(300);
    expect(bars(layout, 2)[0]?.x1).toBeLessThan(300);
    const number = runs(layout, 2).find((run) => textOf(run) === "2");
    expect((number?.x ?? 0) + (number?.width ?? 0)).toBeLessThan(bars(layout, 2)[0]?.x1 ?? 0);
  });
  it("is empty in a paper that compares nothing", () => {
    const outcome = layOut(doc([p("As it was.")]), { sheet, metrics: fixedMetrics(), hyphenate });
    expect(outcome.ok && outcome.value.pages[0]?.items.map(({ kind }) => kind)).toEqual(["glyphs"]);
  });
});

describe("a deleted page break", () => {
  it("ends no page", () => {
    const layout = lay([p("One."), { kind: "pageBreak", revision: "deleted" }, p("Two.")], []);
    expect(layout.pages).toHaveLength(1);
  });
});

describe("a list of changes", () => {
  it("tells the page of each change, and leads there", () => {
    const reference: Inline = { kind: "reference", target: changeId(1), show: "page", text: "" };
    const layout = lay(
      [p("One."), { kind: "pageBreak" }, replaced(1), para(t("See page "), reference)],
      ["5 is now 4"],
    );
    expect(runs(layout, 2).map(textOf)).toContain("2");
    const link = itemsOn(layout, 2).find((item) => item.kind === "link" && item.href === `#${changeId(1)}`);
    expect(link).toMatchObject({ label: "5 is now 4" });
  });
});
