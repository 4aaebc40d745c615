import type { Block, Document, Heading, Inline, List, Paragraph, Table } from "../../src/document/model.ts";

/** Short builders, so that a case reads like a table. */
export const t = (text: string): Inline => ({ kind: "text", text });
export const p = (text: string, role?: string): Paragraph => ({
  kind: "paragraph",
  ...(role !== undefined && { role }),
  children: [t(text)],
});
export const h = (level: Heading["level"], id: string, text: string): Heading => ({
  kind: "heading",
  level,
  id,
  children: [t(text)],
});
export const list = (items: readonly string[], marker: List["marker"] = "disc", role?: string): List => ({
  kind: "list",
  marker,
  start: 1,
  ...(role !== undefined && { role }),
  items: items.map((item) => ({ children: [p(item)] })),
});
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Table => ({
  kind: "table",
  columns: head.map(() => ({ align: "start" })),
  head: [{ cells: head.map((text) => ({ header: "column", colSpan: 1, rowSpan: 1, children: [p(text)] })) }],
  rows: rows.map((row) => ({
    cells: row.map((text) => ({ colSpan: 1, rowSpan: 1, children: text ? [p(text)] : [] })),
  })),
});
export const doc = (blocks: readonly Block[], lang = "en"): Document => ({
  kind: "document",
  type: "minutes",
  title: "A specimen",
  lang,
  meta: { date: "2026-03-12" },
  running: [],
  blocks,
});
