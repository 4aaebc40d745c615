import type { Image } from "../../document/model.ts";
import type { Picture, Pictures } from "../../picture/picture.ts";
import { svgText } from "../../picture/svg-text.ts";
import { emu } from "../../units.ts";
import type { Context } from "./context.ts";
import { runProperties, runXml } from "./elements.ts";
import { emf } from "./emf.ts";
import { CONTENT_TYPES, extend } from "./parts.ts";
import { relate } from "./relations.ts";
import { tag } from "./xml.ts";

/** Pictures of one document: those that were used, and how many drawings show them. */
export interface PictureBook {
  readonly pictures: Pictures;
  /** Numbers from 1 by name, in the order of first use. */
  readonly used: Map<string, number>;
  drawings: number;
}

export const pictureBook = (pictures: Pictures): PictureBook => ({ pictures, used: new Map(), drawings: 0 });

/** The picture that an image names; build has seen to it that there is one. */
export function pictureOf({ pictures }: PictureBook, { picture }: Image): Picture {
  const found = pictures[picture];
  if (!found) throw new Error(`the document has no picture ${picture}`);
  return found;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture in a line of its own, as large as it is there. */
export function inlinePicture(context: Context, image: Image, size: Size): string {
  const { properties, graphic } = drawing(context, image, size);
  return run(
    `<wp:inline distT="0" distB="0" distL="0" distR="0">${extent(size)}${properties}${graphic}</wp:inline>`,
  );
}

/**
 * A picture that stands beside what its paragraph says: `x` points from the margin, `y` from the upper edge of the
 * paper, behind the text.
 */
export function placedPicture(
  context: Context,
  image: Image,
  size: Size,
  { x, y }: { readonly x: number; readonly y: number },
): string {
  const { properties, graphic } = drawing(context, image, size);
  const at = (name: string, from: string, offset: number): string =>
    `<wp:${name} relativeFrom="${from}"><wp:posOffset>${emu(offset)}</wp:posOffset></wp:${name}>`;
  return run(
    `<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>${at("positionH", "margin", x)}${at("positionV", "page", y)}${extent(size)}<wp:wrapNone/>${properties}${graphic}</wp:anchor>`,
  );
}

const WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";

/** What Word calls the extension of a picture by its SVG. */
const SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";

const extent = ({ width, height }: Size): string =>
  `${tag("wp:extent", { cx: emu(width), cy: emu(height) })}<wp:effectExtent l="0" t="0" r="0" b="0"/>`;

const run = (content: string): string =>
  runXml(NO_PROOF, `<w:drawing xmlns:wp="${WP}">${content}</w:drawing>`);

/** Nothing here is for the spelling checker. */
export const NO_PROOF = runProperties({ noProof: "<w:noProof/>" });

function drawing({ pictures: book, relations }: Context, image: Image, size: Size) {
  const number = book.used.get(image.picture) ?? book.used.size + 1;
  book.used.set(image.picture, number);
  const embedded = (what: MediaFile["what"]): string => {
    const file = filesOf(pictureOf(book, image), number).find((one) => one.what === what);
    return file ? relate(relations, "image", `media/${file.name}`) : "";
  };
  const vector = pictureOf(book, image).kind === "vector";
  book.drawings++;
  const shape = embedded("image");
  const svg = vector
    ? `<a:extLst><a:ext uri="${SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="${SVG}" r:embed="${embedded("svg")}"/></a:ext></a:extLst>`
    : "";
  const shown = { cx: emu(size.width), cy: emu(size.height) };
  return {
    properties: `${tag("wp:docPr", { id: book.drawings, name: `Picture ${book.drawings}`, descr: image.alt })}<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="${MAIN}" noChangeAspect="1"/></wp:cNvGraphicFramePr>`,
    graphic: `<a:graphic xmlns:a="${MAIN}"><a:graphicData uri="${PIC}"><pic:pic xmlns:pic="${PIC}"><pic:nvPicPr><pic:cNvPr id="${book.drawings}" name="Picture ${book.drawings}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${shape}">${svg}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>${tag("a:ext", shown)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>`,
  };
}

// ---- the files

const TYPES = { png: "image/png", jpeg: "image/jpeg", svg: "image/svg+xml", emf: "image/x-emf" } as const;

interface MediaFile {
  readonly what: "image" | "svg";
  readonly ending: keyof typeof TYPES;
  readonly name: string;
}

/** The files of a picture: for shapes the SVG, and a metafile for programs that do not read it. */
function filesOf(picture: Picture, number: number): readonly MediaFile[] {
  const file = (what: MediaFile["what"], ending: MediaFile["ending"]): MediaFile => ({
    what,
    ending,
    name: `picture${number}.${ending}`,
  });
  return picture.kind === "raster"
    ? [file("image", picture.format)]
    : [file("image", "emf"), file("svg", "svg")];
}

function bytesOf(picture: Picture, { what }: MediaFile): Uint8Array {
  if (picture.kind === "raster") return picture.file;
  return what === "svg" ? Buffer.from(svgText(picture)) : emf(picture);
}

/** Puts the files of all pictures that are shown into a package; the parts that show them relate to them. Changes `parts`. */
export function attachPictures(
  parts: Map<string, string | Uint8Array>,
  { pictures, used }: PictureBook,
): void {
  if (used.size === 0) return;
  const endings = new Set<MediaFile["ending"]>();
  for (const [name, number] of used) {
    const picture = pictures[name];
    if (!picture) continue;
    for (const file of filesOf(picture, number)) {
      parts.set(`word/media/${file.name}`, bytesOf(picture, file));
      endings.add(file.ending);
    }
  }
  const types = parts.get(CONTENT_TYPES);
  if (typeof types !== "string") throw new Error("the package has no content types");
  const missing = [...endings].filter(
    (ending) => !new RegExp(`<Default [^>]*Extension="${ending}"`).test(types),
  );
  const defaults = missing.map((ending) => tag("Default", { ContentType: TYPES[ending], Extension: ending }));
  extend(parts, CONTENT_TYPES, "</Types>", defaults.join(""));
}
