import { roomFor, type Signer, signedData } from "./cms.ts";
import type { Pen, PenPage } from "./pen.ts";
import { type PdfObject, pdfText } from "./value.ts";

/** Stands for offsets that are known only when the file is. */
const LATER = 9_999_999_999;

/**
 * Leaves room for a signature (ISO 32000-1, 12.8) in a field without a look of its own: its rectangle is empty, so it
 * asks for no tag and no appearance (ISO 14289-1, 7.18.1; ISO 19005-3, 6.3.3). Returns the room.
 */
export function reserve(pen: Pen, page: PenPage, signer: Signer): PdfObject {
  const signature = pen.object({
    Type: "Sig",
    Filter: "Adobe.PPKLite",
    SubFilter: "ETSI.CAdES.detached",
    ByteRange: [0, LATER, LATER, LATER],
    Contents: new Uint8Array(roomFor(signer)),
    M: signer.time,
  });
  signature.end();
  const field: PdfObject = pen.object({
    Type: "Annot",
    Subtype: "Widget",
    FT: "Sig",
    T: pdfText("Signature"),
    Rect: [0, 0, 0, 0],
    F: 132, // printed and locked
    P: page.reference,
    V: signature,
  });
  field.end();
  const annotations = page.dictionary.Annots;
  page.dictionary.Annots = [...(Array.isArray(annotations) ? annotations : []), field];
  pen.form({ Fields: [field], SigFlags: 3 }); // there are signatures; write only by appending
  return signature;
}

/** Signs a finished file in the room that was left: everything but the signature's own digits. */
export function seal(bytes: Uint8Array, room: PdfObject, signer: Signer): Uint8Array {
  const sealed = Buffer.from(bytes);
  const blank = `[0 ${LATER} ${LATER} ${LATER}]`;
  const range = sealed.indexOf(blank, room.offset);
  const start = sealed.indexOf("<", sealed.indexOf("/Contents", range));
  const end = start + roomFor(signer) * 2 + 2;
  sealed.write(`[0 ${start} ${end} ${sealed.length - end}]`.padEnd(blank.length), range, "latin1");
  const signature = signedData([sealed.subarray(0, start), sealed.subarray(end)], signer);
  if (signature.length > roomFor(signer)) throw new Error("the signature does not fit into its room");
  sealed.write(Buffer.from(signature).toString("hex"), start + 1, "latin1");
  return sealed;
}
