import { damaged } from "../unreadable.ts";
import { type Cursor, readValue, readWord, skipSpace } from "./lexer.ts";
import { isList, isText, type Text, type Value, wordsOf } from "./value.ts";

/** From the codes of a font, as bytes of a string, to their text. */
export type CodeMap = (codes: string) => string;

const MOST_CODES = 0x20000;

/** Reads a map from codes to text (ISO 32000-1, 9.10.3). Codes that it does not have are left out. */
export function readCodeMap(text: string): CodeMap {
  const cursor: Cursor = { text, at: 0 };
  const lengths = new Set<number>();
  const texts = new Map<string, string>();
  const set = (code: string, meant: string): void => {
    texts.set(code, meant);
    if (texts.size > MOST_CODES) throw damaged("has a font with more codes than there are");
  };
  const values: Value[] = [];
  for (skipSpace(cursor); cursor.at < text.length; skipSpace(cursor)) {
    if (!/[A-Za-z]/.test(text[cursor.at] ?? "")) {
      values.push(readValue(cursor));
      continue;
    }
    const word = readWord(cursor) ?? "";
    if (word === "endcodespacerange") for (const one of values.filter(isText)) lengths.add(one.bytes.length);
    else if (word === "endbfchar") for (const [code, meant] of inGroups(values, 2)) set(...pair(code, meant));
    else if (word === "endbfrange")
      for (const [first, last, meant] of inGroups(values, 3)) ranged(first, last, meant, set);
    values.length = 0;
  }
  const byLength = [...lengths].sort((a, b) => a - b);
  return (codes) => translated(codes, texts, byLength.length > 0 ? byLength : [1]);
}

function translated(codes: string, texts: ReadonlyMap<string, string>, lengths: readonly number[]): string {
  let translation = "";
  for (let at = 0; at < codes.length; ) {
    const length = lengths.find((one) => texts.has(codes.slice(at, at + one))) ?? lengths[0] ?? 1;
    translation += texts.get(codes.slice(at, at + length)) ?? "";
    at += length;
  }
  return translation;
}

/** Values in groups of so many; what is over at the end is no group. */
const inGroups = (values: readonly Value[], size: number): readonly (readonly Value[])[] =>
  Array.from({ length: Math.floor(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );

function pair(code: Value | undefined, meant: Value | undefined): [string, string] {
  if (!isText(code) || !isText(meant)) throw damaged("has a font whose text cannot be told");
  return [code.bytes, unicode(meant)];
}

const unicode = ({ bytes }: Text): string => wordsOf({ kind: "text", bytes: `\xfe\xff${bytes}` });

function ranged(
  first: Value | undefined,
  last: Value | undefined,
  meant: Value | undefined,
  set: (code: string, meant: string) => void,
): void {
  if (!isText(first) || !isText(last) || first.bytes.length !== last.bytes.length)
    throw damaged("has a font whose text cannot be told");
  const { length } = first.bytes;
  const [from, to] = [first, last].map(({ bytes }) =>
    Number.parseInt(Buffer.from(bytes, "latin1").toString("hex"), 16),
  );
  if (from === undefined || to === undefined || !(to - from < MOST_CODES))
    throw damaged("has a font with more codes than there are");
  const start = isText(meant) ? [...unicode(meant)] : [];
  for (let code = from; code <= to; code++) {
    const bytes = Buffer.from(code.toString(16).padStart(length * 2, "0"), "hex").toString("latin1");
    const listed = isList(meant) ? meant[code - from] : undefined;
    if (isText(listed)) set(bytes, unicode(listed));
    else if (start.length > 0) set(bytes, following(start, code - from));
  }
}

/** The text whose last character is so many places further. */
const following = (start: readonly string[], places: number): string =>
  start.slice(0, -1).join("") +
  String.fromCodePoint(((start.at(-1)?.codePointAt(0) ?? 0) + places) % 0x110000);
