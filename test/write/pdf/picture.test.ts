import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Block } from "../../../src/document/model.ts";
import { hyphenate } from "../../../src/layout/hyphenate.ts";
import { layOut } from "../../../src/layout/layout.ts";
import type { Pictures } from "../../../src/picture/picture.ts";
import { writePdf } from "../../../src/write/pdf/write.ts";
import { doc, p } from "../../support/blocks.ts";
import { realFonts } from "../../support/fonts.ts";
import { figure, PICTURES, svg } from "../../support/pictures.ts";
import { objectsOf, readPdf } from "../../support/read-pdf.ts";
import { builtInSheet } from "../../support/sheet.ts";

const fonts = realFonts();
async function write(blocks: readonly Block[], pictures: Pictures = PICTURES): Promise<Uint8Array> {
  const document = { ...doc(blocks), pictures };
  const laid = layOut(document, { sheet: builtInSheet("corporate-en"), metrics: fonts, hyphenate });
  if (!laid.ok) throw new Error("layout failed");
  return writePdf(document, laid.value, fonts.opened);
}
/** What draws the first form of a file. */
function formIn(bytes: Uint8Array): string {
  const file = Buffer.from(bytes).toString("latin1");
  const found = /\/Subtype \/Form.*?\/Length (\d+).*?stream\r?\n/s.exec(file);
  const start = (found?.index ?? 0) + (found?.[0].length ?? 0);
  return inflateSync(bytes.subarray(start, start + Number(found?.[1]))).toString("latin1");
}
const all = [
  p("Before."),
  figure("plan.svg", "The plan."),
  figure("seal.png"),
  figure("photo.jpg", "The photo."),
  figure("plan.svg"),
];

describe("pictures in a PDF", () => {
  it("say what they show and where they stand", async () => {
    const objects = objectsOf(await write(all));
    expect(objects.match(/\/S ?\/Figure/g)?.length).toBe(4);
    expect(objects).toContain("/Alt (What plan.svg shows)");
    expect(
      objects.match(/\/O \/Layout \/Placement \/Block \/BBox \[[\d.]+ [\d.]+ [\d.]+ [\d.]+ ?\]/g)?.length,
    ).toBe(4);
  });

  it("are written once however often they are shown", async () => {
    const objects = Buffer.from(await write(all)).toString("latin1");
    expect(objects.match(/\/Subtype \/Form/g)?.length).toBe(1);
    expect(objects.match(/\/Subtype \/Image/g)?.length).toBe(3); // one of them a mask
  });

  it("keep the bytes of a JPEG and the mask of a PNG", async () => {
    const bytes = Buffer.from(await write(all));
    const photo = PICTURES["photo.jpg"];
    expect(photo?.kind === "raster" && bytes.includes(Buffer.from(photo.file))).toBe(true);
    expect(bytes.toString("latin1")).toMatch(/\/SMask \d+ 0 R/);
  });

  it("draw shapes at their place, however large or small the plane of the drawing is", async () => {
    for (const unit of [0.001, 1, 14_321]) {
      const side = (length: number): number => length * unit;
      const drawing = svg(
        `<rect x="${side(2)}" y="${side(1)}" width="${side(5)}" height="${side(2)}"/>`,
        `viewBox="${side(1)} 0 ${side(10)} ${side(4)}"`,
      );
      const content = formIn(await write([figure("drawing.svg")], { "drawing.svg": drawing }));
      const [across = 0, , , down = 0, x = 0, y = 0] = content.match(/-?[\d.]+(?= )/g)?.map(Number) ?? [];
      const corner = / ([\d.]+) ([\d.]+) m/.exec(content)?.slice(1).map(Number) ?? [];
      // a tenth from the left and three quarters up, on a plane of 1000
      expect((corner[0] ?? 0) * across + x).toBeCloseTo(100, 1);
      expect((corner[1] ?? 0) * down + y).toBeCloseTo(750, 1);
    }
  });

  it("leave the words around them as they are", async () => {
    const { texts } = readPdf(await write(all));
    const said = texts.filter(({ text }) => text.trim() !== "");
    expect(said.map(({ type, text }) => `${type}: ${text.trim()}`)).toEqual([
      "P: Before.",
      "Caption: The plan.",
      "Caption: The photo.",
    ]);
  });

  it("are the same bytes every time", async () => {
    const hash = async () =>
      createHash("sha256")
        .update(await write(all))
        .digest("hex");
    expect(await hash()).toBe(await hash());
  });
});
