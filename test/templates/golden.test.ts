import { describe, expect, it } from "vitest";
import { paperOf, recordText, textOf } from "./support.ts";

/** The example meetings, each in the language of its record. */
const MEETINGS = [
  ["northwind-board-2026-03", "en"],
  ["yunhe-congress-2026", "zh"],
  ["lishen-2024-annual-meeting", "en"],
] as const;

describe.each(MEETINGS)("%s", (meeting, lang) => {
  const record = recordText(`data/${meeting}.yaml`);

  it.each(["minutes", "honors", "brief"])("%s reads as accepted", async (type) => {
    const { document, diagnostics } = paperOf(record, type);
    expect(diagnostics).toEqual([]);
    await expect(textOf(document)).toMatchFileSnapshot(`../golden/${meeting}/${type}-${lang}.txt`);
  });
});
