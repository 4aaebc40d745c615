import type { SlotName } from "../document/copy.ts";
import type { Revision } from "../document/model.ts";
import type { Shaped } from "../fonts/metrics.ts";

/**
 * The finished page: flat items at fixed places. Points, origin at the upper left corner of the paper,
 * y downwards, text placed by its baseline. Writers draw it and decide nothing.
 */
export interface Page {
  /** From 1. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly items: readonly PageItem[];
}

/** `element` is an index into `Layout.elements`, or ARTIFACT for what no reader should hear. */
export type PageItem = GlyphRun | RuleItem | LinkItem | Anchor | ImageItem | TurnedText | SlotItem;
export const ARTIFACT = -1;

/** Text in one face, size and colour on one baseline. */
export interface GlyphRun {
  readonly kind: "glyphs";
  readonly x: number;
  readonly y: number;
  readonly face: string;
  readonly size: number;
  readonly color: string;
  /** Extra points after each glyph. */
  readonly tracking: number;
  readonly pieces: readonly Piece[];
  /** From the first glyph's origin to the last one's end. */
  readonly width: number;
  readonly element: number;
  /** A word from right to left: its glyphs come in the reverse of the order in which they are read. */
  readonly reversed?: true;
  /** In a comparison: what became of it. */
  readonly revision?: Revision;
}
/** Shaped text, then a shift of the pen in points (justification, compressed punctuation; may be negative). */
export interface Piece {
  readonly shaped: Shaped;
  readonly after: number;
}
/** A straight line, always an artifact. */
export interface RuleItem {
  readonly kind: "rule";
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  readonly color: string;
}
/** The area of a link on one line. `href` is an address, or `#id` for a heading of this document. */
export interface LinkItem {
  readonly kind: "link";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly href: string;
  /** What the link says, for readers that cannot see it. */
  readonly label: string;
  readonly element: number;
}
/** A place that can be led to (`id`), or an element that has nothing to draw (an empty cell). */
export interface Anchor {
  readonly kind: "anchor";
  readonly x: number;
  readonly y: number;
  readonly id?: string;
  readonly element: number;
  /** The change that begins here, which the margin tells. */
  readonly change?: ChangeMark;
}
export interface ChangeMark {
  readonly number: number;
  /** What was changed, in words. */
  readonly label: string;
  /** From the anchor down to the baseline. */
  readonly drop: number;
}
/** A picture, scaled to fill its place. */
export interface ImageItem {
  readonly kind: "image";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its name in the document's pictures. */
  readonly picture: string;
  readonly element: number;
  readonly revision?: Revision;
}
/** Text on a slanting line behind the page's content, always an artifact. */
export interface TurnedText {
  readonly kind: "turned";
  /** The line's origin, about which it is turned. */
  readonly x: number;
  readonly y: number;
  /** Radians, against the clock. */
  readonly angle: number;
  /** Placed from the origin, along the line before it is turned. */
  readonly runs: readonly GlyphRun[];
}

/** Where something stands that differs from copy to copy: its origin, and how it is turned about it. */
export interface SlotItem {
  readonly kind: "slot";
  readonly slot: SlotName;
  readonly x: number;
  readonly y: number;
  /** Radians, against the clock. */
  readonly angle: number;
  readonly element: number;
}
/** Sets what stands in a slot, placed from the slot's origin. */
export type Personal = Readonly<Record<SlotName, (text: string) => readonly GlyphRun[]>>;

/** Standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4) that our documents need. */
export type ElementType =
  | "Document"
  | "Div"
  | "Sect"
  | "H1"
  | "H2"
  | "H3"
  | "H4"
  | "P"
  | "Span"
  | "Link"
  | "Note"
  | "Reference"
  | "TOC"
  | "TOCI"
  | "L"
  | "LI"
  | "Lbl"
  | "LBody"
  | "Table"
  | "THead"
  | "TBody"
  | "TR"
  | "TH"
  | "TD"
  | "Caption"
  | "Figure";

/**
 * A node of the structure tree. Elements stand in reading order; `parent` is an earlier index, -1 for the root.
 * An element's own content lies on the pages, in the items that name it.
 */
export interface Element {
  readonly type: ElementType;
  readonly parent: number;
  readonly lang?: string;
  /** What a TH labels. */
  readonly scope?: "Column" | "Row";
  readonly colSpan?: number;
  readonly rowSpan?: number;
  /** What a Figure shows. */
  readonly alt?: string;
  /** How the items of an L are numbered. */
  readonly numbering?: "Decimal" | "Disc" | "None";
  /** What a Span's words are in a comparison: struck or underlined. */
  readonly revision?: Revision;
}

export interface OutlineEntry {
  readonly level: number;
  readonly title: string;
  readonly id: string;
  /** From 1. */
  readonly page: number;
  /** Top of the heading on its page. */
  readonly y: number;
}

/**
 * Pages one after the other, to be read once: each is set when it is asked for, and belongs to the reader alone. What
 * the paper as a whole has is complete when the last page has been read.
 */
export interface Sheets {
  readonly lang: string;
  readonly pages: Iterable<Page>;
  /** How many pages there are so far. */
  readonly count: () => number;
  /** Grows while pages are read. */
  readonly elements: readonly Element[];
  /** Grows while pages are read. */
  readonly outline: readonly OutlineEntry[];
  /** The page of everything that can be led to; grows while pages are read. */
  readonly pageOf: ReadonlyMap<string, number>;
  /** What a page still lacks: its running head and foot, which may tell how many pages there are. */
  readonly furniture: (page: number) => readonly PageItem[];
  /** The pages on which counting begins, from 1; absent: the first. */
  readonly starts?: readonly number[];
  /** Present when pages have slots. */
  readonly personal?: Personal;
}

/** Pages that are all there, and lack nothing. */
export interface Layout extends Sheets {
  readonly pages: readonly Page[];
}
