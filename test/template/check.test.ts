import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/template/check.ts";
import { roles, schema, template, wording } from "./support.ts";

const diagnose = (text: string, partials = {}) => check(template(text, partials), { schema, wording, roles });
const problems = (text: string, partials = {}): string[] =>
  diagnose(text, partials).map(
    ({ code, message, place, hint }) =>
      `${place?.file === "main.hbs" ? "" : `${place?.file}:`}${place?.line}:${place?.column} ${code}: ${message}${hint ? ` (${hint})` : ""}`,
  );

describe("templates that keep to the rules", () => {
  it.each([
    "<p>{{title}} {{chair.name}} {{this.title}} {{./title}} {{@root.title}}</p>",
    "{{#each present}}<p>{{name}} {{@index}} {{#if @first}}x{{/if}} {{../title}} {{@root.day}}</p>{{else}}<p>{{title}}</p>{{/each}}",
    "{{#each present as |who i|}}<p>{{who.name}} {{i}} {{name}}</p>{{/each}}",
    "{{#each items}}{{#each motions as |motion|}}<p>{{mover.name}} {{../heading}} {{../../title}} {{motion.mover.post}} {{#each notes}}{{this}} {{../mover.name}}{{/each}}</p>{{/each}}{{/each}}",
    "{{#with chair}}<p>{{name}} {{../title}}</p>{{/with}}",
    "{{#each units}}<p>{{@key}} {{name}}</p>{{/each}} <p>{{units.finance.name}}</p>",
    "<p>{{#if votes}}{{votes.for}}{{else if open}}x{{else}}y{{/if}}{{#unless open}}z{{/unless}}</p>",
    '<p>{{say "present"}} {{say "moved" name=chair.name}} {{say "count" n=(count present)}} {{say "vote" of=result}}</p>',
    '<p>{{date day weekday=true show="date"}} {{list names}} {{list present field="name"}} {{number votes.for decimals=2}} {{fact place}} {{fact place.text}}</p>',
    '{{rich title}}<p role="motion">{{rich title inline=true}}</p>{{#if (and (eq result "lost") (not open) (gt votes.for 2) (given day))}}<hr/>{{/if}}',
    '<p{{#if open}} role="motion"{{/if}}><a href="https://example.org/{{title}}">{{default day "none"}}</a></p>',
    "{{#if open}}<box>{{/if}}<p>x</p>{{#if open}}</box>{{/if}}",
    "{{!-- a }} comment <nonsense> {{x}} --}}<!-- another --><p>\\{{x}} x &amp; y</p>",
  ])("%s", (text) => expect(problems(text)).toEqual([]));

  it("partials with a context, with arguments, and with both", () =>
    expect(
      problems(
        '{{> head}}{{#each present}}{{> person}}{{/each}}{{> person chair}}{{> line label=title who=chair}}{{> person chair extra="x"}}{{> dir/deep}}',
        {
          head: "<h1>{{title}}</h1>",
          person: "<p>{{name}}{{@root.title}}</p>",
          line: "<p>{{label}} {{who.name}} {{title}}</p>",
          "dir/deep": "<p>{{title}}</p>",
        },
      ),
    ).toEqual([]));
});

it("an unknown field, an unknown helper and an unknown element, all in one run", () => {
  const found = diagnose("<h1>{{title}}</h1>\n<p>{{chair.nme}}</p>\n  <p>{{dat day}}</p>\n<para>x</para>\n");
  expect(found.map(({ code, place, excerpt, hint }) => [code, place, excerpt, hint])).toEqual([
    [
      "template/unknown-field",
      { file: "main.hbs", line: 2, column: 12, length: 3 },
      "<p>{{chair.nme}}</p>",
      "did you mean name?",
    ],
    [
      "template/unknown-helper",
      { file: "main.hbs", line: 3, column: 8, length: 3 },
      "  <p>{{dat day}}</p>",
      "did you mean date?",
    ],
    [
      "markup/unknown-element",
      { file: "main.hbs", line: 4, column: 1, length: 5 },
      "<para>x</para>",
      undefined,
    ],
  ]);
});

