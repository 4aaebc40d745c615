import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import type { Block, Document, Inline } from "../../../src/document/model.ts";
import { writeHtml } from "../../../src/write/html/write.ts";
import { doc, h, list, p, t, table } from "../../support/blocks.ts";
import { builtInSheet } from "../../support/sheet.ts";

const page = (document: Document, theme = "corporate-en", type = "minutes"): string =>
  writeHtml(document, builtInSheet(theme, type));

/** What stands in the main part, without the frame around it. */
const body = (blocks: readonly Block[], theme?: string): string =>
  /<main>\n([\s\S]*)\n<\/main>/.exec(page(doc(blocks), theme))?.[1] ?? "";

const styles = (html: string): string => /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? "";

describe("a page", () => {
  const document: Document = {
    ...doc([h(1, "a", "A & <b>"), p("Words.")]),
    title: 'Minutes of "A" <b>',
    meta: { date: "2026-03-12", author: "Northwind", keywords: ["board", "2026"], digest: "8f3a" },
  };
  const html = page(document);

  it("names its language, title and properties", () => {
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(html).toContain("<title>Minutes of &quot;A&quot; &lt;b&gt;</title>");
    expect(html).toContain('<meta name="author" content="Northwind">');
    expect(html).toContain('<meta name="keywords" content="board, 2026">');
    expect(html).toContain('<meta name="record-sha256" content="8f3a">');
  });
  it("loads nothing and runs nothing", () => {
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<link|url\(|@import|@font-face| src=/);
  });
  it("can be read as XML but for the elements that HTML leaves open", () => {
    const problems: Error[] = [];
    const parser = new SaxesParser();
    parser.on("error", (error) => problems.push(error));
    const closed = html.replace(/<(meta|br|hr|col)\b([^>]*)>/g, "<$1$2/>");
    parser.write(closed).close();
    expect(problems).toEqual([]);
  });
  it("has the same bytes every time", () => {
    expect(page(document)).toBe(html);
  });
  it("prints on the theme's paper", () => {
    expect(html).toContain("@page { size: 210mm 297mm; margin: 30mm 27mm 27mm 38mm }");
  });
});

describe("blocks", () => {
  const cases: readonly (readonly [string, readonly Block[], string])[] = [
    ["a heading", [h(2, "close", "Close")], '<h2 class="heading2" id="close">Close</h2>'],
    [
      "a number that hangs in the margin",
      [{ ...h(2, "close", "Close"), number: { label: "3", value: 3, automatic: true } }],
      '<h2 class="heading2" id="close"><span class="mb-number c-item-number">3</span> Close</h2>',
    ],
    ["a paragraph in a role", [p("Carried.", "vote")], '<p class="vote">Carried.</p>'],
    ["another language", [{ ...p("会议"), lang: "zh" }], '<p class="body" lang="zh">会议</p>'],
    [
      "a list",
      [list(["one"])],
      '<ul class="list mb-disc" role="list">\n<li><div class="mb-flow"><p class="listItem">one</p></div></li>\n</ul>',
    ],
    [
      "a box",
      [{ kind: "box", role: "resolution", children: [p("That it be so.")] }],
      '<section class="resolution">\n<p class="resolution-text">That it be so.</p>\n</section>',
    ],
    [
      "facts",
      [{ kind: "facts", rows: [{ label: [t("Chair")], children: [p("Dr Okafor")] }] }],
      '<dl class="facts">\n<div class="mb-row"><dt class="fact-label">Chair</dt><dd class="mb-flow"><p class="fact-value">Dr Okafor</p></dd></div>\n</dl>',
    ],
    ["a rule", [{ kind: "rule", role: "honors-rule" }], '<hr class="honors-rule">'],
  ];
  it.each(cases)("writes %s", (_, blocks, html) => {
    expect(body(blocks)).toContain(html);
  });

  it("continues a numbered list where it says", () => {
    expect(body([{ ...list(["four"], "decimal"), start: 4 }])).toContain(
      '<ol class="list mb-decimal" role="list" start="4">',
    );
  });
  it("prints numbers as the theme counts", () => {
    const heading: Block = { ...h(2, "a", "开幕"), number: { label: "12", value: 12, automatic: true } };
    expect(body([heading], "corporate-zh")).toContain('c-item-number">十二、</span>开幕');
  });
  it("spreads short labels without touching their words", () => {
    const facts: Block = { kind: "facts", rows: [{ label: [t("主持")], children: [p("周敏")] }] };
    expect(body([facts], "corporate-zh")).toContain('<span class="mb-spread" style="--spread:4">主持</span>');
  });
  it("tells what head cells label", () => {
    const html = body([table(["No.", "Action"], [["A-1", "Write"]])]);
    expect(html.match(/<th\b[^>]*>/g)).toEqual(['<th scope="col">', '<th class="mb-last" scope="col">']);
    expect(html).toContain("<thead>");
    expect(html).toContain('role="group" tabindex="0" aria-label="Table"');
  });
  it("gives cells the alignment of the column they stand in, spans counted", () => {
    const cell = (text: string, colSpan = 1, rowSpan = 1) => ({ colSpan, rowSpan, children: [p(text)] });
    const html = body([
      {
        kind: "table",
        columns: [{ align: "start" }, { align: "end" }, { align: "center" }],
        head: [],
        rows: [{ cells: [cell("a", 1, 2), cell("b"), cell("c")] }, { cells: [cell("d"), cell("e")] }],
      },
    ]);
    expect(html.match(/<td[^>]*>/g)).toEqual([
      '<td rowspan="2">',
      '<td class="mb-end">',
      '<td class="mb-center mb-last">',
      '<td class="mb-end">',
      '<td class="mb-center mb-last">',
    ]);
  });
  it("sets names in as many columns as paper would", () => {
    const names = list(["Amara Bello", "Ingrid Dahl", "Rafael Duarte", "Chloé Fontaine"], "none", "names");
    expect(body([names])).toMatch(
      /class="names mb-plain mb-names" role="list" style="--columns:4;--name:calc\(/,
    );
  });
});

