import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../src/diagnostic.ts";
import {
  openResources,
  readFontFile,
  readPictureFile,
  readRecord,
  readSourceText,
  readTemplates,
  safeName,
  writeArtefacts,
  writeWhole,
} from "../src/files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "minutebook-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, content: string | Uint8Array): string => {
  const full = join(folder, path);
  mkdirSync(join(full, ".."), { recursive: true });
  writeFileSync(full, content);
  return full;
};
const codes = (outcome: Outcome<unknown>): readonly string[] => outcome.diagnostics.map(({ code }) => code);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("reading a record", () => {
  it("gives the text without a byte order mark", () => {
    const file = put("a.yaml", "\ufeffid: a\n");
    expect(readRecord(file)).toEqual({ ok: true, value: { text: "id: a\n", file }, diagnostics: [] });
  });
  it.each([
    ["a PDF", "%PDF-1.7\n", /minutebook extract/],
    ["a Word or ZIP file", "PK\x03\x04\x14", /minutebook extract/],
    ["an old Word or Excel file", "\xd0\xcf\x11\xe0\xa1\xb1", /YAML or JSON/],
    ["a text in UTF-16", "\xff\xfei\0d\0", /UTF-8/],
    ["a web page or XML", "\n<!DOCTYPE html><html>", /YAML or JSON/],
  ])("says when it is %s", (is, beginning, hint) => {
    const file = put("meeting.yaml", Buffer.from(beginning, "latin1"));
    const [problem] = readRecord(file).diagnostics;
    expect(problem).toMatchObject({ code: "file/not-a-record", message: `${file} is ${is}, not a record` });
    expect(problem?.hint).toMatch(hint);
  });
  it("hints at the nearest name when there is no such file", () => {
    put("board-2026.yaml", "");
    const outcome = readRecord(join(folder, "bord-2026.yaml"));
    expect(codes(outcome)).toEqual(["file/unreadable"]);
    expect(outcome.diagnostics[0]?.hint).toContain("board-2026.yaml");
  });
  it("refuses folders, pipes, other encodings and what is too large", () => {
    expect(codes(readRecord(folder))).toEqual(["file/not-a-file"]);
    expect(codes(readRecord(put("latin.yaml", new Uint8Array([0x61, 0xe9, 0x0a]))))).toEqual([
      "record/not-utf-8",
    ]);
    expect(codes(readRecord(put("large.yaml", new Uint8Array(16 * 1024 * 1024 + 1))))).toEqual([
      "file/too-large",
    ]);
    if (process.platform === "win32") return;
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(codes(readRecord(join(folder, "pipe")))).toEqual(["file/not-a-file"]);
  });
});

describe("reading templates", () => {
  it("finds the built-in ones", () => {
    const files = readTemplates();
    expect(files.ok && files.value.get("fonts.yaml")?.own).toBe(false);
    expect(files.ok && files.value.has("themes/corporate-en.yaml")).toBe(true);
  });
  it("lays the user's own over them, file by file", () => {
    put("themes/corporate-en.yaml", "own: true\n");
    put("themes/.hidden.yaml", "");
    put("themes/notes.txt", "");
    const files = readTemplates(folder);
    if (!files.ok) throw new Error("failed");
    expect(files.value.get("themes/corporate-en.yaml")).toMatchObject({ text: "own: true\n", own: true });
    expect(files.value.get("themes/corporate-zh.yaml")?.own).toBe(false);
    expect([...files.value.keys()].filter((path) => /hidden|txt/.test(path))).toEqual([]);
  });
  it("says when the folder is missing, empty, leads out or holds too much", () => {
    expect(codes(readTemplates(join(folder, "none")))).toEqual(["file/no-templates"]);
    expect(codes(readTemplates(folder))).toEqual(["file/empty-templates"]);
    put("documents/large.hbs", "x".repeat(512 * 1024 + 1));
    put("partials/latin.hbs", new Uint8Array([0xe9]));
    symlinkSync("/etc/hostname", join(folder, "documents/out.hbs"));
    expect(codes(readTemplates(folder))).toEqual(["file/too-large", "file/outside", "file/not-utf-8"]);
  });
});

