import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { certificateOf } from "../../src/distribute/certificate.ts";
import { openResources } from "../../src/files.ts";
import { LANGUAGES } from "../../src/record/schema/primitives.ts";
import { everyState } from "../support/account-report.ts";
import { failures, run } from "./tools.ts";

describe("certificates of distribution", () => {
  it("are archivable and accessible, and hold their report", async () => {
    const resources = openResources();
    if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
    const folder = mkdtempSync(join(tmpdir(), "minutebook-certificates-"));
    const files: string[] = [];
    for (const lang of LANGUAGES) {
      const made = await certificateOf(everyState(), resources.value, lang);
      if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
      files.push(join(folder, `${lang}.pdf`));
      writeFileSync(files.at(-1) ?? "", made.value);
    }
    expect(failures("ua1", files)).toEqual([]);
    expect(failures("3a", files)).toEqual([]);
    for (const file of files) {
      expect(run("qpdf", "--check", file)).toContain("No syntax or stream encoding errors");
      expect(run("qpdf", "--list-attachments", file)).toContain("distribution.json");
    }
  });
});
