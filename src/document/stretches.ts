import type { Block, Orientation, Section } from "./model.ts";

/** Blocks that share pages of one orientation. */
export interface Stretch {
  readonly orientation: Orientation;
  readonly blocks: readonly Block[];
  /** The section whose blocks these are; absent for what stands between sections. */
  readonly section?: Section;
}

/** A document's blocks, parted where a section begins or ends; page breaks alone make no stretch. */
export function stretchesOf(blocks: readonly Block[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let open: Block[] = [];
  const close = (): void => {
    if (open.some(({ kind }) => kind !== "pageBreak")) found.push({ orientation: "portrait", blocks: open });
    open = [];
  };
  for (const block of blocks) {
    if (block.kind !== "section") {
      open.push(block);
      continue;
    }
    close();
    found.push({ orientation: block.orientation, blocks: block.children, section: block });
  }
  close();
  return found;
}
