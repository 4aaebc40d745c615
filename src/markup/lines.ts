import type { Origin } from "./element.ts";

/** Leads from an offset in a text to its place (line and column from 1) and that whole line. */
export type Locate = (offset: number, length?: number) => Origin;

/** Prepares a text for looking up offsets; each look-up costs the logarithm of the number of lines. */
export function locator(text: string, file: string): Locate {
  const starts = lineStarts(text);
  return (offset, length) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? 0;
    const next = starts[low + 1];
    const place = { file, line: low + 1, column: offset - start + 1, ...(length ? { length } : {}) };
    return { place, excerpt: text.slice(start, next === undefined ? undefined : next - 1) };
  };
}

/** The offset at which each line begins. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}
