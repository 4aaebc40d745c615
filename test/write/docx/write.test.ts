import { describe, expect, it } from "vitest";
import type { Block, Document, Inline } from "../../../src/document/model.ts";
import { documentText, wordsOf } from "../../../src/document/text.ts";
import { styleSheet } from "../../../src/style/sheet.ts";
import type { Theme } from "../../../src/style/theme.ts";
import { mm } from "../../../src/units.ts";
import { writeDocx } from "../../../src/write/docx/write.ts";
import { doc, h, list, p, t, table } from "../../support/blocks.ts";
import { docxParts, docxText } from "../../support/read-docx.ts";
import { builtInFonts, builtInSheet, builtInTheme } from "../../support/sheet.ts";
import { SPECIMENS } from "./specimens.ts";

const known = { pages: 3, pageOf: new Map([["a", 1]]) };
const write = ({ theme, document }: (typeof SPECIMENS)[number]): Promise<Uint8Array> =>
  writeDocx(document, builtInSheet(theme, document.type), known);
const english = (...blocks: Block[]): Promise<ReadonlyMap<string, string>> =>
  writeDocx(doc(blocks), builtInSheet("corporate-en"), {}).then(docxParts);
const body = (parts: ReadonlyMap<string, string>): string => parts.get("word/document.xml") ?? "";

/** Word counts automatic numbers by itself. */
const uncounted = (document: Document): Document => ({
  ...document,
  blocks: document.blocks.map((block) => {
    if (block.kind !== "heading" || !block.number?.automatic) return block;
    const { number: _number, ...rest } = block;
    return rest;
  }),
});

it("has no column of less than nothing, however narrow the cell that a table stands in", async () => {
  const facts: Block = { kind: "facts", rows: [{ label: [t("Place")], children: [p("Bristol")] }] };
  const narrow: Block = { kind: "columns", columns: Array.from({ length: 8 }, () => [facts]) };
  const parts = await english({ kind: "columns", columns: Array.from({ length: 8 }, () => [narrow]) });
  const widths = [...body(parts).matchAll(/<w:(?:gridCol|tcW|tblW) w:w="([^"]*)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(widths.length).toBeGreaterThan(8 * 8);
  expect(Math.min(...widths)).toBeGreaterThan(0);
});

