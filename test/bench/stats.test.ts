import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportOf } from "./report.ts";
import { type Measured, ratio, rounded, spread } from "./stats.ts";

describe("spread", () => {
  it.each([
    [[7], 7, 7, 7],
    [[3, 1, 2], 2, 1.2, 2.8],
    [[4, 1, 3, 2], 2.5, 1.3, 3.7],
    [[10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110], 60, 20, 100],
  ])("of %j has the median %d between %d and %d", (numbers, median, p10, p90) => {
    const found = spread(numbers);
    expect(found.median).toBeCloseTo(median);
    expect(found.p10).toBeCloseTo(p10);
    expect(found.p90).toBeCloseTo(p90);
  });

  it("is in order, lies within the numbers and does not care for theirs", () => {
    const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(numbers, (list) => {
        const { median, p10, p90 } = spread(list);
        const slack = 1e-6;
        expect(Math.min(...list)).toBeLessThanOrEqual(p10 + slack);
        expect(p10).toBeLessThanOrEqual(median + slack);
        expect(median).toBeLessThanOrEqual(p90 + slack);
        expect(p90).toBeLessThanOrEqual(Math.max(...list) + slack);
        expect(spread(list.toReversed())).toEqual({ median, p10, p90 });
      }),
    );
  });
});

describe("rounded", () => {
  it.each([
    [1234.56, 1235],
    [123.456, 123],
    [12.3456, 12.3],
    [1.23456, 1.23],
    [0.123456, 0.123],
    [0, 0],
  ])("writes %d as %d", (value, shown) => {
    expect(rounded(value)).toBe(shown);
  });
});

describe("the ratio", () => {
  const of = (measure: Measured["measure"], times: readonly number[]): Measured => ({
    ...{ measure, system: "typst", size: "S", lang: "en", pages: 3, bytes: 1, peakMB: null, times },
    ...spread(times),
  });

  it("is that of each round, so that a busy moment counts for neither", () => {
    expect(ratio(of("warm", [10, 500, 20]), of("warm", [20, 1000, 40]))).toBe(0.5);
    expect(ratio(of("warm", [10, 30, 20]), of("warm", [40, 20, 30]))).toBeCloseTo(2 / 3);
  });

  it("is that of the medians where nobody took turns", () => {
    expect(ratio(of("batch", [1, 2, 3]), of("batch", [4, 4, 1]))).toBe(0.5);
    expect(ratio(of("warm", [1, 2, 3]), of("warm", [4, 4]))).toBe(0.5);
  });
});

describe("the report", () => {
  const row = (system: string, median: number, pages: number | null = 3): Measured => ({
    ...{ measure: "warm", system, size: "S", lang: "en", pages, bytes: 2048, peakMB: null },
    ...{ median, p10: median - 1, p90: median + 1, times: [median] },
  });

  it("holds every system against typst, and leaves out what nobody measured", () => {
    expect(reportOf([row("minutebook", 10), row("typst", 20)])).toBe(
      [
        "Warm, a paper of a fresh meeting in a living process: en S PDF",
        "              ms  p10–p90  of typst  pages  pages/s  kB",
        "  minutebook  10     9–11      0.50      3      300   2",
        "  typst       20    19–21      1.00      3      150   2",
        "",
      ].join("\n"),
    );
  });

  it("keeps Word files apart", () => {
    const report = reportOf([row("typst", 20), row("raw-docx", 30), row("docxtemplater-docx", 10)]);
    expect(report).toContain("en S PDF");
    expect(report).toMatch(/en S DOCX\n.*of docxtemplater-docx.*\n {2}raw-docx +30 +29–31 +3\.00/);
  });

  it("does without typst and without pages", () => {
    expect(reportOf([row("pdfkit", 8, null)])).toContain(
      ["          ms  p10–p90  kB", "  pdfkit   8      7–9   2"].join("\n"),
    );
  });
});
