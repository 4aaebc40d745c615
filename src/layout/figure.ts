import type { Diagnostic } from "../diagnostic.ts";
import type { Figure, Image } from "../document/model.ts";
import { fitted, type Picture } from "../picture/picture.ts";
import { pictureSize } from "../style/picture-size.ts";
import { revisedStyle, type Style, styleNamed } from "../style/sheet.ts";
import { changeAnchor } from "./change.ts";
import { addElement, type Context } from "./context.ts";
import { type Frame, ruled, setText } from "./frame.ts";
import { BOUND, boundToNext, FREE, heightOf, keptTogether, type Slab, spaced } from "./galley.ts";
import type { ImageItem, RuleItem } from "./page.ts";

/** Pixels to the inch below which edges show steps in print; offices print at 150 and more. */
const COARSE = 90;

/**
 * A picture with its caption below, never parted. The picture is as large as it asks to be, or less where the
 * measure, its style or the page has less room; a page's height is the one limit that is reported, since nobody
 * has set it. A reader who does not see the picture hears what it shows, then the caption.
 */
export function setFigure(context: Context, block: Figure, style: Style, frame: Frame): Slab[] {
  const { image, caption } = block;
  const picture = pictureOf(context, image);
  const group = addElement(context, { type: "Div", parent: frame.parent });
  const mark =
    image.change === undefined ? undefined : { number: image.change, element: markIn(context, group) };
  const element = addElement(context, { type: "Figure", parent: group, alt: image.alt });
  const captionStyle = styleNamed(context.sheet, style.text);
  const lines = caption
    ? setText(
        context,
        { kind: "paragraph", children: caption },
        { ...captionStyle, align: frame.align ?? captionStyle.align },
        { ...frame, parent: group },
        "Caption",
      )
    : [];
  const below = spaced(lines, captionStyle.before);
  // A caption of more than half a page runs on to the next.
  const room = Math.max(context.height / 2, context.height - heightOf(below) - captionStyle.before);
  const wanted = pictureSize(picture, image, style, frame.measure);
  const size = wanted.height > room ? fitted(picture, { height: room }) : wanted;
  if (size !== wanted) {
    report(context, block, {
      code: "layout/picture-taller-than-page",
      message: `${image.picture} is ${Math.ceil(wanted.height)} pt tall and is made smaller, since its page has room for ${Math.floor(room)} pt`,
      hint: "give it a width or a height",
    });
  }
  if (picture.kind === "raster") {
    const resolution = picture.columns / (size.width / 72);
    if (resolution < COARSE) {
      report(context, block, {
        code: "layout/coarse-picture",
        message: `${image.picture} has ${Math.round(resolution)} pixels to the inch at the size it is shown; in print its edges show steps`,
        hint: `make it smaller, or take a picture of at least ${Math.ceil((size.width / 72) * 150)} pixels in width`,
      });
    }
  }
  const free = frame.measure - size.width;
  const align = frame.align ?? style.align;
  const x = frame.x + (align === "center" ? free / 2 : align === "end" ? free : 0);
  const { revision } = image;
  const item: ImageItem = {
    kind: "image",
    x,
    y: 0,
    ...size,
    picture: image.picture,
    element,
    ...(revision && { revision }),
  };
  const slab: Slab = {
    height: size.height,
    before: 0,
    keep: lines.length > 0 ? BOUND : FREE,
    items: [
      ...(mark
        ? [changeAnchor(context, mark, { x, baseline: captionStyle.size, size: captionStyle.size })]
        : []),
      item,
      ...(revision === "deleted" ? crossOver(item, revisedStyle(context.sheet, captionStyle, revision)) : []),
    ],
  };
  const whole = ruled(keptTogether([slab, ...below], BOUND), style, frame);
  return style.keepNext ? boundToNext(whole) : whole;
}

/** The link in the margin, for those who listen a paragraph of its own. */
const markIn = (context: Context, group: number): number =>
  addElement(context, { type: "Link", parent: addElement(context, { type: "P", parent: group }) });

/** A picture that is no longer there: its diagonals in the colour of deleted words. */
function crossOver({ x, y, width, height }: ImageItem, { size, color }: Style): readonly RuleItem[] {
  const line = { kind: "rule", width: size / 9, color } as const;
  return [
    { ...line, x1: x, y1: y, x2: x + width, y2: y + height },
    { ...line, x1: x, y1: y + height, x2: x + width, y2: y },
  ];
}

/** The picture that an image names; build has seen to it that there is one. */
export function pictureOf(context: Context, { picture }: Image): Picture {
  const found = context.pictures[picture];
  if (!found) throw new Error(`the document has no picture ${picture}`);
  return found;
}

function report(context: Context, { place }: Figure, said: Omit<Diagnostic, "severity" | "place">): void {
  context.diagnostics.push({ severity: "warning", ...said, ...(place && { place }) });
}
