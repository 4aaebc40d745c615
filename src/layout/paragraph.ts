import { isRtlLanguage } from "../document/direction.ts";
import type { Face, Shaped } from "../fonts/metrics.ts";
import { type Style, styleNamed } from "../style/sheet.ts";
import { drawingOrder, runsLeft } from "./bidi.ts";
import { changeAnchor } from "./change.ts";
import type { Context } from "./context.ts";
import { BOUND, FREE, type Keep, type Slab, TOGETHER } from "./galley.ts";
import { type ParagraphItems, paragraphItems } from "./items.ts";
import {
  boxOf,
  DEAR_BREAK,
  HAN_STRETCH,
  type LayoutItem,
  SPACE_STRETCH,
  type TextBox,
  type TextGlue,
  tracking,
  widthOf,
} from "./lexicon.ts";
import { type Break, type BreakSettings, breakLines, FORCED, firstFit } from "./linebreak.ts";
import type { GlyphRun, PageItem } from "./page.ts";
import { flatten, type Span, spanOf } from "./spans.ts";

export interface ParagraphSettings {
  readonly style: Style;
  readonly lang: string;
  /** Width that lines may fill, the style's own indents already taken off. */
  readonly measure: number;
  /** Further indent of the first line. */
  readonly first: number;
  /** Em to whose width a short line of Han characters is spread; 0 for none. */
  readonly spread: number;
}

/** The loosest line that is set without remark: word spaces up to twice their width. */
const TOLERANCE = 2;
/** Tried first, without dividing words. */
const UNDIVIDED_TOLERANCE = 1;
/** Stretch lent to every line when nothing else helps, as a share of the measure. */
const EMERGENCY = 0.1;
/** Beyond this a line is reported: a little more than the tolerance, since a word as one is narrower than its syllables. */
const REMARKABLE = TOLERANCE + 0.1;
/** Chinese characters are drawn apart by a tenth of an em before it shows, and never by more than a quarter. */
const REMARKABLE_HAN = 0.1 / HAN_STRETCH;
const LOOSEST_HAN = 0.25 / HAN_STRETCH;
/** A measure for finding out how wide text is: nothing is aligned in it. */
const UNBOUNDED = 1e5;
/** What a ragged edge may leave empty, as a share of the measure. */
const RAGGED = 0.18;

/** A paragraph as lines, one slab each, x from the left end of the measure; orphans and widows are bound. */
export function setParagraph(context: Context, spans: readonly Span[], settings: ParagraphSettings): Slab[] {
  if (spans.length === 0) return [];
  const lines = linesOf(context, spans, settings);
  const { style } = settings;
  return lines.map((line, index) => ({
    height: style.leading,
    before: 0,
    keep: keepAfter(index, lines.length, style),
    baseline: baselineOf(style),
    items: line.items,
    ...(line.notes.length > 0 && { notes: line.notes }),
    ...(style.cell && { pitch: style.cell.height }),
  }));
}

/**
 * Where text stands in its line: capitals a little above the middle, the same for both scripts, since the
 * ascents that fonts claim differ widely.
 */
export const baselineOf = (style: Style): number => style.leading / 2 + 0.355 * style.size;

function keepAfter(index: number, count: number, style: Style): Keep {
  if (index === count - 1) return FREE;
  if (style.keepTogether) return TOGETHER;
  return index === 0 || index === count - 2 ? BOUND : FREE;
}

interface Line {
  readonly items: readonly PageItem[];
  readonly notes: readonly (readonly Slab[])[];
}

function linesOf(context: Context, spans: readonly Span[], settings: ParagraphSettings): Line[] {
  const { style, measure, first } = settings;
  const spread = spreadOf(spans, settings);
  const build = (hyphenate: boolean): ParagraphItems =>
    paragraphItems(context, spans, { measure, lang: settings.lang, hyphenate, spread });
  let paragraph = build(false);
  let breaks = singleLine(paragraph.items, measure - first);
  const attempt = (tolerance: number, slack: number): readonly Break[] | undefined =>
    breakLines(paragraph.items, { measure, indent: first, tolerance, slack });
  if (style.align === "justify") {
    breaks ??= attempt(UNDIVIDED_TOLERANCE, 0);
    // Rather somewhat looser lines than one that ends inside a name.
    if (breaks?.some(({ at }) => paragraph.items[at] === DEAR_BREAK))
      breaks = attempt(TOLERANCE, 0) ?? breaks;
    if (!breaks && style.hyphenate) paragraph = build(true);
    breaks ??= attempt(TOLERANCE, 0) ?? attempt(TOLERANCE, EMERGENCY * measure);
  } else {
    const slack = RAGGED * measure * (style.align === "center" ? 2 : 1);
    breaks ??= attempt(UNDIVIDED_TOLERANCE, slack) ?? attempt(TOLERANCE, slack);
  }
  if (style.balance && breaks && breaks.length > 1)
    breaks = balanced(paragraph.items, breaks, measure, first);
  breaks ??= greedy(
    context,
    paragraph.items,
    { measure, indent: first, tolerance: TOLERANCE, slack: 0 },
    spans,
  );
  let from = 0;
  const begun = new Set<Span["change"]>();
  return breaks.map(({ at }, index) => {
    const indent = index === 0 ? first : 0;
    const line = setLine(context, paragraph, from, at, measure - indent, indent, settings, begun);
    from = at;
    return line;
  });
}

