import { inflateSync } from "node:zlib";

/**
 * Reads back what our own writer made: enough of ISO 32000-1 for files whose objects are
 * found through a cross-reference stream. Text
 * is taken in the order of the structure tree, the way a screen reader goes through it.
 */
export interface ReadPdf {
  readonly pages: number;
  /** One entry for each element that holds text of its own, in reading order. */
  readonly texts: readonly { readonly type: string; readonly text: string }[];
  /** Text outside the structure: page furniture, repeated table heads. */
  readonly artifacts: readonly string[];
  readonly outline: readonly string[];
  readonly links: readonly string[];
  readonly info: Readonly<Record<string, string>>;
  readonly catalog: Dictionary;
  readonly attachments: readonly ReadAttachment[];
  readonly fonts: readonly { readonly name: string; readonly embedded: boolean }[];
}

export interface ReadAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly relationship: string;
  readonly bytes: Uint8Array;
  /** As characters of a byte each. */
  readonly checksum: string;
}

export type Value = null | boolean | number | string | Name | Reference | readonly Value[] | Dictionary;
export class Name {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
export class Reference {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}
export interface Dictionary {
  readonly [key: string]: Value;
}
export interface Stored {
  readonly value: Value;
  readonly stream?: Buffer;
}

/** A file's objects, and ways to follow references among them. */
export interface OpenPdf {
  readonly objects: ReadonlyMap<number, Stored>;
  readonly trailer: Dictionary;
  readonly catalog: Dictionary;
  /** The page objects, in order. */
  readonly pages: readonly Reference[];
  readonly get: (value: Value | undefined) => Value;
  /** Empty for what is no dictionary. */
  readonly dict: (value: Value | undefined) => Dictionary;
  /** One value for what is no array, none for what is absent. */
  readonly array: (value: Value | undefined) => readonly Value[];
}

export function openPdf(bytes: Uint8Array): OpenPdf {
  const file = Buffer.from(bytes).toString("latin1");
  const { objects, trailer: last } = readObjects(file, Buffer.from(bytes));
  const get = (value: Value | undefined): Value =>
    value instanceof Reference ? get(objects.get(value.id)?.value) : (value ?? null);
  const dict = (value: Value | undefined): Dictionary => {
    const found = get(value);
    return isDictionary(found) ? found : {};
  };
  const array = (value: Value | undefined): readonly Value[] => {
    const found = get(value);
    return Array.isArray(found) ? found : found === null || value === undefined ? [] : [value];
  };
  const trailer = dict(last);
  const catalog = dict(trailer.Root);
  const pages = array(dict(catalog.Pages).Kids).filter((kid) => kid instanceof Reference);
  return { objects, trailer, catalog, pages, get, dict, array };
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const { objects, trailer, catalog, pages: kids, get, dict, array } = openPdf(bytes);
  const contents = new Map(kids.map((kid) => [kid.id, readContent(dict(kid), objects, dict)]));

  const texts: { type: string; text: string }[] = [];
  const walk = (value: Value, page: number | undefined): void => {
    const element = dict(value);
    const here = element.Pg instanceof Reference ? element.Pg.id : page;
    let own = "";
    let entry: { type: string; text: string } | undefined;
    for (const kid of array(element.K)) {
      const marked = typeof kid === "number" ? { page: here, id: kid } : markedContent(dict(kid), here);
      if (marked) {
        own += contents.get(marked.page ?? -1)?.marked.get(marked.id) ?? "";
        if (!entry) {
          entry = { type: (element.S as Name).name, text: "" };
          texts.push(entry);
        }
        entry.text = own;
      } else if (dict(kid).S) {
        entry = undefined;
        own = "";
        walk(kid, here);
      }
    }
  };
  for (const kid of array(dict(catalog.StructTreeRoot).K)) walk(kid, undefined);

  const links = kids.flatMap((kid) =>
    array(dict(kid).Annots).map((one) => String(get(dict(dict(one).A).URI) ?? get(dict(one).Dest))),
  );
  const outline: string[] = [];
  const visit = (item: Value | undefined): void => {
    const entry = dict(item);
    if (typeof entry.Title === "string") outline.push(entry.Title);
    if (entry.First) visit(entry.First);
    if (entry.Next) visit(entry.Next);
  };
  visit(dict(catalog.Outlines).First);
  const info = Object.fromEntries(
    Object.entries(dict(trailer.Info)).map(([key, value]) => [key, String(get(value))]),
  );
  const fonts = [...objects.values()].flatMap(({ value }) => {
    if (!isDictionary(value) || (value.Type as Name | undefined)?.name !== "FontDescriptor") return [];
    return [
      {
        name: (value.FontName as Name).name,
        embedded: value.FontFile2 !== undefined || value.FontFile3 !== undefined,
      },
    ];
  });
  const attachments = array(catalog.AF).map((one) => {
    const specification = dict(one);
    const file = dict(specification.EF).F;
    const stored = file instanceof Reference ? objects.get(file.id) : undefined;
    return {
      name: String(specification.UF),
      mediaType: (dict(file).Subtype as Name).name.replaceAll("#2F", "/"),
      relationship: (specification.AFRelationship as Name).name,
      bytes: stored?.stream ?? new Uint8Array(),
      checksum: String(dict(dict(file).Params).CheckSum),
    };
  });
  return {
    pages: kids.length,
    texts,
    artifacts: [...contents.values()].flatMap(({ artifacts }) => artifacts),
    outline,
    links,
    info,
    catalog,
    attachments,
    fonts,
  };
}

export const isDictionary = (value: Value): value is Dictionary =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Name) &&
  !(value instanceof Reference);

