import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openResources } from "../../src/files.ts";
import { generate } from "../../src/pipeline.ts";
import { readPdf } from "../support/read-pdf.ts";
import { keyFile } from "../write/pdf/keys.ts";
import { ROOT, run, verapdf } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "minutebook-locked-"));
const record = join(ROOT, "data/yunhe-congress-2026.yaml");
const PASSWORD = "密码é";
const OWNER = "the owner's";
const paper = (name: string): string => join(folder, `${name}.pdf`);
const PAPERS = ["open", "locked", "locked-and-signed"];
const LOCKED = PAPERS.slice(1);

const resources = openResources();
if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);

/** Makes a paper, with other keys and salts each time. */
async function make(name: string): Promise<void> {
  if (!resources.ok) return;
  const made = await generate(
    { text: readFileSync(record, "utf8"), file: record },
    {
      documents: ["minutes"],
      formats: ["pdf"],
      ...(name.includes("locked") && { encrypt: { password: PASSWORD, ownerPassword: OWNER } }),
      ...(name.includes("signed") && { sign: keyFile("rsa.p12") }),
    },
    resources.value,
  );
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  for (const { bytes } of made.value) writeFileSync(paper(name), bytes);
}

beforeAll(async () => {
  for (const name of PAPERS) await make(name);
});

describe.each(LOCKED)("a %s PDF", (name) => {
  it.each([PASSWORD, OWNER])("opens with %s for qpdf, whole and in revision 6", (password) => {
    const report = run("qpdf", "--check", `--password=${password}`, paper(name));
    expect(report).toContain("No syntax or stream encoding errors found");
    expect(report).toMatch(/^R = 6$/m);
    expect(report).toContain("extract for accessibility: allowed");
    expect(report).toMatch(/^stream encryption method: AESv3$/m);
  });
  it("opens with nothing else", () => {
    expect(() => run("qpdf", "--check", "--password=x", paper(name))).toThrow("invalid password");
    expect(() => run("pdftotext", paper(name), "-")).toThrow("Incorrect password");
  });
  it("says the same as an open one, and carries the same record", () => {
    const text = (...argv: string[]): string => run("pdftotext", "-layout", ...argv, "-");
    expect(text("-upw", PASSWORD, paper(name))).toBe(text(paper("open")));
    const saved = join(folder, `${name}.json`);
    run("pdfdetach", "-upw", PASSWORD, "-save", "1", "-o", saved, paper(name));
    const [attached] = readPdf(readFileSync(paper("open"))).attachments;
    expect(readFileSync(saved).equals(attached?.bytes ?? new Uint8Array())).toBe(true);
  });
});

it("a locked and signed PDF has a valid signature over all of it", () => {
  const report = run("pdfsig", "-nocert", "-upw", PASSWORD, paper("locked-and-signed"));
  expect(report).toContain("Total document signed");
  expect(report).toContain("Signature is Valid");
});

/** veraPDF 1.30 calls one right password in twenty wrong, by the salt; qpdf and poppler open all. */
const SALTS = 6;

it.each(LOCKED)("veraPDF finds a %s PDF valid as ua1", async (name) => {
  for (let salt = 1; ; salt++) {
    try {
      expect(verapdf("ua1", [paper(name)], "--password", PASSWORD)).toEqual([]);
      return;
    } catch (error) {
      const refused =
        error instanceof Error && error.message.includes("password for this document is incorrect");
      if (!refused || salt === SALTS) throw error;
      await make(name);
    }
  }
});
