import { type FontFile, firstNotBelow, tagAt } from "./sfnt.ts";

/**
 * Shapes plain text by the font's own tables (ISO/IEC 14496-22, clauses 6.2 and 6.3: GSUB, GPOS, GDEF). Plain is
 * text without marks that combine, written from left to right, in which each glyph takes its shape from its
 * neighbours alone: Latin, Han and their punctuation. Whatever is more than that is left to a full shaper.
 */
export type Shaper = (text: string, features: readonly string[]) => readonly Slot[] | undefined;

/** A glyph on its way through the tables, in units of the em. */
export interface Slot {
  readonly glyph: number;
  /** The code points that it stands for: several for a ligature, none for a later part of something taken apart. */
  readonly codePoints: readonly number[];
  /** How far the pen moves, kerning included. */
  readonly advance: number;
  /** How far it is drawn from the pen, right and up; absent when it stands there, as in plain text it always does. */
  readonly offset?: readonly [x: number, y: number];
}

interface Mutable {
  glyph: number;
  codePoints: number[];
  advance: number;
}

/** Features that plain text takes without being asked: composition, local forms, ligatures, context. */
const SUBSTITUTING = ["ccmp", "locl", "rlig", "calt", "clig", "liga", "rclt"];
const POSITIONING = ["kern"];

/** The shaper of a font; absent when the font itself is more than plain: variable, or without OpenType layout. */
export function plainShaper(font: FontFile): Shaper | undefined {
  const { tables } = font;
  const substitution = tables.get("GSUB");
  const position = tables.get("GPOS");
  if (!substitution || !position || ["fvar", "morx", "kern"].some((tag) => tables.has(tag))) return undefined;
  const classes = glyphClasses(tables.get("GDEF"));
  const substitute = openTable(substitution, SUBSTITUTE);
  const place = openTable(position, PLACE);
  return (text, features) => {
    const script = plainScript(text);
    if (script === undefined) return undefined;
    const slots = Array.from(text, (character): Mutable => {
      const codePoint = character.codePointAt(0) ?? 0;
      return { glyph: font.glyphOf(codePoint), codePoints: [codePoint], advance: 0 };
    });
    if (!substitute(slots, script, [...SUBSTITUTING, ...features])) return undefined;
    if (slots.some(({ glyph }) => classes(glyph) === MARK)) return undefined;
    for (const slot of slots) slot.advance = font.advanceOf(slot.glyph);
    return place(slots, script, POSITIONING) ? slots : undefined;
  };
}

// ---- which text is plain

const LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ";
const HAN = "々〇㐀-䶿一-鿿\u{20000}-\u{3ffff}";
/** Signs of no script. Soft hyphens and other invisible ones are not among them, nor is the fraction slash. */
const COMMON =
  " -@[-`{-~\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b9\u00bb-\u00bf×÷‐-‧‰-⁃⁅-⁞₠-₿℃℉№™←-⇿∀-⋿■-◿\u3000-〄〈-〠！-＠［-｀｛-･";

const PLAIN = new RegExp(`^[${LATIN}${HAN}${COMMON}]*$`, "u");
const SCRIPTS = [
  [new RegExp(`^[${COMMON}]*[${LATIN}]`, "u"), "latn"],
  [new RegExp(`^[${COMMON}]*[${HAN}]`, "u"), "hani"],
] as const;

/** The script of plain text as fonts name it, decided by its first letter; undefined when the text is not plain. */
function plainScript(text: string): string | undefined {
  if (!PLAIN.test(text)) return undefined;
  return SCRIPTS.find(([pattern]) => pattern.test(text))?.[1] ?? "DFLT";
}

// ---- lookups

/** A lookup with the places of its subtables; extensions are followed. */
interface Lookup {
  readonly type: number;
  readonly subtables: readonly number[];
  /** What has been found out so far: for a glyph, the subtables that begin with it. */
  readonly beginning: Map<number, readonly Beginning[]>;
}

/** A subtable and the index of the glyph in its coverage. */
interface Beginning {
  readonly at: number;
  readonly index: number;
  /** For pairs: where the values with a second glyph stand, as far as they have been looked up; 0 when nowhere. */
  readonly values: Map<number, number>;
}

