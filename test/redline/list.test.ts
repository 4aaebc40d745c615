import { describe, expect, it } from "vitest";
import { CHANGES_ID } from "../../src/document/change-id.ts";
import { documentText } from "../../src/document/text.ts";
import type { Change } from "../../src/redline/changes.ts";
import { labelsOf, withList } from "../../src/redline/list.ts";
import { doc, p } from "../support/blocks.ts";

/** Keys with their values, so that a case shows what is asked for. */
const say = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
  [key.replace("redline.", ""), ...Object.values(values)].join("|");
const change = (kind: Change["kind"], before: string, after: string, where?: string): Change => ({
  kind,
  before,
  after,
  where,
});

describe("changes in words", () => {
  it("are numbered sentences", () => {
    expect(
      labelsOf([change("replaced", "5 votes", "4 votes"), change("deleted", "She left.", "")], { say }),
    ).toEqual(["label|1|replaced|5 votes|4 votes", "label|2|deleted|She left.|"]);
  });
  it("are cut where they are long, at a blank and never inside a character", () => {
    const [english, chinese] = labelsOf(
      [change("inserted", "", "word ".repeat(60).trim()), change("inserted", "", `会${"𠮷".repeat(100)}`)],
      { say },
    );
    expect(english).toMatch(/ word…$/);
    expect(english?.length).toBeLessThan(190);
    expect(chinese).toMatch(/𠮷…$/u);
  });
});

describe("the list of changes", () => {
  const { blocks } = withList(
    doc([p("The paper.")]),
    [change("replaced", "5", "4", "4 Lease"), change("inserted", "", "More")],
    { by: "Ann Ash", on: "17 March 2026", account: "Corrections." },
    { say },
  );
  it("follows the paper on a page of its own, with whose changes they are", () => {
    expect(blocks.map(({ kind }) => kind)).toEqual([
      "paragraph",
      "pageBreak",
      "heading",
      "paragraph",
      "paragraph",
      "paragraph",
      "table",
    ]);
    expect(blocks[2]).toMatchObject({ id: CHANGES_ID, level: 2 });
    expect(documentText(doc(blocks)).split("\n").slice(1, 5)).toEqual([
      "title",
      "by|Ann Ash|17 March 2026",
      "Corrections.",
      "how",
    ]);
  });
  it("has a row for each: number, page, place and words", () => {
    expect(blocks.at(-1)).toMatchObject({
      rows: [
        {
          cells: [
            { header: "row" },
            { children: [{ children: [{ target: "change.1", show: "page" }] }] },
            {},
            {},
          ],
        },
        {},
      ],
    });
    expect(documentText(doc(blocks)).split("\n").slice(5)).toEqual([
      ...["no", "page", "where", "what"],
      ...["1", "4 Lease", "replaced|5|4"],
      ...["2", "head", "inserted||More"],
    ]);
  });
  it("names nobody's day where the record does not say", () => {
    const undated = withList(doc([]), [], { by: "Ann Ash" }, { say }).blocks;
    expect(documentText(doc(undated))).toContain("byUndated|Ann Ash");
  });
});
