import { createHash, randomBytes } from "node:crypto";
import { type Artefact, AUDIENCES, type Audience, type Format, MEDIA_TYPES } from "./artefact.ts";
import {
  chain,
  type Diagnostic,
  failure,
  hasErrors,
  nearest,
  type Outcome,
  outcome,
  success,
} from "./diagnostic.ts";
import { build, type PictureNamed } from "./document/build.ts";
import { illustrated } from "./document/illustrated.ts";
import type { Document } from "./document/model.ts";
import type { FontLibrary } from "./fonts/load.ts";
import { foreknown, recall } from "./foreknown.ts";
import { hyphenate } from "./layout/hyphenate.ts";
import { galleyOf, layOut, type SheetsReported, setSheets } from "./layout/layout.ts";
import type { Sheets } from "./layout/page.ts";
import { type Library, libraryOf, type Resources } from "./library.ts";
import type { Element } from "./markup/element.ts";
import { parse } from "./markup/parse.ts";
import { print } from "./markup/print.ts";
import type { Picture } from "./picture/picture.ts";
import { readPicture } from "./picture/read.ts";
import { EARLIER_FILE, type Production, productionText, RECORD_FILE } from "./production.ts";
import { lint } from "./record/lint.ts";
import type { Profile } from "./record/profile.ts";
import { release } from "./record/release.ts";
import { LANGUAGES, type Language } from "./record/schema/primitives.ts";
import type { MeetingRecord } from "./record/schema/record.ts";
import { validate } from "./record/validate.ts";
import { fillable, type View, view, viewJsonSchema } from "./record/view.ts";
import type { StyleSheet } from "./style/sheet.ts";
import { check as checkTemplate } from "./template/check.ts";
import { textsOf } from "./template/compile.ts";
import type { Wording } from "./template/helpers.ts";
import { type Rendered, render } from "./template/render.ts";
import type { JsonSchema } from "./template/schema.ts";
import type { Template } from "./template/source.ts";
import type { Reference } from "./write/docx/reference.ts";
import type { Attachment } from "./write/pdf/attachment.ts";
import type { Signer } from "./write/pdf/cms.ts";
import type { Lock } from "./write/pdf/encryption.ts";
import type { KeyFile } from "./write/pdf/p12.ts";
import type { Room } from "./write/pdf/signature.ts";
import { type Loaded, load } from "./yaml/load.ts";

export type { Resources, TemplateFile } from "./library.ts";

/** A record as it stands in a file; `file` is a name for messages and for finding sources beside it. */
export interface Source {
  readonly text: string;
  readonly file: string;
}

export interface Options {
  /** Papers to make; absent: all that the record can fill. */
  readonly documents?: readonly string[];
  /** Absent: PDF and Word. */
  readonly formats?: readonly Format[];
  /** Absent: the record's first language. */
  readonly lang?: string;
  /** Absent: the first theme that names the language. */
  readonly theme?: string;
  /** Absent: the record's own. */
  readonly profile?: string;
  /** Whom the papers are for; absent: whom the record says it is for, else those who may see all of it. */
  readonly audience?: Audience;
  /** A word across every page behind the text; absent: the theme's, if it has one. */
  readonly watermark?: string;
  /** Refuse while gaps that the profile calls errors are open. */
  readonly final?: boolean;
  /** Whether PDF and Word files carry the record; absent: they do. */
  readonly attachRecord?: boolean;
  /** The key that PDFs are signed with; absent: they are not. */
  readonly sign?: KeyFile;
  /** What PDFs are locked with; absent: anybody can open them. Without a choice of formats, PDF alone is made. */
  readonly encrypt?: Passwords;
  /** The house's own Word file, which Word papers take styles, heads and feet and their page from; absent: the theme's. */
  readonly reference?: { readonly bytes: Uint8Array; readonly file: string };
}

export interface Passwords {
  /** Opens the file. */
  readonly password: string;
  /** Opens it, too; absent: one that nobody knows. */
  readonly ownerPassword?: string;
}

export const STAGES = ["record", "markup", "tree", "document", "galley", "pages"] as const;
export type Stage = (typeof STAGES)[number];

/** What `check` found out about a record that has no errors. */
export interface Checked {
  readonly recordId: string;
  readonly title: string;
  /** Papers that the record can fill. */
  readonly documents: readonly string[];
}

/** load → validate → lint, told in short */
export function check(source: Source, options: Options, resources: Resources): Outcome<Checked> {
  return chain(open(source, options, resources), ({ record, documents, view }) =>
    success({ recordId: record.id, title: view(documents[0] ?? "minutes").meeting.title, documents }),
  );
}

/**
 * The whole sentence: load → validate → lint → render → parse → build → lay out → write, for every paper and
 * format that is asked for. Nothing is returned unless everything could be made; `report` hears of each artefact
 * as it is finished.
 */
