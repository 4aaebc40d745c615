import type { Block, Heading } from "../document/model.ts";
import { blockLines, inlineText } from "../document/text.ts";

/** A heading with all that stands under it: what moves as one. */
export interface Chapter {
  readonly kind: "chapter";
  readonly heading: Heading;
  readonly units: readonly Unit[];
}
export type Unit = Chapter | Exclude<Block, Heading>;

/** Blocks in chapters, each up to the next heading of its level or one above. */
export function unitsOf(blocks: readonly Block[]): readonly Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < blocks.length; ) {
    const block = blocks[at++] as Block; // within bounds
    if (block.kind !== "heading") {
      units.push(block);
      continue;
    }
    const start = at;
    while (at < blocks.length && !closes(blocks[at], block)) at++;
    units.push({ kind: "chapter", heading: block, units: unitsOf(blocks.slice(start, at)) });
  }
  return units;
}

const closes = (block: Block | undefined, { level }: Heading): boolean =>
  block?.kind === "heading" && block.level <= level;

export const blocksOf = (unit: Unit): readonly Block[] =>
  unit.kind === "chapter" ? [unit.heading, ...unit.units.flatMap(blocksOf)] : [unit];

/** What a unit says, but for the numbers of headings, which depend on what stands before. */
export const linesOf = (unit: Unit): readonly string[] =>
  unit.kind === "chapter"
    ? [inlineText(unit.heading.children), ...unit.units.flatMap(linesOf)]
    : blockLines(unit);
