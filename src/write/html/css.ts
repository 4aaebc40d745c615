import {
  type CharacterChange,
  characterChange,
  type Style,
  type StyleSheet,
  styleNamed,
} from "../../style/sheet.ts";
import { type Line, WEIGHTS } from "../../style/theme.ts";
import { mm, PAGE_SIZES } from "../../units.ts";
import type { Context, Use } from "./context.ts";
import { blockClass, characterClass, cssString } from "./escape.ts";
import { decimal, measureOf, points } from "./length.ts";

type Declarations = Readonly<Record<string, string | undefined>>;

/** A rule on one line; nothing when it declares nothing. */
function rule(selector: string, declarations: Declarations): string {
  const said = Object.entries(declarations).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return said.length > 0 ? `${selector} { ${said.join("; ")} }\n` : "";
}

/** Page boxes that hold a running line which numbers pages: `@bottom-right` and what it prints. */
export interface MarginBox {
  readonly box: string;
  readonly content: string;
}

/** The whole style element: the frame of a page, then a rule for every style that the body uses, in order of name. */
export function css(context: Context, margins: readonly MarginBox[]): string {
  const { sheet } = context;
  const names = [...context.blocks.keys()].filter((name) => sheet.styles[name]).sort();
  const usesOf = (name: string): ReadonlySet<Use> => context.blocks.get(name) ?? new Set();
  return [
    frame(sheet),
    ...names.map((name) => blockRules(sheet, styleNamed(sheet, name), usesOf(name))),
    ...[...context.characters].sort().map((name) => characterRule(sheet, name)),
    ALIGNED,
    hangingNumbers(sheet, names),
    narrow(sheet, names),
    print(sheet, names, margins),
  ].join("");
}

// ---- the page

/** Everything that is the same for all themes but for a few lengths. Spaces add up: all blocks are flex items. */
const frame = (sheet: StyleSheet): string => `:root { --pt: 0.1rem; color-scheme: light; background: #fff }
*, ::before, ::after { box-sizing: border-box }
body { margin: 0; padding: clamp(1.5rem, 6vh, 4rem) 1.25rem; overflow-wrap: break-word; line-break: strict; text-autospace: normal; -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
header, main, footer { display: flex; flex-direction: column; max-inline-size: ${points(measureOf(sheet))}; margin-inline: auto }
header { margin-block-end: 2rem }
footer { margin-block-start: 3rem }
h1, h2, h3, h4, p, ul, ol, dl, dd, hr, table, caption { margin: 0; padding: 0 }
h1, h2, h3, h4, th, caption { font-weight: inherit; text-align: start }
:is(strong, em, u, s, sub, sup, a) { font: inherit; color: inherit; text-decoration: none; vertical-align: baseline }
:is(sub, sup) { line-height: 0 }
a:is(:hover, :focus-visible) { text-decoration: underline }
hr { border: 0; inline-size: 100% }
ul, ol { list-style: none }
.mb-flow { display: flex; flex-direction: column; min-inline-size: 0 }
.mb-number { white-space: nowrap }
.mb-spread { display: inline-block; inline-size: calc(var(--spread) * 1em); text-align: justify; text-align-last: justify; text-indent: 0; letter-spacing: 0 }
figure { display: flex; flex-direction: column; margin: 0 }
.mb-image { display: block; max-inline-size: 100%; block-size: auto }
.mb-row { display: grid; align-items: baseline }
.mb-scroll { overflow-x: auto }
table { inline-size: 100%; border-collapse: collapse }
th, td { vertical-align: top }
thead :is(th, td) { vertical-align: bottom }
.mb-line { display: grid; grid-template-columns: repeat(3, auto); justify-content: space-between; column-gap: 1.5rem }
.mb-line > :nth-child(2) { text-align: center }
.mb-line > :nth-child(3) { text-align: end }
.mb-notes { margin-block-start: 2.5rem; padding-block-start: 0.75rem; border-block-start: 1px solid #c9c9c9 }
.mb-endnotes > li { position: relative; padding-inline-start: 2em }
.mb-endnotes > li::before { content: counter(list-item); position: absolute; inset-inline-start: 0 }
.mb-back { padding-inline-start: 0.4em }
`;

