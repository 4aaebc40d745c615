import { type Diagnostic, nearest } from "../diagnostic.ts";
import type { Loaded } from "../yaml/load.ts";
import { type Path, pathText } from "../yaml/path.ts";
import { diagnosticAt } from "../yaml/report.ts";
import { plainSchemas } from "../yaml/schema-walk.ts";
import type * as z from "../yaml/zod.ts";
import { ABSENCES, DECLARED_IN, ID_PATTERN, type ReferenceKind, references } from "./schema/primitives.ts";
import { recordSchema } from "./schema/record.ts";

/** What each kind of reference is called in a message. */
const KIND_WORDS: Record<ReferenceKind, string> = {
  source: "source",
  organization: "organization",
  body: "body",
  unit: "organization or body",
  person: "person",
  sitting: "sitting",
  item: "agenda item",
  document: "document",
  motion: "motion",
  vote: "vote",
  election: "election",
  resolution: "resolution",
  evaluation: "evaluation",
};

/**
 * Everything between entries: ids that nothing declares, ids declared twice, and entries that are their own
 * ancestors. Works on the value as loaded, so that it also speaks when types are wrong elsewhere.
 */
export function checkReferences(loaded: Loaded): readonly Diagnostic[] {
  const declared = declarations(loaded.value);
  return [
    ...danglingReferences(loaded, declared),
    ...duplicateIds(loaded),
    ...cycles(loaded),
    ...danglingNames(loaded),
  ];
}

type Declared = ReadonlyMap<string, ReadonlySet<string>>;

/** The ids declared in each list of the record. */
function declarations(record: unknown): Declared {
  const lists = new Set<string>(Object.values(DECLARED_IN).flat());
  return new Map(
    [...lists].map((list) => [list, new Set(idsIn(field(record, list), "id").map(({ id }) => id))]),
  );
}

function danglingReferences(loaded: Loaded, declared: Declared): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const told = new Set<string>();
  visitReferences(recordSchema, loaded.value, [], (kind, id, path) => {
    const lists: readonly string[] = DECLARED_IN[kind];
    if (lists.some((list) => declared.get(list)?.has(id)) || told.has(pathText(path))) return;
    told.add(pathText(path));
    const message = `no ${KIND_WORDS[kind]} has the id "${id}"`;
    diagnostics.push(
      diagnosticAt(loaded, "record/unknown-id", message, path, { hint: idHint(id, kind, declared) }),
    );
  });
  return diagnostics;
}

function idHint(id: string, kind: ReferenceKind, declared: Declared): string {
  const lists: readonly string[] = DECLARED_IN[kind];
  const near = nearest(
    id,
    lists.flatMap((list) => [...(declared.get(list) ?? [])]),
  );
  if (near !== undefined) return `did you mean "${near}"?`;
  for (const [list, ids] of declared) {
    if (ids.has(id)) return `"${id}" is declared under ${list}, which cannot stand here`;
  }
  return `declare it under ${lists.join(" or ")}`;
}

/** An id that stands for something declared elsewhere, with its place. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly id: string;
  readonly path: Path;
}

/** Every id in a record that refers to something declared in it. */
export function referencesIn(record: unknown): readonly Reference[] {
  const found: Reference[] = [];
  visitReferences(recordSchema, record, [], (kind, id, path) => found.push({ kind, id, path }));
  return found;
}

/** Calls `visit` for every string that the schema takes for an id declared elsewhere. */
function visitReferences(
  schema: z.core.$ZodType,
  value: unknown,
  path: Path,
  visit: (kind: ReferenceKind, id: string, path: Path) => void,
): void {
  for (const one of plainSchemas(schema)) {
    const def = one._zod.def;
    if (def.type === "string" && typeof value === "string") {
      const kind = references.get(one)?.kind;
      if (kind !== undefined && ID_PATTERN.test(value) && !isAbsence(value)) visit(kind, value, path);
    } else if (def.type === "array" && Array.isArray(value)) {
      for (const [i, entry] of value.entries()) visitReferences(def.element, entry, [...path, i], visit);
    } else if (def.type === "object" && isGroup(value)) {
      for (const [name, entry] of Object.entries(value)) {
        const inner = Object.hasOwn(def.shape, name) ? def.shape[name] : undefined;
        if (inner && refers(inner)) visitReferences(inner, entry, [...path, name], visit);
      }
    }
  }
}

const referring = new WeakMap<z.core.$ZodType, boolean>();

/** Whether there are references anywhere in a schema. Most fields have none, and need not be looked into. */
function refers(schema: z.core.$ZodType): boolean {
  let found = referring.get(schema);
  if (found === undefined) {
    found = plainSchemas(schema).some((one) => {
      const { def } = one._zod;
      if (def.type === "array") return refers(def.element);
      return def.type === "object"
        ? Object.values(def.shape).some(refers)
        : references.get(one) !== undefined;
    });
    referring.set(schema, found);
  }
  return found;
}

