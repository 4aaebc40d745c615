import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { extract, verify } from "../../src/index.ts";
import { papersOf } from "../support/papers.ts";
import { cli } from "./support.ts";

const RECORD = `schemaVersion: 1
id: monthly
languages: [en]
meeting: { title: Monthly meeting, kind: regular }
sittings: [{ start: 2026-03-12T14:00, place: Town hall }]
decisions: [{ text: The pond will be cleaned in May. }]
`;
const folder = mkdtempSync(join(tmpdir(), "minutebook-verify-"));
const put = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const record = put("monthly.yaml", RECORD);
const made = await papersOf(RECORD, { documents: ["minutes"] });
const [pdf = "", docx = ""] = made.map(({ name, bytes }) => put(name, bytes));
const [locked] = await papersOf(RECORD, { documents: ["minutes"], encrypt: { password: "密码" } });
const lockedPdf = put("locked.pdf", locked?.bytes ?? "");
const parts = unzipSync(readFileSync(docx));
const document = strFromU8(parts["word/document.xml"] ?? new Uint8Array());
const forged = put(
  "forged.docx",
  zipSync({ ...parts, "word/document.xml": strToU8(document.replace("in May", "in June")) }),
);
const [bare = ""] = (await papersOf(RECORD, { documents: ["minutes"], attachRecord: false })).map(
  ({ bytes }, index) => put(`bare-${index}`, bytes),
);

describe("extract", () => {
  it("prints the record", async () => {
    const ran = await cli(["extract", docx]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(ran.out)).toMatchObject({ id: "monthly" });
    expect((await cli(["extract", pdf])).out).toBe(ran.out);
  });
  it("writes it to a file", async () => {
    const out = join(folder, "record.json");
    expect(await cli(["extract", pdf, "--out", out])).toEqual({ code: 0, out: `${out}\n`, err: "" });
    expect(readFileSync(out, "utf8")).toBe((await cli(["extract", pdf])).out);
  });
  it.each([
    ["the environment", [], { env: { MINUTEBOOK_PASSWORD: "密码" } }],
    ["a file", ["--password-file", put("password", "密码\n")], {}],
    ["the keyboard", [], { ask: async () => "密码" }],
  ] as const)("opens a locked paper with the password from %s", async (_, argv, world) => {
    const ran = await cli(["extract", lockedPdf, ...argv], world);
    expect(ran.out).toBe((await cli(["extract", pdf])).out);
  });
  it("asks for no password where none is needed", async () => {
    const asked: string[] = [];
    const ask = async (question: string): Promise<undefined> => void asked.push(question);
    await cli(["extract", pdf], { ask });
    const ran = await cli(["extract", lockedPdf], { ask });
    expect(asked).toEqual([`the password of ${lockedPdf}: `]);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain("set MINUTEBOOK_PASSWORD, or name a file that holds it: --password-file");
  });
  it.each([
    ["no file", [join(folder, "none.pdf")], "[file/unreadable]"],
    ["no paper", [record], "[paper/not-a-paper]"],
    ["no record", [bare], "[paper/no-record]"],
    ["a file that cannot be written", [pdf, "--out", folder], "[file/unwritable]"],
  ])("tells of %s", async (_, argv, code) => {
    const ran = await cli(["extract", ...argv]);
    expect([ran.code, ran.out]).toEqual([3, ""]);
    expect(ran.err).toContain(code);
  });
});

describe("verify", () => {
  it("says that papers are what their record gives", async () => {
    const how = "(minutes, en, corporate-en; minutebook ";
    const ran = await cli(["verify", pdf, docx, lockedPdf], { env: { MINUTEBOOK_PASSWORD: "密码" } });
    expect([ran.code, ran.err]).toEqual([0, ""]);
    const lines = ran.out.trimEnd().split("\n");
    expect(lines[0]).toContain(`${pdf}: exactly what its record gives ${how}`);
    expect(lines[1]).toContain(`${docx}: exactly what its record gives ${how}`);
    expect(lines[2]).toContain(`${lockedPdf}: what its record gives, under its lock ${how}`);
  });
  it("says what differs", async () => {
    const ran = await cli(["verify", forged, pdf]);
    expect(ran.code).toBe(4);
    const [first, ...lines] = ran.out.split("\n");
    expect(first).toContain(`${forged}: not what its record gives`);
    expect(lines[0]).toMatch(/^ {2}word\/document\.xml: the words differ, first in paragraph \d+$/);
    expect(lines[1]).toMatch(/^ {4}here: {2}.*will be cleaned in June\.$/);
    expect(lines[2]).toMatch(/^ {4}made: {2}.*will be cleaned in May\.$/);
    expect(lines[3]).toContain(`${pdf}: exactly`);
  });
  it("says it to programs", async () => {
    const ran = await cli(["verify", forged, "--json"]);
    expect(ran.code).toBe(4);
    const [verdict, summary] = ran.out
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(verdict).toMatchObject({
      type: "verdict",
      file: forged,
      format: "docx",
      result: "different",
      production: { document: "minutes", language: "en", theme: "corporate-en", profile: "general" },
      differences: [{ part: "word/document.xml" }],
      reasons: [],
    });
    expect(summary).toEqual({ type: "summary", errors: 0, warnings: 0, notes: 0 });
  });
  it("judges by another record", async () => {
    expect((await cli(["verify", bare])).code).toBe(3);
    expect((await cli(["verify", bare, "--record", record])).code).toBe(0);
    const other = put("other.yaml", RECORD.replace("in May", "in June"));
    const ran = await cli(["verify", bare, "--record", other]);
    expect(ran.code).toBe(4);
    expect(ran.out).toContain("record: the paper was made from another one");
  });
  it("goes on after a file that cannot be read, and says that there was one", async () => {
    const ran = await cli(["verify", record, pdf]);
    expect(ran.code).toBe(3);
    expect(ran.out).toContain(`${pdf}: exactly`);
    expect(ran.err).toContain("[paper/not-a-paper]");
  });
  it("needs folders and records that are there", async () => {
    expect((await cli(["verify", pdf, "--templates", join(folder, "none")])).code).toBe(3);
    expect((await cli(["verify", pdf, "--record", join(folder, "none.yaml")])).code).toBe(3);
  });
});

describe("the library's door", () => {
  const bytes = readFileSync(docx);
  it("gives the record inside a paper", () => {
    const outcome = extract({ bytes });
    expect(outcome.ok && JSON.parse(new TextDecoder().decode(outcome.value)).id).toBe("monthly");
  });
  it("judges a paper, also by another record", async () => {
    expect(await verify({ bytes, file: docx })).toMatchObject({
      ok: true,
      value: { result: "exact", file: docx },
    });
    const other = await verify({ bytes }, { record: RECORD.replace("in May", "in June") });
    expect(other).toMatchObject({ ok: true, value: { result: "different" } });
    expect((await verify({ bytes }, { templates: join(folder, "none") })).ok).toBe(false);
  });
});
