import type { Block, Document, Inline } from "./model.ts";

/**
 * The words of inlines as one string: a forced break is a blank, references print what build settled, a picture
 * says what it shows, and what only layout knows (pages) prints nothing. Footnotes are left out: their words are
 * no part of the sentence that bears the mark.
 */
export function inlineText(inlines: readonly Inline[]): string {
  return inlines.map(textOf).join("");
}

function textOf(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "reference":
      return inline.text;
    case "lineBreak":
      return " ";
    case "footnote":
    case "pageNumber":
    case "pageCount":
    case "sectionTitle":
      return "";
    case "image":
      return inline.alt;
    case "strong":
    case "emphasis":
    case "underline":
    case "strike":
    case "sub":
    case "sup":
    case "span":
    case "link":
      return inlineText(inline.children);
    default:
      return inline satisfies never;
  }
}

/**
 * The lines of a block in reading order, one string for each paragraph, heading, caption, label and the like.
 * Numbers of headings come first in their line; markers of lists are left out. The footnotes of a line follow
 * it, each as a line of its own, without their numbers.
 */
export function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "heading": {
      const [first = "", ...notes] = line(block.children);
      return [block.number ? `${block.number.label} ${first}` : first, ...notes];
    }
    case "paragraph":
      return line(block.children);
    case "list":
      return block.items.flatMap((item) => item.children.flatMap(blockLines));
    case "table":
      return [
        ...(block.caption ? line(block.caption) : []),
        ...[...block.head, ...block.rows].flatMap((row) =>
          row.cells.flatMap((cell) => cell.children.flatMap(blockLines)),
        ),
      ];
    case "facts":
      return block.rows.flatMap((row) => [...line(row.label), ...row.children.flatMap(blockLines)]);
    case "box":
      return block.children.flatMap(blockLines);
    case "columns":
      return block.columns.flatMap((column) => column.flatMap(blockLines));
    case "signatures":
      return block.signatories.flatMap(({ name, fields }) => [...line(name), ...fields.flatMap(line)]);
    case "figure":
      return [inlineText([block.image]), ...(block.caption ? line(block.caption) : [])];
    case "contents":
      return block.entries.length === 0
        ? []
        : [
            ...(block.title ? line(block.title) : []),
            ...block.entries.map(({ number, text }) => (number ? `${number.label} ${text}` : text)),
          ];
    case "section":
      return block.children.flatMap(blockLines);
    case "rule":
    case "pageBreak":
      return [];
    default:
      return block satisfies never;
  }
}

const line = (inlines: readonly Inline[]): readonly string[] => [
  inlineText(inlines),
  ...footnotes(inlines).map(inlineText),
];

function footnotes(inlines: readonly Inline[]): readonly (readonly Inline[])[] {
  return inlines.flatMap((inline) => {
    if (inline.kind === "footnote") return [inline.children];
    return "children" in inline ? footnotes(inline.children) : [];
  });
}

/** The whole document as plain text in reading order, a line for each paragraph; page furniture is left out. */
export const documentText = (document: Document): string =>
  document.blocks
    .flatMap(blockLines)
    .filter((text) => text !== "")
    .join("\n");

/**
 * The words of a document in reading order, numbers of headings included, markers of lists excluded. Words end
 * at white space; each full-width character is a word by itself, since a line may end after any of them.
 */
export const words = (document: Document): readonly string[] => wordsOf(documentText(document));

/** The words of a text, by the same rule. */
export const wordsOf = (text: string): readonly string[] => text.match(WORD) ?? [];

const WORD = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/gu;
