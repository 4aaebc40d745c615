import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostic.ts";
import { BOUND, FREE, type Keep, type Slab, TOGETHER } from "../../src/layout/galley.ts";
import type { PageItem } from "../../src/layout/page.ts";
import { paginate } from "../../src/layout/paginate.ts";

const AREA = { x: 50, y: 40, width: 300, height: 100 };

/** A slab that can be found again by its name, from its upper to its lower edge. */
const slab = (id: string, more: Partial<Slab> = {}): Slab => {
  const height = more.height ?? 10;
  const edge = (y: number): PageItem => ({ kind: "anchor", x: 0, y, id, element: 0 });
  return { height, before: 0, keep: FREE, ...more, items: [edge(0), edge(height)] };
};
const lines = (count: number, name = "line"): Slab[] =>
  Array.from({ length: count }, (_, index) => slab(`${name} ${index}`));
const note = (id: string, count: number): Slab[] => lines(count, id);

interface Placed {
  readonly id: string;
  readonly page: number;
  readonly top: number;
  readonly bottom: number;
}

function pages(slabs: readonly Slab[]): { placed: Placed[]; diagnostics: Diagnostic[]; count: number } {
  const diagnostics: Diagnostic[] = [];
  const made = [...paginate([slabs], () => AREA, diagnostics)];
  const placed = made.flatMap((items, page) => {
    const edges = items.flatMap((item) => (item.kind === "anchor" ? [item] : []));
    return edges.flatMap((edge, index) =>
      index % 2 === 0
        ? [{ id: edge.id ?? "", page, top: edge.y - AREA.y, bottom: (edges[index + 1]?.y ?? 0) - AREA.y }]
        : [],
    );
  });
  return { placed, diagnostics, count: made.length };
}
const on = (placed: readonly Placed[], page: number): string[] =>
  placed.filter((one) => one.page === page).map(({ id }) => id);

describe("a page", () => {
  it("is as full as it can be", () => {
    const { placed, diagnostics, count } = pages(lines(25));
    expect(count).toBe(3);
    expect(on(placed, 0)).toHaveLength(10);
    expect(diagnostics).toEqual([]);
  });
  it("is given before the galley beyond it has been set", () => {
    let set = 0;
    function* endless(): Generator<readonly Slab[], never, undefined> {
      for (;;) yield [slab(`line ${set++}`)];
    }
    const made = paginate(endless(), () => AREA, []);
    for (let page = 1; page < 50; page++) {
      expect(made.next().done).toBe(false);
      expect(set).toBe(page * 10 + 1); // and the slab that no longer fits
    }
  });
  it("never ends with a heading", () => {
    for (let fill = 1; fill < 20; fill++) {
      const { placed, diagnostics } = pages([
        ...lines(fill),
        slab("heading", { keep: BOUND, before: 5 }),
        slab("after", { keep: FREE }),
      ]);
      expect(diagnostics).toEqual([]);
      const heading = placed.find(({ id }) => id === "heading");
      expect(heading?.page).toBe(placed.find(({ id }) => id === "after")?.page);
    }
  });
  it("keeps a block whole unless it is taller than the page, and then says so", () => {
    const block = (count: number): Slab[] =>
      lines(count, "block").map((one, index) => ({ ...one, keep: index < count - 1 ? TOGETHER : FREE }));
    const whole = pages([...lines(4), ...block(10)]);
    expect(on(whole.placed, 1)).toHaveLength(10);
    expect(whole.diagnostics).toEqual([]);
    const divided = pages([...lines(4), ...block(12)]);
    expect(divided.diagnostics).toMatchObject([{ code: "layout/block-divided", severity: "note" }]);
    expect(divided.placed).toHaveLength(16);
  });
  it("gives up what never may be left alone only where there is no other way, and then warns", () => {
    const bound = lines(12).map((one) => ({ ...one, keep: BOUND }) as Slab);
    const { placed, diagnostics } = pages(bound);
    expect(placed).toHaveLength(12);
    expect(diagnostics).toMatchObject([{ code: "layout/keep-given-up", severity: "warning" }]);
  });
  it("reports what is taller than itself, and goes on", () => {
    const { placed, diagnostics } = pages([slab("a"), slab("tower", { height: 130 }), slab("b")]);
    expect(placed.map(({ id, page }) => `${id} ${page}`)).toEqual(["a 0", "tower 1", "b 2"]);
    expect(diagnostics).toMatchObject([{ code: "layout/taller-than-page" }]);
  });
  it("does not repeat head rows that would leave no room for the row below them", () => {
    const head = [slab("head", { height: 60 })];
    const { placed, diagnostics } = pages([
      slab("first", { height: 90, head }),
      slab("second", { height: 30, head }),
      slab("third", { height: 90, head }),
    ]);
    expect(placed.map(({ id }) => id)).toEqual(["first", "head", "second", "third"]);
    expect(diagnostics).toEqual([]);
  });
  it("sinks a closing block to the foot, wherever the text ends", () => {
    for (let fill = 0; fill < 25; fill++) {
      const closing = [
        slab("closing 0", { sinks: true, keep: TOGETHER, before: 8 }),
        slab("closing 1", { before: 3 }),
      ];
      const { placed, count } = pages([...lines(fill), ...closing]);
      const last = placed.at(-1);
      expect(last).toMatchObject({ id: "closing 1", page: count - 1 });
      expect(last?.bottom).toBeCloseTo(100, 6);
    }
  });
});

