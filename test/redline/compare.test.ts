import { describe, expect, it } from "vitest";
import type { Block, Document, Heading, Inline, Paragraph, Table } from "../../src/document/model.ts";
import { documentText } from "../../src/document/text.ts";
import { doc, h, list, p, t, table } from "../support/blocks.ts";
import { figure, PHOTO, PLAN } from "../support/pictures.ts";
import { accepted, compared, markedText, rejected } from "../support/redline.ts";

/** What a comparison shows; accepting and rejecting it must give both revisions back, whatever the case. */
function shown(before: readonly Block[] | Document, after: readonly Block[] | Document): string {
  const [old, young] = [before, after].map((one) => ("kind" in one ? one : doc(one)));
  if (!old || !young) throw new Error("two are given");
  const { document } = compared(old, young);
  expect(documentText(accepted(document))).toBe(documentText(young));
  expect(documentText(rejected(document))).toBe(documentText(old));
  return markedText(document.blocks);
}
const words = (before: string, after: string): string => shown([p(before)], [p(after)]);
const inlines = (...children: readonly Inline[]): Paragraph => ({ kind: "paragraph", children });

describe("words", () => {
  it.each<[string, string, string, string]>([
    ["stay when they are the same", "As it was.", "As it was.", "As it was."],
    ["are replaced whole", "Carried by 12 to 3.", "Carried by 11 to 3.", "Carried by [-1:12-]{+11+} to 3."],
    [
      "with the marks inside them",
      "Rent £420,000 a year",
      "Rent £425,000 a year",
      "Rent £[-1:420,000-]{+425,000+} a year",
    ],
    ["come", "The lease was renewed.", "The lease was not renewed.", "The lease was {+1:not +}renewed."],
    ["go, a sentence at the end", "Agreed. It was late.", "Agreed.", "Agreed.[-1: It was late.-]"],
    [
      "are one phrase where next to nothing is between",
      "due on 30 April 2026 at noon",
      "due on 6 May 2026 at noon",
      "due on [-1:30 April-]{+6 May+} 2026 at noon",
    ],
    [
      "of Chinese are compared by character",
      "赞成十二票，反对三票。",
      "赞成十一票，反对三票。",
      "赞成十[-1:二-]{+一+}票，反对三票。",
    ],
    [
      "of Chinese and Latin",
      "成本为120元，用PDF报送。",
      "成本为130元，用PDF报送。",
      "成本为[-1:120-]{+130+}元，用PDF报送。",
    ],
  ])("%s", (_rule, before, after, expected) => expect(words(before, after)).toBe(expected));

  it("look as in the newer revision; a change of looks alone is none", () => {
    const bold: Inline = { kind: "strong", children: [t("carried")] };
    expect(shown([inlines(t("It was carried."))], [inlines(t("It was "), bold, t("."))])).toBe(
      "It was carried.",
    );
    const { document } = compared(
      doc([inlines(t("It was carried."))]),
      doc([inlines(t("It was "), bold, t(" now."))]),
    );
    expect(document.blocks[0]).toMatchObject({
      children: [
        t("It was "),
        { kind: "strong", children: [t("carried")] },
        { text: " now", revision: "inserted" },
        t("."),
      ],
    });
  });
  it("in one link stay in one link", () => {
    const link = (text: string): Inline => ({
      kind: "link",
      href: "https://example.com",
      children: [t(text)],
    });
    const { document } = compared(
      doc([inlines(link("the house rules"))]),
      doc([inlines(link("the old house rules"))]),
    );
    expect(document.blocks[0]).toMatchObject({
      children: [
        { kind: "link", children: [t("the "), { text: "old ", revision: "inserted" }, t("house rules")] },
      ],
    });
  });
  it("of a footnote are compared inside it", () => {
    const note = (number: number, text: string): Inline => ({
      kind: "footnote",
      number,
      children: [t(text)],
    });
    expect(
      shown(
        [inlines(t("Agreed"), note(1, "By 5 votes"), t(" and closed"), note(2, "At 16:35"), t("."))],
        [inlines(t("Agreed"), note(1, "By 6 votes"), t(" and closed."))],
      ),
    ).toBe(
      "Agreed(By [-1:5-]{+6+} votes) and closed[-2:(At 16:35)-].".replace("(At 16:35)-]", "([-At 16:35-])-]"),
    );
  });
  it("of references follow what they refer to", () => {
    const reference = (text: string): Inline => ({
      kind: "reference",
      target: "lease",
      show: "number",
      text,
    });
    expect(shown([inlines(t("see item "), reference("4"))], [inlines(t("see item "), reference("5"))])).toBe(
      "see item [-1:4-]{+5+}",
    );
  });
});

