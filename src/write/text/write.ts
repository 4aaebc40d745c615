import { decimalsOf } from "../../document/decimal.ts";
import { cellAlign, gridOf } from "../../document/grid.ts";
import type {
  Block,
  Cell,
  Contents,
  Document,
  Facts,
  Heading,
  Inline,
  List,
  Row,
  Running,
  Signatures,
  Table,
} from "../../document/model.ts";
import { columnsOf, padTo, wrap } from "./width.ts";

const WIDTH = 76;
/** Labels wider than this stand above what they label. */
const WIDEST_LABEL = 24;
const GAP = "  ";

type Lines = readonly string[];

/**
 * A document as plain text for terminals, mail and search: words in the document's order, tables in columns where
 * they fit, footnotes at the end. What only pages have (page numbers) is left out.
 */
export function writeText(document: Document, { width = WIDTH }: { readonly width?: number } = {}): string {
  const notes = footnotesOf(document.blocks);
  const groups: readonly Lines[] = [
    ...runningLines(document.running, "head", width),
    ...document.blocks.map((block) => blockLines(block, width)),
    ...(notes.length > 0 ? [["-".repeat(Math.min(24, width))], noteLines(notes, width)] : []),
    ...runningLines(document.running, "foot", width),
  ];
  return `${stack(groups)
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}

/** Groups of lines with an empty line between them; empty groups vanish. */
const stack = (groups: readonly Lines[]): Lines =>
  groups.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));

function blockLines(block: Block, width: number): Lines {
  switch (block.kind) {
    case "heading":
      return headingLines(block, width);
    case "paragraph":
      return wrap(inlineText(block.children), width);
    case "list":
      return listLines(block, width);
    case "table":
      return stack([block.caption ? wrap(inlineText(block.caption), width) : [], tableLines(block, width)]);
    case "facts":
      return factsLines(block, width);
    case "box":
      return stack(block.children.map((child) => blockLines(child, width - 2))).map((line) => `| ${line}`);
    case "columns":
      return stack(block.columns.flatMap((column) => column.map((child) => blockLines(child, width))));
    case "signatures":
      return signatureLines(block, width);
    case "figure":
      return [
        ...wrap(`[${block.image.alt}]`, width),
        ...(block.caption ? wrap(inlineText(block.caption), width) : []),
      ];
    case "contents":
      return contentsLines(block, width);
    case "section":
      return stack(block.children.map((child) => blockLines(child, width)));
    case "rule":
      return ["-".repeat(width)];
    case "pageBreak":
      return [];
    default:
      return block satisfies never;
  }
}

/** Characters that underline the headings of a level. */
const UNDERLINES: Readonly<Record<Heading["level"], string>> = { 1: "=", 2: "-", 3: "", 4: "" };

function headingLines({ level, number, children }: Heading, width: number): Lines {
  const label = number ? `${number.label}${GAP}` : "";
  const lines = hang(label, wrap(inlineText(children), width - columnsOf(label)));
  const underline = UNDERLINES[level];
  return underline === "" ? lines : [...lines, underline.repeat(Math.max(...lines.map(columnsOf)))];
}

/** The headings, deeper ones set in; there are no pages to name. */
function contentsLines({ title, entries }: Contents, width: number): Lines {
  if (entries.length === 0) return [];
  const outermost = Math.min(...entries.map(({ level }) => level));
  const lines = entries.flatMap(({ level, number, text }) => {
    const label = `${"  ".repeat(level - outermost)}${number ? `${number.label}${GAP}` : ""}`;
    return hang(label, wrap(text, width - columnsOf(label)));
  });
  return [...(title ? wrap(inlineText(title), width) : []), ...lines];
}

function listLines({ marker, start, items }: List, width: number): Lines {
  const labels = items.map((_, i) => MARKERS[marker](start + i));
  const widest = Math.max(0, ...labels.map(columnsOf));
  const groups = items.map(({ children }, i) => {
    const label = labels[i] ?? "";
    const padded = marker === "decimal" ? padTo(label, widest, "end") : label;
    return hang(padded, stack(children.map((child) => blockLines(child, width - widest))));
  });
  // Items of one paragraph each stand close, like the lines of a list on paper.
  return items.every(({ children }) => children.length === 1) ? groups.flat() : stack(groups);
}

const MARKERS: Readonly<Record<List["marker"], (number: number) => string>> = {
  disc: () => "- ",
  decimal: (number) => `${number}. `,
  none: () => "",
};

/** Lines with a label before the first one, the others set in as far. */
function hang(label: string, lines: Lines): Lines {
  const indent = " ".repeat(columnsOf(label));
  return lines.map((line, i) => `${i === 0 ? label : indent}${line}`);
}

function factsLines({ rows }: Facts, width: number): Lines {
  const labels = rows.map(({ label }) => flat(label));
  const column = Math.max(0, ...labels.map(columnsOf).filter((columns) => columns <= WIDEST_LABEL));
  const indent = column + GAP.length;
  return rows.flatMap(({ children }, i) => {
    const label = labels[i] ?? "";
    const value = children.flatMap((child) => blockLines(child, width - indent));
    const [first = "", ...rest] = value;
    const above = columnsOf(label) > column;
    return [
      ...(above ? wrap(label, width) : []),
      `${padTo(above ? "" : label, column)}${GAP}${first}`,
      ...rest.map((line) => " ".repeat(indent) + line),
    ];
  });
}

/** A cell's text at its place in the grid; what a cell above covers is left out. */
interface Placed {
  readonly cell: Cell;
  readonly align: "start" | "center" | "end";
  readonly text: string;
  readonly column: number;
  readonly span: number;
}

const placed = (table: Table, rows: readonly Row[]): readonly (readonly Placed[])[] =>
  gridOf(rows).map(({ cells }) =>
    cells.map((at) => ({
      cell: at.cell,
      align: cellAlign(table, at, rows === table.head),
      text: cellText(at.cell),
      column: at.column,
      span: at.cell.colSpan,
    })),
  );

const cellText = ({ children }: Cell): string =>
  children
    .flatMap((child) => blockLines(child, Number.POSITIVE_INFINITY))
    .filter((line) => line !== "")
    .join(" ");

function tableLines(table: Table, width: number): Lines {
  const head = placed(table, table.head);
  const rows = marksBelowEachOther(table, placed(table, table.rows));
  const widths = table.columns.map((_, column) =>
    Math.max(
      0,
      ...[...head, ...rows]
        .flat()
        .filter((cell) => cell.column === column && cell.span === 1)
        .map(({ text }) => columnsOf(text)),
    ),
  );
  const whole = widths.reduce((sum, columns) => sum + columns, (widths.length - 1) * GAP.length);
  const fits = [...head, ...rows].flat().every(({ text, column, span }) => {
    const room = widths
      .slice(column, column + span)
      .reduce((sum, each) => sum + each, (span - 1) * GAP.length);
    return columnsOf(text) <= room;
  });
  return whole <= width && fits ? alignedLines(head, rows, widths) : labelledLines(table, head, rows, width);
}

/** Numbers of decimal columns with blanks behind them, so that those that end together have their marks together. */
function marksBelowEachOther(
  table: Table,
  rows: readonly (readonly Placed[])[],
): readonly (readonly Placed[])[] {
  const { numbers, columns } = decimalsOf(table, table.lang ?? "en", ({ children }, text, offset) => {
    const before = columnsOf(text.slice(0, offset));
    return { before, after: columnsOf(inlineText(children)) - before };
  });
  if (numbers.size === 0) return rows;
  return rows.map((cells) =>
    cells.map((placed) => {
      const number = numbers.get(placed.cell);
      const blanks = number ? (columns[placed.column]?.after ?? 0) - number.after : 0;
      return blanks > 0 ? { ...placed, text: placed.text + " ".repeat(blanks) } : placed;
    }),
  );
}

function alignedLines(
  head: readonly (readonly Placed[])[],
  rows: readonly (readonly Placed[])[],
  widths: readonly number[],
): Lines {
  const line = (cells: readonly Placed[]): string => {
    let text = "";
    let filled = 0;
    for (const cell of cells) {
      const before = widths.slice(0, cell.column).reduce((sum, each) => sum + each + GAP.length, 0);
      const room = widths
        .slice(cell.column, cell.column + cell.span)
        .reduce((sum, each) => sum + each, (cell.span - 1) * GAP.length);
      text += " ".repeat(before - filled) + padTo(cell.text, room, cell.align);
      filled = before + room;
    }
    return text;
  };
  const rule = widths.map((columns) => "-".repeat(columns)).join(GAP);
  return [...head.map(line), ...(head.length > 0 ? [rule] : []), ...rows.map(line)];
}

/** A table too wide for columns: each row as lines, every cell behind the words that head its column. */
function labelledLines(
  { columns }: Table,
  head: readonly (readonly Placed[])[],
  rows: readonly (readonly Placed[])[],
  width: number,
): Lines {
  const labels = columns.map((_, column) =>
    head
      .flat()
      .filter((cell) => cell.column <= column && column < cell.column + cell.span && cell.text !== "")
      .map(({ text }) => text)
      .join(", "),
  );
  return stack(
    rows.map((cells) =>
      cells
        .filter(({ text }) => text !== "")
        .flatMap(({ text, column, span }) => {
          const label = span === 1 && labels[column] ? `${labels[column]}: ` : "";
          return wrap(label + text.trimEnd(), width - 4).map((line, i) => (i === 0 ? line : `    ${line}`));
        }),
    ),
  );
}

const SIGNING_LINE = 32;

const signatureLines = ({ signatories }: Signatures, width: number): Lines =>
  stack(
    signatories.map(({ name, fields }) => [
      "",
      "_".repeat(Math.min(SIGNING_LINE, width)),
      ...wrap(inlineText(name), width),
      ...fields.map((field) => `${flat(field)} ${"_".repeat(12)}`),
    ]),
  );

// ---- words

/** The words of inlines; a footnote leaves its number in brackets, a link its address behind it. */
const inlineText = (inlines: readonly Inline[]): string => inlines.map(textOf).join("");

const flat = (inlines: readonly Inline[]): string => inlineText(inlines).replaceAll("\n", " ");

function textOf(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "reference":
      return inline.text;
    case "lineBreak":
      return "\n";
    case "footnote":
      return `[${inline.number}]`;
    case "pageNumber":
    case "pageCount":
    case "sectionTitle":
      return "";
    case "image":
      return ""; // a mark on paper; figures say what they show
    case "link": {
      const text = inlineText(inline.children);
      const address = inline.href.replace(/^(mailto|tel):/, "");
      return text.includes(address) ? text : `${text} <${address}>`;
    }
    case "strong":
    case "emphasis":
    case "underline":
    case "strike":
    case "sub":
    case "sup":
    case "span":
      return inlineText(inline.children);
    default:
      return inline satisfies never;
  }
}

interface Note {
  readonly number: number;
  readonly children: readonly Inline[];
}

const noteLines = (notes: readonly Note[], width: number): Lines =>
  notes.flatMap(({ number, children }) => {
    const label = `[${number}] `;
    return hang(label, wrap(inlineText(children), width - label.length));
  });

const footnotesOf = (blocks: readonly Block[]): readonly Note[] =>
  blocks.flatMap(inlinesOf).flatMap(function notes(inline): readonly Note[] {
    if (inline.kind === "footnote") return [inline];
    return "children" in inline ? inline.children.flatMap(notes) : [];
  });

/** All inlines of a block, in order. */
function inlinesOf(block: Block): readonly Inline[] {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return block.children;
    case "list":
      return block.items.flatMap(({ children }) => children.flatMap(inlinesOf));
    case "table":
      return [
        ...(block.caption ?? []),
        ...[...block.head, ...block.rows].flatMap(({ cells }) =>
          cells.flatMap(({ children }) => children.flatMap(inlinesOf)),
        ),
      ];
    case "facts":
      return block.rows.flatMap(({ label, children }) => [...label, ...children.flatMap(inlinesOf)]);
    case "contents":
      return block.entries.length > 0 ? (block.title ?? []) : [];
    case "box":
    case "section":
      return block.children.flatMap(inlinesOf);
    case "columns":
      return block.columns.flat().flatMap(inlinesOf);
    case "signatures":
      return block.signatories.flatMap(({ name, fields }) => [...name, ...fields.flat()]);
    case "figure":
      return block.caption ?? [];
    case "rule":
    case "pageBreak":
      return [];
    default:
      return block satisfies never;
  }
}

// ---- page furniture

/** The running texts of head or foot, each once; those that number pages are of no use without pages. */
function runningLines(running: readonly Running[], edge: "head" | "foot", width: number): readonly Lines[] {
  const texts = running
    .filter(({ at, children }) => at.startsWith(edge) && !numbersPages(children))
    .map(({ children }) => flat(children).trim())
    .filter((text) => text !== "");
  return texts.length > 0 ? [[...new Set(texts)].flatMap((text) => wrap(text, width))] : [];
}

const numbersPages = (inlines: readonly Inline[]): boolean =>
  inlines.some(
    (inline) =>
      inline.kind === "pageNumber" ||
      inline.kind === "pageCount" ||
      inline.kind === "sectionTitle" ||
      ("children" in inline && numbersPages(inline.children)),
  );
