import type { Diagnostic } from "../diagnostic.ts";
import type { Loaded } from "./load.ts";
import { type Path, pathText } from "./path.ts";

/** An error about something in the record, with its place, its path and its line. */
export function diagnosticAt(
  loaded: Loaded,
  code: string,
  message: string,
  path: Path,
  more: { readonly hint?: string | undefined; readonly part?: "key" | "value" } = {},
): Diagnostic {
  const place = loaded.placeOf(path, more.part);
  const diagnostic: Diagnostic = {
    code,
    severity: "error",
    message,
    place,
    path: pathText(path),
    excerpt: loaded.excerpt(place.line),
  };
  return more.hint === undefined ? diagnostic : { ...diagnostic, hint: more.hint };
}
