import { isRtlLanguage } from "../../document/direction.ts";
import type {
  Block,
  Box,
  Columns,
  Figure,
  Heading,
  HeadingNumber,
  List,
  Paragraph,
  Revision,
  Rule,
} from "../../document/model.ts";
import { fitted } from "../../picture/picture.ts";
import { labelOf } from "../../style/heading-number.ts";
import { pictureSize } from "../../style/picture-size.ts";
import { characterChange, type Style, styleName, styleNamed } from "../../style/sheet.ts";
import { commented } from "./comments.ts";
import { contents, listField } from "./contents.ts";
import type { Context } from "./context.ts";
import type { Flow, FlowParagraph, Place } from "./flow.ts";
import { headed, literal, runs, TAB } from "./inline.ts";
import type { Setting } from "./look.ts";
import { type Level, OUTLINE } from "./numbering.ts";
import { inlinePicture, pictureOf } from "./picture.ts";
import { boxTable, columnTable, factsTable, nameTable, signatureTables, writeTable } from "./table.ts";
import { tracked } from "./tracked.ts";

/** Blocks one below the other. */
export const stack = (context: Context, blocks: readonly Block[], place: Place): Flow[] => [
  ...stacked(context, blocks, place),
];

/** The same, written one by one as they are asked for. */
export function* stacked(context: Context, blocks: readonly Block[], place: Place): Generator<Flow> {
  let held: Flow | undefined; // the last one, until it is known what follows
  let breakBefore = false;
  for (const block of blocks) {
    if (block.kind === "pageBreak") {
      breakBefore ||= block.revision !== "deleted";
      continue;
    }
    const style = styleNamed(context.sheet, styleName(block, place.text));
    const written = write(context, block, style, { ...place, lang: block.lang ?? place.lang });
    const made = block.revision ? written.map((flow) => revised(flow, block.revision)) : written;
    if (made.length === 0) continue;
    // signatures never stand on a page without text above them
    if (block.kind === "signatures" && held) held = { ...held, keepNext: true };
    if (breakBefore) made[0]?.kind === "table" ? made.unshift(breaking(place)) : broken(made);
    breakBefore = false;
    for (const flow of made) {
      if (held) yield held;
      held = flow;
    }
  }
  if (held) yield held;
}

/** The same, with all its paragraphs come or gone; tables say of each row whether it is. */
const revised = (flow: Flow, revision: Revision | undefined): Flow =>
  flow.kind === "paragraph" && revision ? { ...flow, revision } : flow;

function broken(flows: Flow[]): void {
  const [first] = flows;
  if (first?.kind === "paragraph") flows[0] = { ...first, breakBefore: true };
}
/** A table cannot begin a page by itself. */
const breaking = (place: Place): FlowParagraph => ({
  ...emptyLine("body", { start: place.start, end: place.end, flat: true }),
  breakBefore: true,
});

function write(
  context: Context,
  block: Exclude<Block, { kind: "pageBreak" }>,
  style: Style,
  place: Place,
): Flow[] {
  switch (block.kind) {
    case "heading":
      return [heading(context, block, style, place)];
    case "paragraph":
      return [paragraph(context, block, style, place)];
    case "list":
      return style.columns === 1
        ? list(context, block, style, narrowed(place, style))
        : spacedBlock([nameTable(context, block, style, narrowed(place, style))], style);
    case "table":
      return writeTable(context, block, style, narrowed(place, style), stack);
    case "facts":
      return spacedBlock([factsTable(context, block, style, narrowed(place, style), stack)], style);
    case "box":
      return box(context, block, style, place);
    case "columns":
      return columns(context, block, style, narrowed(place, style));
    case "signatures":
      return spacedBlock(signatureTables(context, block, style, narrowed(place, style)), style);
    case "figure":
      return figure(context, block, style, place);
    case "contents":
      return spacedBlock(contents(context, block, narrowed(place, style)), style);
    case "section":
      return stack(context, block.children, place);
    case "rule":
      return rule(block, style, place);
    default:
      return block satisfies never;
  }
}

