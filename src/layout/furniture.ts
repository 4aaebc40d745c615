import type { Running, RunningPlace } from "../document/model.ts";
import { styleNamed, varied } from "../style/sheet.ts";
import { PAGE_SIZES } from "../units.ts";
import type { Context } from "./context.ts";
import { moved } from "./galley.ts";
import { ARTIFACT, type PageItem } from "./page.ts";
import { baselineOf, setParagraph } from "./paragraph.ts";
import { flatten } from "./spans.ts";

const ALIGN = { start: "start", center: "center", end: "end" } as const;

/** Running heads and feet of one page, stamped after all pages are known; artifacts, since every page repeats them. */
export function furniture(
  context: Context,
  running: readonly Running[],
  page: number,
  count: number,
): PageItem[] {
  const { page: setup } = context.sheet;
  const paper = PAGE_SIZES[setup.size];
  const shown = running.filter(({ pages }) => pages === "all" || (page === 1) === (pages === "first"));
  const items = shown.flatMap((line) => {
    const head = line.at.startsWith("head");
    const named = styleNamed(context.sheet, head ? setup.headStyle : setup.footStyle);
    const style = varied(named, { align: alignOf(line.at), first: 0 });
    const words = { number: String(page), count: String(count) };
    const spans = flatten(context, line.children, style, context.lang, ARTIFACT, words);
    const slabs = setParagraph(context, spans, {
      style,
      lang: context.lang,
      measure: context.width,
      first: 0,
      spread: 0,
    });
    const baseline = head ? setup.head : paper.height - setup.foot;
    return slabs.flatMap((slab, index) =>
      slab.items.map((item) =>
        moved(item, setup.inner, baseline - baselineOf(style) + index * style.leading),
      ),
    );
  });
  const rule = setup.headRule;
  if (rule && shown.some(({ at }) => at.startsWith("head"))) {
    const y = setup.head + rule.gap;
    items.push({
      kind: "rule",
      x1: setup.inner,
      y1: y,
      x2: setup.inner + context.width,
      y2: y,
      width: rule.width,
      color: rule.color,
    });
  }
  return items;
}

const alignOf = (at: RunningPlace): "start" | "center" | "end" =>
  ALIGN[at.split("-")[1] as keyof typeof ALIGN]; // every place names one
