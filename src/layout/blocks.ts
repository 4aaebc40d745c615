import type {
  Block,
  Box,
  Columns,
  Facts,
  Heading,
  HeadingNumber,
  List,
  Paragraph,
  Rule,
  Signatures,
} from "../document/model.ts";
import { labelOf } from "../style/heading-number.ts";
import { characterStyle, type Style, styleName, styleNamed, varied } from "../style/sheet.ts";
import { setContents } from "./contents.ts";
import { addElement, type Context } from "./context.ts";
import { setFigure } from "./figure.ts";
import {
  type Frame,
  isBare,
  padded,
  ruled,
  ruleItem,
  setLines,
  setText,
  tableRules,
  widthOf,
} from "./frame.ts";
import {
  BOUND,
  boundToNext,
  FREE,
  fused,
  keptTogether,
  type Slab,
  sideBySide,
  spaced,
  TOGETHER,
  withFirst,
  withItems,
  withLast,
} from "./galley.ts";
import { setNames } from "./names.ts";
import { ARTIFACT, type PageItem } from "./page.ts";
import { flatten, revisedSpan, type Span, spanOf } from "./spans.ts";
import { setTable } from "./table.ts";

/** Makes slabs of one block. */
export type SetBlock = (context: Context, block: Block, style: Style, frame: Frame) => Slab[];

/** Blocks one below the other. Spaces above and below add up. `setOne` makes each of them, in some way of its own. */
export function stack(
  context: Context,
  blocks: readonly Block[],
  frame: Frame,
  setOne: SetBlock = setBlock,
): Slab[] {
  const slabs: Slab[] = [];
  for (const some of stacked(context, blocks, frame, setOne)) for (const slab of some) slabs.push(slab);
  return slabs;
}

/** The same, in pieces that come as the blocks are set: only the next signatures may still change the last slabs. */
export function* stacked(
  context: Context,
  blocks: readonly Block[],
  frame: Frame,
  setOne: SetBlock = setBlock,
): Generator<readonly Slab[], void, undefined> {
  const held: Slab[] = [];
  let space = 0;
  for (const block of blocks) {
    const named = styleNamed(context.sheet, styleName(block, frame.text));
    const { align, figures } = frame;
    const style =
      align || figures ? varied(named, { ...(align && { align }), ...(figures && { figures }) }) : named;
    const element = context.elements.length;
    const set = setOne(context, block, style, { ...frame, lang: block.lang ?? frame.lang });
    if (block.lang !== undefined && block.lang !== frame.lang) speak(context, element, block.lang);
    if (set.length === 0) continue;
    if (block.kind === "signatures") bindTail(held);
    // A page break takes no space of its own, or it could not stand on the page that it ends.
    held.push(...(block.kind === "pageBreak" ? set : spaced(set, space + style.before)));
    space = style.after;
    if (held.length > TAIL) yield held.splice(0, held.length - TAIL);
  }
  yield held;
}

/** So many slabs come along when signatures would otherwise stand alone on a page. */
const TAIL = 2;

/** Says the language of a block, whose own element is the first that it adds; rules and page breaks have none. */
function speak(context: Context, index: number, lang: string): void {
  const element = context.elements[index];
  if (element) context.elements[index] = { ...element, lang };
}

/** Signatures never stand on a page without text above them. */
function bindTail(slabs: Slab[]): void {
  for (let i = Math.max(0, slabs.length - TAIL); i < slabs.length; i++)
    slabs[i] = { ...(slabs[i] as Slab), keep: BOUND };
}

export function setBlock(context: Context, block: Block, style: Style, frame: Frame): Slab[] {
  const inner = {
    ...frame,
    x: frame.x + style.start + style.inset,
    measure: frame.measure - style.start - style.end - 2 * style.inset,
  };
  switch (block.kind) {
    case "heading":
      return ruled(boundToNext(setHeading(context, block, style, inner)), style, inner);
    case "paragraph":
      return kept(
        ledTo(ruled(setText(context, block, style, inner, "P"), style, inner), block, inner),
        style,
      );
    case "list":
      return style.columns === 1
        ? setList(context, block, style, inner)
        : setNames(context, block, style, inner);
    case "table":
      return setTable(context, block, style, inner, stack);
    case "facts":
      return setFacts(context, block, style, inner);
    case "box":
      return setBox(context, block, style, inner);
    case "columns":
      return ruled(setColumns(context, block, style, inner), style, inner);
    case "signatures":
      return setSignatures(context, block, style, inner);
    case "figure":
      return setFigure(context, block, style, inner);
    case "contents":
      return setContents(context, block, style, inner);
    case "section":
      return stack(context, block.children, frame);
    case "rule":
      return setRule(block, style, inner);
    case "pageBreak":
      return block.revision === "deleted"
        ? []
        : [{ height: 0, before: 0, keep: FREE, items: [], ends: true }];
    default:
      return block satisfies never;
  }
}

