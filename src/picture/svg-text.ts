import type { Matrix, Segment, Shape, Vector } from "./picture.ts";

/** Shapes as an SVG file again, with nothing in it but paths: for formats that show SVG themselves. */
export function svgText({ width, height, view, shapes }: Vector): string {
  const size = `width="${decimal(width)}pt" height="${decimal(height)}pt" viewBox="${view.map(decimal).join(" ")}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${shapes.map(shapeText).join("")}</svg>`;
}

function shapeText({ path, matrix, fill, stroke }: Shape): string {
  const attributes: Readonly<Record<string, string | undefined>> = {
    d: path.map(segmentText).join(""),
    transform: isIdentity(matrix) ? undefined : `matrix(${matrix.map(decimal).join(" ")})`,
    fill: fill?.color ?? "none",
    "fill-rule": fill?.rule === "evenodd" ? "evenodd" : undefined,
    "fill-opacity": fill && fill.opacity < 1 ? decimal(fill.opacity) : undefined,
    stroke: stroke?.color,
    "stroke-width": stroke && decimal(stroke.width),
    "stroke-opacity": stroke && stroke.opacity < 1 ? decimal(stroke.opacity) : undefined,
    "stroke-linecap": stroke && stroke.cap !== "butt" ? stroke.cap : undefined,
    "stroke-linejoin": stroke && stroke.join !== "miter" ? stroke.join : undefined,
    "stroke-miterlimit": stroke && stroke.miterLimit !== 4 ? decimal(stroke.miterLimit) : undefined,
    "stroke-dasharray": stroke?.dashes.length ? stroke.dashes.map(decimal).join(" ") : undefined,
    "stroke-dashoffset": stroke?.dashOffset ? decimal(stroke.dashOffset) : undefined,
  };
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${value}"`],
  );
  return `<path${written.join("")}/>`;
}

const segmentText = ([command, ...numbers]: Segment): string => `${command}${numbers.map(decimal).join(" ")}`;

const isIdentity = ([a, b, c, d, e, f]: Matrix): boolean =>
  a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0;

/** At most four decimals, none that are zero, never with an exponent. */
export const decimal = (value: number): string => String(Math.round(value * 1e4) / 1e4 || 0);
