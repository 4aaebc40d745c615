import { crc32, deflateSync, inflateSync } from "node:zlib";
import type { Raster } from "./picture.ts";
import { broken, checkSize } from "./refusal.ts";
import { naturalSize } from "./resolution.ts";

/**
 * Reads a PNG file (W3C PNG, third edition): all colour types and depths, interlaced or not. Only the chunks that
 * make the picture are kept, so neither comments nor places nor clocks reach the paper; of an animation that is its
 * first picture. Colour profiles are not applied: colours are taken as sRGB. Throws a `Refusal`.
 */
export function readPng(bytes: Uint8Array): Raster {
  const chunks = chunksOf(bytes);
  const header = headerOf(chunks);
  const { columns, rows } = header;
  const compressed = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const raw = inflated(compressed, header);
  const samples = direct(header, chunks)
    ? {
        coding: "deflate" as const,
        stream: compressed,
        components: header.type === 0 ? (1 as const) : (3 as const),
      }
    : resampled(raw, header, chunks);
  return {
    kind: "raster",
    format: "png",
    columns,
    rows,
    ...naturalSize(columns, rows, densityOf(chunks)),
    file: Buffer.concat([
      SIGNATURE,
      ...chunks.filter(({ type }) => KEPT.has(type)).map(({ whole }) => whole),
    ]),
    samples,
  };
}

export const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

// ---- chunks

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** With its length, type and checksum. */
  readonly whole: Uint8Array;
}

const KEPT: ReadonlySet<string> = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);

/** All chunks up to the end mark; what follows it is no part of the picture. */
function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) throw broken("it is cut short");
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw broken("it is cut short");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw broken(`the checksum of its part ${printable(type)} is wrong`);
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    if (type === "IEND") return chunks;
    at = end;
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const printable = (type: string): string => type.replace(/[^A-Za-z]/g, "?");
const chunkNamed = (chunks: readonly Chunk[], name: string): Uint8Array | undefined =>
  chunks.find(({ type }) => type === name)?.data;

// ---- what the header says

