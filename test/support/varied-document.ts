import type { Block, Cell, Document, Heading, Inline, Row } from "../../src/document/model.ts";
import { type Random, randomOf } from "../bench/random.ts";
import { doc, h } from "./blocks.ts";
import { PICTURES, SEAL } from "./pictures.ts";

/**
 * Two revisions of a document like no other, with every kind of block and inline: the same for the same seed. The
 * second is the first with odd things done to it, now and then another document altogether.
 */
export function variedRevisions(seed: number): { readonly before: Document; readonly after: Document } {
  const random = randomOf(seed);
  const before = written(random);
  return { before, after: random.int(1, 10) === 1 ? written(random) : revised(before, random) };
}

const WORDS = [
  ..."the chair opened lease roof survey 5 6 £420,000 30 April A-14 agreed, not. Ann’s".split(" "),
  ..."会 议 通过 决议 三 票。 （一） 2024年".split(" "),
];

function written(random: Random): Document {
  const state = { random, ids: 0, notes: 0 };
  const contents: Block = { kind: "contents", title: [text(random)], entries: [] };
  const blocks = several(random, 1, 9).map(() => block(state, 0));
  const other = random.int(0, 1) === 0;
  return {
    ...doc(finished([h(1, "top", "The paper"), ...(random.int(0, 1) === 0 ? [] : [contents]), ...blocks])),
    pictures: { ...PICTURES, ...(other && { "plan.svg": SEAL }) },
  };
}

/** The document with words, blocks, items and rows changed, dropped, moved and added here and there. */
function revised(document: Document, random: Random): Document {
  const { int } = random;
  const state = { random, ids: 1000, notes: 100 };
  const seldom = (): boolean => int(1, 8) === 1;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return parts(value.map(walk));
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    const made: Fields = Object.fromEntries(
      Object.entries(value).map(([name, field]) => [name, walk(field)]),
    );
    if (made.kind === "text" && seldom()) return { ...made, text: reworded(String(made.text), random) };
    if (made.kind === "heading" && made.number && seldom()) return { ...made, number: labelOf(random) };
    return made;
  };
  const parts = (list: readonly unknown[]): readonly unknown[] => {
    const kept = list.filter(() => list.length === 1 || !seldom());
    if (!list.every(isLoose)) return list;
    const [first, ...rest] = kept;
    const moved = rest.length > 0 && seldom() ? [...rest, first] : kept;
    const added =
      moved.length > 0 &&
      moved.every(
        (one) => one !== null && typeof one === "object" && "kind" in one && one.kind === "paragraph",
      );
    return added && seldom() ? [...moved, block(state, 2)] : moved;
  };
  const [title, ...rest] = document.blocks;
  const blocks = walk(rest) as readonly Block[]; // the same sorts of things, fewer or more of them
  return { ...document, blocks: finished(title ? [title, ...blocks] : blocks) };
}

type Fields = { [name: string]: unknown };

/** What can be dropped and moved without harm: no cells, columns or rows that a cell ties, nothing but whole parts. */
const isLoose = (one: unknown): boolean => {
  if (typeof one !== "object" || one === null) return false;
  const fields = one as Fields;
  if (Array.isArray(fields.cells))
    return fields.cells.length > 0 && !JSON.stringify(one).includes('"rowSpan":2');
  return (
    ("kind" in fields && fields.kind !== "text") ||
    "items" in fields ||
    ("children" in fields && !("colSpan" in fields))
  );
};

const reworded = (words: string, { int, pick }: Random): string =>
  words
    .split(" ")
    .flatMap((word) => [[word], [], [pick(WORDS)], [word, pick(WORDS)]][int(0, 3)] ?? [])
    .join(" ") || "Ann";

/** Leaves out no level of headings, refers to those that are there, and gives tables of contents their entries. */
function finished(made: readonly Block[]): readonly Block[] {
  let level = 1;
  const blocks = made.map((block): Block => {
    if (block.kind !== "heading" || block.level === 1) return block;
    level = Math.min(block.level, level + 1);
    return { ...block, level: level === 2 ? 2 : 3 };
  });
  const headings = blocks.filter(
    (block) => block.kind === "heading" && block.level > 1,
  ) as readonly Heading[]; // so are they
  const entries = headings.map(({ id, level, number, children }) => ({
    target: id,
    level,
    ...(number && { number }),
    text: plain(children),
  }));
  return JSON.parse(JSON.stringify(blocks), (_, value) => {
    if (value?.kind === "contents") return { ...value, entries };
    if (value?.kind !== "reference") return value;
    const target = headings[value.text.length % Math.max(1, headings.length)];
    return target
      ? { ...value, target: target.id, text: plain(target.children) }
      : { kind: "text", text: value.text };
  });
}

interface State {
  readonly random: Random;
  ids: number;
  notes: number;
}