/** What a lookup does at a place: how many slots it has dealt with there, 0 when it does not fit. */
interface Rules {
  /** The number of the lookup type that points to another subtable. */
  readonly extension: number;
  /** The numbers of the types that look at what is around. */
  readonly context: number;
  readonly chained: number;
  readonly apply: (run: TableRun, lookup: Lookup, beginning: Beginning, place: number) => number;
}

/** The lookups of some features for a script, in the order of the table. */
interface LookupPlan {
  readonly lookups: readonly number[];
  /** Those of them that may begin with a glyph, by glyph, as far as that has been found out: for most letters none. */
  readonly beginning: Map<number, readonly number[]>;
}

interface TableRun {
  readonly table: DataView;
  readonly slots: Mutable[];
  readonly rules: Rules;
  readonly lookup: (index: number) => Lookup;
}

/** Thrown where a font asks for what plain text never needs. */
class NotPlain extends Error {}

/** Lookups may call lookups; a font that goes deeper leads in a circle. */
const DEEPEST = 8;

/** Gives the function that sends slots through a table; it returns false for what plain text never needs. */
function openTable(table: DataView, rules: Rules) {
  const list = table.getUint16(8);
  const lookups = new Map<number, Lookup>();
  const plans = new Map<string, LookupPlan>();
  const lookup = (index: number): Lookup => {
    let known = lookups.get(index);
    if (!known) {
      known = readLookup(table, list + table.getUint16(list + 2 + index * 2), rules.extension);
      lookups.set(index, known);
    }
    return known;
  };
  return (slots: Mutable[], script: string, features: readonly string[]): boolean => {
    const key = `${script} ${features.join(" ")}`;
    let plan = plans.get(key);
    if (!plan) {
      plan = { lookups: lookupsOf(table, script, new Set(features)), beginning: new Map() };
      plans.set(key, plan);
    }
    const run: TableRun = { table, slots, rules, lookup };
    try {
      const begun = lookupsBegun(run, plan);
      let changed = false; // what a lookup has changed may begin others
      for (const index of begun.size > 0 ? plan.lookups : []) {
        if (!changed && !begun.has(index)) continue;
        const current = lookup(index);
        for (let place = 0; place < slots.length; ) {
          const done = applyAt(run, current, place, 0);
          changed ||= done > 0;
          place += done || 1;
        }
      }
      return true;
    } catch (error) {
      // What is read beyond the end of a damaged table is told by the full shaper, if it minds.
      if (error instanceof NotPlain || error instanceof RangeError) return false;
      throw error;
    }
  };
}

/** The lookups of a plan that begin with one of the slots' glyphs. */
function lookupsBegun(run: TableRun, { lookups, beginning }: LookupPlan): ReadonlySet<number> {
  const begun = new Set<number>();
  for (const { glyph } of run.slots) {
    let known = beginning.get(glyph);
    if (!known) {
      known = lookups.filter((index) => beginningOf(run, run.lookup(index), glyph).length > 0);
      beginning.set(glyph, known);
    }
    for (const index of known) begun.add(index);
  }
  return begun;
}

/** The lookups of the wanted features for a script, in the order of the table. */
function lookupsOf(table: DataView, script: string, wanted: ReadonlySet<string>): readonly number[] {
  const language = languageOf(table, script);
  if (language === undefined) return [];
  const features = table.getUint16(6);
  const lookups = new Set<number>();
  const add = (index: number): void => {
    const feature = features + table.getUint16(features + 2 + index * 6 + 4);
    for (let i = 0; i < table.getUint16(feature + 2); i++) lookups.add(table.getUint16(feature + 4 + i * 2));
  };
  const required = table.getUint16(language + 2);
  if (required !== 0xffff) add(required);
  for (let i = 0; i < table.getUint16(language + 4); i++) {
    const index = table.getUint16(language + 6 + i * 2);
    if (wanted.has(tagAt(table, features + 2 + index * 6))) add(index);
  }
  return [...lookups].sort((a, b) => a - b);
}

/** The default language of a script, or of the script for all others. */
function languageOf(table: DataView, script: string): number | undefined {
  const scripts = table.getUint16(4);
  for (const tag of [script, "DFLT", "dflt", "latn"])
    for (let i = 0; i < table.getUint16(scripts); i++) {
      const record = scripts + 2 + i * 6;
      if (tagAt(table, record) !== tag) continue;
      const found = scripts + table.getUint16(record + 4);
      const language = table.getUint16(found);
      return language === 0 ? undefined : found + language;
    }
  return undefined;
}

