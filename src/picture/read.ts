import { failure, type Outcome, success } from "../diagnostic.ts";
import { readJpeg } from "./jpeg.ts";
import type { Picture } from "./picture.ts";
import { readPng, SIGNATURE } from "./png.ts";
import { Refusal } from "./refusal.ts";
import { readSvg } from "./svg.ts";

/**
 * A picture file made ready. What it is shows in its first bytes, whatever its name says. Total: any bytes give a
 * picture or a diagnostic; `name` is only for what is said.
 */
export function readPicture(bytes: Uint8Array, name: string): Outcome<Picture> {
  try {
    return success(reader(bytes)(bytes));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, hint } = error;
    return failure([
      {
        code: `picture/${code}`,
        severity: "error",
        message: `${name}: ${message}`,
        ...(hint !== undefined && { hint }),
      },
    ]);
  }
}

function reader(bytes: Uint8Array): (bytes: Uint8Array) => Picture {
  if (SIGNATURE.every((byte, i) => bytes[i] === byte)) return readPng;
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg;
  const start = Buffer.from(bytes.subarray(0, 4096)).toString("latin1");
  if (/^(\xef\xbb\xbf)?\s*<(\?xml|!--|!DOCTYPE|svg)/i.test(start) && /<svg[\s>]/.test(start)) return readSvg;
  const known = OTHERS.find(([sign]) => sign.test(start))?.[1];
  throw new Refusal(
    "unsupported",
    known
      ? `it is a ${known} file`
      : bytes.length === 0
        ? "it is empty"
        : "it is no picture that can be read",
    "PNG, JPEG and SVG are read; save it as one of them",
  );
}

/** Formats that people take for one of ours, by their first bytes. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^GIF8/, "GIF"],
  [/^RIFF[\s\S]{4}WEBP/, "WebP"],
  [/^[\s\S]{4}ftyp(heic|heix|mif1|msf1)/, "HEIC"],
  [/^[\s\S]{4}ftypavif/, "AVIF"],
  [/^BM/, "BMP"],
  [/^(II\*\0|MM\0\*)/, "TIFF"],
  [/^%PDF/, "PDF"],
  [/^\x1f\x8b/, "packed"],
];
