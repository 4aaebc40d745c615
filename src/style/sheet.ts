import type { Block, Inline, Revision } from "../document/model.ts";
import { geometryOf } from "./geometry.ts";
import type { FontFamilies, PageSetup, StyleRule, Theme } from "./theme.ts";

/** A style with every property decided. Lengths in points, tracking and raise in em. */
export type Style = {
  readonly [K in Exclude<keyof StyleRule, "basedOn" | "word" | "scale" | "width" | "maxHeight">]-?: Exclude<
    StyleRule[K],
    undefined
  >;
} & {
  readonly name: string;
  /** Absent: the whole measure. */
  readonly width: number | undefined;
  /** Absent: the whole page. */
  readonly maxHeight: number | undefined;
  /** The square that each full-width character fills, for text on the page's grid. */
  readonly cell: Cell | undefined;
};

/** One square of a grid: the distance from character to character and from line to line. */
export interface Cell {
  readonly width: number;
  readonly height: number;
}

/** A theme made ready for one kind of document: the only thing that layout and writers know about looks. */
export interface StyleSheet {
  readonly theme: string;
  readonly page: PageSetup;
  readonly stacks: Readonly<Record<string, readonly string[]>>;
  readonly families: FontFamilies;
  /** Every rule as written, for formats that have inheritance of their own (Word, CSS). */
  readonly rules: Readonly<Record<string, StyleRule>>;
  /** The same, resolved. Keys are the legal roles. */
  readonly styles: Readonly<Record<string, Style>>;
}

/** What a style is before anybody says anything. `body` is the root of all paragraph styles. */
const INITIAL: Omit<Style, "name"> = {
  font: "serif",
  weight: "regular",
  italic: false,
  size: 10.5,
  color: "#000000",
  tracking: 0,
  transform: "none",
  figures: "lining",
  raise: 0,
  underline: false,
  strike: false,
  leading: 15,
  align: "start",
  hyphenate: false,
  wordSpace: 2.5,
  hanging: false,
  balance: false,
  before: 0,
  after: 0,
  start: 0,
  end: 0,
  first: 0,
  keepNext: false,
  keepTogether: false,
  ruleAbove: null,
  ruleBelow: null,
  number: null,
  text: "body",
  ruleStart: null,
  padding: 0,
  atFoot: false,
  keepRows: false,
  marker: "•",
  leader: "",
  hang: 12,
  itemGap: 0,
  columns: 1,
  columnGap: 12,
  fill: "down",
  spread: 0,
  labelWidth: 72,
  label: "body",
  head: "body",
  ruleTop: null,
  ruleHead: null,
  ruleRow: null,
  ruleBottom: null,
  splitRows: false,
  stripe: null,
  rowInset: 0,
  cellAbove: 0,
  cellBelow: 0,
  cellGap: 8,
  inset: 0,
  width: undefined,
  maxHeight: undefined,
  grid: false,
  cell: undefined,
};

/** The names that a node without a role falls back to; a theme must define them all. */
export const DEFAULT_STYLES = [
  "body",
  "heading1",
  "heading2",
  "heading3",
  "heading4",
  "list",
  "listItem",
  "table",
  "facts",
  "box",
  "columns",
  "signatures",
  "figure",
  "contents",
  "contents-title",
  "contents2",
  "contents3",
  "rule",
  "footnote",
  "strong",
  "emphasis",
  "underline",
  "strike",
  "sub",
  "sup",
  "link",
  "footnoteMark",
  "watermark",
] as const;

/** Only what a character style changes; the rest is inherited from the text around it. */
export type CharacterChange = Pick<
  StyleRule,
  | "font"
  | "weight"
  | "italic"
  | "size"
  | "color"
  | "tracking"
  | "transform"
  | "figures"
  | "raise"
  | "scale"
  | "underline"
  | "strike"
>;

/**
 * Prepares a theme for one kind of document: the document's own overrides are laid over the theme's rules,
 * property by property, then every style is resolved along `basedOn`.
 * Throws on a theme whose styles are cyclic or name styles that do not exist: the library reports those first.
 */
export function styleSheet(theme: Theme, families: FontFamilies, type: string): StyleSheet {
  const variant = theme.documents[type];
  const rules: Record<string, StyleRule> = { ...theme.styles };
  for (const [name, rule] of Object.entries(variant?.styles ?? {})) rules[name] = { ...rules[name], ...rule };
  for (const [name, rule] of Object.entries(rules)) rules[name] = coloured(rule, theme.colors);
  const page = coloured({ ...theme.page, ...defined(variant?.page ?? {}) }, theme.colors);
  const styles: Record<string, Style> = {};
  const resolve = (name: string): Style => {
    const known = styles[name];
    if (known) return known;
    const rule = rules[name];
    if (!rule) throw new Error(`theme ${theme.name} has no style ${name}`);
    const base = rule.basedOn ? resolve(rule.basedOn) : INITIAL;
    const { basedOn: _basedOn, word: _word, scale = 1, ...own } = rule;
    const style: Style = { ...base, ...defined(own), name };
    styles[name] = onGrid(scale === 1 ? style : { ...style, size: style.size * scale }, page);
    return styles[name];
  };
  for (const name of Object.keys(rules)) resolve(name);
  return {
    theme: theme.name,
    page,
    stacks: theme.stacks,
    families,
    rules,
    styles,
  };
}

