import { Paragraph, type ParagraphChild, type Table } from "docx";
import { styleNamed } from "../../style/sheet.ts";
import type { Line } from "../../style/theme.ts";
import { twips } from "../../units.ts";
import type { Context } from "./context.ts";
import { type Setting, spaces } from "./look.ts";

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
  readonly children: readonly ParagraphChild[];
  /** Its lines begin at the right. */
  readonly rtl?: boolean;
  /** The sequence it is counted in; `false` for one that its style would count. */
  readonly numbering?: string | false;
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
  readonly make: (keepNext: boolean) => Table;
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

/** Flows as what docx writes. `cell` ends with a paragraph whose space below counts for nothing. */
export function render(context: Context, asked: readonly Flow[], cell: boolean): (Paragraph | Table)[] {
  const flows = asked.filter((flow) => flow.kind !== "table" || !flow.hollow);
  const made: (Paragraph | Table)[] = [];
  flows.forEach((flow, index) => {
    const before = flows[index - 1];
    const next = flows[index + 1];
    // as on our own pages, nothing stands above the first line of the paper
    const gap = before || cell ? Math.max(0, (before?.below ?? 0) + flow.above) : 0;
    if (flow.kind === "table") {
      // two tables that touch become one
      if (before?.kind === "table") made.push(spacer(context, gap, before.keepNext));
      made.push(flow.make(flow.keepNext));
      if (!next) made.push(spacer(context, 0, false));
      return;
    }
    const own = spaces(context.sheet, styleNamed(context.sheet, flow.rule), flow.setting);
    // Word draws the rules of two boxes that touch as one
    const parted = flow.opens === true && before?.kind === "paragraph" && before.setting.bar !== undefined;
    if (parted) made.push(spacer(context, gap, before.keepNext));
    const met = !parted && before?.kind === "paragraph" ? afterOf(context, flows, index - 1, cell) : 0;
    const after = afterOf(context, flows, index, cell);
    const spacing = {
      ...(Math.abs(Math.max(own.before, met) - (parted ? 0 : gap)) > NEGLIGIBLE && {
        before: parted ? 0 : twips(gap),
      }),
      ...(Math.abs(after - own.after) > NEGLIGIBLE && { after: twips(after) }),
      ...(flow.tall && { line: SINGLE, lineRule: "auto" as const }),
    };
    made.push(
      new Paragraph({
        style: context.styles.paragraph(flow.rule, flow.setting),
        ...(Object.keys(spacing).length > 0 && { spacing }),
        ...(flow.keepNext && !alreadyKept(context, flow) && { keepNext: true }),
        ...(flow.keepLines && !alreadyWhole(context, flow) && { keepLines: true }),
        ...(flow.rtl && { bidirectional: true }),
        ...(flow.breakBefore && { pageBreakBefore: true }),
        ...(flow.numbering !== undefined && {
          numbering: flow.numbering === false ? false : { reference: flow.numbering, level: 0 },
        }),
        children: flow.children,
      }),
    );
  });
  if (made.length === 0) made.push(spacer(context, 0, false));
  return made;
}

const alreadyKept = (context: Context, { rule, setting }: FlowParagraph): boolean =>
  styleNamed(context.sheet, rule).keepNext || setting.outline !== undefined;

const alreadyWhole = (context: Context, { rule, setting }: FlowParagraph): boolean =>
  styleNamed(context.sheet, rule).keepTogether || setting.outline !== undefined;

/** The space that a paragraph has below it: a table cannot keep its own distance. */
function afterOf(context: Context, flows: readonly Flow[], index: number, cell: boolean): number {
  const flow = flows[index];
  if (flow?.kind !== "paragraph") return 0;
  const next = flows[index + 1];
  if (next?.kind === "table") return Math.max(0, flow.below + next.above);
  if (!next && cell) return 0;
  return spaces(context.sheet, styleNamed(context.sheet, flow.rule), flow.setting).after;
}

/** Nothing but a distance: what Word wants between tables and at the end of a cell. */
function spacer(context: Context, gap: number, keepNext: boolean): Paragraph {
  return new Paragraph({
    style: context.styles.spacer(),
    ...(gap > 1 && { spacing: { before: twips(gap - 1) } }),
    ...(keepNext && { keepNext }),
  });
}
