import { createRequire } from "node:module";
import type bidiFactory from "bidi-js";
import { hasRightToLeft } from "../document/direction.ts";
import type { Span } from "./spans.ts";

/**
 * Text in both directions, after UAX #9. A paragraph is cut into spans of one embedding level before it is set
 * (rules P to I), and each finished line is put into drawing order (rule L2). Most paragraphs need neither and
 * pay one test.
 */

/** Whether a paragraph has to be put in order at all; `rtl` says that it runs from right to left itself. */
export const needsOrder = (text: string, rtl: boolean): boolean => rtl || hasRightToLeft(text);

/** Whether text of this level runs from right to left. */
export const runsLeft = (level: number): boolean => level % 2 === 1;

const require = createRequire(import.meta.url);
/** Loaded for the first paragraph that needs it, since most papers have none. */
let bidi: ReturnType<typeof bidiFactory> | undefined;

/** The embedding level of every UTF-16 unit of a paragraph. */
export function levelsOf(text: string, rtl: boolean): Uint8Array {
  bidi ??= (require("bidi-js") as typeof bidiFactory)();
  return bidi.getEmbeddingLevels(text, rtl ? "rtl" : "ltr").levels;
}

/** The spans, cut wherever the level changes; what is not cut stays the same object. */
export function levelled(spans: readonly Span[], text: string, rtl: boolean): Span[] {
  const levels = levelsOf(text, rtl);
  const cut: Span[] = [];
  let start = 0;
  for (const span of spans) {
    const end = start + span.text.length;
    let from = start;
    for (let at = start + 1; at <= end; at++) {
      if (at < end && levels[at] === levels[from]) continue;
      const level = levels[from] ?? 0;
      const whole = from === start && at === end;
      if (whole && level === span.level) cut.push(span);
      else
        cut.push({
          ...span,
          text: text.slice(from, at),
          level,
          note: from === start ? span.note : undefined,
        });
      from = at;
    }
    start = end;
  }
  return cut;
}

/**
 * The order in which the parts of a line are drawn from left to right (rule L2): from the highest level down to
 * the lowest odd one, every sequence of parts of at least that level is turned round. Gives indices.
 */
export function drawingOrder(levels: readonly number[]): number[] {
  const order = levels.map((_, index) => index);
  const lowest = Math.min(...levels.filter(runsLeft));
  for (let level = Math.max(...levels); level >= lowest; level--) {
    for (let at = 0; at < order.length; at++) {
      let end = at;
      while (end < order.length && (levels[order[end] as number] as number) >= level) end++; // both are in bounds
      if (end > at + 1) order.splice(at, end - at, ...order.slice(at, end).reverse());
      at = end;
    }
  }
  return order;
}
