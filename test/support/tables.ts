import fc from "fast-check";
import type { Block, Cell, Row } from "../../src/document/model.ts";

interface TableSettings {
  readonly columns: number;
  /** The most rows. */
  readonly rows: number;
  /** What cells hold; nothing when absent. */
  readonly contents?: fc.Arbitrary<readonly Block[]>;
}

/** Rows of a regular table with cells that span columns and rows at random. Every row begins a cell of its own. */
export const randomRows = ({ columns, rows, contents }: TableSettings): fc.Arbitrary<Row[]> =>
  fc
    .record({
      count: fc.integer({ min: 1, max: rows }),
      spans: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })), {
        minLength: 1,
        maxLength: 20,
      }),
      cells: fc.array(contents ?? fc.constant([]), { minLength: 1, maxLength: 20 }),
    })
    .map(({ count, spans, cells }) => {
      const coveredTo = Array.from({ length: columns }, () => 0);
      let drawn = 0;
      return Array.from({ length: count }, (_, row): Row => {
        const made: Cell[] = [];
        for (let column = 0; column < columns; ) {
          if ((coveredTo[column] ?? 0) > row) {
            column++;
            continue;
          }
          const [wide, high] = spans[drawn % spans.length] ?? [1, 1];
          let colSpan = 1;
          while (colSpan < wide && column + colSpan < columns && (coveredTo[column + colSpan] ?? 0) <= row)
            colSpan++;
          // The first column never spans rows, so that no row is left without a cell.
          const rowSpan = column === 0 ? 1 : Math.min(high, count - row);
          for (let i = 0; i < colSpan; i++) coveredTo[column + i] = row + rowSpan;
          made.push({ colSpan, rowSpan, children: cells[drawn % cells.length] ?? [] });
          column += colSpan;
          drawn++;
        }
        return { cells: made };
      });
    });
