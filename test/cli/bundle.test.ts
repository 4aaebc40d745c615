import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const house = mkdtempSync(join(tmpdir(), "minutebook-bundle-"));
const env = { ...process.env, HOME: house, XDG_CACHE_HOME: join(house, "cache") };
const node = (program: string, ...argv: readonly string[]) =>
  spawnSync(process.execPath, [program, ...argv], { cwd: root, env, encoding: "utf8" });
const bundled = join(house, "dist/cli.js");
const from = join(root, "src/cli.ts");

const RECORDS = ["northwind-board-2026-03", "yunhe-congress-2026"];

describe("the bundled program", () => {
  beforeAll(() => {
    for (const name of ["templates", "node_modules", "package.json"])
      symlinkSync(join(root, name), join(house, name));
    expect(node(join(root, "tools/bundle.ts"), join(house, "dist"))).toMatchObject({ status: 0, stderr: "" });
  }, 120_000);
  it.each(RECORDS)("makes the same papers of %s as its sources, also with what Node has kept", (id) => {
    const make = (program: string, out: string): Readonly<Record<string, string>> => {
      const formats = ["--formats", "pdf,docx,html,txt", "--quiet"];
      const ran = node(program, "generate", join(root, "data", `${id}.yaml`), ...formats, "--out", out);
      expect(ran).toMatchObject({ status: 0, stderr: "" });
      const papers = readdirSync(join(out, id)).sort();
      return Object.fromEntries(papers.map((name) => [name, readFileSync(join(out, id, name), "base64")]));
    };
    const expected = make(from, join(house, "from-sources"));
    expect(Object.keys(expected).length).toBeGreaterThan(3);
    for (const out of ["bundled", "bundled-again"]) {
      const made = make(bundled, join(house, out));
      expect(Object.keys(made)).toEqual(Object.keys(expected));
      // Compared by name: a difference of two files of this size is nothing to read.
      expect(Object.keys(made).filter((name) => made[name] !== expected[name])).toEqual([]);
    }
    expect(readdirSync(join(house, "cache/minutebook/code")).length).toBeGreaterThan(0);
  });
  it("tells what is wrong with templates of one's own, at their places", () => {
    const own = join(house, "own");
    mkdirSync(join(own, "partials"), { recursive: true });
    const running = readFileSync(join(root, "templates/partials/running.hbs"), "utf8");
    writeFileSync(join(own, "partials/running.hbs"), `${running}{{meeting.titel}}`);
    const argv = [
      "generate",
      join(root, "data", `${RECORDS[0]}.yaml`),
      "--documents",
      "minutes",
      "--formats",
      "txt",
    ];
    const ran = node(bundled, ...argv, "--templates", own, "--out", join(house, "own-out"));
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain(`${join(own, "partials/running.hbs")}:`);
    expect(ran.stderr).toBe(node(from, ...argv, "--templates", own, "--out", join(house, "own-out")).stderr);
  });
  it("tells what is wrong with a theme of one's own", () => {
    const own = join(house, "own-theme");
    mkdirSync(join(own, "themes"), { recursive: true });
    const theme = readFileSync(join(root, "templates/themes/corporate-en.yaml"), "utf8");
    writeFileSync(join(own, "themes/house.yaml"), theme.replace(/^page:/m, "pgae:"));
    const record = join(root, "data", `${RECORDS[0]}.yaml`);
    const argv = ["check", record, "--documents", "minutes", "--templates", own];
    const make = [
      "generate",
      record,
      "--theme",
      "house",
      "--templates",
      own,
      "--out",
      join(house, "own-out"),
    ];
    expect(node(bundled, ...argv).status).toBe(0);
    const ran = node(bundled, ...make);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain('did you mean "page"?');
    expect(ran.stderr).toBe(node(from, ...make).stderr);
  });
  it("knows its version and all commands", () => {
    for (const argv of [["--version"], ["--help"], ["schema"], ["list", "profiles"]])
      expect(node(bundled, ...argv).stdout.replaceAll(`${house}/`, "")).toBe(node(from, ...argv).stdout);
  });
  it("runs where nothing can be kept", () => {
    writeFileSync(join(house, "file"), "");
    const blocked = { ...env, XDG_CACHE_HOME: join(house, "file") };
    const ran = spawnSync(process.execPath, [bundled, "--version"], { env: blocked, encoding: "utf8" });
    expect(ran).toMatchObject({ status: 0, stderr: "" });
  });
  it("names the licence of every package in it", () => {
    const text = readFileSync(join(house, "dist/NOTICES.txt"), "utf8");
    for (const name of ["pdfkit", "docx", "handlebars", "zod", "yaml", "saxes"])
      expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect(text).not.toContain(root);
  });
});
