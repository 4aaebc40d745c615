import type { Contents, ContentsEntry } from "../document/model.ts";
import { numbered, printedNumber } from "../style/heading-number.ts";
import { type Style, styleNamed, varied } from "../style/sheet.ts";
import { addElement, type Context, fontChoice, fontRuns } from "./context.ts";
import { type Frame, setLines, setText } from "./frame.ts";
import { BOUND, boundToNext, FREE, type Slab, spaced } from "./galley.ts";
import { ARTIFACT, type GlyphRun, type PageItem } from "./page.ts";
import { revisedSpan, type Span, spanOf } from "./spans.ts";

/** Digits that the column of page numbers has room for. Its width never depends on the numbers in it. */
const DIGITS = 3;
/** From the words to the leader, and from the leader to the widest number, in em. */
const GAP = 0.5;
/** From dot to dot, in em. */
const PERIOD = 0.6;

/**
 * A table of contents. It is as tall in the first round, when no page is known yet, as in the last, so that it
 * never moves the pages it tells of. Each entry leads to its heading over its whole area; leaders are artifacts.
 */
export function setContents(context: Context, block: Contents, style: Style, frame: Frame): Slab[] {
  if (block.entries.length === 0) return [];
  const title = block.title
    ? setText(
        context,
        { kind: "paragraph", children: block.title },
        styleNamed(context.sheet, "contents-title"),
        frame,
        "P",
      )
    : [];
  const root = addElement(context, { type: "TOC", parent: frame.parent });
  const lists = [root]; // the open list of each level, outermost first
  const outermost = Math.min(...block.entries.map(({ level }) => level));
  const hanging = block.entries.some((entry) => printedNumber(context.sheet, entry)?.hangs);
  const entries = block.entries.map((entry, index) => {
    const depth = entry.level - outermost;
    while (lists.length > depth + 1) lists.pop();
    while (lists.length < depth + 1)
      lists.push(addElement(context, { type: "TOC", parent: lists.at(-1) ?? root }));
    const look = styleNamed(context.sheet, `contents${entry.level}`);
    const hang = hanging && depth === 0 ? look.hang : 0;
    const lines = setEntry(context, entry, look, hang, style.leader, {
      ...frame,
      parent: lists.at(-1) ?? root,
    });
    return spaced(lines, index > 0 ? look.before : 0);
  });
  const space = styleNamed(context.sheet, "contents-title").after;
  const [first = [], ...rest] = entries;
  const list = [...(rest.length > 0 ? boundToNext(first) : first), ...rest.flat()];
  return title.length > 0 ? [...boundToNext(title), ...spaced(list, space)] : list;
}

/** Number, words, leader and page; words that need more than a line keep clear of the page's column. */
function setEntry(
  context: Context,
  entry: ContentsEntry,
  style: Style,
  hang: number,
  leader: string,
  frame: Frame,
): Slab[] {
  const number = printedNumber(context.sheet, entry);
  const inline = number !== undefined && !(number.hangs && hang > 0);
  const item = addElement(context, { type: "TOCI", parent: frame.parent });
  const column = number && !inline ? addElement(context, { type: "Lbl", parent: item }) : undefined;
  const reference = addElement(context, { type: "Reference", parent: item });
  const link = addElement(context, {
    type: "Link",
    parent: reference,
    ...(entry.lang !== undefined && entry.lang !== context.lang && { lang: entry.lang }),
  });
  const ragged = varied(style, { align: "start", first: 0 });
  const lang = entry.lang ?? frame.lang;
  const { revision } = entry;
  const marked = (span: Span): Span => (revision ? revisedSpan(context, span, revision) : span);
  const label =
    number &&
    marked(
      spanOf(number.hangs && inline ? `${number.label}\u2002` : number.label, style, lang, column ?? link),
    );
  const start = frame.x + style.start;
  const end = frame.x + frame.measure - style.end;
  const pageColumn = widthOf(context, "0".repeat(DIGITS), style) + GAP * style.size;
  const words = marked(spanOf(entry.text, style, lang, link));
  const lines = setLines(context, label && inline ? [label, words] : [words], ragged, {
    ...frame,
    x: start + hang,
    measure: end - start - hang - pageColumn,
  });
  const labels =
    label && !inline ? setLines(context, [label], ragged, { ...frame, x: start, measure: hang }) : [];
  const page = context.pageOf.get(entry.target);
  const pages = setLines(
    context,
    [marked(spanOf(page === undefined ? "" : String(page), style, lang, link))].filter(
      ({ text }) => text !== "",
    ),
    varied(ragged, { align: "end" }),
    { ...frame, x: start, measure: end - start },
  );
  const said = numbered(context.sheet, entry, entry.text);
  return lines.map((slab, index) => {
    const last = index === lines.length - 1;
    const area: PageItem = {
      kind: "link",
      x: start,
      y: 0,
      width: end - start,
      height: slab.height,
      href: `#${entry.target}`,
      label: said,
      element: link,
    };
    const dots = last && leader ? leaderRun(context, slab, leader, style, end - pageColumn) : [];
    return {
      ...slab,
      keep: last ? FREE : BOUND,
      items: [
        ...(index === 0 ? (labels[0]?.items ?? []) : []),
        ...slab.items,
        ...dots,
        ...(last ? (pages[0]?.items ?? []) : []),
        area,
      ],
    };
  });
}

/** Marks from the end of the words to `end`, at places that all lines share. */
function leaderRun(context: Context, slab: Slab, leader: string, style: Style, end: number): GlyphRun[] {
  const run = fontRuns(context, fontChoice(context, style, "latin"), leader)[0];
  const last = slab.items.findLast((item) => item.kind === "glyphs");
  if (!run || !last) return [];
  const period = Math.max(PERIOD * style.size, run.shaped.width * style.size);
  const from = last.x + last.width + GAP * style.size;
  const count = Math.floor((end - from) / period);
  if (count < 2) return [];
  const after = period - run.shaped.width * style.size;
  return [
    {
      kind: "glyphs",
      x: end - count * period,
      y: last.y,
      face: run.face.id,
      size: style.size,
      color: style.color,
      tracking: 0,
      pieces: Array.from({ length: count }, () => ({ shaped: run.shaped, after })),
      width: count * period,
      element: ARTIFACT,
    },
  ];
}

const widthOf = (context: Context, text: string, style: Style): number =>
  fontRuns(context, fontChoice(context, style, "latin"), text).reduce(
    (sum, { shaped }) => sum + shaped.width,
    0,
  ) * style.size;
