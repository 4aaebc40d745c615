import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Document } from "../../../src/document/model.ts";
import { words, wordsOf } from "../../../src/document/text.ts";
import { openResources } from "../../../src/files.ts";
import { dump } from "../../../src/pipeline.ts";
import { writeHtml } from "../../../src/write/html/write.ts";
import { builtInSheet } from "../../support/sheet.ts";

const resources = openResources();
if (!resources.ok) throw new Error("the built-in templates cannot be read");
const given = resources.value;

async function documentOf(record: string, type: string): Promise<Document> {
  const file = `data/${record}.yaml`;
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
  const dumped = await dump({ text, file }, "document", { documents: [type] }, given);
  if (!dumped.ok) throw new Error(JSON.stringify(dumped.diagnostics));
  return JSON.parse(dumped.value) as Document; // the dump of this stage is a document
}

/** The words that a browser shows in the main part, by the document's own rule of what a word is. */
function shown(html: string): readonly string[] {
  const main = /<main>([\s\S]*)<\/main>/.exec(html)?.[1] ?? "";
  const text = main
    .replace(/<br>/g, " ")
    // Inline elements end no word, all others do.
    .replace(/<\/?(?:a|span|strong|em|u|s|sub|sup)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, "\n")
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ENTITIES[name] ?? "");
  return wordsOf(text);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&" };

/** The document without the numbers of its headings, which themes print in their own way or not at all. */
const withoutNumbers = (document: Document): Document => ({
  ...document,
  blocks: document.blocks.map((block) => {
    if (block.kind !== "heading") return block;
    const { number: _, ...heading } = block;
    return heading;
  }),
});

it.each([
  ["northwind-board-2026-03", "minutes", "corporate-en"],
  ["northwind-board-2026-03", "honors", "corporate-en"],
  ["northwind-board-2026-03", "brief", "corporate-en"],
  ["yunhe-congress-2026", "minutes", "corporate-zh"],
  ["yunhe-congress-2026", "honors", "corporate-zh"],
  ["yunhe-congress-2026", "brief", "corporate-zh"],
])("%s: the %s page has every word of the document, in order", async (record, type, theme) => {
  const document = withoutNumbers(await documentOf(record, type));
  const html = writeHtml(document, builtInSheet(theme, type));
  expect(document.blocks.length).toBeGreaterThan(0);
  expect(shown(html)).toEqual(words(document));
});
