import type { Place } from "../diagnostic.ts";
import { isHanLanguage } from "../document/han-marks.ts";
import type { Face, Shaped } from "../fonts/metrics.ts";
import type { Style } from "../style/sheet.ts";
import { type Context, type FontRun, fontChoice, fontRuns, type Manner } from "./context.ts";
import type { Hyphenate } from "./hyphenate.ts";
import { FORBIDDEN } from "./linebreak.ts";

/**
 * What paragraphs are made of: boxes, glue and penalties that remember what is drawn for them. They are shared:
 * the same word in the same style is the same object wherever it stands, since text repeats itself more than
 * anything else does. Widths in points.
 */
export type LayoutItem = TextBox | TextGlue | TextPenalty;
export interface TextBox {
  readonly kind: "box";
  readonly width: number;
  readonly face: Face;
  readonly shaped: Shaped;
  /** Continues the word of the box before; drawn as one when no line ends between. */
  readonly joined: boolean;
  /** Empty space that the glyph brings at its start and its end, taken away (Chinese marks). */
  readonly trimStart: number;
  readonly trimEnd: number;
  /** On the first syllable of a divided word: the word as one, and how many items further its last syllable is. */
  readonly whole: { readonly box: TextBox; readonly reach: number } | undefined;
}
export interface TextGlue {
  readonly kind: "glue";
  readonly width: number;
  readonly stretch: number;
  readonly shrink: number;
  /** A typed space, drawn so that the text can be copied; absent for space that only layout makes. */
  readonly space: FontRun | undefined;
}
export interface TextPenalty {
  readonly kind: "penalty";
  readonly width: number;
  readonly penalty: number;
  readonly flagged: boolean;
  /** Points of the line's last mark that stand in the margin when the line ends here. */
  readonly hang: number;
}

// One function for each kind: objects of one shape are what keeps the loops over them quick.
export const boxOf = (
  { face, shaped }: FontRun,
  width: number,
  joined = false,
  trimStart = 0,
  trimEnd = 0,
  whole?: TextBox["whole"],
): TextBox => ({ kind: "box", width, face, shaped, joined, trimStart, trimEnd, whole });
export const glueOf = (width: number, stretch: number, shrink: number, space?: FontRun): TextGlue => ({
  kind: "glue",
  width,
  stretch,
  shrink,
  space,
});
export const penaltyOf = (width: number, penalty: number, flagged = false, hang = 0): TextPenalty => ({
  kind: "penalty",
  width: width - hang,
  penalty,
  flagged,
  hang,
});

/** Word spaces may grow to 1½ and shrink to ⅔ of their width at ratio 1, as in the paper's own settings. */
export const SPACE_STRETCH = 0.5;
const SPACE_SHRINK = 0.33;
/** Between ideographs, in em: invisible one by one, together a character in a line of forty. */
export const HAN_STRETCH = 0.03;
/** Between Chinese and Latin or digits, in em; CLREQ 3.2.4 allows an eighth to a half. */
const MIXED = { width: 0.25, stretch: 0.125, shrink: 0.11 };
/** The empty half of a full-width mark, in em; it may lose up to half of itself in a line (CLREQ 3.1.6). */
const MARK_SPACE = { width: 0.5, stretch: 0, shrink: 0.22 };
/** On a grid marks keep their square; in a line that is a mark too long they give way, as everywhere. */
const GRID_MARK_SPACE = { width: 0, stretch: HAN_STRETCH, shrink: 0.22 };
/** On a grid Latin words stand close to their neighbours (domain of GB/T 9704: no space between scripts). */
const NO_SPACE = { width: 0, stretch: HAN_STRETCH, shrink: 0 };
const HYPHEN_PENALTY = 60;
/** A word longer than the line is cut anywhere rather than run into the margin. */
const CUT_PENALTY = 5000;

/** What it costs to end a line inside a name; a line may be rather loose before that. */
const DEAR_PENALTY = 2000;

/** Keeps what comes before and after it on one line. */
export const NO_BREAK = penaltyOf(0, FORBIDDEN);
/** A place to break without space, after a hyphen or a slash. */
export const SOFT_BREAK = penaltyOf(0, 50);
const CUT = penaltyOf(0, CUT_PENALTY);
export const DEAR_BREAK = penaltyOf(0, DEAR_PENALTY);

