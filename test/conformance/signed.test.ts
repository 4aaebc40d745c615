import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openResources } from "../../src/files.ts";
import { generate } from "../../src/pipeline.ts";
import { keyFile, keyPath } from "../write/pdf/keys.ts";
import { ROOT, run, verapdf } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "minutebook-signed-"));
const record = join(ROOT, "data/yunhe-congress-2026.yaml");
const KEYS = [
  ["rsa", "Ann Ash"],
  ["ec", "李明"],
] as const;
const paper = (name: string): string => join(folder, `${name}.pdf`);

beforeAll(async () => {
  const resources = openResources();
  if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);
  for (const [name] of KEYS) {
    const made = await generate(
      { text: readFileSync(record, "utf8"), file: record },
      { documents: ["brief"], formats: ["pdf"], sign: keyFile(`${name}.p12`) },
      resources.value,
    );
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    for (const { bytes } of made.value) writeFileSync(paper(name), bytes);
  }
});

describe.each(KEYS)("a PDF signed by %s", (name, signer) => {
  it("has one valid signature over all of it for poppler", () => {
    const report = run("pdfsig", "-nocert", paper(name));
    expect(report.match(/^Signature #\d+/gm)).toEqual(["Signature #1"]);
    expect(report).toContain(`Signer Certificate Common Name: ${signer}`);
    expect(report).toContain("Signature Type: ETSI.CAdES.detached");
    expect(report).toContain("Total document signed");
    expect(report).toContain("Signature is Valid");
  });
  it("is signed as CAdES by a chain of certificates for OpenSSL", () => {
    const pdf = readFileSync(paper(name));
    const [, start = 0, from = 0] =
      /\/ByteRange \[0 (\d+) (\d+) \d+ *\]/.exec(pdf.toString("latin1"))?.map(Number) ?? [];
    writeFileSync(join(folder, "content"), Buffer.concat([pdf.subarray(0, start), pdf.subarray(from)]));
    writeFileSync(join(folder, "cms"), Buffer.from(pdf.toString("latin1", start + 1, from - 1), "hex"));
    const content = ["-content", join(folder, "content"), "-binary", "-out", join(folder, "out")];
    const trust = ["-CAfile", keyPath("root.pem"), "-purpose", "any", "-attime", "1893553445"]; // January 2030
    run(
      "openssl",
      "cms",
      "-verify",
      "-cades",
      "-inform",
      "DER",
      "-in",
      join(folder, "cms"),
      ...content,
      ...trust,
    );
  });
  it("has a sound structure for qpdf", () => {
    expect(run("qpdf", "--check", paper(name))).toContain("No syntax or stream encoding errors found");
  });
});

it.each(["ua1", "3a"] as const)("veraPDF finds signed PDFs valid as %s", (flavour) => {
  expect(
    verapdf(
      flavour,
      KEYS.map(([name]) => paper(name)),
    ),
  ).toEqual([]);
});
