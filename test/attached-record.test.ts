import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Artefact } from "../src/artefact.ts";
import { openResources } from "../src/files.ts";
import type { Options } from "../src/pipeline/options.ts";
import { generate } from "../src/pipeline.ts";
import { docxParts } from "./support/read-docx.ts";
import { readPdf } from "./support/read-pdf.ts";

const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources = opened.value;
const text = readFileSync(new URL("../data/northwind-board-2026-03.yaml", import.meta.url), "utf8");

async function brief(record: string, options: Options): Promise<Artefact> {
  const made = await generate(
    { text: record, file: "m.yaml" },
    { documents: ["brief"], ...options },
    resources,
  );
  if (!made.ok || !made.value[0]) throw new Error(JSON.stringify(made.diagnostics));
  return made.value[0];
}

it("a PDF made from the record inside a PDF is that PDF again", async () => {
  const first = await brief(text, { formats: ["pdf"] });
  const [record] = readPdf(first.bytes).attachments;
  const second = await brief(new TextDecoder().decode(record?.bytes), { formats: ["pdf"] });
  expect(second.sha256).toBe(first.sha256);
  expect(second.recordDigest).toBe(first.recordDigest);
});

it("Word files carry the record too", async () => {
  const pdf = await brief(text, { formats: ["pdf"] });
  const parts = docxParts((await brief(text, { formats: ["docx"] })).bytes);
  const [record] = readPdf(pdf.bytes).attachments;
  const inside = />(\{.*\})</.exec(parts.get("customXml/item1.xml") ?? "")?.[1] ?? "";
  expect(
    inside.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  ).toBe(new TextDecoder().decode(record?.bytes));
});

it("neither carries it when it is not wanted", async () => {
  const options = { attachRecord: false } as const;
  expect(readPdf((await brief(text, { ...options, formats: ["pdf"] })).bytes).attachments).toEqual([]);
  expect(
    [...docxParts((await brief(text, { ...options, formats: ["docx"] })).bytes).keys()].join(),
  ).not.toContain("customXml");
});