/** Longest paragraph that is worth balancing, in lines. */
const BALANCED_LINES = 6;

/** As many lines as before, broken for the narrowest measure that still needs no more. */
function balanced(
  items: readonly LayoutItem[],
  breaks: readonly Break[],
  measure: number,
  first: number,
): readonly Break[] {
  if (breaks.length > BALANCED_LINES) return breaks;
  let best = breaks;
  let low = measure / 2;
  let high = measure;
  for (let round = 0; round < 8; round++) {
    const middle = (low + high) / 2;
    const found = firstFit(items, { measure: middle, indent: first, tolerance: TOLERANCE, slack: 0 });
    if (found.length <= breaks.length && found.every(({ ratio }) => ratio >= -1)) {
      best = found;
      high = middle;
    } else low = middle;
  }
  return best;
}

/** Most headings, labels and cells fit on one line and need no search. */
function singleLine(items: readonly LayoutItem[], measure: number): readonly Break[] | undefined {
  let width = 0;
  for (let i = 0; i < items.length - 1; i++) {
    const item = items[i] as LayoutItem; // within bounds
    if (item.kind === "penalty") {
      if (item.penalty === FORCED) return undefined;
    } else width += item.width;
    if (width > measure) return undefined;
  }
  return [{ at: items.length - 1, ratio: 0 }];
}

function greedy(
  context: Context,
  items: readonly LayoutItem[],
  settings: BreakSettings,
  spans: readonly Span[],
): readonly Break[] {
  const breaks = firstFit(items, settings);
  const place = spans[0]?.place;
  if (breaks.some(({ ratio }) => ratio < -1.02)) {
    context.diagnostics.push({
      code: "layout/overfull-line",
      severity: "warning",
      message: `a line is too long for its measure: ${excerpt(spans)}`,
      ...(place && { place }),
      hint: "give the column more room, or a place to break",
    });
  }
  return breaks;
}

