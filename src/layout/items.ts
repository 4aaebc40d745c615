import { isRtlLanguage } from "../document/direction.ts";
import { hanMarks, type IsHanMark } from "../document/han-marks.ts";
import { levelled, needsOrder, runsLeft } from "./bidi.ts";
import { opportunities } from "./breaks.ts";
import type { Context } from "./context.ts";
import {
  type Character,
  characterIn,
  DEAR_BREAK,
  dividedWord,
  glueOf,
  type LayoutItem,
  type Lexicon,
  lexiconOf,
  NO_BREAK,
  PARTS,
  penaltyOf,
  plainCharacterIn,
  SOFT_BREAK,
  type TextGlue,
  type TextPenalty,
  wordIn,
} from "./lexicon.ts";
import { FORCED } from "./linebreak.ts";
import { LINE_END, type Span } from "./spans.ts";

/** A paragraph as boxes, glue and penalties; each item belongs to the span of the same index. */
export interface ParagraphItems {
  readonly items: readonly LayoutItem[];
  readonly spans: readonly Span[];
  /** Whether lines have to be put into drawing order: there is text that runs from right to left. */
  readonly ordered: boolean;
}

export interface ItemSettings {
  readonly measure: number;
  readonly lang: string;
  /** Whether words may be divided. */
  readonly hyphenate: boolean;
  /** Extra points between Han characters: a short name or label spread to a set width. */
  readonly spread: number;
}

/** In em. */
const HAIR = 0.1;
const FILL = glueOf(0, 1e6, 0);
const END = penaltyOf(0, FORCED);
const PARAGRAPH_END = penaltyOf(0, FORCED, true);

export function paragraphItems(
  context: Context,
  spans: readonly Span[],
  settings: ItemSettings,
): ParagraphItems {
  const text = spans.length === 1 ? (spans[0] as Span).text : spans.map((span) => span.text).join("");
  const rtl = isRtlLanguage(settings.lang);
  const ordered = needsOrder(text, rtl);
  const source = ordered ? levelled(spans, text, rtl) : spans;
  const isHanMark = hanMarks(text, settings.lang, spans);
  const builder = new ItemBuilder(context, source, text, settings, ordered, isHanMark);
  let from = 0;
  const { positions, required, dear } = opportunities(text, settings.lang, isHanMark);
  for (const position of positions) {
    builder.segment(from, position);
    if (required.has(position)) builder.forceBreak();
    else builder.mayBreak(dear.has(position));
    from = position;
  }
  builder.segment(from, text.length);
  builder.end();
  return builder;
}

/** Holds the place in the spans and the last character seen while a paragraph is turned into items. */
class ItemBuilder implements ParagraphItems {
  readonly items: LayoutItem[] = [];
  readonly spans: Span[] = [];
  readonly ordered: boolean;
  readonly #context: Context;
  readonly #source: readonly Span[];
  readonly #text: string;
  readonly #settings: ItemSettings;
  readonly #isHanMark: IsHanMark;
  /** No Han character or mark anywhere, as in most English paragraphs. */
  readonly #plain: boolean;
  /** Nor a character that is drawn otherwise than it is typed, or not at all. */
  readonly #visible: boolean;
  #index = 0;
  #start = 0;
  #stop: number;
  #span: Span;
  #lexicon: Lexicon;
  /** What was set last: nothing or a typed space, a word, or a full-width character. */
  #last: "nothing" | "word" | "han" = "nothing";
  /** Of a word, whether it ends in a letter or digit; of a full-width character, what it is. */
  #wordlike = false;
  #ideograph = false;
  #opens = false;
  #closes = false;
  /** Whether a line may end between the last box and what comes next. */
  #breakable = false;
  #dear = false;
  /** How a line ends whose last mark hangs, when the last box has such a mark. */
  #hang: TextPenalty | undefined;

  constructor(
    context: Context,
    spans: readonly Span[],
    text: string,
    settings: ItemSettings,
    ordered: boolean,
    isHanMark: IsHanMark,
  ) {
    this.ordered = ordered;
    this.#context = context;
    this.#source = spans;
    this.#text = text;
    this.#settings = settings;
    this.#isHanMark = isHanMark;
    this.#plain = !HAN_LIKE.test(text);
    this.#visible = !INVISIBLE.test(text);
    this.#span = spans[0] as Span; // no paragraph is without a span
    this.#stop = this.#span.text.length;
    this.#lexicon = this.#lexiconOfSpan();
  }

