import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Options } from "../../src/pipeline/options.ts";
import { keyPath } from "../write/pdf/keys.ts";
import { cli, fakePipeline, type Ran } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "minutebook-protect-"));
const record = join(folder, "board.yaml");
writeFileSync(record, "board");
writeFileSync(join(folder, "password"), "密码é\n");

/** The options that the pipeline was given, or what was said instead. */
async function given(
  argv: readonly string[],
  world: Parameters<typeof cli>[1] = {},
): Promise<{ readonly ran: Ran; readonly options: Options | undefined }> {
  const calls: Options[] = [];
  const ran = await cli(["generate", record, "--out", join(folder, "out"), ...argv], {
    pipeline: async () => fakePipeline(calls),
    ...world,
  });
  return { ran, options: calls[0] };
}

describe("--sign", () => {
  const key = ["--sign", keyPath("rsa.p12")];
  it.each([
    ["the environment", [], { env: { MINUTEBOOK_SIGN_PASSWORD: "secret" } }, "secret"],
    ["a file", ["--sign-password-file", join(folder, "password")], {}, "密码é"],
    ["the keyboard", [], { ask: async () => "typed" }, "typed"],
    ["an empty one", [], { env: { MINUTEBOOK_SIGN_PASSWORD: "" } }, ""],
  ] as const)("takes the password from %s", async (_, argv, world, password) => {
    const { options } = await given([...key, ...argv], world);
    expect(options?.sign).toMatchObject({ file: keyPath("rsa.p12"), password });
    expect(options?.sign?.bytes.length).toBeGreaterThan(1000);
  });
  it("asks for the password by the name of the file", async () => {
    const asked: string[] = [];
    await given(key, {
      ask: async (question) => {
        asked.push(question);
        return "x";
      },
    });
    expect(asked).toEqual([`the password of ${keyPath("rsa.p12")}: `]);
  });
  it("says how to give the password when there is none, and makes nothing", async () => {
    const { ran, options } = await given(key);
    expect(options).toBeUndefined();
    expect(ran.code).toBe(3);
    expect(ran.err).toContain("file/no-password");
    expect(ran.err).toContain("MINUTEBOOK_SIGN_PASSWORD");
  });
  it("says when the file is not there", async () => {
    const { ran } = await given(["--sign", join(folder, "none.p12")]);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain("file/unreadable");
  });
  it("signs now, or at the time that reproducible builds are told", async () => {
    const env = { MINUTEBOOK_SIGN_PASSWORD: "secret" };
    const time = async (more: object): Promise<Date | undefined> =>
      (await given(key, { env: { ...env, ...more } })).options?.sign?.time;
    expect(await time({})).toEqual(new Date("2026-03-12T00:00:00Z"));
    expect(await time({ SOURCE_DATE_EPOCH: "1000000000" })).toEqual(new Date("2001-09-09T01:46:40Z"));
    expect(await time({ SOURCE_DATE_EPOCH: "soon" })).toEqual(new Date("2026-03-12T00:00:00Z"));
  });
});

describe("--encrypt", () => {
  it("takes the passwords from files or the environment", async () => {
    const file = join(folder, "password");
    const { options } = await given(["--encrypt", "--password-file", file], {
      env: { MINUTEBOOK_PASSWORD: "not this", MINUTEBOOK_OWNER_PASSWORD: "owner" },
    });
    expect(options?.encrypt).toEqual({ password: "密码é", ownerPassword: "owner" });
  });
  it("asks for one password, and leaves the other to chance", async () => {
    const { options } = await given(["--encrypt"], { ask: async () => "typed" });
    expect(options?.encrypt).toEqual({ password: "typed" });
  });
  it("makes nothing without a password", async () => {
    const { ran, options } = await given(["--encrypt"]);
    expect(options).toBeUndefined();
    expect(ran.err).toContain("MINUTEBOOK_PASSWORD");
    expect(ran.code).toBe(3);
  });
  it("is not done by a password alone", async () => {
    const { options } = await given([], { env: { MINUTEBOOK_PASSWORD: "secret" } });
    expect(options).not.toHaveProperty("encrypt");
  });
});
