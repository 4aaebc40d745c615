import { type Diagnostic, type Outcome, outcome } from "../diagnostic.ts";
import type { Block, Document, Heading } from "../document/model.ts";
import { formatNumber } from "../document/number.ts";
import type { FontMetrics } from "../fonts/metrics.ts";
import { type StyleSheet, styleName, styleNamed } from "../style/sheet.ts";
import { PAGE_SIZES } from "../units.ts";
import { stack } from "./blocks.ts";
import { type Context, choicesFor } from "./context.ts";
import { furniture } from "./furniture.ts";
import type { Slab } from "./galley.ts";
import type { Hyphenate } from "./hyphenate.ts";
import type { Element, Layout, OutlineEntry, Page, PageItem } from "./page.ts";
import { paginate } from "./paginate.ts";
import { plain } from "./spans.ts";

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
  const referring = JSON.stringify(document.blocks).includes('"show":"page"');
  let pageOf: ReadonlyMap<string, number> = new Map();
  for (let round = 1; ; round++) {
    const diagnostics: Diagnostic[] = [];
    const context = contextOf(document, settings, { pageOf, diagnostics, choices });
    const layout = pass(context, document, headings);
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

/** The galley before it is cut into pages; for looking at. */
export function galleyOf(document: Document, settings: LayoutSettings): readonly Slab[] {
  const context = contextOf(document, settings, {
    pageOf: new Map(),
    diagnostics: [],
    choices: choicesFor(settings.metrics),
  });
  return flow(context, document);
}

function contextOf(
  document: Document,
  { sheet, metrics, hyphenate }: LayoutSettings,
  run: Pick<Context, "pageOf" | "diagnostics" | "choices">,
): Context {
  const { page } = sheet;
  const paper = PAGE_SIZES[page.size];
  return {
    sheet,
    metrics,
    hyphenate,
    lang: document.lang,
    titleOf: new Map(headingsOf(document.blocks).map((heading) => [heading.id, titleOf(sheet, heading)])),
    pictures: document.pictures ?? {},
    width: paper.width - page.inner - page.outer,
    height: paper.height - page.top - page.bottom,
    elements: [{ type: "Document", parent: -1 }],
    ...run,
  };
}

function flow(context: Context, document: Document): Slab[] {
  return stack(context, document.blocks, {
    x: 0,
    measure: context.width,
    lang: document.lang,
    parent: 0,
    text: "body",
  });
}

function pass(context: Context, document: Document, headings: readonly Heading[]): Layout {
  const { page } = context.sheet;
  const paper = PAGE_SIZES[page.size];
  const area = { x: page.inner, y: page.top, width: context.width, height: context.height };
  const contents = paginate(flow(context, document), area, context.diagnostics);
  if (contents.length === 0) contents.push([]);
  const pages: Page[] = contents.map((items, index) => ({
    number: index + 1,
    width: paper.width,
    height: paper.height,
    items: [...items, ...furniture(context, document.running, index + 1, contents.length)],
  }));
  const elements: readonly Element[] = context.elements;
  return { lang: document.lang, pages, elements, outline: outlineOf(context, pages, headings) };
}

function outlineOf(context: Context, pages: readonly Page[], headings: readonly Heading[]): OutlineEntry[] {
  const places = new Map<string, { page: number; y: number }>();
  for (const page of pages) {
    for (const item of page.items) if (isTarget(item)) places.set(item.id, { page: page.number, y: item.y });
  }
  return headings.flatMap((heading) => {
    const at = places.get(heading.id);
    return at
      ? [{ level: heading.level, title: context.titleOf.get(heading.id) ?? "", id: heading.id, ...at }]
      : [];
  });
}

const isTarget = (item: PageItem): item is Extract<PageItem, { kind: "anchor" }> & { id: string } =>
  item.kind === "anchor" && item.id !== undefined;

/** A heading's words after its number. */
function titleOf(sheet: StyleSheet, heading: Heading): string {
  const words = plain(heading.children);
  const look = styleNamed(sheet, styleName(heading)).number;
  if (!heading.number || !look) return words;
  const label = formatNumber(heading.number.label, look.format);
  return look.suffix ? `${label}${look.suffix}${words}` : `${label} ${words}`;
}

/** All headings in reading order, also those inside other blocks. */
function headingsOf(blocks: readonly Block[]): Heading[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case "heading":
        return [block];
      case "box":
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
      case "rule":
      case "pageBreak":
        return [];
      default:
        return block satisfies never;
    }
  });
}
