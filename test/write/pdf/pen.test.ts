import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type FileProperties, openPen, type Pen, type PenPage } from "../../../src/write/pdf/pen.ts";
import { pdfText } from "../../../src/write/pdf/value.ts";
import { realFonts } from "../../support/fonts.ts";
import { isDictionary, type OpenPdf, openPdf, readPdf } from "../../support/read-pdf.ts";

const PROPERTIES: FileProperties = { title: "T", lang: "en", date: new Date("2026-03-12T00:00:00Z") };

/** A file of one page, 100 by 200 points, and what was done to it. */
async function written(
  use: (pen: Pen, page: PenPage) => void,
  properties: Partial<FileProperties> = {},
  operators = "",
): Promise<Uint8Array> {
  const pen = openPen({ ...PROPERTIES, ...properties });
  const page = pen.addPage(100, 200);
  use(pen, page);
  page.draw(operators);
  return pen.end();
}
const opened = async (
  use: (pen: Pen, page: PenPage) => void,
  properties?: Partial<FileProperties>,
): Promise<OpenPdf> => openPdf(await written(use, properties));
const nothing = (): void => {};
/** The content of the only page. */
function content({ pages, dict, objects }: OpenPdf): string {
  const { Contents } = dict(pages[0]);
  return objects.get((Contents as { readonly id: number }).id)?.stream?.toString("latin1") ?? "";
}

