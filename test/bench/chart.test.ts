import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartOf, spaced } from "./chart.ts";
import type { Row } from "./stats.ts";

const row = (system: string, lang: string, pages: number, median: number): Row => ({
  ...{ measure: "warm", system, size: "S", lang, pages, median },
  ...{ p10: median, p90: median, bytes: 1, peakMB: null },
});

describe("the chart", () => {
  const rows = [
    row("minutebook", "en", 3, 10),
    row("minutebook", "en", 25, 80),
    row("typst", "en", 3, 25),
    row("typst", "en", 25, 150),
    row("minutebook-text", "en", 3, 12),
    row("typst", "zh", 2, 20),
    { ...row("pdfkit", "en", 3, 600), measure: "cold" as const },
  ];

  it("has a panel for each language and a labelled line for each system that was warm", () => {
    const svg = chartOf(rows);
    expect(
      [...svg.matchAll(/>(English|Chinese|Minutebook [^<]+|Typst [^<]+|pdfkit[^<]*)</g)].map(
        ([, text]) => text,
      ),
    ).toEqual(["English", "Typst 150 ms", "Minutebook 80 ms", "Chinese", "Typst 20 ms"]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("gives a time in proportion to the pages the slope of one", () => {
    const svg = chartOf([1, 10, 100].map((pages) => row("minutebook", "en", pages, pages * 7)));
    const [, points = ""] =
      /<polyline points="([^"]+)" fill="none" stroke="#23476b" stroke-width="3"/.exec(svg) ?? [];
    const places = points.split(" ").map((place) => place.split(",").map(Number));
    for (const [x = 0, y = 0] of places) expect(x + y).toBeCloseTo(300, 0);
  });

  it("refuses what it cannot draw", () => {
    expect(() => chartOf([{ ...row("typst", "en", 3, 1), pages: null }])).toThrow(/nothing to draw/);
  });
});

describe("labels", () => {
  it.each([
    [
      [10, 50],
      [10, 50],
    ],
    [
      [10, 10],
      [5, 15],
    ],
    [
      [30, 10, 12],
      [30, 6, 16],
    ],
    [
      [10, 18, 20],
      [6, 16, 26],
    ],
  ])("that want to be at %j stand at %j", (wanted, heights) => {
    expect(spaced(wanted, 10)).toEqual(heights);
  });

  it("never overlap, keep their order and move no more than they must in sum", () => {
    const heights = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(heights, (wanted) => {
        const found = spaced(wanted, 15);
        const pairs = wanted
          .map((height, i) => ({ height, at: found[i] ?? 0 }))
          .toSorted((a, b) => a.at - b.at);
        for (const [i, { height, at }] of pairs.entries()) {
          const above = pairs[i - 1];
          if (!above) continue;
          expect(at - above.at).toBeGreaterThanOrEqual(15 - 1e-9);
          expect(height).toBeGreaterThanOrEqual(above.height);
        }
        // Moves up and down balance, or somebody would have been moved without need.
        expect(pairs.reduce((sum, { height, at }) => sum + at - height, 0)).toBeCloseTo(0);
      }),
    );
  });
});
