export const FORMATS = ["pdf", "docx", "html", "txt"] as const;
export type Format = (typeof FORMATS)[number];

/** Who may see what: all of it, what is not restricted, or what is public. Each sees less than the one before. */
export const AUDIENCES = ["full", "member", "public"] as const;
export type Audience = (typeof AUDIENCES)[number];

export const MEDIA_TYPES = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  html: "text/html; charset=utf-8",
  txt: "text/plain; charset=utf-8",
} as const satisfies Record<Format, string>;

/** A finished file, not yet written anywhere. Whoever distributes it cannot change it. */
export interface Artefact {
  /** File name without a folder: `northwind-board-2026-03-minutes.pdf`. */
  readonly name: string;
  readonly format: Format;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
  /** Which paper: `minutes`, `honors`, `brief`, or a user's own template. */
  readonly document: string;
  readonly language: string;
  /** Whom it was made for: closed items and names that are not theirs to see are not in it. */
  readonly audience: Audience;
  readonly recordId: string;
  /** SHA-256 of the record it was made from, hexadecimal. */
  readonly recordDigest: string;
  /** Pages of our own layout; absent for formats without pages. */
  readonly pages?: number;
  /** What making it took, in milliseconds, without what is shared between formats. */
  readonly milliseconds: number;
}
