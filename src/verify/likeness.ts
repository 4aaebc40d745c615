import type { PdfFile } from "../read/pdf/file.ts";
import { isDictionary, isList, isName, isStream, isText, type Value } from "../read/pdf/value.ts";

/** Tells whether values of two PDF files are alike, whatever numbers their objects have and however they are packed. */
export interface Likeness {
  /** Says beforehand that two values stand for each other, so that what leads to them goes no further. */
  readonly pair: (found: Value, made: Value) => void;
  readonly alike: (found: Value | undefined, made: Value | undefined) => boolean;
}

/** What belongs to packing. */
const PACKING: ReadonlySet<string> = new Set(["Length", "Filter", "DecodeParms"]);

export function likeness(found: PdfFile, made: PdfFile): Likeness {
  const pairs = new Map<Value, Set<Value>>();
  const pair = (a: Value, b: Value): boolean => {
    const partners = pairs.get(a) ?? new Set();
    if (partners.has(b)) return false;
    pairs.set(a, partners.add(b));
    return true;
  };

  /** Values lead to each other in circles: a pair that is being compared is taken to be alike. */
  const alike: Likeness["alike"] = (first, second) => {
    const supposed: (readonly [Value, Value])[] = [];
    const waiting: (readonly [Value | undefined, Value | undefined])[] = [[first, second]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [a, b] = [found.get(next[0]), made.get(next[1])];
      if (typeof a === "object" && a !== null) {
        if (!pair(a, b)) continue;
        supposed.push([a, b]);
      }
      const parts = partsToCompare(a, b);
      if (!parts) {
        for (const [x, y] of supposed) pairs.get(x)?.delete(y);
        return false;
      }
      waiting.push(...parts);
    }
    return true;
  };

  /** What is still to be compared in two values; undefined when they differ by themselves. */
  function partsToCompare(
    a: Value,
    b: Value,
  ): readonly (readonly [Value | undefined, Value | undefined])[] | undefined {
    if (isList(a))
      return isList(b) && a.length === b.length ? a.map((one, index) => [one, b[index]]) : undefined;
    if (isDictionary(a)) {
      if (!isDictionary(b)) return undefined;
      if (a.has("ByteRange") && b.has("ByteRange")) return []; // a signature is not judged here
      return [...new Set([...a.keys(), ...b.keys()])].map((key) => [a.get(key), b.get(key)]);
    }
    if (isStream(a)) {
      if (!isStream(b)) return undefined;
      const [one, other] = [found.decode(a), made.decode(b)];
      if (one.filters.join() !== other.filters.join() || !Buffer.from(one.bytes).equals(other.bytes))
        return undefined;
      const rest = (stream: typeof a) => new Map([...stream.dictionary].filter(([key]) => !PACKING.has(key)));
      return [[rest(a), rest(b)]];
    }
    if (isName(a)) return isName(b) && a.name === b.name ? [] : undefined;
    if (isText(a)) return isText(b) && a.bytes === b.bytes ? [] : undefined;
    return a === b ? [] : undefined;
  }

  return { pair: (a, b) => void pair(a, b), alike };
}
