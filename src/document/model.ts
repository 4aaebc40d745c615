import type { Place } from "../diagnostic.ts";
import type { Pictures } from "../picture/picture.ts";

/**
 * The document that every format is written from: closed unions of readonly plain data.
 * Nothing here has heard of meetings. What a thing *is* to its readers (a resolution, a name list)
 * is its `role`, a key of the style sheet; writers switch on `kind` and ask the style sheet about roles.
 */
export interface Document {
  readonly kind: "document";
  /** Which paper this is (`minutes`, `honors`, `brief`, …); selects the theme's variant. */
  readonly type: string;
  readonly title: string;
  /** BCP 47 tag of the main language. */
  readonly lang: string;
  readonly meta: Meta;
  readonly running: readonly Running[];
  readonly blocks: readonly Block[];
  /** The pictures that figures and page furniture show, by name; absent when there are none. */
  readonly pictures?: Pictures;
  /** The editor's notes, for formats that show them beside the words; absent when there are none. */
  readonly notes?: readonly EditorNote[];
  /** A word across every page behind the text, such as DRAFT. */
  readonly watermark?: string;
  /** Who made the changes that are marked, and when; absent for a paper without marks. */
  readonly revised?: Revised;
}

/** Whose changes a comparison shows. */
export interface Revised {
  readonly by: string;
  /** ISO 8601, local; absent when the record does not say. */
  readonly at?: string;
  /** The changes in words, in reading order: what a `change` of 1 means comes first. */
  readonly changes: readonly string[];
}

/** What an editor has to say of some words, or of the paper as a whole. The paper may print it as well. */
export interface EditorNote {
  readonly number: number;
  readonly text: string;
  /** Whether some span of the paper is what it is about. */
  readonly placed: boolean;
}

/** What the file properties say. Dates are ISO 8601, so that output never depends on a clock. */
export interface Meta {
  readonly author?: string;
  /** Whose the editor's notes are, and of which day; absent: the author's, of the day of the record. */
  readonly editor?: string;
  readonly edited?: string;
  readonly subject?: string;
  readonly keywords?: readonly string[];
  /** The date of the record (`2026-03-12` or with a time); file dates are taken from it. */
  readonly date: string;
  /** SHA-256 of the record, hexadecimal; absent for a document that has no record. */
  readonly digest?: string;
  /** How the file was made, in a line for programs; absent where nobody is to make it again. */
  readonly production?: string;
}

/** One line of page furniture. `start` and `end` follow the reading direction. */
export interface Running {
  readonly at: RunningPlace;
  /** `rest` are all pages but the first; odd and even count from 1. */
  readonly pages: (typeof RUNNING_PAGES)[number];
  readonly children: readonly Inline[];
}

export const RUNNING_PAGES = ["first", "rest", "all", "odd", "even"] as const;
export const RUNNING_PLACES = [
  "head-start",
  "head-center",
  "head-end",
  "foot-start",
  "foot-center",
  "foot-end",
] as const;
export type RunningPlace = (typeof RUNNING_PLACES)[number];

/**
 * What became of a part of a paper from one revision to the next. Both have what bears no mark; whatever is in a part
 * that bears one bears the same.
 */
export type Revision = "inserted" | "deleted";

/** What every part may carry that can come and go. */
export interface Part {
  /** What the part stands for, so that it is found again in another revision; shown and written nowhere. */
  readonly key?: string;
  readonly revision?: Revision;
}

/** What every node may carry. `role` names a style; `lang` differs from the surrounding text's. */
interface Base extends Part {
  readonly role?: string;
  readonly lang?: string;
  /** The template line that made this node. */
  readonly place?: Place;
  /** The number, from 1, of the change that begins here. */
  readonly change?: number;
}

export type Block =
  | Heading
  | Paragraph
  | List
  | Table
  | Facts
  | Box
  | Columns
  | Signatures
  | Figure
  | Contents
  | Section
  | Rule
  | PageBreak;

export interface Heading extends Base {
  readonly kind: "heading";
  /** 1 is the document's title; levels are never skipped. */
  readonly level: HeadingLevel;
  /** Unique in the document, lower-case ASCII; target of references, bookmarks and the outline. */
  readonly id: string;
  readonly number?: HeadingNumber;
  readonly children: readonly Inline[];
}
export type HeadingLevel = 1 | 2 | 3 | 4;

/**
 * A heading's number. `label` is what is printed (`3`, `4a`, `一`). `automatic` says that the label is what
 * counting would give (`value`, from 1), alone or behind the label of the heading above (`3.1`), so that Word may count by itself; otherwise the label is literal.
 */
export interface HeadingNumber {
  readonly label: string;
  readonly value: number;
  readonly automatic: boolean;
  /** The label that it had before, in a comparison where it is another. */
  readonly was?: string;
  /** The number of that change. */
  readonly change?: number;
}

export interface Paragraph extends Base {
  readonly kind: "paragraph";
  /** As a heading's, for what is in a list of its kind. */
  readonly id?: string;
  /** How the list shows it, for programs that make the list anew. */
  readonly listed?: { readonly list: string; readonly entry: string };
  readonly children: readonly Inline[];
}

export interface List extends Base {
  readonly kind: "list";
  readonly marker: "disc" | "decimal" | "none";
  /** First number of a decimal list. */
  readonly start: number;
  readonly items: readonly ListItem[];
}
/** An item holds at least one block; the marker stands on the first line of the first one. */
export interface ListItem extends Part {
  readonly children: readonly Block[];
}

