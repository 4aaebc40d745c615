import type { CopyWords } from "../document/copy.ts";
import {
  ARTIFACT,
  type Element,
  type Layout,
  type OutlineEntry,
  type Page,
  type PageItem,
  type Sheets,
} from "./page.ts";

/** A paper in a stack of papers. */
export interface Bound {
  readonly layout: Layout;
  /** What bookmarks call it. */
  readonly title: string;
  /** What its slots say; absent: it has none. */
  readonly words?: CopyWords;
  /** Goes before the names of its pictures, which several papers may use; absent: nothing. */
  readonly pictures?: string;
}

/** A stack: where each of its papers is. */
export interface Stack {
  readonly sheets: Sheets;
  /** First and last page of each paper, from 1, without the blank one behind it. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

/**
 * Lays finished papers one upon the other, to be printed on both sides: each begins on a right-hand page, after a blank
 * one where the paper before it has an odd number. The pages are those that have been set, however often they occur; the
 * structure tree has a section for each paper. Each counts its own pages, as they do themselves.
 */
export function bind(papers: readonly Bound[], lang: string): Stack {
  const elements: Element[] = [{ type: "Document", parent: -1 }];
  const outline: OutlineEntry[] = [];
  const ranges: (readonly [number, number])[] = [];
  const pageOf = new Map<string, number>();
  let pages = 0;
  for (const [index, { layout, title }] of papers.entries()) {
    for (const [id, page] of layout.pageOf) pageOf.set(`${prefixOf(index)}${id}`, pages + page);
    outline.push({ level: 1, title, id: `${outline.length + 1}`, page: pages + 1, y: 0 });
    ranges.push([pages + 1, pages + layout.pages.length]);
    pages += layout.pages.length + (layout.pages.length % 2);
  }
  function* read(): Generator<Page> {
    for (const [index, paper] of papers.entries()) {
      const { layout } = paper;
      const first = ranges[index]?.[0] ?? 1;
      const base = elements.length;
      for (const element of layout.elements) elements.push(sectionOf(element, base, layout.lang));
      for (const { width, height, items, number } of layout.pages)
        yield {
          ...{ width, height },
          number: first + number - 1,
          items: items.flatMap((item) => moved(item, paper, { base, name: prefixOf(index) })),
        };
      const last = layout.pages.at(-1);
      if (last && layout.pages.length % 2 === 1)
        yield { number: first + layout.pages.length, width: last.width, height: last.height, items: [] };
    }
  }
  const starts = ranges.map(([first]) => first);
  return {
    sheets: {
      lang,
      pages: read(),
      count: () => pages,
      elements,
      outline,
      pageOf,
      furniture: () => [],
      starts,
    },
    ranges,
  };
}

/** Goes before the ids of a paper, which the others may have, too. */
const prefixOf = (index: number): string => `${index + 1}-`;

/** The element of a paper in the stack; what was the whole document is a section of it. */
function sectionOf(element: Element, base: number, lang: string): Element {
  return element.parent < 0
    ? { ...element, type: "Sect", parent: 0, lang }
    : { ...element, parent: element.parent + base };
}

interface Place {
  /** The first element of the paper. */
  readonly base: number;
  /** Goes before what its links lead to. */
  readonly name: string;
}

function moved(
  item: PageItem,
  { layout, words, pictures = "" }: Bound,
  { base, name }: Place,
): readonly PageItem[] {
  if (item.kind === "rule" || item.kind === "turned") return [item];
  const element = item.element === ARTIFACT ? ARTIFACT : item.element + base;
  switch (item.kind) {
    case "glyphs":
      return [{ ...item, element }];
    case "link":
      return [{ ...item, element, href: item.href.replace(/^#/, `#${name}`) }];
    case "anchor":
      return [{ ...item, element, ...(item.id !== undefined && { id: `${name}${item.id}` }) }];
    case "image":
      return [{ ...item, element, picture: `${pictures}${item.picture}` }];
    case "slot": {
      const { slot, x, y, angle } = item;
      const text = words?.[slot] ?? "";
      const runs = text === "" ? [] : (layout.personal?.[slot](text) ?? []);
      // What stands upright is text like any other.
      if (angle === 0) return runs.map((run) => ({ ...run, x: run.x + x, y: run.y + y, element }));
      return runs.length === 0 ? [] : [{ kind: "turned", x, y, angle, runs }];
    }
  }
}
