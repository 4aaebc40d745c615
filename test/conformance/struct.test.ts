import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { soundPdf } from "../support/pdf-faults.ts";
import { papersIn, ROOT, run } from "./tools.ts";

/**
 * What a program that reads aloud is given, as poppler sees it: types, attributes and words. `npm run conformance --
 * --update` takes a wanted change over.
 */
const specimen = join(mkdtempSync(join(tmpdir(), "minutebook-struct-")), "specimen.pdf");
writeFileSync(specimen, soundPdf());
const PAPERS = [
  ["specimen", specimen],
  ...["northwind-board-2026-03-brief", "yunhe-congress-2026-brief"].map(
    (name) => [name, papersIn(".pdf").find((file) => file.endsWith(`${name}.pdf`)) ?? name] as const,
  ),
] as const;

it.each(PAPERS)("%s is read aloud as ever", async (name, file) => {
  // Object numbers are nobody's business.
  const told = run("pdfinfo", "-struct-text", file).replaceAll(/(Object) \d+ \d+/g, "$1");
  await expect(told).toMatchFileSnapshot(join(ROOT, `test/golden/struct/${name}.txt`));
});