export interface Table extends Base {
  readonly kind: "table";
  readonly caption?: readonly Inline[];
  /** One per grid column. */
  readonly columns: readonly Column[];
  /** Repeated on every page the table reaches. */
  readonly head: readonly Row[];
  readonly rows: readonly Row[];
}
/**
 * A grid column. `width` in points is fixed; `share` is a fraction of what the fixed columns leave;
 * both absent means a width from the content. `min` and `max`, in points, bound the latter two. `decimal` puts the
 * decimal marks of the body's numbers below each other; everything else in such a column stands at its end.
 */
export interface Column {
  readonly width?: number;
  readonly share?: number;
  readonly min?: number;
  readonly max?: number;
  readonly align: "start" | "center" | "end" | "decimal";
}
export interface Row extends Part {
  readonly cells: readonly Cell[];
}
/** A cell; `header` says what it labels, absent in data cells. Spans count from 1. */
export interface Cell extends Part {
  readonly header?: "column" | "row";
  readonly colSpan: number;
  readonly rowSpan: number;
  readonly children: readonly Block[];
}

/** Label and value rows: the facts at the head of a paper. */
export interface Facts extends Base {
  readonly kind: "facts";
  readonly rows: readonly Fact[];
}
export interface Fact extends Part {
  readonly label: readonly Inline[];
  readonly children: readonly Block[];
}

/** Blocks that are set apart together: a resolution, a note, a closing block. */
export interface Box extends Base {
  readonly kind: "box";
  readonly children: readonly Block[];
}

/** Blocks side by side in columns of equal width, read one column after the other. */
export interface Columns extends Base {
  readonly kind: "columns";
  readonly columns: readonly (readonly Block[])[];
}

export interface Signatures extends Base {
  readonly kind: "signatures";
  readonly signatories: readonly Signatory[];
}
/** One who signs: a line to sign on, what stands below it (name, capacity), and small lines to fill in (`Date`). */
export interface Signatory extends Part {
  readonly name: readonly Inline[];
  readonly fields: readonly (readonly Inline[])[];
}

/** A picture with the words below it. */
export interface Figure extends Base {
  readonly kind: "figure";
  readonly image: Image;
  readonly caption?: readonly Inline[];
}

/**
 * A table of contents: the headings that follow it, in reading order, or all paragraphs of one list, such as the
 * resolutions. Without entries it shows nothing.
 */
export interface Contents extends Base {
  readonly kind: "contents";
  /** The list, where it is not the headings. */
  readonly of?: string;
  readonly title?: readonly Inline[];
  readonly entries: readonly ContentsEntry[];
}
/** A heading or paragraph as a table of contents shows it; `role` and `number` are the heading's own. */
export interface ContentsEntry extends Base {
  readonly target: string;
  readonly level: HeadingLevel;
  readonly number?: HeadingNumber;
  readonly text: string;
}

/** Pages of their own, held upright or lying; only among the document's own blocks. */
export interface Section extends Base {
  readonly kind: "section";
  readonly orientation: Orientation;
  readonly children: readonly Block[];
}
export type Orientation = "portrait" | "landscape";

export interface Rule extends Base {
  readonly kind: "rule";
}
export interface PageBreak extends Base {
  readonly kind: "pageBreak";
}

export type Inline =
  | Text
  | Marked
  | Span
  | Link
  | LineBreak
  | Footnote
  | Reference
  | PageNumber
  | PageCount
  | SectionTitle
  | Image;

export interface Text extends Base {
  readonly kind: "text";
  readonly text: string;
}
/** The marks that need no style of their own. */
export interface Marked extends Base {
  readonly kind: "strong" | "emphasis" | "underline" | "strike" | "sub" | "sup";
  readonly children: readonly Inline[];
}
/** Words in a character style (`role`), or in another language. */
export interface Span extends Base {
  readonly kind: "span";
  /** The editor's note on the words before it in its paragraph; the span itself holds its mark, or nothing. */
  readonly note?: number;
  /** Words that somebody is to fill in, or to replace, when the paper is approved. */
  readonly blank?: Blank;
  readonly children: readonly Inline[];
}
/** What is to be filled in: its name for programs, a title for people. */
export interface Blank {
  readonly name: string;
  readonly title: string;
  readonly expects: "text" | "date";
}
/** `https:`, `mailto:` or `tel:`. */
export interface Link extends Base {
  readonly kind: "link";
  readonly href: string;
  readonly children: readonly Inline[];
}
export interface LineBreak extends Base {
  readonly kind: "lineBreak";
}
/** A note at the foot of the page; `number` counts from 1 through the document. */
export interface Footnote extends Base {
  readonly kind: "footnote";
  readonly number: number;
  readonly children: readonly Inline[];
}
/** A cross reference to a heading: its number or its words (`text`, settled by build), or its page (by layout). */
export interface Reference extends Base {
  readonly kind: "reference";
  readonly target: string;
  readonly show: "number" | "title" | "page";
  /** What to print; empty for a page. */
  readonly text: string;
}
/** Only in page furniture. */
export interface PageNumber extends Base {
  readonly kind: "pageNumber";
}
export interface PageCount extends Base {
  readonly kind: "pageCount";
}
/** The words of the heading of level 2 that the page begins with, or that goes on there. */
export interface SectionTitle extends Base {
  readonly kind: "sectionTitle";
}
/** A picture; among inlines only in page furniture. Absent sizes follow from the picture and its style. */
export interface Image extends Base {
  readonly kind: "image";
  /** Its name in the document's `pictures`. */
  readonly picture: string;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
  /** Greatest width and height in points; the proportions are the picture's own. */
  readonly width?: number;
  readonly height?: number;
}

export type BlockKind = Block["kind"];
export type InlineKind = Inline["kind"];