describe.each(SPECIMENS)("$document.type in $theme", (specimen) => {
  it("says every word in order", async () => {
    const words = wordsOf(docxText(await write(specimen)));
    expect(words).toEqual(wordsOf(documentText(uncounted(specimen.document))));
  });
  it("is the same twice", async () => {
    expect(await write(specimen)).toEqual(await write(specimen));
  });
  it("names no style, list or target that is not there", async () => {
    const parts = docxParts(await write(specimen));
    const styles = new Set(
      [...(parts.get("word/styles.xml") ?? "").matchAll(/w:styleId="([^"]+)"/g)].map(([, id]) => id),
    );
    const names = [...(parts.get("word/styles.xml") ?? "").matchAll(/<w:name w:val="([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(new Set(names).size).toBe(names.length);
    const written = [...parts].filter(([path]) => path.startsWith("word/")).map(([, xml]) => xml);
    const asked = written.flatMap((xml) =>
      [...xml.matchAll(/<w:(?:pStyle|rStyle|tblStyle|basedOn) w:val="([^"]+)"/g)].map(([, id]) => id),
    );
    expect(asked.filter((id) => !styles.has(id))).toEqual([]);
    const numbers = new Set(
      [...(parts.get("word/numbering.xml") ?? "").matchAll(/<w:num w:numId="(\d+)"/g)].map(([, id]) => id),
    ).add("0"); // in no list
    expect(
      [...body(parts).matchAll(/<w:numId w:val="([^"]+)"/g)].filter(([, id]) => !numbers.has(id)),
    ).toEqual([]);
    const bookmarks = new Set(
      [...body(parts).matchAll(/<w:bookmarkStart w:name="([^"]+)"/g)].map(([, name]) => name),
    );
    const anchors = [...body(parts).matchAll(/w:anchor="([^"]+)"|PAGEREF (\S+)/g)].map(
      ([, link, page]) => link ?? page,
    );
    expect(anchors.filter((name) => !bookmarks.has(name))).toEqual([]);
  });
  it("ends every cell with a paragraph", async () => {
    expect(body(docxParts(await write(specimen)))).not.toMatch(/<\/w:tbl><\/w:tc>/);
  });
  it("takes nothing from clock or chance", async () => {
    const parts = docxParts(await write(specimen));
    const core = parts.get("docProps/core.xml") ?? "";
    expect([...core.matchAll(/W3CDTF">([^<]+)</g)].map(([, date]) => date)).toEqual(
      Array.from({ length: 2 }, () => "2026-03-12T00:00:00Z"),
    );
    for (const xml of parts.values()) expect(xml).not.toMatch(/Id="rId[a-z0-9_-]*[a-z_-][a-z0-9_-]*"/);
  });
});

describe("styles", () => {
  it("are Word's own where the theme says so, and hold what makes the look", async () => {
    const parts = await english({ ...h(1, "a", "A"), role: "title" }, p("Text"), {
      kind: "paragraph",
      children: [t("x")],
    });
    const styles = parts.get("word/styles.xml") ?? "";
    for (const id of [
      "Normal",
      "BodyText",
      "Title",
      "Heading1",
      "Heading2",
      "Heading3",
      "ListParagraph",
      "Caption",
    ])
      expect(styles).toContain(`w:styleId="${id}"`);
    expect(styles).toContain('<w:name w:val="heading 1"/>');
    expect(body(parts)).toContain('<w:pStyle w:val="Title"/>');
    expect(body(parts)).not.toMatch(/<w:(rFonts|sz|color|jc) /);
  });
  it("give all items of a list with bullets Word's own style for them, or a variation of it", async () => {
    const items = ["a", "b", "c"].map((text) => ({ children: [p(text)] }));
    const parts = await english({ kind: "list", marker: "disc", start: 1, items });
    const styles = parts.get("word/styles.xml") ?? "";
    const named = [...body(parts).matchAll(/<w:pStyle w:val="(\w+)"/g)].map(([, id]) => id);
    expect(named).toEqual(["ListBullet0ptAbove", "ListBullet", "ListBullet"]);
    expect(/w:styleId="ListParagraph">.*?<\/w:style>/.exec(styles)?.[0]).not.toContain("<w:numPr>");
    expect(styles).toMatch(/w:styleId="ListBullet">.{0,40}<w:basedOn w:val="ListParagraph"\/>.*?<w:numPr>/);
    expect(styles).toMatch(/w:styleId="ListBullet0ptAbove">.{0,60}<w:basedOn w:val="ListBullet"\/>/);
  });
  it.each([
    ["他说“好”", true],
    ["“", true],
    ["2024—2025", true],
    ["David O’Neill", false],
    ["the “workers’ meeting”", false],
  ])("give the marks of %s the Chinese face where they are Chinese", async (words, han) => {
    const chinese = { ...doc([p(words)]), lang: "zh" };
    const xml = body(docxParts(await writeDocx(chinese, builtInSheet("corporate-zh"), {})));
    expect(xml.includes('w:hint="eastAsia"')).toBe(han);
  });
  it("give each mark of Chinese words with others among them its own face", async () => {
    const chinese = { ...doc([p("授予“Founder’s Medal”、“A’s”奖")]), lang: "zh" };
    const xml = body(docxParts(await writeDocx(chinese, builtInSheet("corporate-zh"), {})));
    const found = [...xml.matchAll(/<w:r>(.*?)<w:t[^>]*>(.*?)<\/w:t>/g)];
    expect(found.map(([, look = "", text]) => [text, look.includes('w:hint="eastAsia"')])).toEqual([
      ["授予“", true],
      ["Founder’s Medal", false],
      ["”、“", true],
      ["A’s", false],
      ["”奖", true],
    ]);
  });
  it("give Word's own name to the first of two that want it", async () => {
    const both = await writeDocx(
      {
        ...doc([
          { ...h(1, "a", "A"), role: "honors-title" },
          { ...h(2, "b", "B"), role: "award" },
          h(2, "c", "C"),
        ]),
        type: "honors",
      },
      builtInSheet("corporate-en", "honors"),
      {},
    ).then(docxParts);
    expect(body(both)).toContain('<w:pStyle w:val="Heading2"/>');
    expect(body(both)).toMatch(/<w:pStyle w:val="Heading2\w+"\/>|<w:pStyle w:val="Heading22"\/>/);
  });
  it("undo nothing: strong words in a bold heading stay bold", async () => {
    const parts = await english({
      ...h(2, "a", ""),
      children: [{ kind: "strong", children: [t("bold")] }],
    });
    expect(body(parts)).toMatch(/<w:rStyle w:val="Strong"\/><w:b\/><w:bCs\/>/);
  });
});

describe("numbers", () => {
  const numbered = (id: string, value: number, label = String(value), automatic = true): Block => ({
    ...h(2, id, `Item ${label}`),
    number: { label, value, automatic },
  });
  it("are counted by Word as long as counting gives them", async () => {
    const text = body(
      await english(numbered("a", 1), numbered("b", 2), numbered("x", 3, "2a", false), numbered("c", 3)),
    );
    expect([...text.matchAll(/<w:pStyle w:val="(\w+)"/g)].map(([, id]) => id)).toEqual([
      "Heading2",
      "Heading2",
      "Heading2Unnumbered",
      "Heading2",
    ]);
    expect(text).not.toContain("<w:numPr>"); // their style counts them
    expect(text).toMatch(/2a<\/w:t><\/w:r><w:r><w:tab\/>/);
  });
  it("come with the style, for whoever adds a heading in Word", async () => {
    const parts = await english(numbered("a", 1), h(2, "b", "Unnumbered"), h(3, "c", "Below"));
    const style = (id: string): string =>
      new RegExp(`w:styleId="${id}".*?</w:style>`).exec(parts.get("word/styles.xml") ?? "")?.[0] ?? "";
    expect(style("Heading2")).toContain('<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>');
    expect(style("Heading3")).not.toContain("<w:numPr>");
    expect(parts.get("word/numbering.xml")).toContain(
      '<w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/>',
    );
    expect(style("Heading2Unnumbered")).toContain('<w:basedOn w:val="Heading2"/>');
    expect(style("Heading2Unnumbered")).toContain('<w:numPr><w:numId w:val="0"/></w:numPr>');
    expect(body(parts)).toMatch(/<w:pStyle w:val="Heading2Unnumbered\w*"\/>.*Unnumbered/);
  });
  it("stay with the styles that ask for them", async () => {
    const one = { ...h(2, "a", "一"), number: { label: "1", value: 1, automatic: true } };
    const parts = await writeDocx(
      doc([one, h(3, "b", "Below")], "zh"),
      builtInSheet("corporate-zh"),
      {},
    ).then(docxParts);
    const below = /w:styleId="Heading3".*?<\/w:style>/.exec(parts.get("word/styles.xml") ?? "")?.[0];
    expect(below).toContain('<w:basedOn w:val="Heading2"/>');
    expect(below).toContain('<w:numPr><w:numId w:val="0"/></w:numPr>');
  });
  it("are those of an outline: a number begins the ones below it anew, a list of its own where it does not", async () => {
    const sub = (id: string, value: number): Block => ({ ...numbered(id, value), ...h(3, id, `Sub ${id}`) });
    const one = await english(numbered("a", 1), sub("b", 1), sub("c", 2), numbered("d", 2), sub("e", 1));
    expect(body(one)).not.toContain("<w:numPr>");
    expect(one.get("word/numbering.xml")).toContain(
      '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading3"/>',
    );
    const through = await english(numbered("a", 1), sub("b", 1), numbered("d", 2), sub("e", 2));
    expect(body(through)).toMatch(/<w:ilvl w:val="2"\/><w:numId w:val="2"\/><\/w:numPr>.*Sub e/);
  });
  it("are literal where a depth already has numbers of another look", async () => {
    const theme = builtInTheme("corporate-en");
    const other = {
      basedOn: "heading2",
      number: { format: "chinese", prefix: "", suffix: "、", hang: 0, style: "item-number" },
    };
    const styles = { ...theme.styles, other: { ...theme.styles.heading2, ...other } } as Theme["styles"];
    const sheet = styleSheet({ ...theme, styles }, builtInFonts(), "minutes");
    const blocks = [numbered("a", 1), { ...numbered("b", 2), role: "other" } as Block];
    const xml = body(docxParts(await writeDocx(doc(blocks), sheet, {})));
    expect(xml).toContain("<w:t>二、</w:t>");
  });
  it("may have those of the headings above before them", async () => {
    const sub = (id: string, label: string, value: number): Block => ({
      ...h(3, id, `Sub ${id}`),
      number: { label, value, automatic: true },
    });
    const parts = await english(
      numbered("a", 1),
      sub("b", "1.1", 1),
      sub("c", "1.2", 2),
      numbered("d", 2),
      sub("e", "2.1", 1),
      sub("f", "7.2", 2),
    );
    expect(parts.get("word/numbering.xml")).toContain('<w:lvlText w:val="%2.%3"/>');
    const text = body(parts);
    expect([...text.matchAll(/<w:pStyle w:val="(\w+)"/g)].map(([, id]) => id)).toEqual([
      "Heading2",
      "Heading3",
      "Heading3",
      "Heading2",
      "Heading3",
      "Heading3Unnumbered",
    ]);
    expect(text).toContain("<w:t>7.2</w:t>"); // no outline would count so
  });
  it("are 一、（一）1. in Chinese papers, each begun anew by the one above", async () => {
    const level = (depth: 2 | 3 | 4, id: string, label: string, value: number): Block => ({
      ...h(depth, id, id),
      number: { label, value, automatic: true },
    });
    const blocks = [
      level(2, "a", "1", 1),
      level(3, "b", "1.1", 1),
      level(4, "c", "1.1.1", 1),
      level(4, "d", "1.1.2", 2),
      level(3, "e", "1.2", 2),
      level(4, "f", "1.2.1", 1),
      level(2, "g", "2", 2),
      level(3, "i", "2.1", 1),
    ];
    const parts = docxParts(await writeDocx(doc(blocks, "zh"), builtInSheet("official-zh"), {}));
    const levels = [
      ...(parts.get("word/numbering.xml") ?? "").matchAll(
        /<w:numFmt w:val="(\w+)"\/><w:pStyle w:val="(\w+)"\/>.*?<w:lvlText w:val="([^"]+)"/g,
      ),
    ].map(([, format, style, text]) => `${style} ${format} ${text}`);
    expect(levels).toEqual([
      "Heading2 chineseCountingThousand %2、",
      "Heading3 chineseCountingThousand （%3）",
      "Heading4 decimal %4.",
    ]);
    expect(body(parts)).not.toContain("<w:numPr>");
  });
  it("begin anew where counting would not give them", async () => {
    const parts = await english(numbered("a", 1), numbered("b", 5));
    expect(parts.get("word/numbering.xml")).toContain('<w:startOverride w:val="5"/>');
    expect(body(parts)).toMatch(/<w:numPr><w:ilvl w:val="1"\/><w:numId w:val="2"\/><\/w:numPr>.*Item 5/);
  });
});

describe("tables", () => {
  it("are told to those who do not see them, by caption and heads", async () => {
    const plain = table(["No.", "Action"], [["1", "2"]]);
    expect(body(await english(plain))).toContain('<w:tblCaption w:val="No. · Action"/></w:tblPr>');
    const titled = body(await english({ ...plain, caption: [t("Open actions")] }));
    expect(titled).toContain(
      '<w:tblCaption w:val="Open actions"/><w:tblDescription w:val="No. · Action"/></w:tblPr>',
    );
  });
  it("repeat their head and keep their rows whole", async () => {
    const text = body(await english(table(["A", "B"], [["1", "2"]])));
    expect(text.match(/<w:tblHeader\/>/g)).toHaveLength(1);
    expect(text.match(/<w:cantSplit\/>/g)).toHaveLength(2);
  });
  it("leave it to the row around them, where they stand in a cell, to stay whole", async () => {
    const [row] = table([], [["1"]]).rows;
    const around = { ...table([], []), columns: [{ align: "start" as const }], head: [] };
    const inner = { ...around, rows: row ? [row, row] : [] };
    const outer = { ...around, rows: [{ cells: [{ colSpan: 1, rowSpan: 1, children: [inner] }] }] };
    const text = body(await english(outer));
    expect(text.match(/<w:tbl>/g)).toHaveLength(2);
    expect(text.match(/<w:cantSplit\/>/g)).toHaveLength(1);
  });
  it("have no rule below their first row where they have no head", async () => {
    const bare = { ...table(["A"], [["1"], ["2"]]), head: [] };
    expect((await english(bare)).get("word/styles.xml")).not.toContain('w:type="firstRow"');
    expect((await english(table(["A"], [["1"]]))).get("word/styles.xml")).toContain('w:type="firstRow"');
  });
  it("merge cells that span rows, and fill what a row leaves open", async () => {
    const cell = (text: string, rowSpan = 1, colSpan = 1) => ({ colSpan, rowSpan, children: [p(text)] });
    const spanning: Block = {
      kind: "table",
      columns: [{ align: "start" }, { align: "start" }, { align: "start" }],
      head: [],
      rows: [{ cells: [cell("a", 3), cell("b", 1, 2)] }, { cells: [cell("c"), cell("d", 2)] }, { cells: [] }],
    };
    const rows = body(await english(spanning)).match(/<w:tr>.*?<\/w:tr>/g) ?? [];
    const shapes = rows.map((row) =>
      (row.match(/<w:tc>.*?<\/w:tc>/g) ?? []).map((one) => {
        const merge = /<w:vMerge w:val="(\w+)"/.exec(one)?.[1] ?? "";
        const span = /<w:gridSpan w:val="(\d)"/.exec(one)?.[1] ?? "";
        return [one.replace(/<[^>]+>/g, ""), merge, span].filter(Boolean).join(" ");
      }),
    );
    expect(shapes).toEqual([
      ["a restart", "b 2"],
      ["continue", "c", "d restart"],
      ["continue", "", "continue"],
    ]);
  });
  it("never touch, since Word would join them", async () => {
    const text = body(await english(table(["A"], [["1"]]), table(["B"], [["2"]])));
    expect(text).not.toContain("</w:tbl><w:tbl>");
  });
});

describe("settings", () => {
  it("switch on the figures that styles ask for and name the languages", async () => {
    const parts = await english(p("1850"));
    expect(parts.get("word/settings.xml")).toContain("enableOpenTypeFeatures");
    expect(parts.get("word/settings.xml")).toContain("<w:themeFontLang");
    expect(parts.get("word/styles.xml")).toContain('<w14:numForm w14:val="oldStyle"/>');
    expect(parts.get("word/fontTable.xml")).toMatch(/w:name="Source Serif 4"><w:altName w:val="Cambria"\/>/);
  });
});

describe("the record", () => {
  const json = '{"title":"R&D <1>","names":["周敏"]}';
  const write = (record?: { json: string }): Promise<ReadonlyMap<string, string>> =>
    writeDocx(doc([p("Text")]), builtInSheet("corporate-en"), { pages: 3 }, record).then(docxParts);
  it("travels inside the file when it is given", async () => {
    const parts = await write({ json });
    expect(parts.get("customXml/item1.xml")).toContain(
      "{&quot;title&quot;:&quot;R&amp;D &lt;1&gt;&quot;,&quot;names&quot;:[&quot;周敏&quot;]}</record>",
    );
    expect(parts.get("word/_rels/document.xml.rels")).toContain('Target="../customXml/item1.xml"');
  });
  it("is not there otherwise", async () => {
    expect([...(await write()).keys()].filter((path) => path.startsWith("customXml"))).toEqual([]);
  });
  it("leaves the number of pages beside it", async () => {
    expect((await write()).get("docProps/app.xml")).toContain("<Pages>3</Pages>");
  });
});

describe("running heads", () => {
  const heads = (...places: ("start" | "center" | "end")[]): Promise<string> =>
    writeDocx(
      {
        ...doc([p("Text")]),
        running: places.map((place) => ({ at: `head-${place}`, pages: "all", children: [t(place)] })),
      },
      builtInSheet("corporate-en"),
      {},
    ).then((bytes) => docxParts(bytes).get("word/header1.xml") ?? "");
  const tabs = (xml: string): number => xml.match(/<w:tab\/>/g)?.length ?? 0;
  it("have one tab for each place after the first", async () => {
    expect(tabs(await heads("start"))).toBe(0);
    expect(tabs(await heads("start", "end"))).toBe(1);
    expect(tabs(await heads("center"))).toBe(1);
    expect(tabs(await heads("start", "center", "end"))).toBe(2);
  });
});

describe("boxes", () => {
  it("bear their rule as paragraphs, or as a table where they hold more than text", async () => {
    const text = body(await english({ kind: "box", role: "resolution", children: [p("A"), p("B")] }));
    expect(text).not.toContain("<w:tbl>");
    const box = { kind: "box", role: "resolution", children: [p("A")] } as const;
    expect(body(await english(box, box))).toMatch(/A<.*<w:pStyle w:val="Spacing\w+"\/>.*A</);
    expect(body(await english(box, p("between"), box))).not.toContain("Spacing");
    const more = body(await english({ kind: "box", role: "resolution", children: [p("A"), list(["B"])] }));
    expect(more).toContain('<w:tblStyle w:val="ResolutionTable"/>');
  });
});

describe("what cannot be a sound file", () => {
  it("is refused: a character that XML forbids", async () => {
    await expect(english(p("end\uffff"))).rejects.toThrow("U+FFFF");
  });
  it("is refused: a reference to a heading that is not there", async () => {
    const reference = { kind: "reference", target: "void", show: "title", text: "Void" } as const;
    await expect(english({ kind: "paragraph", children: [reference] })).rejects.toThrow("h_void");
  });
});

describe("odd input", () => {
  it.each<[string, Block]>([
    ["an empty paragraph", p("")],
    ["a list in a list", { kind: "list", marker: "disc", start: 1, items: [{ children: [list(["a"])] }] }],
    ["a box of nothing", { kind: "box", children: [] }],
    ["a page break at the end", { kind: "pageBreak" }],
    ["columns of nothing", { kind: "columns", columns: [[], []] }],
    ["a table without rows", { kind: "table", columns: [{ align: "start" }], head: [], rows: [] }],
    ["a row without cells", { kind: "table", columns: [], head: [], rows: [{ cells: [] }] }],
    ["facts without rows", { kind: "facts", rows: [] }],
    ["a list of no names", { kind: "list", role: "names", marker: "none", start: 1, items: [] }],
    ["nobody to sign", { kind: "signatures", signatories: [] }],
  ])("writes %s", async (_, block) => {
    expect(body(await english(p("Before"), block))).toContain("Before");
  });
});

describe("a table of contents", () => {
  const headings = [h(2, "a", "First"), h(3, "b", "Below"), h(2, "c", "Second")];
  const contents: Block = {
    kind: "contents",
    title: [t("Contents")],
    entries: headings.map(({ id, level, children }) => ({
      target: id,
      level,
      text: children.map((child) => (child.kind === "text" ? child.text : "")).join(""),
    })),
  };
  const pageOf = new Map([
    ["a", 2],
    ["b", 2],
    ["c", 7],
  ]);
  const written = writeDocx(doc([contents, ...headings, p("Text.")]), builtInSheet("corporate-en"), {
    pageOf,
  });

  it("is one field with an entry for each heading, its page from our own layout", async () => {
    const xml = body(docxParts(await written));
    const field = /fldCharType="begin"[\s\S]*fldCharType="end"/.exec(xml)?.[0] ?? "";
    expect(field).toContain("TOC \\o &quot;2-3&quot; \\h \\z \\u");
    expect(xml.match(/w:fldCharType="(begin|separate|end)"/g)).toHaveLength(3);
    const entries = [...field.matchAll(/<w:hyperlink [^>]*w:anchor="([^"]+)".*?<\/w:hyperlink>/g)].map(
      ([entry, anchor]) => `${anchor} ${entry.replace(/<w:tab\/>/g, " ").replace(/<[^>]+>/g, "")}`,
    );
    expect(entries).toEqual(["h_a First 2", "h_b Below 2", "h_c Second 7"]);
    expect(xml).not.toContain("w:dirty");
  });
  it("is set in the styles that Word's own lists have", async () => {
    const xml = body(docxParts(await written));
    expect([...xml.matchAll(/<w:pStyle w:val="(TOC[^"]*)"/g)].map(([, id]) => id)).toEqual([
      "TOCHeading",
      "TOC2",
      "TOC3",
      "TOC2295ptBelow",
    ]);
  });
});

