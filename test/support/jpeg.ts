/** A part of a JPEG file. */
export function segment(marker: number, data: Uint8Array): Uint8Array {
  const length = data.length + 2;
  return Buffer.concat([Buffer.of(0xff, marker, length >> 8, length & 255), data]);
}

/** The skeleton of a JPEG file: right in all that can be told without unpacking its pixels. */
export function jpeg({
  columns = 16,
  rows = 8,
  bits = 8,
  components = 3,
  frame = 0xc0,
  before = [] as readonly Uint8Array[],
  scan = Buffer.from("00112233", "hex") as Uint8Array,
  scans = 1,
  after = Buffer.alloc(0) as Uint8Array,
} = {}): Uint8Array {
  const parts = Array.from({ length: components }, (_, i) => [i + 1, 0x11, 0]).flat();
  const head = [bits, rows >> 8, rows & 255, columns >> 8, columns & 255, components, ...parts];
  const pixels = segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0));
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    ...before,
    segment(frame, Buffer.from(head)),
    ...Array.from({ length: scans }, () => Buffer.concat([pixels, scan])),
    Buffer.of(0xff, 0xd9),
    after,
  ]);
}
