import { diffArrays } from "diff";
import type { Footnote, Inline, Revision } from "../document/model.ts";
import { type Ledger, note, says, told } from "./changes.ts";
import { type Holder, isHolder, type Leaf, mapInlines } from "./map.ts";
import { bagOf, isWord, likeness, piecesOf } from "./pieces.ts";

/** Less alike than this, the one is shown struck whole and the other behind it. */
const ALIKE = 0.25;
/** So many pieces come or go at most before the search for common ones is given up. */
const MOST_EDITS = 3000;

/**
 * The words of two revisions as one line of inlines, whose leaves bear marks where only one has them. What both have
 * looks as in the newer one: a change of looks alone is none. Changes with next to nothing between them are one.
 */
export function compareInlines(
  before: readonly Inline[],
  after: readonly Inline[],
  ledger: Ledger,
): readonly Inline[] {
  const olds = tokensOf(before).filter(isSaid);
  const { said: news, behind } = parted(tokensOf(after));
  if (sameText(olds, news)) return after;
  const found: Token[] = [...(behind.get(undefined) ?? [])];
  let [i, j] = [0, 0];
  const add = (token: Token): void => {
    found.push(token, ...(behind.get(news[j++]) ?? []));
  };
  // What both have; as much on either side.
  const keep = (to: number): void => {
    while (j < to) add(merged(olds[i++] as Token, news[j] as Token, ledger)); // within bounds
  };
  for (const { from, to } of hunksOf(olds, news)) {
    keep(to.start);
    const around = {
      lead: nearWords(news.slice(Math.max(0, to.start - ENOUGH), to.start).reverse())
        .reverse()
        .join(""),
      tail: nearWords(news.slice(to.end, to.end + ENOUGH)).join(""),
    };
    const gone = olds.slice(from.start, from.end);
    const hunk = marked(gone, news.slice(to.start, to.end), around, ledger);
    found.push(...hunk.slice(0, gone.length));
    hunk.slice(gone.length).forEach(add);
    i = from.end;
  }
  keep(news.length);
  return nested(found, 0);
}

/** Whether a token is words; a holder of nothing tells what the words before it are about, and is no words itself. */
const isSaid = ({ leaf }: Token): boolean => !isHolder(leaf);

/** The tokens that are words, and what follows each of them, or comes before all (undefined), and is none. */
function parted(tokens: readonly Token[]) {
  const said: Token[] = [];
  const behind = new Map<Token | undefined, Token[]>();
  for (const token of tokens) {
    if (isSaid(token)) said.push(token);
    else behind.set(said.at(-1), [...(behind.get(said.at(-1)) ?? []), token]);
  }
  return { said, behind };
}

/** A piece of text, or a leaf that is no text, with all that it stands in, outermost first. */
interface Token {
  /** What is compared. */
  readonly name: string;
  /** No holder, unless one of nothing. */
  readonly leaf: Inline;
  /** The text node that this is a piece of. */
  readonly origin: Inline;
  readonly within: readonly Holder[];
}

function tokensOf(inlines: readonly Inline[], within: readonly Holder[] = []): readonly Token[] {
  return inlines.flatMap((inline): readonly Token[] => {
    if (isHolder(inline) && inline.children.length > 0) return tokensOf(inline.children, [...within, inline]);
    if (isHolder(inline)) return [{ name: "", leaf: inline, origin: inline, within }];
    if (inline.kind !== "text") return [{ name: nameOf(inline), leaf: inline, origin: inline, within }];
    return piecesOf(inline.text).map((text) => ({
      name: text,
      leaf: { ...inline, text },
      origin: inline,
      within,
    }));
  });
}

/** Leaves without text are told from words by a sign that no record holds. Any two footnotes are one with other words. */
function nameOf(leaf: Exclude<Leaf, { kind: "text" }>): string {
  switch (leaf.kind) {
    case "reference":
      return `\0${leaf.kind} ${leaf.show} ${leaf.show === "page" ? leaf.target : leaf.text}`;
    case "image":
      return `\0${leaf.kind} ${leaf.picture} ${leaf.alt}`;
    case "footnote":
    case "lineBreak":
    case "pageNumber":
    case "pageCount":
    case "sectionTitle":
      return `\0${leaf.kind}`;
    default:
      return leaf satisfies never;
  }
}

function sameText(olds: readonly Token[], news: readonly Token[]): boolean {
  return (
    olds.length === news.length &&
    olds.every(({ name, leaf }, index) => {
      const other = news[index];
      if (name !== other?.name) return false;
      if (leaf.kind !== "footnote" || other.leaf.kind !== "footnote") return true;
      return sameText(tokensOf(leaf.children), tokensOf(other.leaf.children));
    })
  );
}

/** Words that stand beside a change and are no part of it. */
interface Around {
  readonly lead: string;
  readonly tail: string;
}

/** What goes, then what comes in its place; the first that says something bears the number of the change. */
function marked(
  gone: readonly Token[],
  come: readonly Token[],
  around: Around,
  ledger: Ledger,
): readonly Token[] {
  const number = numberOf(told(leavesOf(gone)), told(leavesOf(come)), around, ledger);
  const at = [...gone, ...come].findIndex(({ leaf }) => says(leaf));
  return [
    ...gone.map((token, index) => withRevision(token, "deleted", index === at ? number : undefined)),
    ...come.map((token, index) =>
      withRevision(token, "inserted", gone.length + index === at ? number : undefined),
    ),
  ];
}

/** Replaced words of this many characters or fewer are told with those around them, or nobody knew what they are. */
const TERSE = 12;

