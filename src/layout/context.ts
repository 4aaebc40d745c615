import type { Diagnostic, Place } from "../diagnostic.ts";
import type { Face, FontMetrics, Script, Shaped } from "../fonts/metrics.ts";
import type { Pictures } from "../picture/picture.ts";
import type { Style, StyleSheet } from "../style/sheet.ts";
import { WEIGHTS } from "../style/theme.ts";
import type { Hyphenate } from "./hyphenate.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Element } from "./page.ts";

/** What every part of layout is given. The lists inside are filled while laying out and belong to one run. */
export interface Context {
  readonly sheet: StyleSheet;
  readonly metrics: FontMetrics;
  readonly hyphenate: Hyphenate;
  readonly lang: string;
  readonly pictures: Pictures;
  /** Width and height of the type area. */
  readonly width: number;
  readonly height: number;
  readonly elements: Element[];
  readonly diagnostics: Diagnostic[];
  /** Page of each heading and change as the pass before found it; empty in the first pass. */
  readonly pageOf: ReadonlyMap<string, number>;
  /** What each heading says, with its number. */
  readonly titleOf: ReadonlyMap<string, string>;
  /** What was changed, in words, by the number of the change less one. */
  readonly changes: readonly string[];
  readonly choices: FontChoices;
}

/** Font choices found so far: by what a style says of fonts, and by the style itself, which is quicker. */
export interface FontChoices {
  readonly byLook: Map<string, FontChoice>;
  readonly latin: WeakMap<Style, FontChoice>;
  readonly han: WeakMap<Style, FontChoice>;
  readonly ja: WeakMap<Style, FontChoice>;
  readonly inHan: WeakMap<Style, FontChoice>;
  readonly inJa: WeakMap<Style, FontChoice>;
  readonly rtl: WeakMap<Style, FontChoice>;
  /** Words already measured, by style and language. */
  readonly lexicons: WeakMap<Style, Map<string, Lexicon>>;
}

/** What was split and shaped for one document serves the next: words repeat more than anything else does. */
const choicesByMetrics = new WeakMap<FontMetrics, FontChoices>();

export function choicesFor(metrics: FontMetrics): FontChoices {
  let choices = choicesByMetrics.get(metrics);
  if (!choices) {
    choices = {
      byLook: new Map(),
      latin: new WeakMap(),
      han: new WeakMap(),
      ja: new WeakMap(),
      inHan: new WeakMap(),
      inJa: new WeakMap(),
      rtl: new WeakMap(),
      lexicons: new WeakMap(),
    };
    choicesByMetrics.set(metrics, choices);
  }
  return choices;
}

/** Adds an element to the structure tree and gives its index. */
export function addElement(context: Context, element: Element): number {
  return context.elements.push(element) - 1;
}

/** Text in one face. */
export interface FontRun {
  readonly face: Face;
  readonly shaped: Shaped;
}

/**
 * What a text is set as: Latin and Chinese share marks, Chinese and Japanese share characters that they draw
 * differently, and text from right to left is shaped and drawn so. Words amid Chinese or Japanese (`inHan`, `inJa`) keep
 * Latin quotes and dashes: those that are full-width are no part of a word.
 */
export type Manner = "latin" | "inHan" | "han" | "inJa" | "ja" | "rtl";

/** The faces one style asks for, in order of preference, with what was already split among them. */
export interface FontChoice {
  readonly faces: readonly Face[];
  readonly manner: Manner;
  readonly figures: Style["figures"];
  readonly runs: Map<string, readonly FontRun[]>;
}

export function fontChoice(context: Context, style: Style, manner: Manner): FontChoice {
  const known = context.choices[manner];
  let choice = known.get(style);
  if (!choice) {
    choice = choiceFor(context, style, manner);
    known.set(style, choice);
  }
  return choice;
}

function choiceFor(context: Context, style: Style, manner: Manner): FontChoice {
  const key = `${context.sheet.stacks[style.font]?.join()}|${style.weight}|${style.italic}|${style.figures}|${manner}`;
  let choice = context.choices.byLook.get(key);
  if (!choice) {
    const stack = context.sheet.stacks[style.font];
    if (!stack?.length) throw new Error(`theme ${context.sheet.theme} has no font stack ${style.font}`);
    const behind = Object.entries(context.sheet.families).flatMap(([name, family]) =>
      family.fallback && !stack.includes(name) ? [name] : [],
    );
    const families = [...stack, ...behind];
    if (manner === "ja" || manner === "inJa")
      families.sort((a, b) => rankInJapanese(context, a) - rankInJapanese(context, b));
    const faces = families.map((family) => context.metrics.face(family, WEIGHTS[style.weight], style.italic));
    choice = { faces, manner, figures: style.figures, runs: new Map() };
    context.choices.byLook.set(key, choice);
  }
  return choice;
}

