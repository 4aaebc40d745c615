import type { Transform } from "node:stream";

/** Small, so that little of a mail waits in this process when its end is asked for. */
const PIECE = 64 * 1024;
const CR_LF = 2;
const LF = 0x0a;

/**
 * Puts bytes into a stream that mends line ends and doubles dots (RFC 5321, 4.5.2), as fast as that is read. Such a
 * stream looks at every byte, which takes a mail longer than all the rest; so lines that it would leave as they are go
 * in behind that, and only the last line end of a piece, by which it knows where it stands, goes through.
 */
export async function pour(bytes: Uint8Array, stream: Transform): Promise<void> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole.length; ) {
    const line = whole.lastIndexOf("\r\n", at + PIECE) + CR_LF;
    const piece = whole.subarray(at, line > at ? line : at + PIECE);
    const beginsLine = at === 0 || whole[at - 1] === LF;
    const goesBehind = beginsLine && AS_IT_GOES_OUT.test(piece.toString("latin1"));
    if (goesBehind) stream.push(piece.subarray(0, -CR_LF));
    await written(stream, goesBehind ? piece.subarray(-CR_LF) : piece);
    at += piece.length;
  }
}

/** Whole lines, none of which begins with a dot. */
const AS_IT_GOES_OUT = /^(?:[^\r\n.][^\r\n]*\r\n|\r\n)+$/;

const written = (stream: Transform, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => stream.write(bytes, () => resolve()));
