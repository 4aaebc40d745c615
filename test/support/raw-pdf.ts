/** An object of a file: its text, or a dictionary's entries and a stream. */
export type RawObject = string | { readonly entries: string; readonly stream: Uint8Array };

/** A PDF file of the given objects, numbered from 1, with a table of cross references. The first is the catalog. */
export function rawPdf(objects: readonly RawObject[], trailer = ""): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  const add = (part: string | Uint8Array): void => {
    const bytes = Buffer.from(part as string, "latin1");
    parts.push(bytes);
    length += bytes.length;
  };
  add("%PDF-1.7\n");
  const offsets = objects.map((object, index) => {
    const offset = length;
    add(`${index + 1} 0 obj\n`);
    if (typeof object === "string") add(object);
    else {
      add(`<< ${object.entries} /Length ${object.stream.length} >>\nstream\n`);
      add(object.stream);
      add("\nendstream");
    }
    add("\nendobj\n");
    return offset;
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join("")}`);
  add(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(parts);
}

/** The smallest objects of a file: a catalog and a list of no pages. */
export const EMPTY = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"] as const;
