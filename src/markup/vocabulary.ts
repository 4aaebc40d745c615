import { RUNNING_PAGES, RUNNING_PLACES } from "../document/model.ts";
import { PICTURE_NAME } from "../picture/name.ts";

/**
 * The markup's vocabulary as data: which elements exist, what each may hold, which attributes it takes and
 * what their values must look like. `parse` and the template check read this table and know no element by name.
 */

/** How an attribute's value is judged. An optional attribute with an empty value counts as absent. */
export interface AttributeRule {
  readonly allows: (value: string) => boolean;
  /** Completes the sentence "expected …". */
  readonly expects: string;
  readonly required?: true;
  /** The empty value means something. */
  readonly mayBeEmpty?: true;
}

/**
 * What stands between an element's tags. `inline` is text with inline elements, `blocks` is block elements
 * (and those named in `also`), `flow` is the one or the other but never both, `sequence` is named elements in
 * an order, given as a pattern over their names, each followed by a blank.
 */
export type ContentRule =
  | { readonly kind: "nothing" }
  | {
      readonly kind: "inline" | "blocks" | "flow";
      readonly mayBeEmpty: boolean;
      readonly also?: readonly string[];
    }
  | {
      readonly kind: "sequence";
      readonly of: readonly string[];
      readonly order: RegExp;
      readonly expects: string;
    };

export interface ElementRule {
  /** Where the element may stand: among blocks, inside running text, or only where a parent names it. */
  readonly is: "block" | "inline" | "part";
  readonly content: ContentRule;
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /** Ancestors inside which the element may not stand, at any depth. */
  readonly never?: readonly string[];
  /** An ancestor that the element needs. */
  readonly within?: string;
}

const pattern = (regex: RegExp, expects: string): AttributeRule => ({
  allows: (v) => regex.test(v),
  expects,
});
const oneOf = (...words: readonly string[]): AttributeRule => ({
  allows: (value) => words.includes(value),
  expects: words.join(", ").replace(/, ([^,]*)$/, " or $1"),
});
const required = (rule: AttributeRule): AttributeRule => ({ ...rule, required: true });