/** What the pen does to pdfkit's private parts, each by what comes of it in the file. */
describe("the pen", () => {
  it("refuses a file in which an object was left open (_refEnd, _finalize)", async () => {
    await expect(written((pen) => pen.object({ Type: "Left" }))).rejects.toThrow("cut short");
  });
  it("draws a page in its own coordinates (_root.data.Pages)", async () => {
    const pdf = openPdf(await written(nothing, {}, "0 0 m 10 20 l S"));
    expect(content(pdf)).toBe("0 0 m 10 20 l S");
    expect(pdf.dict(pdf.pages[0])).toMatchObject({ MediaBox: [0, 0, 100, 200], Tabs: { name: "S" } });
  });
  it("refuses a file with a page that was never drawn", async () => {
    const pen = openPen(PROPERTIES);
    pen.addPage(100, 200);
    await expect(pen.end()).rejects.toThrow("cut short");
  });
  it("writes objects by their numbers (_offsets)", async () => {
    const { catalog, dict } = await opened((pen) => {
      const reference = pen.reserve();
      pen.catalog.Mine = reference;
      pen.put(reference, "<</Of/Mine>>");
    });
    expect(dict(catalog.Mine)).toEqual({ Of: { name: "Mine" } });
  });
  it("points a bookmark at the left edge of its page (outline)", async () => {
    const { objects } = await opened((pen, page) => pen.bookmark("Here", page, 50));
    const item = [...objects.values()].find(({ value }) => isDictionary(value) && value.Title === "Here");
    expect(item?.value).toMatchObject({ Dest: [expect.anything(), { name: "XYZ" }, 0, 150, 0] });
  });
  it("leads to a place counted from the top (_root.data.Names)", async () => {
    const { catalog, dict, array } = await opened((pen, page) => pen.destination("here", page, 10, 50));
    const [name, place] = array(dict(dict(catalog.Names).Dests).Names);
    expect(name).toBe("here");
    expect(array(place).slice(1)).toEqual([{ name: "XYZ" }, 10, 150, null]);
  });
  it("orders names by their bytes on every machine (_compareKeys)", async () => {
    const names = ["b", "B", "ab", "a-b", "a1"];
    const { catalog, dict, array } = await opened((pen, page) => {
      for (const name of names) pen.destination(name, page, 0, 0);
    });
    const kept = array(dict(dict(catalog.Names).Dests).Names).filter((one) => typeof one === "string");
    expect(kept).toEqual(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(kept).toEqual(["B", "a-b", "a1", "ab", "b"]);
  });
  it("adds to the catalog (_root)", async () => {
    const { catalog } = await opened((pen) => {
      pen.catalog.PieceInfo = { Mine: { Private: 1 } };
    });
    expect(catalog.PieceInfo).toMatchObject({ Mine: { Private: 1 } });
  });
  it("names fonts for all pages", async () => {
    const fonts = realFonts();
    const face = fonts.face("source-serif-4", 400, false);
    const shaped = face.shape("Word", "lining");
    const { pages, dict } = await opened((pen) => {
      pen.font(face.id, fonts.opened(face.id)).encode(shaped, 10);
    });
    const used = dict(dict(dict(pages[0]).Resources).Font);
    expect(Object.keys(used)).toEqual(["F1"]);
    expect(dict(used.F1)).toMatchObject({ Subtype: { name: "Type0" } });
  });
  it("lists attached files by name (addNamedEmbeddedFile)", async () => {
    const { catalog, dict, array } = await opened((pen) => {
      const specification = pen.object({ Type: "Filespec", F: pdfText("a.json") });
      specification.end();
      pen.attachment("a.json", specification);
    });
    const [name, specification] = array(dict(dict(catalog.Names).EmbeddedFiles).Names);
    expect(name).toBe("a.json");
    expect(dict(specification).F).toBe("a.json");
  });
  it("has a form without fonts or appearances of pdfkit's (endAcroForm)", async () => {
    const { catalog, dict } = await opened((pen) => pen.form({ Fields: [], SigFlags: 3 }));
    expect(dict(catalog.AcroForm)).toEqual({ Fields: [], SigFlags: 3 });
  });
  it("writes what it claims, and words as XML, into the metadata (appendXML, info, _addInfo)", async () => {
    const bytes = await written(nothing, { title: "R&D <1>", author: "A & B" });
    const xml = Buffer.from(bytes).toString("utf8");
    expect(xml).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(xml).toContain("R&amp;D &lt;1&gt;");
    expect(xml).toContain("A &amp; B");
    expect(readPdf(bytes).info).toMatchObject({ Title: "R&D <1>", Author: "A & B" });
  });
  it("names a file by its record and date alone (_id)", async () => {
    const id = async (properties: Partial<FileProperties>): Promise<unknown> =>
      (await opened(nothing, properties)).array((await opened(nothing, properties)).trailer.ID)[0];
    expect(await id({ digest: "a" })).toBe(await id({ digest: "a" }));
    expect(await id({ digest: "a" })).not.toBe(await id({ digest: "b" }));
    expect(await id({ digest: "a" })).toHaveLength(16);
  });
  it("gathers objects without streams, but never a signature or what decrypts (ref, _write, _offset)", async () => {
    const bytes = await written((pen) => {
      pen.object({ Mine: "Gathered" }).end();
      pen.object({ Type: "Sig", Mine: "Open" }).end();
    });
    const text = Buffer.from(bytes).toString("latin1");
    expect(text).toMatch(/\/Mine \/Open/);
    expect(text).not.toMatch(/\/Mine \/Gathered/);
    const { objects } = openPdf(bytes);
    expect([...objects.values()].some(({ value }) => isDictionary(value) && "Mine" in value)).toBe(true);
  });
  it("knows where an object begins (offset)", async () => {
    let offset = 0;
    const bytes = await written((pen) => {
      const object = pen.object({ Type: "Sig" });
      object.end();
      offset = object.offset ?? 0;
    });
    expect(Buffer.from(bytes).toString("latin1", offset, offset + 12)).toMatch(/^\d+ 0 obj\n/);
  });
  it("has streams, texts and bytes encrypted, and the key's own dictionary not (_security)", async () => {
    // Turned round bit by bit, so that nothing is left as it was, and everything can be found.
    const encrypt = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
    const encryption = { dictionary: { Filter: "Standard", U: Uint8Array.of(1, 2, 3) }, encrypt };
    const bytes = await written(
      (pen) => {
        const stream = pen.object({ Mine: "Own", Says: pdfText("text"), Bytes: pen.bytes(Uint8Array.of(1)) });
        stream.end(new TextEncoder().encode("words ".repeat(20)));
      },
      { encryption },
      "0 0 m 10 10 l S",
    );
    const text = Buffer.from(bytes).toString("latin1");
    expect(text).toMatch(/\/Filter \/Standard\s+\/U <010203>/);
    expect(text).toMatch(/\/Encrypt \d+ 0 R/);
    expect(text).not.toContain("(text)");
    expect(text).toMatch(/\/Bytes <fe>/);
    const [, length = 0] = /\/Mine \/Own[\s\S]*?\/Length (\d+)/.exec(text)?.map(Number) ?? [];
    const start = text.indexOf("stream", text.indexOf("/Mine /Own")) + 7;
    const stream = bytes.subarray(start, start + length);
    expect(inflateSync(encrypt(stream)).toString("latin1")).toMatch(/^words words/);
  });
});
