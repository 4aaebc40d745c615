import { deflateSync } from "node:zlib";
import { deflated } from "./deflate.ts";
import { PdfReference } from "./value.ts";

/**
 * How objects get into the file: those without a stream are gathered in object streams, and the file ends with a
 * cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8), where pdfkit would write each by itself and a table. The
 * structure tree, which is most of a tagged file's objects, shrinks to a tenth. Streams are deflated beside the
 * work on the next ones, and written in the order in which they were ended, so that the bytes stay the same.
 */
export function gatherObjects(doc: ObjectDocument): ObjectStore {
  const entries: Entry[] = [];
  const waiting: { readonly write: (packed: Uint8Array) => void; readonly packed: Promise<Uint8Array> }[] =
    [];
  /** What begins to deflate those that have not begun. */
  const held: (() => void)[] = [];
  let begun = 0;
  const beginAll = (): void => {
    begun += held.length;
    for (const begin of held.splice(0)) begin();
  };
  let closing = false;
  let gathered: { readonly id: number; readonly text: string }[] = [];

  const adopt = (object: StoredObject): StoredObject => {
    const writeByItself = object.finalize;
    object.finalize = () => {
      const length = object.buffer.reduce((sum, { byteLength }) => sum + byteLength, 0);
      if (length > SMALL && object.compress && !closing) {
        const { buffer, data } = object;
        waiting.push({
          packed: new Promise((resolve) =>
            held.push(() => resolve(deflated(Buffer.concat(buffer), "Length1" in data ? FONT_LEVEL : LEVEL))),
          ),
          write(bytes) {
            object.compress = false;
            object.data.Filter = "FlateDecode";
            object.buffer = [bytes];
            writeByItself.call(object);
          },
        });
        object.buffer = [];
        if (begun < THREADS) beginAll();
        return;
      }
      if (object.buffer.length > 0 || !mayBeGathered(object, doc)) {
        writeByItself.call(object);
        return;
      }
      gather(object.id, serialize(object.data)); // before this object counts as ended
      doc._refEnd(object);
    };
    return object;
  };
  const write = doc._write;
  // what pdfkit makes of a text takes longer to pass on than to make
  doc._write = (data) =>
    write.call(doc, typeof data === "string" ? Buffer.from(`${data}\n`, "latin1") : data);
  const newObject = doc.ref;
  doc.ref = (data) => adopt(newObject.call(doc, data));
  for (const object of [doc._root, doc._root.data.Pages, doc._root.data.Names]) adopt(object);
  const ended = doc._refEnd;
  doc._refEnd = (object) => {
    // pdfkit's constructor makes a few more, which write themselves
    entries[object.id] ??= { kind: "offset", offset: object.offset };
    ended.call(doc, object);
  };

  function gather(id: number, text: string): void {
    gathered.push({ id, text });
    entries[id] = { kind: "gathered", stream: 0, position: gathered.length - 1 }; // stream still unknown
    if (gathered.length === OBJECTS_PER_STREAM) writeGathered();
  }

  function writeGathered(): void {
    if (gathered.length === 0) return;
    const index: string[] = [];
    let body = "";
    const members = gathered;
    gathered = [];
    for (const { id, text } of members) {
      index.push(`${id} ${body.length}`);
      body += `${text}\n`;
    }
    const head = `${index.join(" ")}\n`;
    const stream = doc.ref({ Type: "ObjStm", N: members.length, First: head.length });
    members.forEach(({ id }, position) => {
      entries[id] = { kind: "gathered", stream: stream.id, position };
    });
    stream.end(Buffer.from(head + body, "latin1"));
  }

  doc._finalize = () => {
    doc._ended = false; // the objects below must not end the file a second time
    closing = true;
    writeGathered();
    const id = doc._offsets.length + 1;
    const start = doc._offset;
    entries[id] = { kind: "offset", offset: start };
    const table = deflateSync(predicted(crossReferences(entries)));
    const trailer = serialize({
      Type: "XRef",
      Size: id + 1,
      W: [...FIELD_BYTES],
      Root: doc._root,
      Info: doc._info,
      ID: [doc._id, doc._id],
      ...(doc._security && { Encrypt: doc._security.dictionary }),
      Filter: "FlateDecode",
      DecodeParms: { Predictor: 12, Columns: ENTRY_BYTES },
      Length: table.length,
    });
    doc._write(`${id} 0 obj\n${trailer}\nstream`);
    doc._write(table);
    doc._write(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF`);
    doc.push(null);
  };

  return {
    reserve: () => new PdfReference(doc._offsets.push(null)),
    put: ({ id }, text) => gather(id, text),
    async settle(most) {
      if (most === 0) writeGathered(); // most likely the last of them: deflated beside the others
      if (most === 0 || held.length >= AT_ONCE) beginAll();
      while (waiting.length > most) {
        const next = waiting.shift();
        next?.write(await next.packed);
      }
    },
  };
}

export interface ObjectStore {
  /** The number of an object that is written later, by `put`. */
  reserve(): PdfReference;
  /** Writes an object that is in PDF's notation already; its characters are bytes. */
  put(reference: PdfReference, text: string): void;
  /** Waits until no more than so many streams are still to be deflated: none, or more than begin together. */
  settle(most: number): Promise<void>;
}

/** So many begin together, as to wake the threads that deflate them takes a third of the time that they then need. */
const AT_ONCE = 12;
/** But the first begin at once, one for each thread, since most papers have no more. */
const THREADS = 4;
/** Below so many bytes, deflating at once takes less time than having it done. */
const SMALL = 4096;
const LEVEL = 6;
/** Outlines hardly repeat: seeking longer takes twice the time and wins a fiftieth. */
const FONT_LEVEL = 3;

/** What is used of pdfkit's document; all of it private but `ref`. */
export interface ObjectDocument {
  ref(data: object): StoredObject;
  _refEnd(object: StoredObject): void;
  _write(data: string | Uint8Array): void;
  _finalize(): void;
  push(end: null): void;
  _ended: boolean;
  readonly _offset: number;
  readonly _offsets: unknown[];
  readonly _root: StoredObject & {
    readonly data: Readonly<Record<"Pages" | "Names", StoredObject>>;
  };
  readonly _info: object;
  readonly _id: Uint8Array;
  readonly _security?: { readonly dictionary: object } | null;
}
interface StoredObject {
  readonly id: number;
  readonly data: { Type?: unknown; Filter?: unknown };
  /** What stands in its stream; empty when it has none. */
  buffer: readonly Uint8Array[];
  /** Whether the stream is still to be deflated. */
  compress: boolean;
  /** Where it was written, if by itself. */
  readonly offset: number;
  finalize(): void;
  end(stream?: Uint8Array): void;
}

/** Enough for deflate to find what repeats, few enough for a reader that wants one object. */
const OBJECTS_PER_STREAM = 200;

/** A signature must lie open in the file, and so must what tells how to decrypt it (7.5.7). */
const mayBeGathered = (object: StoredObject, doc: ObjectDocument): boolean =>
  object !== doc._security?.dictionary && object.data.Type !== "Sig";

type Entry =
  | { readonly kind: "offset"; readonly offset: number }
  | { readonly kind: "gathered"; readonly stream: number; readonly position: number };

/** Kind, place, and position or generation (7.5.8.2). */
const FIELD_BYTES = [1, 4, 2] as const;
const ENTRY_BYTES = 7;

function crossReferences(entries: readonly (Entry | undefined)[]): Uint8Array {
  const table = Buffer.alloc(entries.length * ENTRY_BYTES);
  table.writeUInt16BE(0xffff, 5); // object 0 heads the list of free ones
  entries.forEach((entry, id) => {
    const at = id * ENTRY_BYTES;
    if (!entry) return;
    table[at] = entry.kind === "offset" ? 1 : 2;
    table.writeUInt32BE(entry.kind === "offset" ? entry.offset : entry.stream, at + 1);
    table.writeUInt16BE(entry.kind === "offset" ? 0 : entry.position, at + 5);
  });
  return table;
}

/** Each entry as its difference from the one before, as PNG's filter “up” has it: most differ by one (7.4.4.4). */
function predicted(table: Uint8Array): Uint8Array {
  const rows = table.length / ENTRY_BYTES;
  const filtered = new Uint8Array(rows * (ENTRY_BYTES + 1));
  for (let row = 0; row < rows; row++) {
    filtered[row * (ENTRY_BYTES + 1)] = 2;
    for (let i = 0; i < ENTRY_BYTES; i++) {
      const at = row * ENTRY_BYTES + i;
      filtered[row * (ENTRY_BYTES + 1) + 1 + i] = (table[at] ?? 0) - (table[at - ENTRY_BYTES] ?? 0);
    }
  }
  return filtered;
}

/**
 * A value in PDF's notation (7.3), as pdfkit would write it: strings are names, String objects text, bytes
 * hexadecimal strings. Characters of the result are bytes.
 */
export function serialize(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `/${value}`;
    case "number":
      return String(Math.round(value * 1e6) / 1e6);
    case "object":
      return value === null ? "null" : serializeObject(value);
    case "undefined":
      return "null";
    default:
      return String(value);
  }
}

function serializeObject(value: object): string {
  if (Array.isArray(value)) {
    let text = "";
    for (const entry of value) text += text === "" ? serialize(entry) : ` ${serialize(entry)}`;
    return `[${text}]`;
  }
  if (Object.getPrototypeOf(value) === Object.prototype) {
    let text = "<<";
    for (const key in value) {
      const entry = value[key as keyof typeof value] as unknown;
      if (entry !== undefined) text += `/${key} ${serialize(entry)} `;
    }
    return `${text}>>`;
  }
  if (value instanceof String) return textString(value.valueOf());
  if (value instanceof Date) return `(D:${value.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z)`;
  if (value instanceof Uint8Array) return `<${Buffer.from(value).toString("hex")}>`;
  return String(value); // references and name trees write themselves
}

/** ASCII as it is, everything else as UTF-16 with a byte order mark (7.9.2.2). */
export function textString(text: string): string {
  const ascii = !NOT_ASCII.test(text);
  const bytes = ascii ? text : `\xfe\xff${Buffer.from(text, "utf16le").swap16().toString("latin1")}`;
  return `(${bytes.replace(/[\\()\r\n]/g, (character) => ESCAPES[character] ?? `\\${character}`)})`;
}
const NOT_ASCII = /[^\0-\x7f]/;
const ESCAPES: Readonly<Record<string, string>> = { "\r": "\\r", "\n": "\\n" };
