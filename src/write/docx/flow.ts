import { styleNamed } from "../../style/sheet.ts";
import type { Line } from "../../style/theme.ts";
import { twips } from "../../units.ts";
import type { Context } from "./context.ts";
import { on, paragraphXml, valued } from "./elements.ts";
import { type Setting, spaces } from "./look.ts";
import { NO_LIST } from "./numbering.ts";
import { tag } from "./xml.ts";

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
  /** The sequence it is counted in; `NO_LIST` for one that its style would count. */
  readonly numbering?: number;
  readonly breakBefore?: boolean;
  /** Its line is as high as what stands in it: a picture. */
  readonly tall?: boolean;
  /** Begins a box with a rule at its side. */
  readonly opens?: boolean;
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
}

/** Single spacing, in 240ths of a line. */
const SINGLE = 240;
/** Differences below this are not worth a paragraph's own formatting, in points. */
const NEGLIGIBLE = 0.3;

/** Where flows stand: among the document's blocks, or in a cell that stays with what follows or not. */
export type Around = "page" | "cell" | "kept cell";

/** Flows as finished text. A cell ends with a paragraph whose space below counts for nothing. */
export const render = (context: Context, flows: Iterable<Flow>, around: Around): string =>
  [...rendered(context, flows, around)].join("");

/** The same piece by piece, so that a long document need never be in memory as a whole. */
export function* rendered(context: Context, flows: Iterable<Flow>, around: Around): Generator<string> {
  let before: Flow | undefined;
  let flow: Flow | undefined;
  for (const next of flows) {
    if (next.kind === "table" && next.hollow) continue;
    if (flow) yield flowXml(context, { before, flow, next }, around);
    before = flow;
    flow = next;
  }
  yield flow
    ? flowXml(context, { before, flow, next: undefined }, around)
    : spacer(context, 0, around === "kept cell");
}

interface Neighbours {
  readonly before: Flow | undefined;
  readonly flow: Flow;
  readonly next: Flow | undefined;
}

function flowXml(context: Context, { before, flow, next }: Neighbours, around: Around): string {
  const cell = around !== "page";
  const kept = around === "kept cell";
  // as on our own pages, nothing stands above the first line of the paper
  const gap = before || cell ? Math.max(0, (before?.below ?? 0) + flow.above) : 0;
  if (flow.kind === "table") {
    // two tables that touch become one
    const parting = before?.kind === "table" ? spacer(context, gap, kept || before.keepNext) : "";
    return parting + flow.make(kept || flow.keepNext) + (next ? "" : spacer(context, 0, kept));
  }
  const own = spaces(context.sheet, styleNamed(context.sheet, flow.rule), flow.setting);
  // Word draws the rules of two boxes that touch as one
  const parted = flow.opens === true && before?.kind === "paragraph" && before.setting.bar !== undefined;
  const met = !parted && before?.kind === "paragraph" ? afterOf(context, before, flow, cell) : 0;
  const after = afterOf(context, flow, next, cell);
  const spacing = {
    ...(Math.abs(Math.max(own.before, met) - (parted ? 0 : gap)) > NEGLIGIBLE && {
      "w:before": parted ? 0 : twips(gap),
    }),
    ...(Math.abs(after - own.after) > NEGLIGIBLE && { "w:after": twips(after) }),
    ...(flow.tall && { "w:line": SINGLE, "w:lineRule": "auto" }),
  };
  const paragraph = paragraphXml(
    {
      pStyle: valued("w:pStyle", context.styles.paragraph(flow.rule, flow.setting)),
      ...((kept || (flow.keepNext && !alreadyKept(context, flow))) && { keepNext: on("w:keepNext") }),
      ...(flow.keepLines && !alreadyWhole(context, flow) && { keepLines: on("w:keepLines") }),
      ...(flow.breakBefore && { pageBreakBefore: on("w:pageBreakBefore") }),
      ...(flow.numbering !== undefined && { numPr: numberXml(flow.numbering) }),
      ...(flow.rtl && { bidi: on("w:bidi") }),
      ...(Object.keys(spacing).length > 0 && { spacing: tag("w:spacing", spacing) }),
    },
    flow.children,
  );
  return parted ? spacer(context, gap, kept || before.keepNext) + paragraph : paragraph;
}

const numberXml = (list: number): string =>
  `<w:numPr>${list === NO_LIST ? "" : valued("w:ilvl", 0)}${valued("w:numId", list)}</w:numPr>`;

const alreadyKept = (context: Context, { rule, setting }: FlowParagraph): boolean =>
  styleNamed(context.sheet, rule).keepNext || setting.outline !== undefined;

const alreadyWhole = (context: Context, { rule, setting }: FlowParagraph): boolean =>
  styleNamed(context.sheet, rule).keepTogether || setting.outline !== undefined;

/** The space that a paragraph has below it: a table cannot keep its own distance. */
function afterOf(context: Context, flow: FlowParagraph, next: Flow | undefined, cell: boolean): number {
  if (next?.kind === "table") return Math.max(0, flow.below + next.above);
  if (!next && cell) return 0;
  return spaces(context.sheet, styleNamed(context.sheet, flow.rule), flow.setting).after;
}

/** Nothing but a distance: what Word wants between tables and at the end of a cell. */
const spacer = (context: Context, gap: number, keepNext: boolean): string =>
  paragraphXml(
    {
      pStyle: valued("w:pStyle", context.styles.spacer()),
      ...(keepNext && { keepNext: on("w:keepNext") }),
      ...(gap > 1 && { spacing: tag("w:spacing", { "w:before": twips(gap - 1) }) }),
    },
    "",
  );

/** The last paragraph of a section that is not the last; it takes up no room. */
export const sectionEnd = (context: Context, properties: string): string =>
  paragraphXml({ pStyle: valued("w:pStyle", context.styles.spacer()), sectPr: properties }, "");
