import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/args.ts";
import { compileCache } from "../../src/cli/cache.ts";

const linux = { platform: "linux", env: { HOME: "/home/kim" } };
const folder = (...argv: readonly string[]): string | undefined => compileCache(argv, linux);

describe("the folder of compiled code", () => {
  it("lies where each system keeps what may be deleted", () => {
    const code = join("minutebook", "code", "check");
    expect(folder("check", "a.yaml")).toBe(join("/home/kim/.cache", code));
    expect(compileCache(["check"], { platform: "linux", env: { HOME: "/h", XDG_CACHE_HOME: "/c" } })).toBe(
      join("/c", code),
    );
    expect(compileCache(["check"], { platform: "darwin", env: { HOME: "/h" } })).toBe(
      join("/h/Library/Caches", code),
    );
    expect(compileCache(["check"], { platform: "win32", env: { LOCALAPPDATA: "/l" } })).toBe(
      join("/l", code),
    );
  });
  it("is none where the system names none", () => {
    expect(compileCache(["check"], { platform: "linux", env: {} })).toBeUndefined();
    expect(compileCache(["check"], { platform: "win32", env: { HOME: "/h" } })).toBeUndefined();
  });
  it("is one for each command and choice of formats, whatever else is said", () => {
    const pdf = folder("generate", "a.yaml", "--formats", "pdf");
    expect(folder("generate", "../../b.yaml", "--formats=pdf", "-q")).toBe(pdf);
    expect(folder("generate", "a.yaml", "--formats", "pdf,docx")).not.toBe(pdf);
    expect(folder("generate", "a.yaml", "--formats", "docx,pdf")).toBe(
      folder("generate", "a.yaml", "--formats", "pdf,docx"),
    );
    expect(folder("generate", "a.yaml")).not.toBe(pdf);
  });
  it("is one for each command that there is", () => {
    const commands = Object.keys(COMMANDS);
    expect(new Set(commands.map((name) => folder(name))).size).toBe(commands.length);
  });
  it("never leads out of the cache", () => {
    expect(folder("../../etc", "--formats", "../..")).toBe(folder());
    expect(folder("generate", "--formats", "../../pdf")).toBe(folder("generate"));
    expect(folder("generat")).toBe(folder("--help"));
  });
});