interface Header {
  readonly columns: number;
  readonly rows: number;
  /** Bits of a sample. */
  readonly bits: number;
  /** Grey 0, colours 2, palette 3; 4 more with opacity. */
  readonly type: number;
  readonly interlaced: boolean;
  /** Samples of a pixel. */
  readonly channels: number;
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function headerOf(chunks: readonly Chunk[]): Header {
  const [first] = chunks;
  if (first?.type !== "IHDR" || first.data.length !== 13) throw broken("it does not begin with a header");
  if (chunks.filter(({ type }) => type === "IHDR").length > 1) throw broken("it has a second header");
  const view = viewOf(first.data);
  const [columns, rows] = [view.getUint32(0), view.getUint32(4)];
  const [bits = 0, type = 0, compression, filter, interlace = 0] = first.data.subarray(8);
  checkSize(columns, rows);
  const channels = CHANNELS[type];
  if (!channels || !DEPTHS[type]?.includes(bits) || compression !== 0 || filter !== 0 || interlace > 1)
    throw broken("its header names a form that does not exist");
  if (type === 3 && !chunkNamed(chunks, "PLTE")?.length) throw broken("it has no palette");
  return { columns, rows, bits, type, interlaced: interlace === 1, channels };
}

/** Pixels to the metre, absent where none or no unit is given. */
function densityOf(chunks: readonly Chunk[]): { x: number; y: number } | undefined {
  const data = chunkNamed(chunks, "pHYs");
  if (data?.length !== 9 || data[8] !== 1) return undefined;
  const view = viewOf(data);
  return { x: view.getUint32(0), y: view.getUint32(4) };
}

// ---- pixels

/** A picture's rows, or those of one of the seven that an interlaced one is sent as. */
interface Pass {
  readonly columns: number;
  readonly rows: number;
  /** Where its pixels stand in the whole: first column and row, and the distance to the next. */
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Adam7. */
const INTERLACED = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function passesOf({ columns, rows, interlaced }: Header): readonly Pass[] {
  const all = interlaced ? INTERLACED : ([[0, 0, 1, 1]] as const);
  return all
    .map(([x, y, dx, dy]) => ({
      columns: Math.ceil((columns - x) / dx),
      rows: Math.ceil((rows - y) / dy),
      x,
      y,
      dx,
      dy,
    }))
    .filter((pass) => pass.columns > 0 && pass.rows > 0);
}

const rowBytes = (columns: number, { bits, channels }: Header): number =>
  Math.ceil((columns * bits * channels) / 8);

/** The rows of all passes, each behind its filter byte. Never more is inflated than the header asks for. */
function inflated(compressed: Uint8Array, header: Header): Uint8Array {
  const passes = passesOf(header);
  const length = passes.reduce((sum, { columns, rows }) => sum + rows * (1 + rowBytes(columns, header)), 0);
  let raw: Uint8Array;
  try {
    raw = inflateSync(compressed, { maxOutputLength: length });
  } catch {
    throw broken("its pixels cannot be unpacked");
  }
  if (raw.length < length) throw broken("pixels are missing");
  let at = 0;
  for (const { columns, rows } of passes) {
    const step = 1 + rowBytes(columns, header);
    for (let row = 0; row < rows; row++, at += step)
      if ((raw[at] ?? 0) > 4) throw broken("its pixels cannot be unpacked");
  }
  return raw;
}

/** Whether PDF can take the pixels as they lie in the file. */
const direct = ({ type, bits, interlaced }: Header, chunks: readonly Chunk[]): boolean =>
  bits === 8 && !interlaced && (type === 0 || type === 2) && !chunkNamed(chunks, "tRNS");

/** Any other form as 8 bits a component, opacity apart. Changes `raw`. */
function resampled(raw: Uint8Array, header: Header, chunks: readonly Chunk[]): Raster["samples"] {
  const { columns, rows, bits, channels, type } = header;
  const components = type === 0 || type === 4 ? 1 : 3;
  const colours = new Uint8Array(columns * rows * components);
  const opacity = new Uint8Array(columns * rows);
  const paint = painter(header, chunks, colours, opacity);
  const step = Math.max(1, (bits * channels) >> 3);
  const pixel = new Array<number>(channels).fill(0);
  let at = 0;
  for (const pass of passesOf(header)) {
    const length = rowBytes(pass.columns, header);
    let above: Uint8Array = new Uint8Array(length);
    for (let row = 0; row < pass.rows; row++) {
      const line = raw.subarray(at + 1, at + 1 + length);
      unfilter(raw[at] ?? 0, line, above, step);
      for (let column = 0; column < pass.columns; column++) {
        for (let c = 0; c < channels; c++) pixel[c] = sample(line, column * channels + c, bits);
        paint(pixel, (pass.y + row * pass.dy) * columns + pass.x + column * pass.dx);
      }
      above = line;
      at += 1 + length;
    }
  }
  return {
    coding: "deflate",
    components,
    stream: filtered(colours, columns * components),
    ...(opacity.some((value) => value < 255) && { opacity }),
  };
}

/** Undoes a row's filter (PNG, section 9). */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  if (filter === 0) return;
  for (let i = 0; i < line.length; i++) {
    const left = i < step ? 0 : (line[i - step] as number); // within bounds, like those below
    const up = above[i] as number;
    const corner = i < step ? 0 : (above[i - step] as number);
    const guess =
      filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    line[i] = ((line[i] as number) + guess) & 255;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function sample(line: Uint8Array, index: number, bits: number): number {
  if (bits === 8) return line[index] as number;
  if (bits === 16) return ((line[2 * index] as number) << 8) | (line[2 * index + 1] as number);
  const bit = index * bits;
  return ((line[bit >> 3] as number) >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
}

/** Puts a pixel's colour and opacity at its place. */
function painter(
  { type, bits }: Header,
  chunks: readonly Chunk[],
  colours: Uint8Array,
  opacity: Uint8Array,
): (pixel: readonly number[], at: number) => void {
  const palette = chunkNamed(chunks, "PLTE") ?? new Uint8Array();
  const transparent = chunkNamed(chunks, "tRNS");
  const scale = 255 / (2 ** bits - 1);
  if (type === 3) {
    return ([index = 0], at) => {
      if (3 * index + 2 >= palette.length) throw broken("a pixel has a colour that is not in its palette");
      for (let c = 0; c < 3; c++) colours[3 * at + c] = palette[3 * index + c] as number;
      opacity[at] = transparent?.[index] ?? 255;
    };
  }
  const components = type === 0 || type === 4 ? 1 : 3;
  const hidden = type < 3 ? hiddenColour(transparent, components) : undefined;
  return (pixel, at) => {
    for (let c = 0; c < components; c++)
      colours[components * at + c] = Math.round((pixel[c] as number) * scale);
    opacity[at] =
      type > 3
        ? Math.round((pixel[components] as number) * scale)
        : hidden?.every((value, c) => value === pixel[c])
          ? 0
          : 255;
  };
}

/** The one colour that stands for no colour at all. */
function hiddenColour(data: Uint8Array | undefined, components: number): readonly number[] | undefined {
  if (data?.length !== 2 * components) return undefined;
  const view = viewOf(data);
  return Array.from({ length: components }, (_, c) => view.getUint16(2 * c));
}

/** Rows as differences from those above, which packs drawings and screens well. */
function filtered(rows: Uint8Array, length: number): Uint8Array {
  const count = rows.length / length;
  const lines = new Uint8Array(rows.length + count);
  for (let row = 0; row < count; row++) {
    const to = row * (length + 1);
    lines[to] = row === 0 ? 0 : 2;
    for (let i = 0; i < length; i++) {
      const value = rows[row * length + i] as number; // within bounds
      lines[to + 1 + i] = row === 0 ? value : value - (rows[(row - 1) * length + i] as number);
    }
  }
  return deflateSync(lines);
}
