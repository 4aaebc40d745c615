import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Break,
  type BreakSettings,
  breakLines,
  FORBIDDEN,
  FORCED,
  firstFit,
  type Item,
  PARAGRAPH_END,
} from "../../src/layout/linebreak.ts";

const box = (width: number): Item => ({ kind: "box", width });
const glue = (width: number, stretch: number, shrink: number): Item => ({
  kind: "glue",
  width,
  stretch,
  shrink,
});
const penalty = (price: number, flagged = false, width = 0): Item => ({
  kind: "penalty",
  width,
  penalty: price,
  flagged,
});
const words = (widths: readonly number[]): Item[] => [
  ...widths.flatMap((width, index) => (index === 0 ? [box(width)] : [glue(1, 0.5, 0.33), box(width)])),
  ...PARAGRAPH_END,
];
const settings = (measure: number, tolerance = 2): BreakSettings => ({
  measure,
  indent: 0,
  tolerance,
  slack: 0,
});

describe("breaking into lines", () => {
  it("sets a short paragraph on one line", () => {
    expect(breakLines(words([2, 3]), settings(10))).toHaveLength(1);
  });
  it("fills lines exactly when the words fit exactly", () => {
    const breaks = breakLines(words([4, 5, 4, 5, 3]), settings(10));
    expect(breaks?.map((one) => one.ratio)).toEqual([0, 0, expect.any(Number)]);
  });
  it("says so when no line stays within the tolerance", () => {
    expect(breakLines(words([3, 9, 9]), settings(10))).toBeUndefined();
  });
  it("honours a forced break and refuses a forbidden one", () => {
    const items = [
      box(2),
      penalty(FORCED),
      box(2),
      penalty(FORBIDDEN),
      glue(1, 1, 1),
      box(3),
      ...PARAGRAPH_END,
    ];
    expect(breakLines(items, { ...settings(10), slack: 20 })?.map((one) => one.at)).toEqual([
      1,
      items.length - 1,
    ]);
  });
});

/** Every way of breaking, tried. */
function cheapest(items: readonly Item[], settings: BreakSettings): number | undefined {
  const legal = items.flatMap((item, at) =>
    item.kind === "penalty"
      ? item.penalty < FORBIDDEN
        ? [at]
        : []
      : item.kind === "glue" && items[at - 1]?.kind === "box"
        ? [at]
        : [],
  );
  let best: number | undefined;
  const walk = (from: number, fitness: number, flagged: boolean, sum: number): void => {
    const first = from < 0;
    for (const at of legal) {
      if (at <= from) continue;
      const line = lineOf(items, from, at, settings, first);
      if (line.ratio >= -1 && line.ratio <= settings.tolerance) {
        const total = sum + price(items, at, line.ratio, fitness, flagged);
        if (at === items.length - 1) best = best === undefined ? total : Math.min(best, total);
        else walk(at, classOf(line.ratio), isFlagged(items[at]), total);
      }
      const item = items[at];
      if (item?.kind === "penalty" && item.penalty === FORCED) break;
    }
  };
  walk(-1, 1, false, 0);
  return best;
}
const isFlagged = (item: Item | undefined): boolean => item?.kind === "penalty" && item.flagged;
const classOf = (ratio: number): number => (ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3);
function lineOf(
  items: readonly Item[],
  from: number,
  to: number,
  { measure, indent, slack }: BreakSettings,
  first: boolean,
): { ratio: number } {
  let start = from + 1;
  if (from >= 0) while (start < to && items[start]?.kind !== "box") start++;
  let width = first ? indent : 0;
  let stretch = slack;
  let shrink = 0;
  for (const item of items.slice(start, to)) {
    if (item.kind !== "penalty") width += item.width;
    if (item.kind === "glue") {
      stretch += item.stretch;
      shrink += item.shrink;
    }
  }
  const end = items[to];
  if (end?.kind === "penalty") width += end.width;
  const missing = measure - width;
  if (Math.abs(missing) < 1e-9) return { ratio: 0 };
  if (missing > 0) return { ratio: stretch > 0 ? missing / stretch : Number.POSITIVE_INFINITY };
  return { ratio: shrink > 0 ? missing / shrink : Number.NEGATIVE_INFINITY };
}
function price(items: readonly Item[], at: number, ratio: number, fitness: number, flagged: boolean): number {
  const item = items[at];
  const penaltyAt = item?.kind === "penalty" ? item.penalty : 0;
  const base = (10 + Math.min(10_000, 100 * Math.abs(ratio) ** 3)) ** 2;
  let sum = penaltyAt >= 0 ? base + penaltyAt ** 2 : penaltyAt > FORCED ? base - penaltyAt ** 2 : base;
  if (flagged && isFlagged(item)) sum += 10_000;
  if (Math.abs(classOf(ratio) - fitness) > 1) sum += 10_000;
  return sum;
}
function total(items: readonly Item[], breaks: readonly Break[]): number {
  let sum = 0;
  let fitness = 1;
  let flagged = false;
  for (const { at, ratio } of breaks) {
    sum += price(items, at, ratio, fitness, flagged);
    fitness = classOf(ratio);
    flagged = isFlagged(items[at]);
  }
  return sum;
}