/** A cell is narrowed by so little that nobody sees it, and a full line surely fits its measure. */
const ROUNDING = 1e-9;

/** How much larger or smaller than its square a character may be: 16 pt in squares of 15.79, but no title of 22. */
const FITTING = 0.05;

/** A style that asks for the grid and has its size: its indents in whole characters, its leading in whole lines. */
function onGrid(style: Style, page: PageSetup): Style {
  if (!style.grid || !page.grid) return { ...style, cell: undefined };
  const { width, height } = geometryOf(page, "portrait");
  const cell = {
    width: (width / page.grid.characters) * (1 - ROUNDING),
    height: (height / page.grid.lines) * (1 - ROUNDING),
  };
  if (Math.abs(style.size / cell.width - 1) > FITTING) return { ...style, cell: undefined };
  const whole = (length: number): number => Math.round(length / style.size) * cell.width;
  return {
    ...style,
    cell,
    leading: Math.max(1, Math.round(style.leading / cell.height)) * cell.height,
    first: whole(style.first),
    start: whole(style.start),
    end: whole(style.end),
  };
}

/** Colour names replaced by their values, in a rule and in the lines inside it. */
function coloured<T extends object>(rule: T, colors: Theme["colors"]): T {
  const entries = Object.entries(rule).map(([key, value]) => {
    if (key === "color" && typeof value === "string") return [key, colors[value] ?? value];
    if (value !== null && typeof value === "object" && "color" in value)
      return [key, coloured(value, colors)];
    return [key, value];
  });
  return Object.fromEntries(entries) as T; // the same keys with values of the same types
}

function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** The style of a name that the theme is known to have. */
export function styleNamed(sheet: StyleSheet, name: string): Style {
  const style = sheet.styles[name];
  if (!style) throw new Error(`theme ${sheet.theme} has no style ${name}`);
  return style;
}

/**
 * The name of a block's style: its role, else the default of its kind. `text` is what the container says of
 * paragraphs that name no role.
 */
export function styleName(block: Block, text = "body"): string {
  if (block.role) return block.role;
  switch (block.kind) {
    case "paragraph":
      return text;
    case "heading":
      return `heading${block.level}`;
    case "section":
    case "pageBreak":
      return "body";
    case "list":
    case "table":
    case "facts":
    case "box":
    case "columns":
    case "signatures":
    case "contents":
    case "figure":
    case "rule":
      return block.kind;
    default:
      return block satisfies never;
  }
}

/** The name of an inline's character style, absent for one that only inherits. */
export function characterStyleName(inline: Inline): string | undefined {
  if (inline.role) return inline.role;
  switch (inline.kind) {
    case "strong":
    case "emphasis":
    case "underline":
    case "strike":
    case "sub":
    case "sup":
    case "link":
      return inline.kind;
    case "footnote":
      return "footnoteMark";
    default:
      return undefined;
  }
}

/** What a character style changes, along its `basedOn` chain. */
export function characterChange(sheet: StyleSheet, name: string): CharacterChange {
  const rule = sheet.rules[name];
  if (!rule) throw new Error(`theme ${sheet.theme} has no style ${name}`);
  const { basedOn, word: _word, ...own } = rule;
  return basedOn ? { ...characterChange(sheet, basedOn), ...defined(own) } : defined(own);
}

/** The text style inside an inline: the surrounding one with the change laid over it. */
export function changed(style: Style, change: CharacterChange): Style {
  const { scale = 1, raise, ...rest } = change;
  const size = (change.size ?? style.size) * scale;
  const cell = size === style.size ? style.cell : undefined;
  return { ...style, ...defined(rest), size, cell, raise: style.raise + (raise ?? 0) * style.size };
}

/** The style of text inside an inline of a named character style; the same object each time. */
export const characterStyle = (sheet: StyleSheet, style: Style, name: string): Style =>
  remembered(style, `#${name}`, () => changed(style, characterChange(sheet, name)));

/** How words look that only one revision has, where the theme does not say; the colours keep 4.5 : 1 on white. */
const REVISED: Readonly<Record<Revision, CharacterChange>> = {
  inserted: { color: "#0b5394", underline: true },
  deleted: { color: "#b3261e", strike: true },
};

/** The style of text that only one revision has; the same object each time. */
export const revisedStyle = (sheet: StyleSheet, style: Style, revision: Revision): Style =>
  sheet.rules[revision]
    ? characterStyle(sheet, style, revision)
    : remembered(style, `+${revision}`, () => changed(style, REVISED[revision]));

/** The style with some properties changed; the same object for the same change. */
export const varied = (style: Style, change: Partial<Style>): Style =>
  remembered(style, JSON.stringify(change), () => ({ ...style, ...change }));

/** Styles derived from a style. Layout keeps what it has measured by style, and would measure a copy anew. */
const derived = new WeakMap<Style, Map<string, Style>>();

function remembered(style: Style, key: string, make: () => Style): Style {
  let byKey = derived.get(style);
  if (!byKey) {
    byKey = new Map();
    derived.set(style, byKey);
  }
  let made = byKey.get(key);
  if (!made) {
    made = make();
    byKey.set(key, made);
  }
  return made;
}
