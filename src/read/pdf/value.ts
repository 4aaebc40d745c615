/** A value as it stands in a PDF file (ISO 32000-1, 7.3). Characters of names and strings are bytes. */
export type Value =
  | null
  | boolean
  | number
  | Name
  | Text
  | Reference
  | Stream
  | readonly Value[]
  | Dictionary;

export interface Name {
  readonly kind: "name";
  readonly name: string;
}
export interface Text {
  readonly kind: "text";
  readonly bytes: string;
}
export interface Reference {
  readonly kind: "reference";
  readonly id: number;
}
export interface Stream {
  readonly kind: "stream";
  readonly dictionary: Dictionary;
  /** As it lies in the file, but decrypted. */
  readonly packed: Uint8Array;
}
export type Dictionary = ReadonlyMap<string, Value>;

export const isDictionary = (value: Value | undefined): value is Dictionary => value instanceof Map;
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
export const isName = (value: Value | undefined): value is Name => hasKind(value, "name");
export const isText = (value: Value | undefined): value is Text => hasKind(value, "text");
export const isReference = (value: Value | undefined): value is Reference => hasKind(value, "reference");
export const isStream = (value: Value | undefined): value is Stream => hasKind(value, "stream");

const hasKind = (value: Value | undefined, kind: string): boolean =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === kind;

/** Words in a text string: UTF-16 with its mark, UTF-8 with its mark, or one byte a character (7.9.2.2). */
export function wordsOf({ bytes }: Text): string {
  const buffer = Buffer.from(bytes, "latin1");
  if (bytes.startsWith("\xfe\xff")) return new TextDecoder("utf-16be").decode(buffer);
  if (bytes.startsWith("\xef\xbb\xbf")) return buffer.subarray(3).toString("utf8");
  return bytes;
}
