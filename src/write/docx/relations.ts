import { tag } from "./xml.ts";

const TYPES = {
  hyperlink: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
  image: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
  header: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header",
  footer: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer",
  comments: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
  glossary: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/glossaryDocument",
  customXml: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml",
} as const;
type Kind = keyof typeof TYPES;

/** What one part of the package leads to, by target, besides what docx itself relates; ids count in order of use. */
export type Relations = Map<string, { readonly id: string; readonly kind: Kind }>;

/** The id by which a part names a target: a part of the package, relative to its own folder, or an address. */
export function relate(relations: Relations, kind: Kind, target: string): string {
  const known = relations.get(target);
  if (known) return known.id;
  const id = `rIdOwn${relations.size + 1}`;
  relations.set(target, { id, kind });
  return id;
}

/** The relations as they stand in a part's list of them. */
export const relationsXml = (relations: Relations): string =>
  [...relations]
    .map(([target, { id, kind }]) =>
      tag("Relationship", {
        Id: id,
        Type: TYPES[kind],
        Target: target,
        ...(kind === "hyperlink" && { TargetMode: "External" }),
      }),
    )
    .join("");
