import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CopyWords } from "../../../src/document/copy.ts";
import { hyphenate } from "../../../src/layout/hyphenate.ts";
import { setSheets } from "../../../src/layout/layout.ts";
import { writePdfCopies } from "../../../src/write/pdf/write.ts";
import { doc, h, p } from "../../support/blocks.ts";
import { realFonts } from "../../support/fonts.ts";
import { lintPdf } from "../../support/pdf-lint.ts";
import { objectsOf, openPdf, readPdf } from "../../support/read-pdf.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { signerOf } from "./keys.ts";

const fonts = realFonts();
const document = doc(
  [h(1, "a", "Minutes of the board"), ...Array.from({ length: 60 }, (_, n) => p(`Paragraph ${n}.`))],
  "zh",
);

async function copiesOf(copies: readonly CopyWords[], extras = {}): Promise<readonly Uint8Array[]> {
  const marked = copies.some(({ mark }) => mark !== "");
  const settings = { sheet: builtInSheet("corporate-zh"), metrics: fonts, hyphenate, copies: { marked } };
  const { sheets, diagnostics } = setSheets(document, settings);
  const copy = await writePdfCopies(document, sheets, fonts.opened, copies, extras);
  expect(diagnostics).toEqual([]);
  return copies.map((_, index) => copy(index));
}
const words = (line: string, mark = ""): CopyWords => ({ line, mark });
const PEOPLE = ["Copy for Ada Quill, Audit, no. 001", "送 欧阳明远 编号 002", "送 司徒芸晓 财务部 编号 003"];

/** Everything that the file holds, as far as somebody could read it who looks into it. */
function readable(bytes: Uint8Array): string {
  const streams = [...openPdf(bytes).objects.values()].map(({ stream }) => stream?.toString("latin1") ?? "");
  return [Buffer.from(bytes).toString("latin1"), objectsOf(bytes), ...streams].join("\n");
}
const utf16 = (text: string): string => Buffer.from(text, "utf16le").swap16().toString("hex");

describe("copies of one file", () => {
  it("each say aloud whose they are, and on every page", async () => {
    const copies = await copiesOf(PEOPLE.map((line) => words(line)));
    for (const [index, copy] of copies.entries()) {
      const { texts, artifacts, pages } = readPdf(copy);
      expect(pages).toBe(3);
      expect(texts[0]).toEqual({ type: "P", text: ` ${PEOPLE[index]}`.trim() });
      expect(artifacts.filter((text) => text === PEOPLE[index])).toHaveLength(pages - 1);
      expect(lintPdf(copy)).toEqual([]);
    }
  });
  it("hold nobody else's name, not even as the order of letters in a font", async () => {
    const copies = await copiesOf(PEOPLE.map((line) => words(line, line)));
    for (const [index, copy] of copies.entries()) {
      const text = readable(copy);
      for (const other of PEOPLE.filter((_, at) => at !== index)) {
        expect(text).not.toContain(other);
        for (const name of ["Quill", "欧阳明远", "司徒芸晓"].filter((name) => other.includes(name))) {
          expect(text).not.toContain(name);
          expect(text).not.toContain(utf16(name));
          const listed = [...text.matchAll(/^<[0-9a-f]+> <([0-9a-f]+)>$/gm)].map(([, code]) => code).join("");
          expect(listed).not.toContain(utf16(name));
        }
      }
    }
  });
  it("differ in their slots and in the second part of their identifier alone", async () => {
    const [one, other] = await copiesOf([words("One", "One"), words("Another one", "Another one")]);
    if (!one || !other) throw new Error("two were asked for");
    expect(one.length).toBe(other.length);
    const masked = (bytes: Uint8Array): string =>
      Buffer.from(bytes)
        .toString("latin1")
        .replace(/BT \/F[\s\S]*?ET *\nendstream/g, "slot")
        .replace(/(\/ID \[<[0-9a-f]{32}> )<[0-9a-f]{32}>/, "$1");
    expect(masked(one)).toBe(masked(other));
    expect(masked(one).match(/slot/g)).toHaveLength(2);
  });
  it("are the same bytes each time, and whoever else gets one", async () => {
    const texts = PEOPLE.map((line) => words(line));
    expect(await copiesOf(texts)).toEqual(await copiesOf(texts));
  });
  it("are signed one by one", async () => {
    const copies = await copiesOf(
      PEOPLE.map((line) => words(line)),
      { signer: signerOf("rsa.p12") },
    );
    const signatures = copies.map(
      (copy) => /\/Contents <([0-9a-f]+)>/.exec(Buffer.from(copy).toString("latin1"))?.[1],
    );
    expect(new Set(signatures).size).toBe(PEOPLE.length);
  });
  it("show whatever line of text they are given, and no more than it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[A-Za-z0-9 ()\\,.·第号]{1,60}$/), { minLength: 1, maxLength: 4 }),
        async (lines) => {
          const said = lines.map((line) => line.trim().replace(/ +/g, " ")).filter((line) => line !== "");
          fc.pre(said.length > 0);
          const copies = await copiesOf(said.map((line) => words(line)));
          copies.forEach((copy, index) => {
            expect(readPdf(copy).texts[0]?.text).toBe(said[index]);
          });
        },
      ),
      { numRuns: 25 },
    );
  });
});
