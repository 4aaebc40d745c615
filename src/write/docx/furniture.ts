import { Footer, Header, Paragraph, type ParagraphChild } from "docx";
import type { Running } from "../../document/model.ts";
import { styleNamed } from "../../style/sheet.ts";
import type { Context } from "./context.ts";
import { runs, tab } from "./inline.ts";
import type { Setting } from "./look.ts";

/** Running heads and feet; `first` only where the first page has its own. */
export interface Furniture {
  readonly headers: { readonly default?: Header; readonly first?: Header };
  readonly footers: { readonly default?: Footer; readonly first?: Footer };
  readonly titlePage: boolean;
}

export function furniture(context: Context, running: readonly Running[]): Furniture {
  const titlePage = running.some(({ pages }) => pages !== "all");
  const on = (part: "head" | "foot", first: boolean): Paragraph | undefined =>
    line(
      context,
      part,
      running.filter(
        ({ at, pages }) => at.startsWith(part) && (pages === "all" || (pages === "first") === first),
      ),
    );
  const head = on("head", false);
  const foot = on("foot", false);
  const firstHead = titlePage ? on("head", true) : undefined;
  const firstFoot = titlePage ? on("foot", true) : undefined;
  return {
    headers: {
      ...(head && { default: new Header({ children: [head] }) }),
      ...(firstHead && { first: new Header({ children: [firstHead] }) }),
    },
    footers: {
      ...(foot && { default: new Footer({ children: [foot] }) }),
      ...(firstFoot && { first: new Footer({ children: [firstFoot] }) }),
    },
    titlePage,
  };
}

/** One line with what stands at its start, centre and end, parted by tab stops. */
function line(context: Context, part: "head" | "foot", lines: readonly Running[]): Paragraph | undefined {
  if (lines.length === 0) return undefined;
  const { page } = context.sheet;
  const rule = part === "head" ? page.headStyle : page.footStyle;
  const style = styleNamed(context.sheet, rule);
  const at = (place: string): ParagraphChild[] =>
    lines
      .filter((each) => each.at === `${part}-${place}`)
      .flatMap(({ children }) => runs(context, children, style, context.lang));
  const [start, center, end] = [at("start"), at("center"), at("end")];
  const setting: Setting = {
    start: 0,
    end: 0,
    // words at the start may be longer than half the line: a stop in the middle would then catch the wrong tab
    tabs: { center: context.width / 2, end: context.width, middle: center.length > 0 },
    ...(part === "head" &&
      page.headRule && { below: { ...page.headRule, gap: page.headRule.gap - descent(style) } }),
  };
  return new Paragraph({
    style: context.styles.paragraph(rule, setting),
    children: [
      ...start,
      ...(center.length > 0 ? [tab(), ...center] : []),
      ...(end.length > 0 ? [tab(), ...end] : []),
    ],
  });
}

/** Word sets a line's baseline at about four fifths of its height. */
const BASELINE = 0.8;
export const ascent = ({ leading }: { leading: number }): number => leading * BASELINE;
export const descent = ({ leading }: { leading: number }): number => leading * (1 - BASELINE);