describe("notes at the foot", () => {
  it("stand on the page of their mark, also when it is in the last line", () => {
    for (let fill = 0; fill < 20; fill++) {
      const { placed, diagnostics } = pages([
        ...lines(fill),
        slab("mark", { notes: [note("n", 2)] }),
        ...lines(12, "after"),
      ]);
      const page = placed.find(({ id }) => id === "mark")?.page;
      expect(placed.filter(({ id }) => id.startsWith("n ")).map((one) => one.page)).toEqual([page, page]);
      expect(diagnostics).toEqual([]);
    }
  });
  it("end at the foot of the type area", () => {
    const { placed } = pages([slab("mark", { notes: [note("n", 2), note("m", 1)] })]);
    expect(placed.at(-1)?.bottom).toBeCloseTo(100, 6);
  });
  it("are divided when they are long, two lines at least on either page", () => {
    for (let fill = 0; fill < 10; fill++) {
      for (let length = 4; length < 30; length++) {
        const { placed, diagnostics } = pages([
          ...lines(fill),
          slab("mark", { notes: [note("n", length)] }),
          ...lines(12, "after"),
        ]);
        expect(diagnostics).toEqual([]);
        const mine = placed.filter(({ id }) => id.startsWith("n "));
        expect(mine.map(({ id }) => id)).toEqual(note("n", length).map((_, index) => `n ${index}`));
        expect(mine[0]?.page).toBe(placed.find(({ id }) => id === "mark")?.page);
        for (const page of new Set(mine.map((one) => one.page)))
          expect(mine.filter((one) => one.page === page).length).toBeGreaterThan(1);
      }
    }
  });
  it("that fitted when their mark was set are not divided for the text that follows", () => {
    const { placed } = pages([slab("mark", { notes: [note("n", 6)] }), ...lines(12, "after")]);
    expect(on(placed, 0).filter((id) => id.startsWith("n "))).toHaveLength(6);
  });
  it("are all placed and told about when one line has more of them than its page has room for", () => {
    const many = Array.from({ length: 9 }, (_, index) => note(`n${index}`, 3));
    const { placed, diagnostics } = pages([...lines(3), slab("mark", { notes: many }), ...lines(3, "after")]);
    expect(placed.filter(({ id }) => id.startsWith("n"))).toHaveLength(27);
    expect(diagnostics).toMatchObject([{ code: "layout/note-apart" }]);
  });
});

describe("any galley", () => {
  const keep = fc.constantFrom<Keep>(FREE, FREE, FREE, TOGETHER, BOUND);
  const noteLengths = fc.oneof(
    { weight: 4, arbitrary: fc.constant([] as number[]) },
    { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 3 }) },
  );
  const piece = fc.record({
    height: fc.integer({ min: 1, max: 40 }),
    before: fc.integer({ min: 0, max: 12 }),
    keep,
    noteLengths,
    ends: fc.boolean(),
  });
  const galley = fc.array(piece, { maxLength: 40 }).map((pieces) =>
    pieces.map(({ height, before, keep, noteLengths, ends }, index) => {
      const notes = noteLengths.map((length, at) => note(`n${index}.${at}`, length));
      return slab(`s${index}`, {
        height,
        before,
        keep,
        ...(notes.length > 0 && { notes }),
        ...(ends && index % 7 === 6 && { ends }),
      });
    }),
  );

  it("is set whole, in order, within the type area, its keeps honoured or reported", () => {
    fc.assert(
      fc.property(galley, (slabs) => {
        const { placed, diagnostics, count } = pages(slabs);
        const texts = placed.filter(({ id }) => id.startsWith("s"));
        expect(texts.map(({ id }) => id)).toEqual(slabs.map((_, index) => `s${index}`));
        const noteIds = slabs.flatMap((one) => (one.notes ?? []).flat().map(({ items }) => idOf(items)));
        expect(placed.filter(({ id }) => id.startsWith("n")).map(({ id }) => id)).toEqual(noteIds);
        for (const { top, bottom } of placed) {
          expect(top).toBeGreaterThanOrEqual(-0.01);
          expect(bottom).toBeLessThanOrEqual(100.01);
        }
        for (let page = 0; page < count; page++) apart(placed.filter((one) => one.page === page));
        for (let index = 1; index < texts.length; index++) {
          const before = texts[index - 1];
          if (!before || before.page === texts[index]?.page || slabs[index - 1]?.ends) continue;
          const lost = slabs[index - 1]?.keep ?? FREE;
          const told = diagnostics.filter(({ code }) => code === TOLD[lost]);
          if (lost !== FREE) expect(told.length).toBeGreaterThan(0);
        }
        const begun = slabs.flatMap((one, index) =>
          (one.notes ?? []).filter(
            ([first]) =>
              placed.find(({ id }) => id === idOf(first?.items ?? []))?.page !== texts[index]?.page,
          ),
        );
        if (begun.length > 0) expect(diagnostics.map(({ code }) => code)).toContain("layout/note-apart");
      }),
      { numRuns: 500 },
    );
  });
});

const TOLD = { [FREE]: "", [TOGETHER]: "layout/block-divided", [BOUND]: "layout/keep-given-up" };
const idOf = (items: readonly PageItem[]): string => {
  const [first] = items;
  return (first?.kind === "anchor" && first.id) || "";
};

/** Nothing lies over anything else. */
function apart(placed: readonly Placed[]): void {
  const sorted = [...placed].sort((a, b) => a.top - b.top);
  sorted.forEach((one, index) => {
    const next = sorted[index + 1];
    if (next) expect(next.top).toBeGreaterThanOrEqual(one.bottom - 0.01);
  });
}
