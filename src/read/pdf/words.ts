import { isDeepStrictEqual } from "node:util";
import { Unreadable } from "../unreadable.ts";
import { type CodeMap, readCodeMap } from "./code-map.ts";
import type { PdfFile } from "./file.ts";
import { type Cursor, readValue, readWord, skipSpace } from "./lexer.ts";
import { type Dictionary, isList, isName, isStream, isText, type Value } from "./value.ts";

/** The content of a page as it is drawn: all its streams, one after the other. */
export function contentOf(page: Dictionary, { list, get, decode }: PdfFile): string {
  const streams = list(page.get("Contents")).map(get).filter(isStream);
  return streams.map((stream) => Buffer.from(decode(stream).bytes).toString("latin1")).join("\n");
}

/**
 * The words on a page in the order in which they are drawn. Undefined where its content or fonts are of a kind that
 * ours are not, and cannot be told.
 */
export function wordsOn(page: Dictionary, file: PdfFile): readonly string[] | undefined {
  return whereReadable(() => {
    const text = drawn(contentOf(page, file), fontsOf(page, file));
    return text
      .replace(/\u00ad\s*/gu, "")
      .split(/\s+/u)
      .filter(Boolean);
  });
}

/** Content that is no content of ours does not make the whole file unreadable. */
function whereReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function fontsOf(page: Dictionary, { dictionary, get, decode }: PdfFile): ReadonlyMap<string, CodeMap> {
  const fonts = dictionary(dictionary(page.get("Resources")).get("Font"));
  return new Map(
    [...fonts].flatMap(([name, font]) => {
      const map = get(dictionary(font).get("ToUnicode"));
      if (!isStream(map)) return [];
      return [[name, readCodeMap(Buffer.from(decode(map).bytes).toString("latin1"))]];
    }),
  );
}

/** An operator of a content stream, with what it is given. */
export interface Operation {
  readonly operator: string;
  readonly operands: readonly Value[];
}

const OPERATOR = /[A-Za-z'"]/;
const KEYWORD = /(?:true|false|null)\b/y;

/** The operators of a content stream in order (ISO 32000-1, 7.8.2). */
export function* operationsOf(content: string): Generator<Operation> {
  const cursor: Cursor = { text: content, at: 0 };
  let operands: Value[] = [];
  for (skipSpace(cursor); cursor.at < content.length; skipSpace(cursor)) {
    KEYWORD.lastIndex = cursor.at;
    if (OPERATOR.test(content[cursor.at] ?? "") && !KEYWORD.test(content)) {
      yield { operator: readWord(cursor) ?? "", operands };
      operands = [];
    } else operands.push(readValue(cursor));
  }
}

/** Operators that set text elsewhere: in another line, or further on in the same one. */
const MOVES: ReadonlySet<string> = new Set(["BT", "Td", "TD", "Tm", "T*", "'", '"']);
/** Operators that show text, which is the last of their operands. */
const SHOWS: ReadonlySet<string> = new Set(["Tj", "TJ", "'", '"']);

/** Follows the operators that show text (9.4.3). */
function drawn(content: string, fonts: ReadonlyMap<string, CodeMap>): string {
  const shown: string[] = [];
  let font: CodeMap | undefined;
  for (const { operator, operands } of operationsOf(content)) {
    const [first] = operands;
    const last = operands.at(-1);
    if (operator === "Tf") font = isName(first) ? fonts.get(first.name) : undefined;
    if (MOVES.has(operator)) shown.push(" ");
    if (!SHOWS.has(operator)) continue;
    for (const piece of isList(last) ? last : [last])
      if (isText(piece)) shown.push(font ? font(piece.bytes) : piece.bytes);
  }
  return shown.join("");
}

/** Whether two contents draw the same, whatever spaces are between their operators. */
export function drawsAlike(content: string, other: string): boolean {
  if (content === other) return true;
  const alike = whereReadable(() => {
    const others = operationsOf(other);
    for (const operation of operationsOf(content)) {
      const next = others.next();
      if (next.done || !isDeepStrictEqual(operation, next.value)) return false;
    }
    return others.next().done === true;
  });
  return alike ?? false;
}