const paragraph = fc
  .array(fc.record({ width: fc.integer({ min: 1, max: 9 }), divided: fc.boolean() }), {
    minLength: 1,
    maxLength: 9,
  })
  .map((parts) => [
    ...parts.flatMap(({ width, divided }, index) => [
      ...(index === 0 ? [] : [glue(1, 0.5, 0.33)]),
      box(width),
      ...(divided ? [penalty(50, true, 0.5), box(width / 2)] : []),
    ]),
    ...PARAGRAPH_END,
  ]);

describe("the best breaks", () => {
  it("cost what trying every way finds", () => {
    fc.assert(
      fc.property(paragraph, fc.integer({ min: 8, max: 24 }), (items, measure) => {
        const found = breakLines(items, settings(measure, 3));
        const best = cheapest(items, settings(measure, 3));
        if (!found || best === undefined) expect([found, best]).toEqual([undefined, undefined]);
        else expect(total(items, found)).toBeCloseTo(best, 3);
      }),
      { numRuns: 400 },
    );
  });
  it("do so where lines may end anywhere and be short, begin further in, and end with marks in the margin", () => {
    const { array, record, boolean, integer, property, constantFrom } = fc;
    const part = record({
      width: integer({ min: 2, max: 4 }),
      hangs: boolean(),
      ends: constantFrom(0, 0, 0, 1),
    });
    const ragged = array(part, { minLength: 1, maxLength: 12 }).map((parts) => [
      ...parts.flatMap(({ width, hangs, ends }) => [
        box(width),
        ...(ends ? [penalty(FORBIDDEN), glue(0, 1e6, 0), penalty(FORCED)] : []),
        ...(hangs ? [penalty(0, false, -1), glue(1, 0, 0.5)] : [glue(0, 0.1, 0)]),
      ]),
      ...PARAGRAPH_END,
    ]);
    fc.assert(
      property(
        ragged,
        integer({ min: 6, max: 12 }),
        integer({ min: -2, max: 2 }),
        (items, measure, indent) => {
          const wanted = { measure, indent, tolerance: 1, slack: 4 };
          const found = breakLines(items, wanted);
          const best = cheapest(items, wanted);
          if (!found || best === undefined) expect([found, best]).toEqual([undefined, undefined]);
          else expect(total(items, found)).toBeCloseTo(best, 3);
        },
      ),
      { numRuns: 400 },
    );
  });
  it("never cost more than taking each line as it comes", () => {
    fc.assert(
      fc.property(paragraph, fc.integer({ min: 8, max: 24 }), (items, measure) => {
        const found = breakLines(items, settings(measure, 3));
        const greedy = firstFit(items, settings(measure, 3));
        const fits = greedy.every(({ ratio }) => ratio >= -1 && ratio <= 3);
        if (found && fits) expect(total(items, found)).toBeLessThanOrEqual(total(items, greedy) + 1e-6);
      }),
    );
  });
});

describe("taking lines as they come", () => {
  it("always ends, and uses up every item in order", () => {
    fc.assert(
      fc.property(paragraph, fc.integer({ min: 1, max: 24 }), (items, measure) => {
        const breaks = firstFit(items, settings(measure));
        expect(breaks.at(-1)?.at).toBe(items.length - 1);
        expect(breaks.every(({ at }, index) => index === 0 || at > (breaks[index - 1]?.at ?? 0))).toBe(true);
      }),
    );
  });
});
