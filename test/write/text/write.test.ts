import { describe, expect, it } from "vitest";
import type { Block, Document } from "../../../src/document/model.ts";
import { columnsOf, padTo, wrap } from "../../../src/write/text/width.ts";
import { writeText } from "../../../src/write/text/write.ts";
import { doc, h, list, p, t, table } from "../../support/blocks.ts";

const lines = (blocks: readonly Block[], width?: number): readonly string[] =>
  writeText(doc(blocks), width === undefined ? {} : { width })
    .trimEnd()
    .split("\n");

describe("columns of a terminal", () => {
  it("counts ideographs twice and marks not at all", () => {
    expect(["abc", "会议", "e\u0301", "，", ""].map(columnsOf)).toEqual([3, 4, 1, 2, 0]);
  });
  it("fills up at either side", () => {
    expect([padTo("会", 4), padTo("a", 4, "end"), padTo("a", 4, "center")]).toEqual(["会  ", "   a", " a  "]);
  });
  it("wraps words at blanks and ideographs anywhere but before a stop", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("会议通过。决议", 8)).toEqual(["会议通", "过。决议"]);
    expect(wrap("第 3 项", 76)).toEqual(["第 3 项"]);
    expect(wrap("unbreakable", 4)).toEqual(["unbreakable"]);
    expect(wrap("10\u00a0kg", 3)).toEqual(["10\u00a0kg"]);
  });
});

describe("plain text", () => {
  it("underlines the higher headings and sets their numbers before them", () => {
    const numbered = { ...h(2, "b", "Accounts"), number: { label: "2", value: 2, automatic: true } };
    expect(lines([h(1, "a", "Minutes"), numbered, h(3, "c", "Audit")])).toEqual([
      ...["Minutes", "=======", "", "2  Accounts", "-----------", "", "Audit"],
    ]);
  });
  it("wraps paragraphs at 76 columns", () => {
    expect(lines([p("word ".repeat(40).trim())]).every((line) => line.length <= 76)).toBe(true);
    expect(lines([p("会".repeat(40))]).map(columnsOf)).toEqual([76, 4]);
  });
  it("marks lists, hangs their lines and aligns their numbers", () => {
    expect(lines([list(["one two", "three"])], 7)).toEqual(["- one", "  two", "- three"]);
    expect(lines([{ ...list(["a", "b"], "decimal"), start: 9 }])).toEqual([" 9. a", "10. b"]);
  });
  it("sets a table in columns where it fits", () => {
    expect(
      lines([
        table(
          ["No.", "事项"],
          [
            ["1", "决算"],
            ["22", ""],
          ],
        ),
      ]),
    ).toEqual([...["No.  事项", "---  ----", "1    决算", "22"]]);
  });
  it("sets a wide table as labels and values", () => {
    expect(
      lines(
        [
          table(
            ["No.", "Action"],
            [
              ["1", "Survey the roof of the depot"],
              ["2", "Report"],
            ],
          ),
        ],
        20,
      ),
    ).toEqual([
      ...["No.: 1", "Action: Survey", "    the roof of the", "    depot", "", "No.: 2", "Action: Report"],
    ]);
  });
  it("puts decimal marks below each other", () => {
    const numbers = table(
      ["Item", "EUR"],
      [
        ["a", "1,234.50"],
        ["b", "7"],
        ["c", "12.5 %"],
        ["d", "n/a"],
      ],
    );
    const columns = [{ align: "start" }, { align: "decimal" }] as const;
    expect(lines([{ ...numbers, columns }])).toEqual([
      ...["Item        EUR", "----  ---------"],
      ...["a     1,234.50", "b         7", "c        12.5 %", "d           n/a"],
    ]);
  });
  it("keeps spanning cells over their columns", () => {
    const cell = (text: string, colSpan = 1, rowSpan = 1) => ({ colSpan, rowSpan, children: [p(text)] });
    const spanning: Block = {
      kind: "table",
      columns: [{ align: "start" }, { align: "end" }, { align: "end" }],
      head: [],
      rows: [
        { cells: [cell("Board", 1, 2), cell("for"), cell("10")] },
        { cells: [cell("against"), cell("2")] },
        { cells: [cell("carried", 3)] },
      ],
    };
    expect(lines([spanning])).toEqual(["Board      for  10", "       against   2", "carried"]);
  });
  it("aligns facts and puts long labels above", () => {
    const facts: Block = {
      kind: "facts",
      rows: [
        { label: [t("Place")], children: [p("Bristol")] },
        { label: [t("A label much longer than a column")], children: [p("yes")] },
        { label: [t("Chair")], children: [p("Helen Okafor")] },
      ],
    };
    expect(lines([facts])).toEqual([
      ...["Place  Bristol", "A label much longer than a column", "       yes", "Chair  Helen Okafor"],
    ]);
  });
  it("bars boxes, reads columns one after the other and leaves a line to sign on", () => {
    expect(lines([{ kind: "box", children: [p("Resolution 1"), p("Carried.")] }])).toEqual([
      ...["| Resolution 1", "|", "| Carried."],
    ]);
    expect(lines([{ kind: "columns", columns: [[p("a"), p("b")], [p("c")]] }])).toEqual([
      "a",
      "",
      "b",
      "",
      "c",
    ]);
    const signed = lines([
      { kind: "signatures", signatories: [{ name: [t("H. Okafor")], fields: [[t("Date")]] }] },
    ]);
    expect(signed.slice(-3)).toEqual(["_".repeat(32), "H. Okafor", "Date ____________"]);
  });
  it("puts footnotes at the end and addresses behind their links", () => {
    const paragraph: Block = {
      kind: "paragraph",
      children: [
        t("See "),
        { kind: "link", href: "https://example.com/", children: [t("here")] },
        { kind: "footnote", number: 1, children: [t("A note.")] },
        { kind: "lineBreak" },
        { kind: "link", href: "mailto:a@example.com", children: [t("a@example.com")] },
      ],
    };
    expect(lines([paragraph, p("End.")])).toEqual([
      ...[
        "See here <https://example.com/>[1]",
        "a@example.com",
        "",
        "End.",
        "",
        "-".repeat(24),
        "",
        "[1] A note.",
      ],
    ]);
  });
  it("says running texts once and leaves page numbers out", () => {
    const running: Document["running"] = [
      { at: "head-start", pages: "first", children: [t("Confidential")] },
      { at: "head-start", pages: "rest", children: [t("Confidential")] },
      { at: "foot-end", pages: "all", children: [t("Page "), { kind: "pageNumber" }] },
      { at: "foot-start", pages: "all", children: [t("Draft")] },
    ];
    expect(writeText({ ...doc([p("Text")]), running })).toBe("Confidential\n\nText\n\nDraft\n");
  });
  it("lists the headings of a table of contents, deeper ones set in", () => {
    const number = { label: "1", value: 1, automatic: true };
    const contents: Block = {
      kind: "contents",
      title: [t("Contents")],
      entries: [
        { target: "a", level: 2, number, text: "First" },
        { target: "b", level: 3, text: "Below it" },
      ],
    };
    expect(lines([contents])).toEqual(["Contents", "1  First", "  Below it"]);
    expect(lines([{ ...contents, entries: [] }, p("Text.")])).toEqual(["Text."]);
  });
  it("writes a section's blocks where they stand", () => {
    const section: Block = { kind: "section", orientation: "landscape", children: [p("b"), p("c")] };
    expect(lines([p("a"), section])).toEqual(["a", "", "b", "", "c"]);
  });
});
