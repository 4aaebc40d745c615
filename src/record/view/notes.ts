import type { FactName } from "../lint/required.ts";

/** Another spelling of a name that the sources print, and what the editor takes it for. */
export interface Variant {
  readonly verdict: "misspelling" | "unresolved";
  readonly name: string;
  readonly others: string;
}

/** A note in the record's own words, or what the wording has a sentence for. */
export interface Note {
  readonly number: number;
  readonly text?: string;
  readonly gap?: FactName | "translation";
  readonly variant?: Variant;
}

/** The editor's notes of one paper, numbered as they come; the same words are one note. */
export class Notes {
  readonly #notes: Note[] = [];
  readonly #numbers = new Map<string, number>();

  /** Takes up a note and gives its number. */
  add(text: string): number {
    return this.#take(text, { text });
  }

  /** Takes up a missing fact that no note of the record speaks of. */
  gap(gap: NonNullable<Note["gap"]>): number {
    return this.#take(`gap ${gap}`, { gap });
  }

  /** Takes up a spelling that no note of the record speaks of. */
  variant(variant: Variant): number {
    return this.#take(`variant ${variant.verdict} ${variant.name}`, { variant });
  }

  get all(): readonly Note[] {
    return this.#notes;
  }

  #take(key: string, note: Omit<Note, "number">): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#notes.length + 1;
      this.#numbers.set(key, number);
      this.#notes.push({ number, ...note });
    }
    return number;
  }
}
