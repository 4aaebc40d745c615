import { decimalsOf } from "../../document/decimal.ts";
import { cellAlign, gridOf, tiedRows } from "../../document/grid.ts";
import type {
  Block,
  Cell,
  Contents,
  ContentsEntry,
  Facts,
  Figure,
  Heading,
  Inline,
  List,
  Row,
  Signatures,
  Table,
} from "../../document/model.ts";
import { inlineText } from "../../document/text.ts";
import { nameColumns } from "../../style/columns.ts";
import { labelOf, numbered } from "../../style/heading-number.ts";
import { type Style, styleName, styleNamed } from "../../style/sheet.ts";
import { type Context, characterClassNamed, pictureOf, type Use, use } from "./context.ts";
import { attributes, blockClass, escapeHtml, language } from "./escape.ts";
import { inlines } from "./inline.ts";
import { measureOf, points } from "./length.ts";
import { imageTag } from "./picture.ts";
import { wording } from "./wording.ts";

/** Blocks one below the other; `text` is the style of paragraphs that name none. */
export const blocks = (context: Context, children: readonly Block[], text: string): string =>
  children.map((child) => block(context, child, text)).join("\n");

/** Blocks in a flex column of their own, where spaces add up as they do on paper. */
const flow = (context: Context, children: readonly Block[], text: string): string =>
  `<div class="mb-flow">${blocks(context, children, text)}</div>`;

function block(context: Context, node: Block, text: string): string {
  const name = styleName(node, text);
  const style = styleNamed(context.sheet, name);
  const shared = { class: blockClass(name), ...language(node.lang) };
  const open = (tag: string, as: Use, more: Readonly<Record<string, string | undefined>> = {}): string => {
    use(context, name, as);
    return `<${tag}${attributes({ ...shared, ...more })}>`;
  };
  switch (node.kind) {
    case "heading":
      return `${open(`h${node.level}`, "heading", { id: node.id })}${headingWords(context, node, style)}</h${node.level}>`;
    case "paragraph":
      return `${open("p", "text", { id: node.id })}${inlines(context, node.children)}</p>`;
    case "list":
      return list(context, node, style, open);
    case "table":
      return table(context, node, style, open("table", "table"));
    case "facts":
      return `${open("dl", "facts")}\n${facts(context, node, style)}</dl>`;
    case "box":
      return `${open("section", "box")}\n${blocks(context, node.children, style.text)}\n</section>`;
    case "columns": {
      const more = { style: `--columns:${node.columns.length}` };
      const columns = node.columns.map((column) => flow(context, column, style.text)).join("\n");
      return `${open("div", "columns", more)}\n${columns}\n</div>`;
    }
    case "signatures":
      return `${open("div", "signatures")}\n${signatures(context, node, style)}</div>`;
    case "figure":
      return `${open("figure", "figure")}\n${figure(context, node, style)}</figure>`;
    case "contents":
      return contents(context, node, open);
    case "section":
      return `<section class="mb-${node.orientation}">\n${blocks(context, node.children, text)}\n</section>`;
    case "rule":
      return open("hr", "rule");
    case "pageBreak":
      return `<div class="mb-break"></div>`;
    default:
      return node satisfies never;
  }
}

function headingWords(context: Context, { number, children }: Heading, { number: look }: Style): string {
  const words = inlines(context, children);
  if (!number || !look) return words;
  const classes = `mb-number ${characterClassNamed(context, look.style)}`;
  const label = labelOf(number.label, look);
  // A number that hangs in the margin is a word of its own to whoever reads aloud or copies.
  return `<span${attributes({ class: classes })}>${escapeHtml(label)}</span>${look.hang > 0 ? " " : ""}${words}`;
}

// ---- contents

/** The headings as nested lists of links; pages there are none. */
function contents(context: Context, { title, entries }: Contents, open: Open): string {
  if (entries.length === 0) return "";
  const label = title ? inlineText(title) : wording(context.lang).contents;
  if (title) use(context, "contents-title", "text");
  const head = title ? `\n<p class="${blockClass("contents-title")}">${inlines(context, title)}</p>` : "";
  return `${open("nav", "contents", { role: "doc-toc", "aria-label": label })}${head}\n${contentsList(context, entries)}\n</nav>`;
}

function contentsList(context: Context, entries: readonly ContentsEntry[]): string {
  const level = Math.min(...entries.map((entry) => entry.level));
  const items: string[] = [];
  for (let at = 0; at < entries.length; ) {
    const own = entries[at]?.level === level ? entries[at] : undefined;
    const from = own ? at + 1 : at;
    let to = from;
    while (to < entries.length && entries[to]?.level !== level) to++;
    const below = to > from ? `\n${contentsList(context, entries.slice(from, to))}` : "";
    items.push(`<li>${own ? entryLink(context, own) : ""}${below}</li>`);
    at = to;
  }
  return `<ol role="list">\n${items.join("\n")}\n</ol>`;
}

