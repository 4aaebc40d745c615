import {
  type Cell,
  type CharacterChange,
  type Style,
  type StyleSheet,
  styleNamed,
} from "../../style/sheet.ts";
import { type FontFamily, type Line, WEIGHTS } from "../../style/theme.ts";
import { eighths, halfPoints, twips } from "../../units.ts";
import { on, valued } from "./elements.ts";
import { type ListPlace, listXml, NO_LIST } from "./numbering.ts";
import { tag } from "./xml.ts";

/**
 * A look as Word knows it: property by property, each as its finished XML, in the order that the schema asks for.
 * Every look names every property, so that a style can say just what differs from the style it is based on.
 */
export type Look = ReadonlyMap<string, string>;

/** What the place of a paragraph adds to its style: the box, list or cell that it stands in. */
export interface Setting {
  /** Further indents of all lines. */
  readonly start: number;
  readonly end: number;
  /** Rule at the reading side, `at` points left of the text. */
  readonly bar?: { readonly line: Line; readonly at: number };
  readonly above?: Line;
  readonly below?: Line;
  readonly align?: "center" | "end";
  /** A number in a cell, its decimal mark so far from the left edge of the text. */
  readonly decimal?: number;
  /** Space above that the list around asks for between its items. */
  readonly gap?: number;
  /** Other spaces than the style's own, where neighbours ask for them. */
  readonly before?: number;
  readonly after?: number;
  /** Its line is as high as what stands in it: a picture. */
  readonly tall?: boolean;
  /** The list that its style counts it in; without one, its style takes it out of all lists. */
  readonly list?: ListPlace;
  /** One of Word's own styles, which this is if nothing else is yet. */
  readonly word?: string;
  /** A literal number that hangs left of the text. */
  readonly hang?: number;
  /** Level of a heading, from 0. */
  readonly outline?: number;
  /** An empty line that only bears a rule. */
  readonly flat?: boolean;
  /** Where the page of an entry in a table of contents ends, with dots leading there; from the left edge. */
  readonly leader?: number;
  /** Tab stops of page furniture, from the left edge of the text. */
  readonly tabs?: { readonly center?: number; readonly end: number };
}
export const PLAIN: Setting = { start: 0, end: 0 };

const JUSTIFY = { start: "left", center: "center", end: "right", justify: "both" } as const;
/** Word draws a border at most this far from the text, in points. */
const FARTHEST_BORDER = 31;

const border = (side: string, line: Line | null | undefined, space = 0): string =>
  line
    ? tag(`w:${side}`, {
        "w:val": "single",
        "w:sz": eighths(line.width),
        "w:space": Math.min(FARTHEST_BORDER, Math.max(0, Math.round(space))),
        "w:color": line.color.slice(1),
      })
    : tag(`w:${side}`, { "w:val": "nil" });

/** A border as table styles and cells write it. */
export const cellBorder = (side: string, line: Line | null): string => border(side, line);

/**
 * Spaces above and below a paragraph in Word, which takes the larger of the two that meet, where ours add up:
 * a style with space above reckons with the space below ordinary text.
 */
export function spaces(sheet: StyleSheet, style: Style, setting: Setting): { before: number; after: number } {
  const below = styleNamed(sheet, "body").after;
  const own = style.before > 0 ? style.before + below : 0;
  return { before: Math.max(own, setting.gap ?? 0), after: style.after };
}

const tabStop = (kind: string, at: number): string => tag("w:tab", { "w:val": kind, "w:pos": twips(at) });

