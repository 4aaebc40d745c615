import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const start = (...argv: readonly string[]) =>
  spawnSync(process.execPath, [program, ...argv], { encoding: "utf8" });

describe("the program", () => {
  it("starts, prints its version and help, and exits with the command's code", () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(start("--version")).toMatchObject({ status: 0, stdout: `minutebook ${version}\n`, stderr: "" });
    expect(start("--help").stdout).toContain("usage: minutebook");
    expect(start("generat").status).toBe(2);
  });
  it.skipIf(process.platform === "win32")("is quiet when its reader has seen enough", () => {
    const line = `"${process.execPath}" "${program}" schema | head -1; exit \${PIPESTATUS[0]}`;
    const ran = spawnSync("bash", ["-c", line], { encoding: "utf8" });
    expect(ran).toMatchObject({ status: 0, stdout: "{\n", stderr: "" });
  });
});
