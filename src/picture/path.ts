import type { Segment } from "./picture.ts";
import { broken } from "./refusal.ts";

/** More segments are no drawing for a page. */
const MOST_SEGMENTS = 200_000;

/**
 * Path data (SVG 2, section 9.3) as absolute moves, lines and cubic curves: short forms are written out, quadratic
 * curves and arcs become cubic ones. Throws a `Refusal` at data that is not well-formed.
 */
export function pathSegments(data: string): readonly Segment[] {
  const segments: Segment[] = [];
  const read = reader(data);
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  /** The last control point of the curve before, for smooth ones: cubic or quadratic. */
  let control: { readonly of: "C" | "Q"; readonly x: number; readonly y: number } | undefined;
  let command = "";
  const line = (toX: number, toY: number): void => {
    segments.push(["L", toX, toY]);
    [x, y] = [toX, toY];
  };
  const cubic = (x1: number, y1: number, x2: number, y2: number, toX: number, toY: number): void => {
    segments.push(["C", x1, y1, x2, y2, toX, toY]);
    [x, y] = [toX, toY];
  };
  const quadratic = (qx: number, qy: number, toX: number, toY: number): void => {
    const [fromX, fromY] = [x, y];
    const third = (from: number, to: number): number => from + (2 / 3) * (to - from);
    cubic(third(fromX, qx), third(fromY, qy), third(toX, qx), third(toY, qy), toX, toY);
    control = { of: "Q", x: qx, y: qy };
  };
  /** Where a smooth curve's first control point lies: opposite the last one, if the curve before was of its kind. */
  const mirrored = (of: "C" | "Q"): readonly [number, number] =>
    control?.of === of ? [2 * x - control.x, 2 * y - control.y] : [x, y];

  while (!read.done()) {
    const next = read.command();
    if (next) command = next;
    else if (command === "" || command === "Z" || command === "z") throw read.trouble();
    if (segments.length === 0 && command !== "M" && command !== "m")
      throw broken("a path does not begin with a move");
    if (segments.length > MOST_SEGMENTS) throw broken("a path has too many points");
    const relative = command >= "a";
    const [fromX, fromY] = relative ? [x, y] : [0, 0];
    const number = read.number;
    const px = (): number => fromX + number();
    const py = (): number => fromY + number();
    const before = control;
    switch (command.toUpperCase()) {
      case "M":
        [x, y] = [px(), py()];
        [startX, startY] = [x, y];
        segments.push(["M", x, y]);
        command = relative ? "l" : "L"; // further pairs are lines
        break;
      case "L":
        line(px(), py());
        break;
      case "H":
        line(px(), y);
        break;
      case "V":
        line(x, py());
        break;
      case "C": {
        const [x1, y1, x2, y2] = [px(), py(), px(), py()];
        cubic(x1, y1, x2, y2, px(), py());
        control = { of: "C", x: x2, y: y2 };
        break;
      }
      case "S": {
        const [x1, y1] = mirrored("C");
        const [x2, y2] = [px(), py()];
        cubic(x1, y1, x2, y2, px(), py());
        control = { of: "C", x: x2, y: y2 };
        break;
      }
      case "Q": {
        const [qx, qy] = [px(), py()];
        quadratic(qx, qy, px(), py());
        break;
      }
      case "T": {
        const [qx, qy] = mirrored("Q");
        quadratic(qx, qy, px(), py());
        break;
      }
      case "A": {
        const [rx, ry, turn] = [number(), number(), number()];
        const [large, sweep] = [read.flag(), read.flag()];
        const [toX, toY] = [px(), py()];
        for (const curve of arc(x, y, rx, ry, turn, large, sweep, toX, toY)) segments.push(curve);
        [x, y] = [toX, toY];
        break;
      }
      case "Z":
        segments.push(["Z"]);
        [x, y] = [startX, startY];
        break;
    }
    if (control === before) control = undefined;
  }
  return segments;
}

const COMMAND = /[\s,]*([MmLlHhVvCcSsQqTtAaZz])/y;
const NUMBER = /[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const FLAG = /[\s,]*([01])/y;
const REST = /[\s,]*$/y;

/** Takes path data apart, each piece right behind the one before. */
function reader(data: string) {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(data);
    if (!found) return undefined;
    at = pattern.lastIndex;
    return found[1] ?? "";
  };
  const trouble = () => broken(`a path cannot be read from "${data.slice(at, at + 20).trim()}" on`);
  return {
    done: (): boolean => {
      REST.lastIndex = at;
      return REST.test(data);
    },
    command: (): string | undefined => match(COMMAND),
    number: (): number => {
      const found = match(NUMBER);
      if (found === undefined) throw trouble();
      return finite(Number(found));
    },
    flag: (): boolean => {
      const found = match(FLAG);
      if (found === undefined) throw trouble();
      return found === "1";
    },
    trouble,
  };
}

/** A coordinate on any plane that can be drawn. */
export function finite(value: number): number {
  if (!(Math.abs(value) <= 1e6)) throw broken("a number in it is beyond all measure");
  return value;
}

/** An elliptical arc as curves of at most a quarter turn each (SVG 2, appendix B.2.4). */
function* arc(
  x1: number,
  y1: number,
  radiusX: number,
  radiusY: number,
  turn: number,
  large: boolean,
  sweep: boolean,
  x2: number,
  y2: number,
): Generator<Segment> {
  if (x1 === x2 && y1 === y2) return;
  let [rx, ry] = [Math.abs(radiusX), Math.abs(radiusY)];
  if (rx === 0 || ry === 0) {
    yield ["L", x2, y2];
    return;
  }
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [dx, dy] = [(x1 - x2) / 2, (y1 - y2) / 2];
  const [ux, uy] = [cos * dx + sin * dy, cos * dy - sin * dx];
  const excess = Math.sqrt((ux / rx) ** 2 + (uy / ry) ** 2);
  if (excess > 1) [rx, ry] = [rx * excess, ry * excess];
  const [px, py] = [ux / rx, uy / ry];
  const square = px * px + py * py;
  const factor = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, 1 - square) / square);
  const [cx, cy] = [factor * py, -factor * px]; // centre of the unit circle that both points lie on
  const from = Math.atan2(py - cy, px - cx);
  let angle = Math.atan2(-py - cy, -px - cx) - from;
  if (sweep && angle < 0) angle += 2 * Math.PI;
  if (!sweep && angle > 0) angle -= 2 * Math.PI;
  const [midX, midY] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const place = (u: number, v: number): [number, number] => {
    const [ex, ey] = [rx * (u + cx), ry * (v + cy)];
    return [cos * ex - sin * ey + midX, sin * ex + cos * ey + midY];
  };
  const count = Math.max(1, Math.ceil(Math.abs(angle) / (Math.PI / 2) - 1e-9));
  const step = angle / count;
  const reach = (4 / 3) * Math.tan(step / 4);
  for (let n = 0; n < count; n++) {
    const [a, b] = [from + n * step, from + (n + 1) * step];
    const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
    const end: [number, number] = n === count - 1 ? [x2, y2] : place(cb, sb);
    yield [
      "C",
      ...place(ca - reach * sa, sa + reach * ca),
      ...place(cb + reach * sb, sb - reach * cb),
      ...end,
    ];
  }
}
