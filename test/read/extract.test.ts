import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { extract } from "../../src/read/extract.ts";
import { example, paperOf } from "../support/papers.ts";
import { EMPTY, rawPdf } from "../support/raw-pdf.ts";
import { readPdf } from "../support/read-pdf.ts";

const text = example("northwind-board-2026-03");
const words = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const told = (bytes: Uint8Array, password?: string): readonly string[] =>
  extract(bytes, "f", password).diagnostics.map(({ code }) => code);
function recordIn(bytes: Uint8Array, password?: string): string {
  const record = extract(bytes, "f", password);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  expect(record.diagnostics).toEqual([]);
  return words(record.value);
}

const pdf = await paperOf(text, "pdf");
const docx = await paperOf(text, "docx");
const attached = words(readPdf(pdf).attachments[0]?.bytes ?? new Uint8Array());

describe("the record inside a paper", () => {
  it("comes out of PDF and Word byte for byte", () => {
    expect(attached).toContain('"northwind-board-2026-03"');
    expect(recordIn(pdf)).toBe(attached);
    expect(recordIn(docx)).toBe(attached);
  });
  it("comes out whatever it holds", async () => {
    const awkward = `schemaVersion: 1
id: awkward
languages: [en]
meeting: { title: 'R&D <"quoted"> ]]> & tail', kind: regular }
sittings: [{ start: 2026-04-18 }]
decisions: [{ text: "one\\ntwo   three 𠮷 &amp; é é" }]
`;
    const [one, other] = [await paperOf(awkward, "pdf"), await paperOf(awkward, "docx")];
    expect(recordIn(one)).toBe(words(readPdf(one).attachments[0]?.bytes ?? new Uint8Array()));
    expect(recordIn(other)).toBe(recordIn(one));
    expect(JSON.parse(recordIn(one)).meeting.title).toBeDefined();
  });
  it.each(["user", "owner"])("comes out of a locked PDF with the password of its %s", async (who) => {
    const locked = await paperOf(text, "pdf", { encrypt: { password: "user é", ownerPassword: "owner" } });
    expect(recordIn(locked, who === "user" ? "user e\u0301" : who)).toBe(attached);
    expect(told(locked)).toEqual(["paper/locked"]);
    expect(told(locked, "other")).toEqual(["paper/wrong-password"]);
    expect(told(locked, "\u0007")).toEqual(["paper/wrong-password"]);
  });
  it("may have been moved by another program", () => {
    const parts = unzipSync(docx);
    const { "customXml/item1.xml": record = new Uint8Array(), ...others } = parts;
    const xml = strFromU8(record)
      .replace('<record xmlns="', '<r:record xmlns:r="')
      .replace("</record>", "</r:record>")
      .replaceAll("&quot;", '"');
    const moved = {
      ...others,
      "customXml/item1.xml": strToU8("<other/>"),
      "customXml/item12.xml": strToU8(xml),
    };
    expect(recordIn(zipSync(moved))).toBe(attached);
  });
  it("is what stands in its element, not the line ends that another program puts around it", () => {
    const parts = unzipSync(docx);
    const record = strFromU8(parts["customXml/item1.xml"] ?? new Uint8Array());
    const spaced = `${record.replace("?><", "?>\n<")}\n`;
    expect(recordIn(zipSync({ ...parts, "customXml/item1.xml": strToU8(spaced) }))).toBe(attached);
  });
  it("is told apart from the one that the paper was made from", () => {
    const parts = unzipSync(docx);
    const record = strFromU8(parts["customXml/item1.xml"] ?? new Uint8Array());
    const other = {
      ...parts,
      "customXml/item1.xml": strToU8(record.replace("structural survey", "structural review")),
    };
    expect(told(zipSync(other))).toEqual(["paper/record-replaced"]);
    expect(extract(zipSync(other), "f").ok).toBe(true);
  });
});

describe("a file without a record", () => {
  it.each<readonly [string, Uint8Array | string, string]>([
    ["nothing", "", "paper/not-a-paper"],
    ["a text", "Minutes of the board", "paper/not-a-paper"],
    ["another ZIP file", zipSync({ "a.txt": strToU8("a") }), "paper/not-a-paper"],
    ["a PDF of another program", rawPdf(EMPTY), "paper/no-record"],
    ["a Word file of another program", zipSync({ "word/document.xml": strToU8("<a/>") }), "paper/no-record"],
    [
      "a broken part",
      zipSync({ "word/document.xml": strToU8("<a/>"), "customXml/item1.xml": strToU8("<a>") }),
      "paper/damaged",
    ],
    [
      "a document type, which could unfold without end",
      zipSync({
        "word/document.xml": strToU8("<a/>"),
        "customXml/item1.xml": strToU8('<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
      }),
      "paper/damaged",
    ],
    [
      "a lock of another kind",
      rawPdf([...EMPTY, "<< /Filter /Standard /V 4 /R 4 /O () /U () >>"], "/Encrypt 3 0 R"),
      "paper/unknown-lock",
    ],
  ])("is told: %s", (_, file, code) => {
    expect(told(typeof file === "string" ? strToU8(file) : file)).toEqual([code]);
  });
  it.each(["pdf", "docx"] as const)("is a %s made so", async (format) => {
    expect(told(await paperOf(text, format, { attachRecord: false }))).toEqual(["paper/no-record"]);
  });
});

it.each<readonly [string, Uint8Array]>([
  ["PDF", pdf],
  ["Word file", docx],
])("a %s that is cut short or damaged anywhere is told, or gives what it has", (_, bytes) => {
  for (let length = 0; length < bytes.length; length += 997)
    expect(told(bytes.subarray(0, length))).toEqual([length < 5 ? "paper/not-a-paper" : "paper/damaged"]);
  for (let at = 5; at < bytes.length; at += 997) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x55;
    for (const code of told(changed))
      expect(code).toMatch(/^paper\/(?:damaged|no-record|record-replaced|not-a-paper|unknown-lock)$/);
  }
});
