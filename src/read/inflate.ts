import { inflateRawSync, inflateSync } from "node:zlib";
import { damaged, tooLarge } from "./unreadable.ts";

const MB = 1024 * 1024;

/** The most bytes that one packed piece of a file, and all of them together, may become. */
const MOST_AT_ONCE = 256 * MB;
const MOST_IN_ALL = 1024 * MB;

/** Unpacks the pieces of one file. A small file that would fill the memory is refused. */
export interface Inflater {
  /** Deflated data with the header and checksum of zlib, as in PDF, or without, as in ZIP. */
  inflate(packed: Uint8Array, form: "zlib" | "raw"): Buffer;
}

export function inflater(): Inflater {
  let left = MOST_IN_ALL;
  return {
    inflate(packed, form) {
      const maxOutputLength = Math.max(1, Math.min(MOST_AT_ONCE, left));
      const bytes = unpack(packed, form, maxOutputLength);
      left -= bytes.length;
      return bytes;
    },
  };
}

function unpack(packed: Uint8Array, form: "zlib" | "raw", maxOutputLength: number): Buffer {
  try {
    return (form === "zlib" ? inflateSync : inflateRawSync)(packed, { maxOutputLength });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge
      ? tooLarge("unpacks to more than is read")
      : damaged("holds packed data that is damaged");
  }
}
