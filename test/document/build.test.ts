import { describe, expect, it } from "vitest";
import { build } from "../../src/document/build.ts";
import type { Block, Document, Inline } from "../../src/document/model.ts";
import { formatNumber } from "../../src/document/number.ts";
import { documentText, words } from "../../src/document/text.ts";
import { collapse, type Leaf } from "../../src/document/whitespace.ts";
import { parse } from "../../src/markup/parse.ts";
import { mm } from "../../src/units.ts";

const roles = new Set(["motion", "amount"]);
const start = '<document type="minutes" title=" The\n title" lang="en" date="2026-03-12" keywords="a, b">';
function run(body: string) {
  const parsed = parse(`${start}${body}</document>`, { file: "m", roles, map: [] });
  expect(parsed.diagnostics).toEqual([]);
  if (!parsed.ok) throw new Error("not parsed");
  return build(parsed.value);
}
function doc(body: string): Document {
  const result = run(body);
  expect(result.diagnostics).toEqual([]);
  if (!result.ok) throw new Error("not built");
  return result.value;
}
const problems = (body: string) =>
  run(body).diagnostics.map(({ code, message, hint }) => `${code}: ${message} (${hint})`);
/** A tree without its places. */
const bare = <T>(tree: T): T =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === "place" ? undefined : value)));
const blocks = (body: string): readonly Block[] => bare(doc(body).blocks);
const inlines = (body: string): readonly Inline[] => {
  const [block] = blocks(`<p>${body}</p>`);
  return block?.kind === "paragraph" ? block.children : [];
};
const text = (words: string): Inline => ({ kind: "text", text: words });

describe("editor's notes", () => {
  it("are told beside the paper, with whether it says what they are about", () => {
    const { notes, blocks } = doc(
      `<p>Words<span note="1"><sup>†1</sup></span> and <span note="1"/>more.</p>
       <ol><li note="1">Of <em>words</em>.</li><li note="2">Of all.</li></ol>`,
    );
    expect(notes).toEqual([
      { number: 1, text: "Of words.", placed: true },
      { number: 2, text: "Of all.", placed: false },
    ]);
    expect(blocks[0]).toMatchObject({
      children: [
        { text: "Words" },
        { note: 1, children: [{ kind: "sup" }] },
        { text: " and " },
        { note: 1 },
        { text: "more." },
      ],
    });
  });
});

describe("a list of paragraphs", () => {
  const three = `<p list="resolutions" entry="1: A">Resolution 1</p><p>x</p>
    <box><p list="resolutions">Resolution 2</p></box><p list="motions">Motion</p>`;
  it("has an entry for each, wherever it stands", () => {
    const [contents, first, , box] = blocks(`<contents of="resolutions">Resolutions</contents>${three}`);
    expect(contents).toMatchObject({
      of: "resolutions",
      entries: [
        { target: "resolutions", level: 2, text: "1: A" },
        { target: "resolution-2", level: 2, text: "Resolution 2" },
      ],
    });
    expect(first).toMatchObject({ id: "resolutions", listed: { list: "resolutions", entry: "1: A" } });
    expect(box).toMatchObject({ children: [{ id: "resolution-2" }] });
  });
  it("shows nothing when there are too few", () => {
    expect(blocks(`<contents of="resolutions" from="3">R</contents>${three}`)[0]).toMatchObject({
      entries: [],
    });
  });
});

it("says what is to be filled in, and by what name", () => {
  expect(inlines('<span fill="a.1" title="An &amp; other">x</span><span fill="b" expects="date"/>')).toEqual([
    { kind: "span", blank: { name: "a.1", title: "An & other", expects: "text" }, children: [text("x")] },
    { kind: "span", blank: { name: "b", title: "b", expects: "date" }, children: [] },
  ]);
  expect(inlines('<span fill="">x</span>')).toEqual([{ kind: "span", children: [text("x")] }]);
});

