import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check, generate } from "../../src/index.ts";

const record = `
schemaVersion: 1
id: monthly
languages: [en]
meeting: { title: Monthly meeting, kind: regular }
sittings: [{ start: 2026-03-12T14:00, place: Town hall }]
`;

describe("the library's door", () => {
  it("makes papers in memory and writes nothing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "minutebook-"));
    const made = await generate(
      { text: record, file: join(folder, "monthly.yaml") },
      { documents: ["minutes"], formats: ["txt"] },
    );
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    expect(made.value.map(({ name }) => name)).toEqual(["monthly-minutes.txt"]);
    expect(new TextDecoder().decode(made.value[0]?.bytes)).toContain("12 March 2026");
    expect(readdirSync(folder)).toEqual([]);
  });
  it("judges a record given as bare text", async () => {
    expect(await check(record)).toMatchObject({ ok: true, value: { recordId: "monthly" } });
    const wrong = await check("schemaVersion: 1\nid: monthly\n");
    expect(wrong.ok).toBe(false);
    expect(wrong.diagnostics[0]?.place?.file).toBe("record.yaml");
  });
  it("says which folder is missing", async () => {
    const made = await generate(record, { templates: join(tmpdir(), "minutebook-none") });
    expect(made.diagnostics.map(({ code }) => code)).toEqual(["file/no-templates"]);
  });
});
