import type { Element } from "../../layout/page.ts";
import type { Pen, PenPage } from "./pen.ts";
import { type PdfDictionary, type PdfObject, type PdfValue, pdfText } from "./value.ts";

/** Something inside an element: marked content on a page, or an annotation. */
export type Kid =
  | { readonly kind: "content"; readonly page: PenPage; readonly id: number }
  | { readonly kind: "annotation"; readonly page: PenPage; readonly object: PdfObject }
  | { readonly kind: "element"; readonly element: number };

/** Gathers what each element holds while pages are drawn, and writes the structure tree (ISO 32000-1, 14.7). */
export class StructureTree {
  readonly #elements: readonly Element[];
  readonly #kids: Kid[][];
  readonly #joined: boolean[];
  readonly #objects: PdfObject[];
  readonly #parents: PdfValue[] = [];
  readonly #boxes = new Map<number, readonly number[]>();
  readonly #lang: string;
  #keys = 0;

  constructor(pen: Pen, elements: readonly Element[], lang: string) {
    this.#elements = elements;
    this.#lang = lang;
    this.#kids = elements.map(() => []);
    this.#joined = elements.map(() => false);
    this.#objects = elements.map(() => pen.object({}));
  }

  /** Adds something to an element; the element joins its parent when it first holds something. */
  add(element: number, kid: Kid): void {
    this.#join(element);
    this.#kids[element]?.push(kid);
  }

  /** Says where a figure stands on its page: its lower left and upper right corner from the page's own. */
  box(element: number, corners: readonly [number, number, number, number]): void {
    this.#boxes.set(element, corners);
  }

  /** Makes an element part of the tree although it holds nothing: an empty table cell. */
  #join(element: number): void {
    if (this.#joined[element]) return;
    this.#joined[element] = true;
    const parent = this.#elements[element]?.parent ?? -1;
    if (parent < 0) return;
    this.#join(parent);
    this.#kids[parent]?.push({ kind: "element", element });
  }
  join(element: number): void {
    this.#join(element);
  }

  /** Says which elements the marked content of a page belongs to, by mark; gives the page its key. */
  page(page: PenPage, marks: readonly { readonly element: number; readonly id: number }[]): void {
    page.dictionary.StructParents = this.#keys;
    this.#parents.push(
      this.#keys++,
      marks.map(({ element }) => this.#objects[element] as PdfObject),
    ); // every mark names an element
    for (const { element, id } of marks) this.add(element, { kind: "content", page, id });
  }

  /** The key under which an annotation finds its element. */
  annotation(element: number): number {
    this.#parents.push(this.#keys, this.#objects[element] as PdfObject); // links name their element
    return this.#keys++;
  }

  async write(pen: Pen): Promise<void> {
    const root = pen.object({
      Type: "StructTreeRoot",
      ParentTree: { Nums: this.#parents },
      ParentTreeNextKey: this.#keys,
    });
    for (const [index, element] of this.#elements.entries()) {
      const object = this.#objects[index] as PdfObject; // one for each element
      Object.assign(object.data, this.#dictionary(element, index, root));
      object.end();
      if (index % 1000 === 999) await pen.settle();
    }
    root.data.K = [this.#objects[0] as PdfObject]; // the first element is the document
    pen.catalog.StructTreeRoot = root;
  }

  #dictionary(element: Element, index: number, root: PdfObject): PdfDictionary {
    const kids = this.#ordered(this.#kids[index] ?? []);
    const page = kids.find((kid) => kid.kind !== "element")?.page;
    return {
      S: element.type, // the only type there is below the root need not be said
      P: element.parent < 0 ? root : (this.#objects[element.parent] as PdfObject), // parents are earlier elements
      ...(page && { Pg: page.reference }),
      ...(kids.length > 0 && { K: single(kids.map((kid) => this.#kid(kid, page))) }),
      ...(element.parent < 0 && { Lang: pdfText(this.#lang) }),
      ...(element.lang !== undefined && { Lang: pdfText(element.lang) }),
      ...(element.type === "Note" && { ID: pdfText(`note-${index}`) }),
      ...(element.alt !== undefined && { Alt: pdfText(element.alt) }),
      ...attributes(element, this.#boxes.get(index)),
    };
  }

  /** Blocks stand in reading order, whatever the order in which pages show them; text and its links as drawn. */
  #ordered(kids: readonly Kid[]): readonly Kid[] {
    if (!kids.every((kid) => kid.kind === "element")) return kids;
    return [...kids].sort((a, b) =>
      a.kind === "element" && b.kind === "element" ? a.element - b.element : 0,
    );
  }

  #kid(kid: Kid, page: PenPage | undefined): PdfValue {
    if (kid.kind === "element") return this.#objects[kid.element] as PdfObject; // one for each element
    if (kid.kind === "annotation") return { Type: "OBJR", Obj: kid.object, Pg: kid.page.reference };
    return kid.page === page ? kid.id : { Type: "MCR", Pg: kid.page.reference, MCID: kid.id };
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
  if (element.numbering) found.push({ O: "List", ListNumbering: element.numbering });
  return found.length > 0 ? { A: single(found) } : {};
}

/** A list of one may stand as what is in it. */
const single = (list: readonly PdfValue[]): PdfValue => (list.length === 1 ? (list[0] as PdfValue) : list);
