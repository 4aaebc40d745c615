/** Which digits a run of text takes. */
export type Figures = "lining" | "oldstyle" | "tabular";

/**
 * Text turned into glyphs, in drawing order. Lengths are in em, so that one result serves every size.
 * Results are shared and may be compared by identity: the same text in the same face is shaped once.
 */
export interface Shaped {
  readonly text: string;
  readonly glyphs: readonly number[];
  /** How far the pen moves after each glyph, kerning included. */
  readonly advances: readonly number[];
  /** How wide each glyph is by itself, as the font file says. */
  readonly widths: readonly number[];
  /** The code points that each glyph stands for; a ligature has several. */
  readonly codePoints: readonly (readonly number[])[];
  /** The sum of the advances. */
  readonly width: number;
}

/** One face of a family. */
export interface Face {
  /** `family/weight`, with `i` for italic: `source-serif-4/600i`. */
  readonly id: string;
  readonly script: "latin" | "han";
  has(codePoint: number): boolean;
  shape(text: string, figures: Figures): Shaped;
}

/** All that layout knows about fonts. */
export interface FontMetrics {
  /**
   * The face of a family nearest to the wanted weight (of equal distance the bolder one); upright when the
   * family has no italic. Throws when the family is unknown or its file cannot be used.
   */
  face(family: string, weight: number, italic: boolean): Face;
}
