import type { Footnote, Image, Inline } from "../../document/model.ts";
import type { Picture, Pictures } from "../../picture/picture.ts";
import { characterStyleName, type StyleSheet } from "../../style/sheet.ts";
import { characterClass } from "./escape.ts";

/** How a block style is met; it decides which rules its class needs. */
export type Use =
  | "text"
  | "heading"
  | "list"
  | "table"
  | "facts"
  | "box"
  | "columns"
  | "signatures"
  | "figure"
  | "contents"
  | "rule";

/** What is gathered while the body is written: the styles that need rules, and the notes for the end. */
export interface Context {
  readonly sheet: StyleSheet;
  readonly lang: string;
  readonly pictures: Pictures;
  readonly blocks: Map<string, Set<Use>>;
  readonly characters: Set<string>;
  readonly notes: Footnote[];
}

/** Notes that a block style is used in a certain way. */
export function use(context: Context, style: string, as: Use): void {
  const uses = context.blocks.get(style);
  if (uses) uses.add(as);
  else context.blocks.set(style, new Set([as]));
}

/** The class of an inline's character style; absent for one that only inherits. */
export function characterClassOf(context: Context, inline: Inline): string | undefined {
  const name = characterStyleName(inline);
  return name === undefined ? undefined : characterClassNamed(context, name);
}

export function characterClassNamed(context: Context, name: string): string {
  context.characters.add(name);
  return characterClass(name);
}

/** The picture that an image names; build has seen to it that there is one. */
export function pictureOf({ pictures }: Context, { picture }: Image): Picture {
  const found = pictures[picture];
  if (!found) throw new Error(`the document has no picture ${picture}`);
  return found;
}
