import { tablesOf, viewOf } from "./sfnt.ts";

/**
 * A TrueType font cut down to the glyphs that are used (ISO/IEC 14496-22, Open Font Format). Outlines are copied
 * as bytes and never decoded, which is what makes it quick for Chinese fonts; only the numbers of the parts inside
 * composite glyphs are rewritten.
 */
export class TrueTypeSubset {
  readonly #tables: ReadonlyMap<string, Uint8Array>;
  readonly #loca: DataView;
  readonly #longOffsets: boolean;
  /** How many glyphs have an advance of their own; the rest share the last one. */
  readonly #advances: number;
  /** Glyphs of the font in the order of the subset; the first is always the one for missing characters. */
  readonly #glyphs: number[] = [0];
  readonly #numbers = new Map<number, number>([[0, 0]]);

  constructor(font: Uint8Array) {
    this.#tables = tablesOf(font);
    this.#loca = viewOf(this.#table("loca"));
    this.#longOffsets = viewOf(this.#table("head")).getInt16(50) === 1;
    this.#advances = viewOf(this.#table("hhea")).getUint16(34);
  }

  /** The number of a glyph in the subset. */
  includeGlyph(glyph: number): number {
    let number = this.#numbers.get(glyph);
    if (number === undefined) {
      number = this.#glyphs.push(glyph) - 1;
      this.#numbers.set(glyph, number);
    }
    return number;
  }

  /** Takes a glyph in once more, under a number of its own: for another character that looks the same. */
  repeatGlyph(glyph: number): number {
    return this.#glyphs.push(glyph) - 1;
  }

  /** The finished font program. Call it last: parts of composite glyphs join the subset here. */
  encode(): Uint8Array {
    const outlines: Uint8Array[] = [];
    const offsets = [0];
    let end = 0;
    for (let i = 0; i < this.#glyphs.length; i++) {
      const outline = this.#outline(this.#glyphs[i] ?? 0);
      outlines.push(outline);
      end += outline.length + (outline.length % 2); // glyphs begin at even offsets
      offsets.push(end);
    }
    return assemble([
      ["cvt ", this.#tables.get("cvt ")],
      ["fpgm", this.#tables.get("fpgm")],
      ["glyf", joined(outlines, end)],
      ["head", patched(this.#table("head"), (view) => view.setInt16(50, 1))],
      ["hhea", patched(this.#table("hhea"), (view) => view.setUint16(34, this.#glyphs.length))],
      ["hmtx", this.#metrics()],
      ["loca", longs(offsets)],
      ["maxp", patched(this.#table("maxp"), (view) => view.setUint16(4, this.#glyphs.length))],
      ["prep", this.#tables.get("prep")],
    ]);
  }

  #table(name: string): Uint8Array {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`the font has no table ${name}; only TrueType outlines can be embedded`);
    return table;
  }

  #offset(glyph: number): number {
    return this.#longOffsets ? this.#loca.getUint32(glyph * 4) : this.#loca.getUint16(glyph * 2) * 2;
  }

  #outline(glyph: number): Uint8Array {
    const bytes = this.#table("glyf").subarray(this.#offset(glyph), this.#offset(glyph + 1));
    if (bytes.length < 10 || viewOf(bytes).getInt16(0) >= 0) return bytes;
    const copy = bytes.slice();
    const view = viewOf(copy);
    let at = 10;
    for (let flags: number = MORE_COMPONENTS; flags & MORE_COMPONENTS; ) {
      flags = view.getUint16(at);
      view.setUint16(at + 2, this.includeGlyph(view.getUint16(at + 2)));
      at += 4 + (flags & ARGS_ARE_WORDS ? 4 : 2);
      at += flags & HAS_SCALE ? 2 : flags & HAS_TWO_SCALES ? 4 : flags & HAS_MATRIX ? 8 : 0;
    }
    return copy;
  }

  #metrics(): Uint8Array {
    const from = viewOf(this.#table("hmtx"));
    const to = new DataView(new ArrayBuffer(this.#glyphs.length * 4));
    this.#glyphs.forEach((glyph, index) => {
      to.setUint16(index * 4, from.getUint16(Math.min(glyph, this.#advances - 1) * 4));
      const bearing =
        glyph < this.#advances ? glyph * 4 + 2 : this.#advances * 4 + (glyph - this.#advances) * 2;
      to.setInt16(index * 4 + 2, from.getInt16(bearing));
    });
    return new Uint8Array(to.buffer);
  }
}

/** Flags of a component of a composite glyph. */
const ARGS_ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;

function patched(table: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = table.slice();
  change(viewOf(copy));
  return copy;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length + (part.length % 2);
  }
  return whole;
}

function longs(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => {
    view.setUint32(index * 4, value);
  });
  return new Uint8Array(view.buffer);
}

/** The table directory and the tables behind it, each at an offset that four divides. */
function assemble(entries: readonly (readonly [string, Uint8Array | undefined])[]): Uint8Array {
  const tables = entries.flatMap(([name, bytes]) => (bytes ? [{ name, bytes }] : []));
  const start = 12 + tables.length * 16;
  const length = tables.reduce((sum, { bytes }) => sum + aligned(bytes.length), start);
  const file = new Uint8Array(length);
  const view = viewOf(file);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, tables.length);
  view.setUint16(6, power * 16);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, tables.length * 16 - power * 16);
  let at = start;
  tables.forEach(({ name, bytes }, index) => {
    const record = 12 + index * 16;
    for (let i = 0; i < 4; i++) file[record + i] = name.charCodeAt(i);
    file.set(bytes, at);
    view.setUint32(record + 4, checksum(view, at, aligned(bytes.length)));
    view.setUint32(record + 8, at);
    view.setUint32(record + 12, bytes.length);
    at += aligned(bytes.length);
  });
  return file;
}

const aligned = (length: number): number => (length + 3) & ~3;

function checksum(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