describe("a list of resolutions", () => {
  const entry = 'Resolution 1: The "lease"';
  const blocks: Block[] = [
    {
      kind: "contents",
      of: "resolutions",
      title: [t("Resolutions")],
      entries: [{ target: "r-1", level: 2, text: entry }],
    },
    { ...p("Resolution 1"), id: "r-1", listed: { list: "resolutions", entry } } as Block,
  ];
  it("is a field of its own, with the pages of our own layout and the words that Word makes it anew from", async () => {
    const pageOf = new Map([["r-1", 9]]);
    const xml = body(docxParts(await writeDocx(doc(blocks), builtInSheet("corporate-en"), { pageOf })));
    expect(xml).toContain("TOC \\h \\z \\f R</w:instrText>");
    expect(xml).toMatch(
      /<w:hyperlink [^>]*w:anchor="h_r_1">.*The &quot;lease&quot;.*PAGEREF h_r_1 \\h.*<w:t>9<\/w:t>/,
    );
    expect(xml).toMatch(
      /<w:bookmarkStart w:name="h_r_1"[^>]*><w:r><w:t>Resolution 1<\/w:t><\/w:r><w:bookmarkEnd/,
    );
    expect(xml).toContain("TC &quot;Resolution 1: The \\&quot;lease\\&quot;&quot; \\f R \\l 2");
  });
});