/** The place inside a block's own indents. */
const narrowed = (place: Place, { start, end, inset }: Style): Place => ({
  ...place,
  start: place.start + start + inset,
  end: place.end + end + inset,
  measure: place.measure - start - end - 2 * inset,
});

/** A block's own spaces around what it is made of. */
function spacedBlock(flows: readonly Flow[], style: Style): Flow[] {
  return flows.map((flow, index) => ({
    ...flow,
    ...(index === 0 && { above: style.before + flow.above }),
    ...(index === flows.length - 1 && { below: style.after + flow.below }),
  }));
}

const settingOf = (place: Place, style: Style): Setting => ({
  start: place.start + style.inset,
  end: place.end + style.inset,
  ...(place.bar && { bar: place.bar }),
  ...(place.align && { align: place.align }),
  ...(place.decimal !== undefined && { decimal: place.decimal }),
  ...(place.gap && { gap: place.gap }),
});

function paragraph(context: Context, block: Paragraph, style: Style, place: Place): FlowParagraph {
  return {
    kind: "paragraph",
    rule: style.name,
    setting: settingOf(place, style),
    above: style.before,
    below: style.after,
    keepNext: style.keepNext,
    keepLines: style.keepTogether,
    ...(isRtlLanguage(place.lang) && { rtl: true }),
    children: listed(context, block, runs(context, block.children, style, place.lang)),
  };
}

/** Words that a list leads to, with the field from which Word makes the list anew. */
const listed = (context: Context, { id, listed: of }: Paragraph, words: string): string =>
  id === undefined || !of ? words : headed(context, id, words) + listField(of.list, of.entry);

const emptyLine = (rule: string, setting: Setting): FlowParagraph => ({
  kind: "paragraph",
  rule,
  setting,
  above: 0,
  below: 0,
  keepNext: true,
  keepLines: false,
  children: "",
});

function heading(context: Context, block: Heading, style: Style, place: Place): FlowParagraph {
  const said = runs(context, block.children, style, place.lang);
  const words = block.level === 1 ? commented(context, context.comments?.general ?? [], said) : said;
  const setting: Setting = { ...settingOf(place, style), outline: block.level - 1 };
  const flow = {
    kind: "paragraph",
    rule: style.name,
    above: style.before,
    below: style.after,
    keepNext: true,
    keepLines: true,
    ...(isRtlLanguage(place.lang) && { rtl: true }),
  } as const;
  const { number } = block;
  if (!style.number) return { ...flow, setting, children: headed(context, block.id, words) };
  const { format, prefix, suffix, hang, style: look } = style.number;
  const depth = block.level - 1;
  const hanging = hang > 0 ? { ...setting, hang } : setting;
  const counted = { ...hanging, list: { list: OUTLINE, level: depth } };
  if (!number) return { ...flow, setting, children: headed(context, block.id, words) };
  const values = format === "decimal" ? number.label.split(".").map(Number) : [number.value];
  const color = characterChange(context.sheet, look).color;
  const indent = style.start + setting.start;
  const level: Level = {
    format: format === "chinese" ? "chinese" : "decimal",
    text: `${prefix}%${suffix}`,
    indent,
    hang,
    ...(style.first > 0 && { first: style.first }),
    ...(values.length > 1 && { above: values.length - 1 }),
    ...(color !== undefined && { color }),
  };
  // what is deleted takes no part in the count of what stays
  const count = block.revision === "deleted" ? context.numbering.aside : context.numbering.heading;
  const list = number.automatic ? count(depth, level, values) : undefined;
  if (list) {
    context.numbering.bind(depth, context.styles.paragraph(style.name, counted));
    return {
      ...flow,
      setting: counted,
      ...(list.list !== OUTLINE && { list }),
      children: headed(context, block.id, words),
    };
  }
  const before = literalNumber(context, block, number, style.number, style, place.lang);
  return { ...flow, setting: hanging, children: headed(context, block.id, words, before) };
}

