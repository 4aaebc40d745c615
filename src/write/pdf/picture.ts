import type { Picture, Pictures, Raster, Shape, Vector } from "../../picture/picture.ts";
import { rgb } from "./content.ts";
import type { Pen, PenPicture } from "./pen.ts";
import type { PdfDictionary, PdfObject } from "./value.ts";

/** Gives pictures by their names; each is written when it is first asked for, and once. */
export function pictureBook(pen: Pen, pictures: Pictures): (name: string) => PenPicture {
  const known = new Map<string, PenPicture>();
  return (name) => {
    let found = known.get(name);
    if (!found) {
      const picture = pictures[name];
      if (!picture) throw new Error(`the document has no picture ${name}`);
      found = pen.picture(write(pen, picture));
      known.set(name, found);
    }
    return found;
  };
}

const write = (pen: Pen, picture: Picture): PdfObject =>
  picture.kind === "raster" ? image(pen, picture) : form(pen, picture);

// ---- pixels

const SPACES = { 1: "DeviceGray", 3: "DeviceRGB" } as const;

/** Pixels as they are, with a mask of their own where they are not opaque (11.6.5.3). */
function image(pen: Pen, { columns, rows, file, samples }: Raster): PdfObject {
  const shared = { Type: "XObject", Subtype: "Image", Width: columns, Height: rows, BitsPerComponent: 8 };
  const ColorSpace = SPACES[samples.components];
  if (samples.coding === "jpeg") return ended(pen, { ...shared, ColorSpace, Filter: "DCTDecode" }, file);
  const { stream, components, opacity } = samples;
  return ended(
    pen,
    {
      ...shared,
      ColorSpace,
      Filter: "FlateDecode",
      // 15: each row says for itself which of PNG's filters it has
      DecodeParms: { Predictor: 15, Colors: components, BitsPerComponent: 8, Columns: columns },
      ...(opacity && { SMask: ended(pen, { ...shared, ColorSpace: "DeviceGray" }, opacity) }),
    },
    stream,
  );
}

function ended(pen: Pen, data: PdfDictionary, stream: Uint8Array): PdfObject {
  const object = pen.object(data);
  object.end(stream);
  return object;
}

// ---- shapes

/** A form's own plane is this wide and high, so that no number of its dictionary is too small to be written well. */
const PLANE = 1000;

/** Shapes on a plane of their own, of which the part that is shown fills the unit square, right way up. */
function form(pen: Pen, { view, shapes }: Vector): PdfObject {
  const [x, y, width, height] = view;
  const states: Record<string, PdfDictionary> = {};
  /** The name of the graphics state with these opacities; opaque shapes need none. */
  const stateOf = (fill: number, stroke: number): string | undefined => {
    if (fill === 1 && stroke === 1) return undefined;
    const name = `S${Math.round(fill * 1000)}-${Math.round(stroke * 1000)}`;
    states[name] = { Type: "ExtGState", ca: fill, CA: stroke };
    return name;
  };
  const [across, down] = [PLANE / width, PLANE / height];
  const turned = [across, 0, 0, -down, -x * across, PLANE + y * down];
  const operators = [
    `${turned.map(exact).join(" ")} cm`,
    ...shapes.map((shape) => shapeOperators(shape, stateOf)),
  ].join("\n");
  return ended(
    pen,
    {
      Type: "XObject",
      Subtype: "Form",
      BBox: [0, 0, PLANE, PLANE],
      Matrix: [1 / PLANE, 0, 0, 1 / PLANE, 0, 0],
      Resources: Object.keys(states).length > 0 ? { ExtGState: states } : {},
    },
    Buffer.from(operators, "latin1"),
  );
}

function shapeOperators(
  { path, matrix, fill, stroke }: Shape,
  stateOf: (fill: number, stroke: number) => string | undefined,
): string {
  const state = stateOf(fill?.opacity ?? 1, stroke?.opacity ?? 1);
  const even = fill?.rule === "evenodd" ? "*" : "";
  return [
    "q",
    `${matrix.map(exact).join(" ")} cm`,
    state && `/${state} gs`,
    fill && `${rgb(fill.color)} rg`,
    stroke && [
      `${rgb(stroke.color)} RG ${exact(stroke.width)} w`,
      `${CAPS[stroke.cap]} J ${JOINS[stroke.join]} j ${exact(stroke.miterLimit)} M`,
      `[${stroke.dashes.map(exact).join(" ")}] ${exact(stroke.dashOffset)} d`,
    ],
    path.map(([command, ...numbers]) => `${numbers.map((one) => `${exact(one)} `).join("")}${PATH[command]}`),
    fill && stroke ? `B${even}` : fill ? `f${even}` : "S",
    "Q",
  ]
    .flat()
    .filter((part) => part !== undefined)
    .join(" ");
}

const PATH = { M: "m", L: "l", C: "c", Z: "h" } as const;
const CAPS = { butt: 0, round: 1, square: 2 } as const;
const JOINS = { miter: 0, round: 1, bevel: 2 } as const;

/** A number on a plane whose unit may be anything: enough decimals for any, none that are zero, no exponent. */
const exact = (value: number): string => {
  const written = value.toFixed(Math.abs(value) < 0.1 ? 10 : 5);
  return written.replace(/\.?0+$/, "").replace(/^-0$/, "0");
};
