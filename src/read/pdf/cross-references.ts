import { damaged, tooLarge } from "../unreadable.ts";
import { type Cursor, readValue, readWord, skipSpace, take } from "./lexer.ts";
import { type Dictionary, isDictionary, isList, type Value } from "./value.ts";

/** Where an object is: by itself at an offset, or in an object stream. */
export type Entry =
  | { readonly kind: "offset"; readonly offset: number }
  | { readonly kind: "gathered"; readonly holder: number };

export interface CrossReferences {
  /** The newest. */
  readonly trailer: Dictionary;
  readonly entries: ReadonlyMap<number, Entry>;
}

/** A cross-reference stream: what stands before it, and its rows unpacked. */
export interface Table {
  readonly dictionary: Dictionary;
  readonly rows: Uint8Array;
}

const MOST_SECTIONS = 1000;
const MOST_OBJECTS = 8_000_000;

/**
 * All sections of a file's cross references, from the newest back to the first (ISO 32000-1, 7.5.4 and 7.5.8). What a
 * newer one says of an object counts.
 */
export function crossReferences(text: string, streamAt: (offset: number) => Table): CrossReferences {
  const entries = new Map<number, Entry | undefined>();
  const add = (id: number, entry: Entry | undefined): void => {
    if (!entries.has(id)) entries.set(id, entry);
    if (entries.size > MOST_OBJECTS) throw tooLarge(`has more than ${MOST_OBJECTS} objects`);
  };
  const seen = new Set<number>();
  const waiting = [startOf(text)];
  let trailer: Dictionary | undefined;
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (seen.has(at)) throw damaged("has cross references that lead in a circle");
    seen.add(at);
    if (seen.size > MOST_SECTIONS) throw tooLarge("was changed too many times");
    const section = text.startsWith("xref", at) ? readTable(text, at, add) : readStream(streamAt(at), add);
    trailer ??= section;
    // Objects that a table hides from old readers stand in a stream beside it (7.5.8.4).
    for (const name of ["XRefStm", "Prev"]) {
      const next = section.get(name);
      if (typeof next === "number") waiting.push(next);
    }
  }
  if (!trailer) throw damaged("has no trailer");
  const present = [...entries].filter((one): one is [number, Entry] => one[1] !== undefined);
  return { trailer, entries: new Map(present) };
}

function startOf(text: string): number {
  const at = text.lastIndexOf("startxref");
  const offset = Number(/^startxref\s+(\d{1,15})\s/.exec(text.slice(at, at + 40))?.[1]);
  if (at < 0 || !(offset < text.length)) throw damaged("has no cross references: its end is missing");
  return offset;
}

type Add = (id: number, entry: Entry | undefined) => void;

const RANGE = /(\d{1,10})[ \t]+(\d{1,10})[ \t]*[\r\n]+/y;
const ROW = /(\d{10})[ ](\d{5})[ ]([nf])[\s]{1,2}/y;

function readTable(text: string, at: number, add: Add): Dictionary {
  const cursor: Cursor = { text, at: at + "xref".length };
  skipSpace(cursor);
  for (let range = take(cursor, RANGE); range; range = take(cursor, RANGE)) {
    const [first, count] = [Number(range[1]), Number(range[2])];
    for (let id = first; id < first + count; id++) {
      const row = take(cursor, ROW);
      if (!row) throw damaged("has cross references that are damaged");
      add(id, row[3] === "n" ? { kind: "offset", offset: Number(row[1]) } : undefined);
    }
    skipSpace(cursor);
  }
  const trailer = readWord(cursor) === "trailer" ? readValue(cursor) : null;
  if (!isDictionary(trailer)) throw damaged("has no trailer");
  return trailer;
}

function readStream({ dictionary, rows }: Table, add: Add): Dictionary {
  const widths = numbers(dictionary.get("W"));
  const [kindWidth = 0, placeWidth = 0, moreWidth = 0] = widths;
  const size = kindWidth + placeWidth + moreWidth;
  if (widths.length !== 3 || !widths.every((width) => width <= 6) || size === 0)
    throw damaged("has cross references that are damaged");
  const table = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
  const field = (at: number, width: number): number => (width === 0 ? 0 : table.readUIntBE(at, width));
  const ranges = dictionary.has("Index")
    ? numbers(dictionary.get("Index"))
    : numbers([0, dictionary.get("Size") ?? 0]);
  let at = 0;
  for (let range = 0; range + 1 < ranges.length; range += 2) {
    const [first, count] = [ranges[range] ?? 0, ranges[range + 1] ?? 0];
    for (let id = first; id < first + count; id++, at += size) {
      if (at + size > table.length) throw damaged("has cross references that are cut short");
      const kind = kindWidth === 0 ? 1 : field(at, kindWidth);
      const place = field(at + kindWidth, placeWidth);
      if (kind === 1) add(id, { kind: "offset", offset: place });
      else add(id, kind === 2 ? { kind: "gathered", holder: place } : undefined);
    }
  }
  return dictionary;
}

/** A list of whole numbers from 0; empty for anything else. */
function numbers(value: Value | undefined): readonly number[] {
  const list = isList(value) ? value : [];
  return list.every((one): one is number => typeof one === "number" && Number.isInteger(one) && one >= 0)
    ? list
    : [];
}
