import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCodeMap } from "../../src/read/pdf/code-map.ts";
import { openPdf } from "../../src/read/pdf/file.ts";
import { readValue } from "../../src/read/pdf/lexer.ts";
import { isStream, type Value } from "../../src/read/pdf/value.ts";
import { drawsAlike, wordsOn } from "../../src/read/pdf/words.ts";
import { attempt } from "../../src/read/unreadable.ts";
import { EMPTY, type RawObject, rawPdf } from "../support/raw-pdf.ts";

const text = (bytes: string): Value => ({ kind: "text", bytes });
const name = (letters: string): Value => ({ kind: "name", name: letters });
const reference = (id: number): Value => ({ kind: "reference", id });

describe("a value", () => {
  const cases: readonly (readonly [what: string, written: string, value: Value])[] = [
    ["a whole number", "42", 42],
    ["a fraction", "-.5", -0.5],
    ["a number with a point at its end", "+4.", 4],
    ["a keyword", "true", true],
    ["nothing", "null", null],
    ["a name", "/A#20B#2f", name("A B/")],
    ["a string", "(a(b)c)", text("a(b)c")],
    ["a string of nothing but a pair", "(())", text("()")],
    ["escapes", "(\\n\\)\\101\\7\\\\ \\\r\nx\r\ny)", text("\n)A\x07\\ x\ny")],
    ["digits", "<48 656C6c 6>", text("Hell`")],
    ["an empty string", "()", text("")],
    ["a reference", "12 0 R", reference(12)],
  ];
  it.each(cases)("is read: %s", (_, written, value) => {
    expect(readValue({ text: written, at: 0 })).toEqual(value);
  });
  it("is read: a list and a dictionary", () => {
    const values = [1, 2, reference(3), name("A"), text("b"), new Map<string, Value>([["C", [null]]])];
    expect(readValue({ text: " [1 2 3 0 R/A%x\n(b)<</C[null]>>]", at: 0 })).toEqual(values);
  });
  it.each(["(", "(\\", "<4", "<</A", "<</A 1", "[1", "<</A 1 2>>", "endobj", "", ">>", "[".repeat(10_000)])(
    "is refused: %.20s",
    (written) => {
      expect(attempt("f", () => readValue({ text: written, at: 0 })).diagnostics[0]?.code).toBe(
        "paper/damaged",
      );
    },
  );
  it("is read or refused, whatever the bytes", () => {
    const bytes = fc.array(fc.constantFrom(..."()<>[]/\\%# \n\r0123456789.+-RAfntrue".split("")), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(bytes, (some) => void attempt("f", () => readValue({ text: some.join(""), at: 0 }))),
    );
  });
});

const told = (bytes: Uint8Array): string | undefined =>
  attempt("f.pdf", () => {
    const file = openPdf(bytes);
    return file.pages().map((page) => wordsOn(page, file));
  }).diagnostics[0]?.code;

const page = (content: Uint8Array | string, entries = ""): readonly RawObject[] => [
  "<< /Type /Catalog /Pages 2 0 R >>",
  "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
  "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
  { entries, stream: Buffer.from(content as string, "latin1") },
  "<< /Type /Font /ToUnicode 6 0 R >>",
  {
    entries: "",
    stream: Buffer.from(
      "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <4E2D> endbfchar",
    ),
  },
];

