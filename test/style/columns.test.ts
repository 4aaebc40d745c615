import { describe, expect, it } from "vitest";
import { nameColumns } from "../../src/style/columns.ts";

const names = (count: number, length = 5): number[] => Array.from({ length: count }, () => length);

describe("columns of a name list", () => {
  it.each<[string, number[], number, number]>([
    ["three names stand one below the other", names(3, 2), 40, 1],
    ["twelve short names fill six columns", names(12, 3), 38, 6],
    ["a long name leaves room for fewer", [...names(11, 5), 12], 38, 3],
    ["a name wider than half the line stands alone", [...names(8, 5), 25], 38, 1],
    ["no row is left nearly empty where fewer columns fill it", names(9, 5), 38, 3],
    ["of two that fit as well, the larger", names(12, 5), 38, 6],
    ["never more columns than names", names(4, 2), 60, 4],
    ["no names", [], 38, 1],
  ])("%s", (_, lengths, measure, columns) => {
    expect(nameColumns(lengths, measure, 1)).toBe(columns);
  });
  it("never makes a column narrower than the longest name", () => {
    for (let count = 4; count < 40; count++)
      for (let longest = 1; longest < 30; longest++) {
        const columns = nameColumns(names(count, longest), 38, 2);
        if (columns > 1) expect((38 - (columns - 1) * 2) / columns).toBeGreaterThanOrEqual(longest);
      }
  });
});
