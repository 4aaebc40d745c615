import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import type { Block, Inline } from "../../../src/document/model.ts";
import { words as wordsIn } from "../../../src/document/text.ts";
import { COLOURS, writeMail } from "../../../src/write/html/mail.ts";
import { doc, h, list, p, t, table } from "../../support/blocks.ts";

const inlines: readonly Inline[] = [
  t("a < b "),
  { kind: "strong", children: [t("strong")] },
  { kind: "emphasis", children: [t("emphasis")] },
  { kind: "underline", children: [t("underline")] },
  { kind: "strike", children: [t("strike")] },
  { kind: "sub", children: [t("sub")] },
  { kind: "sup", children: [t("sup")] },
  { kind: "span", lang: "zh", children: [t("汉字")] },
  { kind: "link", href: "mailto:a@example.com", children: [t("link")] },
  { kind: "lineBreak" },
  { kind: "reference", target: "x", show: "title", text: "reference" },
  { kind: "footnote", number: 1, children: [t("a note")] },
];
const BLOCKS: readonly Block[] = [
  h(1, "title", "Title"),
  { ...h(2, "numbered", "Numbered"), number: { label: "4a", value: 4, automatic: false } },
  { kind: "paragraph", children: inlines },
  p("Small print", "small"),
  list(["one", "two"]),
  { ...list(["three"], "decimal"), start: 3 },
  table(["Name", "Votes"], [["Ash", "7"]]),
  { kind: "facts", rows: [{ label: [t("Held")], children: [p("On site")] }] },
  { kind: "box", role: "notice", children: [p("Beware")] },
  { kind: "columns", columns: [[p("left")], [p("right")]] },
  { kind: "signatures", signatories: [{ name: [t("Ann Ash")], fields: [[t("Date")]] }] },
  { kind: "figure", image: { kind: "image", picture: "p", alt: "a plan" }, caption: [t("The plan")] },
  { kind: "section", orientation: "landscape", children: [p("Lying")] },
  { kind: "rule" },
  { kind: "pageBreak" },
];
const html = writeMail(doc(BLOCKS));

describe("a mail", () => {
  it("has all words of its document, in their order", () => {
    const words = html
      .slice(html.indexOf("<h1"))
      .replace(/<\/?(strong|em|u|s|sub|sup|a|span)\b[^>]*>/g, "")
      .replace(/<[^>]*>/g, " ")
      .replaceAll("&lt;", "<");
    let at = 0;
    for (const word of [
      "Title",
      "4a",
      "Numbered",
      "a < b",
      "汉字",
      "Small",
      "Ash",
      "Held",
      "Beware",
      "left",
      "right",
    ]) {
      const found = words.indexOf(word, at);
      expect(found, word).toBeGreaterThanOrEqual(at);
      at = found;
    }
    for (const word of wordsIn(doc(BLOCKS))) expect(words, word).toContain(word);
  });
  it("is well-formed, with every element closed that has an end", () => {
    const problems: string[] = [];
    const parser = new SaxesParser();
    parser.on("error", (error) => problems.push(error.message));
    parser.write(html.replace(/<!DOCTYPE html>/, "").replace(/<(meta|br|hr)\b([^>]*)>/g, "<$1$2/>")).close();
    expect(problems).toEqual([]);
  });
  it("loads nothing, runs nothing and tells nobody that it was read", () => {
    expect(html).not.toMatch(/<script|<link|<img|url\(|@import|@font-face| src=|https?:/);
  });
  it("says its language and title, and is announced as a mail", () => {
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(html).toContain("<title>A specimen</title>");
    expect(html).toContain('role="article" aria-roledescription="email" aria-label="A specimen"');
    expect(writeMail(doc(BLOCKS, "he"))).toContain('<html lang="he" dir="rtl">');
  });
  it("has tables for looks that are no tables to those who listen, and data that is one", () => {
    expect(html.match(/<table [^>]*role="presentation"/g)).toHaveLength(2);
    expect(html).toContain('<table aria-label="Table"');
    expect(html).toContain('<th scope="col"');
  });
  it("is at most 600 pixels wide, in letters of at least 14", () => {
    expect(html).toContain("width:100%;max-width:600px");
    for (const [, size] of html.matchAll(/font-size:(\d+)px/g))
      expect(Number(size)).toBeGreaterThanOrEqual(14);
  });
  it("puts every look on its element, since many programs drop the style sheet", () => {
    const content = html.slice(html.indexOf("<h1"));
    for (const tag of ["h1", "h2", "p", "ul", "ol", "li", "th", "td", "dl", "dt", "dd", "hr", "a"])
      expect(content.match(new RegExp(`<${tag}(?![^>]*style=)[ >]`)), tag).toBeNull();
  });
});

describe("its colours", () => {
  const PAIRS = [
    ["text", "paper"],
    ["muted", "paper"],
    ["link", "paper"],
    ["text", "notice"],
    ["link", "notice"],
  ] as const;
  for (const screen of ["light", "dark"] as const)
    for (const [front, back] of PAIRS)
      it(`have enough contrast on a ${screen} screen: ${front} on ${back}`, () => {
        expect(contrast(COLOURS[screen][front], COLOURS[screen][back])).toBeGreaterThanOrEqual(4.5);
      });
});

/** WCAG 2.2, relative luminance. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((one, two) => one - two);
  return (light + 0.05) / (dark + 0.05);
}
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
