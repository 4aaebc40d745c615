/**
 * Why a file is not taken as a picture. Thrown while one is read, since what is wrong may show at any depth;
 * `readPicture` turns it into a diagnostic, and nothing of it leaves this room.
 */
export class Refusal extends Error {
  readonly code: "broken" | "too-large" | "unsupported";
  readonly hint: string | undefined;

  constructor(code: Refusal["code"], message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

export const broken = (message: string): Refusal => new Refusal("broken", message);

/** The most that is read: pictures beyond are worth no paper, and cost memory many times their file's size. */
export const LIMITS = { side: 20_000, pixels: 40e6 } as const;

/** Throws unless a picture of this size, in pixels, has pixels at all and not too many. */
export function checkSize(columns: number, rows: number): void {
  if (columns === 0 || rows === 0) throw broken(`it is ${columns} by ${rows} pixels`);
  if (columns > LIMITS.side || rows > LIMITS.side || columns * rows > LIMITS.pixels)
    throw new Refusal(
      "too-large",
      `it has ${columns} by ${rows} pixels; at most ${LIMITS.pixels / 1e6} million are read, ${LIMITS.side} to a side`,
      "save it smaller: a page's width needs no more than 2500 pixels",
    );
}
