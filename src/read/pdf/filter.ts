import type { Inflater } from "../inflate.ts";
import { damaged } from "../unreadable.ts";
import { type Dictionary, isDictionary, isList, isName, type Stream, type Value } from "./value.ts";

/** A stream's bytes as far as they can be unpacked, and the filters that are left: those of pictures. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly filters: readonly string[];
}

/** Undoes deflate and the predictors of PNG, which are all that files of ours and of qpdf use (7.4.4). */
export function decode(
  { dictionary, packed }: Stream,
  get: (value: Value | undefined) => Value,
  { inflate }: Inflater,
): Decoded {
  const many = (value: Value): readonly Value[] => (isList(value) ? value.map(get) : [value]);
  const filters = many(get(dictionary.get("Filter"))).flatMap((filter) =>
    isName(filter) ? [filter.name] : [],
  );
  const parameters = many(get(dictionary.get("DecodeParms")));
  let bytes = packed;
  let done = 0;
  for (; filters[done] === "FlateDecode"; done++) {
    const settings = parameters[done];
    bytes = unpredicted(inflate(bytes, "zlib"), isDictionary(settings) ? settings : new Map(), get);
  }
  return { bytes, filters: filters.slice(done) };
}

function unpredicted(
  bytes: Buffer,
  parameters: Dictionary,
  get: (value: Value | undefined) => Value,
): Uint8Array {
  const number = (name: string, otherwise: number): number => {
    const value = get(parameters.get(name));
    return typeof value === "number" ? value : otherwise;
  };
  const predictor = number("Predictor", 1);
  if (predictor === 1) return bytes;
  if (predictor < 10) throw damaged("packs data in a way that is not read here");
  const pixel = Math.ceil((number("Colors", 1) * number("BitsPerComponent", 8)) / 8);
  const row = Math.ceil((number("Columns", 1) * number("Colors", 1) * number("BitsPerComponent", 8)) / 8);
  if (!(pixel >= 1 && row >= 1 && row <= bytes.length)) throw damaged("holds packed data that is damaged");
  return unfiltered(bytes, pixel, row);
}

/** Undoes the filters of PNG (PNG 3, clause 9), each row of which begins with its filter's number. */
function unfiltered(bytes: Buffer, pixel: number, row: number): Uint8Array {
  const rows = Math.ceil(bytes.length / (row + 1));
  const plain = new Uint8Array(bytes.length - rows);
  for (let r = 0, from = 0, to = 0; r < rows; r++) {
    const filter = bytes[from++] ?? 0;
    for (let i = 0; i < row && from < bytes.length; i++, from++, to++) {
      const left = i >= pixel ? (plain[to - pixel] ?? 0) : 0;
      const up = r > 0 ? (plain[to - row] ?? 0) : 0;
      const corner = i >= pixel && r > 0 ? (plain[to - row - pixel] ?? 0) : 0;
      plain[to] = (bytes[from] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return plain;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return nearestOf(left, up, corner);
    default:
      throw damaged("holds packed data that is damaged");
  }
}

/** Paeth's predictor. */
function nearestOf(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
