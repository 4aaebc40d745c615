import { type Path, valueAt } from "../yaml/path.ts";

/**
 * The steps of a path as people write it in a record, such as `agenda[3].summary`: lists are counted from 0, or an
 * entry is named by its id.
 */
export function stepsOf(record: unknown, written: string): Path {
  let path: Path = [];
  for (const step of written.split(/[.[\]]+/u)) {
    if (step === "") continue;
    const here = valueAt(record, path);
    const index = Array.isArray(here) ? here.findIndex((entry) => valueAt(entry, ["id"]) === step) : -1;
    path = [...path, index >= 0 ? index : /^\d+$/.test(step) ? Number(step) : step];
  }
  return path;
}
