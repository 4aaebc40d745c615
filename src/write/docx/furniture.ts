import type { CopyWords } from "../../document/copy.ts";
import { RUNNING_PLACES, type Running, type RunningPlace } from "../../document/model.ts";
import { type Side, sideOn } from "../../style/geometry.ts";
import { hasWords, placeMarks } from "../../style/marks.ts";
import { styleNamed } from "../../style/sheet.ts";
import type { Context } from "./context.ts";
import { paragraphXml, valued } from "./elements.ts";
import { runs, TAB } from "./inline.ts";
import type { Setting } from "./look.ts";
import { placedPicture } from "./picture.ts";
import type { Relations } from "./relations.ts";
import { watermarkRun } from "./watermark.ts";

/** Running heads and feet of a section; `first` and `even` only where those pages have their own. */
export interface Furniture {
  readonly headers: Variants;
  readonly footers: Variants;
  readonly titlePage: boolean;
}
export interface Variants {
  readonly default?: Line;
  readonly first?: Line;
  readonly even?: Line;
}
/** A head or foot: its one paragraph, and what it leads to. */
export interface Line {
  readonly xml: string;
  readonly relations: Relations;
}

/** Whether odd and even pages differ in more than their numbers. */
export const differsByPage = ({ sheet }: Context, running: readonly Running[]): boolean =>
  sheet.page.facing === true || running.some(({ pages }) => pages === "odd" || pages === "even");

/**
 * `opening` says that the section begins the paper: only its first page is the paper's first. Word shows the default
 * on odd pages where even ones have their own.
 */
export function furniture(context: Context, running: readonly Running[], opening: boolean): Furniture {
  const titlePage = opening && running.some(({ pages }) => pages === "first" || pages === "rest");
  const twoSided = differsByPage(context, running);
  const on = (part: "head" | "foot", shown: readonly Running["pages"][], even = false): Line | undefined =>
    line(
      context,
      part,
      running.filter(({ at, pages }) => at.startsWith(part) && shown.includes(pages)),
      even ? 2 : 1,
    );
  const variants = (part: "head" | "foot"): Variants => {
    const rest = on(part, ["all", "rest", "odd"]);
    const first = titlePage ? on(part, ["all", "first", "odd"]) : undefined;
    const even = twoSided ? on(part, ["all", "rest", "even"], true) : undefined;
    return {
      ...(rest && { default: rest }),
      ...(first && { first }),
      ...(even && { even }),
    };
  };
  return {
    headers: variants("head"),
    footers: variants("foot"),
    titlePage,
  };
}

/** One line with what stands at its start, centre and end, parted by tab stops, on a page such as `page`. */
function line(
  around: Context,
  part: "head" | "foot",
  lines: readonly Running[],
  page: number,
): Line | undefined {
  const context: Context = { ...around, relations: new Map(), comments: undefined };
  const watermark = part === "head" ? watermarkIn(context) : "";
  const copy = part === "foot" ? copyLine(context) : "";
  if (lines.length === 0 && watermark === "")
    return copy === "" ? undefined : { xml: copy, relations: new Map() };
  const { page: setup } = context.sheet;
  const sideOf = (at: RunningPlace): Side => sideOn(setup, at, page);
  const { pictures } = context.pictures;
  const { marks, taken } = placeMarks(lines, pictures, setup, context.geometry, sideOf);
  const rule = part === "head" ? setup.headStyle : setup.footStyle;
  const style = styleNamed(context.sheet, rule);
  const at = (side: Side): string =>
    lines
      .filter((each) => sideOf(each.at) === side)
      .map(({ children }) => runs(context, children, style, context.lang))
      .join("");
  const [start, center, end] = [at("start"), at("center"), at("end")];
  const beside = (side: Side): number =>
    RUNNING_PLACES.reduce((sum, one) => sum + (sideOf(one) === side ? (taken.get(one) ?? 0) : 0), 0);
  const setting: Setting = {
    start: beside("start"),
    end: 0,
    word: part === "head" ? "header" : "footer",
    // words at the start may be longer than half the line: a stop in the middle would then catch the wrong tab
    tabs: {
      ...(center !== "" && { center: context.geometry.width / 2 }),
      end: context.geometry.width - style.end - beside("end"),
    },
    ...(part === "head" &&
      lines.some(hasWords) &&
      setup.headRule && { below: { ...setup.headRule, gap: setup.headRule.gap - descent(style) } }),
  };
  const xml = paragraphXml(
    { pStyle: valued("w:pStyle", context.styles.paragraph(rule, setting)) },
    [
      watermark,
      ...marks.map(({ image, x, y, ...size }) => placedPicture(context, image, size, { x, y })),
      start,
      center && TAB + center,
      end && TAB + end,
    ].join(""),
  );
  return { xml: xml + copy, relations: context.relations };
}

/** The word behind the text: the paper's, or each copy's own. */
function watermarkIn({ sheet, watermark, pictures, slots }: Context): string {
  if (watermark === undefined && !slots) return "";
  const number = ++pictures.drawings;
  const own = (text: string): string => (text === "" ? "" : watermarkRun(sheet, text, number));
  return slots ? slotIn(slots, ({ mark }) => own(mark)) : own(watermark ?? "");
}

/** The line below the foot that says whose copy it is. */
function copyLine({ slots, ...context }: Context): string {
  if (!slots) return "";
  const { footStyle } = context.sheet.page;
  const style = styleNamed(context.sheet, footStyle);
  const pStyle = valued(
    "w:pStyle",
    context.styles.paragraph(footStyle, { start: 0, end: 0, align: "center" }),
  );
  const said = (text: string): string =>
    runs({ ...context, slots }, [{ kind: "text", text }], style, context.lang);
  return paragraphXml(
    { pStyle },
    slotIn(slots, ({ line }) => said(line)),
  );
}

/** A run without words, which a comment tells apart from all others, until a copy puts its own in its place. */
function slotIn(slots: NonNullable<Context["slots"]>, of: (words: CopyWords) => string): string {
  const xml = `<!--slot ${slots.length}-->`;
  slots.push({ xml, of });
  return xml;
}

/** Word sets a line's baseline at about four fifths of its height. */
const BASELINE = 0.8;
export const ascent = ({ leading }: { leading: number }): number => leading * BASELINE;
export const descent = ({ leading }: { leading: number }): number => leading * (1 - BASELINE);
