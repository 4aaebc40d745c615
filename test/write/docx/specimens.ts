import type { Block, Document, Heading, Inline, List, Running, Table } from "../../../src/document/model.ts";
import { doc, p, t } from "../../support/blocks.ts";
import { figure, PICTURES } from "../../support/pictures.ts";

const li = (text: string): List["items"][number] => ({ children: [p(text)] });
const h = (level: Heading["level"], id: string, text: string, number?: number, role?: string): Heading => ({
  kind: "heading",
  level,
  id,
  ...(role !== undefined && { role }),
  ...(number !== undefined && { number: { label: String(number), value: number, automatic: true } }),
  children: [t(text)],
});
const cell = (text: string, header?: "column"): Table["rows"][number]["cells"][number] => ({
  ...(header && { header }),
  colSpan: 1,
  rowSpan: 1,
  children: [p(text)],
});
const attendees = (items: List["items"]): List => ({
  kind: "list",
  role: "attendees",
  marker: "none",
  start: 1,
  items,
});
/** Where an editor's note on the words before belongs, with its mark if that is printed. */
const noted = (note: number, mark = ""): Inline => ({
  kind: "span",
  note,
  children: mark === "" ? [] : [{ kind: "sup", role: "mark", children: [t(mark)] }],
});
const blank = (name: string, title: string, expects: "text" | "date", words = ""): Inline => ({
  kind: "span",
  blank: { name, title, expects },
  children: words === "" ? [] : [t(words)],
});
const facts = (rows: readonly (readonly [string, string])[]): Block => ({
  kind: "facts",
  rows: rows.map(([label, value]) => ({ label: [t(label)], children: [p(value)] })),
});

const long =
  "The finance director presented the accounts. Revenue rose by 4.2 per cent to £61.8 million; operating profit fell to £5.1 million because of higher freight costs. The auditor confirmed an unqualified opinion and drew attention to the valuation of stock at the Avonmouth depot. Anneke de Vries joined at 14:25. Directors asked how the margin would be protected in 2026; the finance director referred to the hedging policy adopted in January.";

const running: readonly Running[] = [
  { at: "head-start", pages: "rest", children: [t("Northwind Trading plc · Board of Directors")] },
  { at: "head-end", pages: "rest", children: [t("Minutes of 12 March 2026")] },
  { at: "foot-start", pages: "all", children: [t("Draft 2 · not yet approved")] },
  {
    at: "foot-end",
    pages: "all",
    children: [t("Page "), { kind: "pageNumber" }, t(" of "), { kind: "pageCount" }],
  },
];

const inlines: readonly Inline[] = [
  t("A "),
  { kind: "link", href: "https://example.com/a?b=1&c=2", children: [t("link to a page")] },
  t(" and a note"),
  { kind: "footnote", number: 1, children: [t("The note stands at the foot.")] },
  t(" and "),
  { kind: "strong", children: [t("strong words, "), { kind: "emphasis", children: [t("both")] }] },
  t(", "),
  { kind: "emphasis", children: [t("emphasis")] },
  t(", H"),
  { kind: "sub", children: [t("2")] },
  t("O, see item "),
  { kind: "reference", target: "a", show: "number", text: "1" },
  t(" on page "),
  { kind: "reference", target: "a", show: "page", text: "" },
  t(", "),
  { kind: "span", lang: "zh", children: [t("“云河”")] },
  t("."),
];

