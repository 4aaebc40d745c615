import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cli } from "./support.ts";

const data = fileURLToPath(new URL("../../data/", import.meta.url));
const older = join(data, "northwind-board-2026-03.yaml");
const newer = join(data, "revisions/northwind-board-2026-03-r2.yaml");
const out = (): string => mkdtempSync(join(tmpdir(), "minutebook-redline-"));

describe("minutebook redline", () => {
  it("writes the marked paper into the folder of the record", async () => {
    const folder = out();
    const ran = await cli([
      "redline",
      older,
      newer,
      "--documents",
      "brief",
      "--formats",
      "pdf",
      "--out",
      folder,
    ]);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/northwind-board-2026-03-brief-redline\.pdf {2}\d pages, /);
    expect(readdirSync(join(folder, "northwind-board-2026-03"))).toEqual([
      "northwind-board-2026-03-brief-redline.pdf",
    ]);
  });
  it("says so when there are no differences, and writes nothing", async () => {
    const folder = out();
    const ran = await cli(["redline", older, older, "--documents", "brief", "--out", folder, "--quiet"]);
    expect(ran).toMatchObject({ code: 0, out: "" });
    const told = await cli(["redline", older, older, "--documents", "brief", "--out", folder]);
    expect(told.out).toBe("brief: no differences\n");
    const json = await cli(["redline", older, older, "--documents", "brief", "--out", folder, "--json"]);
    expect(json.out).toContain('{"type":"unchanged","document":"brief"}\n');
    expect(readdirSync(folder)).toEqual([]);
  });
  it("is told with a wrong order and with two meetings as wrong usage", async () => {
    const swapped = await cli(["redline", newer, older]);
    expect(swapped.code).toBe(2);
    expect(swapped.err).toContain("the older record comes first [redline/swapped]");
    const other = join(out(), "other.yaml");
    writeFileSync(other, readFileSync(older, "utf8").replace("id: northwind-board-2026-03", "id: another"));
    expect((await cli(["redline", other, newer])).err).toContain("[redline/other-record]");
    expect((await cli(["redline", older])).err).toContain("redline needs OLDER NEWER");
  });
  it("tells a file that is not there", async () => {
    const ran = await cli(["redline", older, `${newer}x`]);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain("did you mean");
  });
});
