import { finite, pathSegments } from "./path.ts";
import type { Segment } from "./picture.ts";
import { broken, Refusal } from "./refusal.ts";

type Attributes = Readonly<Record<string, string>>;

type Outline = (attributes: Attributes) => readonly Segment[];

/** How an element draws (SVG 2, chapter 10); absent for one that draws nothing itself. */
export const outlineOf = (name: string): Outline | undefined =>
  Object.hasOwn(OUTLINES, name) ? OUTLINES[name] : undefined;

const OUTLINES: Readonly<Record<string, Outline>> = {
  path: ({ d = "" }) => pathSegments(d),
  rect: (at) => rectangle(at),
  circle: (at) => {
    const r = length(at.r);
    return ellipse(length(at.cx), length(at.cy), r, r);
  },
  ellipse: (at) => {
    const [rx, ry] = [optional(at.rx), optional(at.ry)];
    return ellipse(length(at.cx), length(at.cy), rx ?? ry ?? 0, ry ?? rx ?? 0);
  },
  line: (at) => [
    ["M", length(at.x1), length(at.y1)],
    ["L", length(at.x2), length(at.y2)],
  ],
  polyline: ({ points = "" }) => polygon(points),
  polygon: ({ points = "" }) => {
    const sides = polygon(points);
    return sides.length > 0 ? [...sides, ["Z"]] : [];
  },
};

/** Control points of a quarter circle lie this far along its tangents. */
const QUARTER = 0.5522847498;

function ellipse(cx: number, cy: number, rx: number, ry: number): readonly Segment[] {
  if (rx <= 0 || ry <= 0) return [];
  const [kx, ky] = [QUARTER * rx, QUARTER * ry];
  return [
    ["M", cx + rx, cy],
    ["C", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry],
    ["C", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy],
    ["C", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry],
    ["C", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy],
    ["Z"],
  ];
}

function rectangle(at: Attributes): readonly Segment[] {
  const [x, y, width, height] = [length(at.x), length(at.y), length(at.width), length(at.height)];
  if (width <= 0 || height <= 0) return [];
  const [givenX, givenY] = [optional(at.rx), optional(at.ry)];
  const rx = Math.min(givenX ?? givenY ?? 0, width / 2);
  const ry = Math.min(givenY ?? givenX ?? 0, height / 2);
  const [right, bottom] = [x + width, y + height];
  if (rx <= 0 || ry <= 0)
    return [["M", x, y], ["L", right, y], ["L", right, bottom], ["L", x, bottom], ["Z"]];
  const [kx, ky] = [(1 - QUARTER) * rx, (1 - QUARTER) * ry];
  return [
    ["M", x + rx, y],
    ["L", right - rx, y],
    ["C", right - kx, y, right, y + ky, right, y + ry],
    ["L", right, bottom - ry],
    ["C", right, bottom - ky, right - kx, bottom, right - rx, bottom],
    ["L", x + rx, bottom],
    ["C", x + kx, bottom, x, bottom - ky, x, bottom - ry],
    ["L", x, y + ry],
    ["C", x, y + ky, x + kx, y, x + rx, y],
    ["Z"],
  ];
}

function polygon(points: string): readonly Segment[] {
  const trimmed = points.trim();
  if (trimmed === "") return [];
  return pathSegments(`M${trimmed}`);
}

/** Sizes of units in pixels, 96 to the inch (CSS Values 4, section 6.2). */
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

/** A length in pixels; absent is nought. */
export const length = (text: string | undefined): number => optional(text) ?? 0;

function optional(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "auto") return undefined;
  const [, value, unit] = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-z]*)\s*$/.exec(text) ?? [];
  const factor = UNITS[unit ?? "?"];
  if (factor !== undefined) return finite(Number(value) * factor);
  if (/^\s*[+-]?[\d.]+(%|r?em|ex|ch|v[wh])\s*$/.test(text))
    throw new Refusal(
      "unsupported",
      `the length ${text.trim()} depends on what is around the picture`,
      "give it in px or mm",
    );
  throw broken(`"${text.slice(0, 20)}" is no length`);
}
