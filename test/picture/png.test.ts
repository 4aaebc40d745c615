import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Raster } from "../../src/picture/picture.ts";
import { readPicture } from "../../src/picture/read.ts";
import { chunk, header, PNG_SIGNATURE, type PngSpecimen, png } from "../support/png.ts";

function raster(bytes: Uint8Array): Raster {
  const read = readPicture(bytes, "specimen.png");
  if (!read.ok || read.value.kind !== "raster") throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
}
const trouble = (bytes: Uint8Array): string | undefined => readPicture(bytes, "it").diagnostics[0]?.code;

/** The colours and opacities that a PDF would show, pixel by pixel. */
function shown({ samples, columns }: Raster): readonly (readonly number[])[] {
  if (samples.coding !== "deflate") throw new Error("no pixels");
  const { components, opacity } = samples;
  const lines = inflateSync(samples.stream);
  const length = columns * components;
  const pixels: number[][] = [];
  let above: number[] = new Array(length).fill(0);
  for (let at = 0; at < lines.length; at += length + 1) {
    const filter = lines[at];
    expect([0, 2], "filters that this reader of the test knows").toContain(filter);
    const line = [...lines.subarray(at + 1, at + 1 + length)].map((value, i) =>
      filter === 2 ? (value + (above[i] ?? 0)) & 255 : value,
    );
    for (let x = 0; x < columns; x++)
      pixels.push([...line.slice(x * components, (x + 1) * components), opacity?.[pixels.length] ?? 255]);
    above = line;
  }
  return pixels;
}

const DEPTHS = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] } as const;
const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const forms = ([0, 2, 3, 4, 6] as const).flatMap((type) => DEPTHS[type].map((bits) => ({ type, bits })));

const specimens = fc
  .record({
    form: fc.constantFrom(...forms),
    columns: fc.integer({ min: 1, max: 19 }),
    rows: fc.integer({ min: 1, max: 19 }),
    seed: fc.integer({ min: 1, max: 2 ** 30 }),
    interlaced: fc.boolean(),
    filters: fc.boolean(),
  })
  .map(({ form, columns, rows, seed, interlaced, filters }): PngSpecimen => {
    const { type, bits } = form;
    const noise = (x: number, y: number, c: number): number =>
      Math.floor(Math.abs(Math.sin(seed + x * 12.9898 + y * 78.233 + c * 37.719) * 43758.5453)) % 2 ** bits;
    return {
      columns,
      rows,
      bits,
      type,
      interlaced,
      // the reader of this test undoes few filters, so rows that pass through unchanged have only those
      filter: filters
        ? (row) => (type === 2 && bits === 8 && !interlaced ? (row % 2) * 2 : row % 5)
        : () => 0,
      pixel: (x, y) => Array.from({ length: CHANNELS[type] }, (_, c) => noise(x, y, c)),
      ...(type === 3 && { chunks: [["PLTE", palette(bits)]] }),
    };
  })
  .filter(({ type, bits, interlaced, filter }) => !(type === 0 && bits === 8 && !interlaced && filter?.(1)));

const palette = (bits: number): Uint8Array =>
  Uint8Array.from({ length: 3 * 2 ** bits }, (_, i) => (i * 7 + (i % 3) * 40) & 255);

function expected({ columns, rows, bits, type, pixel }: PngSpecimen): readonly (readonly number[])[] {
  const scaled = (value: number): number =>
    bits === 16 ? Math.round(value / 257) : Math.round((value * 255) / (2 ** bits - 1));
  return Array.from({ length: columns * rows }, (_, at) => {
    const samples = pixel(at % columns, Math.floor(at / columns));
    if (type === 3) {
      const from = 3 * (samples[0] ?? 0);
      return [...palette(bits).subarray(from, from + 3), 255];
    }
    const values = samples.map(scaled);
    return type > 3 ? values : [...values, 255];
  });
}

