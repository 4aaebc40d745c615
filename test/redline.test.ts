import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openResources } from "../src/files.ts";
import { redline } from "../src/redline.ts";
import { readPdf } from "./support/read-pdf.ts";

const data = fileURLToPath(new URL("../data/", import.meta.url));
const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources = opened.value;
const source = (file: string) => ({ text: readFileSync(`${data}${file}`, "utf8"), file });
const older = source("northwind-board-2026-03.yaml");
const newer = source("revisions/northwind-board-2026-03-r2.yaml");

describe("the second revision of the example", () => {
  const made = redline(older, newer, { documents: ["minutes"], formats: ["pdf"] }, resources);
  const pdf = made.then((redlines) => {
    const [artefact] = redlines.ok ? redlines.value.artefacts : [];
    if (!artefact) throw new Error(JSON.stringify(redlines.diagnostics));
    return { artefact, read: readPdf(artefact.bytes) };
  });

  it("gives one paper, named after the record", async () => {
    const { artefact } = await pdf;
    expect(artefact).toMatchObject({
      name: "northwind-board-2026-03-minutes-redline.pdf",
      document: "minutes",
    });
    expect((await made).diagnostics.map(({ code }) => code)).toEqual(["record/unnamed-honoree"]);
  });
  it("has what went and what came, and a list that tells it", async () => {
    const { read } = await pdf;
    const spans = read.texts.filter(({ type }) => type === "Span").map(({ text }) => text.trim());
    for (const words of ["Ian", "Iain", "6.3", "6.4", "30 April", "6 May", "Renewal of cargo insurance"])
      expect(spans).toContain(words);
    const text = read.texts.map((one) => one.text).join(" ");
    expect(text).toContain("Changed by Tomás Ferreira on 17 March 2026.");
    expect(text).toContain("Corrections sent in by directors.");
    expect(text).toContain("“against 5” is now “against 4”");
    expect(read.outline).toContain("Changes");
  });
  it("is titled as what it is, says nothing of how one paper is made, and carries both records", async () => {
    const { read } = await pdf;
    expect(read.info.Title).toBe("Minutes of the Board of Directors: changes");
    expect(read.info.Production).toBeUndefined();
    expect(read.attachments.map(({ name }) => name).sort()).toEqual(["earlier-record.json", "record.json"]);
    const [earlier, record] = ["earlier-record.json", "record.json"].map((name) =>
      new TextDecoder().decode(read.attachments.find((one) => one.name === name)?.bytes),
    );
    expect(earlier).toContain("Ian Brody");
    expect(record).toContain("Iain Brody");
  });
  it("gives the same bytes again", async () => {
    const again = await redline(older, newer, { documents: ["minutes"], formats: ["pdf"] }, resources);
    expect(again.ok && again.value.artefacts[0]?.sha256).toBe((await pdf).artefact.sha256);
  });
});

describe("two records", () => {
  it("that say the same give no paper", async () => {
    const made = await redline(older, older, { documents: ["minutes", "brief"] }, resources);
    expect(made.ok && made.value).toMatchObject({ artefacts: [], unchanged: ["minutes", "brief"] });
  });
  it("of which one has mistakes are refused, and so are formats that show no marks", async () => {
    const broken = { text: older.text.replace("kind: regular", "kind: regulr"), file: "broken.yaml" };
    const refused = await redline(broken, newer, {}, resources);
    expect(refused.ok).toBe(false);
    expect(refused.diagnostics.some(({ place }) => place?.file === "broken.yaml")).toBe(true);
    const html = await redline(older, newer, { formats: ["html"] }, resources);
    expect(html.diagnostics).toMatchObject([
      { severity: "warning" },
      { code: "redline/format", severity: "error" },
    ]);
  });
  it("leave themselves at home when they are not to travel", async () => {
    const options = { documents: ["brief"], formats: ["pdf"], attachRecord: false } as const;
    const made = await redline(older, newer, options, resources);
    const [artefact] = made.ok ? made.value.artefacts : [];
    expect(readPdf(artefact?.bytes ?? new Uint8Array()).attachments).toEqual([]);
  });
  it("need words that a house's own wording may not have", async () => {
    const own = new Map(resources.templates);
    const wording = own.get("wording/en.yaml");
    if (wording)
      own.set("wording/en.yaml", { ...wording, text: wording.text.replace(/^redline\.how.*$/m, "") });
    const made = await redline(older, newer, { documents: ["brief"] }, { ...resources, templates: own });
    expect(made.ok).toBe(false);
    expect(made.diagnostics).toContainEqual(expect.objectContaining({ code: "template/unknown-wording" }));
  });
});