describe("inlines", () => {
  const cases: readonly (readonly [string, Inline, string])[] = [
    ["text", t('a < b & "c"'), "a &lt; b &amp; &quot;c&quot;"],
    ["marks", { kind: "emphasis", children: [t("x")] }, '<em class="c-emphasis">x</em>'],
    [
      "a span",
      { kind: "span", role: "capacity", children: [t("chair")] },
      '<span class="c-capacity">chair</span>',
    ],
    [
      "a link",
      { kind: "link", href: "https://a.example/?a=1&b=2", children: [t("x")] },
      '<a class="c-link" href="https://a.example/?a=1&amp;b=2">x</a>',
    ],
    [
      "a link elsewhere",
      { kind: "link", href: "javascript:x", children: [t("x")] },
      '<span class="c-link">x</span>',
    ],
    [
      "a reference",
      { kind: "reference", target: "accounts", show: "number", text: "3" },
      '<a href="#accounts">3</a>',
    ],
    ["a page", { kind: "reference", target: "accounts", show: "page", text: "" }, '<p class="body"></p>'],
  ];
  it.each(cases)("writes %s", (_, inline, html) => {
    expect(body([{ kind: "paragraph", children: [inline] }])).toContain(html);
  });

  it("puts footnotes at the end, with a way there and back", () => {
    const html = body([
      {
        kind: "paragraph",
        children: [t("Said"), { kind: "footnote", number: 1, children: [t("By whom?")] }],
      },
      p("Last."),
    ]);
    expect(html).toContain(
      '<sup class="c-footnoteMark"><a id="_mark-1" href="#_note-1" role="doc-noteref">1</a></sup>',
    );
    expect(html.indexOf("By whom?")).toBeGreaterThan(html.indexOf("Last."));
    expect(html).toContain('href="#_mark-1" role="doc-backlink"');
  });
});

describe("running texts", () => {
  const html = page({
    ...doc([p("Words.")]),
    running: [
      { at: "head-start", pages: "rest", children: [t("Northwind")] },
      { at: "foot-start", pages: "first", children: [t("Draft 2")] },
      { at: "foot-start", pages: "rest", children: [t("Draft 2")] },
      {
        at: "foot-end",
        pages: "all",
        children: [t('Page "'), { kind: "pageNumber" }, t(" of "), { kind: "pageCount" }],
      },
    ],
  });
  it("stand once", () => {
    expect(html.match(/Draft 2/g)).toHaveLength(1);
    expect(html).toContain("<footer>");
  });
  it("number pages only in print", () => {
    expect(html).toContain('content: "Page \\22 " counter(page) " of " counter(pages)');
    expect(/<body>[\s\S]*/.exec(html)?.[0]).not.toContain("Page");
  });
});

