import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { schemaText } from "../../src/cli/schema.ts";
import { check } from "../../src/index.ts";
import { cli, fakePipeline } from "./support.ts";

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "minutebook-"));
  out = join(folder, "out");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe("generate", () => {
  it("writes the papers and prints a line for each", async () => {
    const ran = await cli(["generate", put("a.yaml", "good"), "--out", out]);
    const path = join(out, "board", "board-minutes.pdf");
    expect(ran).toEqual({
      code: 0,
      out: `${path}  2 pages, 12 ms, 1 kB\n`,
      err: "warning: a doubt [record/doubt]\n1 warning, 2 notes (--verbose shows them)\n",
    });
    expect(readFileSync(path, "utf8")).toBe("good");
  });
  it("tells notes one by one when asked, and only errors when asked", async () => {
    const file = put("a.yaml", "good");
    const verbose = await cli(["generate", file, "--out", out, "--verbose"]);
    expect(verbose.err).toContain("note: a remark");
    expect(verbose.err).toMatch(/1 warning, 2 notes\n$/);
    expect(await cli(["generate", file, "--out", out, "-q"])).toEqual({ code: 0, out: "", err: "" });
    const bad = await cli(["generate", put("b.yaml", "bad"), "--out", out, "--quiet"]);
    expect(bad.err).toContain("error: no person");
  });
  it("hands on what is asked for", async () => {
    const calls: unknown[] = [];
    const line = [
      "--formats",
      "txt, pdf",
      "--documents=minutes,brief",
      "--lang=zh",
      "--theme=t",
      "--profile=p",
      "--watermark=DRAFT",
    ];
    await cli(["generate", put("a.yaml", "good"), "--out", out, "--final", ...line], {
      pipeline: async () => fakePipeline(calls),
    });
    expect(calls).toEqual([
      {
        formats: ["pdf", "txt"],
        documents: ["minutes", "brief"],
        ...{ lang: "zh", theme: "t", profile: "p", watermark: "DRAFT", final: true },
      },
    ]);
  });
  it("makes the good ones when one record is bad, and fails all the same", async () => {
    const ran = await cli(["generate", put("bad.yaml", "bad"), put("good.yaml", "good"), "--out", out]);
    expect([ran.code, ran.out.split("\n").length]).toEqual([1, 2]);
    expect(ran.err).toMatch(/1 error, 1 warning, 2 notes/);
  });
  it("does not let two records of one id replace each other's papers", async () => {
    const ran = await cli(["generate", put("a.yaml", "one"), put("b.yaml", "two"), "--out", out]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("[library/same-record]");
    expect(readFileSync(join(out, "board", "board-minutes.pdf"), "utf8")).toBe("one");
  });
  it("tells trouble with files from mistakes in them", async () => {
    put("board.yaml", "good");
    const missing = await cli(["generate", join(folder, "bord.yaml")]);
    expect(missing.code).toBe(3);
    expect(missing.err).toContain("board.yaml?");
    const blocked = await cli(["generate", put("a.yaml", "good"), "--out", put("file", "")]);
    expect(blocked.code).toBe(3);
    expect((await cli(["generate", put("a.yaml", "good"), "--templates", join(folder, "none")])).code).toBe(
      3,
    );
  });
  it("fills in patterns that the shell has left", async () => {
    put("a.yaml", "good");
    expect((await cli(["generate", join(folder, "*.yaml"), "--out", out])).code).toBe(0);
  });
  it("speaks JSON and nothing else when asked", async () => {
    const ran = await cli([
      "generate",
      put("bad.yaml", "bad"),
      put("good.yaml", "good"),
      "--out",
      out,
      "--json",
    ]);
    const objects = ran.out
      .trimEnd()
      .split("\n")
      .map((line): { readonly type: string } => JSON.parse(line));
    expect(objects.map(({ type }) => type)).toEqual([
      ...["diagnostic", "diagnostic", "diagnostic", "diagnostic", "artefact", "summary"],
    ]);
    expect(objects[4]).toMatchObject({ format: "pdf", document: "minutes", pages: 2, bytes: 4 });
    expect(objects[5]).toEqual({ type: "summary", errors: 1, warnings: 1, notes: 2 });
    expect(ran.err).toBe("");
  });
  it("shows progress only to somebody who looks, and wipes it away", async () => {
    const ran = await cli(["generate", put("a.yaml", "good"), "--out", out], {
      terminal: { out: true, err: true },
      env: { NO_COLOR: "1" },
    });
    expect(ran.err).toContain("board-minutes.pdf\r\x1b[2K");
  });
  it("says in a line what nobody foresaw, and more when debugging", async () => {
    const file = put("a.yaml", "throw");
    expect(await cli(["generate", file, "--out", out])).toMatchObject({
      code: 3,
      err: "error: something unforeseen happened: boom\n",
    });
    expect((await cli(["generate", file], { env: { MINUTEBOOK_DEBUG: "1" } })).err).toContain("at ");
  });
});

describe("watching", () => {
  it("makes papers again at a change, survives mistakes, and ends when told", async () => {
    const file = put("a.yaml", "one");
    mkdirSync(out);
    const stop = new AbortController();
    let err = "";
    const until = async (done: () => boolean): Promise<void> => {
      for (let i = 0; i < 200 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
      if (!done()) throw new Error(`not reached: ${err}`);
    };
    const waits = (): number => err.split("waiting for changes").length - 1;
    const running = cli(["generate", file, "--out", out, "--watch"], {
      signal: stop.signal,
      err: (text) => {
        err += text;
      },
    });
    await until(() => waits() === 1);
    for (const [i, text] of ["bad", "throw", "two"].entries()) {
      writeFileSync(file, text);
      await until(() => waits() >= i + 2);
    }
    await until(() => readFileSync(join(out, "board", "board-minutes.pdf"), "utf8") === "two");
    expect(err).toContain("error: no person");
    expect(err).toContain("boom");
    stop.abort();
    expect((await running).code).toBe(0);
  });
});

describe("the other commands", () => {
  it("check tells all and says what a record is fit for", async () => {
    const file = put("a.yaml", "good");
    const ran = await cli(["check", file]);
    expect(ran).toEqual({
      code: 0,
      out: `${file}: fit for minutes, brief\n`,
      err: "note: a remark [record/remark]\n1 note\n",
    });
    expect((await cli(["check", put("b.yaml", "bad")])).code).toBe(1);
  });
  it("dump prints the stage and nothing else on standard output", async () => {
    const ran = await cli(["dump", put("a.yaml", "good"), "--stage", "tree"]);
    expect([ran.code, ran.out]).toEqual([0, "tree\n"]);
    expect(ran.err).toContain("warning: a doubt");
  });
  it("new begins a record that passes check, and never overwrites one", async () => {
    const file = join(folder, "Été 2026 board.yaml");
    expect((await cli(["new", file])).code).toBe(0);
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+\/data\/record\.schema\.json\n/);
    expect(text).toContain("id: ete-2026-board #");
    const checked = await check({ text, file });
    expect(checked.ok).toBe(true);
    expect(checked.diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
    const again = await cli(["new", file]);
    expect([again.code, readFileSync(file, "utf8")]).toEqual([3, text]);
  });
  it("schema prints what data/record.schema.json holds", async () => {
    const shipped = readFileSync(new URL("../../data/record.schema.json", import.meta.url), "utf8");
    expect(shipped === (await schemaText()), "node src/cli.ts schema > data/record.schema.json").toBe(true);
    expect((await cli(["schema"])).out).toBe(shipped);
  });
  it("list shows names, what they are and where they come from", async () => {
    mkdirSync(join(folder, "documents"));
    put("documents/agenda.hbs", "{{!-- What will be\n  talked about. --}}\n<document/>");
    const templates = await cli(["list", "templates", "--templates", folder]);
    expect(templates.out).toMatch(/^agenda +What will be talked about\. +own +/m);
    expect(templates.out).toMatch(/^minutes .*built in/m);
    expect((await cli(["list", "themes"])).out).toMatch(/^corporate-en +English/m);
    expect((await cli(["list", "profiles"])).out).toMatch(/^general /m);
    expect((await cli(["list", "fonts"])).out).toMatch(/^source-serif-4 +400.*OFL-1\.1 +present/m);
    const [first = ""] = (await cli(["list", "themes", "--json"])).out.split("\n");
    expect(JSON.parse(first)).toMatchObject({ type: "theme", name: "corporate-en", from: "built in" });
  });
  it("misuse is told on standard error", async () => {
    expect(await cli(["generat"])).toEqual({
      code: 2,
      out: "",
      err: 'error: there is no command "generat"\n  hint: did you mean "generate"?\n',
    });
  });
});
