import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../src/document/model.ts";
import { documentText } from "../../src/document/text.ts";
import { openResources } from "../../src/files.ts";
import { dump } from "../../src/pipeline.ts";
import { accepted, compared, rejected } from "../support/redline.ts";
import { revisedRecord } from "../support/revised-record.ts";

const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources = opened.value;

async function documentOf(text: string, document: string, lang: string): Promise<Document> {
  const dumped = await dump(
    { text, file: "record.json" },
    "document",
    { documents: [document], lang },
    resources,
  );
  if (!dumped.ok) throw new Error(dumped.diagnostics.map(({ message }) => message).join("\n"));
  return JSON.parse(dumped.value);
}

describe("two revisions of a made-up record", () => {
  it("come back from the comparison of their papers", async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10_000 }), async (seed) => {
        const { text, revised, document, lang } = revisedRecord(seed);
        const before = await documentOf(text, document, lang);
        const after = await documentOf(revised, document, lang);
        const comparison = compared(before, after);
        expect(documentText(accepted(comparison.document))).toBe(documentText(after));
        expect(documentText(rejected(comparison.document))).toBe(documentText(before));
        changed += comparison.changes.length;
      }),
      { numRuns: 40 },
    );
    expect(changed).toBeGreaterThan(100);
  });
});
