import type { Place } from "../diagnostic.ts";
import type { Inline, Revision } from "../document/model.ts";
import { characterStyle, characterStyleName, revisedStyle, type Style } from "../style/sheet.ts";
import type { ChangeStart } from "./change.ts";
import { addElement, type Context } from "./context.ts";

/** A stretch of a paragraph's text in one style. */
export interface Span {
  readonly text: string;
  readonly style: Style;
  readonly lang: string;
  readonly element: number;
  /** Embedding level (UAX #9): odd for text that runs from right to left. */
  readonly level: number;
  readonly place: Place | undefined;
  readonly link: { readonly href: string; readonly label: string; readonly element: number } | undefined;
  /** The note whose mark this is. */
  readonly note:
    | { readonly number: number; readonly children: readonly Inline[]; readonly element: number }
    | undefined;
  readonly revision: Revision | undefined;
  /** The change that begins with its first line. */
  readonly change: ChangeStart | undefined;
}

/** Text that no inline of the document holds: a number, a marker. */
export const spanOf = (text: string, style: Style, lang: string, element: number): Span => ({
  text,
  style,
  lang,
  element,
  level: 0,
  place: undefined,
  link: undefined,
  note: undefined,
  revision: undefined,
  change: undefined,
});

/** The same in a comparison, where only one revision has it. */
export function revisedSpan(context: Context, span: Span, revision: Revision, change?: number): Span {
  return { ...span, ...revised(context, revision, change, span) };
}

/** What page furniture puts in place of the page number and count, and of the section's title. */
export interface PageWords {
  readonly number: string;
  readonly count: string;
  readonly title: string;
}

/** Forces a line to end (UAX #14, class BK). */
export const LINE_END = "\u2028";

/**
 * Inlines as a flat list of spans. Links, notes and words in another language get elements of their own;
 * everything else belongs to `element`.
 */
export function flatten(
  context: Context,
  inlines: readonly Inline[],
  style: Style,
  lang: string,
  element: number,
  pageWords?: PageWords,
): Span[] {
  const spans: Span[] = [];
  walk(inlines, { style, lang, element, ...OUTERMOST });
  return spans;

  function walk(nodes: readonly Inline[], around: Around): void {
    for (const node of nodes) visit(node, inside(context, node, around));
  }
  function add(text: string, at: Around): void {
    if (text === "") return;
    spans.push({
      text: at.style.transform === "upper" ? text.toLocaleUpperCase(at.lang) : text,
      style: at.style,
      lang: at.lang,
      element: at.element,
      level: 0,
      place: at.place,
      link: at.link,
      note: undefined,
      revision: at.revision,
      change: at.change,
    });
  }
  function visit(node: Inline, at: Around): void {
    switch (node.kind) {
      case "text":
        add(node.text, at);
        return;
      case "lineBreak":
        add(LINE_END, at);
        return;
      case "strong":
      case "emphasis":
      case "underline":
      case "strike":
      case "sub":
      case "sup":
      case "span":
        walk(node.children, at);
        return;
      case "link":
        walk(node.children, linked(context, at, node.href, plain(node.children)));
        return;
      case "reference": {
        const text = node.show === "page" ? String(context.pageOf.get(node.target) ?? 0) : node.text;
        const label = context.titleOf.get(node.target) ?? text;
        add(text, linked(context, at, `#${node.target}`, label));
        return;
      }
      case "footnote": {
        const mark = addElement(context, { type: "Reference", parent: at.element });
        const note = addElement(context, { type: "Note", parent: at.element });
        spans.push({
          text: String(node.number),
          style: at.style,
          lang: at.lang,
          element: mark,
          level: 0,
          place: at.place,
          link: undefined,
          revision: at.revision,
          change: at.change,
          note: { number: node.number, children: node.children, element: note },
        });
        return;
      }
      case "pageNumber":
        add(pageWords?.number ?? "", at);
        return;
      case "pageCount":
        add(pageWords?.count ?? "", at);
        return;
      case "sectionTitle":
        add(pageWords?.title ?? "", at);
        return;
      case "image":
        return; // stands beside the words of its line, see furniture
      default:
        node satisfies never;
    }
  }
}

interface Around {
  readonly style: Style;
  readonly lang: string;
  readonly element: number;
  readonly link: Span["link"] | undefined;
  readonly place: Place | undefined;
  readonly revision: Revision | undefined;
  readonly change: ChangeStart | undefined;
}

const OUTERMOST = { link: undefined, place: undefined, revision: undefined, change: undefined };

function inside(context: Context, node: Inline, around: Around): Around {
  const name = characterStyleName(node);
  const lang = node.lang ?? around.lang;
  const at = {
    style: name ? characterStyle(context.sheet, around.style, name) : around.style,
    lang,
    element:
      lang === around.lang || around.element < 0
        ? around.element
        : addElement(context, { type: "Span", parent: around.element, lang }),
    link: around.link,
    place: node.place ?? around.place,
    revision: around.revision,
    change: around.change,
  };
  return node.revision === undefined ? at : { ...at, ...revised(context, node.revision, node.change, at) };
}

/**
 * How a leaf is set that only one revision has. The link in the margin comes first, so that whoever listens hears what
 * was changed before the words; furniture is not read aloud and has no such link.
 */
function revised(
  context: Context,
  revision: Revision,
  change: number | undefined,
  { style: around, element: parent }: Pick<Around, "style" | "element">,
): Pick<Around, "style" | "element" | "revision" | "change"> {
  const style = revisedStyle(context.sheet, around, revision);
  if (parent < 0) return { style, revision, element: parent, change: undefined };
  const mark =
    change === undefined
      ? undefined
      : { number: change, element: addElement(context, { type: "Link", parent }) };
  return { style, revision, change: mark, element: addElement(context, { type: "Span", parent, revision }) };
}

function linked(context: Context, at: Around, href: string, label: string): Around {
  if (at.element < 0) return at; // furniture is not read aloud, so a link in it could not be reached
  const element = addElement(context, { type: "Link", parent: at.element });
  return { ...at, element, link: { href, label, element } };
}

/** The words of some inlines, for labels and outlines, without those that bear the mark `left`. */
export function plain(inlines: readonly Inline[], left?: Revision): string {
  return inlines
    .map((node) => {
      if (left !== undefined && node.revision === left) return "";
      switch (node.kind) {
        case "text":
          return node.text;
        case "lineBreak":
          return " ";
        case "reference":
          return node.text;
        case "footnote":
        case "pageNumber":
        case "pageCount":
        case "sectionTitle":
        case "image":
          return "";
        default:
          return plain(node.children, left);
      }
    })
    .join("");
}