describe("unknown fields, wherever they stand", () => {
  it.each([
    ["{{titel}}", "1:3 template/unknown-field: the data here has no field titel (did you mean title?)"],
    [
      "{{#each presnt}}{{/each}}",
      "1:9 template/unknown-field: the data here has no field presnt (did you mean present?)",
    ],
    ["{{#if opn}}{{/if}}", "1:7 template/unknown-field: the data here has no field opn (did you mean open?)"],
    [
      "{{#unless opn}}{{/unless}}",
      "1:11 template/unknown-field: the data here has no field opn (did you mean open?)",
    ],
    [
      "{{#with chiar}}{{/with}}",
      "1:9 template/unknown-field: the data here has no field chiar (did you mean chair?)",
    ],
    ["{{date dya}}", "1:8 template/unknown-field: the data here has no field dya (did you mean day?)"],
    [
      "{{#if (eq opn true)}}{{/if}}",
      "1:11 template/unknown-field: the data here has no field opn (did you mean open?)",
    ],
    [
      "{{#each present}}{{nam}}{{/each}}",
      "1:20 template/unknown-field: the data here has no field nam (did you mean name?)",
    ],
    [
      "{{#each present}}{{../titel}}{{/each}}",
      "1:23 template/unknown-field: what is outside this block has no field titel (did you mean title?)",
    ],
    [
      "{{#each present as |p|}}{{p.nam}}{{/each}}",
      "1:29 template/unknown-field: p has no field nam (did you mean name?)",
    ],
    [
      "{{present.name}}",
      "1:11 template/unknown-field: present has no field name: it is a list (go through a list with {{#each …}})",
    ],
    ["{{title.length}}", "1:9 template/unknown-field: title has no field length: it is a text"],
    [
      "{{../title}}",
      "1:3 template/unknown-field: ../title leads out of this file (hand a partial what it needs: {{> name key=value}})",
    ],
    ["{{@index}}", "1:3 template/unknown-field: there is no @index (it exists inside {{#each …}} only)"],
    ["{{@rot.title}}", "1:3 template/unknown-field: there is no @rot (did you mean root?)"],
    [
      "{{@_run}}",
      "1:3 template/unknown-field: there is no @_run (there are @root, @index, @key, @first, @last)",
    ],
    [
      "{{count}}",
      "1:3 template/unknown-field: the data here has no field count (the helper count needs arguments)",
    ],
    [
      '<p>{{list present field="nam"}}</p>',
      "1:25 template/unknown-field: the items has no field nam (did you mean name?)",
    ],
  ])("%s", (text, expected) => expect(problems(text)).toEqual([expected]));

  it("in a partial, with the data of that call", () => {
    expect(problems("{{> p chair}}{{#each items}}{{> p}}{{/each}}", { p: "<p>\n{{name}}</p>" })).toEqual([
      "p.hbs:2:3 template/unknown-field: the data here has no field name (there are heading, text, motions)",
    ]);
    expect(problems("{{#each present}}{{> p}}{{/each}}", { p: "{{../title}}{{@index}}" })).toHaveLength(2);
    expect(problems("{{> p x=titel}}", { p: "{{x}}{{y}}" })).toHaveLength(2);
  });
});

