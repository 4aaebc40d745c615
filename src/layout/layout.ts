import { type Diagnostic, type Outcome, outcome } from "../diagnostic.ts";
import { changeId } from "../document/change-id.ts";
import type { Block, Document, Heading } from "../document/model.ts";
import { type Stretch, stretchesOf } from "../document/stretches.ts";
import type { FontMetrics } from "../fonts/metrics.ts";
import { type Geometry, geometryOf, shownOf } from "../style/geometry.ts";
import { numbered } from "../style/heading-number.ts";
import type { StyleSheet } from "../style/sheet.ts";
import { type SetBlock, setBlock, stacked } from "./blocks.ts";
import { addElement, type Context, choicesFor } from "./context.ts";
import { type CopySetting, copySetting } from "./copies.ts";
import { furniture } from "./furniture.ts";
import { BOUND, type Slab } from "./galley.ts";
import type { Hyphenate } from "./hyphenate.ts";
import { withMargin } from "./margin.ts";
import type { Element, Layout, OutlineEntry, Page, PageItem, Sheets } from "./page.ts";
import { paginate } from "./paginate.ts";
import { plain } from "./spans.ts";
import { setWatermark } from "./watermark.ts";

export interface LayoutSettings {
  readonly sheet: StyleSheet;
  readonly metrics: FontMetrics;
  readonly hyphenate: Hyphenate;
  /** Leaves room on the pages for whose copy it is, with a mark behind the text or without; absent: none. */
  readonly copies?: { readonly marked: boolean };
}

/** Page references may move what they refer to; after this many rounds the last answer stands and is reported. */
const ROUNDS = 4;

/**
 * Sets a document as finished pages. Reports characters without a glyph (errors), lines too long for their
 * measure and blocks taller than a page (warnings).
 */
export function layOut(document: Document, settings: LayoutSettings): Outcome<Layout> {
  const { sheets, diagnostics } = setSheets(document, settings);
  return outcome(collected(sheets), diagnostics);
}

/** Sheets whose pages are set while they are read, and what is reported meanwhile. */
export interface SheetsReported {
  readonly sheets: Sheets;
  /** Complete when the last page has been read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The same page by page, so that a long paper need never be there as a whole. Only where the text itself tells page
 * numbers must all pages be set before the first can be given.
 */
export function setSheets(document: Document, settings: LayoutSettings): SheetsReported {
  const choices = choicesFor(settings.metrics);
  const referring = tellsPages(document.blocks);
  const remembered = new Map<Block, SetBefore>();
  let pageOf: ReadonlyMap<string, number> = new Map();
  for (let round = 1; ; round++) {
    const diagnostics: Diagnostic[] = [];
    const context = contextOf(document, settings, { pageOf, diagnostics, choices });
    const copies = settings.copies && copySetting(context, settings.copies.marked);
    const found = new Map<string, number>();
    if (!referring) return { sheets: pass(context, document, setBlock, found, copies), diagnostics };
    const sheets = collected(pass(context, document, rememberingIn(remembered), found, copies));
    const settled = [...found].every(([id, page]) => pageOf.get(id) === page);
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
    return { sheets, diagnostics };
  }
}

/** All pages, each with its head and foot. */
function collected(sheets: Sheets): Layout {
  const bodies = [...sheets.pages];
  const pages = bodies.map((page) => ({ ...page, items: [...page.items, ...sheets.furniture(page.number)] }));
  return { ...sheets, pages, furniture: () => [] };
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
  return stretchesOf(document.blocks).flatMap((stretch) => [...flow(context, stretch, setBlock)].flat());
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
    titleOf: titlesOf(document, sheet),
    changes: document.revised?.changes ?? [],
    pictures: document.pictures ?? {},
    width,
    height,
    elements: [{ type: "Document", parent: -1 }],
    ...run,
  };
}

/** What each id that is led to stands for, in words. */
function titlesOf({ blocks, revised }: Document, sheet: StyleSheet): ReadonlyMap<string, string> {
  return new Map([
    ...headingsOf(blocks).map((heading) => [heading.id, titleOf(sheet, heading)] as const),
    ...(revised?.changes ?? []).map((label, index) => [changeId(index + 1), label] as const),
  ]);
}

/** The galley of one stretch, as wide and within pages as high as its orientation has them. */
function flow(
  context: Context,
  { orientation, blocks, section }: Stretch,
  set: SetBlock,
): Iterable<readonly Slab[]> {
  const { width, height } = geometryOf(context.sheet.page, orientation);
  const parent = section ? addElement(context, { type: "Sect", parent: 0 }) : 0;
  const frame = { x: 0, measure: width, lang: section?.lang ?? context.lang, parent, text: "body" };
  return stacked({ ...context, width, height }, blocks, frame, set);
}

