/**
 * A picture made ready for every format: checked, freed of what is no picture (places, names, comments), and
 * small enough to be handled. Lengths in points.
 */
export type Picture = Raster | Vector;

interface Natural {
  /** The size that the picture asks for, in points. */
  readonly width: number;
  readonly height: number;
}

/** Pixels: a PNG or JPEG file. */
export interface Raster extends Natural {
  readonly kind: "raster";
  readonly format: "png" | "jpeg";
  /** Size in pixels. */
  readonly columns: number;
  readonly rows: number;
  /** The file, with nothing in it but the picture. */
  readonly file: Uint8Array;
  readonly samples: Samples;
}

/** Pixels as PDF takes them. */
export type Samples =
  | { readonly coding: "jpeg"; readonly components: 1 | 3 }
  | {
      readonly coding: "deflate";
      /** Rows of 8 bits for each component, each row behind its PNG filter byte, all of it deflated (RFC 1950). */
      readonly stream: Uint8Array;
      readonly components: 1 | 3;
      /** How opaque each pixel is, one byte for each, without filters and not deflated; absent when all are opaque. */
      readonly opacity?: Uint8Array;
    };

/** Shapes: what is left of an SVG file. */
export interface Vector extends Natural {
  readonly kind: "vector";
  /** The part of the shapes' plane that is shown: its corner, width and height. */
  readonly view: readonly [x: number, y: number, width: number, height: number];
  readonly shapes: readonly Shape[];
}

/** A path painted: filled first, then stroked. */
export interface Shape {
  readonly path: readonly Segment[];
  /** From the shape's own plane to the picture's. */
  readonly matrix: Matrix;
  readonly fill?: Fill;
  readonly stroke?: Stroke;
}

/** Coordinates are absolute; y grows downwards. */
export type Segment =
  | readonly ["M", x: number, y: number]
  | readonly ["L", x: number, y: number]
  | readonly ["C", x1: number, y1: number, x2: number, y2: number, x: number, y: number]
  | readonly ["Z"];

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface Paint {
  /** `#rrggbb`. */
  readonly color: string;
  /** From 0 to 1. */
  readonly opacity: number;
}
export interface Fill extends Paint {
  readonly rule: "nonzero" | "evenodd";
}
export interface Stroke extends Paint {
  readonly width: number;
  readonly cap: "butt" | "round" | "square";
  readonly join: "miter" | "round" | "bevel";
  readonly miterLimit: number;
  /** Lengths of strokes and gaps in turn, an even number of them; none for a line without gaps. */
  readonly dashes: readonly number[];
  readonly dashOffset: number;
}

/** Pictures by the name under which a document shows them. */
export type Pictures = Readonly<Record<string, Picture>>;

/** A size with the picture's own proportions, as large as both limits allow; absent limits do not bind. */
export function fitted(
  { width, height }: Natural,
  limits: { readonly width?: number | undefined; readonly height?: number | undefined },
): { readonly width: number; readonly height: number } {
  const scale = Math.min(
    limits.width === undefined ? Number.POSITIVE_INFINITY : limits.width / width,
    limits.height === undefined ? Number.POSITIVE_INFINITY : limits.height / height,
  );
  return Number.isFinite(scale) ? { width: width * scale, height: height * scale } : { width, height };
}
