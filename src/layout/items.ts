import type { Face, Shaped } from "../fonts/metrics.ts";
import type { Style } from "../style/sheet.ts";
import { isHanLanguage, isHanQuote, opportunities } from "./breaks.ts";
import { type Context, type FontRun, fontChoice, fontRuns } from "./context.ts";
import { FORBIDDEN, FORCED, PARAGRAPH_END } from "./linebreak.ts";
import { LINE_END, type Span } from "./spans.ts";

/** The paragraph as boxes, glue and penalties that remember what is drawn for them. */
export type LayoutItem = TextBox | TextGlue | TextPenalty;
export interface TextBox {
  readonly kind: "box";
  readonly width: number;
  readonly span: Span;
  readonly face: Face;
  readonly shaped: Shaped;
  /** Continues the word of the box before; drawn as one when no line ends between. */
  readonly joined: boolean;
  /** Empty space that the glyph brings at its start and its end, in points, taken away (Chinese marks). */
  readonly trimStart: number;
  readonly trimEnd: number;
}
export interface TextGlue {
  readonly kind: "glue";
  readonly width: number;
  readonly stretch: number;
  readonly shrink: number;
  /** A typed space, drawn so that the text can be copied; absent for space that only layout makes. */
  readonly space?: { readonly span: Span; readonly face: Face; readonly shaped: Shaped };
}
export interface TextPenalty {
  readonly kind: "penalty";
  readonly width: number;
  readonly penalty: number;
  readonly flagged: boolean;
}

export interface ItemSettings {
  readonly measure: number;
  readonly lang: string;
  /** Whether words may be divided. */
  readonly hyphenate: boolean;
  /** Extra points between Han characters: a short name or label spread to a set width. */
  readonly spread: number;
}

/** Word spaces may grow to 1½ and shrink to ⅔ of their width at ratio 1, as in the paper's own settings. */
const SPACE_STRETCH = 0.5;
const SPACE_SHRINK = 0.33;
/** Between ideographs, in em: invisible one by one, together a character in a line of forty. */
const HAN_STRETCH = 0.03;
/** Between Chinese and Latin or digits, in em; CLREQ 3.2.4 allows an eighth to a half. */
const MIXED = { width: 0.25, stretch: 0.125, shrink: 0.11 };
/** The empty half of a full-width mark, in em; it may lose up to half of itself in a line (CLREQ 3.1.6). */
const MARK_SPACE = { width: 0.5, stretch: 0, shrink: 0.22 };
const HYPHEN_PENALTY = 60;
/** A word longer than the line is cut anywhere rather than run into the margin. */
const CUT_PENALTY = 5000;

const HAN_LIKE =
  /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]|[\ud840-\ud8bf][\udc00-\udfff]|[“”‘’—…]/;