/** Paragraph properties, in the order of CT_PPrBase. */
export function paragraphLook(sheet: StyleSheet, style: Style, setting: Setting, han: boolean): Look {
  const { before, after } = spaces(sheet, style, setting);
  const above = setting.above ?? style.ruleAbove;
  const below = setting.below ?? style.ruleBelow;
  const { bar, tabs, decimal } = setting;
  const borders =
    above || below || bar
      ? `<w:pBdr>${border("top", above, above?.gap)}${border("left", bar?.line, bar ? bar.at - bar.line.width : 0)}${border("bottom", below, below?.gap)}${above && below ? border("between", below, below.gap) : ""}</w:pBdr>`
      : `<w:pBdr>${["top", "left", "bottom", "right"].map((side) => border(side, null)).join("")}</w:pBdr>`;
  const hang = setting.hang ?? Math.max(0, -style.first);
  const first = hang > 0 ? { "w:hanging": twips(hang) } : { "w:firstLine": twips(style.first) };
  const stops = [
    tabs?.center === undefined ? "" : tabStop("center", tabs.center),
    tabs === undefined ? "" : tabStop("right", tabs.end),
    setting.leader === undefined
      ? ""
      : tag("w:tab", { "w:val": "right", "w:leader": "dot", "w:pos": twips(setting.leader) }),
    decimal === undefined ? "" : tabStop("decimal", decimal), // in a cell it holds without a tab character
  ].join("");
  return new Map([
    ["keepNext", on("w:keepNext", style.keepNext || setting.outline !== undefined)],
    ["keepLines", on("w:keepLines", style.keepTogether || setting.outline !== undefined)],
    ["widowControl", on("w:widowControl", true)],
    ["numPr", listXml(setting.list ?? NO_LIST)],
    ["pBdr", borders],
    ["tabs", stops && `<w:tabs>${stops}</w:tabs>`],
    ["suppressAutoHyphens", on("w:suppressAutoHyphens", !style.hyphenate)],
    // Word hangs Chinese marks unless told not to, and never Latin ones
    ["overflowPunct", on("w:overflowPunct", style.hanging || !han)],
    // on a grid Latin words stand close to Chinese ones
    ["autoSpace", style.cell ? on("w:autoSpaceDE", false) + on("w:autoSpaceDN", false) : ""],
    ["snapToGrid", sheet.page.grid ? on("w:snapToGrid", style.cell !== undefined) : ""],
    [
      "spacing",
      tag("w:spacing", {
        "w:before": twips(setting.before ?? before),
        "w:after": twips(setting.after ?? after),
        ...lines(style, setting, han),
      }),
    ],
    [
      "ind",
      tag("w:ind", {
        "w:left": twips(style.start + setting.start),
        "w:right": twips(style.end + setting.end),
        ...first,
      }),
    ],
    [
      "jc",
      tag("w:jc", { "w:val": JUSTIFY[setting.align ?? (decimal === undefined ? style.align : "start")] }),
    ],
    ["outlineLvl", tag("w:outlineLvl", { "w:val": setting.outline ?? BODY_LEVEL })],
  ]);
}

function lines(style: Style, { flat, tall }: Setting, han: boolean) {
  if (tall) return { "w:line": SINGLE, "w:lineRule": "auto" };
  if (flat) return { "w:line": FLAT_LINE, "w:lineRule": "exact" };
  return {
    "w:line": style.cell ? gridTwips(style.leading) : twips(style.leading),
    "w:lineRule": han && style.leading < style.size * TIGHT ? "atLeast" : "exact",
  };
}

/** Single spacing, in 240ths of a line. */
const SINGLE = 240;

/**
 * Chinese faces ask for almost half their size between lines, far more than their characters fill. Exact lines keep
 * pages alike down to this leading, where Word would begin to cut characters off.
 */
const TIGHT = 1.2;

/** Height of a line that only bears a rule, in twips. */
export const FLAT_LINE = 20;
/** Outline level of what is no heading. */
const BODY_LEVEL = 9;

/** What Word takes for granted before any style speaks. */
export const WORD_PARAGRAPH: Look = new Map([
  ["keepNext", on("w:keepNext", false)],
  ["keepLines", on("w:keepLines", false)],
  ["widowControl", on("w:widowControl", true)],
  ["numPr", listXml(NO_LIST)],
  [
    "pBdr",
    `<w:pBdr>${["top", "left", "bottom", "right"].map((side) => border(side, null)).join("")}</w:pBdr>`,
  ],
  ["tabs", ""],
  ["suppressAutoHyphens", on("w:suppressAutoHyphens", false)],
  ["overflowPunct", on("w:overflowPunct", true)],
  ["ind", tag("w:ind", { "w:left": 0, "w:right": 0, "w:firstLine": 0 })],
  ["jc", tag("w:jc", { "w:val": "left" })],
  ["outlineLvl", tag("w:outlineLvl", { "w:val": BODY_LEVEL })],
]);

/** Names of the Latin and the Chinese family of a stack. */
export function fontsOf(sheet: StyleSheet, stack: string): { latin: string; han: string } {
  const families = (sheet.stacks[stack] ?? []).flatMap((name) => sheet.families[name] ?? []);
  const latin = families.find(({ script }) => script === "latin") ?? families[0];
  const han = families.find(({ script }) => script === "han") ?? latin;
  if (!latin || !han) throw new Error(`theme ${sheet.theme} has no family in stack ${stack}`);
  return { latin: latin.word, han: han.word };
}

/** From this weight on Word, which knows two weights of a family, gets the bold one. */
const BOLD_FROM = WEIGHTS.medium;

