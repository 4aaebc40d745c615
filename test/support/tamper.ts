import { isDictionary, Name, openPdf, Reference, type Value } from "./read-pdf.ts";

/** A PDF's objects, to be changed. */
export interface OpenObjects {
  readonly objects: Map<number, { value: Value; stream?: Buffer }>;
  /** The dictionaries for which something holds, as they can be changed. */
  readonly find: (fits: (dictionary: Changeable) => boolean) => readonly Changeable[];
  /** Changes the content of the first page. */
  readonly draw: (change: (content: string) => string) => void;
}
export type Changeable = { [key: string]: Value };

/**
 * A PDF of ours with something made wrong: its objects are read, changed, and written again one by one, so that
 * validators look at nothing but the change.
 */
export function tampered(bytes: Uint8Array, change: (pdf: OpenObjects) => void): Buffer {
  const { objects: read, trailer, dict, pages } = openPdf(bytes);
  const objects = new Map([...read].filter(([, { value }]) => !["ObjStm", "XRef"].includes(typeOf(value))));
  change({
    objects,
    find: (fits) =>
      [...objects.values()].flatMap(({ value }) =>
        isDictionary(value) && fits(value as Changeable) ? [value as Changeable] : [],
      ),
    draw: (alter) => {
      const contents = dict(pages[0]).Contents;
      const stored = contents instanceof Reference ? objects.get(contents.id) : undefined;
      if (!stored?.stream) throw new Error("the first page has no content");
      const before = stored.stream.toString("latin1");
      const after = alter(before);
      if (after === before) throw new Error("nothing was changed");
      (stored as { stream: Buffer }).stream = Buffer.from(after, "latin1");
    },
  });
  return written(objects, trailer as Changeable);
}

const typeOf = (value: Value): string =>
  isDictionary(value) && value.Type instanceof Name ? value.Type.name : "";

function written(objects: OpenObjects["objects"], { Root, Info, ID }: Changeable): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xff\xff\xff\xff\n", "latin1")];
  let length = parts[0]?.length ?? 0;
  const add = (part: string | Buffer): void => {
    const piece = typeof part === "string" ? Buffer.from(part, "latin1") : part;
    parts.push(piece);
    length += piece.length;
  };
  const count = Math.max(...objects.keys()) + 1;
  const offsets = new Map<number, number>();
  for (const [id, { value, stream }] of objects) {
    offsets.set(id, length);
    add(`${id} 0 obj\n`);
    if (!stream) add(`${text(value)}\nendobj\n`);
    else {
      const { Filter, ...rest } = value as Changeable;
      const isPacked = Filter !== undefined && !(Filter instanceof Name && Filter.name === "FlateDecode");
      add(`${text({ ...rest, ...(isPacked && { Filter }), Length: stream.length })}\nstream\n`);
      add(stream);
      add("\nendstream\nendobj\n");
    }
  }
  const start = length;
  const table = Buffer.alloc((count + 1) * 7);
  for (const [id, offset] of [...offsets, [count, start] as const]) {
    table[id * 7] = 1;
    table.writeUInt32BE(offset, id * 7 + 1);
  }
  const last = {
    Type: new Name("XRef"),
    Size: count + 1,
    W: [1, 4, 2],
    Root,
    Info,
    ID,
    Length: table.length,
  };
  add(`${count} 0 obj\n${text(last as Changeable)}\nstream\n`);
  add(table);
  add(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(parts);
}

function text(value: Value | undefined): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Name) return `/${value.name}`;
  if (value instanceof Reference) return `${value.id} 0 R`;
  if (Array.isArray(value)) return `[${value.map(text).join(" ")}]`;
  if (typeof value === "string") {
    const isWide = [...value].some((character) => character.charCodeAt(0) > 0xff);
    const bytes = isWide ? Buffer.from(`\ufeff${value}`, "utf16le").swap16() : Buffer.from(value, "latin1");
    return `<${bytes.toString("hex")}>`;
  }
  if (typeof value === "object")
    return `<<${Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => `/${key} ${text(one)}`)
      .join(" ")}>>`;
  return String(value);
}
