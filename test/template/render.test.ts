import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build } from "../../src/document/build.ts";
import { words } from "../../src/document/text.ts";
import type { Element } from "../../src/markup/element.ts";
import { parse } from "../../src/markup/parse.ts";
import type { TemplateContext } from "../../src/template/helpers.ts";
import { render } from "../../src/template/render.ts";
import { english, roles, template, wording } from "./support.ts";

const chinese: TemplateContext = { lang: "zh-CN", wording: { ...wording, moved: "由{name}提议" } };
const strip = (markup: string): string => markup.replace(/ _="\d+"/g, "");
function rendered(text: string, data: unknown = {}, context = english, partials = {}): string {
  const result = render(template(text, partials), data, context);
  expect(result.diagnostics).toEqual([]);
  return result.ok ? strip(result.value.markup) : "";
}
const problems = (text: string, data: unknown = {}, partials = {}): string[] => {
  const result = render(template(text, partials), data, english);
  expect(result.ok).toBe(false);
  return result.diagnostics.map(
    ({ code, message, place, path }) =>
      `${place ? `${place.line}:${place.column} ` : ""}${path ? `${path} ` : ""}${code}: ${message}`,
  );
};

const data = {
  title: "Q&A <b>",
  n: 1234567.5,
  zero: 0,
  empty: "",
  yes: true,
  none: null,
  day: "2026-03-12T14:00",
  span: { start: "2024-02-05", end: "2024-02-06" },
  open: { start: "2024-02-05" },
  names: ["Ann", "Bo", "Cy"],
  people: [{ name: "Ann", post: "Chair" }, { name: "Bo" }],
  same: ["A", "B"],
  units: { finance: { name: "F" }, audit: { name: "U" } },
  fact: { text: "60", mark: { no: 2, printed: true } },
  marked: ["Ann", { text: "Bo", mark: { no: 1, printed: false } }],
};

