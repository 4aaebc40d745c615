import { chain, failure, type Outcome, success } from "../diagnostic.ts";
import type { HouseFile } from "../library.ts";
import type { Reference } from "../write/docx/reference.ts";
import type { Opened } from "./open.ts";
import type { PaperSettings } from "./paper.ts";

/**
 * What Word papers take from a Word file of the house: the one that was asked for, else the theme's; undefined when
 * there is none.
 */
export async function houseOf(
  { options, library }: Opened,
  { production }: PaperSettings,
): Promise<Outcome<Reference | undefined>> {
  const file = options.reference ? success(options.reference) : library.house(production.theme);
  if (!file.ok) return file;
  return file.value ? remembered(file.value) : success(undefined);
}

/** A file serves many papers. */
const known = new WeakMap<Uint8Array, Promise<Outcome<Reference>>>();

function remembered(file: HouseFile): Promise<Outcome<Reference>> {
  const found = known.get(file.bytes) ?? read(file);
  known.set(file.bytes, found);
  return found;
}

async function read({ bytes, file }: HouseFile): Promise<Outcome<Reference>> {
  const { referenceOf } = await import("../write/docx/reference.ts");
  const { readZip } = await import("../read/zip.ts");
  const { attempt } = await import("../read/unreadable.ts");
  return chain(
    attempt(file, () => referenceOf(readZip(bytes))),
    (found) =>
      "refused" in found
        ? failure([
            {
              code: "paper/no-reference",
              severity: "error",
              message: `${file} ${found.refused}`,
              hint: "a reference is a .docx or .dotx file, as Word saves it",
            },
          ])
        : success(found),
  );
}
