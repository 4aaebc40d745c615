/**
 * Header fields as RFC 5322 wants them, with other scripts as RFC 2047 and RFC 2231 write them. Nothing here repairs:
 * what could end a field and begin another is found beforehand (`headerProblem`), and throws if it comes through.
 */

/** A name and an address, as they stand in From or To. */
export interface Mailbox {
  readonly name?: string;
  readonly address: string;
}

/** Controls, line and paragraph separators, and marks that turn the direction of what follows. */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

/** What in a text must not come into a header; undefined when nothing does. */
export const headerProblem = (text: string): string | undefined => {
  const [found] = FORBIDDEN.exec(text) ?? [];
  return found === undefined
    ? undefined
    : `it holds the character U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
};

/** Longest line that RFC 5322 recommends; RFC 2047 allows two less for lines with encoded words. */
const WIDTH = 78;
const ENCODED_WIDTH = 76;

/** A field of free text: as it is where it is plain ASCII, else in encoded words. */
export function textField(name: string, text: string): string {
  safe(text);
  const start = `${name}: `;
  if (!isPlain(text)) return start + encodedWords(text, ENCODED_WIDTH - start.length);
  return folded(start, text.split(" "));
}

/** A field of words that were made here, such as dates and ids: never folded, never encoded. */
export function tokenField(name: string, text: string): string {
  safe(text);
  if (!/^[\x20-\x7e]+$/.test(text)) throw new Error(`${name} is not ASCII`);
  return `${name}: ${text}`;
}

/** A field with one mailbox. Addresses that are not ASCII stay as they are (RFC 6532). */
export function mailboxField(name: string, { name: person, address }: Mailbox): string {
  safe(address);
  if (/[\s<>]/.test(address)) throw new Error(`${name} has no plain address`);
  if (person === undefined || person === "") return `${name}: ${address}`;
  const start = `${name}: `;
  const phrase = phraseOf(safe(person), ENCODED_WIDTH - start.length);
  const last = phrase.slice(phrase.lastIndexOf("\n") + 1);
  const room = WIDTH - (last === phrase ? start.length : 0) - last.length;
  return `${start}${phrase}${address.length + 3 > room ? "\r\n " : " "}<${address}>`;
}

/** A name before an address: atoms as they are, other ASCII in quotes, so that `x@y` stays a name; the rest encoded. */
function phraseOf(text: string, room: number): string {
  if (/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/.test(text) && isPlain(text) && text.length <= room) return text;
  const quoted = `"${text.replace(/["\\]/g, "\\$&")}"`;
  return isPlain(text) && quoted.length <= room ? quoted : encodedWords(text, room);
}

/** Printable ASCII that nobody takes for an encoded word, in words short enough to be folded. */
const isPlain = (text: string): boolean =>
  /^[\x20-\x7e]*$/.test(text) &&
  !text.includes("=?") &&
  !/^ | $| {2}/.test(text) &&
  text.split(" ").every((word) => word.length <= 60);

function folded(start: string, words: readonly string[]): string {
  let line = start + (words[0] ?? "");
  const lines: string[] = [];
  for (const word of words.slice(1)) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ` ${word}`;
    } else line += ` ${word}`;
  }
  return [...lines, line].join("\r\n");
}

const OPEN = "=?UTF-8?B?";
const CLOSE = "?=";
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Encoded words, one a line; a character and its marks stay in one word, since each is decoded by itself. The first line
 * has less room, as the field's name stands before it.
 */
function encodedWords(text: string, firstRoom: number): string {
  const lines: string[] = [];
  let word = Buffer.alloc(0);
  const fits = (bytes: number): boolean =>
    Math.ceil(bytes / 3) * 4 + OPEN.length + CLOSE.length <=
    (lines.length === 0 ? firstRoom : ENCODED_WIDTH - 1);
  const close = (): void => {
    if (word.length > 0) lines.push(`${OPEN}${word.toString("base64")}${CLOSE}`);
    word = Buffer.alloc(0);
  };
  for (const part of piecesOf(text)) {
    const bytes = Buffer.from(part);
    if (!fits(word.length + bytes.length)) close();
    word = Buffer.concat([word, bytes]);
  }
  close();
  return lines.join("\r\n ");
}

/** Characters with their marks; one that carries more than an encoded word holds is taken apart. */
const piecesOf = (text: string): readonly string[] =>
  [...graphemes.segment(text)].flatMap(({ segment }) =>
    Buffer.byteLength(segment) > 30 ? [...segment] : [segment],
  );

/**
 * A parameter of a MIME field, such as the name of a file: in quotes, and where it is not ASCII also in the form of
 * RFC 2231, which programs that know it prefer.
 */
export function parameter(name: string, value: string): string {
  safe(value);
  const plain = value
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/g, "_");
  const quoted = `${name}="${plain.replace(/["\\]/g, "_")}"`;
  if (plain === value && !/["\\]/.test(value)) return quoted;
  return `${quoted};\r\n ${name}*=UTF-8''${encodeURIComponent(value).replace(/['()*]/g, percent)}`;
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

function safe(text: string): string {
  const problem = headerProblem(text);
  if (problem !== undefined) throw new Error(`a header is refused: ${problem}`);
  return text;
}
