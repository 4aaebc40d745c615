import type { Image } from "../document/model.ts";
import { fitted, type Picture } from "../picture/picture.ts";
import type { Style } from "./sheet.ts";

/**
 * The size at which a figure shows its picture, in points: what the picture asks for or what it is given, but never
 * beyond the measure and the limits of its style. Its proportions stay.
 */
export function pictureSize(
  picture: Picture,
  image: Image,
  style: Pick<Style, "width" | "maxHeight">,
  measure: number,
): { readonly width: number; readonly height: number } {
  const limit = Number.POSITIVE_INFINITY;
  return fitted(picture, {
    width: Math.min(
      image.width ?? (image.height === undefined ? picture.width : limit),
      style.width ?? measure,
      measure,
    ),
    height: Math.min(image.height ?? limit, style.maxHeight ?? limit),
  });
}
