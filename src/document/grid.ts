import type { Cell, Row, Table } from "./model.ts";

/** A cell at its place in the grid of its section, rows and columns counted from 0. */
export interface GridCell {
  readonly cell: Cell;
  readonly row: number;
  readonly column: number;
  /** Rows that it covers, never more than the section has left. */
  readonly rowSpan: number;
}

/** A row with what reaches into it. */
export interface GridRow {
  readonly row: Row;
  /** The cells that begin in this row. */
  readonly cells: readonly GridCell[];
  /** Columns filled, those that a cell covers from above among them. */
  readonly width: number;
  /** A cell lies over one that reaches down from above. */
  readonly overlaps: boolean;
}

/**
 * The rows of a section with their cells placed as HTML places them (4.9.12.1): each cell begins in the first
 * column that nothing covers from above.
 */
export function gridOf(rows: readonly Row[]): readonly GridRow[] {
  const coveredTo: number[] = []; // by column, the row where a cell from above has ended
  return rows.map((one, row) => {
    let column = 0;
    let overlaps = false;
    const skip = (): void => {
      while ((coveredTo[column] ?? 0) > row) column++;
    };
    const placed = one.cells.map((cell): GridCell => {
      skip();
      const at = column;
      const rowSpan = Math.min(cell.rowSpan, rows.length - row);
      for (; column < at + cell.colSpan; column++) {
        overlaps ||= (coveredTo[column] ?? 0) > row;
        coveredTo[column] = row + rowSpan;
      }
      return { cell, row, column: at, rowSpan };
    });
    skip();
    return { row: one, cells: placed, width: column, overlaps };
  });
}

/** The rows of a grid in groups: those that a spanning cell ties together, a single row in the usual case. */
export function tiedRows(grid: readonly GridRow[]): readonly (readonly GridRow[])[] {
  const groups: (readonly GridRow[])[] = [];
  for (let from = 0; from < grid.length; ) {
    let to = from + 1;
    for (let row = from; row < to; row++) {
      for (const cell of grid[row]?.cells ?? []) to = Math.max(to, row + cell.rowSpan);
    }
    groups.push(grid.slice(from, to));
    from = to;
  }
  return groups;
}

/**
 * How a cell's text is aligned where it is not a number by its mark: as its column says, a head that stands over
 * several columns of figures in their middle.
 */
export function cellAlign(
  { columns }: Table,
  { cell, column }: GridCell,
  inHead: boolean,
): "start" | "center" | "end" {
  const align = columns[column]?.align ?? "start";
  if (align === "start" || align === "center") return align;
  return inHead && cell.colSpan > 1 ? "center" : "end";
}
