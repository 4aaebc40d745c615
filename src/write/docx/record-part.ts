import { RECORD_NAMESPACE } from "../../production.ts";
import { CONTENT_TYPES, extend, type Parts } from "./parts.ts";
import { DECLARATION, escapeXml, tag } from "./xml.ts";

/** The record that a paper was made from, as it travels inside the Word file. */
export interface RecordPart {
  readonly json: string;
}

export const RECORD_ITEM = "customXml/item1.xml";
const PROPERTIES = "customXml/itemProps1.xml";
/** Names the kind of part, so that programs find it; the same in every file. */
const ITEM_ID = "{6B1F3B52-5D0E-4B0B-9C3A-2E6D0C7A41F8}";

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";

/**
 * Puts the record into a package as a custom XML part (ECMA-376, part 1, section 15.2.5), which Word and
 * LibreOffice keep when they save; the document relates to it. docx cannot make one. Changes `parts`.
 */
export function attachRecord(parts: Parts, record: RecordPart): void {
  parts.set(
    RECORD_ITEM,
    `${DECLARATION}<record xmlns="${RECORD_NAMESPACE}" mediaType="application/json">${escapeXml(record.json)}</record>`,
  );
  parts.set(
    PROPERTIES,
    `${DECLARATION}<ds:datastoreItem ds:itemID="${ITEM_ID}" xmlns:ds="${OFFICE}/customXml"><ds:schemaRefs>${tag("ds:schemaRef", { "ds:uri": RECORD_NAMESPACE })}</ds:schemaRefs></ds:datastoreItem>`,
  );
  parts.set(
    "customXml/_rels/item1.xml.rels",
    `${DECLARATION}<Relationships xmlns="${RELATIONS}">${tag("Relationship", { Id: "rId1", Type: `${OFFICE}/relationships/customXmlProps`, Target: "itemProps1.xml" })}</Relationships>`,
  );
  extend(
    parts,
    CONTENT_TYPES,
    "</Types>",
    tag("Override", {
      PartName: `/${PROPERTIES}`,
      ContentType: "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    }),
  );
}