const excerpt = (spans: readonly Span[]): string => {
  const text = spans.map((span) => span.text).join("");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** Points to put between the characters of a short name or label so that it fills the wanted width. */
function spreadOf(spans: readonly Span[], { spread, style }: ParagraphSettings): number {
  if (spread === 0) return 0;
  const characters = [...spans.map((span) => span.text).join("")];
  if (characters.length < 2 || characters.length >= spread) return 0;
  if (!characters.every((character) => /\p{Script=Han}/u.test(character))) return 0;
  return ((spread - characters.length) * style.size) / (characters.length - 1);
}

/** One line, justified exactly: what is measured here is what the page shows. */
function setLine(
  context: Context,
  paragraph: ParagraphItems,
  from: number,
  to: number,
  measure: number,
  indent: number,
  settings: ParagraphSettings,
  begun: Set<Span["change"]>,
): Line {
  const end = paragraph.items[to] as LayoutItem; // a break is an item
  const last = end.kind === "penalty" && end.penalty === FORCED;
  const justified = settings.style.align === "justify" && !last;
  const drawn = gathered(paragraph, from, to, justified);
  const line = paragraph.ordered ? inDrawingOrder(drawn) : drawn;
  const { natural, stretch, shrink } = sums(line.parts);
  const missing = measure - natural + (end.kind === "penalty" ? end.hang : 0);
  let ratio =
    missing < 0
      ? shrink > 0
        ? Math.max(-1, missing / shrink)
        : 0
      : justified && stretch > 0
        ? missing / stretch
        : 0;
  if (ratio > REMARKABLE) ratio = loosened(context, drawn, ratio, settings.style);
  const width = natural + (ratio < 0 ? ratio * shrink : ratio * stretch);
  const room = Math.max(0, measure - width);
  const { align } = settings.style;
  const rtl = isRtlLanguage(settings.lang);
  const placed = measure < UNBOUNDED;
  const shift = !placed ? 0 : align === "center" ? room / 2 : (align === "end") !== rtl ? room : 0;
  return place(context, line, (rtl ? 0 : indent) + shift, ratio, settings, begun);
}

/**
 * What becomes of a line that has to stretch further than one would like: it is reported, and when its word spaces
 * would run together with those of the lines around it (or its characters would fall apart), it is left short.
 */
function loosened(context: Context, line: Drawn, ratio: number, { wordSpace }: Style): number {
  const han = line.parts.some((part) => part.kind === "glue" && part.space === undefined && part.stretch > 0);
  if (han && ratio <= REMARKABLE_HAN) return ratio;
  const short = ratio > (han ? LOOSEST_HAN : (wordSpace - 1) / SPACE_STRETCH);
  const text = line.parts
    .map((part) => (part.kind === "box" ? part.shaped.text : (part.space?.shaped.text ?? "")))
    .join("");
  const place = line.spans[0]?.place;
  const message = `a line is ${short ? "left short" : "set loose"}: ${text}`;
  if (!context.diagnostics.some((known) => known.message === message)) {
    context.diagnostics.push({
      code: "layout/loose-line",
      severity: "warning",
      message,
      ...(place && { place }),
      hint: "give the column more room, put the sentence in other words, or set the style's align to start",
    });
  }
  return short ? 0 : ratio;
}

/** What a line draws, each part with its span. */
interface Drawn {
  readonly parts: readonly (TextBox | TextGlue)[];
  readonly spans: readonly Span[];
  /** Where each part stands when the line is read; absent when that is the order in which it is drawn. */
  readonly read?: readonly number[];
}

/**
 * Leading and trailing glue gone, and what could only stretch in lines that are not justified; the syllables of each
 * word joined again, a hyphen where it was divided.
 */
function gathered({ items, spans }: ParagraphItems, from: number, to: number, justified: boolean): Drawn {
  const parts: (TextBox | TextGlue)[] = [];
  const owners: Span[] = [];
  let started = from === 0;
  for (let i = from; i < to; i++) {
    const item = items[i] as LayoutItem; // within bounds
    if (item.kind === "penalty") continue;
    const span = spans[i] as Span; // one for each item
    if (item.kind === "glue") {
      if (!started || item.stretch >= 1e6) continue;
      if (!justified && item.width === 0 && item.shrink === 0) continue;
      parts.push(item);
      owners.push(span);
      continue;
    }
    started = true;
    const { whole } = item;
    if (whole && i + whole.reach < to) {
      parts.push(whole.box);
      owners.push(span);
      i += whole.reach;
      continue;
    }
    const before = parts.at(-1);
    if (item.joined && before?.kind === "box" && before.face === item.face && owners.at(-1) === span) {
      parts[parts.length - 1] = shapedBox(item.face, before.shaped.text + item.shaped.text, span);
      continue;
    }
    parts.push(item);
    owners.push(span);
  }
  while (parts.at(-1)?.kind === "glue") {
    parts.pop();
    owners.pop();
  }
  const end = items[to] as LayoutItem; // a break is an item
  const last = parts.at(-1);
  const owner = owners.at(-1);
  if (end.kind === "penalty" && end.width > 0 && last?.kind === "box" && owner)
    parts[parts.length - 1] = divided(shapedBox(last.face, `${last.shaped.text}-`, owner));
  return { parts, spans: owners };
}

/**
 * A word with the hyphen that is there only because a line ends: a soft one to whoever copies the text
 * (ISO 32000-1, 14.8.2.2.3).
 */
function divided(box: TextBox): TextBox {
  const { shaped } = box;
  let soft = divisions.get(shaped);
  if (!soft) {
    const text = `${shaped.text.slice(0, -1)}\u00ad`;
    soft = { ...shaped, text, codePoints: [...shaped.codePoints.slice(0, -1), [0xad]] };
    divisions.set(shaped, soft);
  }
  return { ...box, shaped: soft };
}
const divisions = new WeakMap<Shaped, Shaped>();

/** From left to right as the page shows it. */
function inDrawingOrder({ parts, spans }: Drawn): Drawn {
  const read = drawingOrder(spans.map(({ level }) => level));
  return {
    parts: read.map((index) => parts[index] as TextBox | TextGlue), // an order of the parts
    spans: read.map((index) => spans[index] as Span),
    read,
  };
}

function shapedBox(face: Face, text: string, { style, level }: Span): TextBox {
  const shaped = face.shape(text, style.figures, runsLeft(level));
  return boxOf({ face, shaped }, widthOf(shaped, style));
}

function sums(parts: Drawn["parts"]): { natural: number; stretch: number; shrink: number } {
  let natural = 0;
  let stretch = 0;
  let shrink = 0;
  for (const part of parts) {
    natural += part.width;
    if (part.kind === "glue") {
      stretch += part.stretch;
      shrink += part.shrink;
    }
  }
  return { natural, stretch, shrink };
}

/**
 * Gathers parts into glyph runs, and what goes with them: underlines, link areas, notes. From right to left each
 * word is a run of its own, so that the words can be written in the order in which they are read.
 */
function place(
  context: Context,
  { parts, spans, read }: Drawn,
  x: number,
  ratio: number,
  settings: ParagraphSettings,
  begun: Set<Span["change"]>,
): Line {
  const items: PageItem[] = [];
  const notes: (readonly Slab[])[] = [];
  const baseline = baselineOf(settings.style);
  let run: OpenRun | undefined;
  const stretches: Stretch[] = [];
  const close = (before: number): void => {
    if (!run) return;
    const own = read ? [] : items;
    const { change, style } = run.span;
    if (change && !begun.has(change))
      own.push(changeAnchor(context, change, { x: run.x, baseline, size: style.size }));
    begun.add(change);
    own.push(runItem(run, baseline));
    decorate(own, run, baseline, settings.style);
    if (read) stretches.push({ read: Math.min(...read.slice(run.from, before)), items: own });
    run = undefined;
  };
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as TextBox | TextGlue; // within bounds
    const span = spans[i] as Span; // one for each part
    if (part.kind === "glue") {
      const width = part.width + (ratio < 0 ? ratio * part.shrink : ratio * part.stretch);
      const { space } = part;
      if (space) {
        if (!run || run.span !== span || run.face !== space.face || runsLeft(span.level)) {
          close(i);
          run = { span, face: space.face, from: i, x, end: x, pieces: [] };
        }
        run.pieces.push({ shaped: space.shaped, after: width - part.width });
      } else if (run && run.span.revision !== span.revision) close(i);
      else if (run) addAfter(run, width);
      x += width;
      if (run) run.end = x;
      continue;
    }
    if (!run || run.span !== span || run.face !== part.face || runsLeft(span.level)) {
      close(i);
      run = { span, face: part.face, from: i, x: x - part.trimStart, end: x, pieces: [] };
      if (span.note) notes.push(noteSlabs(context, span.note, settings));
    } else if (part.trimStart > 0) addAfter(run, -part.trimStart);
    run.pieces.push({ shaped: part.shaped, after: -part.trimEnd });
    x += part.width;
    run.end = x;
  }
  close(parts.length);
  // Drawn where it is seen, but written in the order in which it is read.
  for (const stretch of stretches.sort((a, b) => a.read - b.read)) items.push(...stretch.items);
  return { items, notes };
}