describe("what is printed", () => {
  it.each<[string, string]>([
    ["{{title}}", "Q&amp;A &lt;b&gt;"],
    ["[{{none}}{{absent}}{{absent.deep}}{{empty}}]", "[]"],
    ["{{n}} {{zero}}", "1234567.5 0"],
    ["{{#each names}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}", "0Ann,1Bo,2Cy"],
    ["{{#each people as |p i|}}{{i}}{{p.name}}{{#if p.post}}({{post}}){{/if}} {{/each}}", "0Ann(Chair) 1Bo "],
    ["{{#each units}}{{@key}}={{name}};{{/each}}", "finance=F;audit=U;"],
    ["{{#each absent}}x{{else}}y{{/each}}{{#each empty}}x{{else}}z{{/each}}", "yz"],
    ["{{#if zero}}a{{else}}b{{/if}}{{#if zero includeZero=true}}c{{/if}}{{#unless names}}d{{/unless}}", "bc"],
    ["{{#if absent}}a{{else if yes}}b{{else}}c{{/if}}", "b"],
    [
      "{{#with fact}}{{text}} {{../title}} {{@root.zero}}{{/with}}{{#with absent}}x{{else}}y{{/with}}",
      "60 Q&amp;A &lt;b&gt; 0y",
    ],
    [
      "{{#each people}}{{name}}{{#each ../names}}{{this}}{{../name}}{{../../zero}}{{/each}};{{/each}}",
      "AnnAnnAnn0BoAnn0CyAnn0;BoAnnBo0BoBo0CyBo0;",
    ],
    // An inner context equal to the outer one is a level all the same.
    ["{{#each same}}{{#each ../same}}{{this}}{{..}}{{../../zero}} {{/each}}{{/each}}", "AA0 BA0 AB0 BB0 "],
    [
      "{{fact fact}} {{fact title}} {{fact zero}}{{fact absent}}",
      '60<span note="2"><sup role="mark">†2</sup></span> Q&amp;A &lt;b&gt; 0',
    ],
    [
      '{{list names}}|{{list same}}|{{list absent}}|{{list people field="name"}}|{{list marked}}',
      'Ann, Bo and Cy|A and B||Ann and Bo|Ann and Bo<span note="1"></span>',
    ],
    ["{{number n}} {{number n decimals=2}} {{number zero}}{{number absent}}", "1,234,567.5 1,234,567.50 0"],
    [
      '{{date day}} {{date day show="date" weekday=true}} {{date day show="time"}} {{date span}} {{date open}}{{date absent}}',
      "12 March 2026, 14:00 Thursday 12 March 2026 14:00 5–6 February 2024 5 February 2024",
    ],
    [
      '{{say "present"}} {{say "moved" name=title}} {{say "count" n=1}} {{say "count" n=(count names)}} {{say "vote" of="lost"}}',
      "Present Q&amp;A &lt;b&gt; moved 1 person 3 persons Lost",
    ],
    ['{{say "moved" name=(fact fact)}}', '60<span note="2"><sup role="mark">†2</sup></span> moved'],
    [
      "{{rich title note=3}}|{{rich title note=3 inline=true}}",
      '<p>Q&amp;A &lt;b&gt;<span note="3"></span></p>|Q&amp;A &lt;b&gt;<span note="3"></span>',
    ],
    ["{{count names}}{{count absent}} {{default absent title}}{{default empty 1}}", "30 Q&amp;A &lt;b&gt;1"],
    [
      "{{#if (and yes (or absent names) (not zero) (eq zero 0) (gt n 5) (given empty))}}all{{/if}}{{#if (gt absent 1)}}no{{/if}}",
      "all",
    ],
    ["\\{{title}}", "{{title}}"],
    ["a\r\n{{#if yes}}\r\nb\r\n{{/if}}\r\nc", "a\nb\nc"],
    ["  {{! gone }}\n<p>x</p> {{~yes~}} y".replace("{{~yes~}}", "{{~zero~}}"), "<p>x</p>0y"],
  ])("%s", (text, expected) => expect(rendered(text, data)).toBe(expected));

  it("in Chinese", () =>
    expect(
      rendered(
        '{{list names}} {{date span}} {{date day weekday=true}} {{say "moved" name=(list same)}} {{number n}}',
        data,
        chinese,
      ),
    ).toBe("Ann、Bo、Cy 2024年2月5日至6日 2026年3月12日（星期四）14:00 由A、B提议 1,234,567.5"));

  it("partials, each with contexts of its own", () =>
    expect(
      rendered(
        "{{#each people}}{{> p}}{{> p this extra=../zero}}{{/each}}{{> q who=people.[1] label=title}}",
        data,
        english,
        {
          p: "[{{name}}{{extra}}{{#each @root.same}}{{../name}}{{this}}{{/each}}]",
          q: "{{label}}{{#with who}}{{name}}{{../label}}{{/with}}",
        },
      ),
    ).toBe("[AnnAnnAAnnB][Ann0AnnAAnnB][BoBoABoB][Bo0BoABoB]Q&amp;A &lt;b&gt;BoQ&amp;A &lt;b&gt;"));
});

describe("rich text", () => {
  it.each<[string, string]>([
    ["one\ntwo\n\n three ", "<p>one\ntwo</p><p>three</p>"],
    ["**a *b* c** *d* e", "<p><strong>a <em>b</em> c</strong> <em>d</em> e</p>"],
    [
      "see [the **site**](https://example.org/?a=1&b=2).",
      '<p>see <a href="https://example.org/?a=1&amp;b=2">the **site**</a>.</p>',
    ],
    ["[x](javascript:alert) [y](http:) [z]", "<p>[x](javascript:alert) [y](http:) [z]</p>"],
    [
      "list:\n- a\n  more\n- *b*\n\nend",
      "<p>list:</p><ul><li>a\nmore</li><li><em>b</em></li></ul><p>end</p>",
    ],
    ["2 * 3 * 4 ** 5 <b> & {{x}} \\*not\\*", "<p>2 * 3 * 4 ** 5 &lt;b&gt; &amp; {{x}} *not*</p>"],
    ["", ""],
    [" \n ", ""],
    ["# no heading\n1. no list", "<p># no heading\n1. no list</p>"],
  ])("%j", (text, expected) => expect(rendered("{{rich text}}", { text })).toBe(expected));
  it("in a line", () =>
    expect(rendered("<p>{{rich text inline=true}}</p>", { text: "a **b**\n\n- c" })).toBe(
      "<p>a <strong>b</strong><br/>- c</p>",
    ));
  it("takes time in proportion", () => {
    for (const sign of ["*", "**a ", "[", "[a](", "\\", "*a", "a*"])
      expect(rendered("{{rich text}}", { text: sign.repeat(100_000 / sign.length) }).length).toBeGreaterThan(
        0,
      );
  });
});

