import type { Running, RunningPlace } from "../document/model.ts";
import { type Geometry, sideOn } from "../style/geometry.ts";
import { hasWords, type Mark, placeMarks } from "../style/marks.ts";
import { styleNamed, varied } from "../style/sheet.ts";
import type { Context } from "./context.ts";
import { moved } from "./galley.ts";
import { ARTIFACT, type PageItem } from "./page.ts";
import { baselineOf, setParagraph } from "./paragraph.ts";
import { flatten } from "./spans.ts";

/** What a page tells of itself. */
interface PageTold {
  readonly number: number;
  readonly count: number;
  /** The section that it begins, or that goes on here. */
  readonly title: string;
}

/** Running heads and feet of one page, stamped after all pages are known; artifacts, since every page repeats them. */
export function furniture(
  context: Context,
  running: readonly Running[],
  geometry: Geometry,
  page: PageTold,
): PageItem[] {
  const { page: setup } = context.sheet;
  const { paper, areaOn } = geometry;
  const { x, width } = areaOn(page.number);
  const shown = running.filter(({ pages }) => SHOWN_ON[pages](page.number));
  const sideOf = (at: RunningPlace) => sideOn(setup, at, page.number);
  const { marks, taken } = placeMarks(shown, context.pictures, setup, geometry, sideOf);
  const lines = shown.flatMap((line) => {
    const head = line.at.startsWith("head");
    const named = styleNamed(context.sheet, head ? setup.headStyle : setup.footStyle);
    const align = sideOf(line.at);
    const beside = align === "center" ? 0 : (taken.get(line.at) ?? 0);
    const room = width - named.start - named.end;
    const style = varied(named, { align, first: 0, start: 0, end: 0 });
    const words = { number: String(page.number), count: String(page.count), title: page.title };
    const spans = flatten(context, line.children, style, context.lang, ARTIFACT, words);
    const slabs = setParagraph(context, spans, {
      style,
      lang: context.lang,
      measure: room - beside,
      first: 0,
      spread: 0,
    });
    const baseline = head ? setup.head : paper.height - setup.foot;
    return slabs.flatMap((slab, index) =>
      slab.items.map((item) =>
        moved(
          item,
          x + named.start + (align === "start" ? beside : 0),
          baseline - baselineOf(style) + index * style.leading,
        ),
      ),
    );
  });
  const items: PageItem[] = [...marks.map((mark) => markItem(mark, x)), ...lines];
  const rule = setup.headRule;
  if (rule && shown.some((line) => line.at.startsWith("head") && hasWords(line))) {
    const y = setup.head + rule.gap;
    items.push({
      kind: "rule",
      x1: x,
      y1: y,
      x2: x + width,
      y2: y,
      width: rule.width,
      color: rule.color,
    });
  }
  return items;
}

const markItem = ({ image, y, width, height, ...mark }: Mark, x: number): PageItem => ({
  kind: "image",
  ...{ x: x + mark.x, y, width, height },
  picture: image.picture,
  element: ARTIFACT,
});

/** On which pages a line is shown, by their numbers. */
const SHOWN_ON: Readonly<Record<Running["pages"], (page: number) => boolean>> = {
  all: () => true,
  first: (page) => page === 1,
  rest: (page) => page !== 1,
  odd: (page) => page % 2 === 1,
  even: (page) => page % 2 === 0,
};