describe("white space", () => {
  const at: Leaf = { is: "break" };
  const object: Leaf = { is: "object" };
  it.each<[string, Leaf[], string[]]>([
    ["collapses", [" a \n\t b  "], ["a b"]],
    ["stays between inlines, once", ["a ", " b", " ", "c"], ["a ", "b", " ", "c"]],
    ["stays where the inline begins with it", ["a", " b"], ["a", " b"]],
    ["goes beside a forced break", ["a ", at, " b"], ["a", "", "b"]],
    ["stays beside objects", ["a ", object, " b ", object], ["a ", "", " b ", ""]],
    ["goes at the edges, also over leaves", [" ", "  a", "b ", " "], ["", "a", "b", ""]],
    ["vanishes at a line end between Chinese characters", ["会议\n  纪要"], ["会议纪要"]],
    ["also over leaves and objects", ["会议", object, "\n", "纪要"], ["会议", "", "", "纪要"]],
    ["also beside Chinese punctuation", ["他说：\n“好”，\n完。"], ["他说：“好”，完。"]],
    ["stays as a blank that was typed", ["会议 纪要"], ["会议 纪要"]],
    ["stays between Chinese and Latin", ["会议\nPDF\n文件"], ["会议 PDF 文件"]],
    ["vanishes between rare characters beyond the first plane", ["𠮷\n𠮷"], ["𠮷𠮷"]],
    [
      "leaves the no-break and the full-width space alone",
      ["a\u00a0 \u00a0b\u3000"],
      ["a\u00a0 \u00a0b\u3000"],
    ],
    ["is all there is", [" ", "\n"], ["", ""]],
  ])("%s", (_rule, leaves, expected) => expect(collapse(leaves)).toEqual(expected));

  it("of marked words", () =>
    expect(inlines(" a <strong> b </strong> <em>c</em>\n<s> </s>")).toEqual([
      text("a "),
      { kind: "strong", children: [text("b ")] },
      { kind: "emphasis", children: [text("c")] },
    ]));
});

describe("headings", () => {
  const labels = (body: string) =>
    blocks(`<h1>T</h1>${body}`)
      .filter((block) => block.kind === "heading")
      .slice(1)
      .map(({ number, id }) => `${number ? `${number.label}${number.automatic ? "" : "!"}` : "-"} ${id}`);
  it.each<[string, string[]]>([
    ['<h2 numbered="">A</h2><h2>B</h2><h2 numbered="">C</h2>', ["1 a", "- b", "2 c"]],
    [
      '<h2 numbered="">A</h2><h3 numbered="">B</h3><h3 numbered="">C</h3><h2 numbered="">D</h2><h3 numbered="">E</h3>',
      ["1 a", "1 b", "2 c", "2 d", "1 e"],
    ],
    [
      '<h2 numbered="item">A</h2><h2 numbered="annex">B</h2><h2 numbered="item">C</h2>',
      ["1 a", "1 b", "2 c"],
    ],
    [
      '<h2 numbered="" no="1">A</h2><h2 numbered="" no="1a">B</h2><h2 numbered="" no="2">C</h2><h2 no="7">D</h2>',
      ["1 a", "1a! b", "2 c", "7! d"],
    ],
    [
      '<h2 numbered="" no="3">A</h2><h3 numbered="" no="3.1">B</h3><h2 numbered="" no="1">C</h2><h3 numbered="" no="1.1">D</h3><h3 numbered="" no="1.3">E</h3><h3 numbered="" no="1.2">F</h3>',
      ["3! a", "3.1 b", "1 c", "1.1 d", "1.3! e", "1.2 f"],
    ],
    [
      "<h2>Any other business</h2><h2>Any other business</h2><h2 id='x'>X</h2><h2>X</h2>",
      ["- any-other-business", "- any-other-business-2", "- x", "- x-2"],
    ],
    [
      "<h2>会议决定</h2><h2>Résumé é</h2><h2>2026</h2><h2>关于 PDF 的决定</h2>",
      ["- h-2", "- resume-e", "- h-4", "- h-5"],
    ],
  ])("%s", (body, expected) => expect(labels(body)).toEqual(expected));

  it.each([
    [
      "<h2>A</h2>",
      "document/heading-gap: the first heading is <h2> (write <h1>, and let a role decide how it looks)",
    ],
    [
      "<h1>A</h1><h3>B</h3>",
      "document/heading-gap: <h3> follows <h1>: a level is left out (write <h2>, and let a role decide how it looks)",
    ],
    [
      "<h1 id='a'>A</h1><h2 id='a'>B</h2>",
      "document/duplicate-id: the id a is used twice (it is also in m:2)",
    ],
    [
      "<h1 id='budget'>A</h1><p><ref to='budgt'/></p>",
      "document/unknown-target: no heading has the id budgt (did you mean budget?)",
    ],
    [
      "<h1 id='a'>A</h1><p><ref to='a'/></p>",
      'document/unnumbered-target: the heading a has no number to refer to (number it, or write show="title")',
    ],
    [
      "<ul role='motion'><li role='motion'><p>x</p></li></ul>",
      "document/role-on-blocks: role on <li> reaches no text, since it holds blocks (give it to the blocks inside)",
    ],
    [
      "<table><col/><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
      "document/ragged-table: a row of 2 columns in a table of 1 column (count the cells with their spans; every row fills the table)",
    ],
    [
      "<table><tbody><tr><td rowspan='2'>a</td></tr></tbody></table>",
      "document/ragged-table: a cell reaches down over 2 rows, but only 1 is left (mend its rowspan)",
    ],
    [
      "<table><tbody><tr><td>a</td><td rowspan='2'>b</td></tr><tr><td colspan='2'>c</td></tr></tbody></table>",
      "document/ragged-table: a cell lies over one that reaches down from a row above (mend its colspan, or the rowspan above)",
    ],
  ])("%s", (body, expected) => expect(problems(body)).toEqual([expected]));
});

