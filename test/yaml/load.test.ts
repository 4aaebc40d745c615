import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { load } from "../../src/yaml/load.ts";
import { decodeUtf8 } from "../../src/yaml/text.ts";
import { places, told } from "../record/support.ts";

const value = (text: string): unknown => {
  const loaded = load(text, "m.yaml");
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return JSON.parse(JSON.stringify(loaded.value.value));
};

describe("plain values", () => {
  it.each([
    ["a: 2026-03-12", { a: "2026-03-12" }],
    ["a: 10:30", { a: "10:30" }],
    ["a: no", { a: "no" }],
    ["a: true", { a: true }],
    ["a: 012", { a: 12 }],
    ["no: 3", { no: 3 }],
    ["2026: x", { "2026": "x" }],
    ["\uFEFFa: 1", { a: 1 }],
    ["a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
    ["a: |\n  one\n  two\n", { a: "one\ntwo" }],
    ['{"a": [1, "\\ud83d\\ude00", null]}', { a: [1, "😀", null] }],
    ['{\n\t"a": {\n\t\t"b": 1\n\t}\n}', { a: { b: 1 } }],
    ["a: e\u0301", { a: "é" }],
    ["quote: e\u0301", { quote: "e\u0301" }],
    ["quotes:\n  - {text: e\u0301}", { quotes: [{ text: "e\u0301" }] }],
    ["<<: x", { "<<": "x" }],
  ])("%j", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe("what is refused", () => {
  it.each([
    ["a: [1, 2\nb: 3", ["2:1 record/syntax"]],
    ["a: 'x\nb: 3\n", ["1:4 record/syntax"]],
    ["\ta: 1", ["1:1 record/syntax"]],
    ["a: b: c", ["1:4 record/syntax"]],
    ["a: &x 1", ["1:4 record/yaml-feature"]],
    ["a: &x [*x]", ["1:4 record/yaml-feature", "1:8 record/yaml-feature"]],
    ["a: *Title* of", ["1:4 record/yaml-feature"]],
    ["a: !!binary xx", ["1:4 record/yaml-feature"]],
    ["a: !!js/function 'x'", ["1:4 record/yaml-feature"]],
    ["%YAML 1.1\n---\na: no", ["1:1 record/yaml-feature"]],
    ["a: 1\n---\nb: 2", ["2:1 record/several-documents"]],
    ["a: 1\nb: 2\na: 3", ["3:1 record/duplicate-field"]],
    ["x:\n  - {a: 1, a: 2}", ["2:12 record/duplicate-field"]],
    ["? [a]\n: 1", ["1:3 record/bad-field-name"]],
    ["a: x\u0000", ["1:5 record/forbidden-character"]],
    ["a: x\u0085y", ["1:5 record/forbidden-character"]],
    ['a: "x\\u0007"', ["1:4 record/forbidden-character"]],
    ['a: "\\ud800"', ["1:4 record/forbidden-character"]],
    ["a: \ud800", ["1:4 record/forbidden-character"]],
    ["b: 1\na: \uFFFE", ["2:4 record/forbidden-character"]],
    ["a: x\u202Ey", ["1:5 record/forbidden-character"]],
    ["a: x\u2067y", ["1:4 record/forbidden-character"]],
    ["a: 1\rb: 2", ["1:5 record/forbidden-character"]],
    [`a: e${"\u0301".repeat(50)}`, ["1:4 record/stacked-marks"]],
    ["a: zero\u200Bwidth", ["1:4 record/invisible-character", "1:1 record/missing-field"]],
  ])("%j", (text, expected) => {
    expect(
      places(text)
        .slice(0, expected.length)
        .map((one) => one.split(" ").slice(0, 2).join(" ")),
    ).toEqual(expected);
  });

  it.each(["", "\n\n", "# only a comment\n", "null", "- a\n- b", "just text", "12"])(
    "%j is no record",
    (text) => {
      const [only, ...more] = told(text);
      expect(more).toEqual([]);
      expect(only?.message).toContain("meeting record");
    },
  );

  it("tells both places of a repeated field", () => {
    expect(told("a: 1\nb:\n  c: 1\n  c: 2\n")[0]).toMatchObject({
      message: 'the field "c" is given twice; the first is at 3:3',
      place: { file: "m.yaml", line: 4, column: 3, length: 1 },
      excerpt: "  c: 2",
    });
  });

  const bomb = `a: &a [x]\n${"bcdefghij"
    .split("")
    .map((name, i) => `${name}: &${name} [${`*${"abcdefghi"[i]},`.repeat(9)}]`)
    .join("\n")}`;
  it.each([
    ["alias bomb", bomb, "record/yaml-feature"],
    ["flow nesting", "[".repeat(5000), "record/too-deep"],
    ["closed flow nesting", "[".repeat(5000) + "]".repeat(5000), "record/too-deep"],
    ["map nesting", "{a: ".repeat(5000), "record/too-deep"],
    [
      "block nesting",
      Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
      "record/too-deep",
    ],
    ["sequence nesting", "- ".repeat(5000), "record/too-deep"],
    ["fields", Array.from({ length: 40_000 }, (_, i) => `k${i}: 1`).join("\n"), "record/too-many-fields"],
    [
      "flow fields",
      `{${Array.from({ length: 40_000 }, (_, i) => `k${i}: 1`).join(",")}}`,
      "record/too-many-fields",
    ],
    ["size", `a: ${"x".repeat(16_000_001)}`, "record/too-large"],
    ["lines", "- 1\n".repeat(1_300_000), "record/too-many-values"],
    ["lists in a line", "- - - - 1\n".repeat(300_000), "record/too-many-values"],
    ["brackets", `[${"[],".repeat(700_000)}]`, "record/too-many-values"],
  ])("%s ends in one clear error within a second", (_, text, code) => {
    const start = performance.now();
    const codes = told(text).map((one) => one.code);
    expect(new Set(codes)).toEqual(new Set([code]));
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("allows the depth and breadth that the limits name", () => {
    expect(value("[".repeat(49) + "]".repeat(49))).toBeDefined();
    expect(value(Array.from({ length: 500 }, (_, i) => `k${i}: 1`).join("\n"))).toBeDefined();
    expect(value(`a: ${"x-".repeat(1_300_000)}`)).toBeDefined();
  });
});

describe("places", () => {
  const loaded = load(
    "a: 1\nlist:\n  - name: x # note\n    more: {deep: 'y z'}\n  - [7]\nempty:\n",
    "m.yaml",
  );
  it.each([
    [["a"], "value", "1:4+1"],
    [["a"], "key", "1:1+1"],
    [["list"], "key", "2:1+4"],
    [["list", 0], "key", "3:5+4"],
    [["list", 0, "name"], "value", "3:11+1"],
    [["list", 0, "more", "deep"], "value", "4:18+5"],
    [["list", 0, "missing"], "key", "3:5+4"],
    [["list", 1, 0], "value", "5:6+1"],
    [["empty"], "value", "6:1+5"],
    [["nowhere", "at all"], "value", "1:1+1"],
  ] as const)("%j %s", (path, part, expected) => {
    if (!loaded.ok) throw new Error("not loaded");
    const { line, column, length } = loaded.value.placeOf(path, part);
    expect(`${line}:${column}+${length}`).toBe(expected);
  });
});

describe("bytes", () => {
  it.each([
    [Buffer.from("caf\u00e9", "latin1"), 3],
    [Buffer.from("\uFEFFa: 1", "utf16le"), 0],
    [Buffer.concat([Buffer.from("中文"), Buffer.from([0xe4, 0xb8])]), 6],
  ])("%j is not UTF-8", (bytes, offset) => {
    const result = decodeUtf8(bytes, "m.yaml");
    expect(result.ok).toBe(false);
    expect(result.diagnostics[0]?.message).toContain(`byte at ${offset} `);
  });

  it("drops the byte order mark", () => {
    expect(decodeUtf8(Buffer.from("\uFEFFa: 1"), "m.yaml")).toMatchObject({ ok: true, value: "a: 1" });
  });
});

describe("any text at all", () => {
  const yamlish = fc
    .array(
      fc.constantFrom(
        "a",
        ":",
        " ",
        "\n",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "|",
        ">",
        "#",
        "&x",
        "*x",
        "!",
        "%",
        "?",
        "---",
        "\t",
        "中",
        "\\",
        "1",
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(""));
  it.each([
    ["binary", fc.string({ unit: "binary" })],
    ["nearly YAML", yamlish],
    ["JSON", fc.json()],
  ])("%s never makes it throw, and every error has a place", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const diagnostics = told(text);
        expect(diagnostics.length).toBeGreaterThan(0);
        for (const one of diagnostics) {
          expect(one.place?.line).toBeGreaterThan(0);
          expect(one.place?.column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