export async function generate(
  source: Source,
  options: Options,
  resources: Resources,
  report: (artefact: Artefact) => void = () => {},
): Promise<Outcome<readonly Artefact[]>> {
  const opened = open(source, options, resources);
  if (!opened.ok) return opened;
  const extras = await extrasOf(opened.value);
  const diagnostics: Diagnostic[] = [...opened.diagnostics, ...extras.diagnostics];
  if (!extras.ok) return failure(diagnostics);
  const artefacts: Artefact[] = [];
  for (const type of opened.value.documents) {
    const made = await make(opened.value, type, formatsOf(options), report, extras.value);
    diagnostics.push(...made.diagnostics);
    if (made.ok) artefacts.push(...made.value);
  }
  return outcome(artefacts, distinct(diagnostics));
}

/** Whoever locks papers does not want them lying beside as Word files. */
const formatsOf = ({ formats, encrypt }: Options): readonly Format[] =>
  formats ?? (encrypt ? ["pdf"] : ["pdf", "docx"]);

/** render → parse → build → lay out → write: one paper of a checked record, once for all its formats. */
export async function make(
  opened: Opened,
  type: string,
  formats: readonly Format[],
  report: (artefact: Artefact) => void = () => {},
  extras: Extras = {},
): Promise<Outcome<readonly Artefact[]>> {
  const paper = paperOf(opened, type, opened.library);
  if (!paper.ok) return paper;
  const { sheets, diagnostics: reported } = formats.some((format) => PAGED.has(format))
    ? settle(paper.value)
    : UNPAGED;
  const artefacts = new Map<Format, Artefact>();
  for (const format of inTurn(formats)) {
    if (format !== "pdf") for (const _page of sheets.pages); // the others are told what became of all of them
    const artefact = await finish(opened, paper.value, sheets, format, extras);
    if (hasErrors(reported)) return failure([...paper.diagnostics, ...reported]);
    artefacts.set(format, artefact);
    report(artefact);
  }
  return success(
    formats.flatMap((format) => artefacts.get(format) ?? []),
    [...paper.diagnostics, ...reported],
  );
}

/** The PDF first: it is drawn while its pages are set, and a page is gone when it is drawn. */
const inTurn = (formats: readonly Format[]): readonly Format[] => [
  ...formats.filter((format) => format === "pdf"),
  ...formats.filter((format) => format !== "pdf"),
];

/** What is wrong with a theme or partial is found once for every paper that uses it, and told once. */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values(),
];

/** The value after a stage, as text that can be read and compared. */
export async function dump(
  source: Source,
  stage: Stage,
  options: Options,
  resources: Resources,
): Promise<Outcome<string>> {
  return chain(open(source, options, resources), (opened) => {
    if (stage === "record") return success(json(opened.record));
    const type = opened.documents[0] ?? "minutes";
    const settings = paperSettings(opened, type, opened.library);
    return chain(settings, (paper) => {
      const rendered = render(paper.template, opened.view(type), paper);
      if (stage === "markup") return chain(rendered, ({ markup }) => success(markup));
      const tree = chain(rendered, (value) => parseMarkup(value, paper));
      if (stage === "tree") return chain(tree, (root) => success(print(root)));
      const document = chain(tree, (root) => buildPaper(root, paper, opened));
      if (stage === "document") return chain(document, (value) => success(json(value)));
      const layoutSettings = { sheet: paper.sheet, metrics: paper.fonts, hyphenate };
      if (stage === "galley")
        return chain(document, (value) => success(json(galleyOf(value, layoutSettings))));
      return chain(
        chain(document, (value) => layOut(value, layoutSettings)),
        (value) => success(json(value.pages)),
      );
    });
  });
}

/** Bytes of pictures are told by their number: nobody reads them. */
const json = (value: unknown): string =>
  `${JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? `${one.length} bytes` : one), 2)}\n`;

// ---- the record's half of the sentence

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

// ---- one paper

export interface PaperSettings {
  readonly template: Template;
  readonly wording: Wording;
  readonly sheet: StyleSheet;
  readonly fonts: FontLibrary;
  readonly roles: ReadonlySet<string>;
  readonly lang: string;
  readonly production: Production;
}

/** A document with all that it is set and written with. */
export interface Paper extends PaperSettings {
  readonly document: Document;
}