/** A number that is written out, in a comparison behind the one that it takes the place of. */
function literalNumber(
  context: Context,
  { revision }: Heading,
  number: HeadingNumber,
  rule: NonNullable<Style["number"]>,
  style: Style,
  lang: string,
): string {
  const write = (label: string, revision?: Revision): string =>
    literal(context, labelOf(label, rule), style, rule.style, lang, revision);
  const { label, was } = number;
  const changed = was !== undefined && labelOf(was, rule) !== labelOf(label, rule);
  const numbers = changed ? write(was, "deleted") + write(label, "inserted") : write(label, revision);
  return numbers + (rule.hang > 0 ? tracked(context, revision, TAB) : "");
}

/** A picture in a line of its own, kept with its caption. */
function figure(context: Context, { image, caption }: Figure, style: Style, place: Place): Flow[] {
  const picture = pictureOf(context.pictures, image);
  const { measure } = narrowed(place, style);
  const asked = pictureSize(picture, image, style, measure);
  const room = PICTURE_ROOM * context.geometry.height;
  const size = asked.height > room ? fitted(picture, { height: room }) : asked;
  const line: FlowParagraph = {
    ...emptyLine(style.name, { ...settingOf(place, style), tall: true }),
    keepNext: caption !== undefined || style.keepNext,
    children: tracked(context, image.revision, inlinePicture(context, image, size)),
  };
  if (!caption) return spacedBlock([line], style);
  const words: Paragraph = { kind: "paragraph", children: caption };
  const look = styleNamed(context.sheet, style.text);
  return spacedBlock([line, { ...paragraph(context, words, look, place), keepNext: style.keepNext }], style);
}

/** Of a page's height, what a picture takes at most, so that its caption fits below. */
const PICTURE_ROOM = 0.9;

/** An empty line with a rule above it, as wide and where the style says. */
function rule(block: Rule, style: Style, place: Place): Flow[] {
  if (!style.ruleAbove) return [];
  const width = Math.min(style.width ?? place.measure, place.measure);
  const room = place.measure - width;
  const left = style.align === "center" ? room / 2 : style.align === "end" ? room : 0;
  const setting = { start: place.start + left, end: place.end + room - left, flat: true };
  return [
    {
      ...emptyLine(style.name, setting),
      above: style.before,
      below: style.after,
      keepNext: block.role !== undefined,
    },
  ];
}

function list(context: Context, block: List, style: Style, place: Place): Flow[] {
  const hang = block.marker === "none" ? 0 : style.hang;
  const inner = {
    ...place,
    start: place.start + hang,
    measure: place.measure - hang,
    text: style.text,
    lists: (place.lists ?? 0) + 1,
    ...(style.itemGap > 0 && { gap: style.itemGap }),
  };
  const marked = block.marker !== "none" && (block.marker !== "disc" || style.marker !== "");
  const bullet = block.marker === "disc";
  const list = marked
    ? context.numbering.list(
        {
          format: bullet ? "bullet" : "decimal",
          text: bullet ? style.marker : "%",
          indent: inner.start,
          hang,
        },
        block.start,
      )
    : undefined;
  // what is one of Word's own lists where the theme's items are Word's own items
  const own = context.sheet.rules[style.text]?.word === LIST_PARAGRAPH;
  const depth = place.lists ?? 0;
  const word = `List ${bullet ? "Bullet" : "Number"}${depth > 0 ? ` ${depth + 1}` : ""}`;
  const flows = block.items.flatMap((item, index) => {
    const content = stack(context, item.children, inner);
    // A table cannot carry the item's number, and without one the next item would take it.
    const leads = list && content[0]?.kind === "table";
    const line = emptyLine(style.text, { start: inner.start, end: place.end, flat: true });
    const made = leads ? [revised(line, item.revision), ...content] : content;
    return made.map((flow, at): Flow => {
      if (at > 0) return flow;
      const above = flow.above + (index > 0 ? style.itemGap : 0);
      if (flow.kind === "table" || !list) return { ...flow, above };
      // bullets are counted by their style, numbers by each list anew
      const setting: Setting = {
        ...flow.setting,
        hang,
        ...(own && flow.rule === style.text && depth < DEEPEST_LIST && { word }),
        ...(bullet && { list }),
      };
      return { ...flow, above, ...(!bullet && { list }), setting };
    });
  });
  return spacedBlock(flows, style);
}