const several = ({ int }: Random, least: number, most: number): readonly number[] =>
  Array.from({ length: int(least, most) }, (_, index) => index);

const text = ({ int, pick }: Random): Inline => ({
  kind: "text",
  text: Array.from({ length: int(1, 6) }, () => pick(WORDS)).join(" "),
});

const plain = (inlines: readonly Inline[]): string =>
  inlines.map((one) => (one.kind === "text" ? one.text : "")).join("");

function inlines(state: State, depth = 0): readonly Inline[] {
  const { random } = state;
  return several(random, 1, 4).map((index): Inline => {
    const kind = depth > 1 || index === 0 ? 0 : random.int(0, 9);
    const inner = () => inlines(state, depth + 1);
    if (kind === 5) return { kind: "strong", children: inner() };
    if (kind === 6) return { kind: "link", href: "https://example.com", children: [text(random)] };
    if (kind === 7) return { kind: "span", lang: "zh", children: inner() };
    if (kind === 8) return { kind: "lineBreak" };
    if (kind === 9 && depth === 0) return { kind: "footnote", number: ++state.notes, children: inner() };
    if (kind === 4) return { kind: "reference", target: "", show: "title", text: random.pick(WORDS) };
    return text(random);
  });
}

function heading(state: State): Heading {
  const { int } = state.random;
  return {
    kind: "heading",
    level: int(2, 3) === 2 ? 2 : 3,
    id: `h-${++state.ids}`,
    ...(int(0, 2) > 0 && { key: `key-${int(1, 6)}` }),
    ...(int(0, 2) > 0 && { number: labelOf(state.random) }),
    children: [{ kind: "text", text: "On " }, text(state.random)],
  };
}

function labelOf({ int }: Random): NonNullable<Heading["number"]> {
  const value = int(1, 4);
  return { label: String(value), value, automatic: int(0, 3) > 0 };
}

function block(state: State, depth: number): Block {
  const { random } = state;
  const blocks = (least: number) => several(random, least, 2).map(() => block(state, depth + 1));
  const paragraph = (): Block => ({ kind: "paragraph", children: inlines(state) });
  switch (depth > 1 ? 0 : random.int(0, 14)) {
    case 3:
    case 4:
      return depth === 0 ? heading(state) : paragraph();
    case 5:
      return {
        kind: "list",
        marker: random.pick(["disc", "decimal", "none"]),
        start: random.int(1, 2),
        items: several(random, 1, 4).map(() => ({ children: blocks(1) })),
      };
    case 6:
      return table(state, blocks);
    case 7:
      return {
        kind: "facts",
        rows: several(random, 1, 3).map(() => ({ label: [text(random)], children: blocks(1) })),
      };
    case 8:
      return {
        kind: "box",
        ...(random.int(0, 1) === 0 && { key: `box-${random.int(1, 3)}` }),
        children: blocks(1),
      };
    case 9:
      return { kind: "columns", columns: several(random, 1, 3).map(() => blocks(0)) };
    case 10:
      return {
        kind: "signatures",
        signatories: several(random, 1, 3).map(() => ({
          name: [text(random)],
          fields: several(random, 0, 2).map(() => [text(random)]),
        })),
      };
    case 11:
      return {
        kind: "figure",
        image: { kind: "image", picture: random.pick(Object.keys(PICTURES)), alt: plain([text(random)]) },
        ...(random.int(0, 1) === 0 && { caption: [text(random)] }),
      };
    case 12:
      return depth === 0 ? { kind: "rule" } : paragraph();
    case 13:
      return depth === 0 ? { kind: "section", orientation: "landscape", children: blocks(1) } : paragraph();
    case 14:
      return depth === 0 ? { kind: "pageBreak" } : paragraph();
    default:
      return paragraph();
  }
}

function table(state: State, blocks: (least: number) => readonly Block[]): Block {
  const { random } = state;
  const columns = random.int(1, 3);
  const cell = (rowSpan = 1): Cell => ({ colSpan: 1, rowSpan, children: blocks(0) });
  const row = (): Row => ({
    ...(random.int(0, 1) === 0 && { key: `row-${random.int(1, 5)}` }),
    cells: Array.from({ length: columns }, () => cell()),
  });
  const tied = (): readonly Row[] => [
    { cells: [cell(2), ...Array.from({ length: columns - 1 }, () => cell())] },
    { cells: Array.from({ length: columns - 1 }, () => cell()) },
  ];
  return {
    kind: "table",
    ...(random.int(0, 1) === 0 && { caption: [text(random)] }),
    columns: Array.from({ length: columns }, () => ({ align: "start" })),
    head: random.int(0, 1) === 0 ? [row()] : [],
    rows: several(random, 1, 4).flatMap(() => (random.int(0, 4) === 0 && columns > 1 ? tied() : [row()])),
  };
}
