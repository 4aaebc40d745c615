import { stated } from "../fact.ts";
import type { Person } from "../schema/people.ts";

/**
 * Short names differ by a letter all the time (Wang Wei, Wang Lei), so only from this many letters on is one
 * letter more likely a slip than another person.
 */
const LONG_ENOUGH = 9;

/**
 * Pairs of people whose names are the same or one slip apart, by their positions, later before earlier. A
 * pair is left out when a variant of one rules on the spelling of the other. Characters decide where both
 * have them: two names in the same pinyin are not one name.
 */
export function nearNames(people: readonly Person[]): readonly (readonly [number, number])[] {
  const forms = people.map(formsOf);
  const byKey = new Map<string, number[]>();
  const pairs: (readonly [number, number])[] = [];
  for (const [later, form] of forms.entries()) {
    const keys = new Set([...form.latin.flatMap(keysOf), ...(form.zh === undefined ? [] : [form.zh])]);
    const candidates = new Set([...keys].flatMap((key) => byKey.get(key) ?? []));
    for (const earlier of [...candidates].toSorted((a, b) => a - b)) {
      const other = forms[earlier];
      if (other !== undefined && near(form, other)) pairs.push([later, earlier]);
    }
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), later]);
  }
  return pairs;
}

interface Forms {
  readonly zh: string | undefined;
  readonly latin: readonly string[];
  /** Spellings of which the record says what they are. */
  readonly ruled: ReadonlySet<string>;
}

function formsOf({ name, variants }: Person): Forms {
  const latin = [name.en, name.latin].flatMap((one) => (one === undefined ? [] : [foldName(one)]));
  const settled = variants.filter(({ verdict }) => verdict !== "unresolved");
  return { zh: stated(name.zh), latin, ruled: new Set(settled.map(({ text }) => foldName(text))) };
}

function near(a: Forms, b: Forms): boolean {
  if (a.latin.some((one) => b.ruled.has(one)) || b.latin.some((one) => a.ruled.has(one))) return false;
  if (a.zh !== undefined && b.zh !== undefined) return a.zh === b.zh;
  return a.latin.some((one) => b.latin.some((two) => one === two || isOneSlip(one, two)));
}

/** A name without what is lost most easily: accents, case, dashes, dots and spaces. */
export const foldName = (name: string): string =>
  name
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{P}\p{Z}]/gu, "")
    .toLowerCase();

/** Two names one slip apart share the name itself or the name without one of its letters. */
const keysOf = (name: string): readonly string[] =>
  name.length < LONG_ENOUGH - 1
    ? [name]
    : [name, ...Array.from(name, (_, i) => name.slice(0, i) + name.slice(i + 1))];

/** Whether one letter added, dropped, replaced or swapped with its neighbour turns one name into the other. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.max(a.length, b.length) < LONG_ENOUGH || Math.abs(a.length - b.length) > 1) return false;
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
