import { gridOf, tiedRows } from "../document/grid.ts";
import type { Block, Row } from "../document/model.ts";
import { blockLines } from "../document/text.ts";
import type { Ledger } from "./changes.ts";
import { mapRow } from "./map.ts";
import { mergeParts } from "./parts.ts";

/** Rows that a spanning cell ties together, a single one in the usual case: they come and go together. */
type Group = readonly Row[];

/** The rows of a table's head or body. `compareBlocks` compares what two cells hold. */
export function compareRows(
  before: readonly Row[],
  after: readonly Row[],
  compareBlocks: (before: readonly Block[], after: readonly Block[], ledger: Ledger) => readonly Block[],
  ledger: Ledger,
): readonly Row[] {
  const merge = (old: Row, young: Row): Row => ({
    ...young,
    cells: young.cells.map((cell, index) => ({
      ...cell,
      children: compareBlocks(old.cells[index]?.children ?? [], cell.children, ledger),
    })),
  });
  return mergeParts<Group, Row>(
    groupsOf(before),
    groupsOf(after),
    {
      key: (group) => group[0]?.key,
      lines: (group) =>
        group.flatMap(({ cells }) => cells.flatMap(({ children }) => children.flatMap(blockLines))),
      fits: haveOneShape,
      merge: (olds, news) => news.map((row, index) => merge(olds[index] ?? row, row)),
      mark: (group, to) => group.map((row) => mapRow(row, to)),
    },
    ledger,
  );
}

function groupsOf(rows: readonly Row[]): readonly Group[] {
  let from = 0;
  return tiedRows(gridOf(rows)).map(({ length }) => {
    from += length;
    return rows.slice(from - length, from);
  });
}

/** Cells of the same spans and duties at the same places; what is in them may differ. */
function haveOneShape(before: Group, after: Group): boolean {
  const shape = (group: Group): string =>
    JSON.stringify(
      group.map(({ cells }) => cells.map(({ header, colSpan, rowSpan }) => [header, colSpan, rowSpan])),
    );
  return shape(before) === shape(after);
}