const en: readonly Block[] = [
  {
    kind: "columns",
    role: "opening",
    columns: [[p("Northwind Trading plc")], [p("Draft 2 · Board papers 2026/03", "opening-status")]],
  },
  h(1, "title", "Minutes of the Board of Directors", undefined, "title"),
  p("Regular meeting, Thursday 12 March 2026, 14:00–16:35", "subtitle"),
  facts([
    ["Place", "Harbour House, Bristol, and by video"],
    ["Chair", "Dr Helen Okafor"],
    ["Quorum", "7 of 9 directors present at the opening; 5 required"],
  ]),
  {
    kind: "columns",
    role: "attendance",
    columns: [
      [
        p("Present on site", "label"),
        attendees([
          {
            children: [
              {
                kind: "paragraph",
                children: [t("Helen Okafor "), { kind: "span", role: "capacity", children: [t("chair")] }],
              },
            ],
          },
          li("Ruth Adeyemi"),
          li("Jonas Lindqvist"),
        ]),
      ],
      [p("Present by video", "label"), attendees([li("Li Wenjing"), li("Samir Haddad")])],
      [
        p("Apologies", "label"),
        attendees([li("Peter Novák")]),
        p("In attendance", "label"),
        attendees([li("Ian Brody")]),
      ],
    ],
  },
  h(2, "a", "Opening, apologies and interests", 1),
  p(
    "The chair opened the meeting at 14:00 and noted that notice had been given on 26 February. Samir Haddad declared an interest in item 4 as a director of Calder Freight and left the meeting for that item.",
  ),
  h(2, "b", "Annual accounts for 2025", 2),
  p(long),
  {
    kind: "box",
    role: "resolution",
    children: [
      p("Resolution 2026-07", "resolution-label"),
      p(
        "That the annual accounts for the year ended 31 December 2025 be approved and signed on behalf of the board by the chair.",
      ),
      p(
        "Moved by Ruth Adeyemi, seconded by Jonas Lindqvist. For 8, against 0, abstained 0. Carried.",
        "vote",
      ),
    ],
  },
  {
    kind: "box",
    role: "motion",
    children: [
      p("Motion", "motion-label"),
      p("That the valuation be deferred."),
      p("For 3, against 5. Lost.", "vote"),
    ],
  },
  { kind: "paragraph", children: inlines },
  p("The time at which Mr Haddad returned is not recorded.", "gap"),
  {
    kind: "paragraph",
    children: [t("The vote was unanimous"), noted(1, "†1"), t(", it seems"), noted(2), t(".")],
  },
  {
    ...h(2, "b4", "A late matter"),
    number: { label: "2a", value: 3, automatic: false },
  },
  p("Taken after item 2."),
  h(2, "c", "Actions", 3),
  {
    kind: "table",
    columns: [
      { width: 42, align: "start" },
      { share: 1, align: "start" },
      { align: "start" },
      { align: "end" },
    ],
    caption: [t("Open actions")],
    head: [
      {
        cells: [
          cell("No.", "column"),
          cell("Action", "column"),
          cell("Owner", "column"),
          cell("Due", "column"),
        ],
      },
    ],
    rows: Array.from({ length: 24 }, (_, i) => ({
      cells: [
        cell(`A-${14 + i}`),
        cell("Commission a structural survey of the Portbury roof and report to the board"),
        cell("Operations director"),
        cell("30 April 2026"),
      ],
    })),
  },
  {
    kind: "list",
    marker: "disc",
    start: 1,
    items: [
      li(
        "First point of some length that runs over the line so that we can see how it hangs on the margin of the list, which it should.",
      ),
      {
        children: [
          p("Second"),
          { kind: "list", marker: "decimal", start: 3, items: [li("Nested third"), li("Nested fourth")] },
        ],
      },
    ],
  },
  ...Array.from({ length: 6 }, () => p(long)),
  { kind: "rule" },
  {
    kind: "table",
    columns: [{ align: "start" }, { align: "start" }, { align: "end" }],
    head: [],
    rows: [
      {
        cells: [
          { colSpan: 1, rowSpan: 2, children: [p("Spans two rows")] },
          { colSpan: 2, rowSpan: 1, children: [p("Spans two columns")] },
        ],
      },
      { cells: [cell("Left"), cell("12")] },
      { cells: [cell("Last"), { colSpan: 1, rowSpan: 1, children: [] }, cell("7")] },
    ],
  },
  {
    kind: "signatures",
    signatories: [
      {
        name: [blank("signatures.0.name", "Signatory", "text", "Dr Helen Okafor, chair")],
        fields: [[t("Date"), blank("signatures.0.date", "Date of signature", "date")]],
      },
      { name: [t("Tomás Ferreira, secretary")], fields: [[t("Date")]] },
    ],
  },
  h(2, "n", "Editor’s notes", undefined, "notes-heading"),
  {
    kind: "list",
    role: "notes",
    marker: "decimal",
    start: 1,
    items: [
      li("The time at which Mr Haddad returned is not recorded."),
      li("The seconder of the vote under item 2 is not recorded."),
    ],
  },
  p("Draft 2, compiled on 13 March 2026 from the secretary’s notes. Record 8f3a 51c2 90de.", "colophon"),
];

