import { crc32, createDeflateRaw, deflateRawSync, inflateRawSync } from "node:zlib";

/** A part of the package, deflated and ready to be put into a ZIP file. */
export interface Packed {
  readonly path: string;
  readonly crc: number;
  /** Length before it was deflated, in bytes. */
  readonly size: number;
  readonly data: readonly Uint8Array[];
}

/** Zlib's own default: higher levels take twice the time for one part in a hundred. */
const LEVEL = 6;

export function packed(path: string, content: string | Uint8Array): Packed {
  const bytes = Buffer.from(content);
  return { path, crc: crc32(bytes), size: bytes.length, data: [deflateRawSync(bytes, { level: LEVEL })] };
}

/**
 * Deflates a part while it is being written, so that it is never in memory as a whole. What comes out depends on the
 * text alone: zlib does not care how it is cut.
 */
export async function packedWhileWritten(path: string, texts: Iterable<string>): Promise<Packed> {
  const stream = createDeflateRaw({ level: LEVEL });
  const data: Uint8Array[] = [];
  stream.on("data", (part: Uint8Array) => data.push(part));
  const ended = new Promise<void>((resolve, reject) => stream.on("end", resolve).on("error", reject));
  let crc = 0;
  let size = 0;
  for (const text of texts) {
    const bytes = Buffer.from(text);
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!stream.write(bytes)) await new Promise<void>((resolve) => stream.once("drain", resolve));
  }
  stream.end();
  await ended;
  return { path, crc, size, data };
}

/** A part's text again. */
export const unpacked = ({ data }: Packed): string => inflateRawSync(Buffer.concat(data)).toString("utf8");

/** Version 2.0, as deflated files need; names are UTF-8 (APPNOTE 4.4.3 and 4.4.4). */
const VERSION = 20;
const UTF8 = 1 << 11;
const DEFLATED = 8;
/** The first of January 1980, the earliest day that a ZIP file can tell: no clock has a say in the bytes. */
const DAY = (1 << 5) | 1;

/** The ZIP file (APPNOTE 6.3, without extensions) of some parts, in their order. */
export const zip = (parts: readonly Packed[]): Uint8Array => zipAround(parts)([]);

/** The same for files that have most parts in common: those come first and are put together once. */
export function zipAround(common: readonly Packed[]): (own: readonly Packed[]) => Uint8Array {
  const first = entries(common, 0);
  const files = Buffer.concat(first.files);
  const directory = Buffer.concat(first.directory);
  return (own) => {
    const more = entries(own, files.length);
    const end = Buffer.alloc(18);
    end.writeUInt16LE(common.length + own.length, 4);
    end.writeUInt16LE(common.length + own.length, 6);
    end.writeUInt32LE(directory.length + lengthOf(more.directory), 8);
    end.writeUInt32LE(files.length + lengthOf(more.files), 12);
    return Buffer.concat([files, ...more.files, directory, ...more.directory, signature(0x06054b50), end]);
  };
}

/** Parts with the headers before them, and what the directory says of each. `offset` is where the first begins. */
function entries(parts: readonly Packed[], offset: number) {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = offset;
  for (const { path, crc, size, data } of parts) {
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8, 2);
    common.writeUInt16LE(DEFLATED, 4);
    common.writeUInt16LE(DAY, 8);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(lengthOf(data), 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = [signature(0x04034b50), common, name, ...data];
    const central = Buffer.alloc(14);
    central.writeUInt32LE(at, 10);
    directory.push(signature(0x02014b50), word(VERSION), common, central, name);
    files.push(...local);
    at += lengthOf(local);
  }
  return { files, directory };
}

const lengthOf = (data: readonly Uint8Array[]): number => data.reduce((sum, { length }) => sum + length, 0);

function signature(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function word(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