it("resolves references forwards and backwards, and numbers footnotes", () => {
  expect(
    inlines(
      '<ref to="b"/> <ref to="b" show="title"/> <ref to="b" show="page"/><footnote>one</footnote><footnote>two</footnote></p><h1>A</h1><h2 id="b" numbered="">The <em>budget</em></h2><p>z',
    ),
  ).toEqual([
    { kind: "reference", target: "b", show: "number", text: "1" },
    text(" "),
    { kind: "reference", target: "b", show: "title", text: "The budget" },
    text(" "),
    { kind: "reference", target: "b", show: "page", text: "" },
    { kind: "footnote", number: 1, children: [text("one")] },
    { kind: "footnote", number: 2, children: [text("two")] },
  ]);
});

describe("a table of contents", () => {
  const entries = (body: string) =>
    blocks(body).flatMap((block) =>
      block.kind === "contents" ? [block.entries.map(({ target, text }) => `${target}: ${text}`)] : [],
    );
  const text =
    '<h1>Top</h1><h2 id="x">Before</h2>%<h2 id="a">A<footnote>n</footnote></h2><h3 id="b">B <em>b</em></h3><h2 id="c">C</h2>';

  it("lists the headings after it, without their notes, down to its depth", () => {
    expect(entries(text.replace("%", "<contents>Contents</contents>"))).toEqual([["a: A", "b: B b", "c: C"]]);
    expect(entries(text.replace("%", '<contents depth="2"/>'))).toEqual([["a: A", "c: C"]]);
  });
  it("stays empty while there are fewer headings than it is worth, and then says nothing", () => {
    expect(entries(text.replace("%", '<contents from="3"/>'))).toEqual([["a: A", "b: B b", "c: C"]]);
    expect(entries(text.replace("%", '<contents from="4">Contents</contents>'))).toEqual([[]]);
    expect(documentText(doc(text.replace("%", '<contents from="4">Contents</contents>')))).not.toContain(
      "Contents",
    );
  });
  it("keeps the number and the role of what it lists", () => {
    const [block] = blocks('<contents/><h1>T</h1><h2 numbered="" role="motion">A</h2>');
    expect(block).toMatchObject({
      entries: [{ level: 2, role: "motion", number: { label: "1", value: 1, automatic: true }, text: "A" }],
    });
  });
});

describe("a section", () => {
  it("holds blocks and says how its pages lie", () => {
    expect(blocks('<section orientation="landscape"><p>Wide.</p></section>')).toEqual([
      {
        kind: "section",
        orientation: "landscape",
        children: [{ kind: "paragraph", children: [{ kind: "text", text: "Wide." }] }],
      },
    ]);
  });
  it("is counted and referred to like everything else", () => {
    const built = doc(
      '<h1>T</h1><h2 numbered="">A</h2><section orientation="landscape"><h2 numbered="" id="w">W</h2></section><p><ref to="w"/></p>',
    );
    expect(documentText(built)).toBe("T\n1 A\n2 W\n2");
  });
});

