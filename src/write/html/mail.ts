import { isRtlLanguage } from "../../document/direction.ts";
import { gridOf } from "../../document/grid.ts";
import type {
  Block,
  Cell,
  Document,
  Facts,
  Figure,
  Footnote,
  Heading,
  Inline,
  List,
  Row,
  Signatures,
  Table,
} from "../../document/model.ts";
import { inlineText } from "../../document/text.ts";
import { attributes, escapeHtml, language } from "./escape.ts";
import { wording } from "./wording.ts";

/**
 * Roles that a mail knows how to show; others look as if they had none. A mail has a look of its own: programs that show
 * mails know neither a theme's fonts nor most of CSS.
 */
export const MAIL_ROLES = ["small", "notice"] as const;

/** Colours on white and on black; each has a contrast of at least 4.5 to 1 with what it stands on (WCAG 1.4.3). */
export const COLOURS = {
  light: {
    paper: "#ffffff",
    text: "#1f1f1f",
    muted: "#595959",
    link: "#0b4f8a",
    notice: "#fff4d6",
    rule: "#c4c4c4",
  },
  dark: {
    paper: "#1b1b1b",
    text: "#f0f0f0",
    muted: "#bdbdbd",
    link: "#8ec7ff",
    notice: "#3d3314",
    rule: "#5c5c5c",
  },
} as const;

/**
 * A document as the HTML part of a mail: one column that fits a phone, styles on every element (many programs drop all
 * others), real headings, lists and tables, other colours where the reader's screen is dark, and nothing that is loaded
 * from anywhere. Pictures are told in words, notes stand at the end.
 */
export function writeMail(document: Document): string {
  const context: Context = { lang: document.lang, notes: [] };
  const body = blocks(context, document.blocks);
  const notes = endnotes(context);
  return `<!DOCTYPE html>
<html${attributes(language(document.lang))}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(document.title)}</title>
<style>
:root { color-scheme: light dark }
@media (prefers-color-scheme: dark) {
${Object.entries(DARK)
  .map(([selector, rule]) => `${selector} { ${rule} }`)
  .join("\n")}
}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background-color:${COLOURS.light.paper}">
<div${attributes({ ...language(document.lang), role: "article", "aria-roledescription": "email", "aria-label": document.title })}>
<table class="paper" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${styled({ "background-color": COLOURS.light.paper })}">
<tr><td align="center">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
<tr><td class="text" align="${isRtlLanguage(document.lang) ? "right" : "left"}" style="${styled({ ...TEXT, "font-family": fontsOf(document.lang), padding: "24px 20px" })}">
${body}
${notes}</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
`;
}

interface Context {
  readonly lang: string;
  readonly notes: Footnote[];
}

// ---- looks

type Look = Readonly<Record<string, string>>;
const styled = (look: Look): string =>
  Object.entries(look)
    .map(([name, value]) => `${name}:${value}`)
    .join(";");

const { light, dark } = COLOURS;
const TEXT: Look = { color: light.text, "font-size": "16px", "line-height": "1.5" };
const SMALL: Look = { color: light.muted, "font-size": "14px", "line-height": "1.45" };
const HEADINGS: Readonly<Record<Heading["level"], Look>> = {
  1: { margin: "0 0 4px", "font-size": "22px", "line-height": "1.3", "font-weight": "bold" },
  2: { margin: "28px 0 8px", "font-size": "18px", "line-height": "1.35", "font-weight": "bold" },
  3: { margin: "20px 0 6px", "font-size": "16px", "line-height": "1.4", "font-weight": "bold" },
  4: { margin: "16px 0 4px", "font-size": "16px", "line-height": "1.4", "font-weight": "bold" },
};
const CELL: Look = { padding: "6px 12px 6px 0", "vertical-align": "top", "text-align": "left" };

