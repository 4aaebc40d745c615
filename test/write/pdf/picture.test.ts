import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Block } from "../../../src/document/model.ts";
import { hyphenate } from "../../../src/layout/hyphenate.ts";
import { layOut } from "../../../src/layout/layout.ts";
import { writePdf } from "../../../src/write/pdf/write.ts";
import { doc, p } from "../../support/blocks.ts";
import { realFonts } from "../../support/fonts.ts";
import { figure, PICTURES } from "../../support/pictures.ts";
import { objectsOf, readPdf } from "../../support/read-pdf.ts";
import { builtInSheet } from "../../support/sheet.ts";

const fonts = realFonts();
function write(blocks: readonly Block[]): Uint8Array {
  const document = { ...doc(blocks), pictures: PICTURES };
  const laid = layOut(document, { sheet: builtInSheet("corporate-en"), metrics: fonts, hyphenate });
  if (!laid.ok) throw new Error("layout failed");
  return writePdf(document, laid.value, fonts.opened);
}
const all = [
  p("Before."),
  figure("plan.svg", "The plan."),
  figure("seal.png"),
  figure("photo.jpg", "The photo."),
  figure("plan.svg"),
];

describe("pictures in a PDF", () => {
  it("say what they show and where they stand", () => {
    const objects = objectsOf(write(all));
    expect(objects.match(/\/S \/Figure/g)?.length).toBe(4);
    expect(objects).toContain("/Alt (What plan.svg shows)");
    expect(
      objects.match(/\/O \/Layout \/Placement \/Block \/BBox \[[\d.]+ [\d.]+ [\d.]+ [\d.]+ ?\]/g)?.length,
    ).toBe(4);
  });

  it("are written once however often they are shown", () => {
    const objects = Buffer.from(write(all)).toString("latin1");
    expect(objects.match(/\/Subtype \/Form/g)?.length).toBe(1);
    expect(objects.match(/\/Subtype \/Image/g)?.length).toBe(3); // one of them a mask
  });

  it("keep the bytes of a JPEG and the mask of a PNG", () => {
    const bytes = Buffer.from(write(all));
    const photo = PICTURES["photo.jpg"];
    expect(photo?.kind === "raster" && bytes.includes(Buffer.from(photo.file))).toBe(true);
    expect(bytes.toString("latin1")).toMatch(/\/SMask \d+ 0 R/);
  });

  it("leave the words around them as they are", () => {
    const { texts } = readPdf(write(all));
    const said = texts.filter(({ text }) => text.trim() !== "");
    expect(said.map(({ type, text }) => `${type}: ${text.trim()}`)).toEqual([
      "P: Before.",
      "Caption: The plan.",
      "Caption: The photo.",
    ]);
  });

  it("are the same bytes every time", () => {
    const hash = () => createHash("sha256").update(write(all)).digest("hex");
    expect(hash()).toBe(hash());
  });
});
