import type { Block, Fact, Heading, HeadingNumber, ListItem, Signatory, Table } from "../document/model.ts";
import { blockLines, inlineText } from "../document/text.ts";
import { type Ledger, marking, note } from "./changes.ts";
import { blocksOf, linesOf, type Unit, unitsOf } from "./chapters.ts";
import { compareEntries } from "./entries.ts";
import { compareInlines } from "./inlines.ts";
import { type Mapping, mapBlocks, mapFact, mapInlines, mapSignatory, withBlocks } from "./map.ts";
import { type Manner, mergeParts } from "./parts.ts";
import { compareRows } from "./rows.ts";

/** The blocks of two revisions as one sequence; what only one of them has bears a mark. */
export const compareBlocks = (
  before: readonly Block[],
  after: readonly Block[],
  ledger: Ledger,
): readonly Block[] => compareUnits(unitsOf(before), unitsOf(after), ledger);

function compareUnits(before: readonly Unit[], after: readonly Unit[], ledger: Ledger): readonly Block[] {
  const manner: Manner<Unit, Block> = {
    // A chapter that the record has no name for goes by its heading's words.
    key: (unit) => (unit.kind === "chapter" ? (unit.heading.key ?? linesOf(unit)[0]) : unit.key),
    lines: linesOf,
    alone: ({ kind }) => kind === "chapter",
    fits: (old, young) => unitsFit(old, young, ledger),
    merge: (old, young) => mergeUnits(old, young, ledger),
    mark: (unit, to) => {
      if (unit.kind === "chapter") ledger.where = titleOf(unit.heading, ledger);
      return mapBlocks(blocksOf(unit), to);
    },
  };
  return mergeParts(before, after, manner, ledger);
}

function unitsFit(before: Unit, after: Unit, ledger: Ledger): boolean {
  if (before.kind === "chapter")
    return after.kind === "chapter" && before.heading.level === after.heading.level;
  if (after.kind === "chapter" || before.kind !== after.kind) return false;
  // A paragraph may change its look and still be the same; what holds others is what its role says.
  if (before.kind !== "paragraph" && before.role !== after.role) return false;
  return comparisonOf(after).fits(before, after, ledger);
}

function mergeUnits(before: Unit, after: Unit, ledger: Ledger): readonly Block[] {
  if (before.kind === "chapter" && after.kind === "chapter")
    return [
      ...mergeHeadings(before.heading, after.heading, ledger),
      ...compareUnits(before.units, after.units, ledger),
    ];
  if (before.kind === "chapter" || after.kind === "chapter") throw new Error("a chapter fits no block");
  return [comparisonOf(after).merge(before, after, ledger)];
}

/**
 * A heading with its changes, its number's among them. One whose number is counted cannot become one that is labelled,
 * or not numbered at all: then the old one stands struck before the new one.
 */
function mergeHeadings(before: Heading, after: Heading, ledger: Ledger): readonly Heading[] {
  ledger.where = titleOf(after, ledger);
  ledger.ids.set(before.id, after.id);
  if (before.number?.automatic !== after.number?.automatic) {
    const titles = { before: titleOf(before, ledger), after: titleOf(after, ledger) };
    const replaced = marking("deleted", () => note(ledger, { kind: "replaced", ...titles }));
    return [markHeading(before, replaced), markHeading(after, marking("inserted"))];
  }
  const number = renumbered(before, after, ledger);
  const children = compareInlines(before.children, after.children, ledger);
  return [{ ...after, ...(number && { number }), children }];
}

const markHeading = (heading: Heading, to: Mapping): Heading => ({
  ...to.part(heading),
  children: mapInlines(heading.children, to),
});

function renumbered(before: Heading, after: Heading, ledger: Ledger): HeadingNumber | undefined {
  const was = before.number?.label;
  if (!after.number || was === undefined || was === after.number.label) return after.number;
  const [old, young] = [ledger.printed.number(before), ledger.printed.number(after)];
  if (old === undefined || young === undefined || old === young) return { ...after.number, was };
  return { ...after.number, was, change: note(ledger, { kind: "renumbered", before: old, after: young }) };
}

const titleOf = (heading: Heading, { printed }: Ledger): string =>
  printed.title(heading, inlineText(heading.children));

/** When two blocks of one kind can be shown as one, and that one. The newer revision's settings hold. */
interface Comparison<B> {
  readonly fits: (before: B, after: B, ledger: Ledger) => boolean;
  readonly merge: (before: B, after: B, ledger: Ledger) => B;
}

type Comparable = Exclude<Block, Heading>;

