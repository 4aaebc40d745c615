import type { FactName } from "../lint/required.ts";

export interface Note {
  readonly number: number;
  readonly text?: string;
  readonly gap?: FactName;
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
  gap(fact: FactName): number {
    return this.#take(`gap ${fact}`, { gap: fact });
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
