/** Pixels to the inch of a picture that does not say: fine enough for print, so that none is set too large. */
const ASSUMED = 150;
const INCHES_PER_METRE = 1 / 0.0254;

/**
 * The size that a picture asks for, in points. Densities in pixels to the metre; those beyond what any device has
 * are taken for mistakes.
 */
export function naturalSize(
  columns: number,
  rows: number,
  density?: { readonly x: number; readonly y: number },
): { width: number; height: number } {
  const [x, y] = [perInch(density?.x), perInch(density?.y)];
  const known = x !== undefined && y !== undefined;
  return {
    width: (columns * 72) / (known ? x : ASSUMED),
    height: (rows * 72) / (known ? y : ASSUMED),
  };
}

function perInch(density: number | undefined): number | undefined {
  const value = (density ?? 0) / INCHES_PER_METRE;
  return value >= 20 && value <= 5000 ? value : undefined;
}
