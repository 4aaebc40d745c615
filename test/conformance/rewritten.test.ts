import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openResources } from "../../src/files.ts";
import { extract } from "../../src/read/extract.ts";
import { type Verdict, verify } from "../../src/verify/verify.ts";
import { office, papersIn, run } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "minutebook-rewritten-"));
const resources = openResources();
if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
const builtIn = resources.value;

const PASSWORD = "secret";
const recordIn = (file: string): string => {
  const record = extract(readFileSync(file), file, PASSWORD);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  expect(record.diagnostics).toEqual([]);
  return new TextDecoder().decode(record.value);
};
const verdictOn = async (file: string): Promise<Verdict> => {
  const verdict = await verify({ bytes: readFileSync(file), file }, { password: PASSWORD }, builtIn);
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.diagnostics));
  return verdict.value;
};

/** What qpdf can make of a file without changing what stands in it. */
const REWRITTEN: Readonly<Record<string, readonly string[]>> = {
  linearized: ["--linearize"],
  "without-object-streams": ["--object-streams=disable"],
  "with-object-streams": ["--object-streams=generate", "--recompress-flate", "--compression-level=1"],
  unpacked: ["--qdf"],
  locked: ["--encrypt", PASSWORD, "owner", "256", "--"],
};

describe.each(papersIn(".pdf").map((file) => [basename(file, ".pdf"), file]))("%s", (name, file) => {
  it.each(Object.entries(REWRITTEN))("has all its content when it is %s by qpdf", async (how, options) => {
    const rewritten = join(folder, `${name}-${how}.pdf`);
    run("qpdf", ...options, file, rewritten);
    expect(recordIn(rewritten)).toBe(recordIn(file));
    expect(await verdictOn(rewritten)).toMatchObject({ result: "packed", differences: [] });
  });
});

describe("a Word file that LibreOffice has written anew", () => {
  const files = papersIn(".docx");
  const written = office("docx", files);
  it.each(files.map((file) => [basename(file), file]))("has its record still: %s", async (name, file) => {
    const rewritten = join(written, name);
    expect(recordIn(rewritten)).toBe(recordIn(file));
    const { result, reasons, differences } = await verdictOn(rewritten);
    expect(result).toBe("different");
    expect(reasons.join()).toContain("it was written anew by LibreOffice");
    expect(differences.find(({ part }) => part === "customXml/item1.xml")?.message).toBe(
      "the same record is there in another form",
    );
  });
});
