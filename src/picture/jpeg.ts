import type { Raster } from "./picture.ts";
import { broken, checkSize, Refusal } from "./refusal.ts";
import { naturalSize } from "./resolution.ts";

/**
 * Reads a JPEG file (ITU-T T.81): its size and colours. The pixels are passed on as they are, since every format
 * shows them itself; what is no picture (places, names, previews, comments) is left out. Throws a `Refusal`.
 */
export function readJpeg(bytes: Uint8Array): Raster {
  const segments = segmentsOf(bytes);
  const frames = segments.filter(({ marker }) => isFrame(marker));
  const [frame] = frames;
  if (!frame || frames.length > 1) throw broken(`it has ${frames.length} pictures where one is expected`);
  if (!TAKEN.has(frame.marker))
    throw new Refusal("unsupported", "it is packed in a way that few programs can read", SAVE_AGAIN);
  const [bits, high = 0, low = 0, wide = 0, narrow = 0, components] = frame.data;
  if (bits !== 8) throw new Refusal("unsupported", `it has ${bits} bits to a colour`, SAVE_AGAIN);
  const [rows, columns] = [(high << 8) | low, (wide << 8) | narrow];
  checkSize(columns, rows);
  if (components === 4)
    throw new Refusal("unsupported", "its colours are those of a printing press (CMYK)", "save it in RGB");
  if (components !== 1 && components !== 3) throw broken(`it has ${components ?? 0} colours`);
  if (!segments.some(({ marker }) => marker === SCAN)) throw broken("it has no pixels");
  if (orientationOf(segments) !== 1)
    throw new Refusal(
      "unsupported",
      "it lies on its side, with a note by the camera to turn it",
      "open it in an image program, turn it once around and save it",
    );
  return {
    kind: "raster",
    format: "jpeg",
    columns,
    rows,
    ...naturalSize(columns, rows, densityOf(segments)),
    file: Buffer.concat([bytes.subarray(0, 2), ...segments.filter(isKept).map(({ whole }) => whole), END]),
    samples: { coding: "jpeg", components },
  };
}

const SAVE_AGAIN = "save it again as an ordinary JPEG or PNG";
const END = Uint8Array.of(0xff, 0xd9);
const SCAN = 0xda;
/** Baseline, extended and progressive, with Huffman codes. */
const TAKEN: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

interface Part {
  readonly marker: number;
  readonly data: Uint8Array;
  /** With marker and length; a scan with the pixels that follow it. */
  readonly whole: Uint8Array;
}

/** The parts between the marks of begin and end. Every step goes forward, or the file is refused. */
function segmentsOf(bytes: Uint8Array): readonly Part[] {
  const parts: Part[] = [];
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++; // fill bytes
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw broken("it is cut short or damaged");
    if (marker === END[1]) return parts;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const dataEnd = at + 2 + length;
    if (length < 2 || dataEnd > bytes.length) throw broken("it is cut short or damaged");
    const end = marker === SCAN ? pixelsEnd(bytes, dataEnd) : dataEnd;
    parts.push({ marker, data: bytes.subarray(at + 4, dataEnd), whole: bytes.subarray(at, end) });
    at = end;
  }
}

/** Where the next part begins: at a mark that is neither an escaped byte nor one to start anew within the pixels. */
function pixelsEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw broken("it is cut short");
}

const startsWith = (data: Uint8Array, sign: string): boolean =>
  data.length >= sign.length && [...sign].every((character, i) => data[i] === character.charCodeAt(0));

/** What the picture is made of: tables, frame, scans, and how its colours are meant. */
function isKept({ marker, data }: Part): boolean {
  if (marker === 0xe0) return startsWith(data, "JFIF\0");
  if (marker === 0xe2) return startsWith(data, "ICC_PROFILE\0");
  if (marker === 0xee) return startsWith(data, "Adobe");
  return (marker < 0xe0 || marker > 0xef) && marker !== 0xfe;
}

/** Pixels to the metre as JFIF gives them; absent without a unit. */
function densityOf(parts: readonly Part[]): { x: number; y: number } | undefined {
  const data = parts.find((part) => part.marker === 0xe0 && startsWith(part.data, "JFIF\0"))?.data;
  const [unit = 0, xHigh = 0, xLow = 0, yHigh = 0, yLow = 0] = data?.subarray(7, 12) ?? [];
  const metre = unit === 1 ? 1 / 0.0254 : unit === 2 ? 100 : 0;
  return metre === 0 ? undefined : { x: ((xHigh << 8) | xLow) * metre, y: ((yHigh << 8) | yLow) * metre };
}

const ORIENTATION = 0x0112;

/** How the camera was held (Exif, tag 274): 1 is upright. What cannot be made out counts as upright. */
function orientationOf(parts: readonly Part[]): number {
  const data = parts
    .find((part) => part.marker === 0xe1 && startsWith(part.data, "Exif\0\0"))
    ?.data.subarray(6);
  if (!data || data.length < 8) return 1;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const little = data[0] === 0x49;
  const first = view.getUint32(4, little);
  if (first + 2 > data.length) return 1;
  const count = view.getUint16(first, little);
  for (let n = 0; n < count; n++) {
    const at = first + 2 + 12 * n;
    if (at + 12 > data.length) return 1;
    if (view.getUint16(at, little) === ORIENTATION) {
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  }
  return 1;
}
