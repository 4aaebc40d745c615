import type { Block, Document, Revision } from "../../src/document/model.ts";
import { type Comparison, compare } from "../../src/redline/compare.ts";

/** Two revisions compared, numbers of headings told as they stand. */
export const compared = (before: Document, after: Document): Comparison =>
  compare(before, after, {
    number: ({ number }) => number?.label,
    title: ({ number }, words) => (number ? `${number.label} ${words}` : words),
  });

/** A marked document as if all its changes had been accepted: nothing knows of the comparison but the marks. */
export const accepted = (document: Document): Document => without(document, "deleted");

/** The same as if all had been rejected. */
export const rejected = (document: Document): Document => without(document, "inserted");

function without(document: Document, revision: Revision): Document {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((one) => one?.revision !== revision).map(walk);
    if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
    const fields = Object.entries(value).filter(([name]) => !MARKS.has(name));
    const walked = Object.fromEntries(fields.map(([name, field]) => [name, walk(field)]));
    const isOld = revision === "inserted" && "was" in value && "label" in value;
    return isOld ? { ...walked, label: value.was } : walked;
  };
  return walk(document) as Document; // the same shape with less in it
}
const MARKS: ReadonlySet<string> = new Set(["revision", "change", "was"]);

/** A marked document as text: what went in [-…-], what came in {+…+}, a line for each paragraph. */
export const markedText = (blocks: readonly Block[]): string => {
  const lines: string[] = [];
  const line = (value: unknown, around: Revision | undefined): string => {
    if (Array.isArray(value)) return value.map((one) => line(one, around)).join("");
    if (value === null || typeof value !== "object") return "";
    const { kind, text, alt, revision = around, children, change } = value as Record<string, unknown>;
    const words =
      kind === "footnote"
        ? `(${line(children, undefined)})`
        : String(text ?? alt ?? (kind === "lineBreak" ? "⏎" : ""));
    if (kind !== "footnote" && Array.isArray(children)) return line(children, revision as Revision);
    const sign = change === undefined ? "" : `${change}:`;
    if (revision === "deleted") return `[-${sign}${words}-]`;
    return revision === "inserted" ? `{+${sign}${words}+}` : words;
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (value === null || typeof value !== "object") return;
    const { kind, number } = value as { kind?: string; number?: { label: string; was?: string } };
    const label = number ? `${number.was === undefined ? "" : `[-${number.was}-]`}${number.label} ` : "";
    for (const [name, field] of Object.entries(value)) {
      if (name === "label" || name === "caption" || name === "title" || name === "name" || name === "image")
        lines.push(line(field, undefined));
      else if (name === "fields") for (const one of field) lines.push(line(one, undefined));
      else if (name === "children" && (kind === "paragraph" || kind === "heading"))
        lines.push(label + line(field, undefined));
      else visit(field);
    }
  };
  visit(blocks);
  return lines.filter((one) => one !== "").join("\n");
};
