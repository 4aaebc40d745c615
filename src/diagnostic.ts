/**
 * Where something stands in a text file. `line` and `column` count from 1, `column` in UTF-16 units;
 * `length` is how many units of that line are meant (absent: one position).
 */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

/** An error stops the run, a warning does not, a note informs. */
export type Severity = "error" | "warning" | "note";

/**
 * One thing to tell the user. `code` is public and stable (`record/unknown-person`).
 * `message` is lower-case and specific; advice belongs in `hint`. `path` is the place in the
 * record's own terms (`motions[1].mover`), `excerpt` the whole line that `place` points at.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place?: Place;
  readonly path?: string;
  readonly excerpt?: string;
  readonly hint?: string;
}

/** A value with what there is to say about it, or only what there is to say. Warnings survive success. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A success, with what was noticed on the way. */
export const success = <T>(value: T, diagnostics: readonly Diagnostic[] = []): Outcome<T> => ({
  ok: true,
  value,
  diagnostics,
});

/** A failure; at least one of the diagnostics is an error. */
export const failure = <T>(diagnostics: readonly Diagnostic[]): Outcome<T> => ({ ok: false, diagnostics });

/** Whether any of the diagnostics is an error. */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === "error");

/** Success unless one of the diagnostics is an error. */
export const outcome = <T>(value: T, diagnostics: readonly Diagnostic[]): Outcome<T> =>
  hasErrors(diagnostics) ? failure(diagnostics) : success(value, diagnostics);

/** The next step on success, with the diagnostics of both; the failure otherwise. */
export function chain<A, B>(first: Outcome<A>, next: (value: A) => Outcome<B>): Outcome<B> {
  if (!first.ok) return first;
  const second = next(first.value);
  return { ...second, diagnostics: [...first.diagnostics, ...second.diagnostics] };
}

/**
 * The candidate nearest to a misspelt word, by edit distance counting a swap of neighbours as one
 * (optimal string alignment); absent when none is near enough to be what was meant (a third of the
 * word's length, at least one).
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, at(previous, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d = Math.min(d, at(before, j - 2) + 1);
      current.push(d);
    }
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