describe("reading fonts and sources", () => {
  it("reads a font of a package and nothing outside it", () => {
    const font = "400Regular/SourceSans3_400Regular.ttf";
    expect(readFontFile("@expo-google-fonts/source-sans-3", font).length).toBeGreaterThan(10_000);
    expect(() => readFontFile("@expo-google-fonts/source-sans-3", "../../package.json")).toThrow(/no font/);
    expect(() => readFontFile("../evil", font)).toThrow(/not installed/);
  });
  it("finds a source beside the record or in the given folder, never outside", () => {
    const record = put("records/a.yaml", "");
    put("records/sources/one.txt", "one");
    put("elsewhere/two.txt", "two");
    put("secret.txt", "secret");
    symlinkSync(join(folder, "secret.txt"), join(folder, "records/link.txt"));
    const text = readSourceText([join(folder, "elsewhere")]);
    expect(
      [
        "sources/one.txt",
        "two.txt",
        "../secret.txt",
        "link.txt",
        join(folder, "secret.txt"),
        "\\\\host\\share",
        "sources",
        "",
      ].map((file) => text(record, file)),
    ).toEqual(["one", "two", undefined, undefined, undefined, undefined, undefined, undefined]);
  });
  it("finds a picture beside the record, then among the templates, never outside them", () => {
    put("records/r.yaml", "");
    put("records/figures/plan.svg", "beside the record");
    put("records/mark.svg", "not the house's");
    put("templates/mark.svg", "the house's");
    put("templates/themes/seal.png", "");
    put("secret.png", "outside");
    symlinkSync(join(folder, "secret.png"), join(folder, "records/way-out.png"));
    mkdirSync(join(folder, "records/folder.png"));
    const find = readPictureFile([join(folder, "templates")]);
    const record = join(folder, "records/r.yaml");
    const text = (name: string, from?: string): string => {
      const found = find(name, from);
      return found.ok ? Buffer.from(found.value).toString() : codes(found).join();
    };
    expect(text("figures/plan.svg", record)).toBe("beside the record");
    expect(text("mark.svg", record)).toBe("not the house's");
    expect(text("mark.svg")).toBe("the house's");
    expect(text("figures/plan.svg")).toBe("picture/not-found");
    expect(text("folder.png", record)).toBe("file/not-a-file");
    for (const way of [
      "way-out.png",
      "../secret.png",
      join(folder, "secret.png"),
      "figures/../../secret.png",
    ])
      expect(text(way, record), way).toBe("picture/not-found");
    expect(find("themes/sael.png").diagnostics[0]?.hint).toBe("did you mean themes/seal.png?");
  });

  it("opens everything at once, or says which folder is missing", () => {
    expect(openResources().ok).toBe(true);
    expect(codes(openResources({ sources: join(folder, "none") }))).toEqual(["file/no-sources"]);
  });
});

describe("writing", () => {
  it("replaces a file whole and leaves no temporary file", () => {
    const path = put("a.pdf", "old");
    expect(writeWhole(path, bytes("new"))).toMatchObject({ ok: true, value: path });
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["a.pdf"]);
  });
  it("refuses links and folders, and a folder that is a file", () => {
    const kept = put("kept", "kept");
    symlinkSync(kept, join(folder, "link"));
    expect(codes(writeWhole(join(folder, "link"), bytes("x")))).toEqual(["file/unwritable"]);
    expect(codes(writeWhole(folder, bytes("x")))).toEqual(["file/unwritable"]);
    expect(codes(writeWhole(join(kept, "x"), bytes("x")))).toEqual(["file/unwritable"]);
    expect(readFileSync(kept, "utf8")).toBe("kept");
  });
  it("gives each record a folder of its own", () => {
    const out = join(folder, "out");
    const written = writeArtefacts(out, "board", [{ name: "board-minutes.pdf", bytes: bytes("x") }]);
    expect(written).toMatchObject({ ok: true, value: [join(out, "board", "board-minutes.pdf")] });
  });
  // In a process of its own, which can be stopped: Node's way of making folders never ended here.
  it.runIf(process.platform === "linux")("says so where a folder is there but takes none in", () => {
    const script = `import("./src/files.ts").then(({ writeArtefacts }) =>
      console.log(JSON.stringify(writeArtefacts("/proc/papers/2026", "a", []))))`;
    const told = execFileSync(process.execPath, ["--eval", script], {
      cwd: fileURLToPath(new URL("../", import.meta.url)),
      encoding: "utf8",
      timeout: 30_000,
    });
    expect(JSON.parse(told)).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: "file/unwritable",
          message: "cannot make the folder /proc/papers/2026/a: /proc takes no folders",
        },
      ],
    });
  });
  it("writes none when one cannot be written", () => {
    const out = join(folder, "out");
    mkdirSync(join(out, "a/b.pdf"), { recursive: true });
    const files = ["a.pdf", "b.pdf"].map((name) => ({ name, bytes: bytes("x") }));
    expect(codes(writeArtefacts(out, "a", files))).toEqual(["file/unwritable"]);
    expect(readdirSync(join(out, "a"))).toEqual(["b.pdf"]);
  });
  it("stays inside the folder whatever ids and links say", () => {
    const out = join(folder, "out");
    const ids = ["..", "../up", "/abs", "a\0b", ".", "con", "-rf", "a:b"];
    for (const id of ids) expect(writeArtefacts(out, id, [{ name: id, bytes: bytes("x") }]).ok).toBe(true);
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(new Set(readdirSync(out).map((name) => name.toLowerCase())).size).toBe(ids.length);
    symlinkSync(tmpdir(), join(out, "leak"));
    expect(codes(writeArtefacts(out, "leak", []))).toEqual(["file/outside"]);
  });
  it("keeps apart what differs only in case", () => {
    const files = ["A.pdf", "a.pdf", "a.pdf"].map((name) => ({ name, bytes: bytes("x") }));
    const written = writeArtefacts(folder, "x", files);
    expect(written.ok && new Set(written.value.map((path) => path.toLowerCase())).size).toBe(3);
  });
});

describe("a safe name", () => {
  it("keeps what is already safe", () => {
    for (const name of ["northwind-board-2026-03-minutes.pdf", "纪要.docx", "a_b.c"])
      expect(safeName(name)).toBe(name);
  });
  it("changes everything else into something short that no system misreads", () => {
    const names = [
      "",
      "🎉🎉",
      "a ",
      "a.",
      ".a",
      "x/y",
      "x\ny",
      "NUL.txt",
      "com¹",
      "e\u0301",
      "é?",
      "字".repeat(300),
    ];
    for (const name of names) {
      const safe = safeName(name);
      expect(safe).not.toBe(name);
      expect(safe).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u);
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(120);
    }
    expect(new Set(names.map(safeName)).size).toBe(names.length);
  });
});