/** Lines that something leads to. */
function ledTo(slabs: Slab[], { id }: Paragraph, { x }: Frame): Slab[] {
  if (id === undefined) return slabs;
  return withFirst(slabs, (first) => {
    const element = first.items.find((item) => "element" in item)?.element ?? ARTIFACT;
    return { ...first, items: [{ kind: "anchor", x, y: 0, id, element }, ...first.items] };
  });
}

/** What the style says of the whole block's place on the page. */
function kept(slabs: Slab[], style: Style): Slab[] {
  return style.keepNext ? boundToNext(slabs) : slabs;
}

function setHeading(context: Context, block: Heading, style: Style, frame: Frame): Slab[] {
  const element = addElement(context, { type: `H${block.level}`, parent: frame.parent });
  const spans = flatten(context, block.children, style, frame.lang, element);
  const anchor: PageItem = { kind: "anchor", x: frame.x, y: 0, id: block.id, element };
  const anchored = (slabs: Slab[]): Slab[] =>
    withFirst(slabs, (first) => ({ ...first, items: [anchor, ...first.items] }));
  const { number } = block;
  if (!number || !style.number) return anchored(setLines(context, spans, style, frame));
  const { hang } = style.number;
  const label = numberSpans(context, block, number, style.number, style, frame.lang, element);
  const looks = varied(style, { align: "start" });
  // An old and a new number may be too much for the room of one.
  const isTight = (): boolean =>
    label.length > 1 && widthOf(setLines(context, label, looks, { ...frame, x: 0, measure: 1e5 })) > hang;
  if (hang === 0 || isTight()) return anchored(setLines(context, [...label, ...spans], style, frame));
  const lines = setLines(context, spans, style, frame);
  const numbers = setLines(context, label, looks, { ...frame, x: frame.x - hang, measure: hang });
  return anchored(
    withFirst(lines, (first) => ({ ...first, items: [...(numbers[0]?.items ?? []), ...first.items] })),
  );
}

/** A heading's number; in a comparison the old one, struck, before the new one. */
function numberSpans(
  context: Context,
  { revision }: Heading,
  { label, was, change }: HeadingNumber,
  rule: NonNullable<Style["number"]>,
  style: Style,
  lang: string,
  element: number,
): readonly Span[] {
  const look = characterStyle(context.sheet, style, rule.style);
  const plain = spanOf(labelOf(label, rule), look, lang, element);
  if (revision) return [revisedSpan(context, plain, revision)];
  if (was === undefined || labelOf(was, rule) === labelOf(label, rule)) return [plain];
  const old = spanOf(labelOf(was, rule), look, lang, element);
  return [revisedSpan(context, old, "deleted", change), revisedSpan(context, plain, "inserted")];
}

function setRule(block: Rule, style: Style, frame: Frame): Slab[] {
  const line = style.ruleAbove;
  if (!line) return [];
  const width = Math.min(style.width ?? frame.measure, frame.measure);
  const room = frame.measure - width;
  const x = frame.x + (style.align === "center" ? room / 2 : style.align === "end" ? room : 0);
  const item = ruleItem(line, x, width, line.width / 2);
  return [{ height: line.width, before: 0, keep: block.role ? BOUND : FREE, items: [item] }];
}

function setList(context: Context, block: List, style: Style, frame: Frame): Slab[] {
  const numbering = block.marker === "decimal" ? "Decimal" : block.marker === "disc" ? "Disc" : "None";
  const list = addElement(context, { type: "L", parent: frame.parent, numbering });
  const hang = block.marker === "none" ? 0 : style.hang;
  const numbers = itemNumbers(block);
  return block.items.flatMap((item, index) => {
    const element = addElement(context, { type: "LI", parent: list });
    const marker =
      block.marker === "decimal" ? `${numbers[index]}` : block.marker === "disc" ? style.marker : "";
    const label = marker && addElement(context, { type: "Lbl", parent: element });
    const body = addElement(context, { type: "LBody", parent: element });
    const inner = {
      ...frame,
      x: frame.x + hang,
      measure: frame.measure - hang,
      parent: body,
      text: style.text,
      bare: isBare(item.children),
    };
    const slabs = spaced(stack(context, item.children, inner), index > 0 ? style.itemGap : 0);
    if (!marker || typeof label !== "number") return slabs;
    const first = item.children[0];
    const look = first ? styleNamed(context.sheet, styleName(first, style.text)) : style;
    const span = spanOf(marker, varied(look, { figures: "lining" }), frame.lang, label);
    const shown = item.revision ? revisedSpan(context, span, item.revision) : span;
    const marks = setLines(context, [shown], varied(look, { align: "start", first: 0 }), {
      ...frame,
      measure: hang,
    });
    return withFirst(slabs, (slab) => withItems(slab, marks[0]?.items ?? []));
  });
}

