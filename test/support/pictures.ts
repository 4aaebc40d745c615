import type { Figure } from "../../src/document/model.ts";
import type { Picture, Pictures } from "../../src/picture/picture.ts";
import { readPicture } from "../../src/picture/read.ts";
import { jpeg } from "./jpeg.ts";
import { png } from "./png.ts";

export function picture(bytes: Uint8Array): Picture {
  const read = readPicture(bytes, "specimen");
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
}

export const svg = (content: string, attributes: string): Picture =>
  picture(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`));

/** A drawing of 150 by 75 pt, half of it seen through. */
export const PLAN = svg(
  '<rect width="200" height="100" fill="#f6f3ec" stroke="#1c1c1c"/><circle cx="50" cy="50" r="20" fill="#23476b" opacity=".5"/>',
  'viewBox="0 0 200 100"',
);
/** 24 by 12 pt, of 50 by 25 pixels, the left half of them opaque. */
export const SEAL = picture(
  png({ columns: 50, rows: 25, bits: 8, type: 6, pixel: (x, y) => [9 * y, 0, 0, x < 25 ? 255 : 60] }),
);
/** 480 by 240 pt, of 1000 by 500 pixels. */
export const PHOTO = picture(jpeg({ columns: 1000, rows: 500 }));

export const PICTURES: Pictures = { "plan.svg": PLAN, "seal.png": SEAL, "photo.jpg": PHOTO };

export const figure = (
  name: string,
  caption?: string,
  size: { readonly width?: number; readonly height?: number } = {},
): Figure => ({
  kind: "figure",
  image: { kind: "image", picture: name, alt: `What ${name} shows`, ...size },
  ...(caption !== undefined && { caption: [{ kind: "text", text: caption }] }),
});