describe("the editor's notes", () => {
  const noted = (note: number, mark = ""): Inline => ({
    kind: "span",
    note,
    children: mark ? [t(mark)] : [],
  });
  const written = writeDocx(
    {
      ...doc([
        h(1, "a", "Title"),
        { kind: "paragraph", children: [t("One"), noted(1, "†1"), t(" two"), noted(2), t(" three")] },
        { kind: "paragraph", children: [t("Again"), noted(1, "†1")] },
        { kind: "paragraph", children: [{ kind: "footnote", number: 1, children: [t("Below"), noted(4)] }] },
      ]),
      meta: { date: "2026-03-12", author: "House", editor: "Ann B. Clerk", edited: "2026-03-13" },
      notes: [
        { number: 1, text: "Of one.", placed: true },
        { number: 2, text: "Of “two” & more.", placed: true },
        { number: 3, text: "Of all.", placed: false },
        { number: 4, text: "Of a note.", placed: true },
      ],
    },
    builtInSheet("corporate-en"),
    {},
  ).then(docxParts);
  const commentsIn = async (): Promise<readonly string[]> => {
    const parts = await written;
    const said = parts.get("word/comments.xml") ?? "";
    return [...said.matchAll(/<w:comment w:id="(\d+)".*?<\/w:comment>/g)].map(([comment, id]) => {
      const range = new RegExp(`<w:commentRangeStart w:id="${id}"/>(.*?)<w:commentRangeEnd w:id="${id}"/>`);
      const plain = (xml: string): string => xml.replace(/<[^>]+>/g, "");
      return `${plain(range.exec(body(parts))?.[1] ?? "?")}: ${plain(comment)}`;
    });
  };
  it("are comments on the words before them, those on the whole paper on its title", async () => {
    expect(await commentsIn()).toEqual(["Title: Of all.", "One: Of one.", " two: Of “two” &amp; more."]);
  });
  it("are the editor's, of the day that the record says", async () => {
    const said = (await written).get("word/comments.xml");
    expect(said).toContain('w:author="Ann B. Clerk" w:date="2026-03-13T00:00:00Z" w:initials="ABC"');
  });
  it("are no words of the paper", async () => {
    expect(body(await written).replace(/<[^>]+>/g, "")).toBe("TitleOne†1 two threeAgain†1");
  });
});

