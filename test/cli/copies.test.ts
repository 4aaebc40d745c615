import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { docxParts } from "../support/read-docx.ts";
import { readPdf } from "../support/read-pdf.ts";
import { cli } from "./support.ts";

const record = (distribution: string): string => `schemaVersion: 1
id: monthly
languages: [en]
meeting: { title: Monthly meeting, kind: regular }
sittings: [{ start: 2026-03-12T14:00, place: Town hall }]
people: [{ id: ann, name: Ann Ash }, { id: ben, name: Ben Birch }]
attendees: [{ person: ann }, { person: ben }]
decisions: [{ text: The pond will be cleaned in May. }]
${distribution}`;

async function copies(distribution: string, ...options: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-copies-"));
  const file = join(folder, "monthly.yaml");
  writeFileSync(file, record(distribution));
  const out = join(folder, "out");
  const ran = await cli(["copies", file, "--documents", "minutes", "--out", out, "--quiet", ...options]);
  const made = join(out, "monthly", "copies");
  const files = ran.code === 0 ? readdirSync(made).sort() : [];
  return {
    ...ran,
    files,
    in: (name: string) => readFileSync(join(made, name)),
    beside: join(out, "monthly"),
  };
}
const firstOf = (pdf: Uint8Array): string | undefined => readPdf(pdf).texts[0]?.text;

describe("copies", () => {
  it("are for everybody who came when nothing is said of who gets papers", async () => {
    const made = await copies("");
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(made.files).toEqual(
      ["ann", "ben"].flatMap((id) => [`monthly-minutes-${id}.docx`, `monthly-minutes-${id}.pdf`]),
    );
    expect(firstOf(made.in("monthly-minutes-ben.pdf"))).toBe("Copy for Ben Birch · no. 002");
    const footers = [...docxParts(made.in("monthly-minutes-ann.docx"))].filter(([path]) =>
      /footer/.test(path),
    );
    expect(footers.map(([, xml]) => xml).join()).toContain("Ann Ash");
  });
  it("follow the distribution: who, which paper, which format, which language; each person once", async () => {
    const made = await copies(`distribution:
  - { to: { text: Town archive }, role: file, formats: [docx] }
  - { to: ben, formats: [pdf], language: zh }
  - { to: ben, role: copy, formats: [pdf] }
  - { to: ann, documents: [brief] }
`);
    expect(made.err).toBe("");
    expect(made.files).toEqual([
      expect.stringMatching(/^monthly-minutes-other-[0-9a-f]{10}\.docx$/),
      "monthly-minutes-zh-ben.pdf",
    ]);
    expect(firstOf(made.in("monthly-minutes-zh-ben.pdf"))).toBe("送：Ben Birch　编号：002");
  });
  it("are the same bytes for whomever they are made", async () => {
    const all = await copies("", "--formats", "pdf");
    const one = await copies("", "--formats", "pdf", "--for", "ben");
    expect(one.files).toEqual(["monthly-minutes-ben.pdf"]);
    expect(one.in("monthly-minutes-ben.pdf")).toEqual(all.in("monthly-minutes-ben.pdf"));
  });
  it("refuse somebody who is not to get one", async () => {
    const made = await copies("", "--for", "benn");
    expect(made.code).toBe(2);
    expect(made.err).toContain('nobody with the id "benn" is to get one of these papers');
    expect(made.err).toContain('did you mean "ben"?');
  });
  it("are locked with a password each, in a file for its owner's eyes alone", async () => {
    const made = await copies("", "--encrypt", "--mark");
    expect(made.files).toEqual(["monthly-minutes-ann.pdf", "monthly-minutes-ben.pdf"]);
    const file = join(made.beside, "passwords.csv");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const rows = readFileSync(file, "utf8").split("\r\n");
    expect(rows).toHaveLength(4);
    expect(rows[1]).toMatch(/^"ann","Ann Ash","001","minutes","([2-9a-z]{5}-?){4}"$/);
    expect(new Set(rows.slice(1, 3).map((row) => row.split(",").at(-1))).size).toBe(2);
    for (const name of made.files) expect(made.in(name).toString("latin1")).toMatch(/\/Encrypt \d+ 0 R/);
  });
});