const text = pattern(/\S/, "some text");
const id = pattern(/^[a-z][a-z0-9-]{0,99}$/, "a lower-case letter, then letters, digits and hyphens");
const lang = pattern(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "a language tag such as en or zh-CN");
const date = pattern(
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,
  "an ISO date such as 2026-03-12",
);
const number = pattern(/^[1-9]\d{0,4}$/, "the number of a note");
const count = pattern(/^[1-9]\d{0,2}$/, "a whole number from 1 to 999");
const positive = pattern(/^(?=.*[1-9])\d{1,4}(\.\d{1,4})?$/, "a number above 0");
const width = pattern(/^(?=.*[1-9])\d{1,4}(\.\d{1,4})?(mm|pt)?$/, "a length such as 30mm or 85");
const align = oneOf("start", "center", "end", "decimal");
/** Schemes are an allow-list, so that no document carries a script or reaches for a local file. */
const href = pattern(
  /^(https?:\/\/[^\s/?#]|mailto:[^\s]|tel:\+?[\d(])[^\s<>"\\^`{|}\p{Cc}]*$/iu,
  "a link that starts with https://, http://, mailto: or tel:",
);

/** A file beside the record or in a template folder. */
const picture = pattern(PICTURE_NAME, "the name of a png, jpg or svg file such as pictures/plan.svg");

/** The role's value is checked against the style sheet's names, which only the caller knows. */
export const ROLE = "role";
const styled = { role: text, lang };
/** What an element stands for, so that it is found again in another revision of the paper. */
const kept = { ...styled, key: pattern(/^\S{1,100}$/u, "an id of at most 100 characters") };

const nothing: ContentRule = { kind: "nothing" };
const inline: ContentRule = { kind: "inline", mayBeEmpty: false };
const words: ContentRule = { kind: "inline", mayBeEmpty: true };
const flow: ContentRule = { kind: "flow", mayBeEmpty: false };
const sequence = (of: readonly string[], order: RegExp, expects: string): ContentRule => ({
  kind: "sequence",
  of,
  order,
  expects,
});

const heading: ElementRule = {
  is: "block",
  content: inline,
  attributes: {
    ...kept,
    id,
    no: pattern(/^\S.{0,63}$/u, "a short label such as 4a"),
    numbered: { ...pattern(/^([a-z][a-z0-9-]*)?$/, "nothing, or the name of a counter"), mayBeEmpty: true },
  },
};
const mark: ElementRule = { is: "inline", content: words, attributes: styled };
const list = (attributes: ElementRule["attributes"]): ElementRule => ({
  is: "block",
  content: sequence(["li"], /^(li )+$/, "at least one li"),
  attributes: { ...kept, ...attributes },
});
const cell = (attributes: ElementRule["attributes"]): ElementRule => ({
  is: "part",
  content: { kind: "flow", mayBeEmpty: true },
  attributes: { ...styled, colspan: count, rowspan: count, ...attributes },
});
const part = (content: ContentRule, attributes: ElementRule["attributes"] = {}): ElementRule => ({
  is: "part",
  content,
  attributes,
});
/** What stands beside other text or inside a frame cannot begin a page. */
const APART = ["box", "columns", "ul", "ol", "dl", "table"] as const;
const inRunning: ElementRule = { is: "inline", content: nothing, attributes: styled, within: "running" };

export const ELEMENTS = {
  document: part(
    { kind: "blocks", mayBeEmpty: false, also: ["running"] },
    {
      type: required(id),
      title: required(text),
      lang: required(lang),
      date: required(date),
      author: text,
      editor: text,
      edited: date,
      subject: text,
      keywords: text,
      watermark: text,
      digest: pattern(/^[0-9a-f]{64}$/, "a SHA-256 in lower-case hexadecimal"),
    },
  ),
  running: part(
    { ...inline, also: ["img"] },
    { at: required(oneOf(...RUNNING_PLACES)), pages: oneOf(...RUNNING_PAGES) },
  ),

  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  p: { is: "block", content: inline, attributes: { ...kept, id, list: id, entry: text } },
  ul: list({}),
  ol: list({ start: pattern(/^\d{1,5}$/, "a whole number") }),
  li: part(flow, { ...kept, note: number }),
  table: {
    is: "block",
    content: sequence(
      ["caption", "col", "thead", "tbody"],
      /^(caption )?(col )*(thead )?tbody $/,
      "caption, col, thead and tbody in this order, tbody always",
    ),
    attributes: kept,
  },
  caption: part(inline, styled),
  col: part(nothing, { width, share: positive, min: width, max: width, align }),
  thead: part(sequence(["tr"], /^(tr )+$/, "at least one tr")),
  tbody: part(sequence(["tr"], /^(tr )+$/, "at least one tr")),
  tr: part(sequence(["th", "td"], /^(t[hd] )+$/, "at least one th or td"), { key: kept.key }),
  th: cell({ scope: oneOf("col", "row") }),
  td: cell({}),
  dl: {
    is: "block",
    content: sequence(["dt", "dd"], /^(dt dd )+$/, "pairs of dt and dd"),
    attributes: kept,
  },
  dt: part(inline, styled),
  dd: part(flow, styled),
  box: { is: "block", content: flow, attributes: kept },
  columns: {
    is: "block",
    content: sequence(["column"], /^(column )+$/, "at least one column"),
    attributes: kept,
  },
  column: part({ kind: "flow", mayBeEmpty: true }, styled),
  signatures: {
    is: "block",
    content: sequence(["signatory"], /^(signatory )+$/, "at least one signatory"),
    attributes: kept,
  },
  signatory: part(sequence(["name", "field"], /^name (field )*$/, "one name, then fields"), {
    key: kept.key,
  }),
  name: part(inline, styled),
  field: part(inline, styled),
  figure: {
    is: "block",
    content: sequence(["img", "figcaption"], /^img (figcaption )?$/, "an img, then perhaps a figcaption"),
    attributes: kept,
  },
  img: part(nothing, { lang, src: required(picture), alt: required(text), width, height: width }),
  figcaption: part(inline, styled),
  contents: {
    is: "block",
    content: words,
    attributes: {
      ...styled,
      of: id,
      depth: oneOf("2", "3"),
      from: count,
    },
    never: APART,
  },
  section: {
    is: "block",
    content: { kind: "blocks", mayBeEmpty: false },
    attributes: { orientation: required(oneOf("portrait", "landscape")) },
    never: ["section", ...APART],
  },
  hr: { is: "block", content: nothing, attributes: styled },
  "page-break": { is: "block", content: nothing, attributes: styled },

  strong: mark,
  em: mark,
  u: mark,
  s: mark,
  sub: mark,
  sup: mark,
  span: {
    ...mark,
    attributes: {
      ...mark.attributes,
      note: number,
      fill: pattern(/^\S{1,64}$/u, "a name without blanks such as signatures.1.date"),
      title: text,
      expects: oneOf("text", "date"),
    },
  },
  a: { is: "inline", content: inline, attributes: { ...styled, href: required(href) }, never: ["a"] },
  br: { is: "inline", content: nothing, attributes: {} },
  footnote: { is: "inline", content: inline, attributes: styled, never: ["footnote", "running"] },
  ref: {
    is: "inline",
    content: nothing,
    attributes: { ...styled, to: required(id), show: oneOf("number", "title", "page") },
  },
  "page-number": inRunning,
  "page-count": inRunning,
  "section-title": inRunning,
} as const satisfies Readonly<Record<string, ElementRule>>;

export type ElementName = keyof typeof ELEMENTS;

export const ELEMENT_NAMES: readonly string[] = Object.keys(ELEMENTS);

/** The rule of an element, absent for a name that is not in the vocabulary. */
export const elementRule = (name: string): ElementRule | undefined =>
  Object.hasOwn(ELEMENTS, name) ? ELEMENTS[name as ElementName] : undefined; // hasOwn has shown that it is a key

/** The rule of an attribute, absent for one that the element does not take. */
export const attributeRule = (rule: ElementRule, name: string): AttributeRule | undefined =>
  Object.hasOwn(rule.attributes, name) ? rule.attributes[name] : undefined;

/** An attribute set to nothing, where nothing means absent. */
export const countsAsAbsent = (rule: AttributeRule, value: string): boolean =>
  value === "" && !rule.required && !rule.mayBeEmpty;
