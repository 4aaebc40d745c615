import type { Document, Inline, Running } from "../../document/model.ts";
import { inlineText } from "../../document/text.ts";
import type { StyleSheet } from "../../style/sheet.ts";
import { blocks } from "./block.ts";
import { type Context, use } from "./context.ts";
import { css, type MarginBox } from "./css.ts";
import { attributes, blockClass, cssString, escapeHtml, language } from "./escape.ts";
import { inlines, noteId, noteMarkId } from "./inline.ts";
import { watermarkRule } from "./watermark.ts";
import { wording } from "./wording.ts";

/** Nothing is loaded, run or sent: the page is its own style, words and pictures. */
const policy = ({ pictures }: Document): string =>
  `default-src 'none'; ${pictures ? "img-src data:; " : ""}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;

/**
 * A document as one self-contained HTML page. It looks like the paper where there is room, folds on a phone, and
 * prints with the theme's page size and margins. Running texts stand once, those of later pages in the footer;
 * page numbers exist only in print.
 */
export function writeHtml(document: Document, sheet: StyleSheet): string {
  const context: Context = {
    sheet,
    lang: document.lang,
    pictures: document.pictures ?? {},
    blocks: new Map(),
    characters: new Set(),
    notes: [],
  };
  const body = blocks(context, document.blocks, "body");
  const notes = endnotes(context);
  const spoken = document.running.filter(({ children }) => !numbersPages(children));
  const header = runningLine(context, spoken.filter(isOpening), "header");
  const footer = runningLine(
    context,
    spoken.filter((line) => !isOpening(line)),
    "footer",
  );
  const margins = document.running.filter(({ children }) => numbersPages(children)).map(marginBox);
  return `<!DOCTYPE html>
<html${attributes(language(document.lang))}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy(document))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.title)}</title>
${meta(document)}<style>
${css(context, margins)}${document.watermark === undefined ? "" : watermarkRule(sheet, document.watermark)}</style>
</head>
<body>
${header}<main>
${body}
${notes}</main>
${footer}</body>
</html>
`;
}

const meta = ({ meta: { author, subject, keywords, date, digest } }: Document): string =>
  Object.entries({
    author,
    description: subject,
    keywords: keywords && keywords.length > 0 ? keywords.join(", ") : undefined,
    "dcterms.date": date,
    "record-sha256": digest,
  })
    .map(([name, content]) => (content === undefined ? "" : `<meta${attributes({ name, content })}>\n`))
    .join("");

/** The footnotes in order, each with a way back to its mark. */
function endnotes(context: Context): string {
  if (context.notes.length === 0) return "";
  const { notes, back } = wording(context.lang);
  use(context, "footnote", "text");
  const items: string[] = [];
  // A note may bear a mark itself, so the list can grow while it is read.
  for (const note of context.notes) {
    const way = {
      class: "mb-back",
      href: `#${noteMarkId(note.number)}`,
      role: "doc-backlink",
      "aria-label": back,
    };
    const words = `${inlines(context, note.children)}<a${attributes(way)}>↩</a>`;
    items.push(
      `<li${attributes({ class: blockClass("footnote"), id: noteId(note.number), value: note.number })}>${words}</li>`,
    );
  }
  const list = `<ol class="mb-endnotes" role="list">\n${items.join("\n")}\n</ol>`;
  return `<section class="mb-flow mb-notes" role="doc-endnotes" aria-label="${escapeHtml(notes)}">\n${list}\n</section>\n`;
}

// ---- running texts

/** Heads of the first page open the screen too; those of later pages would repeat what the opening says. */
const isOpening = ({ at, pages }: Running): boolean => at.startsWith("head") && pages !== "rest";

const PLACES = ["start", "center", "end"] as const;

/** The running texts of one edge, each once, in up to two lines of three places. */
function runningLine(context: Context, running: readonly Running[], tag: "header" | "footer"): string {
  const { headStyle, footStyle } = context.sheet.page;
  const lines = (["head", "foot"] as const).flatMap((edge) => {
    const cells = PLACES.map((place) => {
      const texts = running
        .filter(({ at }) => at === `${edge}-${place}`)
        .map(({ children }) => inlines(context, children));
      return `<span>${[...new Set(texts)].join("<br>")}</span>`;
    });
    if (cells.every((cell) => cell === "<span></span>")) return [];
    const style = edge === "head" ? headStyle : footStyle;
    use(context, style, "text");
    return [`<p class="${blockClass(style)} mb-line">${cells.join(" ")}</p>`];
  });
  return lines.length === 0 ? "" : `<${tag}>\n${lines.join("\n")}\n</${tag}>\n`;
}

const BOXES = {
  "head-start": "top-left",
  "head-center": "top-center",
  "head-end": "top-right",
  "foot-start": "bottom-left",
  "foot-center": "bottom-center",
  "foot-end": "bottom-right",
} as const satisfies Record<Running["at"], string>;

/** A running line that numbers pages, as printers understand it. */
const marginBox = ({ at, children }: Running): MarginBox => ({
  box: BOXES[at],
  content: children.map(marginContent).join(" "),
});

function marginContent(inline: Inline): string {
  if (inline.kind === "pageNumber") return "counter(page)";
  if (inline.kind === "pageCount") return "counter(pages)";
  if ("children" in inline) return inline.children.map(marginContent).join(" ");
  return cssString(inlineText([inline]));
}

const numbersPages = (children: readonly Inline[]): boolean =>
  children.some(
    (child) =>
      child.kind === "pageNumber" ||
      child.kind === "pageCount" ||
      child.kind === "sectionTitle" ||
      ("children" in child && numbersPages(child.children)),
  );
