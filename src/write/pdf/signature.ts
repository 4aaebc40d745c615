import { roomFor, type Signer, signedData } from "./cms.ts";
import type { Pen, PenPage } from "./pen.ts";
import { type PdfObject, pdfText } from "./value.ts";

/** What a signature takes up in a file before it is there. */
export interface Room {
  readonly bytes: number;
  /** The time that the file gives for it. */
  readonly time: Date;
}

export const roomOf = (signer: Signer): Room => ({ bytes: roomFor(signer), time: signer.time });

/** Stands for offsets that are known only when the file is. */
const LATER = 9_999_999_999;
const BLANK = `[0 ${LATER} ${LATER} ${LATER}]`;

/**
 * Leaves room for a signature (ISO 32000-1, 12.8) in a field without a look of its own: its rectangle is empty, so it
 * asks for no tag and no appearance (ISO 14289-1, 7.18.1; ISO 19005-3, 6.3.3). Returns the signature's object.
 */
export function reserve(pen: Pen, page: PenPage, { bytes, time }: Room): PdfObject {
  const signature = pen.object({
    Type: "Sig",
    Filter: "Adobe.PPKLite",
    SubFilter: "ETSI.CAdES.detached",
    ByteRange: [0, LATER, LATER, LATER],
    Contents: new Uint8Array(bytes),
    M: time,
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

/** Where the digits of a signature stand in a file with room for it, and what says so. */
function gapIn(file: Buffer, { bytes }: Room, from: number) {
  const range = file.indexOf(BLANK, from);
  const start = file.indexOf("<", file.indexOf("/Contents", range));
  const end = start + bytes * 2 + 2;
  return { range, start, end, covered: `[0 ${start} ${end} ${file.length - end}]`.padEnd(BLANK.length) };
}

/** Signs a finished file in the room that was left: everything but the signature's own digits. */
export function seal(bytes: Uint8Array, { offset = 0 }: PdfObject, signer: Signer): Uint8Array {
  const sealed = Buffer.from(bytes);
  const room = roomOf(signer);
  const { range, start, end, covered } = gapIn(sealed, room, offset);
  sealed.write(covered, range, "latin1");
  const signature = signedData([sealed.subarray(0, start), sealed.subarray(end)], signer);
  if (signature.length > room.bytes) throw new Error("the signature does not fit into its room");
  sealed.write(Buffer.from(signature).toString("hex"), start + 1, "latin1");
  return sealed;
}

/** Whether a file is another one, made with room for a signature, and a signature in it that covers all the rest. */
export function isSealed(file: Uint8Array, blank: Uint8Array, room: Room): boolean {
  if (file.length !== blank.length) return false;
  const empty = Buffer.from(blank);
  const { range, start, end, covered } = gapIn(empty, room, 0);
  if (range < 0) return false;
  empty.write(covered, range, "latin1");
  const digits = Buffer.from(file.subarray(start, end));
  if (!/^<[0-9a-fA-F]*>$/.test(digits.toString("latin1"))) return false;
  digits.copy(empty, start);
  return empty.equals(file);
}