/** What each item counts; in a comparison as in the newer revision, what is deleted as in the older one. */
function itemNumbers({ items, start }: List): readonly number[] {
  let [old, young] = [start, start];
  return items.map(({ revision }) => {
    const number = revision === "deleted" ? old : young;
    if (revision !== "inserted") old++;
    if (revision !== "deleted") young++;
    return number;
  });
}

/** Label and value rows; for a reader that cannot see them, a table with row headers. */
function setFacts(context: Context, block: Facts, style: Style, frame: Frame): Slab[] {
  const table = addElement(context, { type: "Table", parent: frame.parent });
  const body = addElement(context, { type: "TBody", parent: table });
  const look = styleNamed(context.sheet, style.label);
  const rows = block.rows.map((row, index) => {
    const element = addElement(context, { type: "TR", parent: body });
    const head = addElement(context, { type: "TH", parent: element, scope: "Row" });
    const cell = addElement(context, { type: "TD", parent: element });
    const labels = setLines(
      context,
      flatten(context, row.label, look, frame.lang, head),
      look,
      { ...frame, x: look.start, measure: style.labelWidth - look.start - 6 },
      style.spread,
    );
    const values = stack(context, row.children, {
      ...frame,
      x: 0,
      measure: frame.measure - style.labelWidth,
      parent: cell,
      text: style.text,
      bare: isBare(row.children),
    });
    const lanes = [
      { x: frame.x, slabs: labels },
      { x: frame.x + style.labelWidth, slabs: values },
    ];
    const slabs = padded(sideBySide(lanes, context.height / 4, true), style);
    return spaced(slabs, index > 0 ? style.itemGap : 0);
  });
  return tableRules(rows, style, frame).flat();
}

function setBox(context: Context, block: Box, style: Style, frame: Frame): Slab[] {
  const element = addElement(context, { type: "Div", parent: frame.parent });
  const line = style.ruleStart;
  const inner = {
    ...frame,
    x: frame.x + style.padding,
    measure: frame.measure - style.padding,
    parent: element,
    text: style.text,
  };
  const contents = stack(context, block.children, inner);
  const bar = line && { group: element, x: frame.x + line.width / 2, width: line.width, color: line.color };
  const barred = bar ? contents.map((slab) => ({ ...slab, bars: [...(slab.bars ?? []), bar] })) : contents;
  const slabs = ruled(style.keepTogether ? keptTogether(barred, TOGETHER) : barred, style, frame);
  return style.atFoot ? withFirst(slabs, (first) => ({ ...first, sinks: true })) : slabs;
}

function setColumns(context: Context, block: Columns, style: Style, frame: Frame): Slab[] {
  const element = addElement(context, { type: "Div", parent: frame.parent });
  const count = block.columns.length;
  const measure = (frame.measure - (count - 1) * style.columnGap) / count;
  const lanes = block.columns.map((blocks, index) => {
    const parent = addElement(context, { type: "Div", parent: element });
    const inner = { ...frame, x: 0, measure, parent, text: style.text };
    return { x: frame.x + index * (measure + style.columnGap), slabs: stack(context, blocks, inner) };
  });
  return sideBySide(lanes, context.height / 2, true);
}

/** A line to sign on, the name and small lines below it; as many side by side as the style says. */
function setSignatures(context: Context, block: Signatures, style: Style, frame: Frame): Slab[] {
  const element = addElement(context, { type: "Div", parent: frame.parent });
  const perRow = style.columns === "auto" ? 2 : style.columns;
  const measure = (frame.measure - (perRow - 1) * style.columnGap) / perRow;
  const text = styleNamed(context.sheet, style.text);
  const small = styleNamed(context.sheet, style.label);
  const rows: Slab[] = [];
  for (let from = 0; from < block.signatories.length; from += perRow) {
    const lanes = block.signatories.slice(from, from + perRow).map((signatory, index) => {
      const parent = addElement(context, { type: "Div", parent: element });
      const inner = { ...frame, x: 0, measure, parent };
      const line = (children: Paragraph["children"], look: Style): Slab[] =>
        setText(context, { kind: "paragraph", children }, look, inner, "P");
      const lines = [
        line(signatory.name, text),
        ...signatory.fields.map((field) => line(field, small)),
      ].flat();
      const slabs = ruled(lines, { ...style, ruleAbove: style.ruleTop, ruleBelow: null }, inner);
      return { x: frame.x + index * (measure + style.columnGap), slabs };
    });
    const row = fused(sideBySide(lanes, Number.POSITIVE_INFINITY, false));
    rows.push({ ...row, before: from > 0 ? style.before : 0, keep: TOGETHER });
  }
  return withLast(rows, (last) => ({ ...last, keep: FREE }));
}