describe("style sheets", () => {
  it("hold a rule for every class of the body and none that nobody uses", () => {
    const css = styles(page(doc([h(1, "a", "A"), p("b", "vote")])));
    expect(css).toContain(".vote {");
    expect(css).not.toContain(".resolution");
  });
  it("change only what a character style changes", () => {
    const css = styles(
      page(doc([{ kind: "paragraph", children: [{ kind: "strong", children: [t("x")] }] }])),
    );
    expect(css).toContain(".c-strong { font-weight: 600 }");
  });
  it("name fonts, what may stand in for them, and a generic family", () => {
    const css = styles(page(doc([p("x")])));
    expect(css).toMatch(/\.body \{ font-family: "Source Serif 4", "Cambria", .*, serif;/);
  });
});

describe("a table's looks", () => {
  const sheet = builtInSheet("corporate-en");
  const style = sheet.styles.table;
  if (!style) throw new Error("the theme has no tables");
  const striped = { ...style, stripe: { color: "#eef1f5" }, rowInset: 6 };
  const looks = { ...sheet, styles: { ...sheet.styles, table: striped } };
  const numbers = table(
    ["Item", "EUR"],
    [
      ["a", "1.25"],
      ["b", "7"],
      ["c", "n/a"],
    ],
  );
  const columns = [{ align: "start" }, { align: "decimal" }] as const;
  const html = writeHtml(doc([{ ...numbers, columns }]), looks);

  it("push numbers off their column's end until their marks meet", () => {
    // A mark and two digits: two and a half digits wide.
    expect(html).toMatch(/<td class="mb-figures mb-last" style="--pushed:2.5ch">[^\n]*7</);
    expect(html).toMatch(/<td class="mb-figures mb-last">[^\n]*1.25</);
    expect(html).toMatch(/<td class="mb-end mb-last">[^\n]*n\/a</);
  });
  it("stripe every second row of the body", () => {
    expect(html.match(/<tr class="mb-second">/g)).toHaveLength(1);
    expect(styles(html)).toContain("background-color: #eef1f5");
  });
});

describe("a table of contents", () => {
  const contents: Block = {
    kind: "contents",
    title: [t("Contents")],
    entries: [
      { target: "a", level: 2, text: "First" },
      { target: "b", level: 3, text: "Below & between" },
      { target: "c", level: 2, text: "Second" },
    ],
  };
  const html = body([contents]);

  it("is navigation by nested lists of links", () => {
    expect(html).toContain('role="doc-toc" aria-label="Contents"');
    const shape = html.replace(/ (class|role|aria-label)="[^"]*"/g, "").replaceAll("\n", "");
    expect(shape).toBe(
      '<nav><p>Contents</p><ol><li><p><a href="#a">First</a></p><ol><li><p><a href="#b">Below &amp; between</a></p></li></ol></li><li><p><a href="#c">Second</a></p></li></ol></nav>',
    );
  });
  it("is left out when it has nothing to list", () => {
    expect(body([{ ...contents, entries: [] }, p("x")])).not.toContain("<nav");
  });
});

describe("a section that lies", () => {
  it("is printed on pages of its own", () => {
    const html = page(doc([{ kind: "section", orientation: "landscape", children: [p("Wide.")] }]));
    expect(html).toMatch(/<section class="mb-landscape">\n<p[^>]*>Wide\.<\/p>\n<\/section>/);
    expect(styles(html)).toContain("@page landscape { size: 297mm 210mm }");
  });
});

describe("text from right to left", () => {
  it("says its direction with its language", () => {
    const name: Inline = { kind: "span", lang: "he", children: [t("מרים")] };
    const html = body([
      { kind: "paragraph", children: [t("Miriam ("), name, t(")")] },
      { ...p("اجتمعت"), lang: "ar" },
      { ...p("会议"), lang: "zh" },
    ]);
    expect(html).toContain('Miriam (<span lang="he" dir="rtl">מרים</span>)');
    expect(html).toMatch(/<p class="body" lang="ar" dir="rtl">اجتمعت/);
    expect(html).toMatch(/<p class="body" lang="zh">会议/);
  });
});
