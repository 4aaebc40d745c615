import { type Inflater, inflater } from "../inflate.ts";
import { damaged, tooLarge } from "../unreadable.ts";
import { crossReferences, type Entry } from "./cross-references.ts";
import { type Decoded, decode } from "./filter.ts";
import { type Cursor, readValue, readWord, skipSpace } from "./lexer.ts";
import { type Unlock, unlocked } from "./lock.ts";
import {
  type Dictionary,
  isDictionary,
  isList,
  isName,
  isReference,
  isStream,
  isText,
  type Stream,
  type Value,
} from "./value.ts";

/** A PDF file whose objects are read when they are asked for. Every function throws `Unreadable` where it is broken. */
export interface PdfFile {
  readonly trailer: Dictionary;
  readonly catalog: Dictionary;
  /** The page objects, in order. */
  readonly pages: () => readonly Dictionary[];
  readonly isLocked: boolean;
  /** The value itself, where one may stand for it by reference; null for what is absent. */
  readonly get: (value: Value | undefined) => Value;
  /** Of a dictionary or a stream; empty for anything else. */
  readonly dictionary: (value: Value | undefined) => Dictionary;
  /** One value for what is no list, none for what is absent. */
  readonly list: (value: Value | undefined) => readonly Value[];
  readonly decode: (stream: Stream) => Decoded;
}

const MOST_PAGES = 50_000;
const MOST_STEPS = 32;
const NOTHING: Dictionary = new Map();

/**
 * Opens a PDF file by its cross references (ISO 32000-1, 7.5), tables and streams alike. Files of ours and what
 * programs such as qpdf make of them are read; a file whose cross references are wrong is damaged, and not mended.
 */
export function openPdf(bytes: Uint8Array, password?: string): PdfFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = file.toString("latin1");
  const unpacker = inflater();
  const { trailer, entries } = crossReferences(text, (offset) => streamAt(file, text, offset, unpacker));
  const objects = openObjects(file, text, entries, unpacker);
  const encrypt = objects.dictionary(trailer.get("Encrypt"));
  const isLocked = trailer.has("Encrypt");
  if (isLocked) objects.unlock(unlocked(encrypt, password, objects.get), trailer.get("Encrypt"));
  const { get, dictionary, list } = objects;
  const catalog = dictionary(trailer.get("Root"));
  if (catalog.size === 0) throw damaged("has no catalog");
  return {
    trailer,
    catalog,
    isLocked,
    get,
    dictionary,
    list,
    decode: (stream) => decode(stream, get, unpacker),
    pages: () => pagesOf(catalog.get("Pages"), objects),
  };
}

interface Objects extends Pick<PdfFile, "get" | "dictionary" | "list"> {
  /** From now on what is read is decrypted, but for the object that tells how. */
  readonly unlock: (unlock: Unlock, encrypt: Value | undefined) => void;
}

function openObjects(
  file: Buffer,
  text: string,
  entries: ReadonlyMap<number, Entry>,
  unpacker: Inflater,
): Objects {
  const known = new Map<number, Value>();
  const holders = new Map<number, ReadonlyMap<number, Value>>();
  const underWay = new Set<number>();
  let unread = 4 * text.length;
  let decrypt: Unlock | undefined;

  /** Each object is read once; one that needs itself to be read is damaged. */
  const load = (id: number): Value => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (underWay.has(id) || underWay.size > MOST_STEPS)
      throw damaged(`has an object (${id}) that leads nowhere`);
    underWay.add(id);
    const value = read(id, entries.get(id));
    underWay.delete(id);
    known.set(id, value);
    return value;
  };
  const read = (id: number, entry: Entry | undefined): Value => {
    if (!entry) return null; // what is not there is null (7.3.10)
    if (entry.kind === "gathered") return gathered(entry.holder).get(id) ?? null;
    const { value, end } = objectAt(file, text, entry.offset, get, id);
    // Each byte belongs to one object, and those of a lock are read twice.
    unread -= end - entry.offset;
    if (unread < 0) throw damaged("has objects inside each other");
    return decrypt && !isCrossReference(value) ? opened(value, decrypt) : value;
  };
  const gathered = (holder: number): ReadonlyMap<number, Value> => {
    let values = holders.get(holder);
    if (!values) {
      const stream = entries.get(holder)?.kind === "offset" ? load(holder) : null;
      if (!isStream(stream)) throw damaged("has lost a group of objects");
      values = gatheredIn(stream, get, unpacker);
      holders.set(holder, values);
    }
    return values;
  };
  const get = (value: Value | undefined): Value => {
    let at = value ?? null;
    for (let step = 0; isReference(at); step++) {
      if (step === MOST_STEPS) throw damaged("has references that lead in a circle");
      at = load(at.id);
    }
    return at;
  };
  return {
    get,
    dictionary(value) {
      const found = get(value);
      return isStream(found) ? found.dictionary : isDictionary(found) ? found : NOTHING;
    },
    list(value) {
      const found = get(value);
      return isList(found) ? found : found === null ? [] : [found];
    },
    unlock(unlock, encrypt) {
      const kept = isReference(encrypt) ? encrypt.id : undefined;
      const value = kept === undefined ? undefined : known.get(kept);
      known.clear();
      holders.clear();
      if (kept !== undefined && value !== undefined) known.set(kept, value);
      decrypt = unlock;
    },
  };
}

