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
  | PdfReference
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
/** An object by its number. As text it is what stands for the object in a file. */
export class PdfReference {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  toString(): string {
    return `${this.id} 0 R`;
  }
}
/** A text string, in contrast to a name. */
// a String object is how pdfkit tells the two apart
export const pdfText = (text: string): PdfText => new String(text);

/** As exact as content streams are. */
export const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** A number for a content stream: at most two decimals, none that are zero. */
export const number = (value: number): string => String(hundredths(value));
