import { SaxesParser } from "saxes";
import { escapeXml } from "../../src/write/docx/xml.ts";
import { docxParts, partsText } from "./read-docx.ts";

/** An element of a Word file's XML. */
interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Node | string)[];
}

/** What one does with all tracked changes of a file. */
export type Verdict = "accepted" | "rejected";

/** The elements of what goes, and of what stays, by the verdict. */
const GOES = { accepted: "w:del", rejected: "w:ins" } as const;
const STAYS = { accepted: "w:ins", rejected: "w:del" } as const;
/** Names that only deleted runs have. */
const RESTORED: Readonly<Record<string, string>> = { "w:delText": "w:t", "w:delInstrText": "w:instrText" };

/**
 * The text of a Word file when all its tracked changes have been accepted or rejected, as ECMA-376, part 1, section
 * 17.13.5 has it: runs and rows come and go, and a paragraph whose mark goes is joined with the next one.
 */
export const settledText = (bytes: Uint8Array, verdict: Verdict): string =>
  partsText(settledParts(bytes, verdict));

/** How many paragraphs the body then has, those without words included. */
export const settledParagraphs = (bytes: Uint8Array, verdict: Verdict): number =>
  paragraphsIn(settledParts(bytes, verdict));

/** How many paragraphs the body of a Word file has. */
export const paragraphsIn = (parts: ReadonlyMap<string, string>): number =>
  parts.get("word/document.xml")?.match(/<w:p[ >]/g)?.length ?? 0;

function settledParts(bytes: Uint8Array, verdict: Verdict): ReadonlyMap<string, string> {
  const parts = new Map(docxParts(bytes));
  for (const path of ["word/document.xml", "word/footnotes.xml"]) {
    const xml = parts.get(path);
    if (xml !== undefined) parts.set(path, print(settled(parsed(xml), verdict)));
  }
  return parts;
}

/** Ids of all tracked changes, in order. */
export const changeIds = (bytes: Uint8Array): readonly string[] =>
  ["word/document.xml", "word/footnotes.xml"].flatMap((path) =>
    [...(docxParts(bytes).get(path) ?? "").matchAll(/<w:(?:ins|del) w:id="(\d+)"/g)].map(
      ([, id]) => id ?? "",
    ),
  );

function settled(node: Node, verdict: Verdict): Node {
  const children: (Node | string)[] = [];
  let left: readonly (Node | string)[] = []; // of paragraphs whose marks have gone
  for (const child of node.children) {
    if (typeof child === "string") {
      children.push(child);
      continue;
    }
    if (child.name === GOES[verdict] || (child.name === "w:tr" && isMarked(child, "w:trPr", verdict)))
      continue;
    const own = settled(child, verdict);
    if (child.name === STAYS[verdict]) children.push(...own.children);
    else if (child.name === "w:p") {
      const [properties, runs] = parted(own.children, "w:pPr");
      if (isMarked(child, "w:pPr", verdict)) left = [...left, ...runs];
      else {
        children.push({ ...own, children: [...properties, ...left, ...runs] });
        left = [];
      }
    } else if (child.name !== "w:tbl" || own.children.some((one) => nameOf(one) === "w:tr"))
      children.push(own);
  }
  if (left.length > 0) children.push({ name: "w:p", attributes: {}, children: left });
  const name = verdict === "rejected" ? (RESTORED[node.name] ?? node.name) : node.name;
  return { ...node, name, children };
}

const nameOf = (child: Node | string): string | undefined =>
  typeof child === "string" ? undefined : child.name;

/** The children of a name, and all others. */
const parted = (children: readonly (Node | string)[], name: string) =>
  [
    children.filter((child) => nameOf(child) === name),
    children.filter((child) => nameOf(child) !== name),
  ] as const;

/** Whether the properties of a paragraph or row say that it goes. A paragraph's mark is a run of its own. */
function isMarked(node: Node, properties: "w:pPr" | "w:trPr", verdict: Verdict): boolean {
  const inside = (one: Node, name: string): readonly Node[] =>
    one.children.filter((child): child is Node => nameOf(child) === name);
  const own = inside(node, properties);
  const holders = properties === "w:pPr" ? own.flatMap((one) => inside(one, "w:rPr")) : own;
  return holders.some((one) => inside(one, GOES[verdict]).length > 0);
}

function parsed(xml: string): Node {
  type Open = Omit<Node, "children"> & { readonly children: (Node | string)[] };
  const open: Open[] = [{ name: "", attributes: {}, children: [] }];
  const parser = new SaxesParser();
  parser.on(
    "opentag",
    ({ name, attributes }) =>
      open.push({ name, attributes: attributes as Record<string, string>, children: [] }), // strings without xmlns
  );
  parser.on("text", (text) => open.at(-1)?.children.push(text));
  parser.on("closetag", () => {
    const closed = open.pop();
    if (closed) open.at(-1)?.children.push(closed);
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  const root = open[0]?.children.find((child) => typeof child !== "string");
  if (root === undefined) throw new Error("no element");
  return root as Node;
}

function print(node: Node | string): string {
  if (typeof node === "string") return escapeXml(node);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeXml(value)}"`);
  return `<${node.name}${attributes.join("")}>${node.children.map(print).join("")}</${node.name}>`;
}
