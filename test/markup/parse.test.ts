import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Element, Origin } from "../../src/markup/element.ts";
import { parse } from "../../src/markup/parse.ts";
import { print } from "../../src/markup/print.ts";

const roles = new Set(["motion", "mark"]);
const DOCUMENT = '<document type="minutes" title="T" lang="en" date="2026-03-12">';
const read = (markup: string, map: readonly Origin[] = []) => parse(markup, { file: "m", roles, map });
const inside = (body: string) => read(`${DOCUMENT}\n${body}\n</document>`);
const problems = (body: string): string[] =>
  inside(body).diagnostics.map(
    ({ code, message, place, hint }) =>
      `${place?.line}:${place?.column} ${code}: ${message}${hint ? ` (${hint})` : ""}`,
  );
type Bare = { name: string; attributes: Element["attributes"]; children: (Bare | string)[] };
const bare = ({ name, attributes, children }: Element): Bare => ({
  name,
  attributes,
  children: children.map((child) => (typeof child === "string" ? child : bare(child))),
});

describe("markup that is accepted", () => {
  it.each([
    "<p>a <strong>b</strong> c</p>",
    '<h1>T</h1><h2 numbered="">A</h2><h2 numbered="item" no="4a" id="x">B</h2>',
    '<ul role="motion"><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><ol start="3"><li>x</li></ol>',
    '<table><caption>C</caption><col width="30mm"/><col share="2" align="end"/><thead><tr><th>a</th><th scope="col">b</th></tr></thead><tbody><tr><td colspan="2"><p>x</p></td></tr></tbody></table>',
    "<dl><dt>Chair</dt><dd>A</dd><dt>Clerk</dt><dd><p>B</p></dd></dl>",
    "<box>bare words</box><columns><column>a</column><column/></columns><hr/><page-break/>",
    "<signatures><signatory><name>A</name><field>Date</field><field/></signatory></signatures>".replace(
      "<field/>",
      "<field>Place</field>",
    ),
    '<running at="foot-end"><page-number/> of <page-count/></running><p>x<footnote>y</footnote> <ref to="x" show="page"/><br/></p>',
    '<p><a href="https://example.org/a?b=c">x</a> <a href="mailto:a@example.org">m</a> <a href="tel:+86(10)12">t</a></p>',
    '<p role="">an empty role is no role</p><p><!-- a comment <p> -->x &amp; &#160; &#x4e00;</p>',
    "<p><![CDATA[a < b]]></p>",
  ])("%s", (body) => expect(problems(body)).toEqual([]));
});

