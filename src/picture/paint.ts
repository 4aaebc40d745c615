import type { Fill, Stroke } from "./picture.ts";
import { broken, Refusal } from "./refusal.ts";
import { length } from "./shape.ts";

type Properties = Readonly<Record<string, string>>;

/** How a shape is filled and stroked (SVG 2, chapter 13); `opacity` is that of the shape and all around it. */
export function paint(
  properties: Properties,
  opacity: number,
): { readonly fill?: Fill; readonly stroke?: Stroke } {
  const inner = colour(properties.fill ?? "black", properties);
  const line = colour(properties.stroke ?? "none", properties);
  const width = length(properties["stroke-width"] ?? "1");
  const fillOpacity = opacity * portion(properties["fill-opacity"]);
  const strokeOpacity = opacity * portion(properties["stroke-opacity"]);
  const fill: Fill | undefined =
    inner === undefined || fillOpacity === 0
      ? undefined
      : { color: inner, opacity: fillOpacity, rule: word(properties, "fill-rule", ["nonzero", "evenodd"]) };
  const stroke: Stroke | undefined =
    line === undefined || width <= 0 || strokeOpacity === 0
      ? undefined
      : {
          color: line,
          opacity: strokeOpacity,
          width,
          cap: word(properties, "stroke-linecap", ["butt", "round", "square"]),
          join: word(properties, "stroke-linejoin", ["miter", "round", "bevel"]),
          miterLimit: Math.max(1, length(properties["stroke-miterlimit"] ?? "4")),
          dashes: dashes(properties["stroke-dasharray"]),
          dashOffset: length(properties["stroke-dashoffset"]),
        };
  return { ...(fill && { fill }), ...(stroke && { stroke }) };
}

/** A share from 0 to 1, as a number or in percent; absent is the whole. */
export function portion(text: string | undefined): number {
  if (text === undefined) return 1;
  const value = text.trim().endsWith("%") ? Number.parseFloat(text) / 100 : Number(text);
  if (Number.isNaN(value)) throw broken(`"${text.slice(0, 20)}" is no opacity`);
  return Math.min(1, Math.max(0, value));
}

/** One of a few words, the first of which is what absence means. */
function word<W extends string>(properties: Properties, name: string, words: readonly [W, ...W[]]): W {
  const said = properties[name]?.trim();
  if (said === undefined) return words[0];
  const found = words.find((one) => one === said);
  if (found) return found;
  throw new Refusal("unsupported", `${name}="${said.slice(0, 20)}" is not read`);
}

function dashes(text: string | undefined): readonly number[] {
  if (text === undefined || text.trim() === "none") return [];
  const lengths = text
    .split(/[\s,]+/)
    .filter((one) => one !== "")
    .map(length);
  if (lengths.some((one) => one < 0)) throw broken("a dash has a length below nought");
  if (lengths.every((one) => one === 0)) return [];
  return lengths.length % 2 === 0 ? lengths : [...lengths, ...lengths];
}

/** `#rrggbb`; undefined for none. */
function colour(text: string, properties: Properties): string | undefined {
  const said = text.trim().toLowerCase();
  if (said === "none" || said === "transparent") return undefined;
  if (said === "currentcolor")
    return colour(properties.color === "currentcolor" ? "black" : (properties.color ?? "black"), {});
  const named = Object.hasOwn(NAMES, said) ? NAMES[said] : undefined;
  if (named !== undefined) return named;
  if (/^#[0-9a-f]{6}$/.test(said)) return said;
  if (/^#[0-9a-f]{3}$/.test(said)) return said.replace(/[0-9a-f]/g, "$&$&");
  const channels = /^rgb\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)\s*\)$/.exec(said);
  if (channels) return `#${channels.slice(1).map(channel).join("")}`;
  if (said.startsWith("url("))
    throw new Refusal(
      "unsupported",
      "gradients and patterns are not read",
      "use plain colours, or save it as a PNG",
    );
  throw new Refusal("unsupported", `the colour "${text.slice(0, 20)}" is not read`, "write it as #rrggbb");
}

function channel(text: string): string {
  const value = text.endsWith("%") ? (Number.parseFloat(text) * 255) / 100 : Number(text);
  return Math.min(255, Math.round(value)).toString(16).padStart(2, "0");
}

/** The names that drawings use (CSS 2.1, section 4.3.6, and a few greys). */
const NAMES: Readonly<Record<string, string>> = {
  black: "#000000",
  white: "#ffffff",
  gray: "#808080",
  grey: "#808080",
  silver: "#c0c0c0",
  darkgray: "#a9a9a9",
  darkgrey: "#a9a9a9",
  lightgray: "#d3d3d3",
  lightgrey: "#d3d3d3",
  dimgray: "#696969",
  dimgrey: "#696969",
  red: "#ff0000",
  maroon: "#800000",
  darkred: "#8b0000",
  orange: "#ffa500",
  gold: "#ffd700",
  yellow: "#ffff00",
  olive: "#808000",
  green: "#008000",
  darkgreen: "#006400",
  lime: "#00ff00",
  teal: "#008080",
  aqua: "#00ffff",
  cyan: "#00ffff",
  blue: "#0000ff",
  darkblue: "#00008b",
  navy: "#000080",
  steelblue: "#4682b4",
  purple: "#800080",
  fuchsia: "#ff00ff",
  magenta: "#ff00ff",
  brown: "#a52a2a",
  pink: "#ffc0cb",
};
