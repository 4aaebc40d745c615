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
    for (const name of ["data", "templates", "node_modules", "package.json"])
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
  it("keeps a ledger and talks to servers, and says nothing else", () => {
    const record = join(root, "data", `${RECORDS[0]}.yaml`);
    const home = join(house, "distribution");
    const plan = node(bundled, "plan", record, "--ledger", home);
    const [, hash = ""] = /--plan ([0-9a-f]{64})/.exec(plan.stdout) ?? [];
    const sent = node(bundled, "send", record, "--plan", hash, "--ledger", home);
    expect(sent).toMatchObject({ status: 0, stderr: plan.stderr });
    expect(node(bundled, "status", "--ledger", home)).toMatchObject({ status: 0, stderr: "" });
    // Nobody listens there.
    const other = ["--ledger", join(house, "other"), "--smtp", "smtp://127.0.0.1:1", "--wait", "0"];
    expect(node(bundled, "send", record, "--plan", hash, ...other)).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("ECONNREFUSED"),
    });
    expect(node(bundled, "worker", "--ledger", "postgres://127.0.0.1:1/x")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("ECONNREFUSED"),
    });
  });
  it("knows its version and all commands", () => {
    for (const argv of [["--version"], ["--help"], ["schema"], ["list", "profiles"]])
      expect(node(bundled, ...argv).stdout.replaceAll(`${house}/`, "")).toBe(node(from, ...argv).stdout);
  });
  it("tells editors where the schema of a new record is", () => {
    const file = join(house, "new.yaml");
    expect(node(bundled, "new", file)).toMatchObject({ status: 0 });
    const [, schema = ""] = /\$schema=(\S+)/.exec(readFileSync(file, "utf8")) ?? [];
    expect(JSON.parse(readFileSync(join(house, schema), "utf8")).title).toBe("Meeting record");
  });
  it("keeps what has been compiled, and throws it away when it is damaged or another program's", () => {
    const cache = join(house, "kept");
    const file = join(cache, "minutebook/code/help/program.bin");
    const help = () =>
      spawnSync(process.execPath, [bundled, "--help"], {
        env: { ...env, XDG_CACHE_HOME: cache },
        encoding: "utf8",
      });
    const { stdout } = help();
    const kept = readFileSync(file);
    expect(kept.length).toBeGreaterThan(10_000);
    expect(help().stdout).toBe(stdout);
    expect(readFileSync(file).equals(kept)).toBe(true);
    for (const at of [0, 70, kept.length >> 1, kept.length - 1]) {
      const damaged = Buffer.from(kept);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
      for (const bytes of [damaged, kept.subarray(0, at)]) {
        writeFileSync(file, bytes);
        expect(help()).toMatchObject({ status: 0, stderr: "", stdout });
        expect(readFileSync(file).subarray(0, 64)).toEqual(kept.subarray(0, 64));
        expect(readFileSync(file).equals(bytes)).toBe(false);
      }
    }
    expect(readdirSync(join(cache, "minutebook/code/help")).filter((name) => name.endsWith(".tmp"))).toEqual(
      [],
    );
  });
  it("keeps nothing of a run that has failed", () => {
    const cache = join(house, "failed");
    const ran = spawnSync(process.execPath, [bundled, "check", "nowhere.yaml"], {
      env: { ...env, XDG_CACHE_HOME: cache },
    });
    expect(ran.status).toBe(3);
    expect(() => readFileSync(join(cache, "minutebook/code/check/program.bin"))).toThrow();
  });
  it("runs where nothing can be kept", () => {
    writeFileSync(join(house, "file"), "");
    const blocked = { ...env, XDG_CACHE_HOME: join(house, "file") };
    const ran = spawnSync(process.execPath, [bundled, "--version"], { env: blocked, encoding: "utf8" });
    expect(ran).toMatchObject({ status: 0, stderr: "" });
  });
  it("names the licence of every package in it", () => {
    const text = readFileSync(join(house, "dist/NOTICES.txt"), "utf8");
    for (const name of [
      "pdfkit",
      "docx",
      "nodemailer",
      "pg",
      "pg-boss",
      "handlebars",
      "zod",
      "yaml",
      "saxes",
    ])
      expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect(text).not.toContain(root);
  });
});