// Base glyphs and ligatures are never passed over in plain text; marks there are none.
const PASSES_OVER_LETTERS = 0x0006;

function readLookup(table: DataView, at: number, extension: number): Lookup {
  let type = table.getUint16(at);
  if (table.getUint16(at + 2) & PASSES_OVER_LETTERS) throw new NotPlain();
  const subtables: number[] = [];
  const extended = type === extension;
  for (let i = 0; i < table.getUint16(at + 4); i++) {
    const subtable = at + table.getUint16(at + 6 + i * 2);
    if (extended) type = table.getUint16(subtable + 2);
    subtables.push(extended ? subtable + table.getUint32(subtable + 4) : subtable);
  }
  return { type, subtables, beginning: new Map() };
}

/** Applies the first subtable of a lookup that fits at a place. */
function applyAt(run: TableRun, lookup: Lookup, place: number, depth: number): number {
  const glyph = run.slots[place]?.glyph;
  if (glyph === undefined) return 0;
  const { context, chained } = run.rules;
  for (const each of beginningOf(run, lookup, glyph)) {
    const done =
      lookup.type === context || lookup.type === chained
        ? applyContext(run, lookup.type === chained, each, place, depth)
        : run.rules.apply(run, lookup, each, place);
    if (done > 0) return done;
  }
  return 0;
}

/** The subtables of a lookup that may begin with a glyph. */
function beginningOf({ table, rules }: TableRun, lookup: Lookup, glyph: number): readonly Beginning[] {
  let beginning = lookup.beginning.get(glyph);
  if (!beginning) {
    beginning = lookup.subtables.flatMap((at): readonly Beginning[] => {
      const index = coverageIndex(table, at + firstCoverage(table, at, lookup.type, rules), glyph);
      return index < 0 ? [] : [{ at, index, values: new Map() }];
    });
    lookup.beginning.set(glyph, beginning);
  }
  return beginning;
}

/** Where the coverage of what comes first stands: after the format, but in the third format of contexts. */
function firstCoverage(table: DataView, at: number, type: number, { context, chained }: Rules): number {
  const listed = (type === context || type === chained) && table.getUint16(at) === 3;
  if (!listed) return table.getUint16(at + 2);
  const before = type === chained ? 2 + table.getUint16(at + 2) * 2 : 0;
  return table.getUint16(at + (type === chained ? before + 4 : 6));
}

function coverageIndex(table: DataView, at: number, glyph: number): number {
  const count = table.getUint16(at + 2);
  if (table.getUint16(at) === 1) {
    const i = firstNotBelow(count, glyph, (index) => table.getUint16(at + 4 + index * 2));
    return i < count && table.getUint16(at + 4 + i * 2) === glyph ? i : -1;
  }
  const i = firstNotBelow(count, glyph, (index) => table.getUint16(at + 4 + index * 6 + 2));
  const range = at + 4 + i * 6;
  if (i === count || table.getUint16(range) > glyph) return -1;
  return table.getUint16(range + 4) + glyph - table.getUint16(range);
}

/** The class of a glyph; 0 for one that is not listed. */
function classOf(table: DataView, at: number, glyph: number): number {
  if (table.getUint16(at) === 1) {
    const i = glyph - table.getUint16(at + 2);
    return i >= 0 && i < table.getUint16(at + 4) ? table.getUint16(at + 6 + i * 2) : 0;
  }
  const count = table.getUint16(at + 2);
  const i = firstNotBelow(count, glyph, (index) => table.getUint16(at + 4 + index * 6 + 2));
  const range = at + 4 + i * 6;
  return i < count && table.getUint16(range) <= glyph ? table.getUint16(range + 4) : 0;
}

const MARK = 3;

/** The class that GDEF gives a glyph; fonts without it have no marks that we could know of. */
function glyphClasses(definitions: DataView | undefined): (glyph: number) => number {
  const at = definitions?.getUint16(4) ?? 0;
  return definitions && at !== 0 ? (glyph) => classOf(definitions, at, glyph) : () => 0;
}

// ---- contexts

/** How a rule names its glyphs: by number, by class or by coverage. */
type Fits = (glyph: number, value: number) => boolean;

