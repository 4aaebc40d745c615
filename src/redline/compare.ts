import { isDeepStrictEqual } from "node:util";
import type { Block, Document, Part } from "../document/model.ts";
import type { Pictures } from "../picture/picture.ts";
import { compareBlocks } from "./blocks.ts";
import type { Change, HeadingPrint, Ledger } from "./changes.ts";
import { type Mapping, mapBlocks } from "./map.ts";

/** The newer revision of a paper with marks on what is new in it, and with what the older one had besides. */
export interface Comparison {
  readonly document: Document;
  /** The changes in reading order; none when both say the same. */
  readonly changes: readonly Change[];
}

/**
 * Compares the body of a paper with that of an earlier revision. Leaving out what is deleted gives the words of the
 * newer one, leaving out what is inserted those of the older one. Looks are the newer one's, and so are title, page
 * furniture and file properties. Ids stay unique: a deleted heading whose id is in use gets another.
 */
export function compare(before: Document, after: Document, printed: HeadingPrint): Comparison {
  const ledger: Ledger = {
    changes: [],
    where: undefined,
    ids: new Map(),
    printed,
    samePicture: (old, young) =>
      old === young && isDeepStrictEqual(before.pictures?.[old], after.pictures?.[young]),
  };
  const merged = compareBlocks(mapBlocks(before.blocks, BARE), after.blocks, ledger);
  const { blocks, pictures } = settled(merged, before.pictures ?? {}, after.pictures ?? {}, ledger.ids);
  return {
    document: { ...after, blocks, ...(Object.keys(pictures).length > 0 && { pictures }) },
    changes: ledger.changes,
  };
}

/** The older revision's words without its editor's notes and blanks: those of the newer one are to be read and filled in. */
const BARE: Mapping = {
  part: (part) => part,
  leaf: (leaf) => leaf,
  holder: (holder) => {
    if (holder.kind !== "span") return holder;
    const { note: _note, blank: _blank, ...span } = holder;
    return span;
  },
};

/** Gives what is deleted a name of its own where the newer revision uses it, and leads references there. */
function settled(
  merged: readonly Block[],
  before: Pictures,
  after: Pictures,
  ids: ReadonlyMap<string, string>,
): { readonly blocks: readonly Block[]; readonly pictures: Pictures } {
  const taken = new Set(headingIds(merged, undefined));
  const own = new Map(headingIds(merged, "deleted").map((id) => [id, fresh(id, taken)]));
  const pictures = new Map(Object.entries(after));
  const names = new Map<string, string>();
  const pictureOf = (name: string): string => {
    let found = names.get(name);
    const picture = before[name];
    if (found === undefined && picture) {
      found = isDeepStrictEqual(picture, after[name]) ? name : fresh(name, new Set(pictures.keys()));
      pictures.set(found, picture);
      names.set(name, found);
    }
    return found ?? name;
  };
  const targetOf = (id: string): string => ids.get(id) ?? own.get(id) ?? id;
  const blocks = mapBlocks(merged, {
    part: (part) => (part.revision === "deleted" ? { ...part, ...led(part, own, targetOf) } : part),
    leaf: (leaf) => {
      if (leaf.revision !== "deleted") return leaf;
      if (leaf.kind === "reference") return { ...leaf, target: targetOf(leaf.target) };
      return leaf.kind === "image" ? { ...leaf, picture: pictureOf(leaf.picture) } : leaf;
    },
  });
  return { blocks, pictures: Object.fromEntries(pictures) };
}

/** Headings have ids; entries of a table of contents have targets. */
type Led = Part & { readonly id?: unknown; readonly target?: unknown };

function led({ id, target }: Led, own: ReadonlyMap<string, string>, targetOf: (id: string) => string) {
  if (typeof id === "string") return { id: own.get(id) ?? id };
  return typeof target === "string" ? { target: targetOf(target) } : {};
}

/** The ids of the headings that bear a mark, or of those that do not or are inserted. */
function headingIds(blocks: readonly Block[], revision: "deleted" | undefined): readonly string[] {
  const found: string[] = [];
  const gather = (part: Led): void => {
    if (typeof part.id === "string" && (part.revision === "deleted") === (revision === "deleted"))
      found.push(part.id);
  };
  mapBlocks(blocks, {
    part: (part) => {
      gather(part);
      return part;
    },
    leaf: (leaf) => leaf,
  });
  return found;
}

/** A name that is not taken yet, like the one that is wished for. */
function fresh(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let n = 1; taken.has(name); n++) name = `${wish}-before${n > 1 ? n : ""}`;
  taken.add(name);
  return name;
}