describe("a PNG", () => {
  it("shows the same pixels in every colour type, depth, filter and order of rows", () => {
    fc.assert(
      fc.property(specimens, (specimen) => {
        expect(shown(raster(png(specimen)))).toEqual(expected(specimen));
      }),
      { numRuns: 300 },
    );
  });

  it("is passed on without being packed anew when its pixels lie as PDF wants them", () => {
    const bytes = png({ columns: 3, rows: 2, bits: 8, type: 2, filter: () => 4, pixel: (x, y) => [x, y, 9] });
    const { samples } = raster(bytes);
    expect(samples.coding === "deflate" && Buffer.from(bytes).includes(Buffer.from(samples.stream))).toBe(
      true,
    );
  });

  it("has a hidden colour, or palette entries that are transparent", () => {
    const grey = { columns: 2, rows: 1, bits: 16, type: 0, pixel: (x: number) => [x * 300] } as const;
    expect(
      shown(raster(png({ ...grey, chunks: [["tRNS", Uint8Array.of(1, 44)]] }))).map((p) => p[1]),
    ).toEqual([255, 0]);
    const indexed = { columns: 3, rows: 1, bits: 2, type: 3, pixel: (x: number) => [x] } as const;
    const chunks = [
      ["PLTE", palette(2)],
      ["tRNS", Uint8Array.of(0, 128)],
    ] as const;
    expect(shown(raster(png({ ...indexed, chunks }))).map((p) => p[3])).toEqual([0, 128, 255]);
  });

  it("needs no opacity when nothing is transparent", () => {
    const { samples } = raster(
      png({ columns: 4, rows: 4, bits: 8, type: 6, pixel: (x, y) => [x, y, 0, 255] }),
    );
    expect("opacity" in samples).toBe(false);
  });

  it("asks for the size that its density gives, or else for 150 pixels to the inch", () => {
    const square = { columns: 300, rows: 150, bits: 1, type: 0, pixel: () => [0] } as const;
    const density = Buffer.from([0, 0, 11811 >> 8, 11811 & 255, 0, 0, 11811 >> 8, 11811 & 255, 1]);
    const { width, height } = raster(png({ ...square, chunks: [["pHYs", density]] }));
    expect([width, height].map(Math.round)).toEqual([72, 36]);
    expect(raster(png(square))).toMatchObject({ width: 144, height: 72 });
  });

  it("loses what is no picture", () => {
    const comment = Buffer.from("Comment\0taken at 52.5200 N 13.4050 E");
    const chunks = [
      ["tEXt", comment],
      ["eXIf", comment],
      ["tIME", Buffer.alloc(7)],
    ] as const;
    const { file } = raster(png({ columns: 1, rows: 1, bits: 8, type: 0, pixel: () => [1], chunks }));
    expect(Buffer.from(file).includes("13.4050")).toBe(false);
    expect(raster(file).file).toEqual(file);
  });

  it("that is cut anywhere is refused", () => {
    const whole = png({ columns: 5, rows: 5, bits: 8, type: 6, pixel: (x, y) => [x, y, 1, 2] });
    for (let end = PNG_SIGNATURE.length; end < whole.length; end++)
      expect(trouble(whole.subarray(0, end)), `cut at ${end}`).toBe("picture/broken");
  });

  it("with any byte changed is a picture or refused, never a crash", () => {
    const whole = png({
      columns: 4,
      rows: 4,
      bits: 4,
      type: 3,
      pixel: (x) => [x],
      chunks: [["PLTE", palette(4)]],
    });
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = value;
        readPicture(bytes, "specimen.png");
      }),
      { numRuns: 500 },
    );
  });

  const made = (head: Uint8Array, pixels: Uint8Array, before: readonly Uint8Array[] = []): Uint8Array =>
    Buffer.concat([
      PNG_SIGNATURE,
      chunk("IHDR", head),
      ...before,
      chunk("IDAT", pixels),
      chunk("IEND", Buffer.alloc(0)),
    ]);
  const packedZeros = Buffer.from("789c6300010000050001", "hex");

  it.each([
    ["a size beyond all measure", made(header(65535, 65535, 8, 6), packedZeros), "picture/too-large"],
    ["a side beyond all measure", made(header(2 ** 31, 1, 1, 0), packedZeros), "picture/too-large"],
    ["no columns", made(header(0, 5, 8, 0), packedZeros), "picture/broken"],
    ["a depth that its type cannot have", made(header(1, 1, 4, 2), packedZeros), "picture/broken"],
    ["no palette", made(header(1, 1, 8, 3), packedZeros), "picture/broken"],
    ["garbage for pixels", made(header(9, 9, 8, 2), Buffer.from("garbage")), "picture/broken"],
    ["too few pixels", made(header(900, 900, 8, 2), packedZeros), "picture/broken"],
    [
      "a second header",
      made(header(1, 1, 8, 0), packedZeros, [chunk("IHDR", header(1, 1, 8, 0))]),
      "picture/broken",
    ],
  ])("with %s is refused", (_, bytes, code) => {
    expect(trouble(bytes)).toBe(code);
  });

  it("whose pixels unpack to far more than its size is refused before they do", async () => {
    const { deflateSync } = await import("node:zlib");
    const bomb = deflateSync(Buffer.alloc(200e6), { level: 9 });
    const before = process.memoryUsage().arrayBuffers;
    expect(trouble(made(header(10, 10, 8, 0), bomb))).toBe("picture/broken");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
  });
});