describe("what goes wrong while rendering, with the template's place", () => {
  it.each<[string, string[]]>([
    ["\n {{people}}", ["2:2 template/not-printable: a list cannot be printed"]],
    [
      "{{span}}{{yes}}",
      [
        "1:1 template/not-printable: a record cannot be printed",
        "1:9 template/not-printable: a boolean cannot be printed",
      ],
    ],
    ["{{date title}}", ["1:1 template/not-a-date: Q&A <b> cannot be written as a date"]],
    ["{{date fact}}", ["1:1 template/not-a-date: this record cannot be written as a date"]],
    ["{{number title}}", ["1:1 template/bad-argument: number of number takes number, not text"]],
    [
      "{{fact people}}{{list people}}",
      [
        "1:1 template/bad-argument: fact of fact takes text or number or record, not list",
        "1:16 template/not-printable: a record without text cannot be printed",
      ],
    ],
    ['{{say "moved" name=absent}}', ["1:1 template/missing-value: moved needs {name}, which is absent here"]],
    ['{{say "vote" of=title}}', ["1:1 template/unknown-wording: the wording has no entry vote.Q&A <b>"]],
    [
      "{{#each people}}\n{{span}}{{.}}\n{{/each}}",
      ["2:9 template/not-printable: a record cannot be printed"],
    ],
  ])("%j", (text, expected) => expect(problems(text, data)).toEqual(expected));

  it("NaN and infinity", () => {
    expect(problems("{{x}}", { x: Number.NaN })).toEqual([
      "1:1 template/not-printable: NaN cannot be printed",
    ]);
    expect(problems("{{number x}}", { x: 1 / 0 })).toEqual([
      "1:1 template/not-printable: Infinity cannot be written as a number",
    ]);
  });
  it("a template that was never checked", () =>
    expect(problems("{{{title}}}{{lookup this title}}{{constructor}}")).toHaveLength(3));
  it("a language nobody taught it", () =>
    expect(render(template("x"), {}, { lang: "de", wording: {} }).diagnostics[0]?.code).toBe(
      "template/unknown-language",
    ));
  it.each<[string, unknown, string]>([
    ["a function", { a: { b: () => "x" } }, "a.b template/bad-data: a function in the data"],
    ["a date object", { a: [new Date(0)] }, "a[0] template/bad-data: an instance of a class in the data"],
    [
      "a name of the language's",
      JSON.parse('{"a":{"__proto__":1}}'),
      "a.__proto__ template/bad-data: __proto__ may not be used as a name",
    ],
    ["a bigint", { a: 1n }, "a template/bad-data: a bigint in the data"],
  ])("%s in the data", (_name, bad, expected) => expect(problems("x", bad)).toEqual([expected]));
  it("data that contains itself", () => {
    const loop: Record<string, unknown> = {};
    loop.a = loop;
    expect(problems("x", loop)).toEqual(["a template/bad-data: data that contains itself"]);
  });
  it("loops in loops in loops", () => {
    const people = Array.from({ length: 1000 }, (_, i) => i);
    const start = performance.now();
    const text =
      "{{#each people}}{{#each @root.people}}{{#each @root.people}}{{this}}{{/each}}{{/each}}{{/each}}";
    expect(problems(text, { people })[0]).toContain("template/too-large");
    expect(performance.now() - start).toBeLessThan(10_000);
  });
  it("output without end", () => {
    const text = "x".repeat(50_000);
    expect(
      problems("{{#each people}}{{../text}}{{/each}}", { text, people: Array(1000).fill(1) })[0],
    ).toContain("template/too-large");
    expect(problems(`{{#each people}}${text}{{/each}}`, { people: Array(1000).fill(1) })[0]).toContain(
      "template/too-large",
    );
  });
});

