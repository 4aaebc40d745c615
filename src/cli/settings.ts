import { globSync } from "node:fs";
import { AUDIENCES, FORMATS } from "../artefact.ts";
import { chain, type Outcome, success } from "../diagnostic.ts";
import { type Folders, readPaper } from "../files.ts";
import type { Options } from "../pipeline/options.ts";
import { listed, type Request } from "./args.ts";

/** What a request says about papers and looks, in the pipeline's terms. */
export function optionsOf({ values, switches }: Request): Options {
  const { documents, formats, lang, theme, profile, watermark } = values;
  const wanted = formats && listed(formats);
  const audience = AUDIENCES.find((one) => one === values.audience);
  return {
    ...(documents && { documents: listed(documents) }),
    ...(wanted && { formats: FORMATS.filter((format) => wanted.includes(format)) }),
    ...(lang && { lang }),
    ...(theme && { theme }),
    ...(profile && { profile }),
    ...(audience && { audience }),
    ...(watermark && { watermark }),
    ...(switches.has("final") && { final: true }),
    ...(switches.has("no-record") && { attachRecord: false }),
  };
}

/** The house's own Word file, as it is on the disk. */
export function referenceOf({ values: { reference: file } }: Request): Outcome<Pick<Options, "reference">> {
  if (file === undefined) return success({});
  return chain(readPaper(file), (bytes) => success({ reference: { bytes, file } }));
}

export const foldersOf = ({ values: { templates, sources } }: Request): Folders => ({
  ...(templates && { templates }),
  ...(sources && { sources }),
});

/** The records that are named; patterns are filled in where the shell has left them. */
export const recordsOf = ({ arguments: names }: Request): readonly string[] =>
  names.flatMap((name) => {
    const found = /[*?]/.test(name) ? globSync(name).sort() : [];
    return found.length > 0 ? found : [name];
  });
