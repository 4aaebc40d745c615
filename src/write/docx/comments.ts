import type { Document } from "../../document/model.ts";
import type { Context } from "./context.ts";
import { paragraphXml, runProperties, runXml, textXml, valued } from "./elements.ts";
import { instant } from "./package.ts";
import { CONTENT_TYPES, extend, type Parts } from "./parts.ts";
import { relate } from "./relations.ts";
import { DECLARATION, NAMESPACES, tag } from "./xml.ts";

/** The editor's notes of one document as comments: those that wait for their place, and those that have one. */
export interface CommentBook {
  readonly waiting: Map<number, string>;
  /** Of notes that are about the paper as a whole; its title bears them. */
  readonly general: number[];
  readonly placed: string[];
}

export const commentBook = ({ notes = [] }: Document): CommentBook => ({
  waiting: new Map(notes.map(({ number, text }) => [number, text])),
  general: notes.filter(({ placed }) => !placed).map(({ number }) => number),
  placed: [],
});

/**
 * Runs with comments on them. A note that is told in several places is a comment in the first: it can have but one.
 */
export function commented(context: Context, numbers: readonly number[], runs: string): string {
  const { comments } = context;
  if (!comments) return runs;
  return numbers.reduce((xml, number) => {
    const text = comments.waiting.get(number);
    if (text === undefined) return xml;
    comments.waiting.delete(number);
    const id = { "w:id": comments.placed.push(text) - 1 };
    const mark = runXml(reference(context), tag("w:commentReference", id));
    return `${tag("w:commentRangeStart", id)}${xml}${tag("w:commentRangeEnd", id)}${mark}`;
  }, runs);
}

const reference = ({ styles }: Context): string =>
  runProperties({ rStyle: valued("w:rStyle", styles.comment().mark) });

const COMMENTS = "word/comments.xml";
const MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** Puts the comments into a package; they are the editor's, of the day of the record. Changes `parts`. */
export function attachComments(parts: Parts, context: Context, { meta, lang }: Document): void {
  const placed = context.comments?.placed ?? [];
  if (placed.length === 0) return;
  const author = meta.editor ?? meta.author ?? "Editor";
  const said = placed.map((text, index) => {
    const attributes = {
      "w:id": index,
      "w:author": author,
      "w:date": instant(meta.edited ?? meta.date),
      "w:initials": initials(author, lang),
    };
    const pStyle = valued("w:pStyle", context.styles.comment().text);
    const mark = runXml(reference(context), "<w:annotationRef/>");
    const paragraph = paragraphXml({ pStyle }, mark + runXml("", textXml(text)));
    return tag("w:comment", attributes).replace(/\/>$/, `>${paragraph}</w:comment>`);
  });
  parts.set(COMMENTS, `${DECLARATION}<w:comments ${NAMESPACES}>${said.join("")}</w:comments>`);
  const type = { PartName: `/${COMMENTS}`, ContentType: `${MAIN}.comments+xml` };
  extend(parts, CONTENT_TYPES, "</Types>", tag("Override", type));
  relate(context.relations, "comments", "comments.xml");
}

/** How Word heads a comment in a margin that has no room for a name. */
function initials(author: string, lang: string): string {
  const words = author.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (lang.startsWith("zh") || words.length < 2) return [...(words[0] ?? author)].slice(0, 2).join("");
  return words
    .map((word) => [...word][0]?.toUpperCase())
    .slice(0, 3)
    .join("");
}
