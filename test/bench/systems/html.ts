import {
  type Block,
  blocksOf,
  FONTS,
  footOf,
  GAP,
  headOf,
  LABELS,
  LEADING,
  MEASURE,
  PAGE,
  RULE,
  TEXT_SIZE,
} from "../look.ts";
import type { Lang, Meeting } from "../meeting.ts";

/** The meeting as a page of HTML, for what prints it. */
export const htmlOf = (meeting: Meeting): string =>
  `<!doctype html><html lang="${meeting.lang}"><head><meta charset="utf-8"><title>${escaped(meeting.title)}</title>` +
  `<style>${css(meeting)}</style></head><body>${blocksOf(meeting).map(contentOf).join("")}</body></html>`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const TAGS = { title: "h1", part: "h2", item: "h3" } as const;

function contentOf(block: Block): string {
  switch (block.kind) {
    case "title":
    case "part":
    case "item":
      return `<${TAGS[block.kind]}>${escaped(block.text)}</${TAGS[block.kind]}>`;
    case "line":
      return `<p class="line">${block.bold ? `<b>${escaped(block.text)}</b>` : escaped(block.text)}</p>`;
    case "paragraph":
      return `<p>${block.runs.map(({ text, bold }) => (bold ? `<b>${escaped(text)}</b>` : escaped(text))).join("")}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
    case "box":
      return `<div class="box"><b>${escaped(block.label)}</b>${escaped(block.text)}</div>`;
    case "table": {
      const share = (width: number): string => ((width / MEASURE) * 100).toFixed(2);
      const cells = (tag: string, row: readonly string[]): string =>
        `<tr>${row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
      const columns = block.widths.map((width) => `<col style="width:${share(width)}%">`).join("");
      const body = block.rows.map((row) => cells("td", row)).join("");
      return `<table><colgroup>${columns}</colgroup><thead>${cells("th", block.head)}</thead><tbody>${body}</tbody></table>`;
    }
    default:
      return block satisfies never;
  }
}

function css(meeting: Meeting): string {
  const { lang } = meeting;
  const { family } = FONTS[lang as Lang];
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
  const small = `font: ${TEXT_SIZE.small}pt "${family}"; white-space: nowrap`;
  const [before, between, after] = LABELS[lang].page.map(quoted);
  const heads = [TEXT_SIZE.title, TEXT_SIZE.part, TEXT_SIZE.item].map(
    (size, index) =>
      `h${index + 1} { font-size: ${size}pt; margin: ${index === 0 ? 0 : GAP.block}pt 0 ${GAP.paragraph}pt }`,
  );
  return `
@page { size: A4; margin: ${PAGE.margin}pt;
  @top-left { content: ${quoted(headOf(meeting))}; ${small} }
  @bottom-left { content: ${quoted(footOf(meeting))}; ${small} }
  @bottom-right { content: ${before} counter(page) ${between} counter(pages) ${after}; ${small} } }
html { font: ${TEXT_SIZE.body}pt/${LEADING} "${family}" } body { margin: 0 }
${heads.join("\n")} h1, h2, h3 { break-after: avoid }
p { margin: 0 0 ${GAP.paragraph}pt; orphans: 1; widows: 1 } p.line { margin: 0 }
ul { margin: 0 0 ${GAP.paragraph}pt; padding-left: ${GAP.bullet}pt }
.box { border-left: ${RULE.box}pt solid ${RULE.boxColor}; padding-left: ${GAP.box}pt; margin-bottom: ${GAP.block}pt;
  break-inside: avoid }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: ${TEXT_SIZE.table}pt;
  margin-bottom: ${GAP.block}pt }
th, td { border: solid ${RULE.color}; border-width: ${RULE.row}pt 0; padding: ${GAP.cellY}pt ${GAP.cellX}pt;
  text-align: left; vertical-align: top } tr { break-inside: avoid }`;
}
