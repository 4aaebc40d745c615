import { Footer, Header, Paragraph, type ParagraphChild, TabStopType } from "docx";
import { RUNNING_PLACES, type Running, type RunningPlace } from "../../document/model.ts";
import { type Side, sideOn } from "../../style/geometry.ts";
import { hasWords, placeMarks } from "../../style/marks.ts";
import { styleNamed } from "../../style/sheet.ts";
import { twips } from "../../units.ts";
import { type Context, geometryOn } from "./context.ts";
import { runs, tab } from "./inline.ts";
import type { Setting } from "./look.ts";
import { placedPicture } from "./picture.ts";
import { watermarkRun } from "./watermark.ts";

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
  const watermark = part === "head" ? context.watermark : undefined;
  if (lines.length === 0 && watermark === undefined) return undefined;
  const { page: setup } = context.sheet;
  const sideOf = (at: RunningPlace): Side => sideOn(setup, at, page);
  const { pictures } = context.pictures;
  const { marks, taken } = placeMarks(lines, pictures, setup, geometryOn(context), sideOf);
  const rule = part === "head" ? setup.headStyle : setup.footStyle;
  const style = styleNamed(context.sheet, rule);
  const at = (side: Side): ParagraphChild[] =>
    lines
      .filter((each) => sideOf(each.at) === side)
      .flatMap(({ children }) => runs(context, children, style, context.lang));
  const [start, center, end] = [at("start"), at("center"), at("end")];
  const beside = (side: Side): number =>
    RUNNING_PLACES.reduce((sum, one) => sum + (sideOf(one) === side ? (taken.get(one) ?? 0) : 0), 0);
  const setting: Setting = {
    start: 0,
    end: 0,
    // words at the start may be longer than half the line: a stop in the middle would then catch the wrong tab
    tabs: { center: context.width / 2, end: context.width - style.end, middle: center.length > 0, others },
    ...(part === "head" &&
      lines.some(hasWords) &&
      setup.headRule && { below: { ...setup.headRule, gap: setup.headRule.gap - descent(style) } }),
  };
  return new Paragraph({
    style: context.styles.paragraph(rule, setting),
    // said here rather than in the style, which heads and feet share
    ...(beside("start") > 0 && { indent: { start: twips(style.start + beside("start")) } }),
    ...(beside("end") > 0 && {
      tabStops: [
        { type: TabStopType.CLEAR, position: twips(context.width - style.end) },
        { type: TabStopType.RIGHT, position: twips(context.width - style.end - beside("end")) },
      ],
    }),
    children: [
      ...(watermark === undefined
        ? []
        : [watermarkRun(context.sheet, watermark, ++context.pictures.drawings)]),
      ...marks.map(({ image, x, y, ...size }) => placedPicture(context.pictures, image, size, { x, y })),
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