const CLOSERS = new Set("、。，．：；！？）》」』】〉〕〗”’");
const OPENERS = new Set("（《「『【〈〔〖“‘");
const IDEOGRAPH = /[\u2e80-\u2fdf\u3005-\u3007\u3040-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const WORDLIKE = /[\p{L}\p{N}%‰°&@#+$£€¥]/u;

export function paragraphItems(
  context: Context,
  spans: readonly Span[],
  settings: ItemSettings,
): LayoutItem[] {
  const text = spans.map((span) => span.text).join("");
  const builder = new ItemBuilder(context, spans, text, settings);
  let from = 0;
  for (const { position, required } of opportunities(text, settings.lang)) {
    builder.segment(from, position);
    if (required) builder.forceBreak();
    else builder.mayBreak();
    from = position;
  }
  builder.segment(from, text.length);
  builder.items.push(...(PARAGRAPH_END as readonly LayoutItem[])); // the same shapes without drawing
  return builder.items;
}

/** Holds the place in the spans and the last character seen while a paragraph is turned into items. */
class ItemBuilder {
  readonly items: LayoutItem[] = [];
  readonly #context: Context;
  readonly #spans: readonly Span[];
  readonly #text: string;
  readonly #settings: ItemSettings;
  /** No Han character or mark anywhere, as in most English paragraphs. */
  readonly #plain: boolean;
  #index = 0;
  #start = 0;
  /** Last character set, and whether it was a full-width Chinese one. */
  #last = "";
  #lastHan = false;
  /** Whether a line may end between the last box and what comes next. */
  #breakable = false;

  constructor(context: Context, spans: readonly Span[], text: string, settings: ItemSettings) {
    this.#context = context;
    this.#spans = spans;
    this.#text = text;
    this.#settings = settings;
    this.#plain = !HAN_LIKE.test(text);
  }

  mayBreak(): void {
    this.#breakable = true;
  }

  forceBreak(): void {
    this.items.push(
      { kind: "penalty", width: 0, penalty: FORBIDDEN, flagged: false },
      { kind: "glue", width: 0, stretch: 1e6, shrink: 0 },
      { kind: "penalty", width: 0, penalty: FORCED, flagged: false },
    );
    this.#last = "";
    this.#lastHan = false;
    this.#breakable = false;
  }

  /** Text between two opportunities: a word with the spaces after it, or a few Han characters. */
  segment(from: number, to: number): void {
    let end = to;
    while (end > from && isSpace(this.#text.charCodeAt(end - 1))) end--;
    let at = from;
    while (at < end) {
      const span = this.#spanAt(at);
      const stop = Math.min(end, this.#start + span.text.length);
      this.#words(span, at, stop, at > from);
      at = stop;
    }
    for (at = end; at < to; at++) {
      const span = this.#spanAt(at);
      const text = this.#text[at] ?? "";
      if (text !== LINE_END && text !== "\n") this.#space(span, text);
    }
  }

  #spanAt(at: number): Span {
    let span = this.#spans[this.#index] as Span; // positions lie inside the joined text
    while (at >= this.#start + span.text.length) {
      this.#start += span.text.length;
      this.#index++;
      span = this.#spans[this.#index] as Span;
    }
    return span;
  }

  #words(span: Span, from: number, to: number, joined: boolean): void {
    const slice = this.#text.slice(from, to);
    const text = INVISIBLE.test(slice) ? slice.replaceAll("\u00a0", " ").replaceAll("\u00ad", "") : slice;
    if (this.#plain || !HAN_LIKE.test(text)) {
      this.#latin(span, text, joined);
      return;
    }
    let word = "";
    let offset = from;
    for (const part of text.match(PARTS) ?? []) {
      const han = isHanLanguage(span.lang) || isHanLanguage(this.#settings.lang);
      const quote = part.length === 1 && "“”‘’".includes(part);
      const wide =
        HAN_LIKE.test(part) &&
        (quote ? isHanQuote(this.#text, offset, this.#settings.lang) : han || !/[—…]/.test(part));
      offset += part.length;
      if (!wide) {
        word += part;
        continue;
      }
      if (word) this.#latin(span, word, joined);
      word = "";
      this.#han(span, part);
    }
    if (word) this.#latin(span, word, joined);
  }

  /** A word, divided where the patterns allow. */
  #latin(span: Span, text: string, joined: boolean): void {
    const first = text[0] ?? "";
    if (this.#lastHan && CLOSERS.has(this.#last)) this.#glue(span, MARK_SPACE);
    else if (this.#lastHan && IDEOGRAPH.test(this.#last) && WORDLIKE.test(first)) this.#glue(span, MIXED);
    else if (this.#lastHan && !joined) this.#seam(span);
    else if (this.#breakable && !joined && this.items.at(-1)?.kind === "box") this.#softBreak();
    this.#breakable = false;
    const choice = fontChoice(this.#context, span.style, isHanLanguage(span.lang));
    const pieces = this.#pieces(span, text);
    pieces.forEach((piece, index) => {
      if (index > 0) this.#divide(span, piece.cut);
      const runs = fontRuns(this.#context, choice, piece.text, span.place);
      runs.forEach((run, part) => {
        this.#box(span, run, (joined || index > 0) && part === 0);
      });
    });
    this.#last = lastCharacter(text);
    this.#lastHan = false;
  }

  /** Syllables of a word that may be divided; slices of one that no line can hold; else the word itself. */
  #pieces(span: Span, text: string): { text: string; cut: boolean }[] {
    const width = text.length * span.style.size * 0.4;
    if (width > this.#settings.measure)
      return slices(text, Math.max(1, Math.floor(this.#settings.measure / (span.style.size * 1.2))));
    if (!this.#settings.hyphenate || !span.style.hyphenate) return [{ text, cut: false }];
    const word = LETTERS.exec(text);
    if (!word) return [{ text, cut: false }];
    const offsets = this.#context.hyphenate(word[0], span.lang);
    if (offsets.length === 0) return [{ text, cut: false }];
    const cuts = [0, ...offsets.map((offset) => offset + word.index), text.length];
    return cuts.slice(1).map((cut, index) => ({ text: text.slice(cuts[index], cut), cut: false }));
  }

  #divide(span: Span, cut: boolean): void {
    if (cut) {
      this.items.push({ kind: "penalty", width: 0, penalty: CUT_PENALTY, flagged: false });
      return;
    }
    const hyphen = fontRuns(this.#context, fontChoice(this.#context, span.style, false), "-")[0];
    const width = (hyphen?.shaped.width ?? 0) * span.style.size;
    this.items.push({ kind: "penalty", width, penalty: HYPHEN_PENALTY, flagged: true });
  }

  /** A Han character or mark, or a dash or ellipsis of two. */
  #han(span: Span, text: string): void {
    const { size } = span.style;
    const choice = fontChoice(this.#context, span.style, true);
    const run = fontRuns(this.#context, choice, text, span.place)[0] as FontRun; // one character, one face
    const wide = run.face.script === "han" && run.shaped.width >= 0.95;
    const opens = wide && OPENERS.has(text);
    const closes = wide && CLOSERS.has(text);
    const lastCloses = this.#lastHan && CLOSERS.has(this.#last);
    const lastOpens = this.#lastHan && OPENERS.has(this.#last);
    if (this.#last !== "") {
      if (lastCloses) {
        // Two marks in a row share one empty half (CLREQ 3.1.6).
        if (!closes) this.#glue(span, MARK_SPACE);
      } else if (opens && !lastOpens) this.#glue(span, MARK_SPACE);
      else if (!this.#lastHan && WORDLIKE.test(this.#last) && IDEOGRAPH.test(text)) this.#glue(span, MIXED);
      else if (this.items.at(-1)?.kind === "box" && !lastOpens) this.#seam(span, closes);
    }
    this.#breakable = false;
    const half = 0.5 * size;
    this.items.push({
      kind: "box",
      width: run.shaped.width * size - (opens || closes ? half : 0),
      span,
      face: run.face,
      shaped: run.shaped,
      joined: false,
      trimStart: opens ? half : 0,
      trimEnd: closes ? half : 0,
    });
    this.#last = text;
    this.#lastHan = true;
  }

  /** Between two characters without space of their own: what justification may open, if a line may end there. */
  #seam(span: Span, beforeMark = false): void {
    const spread = beforeMark ? 0 : this.#settings.spread;
    this.#glue(span, { width: 0, stretch: beforeMark ? 0 : HAN_STRETCH, shrink: 0 }, spread);
  }

  #glue(span: Span, glue: { width: number; stretch: number; shrink: number }, extra = 0): void {
    const { size } = span.style;
    if (!this.#breakable) this.items.push({ kind: "penalty", width: 0, penalty: FORBIDDEN, flagged: false });
    this.items.push({
      kind: "glue",
      width: glue.width * size + extra,
      stretch: glue.stretch * size,
      shrink: glue.shrink * size,
    });
    this.#breakable = false;
  }

  /** A place to break without space, after a hyphen or a slash. */
  #softBreak(): void {
    this.items.push({ kind: "penalty", width: 0, penalty: 50, flagged: false });
  }

  /** A typed space; the ideographic one is a character wide and stays so. */
  #space(span: Span, text: string): void {
    const wide = text === IDEOGRAPHIC_SPACE;
    const choice = fontChoice(this.#context, span.style, wide);
    const run = fontRuns(this.#context, choice, wide ? text : " ", span.place)[0] as FontRun; // one character, one face
    const width = run.shaped.width * span.style.size + tracking(span.style);
    this.items.push({
      kind: "glue",
      width,
      stretch: wide ? 0 : width * SPACE_STRETCH,
      shrink: wide ? 0 : width * SPACE_SHRINK,
      space: { span, face: run.face, shaped: run.shaped },
    });
    this.#last = " ";
    this.#lastHan = false;
    this.#breakable = false;
  }

  #box(span: Span, run: FontRun, joined: boolean): void {
    this.items.push({
      kind: "box",
      width: run.shaped.width * span.style.size + run.shaped.glyphs.length * tracking(span.style),
      span,
      face: run.face,
      shaped: run.shaped,
      joined,
      trimStart: 0,
      trimEnd: 0,
    });
  }
}

/** Letter spacing in points. */
export const tracking = (style: Style): number => style.tracking * style.size;

/** Dashes and ellipses of two characters stay whole; a letter keeps its marks. */
const PARTS = /——|……|[\s\S]\p{M}*/gu;
/** Kept from being a place to break, and drawn as a space or not at all. */
const INVISIBLE = /[\u00a0\u00ad]/;
const IDEOGRAPHIC_SPACE = "\u3000";
const LETTERS = /\p{Ll}{6,}/u;

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x09 || code === 0x0a || code === 0x2028 || code === 0x3000;

function slices(text: string, length: number): { text: string; cut: boolean }[] {
  const characters = text.match(PARTS) ?? [];
  const parts: { text: string; cut: boolean }[] = [];
  for (let at = 0; at < characters.length; at += length) {
    parts.push({ text: characters.slice(at, at + length).join(""), cut: true });
  }
  return parts;
}

const lastCharacter = (text: string): string => [...text].at(-1) ?? "";