function entryLink(context: Context, entry: ContentsEntry): string {
  const name = `contents${entry.level}`;
  use(context, name, "text");
  const words = numbered(context.sheet, entry, entry.text);
  const link = `<a${attributes({ href: `#${entry.target}` })}>${escapeHtml(words)}</a>`;
  return `<p${attributes({ class: blockClass(name), ...language(entry.lang) })}>${link}</p>`;
}

// ---- lists

type Open = (tag: string, as: Use, more?: Readonly<Record<string, string | undefined>>) => string;

function list(context: Context, { marker, start, items }: List, style: Style, open: Open): string {
  const tag = marker === "decimal" ? "ol" : "ul";
  const kind = MARKER_CLASSES[marker];
  const name = blockClass(style.name);
  const isNames = style.columns !== 1;
  const more = {
    class: [name, kind, ...(isNames ? ["mb-names"] : [])].join(" "),
    // Some readers forget that a list without native markers is one.
    role: "list",
    start: marker === "decimal" && start !== 1 ? String(start) : undefined,
    style: isNames ? nameStyle(context, items.map(wordsOf), style) : undefined,
  };
  const rows = items.map(({ children }) => `<li>${item(context, children, style)}</li>`);
  return `${open(tag, "list", more)}\n${rows.join("\n")}\n</${tag}>`;
}

const MARKER_CLASSES = {
  disc: "mb-disc",
  decimal: "mb-decimal",
  none: "mb-plain",
} as const satisfies Record<List["marker"], string>;

/** An item's blocks; one short name is spread to the width that the style asks for. */
function item(context: Context, children: readonly Block[], style: Style): string {
  const [only, ...more] = children;
  if (only?.kind !== "paragraph" || more.length > 0 || style.spread === 0)
    return flow(context, children, style.text);
  const name = styleName(only, style.text);
  use(context, name, "text");
  const tag = attributes({ class: blockClass(name), ...language(only.lang) });
  return `<div class="mb-flow"><p${tag}>${spread(context, only.children, style.spread)}</p></div>`;
}

/** Words spread over the width of so many ideographs; the text itself stays as it is. */
function spread(context: Context, children: readonly Inline[], width: number): string {
  const words = inlines(context, children);
  const text = inlineText(children);
  const isShort = /^\p{Script=Han}{2,}$/u.test(text) && [...text].length < width;
  return isShort ? `<span class="mb-spread" style="--spread:${width}">${words}</span>` : words;
}

const wordsOf = ({ children }: List["items"][number]): string =>
  children.map((child) => (child.kind === "paragraph" ? inlineText(child.children) : "")).join(" ");

/** How many columns a list of names takes at most, and how narrow one may become on a small screen. */
function nameStyle({ sheet }: Context, names: readonly string[], style: Style): string {
  const { size } = styleNamed(sheet, style.text);
  const lengths = names.map((name) => Math.max(style.spread, ems(name)) * size);
  const measure = measureOf(sheet);
  const count = style.columns === "auto" ? nameColumns(lengths, measure, style.columnGap) : style.columns;
  const widest = Math.min(Math.max(...lengths, size), measure);
  return `--columns:${count};--name:${points(widest)}`;
}

/** A guess at the width of words, in em: without fonts at hand a letter counts as half an ideograph. */
const ems = (text: string): number =>
  [...text].reduce(
    (sum, character) => sum + (/\p{Script=Han}|[\u3000-\u303f\uff00-\uff60]/u.test(character) ? 1 : 0.52),
    0,
  );

// ---- facts and signatures

const facts = (context: Context, { rows }: Facts, style: Style): string => {
  use(context, style.label, "text");
  return rows
    .map(({ label, children }) => {
      const dt = `<dt${attributes({ class: blockClass(style.label) })}>${spread(context, label, style.spread)}</dt>`;
      return `<div class="mb-row">${dt}<dd class="mb-flow">${blocks(context, children, style.text)}</dd></div>\n`;
    })
    .join("");
};

const signatures = (context: Context, { signatories }: Signatures, style: Style): string => {
  const line = (children: readonly Inline[], name: string): string => {
    use(context, name, "text");
    return `<p${attributes({ class: blockClass(name) })}>${inlines(context, children)}</p>`;
  };
  return signatories
    .map(({ name, fields }) => {
      const lines = [line(name, style.text), ...fields.map((field) => line(field, style.label))];
      return `<div class="mb-signatory">${lines.join("\n")}</div>\n`;
    })
    .join("");
};

function figure(context: Context, { image, caption }: Figure, style: Style): string {
  const tag = `${imageTag(image, pictureOf(context, image), style)}\n`;
  if (!caption) return tag;
  use(context, style.text, "text");
  const open = attributes({ class: blockClass(style.text) });
  return `${tag}<figcaption${open}>${inlines(context, caption)}</figcaption>\n`;
}

// ---- tables

