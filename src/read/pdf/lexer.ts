import { damaged } from "../unreadable.ts";
import type { Dictionary, Value } from "./value.ts";

/** A place in a text whose characters are bytes. */
export interface Cursor {
  readonly text: string;
  at: number;
}

const DEEPEST = 100;

const SPACE = /(?:[\0\t\n\f\r ]+|%[^\r\n]*)*/y;
const REFERENCE = /(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y;
const NAME = /\/[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const HEX = /<[0-9A-Fa-f\0\t\n\f\r ]*>/y;
const WORD = /[^\0\t\n\f\r ()<>[\]{}/%]+/y;

/** What a pattern finds at the cursor, which it is then moved behind. */
export function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found) cursor.at += found[0].length;
  return found;
}

/** White space and comments. */
export const skipSpace = (cursor: Cursor): void => {
  take(cursor, SPACE);
};

/** A word that is neither a value nor white space: an operator, or a keyword such as `obj`. */
export function readWord(cursor: Cursor): string | undefined {
  skipSpace(cursor);
  return take(cursor, WORD)?.[0];
}

/** Reads the value at the cursor. Streams are values only together with their bytes, which the file knows. */
export function readValue(cursor: Cursor, depth = 0): Value {
  if (depth > DEEPEST) throw damaged("holds values nested too deep");
  skipSpace(cursor);
  const character = cursor.text[cursor.at];
  switch (character) {
    case "<":
      return cursor.text[cursor.at + 1] === "<" ? readDictionary(cursor, depth) : readHex(cursor);
    case "(":
      return { kind: "text", bytes: readLiteral(cursor) };
    case "[":
      return readList(cursor, depth);
    case "/":
      return { kind: "name", name: readName(cursor) };
    default:
      return readPlain(cursor);
  }
}

const KEYWORDS: Readonly<Record<string, Value>> = { true: true, false: false, null: null };

function readPlain(cursor: Cursor): Value {
  const reference = take(cursor, REFERENCE);
  if (reference) return { kind: "reference", id: Number(reference[1]) };
  const number = take(cursor, NUMBER);
  if (number) return Number(number[0]);
  const word = take(cursor, WORD)?.[0] ?? "";
  if (!Object.hasOwn(KEYWORDS, word)) throw damaged("holds something that is no value");
  return KEYWORDS[word] ?? null;
}

function readName(cursor: Cursor): string {
  const name = take(cursor, NAME)?.[0].slice(1) ?? "";
  return name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function readList(cursor: Cursor, depth: number): readonly Value[] {
  const values: Value[] = [];
  cursor.at++;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.at] === "]") break;
    values.push(readValue(cursor, depth + 1));
  }
  cursor.at++;
  return values;
}

function readDictionary(cursor: Cursor, depth: number): Dictionary {
  const values = new Map<string, Value>();
  cursor.at += 2;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text.startsWith(">>", cursor.at)) break;
    if (cursor.text[cursor.at] !== "/") throw damaged("holds a group of values that is damaged");
    const name = readName(cursor);
    values.set(name, readValue(cursor, depth + 1));
  }
  cursor.at += 2;
  return values;
}

function readHex(cursor: Cursor): Value {
  const digits = take(cursor, HEX)?.[0].replace(/[^0-9A-Fa-f]/g, "");
  if (digits === undefined) throw damaged("holds a string that is damaged");
  const even = digits.length % 2 === 0 ? digits : `${digits}0`;
  return { kind: "text", bytes: Buffer.from(even, "hex").toString("latin1") };
}

const PLAIN = /[^()\\]+/y;
const ESCAPE = /\\(?:([0-7]{1,3})|(\r\n|[\s\S]))/y;
const PARENTHESIS = /[()]/y;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" },
  ...{ "\n": "", "\r": "", "\r\n": "" }, // a line that goes on
};

/** A string in parentheses, which may hold pairs of them (7.3.4.2). */
function readLiteral(cursor: Cursor): string {
  const parts: string[] = [];
  cursor.at++;
  for (let depth = 1; depth > 0; ) {
    const piece = take(cursor, PLAIN) ?? take(cursor, ESCAPE) ?? take(cursor, PARENTHESIS);
    if (!piece) throw damaged("holds a string without an end");
    const [found, octal, escaped] = piece;
    if (octal !== undefined) parts.push(String.fromCharCode(Number.parseInt(octal, 8) & 0xff));
    else if (escaped !== undefined) parts.push(ESCAPES[escaped] ?? escaped);
    else if (found === "(") depth++;
    else if (found === ")") depth--;
    if (octal === undefined && escaped === undefined && depth > 0) parts.push(found.replace(/\r\n?/g, "\n"));
  }
  return parts.join("");
}
