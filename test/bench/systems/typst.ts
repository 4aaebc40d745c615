import { join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { type Block, blocksOf, FONTS, footOf, GAP, headOf, LABELS, PAGE, RULE, TEXT_SIZE } from "../look.ts";
import type { Lang, Meeting } from "../meeting.ts";
import { fontFolder, scratch } from "../scratch.ts";
import type { System } from "./system.ts";

/**
 * Typst inside this process, with a fixed template that reads the blocks as JSON. Without tags, which it makes faster
 * than with them.
 */
export async function typst(lang: Lang): Promise<System> {
  const workspace = scratch("typst");
  const mainFilePath = join(workspace, "main.typ");
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: [fontFolder(lang)] }] });
  compiler.addSource(mainFilePath, template(lang));
  return {
    make: (meeting) => {
      compiler.mapShadow(join(workspace, "meeting.json"), Buffer.from(JSON.stringify(dataOf(meeting))));
      const pdf = compiler.pdf({ mainFilePath, resetRead: true }, { pdfTags: false });
      compiler.evictCache(10); // what the binding recommends to tools that keep running
      return pdf;
    },
  };
}

const dataOf = (meeting: Meeting) => ({
  title: meeting.title,
  head: headOf(meeting),
  foot: footOf(meeting),
  blocks: blocksOf(meeting) satisfies readonly Block[],
});

/** Text boxes are set to be one em high, so a leading of half an em makes lines one and a half apart. */
function template(lang: Lang): string {
  const [before, between, after] = LABELS[lang].page.map((words) => JSON.stringify(words));
  const half = 0.5 * TEXT_SIZE.body;
  const gap = (points: number): string => `${points + half}pt`;
  return `
#let meeting = json("meeting.json")
#set document(title: meeting.title)
#set text(font: ${JSON.stringify(FONTS[lang].family)}, size: ${TEXT_SIZE.body}pt, hyphenate: false, lang: "${lang}",
  top-edge: 0.8em, bottom-edge: -0.2em)
#set page(paper: "a4", margin: ${PAGE.margin}pt,
  header: align(top, pad(top: ${PAGE.head}pt, text(size: ${TEXT_SIZE.small}pt, meeting.head))),
  footer: context {
    set text(size: ${TEXT_SIZE.small}pt)
    grid(columns: (1fr, auto), meeting.foot,
      [#${before}#counter(page).display()#${between}#counter(page).final().first()#${after}])
  })
#set par(leading: 0.5em, spacing: ${gap(GAP.paragraph)}, justify: false)
#set list(indent: 2pt, body-indent: 8pt, spacing: 0.5em)
#let sizes = (title: ${TEXT_SIZE.title}pt, part: ${TEXT_SIZE.part}pt, item: ${TEXT_SIZE.item}pt)
#let head(it) = block(
  above: if it.kind == "title" { 0pt } else { ${gap(GAP.block)} }, below: ${gap(GAP.paragraph)}, sticky: true,
  text(size: sizes.at(it.kind), weight: "bold", it.text))
#let runs(list) = list.map(run => if run.bold { strong(run.text) } else { [#run.text] }).join()
#let rows(it) = {
  set text(size: ${TEXT_SIZE.table}pt)
  block(above: ${gap(GAP.paragraph)}, below: ${gap(GAP.block)}, table(
    columns: it.widths.map(width => width * 1pt), stroke: (x: none, y: ${RULE.row}pt + rgb("${RULE.color}")),
    inset: (x: ${GAP.cellX}pt, y: ${GAP.cellY + 0.25 * TEXT_SIZE.table}pt), align: left,
    table.header(..it.head.map(strong)), ..it.rows.flatten().map(words => [#words])))
}
#for it in meeting.blocks {
  if it.kind == "paragraph" { par(runs(it.runs)) }
  else if it.kind == "list" { list(..it.items) }
  else if it.kind == "table" { rows(it) }
  else if it.kind == "box" {
    block(width: 100%, breakable: false, above: ${gap(GAP.paragraph)}, below: ${gap(GAP.block)},
      inset: (left: ${GAP.box}pt, y: 2.6pt), stroke: (left: ${RULE.box}pt + rgb("${RULE.boxColor}")),
      [*#it.label*#it.text])
  }
  else if it.kind == "line" { block(spacing: ${half}pt, if it.bold { strong(it.text) } else { it.text }) }
  else { head(it) }
}
`;
}
