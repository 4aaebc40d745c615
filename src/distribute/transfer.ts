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
  const tokens = [...Buffer.from(line, "utf8")].map((byte, index, { length }) =>
    byte === 0x3d ||
    byte > 0x7e ||
    byte < 0x20 ||
    (byte === 0x20 && index === length - 1) ||
    (index === 0 && byte === 0x2e) ||
    (index === 0 && line.startsWith("From "))
      ? `=${byte.toString(16).toUpperCase().padStart(2, "0")}`
      : String.fromCharCode(byte),
  );
  const lines: string[] = [];
  let current = "";
  for (const token of tokens) {
    // A break may come between any two tokens; where it would lay a dot bare, the dot is written out.
    if (current.length + token.length > 75) {
      lines.push(`${current}=`);
      current = token === "." ? "=2E" : token;
    } else current += token;
  }
  return [...lines, current].join("\r\n");
}