/** Word's style for paragraphs of lists, and how many depths its own lists have. */
const LIST_PARAGRAPH = "List Paragraph";
const DEEPEST_LIST = 5;

/**
 * Blocks set apart. A rule at the side is a border of the paragraphs where there is nothing else inside, since text
 * is easier to edit than a table; Word draws it in one stroke only along paragraphs of one indent.
 */
function box(context: Context, block: Box, style: Style, place: Place): Flow[] {
  const inner = narrowed(place, style);
  const line = style.ruleStart;
  const text = block.children.every(
    ({ kind, role }) => kind === "paragraph" && isFlush(context, role ?? style.text),
  );
  if (style.atFoot || (line && !text)) {
    const measure = inner.measure - style.padding;
    const flows = stack(context, block.children, {
      start: 0,
      end: 0,
      measure,
      lang: place.lang,
      text: style.text,
      ...((place.whole || style.keepTogether) && { whole: true }),
    });
    return spacedBlock([boxTable(context, flows, style, inner, block.revision)], style);
  }
  const flows = stack(context, block.children, {
    ...inner,
    start: inner.start + style.padding,
    measure: inner.measure - style.padding,
    text: style.text,
    ...(line && { bar: { line, at: style.padding } }),
  });
  const last = flows.length - 1;
  const kept = style.keepTogether
    ? flows.map(
        (flow, index): Flow => ({
          ...flow,
          keepNext: flow.keepNext || index < last,
          ...(flow.kind === "paragraph" && { keepLines: true }),
        }),
      )
    : flows;
  const [first, ...rest] = edged(kept, style, inner);
  if (!first) return [];
  return spacedBlock(
    [line && first.kind === "paragraph" ? { ...first, opens: true } : first, ...rest],
    style,
  );
}

const isFlush = (context: Context, name: string): boolean => {
  const { start, inset, first } = styleNamed(context.sheet, name);
  return start === 0 && inset === 0 && first >= 0;
};

/** The rules above and below a block, as borders of its first and last paragraph, or of empty lines beside a table. */
function edged(flows: readonly Flow[], style: Style, place: Place): Flow[] {
  const setting = { start: place.start, end: place.end, flat: true };
  const made = [...flows];
  if (style.ruleAbove) {
    const [first] = made;
    if (first?.kind === "paragraph")
      made[0] = { ...first, setting: { ...first.setting, above: style.ruleAbove } };
    else
      made.unshift({
        ...emptyLine(style.name, { ...setting, above: style.ruleAbove }),
        below: style.ruleAbove.gap,
      });
  }
  if (style.ruleBelow) {
    const last = made.at(-1);
    if (last?.kind === "paragraph")
      made[made.length - 1] = { ...last, setting: { ...last.setting, below: style.ruleBelow } };
    else
      made.push({
        ...emptyLine(style.name, { ...setting, below: style.ruleBelow }),
        keepNext: false,
        above: style.ruleBelow.gap,
      });
  }
  return made;
}

function columns(context: Context, block: Columns, style: Style, place: Place): Flow[] {
  const [only, ...more] = block.columns;
  if (!only) return [];
  if (more.length > 0) return spacedBlock([columnTable(context, block, style, place, stack)], style);
  return spacedBlock(edged(stack(context, only, { ...place, text: style.text }), style, place), style);
}