describe("paragraphs", () => {
  it("that are alike are one, others come and go whole", () => {
    expect(
      shown(
        [p("The chair opened the meeting."), p("Nobody had sent an apology for absence this time.")],
        [p("The chair opened the meeting at 14:00."), p("The minutes of February were read out and signed.")],
      ),
    ).toBe(`The chair opened the meeting{+1: at 14:00+}.
[-2:Nobody had sent an apology for absence this time.-]
{+3:The minutes of February were read out and signed.+}`);
  });
  it("that come together are one change", () => {
    const [, , change] = compared(
      doc([p("First of all.")]),
      doc([p("First of all."), p("Then this and that."), p("Then more of it.")]),
    ).document.blocks;
    expect(change).toMatchObject({ revision: "inserted", children: [{ revision: "inserted" }] });
    expect(
      compared(doc([p("One.")]), doc([p("One."), p("Then this and that."), p("Then more of it.")])).changes,
    ).toEqual([
      { kind: "inserted", before: "", after: "Then this and that. / Then more of it.", where: undefined },
    ]);
  });
  it("of which one was moved are told as moved", () => {
    const [a, b, c] = [
      p("Apples were picked on Monday."),
      p("Bees were kept by Ann."),
      p("Cider was pressed."),
    ];
    expect(shown([a, b, c], [b, c, a])).toBe(`[-1:Apples were picked on Monday.-]
Bees were kept by Ann.
Cider was pressed.
{+2:Apples were picked on Monday.+}`);
    expect(compared(doc([a, b, c]), doc([b, c, a])).changes.map(({ kind }) => kind)).toEqual([
      "movedAway",
      "movedHere",
    ]);
  });
});

/** A numbered heading with a key. */
const item = (no: number, key: string, text: string): Heading => ({
  ...h(2, `item-${text.length}-${key}`, text),
  key,
  number: { label: String(no), value: no, automatic: true },
});

