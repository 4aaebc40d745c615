/** pdfkit writes String objects as text, plain strings as names or operators, bytes as hexadecimal strings. */
export interface PdfText {
  readonly length: number;
}
export type PdfValue =
  | string
  | number
  | boolean
  | null
  | Date
  | PdfText
  | Uint8Array
  | PdfObject
  | readonly PdfValue[]
  | PdfDictionary;
export interface PdfDictionary {
  [key: string]: PdfValue | undefined;
}
export interface PdfObject {
  readonly data: PdfDictionary;
  /** Where the object begins in the file, once it is written. */
  readonly offset?: number;
  /** Writes the object; with bytes, as a stream, which is deflated. */
  end(stream?: Uint8Array): void;
}
/** A text string, in contrast to a name. */
// a String object is how pdfkit tells the two apart
export const pdfText = (text: string): PdfText => new String(text);

/** A number for a content stream: at most two decimals, none that are zero. */
export const number = (value: number): string => String(Math.round(value * 100) / 100);