const zh: readonly Block[] = [
  { kind: "columns", role: "opening", columns: [[p("云河能源股份有限公司")]] },
  h(1, "t", "四届一次职工代表大会纪要", undefined, "title"),
  p("2026年2月5日至6日　现场与视频结合　草案", "subtitle"),
  facts([
    ["会议地点", "总部第一会议室；各分会场视频接入"],
    ["主持", "工会主席　周敏"],
    ["应到代表", "186名"],
    ["实到代表", "172名（现场118名，视频54名），超过应到人数的三分之二"],
    ["列席", "公司领导班子成员；总部各部门负责人；所属单位主要负责人"],
  ]),
  p(
    "会议听取了总经理李维所作的题为“稳中求进，改革提质”的工作报告，审议并通过了工作报告决议，对公司领导班子进行了民主评议，表彰了2025年度先进集体和个人。现将会议议定事项纪要如下。",
  ),
  h(2, "a", "关于工作报告", 1),
  p(
    "会议认为，报告对2025年工作的总结实事求是，对2026年形势的分析符合实际，提出的“双百”目标和12项重点任务可行。会议强调，要以科技创新为主线，在R&D投入、产线改造和市场开拓三个方面集中力量，确保全年营业收入增长8.5%。——这是一个破折号……省略号（括号“引号”）。",
  ),
  {
    kind: "box",
    role: "resolution",
    children: [
      p("决议第1号　关于2025年度工作报告的决议", "resolution-label"),
      p("会议批准总经理所作的工作报告。"),
      p("表决方式：举手。应到186名，赞成168票，反对1票，弃权3票，超过全体代表半数，通过。", "vote"),
    ],
  },
  h(2, "b", "表彰先进", 2),
  {
    kind: "list",
    role: "names",
    marker: "none",
    start: 1,
    items: "丁宁 马晓东 王芳 石志强 刘洋 许文静 李国华 吴桐 张建国 陈晨 欧阳雪 赵磊".split(" ").map(li),
  },
  {
    kind: "list",
    marker: "disc",
    start: 1,
    items: [
      li("第一点要长一些，看它换行之后是不是还在应该在的地方，也就是列表的边距上，所以这句话写得很长。"),
      li("第二点"),
    ],
  },
];

const names = (text: string, separator: string): List => ({
  kind: "list",
  role: "names",
  marker: "none",
  start: 1,
  items: text.split(separator).map(li),
});

