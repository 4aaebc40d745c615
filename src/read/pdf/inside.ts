import { RECORD_FILE } from "../../production.ts";
import type { Room } from "../../write/pdf/signature.ts";
import { tooLarge } from "../unreadable.ts";
import type { PdfFile } from "./file.ts";
import { type Dictionary, isStream, isText, type Value, wordsOf } from "./value.ts";

/** The record that is attached to a file, byte for byte; undefined where there is none. */
export function recordIn(file: PdfFile): Uint8Array | undefined {
  const { catalog, list, dictionary, get, decode } = file;
  const attached = [...list(catalog.get("AF")), ...embedded(file)].map(dictionary);
  for (const specification of attached) {
    const name = get(specification.get("UF")) ?? get(specification.get("F"));
    if (!isText(name) || wordsOf(name) !== RECORD_FILE) continue;
    const files = dictionary(specification.get("EF"));
    const stream = get(files.get("UF") ?? files.get("F"));
    if (isStream(stream)) return decode(stream).bytes;
  }
  return undefined;
}

const MOST_NODES = 10_000;

/** The values of the name tree of attachments (ISO 32000-1, 7.9.6), which programs keep that do not know of AF. */
function embedded({ catalog, dictionary, list }: PdfFile): readonly Value[] {
  const found: Value[] = [];
  const waiting: Dictionary[] = [dictionary(dictionary(catalog.get("Names")).get("EmbeddedFiles"))];
  for (let node = 0; node < waiting.length; node++) {
    if (node > MOST_NODES) throw tooLarge("has too many attachments");
    const here = waiting[node];
    found.push(...list(here?.get("Names")).filter((_, index) => index % 2 === 1));
    waiting.push(...list(here?.get("Kids")).map(dictionary));
  }
  return found;
}

/** The file's own properties, by name; what is no text is left out. */
export function propertiesOf({ trailer, dictionary, get }: PdfFile): ReadonlyMap<string, string> {
  const properties = [...dictionary(trailer.get("Info"))].map(([name, value]) => [name, get(value)] as const);
  return new Map(
    properties.flatMap(([name, value]) => (isText(value) ? [[name, wordsOf(value)] as const] : [])),
  );
}

/** The room that the first signature takes; undefined where the file is not signed. */
export function signatureIn({ catalog, dictionary, list, get }: PdfFile): Room | undefined {
  const fields = list(dictionary(catalog.get("AcroForm")).get("Fields")).map(dictionary);
  const signature = fields.map((field) => dictionary(field.get("V"))).find((value) => value.has("ByteRange"));
  const [contents, moment] = [get(signature?.get("Contents")), get(signature?.get("M"))];
  if (!isText(contents) || !isText(moment)) return undefined;
  const time = timeOf(wordsOf(moment));
  return time && { bytes: contents.bytes.length, time };
}

/** A time in UTC as we write it (7.9.4). */
function timeOf(text: string): Date | undefined {
  const parts = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [year = 0, month = 1, ...rest] = parts.map(Number);
  return new Date(Date.UTC(year, month - 1, ...rest));
}