// After the styles, so that a column's alignment beats that of the paragraphs in it.
const ALIGNED = `.mb-center .mb-flow > * { text-align: center }
.mb-end .mb-flow > *, .mb-figures .mb-flow > * { text-align: end }
.mb-figures .mb-flow { font-variant-numeric: lining-nums tabular-nums; padding-inline-end: var(--pushed, 0) }
`;

/** Where there is room, numbers of headings hang in the margin; elsewhere they stand before the words. */
function hangingNumbers(sheet: StyleSheet, names: readonly string[]): string {
  const hanging = names.flatMap((name) => {
    const hang = styleNamed(sheet, name).number?.hang ?? 0;
    return hang > 0 ? [{ selector: `.${blockClass(name)}`, hang }] : [];
  });
  if (hanging.length === 0) return "";
  const widest = Math.max(...hanging.map(({ hang }) => hang));
  const room = decimal((measureOf(sheet) + 2 * widest) / 10 + 2.5);
  const rules = hanging.map(
    ({ selector, hang }) =>
      rule(selector, { position: "relative" }) +
      rule(`${selector} > .mb-number`, {
        position: "absolute",
        "inset-inline-start": `calc(-${decimal(hang)} * var(--pt))`,
        "padding-inline-end": "0",
      }),
  );
  const inLine = hanging.map(({ selector }) =>
    rule(`${selector} > .mb-number`, { "padding-inline-end": "0.5em" }),
  );
  return `${inLine.join("")}@media print, (min-width: ${room}rem) {\n${rules.join("")}}\n`;
}

/** On a phone lines are too short to be justified, and columns and facts stand one above the other. */
function narrow(sheet: StyleSheet, names: readonly string[]): string {
  const ragged = names.filter((name) => {
    const { align, hyphenate } = styleNamed(sheet, name);
    return align === "justify" && hyphenate;
  });
  return `@media screen and (max-width: 34rem) {
${ragged.length > 0 ? rule(ragged.map((name) => `.${blockClass(name)}`).join(", "), { "text-align": "start" }) : ""}.mb-row { grid-template-columns: 100% !important }
.mb-row > dt { padding-block-end: 0 }
table { min-inline-size: 26rem }
}
`;
}

function print(sheet: StyleSheet, names: readonly string[], margins: readonly MarginBox[]): string {
  const { page } = sheet;
  const { width, height } = PAGE_SIZES[page.size];
  const size = `${millimetres(width)} ${millimetres(height)}`;
  const margin = [page.top, page.outer, page.bottom, page.inner].map(millimetres).join(" ");
  const foot = sheet.styles[page.footStyle];
  const look = foot
    ? { ...typeface(sheet, foot), "font-size": `${decimal(foot.size)}pt`, color: foot.color }
    : {};
  const boxes = margins.map(({ box, content }) => `  ${rule(`@${box}`, { ...look, content })}`).join("");
  const bound = (test: (style: Style) => boolean): string =>
    names
      .filter((name) => test(styleNamed(sheet, name)))
      .map((name) => `.${blockClass(name)}`)
      .join(", ");
  const next = bound(({ keepNext }) => keepNext);
  const together = bound(({ keepTogether }) => keepTogether);
  const lying = `${millimetres(height)} ${millimetres(width)}`;
  return `@page landscape { size: ${lying} }
@page { size: ${size}; margin: ${margin}${boxes ? `;\n${boxes}` : " "}}
@media print {
:root { --pt: 1pt }
body { padding: 0 }
header, main, footer { max-inline-size: none }
p { orphans: 2; widows: 2 }
tr, li, .mb-row, .mb-signatory { break-inside: avoid }
.mb-scroll { overflow: visible }
.mb-break { break-after: page }
.mb-portrait, .mb-landscape { break-before: page; break-after: page }
.mb-landscape { page: landscape }
.mb-back { display: none }
${next ? rule(next, { "break-after": "avoid" }) : ""}${together ? rule(together, { "break-inside": "avoid" }) : ""}}
`;
}

