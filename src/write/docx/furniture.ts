import { Footer, Header, Paragraph, type ParagraphChild } from "docx";
import type { Running } from "../../document/model.ts";
import { type Side, sideOn } from "../../style/geometry.ts";
import { styleNamed } from "../../style/sheet.ts";
import type { Context } from "./context.ts";
import { runs, tab } from "./inline.ts";
import type { Setting } from "./look.ts";

/** Running heads and feet of a section; `first` and `even` only where those pages have their own. */
export interface Furniture {
  readonly headers: Variants<Header>;
  readonly footers: Variants<Footer>;
  readonly titlePage: boolean;
}
interface Variants<T> {
  readonly default?: T;
  readonly first?: T;
  readonly even?: T;
}

/** Whether odd and even pages differ in more than their numbers. */
export const differsByPage = ({ sheet }: Context, running: readonly Running[]): boolean =>
  sheet.page.facing === true || running.some(({ pages }) => pages === "odd" || pages === "even");

/**
 * `opening` says that the section begins the paper: only its first page is the paper's first. Word shows the default
 * on odd pages where even ones have their own. `others` are the widths of text elsewhere in the paper.
 */
export function furniture(
  context: Context,
  running: readonly Running[],
  opening: boolean,
  others: readonly number[],
): Furniture {
  const titlePage = opening && running.some(({ pages }) => pages === "first" || pages === "rest");
  const twoSided = differsByPage(context, running);
  const on = (
    part: "head" | "foot",
    shown: readonly Running["pages"][],
    even = false,
  ): Paragraph | undefined =>
    line(
      context,
      part,
      running.filter(({ at, pages }) => at.startsWith(part) && shown.includes(pages)),
      even ? 2 : 1,
      others,
    );
  const variants = <T>(part: "head" | "foot", make: (line: Paragraph) => T): Variants<T> => {
    const rest = on(part, ["all", "rest", "odd"]);
    const first = titlePage ? on(part, ["all", "first", "odd"]) : undefined;
    const even = twoSided ? on(part, ["all", "rest", "even"], true) : undefined;
    return {
      ...(rest && { default: make(rest) }),
      ...(first && { first: make(first) }),
      ...(even && { even: make(even) }),
    };
  };
  return {
    headers: variants("head", (made) => new Header({ children: [made] })),
    footers: variants("foot", (made) => new Footer({ children: [made] })),
    titlePage,
  };
}

/** One line with what stands at its start, centre and end, parted by tab stops, on a page such as `page`. */
function line(
  context: Context,
  part: "head" | "foot",
  lines: readonly Running[],
  page: number,
  others: readonly number[],
): Paragraph | undefined {
  if (lines.length === 0) return undefined;
  const { page: setup } = context.sheet;
  const rule = part === "head" ? setup.headStyle : setup.footStyle;
  const style = styleNamed(context.sheet, rule);
  const at = (side: Side): ParagraphChild[] =>
    lines
      .filter((each) => sideOn(setup, each.at, page) === side)
      .flatMap(({ children }) => runs(context, children, style, context.lang));
  const [start, center, end] = [at("start"), at("center"), at("end")];
  const setting: Setting = {
    start: 0,
    end: 0,
    // words at the start may be longer than half the line: a stop in the middle would then catch the wrong tab
    tabs: { center: context.width / 2, end: context.width - style.end, middle: center.length > 0, others },
    ...(part === "head" &&
      setup.headRule && { below: { ...setup.headRule, gap: setup.headRule.gap - descent(style) } }),
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
