import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintPdf } from "../support/pdf-lint.ts";
import { readPdf } from "../support/read-pdf.ts";
import { papersIn, run, verapdf } from "./tools.ts";

const files = papersIn(".pdf");

it("there is a PDF of every paper of every example", () => {
  expect(files.length).toBe(9);
});

it.each(["ua1", "3a"] as const)("veraPDF finds every PDF valid as %s", (flavour) => {
  expect(verapdf(flavour, files)).toEqual([]);
});

describe.each(files.map((file) => [basename(file), file]))("%s", (_, file) => {
  it("has a sound structure for qpdf", () => {
    expect(run("qpdf", "--check", file)).toContain("No syntax or stream encoding errors found");
  });
  it("embeds every font as a subset with its characters", () => {
    const lines = run("pdffonts", file).trim().split("\n").slice(2);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/\s+yes\s+yes\s+yes\s+\d+\s+0$/);
  });
  it("holds what no validator looks at", () => {
    expect(lintPdf(readFileSync(file))).toEqual([]);
  });
  it("is tagged and says its title and language", () => {
    const info = run("pdfinfo", file);
    expect(info).toMatch(/^Tagged:\s+yes$/m);
    expect(info).toMatch(/^Title:\s+\S/m);
    expect(info).toMatch(/^PDF version:\s+1\.7$/m);
  });
  it("gives its record back, which is the one whose digest the file names", () => {
    const folder = mkdtempSync(join(tmpdir(), "minutebook-record-"));
    run("pdfdetach", "-saveall", "-o", folder, file);
    const bytes = readFileSync(join(folder, "record.json"));
    const { attachments, info } = readPdf(readFileSync(file));
    expect(bytes.equals(attachments[0]?.bytes ?? new Uint8Array())).toBe(true);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(info.RecordDigest);
    expect(bytes.toString("utf8")).not.toContain("@example.com");
  });
  it("is read out from its title on", () => {
    expect(run("pdfinfo", "-struct-text", file)).toMatch(/H1 \(block\)/);
  });
});