const start = '<document type="brief" title="{{title}}" lang="en" date="2026-01-01">';
const read = (text: string, value: unknown, partials = {}) => {
  const result = render(template(text, partials), value, english);
  expect(result.diagnostics).toEqual([]);
  if (!result.ok) throw new Error("not rendered");
  return parse(result.value.markup, { file: "rendered", roles, map: result.value.map });
};

it("leads every element back to the line that wrote it", () => {
  const text = `${start}\n{{#each people}}\n  {{> p}}\n{{/each}}\n{{rich text}}\n<p>{{fact fact}}</p>\n</document>`;
  const parsed = read(text, { ...data, text: "a **b**" }, { p: "\n<p>汉 <em>{{name}}</em></p>" });
  const places: string[] = [];
  const visit = ({ name, place, children }: Element): void => {
    places.push(`${name} ${place.file}:${place.line}:${place.column}`);
    for (const child of children) if (typeof child !== "string") visit(child);
  };
  if (parsed.ok) visit(parsed.value);
  expect(places).toEqual([
    "document main.hbs:1:1",
    "p p.hbs:2:1",
    "em p.hbs:2:6",
    "p p.hbs:2:1",
    "em p.hbs:2:6",
    "p main.hbs:5:1",
    "strong main.hbs:5:1",
    "p main.hbs:6:1",
    "span main.hbs:6:4",
    "sup main.hbs:6:4",
  ]);
});

it("names the template's line for an error found in the rendered markup", () => {
  const parsed = read(
    `${start}\n<p>x</p>\n  <ul>{{#each none}}<li>{{this}}</li>{{/each}}</ul>\n<p role="{{role}}">x</p>\n</document>`,
    { title: "T", role: "x y" },
  );
  expect(
    parsed.diagnostics.map(({ code, place, excerpt }) => [
      code,
      place?.file,
      place?.line,
      place?.column,
      excerpt,
    ]),
  ).toEqual([
    ["markup/empty", "main.hbs", 3, 3, "  <ul>{{#each none}}<li>{{this}}</li>{{/each}}</ul>"],
    ["markup/unknown-role", "main.hbs", 4, 1, '<p role="{{role}}">x</p>'],
  ]);
});

it("data never creates elements, and comes out as it went in", () => {
  const piece = fc.constantFrom(
    "<p>",
    "</p>",
    "<",
    ">",
    "&",
    "&lt;",
    "&#60;",
    '"',
    "'",
    "=",
    "`",
    "{{",
    "}}",
    "{{title}}",
    "]]>",
    "<!--",
    "-->",
    " _=",
    "汉",
    "a",
    "é",
    "\u00a0",
    "**",
    "[",
    "](https://a.b)",
  );
  const value = fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => `x${parts.join("")}y`);
  fc.assert(
    fc.property(value, value, (title, word) => {
      const parsed = read(
        `${start}<h1>{{title}}</h1><p><a href="https://example.org/">{{word}}</a></p>{{rich word}}</document>`,
        { title, word },
      );
      expect(parsed.diagnostics).toEqual([]);
      if (!parsed.ok) return;
      expect(parsed.value.attributes.title).toBe(title);
      const [heading, paragraph, ...rest] = parsed.value.children as Element[];
      expect(heading?.children).toEqual([title]);
      const [link] = (paragraph?.children ?? []) as Element[];
      expect(link?.children).toEqual([word]);
      expect(new Set(rest.map((element) => element.name))).toEqual(new Set(["p"]));
    }),
    { numRuns: 300 },
  );
});

it("from template to document", () => {
  const parsed = read(
    `${start}<h1>{{title}}</h1>\n<p>\n  {{#each names}}\n    {{this}}{{#unless @last}},{{/unless}}\n  {{/each}}\n</p></document>`,
    data,
  );
  const built = parsed.ok ? build(parsed.value) : undefined;
  expect(built?.ok && words(built.value)).toEqual(["Q&A", "<b>", "Ann,", "Bo,", "Cy"]);
});
