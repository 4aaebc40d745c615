/** The little of ASN.1's distinguished encoding rules (ITU-T X.690) that signatures need. */

/** Tags of the universal types, with the bit for constructed ones where it belongs. */
export const TAG = { octets: 0x04, null: 0x05, oid: 0x06, integer: 0x02, sequence: 0x30, set: 0x31 } as const;

/** A value with its tag and length. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
}

/** Below 128 one byte; from there on the number of bytes, then the bytes. */
function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...contents: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...contents);
/** A set, whose members stand in the order of their bytes. */
export const set = (...members: readonly Uint8Array[]): Uint8Array =>
  der(TAG.set, ...[...members].sort(Buffer.compare));
export const octets = (bytes: Uint8Array): Uint8Array => der(TAG.octets, bytes);
/** A small integer that is not negative. */
export const integer = (value: number): Uint8Array => der(TAG.integer, Uint8Array.of(value));
/** A context-specific value that holds others. */
export const context = (tag: number, ...contents: readonly Uint8Array[]): Uint8Array =>
  der(0xa0 | tag, ...contents);

/** An object identifier from its dotted form. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...arcs] = dotted.split(".").map(Number);
  return der(TAG.oid, Uint8Array.from([first * 40 + second, ...arcs].flatMap(base128)));
}

function base128(value: number): readonly number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** The values inside a constructed one, each with its tag and length. Throws where lengths lead out of it. */
export function parts(value: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  const [start, end] = bounds(value, 0);
  for (let at = start; at < end; ) {
    const [, next] = bounds(value, at);
    found.push(value.subarray(at, next));
    at = next;
  }
  return found;
}

/** Where the contents of the value at an offset begin and end. */
function bounds(bytes: Uint8Array, at: number): readonly [start: number, end: number] {
  const first = bytes[at + 1] ?? 0;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    length = 0;
    for (let i = 0; i < (first & 0x7f); i++) length = length * 256 + (bytes[start++] ?? 0);
  }
  const end = start + length;
  if (end > bytes.length) throw new Error("a value ends after what holds it");
  return [start, end];
}