/** Applies what a context asks for, when it fits around a place; returns how many slots its input takes up. */
function applyContext(
  run: TableRun,
  chained: boolean,
  { at, index }: Beginning,
  place: number,
  depth: number,
): number {
  const { table, slots } = run;
  const format = table.getUint16(at);
  if (format === 3) {
    const covered: Fits = (glyph, offset) => coverageIndex(table, at + offset, glyph) >= 0;
    return applyRule(run, at + 2, { chained, first: true, fits: [covered, covered, covered] }, place, depth);
  }
  const byClass = format === 2;
  const fitsIn = (column: number): Fits => {
    if (!byClass) return (glyph, value) => glyph === value;
    const classes = at + table.getUint16(at + 4 + (chained ? column * 2 : 0));
    return (glyph, value) => classOf(table, classes, glyph) === value;
  };
  const fits = [fitsIn(0), fitsIn(1), fitsIn(2)] as const;
  const input = at + table.getUint16(at + 4 + (chained ? 2 : 0));
  const which = byClass ? classOf(table, input, slots[place]?.glyph ?? 0) : index;
  const sets = at + (byClass ? (chained ? 10 : 6) : 4);
  if (which >= table.getUint16(sets)) return 0;
  const offset = table.getUint16(sets + 2 + which * 2);
  if (offset === 0) return 0;
  const set = at + offset;
  for (let i = 0; i < table.getUint16(set); i++) {
    const rule = set + table.getUint16(set + 2 + i * 2);
    const done = applyRule(run, rule, { chained, first: false, fits }, place, depth);
    if (done > 0) return done;
  }
  return 0;
}

interface RuleShape {
  readonly chained: boolean;
  /** Whether the rule repeats what comes first in its input. */
  readonly first: boolean;
  /** For what stands before, in and after the input. */
  readonly fits: readonly [Fits, Fits, Fits];
}

/**
 * A rule is up to three lists of values, each with its length before it, and the lookups to apply; one that looks
 * at nothing around has the number of lookups before its only list.
 */
function applyRule(run: TableRun, rule: number, shape: RuleShape, place: number, depth: number): number {
  const { table, slots } = run;
  const [before, inside, after] = shape.fits;
  let at = rule;
  const list = (): { readonly from: number; readonly count: number } => {
    const count = table.getUint16(at);
    const from = at + 2;
    at = from + count * 2;
    return { from, count };
  };
  const matches = ({ from }: { from: number }, count: number, start: number, step: number, fits: Fits) => {
    for (let i = 0; i < count; i++) {
      const glyph = slots[start + i * step]?.glyph;
      if (glyph === undefined || !fits(glyph, table.getUint16(from + i * 2))) return false;
    }
    return true;
  };
  let length: number;
  let records: number;
  if (shape.chained) {
    // What stands before is listed from the nearest backwards.
    const backtrack = list();
    if (!matches(backtrack, backtrack.count, place - 1, -1, before)) return 0;
    length = table.getUint16(at);
    const skipped = shape.first ? 0 : 1;
    const input = { from: at + 2 };
    if (!matches(input, length - skipped, place + skipped, 1, inside)) return 0;
    at += 2 + (length - skipped) * 2;
    const ahead = list();
    if (!matches(ahead, ahead.count, place + length, 1, after)) return 0;
    records = table.getUint16(at);
    at += 2;
  } else {
    length = table.getUint16(at);
    records = table.getUint16(at + 2);
    const skipped = shape.first ? 0 : 1;
    if (!matches({ from: at + 4 }, length - skipped, place + skipped, 1, inside)) return 0;
    at += 4 + (length - skipped) * 2;
  }
  if (depth >= DEEPEST) throw new NotPlain();
  const slotsBefore = slots.length;
  for (let i = 0; i < records; i++) {
    const index = table.getUint16(at + i * 4);
    applyAt(run, run.lookup(table.getUint16(at + i * 4 + 2)), place + index, depth + 1);
  }
  return Math.max(1, length + slots.length - slotsBefore);
}

// ---- substitution

const SUBSTITUTE: Rules = {
  extension: 7,
  context: 5,
  chained: 6,
  apply({ table, slots }, { type }, { at, index }, place) {
    const slot = slots[place];
    if (!slot) return 0;
    if (type === 1) {
      slot.glyph =
        table.getUint16(at) === 1
          ? (slot.glyph + table.getUint16(at + 4)) & 0xffff
          : table.getUint16(at + 6 + index * 2);
      return 1;
    }
    const set = at + table.getUint16(at + 6 + index * 2);
    switch (type) {
      case 2:
        return takeApart(table, slots, set, place);
      case 3:
        slot.glyph = table.getUint16(set + 2); // the first of the alternates
        return 1;
      case 4:
        return ligate(table, slots, set, place);
      default:
        throw new NotPlain();
    }
  },
};

