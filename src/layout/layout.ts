import { type Diagnostic, type Outcome, outcome } from "../diagnostic.ts";
import type { Block, Document, Heading } from "../document/model.ts";
import { type Stretch, stretchesOf } from "../document/stretches.ts";
import type { FontMetrics } from "../fonts/metrics.ts";
import { type Geometry, geometryOf, shownOf } from "../style/geometry.ts";
import { numbered } from "../style/heading-number.ts";
import type { StyleSheet } from "../style/sheet.ts";
import { type SetBlock, setBlock, stack } from "./blocks.ts";
import { addElement, type Context, choicesFor } from "./context.ts";
import { furniture } from "./furniture.ts";
import { BOUND, type Slab } from "./galley.ts";
import type { Hyphenate } from "./hyphenate.ts";
import type { Element, Layout, OutlineEntry, Page, PageItem } from "./page.ts";
import { paginate } from "./paginate.ts";
import { plain } from "./spans.ts";
import { setWatermark } from "./watermark.ts";

export interface LayoutSettings {
  readonly sheet: StyleSheet;
  readonly metrics: FontMetrics;
  readonly hyphenate: Hyphenate;
}

/** Page references may move what they refer to; after this many rounds the last answer stands and is reported. */
const ROUNDS = 4;

/**
 * Sets a document as finished pages. Reports characters without a glyph (errors), lines too long for their
 * measure and blocks taller than a page (warnings).
 */
export function layOut(document: Document, settings: LayoutSettings): Outcome<Layout> {
  const choices = choicesFor(settings.metrics);
  const headings = headingsOf(document.blocks);
  const referring = tellsPages(document.blocks);
  const remembered = new Map<Block, SetBefore>();
  let pageOf: ReadonlyMap<string, number> = new Map();
  for (let round = 1; ; round++) {
    const diagnostics: Diagnostic[] = [];
    const context = contextOf(document, settings, { pageOf, diagnostics, choices });
    const layout = pass(context, document, headings, referring ? rememberingIn(remembered) : setBlock);
    const found = new Map(layout.outline.map(({ id, page }) => [id, page]));
    const settled = !referring || [...found].every(([id, page]) => pageOf.get(id) === page);
    if (!settled && round < ROUNDS) {
      pageOf = found;
      continue;
    }
    if (!settled) {
      diagnostics.push({
        code: "layout/unsettled-references",
        severity: "warning",
        message: `page references still move the pages after ${ROUNDS} rounds`,
      });
    }
    return outcome(layout, diagnostics);
  }
}

/** Whether a page's number stands anywhere in a block, so that one round is not enough. */
function tellsPages(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(tellsPages);
  const { kind, show } = value as { kind?: unknown; show?: unknown };
  if (kind === "contents" || (kind === "reference" && show === "page")) return true;
  for (const key in value) if (tellsPages(value[key as keyof typeof value])) return true;
  return false;
}