/** How much of a mark stands in the margin where marks hang, as a share of its width: the lighter, the more. */
const HANGING: ReadonlyMap<string, number> = new Map([
  [".", 0.7],
  [",", 0.7],
  ["-", 0.7],
  [":", 0.5],
  [";", 0.5],
  ["’", 0.5],
  ["”", 0.5],
  ["–", 0.3],
]);
/** Stops that hang whole at the end of a Chinese line (CLREQ 3.1.7). */
const HANGING_STOPS: ReadonlySet<string> = new Set("、。，．");

/** A word as it is set when it is not divided by a hyphen. */
export interface Word {
  readonly items: readonly LayoutItem[];
  /** Whether it may be divided, where the patterns allow; not when it has been cut to fit. */
  readonly divisible: boolean;
  /** Whether a Han character before it, or after it, stands off by the mixed space. */
  readonly beginsWordlike: boolean;
  readonly endsWordlike: boolean;
  /** Ends a line with its last mark in the margin; absent when it has none or marks do not hang. */
  readonly hang: TextPenalty | undefined;
  /** Undivided. */
  readonly width: number;
}

/** A Han character or mark, or a dash or ellipsis of two. */
export interface Character {
  readonly box: TextBox;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly ideograph: boolean;
  /** As for a word. */
  readonly hang: TextPenalty | undefined;
}

/** The words and spaces of one style in one language. */
export interface Lexicon {
  readonly style: Style;
  /** Whether the language is written in Han characters. */
  readonly han: boolean;
  /** How words are set; full-width characters have a manner of their own. */
  readonly manner: Manner;
  readonly seam: TextGlue;
  readonly seamBeforeMark: TextGlue;
  readonly mark: TextGlue;
  readonly mixed: TextGlue;
  readonly space: TextGlue;
  readonly wideSpace: () => TextGlue;
  readonly words: Map<string, Word>;
  /** Those that have been divided so far, which few paragraphs ask for. */
  readonly divided: Map<string, readonly LayoutItem[]>;
  readonly characters: Map<string, Character>;
  /** Those of one UTF-16 unit by their code, which is found much more quickly. */
  readonly byCode: Map<number, Character>;
  readonly lang: string;
  readonly hyphenate: Hyphenate;
}

/** So many words are kept for one style; a process that sets papers for months must not grow for ever. */
const MOST_WORDS = 50_000;

/**
 * The lexicon of a style, a language and a direction (not that of the language: of the text's own level); kept as
 * long as the style and the fonts are.
 */
export function lexiconOf(context: Context, style: Style, lang: string, rtl = false): Lexicon {
  const { lexicons } = context.choices;
  let byLang = lexicons.get(style);
  if (!byLang) {
    byLang = new Map();
    lexicons.set(style, byLang);
  }
  const key = rtl ? `${lang} rtl` : lang;
  let lexicon = byLang.get(key);
  if (!lexicon || lexicon.hyphenate !== context.hyphenate) {
    lexicon = openLexicon(context, style, lang, rtl);
    byLang.set(key, lexicon);
  }
  return lexicon;
}

function openLexicon(context: Context, style: Style, lang: string, rtl: boolean): Lexicon {
  const { size } = style;
  const inEm = (glue: { width: number; stretch: number; shrink: number }): TextGlue =>
    glueOf(glue.width * size, glue.stretch * size, glue.shrink * size);
  const typed = (text: string): FontRun => {
    const choice = fontChoice(context, style, text === " " ? "latin" : "han");
    return fontRuns(context, choice, text)[0] as FontRun; // one character, one face
  };
  const han = isHanLanguage(lang);
  const space = typed(" ");
  const width = space.shaped.width * size + tracking(style);
  return {
    style,
    han,
    manner: rtl ? "rtl" : /^ja\b/.test(lang) ? "inJa" : han ? "inHan" : "latin",
    seam: glueOf(0, HAN_STRETCH * size, 0),
    seamBeforeMark: glueOf(0, 0, 0),
    mark: inEm(style.cell ? GRID_MARK_SPACE : MARK_SPACE),
    mixed: inEm(style.cell ? NO_SPACE : MIXED),
    space: glueOf(width, width * SPACE_STRETCH, width * SPACE_SHRINK, space),
    wideSpace: () => {
      const wide = typed("\u3000");
      return glueOf(wide.shaped.width * size + tracking(style), 0, 0, wide);
    },
    words: new Map(),
    divided: new Map(),
    characters: new Map(),
    byCode: new Map(),
    lang,
    hyphenate: context.hyphenate,
  };
}

