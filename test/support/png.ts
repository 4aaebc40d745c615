import { crc32, deflateSync } from "node:zlib";

/** What a PNG specimen is made of. `pixel` gives the samples of a pixel, as large as `bits` allows. */
export interface PngSpecimen {
  readonly columns: number;
  readonly rows: number;
  readonly bits: number;
  readonly type: 0 | 2 | 3 | 4 | 6;
  readonly interlaced?: boolean;
  /** Filter of each row by its number; 0 when absent. */
  readonly filter?: (row: number) => number;
  readonly pixel: (x: number, y: number) => readonly number[];
  readonly chunks?: readonly (readonly [type: string, data: Uint8Array])[];
}

export function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

export const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

export function header(columns: number, rows: number, bits: number, type: number, interlace = 0): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(columns, 0);
  data.writeUInt32BE(rows, 4);
  data.set([bits, type, 0, 0, interlace], 8);
  return data;
}

const ADAM7 = "1646264677777777565656567777777736463646777777775656565677777777";

/** A PNG file written by the book, slowly: every pass is found by the pattern that the standard prints. */
export function png(specimen: PngSpecimen): Uint8Array {
  const { columns, rows, bits, type, interlaced = false, filter = () => 0, pixel, chunks = [] } = specimen;
  const passes = interlaced ? ["1", "2", "3", "4", "5", "6", "7"] : [""];
  const lines: Uint8Array[] = [];
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[type];
  const step = Math.max(1, (bits * channels) >> 3);
  for (const pass of passes) {
    let above: Buffer = Buffer.alloc(0);
    for (let y = 0; y < rows; y++) {
      const samples: number[] = [];
      for (let x = 0; x < columns; x++)
        if (!interlaced || ADAM7[(y % 8) * 8 + (x % 8)] === pass) samples.push(...pixel(x, y));
      if (samples.length === 0) continue;
      const line = packed(samples, bits);
      if (above.length === 0) above = Buffer.alloc(line.length);
      lines.push(Buffer.concat([Buffer.of(filter(y)), filteredRow(line, above, step, filter(y))]));
      above = line;
    }
  }
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk("IHDR", header(columns, rows, bits, type, interlaced ? 1 : 0)),
    ...chunks.map(([name, data]) => chunk(name, data)),
    chunk("IDAT", deflateSync(Buffer.concat(lines))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function packed(samples: readonly number[], bits: number): Buffer {
  const digits = samples.map((sample) => sample.toString(2).padStart(bits, "0")).join("");
  const bytes = digits.match(/.{1,8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)));
}

function filteredRow(line: Buffer, above: Buffer, step: number, filter: number): Buffer {
  return Buffer.from(
    line.map((value, i) => {
      const [a, b, c] = [line[i - step] ?? 0, above[i] ?? 0, (i >= step ? above[i - step] : 0) ?? 0];
      const nearest = [a, b, c].sort(
        (p, q) =>
          Math.abs(a + b - c - p) - Math.abs(a + b - c - q) || [a, b, c].indexOf(p) - [a, b, c].indexOf(q),
      )[0];
      return value - ([0, a, b, Math.floor((a + b) / 2), nearest ?? 0][filter] ?? 0);
    }),
  );
}
