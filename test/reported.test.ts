import { describe, expect, it } from "vitest";
import type { Block } from "../src/document/model.ts";
import { openResources } from "../src/files.ts";
import { hyphenate } from "../src/layout/hyphenate.ts";
import { layOut } from "../src/layout/layout.ts";
import type { Options } from "../src/pipeline/options.ts";
import { check, generate } from "../src/pipeline.ts";
import { writeHtml } from "../src/write/html/write.ts";
import { writePdf } from "../src/write/pdf/write.ts";
import { doc, h, p, t } from "./support/blocks.ts";
import { realFonts } from "./support/fonts.ts";
import { readPdf } from "./support/read-pdf.ts";
import { builtInSheet } from "./support/sheet.ts";

/** Mistakes that were found in use, each with the smallest case that showed it. */
const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources = opened.value;
const fonts = realFonts();
const sheet = builtInSheet("corporate-en");

const HEAD = `schemaVersion: 1
id: reported
languages: [en]
people:
  - { id: ash, name: Ann Ash }
  - { id: birch, name: Bob Birch }
meeting: { title: Meeting, kind: regular }
sittings: [{ start: 2026-03-12 }]
attendees: [{ person: ash, class: present, role: chair }, { person: birch, class: present }]
`;
const textOf = async (record: string, options: Options = {}): Promise<string> => {
  const made = await generate(
    { text: HEAD + record, file: "r.yaml" },
    { documents: ["minutes"], formats: ["txt"], ...options },
    resources,
  );
  if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join("; "));
  return new TextDecoder().decode(made.value[0]?.bytes).replace(/\s+/g, " ");
};
const pdfOf = async (blocks: readonly Block[]) => {
  const laid = layOut(doc(blocks), { sheet, metrics: fonts, hyphenate });
  if (!laid.ok) throw new Error(laid.diagnostics[0]?.message);
  return { pages: laid.value.pages.length, bytes: await writePdf(doc(blocks), laid.value, fonts.opened) };
};

describe("minutes", () => {
  it("keep a declared interest although another paragraph speaks of interest rates", async () => {
    const text = await textOf(`agenda:
  - { id: rates, title: Rates, summary: [Ann Ash said that interest rates had risen.] }
  - { id: lease, title: Lease }
interests: [{ person: ash, item: lease, nature: Owner of the house, effect: recused }]
`);
    expect(text).toContain("Owner of the house");
  });
  it("keep a departure although the text names the person for something else", async () => {
    const text =
      await textOf(`agenda: [{ id: budget, title: Budget, summary: [Bob Birch presented the budget.] }]
presenceEvents: [{ person: birch, type: leave, at: { afterItem: budget }, reason: to catch a train }]
`);
    expect(text).toContain("to catch a train");
  });
  it("print a roll call by name although no numbers are written", async () => {
    const text = await textOf(`motions: [{ id: m, text: That it be so., mover: ash, disposition: adopted }]
votes: [{ on: { motion: m }, method: rollCall, named: [{ person: ash, vote: for }, { person: birch, vote: against, reason: too dear }] }]
`);
    expect(text).toMatch(/For 1 \(Ann Ash\), against 1 \(Bob Birch\)/);
    expect(text).not.toContain("asked that the following be recorded: too dear");
  });
  it("refer to the item by the number that its heading shows", async () => {
    const text = await textOf(`agenda: [{ id: x, no: 3, title: X }, { id: y, title: Y }, { id: z, title: Z }]
presenceEvents: [{ person: birch, type: leave, at: { afterItem: y } }]
`);
    expect(text).toContain("until item 1");
    expect(text).toMatch(/1 Y/);
  });
  it("can be made in a language with a region, and refuse one that is not known", async () => {
    await expect(textOf("", { lang: "en-GB" })).resolves.toContain("Minutes");
    const refused = check({ text: HEAD, file: "r.yaml" }, { lang: "fr" }, resources);
    expect(refused.diagnostics).toMatchObject([{ code: "library/unknown-language" }]);
  });
});

describe("a web page", () => {
  it("escapes a printed number", async () => {
    const heading: Block = {
      ...h(2, "a", "Item"),
      number: { label: "<img src=x>", value: 1, automatic: false },
    };
    expect(writeHtml(doc([h(1, "t", "Title"), heading]), sheet)).not.toContain("<img");
  });
  it("keeps http addresses", async () => {
    const link: Block = {
      kind: "paragraph",
      children: [{ kind: "link", href: "http://example.org/", children: [t("there")] }],
    };
    expect(writeHtml(doc([link]), sheet)).toContain('href="http://example.org/"');
  });
});

describe("a PDF", () => {
  it.each([
    ["https://example.org/100%", "https://example.org/100%25"],
    ["https://example.org/a%2Fb?x=%26", "https://example.org/a%2Fb?x=%26"],
    ["https://example.org/ä", "https://example.org/%C3%A4"],
  ])("keeps the address %s", async (href, expected) => {
    const { bytes } = await pdfOf([
      { kind: "paragraph", children: [{ kind: "link", href, children: [t("there")] }] },
    ]);
    expect(readPdf(bytes).links).toEqual([expected]);
  });
  it("keeps a note whose mark stands in a cell over several rows", async () => {
    const noted: Block = {
      kind: "paragraph",
      children: [t("Here"), { kind: "footnote", number: 1, children: [t("The note.")] }],
    };
    const table: Block = {
      kind: "table",
      columns: [{ align: "start" }, { align: "start" }],
      head: [],
      rows: [
        {
          cells: [
            { colSpan: 1, rowSpan: 2, children: [noted] },
            { colSpan: 1, rowSpan: 1, children: [p("a")] },
          ],
        },
        { cells: [{ colSpan: 1, rowSpan: 1, children: [p("b")] }] },
      ],
    };
    expect(
      readPdf((await pdfOf([table])).bytes)
        .texts.map(({ text }) => text)
        .join(" "),
    ).toContain("The note.");
  });
  it("never makes an empty page of a page break", async () => {
    for (let fill = 30; fill < 40; fill++) {
      const lines = Array.from({ length: fill }, () => p("One line."));
      const before = (await pdfOf(lines)).pages;
      expect((await pdfOf([...lines, { kind: "pageBreak" }, p("Next.")])).pages, `${fill} lines`).toBe(
        before + 1,
      );
    }
  });
});