/** Latin letters come from the stack's own family, ideographs from one that is made for Japanese. */
function rankInJapanese({ sheet }: Context, name: string): number {
  const family = sheet.families[name];
  return family?.script === "latin" ? 0 : family?.languages?.includes("ja") ? 1 : 2;
}

/**
 * Splits a text among the faces of a choice, letter by letter; the marks on a letter stay with it. A character
 * that no face has is an error: the page would show an empty box where a name should be.
 */
export function fontRuns(
  context: Context,
  choice: FontChoice,
  text: string,
  place?: Place,
): readonly FontRun[] {
  const known = choice.runs.get(text);
  if (known) return known;
  const rtl = choice.manner === "rtl";
  const [first] = choice.faces;
  if (first && !rtl && isPlainLatin(first, text)) {
    const runs = [{ face: first, shaped: first.shape(text, choice.figures, false) }];
    choice.runs.set(text, runs);
    return runs;
  }
  const parts: { face: Face; text: string }[] = [];
  let complete = true;
  for (const [letter] of text.matchAll(LETTERS)) {
    const last = parts.at(-1);
    const codes = Array.from(letter, (character) => character.codePointAt(0) ?? 0);
    const face = faceFor(choice, letter, codes, last?.face);
    for (const code of codes) {
      if (face.has(code)) continue;
      complete = false;
      reportMissing(context, String.fromCodePoint(code), code, choice.faces, place);
    }
    if (last && last.face === face) last.text += letter;
    else parts.push({ face, text: letter });
  }
  const runs = parts.map((part) => ({
    face: part.face,
    shaped: part.face.shape(part.text, choice.figures, rtl),
  }));
  if (complete) choice.runs.set(text, runs);
  return runs;
}

/** Whether a text is of letters and signs that no language has drawn by another font, and a face has them all. */
function isPlainLatin(face: Face, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x24f || code === MIDDLE_DOT || !face.has(code)) return false;
  }
  return text.length > 0;
}
const MIDDLE_DOT = 0xb7;

/** A character with its marks and joiners: what must not be drawn with two fonts. */
const LETTERS = /[\s\S][\p{M}\u200c\u200d]*/gu;

/** The face that has a letter and all its marks; else the letter alone, else the first. */
function faceFor({ faces, manner }: FontChoice, letter: string, codes: readonly number[], last?: Face): Face {
  const hasAll = (face: Face): boolean => codes.every((code) => face.has(code));
  // In text from right to left, marks and spaces come from the font of their neighbours.
  if (manner === "rtl" && last && hasAll(last)) return last;
  const script = ownScript(codes[0] ?? 0) ?? (HAN_MARKS[manner]?.test(letter) ? "han" : undefined);
  const order = script ? [...faces].sort((a, b) => rank(a, script) - rank(b, script)) : faces;
  return order.find(hasAll) ?? order.find((face) => face.has(codes[0] ?? 0)) ?? (faces[0] as Face); // never empty
}

/** Marks that Latin and Han fonts both have and draw differently, and that are Han's here. */
const HAN_MARKS: Readonly<Partial<Record<Manner, RegExp>>> = {
  han: /[“”‘’—…·]/u,
  ja: /[“”‘’—…·]/u,
  inHan: /·/u,
  inJa: /·/u,
};

const rank = (face: Face, script: Script): number => (face.script === script ? 0 : 1);

/** Letters that fonts of one script are made for, so that no large font is opened to find them missing. */
const ownScript = (code: number): Script | undefined =>
  code < 0x590 || code > 0xfefc
    ? undefined
    : code <= 0x5ff || (code >= 0xfb1d && code <= 0xfb4f)
      ? "hebrew"
      : (code >= 0x600 && code <= 0x6ff) ||
          (code >= 0x750 && code <= 0x77f) ||
          (code >= 0x8a0 && code <= 0x8ff) ||
          (code >= 0xfb50 && code <= 0xfdff) ||
          code >= 0xfe70
        ? "arabic"
        : undefined;

function reportMissing(
  context: Context,
  character: string,
  code: number,
  faces: readonly Face[],
  place?: Place,
): void {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const message = `no font has the character ${character} (${name})`;
  if (context.diagnostics.some((diagnostic) => diagnostic.message === message)) return;
  context.diagnostics.push({
    code: "layout/missing-glyph",
    severity: "error",
    message,
    ...(place && { place }),
    hint: `looked in ${faces.map((face) => face.id).join(", ")}; add a family that has it to the theme's stack`,
  });
}