const millimetres = (length: number): string => `${decimal(length / mm(1))}mm`;

// ---- styles

/** All rules of one block style, as its uses in the body ask. */
function blockRules(sheet: StyleSheet, style: Style, uses: ReadonlySet<Use>): string {
  const selector = `.${blockClass(style.name)}`;
  const isText = uses.has("text") || uses.has("heading");
  const own = rule(selector, {
    ...(isText ? text(sheet, style) : {}),
    ...(uses.has("rule")
      ? ruleBlock(style)
      : uses.has("figure")
        ? place({ ...style, width: undefined })
        : place(style)),
  });
  return own + USES.map((as) => (uses.has(as) ? (EXTRA[as]?.(sheet, style, selector) ?? "") : "")).join("");
}

const USES = [
  "list",
  "table",
  "facts",
  "box",
  "columns",
  "signatures",
  "contents",
  "figure",
] as const satisfies readonly Use[];

type Extra = (sheet: StyleSheet, style: Style, selector: string) => string;

/** What each kind of container needs beyond its place. */
const EXTRA: Readonly<Partial<Record<Use, Extra>>> = {
  list: listRules,
  table: tableRules,
  facts: (_, style, selector) =>
    rule(selector, { display: "flex", "flex-direction": "column", "row-gap": some(style.itemGap) }) +
    rule(`${selector} > .mb-row`, {
      "grid-template-columns": `${points(style.labelWidth)} minmax(0, 1fr)`,
      "padding-block": both(style.cellAbove, style.cellBelow),
      "border-block-start": border(style.ruleRow),
    }) +
    rule(`${selector} > .mb-row:first-child`, { "border-block-start": border(style.ruleTop) ?? "0" }) +
    rule(`${selector} > .mb-row:last-child`, { "border-block-end": border(style.ruleBottom) }),
  box: (_, style, selector) =>
    rule(selector, {
      display: "flex",
      "flex-direction": "column",
      "border-inline-start": border(style.ruleStart),
      "padding-inline-start": style.padding > 0 ? points(style.padding) : undefined,
    }),
  columns: (_, style, selector) =>
    rule(selector, {
      display: "grid",
      "grid-template-columns": `repeat(auto-fit, minmax(max(8.5rem, (100% - (var(--columns) - 1) * ${points(style.columnGap)}) / var(--columns)), 1fr))`,
      "column-gap": points(style.columnGap),
    }),
  contents: (_sheet, _style, selector) =>
    rule(selector, { display: "flex", "flex-direction": "column" }) +
    rule(`${selector} a`, { color: "inherit", "text-decoration": "none" }) +
    rule(`${selector} a:hover`, { "text-decoration": "underline" }),
  figure: (_, style, selector) => rule(`${selector} > .mb-image`, { "align-self": SELF[style.align] }),
  signatures: (_, style, selector) => {
    const count = style.columns === "auto" ? 2 : style.columns;
    const gap = points(style.columnGap);
    return (
      rule(selector, {
        display: "grid",
        "grid-template-columns": `repeat(auto-fill, minmax(max(min(100%, 12rem), (100% - ${count - 1} * ${gap}) / ${count}), 1fr))`,
        "column-gap": gap,
        "row-gap": points(style.before),
      }) +
      rule(`${selector} > .mb-signatory`, {
        "border-block-start": border(style.ruleTop),
        "padding-block-start": some(style.ruleTop?.gap ?? 0),
      })
    );
  },
};

