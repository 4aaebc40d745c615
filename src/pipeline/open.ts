import { AUDIENCES, type Audience } from "../artefact.ts";
import { chain, type Diagnostic, failure, nearest, type Outcome, outcome, success } from "../diagnostic.ts";
import type { PictureNamed } from "../document/build.ts";
import { type Library, libraryOf, type Resources } from "../library.ts";
import type { Picture } from "../picture/picture.ts";
import { readPicture } from "../picture/read.ts";
import { lint } from "../record/lint.ts";
import type { Profile } from "../record/profile.ts";
import { release } from "../record/release.ts";
import { LANGUAGES, type Language } from "../record/schema/primitives.ts";
import type { MeetingRecord } from "../record/schema/record.ts";
import { validate } from "../record/validate.ts";
import { fillable, type View, view } from "../record/view.ts";
import { type Loaded, load } from "../yaml/load.ts";

import type { Options, Source } from "./options.ts";

/** A record that has been checked, with all that its papers are made from. */
export interface Opened {
  readonly record: MeetingRecord;
  /** The same with all that stays in the office, such as addresses. No paper is made from it. */
  readonly whole: MeetingRecord;
  /** What travels with the papers, and its digest. */
  readonly json: string;
  readonly digest: string;
  readonly lang: Language;
  readonly audience: Audience;
  readonly profile: Profile;
  readonly profileName: string;
  readonly documents: readonly string[];
  readonly library: Library;
  /** The version of the program. */
  readonly program: string;
  readonly options: Options;
  readonly view: (document: string) => View;
  readonly picture: PictureNamed;
  /** The same for what the theme shows. */
  readonly houseMark: PictureNamed;
}

/** load → validate → lint */
export const open = (source: Source, options: Options, resources: Resources): Outcome<Opened> =>
  chain(load(source.text, source.file), (loaded) => admit(loaded, options, resources));

/** validate → lint, for a record that is already a value and need not come from a text. */
export function admit(loaded: Loaded, options: Options, resources: Resources): Outcome<Opened> {
  const library = libraryOf(resources);
  return chain(validate(loaded), (record) =>
    chain(outsetOf(options, record), ({ lang, audience }) =>
      chain(profileOf(options.profile, record, loaded, library), (profile) =>
        chain(chosen(options.documents, record, library), (documents) => {
          const diagnostics = lint(record, {
            profile,
            documents,
            lang,
            final: options.final ?? false,
            loaded,
            sources: (file) => resources.sourceText(loaded.file, file),
          });
          return chain(outcome(record, diagnostics), () =>
            chain(release(record, loaded, audience), ({ record: shown, json, digest }) => {
              const viewOf = (document: string): View => view(shown, { lang, profile, document, digest });
              const picture = pictures((name) => resources.pictureFile(name, loaded.file));
              const houseMark = pictures((name) => resources.pictureFile(name));
              const names = { lang, audience, profileName: options.profile ?? record.profile, documents };
              const records = { record: shown, whole: record, json, digest };
              const checked = { ...records, profile, ...names, view: viewOf };
              const { program } = resources;
              return success({ ...checked, library, program, options, picture, houseMark });
            }),
          );
        }),
      ),
    ),
  );
}

/** In what language and for whom. */
const outsetOf = (options: Options, record: MeetingRecord) =>
  chain(languageOf(options.lang, record), (lang) =>
    chain(audienceOf(options.audience, record), (audience) => success({ lang, audience })),
  );

/** Pictures, each read once however many papers show it. */
function pictures(bytesOf: (name: string) => Outcome<Uint8Array>): PictureNamed {
  const known = new Map<string, Outcome<Picture>>();
  return (name) => {
    const found = known.get(name) ?? chain(bytesOf(name), (bytes) => readPicture(bytes, name));
    known.set(name, found);
    return found;
  };
}

/** The profile asked for, or the record's own; a name that the record has wrong is told at its place. */
function profileOf(
  wanted: string | undefined,
  record: MeetingRecord,
  loaded: Loaded,
  library: Library,
): Outcome<Profile> {
  if (wanted !== undefined) return library.profile(wanted);
  const found = library.profile(record.profile);
  if (found.ok) return found;
  const place = loaded.placeOf(["profile"]);
  const excerpt = loaded.excerpt(place.line);
  return failure(found.diagnostics.map((one) => (one.place ? one : { ...one, place, excerpt })));
}

/** The language of the papers: a tag with a region, such as en-GB, stands for its language. */
function languageOf(wanted: string | undefined, record: MeetingRecord): Outcome<Language> {
  const lang = (wanted ?? record.languages[0] ?? "en").split("-")[0];
  const known = LANGUAGES.find((one) => one === lang);
  if (known) return success(known);
  return failure([
    {
      code: "library/unknown-language",
      severity: "error",
      message: `papers cannot be made in the language "${wanted}"`,
      hint: `there are: ${LANGUAGES.join(", ")}`,
    },
  ]);
}

/** What a record for some audience leaves out cannot be brought back for a wider one. */
function audienceOf(
  wanted: Audience | undefined,
  { audience: own = "full" }: MeetingRecord,
): Outcome<Audience> {
  if (wanted === undefined || AUDIENCES.indexOf(wanted) >= AUDIENCES.indexOf(own))
    return success(wanted ?? own);
  return failure([
    {
      code: "library/audience-too-wide",
      severity: "error",
      message: `this record was made for the audience “${own}”, so no papers for “${wanted}” can come from it`,
      hint: "take the whole record that it was made from",
    },
  ]);
}

/** The papers asked for, each of which must exist; without a wish, those that the record can fill. */
function chosen(
  wanted: readonly string[] | undefined,
  record: MeetingRecord,
  library: Library,
): Outcome<readonly string[]> {
  if (!wanted) return success(fillable(record));
  const known = library.names("documents");
  const problems = wanted
    .filter((name) => !known.includes(name))
    .map((name): Diagnostic => {
      const near = nearest(name, known);
      return {
        code: "library/unknown-documents",
        severity: "error",
        message: `there is no document "${name}"`,
        hint: near ? `did you mean "${near}"?` : `there are: ${known.join(", ")}`,
      };
    });
  return problems.length > 0 ? failure(problems) : success([...new Set(wanted)]);
}