describe("blocks", () => {
  const p = (words: string, role?: string): Block => ({
    kind: "paragraph",
    ...(role ? { role } : {}),
    children: words ? [text(words)] : [],
  });
  it.each<[string, Block]>([
    [
      "<ol start='3'><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ol>",
      {
        kind: "list",
        marker: "decimal",
        start: 3,
        items: [
          { children: [p("a")] },
          { children: [p("b"), { kind: "list", marker: "disc", start: 1, items: [{ children: [p("c")] }] }] },
        ],
      },
    ],
    [
      "<box role='motion'> bare <br/> words </box>",
      {
        kind: "box",
        role: "motion",
        children: [{ kind: "paragraph", children: [text("bare"), { kind: "lineBreak" }, text("words")] }],
      },
    ],
    [
      "<dl><dt>Chair</dt><dd>A</dd></dl>",
      { kind: "facts", rows: [{ label: [text("Chair")], children: [p("A")] }] },
    ],
    [
      "<columns><column>a</column><column><p>b</p></column><column/></columns>",
      { kind: "columns", columns: [[p("a")], [p("b")], []] },
    ],
    [
      "<signatures><signatory><name>A<br/>Chair</name><field>Date</field></signatory></signatures>",
      {
        kind: "signatures",
        signatories: [{ name: [text("A"), { kind: "lineBreak" }, text("Chair")], fields: [[text("Date")]] }],
      },
    ],
    [
      "<ul key='l'><li key='a'>x</li><li><p key='b'>y</p></li></ul>",
      {
        kind: "list",
        key: "l",
        marker: "disc",
        start: 1,
        items: [
          { key: "a", children: [p("x")] },
          { children: [{ kind: "paragraph", key: "b", children: [text("y")] }] },
        ],
      },
    ],
    [
      "<table><tbody><tr key='r'><td>1</td></tr></tbody></table>",
      {
        kind: "table",
        columns: [{ align: "start" }],
        head: [],
        rows: [{ key: "r", cells: [{ colSpan: 1, rowSpan: 1, children: [p("1")] }] }],
      },
    ],
    ["<hr/>", { kind: "rule" }],
    ["<page-break/>", { kind: "pageBreak" }],
    [
      "<table><caption>C</caption><col width='30mm'/><col share='2' align='end'/><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th scope='row' rowspan='2'>c</th><td role='amount'>1</td></tr><tr><td></td></tr></tbody></table>",
      {
        kind: "table",
        caption: [text("C")],
        columns: [
          { width: mm(30), align: "start" },
          { share: 2, align: "end" },
        ],
        head: [
          {
            cells: [
              { header: "column", colSpan: 1, rowSpan: 1, children: [p("a")] },
              { header: "column", colSpan: 1, rowSpan: 1, children: [p("b")] },
            ],
          },
        ],
        rows: [
          {
            cells: [
              { header: "row", colSpan: 1, rowSpan: 2, children: [p("c")] },
              { colSpan: 1, rowSpan: 1, children: [p("1", "amount")] },
            ],
          },
          { cells: [{ colSpan: 1, rowSpan: 1, children: [p("")] }] },
        ],
      },
    ],
  ])("%s", (body, expected) => expect(blocks(body)).toEqual([expected]));
});

it("keeps places, meta and running lines", () => {
  const built = doc('\n<running at="foot-end" pages="rest"><page-number/></running>\n<h1>A</h1>');
  expect(built).toMatchObject({
    title: "The title",
    meta: { keywords: ["a", "b"], date: "2026-03-12" },
    running: [{ at: "foot-end", pages: "rest", children: [{ kind: "pageNumber" }] }],
    blocks: [{ kind: "heading", level: 1, id: "a", place: { file: "m", line: 4, column: 1 } }],
  });
});

it("reads a document aloud", () => {
  const built = doc(
    '<h1>Minutes</h1><h2 numbered="">Budget</h2><p>It <em>is</em><footnote>See annex.</footnote> 通过了。</p><ul><li>a</li></ul><dl><dt>Chair</dt><dd>B</dd></dl>',
  );
  expect(documentText(built)).toBe("Minutes\n1 Budget\nIt is 通过了。\nSee annex.\na\nChair\nB");
  expect(words(built)).toEqual("Minutes 1 Budget It is 通 过 了 。 See annex. a Chair B".split(" "));
});

it.each([
  [1, "一"],
  [10, "十"],
  [12, "十二"],
  [20, "二十"],
  [21, "二十一"],
  [100, "一百"],
  [101, "一百零一"],
  [110, "一百一十"],
  [115, "一百一十五"],
  [1000, "一千"],
  [1001, "一千零一"],
  [1010, "一千零一十"],
  [1100, "一千一百"],
  [9999, "九千九百九十九"],
  [10000, "10000"],
  ["4a", "4a"],
  ["3", "三"],
])("%s in Chinese is %s", (label, expected) => {
  expect(formatNumber(label, "chinese")).toBe(expected);
  expect(formatNumber(label, "decimal")).toBe(String(label));
});
it("the own part of a number is what follows its last full stop", () => {
  expect(["3", "3.1", "3.12", "3.4a", "A.1"].map((label) => formatNumber(label, "own"))).toEqual([
    "3",
    "1",
    "12",
    "4a",
    "A.1",
  ]);
  expect(formatNumber("3.12", "chinese")).toBe("十二");
});
