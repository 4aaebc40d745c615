import type { CopyWords } from "../../document/copy.ts";
import type { Document, Footnote, Orientation, Revised } from "../../document/model.ts";
import { type Geometry, geometryOf } from "../../style/geometry.ts";
import type { StyleSheet } from "../../style/sheet.ts";
import type { FontFamily } from "../../style/theme.ts";
import type { BlankBook } from "./blanks.ts";
import { type CommentBook, commentBook } from "./comments.ts";
import type { Numbering } from "./numbering.ts";
import { numberingBook } from "./numbering.ts";
import { type PictureBook, pictureBook } from "./picture.ts";
import { houseGeometry, type Reference } from "./reference.ts";
import type { Relations } from "./relations.ts";
import { type StyleBook, styleBook } from "./styles.ts";

/** What is known of the pages before Word has made any: the cached values of its fields. */
export interface PagesKnown {
  readonly pages?: number;
  /** Of the first section, where page furniture names it. */
  readonly title?: string;
  readonly pageOf?: ReadonlyMap<string, number>;
}

/** A run that stands in for what each copy says itself. */
export interface CopySlot {
  readonly xml: string;
  readonly of: (words: CopyWords) => string;
}

/** What the parts of the writer share while they write one document. */
export interface Context {
  readonly sheet: StyleSheet;
  readonly styles: StyleBook;
  readonly numbering: Numbering;
  readonly known: PagesKnown;
  readonly lang: string;
  /** The pages of an orientation. */
  readonly pages: (orientation: Orientation) => Geometry;
  /** The pages that are being written for. */
  readonly geometry: Geometry;
  /** Notes in the order of their marks. */
  readonly notes: Footnote[];
  /** Families that are in no stack of the theme but have turned out to be needed. */
  readonly fallbacks: Set<FontFamily>;
  /** Bookmark names by heading id. */
  readonly bookmarks: Map<string, string>;
  /** The names of bookmarks, and how many bookmarks and tracked changes have been set so far. */
  readonly places: { readonly names: Set<string>; count: number };
  /** Properties of runs that have been made before, by all that they depend on. */
  readonly runs: Map<string, string>;
  readonly pictures: PictureBook;
  readonly blanks: BlankBook;
  /** Absent where there can be none: in heads, feet and notes. */
  readonly comments: CommentBook | undefined;
  /** What the part that is being written leads to. */
  readonly relations: Relations;
  readonly watermark: string | undefined;
  /** Whose the tracked changes are; absent where there are none. */
  readonly revised: Revised | undefined;
  /** Where copies differ; absent when there is to be but one. */
  readonly slots: CopySlot[] | undefined;
}

export function contextOf(
  document: Document,
  sheet: StyleSheet,
  known: PagesKnown,
  { slots, reference }: { readonly slots?: CopySlot[]; readonly reference?: Reference } = {},
): Context {
  const pages = (orientation: Orientation): Geometry => {
    const own = geometryOf(sheet.page, orientation);
    return reference ? houseGeometry(own, reference, orientation) : own;
  };
  return {
    sheet,
    styles: styleBook(sheet, document.lang),
    numbering: numberingBook(),
    known,
    lang: document.lang,
    pages,
    geometry: pages("portrait"),
    notes: [],
    fallbacks: new Set(),
    bookmarks: new Map(),
    places: { names: new Set(), count: 0 },
    runs: new Map(),
    pictures: pictureBook(document.pictures ?? {}),
    blanks: [],
    comments: commentBook(document),
    relations: new Map(),
    watermark: document.watermark,
    revised: document.revised,
    slots,
  };
}

/** Word takes names of 40 characters at most, of letters, digits and low lines, and no name twice. */
const LONGEST_NAME = 40;
/** What of it is kept for telling names apart that begin alike. */
const ROOM = 8;

export function bookmarkOf(context: Context, id: string): string {
  const known = context.bookmarks.get(id);
  if (known) return known;
  const wish = `h_${id.replaceAll(/[^A-Za-z0-9_]/g, "_")}`;
  const { bookmarks, places } = context;
  let name = wish.slice(0, LONGEST_NAME);
  for (let n = 2; places.names.has(name); n++) name = `${wish.slice(0, LONGEST_NAME - ROOM)}_${n}`;
  places.names.add(name);
  bookmarks.set(id, name);
  return name;
}