const COMPARISONS: { readonly [K in Comparable["kind"]]: Comparison<Extract<Block, { kind: K }>> } = {
  paragraph: {
    fits: () => true,
    merge: (before, after, ledger) => ({
      ...after,
      children: compareInlines(before.children, after.children, ledger),
    }),
  },
  list: {
    // What is numbered otherwise is another list: Word counts each by one rule.
    fits: (before, after) => before.marker === after.marker && before.start === after.start,
    merge: (before, after, ledger) => ({
      ...after,
      items: mergeParts(before.items, after.items, items(ledger), ledger),
    }),
  },
  table: {
    fits: (before, after) => before.columns.length === after.columns.length,
    merge: (before, after, ledger) => ({
      ...after,
      ...compareCaptions(before, after, ledger),
      head: compareRows(before.head, after.head, compareBlocks, ledger),
      rows: compareRows(before.rows, after.rows, compareBlocks, ledger),
    }),
  },
  facts: {
    fits: () => true,
    merge: (before, after, ledger) => ({
      ...after,
      rows: mergeParts(before.rows, after.rows, facts(ledger), ledger),
    }),
  },
  box: {
    fits: () => true,
    merge: (before, after, ledger) => ({
      ...after,
      children: compareBlocks(before.children, after.children, ledger),
    }),
  },
  section: {
    fits: (before, after) => before.orientation === after.orientation,
    merge: (before, after, ledger) => ({
      ...after,
      children: compareBlocks(before.children, after.children, ledger),
    }),
  },
  columns: {
    fits: (before, after) => before.columns.length === after.columns.length,
    merge: (before, after, ledger) => ({
      ...after,
      columns: after.columns.map((column, index) =>
        compareBlocks(before.columns[index] ?? [], column, ledger),
      ),
    }),
  },
  signatures: {
    fits: () => true,
    merge: (before, after, ledger) => ({
      ...after,
      signatories: mergeParts(before.signatories, after.signatories, signatories(ledger), ledger),
    }),
  },
  figure: {
    fits: ({ image: old }, { image: young }, ledger) =>
      old.alt === young.alt && ledger.samePicture(old.picture, young.picture),
    merge: (before, after, ledger) => ({ ...after, ...compareCaptions(before, after, ledger) }),
  },
  contents: {
    // Without entries a table of contents shows nothing, not even its title.
    fits: (before, after) => before.entries.length > 0 === after.entries.length > 0,
    merge: (before, after, ledger) => {
      if (after.entries.length === 0) return after;
      const title = compareInlines(before.title ?? [], after.title ?? [], ledger);
      return {
        ...after,
        ...(title.length > 0 && { title }),
        entries: compareEntries(before.entries, after.entries),
      };
    },
  },
  rule: { fits: () => true, merge: (_before, after) => after },
  pageBreak: { fits: () => true, merge: (_before, after) => after },
};

/** The comparison of a block's kind, for two blocks of that kind. */
const comparisonOf = ({ kind }: Comparable): Comparison<Comparable> =>
  COMPARISONS[kind] as Comparison<Comparable>; // the caller has two of one kind

function compareCaptions(
  before: Pick<Table, "caption">,
  after: Pick<Table, "caption">,
  ledger: Ledger,
): Pick<Table, "caption"> {
  const caption = compareInlines(before.caption ?? [], after.caption ?? [], ledger);
  return caption.length > 0 ? { caption } : {};
}

const items = (ledger: Ledger): Manner<ListItem, ListItem> => ({
  key: ({ key }) => key,
  lines: ({ children }) => children.flatMap(blockLines),
  fits: () => true,
  merge: (before, after) => [{ ...after, children: compareBlocks(before.children, after.children, ledger) }],
  mark: (item, to) => [withBlocks(item, to)],
});

const facts = (ledger: Ledger): Manner<Fact, Fact> => ({
  // A fact is what its label says.
  key: ({ key, label }) => key ?? inlineText(label),
  lines: ({ label, children }) => [inlineText(label), ...children.flatMap(blockLines)],
  fits: () => true,
  merge: (before, after) => [
    {
      ...after,
      label: compareInlines(before.label, after.label, ledger),
      children: compareBlocks(before.children, after.children, ledger),
    },
  ],
  mark: (fact, to) => [mapFact(fact, to)],
});

const signatories = (ledger: Ledger): Manner<Signatory, Signatory> => ({
  key: ({ key, name }) => key ?? inlineText(name),
  lines: ({ name, fields }) => [name, ...fields].map(inlineText),
  fits: (before, after) => before.fields.length === after.fields.length,
  merge: (before, after) => [
    {
      ...after,
      name: compareInlines(before.name, after.name, ledger),
      fields: after.fields.map((field, index) => compareInlines(before.fields[index] ?? [], field, ledger)),
    },
  ],
  mark: (signatory, to) => [mapSignatory(signatory, to)],
});
