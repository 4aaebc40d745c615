import { deflateRawSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { attempt } from "../../src/read/unreadable.ts";
import { readZip } from "../../src/read/zip.ts";
import { zip } from "../../src/write/docx/zip.ts";

const parts = { "a.xml": strToU8("<a/>"), "文件/b.xml": strToU8("b".repeat(5000)), empty: new Uint8Array() };
const file = (level: 0 | 6 = 6): Buffer => Buffer.from(zipSync(parts, { level }));

const read = (bytes: Uint8Array) => attempt("f.docx", () => readZip(bytes));
const told = (bytes: Uint8Array): string | undefined => read(bytes).diagnostics[0]?.code;

/** The file with bytes changed at a place found by a signature. */
function changed(signature: readonly number[], offset: number, value: number): Buffer {
  const bytes = file();
  bytes.writeUInt16LE(value, bytes.indexOf(Buffer.from(signature)) + offset);
  return bytes;
}
const ENTRY = [0x50, 0x4b, 0x01, 0x02];
const END = [0x50, 0x4b, 0x05, 0x06];

describe("a ZIP file", () => {
  it.each([0, 6] as const)("gives its parts, packed at level %i", (level) => {
    const outcome = read(file(level));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
    expect([...outcome.value].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)])).toEqual(
      Object.entries(parts).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
    );
  });
  it("may have a comment behind it", () => {
    const bytes = Buffer.concat([file(), Buffer.from("a comment")]);
    bytes.writeUInt16LE(9, bytes.indexOf(Buffer.from(END)) + 20);
    expect(told(bytes)).toBeUndefined();
  });
  it("is damaged wherever it is cut short", () => {
    const bytes = file();
    const codes = Array.from({ length: bytes.length }, (_, length) => told(bytes.subarray(0, length)));
    expect(new Set(codes)).toEqual(new Set(["paper/damaged"]));
  });
  it.each([
    ["encrypted", changed(ENTRY, 8, 1)],
    ["packed in another way", changed(ENTRY, 10, 9)],
    ["of another checksum", changed(ENTRY, 16, 1)],
    ["not where it should be", changed(ENTRY, 42, 0xffff)],
    ["longer than the file", changed(ENTRY, 22, 0xffff)],
    ["out of its directory", changed(END, 16, 0xffff)],
  ])("is damaged with a part that is %s", (_, bytes) => {
    expect(told(bytes)).toBe("paper/damaged");
  });
  it("is damaged with two parts of one name", () => {
    const bytes = Buffer.from(zipSync({ aa: strToU8("1"), ab: strToU8("2") }));
    expect(told(Buffer.from(bytes.toString("latin1").replaceAll("ab", "aa"), "latin1"))).toBe(
      "paper/damaged",
    );
  });
  it("is too large with more parts than anybody needs", () => {
    expect(told(changed(END, 10, 0xffff))).toBe("paper/too-large");
  });
  it("is too large when it would fill the memory", () => {
    const zeros = deflateRawSync(new Uint8Array(300 * 1024 * 1024), { level: 1 });
    expect(zeros.length).toBeLessThan(3 * 1024 * 1024);
    expect(told(zip([{ path: "word/document.xml", crc: 0, size: 1, data: [zeros] }]))).toBe(
      "paper/too-large",
    );
  });
});