/** The object at an offset with the bytes of a stream, and where it ends. Its number is checked when it is known. */
function objectAt(
  file: Buffer,
  text: string,
  offset: number,
  get: (value: Value | undefined) => Value,
  id?: number,
): { readonly value: Value; readonly end: number } {
  const cursor: Cursor = { text, at: offset };
  const [number, , word] = [readWord(cursor), readWord(cursor), readWord(cursor)];
  if (word !== "obj" || (id !== undefined && Number(number) !== id))
    throw damaged("has cross references that lead nowhere");
  const value = readValue(cursor);
  skipSpace(cursor);
  if (!isDictionary(value) || !text.startsWith("stream", cursor.at)) return { value, end: cursor.at };
  const start = lineAfter(text, cursor.at + "stream".length);
  const length = get(value.get("Length"));
  const end = start + (typeof length === "number" ? length : Number.NaN);
  if (!(length !== null && end >= start && end <= file.length)) throw damaged("has a stream without an end");
  if (!/^\s*endstream/.test(text.slice(end, end + 32)))
    throw damaged("has a stream of another length than it says");
  return { value: { kind: "stream", dictionary: value, packed: file.subarray(start, end) }, end };
}

/** The word `stream` is followed by a line end of one or two characters. */
const lineAfter = (text: string, at: number): number =>
  text.startsWith("\r\n", at) ? at + 2 : text[at] === "\n" || text[at] === "\r" ? at + 1 : at;

/** A cross-reference stream, which is read before there are cross references. */
function streamAt(file: Buffer, text: string, offset: number, unpacker: Inflater) {
  const direct = (value: Value | undefined): Value => (isReference(value) ? null : (value ?? null));
  const { value } = objectAt(file, text, offset, direct);
  if (!isStream(value) || !isCrossReference(value)) throw damaged("has cross references that are damaged");
  return { dictionary: value.dictionary, rows: decode(value, direct, unpacker).bytes };
}

function isCrossReference(value: Value): boolean {
  const type = isStream(value) ? value.dictionary.get("Type") : undefined;
  return isName(type) && type.name === "XRef";
}

/** The objects in an object stream, by number (7.5.7). */
function gatheredIn(
  stream: Stream,
  get: (value: Value | undefined) => Value,
  unpacker: Inflater,
): ReadonlyMap<number, Value> {
  const text = Buffer.from(decode(stream, get, unpacker).bytes).toString("latin1");
  const [count, first] = [get(stream.dictionary.get("N")), get(stream.dictionary.get("First"))];
  if (typeof count !== "number" || typeof first !== "number" || count > text.length)
    throw damaged("has a group of objects that is damaged");
  const index: Cursor = { text, at: 0 };
  const values = new Map<number, Value>();
  const object: Cursor = { text, at: first };
  for (let i = 0; i < count; i++) {
    const [id, offset] = [readValue(index), readValue(index)];
    if (typeof id !== "number" || typeof offset !== "number" || first + offset < object.at)
      throw damaged("has a group of objects that is damaged");
    object.at = first + offset;
    values.set(id, readValue(object));
  }
  return values;
}

/** A value with its strings and its stream decrypted (7.6.2). */
function opened(value: Value, decrypt: Unlock): Value {
  const inner = (one: Value): Value => opened(one, decrypt);
  if (isText(value)) {
    const bytes = Buffer.from(value.bytes, "latin1");
    return { kind: "text", bytes: Buffer.from(decrypt(bytes)).toString("latin1") };
  }
  if (isList(value)) return value.map(inner);
  if (isDictionary(value)) {
    // A signature must be found before anything is decrypted (ISO 32000-2, 7.6.2).
    const isOpen = (name: string): boolean => name === "Contents" && value.has("ByteRange");
    return new Map([...value].map(([name, one]) => [name, isOpen(name) ? one : inner(one)]));
  }
  if (isStream(value))
    return {
      kind: "stream",
      dictionary: opened(value.dictionary, decrypt) as Dictionary, // as it came
      packed: decrypt(value.packed),
    };
  return value;
}

/** The leaves of the page tree in order (7.7.3). */
function pagesOf(root: Value | undefined, { get, dictionary, list }: Objects): readonly Dictionary[] {
  const pages: Dictionary[] = [];
  const seen = new Set<Value>();
  const waiting: Value[] = [root ?? null];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const here = dictionary(node);
    if (here.size === 0 || seen.has(here)) throw damaged("has a list of pages that is damaged");
    seen.add(here);
    if (seen.size > MOST_PAGES) throw tooLarge(`has more than ${MOST_PAGES} pages`);
    const type = get(here.get("Type"));
    if (isName(type) && type.name === "Page") pages.push(here);
    else for (const kid of [...list(here.get("Kids"))].reverse()) waiting.push(kid);
  }
  return pages;
}