  mayBreak(dear: boolean): void {
    this.#breakable = true;
    this.#dear = dear;
  }

  forceBreak(): void {
    this.#push(NO_BREAK);
    this.#push(FILL);
    this.#push(END);
    this.#last = "nothing";
    this.#breakable = false;
  }

  /** Space for the last line and the break after it (Knuth and Plass, p. 1127). */
  end(): void {
    this.#push(NO_BREAK);
    this.#push(FILL);
    this.#push(PARAGRAPH_END);
  }

  /** Text between two opportunities: a word with the spaces after it, or a few Han characters. */
  segment(from: number, to: number): void {
    let end = to;
    while (end > from && isSpace(this.#text.charCodeAt(end - 1))) end--;
    let at = from;
    while (at < end) {
      this.#moveTo(at);
      const stop = Math.min(end, this.#stop);
      if (this.#span.revision !== undefined) this.#part();
      this.#words(at, stop, at > from);
      at = stop;
    }
    for (at = end; at < to; at++) {
      this.#moveTo(at);
      const text = this.#text[at] ?? "";
      if (text !== LINE_END && text !== "\n") this.#space(text);
    }
  }

  /** Makes the span that holds an offset the current one. */
  #moveTo(at: number): void {
    if (at < this.#stop) return;
    while (at >= this.#stop) {
      this.#start = this.#stop;
      this.#index++;
      this.#span = this.#source[this.#index] as Span; // positions lie inside the joined text
      this.#stop = this.#start + this.#span.text.length;
    }
    this.#lexicon = this.#lexiconOfSpan();
  }

  #lexiconOfSpan(): Lexicon {
    const { style, lang, level } = this.#span;
    return lexiconOf(this.#context, style, lang, runsLeft(level));
  }

  /** By index, since V8 calls `push` of arrays that begin empty as a function, which takes most of the time here. */
  #push(item: LayoutItem): void {
    this.items[this.items.length] = item;
    this.spans[this.spans.length] = this.#span;
  }

  /** A hair between what went and what came right behind it, or a struck figure and its successor were one number. */
  #part(): void {
    const before = this.spans.at(-1);
    if (!before?.revision || before.revision === this.#span.revision || this.items.at(-1)?.kind !== "box")
      return;
    this.#push(NO_BREAK);
    this.#push(glueOf(HAIR * this.#span.style.size, 0, 0));
  }

  #words(from: number, to: number, joined: boolean): void {
    let at = from;
    // Nothing combines with a character before another plain one, or before the end.
    while (
      isPlainHan(this.#text.charCodeAt(at)) &&
      (at + 1 === to || isPlainHan(this.#text.charCodeAt(at + 1)))
    ) {
      this.#han(plainCharacterIn(this.#context, this.#lexicon, this.#text.charCodeAt(at), this.#span.place));
      if (++at === to) return;
    }
    const slice = this.#text.slice(at, to);
    if (this.#plain || !HAN_LIKE.test(slice)) {
      const text = this.#shown(slice);
      if (text !== "") this.#latin(text, joined);
      return;
    }
    let word = "";
    let offset = at;
    for (const part of slice.match(PARTS) ?? []) {
      const wide = HAN_LIKE.test(part) && (!MARKS.has(part) || this.#isHanMark(offset));
      offset += part.length;
      if (!wide) {
        word += this.#shown(part);
        continue;
      }
      if (word) this.#latin(word, joined);
      word = "";
      this.#han(characterIn(this.#context, this.#lexicon, part, this.#span.place));
    }
    if (word) this.#latin(word, joined);
  }

  /** Text as it is drawn. */
  #shown(text: string): string {
    return this.#visible ? text : text.replaceAll("\u00a0", " ").replace(INVISIBLES, "");
  }

  /** A word, divided where the patterns allow. */
  #latin(text: string, joined: boolean): void {
    const { measure, hyphenate } = this.#settings;
    const word = wordIn(this.#context, this.#lexicon, text, measure, this.#span.place);
    if (this.#last === "han") {
      if (this.#closes) this.#glue(this.#lexicon.mark);
      else if (this.#ideograph && word.beginsWordlike) this.#glue(this.#lexicon.mixed);
      else if (!joined) this.#seam(false);
    } else if (this.#breakable && !joined && this.items.at(-1)?.kind === "box") this.#push(SOFT_BREAK);
    this.#breakable = false;
    const items = hyphenate ? dividedWord(this.#context, this.#lexicon, text, word) : word.items;
    for (let i = 0; i < items.length; i++) this.#push(items[i] as LayoutItem); // within bounds
    this.#hang = word.hang;
    this.#last = "word";
    this.#wordlike = word.endsWordlike;
  }

  /** A Han character or mark, or a dash or ellipsis of two. */
  #han(character: Character): void {
    const after = this.#last;
    if (after === "han" && this.#ideograph && character.ideograph) this.#seam(false);
    else if (after === "han" && this.#closes) {
      // Two marks in a row share one empty half (CLREQ 3.1.6).
      if (!character.closes) this.#glue(this.#lexicon.mark);
    } else if (character.opens && !(after === "han" && this.#opens)) {
      if (after !== "nothing" || this.#spaced) this.#glue(this.#lexicon.mark);
    } else if (after === "word" && this.#wordlike && character.ideograph) this.#glue(this.#lexicon.mixed);
    else if (this.items.at(-1)?.kind === "box" && !(after === "han" && this.#opens))
      this.#seam(character.closes);
    this.#breakable = false;
    this.#push(character.box);
    // Of several marks in a row none hangs (CLREQ 3.1.7).
    this.#hang = after === "han" && this.#closes ? undefined : character.hang;
    this.#last = "han";
    this.#ideograph = character.ideograph;
    this.#opens = character.opens;
    this.#closes = character.closes;
  }

  /** Whether a typed space comes before; a mark that opens keeps its own half beside it. */
  get #spaced(): boolean {
    const last = this.items.at(-1);
    return last?.kind === "glue" && last.space !== undefined;
  }

  /** Between two characters without space of their own: what justification may open, if a line may end there. */
  #seam(beforeMark: boolean): void {
    const { spread } = this.#settings;
    const { seam, seamBeforeMark } = this.#lexicon;
    if (beforeMark) this.#glue(seamBeforeMark);
    else this.#glue(spread === 0 ? seam : glueOf(spread, seam.stretch, 0));
  }

  #glue(glue: TextGlue): void {
    if (!this.#breakable) this.#push(NO_BREAK);
    else if (this.#dear) this.#push(DEAR_BREAK);
    else if (this.#hang) this.#push(this.#hang);
    this.#push(glue);
    this.#breakable = false;
  }

  /** A typed space; the ideographic one is a character wide and stays so. */
  #space(text: string): void {
    if (this.#hang && this.items.at(-1)?.kind === "box") this.#push(this.#hang);
    this.#push(text === IDEOGRAPHIC_SPACE ? this.#lexicon.wideSpace() : this.#lexicon.space);
    this.#last = "nothing";
    this.#breakable = false;
  }
}

const HAN_LIKE =
  /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]|[\ud840-\ud8bf][\udc00-\udfff]|[“”‘’—…]/;
/** What both scripts have, as the parts of a text. */
const MARKS: ReadonlySet<string> = new Set([..."“”‘’—…", "——", "……"]);
/** Settled before this: where a line may end and which way text runs. Drawn as a space or not at all. */
const INVISIBLE = /[\u00a0\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;
const INVISIBLES = new RegExp(INVISIBLE, "gu");
const IDEOGRAPHIC_SPACE = "\u3000";

/** The ideographs and the marks beside them that nearly all Chinese text is made of. */
const isPlainHan = (code: number): boolean =>
  (code >= 0x3400 && code <= 0x9fff) ||
  (code >= 0x3001 && code <= 0x3020) ||
  (code >= 0xff01 && code <= 0xff60);

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x09 || code === 0x0a || code === 0x2028 || code === 0x3000;