/** Letter spacing in points. */
export const tracking = (style: Style): number => style.tracking * style.size;

/**
 * A word, measured and divided. `measure` is the length of its line: a word that cannot fit is cut. `place` is
 * told when a character has no glyph.
 */
export function wordIn(
  context: Context,
  lexicon: Lexicon,
  text: string,
  measure: number,
  place: Place | undefined,
): Word {
  if (text.length * lexicon.style.size * 0.4 > measure)
    return makeWord(context, lexicon, text, cutPieces(text, measure, lexicon.style), place);
  let word = lexicon.words.get(text);
  if (!word) {
    word = makeWord(context, lexicon, text, undefined, place);
    if (lexicon.words.size >= MOST_WORDS) {
      lexicon.words.clear();
      lexicon.divided.clear();
    }
    // A word with a missing character is not kept, so that it is reported wherever it stands.
    if (fontChoice(context, lexicon.style, lexicon.manner).runs.has(text)) lexicon.words.set(text, word);
  }
  // Divided where the patterns allow, it may fit after all.
  if (word.width > measure && dividedWord(context, lexicon, text, word) === word.items)
    return makeWord(context, lexicon, text, cutPieces(text, measure, lexicon.style), place);
  return word;
}

function makeWord(
  context: Context,
  lexicon: Lexicon,
  text: string,
  cuts: readonly string[] | undefined,
  place: Place | undefined,
): Word {
  const items = piecesOf(context, lexicon, cuts ?? [text], CUT, place);
  return {
    items,
    divisible: !cuts && lexicon.style.hyphenate,
    beginsWordlike: WORDLIKE.test(text[0] ?? ""),
    endsWordlike: WORDLIKE.test(lastCharacter(text)),
    hang: hangOf(context, lexicon, lastCharacter(text)),
    width: items.reduce((sum, item) => sum + item.width, 0),
  };
}

/** A word of `wordIn`, divided where the patterns allow; its own items where they do not. */
export function dividedWord(
  context: Context,
  lexicon: Lexicon,
  text: string,
  { items, divisible }: Word,
): readonly LayoutItem[] {
  if (!divisible) return items;
  let divided = lexicon.divided.get(text);
  if (!divided) {
    const syllables = syllablesOf(lexicon, text);
    divided =
      syllables.length > 1
        ? withWhole(piecesOf(context, lexicon, syllables, hyphenOf(context, lexicon)), items)
        : items;
    if (lexicon.words.has(text)) lexicon.divided.set(text, divided);
  }
  return divided;
}

/** Pieces of a word with what lies between them. */
function piecesOf(
  context: Context,
  { style, manner }: Lexicon,
  pieces: readonly string[],
  between: TextPenalty,
  place?: Place,
): LayoutItem[] {
  const choice = fontChoice(context, style, manner);
  return pieces.flatMap((piece, index) => {
    const boxes = fontRuns(context, choice, piece, place).map((run, part) =>
      boxOf(run, widthOf(run.shaped, style), index > 0 && part === 0),
    );
    return index > 0 ? [between, ...boxes] : boxes;
  });
}

/** Tells the first syllable of the word that it begins, when one face holds all of it. */
function withWhole(divided: LayoutItem[], undivided: readonly LayoutItem[]): LayoutItem[] {
  const [first, ...rest] = divided;
  const [box, more] = undivided;
  if (first?.kind !== "box" || box?.kind !== "box" || more !== undefined) return divided;
  return [{ ...first, whole: { box, reach: rest.length } }, ...rest];
}

