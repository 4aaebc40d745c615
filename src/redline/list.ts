import { CHANGES_ID, changeId } from "../document/change-id.ts";
import type { Block, Cell, Document, Inline, Paragraph, Row } from "../document/model.ts";
import type { Change } from "./changes.ts";

/** The words in which changes are told; keys are those of the wording, all of them below `redline.`. */
export interface Phrases {
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
}

/** Whose changes are listed, in words for the reader. */
export interface Authorship {
  readonly by: string;
  /** Written out; absent when the record does not say. */
  readonly on?: string;
  /** What the record itself says of the revision. */
  readonly account?: string;
}

/** Longer words are cut: the list leads to the place where all of them stand. */
const LONGEST = 160;

/** Each change as a sentence. */
export const labelsOf = (changes: readonly Change[], { say }: Phrases): readonly string[] =>
  changes.map((change, index) => say("redline.label", { n: index + 1, change: sentence(change, { say }) }));

function sentence({ kind, before, after }: Change, { say }: Phrases): string {
  return say(`redline.${kind}`, { before: cut(before), after: cut(after) });
}

function cut(words: string): string {
  if (words.length <= LONGEST) return words;
  const head = words.slice(0, LONGEST);
  const blank = head.lastIndexOf(" ");
  return `${head.slice(0, blank > LONGEST / 2 ? blank : LONGEST).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The paper with a list of its changes behind it: number, page, place, and what was changed. */
export function withList(
  document: Document,
  changes: readonly Change[],
  authorship: Authorship,
  phrases: Phrases,
): Document {
  const { say } = phrases;
  const { by, on, account } = authorship;
  const list: readonly Block[] = [
    { kind: "pageBreak" },
    { kind: "heading", level: 2, id: CHANGES_ID, children: [text(say("redline.title"))] },
    paragraph(
      text(on === undefined ? say("redline.byUndated", { by }) : say("redline.by", { by, date: on })),
    ),
    ...(account === undefined ? [] : [paragraph(text(account))]),
    paragraph(text(say("redline.how"))),
    {
      kind: "table",
      columns: [
        { width: 30, align: "end" },
        { width: 30, align: "end" },
        { share: 1, align: "start" },
        { share: 2, align: "start" },
      ],
      head: [
        {
          cells: ["no", "page", "where", "what"].map((name) => ({
            ...cell([text(say(`redline.${name}`))]),
            header: "column",
          })),
        },
      ],
      rows: changes.map((change, index) => row(change, index + 1, phrases)),
    },
  ];
  return { ...document, blocks: [...document.blocks, ...list] };
}

function row(change: Change, number: number, phrases: Phrases): Row {
  const page: Inline = { kind: "reference", target: changeId(number), show: "page", text: "" };
  return {
    cells: [
      { ...cell([text(String(number))]), header: "row" },
      cell([page]),
      cell([text(change.where ?? phrases.say("redline.head"))]),
      cell([text(sentence(change, phrases))]),
    ],
  };
}

const text = (words: string): Inline => ({ kind: "text", text: words });
const paragraph = (...children: readonly Inline[]): Paragraph => ({ kind: "paragraph", children });
const cell = (children: readonly Inline[]): Cell => ({
  colSpan: 1,
  rowSpan: 1,
  children: [paragraph(...children)],
});
