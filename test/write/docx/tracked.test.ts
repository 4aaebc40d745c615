import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Document } from "../../../src/document/model.ts";
import { openResources } from "../../../src/files.ts";
import type { Source } from "../../../src/pipeline/options.ts";
import { generate } from "../../../src/pipeline.ts";
import { redline } from "../../../src/redline.ts";
import { writeDocx } from "../../../src/write/docx/write.ts";
import { doc, h, p } from "../../support/blocks.ts";
import { docxParts, docxText } from "../../support/read-docx.ts";
import { compared } from "../../support/redline.ts";
import { revisedRecord } from "../../support/revised-record.ts";
import { builtInSheet } from "../../support/sheet.ts";
import { changeIds, paragraphsIn, settledParagraphs, settledText } from "../../support/tracked.ts";
import { variedRevisions } from "../../support/varied-document.ts";

const resources = openResources();
if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);

const sheet = builtInSheet("corporate-en");
const write = (document: Document): Promise<Uint8Array> => writeDocx(document, sheet, { pages: 2 });
const seeds = fc.integer({ min: 0, max: 1_000_000 });
const marked = (before: Document, after: Document): Promise<Uint8Array> => {
  const { document, changes } = compared(before, after);
  const revised = { by: "Ann Ash", at: "2026-03-17T09:30", changes: changes.map(({ kind }) => kind) };
  return write({ ...document, revised });
};

describe("tracked changes of any two revisions", () => {
  it("give the newer one's words when all are accepted, the older one's when all are rejected", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { before, after } = variedRevisions(seed);
        const bytes = await marked(before, after);
        expect(settledText(bytes, "accepted")).toBe(docxText(await write(after)));
        expect(settledText(bytes, "rejected")).toBe(docxText(await write(before)));
      }),
      { numRuns: 100 },
    );
  });
  it("have numbers of their own", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { before, after } = variedRevisions(seed);
        const ids = changeIds(await marked(before, after));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 50 },
    );
  });
  it("do the same for the papers of two revisions of a made-up record", async () => {
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10_000 }), async (seed) => {
        const { text, revised, document, lang } = revisedRecord(seed);
        const options = { documents: [document], lang, formats: ["docx"] } as const;
        const paper = async (record: string): Promise<string> => {
          const made = await generate({ text: record, file: "record.json" }, options, resources.value);
          if (!made.ok || !made.value[0]) throw new Error(JSON.stringify(made.diagnostics));
          return docxText(made.value[0].bytes);
        };
        const sources = [text, revised].map((record) => ({ text: record, file: "record.json" })) as [
          Source,
          Source,
        ];
        const made = await redline(...sources, options, resources.value);
        if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
        const [artefact] = made.value.artefacts;
        if (!artefact) return; // both say the same
        expect(settledText(artefact.bytes, "accepted")).toBe(await paper(revised));
        expect(settledText(artefact.bytes, "rejected")).toBe(await paper(text));
        changes += changeIds(artefact.bytes).length;
      }),
      { numRuns: 20 },
    );
    expect(changes).toBeGreaterThan(20); // one for each pair at least: they did differ
  });
});

describe("boxes that come or go", () => {
  const box = (text: string): Block => ({ kind: "box", role: "motion", children: [p(text, "motion-label")] });
  const withBoxes = (...boxes: readonly Block[]): Document =>
    doc([h(2, "a", "First"), p("Before."), ...boxes, h(2, "b", "Second"), p("After.")]);
  const one = box("That the lease be renewed.");
  const two = box("That the roof be surveyed first.");
  const three = box("That thanks be given to the staff.");
  it.each([
    ["all together", withBoxes(), withBoxes(one, two, three)],
    ["behind another", withBoxes(one), withBoxes(one, two, three)],
    ["around another", withBoxes(two), withBoxes(one, two, three)],
    ["of one another", withBoxes(one, three), withBoxes(two, three)],
    ["before another", withBoxes(three), withBoxes(one, two, three)],
  ])("take the empty lines between them along: %s", async (_, fewer, more) => {
    const count = async (document: Document): Promise<number> =>
      paragraphsIn(docxParts(await write(document)));
    for (const [before, after] of [
      [fewer, more],
      [more, fewer],
    ] as const) {
      const bytes = await marked(before, after);
      expect(settledParagraphs(bytes, "accepted")).toBe(await count(after));
      expect(settledParagraphs(bytes, "rejected")).toBe(await count(before));
    }
  });
});
