import type { Outcome } from "../diagnostic.ts";
import { DIGEST_PROPERTY, PRODUCTION_PROPERTY, type Production, readProduction } from "../production.ts";
import * as docx from "./docx.ts";
import { openPdf, type PdfFile } from "./pdf/file.ts";
import * as pdf from "./pdf/inside.ts";
import { attempt, Unreadable } from "./unreadable.ts";
import { readZip, type ZipParts } from "./zip.ts";

/** A finished paper, opened again. */
export type Paper = Inside &
  (
    | { readonly format: "pdf"; readonly bytes: Uint8Array; readonly pdf: PdfFile }
    | { readonly format: "docx"; readonly bytes: Uint8Array; readonly parts: ZipParts }
  );

/** What a paper carries besides its words. Absent: it does not. */
export interface Inside {
  readonly record?: Uint8Array;
  /** What the paper says the digest of its record is. */
  readonly digest?: string;
  readonly production?: Production;
}

/**
 * Opens a PDF or Word file. `file` is its name in messages, `password` opens a locked one. Whatever bytes are given, it
 * ends, and says what is wrong with them.
 */
export const openPaper = (bytes: Uint8Array, file: string, password?: string): Outcome<Paper> =>
  attempt(file, () => {
    if (startsWith(bytes, "%PDF-")) {
      const pdf = openPdf(bytes, password);
      return { format: "pdf", bytes, pdf, ...insidePdf(pdf) };
    }
    if (startsWith(bytes, "PK")) {
      const parts = readZip(bytes);
      if (parts.has(docx.MAIN_PART)) return { format: "docx", bytes, parts, ...insideDocx(parts) };
    }
    throw new Unreadable("paper/not-a-paper", "is neither a PDF nor a Word file (.docx)");
  });

const startsWith = (bytes: Uint8Array, start: string): boolean =>
  Buffer.from(bytes.subarray(0, start.length)).toString("latin1") === start;

function insidePdf(file: PdfFile): Inside {
  const properties = pdf.propertiesOf(file);
  const digest = properties.get(DIGEST_PROPERTY.pdf);
  return inside(pdf.recordIn(file), digest, properties.get(PRODUCTION_PROPERTY));
}

function insideDocx(parts: ZipParts): Inside {
  const record = docx.recordIn(parts);
  const properties = docx.propertiesOf(parts);
  const bytes = record === undefined ? undefined : new TextEncoder().encode(record);
  return inside(bytes, properties.get(DIGEST_PROPERTY.docx), properties.get(PRODUCTION_PROPERTY));
}

function inside(
  record: Uint8Array | undefined,
  digest: string | undefined,
  note: string | undefined,
): Inside {
  const production = note === undefined ? undefined : readProduction(note);
  return {
    ...(record && { record }),
    ...(digest !== undefined && { digest }),
    ...(production && { production }),
  };
}