describe("what is to be filled in", () => {
  const blank = (name: string, expects: "text" | "date", words: string): Inline => ({
    kind: "span",
    blank: { name, title: `The ${name} & more`, expects },
    children: words === "" ? [] : [t(words)],
  });
  const written = english({
    kind: "paragraph",
    children: [blank("chair", "text", "R. <Chair>"), t(", "), blank("day", "date", "")],
  });
  const controls = async (): Promise<readonly string[]> =>
    body(await written).match(/<w:sdt>.*?<\/w:sdt>/g) ?? [];
  it("is a control with a name and a title, for words or for a date", async () => {
    const [chair = "", day = ""] = await controls();
    expect(chair).toContain('<w:alias w:val="The chair &amp; more"/><w:tag w:val="chair"/>');
    expect(chair).toContain("<w:text/></w:sdtPr><w:sdtContent><w:r><w:t>R. &lt;Chair&gt;</w:t></w:r>");
    expect(day).toContain('<w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>');
    expect(day).toMatch(/<w:showingPlcHdr\/>.*<w:t xml:space="preserve">\u2002+<\/w:t>/);
  });
  it("is bound to a part of its own, where programs find what people wrote", async () => {
    const parts = await written;
    const item = parts.get("customXml/item2.xml") ?? "";
    expect(item).toContain('<blank name="chair">R. &lt;Chair&gt;</blank><blank name="day"></blank>');
    const id = /ds:itemID="([^"]+)"/.exec(parts.get("customXml/itemProps2.xml") ?? "")?.[1];
    for (const [index, control] of (await controls()).entries()) {
      expect(control).toContain(`w:xpath="/b:blanks[1]/b:blank[${index + 1}]" w:storeItemID="${id}"`);
      expect(control).toContain('<w:docPart w:val="MinutebookBlank"/>');
    }
    expect(parts.get("word/glossary/document.xml")).toContain('<w:name w:val="MinutebookBlank"/>');
  });
  it("leaves nothing behind where there is nothing to fill in", async () => {
    const paths = [...(await english(p("Text"))).keys()];
    expect(paths.filter((path) => /customXml|glossary/.test(path))).toEqual([]);
  });
});

