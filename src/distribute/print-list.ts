import { wordsOf } from "../copies.ts";
import { chain, type Diagnostic, failure, hasErrors, type Outcome, success } from "../diagnostic.ts";
import type { Document } from "../document/model.ts";
import type { OpenedFont } from "../fonts/load.ts";
import { type Bound, bind } from "../layout/bind.ts";
import { hyphenate } from "../layout/hyphenate.ts";
import { layOut } from "../layout/layout.ts";
import type { Layout } from "../layout/page.ts";
import { paperOf } from "../pipeline/paper.ts";
import type { Recipient } from "../record/recipients.ts";
import type { Wording } from "../template/helpers.ts";
import { writePdf } from "../write/pdf/write.ts";
import { type Edition, editionKey } from "./edition.ts";

/** All paper copies in the order in which they are handed out: one file to print, and a list of what is in it. */
export interface PrintList {
  readonly pdf: Uint8Array;
  readonly copies: readonly PrintedCopy[];
}

/** Where one copy is in the file. */
export interface PrintedCopy {
  /** From 1, both included. */
  readonly first: number;
  readonly last: number;
  /** What the copy says in its foot. */
  readonly serial: string;
  readonly name: string;
  readonly paper: string;
}

/** A delivery's serial, as the ledger has given it. */
export type SerialOf = (personId: string, document: string) => number | undefined;

/**
 * Lays out each paper once for each language and audience, and binds as many copies as are asked for, person by person
 * and set by set. Every copy bears its owner's name and serial. Nothing in it is other than in the papers themselves.
 */
export async function printList(
  recipients: readonly Recipient[],
  editions: ReadonlyMap<string, Edition>,
  serialOf: SerialOf,
): Promise<Outcome<PrintList>> {
  const papers = new Map<string, Printable>();
  const diagnostics: Diagnostic[] = [];
  const copies: Copy[] = [];
  for (const recipient of recipients) {
    const key = editionKey(recipient);
    for (const { document } of recipient.papers) {
      const name = `${key} ${document}`;
      const edition = editions.get(key);
      if (!edition) throw new Error(`no edition was made for ${recipient.id}`);
      const known = papers.get(name);
      const made = known ? success(known) : printable(edition, document, `${papers.size}/`);
      diagnostics.push(...made.diagnostics);
      if (made.ok) papers.set(name, made.value);
    }
    for (let number = 1; number <= recipient.copies; number++)
      for (const { document } of recipient.papers) {
        const paper = papers.get(`${key} ${document}`);
        if (paper) copies.push(copyOf(recipient, paper, number, serialOf(recipient.id, document)));
      }
  }
  const [first] = copies;
  if (!first || hasErrors(diagnostics)) return failure(diagnostics);
  const { wording, document: model, opened } = first.paper;
  const { production: _, ...meta } = model.meta;
  const { sheets, ranges } = bind(
    copies.map(({ bound }) => bound),
    model.lang,
  );
  const document: Document = {
    kind: "document",
    type: "print-list",
    title: say(wording, "copy.stack", { title: meta.subject ?? model.title }),
    lang: model.lang,
    meta,
    ...{ running: [], blocks: [], pictures: picturesOf([...papers.values()]) },
  };
  const pdf = await writePdf(document, sheets, opened);
  const listed = copies.map(({ serial, name, title }, index) => {
    const [start = 1, end = 1] = ranges[index] ?? [];
    return { first: start, last: end, serial, name, paper: title };
  });
  return success({ pdf, copies: listed });
}

/** A paper whose pages are set, with room for whom each copy is for. */
interface Printable {
  readonly document: Document;
  readonly layout: Layout;
  readonly wording: Wording;
  readonly opened: (face: string) => OpenedFont;
  readonly pictures: string;
}

const printable = ({ opened }: Edition, type: string, pictures: string): Outcome<Printable> =>
  chain(paperOf(opened, type, opened.library), ({ document, sheet, fonts, wording }) => {
    const settings = { sheet, metrics: fonts, hyphenate, copies: { marked: false } };
    // What there is to say of it has been said when the paper was made.
    return chain(layOut(document, settings), (layout) =>
      success({ document, layout, wording, opened: fonts.opened, pictures }),
    );
  });

interface Copy {
  readonly paper: Printable;
  readonly bound: Bound;
  readonly serial: string;
  readonly name: string;
  readonly title: string;
}

function copyOf(
  { name, copies }: Recipient,
  paper: Printable,
  number: number,
  delivery: number | undefined,
): Copy {
  const { document, layout, wording, pictures } = paper;
  const serial = `${delivery ?? 0}${copies > 1 ? `-${number}` : ""}`;
  const title = say(wording, "copy.stacked", { name, title: document.title, serial });
  const words = wordsOf({ name, serial }, false, wording, undefined);
  return { paper, bound: { layout, title, words, pictures }, serial, name, title: document.title };
}

/** The pictures of all papers, each under the paper's own name for it. */
const picturesOf = (papers: readonly Printable[]): NonNullable<Document["pictures"]> =>
  Object.fromEntries(
    papers.flatMap(({ document, pictures }) =>
      Object.entries(document.pictures ?? {}).map(([name, picture]) => [`${pictures}${name}`, picture]),
    ),
  );

const say = (wording: Wording, key: string, fields: Readonly<Record<string, string>>): string =>
  String(wording[key] ?? "").replace(/\{(\w+)\}/g, (_, field: string) => fields[field] ?? "");
