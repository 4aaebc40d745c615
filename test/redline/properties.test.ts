import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../src/document/model.ts";
import { documentText } from "../../src/document/text.ts";
import { hyphenate } from "../../src/layout/hyphenate.ts";
import { layOut } from "../../src/layout/layout.ts";
import { fixedMetrics } from "../support/metrics.ts";
import { accepted, compared, rejected } from "../support/redline.ts";
import { builtInSheet } from "../support/sheet.ts";
import { variedRevisions } from "../support/varied-document.ts";

/** Every value of a field, wherever it stands in a document, in reading order. */
function gathered<T>(
  document: Document,
  pick: (node: Readonly<Record<string, unknown>>) => T | undefined,
): T[] {
  const found: T[] = [];
  JSON.stringify(document.blocks, (_, value) => {
    const one = typeof value === "object" && value !== null ? pick(value) : undefined;
    if (one !== undefined) found.push(one);
    return value?.kind === "table" ? { caption: undefined, ...value } : value;
  });
  return found;
}

const sheet = builtInSheet("corporate-en");
const metrics = fixedMetrics();
const seeds = fc.integer({ min: 0, max: 1_000_000 });
const revisions = (seed: number) => {
  const { before, after } = variedRevisions(seed);
  return { before, after, ...compared(before, after) };
};

describe("two revisions of any document", () => {
  it("come back when all changes are accepted or rejected, notes and labels and all", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { before, after, document } = revisions(seed);
        expect(documentText(accepted(document))).toBe(documentText(after));
        expect(documentText(rejected(document))).toBe(documentText(before));
      }),
      { numRuns: 400 },
    );
  });
  it("have no changes when they are the same", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { before } = variedRevisions(seed);
        const { document, changes } = compared(before, { ...before, blocks: structuredClone(before.blocks) });
        expect(changes).toEqual([]);
        expect(document.blocks).toEqual(before.blocks);
      }),
      { numRuns: 100 },
    );
  });
  it("share no id, and all that is referred to is there", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { document } = revisions(seed);
        const ids = gathered(document, ({ kind, id }) => (kind === "heading" ? id : undefined));
        expect(new Set(ids).size).toBe(ids.length);
        const targets = gathered(document, ({ target }) => target);
        expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
        const pictures = gathered(document, ({ kind, picture }) =>
          kind === "image" ? String(picture) : undefined,
        );
        expect(pictures.filter((name) => document.pictures?.[name] === undefined)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
  it("have their changes counted in reading order, each begun by one mark", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { document, changes } = revisions(seed);
        const numbers = gathered(document, ({ change }) => change);
        expect(numbers).toEqual(changes.map((_, index) => index + 1));
      }),
      { numRuns: 200 },
    );
  });
  it("show each change once on the pages, where it begins", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { document, changes } = revisions(seed);
        const shown = { ...document, revised: { by: "Ann Ash", changes: changes.map(({ kind }) => kind) } };
        const laid = layOut(shown, { sheet, metrics, hyphenate });
        const items = laid.ok ? laid.value.pages.flatMap((page) => page.items) : [];
        const begun = items.flatMap((item) =>
          item.kind === "anchor" && item.change ? [item.change.number] : [],
        );
        expect(begun.sort((a, b) => a - b)).toEqual(changes.map((_, index) => index + 1));
      }),
      { numRuns: 60 },
    );
  });
  it("mark everything in what is marked", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { document } = revisions(seed);
        const stray: unknown[] = [];
        const walk = (value: unknown, around: unknown): void => {
          if (Array.isArray(value)) for (const one of value) walk(one, around);
          if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
          const { kind, text, entries, revision } = value as Readonly<Record<string, unknown>>;
          if (Array.isArray(entries) && entries.length === 0) return; // nothing of it is shown
          if (around !== undefined && kind === "text" && text !== "" && revision !== around)
            stray.push(value);
          for (const field of Object.values(value)) walk(field, revision ?? around);
        };
        walk(document.blocks, undefined);
        expect(stray).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
