import type { Revision } from "../../document/model.ts";
import { styleNamed } from "../../style/sheet.ts";
import type { Line } from "../../style/theme.ts";
import type { Context } from "./context.ts";
import { on, paragraphXml, valued } from "./elements.ts";
import { FLAT_LINE, type Setting, spaces } from "./look.ts";
import { type ListPlace, listXml } from "./numbering.ts";
import { trackedMark } from "./tracked.ts";

/**
 * What stands one below the other, with the space it asks for above and below. Spaces add up in our model;
 * Word takes the larger of two that meet. So gaps are settled here, where both neighbours are known.
 */
export type Flow = FlowParagraph | FlowTable;
export interface FlowParagraph {
  readonly kind: "paragraph";
  /** Name of the style. */
  readonly rule: string;
  readonly setting: Setting;
  readonly above: number;
  readonly below: number;
  readonly keepNext: boolean;
  readonly keepLines: boolean;
  /** Its runs, finished. */
  readonly children: string;
  /** Its lines begin at the right. */
  readonly rtl?: boolean;
  /** The list it is counted in, where its style does not say so. */
  readonly list?: ListPlace;
  readonly breakBefore?: boolean;
  /** What opens before it or closes after it: an element around several paragraphs. */
  readonly within?: { readonly opening?: string; readonly closing?: string };
  /** Begins a box with a rule at its side. */
  readonly opens?: boolean;
  /** In a comparison, which revision alone has the paragraph. */
  readonly revision?: Revision;
}
export interface FlowTable {
  readonly kind: "table";
  readonly above: number;
  readonly below: number;
  readonly keepNext: boolean;
  /** It has no cell: Word takes no table without rows. */
  readonly hollow: boolean;
  /** Makes the table; told whether its last row must stay with what follows. */
  readonly make: (keepNext: boolean) => string;
}

/** Where blocks are written. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Width between the two. */
  readonly measure: number;
  readonly bar?: { readonly line: Line; readonly at: number };
  readonly lang: string;
  /** Style of paragraphs that name no role. */
  readonly text: string;
  readonly align?: "center" | "end";
  /** A number whose decimal mark stands so far from the left. */
  readonly decimal?: number;
  readonly gap?: number;
  /** How many lists it is in. */
  readonly lists?: number;
  /**
   * In a row that stays on one page. What is in it need not be told to: LibreOffice takes minutes to lay out rows that
   * stay whole inside others that do.
   */
  readonly whole?: boolean;
}

/** Differences below this are not worth a style of their own, in points. */
const NEGLIGIBLE = 0.5;
/**
 * Headings keep the spaces of their style unless they are far off, and always at the beginning of the paper: who
 * changes the style changes them all.
 */
const NEGLIGIBLE_AT_HEADING = 8;

/** Where flows stand: among the document's blocks, or in a cell that stays with what follows or not. */
export type Around = "page" | "cell" | "kept cell";

/** Flows as finished text. A cell ends with a paragraph whose space below counts for nothing. */
export const render = (context: Context, flows: Iterable<Flow>, around: Around): string =>
  [...rendered(context, flows, around)].join("");

/** The same piece by piece, so that a long document need never be in memory as a whole. */
export function* rendered(context: Context, flows: Iterable<Flow>, around: Around): Generator<string> {
  let before: Flow | undefined;
  let flow: Flow | undefined;
  let anchored = false;
  let above: Neighbours["above"] = { inserted: undefined, deleted: undefined };
  for (const next of flows) {
    if (next.kind === "table" && next.hollow) continue;
    if (flow) yield flowXml(context, { before, flow, next, anchored, above }, around);
    anchored = next.kind === "paragraph" && (anchored || next.revision === undefined);
    above = {
      inserted: flow && isIn(flow, "inserted") ? flow : above.inserted,
      deleted: flow && isIn(flow, "deleted") ? flow : above.deleted,
    };
    before = flow;
    flow = next;
  }
  yield flow
    ? flowXml(context, { before, flow, next: undefined, anchored, above }, around)
    : spacer(context, 0, around === "kept cell");
}

interface Neighbours {
  readonly before: Flow | undefined;
  readonly flow: Flow;
  readonly next: Flow | undefined;
  /** Whether a paragraph stands between it and the table before, if any, that is in both revisions of the paper. */
  readonly anchored: boolean;
  /** What stands above it in the newer revision, from which things are inserted, and in the older one. */
  readonly above: Readonly<Record<Revision, Flow | undefined>>;
}

/** Whether the newer or the older revision has it. */
const isIn = (flow: Flow, revision: Revision): boolean =>
  flow.kind === "table" || flow.revision === undefined || flow.revision === revision;

/** The revisions in which a box stands right below another: Word draws the rules of two that touch as one. */
const touching = (flow: FlowParagraph, above: Neighbours["above"]): readonly Revision[] =>
  REVISIONS.filter((revision) => {
    const other = above[revision];
    return (
      flow.opens && isIn(flow, revision) && other?.kind === "paragraph" && other.setting.bar !== undefined
    );
  });
const REVISIONS = ["inserted", "deleted"] as const satisfies readonly Revision[];

/**
 * A flow between its neighbours. Where only a paragraph that comes or goes would part two tables, or end a cell, its
 * words come or go and it stays: Word would join the tables, and takes no cell that ends without a paragraph.
 */
