/** Offsets in a text: the first character and the one after the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A value with its place, and where it has one the place of the name it goes by. */
export interface Site {
  readonly value: unknown;
  readonly span: Span;
  readonly key: Span | undefined;
  readonly parts: ReadonlyMap<string | number, Site>;
}

export const NO_PARTS: Site["parts"] = new Map();

/** Words that are kept as the source prints them, byte for byte. */
export const VERBATIM: ReadonlySet<string> = new Set(["quote", "quotes", "variants"]);

/** What a file may hold at most; told before memory is spent on it. A meeting of two thousand pages needs half of it. */
export const LIMITS = { characters: 16_000_000, signs: 1_250_000, depth: 50, fields: 1000 } as const;