/** Sets all pages. `places` is told the page of everything that can be led to. */
function pass(
  context: Context,
  document: Document,
  set: SetBlock,
  places: Map<string, number>,
  copies?: CopySetting,
): Sheets {
  const { elements, sheet } = context;
  const outline: OutlineEntry[] = [];
  const geometries: Geometry[] = [];
  const running = shownOf(sheet.page, document.running);
  let titles: readonly string[] | undefined; // of all pages, when the last is known
  return {
    lang: document.lang,
    pages: pagesOf(context, document, set, {
      outline,
      geometries,
      places,
      placesOn: copies?.placesOn ?? (() => []),
    }),
    count: () => geometries.length,
    elements,
    outline,
    pageOf: places,
    furniture(number) {
      const { length: count } = geometries;
      titles ??= runningTitles(outline, count);
      const geometry = geometries[number - 1];
      const at = { number, count, title: titles[number - 1] ?? "" };
      return geometry ? furniture(context, running, geometry, at) : [];
    },
    ...(copies && { personal: copies.personal }),
  };
}

/** What pages leave behind for the whole, and what all of them have. */
interface Traces {
  readonly placesOn: CopySetting["placesOn"];
  readonly outline: OutlineEntry[];
  /** Of each page. */
  readonly geometries: Geometry[];
  /** The page of each id. */
  readonly places: Map<string, number>;
}

/** Bodies of pages, one after the other; an empty document has one page. */
function* pagesOf(
  context: Context,
  document: Document,
  set: SetBlock,
  { outline, geometries, places, placesOn }: Traces,
): Generator<Page, void, undefined> {
  const headings = new Map(
    headingsOf(document.blocks).map((heading, index) => [heading.id, { heading, index }]),
  );
  const page = (items: readonly PageItem[], geometry: Geometry): Page => {
    const number = geometries.push(geometry);
    const entries = items.filter(isTarget).flatMap(({ id, y }) => {
      places.set(id, number);
      const found = headings.get(id);
      return found ? [{ ...found, id, y }] : [];
    });
    // beside each other they may be drawn in another order than they are read
    for (const { heading, id, y } of entries.sort((a, b) => a.index - b.index))
      outline.push({ level: heading.level, title: context.titleOf.get(id) ?? "", id, page: number, y });
    const { width, height } = geometry.paper;
    const shown = document.revised ? withMargin(context, items, geometry, number) : items;
    return {
      number,
      width,
      height,
      items: [...watermark(context, document, geometry), ...placesOn(number, geometry), ...shown],
    };
  };
  const stretches = stretchesOf(document.blocks);
  for (const [index, stretch] of stretches.entries()) {
    const geometry = geometryOf(context.sheet.page, stretch.orientation);
    const galley = watched(flow(context, stretch, set));
    for (const items of paginate(galley.slabs, geometry.areaOn, context.diagnostics, geometries.length + 1))
      yield page(items, geometry);
    const parted = partedBy(galley.last(), stretches[index + 1]);
    if (parted) context.diagnostics.push(parted);
  }
  if (geometries.length === 0) yield page([], geometryOf(context.sheet.page, "portrait"));
}

/** A galley of which the last slab is remembered. */
function watched(galley: Iterable<readonly Slab[]>) {
  let last: Slab | undefined;
  function* slabs(): Generator<readonly Slab[], void, undefined> {
    for (const some of galley) {
      last = some.at(-1) ?? last;
      yield some;
    }
  }
  return { slabs: slabs(), last: () => last };
}

/** First among a page's items, so that everything else is drawn over it. */
function watermark(context: Context, { watermark }: Document, geometry: Geometry): readonly PageItem[] {
  const item = watermark === undefined ? undefined : setWatermark(context, watermark, geometry);
  return item ? [item] : [];
}

/** What belongs together but lies on pages of two orientations, so that no page can hold it. */
function partedBy(last: Slab | undefined, next: Stretch | undefined): Diagnostic | undefined {
  if (!next) return undefined;
  const stranded = last?.keep === BOUND;
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

/** Headings of this level are what running heads name, as Word's field for it does. */
const RUNNING_LEVEL = 2;

/** For each page the first heading that begins on it, else the one that goes on from before. */
function runningTitles(outline: readonly OutlineEntry[], count: number): readonly string[] {
  const begun = Map.groupBy(
    outline.filter(({ level }) => level === RUNNING_LEVEL),
    ({ page }) => page,
  );
  let title = "";
  return Array.from({ length: count }, (_, index) => {
    const own = begun.get(index + 1);
    const shown = own?.[0]?.title ?? title;
    title = own?.at(-1)?.title ?? title;
    return shown;
  });
}

const isTarget = (item: PageItem): item is Extract<PageItem, { kind: "anchor" }> & { id: string } =>
  item.kind === "anchor" && item.id !== undefined;

/** A heading's words after its number, as the newer of two revisions has them, if it has. */
function titleOf(sheet: StyleSheet, heading: Heading): string {
  const left = heading.revision === "deleted" ? undefined : "deleted";
  return numbered(sheet, heading, plain(heading.children, left));
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