describe("a renumbered agenda", () => {
  const before = [
    item(1, "opening", "Opening"),
    p("The chair opened the meeting."),
    item(2, "lease", "Lease"),
    p("The lease was renewed for ten years."),
    item(3, "safety", "Safety"),
    p("Two accidents were reported."),
  ];
  it("shows the numbers, and what was moved once here and once there", () => {
    const after = [
      item(1, "opening", "Opening"),
      p("The chair opened the meeting."),
      item(2, "safety", "Safety"),
      p("Two accidents were reported."),
      item(3, "lease", "Lease of the warehouse"),
      p("The lease was renewed for ten years."),
    ];
    expect(shown(before, after)).toBe(`1 Opening
The chair opened the meeting.
2 [-1:Lease-]
[-The lease was renewed for ten years.-]
[-3-]2 Safety
Two accidents were reported.
3 {+3:Lease of the warehouse+}
{+The lease was renewed for ten years.+}`);
    expect(compared(doc(before), doc(after)).changes.map(({ kind, where }) => [kind, where])).toEqual([
      ["deleted", "2 Lease"],
      ["renumbered", "2 Safety"],
      ["inserted", "3 Lease of the warehouse"],
    ]);
  });
  it("does not become one red page when an item comes in", () => {
    const after = [
      ...before.slice(0, 2),
      item(2, "accounts", "Accounts"),
      p("The accounts were approved."),
      item(3, "lease", "Lease"),
      ...before.slice(3, 4),
      item(4, "safety", "Safety"),
      ...before.slice(5),
    ];
    expect(shown(before, after)).toBe(`1 Opening
The chair opened the meeting.
2 {+1:Accounts+}
{+The accounts were approved.+}
[-2-]3 Lease
The lease was renewed for ten years.
[-3-]4 Safety
Two accidents were reported.`);
  });
  it("keeps the words under a heading of another number, title and kind of number", () => {
    const labelled: Heading = {
      ...item(2, "lease", "Lease of the warehouse"),
      number: { label: "2a", value: 2, automatic: false },
    };
    expect(shown(before.slice(2, 4), [labelled, ...before.slice(3, 4)])).toBe(`2 [-1:Lease-]
2a {+Lease of the warehouse+}
The lease was renewed for ten years.`);
  });
  it("gives a deleted heading an id of its own, and leads what refers to it there", () => {
    const see = (target: string): Paragraph => ({
      kind: "paragraph",
      children: [t("See "), { kind: "reference", target, show: "title", text: "Lease" }],
    });
    const old = [h(2, "lease", "Lease"), p("It runs."), see("lease")];
    const fresh = [
      h(2, "sale", "Sale of the whole"),
      p("Nothing in common here at all."),
      h(3, "lease", "Else"),
    ];
    const { blocks } = compared(doc(old), doc(fresh)).document;
    expect(blocks.flatMap((block) => (block.kind === "heading" ? [[block.id, block.revision]] : []))).toEqual(
      [
        ["lease-before", "deleted"],
        ["sale", "inserted"],
        ["lease", "inserted"],
      ],
    );
    expect(blocks[2]).toMatchObject({
      children: [t("See "), { target: "lease-before" }].map((one) => ({ ...one, revision: "deleted" })),
    });
  });
});