describe("a section that lies", () => {
  const running: Document["running"] = [
    { at: "foot-end", pages: "all", children: [{ kind: "pageNumber" }] },
    { at: "head-start", pages: "rest", children: [{ kind: "sectionTitle" }] },
  ];
  const blocks: Block[] = [
    p("Before."),
    { kind: "section", orientation: "landscape", children: [p("Wide.")] },
    p("After."),
  ];
  const write = (facing: boolean) => {
    const sheet = builtInSheet("corporate-en");
    return writeDocx({ ...doc(blocks), running }, { ...sheet, page: { ...sheet.page, facing } }, {}).then(
      docxParts,
    );
  };

  it("is a section of Word between two upright ones; only the paper's first page is a first page", async () => {
    const sections = body(await write(false)).match(/<w:sectPr.*?<\/w:sectPr>/g) ?? [];
    expect(sections.map((one) => /w:w="(\d+)" w:h="(\d+)"/.exec(one)?.slice(1).join(" × "))).toEqual([
      "11906 × 16838",
      "16838 × 11906",
      "11906 × 16838",
    ]);
    expect(sections.map((one) => one.includes("<w:titlePg/>"))).toEqual([true, false, false]);
  });
  it("has its tab stops at its own width, and not those of upright pages", async () => {
    const parts = await write(false);
    const styles = (parts.get("word/styles.xml") ?? "").split("<w:style ");
    const stops = [...parts]
      .filter(([path]) => /footer\d/.test(path))
      .map(([, xml]) => /<w:pStyle w:val="([^"]+)"/.exec(xml)?.[1] ?? "")
      .map((id) => styles.find((style) => style.includes(`w:styleId="${id}"`)) ?? "")
      .map((style) => /<w:tabs>.*<\/w:tabs>/.exec(style)?.[0] ?? "");
    const lying = stops.filter((one) => one.includes('w:val="right" w:pos="13153"'));
    expect(lying).toHaveLength(1);
    expect(lying[0]).toContain('w:val="clear" w:pos="8220"');
  });
  it("names the section in the head by a field, and mirrors pages that face each other", async () => {
    const upright = await write(false);
    expect([...upright.values()].join("")).toContain('w:instr="STYLEREF 2"');
    expect(upright.get("word/settings.xml")).not.toContain("mirrorMargins");
    const facing = await write(true);
    expect(facing.get("word/settings.xml")).toContain("<w:mirrorMargins/>");
    expect(facing.get("word/settings.xml")).toMatch(/<w:evenAndOddHeaders\/>/);
    expect(body(facing)).toContain('<w:footerReference w:type="even"');
  });
});

