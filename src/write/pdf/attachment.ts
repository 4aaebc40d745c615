import { createHash } from "node:crypto";
import type { Pen } from "./pen.ts";
import { pdfText } from "./value.ts";

/** A file that travels inside the PDF. */
export interface Attachment {
  /** Lower-case ASCII. */
  readonly name: string;
  /** Without parameters, which PDF/A does not know. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly description: string;
  /** What the file is to the document: what it was made from, or something more. */
  readonly relationship: "Source" | "Supplement";
}

/**
 * Embeds a file and associates it with the document as PDF/A-3 asks for (ISO 19005-3, 6.8). Made here because
 * pdfkit writes the checksum as text, where 16 bytes are due (ISO 32000-1, table 46).
 */
export function attach(pen: Pen, attachment: Attachment, date: Date): void {
  const { name, mediaType, bytes, description, relationship } = attachment;
  const file = pen.object({
    Type: "EmbeddedFile",
    Subtype: mediaType.replaceAll("/", "#2F"), // a name holds no slash
    Params: {
      Size: bytes.length,
      CreationDate: date,
      ModDate: date,
      CheckSum: pen.bytes(createHash("md5").update(bytes).digest()),
    },
  });
  file.end(bytes);
  const specification = pen.object({
    Type: "Filespec",
    F: pdfText(name),
    UF: pdfText(name),
    Desc: pdfText(description),
    AFRelationship: relationship,
    EF: { F: file, UF: file },
  });
  specification.end();
  const associated = pen.catalog.AF;
  pen.catalog.AF = [...(Array.isArray(associated) ? associated : []), specification];
  pen.attachment(name, specification);
}
