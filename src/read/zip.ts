import { crc32 } from "node:zlib";
import { inflater } from "./inflate.ts";
import { damaged, tooLarge } from "./unreadable.ts";

/** The parts of a ZIP file by path, in its own order, unpacked. */
export type ZipParts = ReadonlyMap<string, Uint8Array>;

const MOST_PARTS = 10_000;

/** Sizes and signatures of the records (APPNOTE 6.3.10, 4.3.7, 4.3.12, 4.3.16). */
const END = { signature: 0x06054b50, size: 22 } as const;
const ENTRY = { signature: 0x02014b50, size: 46 } as const;
const LOCAL = { signature: 0x04034b50, size: 30 } as const;
const LONGEST_COMMENT = 0xffff;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/**
 * Reads a ZIP file by its directory at the end. What Word files never are is refused: split, encrypted, packed in other
 * ways than deflate, with two parts of one name.
 */
export function readZip(bytes: Uint8Array): ZipParts {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(file);
  const count = file.readUInt16LE(end + 10);
  if (count > MOST_PARTS) throw tooLarge(`has more than ${MOST_PARTS} parts`);
  const { inflate } = inflater();
  const parts = new Map<string, Uint8Array>();
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + ENTRY.size > end || file.readUInt32LE(at) !== ENTRY.signature)
      throw damaged("has a directory of parts that is damaged");
    const entry = readEntry(file, at);
    if (parts.has(entry.path)) throw damaged(`has two parts with the name ${entry.path}`);
    if (entry.flags & ENCRYPTED || (entry.method !== STORED && entry.method !== DEFLATED))
      throw damaged(`has the part ${entry.path} packed in a way that Word does not know`);
    const packed = packedBytes(file, entry);
    const part = entry.method === STORED ? packed : inflate(packed, "raw");
    if (crc32(part) !== entry.crc) throw damaged(`has a part that is damaged: ${entry.path}`);
    parts.set(entry.path, part);
    at += entry.length;
  }
  return parts;
}

interface Entry {
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly offset: number;
  /** Of the entry itself. */
  readonly length: number;
}

function endOf(file: Buffer): number {
  const earliest = Math.max(0, file.length - END.size - LONGEST_COMMENT);
  for (let at = file.length - END.size; at >= earliest; at--)
    if (file.readUInt32LE(at) === END.signature) return at;
  throw damaged("has no directory of parts: its end is missing");
}

function readEntry(file: Buffer, at: number): Entry {
  const [name, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
  const length = ENTRY.size + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  return {
    path: file.toString("utf8", at + ENTRY.size, at + ENTRY.size + (name ?? 0)),
    flags: file.readUInt16LE(at + 8),
    method: file.readUInt16LE(at + 10),
    crc: file.readUInt32LE(at + 16),
    packedSize: file.readUInt32LE(at + 20),
    offset: file.readUInt32LE(at + 42),
    length,
  };
}

function packedBytes(file: Buffer, { path, offset, packedSize }: Entry): Buffer {
  if (offset + LOCAL.size > file.length || file.readUInt32LE(offset) !== LOCAL.signature)
    throw damaged(`has lost the part ${path}`);
  const start = offset + LOCAL.size + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  if (start + packedSize > file.length) throw damaged(`has lost the end of the part ${path}`);
  return file.subarray(start, start + packedSize);
}