describe("markup that is refused, each with a place", () => {
  it.each([
    ["<para>x</para>", "2:1 markup/unknown-element: there is no element <para>"],
    ["<script>x</script>", "2:1 markup/unknown-element: there is no element <script>"],
    ["<sapn>x</sapn>", "2:1 markup/unknown-element: there is no element <sapn> (did you mean span?)"],
    ["<constructor/>", "2:1 markup/unknown-element: there is no element <constructor>"],
    [
      '<p rôle="motion">x</p>',
      "2:1 markup/unknown-attribute: <p> takes no attribute rôle (did you mean role?)",
    ],
    [
      '<p style="x:url(y)">x</p>',
      "2:1 markup/unknown-attribute: <p> takes no attribute style (it takes role, lang, key, id, list, entry)",
    ],
    ['<p role="moton">x</p>', "2:1 markup/unknown-role: no style is named moton (did you mean motion?)"],
    ["x", "1:1 markup/not-allowed-here: text may not stand directly in <document> (put the text into a <p>)"],
    [
      "<p><p>x</p></p>",
      "2:4 markup/not-allowed-here: <p> may not stand in <p> (<p> takes text and inline elements)",
    ],
    [
      "<em>x</em>",
      "2:1 markup/not-allowed-here: <em> may not stand in <document> (<document> takes blocks such as <p>)",
    ],
    [
      "<table><p>x</p></table>",
      "2:8 markup/not-allowed-here: <p> may not stand in <table> (<table> takes caption, col, thead and tbody in this order, tbody always)",
    ],
    [
      "<ul/>",
      "2:1 markup/empty: <ul> is empty: it needs at least one li (guard it with {{#if …}} in the template, so that it is left out when there is nothing to say)",
    ],
    [
      "<p> </p>",
      "2:1 markup/empty: <p> is empty (guard it with {{#if …}} in the template, so that it is left out when there is nothing to say)",
    ],
    ["<dl><dt>a</dt></dl>", "2:1 markup/wrong-order: <dl> needs pairs of dt and dd"],
    ["<p><br>x</br></p>", "2:4 markup/not-allowed-here: text may not stand directly in <br> (write <br/>)"],
    [
      "<box>a<p>b</p></box>",
      "2:1 markup/not-allowed-here: text may not stand directly in <box> (put the text into a <p>)",
    ],
    ["<p><page-number/></p>", "2:4 markup/not-allowed-here: <page-number> may stand only inside <running>"],
    [
      "<p>a<footnote>b<footnote>c</footnote></footnote></p>",
      "2:16 markup/not-allowed-here: <footnote> may not stand inside <footnote>",
    ],
    [
      "<p>&nbsp;</p>",
      "2:1 markup/not-well-formed: not well-formed: undefined entity (only &amp; &lt; &gt; &quot; &apos; and numbers such as &#160; exist; write other characters as they are)",
    ],
    [
      "<p><a>x</a></p>",
      "2:4 markup/missing-attribute: <a> needs href (give it a link that starts with https://, http://, mailto: or tel:)",
    ],
    ['<ol start="-5"><li>a</li></ol>', '2:1 markup/bad-value: start="-5" on <ol> is not a whole number'],
  ])("%s", (body, expected) => expect(problems(body)).toEqual([expected]));

  it.each([
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "//example.org",
    "https:",
    "https://a b",
    "HTTPS ://x",
    "ftp://x.org",
    "vbscript:x",
    " https://x.org",
  ])("a link to %s", (href) =>
    expect(problems(`<p><a href="${href}">x</a></p>`).join()).toContain("markup/bad-value"),
  );
  it.each(["abc", "-5", "1e9", "NaN", "0", "1.5"])("a span of %s columns", (n) =>
    expect(problems(`<table><tbody><tr><td colspan="${n}">x</td></tr></tbody></table>`).join()).toContain(
      "markup/bad-value",
    ),
  );
  it.each(["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "b">]>', "<?php x ?>", "<?xml version='1.0'?>"])(
    "%s",
    (start) => expect(read(`${start}${DOCUMENT}<p>x</p></document>`).ok).toBe(false),
  );
  it.each([
    "",
    "   ",
    "x",
    "<p>x</p>",
    "<document",
    "<document>",
    "</p>",
    `${DOCUMENT}<p>x`,
    "\u0000",
    "&lol;",
  ])("all of %j", (markup) => {
    const result = read(markup);
    expect(result.ok).toBe(false);
    expect(result.diagnostics.length).toBeGreaterThan(0);
  });
  it("nesting without end", () => {
    const result = inside(`${"<box>".repeat(5000)}x${"</box>".repeat(5000)}`);
    expect(result.diagnostics.map((d) => d.code)).toContain("markup/too-deep");
  });
});

it("reports everything at once", () => {
  expect(problems('<para/>\n<p role="x">y</p>\n<ul/>').map((line) => line.split(" ")[0])).toEqual([
    "2:1",
    "3:1",
    "4:1",
  ]);
});

it("gives each element the place of the template line that wrote it", () => {
  const origin = { place: { file: "minutes.hbs", line: 7, column: 3 }, excerpt: "  <p>{{x}}</p>" };
  const result = read(`${DOCUMENT}<p _="0">x</p></document>`, [origin]);
  expect(result.ok && result.value.children[0]).toEqual({
    name: "p",
    attributes: {},
    children: ["x"],
    place: origin.place,
  });
  const bad = read(`${DOCUMENT}<p _="0" role="nobody">x</p></document>`, [origin]);
  expect(bad.diagnostics[0]).toMatchObject({ place: origin.place, excerpt: origin.excerpt });
  expect(read(`${DOCUMENT}<p _="9">x</p></document>`, [origin]).ok).toBe(false);
});

describe("properties", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "</",
    "/>",
    "p",
    "box",
    "document",
    " ",
    "\n",
    '"',
    "'",
    "=",
    "&",
    ";",
    "#x",
    "_",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!DOCTYPE",
    "role",
    "汉",
    "\ud83d\ude00",
    "\ud800",
    "\ufffe",
    "\0",
  );
  it("parse is total", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((parts) => parts.join("")),
        ),
        (markup) => {
          for (const text of [markup, `${DOCUMENT}${markup}</document>`]) {
            const result = read(text);
            if (!result.ok) expect(result.diagnostics.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  const text = fc
    .string({
      unit: fc.constantFrom("a", " ", "\n", "\t", "\r", "<", "&", ">", '"', "'", "]]>", "汉", "\u00a0", "é"),
      minLength: 1,
    })
    .map((s) => `x${s}`);
  const place = { file: "m", line: 1, column: 1 };
  const node = (name: string, children: (Element | string)[], attributes = {}): Element => ({
    name,
    attributes,
    children,
    place,
  });
  const inline: fc.Arbitrary<(Element | string)[]> = fc.letrec<{ inline: (Element | string)[] }>((tie) => ({
    inline: fc.oneof(
      { depthSize: "small" },
      text.map((t) => [t]),
      fc
        .tuple(text, fc.constantFrom("strong", "em", "sup", "span"), tie("inline"))
        .map(([t, name, kids]) => [t, node(name, kids)]),
      text.map((t) => [node("a", [t], { href: "https://example.org/?a=1&b=2" }), node("br", [])]),
    ),
  })).inline;
  const block: fc.Arbitrary<Element> = fc.letrec<{ block: Element }>((tie) => ({
    block: fc.oneof(
      { depthSize: "small" },
      inline.map((kids) => node("p", kids)),
      fc
        .tuple(inline, text)
        .map(([kids, no]) =>
          node("h2", kids, { numbered: "", no: no.trim().replace(/\s/g, "").slice(0, 20) }),
        ),
      fc
        .array(fc.oneof(inline, fc.array(tie("block"), { minLength: 1, maxLength: 3 })), {
          minLength: 1,
          maxLength: 4,
        })
        .map((items) =>
          node(
            "ul",
            items.map((kids) => node("li", kids)),
          ),
        ),
      fc
        .array(tie("block"), { minLength: 1, maxLength: 3 })
        .map((kids) => node("box", kids, { role: "motion" })),
      fc.constant(node("hr", [])),
    ),
  })).block;
  it("what is printed is read back as the same tree", () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), text, (blocks, title) => {
        const tree = node("document", blocks, { type: "brief", title, lang: "en", date: "2026-01-01" });
        const result = read(print(tree));
        expect(result.diagnostics).toEqual([]);
        expect(result.ok && bare(result.value)).toEqual(bare(tree));
      }),
      { numRuns: 200 },
    );
  });
});