describe("a table's looks", () => {
  const sheet = builtInSheet("corporate-en");
  const style = sheet.styles.table;
  if (!style) throw new Error("the theme has no tables");
  const striped = { ...style, stripe: { color: "#eef1f5" }, rowInset: 6, splitRows: true };
  const looks = { ...sheet, styles: { ...sheet.styles, table: striped } };
  const numbers = table(
    ["Item", "EUR"],
    [
      ["a", "1.25"],
      ["b", "7"],
      ["c", "n/a"],
    ],
  );
  const columns = [{ align: "start" }, { align: "decimal" }] as const;
  const [head] = numbers.head;
  const parts = (block: Block) => writeDocx(doc([block]), looks, {}).then(docxParts);

  it("align numbers by a tab stop of their style, which Word heeds in cells", async () => {
    const made = await parts({ ...numbers, columns });
    const named = body(made).match(/<w:pStyle w:val="\w*Figures"\/>/g);
    expect(named).toHaveLength(2);
    expect(made.get("word/styles.xml")).toMatch(/<w:tab w:val="decimal" w:pos="\d+"\/>/);
  });
  it("stripe rows by Word's own bands below one row of heads, cell by cell elsewhere", async () => {
    const banded = await parts({ ...numbers, columns });
    expect(banded.get("word/styles.xml")).toContain('<w:tblStylePr w:type="band2Horz">');
    expect(body(banded)).not.toContain("EEF1F5".toLowerCase());
    const tied = await parts({ ...numbers, columns, head: head ? [head, head] : [] });
    expect(tied.get("word/styles.xml")).not.toContain("band2Horz");
    expect(body(tied).match(/w:fill="eef1f5"/gi)).toHaveLength(2);
    expect(body(tied).match(/<w:tblHeader\/>/g)).toHaveLength(2);
  });
  it("let rows be split where the theme does", async () => {
    expect(body(await parts(numbers))).not.toMatch(/<w:cantSplit\/>/);
    expect(body(await english(numbers))).toMatch(/<w:cantSplit\/>/);
  });
});

