import type { StyleSheet } from "../../style/sheet.ts";
import { PAGE_SIZES } from "../../units.ts";

/** A number with at most three decimals and no trailing zeros. */
export const decimal = (value: number): string => String(Math.round(value * 1000) / 1000);

/**
 * A length in points as CSS. On paper `--pt` is a point; on a screen it is a part of the reader's own text size,
 * so that a page grows with it.
 */
export const points = (value: number): string => (value === 0 ? "0" : `calc(${decimal(value)} * var(--pt))`);

/** Room for text between the margins of the paper, in points. */
export const measureOf = ({ page }: StyleSheet): number =>
  PAGE_SIZES[page.size].width - page.inner - page.outer;
