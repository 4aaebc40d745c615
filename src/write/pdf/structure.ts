import type { Revision } from "../../document/model.ts";
import type { Element } from "../../layout/page.ts";
import { serialize } from "./objects.ts";
import type { Pen, PenPage } from "./pen.ts";
import { type PdfDictionary, type PdfObject, type PdfReference, pdfText } from "./value.ts";

const DECORATIONS = { inserted: "Underline", deleted: "LineThrough" } as const satisfies Readonly<
  Record<Revision, string>
>;

/** Something inside an element: marked content on a page, an annotation, or an element. */
type Kid =
  | { readonly kind: "content"; readonly page: PenPage; readonly id: number }
  | { readonly kind: "annotation"; readonly page: PenPage; readonly object: PdfObject }
  | { readonly kind: "element"; readonly element: number };

/** An element that holds something, or is empty but there. */
interface Node {
  readonly reference: PdfReference;
  /** An array with an entry from the start: most elements hold one thing, and V8 would make room for seventeen. */
  kids: Kid[] | undefined;
}

/**
 * Gathers what each element holds while pages are drawn, and writes the structure tree (ISO 32000-1, 14.7). Elements
 * are as many as a paper has paragraphs and cells, so they become text without an object of pdfkit in between.
 */
export class StructureTree {
  readonly #pen: Pen;
  readonly #elements: readonly Element[];
  readonly #lang: string;
  /** By element. */
  readonly #nodes: (Node | undefined)[] = [];
  readonly #boxes = new Map<number, readonly number[]>();
  /** By key, in PDF's notation: the elements of a page's marked content, or the element of an annotation. */
  readonly #parents: string[] = [];

  /** `elements` may grow until the tree is written. */
  constructor(pen: Pen, elements: readonly Element[], lang: string) {
    this.#pen = pen;
    this.#elements = elements;
    this.#lang = lang;
  }

  /** Adds something to an element; the element joins its parent when it first holds something. */
  add(element: number, kid: Kid): void {
    const node = this.join(element);
    if (node.kids) node.kids.push(kid);
    else node.kids = [kid];
  }

  /** Makes an element part of the tree although it may hold nothing: an empty table cell. */
  join(element: number): Node {
    const known = this.#nodes[element];
    if (known) return known;
    const parent = this.#elements[element]?.parent ?? -1;
    if (parent >= 0) this.add(parent, { kind: "element", element });
    const node: Node = { reference: this.#pen.reserve(), kids: undefined };
    this.#nodes[element] = node;
    return node;
  }

  /** Says where a figure stands on its page: its lower left and upper right corner from the page's own. */
  box(element: number, corners: readonly [number, number, number, number]): void {
    this.#boxes.set(element, corners);
  }

  /** Says which elements the marked content of a page belongs to, by mark; gives the page its key. */
  page(page: PenPage, elements: readonly number[]): void {
    const references = elements.map((element, id) => {
      this.add(element, { kind: "content", page, id });
      return this.join(element).reference;
    });
    page.dictionary.StructParents = this.#parents.push(`[${references.join(" ")}]`) - 1;
  }

  /** The key under which an annotation finds its element. */
  annotation(element: number): number {
    return this.#parents.push(String(this.join(element).reference)) - 1;
  }

  /** Writes all elements and makes the tree the document's. */
  async write(): Promise<void> {
    const pen = this.#pen;
    const parentTree = pen.reserve();
    const document = this.join(0); // the first element is the document
    const root = pen.object({
      Type: "StructTreeRoot",
      K: [document.reference],
      ParentTree: parentTree,
      ParentTreeNextKey: this.#parents.length,
    });
    for (const [index, node] of this.#nodes.entries()) {
      if (node) pen.put(node.reference, this.#dictionary(index, node, root));
      if (index % 1000 === 999) await pen.settle();
    }
    pen.put(parentTree, `<</Nums[${this.#parents.map((entry, key) => `${key} ${entry}`).join(" ")}]>>`);
    pen.catalog.StructTreeRoot = root;
  }

  #dictionary(index: number, { kids = [] }: Node, root: PdfObject): string {
    const element = this.#elements[index] as Element; // nodes are of elements
    const parent = element.parent < 0 ? root : this.join(element.parent).reference;
    const page = kids.find((kid) => kid.kind !== "element")?.page;
    // the only type there is below the root need not be said
    return `<</S/${element.type}/P ${parent}${page ? `/Pg ${page.reference}` : ""}${this.#held(kids, page)}${this.#more(element, index)}>>`;
  }

  #held(kids: Kid[], page: PenPage | undefined): string {
    const [first] = kids;
    if (!first) return "";
    if (kids.length === 1) return `/K ${this.#kid(first, page)}`;
    // Blocks stand in reading order, whatever the order in which pages show them; text and its links as drawn.
    if (kids.every((kid) => kid.kind === "element")) kids.sort((a, b) => a.element - b.element);
    return `/K[${kids.map((kid) => this.#kid(kid, page)).join(" ")}]`;
  }

  #kid(kid: Kid, page: PenPage | undefined): string {
    if (kid.kind === "element") return String(this.join(kid.element).reference);
    if (kid.kind === "annotation") return `<</Type/OBJR/Obj ${kid.object}/Pg ${kid.page.reference}>>`;
    return kid.page === page ? String(kid.id) : `<</Type/MCR/Pg ${kid.page.reference}/MCID ${kid.id}>>`;
  }

  /** What only some elements have. */
  #more(element: Element, index: number): string {
    const lang = element.parent < 0 ? this.#lang : element.lang;
    const said: PdfDictionary = {
      ...(lang !== undefined && { Lang: pdfText(lang) }),
      ...(element.type === "Note" && { ID: pdfText(`note-${index}`) }),
      ...(element.alt !== undefined && { Alt: pdfText(element.alt) }),
      ...attributes(element, this.#boxes.get(index)),
    };
    let text = "";
    for (const [key, value] of Object.entries(said)) text += `/${key} ${serialize(value)}`;
    return text;
  }
}

function attributes(element: Element, box: readonly number[] | undefined): PdfDictionary {
  const found: PdfDictionary[] = [];
  if (box) found.push({ O: "Layout", Placement: "Block", BBox: box });
  if (element.scope || element.colSpan || element.rowSpan) {
    found.push({
      O: "Table",
      ...(element.scope && { Scope: element.scope }),
      ...(element.colSpan && { ColSpan: element.colSpan }),
      ...(element.rowSpan && { RowSpan: element.rowSpan }),
    });
  }
  // What a reader who does not see the lines can be told of them (ISO 32000-1, 14.8.5.4.5).
  if (element.revision) found.push({ O: "Layout", TextDecorationType: DECORATIONS[element.revision] });
  if (element.numbering) found.push({ O: "List", ListNumbering: element.numbering });
  const [first, ...rest] = found;
  return first ? { A: rest.length > 0 ? found : first } : {};
}