function markedContent(
  kid: Dictionary,
  page: number | undefined,
): { page: number | undefined; id: number } | undefined {
  if (typeof kid.MCID !== "number") return undefined;
  return { page: kid.Pg instanceof Reference ? kid.Pg.id : page, id: kid.MCID };
}

/** The objects that lie in object streams, as text: for looking at how something is written. */
export function objectsOf(bytes: Uint8Array): string {
  const file = Buffer.from(bytes).toString("latin1");
  const { objects } = readObjects(file, Buffer.from(bytes));
  return [...objects.values()]
    .filter(({ value }) => isDictionary(value) && (value.Type as Name | undefined)?.name === "ObjStm")
    .map(({ stream }) => stream?.toString("latin1"))
    .join("\n");
}

function readObjects(file: string, bytes: Buffer): { objects: Map<number, Stored>; trailer: Value } {
  const start = Number(/^\s*(\d+)/.exec(file.slice(file.lastIndexOf("startxref") + 9))?.[1]);
  const table = readStored(file, bytes, start);
  const rows = table.stream ?? Buffer.alloc(0);
  const entries = isDictionary(table.value) && table.value.DecodeParms ? unpredicted(rows) : rows;
  const objects = new Map<number, Stored>();
  const gathered: { id: number; stream: number; position: number }[] = [];
  for (let id = 0; id * 7 < entries.length; id++) {
    const kind = entries.readUInt8(id * 7);
    const place = entries.readUInt32BE(id * 7 + 1);
    if (kind === 1) objects.set(id, readStored(file, bytes, place));
    if (kind === 2) gathered.push({ id, stream: place, position: entries.readUInt16BE(id * 7 + 5) });
  }
  for (const { id, stream, position } of gathered) {
    const holder = objects.get(stream);
    const text = holder?.stream?.toString("latin1") ?? "";
    const { First: first } = (holder?.value ?? {}) as { First?: number };
    const [number, at] = text
      .split(/\s+/, position * 2 + 2)
      .slice(-2)
      .map(Number);
    if (number !== id) throw new Error(`object ${id} is not where the cross-reference stream says`);
    objects.set(id, { value: parseValue(text, { at: (first ?? 0) + (at ?? 0) }) });
  }
  return { objects, trailer: table.value };
}

/** Undoes PNG's filter “up”, which rows of seven bytes are written with. */
function unpredicted(rows: Buffer): Buffer {
  const plain = Buffer.alloc((rows.length / 8) * 7);
  for (let row = 0; row * 8 < rows.length; row++) {
    for (let i = 0; i < 7; i++)
      plain[row * 7 + i] = ((rows[row * 8 + 1 + i] ?? 0) + (plain[(row - 1) * 7 + i] ?? 0)) & 0xff;
  }
  return plain;
}

