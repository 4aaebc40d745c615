/** The way from the top of a record to a value: field names, and positions in lists counted from 0. */
export type Path = readonly (string | number)[];

/** A path in the record's own terms: `motions[1].mover`; the record itself is `record`. */
export function pathText(path: Path): string {
  if (path.length === 0) return "record";
  return path
    .map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join("");
}

/** The value at a path of plain data, own fields only; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

/** A copy of plain data with another value at a path, which leads to something that is there. */
export function replaced(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other;
  const inner = replaced(valueAt(value, [step]), rest, other);
  if (Array.isArray(value)) return value.with(Number(step), inner);
  return { ...(value as object), [step]: inner };
}