/** What a dark screen shows instead; `!important`, since the styles on the elements would win otherwise. */
const DARK: Look = {
  ".paper": `background-color: ${dark.paper} !important`,
  ".text": `color: ${dark.text} !important`,
  ".muted": `color: ${dark.muted} !important`,
  ".link": `color: ${dark.link} !important`,
  ".notice": `background-color: ${dark.notice} !important`,
  ".rule": `border-color: ${dark.rule} !important`,
};

const FONTS = {
  latin: ["-apple-system", "Segoe UI", "Helvetica Neue", "Arial"],
  han: ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"],
} as const;
const fontsOf = (lang: string): string =>
  [...(lang.startsWith("zh") ? [...FONTS.han, ...FONTS.latin] : [...FONTS.latin, ...FONTS.han]), "sans-serif"]
    .map((name) => (name.includes(" ") ? `'${name}'` : name))
    .join(",");

// ---- blocks

const blocks = (context: Context, children: readonly Block[]): string =>
  children.map((child) => block(context, child)).join("\n");

function block(context: Context, node: Block): string {
  const own = language(node.lang);
  switch (node.kind) {
    case "heading": {
      const number = node.number ? `${escapeHtml(node.number.label)} ` : "";
      const words = number + inlines(context, node.children);
      return `<h${node.level}${attributes({ ...own, style: styled(HEADINGS[node.level]) })}>${words}</h${node.level}>`;
    }
    case "paragraph":
      return paragraph(node.role, own, inlines(context, node.children));
    case "list":
      return list(context, node);
    case "table":
      return table(context, node);
    case "facts":
      return facts(context, node);
    case "box": {
      const look = { margin: "0 0 16px", padding: "12px 16px 1px", "background-color": light.notice };
      return `<div${attributes({ ...own, class: "notice", style: styled(look) })}>\n${blocks(context, node.children)}\n</div>`;
    }
    case "columns":
      return node.columns.map((column) => blocks(context, column)).join("\n");
    case "signatures":
      return signatures(context, node);
    case "figure":
      return figure(context, node);
    case "section":
      return blocks(context, node.children);
    case "rule":
      return `<hr class="rule" style="${styled({ border: "0", "border-top": `1px solid ${light.rule}`, margin: "28px 0 16px" })}">`;
    // A letter is short, and has no pages.
    case "contents":
    case "pageBreak":
      return "";
    default:
      return node satisfies never;
  }
}

function paragraph(
  role: string | undefined,
  own: ReturnType<typeof language>,
  words: string,
  margin = "0 0 14px",
): string {
  const isSmall = role === "small";
  const look = { ...(isSmall && SMALL), margin };
  return `<p${attributes({ ...own, class: isSmall ? "muted" : undefined, style: styled(look) })}>${words}</p>`;
}

/** The blocks of an item or cell; a paragraph alone has no space below. */
const inside = (context: Context, children: readonly Block[]): string =>
  children
    .map((child) =>
      child.kind === "paragraph"
        ? paragraph(child.role, language(child.lang), inlines(context, child.children), "0")
        : block(context, child),
    )
    .join("\n");

function list(context: Context, { marker, start, items, lang }: List): string {
  const tag = marker === "decimal" ? "ol" : "ul";
  const look = {
    margin: "0 0 14px",
    padding: "0 0 0 22px",
    ...(marker === "none" && { "list-style": "none" }),
  };
  const first = marker === "decimal" && start !== 1 ? start : undefined;
  const rows = items.map(
    ({ children }) => `<li style="${styled({ margin: "0 0 6px" })}">${inside(context, children)}</li>`,
  );
  return `<${tag}${attributes({ ...language(lang), start: first, style: styled(look) })}>\n${rows.join("\n")}\n</${tag}>`;
}

function facts(context: Context, { rows, lang }: Facts): string {
  const written = rows.map(({ label, children }) => {
    const dt = `<dt style="${styled({ "font-weight": "bold", margin: "0" })}">${inlines(context, label)}</dt>`;
    return `${dt}\n<dd style="${styled({ margin: "0 0 12px" })}">${inside(context, children)}</dd>`;
  });
  return `<dl${attributes({ ...language(lang), style: styled({ margin: "0 0 14px" }) })}>\n${written.join("\n")}\n</dl>`;
}

