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
  /** How far each glyph is drawn from the pen, right and up: marks on letters. Absent when all stand at the pen. */
  readonly offsets?: readonly (readonly [x: number, y: number])[];
}

/** What a family is made for. */
export type Script = "latin" | "han" | "hebrew" | "arabic";

/** One face of a family. */
export interface Face {
  /** `family/weight`, with `i` for italic: `source-serif-4/600i`. */
  readonly id: string;
  readonly script: Script;
  has(codePoint: number): boolean;
  /**
   * `rtl` shapes text that runs from right to left: the glyphs come in the order in which they are drawn, from the
   * left, and brackets are turned over. The text of the result stays as it is read.
   */
  shape(text: string, figures: Figures, rtl?: boolean): Shaped;
}

/** All that layout knows about fonts. */
export interface FontMetrics {
  /**
   * The face of a family nearest to the wanted weight (of equal distance the bolder one); upright when the
   * family has no italic. Throws when the family is unknown or its file cannot be used.
   */
  face(family: string, weight: number, italic: boolean): Face;
}
