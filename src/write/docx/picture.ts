import { ImportedXmlComponent, type ParagraphChild } from "docx";
import type { Image } from "../../document/model.ts";
import type { Picture, Pictures } from "../../picture/picture.ts";
import { svgText } from "../../picture/svg-text.ts";
import { emu } from "../../units.ts";
import { emf } from "./emf.ts";
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
export function inlinePicture(book: PictureBook, image: Image, size: Size): ParagraphChild {
  const { properties, graphic } = drawing(book, image, size);
  return run(
    `<wp:inline distT="0" distB="0" distL="0" distR="0">${extent(size)}${properties}${graphic}</wp:inline>`,
  );
}

/**
 * A picture that stands beside what its paragraph says: `x` points from the margin, `y` from the upper edge of the
 * paper, behind the text.
 */
export function placedPicture(
  book: PictureBook,
  image: Image,
  size: Size,
  { x, y }: { readonly x: number; readonly y: number },
): ParagraphChild {
  const { properties, graphic } = drawing(book, image, size);
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

const run = (content: string): ParagraphChild =>
  importedRun(`<w:r><w:rPr><w:noProof/></w:rPr><w:drawing xmlns:wp="${WP}">${content}</w:drawing></w:r>`);

/** XML of our own among what docx writes; docx takes any component where it takes a run. */
export const importedRun = (xml: string): ParagraphChild =>
  ImportedXmlComponent.fromXmlString(xml) as unknown as ParagraphChild;

function drawing(book: PictureBook, image: Image, size: Size) {
  const number = book.used.get(image.picture) ?? book.used.size + 1;
  book.used.set(image.picture, number);
  const vector = pictureOf(book, image).kind === "vector";
  book.drawings++;
  const svg = vector
    ? `<a:extLst><a:ext uri="${SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="${SVG}" r:embed="${relation(number, "svg")}"/></a:ext></a:extLst>`
    : "";
  const shown = { cx: emu(size.width), cy: emu(size.height) };
  return {
    properties: `${tag("wp:docPr", { id: book.drawings, name: `Picture ${book.drawings}`, descr: image.alt })}<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="${MAIN}" noChangeAspect="1"/></wp:cNvGraphicFramePr>`,
    graphic: `<a:graphic xmlns:a="${MAIN}"><a:graphicData uri="${PIC}"><pic:pic xmlns:pic="${PIC}"><pic:nvPicPr><pic:cNvPr id="${book.drawings}" name="Picture ${book.drawings}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${relation(number, "image")}">${svg}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>${tag("a:ext", shown)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>`,
  };
}

const relation = (number: number, what: "image" | "svg"): string => `rIdPicture${number}-${what}`;

// ---- the files

const CONTENT_TYPES = "[Content_Types].xml";
const IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
const TYPES = { png: "image/png", jpeg: "image/jpeg", svg: "image/svg+xml", emf: "image/x-emf" } as const;

interface MediaFile {
  readonly id: string;
  readonly ending: keyof typeof TYPES;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files of a picture: for shapes the SVG, and a metafile for programs that do not read it. */
function filesOf(picture: Picture, number: number): readonly MediaFile[] {
  const file = (what: "image" | "svg", ending: MediaFile["ending"], bytes: Uint8Array): MediaFile => ({
    id: relation(number, what),
    ending,
    name: `picture${number}.${ending}`,
    bytes,
  });
  return picture.kind === "raster"
    ? [file("image", picture.format, picture.file)]
    : [file("image", "emf", emf(picture)), file("svg", "svg", Buffer.from(svgText(picture)))];
}

/** Puts the files of all pictures that are shown into a package, with a relation in each part that shows one. Changes `parts`. */
export function attachPictures(
  parts: Map<string, string | Uint8Array>,
  { pictures, used }: PictureBook,
): void {
  if (used.size === 0) return;
  const files = [...used].flatMap(([name, number]) => {
    const picture = pictures[name];
    return picture ? filesOf(picture, number) : [];
  });
  for (const { name, bytes } of files) parts.set(`word/media/${name}`, bytes);
  for (const [path, xml] of [...parts]) {
    const [, folder, part] = /^(word\/)([^/]+\.xml)$/.exec(path) ?? [];
    if (typeof xml !== "string" || !folder) continue;
    const shown = files.filter(({ id }) => xml.includes(`r:embed="${id}"`));
    if (shown.length === 0) continue;
    const added = shown.map(({ id, name }) =>
      tag("Relationship", { Id: id, Type: IMAGE, Target: `media/${name}` }),
    );
    const relations = `${folder}_rels/${part}.rels`;
    const known = parts.get(relations);
    parts.set(
      relations,
      inserted(typeof known === "string" ? known : NO_RELATIONS, "</Relationships>", added),
    );
  }
  const types = parts.get(CONTENT_TYPES);
  if (typeof types !== "string") throw new Error("the package has no content types");
  const missing = [...new Set(files.map(({ ending }) => ending))].filter(
    (ending) => !new RegExp(`<Default [^>]*Extension="${ending}"`).test(types),
  );
  const defaults = missing.map((ending) => tag("Default", { ContentType: TYPES[ending], Extension: ending }));
  parts.set(CONTENT_TYPES, inserted(types, "</Types>", defaults));
}

const NO_RELATIONS =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';

function inserted(xml: string, end: string, added: readonly string[]): string {
  // docx writes a list without entries as one empty tag
  const open = xml.includes(end) ? xml : xml.replace(/\/>\s*$/, () => `>${end}`);
  if (!open.includes(end)) throw new Error(`there is no ${end}`);
  return open.replace(end, () => added.join("") + end);
}
