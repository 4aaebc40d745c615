import type { Diagnostic, Place } from "../diagnostic.ts";
import type { Face, FontMetrics, Shaped } from "../fonts/metrics.ts";
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
  /** Page of each heading as the pass before found it; empty in the first pass. */
  readonly pageOf: ReadonlyMap<string, number>;
  /** What each heading says, with its number. */
  readonly titleOf: ReadonlyMap<string, string>;
  readonly choices: FontChoices;
}

/** Font choices found so far: by what a style says of fonts, and by the style itself, which is quicker. */
export interface FontChoices {
  readonly byLook: Map<string, FontChoice>;
  readonly latin: WeakMap<Style, FontChoice>;
  readonly han: WeakMap<Style, FontChoice>;
  /** Words already measured, by style and language. */
  readonly lexicons: WeakMap<Style, Map<string, Lexicon>>;
}

/** What was split and shaped for one document serves the next: words repeat more than anything else does. */
const choicesByMetrics = new WeakMap<FontMetrics, FontChoices>();

export function choicesFor(metrics: FontMetrics): FontChoices {
  let choices = choicesByMetrics.get(metrics);
  if (!choices) {
    choices = { byLook: new Map(), latin: new WeakMap(), han: new WeakMap(), lexicons: new WeakMap() };
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

/** The faces one style asks for, in order of preference, with what was already split among them. */
export interface FontChoice {
  readonly faces: readonly Face[];
  /** Whether marks that both scripts have are Chinese here. */
  readonly han: boolean;
  readonly figures: Style["figures"];
  readonly runs: Map<string, readonly FontRun[]>;
}

export function fontChoice(context: Context, style: Style, han: boolean): FontChoice {
  const known = han ? context.choices.han : context.choices.latin;
  let choice = known.get(style);
  if (!choice) {
    choice = choiceFor(context, style, han);
    known.set(style, choice);
  }
  return choice;
}

function choiceFor(context: Context, style: Style, han: boolean): FontChoice {
  const key = `${context.sheet.stacks[style.font]?.join()}|${style.weight}|${style.italic}|${style.figures}|${han}`;
  let choice = context.choices.byLook.get(key);
  if (!choice) {
    const stack = context.sheet.stacks[style.font];
    if (!stack?.length) throw new Error(`theme ${context.sheet.theme} has no font stack ${style.font}`);
    const faces = stack.map((family) => context.metrics.face(family, WEIGHTS[style.weight], style.italic));
    choice = { faces, han, figures: style.figures, runs: new Map() };
    context.choices.byLook.set(key, choice);
  }
  return choice;
}

/** Marks that Latin and Han fonts both have and draw differently. */
const AMBIGUOUS = /[“”‘’—…·]/u;

/**
 * Splits a text among the faces of a choice, character by character, keeping marks with the letter they stand
 * on. A character that no face has is an error: the page would show an empty box where a name should be.
 */
export function fontRuns(
  context: Context,
  choice: FontChoice,
  text: string,
  place?: Place,
): readonly FontRun[] {
  const known = choice.runs.get(text);
  if (known) return known;
  const parts: { face: Face; text: string }[] = [];
  let complete = true;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const last = parts.at(-1);
    if (last && (/\p{M}/u.test(character) || code === 0x200d) && last.face.has(code)) {
      last.text += character;
      continue;
    }
    const order = choice.han && AMBIGUOUS.test(character) ? [...choice.faces].sort(hanFirst) : choice.faces;
    let face = order.find((candidate) => candidate.has(code));
    if (!face) {
      complete = false;
      face = order[0] as Face; // stacks are never empty
      reportMissing(context, character, code, choice.faces, place);
    }
    if (last && last.face === face) last.text += character;
    else parts.push({ face, text: character });
  }
  const runs = parts.map((part) => ({ face: part.face, shaped: part.face.shape(part.text, choice.figures) }));
  if (complete) choice.runs.set(text, runs);
  return runs;
}

const hanFirst = (a: Face, b: Face): number => Number(b.script === "han") - Number(a.script === "han");

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
