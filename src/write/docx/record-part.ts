import type { CustomXml } from "./custom-xml.ts";
import { escapeXml } from "./xml.ts";

/** The record that a paper was made from, as it travels inside the Word file. */
export interface RecordPart {
  readonly json: string;
}

const NAMESPACE = "urn:minutebook:record";

/** The record as a part of the file: its JSON as the text of one element. */
export const recordXml = ({ json }: RecordPart): CustomXml => ({
  number: 1,
  id: "{6B1F3B52-5D0E-4B0B-9C3A-2E6D0C7A41F8}",
  namespace: NAMESPACE,
  xml: `<record xmlns="${NAMESPACE}" mediaType="application/json">${escapeXml(json)}</record>`,
});