function table(context: Context, node: Table): string {
  const caption = node.caption
    ? `<caption style="${styled({ "text-align": "left", "font-weight": "bold", padding: "0 0 6px" })}">${inlines(context, node.caption)}</caption>\n`
    : "";
  const label = node.caption ? undefined : wording(context.lang).table;
  const open = attributes({
    ...language(node.lang),
    "aria-label": label,
    cellpadding: 0,
    cellspacing: 0,
    border: 0,
    style: styled({ margin: "0 0 14px", "border-collapse": "collapse" }),
  });
  const part = (tag: string, rows: readonly Row[]): string =>
    rows.length === 0 ? "" : `<${tag}>\n${tableRows(context, rows)}</${tag}>\n`;
  return `<table${open}>\n${caption}${part("thead", node.head)}${part("tbody", node.rows)}</table>`;
}

const tableRows = (context: Context, rows: readonly Row[]): string =>
  gridOf(rows)
    .map(({ cells }) => `<tr>${cells.map(({ cell }) => tableCell(context, cell)).join("")}</tr>\n`)
    .join("");

function tableCell(context: Context, { header, colSpan, rowSpan, children }: Cell): string {
  const tag = header ? "th" : "td";
  const values = {
    scope: header && (header === "column" ? "col" : "row"),
    colspan: colSpan > 1 ? colSpan : undefined,
    rowspan: rowSpan > 1 ? rowSpan : undefined,
    style: styled(CELL),
  };
  return `<${tag}${attributes(values)}>${inside(context, children)}</${tag}>`;
}

const signatures = (context: Context, { signatories }: Signatures): string =>
  signatories
    .map(({ name, fields }) => {
      const lines = [name, ...fields].map((line) => inlines(context, line));
      return paragraph(undefined, language(undefined), lines.join("<br>"));
    })
    .join("\n");

function figure(context: Context, { image, caption }: Figure): string {
  const words = [escapeHtml(`[${image.alt}]`), ...(caption ? [inlines(context, caption)] : [])];
  return paragraph("small", language(undefined), words.join("<br>"));
}

function endnotes(context: Context): string {
  if (context.notes.length === 0) return "";
  const items: string[] = [];
  // A note may bear a mark itself, so the list can grow while it is read.
  for (const { number, children } of context.notes)
    items.push(`<li value="${number}" style="${styled(SMALL)}">${inlines(context, children)}</li>`);
  const { notes } = wording(context.lang);
  return `<ol class="muted" aria-label="${escapeHtml(notes)}" style="${styled({ margin: "20px 0 0", padding: "0 0 0 22px" })}">\n${items.join("\n")}\n</ol>\n`;
}

// ---- inlines

const inlines = (context: Context, children: readonly Inline[]): string =>
  children.map((child) => inline(context, child)).join("");

function inline(context: Context, node: Inline): string {
  const own = attributes(language(node.lang));
  const around = (tag: string, words: string): string => `<${tag}${own}>${words}</${tag}>`;
  const spanned = (words: string): string => (own === "" ? words : around("span", words));
  switch (node.kind) {
    case "text":
      return spanned(escapeHtml(node.text));
    case "span":
      return spanned(inlines(context, node.children));
    case "strong":
    case "underline":
    case "strike":
    case "sub":
    case "sup":
    case "emphasis":
      return around(TAGS[node.kind], inlines(context, node.children));
    case "link":
      return `<a${attributes({ ...language(node.lang), class: "link", href: node.href, style: styled({ color: light.link }) })}>${inlines(context, node.children)}</a>`;
    case "lineBreak":
      return "<br>";
    case "footnote":
      context.notes.push(node);
      return `<sup>${node.number}</sup>`;
    case "reference":
      return escapeHtml(node.text);
    case "image":
      return escapeHtml(inlineText([node]));
    case "pageNumber":
    case "pageCount":
    case "sectionTitle":
      return "";
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
} as const;
