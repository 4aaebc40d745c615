import { describe, expect, it } from "vitest";
import { readPicture } from "../../src/picture/read.ts";
import { jpeg, segment } from "../support/jpeg.ts";

const trouble = (bytes: Uint8Array): string | undefined => readPicture(bytes, "it").diagnostics[0]?.code;
const read = (bytes: Uint8Array) => {
  const made = readPicture(bytes, "specimen.jpg");
  if (!made.ok || made.value.kind !== "raster") throw new Error(JSON.stringify(made.diagnostics));
  return made.value;
};

/** Exif with one entry: how the camera was held. */
const exif = (orientation: number, little = true): Uint8Array => {
  const data = Buffer.alloc(26);
  data.write(little ? "II" : "MM", "latin1");
  const put = (value: number, at: number): number =>
    little ? data.writeUInt16LE(value, at) : data.writeUInt16BE(value, at);
  const put4 = (value: number, at: number): number =>
    little ? data.writeUInt32LE(value, at) : data.writeUInt32BE(value, at);
  put(42, 2);
  put4(8, 4);
  put(1, 8);
  put(0x0112, 10);
  put(3, 12);
  put4(1, 14);
  put(orientation, 18);
  return segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), data]));
};

describe("a JPEG", () => {
  it("tells its size and colours", () => {
    expect(read(jpeg())).toMatchObject({ columns: 16, rows: 8, samples: { coding: "jpeg", components: 3 } });
    expect(read(jpeg({ components: 1 })).samples).toEqual({ coding: "jpeg", components: 1 });
  });

  it("asks for the size that its density gives", () => {
    const dense = (unit: number, density: number) =>
      segment(0xe0, Buffer.from([...Buffer.from("JFIF\0"), 1, 1, unit, 0, density, 0, density, 0, 0]));
    expect(read(jpeg({ before: [dense(1, 72)] }))).toMatchObject({ width: 16, height: 8 });
    expect(read(jpeg({ before: [dense(2, 100)] })).width).toBeCloseTo((16 / 254) * 72);
    expect(read(jpeg({ before: [dense(0, 1)] })).width).toBeCloseTo((16 / 150) * 72);
  });

  it("loses what is no picture and keeps how its colours are meant", () => {
    const secret = Buffer.from("52.5200 N 13.4050 E");
    const before = [
      exif(1),
      segment(0xe1, Buffer.concat([Buffer.from("http://ns.adobe.com/xap/1.0/\0"), secret])),
      segment(0xfe, secret),
      segment(0xed, secret),
      segment(0xe2, Buffer.concat([Buffer.from("ICC_PROFILE\0"), Buffer.from("colours")])),
      segment(0xee, Buffer.from("Adobe\0\0\0\0\0\0\0")),
    ];
    const { file } = read(jpeg({ before, after: secret }));
    expect(Buffer.from(file).includes(secret)).toBe(false);
    expect(Buffer.from(file).includes("colours")).toBe(true);
    expect(Buffer.from(file).includes("Adobe")).toBe(true);
    expect(read(file).file).toEqual(file);
  });

  it("is read through escaped bytes and marks to start anew among its pixels, in one scan or several", () => {
    const scan = Buffer.from("0102ff0003ffd004ffff", "hex");
    const { file } = read(jpeg({ frame: 0xc2, scan, scans: 3 }));
    expect(file).toEqual(Buffer.from(jpeg({ frame: 0xc2, scan, scans: 3 })));
  });

  it.each([
    ["four colours", jpeg({ components: 4 }), "picture/unsupported"],
    ["12 bits to a colour", jpeg({ bits: 12 }), "picture/unsupported"],
    ["arithmetic codes", jpeg({ frame: 0xc9 }), "picture/unsupported"],
    ["no loss", jpeg({ frame: 0xc3 }), "picture/unsupported"],
    ["a camera held upright to its side", jpeg({ before: [exif(6)] }), "picture/unsupported"],
    [
      "a camera held upside down, noted the other way round",
      jpeg({ before: [exif(3, false)] }),
      "picture/unsupported",
    ],
    ["no rows", jpeg({ rows: 0 }), "picture/broken"],
    ["no pixels", jpeg({ scans: 0 }), "picture/broken"],
    ["two frames", jpeg({ before: [segment(0xc0, Buffer.alloc(17))] }), "picture/broken"],
    ["a size beyond all measure", jpeg({ rows: 65535, columns: 65535 }), "picture/too-large"],
  ])("with %s is refused", (_, bytes, code) => {
    expect(trouble(bytes)).toBe(code);
  });

  it("that is cut anywhere is refused", () => {
    const whole = jpeg({ before: [exif(1)] });
    for (let end = 2; end < whole.length; end++)
      expect(trouble(whole.subarray(0, end)), `cut at ${end}`).toBe("picture/broken");
  });

  it("with any byte changed is a picture or refused, never a crash", () => {
    const whole = jpeg({ before: [exif(1)] });
    for (let at = 0; at < whole.length; at++)
      for (const value of [0, 1, 0x7f, 0xd9, 0xe1, 0xff]) {
        const bytes = Uint8Array.from(whole);
        bytes[at] = value;
        readPicture(bytes, "specimen.jpg");
      }
  });
});