describe("a page with a grid", () => {
  it("has distances that Word fits 22 lines of 28 characters with", async () => {
    const theme = builtInTheme("corporate-zh");
    const page = { ...theme.page, top: mm(37), bottom: mm(35), inner: mm(28), outer: mm(26) };
    const official: Theme = {
      ...theme,
      page: { ...page, grid: { lines: 22, characters: 28 } },
      styles: {
        ...theme.styles,
        body: { ...theme.styles.body, size: 16, leading: 28, first: 32, grid: true },
      },
    };
    const sheet = styleSheet(official, builtInFonts(), "minutes");
    const parts = docxParts(await writeDocx(doc([p("会议认为。")], "zh"), sheet, {}));
    const [style = ""] =
      /<w:style [^>]*w:styleId="Normal".*?<\/w:style>/.exec(parts.get("word/styles.xml") ?? "") ?? [];
    const number = (xml: string, pattern: RegExp): number => Number(pattern.exec(xml)?.[1]);
    const line = number(style, /w:line="(\d+)"/);
    const advance = 16 * 20 + number(style, /<w:rPr>.*<w:spacing w:val="(-?\d+)"/);
    const [, width, height] = /<w:pgSz w:w="(\d+)" w:h="(\d+)"/.exec(body(parts)) ?? [];
    const margin = (side: string): number =>
      number(body(parts), new RegExp(`<w:pgMar[^>]*w:${side}="(\\d+)"`));
    expect(Math.floor((Number(height) - margin("top") - margin("bottom")) / line)).toBe(22);
    expect(Math.floor((Number(width) - margin("left") - margin("right")) / advance)).toBe(28);
    expect(number(body(parts), /<w:docGrid[^>]*w:linePitch="(\d+)"/)).toBe(line);
    expect(body(parts)).toMatch(/<w:docGrid[^>]*w:type="lines"/);
    const title = /<w:style [^>]*w:styleId="Heading1".*?<\/w:style>/.exec(
      parts.get("word/styles.xml") ?? "",
    )?.[0];
    expect(title).toContain('<w:spacing w:val="0"/>'); // larger than a square, so in none
    expect(style).toContain('<w:autoSpaceDE w:val="0"/>');
    expect(parts.get("word/settings.xml")).toContain('<w:characterSpacingControl w:val="doNotCompress"/>');
  });
});

describe("text from right to left", () => {
  it("is a run that says so, in a font, size and language of its own", async () => {
    const parts = await english(p("Miriam (מרים כהן), Yusuf (يوسف)."));
    const [hebrew, arabic] = [...body(parts).matchAll(/<w:r><w:rPr>(.*?)<\/w:rPr><w:t[^>]*>([^<]*)/g)];
    expect([hebrew?.[2], arabic?.[2]]).toEqual(["מרים כהן", "يوسف"]);
    expect(hebrew?.[1]).toBe('<w:rStyle w:val="Hebrew"/><w:rtl/><w:lang w:bidi="he-IL"/>');
    expect(arabic?.[1]).toBe('<w:rStyle w:val="Arabic"/><w:rtl/><w:lang w:bidi="ar-SA"/>');
    const style = (id: string): string =>
      new RegExp(`w:styleId="${id}".*?</w:style>`).exec(parts.get("word/styles.xml") ?? "")?.[0] ?? "";
    expect(style("Hebrew")).toContain('<w:rFonts w:cs="Noto Serif Hebrew"/>');
    expect(style("Normal")).toContain('<w:szCs w:val="21"/>');
    expect(parts.get("word/fontTable.xml")).toContain('<w:font w:name="Noto Serif Hebrew">');
  });
  it("makes a paragraph that begins at the right, where that is its language", async () => {
    const xml = body(await english({ ...p("האסיפה (Annual Report) אושרה."), lang: "he" }));
    expect(xml).toMatch(/<w:pPr>.*?<w:bidi\/><\/w:pPr>/);
    expect(xml).toMatch(/<w:r><w:t[^>]*>Annual Report<\/w:t>/);
  });
  it("leaves no trace where there is none", async () => {
    const parts = await english(p("Miriam Cohen"));
    expect(body(parts)).not.toMatch(/w:bidi|w:rtl|w:cs=/);
    expect(parts.get("word/fontTable.xml")).not.toContain("Hebrew");
  });
});

describe("marks at the end of a line", () => {
  const hung = async (hanging: boolean): Promise<string> => {
    const theme = builtInTheme("corporate-zh");
    const styles = { ...theme.styles, body: { ...theme.styles.body, hanging } };
    const sheet = styleSheet({ ...theme, styles }, builtInFonts(), "minutes");
    const parts = docxParts(await writeDocx(doc([p("会议认为。")], "zh"), sheet, {}));
    return (
      /<w:style [^>]*w:styleId="Normal".*?<\/w:style>/.exec(parts.get("word/styles.xml") ?? "")?.[0] ?? ""
    );
  };
  it("hang in Word where they hang in the theme", async () => {
    expect(await hung(false)).toContain('<w:overflowPunct w:val="0"/>');
    expect(await hung(true)).toMatch(/^<w:style (?!.*w:overflowPunct)/);
  });
});
