/**
 * A font file read where it lies (ISO/IEC 14496-22, Open Font Format): nothing is decoded before it is asked for, so
 * that a file of ten megabytes opens as fast as a small one. Numbers are in units of the font's em.
 */
export interface FontFile {
  readonly tables: ReadonlyMap<string, DataView>;
  readonly unitsPerEm: number;
  /** The glyph of a character; 0 when the font has none. */
  readonly glyphOf: (codePoint: number) => number;
  readonly advanceOf: (glyph: number) => number;
}

/** What a PDF says of a font beside its outlines. */
export interface FontFacts {
  readonly postscriptName: string;
  readonly ascent: number;
  readonly descent: number;
  readonly lineGap: number;
  readonly xHeight: number;
  readonly capHeight: number;
  /** Degrees counter-clockwise from the vertical. */
  readonly italicAngle: number;
  readonly isItalic: boolean;
  readonly isFixedPitch: boolean;
  readonly familyClass: number;
  readonly bbox: Readonly<Record<"minX" | "minY" | "maxX" | "maxY", number>>;
}

const TRUE_TYPE = 0x00010000;
const APPLE_TRUE_TYPE = 0x74727565; // "true"
const POSTSCRIPT = 0x4f54544f; // "OTTO"
const COLLECTION = 0x74746366; // "ttcf"

/** The tables of a font by their tags. Throws when the bytes are no single font, or not whole. */
export function tablesOf(font: Uint8Array): ReadonlyMap<string, Uint8Array> {
  // A plain view: slices of Node's own Buffer would share the font's memory, and patching them would break it.
  const bytes = new Uint8Array(font.buffer, font.byteOffset, font.byteLength);
  const view = viewOf(bytes);
  const kind = view.getUint32(0);
  if (kind === COLLECTION) throw new Error("it is a collection; name a single face");
  if (kind !== TRUE_TYPE && kind !== APPLE_TRUE_TYPE && kind !== POSTSCRIPT)
    throw new Error("it is neither TrueType nor OpenType");
  const tables = new Map<string, Uint8Array>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + i * 16;
    const offset = view.getUint32(record + 8);
    const length = view.getUint32(record + 12);
    if (offset + length > bytes.length) throw new Error("it has been cut short");
    tables.set(tagAt(view, record), bytes.subarray(offset, offset + length));
  }
  return tables;
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const tagAt = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** Opens a font file. Throws when a table is missing that every font must have. */
export function openFontFile(bytes: Uint8Array): FontFile {
  const tables = new Map([...tablesOf(bytes)].map(([tag, table]) => [tag, viewOf(table)]));
  const table = tableIn(tables);
  const metrics = table("hmtx");
  const advances = table("hhea").getUint16(34);
  return {
    tables,
    unitsPerEm: table("head").getUint16(18),
    glyphOf: characterMap(table("cmap")),
    // Glyphs beyond the last advance share it.
    advanceOf: (glyph) => metrics.getUint16(Math.min(glyph, advances - 1) * 4),
  };
}

const tableIn =
  (tables: ReadonlyMap<string, DataView>) =>
  (tag: string): DataView => {
    const found = tables.get(tag);
    if (!found) throw new Error(`it has no table ${tag}`);
    return found;
  };

export function factsOf({ tables }: FontFile): FontFacts {
  const table = tableIn(tables);
  const head = table("head");
  const lines = table("hhea");
  const post = table("post");
  const system = tables.get("OS/2");
  const ascent = lines.getInt16(4);
  // Version 2 of the table brought the heights of letters.
  const heights = system !== undefined && system.getUint16(0) >= 2 ? system : undefined;
  return {
    postscriptName: postscriptName(table("name")),
    ascent,
    descent: lines.getInt16(6),
    lineGap: lines.getInt16(8),
    xHeight: heights?.getInt16(86) ?? 0,
    capHeight: heights?.getInt16(88) ?? ascent,
    italicAngle: post.getInt32(4) / 0x10000,
    isItalic: (head.getUint16(44) & 2) !== 0,
    isFixedPitch: post.getUint32(12) !== 0,
    familyClass: system?.getInt16(30) ?? 0,
    bbox: {
      minX: head.getInt16(36),
      minY: head.getInt16(38),
      maxX: head.getInt16(40),
      maxY: head.getInt16(42),
    },
  };
}

/** The name under which printers know the font, in ASCII whatever the platform. */
function postscriptName(names: DataView): string {
  const storage = names.getUint16(4);
  for (let i = 0; i < names.getUint16(2); i++) {
    const record = 6 + i * 12;
    if (names.getUint16(record + 6) !== 6) continue;
    const wide = names.getUint16(record) !== 1; // all but Macintosh count in UTF-16
    const from = storage + names.getUint16(record + 10);
    const length = names.getUint16(record + 8);
    let name = "";
    for (let at = wide ? 1 : 0; at < length; at += wide ? 2 : 1)
      name += String.fromCharCode(names.getUint8(from + at));
    return name;
  }
  throw new Error("it has no PostScript name");
}

// ---- characters to glyphs

/** Encodings that are Unicode, the fullest first (platform, encoding). */
const UNICODE = [
  [3, 10],
  [0, 6],
  [0, 4],
  [3, 1],
  [0, 3],
  [0, 2],
  [0, 1],
  [0, 0],
] as const;

function characterMap(cmap: DataView): (codePoint: number) => number {
  for (const [platform, encoding] of UNICODE) {
    for (let i = 0; i < cmap.getUint16(2); i++) {
      const record = 4 + i * 8;
      if (cmap.getUint16(record) !== platform || cmap.getUint16(record + 2) !== encoding) continue;
      const at = cmap.getUint32(record + 4);
      const format = cmap.getUint16(at);
      if (format === 4) return segments(cmap, at);
      if (format === 12) return groups(cmap, at);
    }
  }
  throw new Error("it has no Unicode characters");
}

/** Format 4: segments of the basic plane, ordered by their ends. */
function segments(cmap: DataView, at: number): (codePoint: number) => number {
  const count = cmap.getUint16(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const ranges = deltas + count * 2;
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    const i = firstNotBelow(count, codePoint, (index) => cmap.getUint16(ends + index * 2));
    const start = i < count ? cmap.getUint16(starts + i * 2) : 0x10000;
    if (codePoint < start) return 0;
    const delta = cmap.getUint16(deltas + i * 2);
    const range = cmap.getUint16(ranges + i * 2);
    if (range === 0) return (codePoint + delta) & 0xffff;
    // The offset counts from where it stands.
    const glyph = cmap.getUint16(ranges + i * 2 + range + (codePoint - start) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  };
}

/** Format 12: groups of characters that follow each other, in all planes. */
function groups(cmap: DataView, at: number): (codePoint: number) => number {
  const count = cmap.getUint32(at + 12);
  const first = at + 16;
  return (codePoint) => {
    const i = firstNotBelow(count, codePoint, (index) => cmap.getUint32(first + index * 12 + 4));
    const start = i < count ? cmap.getUint32(first + i * 12) : Number.POSITIVE_INFINITY;
    return codePoint < start ? 0 : cmap.getUint32(first + i * 12 + 8) + codePoint - start;
  };
}

/** The index of the first of ascending values that is not below the wanted one; the count when all are. */
export function firstNotBelow(count: number, wanted: number, valueAt: (index: number) => number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
