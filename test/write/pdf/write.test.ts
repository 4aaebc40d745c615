import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Block, Document } from "../../../src/document/model.ts";
import { hyphenate } from "../../../src/layout/hyphenate.ts";
import { layOut } from "../../../src/layout/layout.ts";
import type { Attachment } from "../../../src/write/pdf/attachment.ts";
import { writePdf } from "../../../src/write/pdf/write.ts";
import { doc, h, list, p, t, table } from "../../support/blocks.ts";
import { realFonts } from "../../support/fonts.ts";
import { objectsOf, type ReadPdf, readPdf } from "../../support/read-pdf.ts";
import { builtInSheet } from "../../support/sheet.ts";

const fonts = realFonts();
const write = async (document: Document, attachments: readonly Attachment[] = []): Promise<Uint8Array> => {
  const sheet = builtInSheet(document.lang === "zh" ? "corporate-zh" : "corporate-en", document.type);
  const laid = layOut(document, { sheet, metrics: fonts, hyphenate });
  expect(laid.diagnostics).toEqual([]);
  if (!laid.ok) throw new Error("layout failed");
  return writePdf(document, laid.value, fonts.opened, { attachments });
};
const elements = (document: Document) => {
  const laid = layOut(document, { sheet: builtInSheet("corporate-en"), metrics: fonts, hyphenate });
  return laid.ok ? laid.value.elements : [];
};
const read = async (blocks: readonly Block[], lang = "en"): Promise<ReadPdf> =>
  readPdf(await write(doc(blocks, lang)));
const texts = (pdf: ReadPdf): string[] => pdf.texts.map(({ type, text }) => `${type}: ${text.trim()}`);

