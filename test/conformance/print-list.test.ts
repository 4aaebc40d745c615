import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { planLetters } from "../../src/distribute/plan.ts";
import { openResources } from "../../src/files.ts";
import { failures, ROOT, run } from "./tools.ts";

const RECORDS = ["northwind-board-2026-03", "yunhe-congress-2026"] as const;

describe("all paper copies in one file", () => {
  it("are archivable and accessible, and read aloud as whom each is for and what it says", async () => {
    const resources = openResources();
    if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
    const folder = mkdtempSync(join(tmpdir(), "minutebook-print-"));
    const files: string[] = [];
    for (const name of RECORDS) {
      const file = join(ROOT, "data", `${name}.yaml`);
      const text = readFileSync(file, "utf8").replace(
        /channel: (folder|print, copies: 2)/g,
        "channel: print, copies: 3",
      );
      const plan = await planLetters({ text, file }, {}, {}, resources.value);
      const made = plan.ok ? await plan.value.printList?.(() => 17) : undefined;
      if (!made?.ok) throw new Error(JSON.stringify([plan.diagnostics, made?.diagnostics]));
      expect(made.value.copies).toHaveLength(9);
      files.push(join(folder, `${name}.pdf`));
      writeFileSync(files.at(-1) ?? "", made.value.pdf);
    }
    expect(failures("ua1", files)).toEqual([]);
    expect(failures("3a", files)).toEqual([]);
    for (const file of files) {
      expect(run("qpdf", "--check", file)).toContain("No syntax or stream encoding errors");
      expect(run("pdftotext", file, "-")).toContain("17-3");
    }
  });
});