describe("a PDF file", () => {
  it("shows the words of its pages", () => {
    const file = openPdf(rawPdf(page("BT /F1 12 Tf 1 0 0 1 0 0 Tm [(A)-200(A)] TJ 0 -12 Td <41> Tj ET")));
    expect(file.pages().map((one) => wordsOn(one, file))).toEqual([["中中", "中"]]);
  });
  it("shows no words where content is none", () => {
    const file = openPdf(rawPdf(page("BT (A Tj ET")));
    expect(file.pages().map((one) => wordsOn(one, file))).toEqual([undefined]);
  });
  it.each([
    ["up", 12, [2, 1, 1, 2, 1, 1], [1, 1, 2, 2]],
    ["none and left", 15, [0, 1, 1, 1, 1, 1], [1, 1, 1, 2]],
    ["average and Paeth", 15, [3, 1, 1, 4, 0, 1], [1, 1, 1, 2]],
  ])("undoes the filters of PNG: %s", (_, predictor, rows, plain) => {
    const entries = `/Filter [/FlateDecode] /DecodeParms [<< /Predictor ${predictor} /Columns 2 >>]`;
    const file = openPdf(rawPdf([...EMPTY, { entries, stream: deflateSync(Buffer.from(rows)) }]));
    const stream = file.get(reference(3));
    if (!isStream(stream)) throw new Error("it is no stream");
    expect([...file.decode(stream).bytes]).toEqual(plain);
  });
  it("is damaged wherever it is cut short", () => {
    const bytes = rawPdf(page("BT ET")).subarray(0, -1); // a line end is no loss
    for (let length = 0; length < bytes.length - "%%EOF".length; length++)
      expect(told(bytes.subarray(0, length))).toBe("paper/damaged");
  });

  const tooDeep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
  const bomb = deflateSync(new Uint8Array(300 * 1024 * 1024), { level: 1 });
  it.each<readonly [string, Buffer, string]>([
    ["whose pages hold each other", rawPdf([EMPTY[0], "<< /Kids [2 0 R] >>"]), "paper/damaged"],
    ["whose pages are no pages", rawPdf([EMPTY[0], "[]"]), "paper/damaged"],
    ["that is its own reference", rawPdf([EMPTY[0], "2 0 R"]), "paper/damaged"],
    ["whose references lead in a circle", rawPdf([EMPTY[0], "3 0 R", "2 0 R"]), "paper/damaged"],
    ["whose length is its own", lengthOf("4 0 R"), "paper/damaged"],
    ["whose length is beyond its end", lengthOf("99999"), "paper/damaged"],
    ["whose length is too short", lengthOf("1"), "paper/damaged"],
    ["whose length is negative", lengthOf("-1"), "paper/damaged"],
    ["whose values are nested too deep", rawPdf([EMPTY[0], tooDeep]), "paper/damaged"],
    ["whose cross references lead to themselves", rawPdf(EMPTY, "/Prev 164"), "paper/damaged"],
    ["without a catalog", rawPdf(["[]"]), "paper/damaged"],
    ["that grows beyond all bounds", rawPdf(page(bomb, "/Filter /FlateDecode")), "paper/too-large"],
    ["whose packed data is none", rawPdf(page("x", "/Filter /FlateDecode")), "paper/damaged"],
  ])("is refused %s", (_, bytes, code) => {
    const trouble = attempt("f.pdf", () => {
      const file = openPdf(bytes);
      for (const one of file.pages())
        file.decode(file.get(one.get("Contents")) as Parameters<typeof file.decode>[0]);
    });
    expect(trouble.diagnostics[0]?.code).toBe(code);
  });
  it("is read or refused, whatever bytes are changed", () => {
    const sound = rawPdf(page("BT /F1 12 Tf (A) Tj ET"));
    const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(changes, (some) => {
        const bytes = Buffer.from(sound);
        for (const [at, byte] of some) bytes[at] = byte;
        expect([undefined, "paper/damaged", "paper/locked", "paper/unknown-lock"]).toContain(told(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

function lengthOf(length: string): Buffer {
  const objects = page("BT ET").map((one) =>
    typeof one === "string" || one.entries !== "" ? one : `<< /Length ${length} >>\nstream\nBT ET\nendstream`,
  );
  return rawPdf(objects);
}

describe("a drawing", () => {
  it.each([
    ["BT (A) Tj ET", "BT\n<41>Tj %x\nET", true],
    ["BT (A) Tj ET", "BT (B) Tj ET", false],
    ["q Q", "q", false],
    ["q", "q Q", false],
    ["(", "((", false],
  ])("%s is compared with %s", (one, other, alike) => {
    expect(drawsAlike(one, other)).toBe(alike);
  });
});

describe("a map from codes to text", () => {
  const ranges = `2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange
    1 beginbfchar <01> <0066 0069> endbfchar
    2 beginbfrange <20> <22> <0041> <8001> <8002> [<D842DFB7> <0061>] endbfrange`;
  it.each([
    ["\x20\x21\x22", "ABC"],
    ["\x01\x20", "fiA"],
    ["\x80\x01\x80\x02", "𠮷a"],
    ["\x05\x20", "A"],
  ])("reads %j", (codes, meant) => {
    expect(readCodeMap(ranges)(codes)).toBe(meant);
  });
  it.each(["1 beginbfrange <0000> <ffffff> <0041> endbfrange", "1 beginbfchar 1 2 endbfchar"])(
    "is refused: %s",
    (map) => {
      expect(attempt("f", () => readCodeMap(map)).diagnostics[0]?.code).toBe("paper/damaged");
    },
  );
});