function readStored(file: string, bytes: Buffer, offset: number): Stored {
  const cursor = { at: file.indexOf("obj", offset) + 3 };
  const value = parseValue(file, cursor);
  if (!/^\s*stream/.test(file.slice(cursor.at, cursor.at + 20))) return { value };
  const start = file.indexOf("stream", cursor.at) + 7;
  const raw = bytes.subarray(start, start + Number((value as Dictionary).Length));
  const packed = isDictionary(value) && value.Filter instanceof Name && value.Filter.name === "FlateDecode";
  return { value, stream: packed ? inflateSync(raw) : Buffer.from(raw) };
}

const SPACE = /[\s\0]/;

function parseValue(text: string, cursor: { at: number }): Value {
  while (SPACE.test(text[cursor.at] ?? "")) cursor.at++;
  const rest = text.slice(cursor.at, cursor.at + 64);
  const reference = /^(\d+) (\d+) R/.exec(rest);
  if (reference) {
    cursor.at += reference[0].length;
    return new Reference(Number(reference[1]));
  }
  const number = /^[-+]?\d*\.?\d+/.exec(rest);
  if (number) {
    cursor.at += number[0].length;
    return Number(number[0]);
  }
  if (rest.startsWith("<<")) return parseDictionary(text, cursor);
  if (rest.startsWith("[")) {
    cursor.at++;
    const items: Value[] = [];
    for (;;) {
      while (SPACE.test(text[cursor.at] ?? "")) cursor.at++;
      if (text[cursor.at] === "]" || cursor.at >= text.length) break;
      items.push(parseValue(text, cursor));
    }
    cursor.at++;
    return items;
  }
  if (rest.startsWith("(")) return decodeText(parseLiteral(text, cursor));
  if (rest.startsWith("<")) {
    const end = text.indexOf(">", cursor.at);
    const hex = text.slice(cursor.at + 1, end);
    cursor.at = end + 1;
    return decodeText(Buffer.from(hex.replace(/\s/g, ""), "hex").toString("latin1"));
  }
  if (rest.startsWith("/")) {
    const name = /^\/[^\s/<>[\]()]*/.exec(text.slice(cursor.at, cursor.at + 200))?.[0] ?? "/";
    cursor.at += name.length;
    return new Name(name.slice(1));
  }
  const word = /^[a-zA-Z]+/.exec(rest)?.[0] ?? "";
  cursor.at += Math.max(1, word.length);
  return word === "true" ? true : word === "false" ? false : null;
}