/** One glyph becomes several; the first keeps what it stands for. */
function takeApart(table: DataView, slots: Mutable[], sequence: number, place: number): number {
  const slot = slots[place];
  const count = table.getUint16(sequence);
  if (!slot || count === 0) throw new NotPlain();
  slot.glyph = table.getUint16(sequence + 2);
  for (let i = 1; i < count; i++)
    slots.splice(place + i, 0, { glyph: table.getUint16(sequence + 2 + i * 2), codePoints: [], advance: 0 });
  return count;
}

/** Several glyphs become one that stands for all of them; the font lists its preferred ligature first. */
function ligate(table: DataView, slots: Mutable[], set: number, place: number): number {
  for (let i = 0; i < table.getUint16(set); i++) {
    const ligature = set + table.getUint16(set + 2 + i * 2);
    const count = table.getUint16(ligature + 2);
    let fitting = 1;
    while (fitting < count && slots[place + fitting]?.glyph === table.getUint16(ligature + 2 + fitting * 2))
      fitting++;
    if (fitting < count) continue;
    const codePoints = slots.slice(place, place + count).flatMap((slot) => slot.codePoints);
    slots.splice(place, count, { glyph: table.getUint16(ligature), codePoints, advance: 0 });
    return 1;
  }
  return 0;
}

// ---- positions

const PLACE: Rules = {
  extension: 9,
  context: 7,
  chained: 8,
  apply({ table, slots }, lookup, { at, index, values }, place) {
    const slot = slots[place];
    if (!slot) return 0;
    const first = table.getUint16(at + 4);
    if (lookup.type === 1) {
      const value = table.getUint16(at) === 1 ? at + 6 : at + 8 + index * sizeOf(first);
      slot.advance += advanceIn(table, value, first);
      return 1;
    }
    if (lookup.type !== 2) throw new NotPlain();
    const next = slots[place + 1];
    if (!next) return 0;
    const second = table.getUint16(at + 6);
    let value = values.get(next.glyph);
    if (value === undefined) {
      value =
        table.getUint16(at) === 1
          ? pairValue(
              table,
              at + table.getUint16(at + 10 + index * 2),
              next.glyph,
              sizeOf(first) + sizeOf(second),
            )
          : classValue(table, at, slot.glyph, next.glyph);
      values.set(next.glyph, value);
    }
    if (value === 0) return 0;
    slot.advance += advanceIn(table, value, first);
    next.advance += advanceIn(table, value + sizeOf(first), second);
    return second === 0 ? 1 : 2;
  },
};

/** Where the values for a pair stand in the set of its first glyph; 0 when they are not in it. */
function pairValue(table: DataView, set: number, next: number, size: number): number {
  const count = table.getUint16(set);
  const i = firstNotBelow(count, next, (index) => table.getUint16(set + 2 + index * (2 + size)));
  const record = set + 2 + i * (2 + size);
  return i < count && table.getUint16(record) === next ? record + 2 : 0;
}

/** Where the values for the classes of a pair stand. */
function classValue(table: DataView, at: number, glyph: number, next: number): number {
  const size = sizeOf(table.getUint16(at + 4)) + sizeOf(table.getUint16(at + 6));
  const columns = table.getUint16(at + 14);
  const row = classOf(table, at + table.getUint16(at + 8), glyph);
  const column = classOf(table, at + table.getUint16(at + 10), next);
  return at + 16 + (row * columns + column) * size;
}

const X_PLACEMENT = 1;
const Y_PLACEMENT = 2;
const X_ADVANCE = 4;

/** The bytes of a value of a format: two for each bit that is set. */
function sizeOf(format: number): number {
  let size = 0;
  for (let bits = format; bits !== 0; bits &= bits - 1) size += 2;
  return size;
}

function advanceIn(table: DataView, value: number, format: number): number {
  const placement = format & (X_PLACEMENT | Y_PLACEMENT);
  for (let at = 0; at < sizeOf(placement); at += 2)
    if (table.getInt16(value + at) !== 0) throw new NotPlain();
  return format & X_ADVANCE ? table.getInt16(value + sizeOf(placement)) : 0;
}
