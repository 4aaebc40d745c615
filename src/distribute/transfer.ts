/** Bodies as mail may carry them: lines of at most 76 ASCII characters that end with CR LF, and none begins with a dot. */

const known = new WeakMap<Uint8Array, Buffer>();

/** Bytes in base64. The same bytes are encoded once, however many mails carry them. */
export function base64(bytes: Uint8Array): Buffer {
  let lines = known.get(bytes);
  if (lines === undefined) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
    lines = Buffer.from(text.replace(/.{76}(?=.)/g, "$&\r\n"), "latin1");
    known.set(bytes, lines);
  }
  return lines;
}

export interface EncodedText {
  readonly encoding: "quoted-printable" | "base64";
  readonly body: Buffer;
}

/** A text in whichever encoding is shorter: the one that stays legible for Latin, the other for most other scripts. */
export function encodedText(text: string): EncodedText {
  const lines = text.replace(/\r\n?|\n/g, "\r\n");
  const bytes = Buffer.from(lines, "utf8");
  const quoted = quotedPrintable(lines);
  return quoted.length <= Math.ceil(bytes.length / 3) * 4
    ? { encoding: "quoted-printable", body: Buffer.from(quoted, "latin1") }
    : { encoding: "base64", body: base64(bytes) };
}

/** RFC 2045, 6.7, with `.` and `From ` at the beginning of a line encoded, too, as mail programs stumble over them. */
const quotedPrintable = (text: string): string => text.split("\r\n").map(quotedLine).join("\r\n");

function quotedLine(line: string): string {
  const bytes = Buffer.from(line, "utf8");
  const isFrom = line.startsWith("From ");
  const last = bytes.length - 1;
  let lines = "";
  let current = "";
  for (const [index, byte] of bytes.entries()) {
    const isHidden = (index === 0 && (isFrom || byte === DOT)) || (index === last && byte === SPACE);
    const token = isHidden ? coded(byte) : (TOKENS[byte] ?? "");
    if (current.length + token.length > 75) {
      lines += `${current}=\r\n`;
      // A break must not lay a dot bare at the beginning of a line.
      current = byte === DOT ? coded(byte) : token;
    } else current += token;
  }
  return lines + current;
}

const [SPACE, DOT, EQUALS, TILDE] = [0x20, 0x2e, 0x3d, 0x7e];
const coded = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
const TOKENS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte < SPACE || byte === EQUALS || byte > TILDE ? coded(byte) : String.fromCharCode(byte),
);