/** What one run brings to a line that is read in another order than it is drawn. */
interface Stretch {
  readonly read: number;
  readonly items: readonly PageItem[];
}

interface OpenRun {
  readonly span: Span;
  readonly face: Face;
  /** Index of its first part in the line. */
  readonly from: number;
  readonly x: number;
  end: number;
  /** Still growing: what follows a piece is added to it. */
  readonly pieces: { readonly shaped: Shaped; after: number }[];
}

function addAfter(run: OpenRun, points: number): void {
  const last = run.pieces[run.pieces.length - 1];
  if (last) last.after += points;
}

function runItem({ span, face, x, end, pieces }: OpenRun, baseline: number): GlyphRun {
  return {
    kind: "glyphs",
    x,
    y: baseline - span.style.raise,
    face: face.id,
    size: span.style.size,
    color: span.style.color,
    tracking: tracking(span.style),
    pieces,
    width: end - x,
    element: span.element,
    ...(runsLeft(span.level) && { reversed: true }),
    ...(span.revision && { revision: span.revision }),
  };
}

function decorate(items: PageItem[], { span, x, end }: OpenRun, baseline: number, style: Style): void {
  const rule = (y: number): void => {
    items.push({
      kind: "rule",
      x1: x,
      y1: y,
      x2: end,
      y2: y,
      width: span.style.size / 18,
      color: span.style.color,
    });
  };
  if (span.style.underline) rule(baseline + 0.12 * span.style.size);
  if (span.style.strike) rule(baseline - 0.27 * span.style.size);
  if (span.link) {
    items.push({
      kind: "link",
      x,
      y: baseline - 0.9 * style.size,
      width: end - x,
      height: 1.2 * style.size,
      ...span.link,
    });
  }
}

function noteSlabs(
  context: Context,
  note: NonNullable<Span["note"]>,
  settings: ParagraphSettings,
): readonly Slab[] {
  const style = styleNamed(context.sheet, "footnote");
  const spans: Span[] = [
    spanOf(`${note.number}\u00a0`, style, settings.lang, note.element),
    ...flatten(context, note.children, style, settings.lang, note.element),
  ];
  return setParagraph(context, spans, {
    style,
    lang: settings.lang,
    measure: context.width,
    first: 0,
    spread: 0,
  });
}