const isAbsence = (word: string): boolean => (ABSENCES as readonly string[]).includes(word);

function duplicateIds(loaded: Loaded): readonly Diagnostic[] {
  const record = loaded.value;
  if (!isGroup(record)) return [];
  const diagnostics: Diagnostic[] = [];
  for (const list of Object.keys(record)) diagnostics.push(...duplicatesIn(loaded, [list], "id"));
  diagnostics.push(...duplicatesIn(loaded, ["attachments"], "no"));
  for (const i of entriesOf(field(record, "sittings")).keys()) {
    diagnostics.push(...duplicatesIn(loaded, ["sittings", i, "sites"], "id"));
  }
  return diagnostics;
}

function duplicatesIn(loaded: Loaded, path: Path, name: string): readonly Diagnostic[] {
  const seen = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  const list = path.reduce<unknown>((value, step) => field(value, step), loaded.value);
  for (const { id, index } of idsIn(list, name)) {
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, index);
      continue;
    }
    const { line, column } = loaded.placeOf([...path, first, name]);
    diagnostics.push(
      diagnosticAt(
        loaded,
        "record/duplicate-id",
        `${name} "${id}" is used twice; the first is at ${line}:${column}`,
        [...path, index, name],
      ),
    );
  }
  return diagnostics;
}

/** References by something other than an id in a list of the record. */
function danglingNames(loaded: Loaded): readonly Diagnostic[] {
  const record = loaded.value;
  const sites = entriesOf(field(record, "sittings")).flatMap((sitting) =>
    idsIn(field(sitting, "sites"), "id"),
  );
  const numbers = idsIn(field(record, "attachments"), "no");
  return [
    ...unknownNames(
      loaded,
      "attendees",
      "site",
      "site of a sitting",
      sites.map(({ id }) => id),
    ),
    ...unknownNames(
      loaded,
      "documents",
      "attachment",
      "attachment",
      numbers.map(({ id }) => id),
    ),
  ];
}

function unknownNames(
  loaded: Loaded,
  list: string,
  name: string,
  word: string,
  known: readonly string[],
): readonly Diagnostic[] {
  const names = new Set(known);
  return idsIn(field(loaded.value, list), name).flatMap(({ id, index }) => {
    if (names.has(id)) return [];
    const near = nearest(id, known);
    const hint = near === undefined ? {} : { hint: `did you mean "${near}"?` };
    return [
      diagnosticAt(loaded, "record/unknown-id", `no ${word} is called "${id}"`, [list, index, name], hint),
    ];
  });
}

const NESTING_LISTS = ["organizations", "agenda", "motions"] as const;

/** Entries whose parents lead back to themselves; each circle is told once, at its first entry. */
function cycles(loaded: Loaded): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const list of NESTING_LISTS) {
    const entries = entriesOf(field(loaded.value, list));
    const parents = new Map<string, string>();
    const indexes = new Map<string, number>();
    for (const { id, index } of idsIn(entries, "id")) {
      if (!indexes.has(id)) indexes.set(id, index);
      const parent = field(entries[index], "parent");
      if (typeof parent === "string" && !parents.has(id)) parents.set(id, parent);
    }
    const done = new Set<string>();
    for (const start of parents.keys()) {
      const trail: string[] = [];
      const onTrail = new Set<string>();
      let here: string | undefined = start;
      while (here !== undefined && !done.has(here) && !onTrail.has(here)) {
        trail.push(here);
        onTrail.add(here);
        here = parents.get(here);
      }
      if (here !== undefined && onTrail.has(here)) {
        const circle = [...trail.slice(trail.indexOf(here)), here];
        const path = [list, indexes.get(here) ?? 0, "parent"];
        diagnostics.push(
          diagnosticAt(
            loaded,
            "record/cyclic-parents",
            `the parents go round in a circle: ${circle.join(" → ")}`,
            path,
          ),
        );
      }
      for (const id of trail) done.add(id);
    }
  }
  return diagnostics;
}

// ---- plain values of unknown shape

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const entriesOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const field = (value: unknown, name: string | number): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string | number, unknown>)[name]
    : undefined;

/** The ids of a list's entries, by their positions; printed numbers count as text. */
const idsIn = (list: unknown, name: string): readonly { readonly id: string; readonly index: number }[] =>
  entriesOf(list).flatMap((entry, index) => {
    const id = field(entry, name);
    return typeof id === "string" || typeof id === "number" ? [{ id: String(id), index }] : [];
  });