/** What a block became in the round before, and where its elements began. */
interface SetBefore {
  readonly slabs: Slab[];
  readonly start: number;
  readonly elements: readonly Element[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sets blocks, but takes over from the round before what tells no pages and would become the same again. */
function rememberingIn(remembered: Map<Block, SetBefore>): SetBlock {
  return (context, block, style, frame) => {
    const { elements, diagnostics } = context;
    const known = remembered.get(block);
    const start = elements.length;
    if (known?.start === start) {
      elements.push(...known.elements);
      diagnostics.push(...known.diagnostics);
      return known.slabs;
    }
    const reported = diagnostics.length;
    const slabs = setBlock(context, block, style, frame);
    if (!tellsPages(block))
      remembered.set(block, {
        slabs,
        start,
        elements: elements.slice(start),
        diagnostics: diagnostics.slice(reported),
      });
    return slabs;
  };
}

/** The galley before it is cut into pages; for looking at. */
export function galleyOf(document: Document, settings: LayoutSettings): readonly Slab[] {
  const context = contextOf(document, settings, {
    pageOf: new Map(),
    diagnostics: [],
    choices: choicesFor(settings.metrics),
  });
  return stretchesOf(document.blocks).flatMap((stretch) => flow(context, stretch, setBlock));
}

function contextOf(
  document: Document,
  { sheet, metrics, hyphenate }: LayoutSettings,
  run: Pick<Context, "pageOf" | "diagnostics" | "choices">,
): Context {
  const { width, height } = geometryOf(sheet.page, "portrait");
  return {
    sheet,
    metrics,
    hyphenate,
    lang: document.lang,
    titleOf: new Map(headingsOf(document.blocks).map((heading) => [heading.id, titleOf(sheet, heading)])),
    pictures: document.pictures ?? {},
    width,
    height,
    elements: [{ type: "Document", parent: -1 }],
    ...run,
  };
}

/** The galley of one stretch, as wide and within pages as high as its orientation has them. */
function flow(context: Context, { orientation, blocks, section }: Stretch, set: SetBlock): Slab[] {
  const { width, height } = geometryOf(context.sheet.page, orientation);
  const parent = section ? addElement(context, { type: "Sect", parent: 0 }) : 0;
  const frame = { x: 0, measure: width, lang: section?.lang ?? context.lang, parent, text: "body" };
  return stack({ ...context, width, height }, blocks, frame, set);
}

/** A page without its furniture. */
interface Body {
  readonly items: readonly PageItem[];
  readonly geometry: Geometry;
}

function pass(context: Context, document: Document, headings: readonly Heading[], set: SetBlock): Layout {
  const bodies: Body[] = [];
  const stretches = stretchesOf(document.blocks);
  stretches.forEach((stretch, index) => {
    const geometry = geometryOf(context.sheet.page, stretch.orientation);
    const slabs = flow(context, stretch, set);
    const made = paginate(slabs, geometry.areaOn, context.diagnostics, bodies.length + 1);
    bodies.push(...made.map((items) => ({ items, geometry })));
    const parted = partedBy(slabs, stretches[index + 1]);
    if (parted) context.diagnostics.push(parted);
  });
  if (bodies.length === 0) bodies.push({ items: [], geometry: geometryOf(context.sheet.page, "portrait") });
  const outline = outlineOf(context, bodies, headings);
  const running = shownOf(context.sheet.page, document.running);
  const titles = runningTitles(outline, bodies.length);
  const pages = bodies.map(({ items, geometry }, index): Page => {
    const at = { number: index + 1, count: bodies.length, title: titles[index] ?? "" };
    return {
      number: index + 1,
      width: geometry.paper.width,
      height: geometry.paper.height,
      items: [
        ...watermark(context, document, geometry),
        ...items,
        ...furniture(context, running, geometry, at),
      ],
    };
  });
  const elements: readonly Element[] = context.elements;
  return { lang: document.lang, pages, elements, outline };
}

/** First among a page's items, so that everything else is drawn over it. */
function watermark(context: Context, { watermark }: Document, geometry: Geometry): readonly PageItem[] {
  const item = watermark === undefined ? undefined : setWatermark(context, watermark, geometry);
  return item ? [item] : [];
}

/** What belongs together but lies on pages of two orientations, so that no page can hold it. */
function partedBy(slabs: readonly Slab[], next: Stretch | undefined): Diagnostic | undefined {
  if (!next) return undefined;
  const stranded = slabs.at(-1)?.keep === BOUND;
  const alone = next.blocks[0]?.kind === "signatures";
  if (!stranded && !alone) return undefined;
  return {
    code: "layout/keep-given-up",
    severity: "warning",
    message: stranded
      ? "a heading is the last thing on its page, since what follows lies on pages of another orientation"
      : "signatures stand on a page without text above them, since the text lies on pages of another orientation",
    hint: stranded ? "move the heading into the section" : "end the section after the signatures",
  };
}

function outlineOf(
  context: Context,
  bodies: readonly Body[],
  headings: readonly Heading[],
): readonly OutlineEntry[] {
  const places = new Map<string, { page: number; y: number }>();
  bodies.forEach(({ items }, index) => {
    for (const item of items) if (isTarget(item)) places.set(item.id, { page: index + 1, y: item.y });
  });
  return headings.flatMap((heading) => {
    const at = places.get(heading.id);
    return at
      ? [{ level: heading.level, title: context.titleOf.get(heading.id) ?? "", id: heading.id, ...at }]
      : [];
  });
}

/** Headings of this level are what running heads name, as Word's field for it does. */
const RUNNING_LEVEL = 2;

/** For each page the first heading that begins on it, else the one that goes on from before. */
function runningTitles(outline: readonly OutlineEntry[], count: number): readonly string[] {
  const titles: string[] = [];
  const named = outline.filter(({ level }) => level === RUNNING_LEVEL);
  for (let page = 1; page <= count; page++) {
    const own = named.find((entry) => entry.page === page) ?? named.findLast((entry) => entry.page < page);
    titles.push(own?.title ?? "");
  }
  return titles;
}

const isTarget = (item: PageItem): item is Extract<PageItem, { kind: "anchor" }> & { id: string } =>
  item.kind === "anchor" && item.id !== undefined;

/** A heading's words after its number. */
function titleOf(sheet: StyleSheet, heading: Heading): string {
  return numbered(sheet, heading, plain(heading.children));
}

/** All headings in reading order, also those inside other blocks. */
function headingsOf(blocks: readonly Block[]): Heading[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case "heading":
        return [block];
      case "box":
      case "section":
        return headingsOf(block.children);
      case "columns":
        return block.columns.flatMap(headingsOf);
      case "list":
        return block.items.flatMap((item) => headingsOf(item.children));
      case "facts":
        return block.rows.flatMap((row) => headingsOf(row.children));
      case "table":
        return [...block.head, ...block.rows].flatMap((row) =>
          row.cells.flatMap((cell) => headingsOf(cell.children)),
        );
      case "paragraph":
      case "signatures":
      case "figure":
      case "contents":
      case "rule":
      case "pageBreak":
        return [];
      default:
        return block satisfies never;
    }
  });
}
