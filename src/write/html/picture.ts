import type { Image } from "../../document/model.ts";
import type { Picture } from "../../picture/picture.ts";
import { svgText } from "../../picture/svg-text.ts";
import { pictureSize } from "../../style/picture-size.ts";
import type { Style } from "../../style/sheet.ts";
import { attributes } from "./escape.ts";
import { points } from "./length.ts";

/** A picture as part of the page itself. It gives way on a narrow screen; the proportions stay. */
export function imageTag(image: Image, picture: Picture, limits: Pick<Style, "width" | "maxHeight">): string {
  const { width } = pictureSize(picture, image, limits, Number.POSITIVE_INFINITY);
  return `<img${attributes({
    class: "mb-image",
    src: address(picture),
    alt: image.alt,
    lang: image.lang,
    style: `inline-size:${points(width)}`,
  })}>`;
}

function address(picture: Picture): string {
  const [type, bytes] =
    picture.kind === "vector"
      ? (["svg+xml", Buffer.from(svgText(picture))] as const)
      : ([picture.format, Buffer.from(picture.file)] as const);
  return `data:image/${type};base64,${bytes.toString("base64")}`;
}