const honors: readonly Block[] = [
  p("Northwind Trading plc", "honors-org"),
  h(1, "title", "Roll of Honour 2026", undefined, "honors-title"),
  p("Annual staff assembly, Bristol, 12 March 2026", "honors-occasion"),
  { kind: "rule", role: "honors-rule" },
  h(2, "service", "Long Service Award", undefined, "award"),
  p("Individual · 11 · 2025 · by surname", "award-label"),
  p("For twenty-five years of service", "award-basis"),
  names(
    "Ruth Adeyemi, Ian Brody, Tomás Ferreira, Samir Haddad, Grace Lim, Jonas Lindqvist, Peter Novák, Helen Okafor, Margaret Shaw, Anneke de Vries, Li Wenjing",
    ", ",
  ),
  h(2, "citations", "Team Award", undefined, "award"),
  p("With citations", "award-label"),
  {
    kind: "table",
    role: "citations",
    columns: [
      { width: 119, align: "start" },
      { share: 1, align: "start" },
    ],
    head: [],
    rows: ["Portbury depot", "Freight desk"].map((name) => ({
      cells: [
        {
          header: "row",
          colSpan: 1,
          rowSpan: 1,
          children: [p(name, "citation-name"), p("Operations", "citation-unit")],
        },
        cell(
          "For moving the depot over one weekend without a single late delivery, and for the care taken of the people who worked it.",
        ),
      ],
    })),
  },
  h(2, "open", "Safety Award", undefined, "award"),
  p("The names of those honoured are not recorded.", "honors-gap"),
  p("Order: as announced at the assembly.", "honors-note"),
];

const brief: readonly Block[] = [
  {
    kind: "columns",
    role: "masthead",
    columns: [[p("Board Brief")], [p("No. 3 · 12 March 2026", "masthead-issue")]],
  },
  h(1, "headline", "Accounts approved, lease renewed for ten years", undefined, "headline"),
  p("The board approved the accounts for 2025 and renewed the lease at Portbury.", "lead"),
  {
    kind: "columns",
    role: "figures",
    columns: ["£61.8m|revenue", "£5.1m|operating profit", "7 of 9|directors present"].map((each) => {
      const [value = "", caption = ""] = each.split("|");
      return [p(value), p(caption, "figure-caption")];
    }),
  },
  h(2, "decided", "Decided", undefined, "brief-heading"),
  {
    kind: "facts",
    role: "decisions",
    rows: [
      {
        label: [t("2026-07")],
        children: [p("The annual accounts are approved."), p("8 for, none against", "vote")],
      },
      { label: [t("2026-08")], children: [p("The lease is renewed."), p("5 for, 1 against", "vote")] },
    ],
  },
  h(2, "next", "Next", undefined, "brief-heading"),
  {
    kind: "table",
    role: "next",
    columns: [{ share: 1, align: "start" }, { align: "start" }, { align: "end" }],
    head: [{ cells: [cell("Action", "column"), cell("Owner", "column"), cell("Due", "column")] }],
    rows: [{ cells: [cell("Survey the roof"), cell("Operations"), cell("30 April")] }],
  },
  {
    kind: "box",
    role: "sendlists",
    children: [
      {
        kind: "facts",
        role: "sendlist",
        rows: [
          { label: [t("To")], children: [p("All directors")] },
          { label: [t("Copy")], children: [p("Company secretary; auditor")] },
        ],
      },
    ],
  },
];

const corners: readonly Block[] = [
  h(1, "top", "Corners"),
  ...Array.from({ length: 12 }, (_, i) => h(2, `item-${i + 1}`, `事项 ${i + 1}`, i + 1)),
  h(3, "sub", "Third level", 1),
  {
    kind: "box",
    role: "resolution",
    children: [
      p("Resolution with a list", "resolution-label"),
      { kind: "list", marker: "decimal", start: 1, items: [li("First limb"), li("Second limb")] },
      p("And words after it."),
      facts([["Moved", "Ruth Adeyemi"]]),
    ],
  },
  p("A gap.", "gap"),
  p("Another gap right after it.", "gap"),
  { kind: "rule" },
  { kind: "pageBreak" },
  facts([["First", "After a page break"]]),
  { kind: "pageBreak" },
  {
    kind: "columns",
    columns: [
      [p("Left"), { kind: "list", marker: "disc", start: 1, items: [li("point")] }],
      [facts([["Label", "Value"]])],
    ],
  },
  {
    kind: "signatures",
    signatories: ["One", "Two", "Three"].map((name) => ({ name: [t(name)], fields: [] })),
  },
];