describe("what templates may not do", () => {
  it.each([
    [
      "{{{title}}}",
      "1:1 template/raw-output: output without escaping (write {{…}} with two braces; for rich text use the helper rich)",
    ],
    [
      "{{&title}}",
      "1:1 template/raw-output: output without escaping (write {{…}} with two braces; for rich text use the helper rich)",
    ],
    [
      "{{* foo}}",
      "1:1 template/not-allowed: decorators and inline partials are not part of these templates (put the part into a file of its own)",
    ],
    [
      '{{#*inline "x"}}{{/inline}}',
      "1:1 template/not-allowed: decorators and inline partials are not part of these templates (put the part into a file of its own)",
    ],
    [
      "{{#> p}}x{{/p}}",
      "1:1 template/not-allowed: partials take no block (hand over what differs as {{> name key=value}})",
    ],
    [
      "{{> (title)}}",
      "1:1 template/not-allowed: the name of a partial may not be computed (call each by its name inside {{#if …}})",
    ],
    [
      "{{> @partial-block}}",
      "1:1 template/not-allowed: the name of a partial may not be computed (call each by its name inside {{#if …}})",
    ],
    ["{{> hed}}", "1:5 template/unknown-partial: there is no partial hed (did you mean head?)"],
    [
      '{{lookup this "title"}}',
      "1:3 template/unknown-helper: there is no helper lookup (fields are named, not computed; {{say … of=…}} chooses words by a value)",
    ],
    [
      "{{log title}}",
      "1:3 template/unknown-helper: there is no helper log (a template prints into the document only)",
    ],
    [
      "{{#present}}{{/present}}",
      "1:4 template/unknown-helper: there is no block helper present (there are {{#if}}, {{#unless}}, {{#each}} and {{#with}})",
    ],
    ["{{constructor}}", "1:3 template/forbidden-name: constructor may not be used as a name"],
    ["{{chair.__proto__.x}}", "1:3 template/forbidden-name: __proto__ may not be used as a name"],
    [
      "{{#each present}}{{../constructor.constructor}}{{/each}}",
      "1:20 template/forbidden-name: constructor may not be used as a name",
    ],
    ["{{chair.[constructor]}}", "1:3 template/forbidden-name: constructor may not be used as a name"],
    [
      '{{list present field="__proto__"}}',
      "1:22 template/forbidden-name: __proto__ may not be used as a name",
    ],
    ['{{"title"}}', "1:1 template/not-allowed: a literal as output (write it as text)"],
    [
      "<p>{{chair}}</p>",
      "1:4 template/not-printable: chair is a record and cannot be printed (name one of its fields)",
    ],
    [
      "<p>{{names}}</p>",
      "1:4 template/not-printable: names is a list and cannot be printed (go through it with {{#each …}}, or use {{list …}})",
    ],
    [
      "<p>{{open}}</p>",
      "1:4 template/not-printable: open is a boolean and cannot be printed (ask for it with {{#if …}})",
    ],
    ["{{#each title}}{{/each}}", "1:9 template/bad-argument: items of each takes list or record, not text"],
    ["{{date votes.for}}", "1:8 template/bad-argument: date of date takes text or record, not number"],
    [
      '{{date day show="tme"}}',
      "1:17 template/bad-argument: show of date cannot be tme (did you mean time?)",
    ],
    [
      "{{date day weekdy=true}}",
      "1:12 template/unknown-argument: date takes no argument weekdy (did you mean weekday?)",
    ],
    ["{{eq title}}", "1:1 template/bad-argument: eq takes a, b, not 1 arguments"],
    [
      '{{say "presnt"}}',
      "1:7 template/unknown-wording: the wording has no entry presnt (did you mean present?)",
    ],
    [
      '{{say "moved" nam=title}}',
      "1:1 template/missing-value: moved needs {name} (you gave it another name: did you mean nam?)",
    ],
    ['{{say "count"}}', "1:1 template/missing-value: count needs {n} (add n=…)"],
    [
      '{{say "moved" name=title _at=1}}',
      "1:26 template/unknown-argument: say takes no argument _at (it takes n, of)",
    ],
  ])("%s", (text, expected) => expect(problems(text, { head: "<p>x</p>" })[0]).toBe(expected));

  it("say every value that a field may have", () =>
    expect(
      check(template('{{say "vote" of=result}}'), { schema, wording: { "vote.carried": "C" } }),
    ).toMatchObject([{ code: "template/unknown-wording", message: "the wording has no entry vote.lost" }]));
});

describe("syntax", () => {
  it.each([
    ["<p>\n{{#if open}}", "2:1 template/syntax: {{#if}} is never closed (write {{/if}})"],
    ["{{#if open}}\n{{/each}}", "2:1 template/syntax: {{/each}} closes {{#if}} of line 1 (write {{/if}})"],
    ["a\n b{{/if}}", "2:3 template/syntax: {{/if}} closes nothing"],
    ["x {{title", "1:3 template/syntax: a tag that never ends (close it with }})"],
    ["x {{!-- y }}", "1:3 template/syntax: a comment that never ends (close it with }})"],
    ["{{{{raw}}}} {{{{/raw}}}}", "1:1 template/syntax: raw blocks are not part of these templates"],
    ["x\ny {{title title=}} z", "2:17 template/syntax: cannot be read as a template: unexpected }}"],
    ["{{else}}", "1:1 template/syntax: cannot be read as a template: unexpected else"],
  ])("%s", (text, expected) => expect(problems(text)[0]).toBe(expected));
});

