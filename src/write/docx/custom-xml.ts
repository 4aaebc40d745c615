import { CONTENT_TYPES, extend, type Parts } from "./parts.ts";
import { type Relations, relate } from "./relations.ts";
import { DECLARATION, tag } from "./xml.ts";

/** XML of our own in a Word file. The id names the kind of part, so that programs find it; it is the same in every file. */
export interface CustomXml {
  readonly number: number;
  readonly id: string;
  readonly namespace: string;
  /** Its one element. */
  readonly xml: string;
}

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";

/**
 * Puts a custom XML part into a package (ECMA-376, part 1, section 15.2.5), which Word and LibreOffice keep when they
 * save. docx cannot make one. Changes `parts`, and the relations of the document.
 */
export function attachCustomXml(
  parts: Parts,
  document: Relations,
  { number, id, namespace, xml }: CustomXml,
): void {
  const item = `customXml/item${number}.xml`;
  const properties = `itemProps${number}.xml`;
  const schema = `<ds:schemaRefs>${tag("ds:schemaRef", { "ds:uri": namespace })}</ds:schemaRefs>`;
  const relation = {
    Id: "rId1",
    Type: `${OFFICE}/relationships/customXmlProps`,
    Target: properties,
  };
  parts.set(item, DECLARATION + xml);
  parts.set(
    `customXml/${properties}`,
    `${DECLARATION}<ds:datastoreItem ds:itemID="${id}" xmlns:ds="${OFFICE}/customXml">${schema}</ds:datastoreItem>`,
  );
  parts.set(
    `customXml/_rels/item${number}.xml.rels`,
    `${DECLARATION}<Relationships xmlns="${RELATIONS}">${tag("Relationship", relation)}</Relationships>`,
  );
  const type = {
    PartName: `/customXml/${properties}`,
    ContentType: "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
  };
  extend(parts, CONTENT_TYPES, "</Types>", tag("Override", type));
  relate(document, "customXml", `../${item}`);
}
