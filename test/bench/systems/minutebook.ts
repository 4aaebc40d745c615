import type { Format } from "../../../src/artefact.ts";
import type { Outcome } from "../../../src/diagnostic.ts";
import { openResources } from "../../../src/files.ts";
import { admit, type Opened } from "../../../src/pipeline/open.ts";
import type { Options } from "../../../src/pipeline/options.ts";
import { generate, make } from "../../../src/pipeline.ts";
import type { Lang } from "../meeting.ts";
import { loadedRecord, recordOf } from "../record.ts";
import type { System } from "./system.ts";

/** This program, from a checked record to the finished paper with all that it always does: tags, PDF/A, the record. */
export async function minutebook(lang: Lang, format: Format = "pdf"): Promise<System> {
  const { options, resources } = open(lang);
  return {
    prepare: (meeting) => given(admit(loadedRecord(meeting), options, resources)),
    make: async (_, prepared) => bytesOf(await make(prepared as Opened, "bench", [format])), // by `prepare`
  };
}

/** The same from the record's text: read, validated and judged before anything is made. */
export async function minutebookText(lang: Lang): Promise<System> {
  const { options, resources } = open(lang);
  return {
    prepare: (meeting) => ({ text: JSON.stringify(recordOf(meeting), null, 1), file: `${meeting.id}.json` }),
    make: async (_, prepared) =>
      bytesOf(await generate(prepared as Parameters<typeof generate>[0], options, resources)), // by `prepare`
  };
}

const TEMPLATES = new URL("../templates/", import.meta.url).pathname;

function open(lang: Lang) {
  const options: Options = { documents: ["bench"], formats: ["pdf"], theme: `bench-${lang}` };
  return { options, resources: given(openResources({ templates: TEMPLATES })) };
}

function given<T>(made: Outcome<T>): T {
  if (made.ok) return made.value;
  throw new Error(made.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; "));
}

const bytesOf = (made: Outcome<readonly { readonly bytes: Uint8Array }[]>): Uint8Array => {
  const [artefact] = given(made);
  if (!artefact) throw new Error("nothing was made");
  return artefact.bytes;
};
