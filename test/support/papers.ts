import { readFileSync } from "node:fs";
import type { Artefact, Format } from "../../src/artefact.ts";
import { openResources } from "../../src/files.ts";
import type { Resources } from "../../src/library.ts";
import type { Options } from "../../src/pipeline/options.ts";
import { generate } from "../../src/pipeline.ts";

const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);

/** All that the program brings along. */
export const builtIn: Resources = opened.value;

/** The text of an example record. */
export const example = (name: string): string =>
  readFileSync(new URL(`../../data/${name}.yaml`, import.meta.url), "utf8");

/** The papers of a record, which must be sound. */
export async function papersOf(
  text: string,
  options: Options = {},
  resources: Resources = builtIn,
): Promise<readonly Artefact[]> {
  const made = await generate({ text, file: "m.yaml" }, options, resources);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  return made.value;
}

/** One paper of a record in one format. */
export async function paperOf(
  text: string,
  format: Format,
  options: Options = {},
  resources: Resources = builtIn,
): Promise<Uint8Array> {
  const documents = options.documents ?? ["minutes"];
  const [paper] = await papersOf(text, { ...options, documents, formats: [format] }, resources);
  if (!paper) throw new Error("nothing was made");
  return paper.bytes;
}