describe("what holds others", () => {
  const row = (...cells: readonly string[]): readonly string[] => cells;
  it("is compared inside: rows by key, cells by place", () => {
    const keyed = (one: Table, keys: readonly string[]): Table => ({
      ...one,
      rows: one.rows.map((each, index) => ({ ...each, key: keys[index] ?? "" })),
    });
    expect(
      shown(
        [
          keyed(
            table(
              ["No.", "Action", "Due"],
              [row("1", "Survey the roof", "30 April"), row("2", "Write", "May")],
            ),
            ["a", "b"],
          ),
        ],
        [
          keyed(
            table(
              ["No.", "Action", "Due"],
              [
                row("1", "Survey the roof", "6 May"),
                row("2", "Tell the bank at once", "May"),
                row("3", "Write", ""),
              ],
            ),
            ["a", "c", "b"],
          ),
        ],
      ),
    ).toBe(`No.
Action
Due
1
Survey the roof
[-1:30 April-]{+6 May+}
{+2:2+}
{+Tell the bank at once+}
{+May+}
[-3:2-]{+3+}
Write
[-4:May-]`);
  });
  it("comes and goes whole when it is of another shape", () => {
    expect(shown([table(["A"], [row("x")])], [table(["A", "B"], [row("x", "y")])])).toBe(
      "[-1:A-]\n[-x-]\n{+2:A+}\n{+B+}\n{+x+}\n{+y+}",
    );
    expect(shown([list(["Tea", "Cake"])], [list(["Tea", "Cake"], "decimal")])).toBe(
      "[-1:Tea-]\n[-Cake-]\n{+2:Tea+}\n{+Cake+}",
    );
  });
  it("keeps rows together that a cell ties", () => {
    const tied = (text: string): Table => ({
      ...table(["", ""], []),
      head: [],
      rows: [
        {
          cells: [
            { colSpan: 1, rowSpan: 2, children: [p("Both of them")] },
            { colSpan: 1, rowSpan: 1, children: [p("upper")] },
          ],
        },
        { cells: [{ colSpan: 1, rowSpan: 1, children: [p(text)] }] },
      ],
    });
    expect(shown([tied("lower")], [tied("nether")])).toBe("Both of them\nupper\n[-1:lower-]{+nether+}");
    const [merged] = compared(
      doc([tied("lower")]),
      doc([{ ...tied("lower"), rows: [...tied("lower").rows, ...table([], [row("new", "row")]).rows] }]),
    ).document.blocks;
    expect(merged).toMatchObject({ rows: [{ cells: [{ rowSpan: 2 }, {}] }, {}, { revision: "inserted" }] });
  });
  it("is a list, facts, a box, columns, signatures, a section", () => {
    const facts = (...rows: readonly (readonly [string, string])[]): Block => ({
      kind: "facts",
      rows: rows.map(([label, value]) => ({ label: [t(label)], children: [p(value)] })),
    });
    const sign = (...names: readonly string[]): Block => ({
      kind: "signatures",
      signatories: names.map((name) => ({ name: [t(name)], fields: [[t("Date")]] })),
    });
    expect(shown([list(["Tea", "Cake", "Bread"])], [list(["Tea", "Bread", "Jam"])])).toBe(
      "Tea\n[-1:Cake-]\nBread\n{+2:Jam+}",
    );
    expect(
      shown([facts(["Place", "Hall"], ["Chair", "Ann"])], [facts(["Place", "Barn"], ["Quorum", "5"])]),
    ).toBe("Place\n[-1:Hall-]{+Barn+}\n[-2:Chair-]{+Quorum+}\n[-3:Ann-]{+5+}");
    expect(
      shown(
        [{ kind: "box", children: [p("Resolved at once.")] }],
        [{ kind: "box", children: [p("Resolved at last.")] }],
      ),
    ).toBe("Resolved at [-1:once-]{+last+}.");
    expect(
      shown(
        [{ kind: "columns", columns: [[p("Left")], [p("Right")]] }],
        [{ kind: "columns", columns: [[p("Left")], []] }],
      ),
    ).toBe("Left\n[-1:Right-]");
    expect(shown([sign("Ann Ash", "Ben Birch")], [sign("Ann Ash", "Cat Cedar")])).toBe(
      "Ann Ash\nDate\n[-1:Ben Birch-]{+Cat Cedar+}\nDate",
    );
  });
  it("is a figure with its caption; another picture is another figure", () => {
    const one = { ...doc([figure("plan.svg", "The plan of May.")]), pictures: { "plan.svg": PLAN } };
    const two = { ...doc([figure("plan.svg", "The plan of June.")]), pictures: { "plan.svg": PLAN } };
    expect(shown(one, two)).toBe("What plan.svg shows\nThe plan of [-1:May-]{+June+}.");
    const other = { ...two, pictures: { "plan.svg": PHOTO } };
    const { document } = compared(one, other);
    expect(
      document.blocks.map((block) => block.kind === "figure" && [block.image.picture, block.revision]),
    ).toEqual([
      ["plan.svg-before", "deleted"],
      ["plan.svg", "inserted"],
    ]);
    expect(document.pictures).toEqual({ "plan.svg": PHOTO, "plan.svg-before": PLAN });
  });
  it("is a table of contents, whose entries are no changes of their own", () => {
    const contents = (...texts: readonly string[]): Block => ({
      kind: "contents",
      title: [t("Contents")],
      entries: texts.map((text) => ({ target: text.toLowerCase(), level: 2, text })),
    });
    const heads = (...texts: readonly string[]): readonly Block[] =>
      texts.map((text) => h(2, text.toLowerCase(), text));
    const { document, changes } = compared(
      doc([contents("Lease", "Safety"), ...heads("Lease", "Safety")]),
      doc([contents("Accounts", "Safety"), ...heads("Accounts", "Safety")]),
    );
    expect(document.blocks[0]).toMatchObject({
      entries: [
        { text: "Lease", target: "accounts", revision: "deleted" },
        { text: "Accounts", revision: "inserted" },
        { text: "Safety" },
      ],
    });
    expect(changes).toHaveLength(1);
  });
});

describe("a paper that says the same", () => {
  it("has no marks, whatever else has changed", () => {
    const { document, changes } = compared(doc([p("As it was.", "gap")]), {
      ...doc([p("As it was.", "body")]),
      title: "Another",
    });
    expect(document).toMatchObject({ title: "Another", blocks: [p("As it was.", "body")] });
    expect(changes).toEqual([]);
  });
});
