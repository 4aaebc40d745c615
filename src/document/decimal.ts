import { gridOf } from "./grid.ts";
import type { Cell, Paragraph, Table } from "./model.ts";
import { inlineText } from "./text.ts";

/**
 * Where the decimal mark of a text's first number stands, or would stand after its last whole digit, in UTF-16
 * units; absent for a text without digits. Digits may be grouped by the other mark, by an apostrophe or by a space
 * that does not break: `1,234.50`, `12 %` and `1.234,5` (German) have it at 5, 2 and 5.
 */
export function decimalOffset(text: string, lang: string): number | undefined {
  const found = NUMBER.exec(text);
  if (!found) return undefined;
  const [number] = found;
  const mark = decimalMark(lang);
  const at = number.lastIndexOf(mark);
  // A mark that comes twice groups digits, or parts a date or a code.
  const isDecimal = at >= 0 && number.indexOf(mark) === at;
  return found.index + (isDecimal ? at : number.length);
}

const NUMBER = /\p{Nd}(?:[.,'’\u00a0\u202f]?\p{Nd})*|[.,]\p{Nd}+/u;

/** The lengths of what stands before a number's decimal mark and of what stands from it on. */
export interface Decimal {
  readonly before: number;
  readonly after: number;
}
/** The numbers in a table's decimal columns, and for each such column the greatest length on either side. */
export interface Decimals {
  readonly numbers: ReadonlyMap<Cell, Decimal>;
  readonly columns: readonly (Decimal | undefined)[];
}

const NONE: Decimals = { numbers: new Map(), columns: [] };

/**
 * Finds the numbers of a table's body that are to be aligned: those of cells with one paragraph and nothing else.
 * `measure` tells the lengths of a paragraph's text before and after an offset, in the caller's own unit.
 */
export function decimalsOf(
  table: Table,
  lang: string,
  measure: (paragraph: Paragraph, text: string, offset: number) => Decimal,
): Decimals {
  if (!table.columns.some(({ align }) => align === "decimal")) return NONE;
  const numbers = new Map<Cell, Decimal>();
  const columns: (Decimal | undefined)[] = table.columns.map(() => undefined);
  for (const { cell, column } of gridOf(table.rows).flatMap(({ cells }) => cells)) {
    const [paragraph, ...more] = cell.children;
    if (table.columns[column]?.align !== "decimal" || cell.colSpan > 1) continue;
    if (paragraph?.kind !== "paragraph" || more.length > 0) continue;
    const text = inlineText(paragraph.children);
    const offset = decimalOffset(text, paragraph.lang ?? lang);
    if (offset === undefined) continue;
    const number = measure(paragraph, text, offset);
    const widest = columns[column] ?? { before: 0, after: 0 };
    numbers.set(cell, number);
    columns[column] = {
      before: Math.max(widest.before, number.before),
      after: Math.max(widest.after, number.after),
    };
  }
  return { numbers, columns };
}

const marks = new Map<string, string>();

function decimalMark(lang: string): string {
  let mark = marks.get(lang);
  if (mark === undefined) {
    const parts = new Intl.NumberFormat(lang).formatToParts(0.5);
    mark = parts.find(({ type }) => type === "decimal")?.value ?? ".";
    marks.set(lang, mark);
  }
  return mark;
}