/** Names and paragraphs from right to left, in papers of both languages. */
const directions: readonly Block[] = [
  { ...h(2, "a", "האסיפה"), lang: "he" },
  {
    kind: "paragraph",
    children: [
      t("Miriam Cohen ("),
      { kind: "span", lang: "he", children: [t("ד״ר מרים כהן")] },
      t("), Yusuf (يوسف الرشيد), letter “הזמנה (2026), מס׳ 17/3” and "),
      { kind: "strong", children: [t("מרים")] },
      t("."),
    ],
  },
  { ...p("הדו״ח השנתי (Annual Report 2025) אושר."), lang: "he" },
  { ...p("اجتمعت الجمعية يوم 12 مارس 2026."), lang: "ar" },
];

const whole = (
  type: string,
  blocks: readonly Block[],
  lang = "en",
  lines: readonly Running[] = running,
): Document => ({
  ...doc(blocks, lang),
  type,
  title: "Minutes & more",
  meta: {
    date: "2026-03-12",
    author: "T. Ferreira",
    subject: "Board",
    keywords: ["minutes", "board"],
    digest: "ab12",
    editor: "Tomás Ferreira",
    edited: "2026-03-13",
  },
  notes: [
    { number: 1, text: "Nobody counted.", placed: true },
    { number: 2, text: "So the chair said.", placed: true },
    { number: 3, text: "Apologies are not recorded.", placed: false },
  ],
  running: lines,
});

/** Pictures of every kind in text, table and furniture; a watermark; heads that differ by page. */
function illustrated(lang: string, watermark: string): Document {
  const mark = (at: Running["at"], pages: Running["pages"]): Running => ({
    at,
    pages,
    children: [{ kind: "image", picture: "plan.svg", alt: 'The "mark" & more', height: 20 }],
  });
  const cell = (children: readonly Block[]) => ({ colSpan: 1, rowSpan: 1, children });
  const blocks: readonly Block[] = [
    p("Before."),
    figure("plan.svg", "The plan <of the> wing."),
    figure("seal.png"),
    figure("photo.jpg", "The photo.", { width: 200 }),
    figure("plan.svg", undefined, { height: 20 }),
    {
      kind: "table",
      columns: [
        { align: "center", width: 80 },
        { align: "start", share: 1 },
      ],
      head: [],
      rows: [{ cells: [cell([figure("seal.png")]), cell([p("Beside a seal.")])] }],
    },
    figure("photo.jpg", "At the end."),
  ];
  const running: readonly Running[] = [
    mark("head-start", "first"),
    mark("head-end", "rest"),
    mark("foot-center", "all"),
    { at: "head-start", pages: "rest", children: [t("Northwind")] },
  ];
  return { ...whole("minutes", blocks, lang, running), pictures: PICTURES, watermark };
}

/** Papers with every kind of block and inline. */
export const SPECIMENS: readonly { readonly theme: string; readonly document: Document }[] = [
  { theme: "corporate-en", document: whole("minutes", en) },
  {
    theme: "corporate-zh",
    document: whole("minutes", zh, "zh", [
      { at: "foot-center", pages: "all", children: [t("— "), { kind: "pageNumber" }, t(" —")] },
    ]),
  },
  { theme: "corporate-en", document: whole("honors", honors) },
  { theme: "corporate-en", document: whole("brief", brief) },
  { theme: "corporate-en", document: whole("corners", corners) },
  { theme: "corporate-zh", document: whole("corners", corners, "zh") },
  { theme: "corporate-zh", document: whole("honors", honors, "zh") },
  { theme: "corporate-zh", document: whole("brief", brief, "zh") },
  { theme: "corporate-en", document: whole("directions", directions) },
  { theme: "corporate-zh", document: whole("directions", directions, "zh") },
  { theme: "corporate-en", document: illustrated("en", "DRAFT & <COPY>") },
  { theme: "corporate-zh", document: illustrated("zh", "草稿") },
];
