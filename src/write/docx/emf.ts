import { mapped } from "../../picture/matrix.ts";
import type { Matrix, Segment, Shape, Stroke, Vector } from "../../picture/picture.ts";

/**
 * Shapes as an Enhanced Metafile ([MS-EMF]): what programs show that cannot read the SVG beside it, Word before
 * 2016 and LibreOffice among them. It knows no opacity: colours are mixed with the white of the paper. Strokes on
 * a plane that is drawn out in one direction keep their mean width.
 */
export function emf(picture: Vector): Uint8Array {
  const [x, y, width, height] = picture.view;
  const scale = RESOLUTION / Math.max(width, height);
  const toPaper: Matrix = [scale, 0, 0, scale, -x * scale, -y * scale];
  const [wide, tall] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const records = [
    record(MAP_MODE, 8), // anisotropic: the window is stretched to the frame
    record(WINDOW_ORIGIN, 0, 0),
    record(WINDOW_EXTENT, wide, tall),
    record(VIEW_ORIGIN, 0, 0),
    record(VIEW_EXTENT, wide, tall),
    record(BACKGROUND, 1), // gaps of dashes stay as they are
    ...picture.shapes.flatMap((shape) => shapeRecords(shape, toPaper)),
    record(END, 0, 16, 20),
  ];
  const bytes = HEADER_BYTES + records.reduce((sum, { length }) => sum + length, 0);
  const header = record(
    HEADER,
    ...[0, 0, wide - 1, tall - 1], // bounds, in device units
    ...[0, 0, hundredths(picture.width), hundredths(picture.height)], // frame
    0x464d4520, // " EMF"
    0x10000,
    bytes,
    records.length + 1,
    2, // handles: none, and one brush or pen at a time
    ...[0, 0, 0],
    ...[wide, tall], // the device: as many dots
    ...[Math.max(1, millimetres(picture.width)), Math.max(1, millimetres(picture.height))], // on as much paper
  );
  return Buffer.concat([header, ...records]);
}

/** Steps along the longer side. */
const RESOLUTION = 20_000;
const hundredths = (points: number): number => Math.round((points / 72) * 2540);
const millimetres = (points: number): number => Math.round((points / 72) * 25.4);

const HEADER = 1;
const HEADER_BYTES = 88;
const CURVES = 5;
const WINDOW_EXTENT = 9;
const WINDOW_ORIGIN = 10;
const VIEW_EXTENT = 11;
const VIEW_ORIGIN = 12;
const END = 14;
const MAP_MODE = 17;
const BACKGROUND = 18;
const FILL_MODE = 19;
const MOVE = 27;
const SELECT = 37;
const BRUSH = 39;
const DELETE = 40;
const LINE = 54;
const MITER_LIMIT = 58;
const BEGIN_PATH = 59;
const END_PATH = 60;
const CLOSE = 61;
const FILL = 62;
const STROKE = 64;
const PEN = 95;

/** The brush and the pen that draw nothing. */
const NO_BRUSH = 0x80000005;
const NO_PEN = 0x80000008;
/** Our own brush or pen. */
const OWN = 1;

/** A record: its type, its length in bytes, and 32-bit numbers. */
function record(type: number, ...numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(8 + 4 * numbers.length);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(bytes.length, 4);
  numbers.forEach((value, index) => {
    bytes.writeInt32LE(value | 0, 8 + 4 * index); // as 32 bits, whether signed or not
  });
  return bytes;
}

/** Each path is sent once for its inside and once for its outline, since a path is used up by painting it. */
function shapeRecords({ path, matrix, fill, stroke }: Shape, toPaper: Matrix): readonly Uint8Array[] {
  const outline = [record(BEGIN_PATH), ...pathRecords(path, matrix, toPaper), record(END_PATH)];
  const painted = (made: Uint8Array, none: number, paint: number): readonly Uint8Array[] => [
    made,
    record(SELECT, OWN),
    record(SELECT, none),
    ...outline,
    record(paint, 0, 0, -1, -1),
    record(SELECT, none === NO_PEN ? NO_BRUSH : NO_PEN),
    record(DELETE, OWN),
  ];
  return [
    ...(fill
      ? [
          record(FILL_MODE, fill.rule === "evenodd" ? 1 : 2),
          ...painted(record(BRUSH, OWN, 0, colour(fill.color, fill.opacity), 0), NO_PEN, FILL),
        ]
      : []),
    ...(stroke
      ? [
          record(MITER_LIMIT, Math.round(stroke.miterLimit)),
          ...painted(pen(stroke, sizeOf(matrix) * sizeOf(toPaper)), NO_BRUSH, STROKE),
        ]
      : []),
  ];
}

function pathRecords(path: readonly Segment[], matrix: Matrix, toPaper: Matrix): readonly Uint8Array[] {
  const place = (x: number, y: number): readonly number[] =>
    mapped(toPaper, ...mapped(matrix, x, y)).map((value) => Math.round(Math.min(1e8, Math.max(-1e8, value))));
  return path.map((segment) => {
    switch (segment[0]) {
      case "M":
        return record(MOVE, ...place(segment[1], segment[2]));
      case "L":
        return record(LINE, ...place(segment[1], segment[2]));
      case "C": {
        const [, x1, y1, x2, y2, x, y] = segment;
        return record(CURVES, 0, 0, -1, -1, 3, ...place(x1, y1), ...place(x2, y2), ...place(x, y));
      }
      case "Z":
        return record(CLOSE);
      default:
        return segment satisfies never;
    }
  });
}

const CAPS = { butt: 0x200, round: 0, square: 0x100 } as const;
const JOINS = { miter: 0x2000, round: 0, bevel: 0x1000 } as const;
const GEOMETRIC = 0x10000;
const DASHED = 7;

function pen({ color, opacity, width, cap, join, dashes }: Stroke, scale: number): Uint8Array {
  const lengths = dashes.map((length) => Math.max(1, Math.round(length * scale)));
  const style = GEOMETRIC | CAPS[cap] | JOINS[join] | (lengths.length > 0 ? DASHED : 0);
  const thickness = Math.max(1, Math.round(width * scale));
  // no bitmap; then the pen itself: style, width, solid brush, colour, no hatch, dashes
  return record(
    PEN,
    OWN,
    0,
    0,
    0,
    0,
    style,
    thickness,
    0,
    colour(color, opacity),
    0,
    lengths.length,
    ...lengths,
  );
}

/** How much a plane is drawn out, on average. */
const sizeOf = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c));

/** A colour on white paper, blue first as Windows has it. */
function colour(color: string, opacity: number): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    Math.round(Number.parseInt(color.slice(at, at + 2), 16) * opacity + 255 * (1 - opacity)),
  );
  return red | (green << 8) | (blue << 16);
}
