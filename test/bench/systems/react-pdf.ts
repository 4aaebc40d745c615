import { Document, Font, Page, renderToBuffer, Text, View } from "@react-pdf/renderer";
import { createElement, type Node } from "react";
import {
  type Block,
  blocksOf,
  FONTS,
  footOf,
  GAP,
  headOf,
  LEADING,
  PAGE,
  pageOf,
  RULE,
  TEXT_SIZE,
} from "../look.ts";
import type { Lang, Meeting } from "../meeting.ts";
import type { System } from "./system.ts";

export async function reactPdf(lang: Lang): Promise<System> {
  const { regular, bold } = FONTS[lang];
  Font.register({ family: "text", fonts: [{ src: regular }, { src: bold, fontWeight: 700 }] });
  // Words stay whole; between two Chinese characters a line may end.
  Font.registerHyphenationCallback((word) =>
    lang === "zh" ? [...word].flatMap((character) => [character, ""]) : [word],
  );
  return { make: (meeting) => renderToBuffer(documentOf(meeting)) };
}

const BOLD = { fontWeight: 700 };
const NO_STYLE = {};

function tableRow(cells: readonly string[], widths: readonly number[], head: boolean, key: number): Node {
  const rule = { borderBottomWidth: RULE.row, borderTopWidth: head ? RULE.row : 0, borderColor: RULE.color };
  const padding = { paddingVertical: GAP.cellY, paddingHorizontal: GAP.cellX };
  return createElement(
    View,
    { key, wrap: false, fixed: head, style: { flexDirection: "row", ...rule } },
    cells.map((text, index) =>
      createElement(
        View,
        { key: index, style: { width: widths[index], ...padding } },
        createElement(Text, { style: head ? BOLD : NO_STYLE }, text),
      ),
    ),
  );
}

function contentOf(block: Block, key: number): Node {
  switch (block.kind) {
    case "title":
    case "part":
    case "item":
      return createElement(
        Text,
        {
          key,
          minPresenceAhead: 50,
          style: {
            ...BOLD,
            fontSize: TEXT_SIZE[block.kind],
            lineHeight: LEADING,
            marginTop: block.kind === "title" ? 0 : GAP.block,
            marginBottom: GAP.paragraph,
          },
        },
        block.text,
      );
    case "line":
      return createElement(Text, { key, style: block.bold ? BOLD : NO_STYLE }, block.text);
    case "paragraph":
      return createElement(
        Text,
        { key, style: { marginBottom: GAP.paragraph } },
        block.runs.map(({ text, bold }, index) =>
          bold ? createElement(Text, { key: index, style: BOLD }, text) : text,
        ),
      );
    case "list":
      return createElement(
        View,
        { key, style: { marginBottom: GAP.paragraph } },
        block.items.map((text, index) =>
          createElement(
            View,
            { key: index, style: { flexDirection: "row" } },
            createElement(Text, { style: { width: GAP.bullet } }, "•"),
            createElement(Text, { style: { flex: 1 } }, text),
          ),
        ),
      );
    case "box":
      return createElement(
        View,
        {
          key,
          wrap: false,
          style: {
            borderLeftWidth: RULE.box,
            borderColor: RULE.boxColor,
            paddingLeft: GAP.box,
            marginBottom: GAP.block,
          },
        },
        createElement(Text, null, createElement(Text, { style: BOLD }, block.label), block.text),
      );
    case "table":
      return createElement(
        View,
        { key, style: { fontSize: TEXT_SIZE.table, lineHeight: LEADING, marginBottom: GAP.block } },
        tableRow(block.head, block.widths, true, -1),
        block.rows.map((row, index) => tableRow(row, block.widths, false, index)),
      );
    default:
      return block satisfies never;
  }
}

function documentOf(meeting: Meeting): Node {
  const small = {
    position: "absolute",
    left: PAGE.margin,
    right: PAGE.margin,
    fontSize: TEXT_SIZE.small,
  };
  const foot = { ...small, bottom: PAGE.foot - 14 };
  const page = ({ pageNumber, totalPages }: { pageNumber: number; totalPages?: number }): string =>
    pageOf(meeting.lang, pageNumber, totalPages ?? "");
  return createElement(
    Document,
    { title: meeting.title },
    createElement(
      Page,
      {
        size: "A4",
        wrap: true,
        style: { padding: PAGE.margin, fontFamily: "text", fontSize: TEXT_SIZE.body },
      },
      createElement(Text, { key: "head", fixed: true, style: { ...small, top: PAGE.head } }, headOf(meeting)),
      createElement(Text, { key: "foot", fixed: true, style: foot }, footOf(meeting)),
      createElement(Text, { key: "page", fixed: true, style: { ...foot, textAlign: "right" }, render: page }),
      // Not on the page itself: react-pdf 4.9 multiplies an inherited line height on every pass over a page number.
      createElement(
        View,
        { key: "body", style: { fontSize: TEXT_SIZE.body, lineHeight: LEADING } },
        blocksOf(meeting).map(contentOf),
      ),
    ),
  );
}
