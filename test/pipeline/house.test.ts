import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/diagnostic.ts";
import { BUILT_IN_TEMPLATES, openResources } from "../../src/files.ts";
import type { Options } from "../../src/pipeline/options.ts";
import { generate } from "../../src/pipeline.ts";
import { redline } from "../../src/redline.ts";
import { verify } from "../../src/verify/verify.ts";
import { houseFile } from "../support/house-file.ts";
import { docxParts, docxText } from "../support/read-docx.ts";
import { settledText } from "../support/tracked.ts";

const folder = mkdtempSync(join(tmpdir(), "minutebook-house-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  for (const inner of ["themes", "words"]) mkdirSync(join(folder, inner));
  writeFileSync(join(folder, "words/letterhead.docx"), await houseFile());
  writeFileSync(join(folder, "broken.docx"), "no Word file");
  symlinkSync(import.meta.filename, join(folder, "elsewhere.docx"));
});

const source = {
  text: readFileSync(new URL("../../data/northwind-board-2026-03.yaml", import.meta.url), "utf8"),
  file: "northwind-board-2026-03.yaml",
};
const corporate = readFileSync(join(BUILT_IN_TEMPLATES, "themes/corporate-en.yaml"), "utf8");

/** The library with a theme that names this file. */
function resourcesWith(reference: string) {
  const text = corporate.replace(/^languages:/m, `reference: ${JSON.stringify(reference)}\nlanguages:`);
  writeFileSync(join(folder, "themes/house.yaml"), text);
  const opened = openResources({ templates: folder });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  return opened.value;
}

const made = async (reference: string, options: Options = {}): Promise<Outcome<Uint8Array>> => {
  const asked = { theme: "house", documents: ["minutes"], formats: ["docx"], ...options } as const;
  const papers = await generate(source, asked, resourcesWith(reference));
  return papers.ok ? { ...papers, value: papers.value[0]?.bytes ?? new Uint8Array() } : papers;
};
const paper = async (...given: Parameters<typeof made>): Promise<Uint8Array> => {
  const outcome = await made(...given);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
};
const refusal = async (...given: Parameters<typeof made>) =>
  (await made(...given)).diagnostics.filter(({ severity }) => severity === "error");

describe("a theme that names a Word file of the house", () => {
  it("gives its styles, heads and page to Word papers, as when it is asked for", async () => {
    const bytes = await paper("words/letterhead.docx");
    expect(docxParts(bytes).get("word/house1.xml")).toContain("House &amp; Sons");
    const file = join(folder, "words/letterhead.docx");
    const asked = await generate(
      source,
      { documents: ["minutes"], formats: ["docx"], reference: { bytes: readFileSync(file), file } },
      resourcesWith("words/letterhead.docx"),
    );
    const same = docxParts((asked.ok && asked.value[0]?.bytes) || new Uint8Array());
    for (const path of ["word/styles.xml", "word/document.xml", "word/house1.xml"])
      expect(docxParts(bytes).get(path)).toBe(same.get(path));
  });
  it("gives way to the one that is asked for", async () => {
    const file = "other.docx";
    const refused = await refusal("words/letterhead.docx", { reference: { bytes: new Uint8Array(9), file } });
    expect(refused.map(({ message }) => message).join()).toContain(file);
  });
  it("dresses redlines, which are accepted and rejected as before", async () => {
    const revision = new URL("../../data/revisions/northwind-board-2026-03-r2.yaml", import.meta.url);
    const newer = { text: readFileSync(revision, "utf8"), file: "r2.yaml" };
    const options = { theme: "house", documents: ["minutes"], formats: ["docx"] } as const;
    const made = await redline(source, newer, options, resourcesWith("words/letterhead.docx"));
    const bytes = (made.ok && made.value.artefacts[0]?.bytes) || new Uint8Array();
    expect(docxParts(bytes).get("word/house1.xml")).toContain("House &amp; Sons");
    const after = await generate(newer, options, resourcesWith("words/letterhead.docx"));
    const [accepted] = after.ok ? after.value : [];
    expect(settledText(bytes, "accepted")).toBe(docxText(accepted?.bytes ?? new Uint8Array()));
    expect(settledText(bytes, "rejected")).toBe(docxText(await paper("words/letterhead.docx")));
  });
  it("is verified like any other, and says when its Word file has changed", async () => {
    const bytes = await paper("words/letterhead.docx");
    const verdict = async () => {
      const judged = await verify(
        { bytes, file: "minutes.docx" },
        {},
        resourcesWith("words/letterhead.docx"),
      );
      if (!judged.ok) throw new Error(JSON.stringify(judged.diagnostics));
      return judged.value;
    };
    expect(await verdict()).toMatchObject({ result: "exact", differences: [], reasons: [] });
    const file = join(folder, "words/letterhead.docx");
    const before = readFileSync(file);
    const parts = unzipSync(before);
    const styles = strFromU8(parts["word/styles.xml"] ?? new Uint8Array()).replaceAll("C00000", "00C000");
    writeFileSync(file, zipSync({ ...parts, "word/styles.xml": strToU8(styles) }));
    const { result, reasons } = await verdict();
    writeFileSync(file, before);
    expect(result).toBe("different");
    expect(reasons.join()).toContain("another theme house");
  });
  it("is told where it names one that is not there", async () => {
    const [problem] = await refusal("words/letterhed.docx");
    expect(problem).toMatchObject({
      code: "theme/no-reference",
      hint: "did you mean words/letterhead.docx?",
      excerpt: 'reference: "words/letterhed.docx"',
    });
    expect(problem?.place?.file).toContain("house.yaml");
  });
  it.each([
    "../letterhead.docx",
    "/etc/letterhead.docx",
    "C:\\letterhead.docx",
    "\\\\host\\a.docx",
    ".a.docx",
    "a.doc",
  ])("names no file outside or of another kind: %s", async (name) => {
    const [problem] = await refusal(name);
    expect(problem?.place?.file).toContain("house.yaml");
    expect(problem?.code).toMatch(/^theme\//);
  });
  it("does not follow a link that leads out", async () => {
    expect((await refusal("elsewhere.docx"))[0]?.code).toBe("theme/no-reference");
  });
  it("is refused when the file is none that Word saves", async () => {
    const [problem] = await refusal("broken.docx");
    expect(problem?.message).toContain("broken.docx");
  });
  it("keeps no PDF from being made", async () => {
    expect(await refusal("broken.docx", { formats: ["pdf"] })).toEqual([]);
  });
});
