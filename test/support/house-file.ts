import { Document, Footer, Header, ImageRun, Packer, Paragraph, TextRun } from "docx";
import { unzipSync, zipSync } from "fflate";

const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A house's own file: red headings with ids of a German Word, a logo in the head, other margins. */
export async function houseFile(): Promise<Uint8Array> {
  const file = new Document({
    styles: {
      default: { heading1: { run: { color: "C00000", font: "Georgia" }, paragraph: { keepNext: true } } },
    },
    sections: [
      {
        properties: { page: { size: { width: 12240, height: 15840 }, margin: { top: 2000, left: 1000 } } },
        headers: {
          default: new Header({
            children: [
              new Paragraph({
                children: [
                  new ImageRun({
                    type: "png",
                    data: LOGO,
                    transformation: { width: 40, height: 20 },
                    altText: { name: "logo", description: "The house", title: "" },
                  }),
                  new TextRun("House & Sons"),
                ],
              }),
            ],
          }),
        },
        footers: { default: new Footer({ children: [new Paragraph("The house's own foot")] }) },
        children: [new Paragraph("Whatever stands here stays behind.")],
      },
    ],
  });
  const parts = unzipSync(await Packer.toBuffer(file));
  const styles = new TextDecoder().decode(parts["word/styles.xml"]).replaceAll('"Heading1"', '"berschrift1"');
  return zipSync({ ...parts, "word/styles.xml": new TextEncoder().encode(styles) });
}
