import { SaxesParser } from "saxes";
import { IDENTITY, product, transformOf } from "./matrix.ts";
import { paint, portion } from "./paint.ts";
import { finite } from "./path.ts";
import { fitted, type Matrix, type Shape, type Vector } from "./picture.ts";
import { broken, Refusal } from "./refusal.ts";
import { length, outlineOf } from "./shape.ts";

const LIMITS = { bytes: 2 * 1024 * 1024, elements: 20_000, depth: 60 } as const;

/**
 * Reads the part of SVG that stands still and stands alone: shapes, groups, transforms, plain fills and strokes.
 * Whatever would be lost or would reach outside (words, pictures, gradients, clips, style sheets, scripts, links)
 * is refused by name rather than left out, for a drawing that lacks a part says something else. What editors note
 * for themselves is skipped. Opacity of a group counts for each of its shapes. Throws a `Refusal`.
 */
export function readSvg(bytes: Uint8Array): Vector {
  if (bytes.length > LIMITS.bytes)
    throw new Refusal("too-large", "it is a drawing of more than 2 MB", "simplify it, or save it as a PNG");
  const shapes: Shape[] = [];
  const open: Open[] = [];
  let root: Attributes | undefined;
  let elements = 0;
  /** Depth inside something that is skipped. */
  let skipped = 0;
  const parser = new SaxesParser();
  parser.on("error", ({ message }) => {
    throw broken(`it is not well-formed: ${message.replace(/^(?:[^:]*:)?\d+:\d+: /, "").replace(/\.$/, "")}`);
  });
  parser.on("opentag", ({ name: written, attributes }) => {
    if (++elements > LIMITS.elements)
      throw new Refusal("too-large", `it has more than ${LIMITS.elements} shapes`);
    if (open.length + skipped >= LIMITS.depth) throw broken(`its groups are more than ${LIMITS.depth} deep`);
    const name = written.replace(/^svg:/, "");
    if (skipped > 0 || isSkipped(name)) {
      skipped++;
      return;
    }
    try {
      const around = open.at(-1);
      if (!around) {
        if (name !== "svg" || root) throw broken(`it begins with <${name}>`);
        root = attributes;
      } else if (name !== "g" && !outlineOf(name)) throw unsupported(name);
      else if (outlineOf(around.name)) throw broken(`<${name}> stands inside <${around.name}>`);
      const made = opened(name, attributes, around);
      if (made.properties.display === "none") {
        skipped++;
        return;
      }
      open.push(made);
      shapes.push(...shapeOf(made, attributes));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.code, `${error.message} (line ${parser.line})`, error.hint);
    }
  });
  parser.on("closetag", () => {
    if (skipped > 0) skipped--;
    else open.pop();
  });
  parser.write(textOf(bytes)).close();
  if (!root) throw broken("it has no <svg>");
  return { kind: "vector", ...frameOf(root), shapes };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw broken("it is not UTF-8");
  }
}

type Attributes = Readonly<Record<string, string>>;

interface Open {
  readonly name: string;
  readonly properties: Attributes;
  readonly matrix: Matrix;
  readonly opacity: number;
}

/** Words about the drawing, things that are only drawn where something names them, and notes of editors. */
const isSkipped = (name: string): boolean =>
  ["title", "desc", "metadata", "defs"].includes(name) || name.includes(":");

const HINTS: ReadonlyMap<string, string> = new Map([
  ["text", "turn its words into outlines before saving"],
  ["style", "save it with presentation attributes instead of a style sheet"],
  ["image", "save the whole as a PNG"],
  ["use", "replace its copies by what they show (unlink clones) before saving"],
]);

function unsupported(name: string): Refusal {
  const hint =
    HINTS.get(name) ?? "shapes and groups with plain colours are read; save anything else as a PNG";
  return new Refusal("unsupported", `<${name}> is not read`, hint);
}

/** Properties that would change what is seen in a way that shapes and plain colours cannot tell. */
const UNTOLD = ["clip-path", "mask", "filter", "marker", "marker-start", "marker-mid", "marker-end"] as const;
const OWN: ReadonlySet<string> = new Set(["opacity", "display", "transform"]);

function opened(name: string, attributes: Attributes, around: Open | undefined): Open {
  const declared = { ...attributes, ...declarations(attributes.style ?? "") };
  for (const property of UNTOLD)
    if ((declared[property] ?? "none") !== "none")
      throw new Refusal("unsupported", `${property} is not read`, "save the picture as a PNG");
  const inherited = Object.entries(around?.properties ?? {}).filter(([key]) => !OWN.has(key));
  const own = Object.entries(declared).filter(([, value]) => value !== "inherit");
  const properties = Object.fromEntries([...inherited, ...own]);
  const transform = name === "svg" ? "" : (declared.transform ?? "");
  return {
    name,
    properties,
    matrix: product(around?.matrix ?? IDENTITY, transformOf(transform)),
    opacity: (around?.opacity ?? 1) * portion(declared.opacity),
  };
}

const declarations = (style: string): Attributes =>
  Object.fromEntries(
    style.split(";").flatMap((declaration) => {
      const colon = declaration.indexOf(":");
      return colon < 0
        ? []
        : [
            [
              declaration.slice(0, colon).trim(),
              declaration
                .slice(colon + 1)
                .replace("!important", "")
                .trim(),
            ],
          ];
    }),
  );

function shapeOf({ name, properties, matrix, opacity }: Open, attributes: Attributes): readonly Shape[] {
  const outline = outlineOf(name);
  if (!outline || ["hidden", "collapse"].includes(properties.visibility ?? "")) return [];
  const path = outline(attributes);
  if (path.length === 0) return [];
  const { fill, stroke } = paint(properties, opacity);
  const filled = name === "line" ? undefined : fill;
  if (!filled && !stroke) return [];
  return [{ path, matrix, ...(filled && { fill: filled }), ...(stroke && { stroke }) }];
}

/** The part that is shown and the size it asks for, in points. */
function frameOf(root: Attributes): Pick<Vector, "view" | "width" | "height"> {
  const [asked, tall] = [sizeOf(root.width), sizeOf(root.height)];
  const numbers = root.viewBox
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  if (numbers && (numbers.length !== 4 || !numbers.every(Number.isFinite)))
    throw broken(`"${root.viewBox}" is no viewBox`);
  const [x = 0, y = 0, width = asked ?? 0, height = tall ?? 0] = numbers?.map(finite) ?? [];
  if (!(width > 0 && height > 0))
    throw broken("it says neither in a viewBox nor by its width and height how large it is");
  const size = fitted({ width, height }, { width: asked, height: tall });
  return { view: [x, y, width, height], width: size.width * POINTS, height: size.height * POINTS };
}

/** Points to the pixel of CSS. */
const POINTS = 0.75;

const sizeOf = (text: string | undefined): number | undefined => {
  if (text === undefined || /%\s*$/.test(text)) return undefined;
  const value = length(text);
  return value > 0 ? value : undefined;
};