function syllablesOf({ lang, hyphenate }: Lexicon, text: string): string[] {
  const letters = LETTERS.exec(text);
  if (!letters) return [];
  const offsets = hyphenate(letters[0], lang);
  const cuts = [0, ...offsets.map((offset) => offset + letters.index), text.length];
  return cuts.slice(1).map((cut, index) => text.slice(cuts[index], cut));
}

function hyphenOf(context: Context, lexicon: Lexicon): TextPenalty {
  const { style } = lexicon;
  const hyphen = fontRuns(context, fontChoice(context, style, "latin"), "-")[0];
  const width = (hyphen?.shaped.width ?? 0) * style.size;
  return penaltyOf(width, HYPHEN_PENALTY, true, style.hanging ? width * (HANGING.get("-") ?? 0) : 0);
}

function hangOf(context: Context, { style, manner }: Lexicon, mark: string): TextPenalty | undefined {
  const share = style.hanging && manner !== "rtl" ? HANGING.get(mark) : undefined;
  if (share === undefined) return undefined;
  const run = fontRuns(context, fontChoice(context, style, manner), mark)[0];
  return penaltyOf(0, 0, false, share * (run?.shaped.width ?? 0) * style.size);
}

/** Pieces that a line can surely hold. */
function cutPieces(text: string, measure: number, { size }: Style): string[] {
  const length = Math.max(1, Math.floor(measure / (size * 1.2)));
  const characters = text.match(PARTS) ?? [];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += length)
    pieces.push(characters.slice(at, at + length).join(""));
  return pieces;
}

/** A full-width character; marks lose the empty half of their square, which returns as glue. */
export function characterIn(
  context: Context,
  lexicon: Lexicon,
  text: string,
  place: Place | undefined,
): Character {
  let character = lexicon.characters.get(text);
  if (!character) {
    const { size, cell } = lexicon.style;
    const choice = fontChoice(context, lexicon.style, lexicon.manner === "inJa" ? "ja" : "han");
    const run = fontRuns(context, choice, text, place)[0] as FontRun; // one character, one face
    const wide = run.face.script === "han" && run.shaped.width >= 0.95;
    const opens = wide && OPENERS.has(text);
    const closes = wide && CLOSERS.has(text);
    const half = 0.5 * size;
    const natural = widthOf(run.shaped, lexicon.style);
    const squares = cell ? Math.max(1, Math.round(run.shaped.width)) * cell.width : 0;
    const box = cell
      ? boxOf(run, squares, false, 0, natural - squares)
      : boxOf(run, natural - (opens || closes ? half : 0), false, opens ? half : 0, closes ? half : 0);
    const hangs = !cell && lexicon.style.hanging && closes && HANGING_STOPS.has(text);
    character = {
      box,
      opens,
      closes,
      ideograph: IDEOGRAPH.test(text),
      hang: hangs ? penaltyOf(0, 0, false, box.width) : undefined,
    };
    if (choice.runs.has(text)) lexicon.characters.set(text, character);
  }
  return character;
}

/** The same for a character of one UTF-16 unit. */
export function plainCharacterIn(
  context: Context,
  lexicon: Lexicon,
  code: number,
  place: Place | undefined,
): Character {
  let character = lexicon.byCode.get(code);
  if (!character) {
    const text = String.fromCharCode(code);
    character = characterIn(context, lexicon, text, place);
    if (lexicon.characters.has(text)) lexicon.byCode.set(code, character); // else a font lacks it
  }
  return character;
}

/** Width in points of text in a style, its letter spacing included. */
export const widthOf = (shaped: Shaped, style: Style): number =>
  shaped.width * style.size + shaped.glyphs.length * tracking(style);

/** Dashes and ellipses of two characters stay whole; a letter keeps its marks. */
export const PARTS = /——|……|[\s\S]\p{M}*/gu;
export const CLOSERS: ReadonlySet<string> = new Set("、。，．：；！？）》」』】〉〕〗”’");
export const OPENERS: ReadonlySet<string> = new Set("（《「『【〈〔〖“‘");
const IDEOGRAPH = /[\u2e80-\u2fdf\u3005-\u3007\u3040-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const WORDLIKE = /[\p{L}\p{N}%‰°&@#+$£€¥]/u;
const LETTERS = /\p{Ll}{6,}/u;

const lastCharacter = (text: string): string => [...text].at(-1) ?? "";