const FIGURES = {
  lining: { form: "lining", spacing: "proportional" },
  oldstyle: { form: "oldStyle", spacing: "proportional" },
  tabular: { form: "lining", spacing: "tabular" },
} as const;

/** Character properties that a rule sets, in the order of CT_RPr. `size` is that of the text around. */
export function characterProperties(sheet: StyleSheet, change: CharacterChange, size: number): Look {
  const own = change.size ?? size;
  const raise = change.raise ?? 0;
  const scaled = change.scale !== undefined && change.scale !== 1;
  // Word's superscript scales and shifts like ours and follows the size around; a plain shift is a number of points
  const shifted = scaled && raise !== 0;
  const entries: (readonly [string, string] | undefined | false)[] = [
    change.font !== undefined && ["rFonts", fontXml(fontsOf(sheet, change.font))],
    change.weight !== undefined && ["b", both("b", WEIGHTS[change.weight] >= BOLD_FROM)],
    change.italic !== undefined && ["i", both("i", change.italic)],
    change.transform !== undefined && ["caps", on("w:caps", change.transform === "upper")],
    change.strike !== undefined && ["strike", on("w:strike", change.strike)],
    change.color !== undefined && ["color", tag("w:color", { "w:val": change.color.slice(1) })],
    change.tracking !== undefined && ["spacing", tag("w:spacing", { "w:val": twips(change.tracking * own) })],
    raise !== 0 && !shifted && ["position", tag("w:position", { "w:val": halfPoints(raise * own) })],
    (change.size !== undefined || (scaled && !shifted)) && [
      "sz",
      sized(own * (shifted ? 1 : (change.scale ?? 1))),
    ],
    change.underline !== undefined && ["u", tag("w:u", { "w:val": change.underline ? "single" : "none" })],
    shifted && ["vertAlign", tag("w:vertAlign", { "w:val": raise > 0 ? "superscript" : "subscript" })],
    change.figures !== undefined && [
      "figures",
      tag("w14:numForm", { "w14:val": FIGURES[change.figures].form }) +
        tag("w14:numSpacing", { "w14:val": FIGURES[change.figures].spacing }),
    ],
  ];
  return new Map(entries.filter((entry) => entry !== undefined && entry !== false));
}

const fontXml = ({ latin, han }: { latin: string; han: string }): string =>
  tag("w:rFonts", { "w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": han, "w:cs": latin });

/** Fonts of words from right to left, inside a character style that may have a font of its own. */
export const csFontXml = (sheet: StyleSheet, stack: string | undefined, { word }: FontFamily): string => {
  const own = stack === undefined ? undefined : fontsOf(sheet, stack);
  return tag("w:rFonts", {
    "w:ascii": own?.latin,
    "w:hAnsi": own?.latin,
    "w:eastAsia": own?.han,
    "w:cs": word,
  });
};

/** Word keeps weight, slope and size once for most scripts and once for those from right to left. */
export const both = (name: "b" | "i", value: boolean): string =>
  on(`w:${name}`, value) + on(`w:${name}Cs`, value);
const sized = (points: number): string =>
  ["w:sz", "w:szCs"].map((name) => valued(name, halfPoints(points))).join("");

/**
 * Distances on a grid, rounded down: a twentieth of a point too much on each, and the last line or character of a
 * page of 22 lines of 28 goes over.
 */
export const gridTwips = (points: number): number => Math.floor(points * 20);

const gridTracking = ({ size }: Style, cell: Cell): number =>
  Math.floor((cell.width - size) * 20) / 20 / size;

/** All character properties of a paragraph style. */
export const textLook = (sheet: StyleSheet, style: Style): Look =>
  characterProperties(
    sheet,
    {
      font: style.font,
      weight: style.weight,
      italic: style.italic,
      transform: style.transform,
      strike: style.strike,
      color: style.color,
      tracking: style.cell ? gridTracking(style, style.cell) : style.tracking,
      size: style.size,
      underline: style.underline,
      figures: style.figures,
    },
    style.size,
  );

export const WORD_TEXT: Look = new Map([
  ["b", both("b", false)],
  ["i", both("i", false)],
  ["caps", on("w:caps", false)],
  ["strike", on("w:strike", false)],
  ["spacing", tag("w:spacing", { "w:val": 0 })],
  ["u", tag("w:u", { "w:val": "none" })],
]);

/** What a look says beyond the one it is based on. */
export const difference = (look: Look, base: Look): string =>
  [...look].flatMap(([key, xml]) => (base.get(key) === xml ? [] : [xml])).join("");
