import type { Revision } from "../document/model.ts";
import { align, type Pair, type Traits } from "./align.ts";
import { type ChangeKind, type Ledger, marking, note } from "./changes.ts";
import type { Mapping } from "./map.ts";
import { wordsIn } from "./pieces.ts";

/** How parts of one kind are compared, and what becomes of them. */
export interface Manner<T, R> extends Omit<Traits<T>, "words"> {
  /** The lines of the part, by which it is told to be like another. */
  readonly lines: (part: T) => readonly string[];
  /** Whether it comes and goes on its own, not together with its neighbours. */
  readonly alone?: (part: T) => boolean;
  /** Two that are one, with marks in it. */
  readonly merge: (before: T, after: T) => readonly R[];
  /** One that only one revision has. */
  readonly mark: (part: T, to: Mapping) => readonly R[];
}

/** So few words stand in many places: that they are gone here and new there does not say that they have moved. */
const FEW = 3;

/** The parts of two revisions as one sequence. Neighbours that come or go together are one change. */
export function mergeParts<T, R>(
  before: readonly T[],
  after: readonly T[],
  manner: Manner<T, R>,
  ledger: Ledger,
): readonly R[] {
  const words = (part: T): readonly string[] => manner.lines(part).flatMap(wordsIn);
  const pairs = align(before, after, { ...manner, words });
  const found: R[] = [];
  for (const run of runsOf(pairs, words, manner)) {
    if (run.kind === "both") {
      found.push(...manner.merge(run.before, run.after));
      continue;
    }
    const { kind, parts } = run;
    const text = parts
      .flatMap(manner.lines)
      .filter((line) => line.trim() !== "")
      .join(" / ");
    const revision = REVISIONS[kind];
    const to = marking(revision, () =>
      note(ledger, {
        kind,
        before: revision === "deleted" ? text : "",
        after: revision === "inserted" ? text : "",
      }),
    );
    for (const part of parts) found.push(...manner.mark(part, to));
  }
  return found;
}

type OneSided = Exclude<ChangeKind, "replaced" | "renumbered">;

const REVISIONS: Readonly<Record<OneSided, Revision>> = {
  inserted: "inserted",
  movedHere: "inserted",
  deleted: "deleted",
  movedAway: "deleted",
};

/** A part that both revisions have, or neighbours that only one has. */
type Run<T> =
  | { readonly kind: "both"; readonly before: T; readonly after: T }
  | { readonly kind: OneSided; readonly parts: readonly T[] };

function runsOf<T>(
  pairs: readonly Pair<T>[],
  words: (part: T) => readonly string[],
  { alone }: Pick<Manner<T, unknown>, "alone">,
): readonly Run<T>[] {
  const moved = movedIn(pairs, words);
  const runs: Run<T>[] = [];
  let open: { kind: OneSided; parts: T[] } | undefined;
  for (const { before, after } of pairs) {
    if (before !== undefined && after !== undefined) {
      runs.push({ kind: "both", before, after });
      open = undefined;
      continue;
    }
    const part = (before ?? after) as T; // one of the two is there
    const isMoved = moved.has(words(part).join(" "));
    const kind =
      after === undefined ? (isMoved ? "movedAway" : "deleted") : isMoved ? "movedHere" : "inserted";
    const single = isMoved || alone?.(part) === true;
    if (open && open.kind === kind && !single) open.parts.push(part);
    else {
      open = { kind, parts: [part] };
      runs.push(open);
    }
    if (single) open = undefined;
  }
  return runs;
}

/** The words of what is gone in one place and new in another. */
function movedIn<T>(pairs: readonly Pair<T>[], words: (part: T) => readonly string[]): ReadonlySet<string> {
  const texts = (parts: readonly (T | undefined)[]): readonly string[] =>
    parts.flatMap((part) => {
      const own = part === undefined ? [] : words(part);
      return own.length > FEW ? [own.join(" ")] : [];
    });
  const gone = new Set(texts(pairs.map(({ before, after }) => (after === undefined ? before : undefined))));
  const come = texts(pairs.map(({ before, after }) => (before === undefined ? after : undefined)));
  return new Set(come.filter((text) => gone.has(text)));
}