function table(context: Context, node: Table, style: Style, open: string): string {
  if (node.caption) use(context, "caption", "text");
  const label = node.caption ? inlineText(node.caption) : wording(context.lang).table;
  const rows = (tag: string, list: readonly Row[], text: string): string =>
    list.length === 0 ? "" : `<${tag}>\n${tableRows(context, node, list, { text, style })}</${tag}>\n`;
  // Wide tables are moved sideways on a small screen; whoever has no mouse gets there by the keyboard.
  return [
    `<div${attributes({ class: "mb-scroll", role: "group", tabindex: 0, "aria-label": label })}>${open}`,
    ...(node.caption
      ? [`<caption class="${blockClass("caption")}">${inlines(context, node.caption)}</caption>`]
      : []),
    columnWidths(context, node, style),
    `${rows("thead", node.head, style.head)}${rows("tbody", node.rows, style.text)}</table></div>`,
  ].join("\n");
}

/** Fixed widths in points, shares as parts of the measure, the gap after a column counted in. */
function columnWidths({ sheet }: Context, { columns }: Table, { cellGap }: Style): string {
  const gaps = (columns.length - 1) * cellGap;
  const fixed = columns.reduce((sum, { width }) => sum + (width ?? 0), 0);
  const shares = columns.reduce((sum, { width, share }) => sum + (width === undefined ? (share ?? 0) : 0), 0);
  const measure = measureOf(sheet);
  const left = Math.max(0, measure - gaps - fixed);
  // Beside columns that take their width from what is in them, a share cannot be told beforehand.
  const isKnown = columns.every(({ width, share }) => width !== undefined || share !== undefined);
  const cols = columns.map(({ width, share }, i) => {
    const gap = i < columns.length - 1 ? cellGap : 0;
    if (width !== undefined) return `<col style="width:${points(width + gap)}">`;
    if (share === undefined || !isKnown) return "<col>";
    return `<col style="width:${Math.round((100 * ((left * share) / shares + gap)) / measure)}%">`;
  });
  return `<colgroup>${cols.join("")}</colgroup>`;
}

function tableRows(
  context: Context,
  table: Table,
  rows: readonly Row[],
  { text, style }: { readonly text: string; readonly style: Style },
): string {
  const { columns } = table;
  const isStriped = style.stripe !== null && rows === table.rows;
  const decimals = decimalsOf(table, table.lang ?? context.lang, (_, words, offset) => ({
    before: lengthOf(words.slice(0, offset)),
    after: lengthOf(words.slice(offset)),
  }));
  return tiedRows(gridOf(rows))
    .flatMap((group, index) => group.map(({ cells }) => ({ cells, second: isStriped && index % 2 === 1 })))
    .map(({ cells, second }) => {
      const written = cells.map((placed) => {
        const { cell, column } = placed;
        const number = decimals.numbers.get(cell);
        return tableCell(context, cell, {
          text,
          align: number ? "figures" : cellAlign(table, placed, rows === table.head),
          isFirst: column === 0 && style.rowInset > 0,
          isLast: column + cell.colSpan >= columns.length,
          pushed: number ? (decimals.columns[column]?.after ?? 0) - number.after : 0,
        });
      });
      return `<tr${attributes({ class: second ? "mb-second" : undefined })}>${written.join("")}</tr>\n`;
    })
    .join("");
}

const FULL_WIDTH = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
/** Length in digits' widths (`ch`), as CSS knows it: marks and blanks are half as wide, ideographs twice. */
const lengthOf = (text: string): number => {
  let length = 0;
  for (const character of text)
    length += FULL_WIDTH.test(character) ? 2 : /[.,'’\s]/u.test(character) ? 0.5 : 1;
  return length;
};

interface CellPlace {
  /** Style of paragraphs that name no role. */
  readonly text: string;
  readonly align: "start" | "center" | "end" | "figures";
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** How far, in `ch`, a number stands off its column's end, so that its mark meets the others'. */
  readonly pushed: number;
}

function tableCell(
  context: Context,
  cell: Cell,
  { text, align, isFirst, isLast, pushed }: CellPlace,
): string {
  const tag = cell.header ? "th" : "td";
  const classes = [
    ...(align === "start" ? [] : [`mb-${align}`]),
    ...(isFirst ? ["mb-first"] : []),
    ...(isLast ? ["mb-last"] : []),
  ];
  const spans = cell.header === "column" ? cell.colSpan : cell.rowSpan;
  const side = cell.header === "column" ? "col" : "row";
  const values = {
    class: classes.length > 0 ? classes.join(" ") : undefined,
    scope: cell.header && (spans > 1 ? `${side}group` : side),
    colspan: cell.colSpan > 1 ? cell.colSpan : undefined,
    rowspan: cell.rowSpan > 1 ? cell.rowSpan : undefined,
    style: pushed > 0 ? `--pushed:${pushed}ch` : undefined,
  };
  const content = cell.children.length > 0 ? flow(context, cell.children, text) : "";
  return `<${tag}${attributes(values)}>${content}</${tag}>`;
}
