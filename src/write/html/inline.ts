import type { Inline, Marked } from "../../document/model.ts";
import { type Context, characterClassOf, pictureOf } from "./context.ts";
import { attributes, escapeHtml, language } from "./escape.ts";
import { imageTag } from "./picture.ts";

/** Inlines as phrasing content. What only pages know (their numbers) leaves no trace. */
export const inlines = (context: Context, children: readonly Inline[]): string =>
  children.map((child) => inline(context, child)).join("");

function inline(context: Context, node: Inline): string {
  const shared = { class: characterClassOf(context, node), ...language(node.lang) };
  switch (node.kind) {
    case "text":
      return wrapped("span", shared, escapeHtml(node.text));
    case "span":
      return wrapped("span", shared, inlines(context, node.children));
    case "strong":
    case "emphasis":
    case "underline":
    case "strike":
    case "sub":
    case "sup":
      return `<${TAGS[node.kind]}${attributes(shared)}>${inlines(context, node.children)}</${TAGS[node.kind]}>`;
    case "link": {
      const words = inlines(context, node.children);
      // The build lets only these through; should another come by, its words stay and the address goes.
      if (!/^(https?:|mailto:|tel:)/i.test(node.href)) return wrapped("span", shared, words);
      return `<a${attributes({ ...shared, href: node.href })}>${words}</a>`;
    }
    case "lineBreak":
      return "<br>";
    case "footnote": {
      context.notes.push(node);
      const link = { id: noteMarkId(node.number), href: `#${noteId(node.number)}`, role: "doc-noteref" };
      return `<sup${attributes(shared)}><a${attributes(link)}>${node.number}</a></sup>`;
    }
    case "reference":
      if (node.text === "") return "";
      return `<a${attributes({ ...shared, href: `#${node.target}` })}>${escapeHtml(node.text)}</a>`;
    case "pageNumber":
    case "pageCount":
    case "sectionTitle":
      return "";
    case "image":
      return imageTag(node, pictureOf(context, node), { width: undefined, maxHeight: undefined });
    default:
      return node satisfies never;
  }
}

const TAGS = {
  strong: "strong",
  emphasis: "em",
  underline: "u",
  strike: "s",
  sub: "sub",
  sup: "sup",
} as const satisfies Record<Marked["kind"], string>;

/** An element only where it says something. */
function wrapped(tag: string, shared: Readonly<Record<string, string | undefined>>, content: string): string {
  const said = attributes(shared);
  return said === "" ? content : `<${tag}${said}>${content}</${tag}>`;
}

// Heading ids are lower-case words, so an underscore keeps these apart from them.
export const noteId = (number: number): string => `_note-${number}`;
export const noteMarkId = (number: number): string => `_mark-${number}`;
