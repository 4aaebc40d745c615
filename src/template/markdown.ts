import { escapeAttribute, escapeText } from "../markup/print.ts";
import { attributeRule, ELEMENTS } from "../markup/vocabulary.ts";

/**
 * The small Markdown of rich text, as markup: `**strong**`, `*emphasis*`, `[words](https://…)`, a backslash
 * before one of these signs to print it, blank lines between paragraphs, `- ` before the items of a list.
 * Everything else is words. `mark` goes into every start tag, `tail` behind the last words.
 */
export function richBlocks(text: string, mark: string, tail = ""): string {
  const blocks: string[] = [];
  let paragraph: string[] = [];
  let items: string[][] = [];
  const flush = (): void => {
    if (paragraph.length) blocks.push(`<p${mark}>${richInlines(paragraph.join("\n"), mark)}</p>`);
    if (items.length) {
      const list = items.map((item) => `<li${mark}>${richInlines(item.join("\n"), mark)}</li>`).join("");
      blocks.push(`<ul${mark}>${list}</ul>`);
    }
    paragraph = [];
    items = [];
  };
  for (const line of text.split(/\r\n?|\n/)) {
    const item = /^\s{0,3}- +(\S.*)$/.exec(line)?.[1];
    if (line.trim() === "") flush();
    else if (item !== undefined) {
      if (paragraph.length) flush();
      items.push([item]);
    } else if (items.length) items.at(-1)?.push(line.trim());
    else paragraph.push(line.trim());
  }
  flush();
  return blocks.join("").replace(/(<\/li>)?<\/(p|ul)>$/, (end) => tail + end);
}

/** The same for words inside a paragraph; a blank line becomes a forced break, list signs stay words. */
export const richLine = (text: string, mark: string, tail = ""): string =>
  text
    .trim()
    .split(/(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*/)
    .map((part) => richInlines(part, mark))
    .join(`<br${mark}/>`) + tail;

// Each alternative gives up at the next sign of its own kind, so the time is linear in the text's length.
const SIGNS =
  /\\([\\*[\]])|\*\*(?=\S)((?:[^*]|\*(?!\*))+)(?<=\S)\*\*|\*(?=[^\s*])([^*]+)(?<=\S)\*(?!\*)|\[([^[\]]+)\]\(([^\s()[\]]{1,2000})\)/g;

function richInlines(text: string, mark: string): string {
  let markup = "";
  let done = 0;
  for (const match of text.matchAll(SIGNS)) {
    const [all, literal, strong, emphasis, words, href] = match;
    markup += escapeText(text.slice(done, match.index));
    done = match.index + all.length;
    if (literal !== undefined) markup += escapeText(literal);
    else if (strong !== undefined) markup += `<strong${mark}>${richInlines(strong, mark)}</strong>`;
    else if (emphasis !== undefined) markup += `<em${mark}>${richInlines(emphasis, mark)}</em>`;
    else if (words !== undefined && href !== undefined && isLink(href))
      markup += `<a${mark} href="${escapeAttribute(href)}">${escapeText(words)}</a>`;
    else markup += escapeText(all);
  }
  return markup + escapeText(text.slice(done));
}

const isLink = (href: string): boolean => attributeRule(ELEMENTS.a, "href")?.allows(href) ?? false;
