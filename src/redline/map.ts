import type { Block, Fact, Inline, Link, Marked, Part, Row, Signatory, Span } from "../document/model.ts";

/** What becomes of each part and each leaf of a block; called in reading order, a part before what is in it. */
export interface Mapping {
  /** Blocks, items, rows, cells, facts, signatories and entries of a table of contents. */
  readonly part: <P extends Part>(part: P) => P;
  /** Inlines that hold no others, and footnotes, whose own leaves follow. */
  readonly leaf: (leaf: Inline) => Inline;
  /** Inlines that only hold others; absent: they stay as they are. */
  readonly holder?: (holder: Holder) => Holder;
}

export type Holder = Marked | Span | Link;
export type Leaf = Exclude<Inline, Holder>;

export const isHolder = (inline: Inline): inline is Holder =>
  "children" in inline && inline.kind !== "footnote";

/** A copy of a block with all its parts and leaves mapped. */
export function mapBlock(original: Block, to: Mapping): Block {
  const block = to.part(original);
  const blocks = (all: readonly Block[]) => mapBlocks(all, to);
  const inlines = (all: readonly Inline[]) => mapInlines(all, to);
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return { ...block, children: inlines(block.children) };
    case "list":
      return { ...block, items: block.items.map((item) => withBlocks(item, to)) };
    case "table":
      return {
        ...block,
        ...(block.caption && { caption: inlines(block.caption) }),
        head: block.head.map((row) => mapRow(row, to)),
        rows: block.rows.map((row) => mapRow(row, to)),
      };
    case "facts":
      return {
        ...block,
        rows: block.rows.map((fact) => mapFact(fact, to)),
      };
    case "box":
    case "section":
      return { ...block, children: blocks(block.children) };
    case "columns":
      return { ...block, columns: block.columns.map(blocks) };
    case "signatures":
      return {
        ...block,
        signatories: block.signatories.map((signatory) => mapSignatory(signatory, to)),
      };
    case "figure": {
      const [image = block.image] = inlines([block.image]);
      return {
        ...block,
        image: image.kind === "image" ? image : block.image,
        ...(block.caption && { caption: inlines(block.caption) }),
      };
    }
    case "contents":
      return {
        ...block,
        // without entries its title is not shown
        ...(block.title && block.entries.length > 0 && { title: inlines(block.title) }),
        entries: block.entries.map(to.part),
      };
    case "rule":
    case "pageBreak":
      return block;
    default:
      return block satisfies never;
  }
}

export const mapBlocks = (blocks: readonly Block[], to: Mapping): readonly Block[] =>
  blocks.map((block) => mapBlock(block, to));

export function mapRow(original: Row, to: Mapping): Row {
  const row = to.part(original);
  return { ...row, cells: row.cells.map((cell) => withBlocks(cell, to)) };
}

export function mapFact(original: Fact, to: Mapping): Fact {
  const fact = to.part(original);
  return { ...fact, label: mapInlines(fact.label, to), children: mapBlocks(fact.children, to) };
}

export function mapSignatory(original: Signatory, to: Mapping): Signatory {
  const signatory = to.part(original);
  return {
    ...signatory,
    name: mapInlines(signatory.name, to),
    fields: signatory.fields.map((field) => mapInlines(field, to)),
  };
}

/** A part that holds blocks. */
export function withBlocks<P extends Part & { readonly children: readonly Block[] }>(
  part: P,
  to: Mapping,
): P {
  const mapped = to.part(part);
  return { ...mapped, children: mapBlocks(mapped.children, to) };
}

export const mapInlines = (
  inlines: readonly Inline[],
  to: Pick<Mapping, "leaf" | "holder">,
): readonly Inline[] =>
  inlines.map((inline) => {
    if (!("children" in inline)) return to.leaf(inline);
    const mapped = isHolder(inline) ? (to.holder?.(inline) ?? inline) : to.leaf(inline);
    return "children" in mapped ? { ...mapped, children: mapInlines(mapped.children, to) } : mapped;
  });
