import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Block, Inline } from "../../src/document/model.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { writePdf } from "../../src/write/pdf/write.ts";
import { doc, h, p, t } from "../support/blocks.ts";
import { realFonts } from "../support/fonts.ts";
import { builtInSheet } from "../support/sheet.ts";
import { run, verapdf } from "./tools.ts";

const said = (text: string, lang: string): Inline => ({ kind: "span", lang, children: [t(text)] });
const paragraph = (children: readonly Inline[], lang?: string): Block => ({
  kind: "paragraph",
  children,
  ...(lang !== undefined && { lang }),
});
const fonts = realFonts();
const folder = mkdtempSync(join(tmpdir(), "minutebook-scripts-"));

async function paper(name: string, lang: "en" | "zh", blocks: readonly Block[]): Promise<string> {
  const document = doc([h(1, "title", "Names"), ...blocks], lang);
  const laid = layOut(document, { sheet: builtInSheet(`corporate-${lang}`), metrics: fonts, hyphenate });
  if (!laid.ok || laid.diagnostics.length > 0) throw new Error(JSON.stringify(laid.diagnostics));
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, await writePdf(document, laid.value, fonts.opened));
  return file;
}

const latin = await paper("latin", "en", [
  paragraph([
    t("Miriam Cohen ("),
    said("ד״ר מרים כהן", "he"),
    t(") and Yusuf ("),
    said("يوسف الرشيد", "ar"),
    t(")"),
  ]),
  paragraph([t("הדו״ח השנתי אושר")], "he"),
  paragraph([t("اجتمعت الجمعية العامة في حيفا")], "ar"),
  p("Nguyễn Thị Ánh Tuyết, Dvořák, Łódź, Ḥasan"),
]);
const chinese = await paper("chinese", "zh", [
  paragraph([
    t("出席：𠮷田太郎、王㛃、李𣲗、阿迪力（"),
    said("ئادىل", "ug"),
    t("）、科恩（"),
    said("מרים", "he"),
    t("）。"),
  ]),
]);

/** What is copied, without the marks of direction that poppler puts around it. */
const copied = (file: string): string =>
  run("pdftotext", file, "-").replace(/[\u200e\u200f\u202a-\u202e]/g, "");

describe("names in many scripts", () => {
  it.each(["ua1", "3a"] as const)("are valid as %s", async (flavour) => {
    expect(verapdf(flavour, [latin, chinese])).toEqual([]);
  });
  it.each([
    "ד״ר מרים כהן",
    "يوسف الرشيد",
    "הדו״ח השנתי אושר",
    "اجتمعت الجمعية العامة في حيفا",
    "Nguyễn Thị Ánh Tuyết, Dvořák, Łódź, Ḥasan",
  ])("are copied as they are read: %s", (text) => {
    expect(copied(latin)).toContain(text);
  });
  it.each(["𠮷田太郎、王㛃、李𣲗", "ئادىل", "מרים"])("are copied from a Chinese paper: %s", async (text) => {
    expect(copied(chinese)).toContain(text);
  });
});
