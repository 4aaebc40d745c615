/** Lengths are plain numbers in points (1/72 inch); every other unit is converted here and nowhere else. */

export const POINTS_PER_MM = 72 / 25.4;

/** Millimetres to points. */
export const mm = (millimetres: number): number => millimetres * POINTS_PER_MM;

/** Points to twips (1/20 pt), the unit of most OOXML lengths; rounded to a whole number. */
export const twips = (points: number): number => Math.round(points * 20);

/** Points to half-points, the unit of OOXML font sizes; rounded. */
export const halfPoints = (points: number): number => Math.round(points * 2);

/** Points to eighths of a point, the unit of OOXML border widths; at least 2, the thinnest Word draws. */
export const eighths = (points: number): number => Math.max(2, Math.round(points * 8));

/** Points to English Metric Units, the unit of DrawingML; rounded. */
export const emu = (points: number): number => Math.round(points * 12_700);

/** Page sizes in points, portrait. */
export const PAGE_SIZES = {
  A4: { width: mm(210), height: mm(297) },
  Letter: { width: 612, height: 792 },
} as const;