function listRules(sheet: StyleSheet, style: Style, selector: string): string {
  const item = styleNamed(sheet, style.text);
  const isNames = style.columns !== 1;
  const gap = points(style.columnGap);
  const columns: Declarations =
    style.fill === "down"
      ? { columns: "var(--columns) var(--name)", "column-gap": gap }
      : {
          display: "grid",
          "grid-template-columns": `repeat(auto-fill, minmax(max(var(--name), (100% - (var(--columns) - 1) * ${gap}) / var(--columns)), 1fr))`,
          "column-gap": gap,
        };
  const marked = `${selector}:is(.mb-disc, .mb-decimal) > li`;
  return [
    isNames
      ? rule(`${selector}.mb-names`, columns) + rule(`${selector}.mb-names > li`, { "break-inside": "avoid" })
      : "",
    style.itemGap > 0 ? rule(`${selector} > li + li`, { "padding-block-start": points(style.itemGap) }) : "",
    rule(marked, { position: "relative", "padding-inline-start": points(style.hang) }),
    rule(`${marked}::before`, {
      ...typeface(sheet, item),
      "font-size": points(item.size),
      "line-height": points(item.leading),
      "font-variant-numeric": "lining-nums",
      color: item.color,
      position: "absolute",
      "inset-inline-start": "0",
    }),
    // The second string is what is read aloud: nothing, since the list itself is announced.
    style.marker === ""
      ? ""
      : rule(`${selector}.mb-disc > li::before`, { content: `${cssString(style.marker)} / ""` }),
    rule(`${selector}.mb-decimal > li`, { display: "list-item" }),
    rule(`${selector}.mb-decimal > li::before`, { content: "counter(list-item)" }),
  ].join("");
}

function tableRules(_: StyleSheet, style: Style, selector: string): string {
  const cells = `${selector} :is(th, td)`;
  return [
    rule(cells, {
      "padding-block": both(style.cellAbove, style.cellBelow),
      "padding-inline": `0 ${points(style.cellGap)}`,
    }),
    style.rowInset > 0
      ? rule(`${selector} .mb-first`, { "padding-inline-start": points(style.rowInset) })
      : "",
    rule(`${selector} .mb-last`, { "padding-inline-end": style.rowInset > 0 ? points(style.rowInset) : "0" }),
    style.stripe
      ? rule(`${selector} .mb-second`, {
          "background-color": style.stripe.color,
          "print-color-adjust": "exact",
        })
      : "",
    rule(`${selector} > tbody > tr + tr > *`, { "border-block-start": border(style.ruleRow) }),
    rule(`${selector} > thead > tr:last-child > *`, { "border-block-end": border(style.ruleHead) }),
    rule(
      `${selector} > caption + colgroup + * > tr:first-child > *, ${selector} > colgroup:first-child + * > tr:first-child > *`,
      {
        "border-block-start": border(style.ruleTop),
      },
    ),
    rule(`${selector} > tbody:last-child > tr:last-child > *`, {
      "border-block-end": border(style.ruleBottom),
    }),
  ].join("");
}

/** Where a block stands: spaces, indents and the rules above and below it. */
function place(style: Style): Declarations {
  const start = style.start + style.inset;
  const end = style.end + style.inset;
  return {
    "margin-block": both(style.before, style.after),
    "margin-inline": start !== 0 || end !== 0 ? `${indent(start)} ${indent(end)}` : undefined,
    "border-block-start": border(style.ruleAbove),
    "border-block-end": border(style.ruleBelow),
    "padding-block": both(style.ruleAbove?.gap ?? 0, style.ruleBelow?.gap ?? 0),
    ...(style.width === undefined
      ? {}
      : { "inline-size": `min(100%, ${points(style.width)})`, "align-self": SELF[style.align] }),
  };
}

function ruleBlock(style: Style): Declarations {
  return {
    ...place({ ...style, ruleBelow: null }),
    "padding-block": undefined,
  };
}

const SELF = { start: "start", justify: "start", center: "center", end: "end" } as const;

/** A wide indent gives way on a narrow screen. */
const indent = (value: number): string => (value > 20 ? `min(${points(value)}, 8vw)` : points(value));

const some = (value: number): string | undefined => (value === 0 ? undefined : points(value));
const both = (above: number, below: number): string | undefined =>
  above === 0 && below === 0 ? undefined : `${points(above)} ${points(below)}`;

/** A rule as a border; screens draw none thinner than a pixel. */
const border = (line: Line | null | undefined): string | undefined =>
  line ? `max(1px, ${points(line.width)}) solid ${line.color}` : undefined;