function parseDictionary(text: string, cursor: { at: number }): Dictionary {
  cursor.at += 2;
  const found: Record<string, Value> = {};
  for (;;) {
    while (SPACE.test(text[cursor.at] ?? "")) cursor.at++;
    if (text.startsWith(">>", cursor.at) || cursor.at >= text.length) break;
    const key = parseValue(text, cursor);
    found[key instanceof Name ? key.name : String(key)] = parseValue(text, cursor);
  }
  cursor.at += 2;
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function parseLiteral(text: string, cursor: { at: number }): string {
  let depth = 1;
  let value = "";
  for (cursor.at++; depth > 0; cursor.at++) {
    const character = text[cursor.at] ?? "";
    if (character === "\\") {
      const next = text[++cursor.at] ?? "";
      value += ESCAPES[next] ?? next;
    } else if (character === "(") {
      depth++;
      value += character;
    } else if (character === ")") {
      if (--depth > 0) value += character;
    } else value += character;
    if (cursor.at > text.length) break;
  }
  return value;
}

const decodeText = (raw: string): string =>
  raw.startsWith("\xfe\xff") ? Buffer.from(raw.slice(2), "latin1").swap16().toString("utf16le") : raw;

/** The text of each marked sequence of a page, of its artifacts, and of what is neither (in a form). Moves to another line count as a space. */
function readContent(
  page: Dictionary,
  objects: ReadonlyMap<number, Stored>,
  dict: (value: Value | undefined) => Dictionary,
): { marked: Map<number, string>; artifacts: string[]; loose: string } {
  const streams = (Array.isArray(page.Contents) ? page.Contents : [page.Contents]) as readonly Value[];
  const fonts = new Map(
    Object.entries(dict(dict(page.Resources).Font)).map(([name, font]) => [
      name,
      unicodeOf(dict(font), objects),
    ]),
  );
  const marked = new Map<number, string>();
  const artifacts: string[] = [];
  const text = streams
    .map((one) => (one instanceof Reference ? objects.get(one.id)?.stream?.toString("latin1") : ""))
    .join("\n");
  const forms = dict(dict(page.Resources).XObject);
  let font: ReadonlyMap<number, string> | undefined;
  let mark: number | undefined;
  let artifact = "";
  const add = (words: string): void => {
    if (mark === undefined) artifact += words;
    else marked.set(mark, (marked.get(mark) ?? "") + words);
  };
  let inner = 0; // turned-round characters inside a mark
  for (const { operator, operands } of operatorsOf(text)) {
    if (operator === "BMC") inner++;
    else if (operator === "EMC" && inner > 0) inner--;
    else if (operator === "BDC") {
      const id = (operands[1] as Dictionary).MCID;
      mark = typeof id === "number" ? id : undefined;
      artifact = "";
    } else if (operator === "EMC") {
      if (mark === undefined && artifact.trim()) artifacts.push(artifact.trim());
      mark = undefined;
    } else if (operator === "Do") {
      // a form's text belongs to whatever is open where it is drawn
      const form = forms[(operands[0] as Name).name];
      const read = readContent({ ...dict(form), Contents: form ?? null }, objects, dict);
      if (dict(form).Resources) add(read.loose);
    } else if (operator === "Tf") font = fonts.get((operands[0] as Name).name);
    else if (operator === "Td" && operands[1] !== 0) add(" ");
    else if (operator === "TJ") {
      const shown = (operands[0] as readonly Value[])
        .map((one) => (typeof one === "string" ? glyphs(one, font) : ""))
        .join("");
      add(inner > 0 ? [...shown].reverse().join("") : shown);
    }
  }
  return { marked, artifacts, loose: artifact };
}

export interface Operation {
  readonly operator: string;
  readonly operands: readonly Value[];
}

/** The operators of a content stream in order; strings are bytes. */
export function* operatorsOf(text: string): Generator<Operation> {
  const cursor = { at: 0 };
  let operands: Value[] = [];
  while (cursor.at < text.length) {
    while (SPACE.test(text[cursor.at] ?? "")) cursor.at++;
    if (cursor.at >= text.length) break;
    if (/[A-Za-z'"]/.test(text[cursor.at] ?? "")) {
      const operator = /^[A-Za-z'"*0-9]+/.exec(text.slice(cursor.at, cursor.at + 8))?.[0] ?? "";
      cursor.at += operator.length;
      yield { operator, operands };
      operands = [];
    } else
      operands.push(
        text[cursor.at] === "("
          ? parseLiteral(text, cursor)
          : text[cursor.at] === "["
            ? parseArray(text, cursor)
            : parseValue(text, cursor),
      );
  }
}

/** An array of TJ, whose strings are glyph ids and not text. */
function parseArray(text: string, cursor: { at: number }): Value[] {
  const items: Value[] = [];
  for (cursor.at++; text[cursor.at] !== "]"; ) {
    if (SPACE.test(text[cursor.at] ?? "")) cursor.at++;
    else if (text[cursor.at] === "(") items.push(parseLiteral(text, cursor));
    else items.push(parseValue(text, cursor));
  }
  cursor.at++;
  return items;
}

/** Codes are one byte below 80, else two. */
function glyphs(codes: string, font: ReadonlyMap<number, string> | undefined): string {
  let text = "";
  for (let at = 0; at < codes.length; at++) {
    const first = codes.charCodeAt(at);
    const code = first < 0x80 ? first : first * 256 + codes.charCodeAt(++at);
    text += font?.get(code) ?? "\ufffd";
  }
  return text;
}

/** The text of each marked sequence of a page. */
export const markedTexts = ({ objects, dict }: OpenPdf, page: Reference): ReadonlyMap<number, string> =>
  readContent(dict(page), objects, dict).marked;

function unicodeOf(font: Dictionary, objects: ReadonlyMap<number, Stored>): ReadonlyMap<number, string> {
  const stream = font.ToUnicode instanceof Reference ? objects.get(font.ToUnicode.id)?.stream : undefined;
  const map = new Map<number, string>();
  const cmap = stream?.toString("latin1") ?? "";
  for (const [, block] of cmap.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, code, units] of (block ?? "").matchAll(/<(\w+)> <(\w+)>/g)) {
      const hex = units?.match(/.{4}/g) ?? [];
      map.set(
        Number.parseInt(code ?? "0", 16),
        String.fromCharCode(...hex.map((unit) => Number.parseInt(unit, 16))),
      );
    }
  }
  return map;
}