function flowXml(
  context: Context,
  { before, flow, next, anchored, above }: Neighbours,
  around: Around,
): string {
  const cell = around !== "page";
  const kept = around === "kept cell";
  // as on our own pages, nothing stands above the first line of the paper
  const gap = before || cell ? Math.max(0, (before?.below ?? 0) + flow.above) : 0;
  if (flow.kind === "table") {
    // two tables that touch become one
    const parting = before?.kind === "table" ? spacer(context, gap, kept || before.keepNext) : "";
    return parting + flow.make(kept || flow.keepNext) + (next ? "" : spacer(context, 0, kept));
  }
  const boxes = touching(flow, above);
  const parted = boxes.length > 0;
  const setting = settled(context, parted ? undefined : before, flow, next, parted ? 0 : gap, cell);
  const paragraph = paragraphXml(
    {
      pStyle: valued("w:pStyle", context.styles.paragraph(flow.rule, setting)),
      ...((kept || (flow.keepNext && !alreadyKept(context, flow))) && { keepNext: on("w:keepNext") }),
      ...(flow.keepLines && !alreadyWhole(context, flow) && { keepLines: on("w:keepLines") }),
      ...(flow.breakBefore && { pageBreakBefore: on("w:pageBreakBefore") }),
      ...(flow.list && { numPr: listXml(flow.list) }),
      ...(flow.rtl && { bidi: on("w:bidi") }),
      ...(flow.revision &&
        (next?.kind === "paragraph" || (next && anchored)) && {
          rPr: markXml(context, flow.revision),
        }),
    },
    flow.children,
  );
  const whole = (flow.within?.opening ?? "") + paragraph + (flow.within?.closing ?? "");
  if (!parted) return whole;
  // the empty line between them is in the revisions in which they touch
  const [revision] = boxes.length === REVISIONS.length ? [] : boxes;
  return spacer(context, gap, kept || before?.keepNext === true, revision) + whole;
}

const alreadyKept = (context: Context, { rule, setting }: FlowParagraph): boolean =>
  styleNamed(context.sheet, rule).keepNext || setting.outline !== undefined;

const alreadyWhole = (context: Context, { rule, setting }: FlowParagraph): boolean =>
  styleNamed(context.sheet, rule).keepTogether || setting.outline !== undefined;

/** The setting with the spaces that the neighbours ask for, where those of the style would not do. */
function settled(
  context: Context,
  before: Flow | undefined,
  flow: FlowParagraph,
  next: Flow | undefined,
  gap: number,
  cell: boolean,
): Setting {
  const own = spacesOf(context, flow);
  const above = before?.kind === "paragraph" ? afterOf(context, before, flow, cell) : 0;
  const off = Math.max(own.before, above) - gap;
  const heading = flow.setting.outline !== undefined;
  const after = afterOf(context, flow, next, cell);
  const changesBefore =
    Math.abs(off) >
    (!heading ? NEGLIGIBLE : before || cell ? NEGLIGIBLE_AT_HEADING : Number.POSITIVE_INFINITY);
  const changesAfter = Math.abs(after - own.after) > NEGLIGIBLE;
  if (!changesBefore && !changesAfter) return flow.setting;
  return {
    ...flow.setting,
    ...(changesBefore && { before: rounded(gap) }),
    ...(changesAfter && { after: rounded(after) }),
  };
}

/** To half points, so that a few styles do for many neighbours. */
const rounded = (points: number): number => Math.round(points * 2) / 2;

const spacesOf = (context: Context, { rule, setting }: FlowParagraph) =>
  spaces(context.sheet, styleNamed(context.sheet, rule), setting);

/**
 * The space that a paragraph has below it: its style's, or all that is to be between it and what follows where that is
 * more than the two have by themselves. A table cannot keep its own distance.
 */
function afterOf(context: Context, flow: FlowParagraph, next: Flow | undefined, cell: boolean): number {
  const own = spacesOf(context, flow).after;
  if (!next) return cell ? 0 : own;
  const gap = Math.max(0, flow.below + next.above);
  if (next.kind === "table") return gap;
  if (next.opens && flow.setting.bar) return own; // an empty line parts them
  const negligible = flow.setting.outline === undefined ? NEGLIGIBLE : NEGLIGIBLE_AT_HEADING;
  return gap > Math.max(own, spacesOf(context, next).before) + negligible ? gap : own;
}

/** Nothing but a distance: what Word wants between tables and at the end of a cell. */
const spacer = (context: Context, gap: number, keepNext: boolean, revision?: Revision): string =>
  paragraphXml(
    {
      pStyle: valued("w:pStyle", context.styles.spacer(rounded(gap - FLAT))),
      ...(keepNext && { keepNext: on("w:keepNext") }),
      ...(revision && { rPr: markXml(context, revision) }),
    },
    "",
  );
/** Height of the empty line itself. */
const FLAT = FLAT_LINE / 20;

/** The properties of a paragraph's mark that comes or goes. */
const markXml = (context: Context, revision: Revision): string =>
  `<w:rPr>${trackedMark(context, revision)}</w:rPr>`;

/** The last paragraph of a section that is not the last; it takes up no room. */
export const sectionEnd = (context: Context, properties: string): string =>
  paragraphXml({ pStyle: valued("w:pStyle", context.styles.spacer(0)), sectPr: properties }, "");