/** Absent when nothing that can be read has changed. */
function numberOf(gone: string, come: string, { lead, tail }: Around, ledger: Ledger): number | undefined {
  if (gone === come) return undefined;
  if (gone === "") return note(ledger, { kind: "inserted", before: "", after: come });
  if (come === "") return note(ledger, { kind: "deleted", before: gone, after: "" });
  const isTerse = gone.length <= TERSE && come.length <= TERSE;
  const whole = (words: string): string => (isTerse ? `${lead}${words}${tail}`.trim() : words);
  return note(ledger, { kind: "replaced", before: whole(gone), after: whole(come) });
}

/** So many characters, or a word more, are enough to find the place. */
const ENOUGH = 10;

/** Whole pieces that go together. */
function nearWords(tokens: readonly Token[]): string[] {
  const words: string[] = [];
  let length = 0;
  for (const { name, leaf } of tokens) {
    if (leaf.kind !== "text" || SIGN.test(name) || length >= ENOUGH) break;
    words.push(name);
    length += name.length;
  }
  return words;
}
const SIGN = /^[.,;:!?()[\]、，。；：！？（）【】]$/;

const leavesOf = (tokens: readonly Token[]): readonly Inline[] => tokens.map(({ leaf }) => leaf);

function withRevision({ leaf, ...token }: Token, revision: Revision, change: number | undefined): Token {
  const [own = leaf] = mapInlines([leaf], { leaf: (inner) => ({ ...inner, revision }) });
  return { ...token, leaf: { ...own, ...(change !== undefined && { change }) } };
}

/** What both revisions have: the newer one's, a footnote with the changes in it. */
function merged(old: Token, young: Token, ledger: Ledger): Token {
  if (old.leaf.kind !== "footnote" || young.leaf.kind !== "footnote") return young;
  const leaf: Footnote = {
    ...young.leaf,
    children: compareInlines(old.leaf.children, young.leaf.children, ledger),
  };
  return { ...young, leaf };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}
/** Tokens that go, and those that come in their place; either may be none. */
interface Hunk {
  readonly from: Stretch;
  readonly to: Stretch;
}

function hunksOf(olds: readonly Token[], news: readonly Token[]): readonly Hunk[] {
  const words = (tokens: readonly Token[]) => bagOf(tokens.map(({ name }) => name).filter(isWord));
  const alike = likeness(words(olds), words(news)) >= ALIKE;
  const names = (tokens: readonly Token[]): string[] => tokens.map(({ name }) => name);
  const changes = alike ? diffArrays(names(olds), names(news), { maxEditLength: MOST_EDITS }) : undefined;
  if (!changes) return [{ from: { start: 0, end: olds.length }, to: { start: 0, end: news.length } }];
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  for (const { added, removed, count } of changes) {
    const from = { start: i, end: added ? i : i + count };
    const to = { start: j, end: removed ? j : j + count };
    [i, j] = [from.end, to.end];
    if (!added && !removed) continue;
    const last = hunks.at(-1);
    if (last && last.from.end === from.start && last.to.end === to.start)
      hunks[hunks.length - 1] = joined(last, { from, to });
    else hunks.push({ from, to });
  }
  return calmed(hunks, olds, news);
}

const joined = (one: Hunk, next: Hunk): Hunk => ({
  from: { start: one.from.start, end: next.from.end },
  to: { start: one.to.start, end: next.to.end },
});

/**
 * Joins hunks with less between them than they change themselves: a reader would rather see one phrase struck and
 * another put in its place than every second word. Notes and line ends that both have stay.
 */
function calmed(hunks: readonly Hunk[], olds: readonly Token[], news: readonly Token[]): readonly Hunk[] {
  const found: Hunk[] = [];
  for (let hunk of hunks) {
    for (let last = found.at(-1); last && isNextToNothing(last, hunk, olds, news); last = found.at(-1)) {
      found.pop();
      hunk = joined(last, hunk);
    }
    found.push(hunk);
  }
  return found;
}

function isNextToNothing(one: Hunk, next: Hunk, olds: readonly Token[], news: readonly Token[]): boolean {
  const between = olds.slice(one.from.end, next.from.start);
  if (between.some(({ leaf }) => leaf.kind !== "text")) return false;
  const text = textOf(between);
  if (!isWord(text)) return true;
  const changed = ({ from, to }: Hunk): number =>
    Math.max(textOf(olds.slice(from.start, from.end)).length, textOf(news.slice(to.start, to.end)).length);
  return text.trim().length <= Math.min(changed(one), changed(next));
}

const textOf = (tokens: readonly Token[]): string => tokens.map(({ name }) => name).join("");

/** Tokens as a tree again: neighbours in one holder share it, pieces of one text with the same mark are one text. */
function nested(tokens: readonly Token[], depth: number): readonly Inline[] {
  const inlines: Inline[] = [];
  for (let at = 0; at < tokens.length; ) {
    const first = tokens[at] as Token; // within bounds
    const holder = first.within[depth];
    let end = at + 1;
    if (holder) {
      while (tokens[end]?.within[depth] === holder) end++;
      inlines.push({ ...holder, children: nested(tokens.slice(at, end), depth + 1) });
    } else if (first.leaf.kind === "text") {
      while (isOneText(first, tokens[end], depth)) end++;
      const run = tokens.slice(at, end);
      const change = run.find(({ leaf }) => leaf.change !== undefined)?.leaf.change;
      inlines.push({ ...first.leaf, text: textOf(run), ...(change !== undefined && { change }) });
    } else inlines.push(first.leaf);
    at = end;
  }
  return inlines;
}

const isOneText = (first: Token, next: Token | undefined, depth: number): boolean =>
  next !== undefined &&
  next.within.length === depth &&
  next.origin === first.origin &&
  next.leaf.revision === first.leaf.revision;
