import { type Relations, relationsXml } from "./relations.ts";
import { DECLARATION } from "./xml.ts";

/** The parts of a package by path: text, or the bytes of what is no XML. */
export type Parts = Map<string, string | Uint8Array>;

export const CONTENT_TYPES = "[Content_Types].xml";

/** Puts XML before the end of a part's root. Changes `parts`. */
export function extend(parts: Parts, path: string, end: string, addition: string): void {
  const xml = parts.get(path);
  if (typeof xml !== "string") throw new Error(`the package has no ${path}`);
  // docx writes a list without entries as one empty tag
  const open = xml.includes(end) ? xml : xml.replace(/\/>\s*$/, () => `>${end}`);
  if (!open.includes(end)) throw new Error(`${path} has no ${end}`);
  parts.set(
    path,
    open.replace(end, () => addition + end),
  );
}

const NO_RELATIONS = `${DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`;

/** Says where a part leads to, beside what the package says of it already. Changes `parts`. */
export function relateFrom(parts: Parts, path: string, relations: Relations): void {
  if (relations.size === 0) return;
  const list = path.replace(/([^/]+)$/, "_rels/$1.rels");
  if (!parts.has(list)) parts.set(list, NO_RELATIONS);
  extend(parts, list, "</Relationships>", relationsXml(relations));
}
