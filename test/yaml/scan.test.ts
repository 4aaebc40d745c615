import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify, type ToStringOptions } from "yaml";
import { type Loaded, load } from "../../src/yaml/load.ts";
import type { Path } from "../../src/yaml/path.ts";
import { scan } from "../../src/yaml/scan.ts";

/** Loads a text with the parser that knows all of YAML. */
const parsed = (text: string) => load(text, "m.yaml", () => undefined);

/** Holds what is scanned against what is parsed: values and the place of everything. Gives whether it was scanned. */
function compared(text: string): boolean {
  if (!scan(text)) return false;
  const found = load(text, "m.yaml");
  const expected = parsed(text);
  expect(told(found.ok ? found.value : undefined)).toEqual(told(expected.ok ? expected.value : undefined));
  expect(found.diagnostics).toEqual(expected.diagnostics);
  return true;
}

const told = (loaded: Loaded | undefined) =>
  loaded && {
    value: loaded.value,
    places: pathsIn(loaded.value, []).map((path) => [
      path,
      loaded.placeOf(path),
      loaded.placeOf(path, "key"),
    ]),
  };

function pathsIn(value: unknown, here: Path): readonly Path[] {
  if (typeof value !== "object" || value === null) return [here];
  const steps = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [here, ...steps.flatMap(([step, one]) => pathsIn(one, [...here, step]))];
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => `${folder}/${name}`);
const FILES = ["data", "templates/themes", "templates/profiles", "templates/wording"].flatMap(filesIn);
const TEXTS = FILES.map((file) => readFileSync(file, "utf8"));
const VALUES = TEXTS.map((text) => {
  const loaded = parsed(text);
  if (!loaded.ok) throw new Error("a file is not as it should be");
  return loaded.value.value;
});

const STYLES: readonly ToStringOptions[] = [
  {},
  { lineWidth: 40 },
  { lineWidth: 0, indent: 4 },
  { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 },
  { defaultStringType: "QUOTE_SINGLE", lineWidth: 30 },
  { defaultStringType: "BLOCK_LITERAL", defaultKeyType: "PLAIN" },
  { defaultStringType: "BLOCK_FOLDED", defaultKeyType: "PLAIN", lineWidth: 30 },
  { indentSeq: false },
  { collectionStyle: "flow", lineWidth: 0 },
];

/** Pieces of which YAML is made, and of mistakes in it. */
const PIECES = [
  ..."a:- \n[]{},'\"|>#?!&*%@`~\\/.1中é\u00ad".split(""),
  ...[
    ": ",
    "- ",
    " #",
    "\n  ",
    "\n    ",
    "\n\n",
    "\n- ",
    "---\n",
    "|\n  ",
    ">-\n   ",
    "|2",
    "\t",
    "\r\n",
    "b: ",
    "'':",
  ],
  ...[
    "0x1F",
    "0o7",
    "1e3",
    "+.5",
    ".inf",
    "-.INF",
    ".nan",
    "1.",
    "-0",
    "12345678901234567890",
    "1_000",
    "0b1",
  ],
  ...[
    "true",
    "False",
    "null",
    "yes",
    "2026-03-12",
    "14:30",
    "\\n",
    "\\u200b",
    "\\x41",
    "\\\n",
    "'x'",
    '"y"',
    "{a: b}",
    "[1, 2]",
  ],
  ...["quote: ", "__proto__: ", "<<: ", "? ", "e\u0301", "\u2066", "\ufeff", "\u3000"],
];
const piece = fc.constantFrom(...PIECES);

/** Small files with most of the notation. */
const SMALL = [
  "a: 1\nb:\n  - c: x # y\n    d: 'it''s'\n  - - e\n    - f\ng: >\n  one\n  two\n\n  three\nh: |-\n  i\n   j\n",
  'a: plain text\n  that goes on\n\n  and on\nb: "in quotes\n  too"\nc: {d: [1, 2], \'e\': "f"}\ng:\n- h\n- i: ~\n# end',
  '{"a": {"b": [1, -2.5e3, true, null], "c": "d\\\\u00e9\\\\n"}, "e": []}',
  '[\n  {\n    "a": 1\n  }\n]\n',
];

describe("scanning", () => {
  it.each(FILES)("%s is read as by the parser, and without it", (file) => {
    expect(compared(readFileSync(file, "utf8"))).toBe(true);
  });
  it.each([0, 1, 2, 4])("JSON indented by %s is, too", (indent) => {
    for (const value of VALUES) expect(compared(JSON.stringify(value, null, indent))).toBe(true);
  });
  it.each(STYLES)("YAML in the style %o is, too", (style) => {
    for (const [i, value] of VALUES.entries()) {
      const scanned = compared(stringify(value, style));
      // Themes and wording have texts that are nothing but a space.
      if (FILES[i]?.startsWith("data/")) expect(scanned).toBe(true);
    }
  });
  it("what has been changed is read as by the parser or left to it", () => {
    const changes = fc.array(fc.record({ at: fc.nat(), take: fc.nat(4), put: fc.option(piece) }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...SMALL), changes, (text, list) => {
        compared(list.reduce(changed, text));
      }),
      { numRuns: 3000 },
    );
  });
  it("what is made of its pieces is read as by the parser or left to it", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        compared(pieces.join(""));
      }),
      { numRuns: 3000 },
    );
  });
});

function changed(text: string, { at, take, put }: { at: number; take: number; put: string | null }): string {
  const here = at % (text.length + 1);
  return text.slice(0, here) + (put ?? "") + text.slice(here + take);
}
