import { type StyleSheet, styleNamed } from "../../style/sheet.ts";
import { PAGE_SIZES } from "../../units.ts";
import { typeface } from "./css.ts";
import { cssString } from "./escape.ts";
import { decimal, points } from "./length.ts";

/**
 * A word across the window, and in print across every page, behind the text. It is neither read aloud nor copied,
 * since it says nothing that the paper does not.
 */
export function watermarkRule(sheet: StyleSheet, text: string): string {
  const style = styleNamed(sheet, "watermark");
  const { width, height } = PAGE_SIZES[sheet.page.size];
  const turn = (Math.atan2(height, width) * 180) / Math.PI;
  const declarations = {
    content: `${cssString(text)} / ""`,
    position: "fixed",
    inset: "0",
    "z-index": "-1",
    display: "grid",
    "place-items": "center",
    rotate: `${decimal(-turn)}deg`,
    "pointer-events": "none",
    "white-space": "nowrap",
    ...typeface(sheet, style),
    "font-size": `min(${points(style.size)}, ${decimal(90 / Math.max(2, text.length))}vmin)`,
    "letter-spacing": `${decimal(style.tracking)}em`,
    color: style.color,
  };
  const said = Object.entries(declarations).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `body::before { ${said.join("; ")} }\n`;
}