function paperSettings(opened: Opened, type: string, library: Library): Outcome<PaperSettings> {
  const { lang, profile, options } = opened;
  return chain(library.template(type), (template) =>
    chain(options.theme === undefined ? library.themeFor(lang) : success(options.theme), (name) =>
      chain(library.theme(name), (theme) =>
        chain(library.fonts(), ({ families, library: fonts }) =>
          chain(library.wording(lang, profile), (wording) => {
            const sheet = library.sheet(theme, families, type);
            const production = productionOf(opened, type, name);
            const settings = { template, wording, sheet, fonts, roles: rolesOf(sheet), lang, production };
            return outcome(settings, checked(settings));
          }),
        ),
      ),
    ),
  );
}

/** What the files say of how they were made. */
function productionOf(opened: Opened, document: string, theme: string): Production {
  const { program, lang: language, profileName: profile, audience, library, options } = opened;
  const names = { document, language, theme, profile };
  const seen = audience !== "full" && { audience };
  const watermark = options.watermark !== undefined && { watermark: options.watermark };
  return { program, ...names, ...seen, ...watermark, files: library.madeWith(names) };
}

/** render → parse → build */
export function paperOf(opened: Opened, type: string, library: Library): Outcome<Paper> {
  return chain(paperSettings(opened, type, library), (settings) =>
    chain(render(settings.template, opened.view(type), settings), (rendered) =>
      chain(parseMarkup(rendered, settings), (tree) =>
        chain(buildPaper(tree, settings, opened), (document) => success({ ...settings, document })),
      ),
    ),
  );
}

/** The document, with what the theme or the options put on every page, and how it is made. */
function buildPaper(
  tree: Element,
  { sheet: { page }, production }: PaperSettings,
  { picture, houseMark, options }: Opened,
): Outcome<Document> {
  return chain(build(tree, picture), (document) =>
    illustrated(
      { ...document, meta: { ...document.meta, production: productionText(production) } },
      { logo: page.logo, watermark: options.watermark ?? document.watermark ?? page.watermark },
      houseMark,
    ),
  );
}

function parseMarkup({ markup, map }: Rendered, { template, roles }: PaperSettings): Outcome<Element> {
  return parse(markup, { file: template.main.file, roles, map });
}

const roleSets = new WeakMap<StyleSheet, ReadonlySet<string>>();

export function rolesOf(sheet: StyleSheet): ReadonlySet<string> {
  let roles = roleSets.get(sheet);
  if (!roles) {
    roles = new Set(Object.keys(sheet.styles));
    roleSets.set(sheet, roles);
  }
  return roles;
}

let dataSchema: JsonSchema | undefined;
const checks = new WeakMap<Template, Map<Wording, readonly Diagnostic[]>>();

/** What is wrong with a template; found out once for each template and wording. */
export function checked({
  template,
  wording,
  roles,
}: Pick<PaperSettings, "template" | "wording" | "roles">): readonly Diagnostic[] {
  let known = checks.get(template);
  if (!known) {
    known = new Map();
    checks.set(template, known);
  }
  let diagnostics = known.get(wording);
  if (!diagnostics) {
    diagnostics = recall("check", checkInput(template, wording, roles), () => {
      dataSchema ??= (foreknown("view", null) as JsonSchema | undefined) ?? viewJsonSchema(); // what it gave
      return success(true, checkTemplate(template, { schema: dataSchema, wording, roles }));
    }).diagnostics;
    known.set(wording, diagnostics);
  }
  return diagnostics;
}

/** All that the check of a template depends on. */
export const checkInput = (template: Template, wording: Wording, roles: Iterable<string>): unknown => [
  textsOf(template),
  wording,
  [...roles],
];

/** Formats that show or are told pages; the others are spared the layout. */
const PAGED: ReadonlySet<Format> = new Set(["pdf", "docx"]);
const UNPAGED: SheetsReported = {
  sheets: { lang: "", pages: [], count: () => 0, elements: [], outline: [], furniture: () => [] },
  diagnostics: [],
};

/** lay out */
export function settle({ document, sheet, fonts }: Paper): SheetsReported {
  return setSheets(document, { sheet, metrics: fonts, hyphenate });
}

// ---- writing

/** What goes into files besides the paper, as far as their format can hold it. */
export interface Extras {
  readonly signer?: Signer;
  /** Room for a signature alone, to compare with a file that has one. */
  readonly room?: Room;
  readonly lock?: Lock;
  readonly reference?: Reference;
  /** The earlier record that the paper is compared with, as it travels inside the file. */
  readonly earlier?: string;
}

export async function extrasOf({ options }: Opened): Promise<Outcome<Extras>> {
  const { sign, encrypt } = options;
  const signer = sign ? (await import("./write/pdf/p12.ts")).readSigner(sign) : success(undefined);
  const lock = encrypt ? await lockOf(encrypt, options.formats) : success(undefined);
  const reference = options.reference ? await readReference(options.reference) : success(undefined);
  return chain(signer, (signer) =>
    chain(lock, (lock) =>
      chain(reference, (reference) =>
        success({ ...(signer && { signer }), ...(lock && { lock }), ...(reference && { reference }) }),
      ),
    ),
  );
}