describe("a PDF", () => {
  it("says the same words in the order of its structure", async () => {
    const pdf = await read([
      h(1, "top", "The title"),
      p("A paragraph of text."),
      list(["first", "second"], "decimal"),
      table(["No.", "Action"], [["1", "Write"]]),
    ]);
    expect(texts(pdf)).toEqual([
      "H1: The title",
      "P: A paragraph of text.",
      "Lbl: 1",
      "LBody: first",
      "Lbl: 2",
      "LBody: second",
      "TH: No.",
      "TH: Action",
      "TD: 1",
      "TD: Write",
    ]);
  });
  it("gives Chinese text back character by character", async () => {
    const text = "会议听取了题为“稳中求进，改革提质”的报告——2025年增长8.5%……（完）";
    expect(texts(await read([p(text)], "zh"))).toEqual([`P: ${text}`]);
  });
  it("tells characters that look the same apart", async () => {
    const text = "A\u00a0B C ⼀一 Ω \u2126 µ μ";
    expect(texts(await read([p(text)]))).toEqual([`P: ${text.replace("\u00a0", " ")}`]);
  });
  it("marks a hyphen that only ends a line as a soft one, and no other", async () => {
    const words =
      "The well-known company secretary reported that every action of an earlier meeting had been completed. ".repeat(
        12,
      );
    const [said = ""] = texts(await read([p(words)]));
    expect(said).toContain("\u00ad");
    expect(
      said
        .replace(/\u00ad\s*/gu, "")
        .replace(/\s+/g, " ")
        .replaceAll("- ", "-"),
    ).toBe(`P: ${words.trim()}`);
  });
  it("says the language of whatever is in another one, at its outermost", async () => {
    const zh = (block: Block): Block => ({ ...block, lang: "zh" }) as Block;
    const blocks = [
      p("English"),
      zh(h(1, "a", "标题")),
      zh(p("段落")),
      zh(list(["条目"])),
      zh(table(["项"], [["事"]])),
      zh({ kind: "box", children: [p("框"), { ...p("inside"), lang: "en" }] }),
      { kind: "paragraph", children: [t("a "), { kind: "span", lang: "zh", children: [t("词")] }, t(" b")] },
    ] satisfies Block[];
    const spoken = elements(doc(blocks)).flatMap(({ type, lang }) => (lang ? [`${type} ${lang}`] : []));
    expect(spoken).toEqual(["H1 zh", "P zh", "L zh", "Table zh", "Div zh", "P en", "Span zh"]);
  });
  it("calls a link within by the heading that it leads to", async () => {
    const to = (show: "number" | "title" | "page"): Block => ({
      kind: "paragraph",
      children: [{ kind: "reference", target: "top", show, text: show === "number" ? "1" : "Title" }],
    });
    const bytes = await write(doc([h(1, "top", "Title"), to("number"), to("page"), to("title")]));
    const said = objectsOf(bytes).match(/\/Contents \([^)]*\)/g);
    expect(said).toEqual(["/Contents (Title)", "/Contents (Title)", "/Contents (Title)"]);
  });
  it("reads a name list down its columns", async () => {
    const names = ["Amara Bello", "Ingrid Dahl", "Rafael Duarte", "Ravi Kumar", "Mateo López", "Zhou Min"];
    expect(texts(await read([list(names, "none", "names")]))).toEqual(names.map((name) => `LBody: ${name}`));
  });
  it("carries title, author, dates of the record and the digest, never the clock's", async () => {
    const bytes = await write({
      ...doc([p("x")]),
      title: "R&D <minutes>",
      meta: { date: "2026-03-12", author: "北京 & Co", digest: "abc" },
    });
    expect(readPdf(bytes).info).toMatchObject({
      Title: "R&D <minutes>",
      Author: "北京 & Co",
      CreationDate: "D:20260312000000Z",
      ModDate: "D:20260312000000Z",
      RecordDigest: "abc",
    });
    expect(Buffer.from(bytes).toString("utf8")).toContain("R&amp;D &lt;minutes&gt;");
  });
  it("is tagged, names its language and shows its title", async () => {
    const { catalog } = await read([p("文")], "zh");
    expect(catalog).toMatchObject({
      Lang: "zh",
      MarkInfo: expect.anything(),
      StructTreeRoot: expect.anything(),
    });
  });
  it("numbers its pages for readers as the pages do", async () => {
    expect((await read([p("x")])).catalog.PageLabels).toMatchObject({ Nums: [0, { S: { name: "D" } }] });
  });
  it("has an outline of its headings", async () => {
    expect(
      (await read([h(1, "a", "Title"), h(2, "b", "One"), h(3, "c", "Deep"), h(2, "d", "Two")])).outline,
    ).toEqual(["Title", "One", "Deep", "Two"]);
  });
  it("keeps links to the outside and within", async () => {
    const blocks: Block[] = [
      h(1, "top", "Title"),
      {
        kind: "paragraph",
        children: [
          { kind: "link", href: "https://example.com/a?b=1&c=ä", children: [t("outside")] },
          { kind: "reference", target: "top", show: "title", text: "Title" },
        ],
      },
    ];
    expect((await read(blocks)).links).toEqual(["https://example.com/a?b=1&c=%C3%A4", "top"]);
  });
  it("embeds every font it uses", async () => {
    const pdf = await read([p("English and 中文")]);
    expect(pdf.fonts.length).toBeGreaterThan(1);
    expect(pdf.fonts.every(({ embedded }) => embedded)).toBe(true);
  });
  it("carries files, byte for byte, with their checksum", async () => {
    const bytes = new TextEncoder().encode('{"name":"周敏"}');
    const attachment: Attachment = {
      name: "record.json",
      mediaType: "application/json",
      bytes,
      description: "The record",
      relationship: "Source",
    };
    const [found, ...others] = readPdf(await write(doc([p("x")]), [attachment])).attachments;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      name: "record.json",
      mediaType: "application/json",
      relationship: "Source",
      checksum: createHash("md5").update(bytes).digest().toString("latin1"),
    });
    expect(Buffer.from(found?.bytes ?? []).equals(bytes)).toBe(true);
    expect((await read([p("x")])).attachments).toEqual([]);
  });
  it("is the same bytes for the same document, twice in one process", async () => {
    const document = doc([h(1, "a", "标题 Title"), p("Text 正文。")]);
    expect(Buffer.from(await write(document)).equals(Buffer.from(await write(document)))).toBe(true);
  });
});
