import { failure, type Outcome, success } from "../diagnostic.ts";

/** A character that must not be in a record, by its offset in UTF-16 units. */
export interface Offender {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

// Controls but tab and line feed, a carriage return alone, line and paragraph separators, embeddings and
// overrides of direction, deprecated format characters, lone surrogates, non-characters.
const FORBIDDEN =
  /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u2028-\u202E\u206A-\u206F\p{Cs}\p{Noncharacter_Code_Point}]|\r(?!\n)/gu;

const MOST_REPORTED = 20;

/** The first characters of a text that no paper could carry, at most twenty. */
export function forbiddenCharacters(text: string): readonly Offender[] {
  const found: Offender[] = [];
  for (const match of text.matchAll(FORBIDDEN)) {
    found.push({ offset: match.index, length: match[0].length, message: forbiddenMessage(match[0]) });
    if (found.length === MOST_REPORTED) break;
  }
  return found;
}

function forbiddenMessage(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = `the character ${codePoint(code)}`;
  if (code === 0x0d) return "a carriage return without a line feed cannot be used";
  if (code <= 0x9f) return `${name} is a control character and cannot be used`;
  if (code >= 0xd800 && code <= 0xdfff) return `${name} is half of a character`;
  if (code === 0x2028 || code === 0x2029) return `${name} is an invisible line break and cannot be used`;
  if (code <= 0x206f) return `${name} changes the direction of text unseen and cannot be used`;
  return `${name} is no character`;
}

/** A code point as standards write it: U+4E2D. */
export const codePoint = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

const INVISIBLE = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u2060\uFEFF]/u;

/** The first character that nobody sees but that makes two equal names differ; undefined if there is none. */
export const invisibleCharacter = (text: string): string | undefined => INVISIBLE.exec(text)?.[0];

/** Whether every direction isolate is closed again, in order. */
export function isolatesBalance(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character >= "\u2066" && character <= "\u2068") open += 1;
    else if (character === "\u2069") open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

// Vietnamese needs two marks on a letter, careful Hebrew four; eight leave room and still fit a line.
const STACKED = /\p{M}{9}/u;

/** Whether a letter carries more marks than any line has room for. */
export const hasStackedMarks = (text: string): boolean => STACKED.test(text);

// What most texts are made of: ASCII, Latin letters, dashes and quotation marks, ideographs and wide marks.
const COMMON =
  /^[\n -~\u00A0-\u00AC\u00AE-\u024F\u2010-\u2015\u2018-\u201F\u2026\u3000-\u3029\u3030-\u3098\u309B-\u9FFF\uFF01-\uFF5E]*$/;

/** Whether there is nothing to say about the characters of a text. */
export const isHarmless = (text: string): boolean =>
  COMMON.test(text) ||
  (forbiddenCharacters(text).length === 0 &&
    isolatesBalance(text) &&
    !hasStackedMarks(text) &&
    invisibleCharacter(text) === undefined);

/** Text composed to NFC with plain line feeds. Never used on words quoted from a source. */
export const normalise = (text: string): string => text.replaceAll("\r\n", "\n").normalize("NFC");

/** The text of a UTF-8 file, without a byte order mark; the error names the first byte that is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, file: string): Outcome<string> {
  try {
    return success(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return failure([
      {
        code: "record/not-utf-8",
        severity: "error",
        message: `the file is not UTF-8: the byte at ${firstBadByte(bytes)} does not fit`,
        place: { file, line: 1, column: 1 },
        hint: "save the file as UTF-8",
      },
    ]);
  }
}

/** Offset of the first byte that breaks UTF-8, by halving: a prefix is good if only its last character is cut. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  // The good prefix may end in a character that never gets its remaining bytes; then that one is to blame.
  for (let i = good - 1; i >= 0 && i >= good - 3; i--) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0xc0) return sequenceLength(byte) > good - i ? i : good;
  }
  return good;
}

const sequenceLength = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

function decodes(bytes: Uint8Array): boolean {
  try {
    // In a stream, a character cut at the end is waited for rather than refused.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