/** The look of a house, from a Word file of its own. */
async function readReference({
  bytes,
  file,
}: NonNullable<Options["reference"]>): Promise<Outcome<Reference>> {
  const { referenceOf } = await import("./write/docx/reference.ts");
  const { readZip } = await import("./read/zip.ts");
  const { attempt } = await import("./read/unreadable.ts");
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

export async function lockOf(
  { password, ownerPassword }: Passwords,
  formats: readonly Format[] = [],
): Promise<Outcome<Lock>> {
  const { preparePassword } = await import("./write/pdf/password.ts");
  const owner =
    ownerPassword === undefined
      ? success(randomBytes(32))
      : preparePassword(ownerPassword, "the owner's password");
  const open = formats.filter((format) => format !== "pdf");
  return chain(preparePassword(password, "the password"), (password) =>
    chain(owner, (ownerPassword) =>
      success({ password, ownerPassword, random: randomBytes }, open.map(leftOpen)),
    ),
  );
}

const leftOpen = (format: Format): Diagnostic => ({
  code: "encrypt/left-open",
  severity: "warning",
  message: `only PDFs are locked: whoever has the ${format} file can read it`,
  hint: "leave it out of --formats",
});

/** write */
export async function finish(
  opened: Opened,
  paper: Paper,
  sheets: Sheets,
  format: Format,
  extras: Extras,
): Promise<Artefact> {
  const started = performance.now();
  const { json, options } = opened;
  const travels = options.attachRecord === false ? undefined : json;
  const bytes = await WRITERS[format](paper, sheets, travels, extras);
  const tail = extras.earlier === undefined ? undefined : "redline";
  return {
    ...artefactOf(opened, paper.document.type, format, bytes, tail),
    ...(PAGED.has(format) && { pages: sheets.count() }),
    milliseconds: performance.now() - started,
  };
}

/** A finished file with its name and digests; `tail` ends the name of a redline, or of the copy of its owner. */
export function artefactOf(
  { record, lang, audience, digest }: Opened,
  document: string,
  format: Format,
  bytes: Uint8Array,
  tail?: string,
): Omit<Artefact, "milliseconds"> {
  const parts = [
    record.id,
    document,
    ...(lang === record.languages[0] ? [] : [lang]),
    ...(audience === "full" ? [] : [audience]),
    ...(tail ? [tail] : []),
  ];
  return {
    name: `${parts.join("-")}.${format}`,
    format,
    mediaType: MEDIA_TYPES[format],
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    document,
    language: lang,
    audience,
    recordId: record.id,
    recordDigest: digest,
  };
}

/** `record` is what travels inside the file, where the format can hold it. */
type Writer = (
  paper: Paper,
  sheets: Sheets,
  record: string | undefined,
  extras: Extras,
) => Promise<Uint8Array>;

/** The writers are loaded when they are needed: each brings a library that takes time to start. */
const WRITERS: Readonly<Record<Format, Writer>> = {
  pdf: async ({ document, fonts }, sheets, record, { earlier, ...extras }) => {
    const { writePdf } = await import("./write/pdf/write.ts");
    const attachments = [
      ...(record === undefined ? [] : [recordFile(record)]),
      ...(record === undefined || earlier === undefined ? [] : [earlierFile(earlier)]),
    ];
    return writePdf(document, sheets, fonts.opened, {
      attachments,
      ...extras,
    });
  },
  docx: async ({ document, sheet }, sheets, record, { reference }) => {
    const { writeDocx } = await import("./write/docx/write.ts");
    const part = record === undefined ? undefined : { json: record };
    return writeDocx(document, sheet, knownOf(sheets), part, reference);
  },
  html: async ({ document, sheet }) => {
    const { writeHtml } = await import("./write/html/write.ts");
    return new TextEncoder().encode(writeHtml(document, sheet));
  },
  txt: async ({ document }) => {
    const { writeText } = await import("./write/text/write.ts");
    return new TextEncoder().encode(writeText(document));
  },
};

/** What our own pages tell Word. */
export const knownOf = ({ count, outline }: Sheets) => ({
  pages: count(),
  pageOf: new Map(outline.map(({ id, page }) => [id, page])),
  title: outline.find(({ level }) => level === 2)?.title ?? "",
});

const earlierFile = (json: string): Attachment => ({
  ...recordFile(json),
  name: EARLIER_FILE,
  description: "The earlier record that this paper is compared with",
});

export const recordFile = (json: string): Attachment => ({
  name: RECORD_FILE,
  mediaType: "application/json",
  bytes: new TextEncoder().encode(json),
  description: "The record that this paper was made from",
  relationship: "Source",
});
