import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Document } from "../../../src/document/model.ts";
import { emf } from "../../../src/write/docx/emf.ts";
import { writeDocx } from "../../../src/write/docx/write.ts";
import { doc, p, t } from "../../support/blocks.ts";
import { figure, PHOTO, PICTURES, PLAN, svg } from "../../support/pictures.ts";
import { docxParts } from "../../support/read-docx.ts";
import { builtInSheet } from "../../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const write = (document: Partial<Document>): Promise<Uint8Array> =>
  writeDocx({ ...doc([p("x")]), pictures: PICTURES, ...document }, sheet, {});
const all = (xml: string | undefined, pattern: RegExp): readonly string[] =>
  [...(xml ?? "").matchAll(pattern)].map(([, first]) => first ?? "");

describe("a figure in Word", () => {
  const blocks = [figure("plan.svg", "The plan."), figure("photo.jpg"), figure("plan.svg")];

  it("says what it shows and is as large as on our own pages", async () => {
    const xml = docxParts(await write({ blocks })).get("word/document.xml");
    expect(all(xml, /<wp:docPr [^>]*descr="([^"]*)"/g)).toEqual([
      "What plan.svg shows",
      "What photo.jpg shows",
      "What plan.svg shows",
    ]);
    expect(all(xml, /<wp:docPr id="(\d+)"/g)).toEqual(["1", "2", "3"]);
    expect(all(xml, /<wp:extent cx="(\d+)"/g).map((cx) => Math.round(Number(cx) / 12_700))).toEqual([
      150, 411, 150,
    ]);
  });

  it("stays with its caption, in a line that grows with it", async () => {
    const parts = docxParts(await write({ blocks }));
    const [first = ""] = parts.get("word/document.xml")?.match(/<w:p>.*?<\/w:p>/) ?? [];
    expect(first).toContain("<w:keepNext/>");
    expect(first).toMatch(/<w:pStyle w:val="Figure/);
    const style = /w:styleId="Figure".*?<\/w:style>/.exec(parts.get("word/styles.xml") ?? "")?.[0];
    expect(style).toContain('w:lineRule="auto"');
  });

  it("is in the file once: pixels as they are, shapes as SVG with a metafile for older programs", async () => {
    const parts = unzipSync(await write({ blocks }));
    const media = Object.keys(parts).filter((path) => path.startsWith("word/media/"));
    expect(media.sort()).toEqual([
      "word/media/picture1.emf",
      "word/media/picture1.svg",
      "word/media/picture2.jpeg",
    ]);
    expect(PHOTO.kind === "raster" && parts["word/media/picture2.jpeg"]).toEqual(
      PHOTO.kind === "raster" && Uint8Array.from(PHOTO.file),
    );
    const types = new TextDecoder().decode(parts["[Content_Types].xml"]);
    for (const ending of ["emf", "svg", "jpeg"])
      expect(types.match(new RegExp(`Extension="${ending}"`, "g"))?.length, ending).toBe(1);
  });
});

describe("page furniture in Word", () => {
  it("has the mark of the house at its place, and no words under it", async () => {
    const running = [
      { at: "head-end", pages: "all", children: [t("Northwind")] },
      {
        at: "head-end",
        pages: "all",
        children: [{ kind: "image", picture: "plan.svg", alt: "Mark", height: 20 }],
      },
    ] as const;
    const parts = docxParts(await write({ running }));
    const header = parts.get("word/header1.xml") ?? "";
    expect(header).toContain('descr="Mark"');
    expect(header).toContain('<wp:positionV relativeFrom="page"><wp:posOffset>');
    const id = /<w:pStyle w:val="(\w+)"/.exec(header)?.[1];
    const style = new RegExp(`w:styleId="${id}".*?</w:style>`).exec(parts.get("word/styles.xml") ?? "")?.[0];
    const end = Number(/<w:tab w:val="right" w:pos="(\d+)"/.exec(style ?? "")?.[1]);
    expect(end).toBeLessThan(8220 - 40 * 20); // a mark 40 pt wide stands at the edge
  });

  it("has the watermark in every head, also where there is no other", async () => {
    const rest = { at: "head-start", pages: "rest", children: [t("Northwind")] } as const;
    for (const [running, count] of [
      [[], 1],
      [[rest], 2],
    ] as const) {
      const parts = docxParts(await write({ running, watermark: "DRAFT" }));
      const headers = [...parts].filter(([path]) => /^word\/header\d\.xml$/.test(path));
      expect(headers.length).toBe(count);
      for (const [path, xml] of headers) expect(xml, path).toContain('string="DRAFT"');
      const ids = headers.flatMap(([, xml]) => all(xml, /<v:shape id="([^"]*)"/g));
      expect(new Set(ids).size).toBe(count);
    }
  });
});

describe("a metafile", () => {
  /** Type and numbers of each record, by [MS-EMF] 2.3. */
  function records(bytes: Uint8Array): readonly (readonly number[])[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found: number[][] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = view.getUint32(at + 4, true);
      expect(length % 4).toBe(0);
      found.push([
        view.getUint32(at, true),
        ...Array.from({ length: length / 4 - 2 }, (_, i) => view.getInt32(at + 8 + 4 * i, true)),
      ]);
      at += length;
    }
    return found;
  }
  const drawn = (content: string) => {
    const picture = svg(content, 'viewBox="0 0 100 50" width="100pt" height="50pt"');
    if (picture.kind !== "vector") throw new Error("no drawing");
    return records(emf(picture));
  };

  it("tells its own length, number of records and size on paper", () => {
    if (PLAN.kind !== "vector") throw new Error("no drawing");
    const bytes = emf(PLAN);
    const list = records(bytes);
    const [header = []] = list;
    expect(header[9]).toBe(0x464d4520);
    expect([header[11], header[12]]).toEqual([bytes.length, list.length]);
    expect([header[7], header[8]]).toEqual([5292, 2646]); // 150 by 75 pt in hundredths of a millimetre
    expect(list.at(-1)).toEqual([14, 0, 16, 20]);
  });

  it("begins every path that it ends, and lets go of every brush and pen that it makes", () => {
    const types = drawn(
      '<circle r="5" fill="red" stroke="blue" stroke-dasharray="1"/><path d="M0 0L5 5z"/>',
    ).map(([type]) => type);
    const count = (...kinds: readonly number[]): number =>
      types.filter((type) => kinds.includes(type ?? 0)).length;
    expect([count(59), count(60), count(62, 64)]).toEqual([3, 3, 3]);
    expect([count(39, 95), count(40)]).toEqual([3, 3]);
  });

  it("draws where the picture draws, in its colours mixed with the paper", () => {
    const list = drawn(
      '<rect x="25" width="50" height="50" fill="#ff0000" opacity=".5" transform="scale(.5)"/>',
    );
    expect(list.find(([type]) => type === 27)?.slice(1)).toEqual([2500, 0]);
    expect(list.filter(([type]) => type === 54).map(([, ...point]) => point)).toEqual([
      [7500, 0],
      [7500, 5000],
      [2500, 5000],
    ]);
    expect(list.find(([type]) => type === 39)?.[3]).toBe(0x8080ff);
  });
});