function text(sheet: StyleSheet, style: Style): Declarations {
  return {
    ...typeface(sheet, style),
    "font-size": points(style.size),
    "line-height": points(style.leading),
    color: style.color,
    "font-variant-numeric": FIGURES[style.figures],
    "letter-spacing": style.tracking === 0 ? undefined : `${decimal(style.tracking)}em`,
    "text-transform": style.transform === "upper" ? "uppercase" : undefined,
    "text-decoration-line": decoration(style),
    "text-align": style.align,
    "text-indent": style.first === 0 ? undefined : points(style.first),
    hyphens: style.hyphenate ? "auto" : "manual",
    "hanging-punctuation": style.hanging ? "allow-end" : undefined,
  };
}

const FIGURES = {
  lining: "lining-nums",
  oldstyle: "oldstyle-nums",
  tabular: "lining-nums tabular-nums",
} as const satisfies Record<Style["figures"], string>;

const decoration = ({
  underline,
  strike,
}: Pick<CharacterChange, "underline" | "strike">): string | undefined =>
  [...(underline ? ["underline"] : []), ...(strike ? ["line-through"] : [])].join(" ") || undefined;

export const typeface = (
  sheet: StyleSheet,
  style: Pick<Style, "font" | "weight" | "italic">,
): Declarations => ({
  "font-family": families(sheet, style.font),
  "font-weight": String(WEIGHTS[style.weight]),
  "font-style": style.italic ? "italic" : undefined,
});

/** Only what the character style changes; the rest comes from the text around, as CSS has it anyway. */
function characterRule(sheet: StyleSheet, name: string): string {
  const change = characterChange(sheet, name);
  const scale = change.scale ?? 1;
  return rule(`.${characterClass(name)}`, {
    "font-family": change.font === undefined ? undefined : families(sheet, change.font),
    "font-weight": change.weight === undefined ? undefined : String(WEIGHTS[change.weight]),
    "font-style": change.italic === undefined ? undefined : change.italic ? "italic" : "normal",
    "font-size":
      change.size !== undefined
        ? points(change.size * scale)
        : scale === 1
          ? undefined
          : `${decimal(scale)}em`,
    color: change.color,
    "letter-spacing": change.tracking === undefined ? undefined : `${decimal(change.tracking)}em`,
    "text-transform":
      change.transform === undefined ? undefined : change.transform === "upper" ? "uppercase" : "none",
    "font-variant-numeric": change.figures === undefined ? undefined : FIGURES[change.figures],
    // The theme counts in em of the text around, CSS in em of the shifted text itself.
    "vertical-align": change.raise === undefined ? undefined : `${decimal(change.raise / scale)}em`,
    "line-height": change.raise === undefined ? undefined : "0",
    "text-decoration-line": decoration(change),
  });
}

// ---- fonts

/** Families that readers are likely to have, after those that the theme names. */
const COMMON = {
  latin: { serif: ["Georgia"], "sans-serif": ["Segoe UI", "Helvetica Neue"] },
  han: { serif: ["Songti SC", "SimSun"], "sans-serif": ["PingFang SC", "Microsoft YaHei"] },
  hebrew: { serif: ["Times New Roman"], "sans-serif": ["Arial"] },
  arabic: { serif: ["Times New Roman"], "sans-serif": ["Arial"] },
} as const satisfies Record<string, Record<"serif" | "sans-serif", readonly string[]>>;

/** A stack as CSS: each family, what may stand in for it, and the generic family last. */
function families(sheet: StyleSheet, stack: string): string {
  const named = (sheet.stacks[stack] ?? []).flatMap((name) => {
    const family = sheet.families[name];
    return family ? [family] : [];
  });
  const generic = named[0]?.css === "sans-serif" ? "sans-serif" : (named[0]?.css ?? "serif");
  const common = generic === "sans-serif" || generic === "serif" ? generic : undefined;
  const all = named.flatMap(({ word, substitute, script }) => [
    word,
    substitute,
    ...(common ? COMMON[script][common] : []),
  ]);
  const generics = /^[a-z-]+$/.test(generic) ? generic : "serif";
  return [...[...new Set(all)].map(cssString), generics].join(", ");
}
