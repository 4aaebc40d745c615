import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridOf, tiedRows } from "../../src/document/grid.ts";
import type { Row } from "../../src/document/model.ts";
import { randomRows } from "../support/tables.ts";

/** Rows as words: each cell is its spans, columns before rows, `2x1` for one that is two columns wide. */
const rows = (...written: readonly string[]): Row[] =>
  written.map((row) => ({
    cells: row.split(" ").map((cell) => {
      const [colSpan = 1, rowSpan = 1] = cell.split("x").map(Number);
      return { colSpan, rowSpan, children: [] };
    }),
  }));
const columns = (...written: readonly string[]): number[][] =>
  gridOf(rows(...written)).map(({ cells }) => cells.map(({ column }) => column));

describe("the grid", () => {
  it("places cells one after the other", () => {
    expect(columns("1x1 2x1 1x1")).toEqual([[0, 1, 3]]);
  });
  it("pushes on the cells that others reach down beside", () => {
    expect(columns("1x2 1x1 1x3", "1x1", "1x1 1x1")).toEqual([[0, 1, 2], [1], [0, 1]]);
  });
  it("tells how much of a row is filled, also by what comes from above", () => {
    expect(gridOf(rows("1x1 1x2", "1x1")).map(({ width }) => width)).toEqual([2, 2]);
  });
  it("notices a cell that lies over one from above", () => {
    expect(gridOf(rows("1x1 1x2 1x1", "2x1 1x1")).map(({ overlaps }) => overlaps)).toEqual([false, true]);
  });
  it("ends a cell where its section ends", () => {
    expect(gridOf(rows("1x9", "1x1")).flatMap(({ cells }) => cells.map(({ rowSpan }) => rowSpan))).toEqual([
      2, 1,
    ]);
  });
  it("groups the rows that spanning cells tie together", () => {
    const groups = tiedRows(gridOf(rows("1x1 1x1", "1x2 1x1", "1x2", "1x1", "1x1 1x1")));
    expect(groups.map((group) => group.length)).toEqual([1, 3, 1]);
  });
  it("covers every place of a regular table once", () => {
    fc.assert(
      fc.property(randomRows({ columns: 5, rows: 8 }), (table) => {
        const seen = new Map<string, number>();
        for (const { cells, width, overlaps } of gridOf(table)) {
          expect(width).toBe(5);
          expect(overlaps).toBe(false);
          for (const { cell, row, column, rowSpan } of cells)
            for (let r = row; r < row + rowSpan; r++)
              for (let c = column; c < column + cell.colSpan; c++)
                seen.set(`${r} ${c}`, (seen.get(`${r} ${c}`) ?? 0) + 1);
        }
        expect(seen.size).toBe(5 * table.length);
        expect(new Set(seen.values())).toEqual(new Set([1]));
      }),
      { numRuns: 60 },
    );
  });
});
