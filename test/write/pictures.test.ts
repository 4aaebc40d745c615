import { describe, expect, it } from "vitest";
import type { Document } from "../../src/document/model.ts";
import { documentText } from "../../src/document/text.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { writeDocx } from "../../src/write/docx/write.ts";
import { writeHtml } from "../../src/write/html/write.ts";
import { writePdf } from "../../src/write/pdf/write.ts";
import { writeText } from "../../src/write/text/write.ts";
import { doc, p } from "../support/blocks.ts";
import { realFonts } from "../support/fonts.ts";
import { figure, PICTURES } from "../support/pictures.ts";
import { docxText } from "../support/read-docx.ts";
import { objectsOf, readPdf } from "../support/read-pdf.ts";
import { builtInSheet } from "../support/sheet.ts";

const sheet = builtInSheet("corporate-en");
const document: Document = {
  ...doc([p("Before."), figure("plan.svg", "The <plan>."), figure("seal.png"), p("After.")]),
  running: [
    {
      at: "head-end",
      pages: "all",
      children: [{ kind: "image", picture: "photo.jpg", alt: "The house", height: 20 }],
    },
  ],
  pictures: PICTURES,
  watermark: 'DRAFT "1" & </style>',
};
const SAID = ["Before.", "What plan.svg shows", "The <plan>.", "What seal.png shows", "After."];

describe("a paper with pictures says the same", () => {
  it("as a document", async () => {
    expect(documentText(document).split("\n")).toEqual(SAID);
  });

  it("as PDF, where what a picture shows is told beside it", async () => {
    const fonts = realFonts();
    const laid = layOut(document, { sheet, metrics: fonts, hyphenate });
    if (!laid.ok) throw new Error("layout failed");
    const bytes = await writePdf(document, laid.value, fonts.opened);
    const words = readPdf(bytes).texts.map(({ text }) => text.trim());
    expect(words.filter((text) => text !== "")).toEqual(SAID.filter((text) => !text.startsWith("What")));
    const told = [...objectsOf(bytes).matchAll(/\/Alt \(([^)]*)\)/g)].map(([, alt]) => alt);
    expect(told).toEqual(["What plan.svg shows", "What seal.png shows"]);
  });

  it("as Word", async () => {
    expect(docxText(await writeDocx(document, sheet, {})).split("\n")).toEqual(SAID);
  });

  it("as plain text, in brackets", async () => {
    expect(writeText(document).trim().split(/\n+/)).toEqual(
      SAID.map((text) => (text.startsWith("What") ? `[${text}]` : text)),
    );
  });

  it("as HTML, where pictures are part of the page and nothing is fetched", async () => {
    const html = writeHtml(document, sheet);
    const main = html.slice(html.indexOf("<main>"), html.indexOf("</main>"));
    expect(main.match(/alt="[^"]*"|<figcaption[^>]*>[^/]*/g)).toEqual([
      'alt="What plan.svg shows"',
      expect.stringMatching(/^<figcaption class="[^"]*">The &lt;plan&gt;\.<$/),
      'alt="What seal.png shows"',
    ]);
    expect(html.match(/src="data:image\/(svg\+xml|png|jpeg);base64,[A-Za-z0-9+/=]+"/g)?.length).toBe(3);
    expect(html).toContain("img-src data:;");
    expect(html).not.toMatch(/src="(?!data:)/);
  });

  it("as HTML with a watermark that cannot leave its rule", async () => {
    const html = writeHtml(document, sheet);
    expect(html.match(/<\/style>/g)?.length).toBe(1);
    expect(html).toMatch(/body::before \{ content: "DRAFT [^\n]*" \/ ""; position: fixed;/);
  });

  it("as HTML without leave to load pictures where there are none", async () => {
    const { pictures: _, ...plain } = document;
    expect(writeHtml({ ...plain, blocks: [p("x")], running: [] }, sheet)).not.toContain("img-src");
  });
});
