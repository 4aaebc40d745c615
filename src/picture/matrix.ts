import { finite } from "./path.ts";
import type { Matrix } from "./picture.ts";
import { broken } from "./refusal.ts";

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function product(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [
    finite(a * p + c * q),
    finite(b * p + d * q),
    finite(a * r + c * s),
    finite(b * r + d * s),
    finite(a * t + c * u + e),
    finite(b * t + d * u + f),
  ];
}

/** A point moved by a matrix. */
export const mapped = ([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
];

const FUNCTION = /[\s,]*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)/y;

/** What a `transform` attribute says (SVG 1.1, section 7.6), its functions from the outside in. */
export function transformOf(text: string): Matrix {
  let matrix = IDENTITY;
  let at = 0;
  while (text.slice(at).trim() !== "") {
    FUNCTION.lastIndex = at;
    const found = FUNCTION.exec(text);
    const numbers = (found?.[2] ?? "")
      .split(/[\s,]+/)
      .filter((one) => one !== "")
      .map(Number);
    const made = found && FUNCTIONS[found[1] ?? ""]?.(numbers);
    if (!made?.every(Number.isFinite)) throw broken(`"${text.slice(at, at + 30).trim()}" is no transform`);
    matrix = product(matrix, made);
    at = FUNCTION.lastIndex;
  }
  return matrix;
}

const FUNCTIONS: Readonly<Record<string, (numbers: readonly number[]) => Matrix>> = {
  matrix: ([
    a = Number.NaN,
    b = Number.NaN,
    c = Number.NaN,
    d = Number.NaN,
    e = Number.NaN,
    f = Number.NaN,
  ]) => [a, b, c, d, e, f],
  translate: ([x = Number.NaN, y = 0]) => [1, 0, 0, 1, x, y],
  scale: ([x = Number.NaN, y = x]) => [x, 0, 0, y, 0, 0],
  rotate: ([angle = Number.NaN, x = 0, y = 0]) => {
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
  },
  skewX: ([angle = Number.NaN]) => [1, 0, Math.tan((angle * Math.PI) / 180), 1, 0, 0],
  skewY: ([angle = Number.NaN]) => [1, Math.tan((angle * Math.PI) / 180), 0, 1, 0, 0],
};