describe("markup in the template", () => {
  it.each([
    ['<p role="moton">x</p>', "1:1 markup/unknown-role: no style is named moton (did you mean motion?)"],
    [
      '<p clas="x">x</p>',
      "1:1 markup/unknown-attribute: <p> takes no attribute clas (it takes role, lang, key, id, list, entry)",
    ],
    [
      "<p><a>x</a></p>",
      "1:4 markup/missing-attribute: <a> needs href (give it a link that starts with https://, http://, mailto: or tel:)",
    ],
    ["<p>x</box>", "1:5 markup/not-well-formed: </box> closes <p> of line 1"],
    ["<box>\n<p>x</p>", "1:1 markup/not-well-formed: <box> is never closed"],
    ["x</p>", "1:2 markup/not-well-formed: </p> closes nothing"],
    [
      "a & b",
      "1:3 markup/not-well-formed: & is no entity of this markup (write the character itself, and & as &amp;)",
    ],
    [
      "a&nbsp;b",
      "1:2 markup/not-well-formed: &nbsp; is no entity of this markup (write the character itself, and & as &amp;)",
    ],
    ["1 < 2", "1:3 markup/not-well-formed: a < that begins no tag (write it as &lt;)"],
    [
      "<p role=motion>x</p>",
      '1:4 markup/not-well-formed: not an attribute with a quoted value, in <p> (write name="value")',
    ],
    [
      "<{{title}}>",
      "1:1 markup/not-well-formed: the name of an element may not come from data (write the name, and choose with {{#if …}})",
    ],
    [
      "<p {{title}}>x</p>",
      "1:4 template/misplaced: names of elements and attributes may not come from data (choose them with {{#if …}})",
    ],
    [
      "<!-- {{title}} --><p>x</p>",
      "1:6 template/misplaced: data in a markup comment (write the comment as {{!-- … --}})",
    ],
    [
      '<a href="{{rich title}}">x</a>',
      "1:10 template/misplaced: elements cannot stand in an attribute (print the plain text there)",
    ],
    [
      "<p{{#if open}}>{{/if}}x</p>",
      "1:3 template/misplaced: a tag or quoted value that this block begins or ends on one side only",
    ],
    [
      '<p role="{{> head}}">x</p>',
      "1:10 template/misplaced: a partial stands for blocks or text, not for part of a tag",
    ],
    [
      "<!DOCTYPE x><p>x</p>",
      "1:1 markup/not-allowed-here: a doctype has no place in a template (take it out)",
    ],
    ["<p>x\r\n</p>\r\n<para/>", "3:1 markup/unknown-element: there is no element <para>"],
    ["\ufeff<para/>", "1:1 markup/unknown-element: there is no element <para>"],
    ["{{#if open}}\n  <para/>\n{{/if}}\n", "2:3 markup/unknown-element: there is no element <para>"],
  ])("%s", (text, expected) => expect(problems(text, { head: "<p>x</p>" })[0]).toBe(expected));
});

describe("limits", () => {
  it("partials that call themselves", () => {
    expect(problems("{{> a}}", { a: "{{#if open}}{{> b}}{{/if}}", b: "\n{{> a}}" })).toEqual([
      "b.hbs:2:1 template/recursion: the partial a calls itself: a → b → a",
    ]);
    expect(problems("{{> a}}", { a: "{{> a}}" })[0]).toContain("a → a");
  });
  it("partials too deep", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`p${i}`, i === 19 ? "x" : `{{> p${i + 1}}}`]),
    );
    expect(problems("{{> p0}}", chain).join()).toContain("template/too-large");
  });
  it("partials that fan out", () => {
    const fan = Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [
        `p${i}`,
        i === 14 ? "{{x}}" : `{{> p${i + 1} x=1}}{{> p${i + 1} x="a"}}`.repeat(20),
      ]),
    );
    const start = performance.now();
    diagnose("{{> p0}}", fan);
    expect(performance.now() - start).toBeLessThan(3000);
  });
  it.each<[string, string]>([
    ["100,000 tags", "{{title}}".repeat(100_000)],
    ["a megabyte", "x".repeat(1_000_000)],
    ["5,000 blocks deep", `${"{{#if open}}".repeat(4999)}x`],
    ["5,000 calls deep", `{{not ${"(not ".repeat(5000)}open${")".repeat(5000)}}}`],
    ["5,000 else-ifs", `{{#if open}}${"{{else if open}}".repeat(4000)}{{/if}}`],
    ["5,000 else-with", `{{#if open}}${"{{~ else with chair}}".repeat(4000)}{{/if}}`],
  ])("%s", (_name, text) => {
    const start = performance.now();
    expect(problems(text)[0]).toContain("template/too-large");
    expect(performance.now() - start).toBeLessThan(1000);
  });
  it("reading is total", () => {
    const piece = fc.constantFrom(
      "{{",
      "}}",
      "{{{",
      "}}}",
      "{{#if open}}",
      "{{/if}}",
      "{{else}}",
      "{{> p}}",
      "{{!--",
      "--}}",
      "<p>",
      "</p>",
      "<",
      ">",
      "&",
      '"',
      "'",
      "(",
      ")",
      "title",
      " ",
      "\n",
      "=",
      "\\",
      "[",
      "]",
      "|",
      "as |x|",
      "../",
      "@",
      "~",
      "^",
      "&",
      "*",
      "汉",
      "<!--",
      "-->",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        for (const { place } of diagnose(pieces.join(""), { p: "<p>{{title}}</p>" }))
          expect(place).toBeDefined();
      }),
      { numRuns: 3000 },
    );
  });
});
