import { AUDIENCES, type Audience } from "./artefact.ts";

/**
 * How a paper was made, besides the record inside it: enough to make it again, and to say what has changed since. It
 * stands as one line of JSON among the properties of PDF and Word files, short enough for the 255 characters that Word
 * shows of one.
 */
export interface Production {
  /** Version of the program. */
  readonly program: string;
  /** Which paper: `minutes`, `honors`, `brief`, or a user's own template. */
  readonly document: string;
  readonly language: string;
  readonly theme: string;
  readonly profile: string;
  /** Whom it was made for; absent: those who may see all of it. */
  readonly audience?: Audience;
  /** Whether it is one of many that name whom they are for; absent: it is not. */
  readonly copy?: true;
  /** Digest, as under `files`, of the house's own Word file that this one was asked to look like; absent: of none. */
  readonly reference?: string;
  /** The word across every page that was asked for; absent: the theme's own, if it has one. */
  readonly watermark?: string;
  /** Digests of what it was made with, 8 hexadecimal digits each; they tell apart, and prove nothing. */
  readonly files: Readonly<Record<MadeWith, string>>;
}

/** The files of the template library that a paper depends on; `templates` are the document's own and all partials. */
export const MADE_WITH = ["templates", "theme", "wording", "profile", "fonts"] as const;
export type MadeWith = (typeof MADE_WITH)[number];

/** The property that holds it, in every format. */
export const PRODUCTION_PROPERTY = "Production";

/** The properties that hold the record's digest. */
export const DIGEST_PROPERTY = { pdf: "RecordDigest", docx: "Record SHA-256" } as const;

/** Where the record itself is: the name of an attachment, and the namespace of a custom XML part's root. */
export const RECORD_FILE = "record.json";
/** The same of the earlier record that a redline compares it with. */
export const EARLIER_FILE = "earlier-record.json";
export const RECORD_NAMESPACE = "urn:minutebook:record";

export function productionText({ files, ...production }: Production): string {
  const { program, document, language, theme, profile, audience, copy, reference, watermark } = production;
  const ordered = Object.fromEntries(MADE_WITH.map((name) => [name, files[name]]));
  const names = { program, document, language, theme, profile };
  return JSON.stringify({ ...names, audience, copy, reference, watermark, files: ordered });
}

/** What a property says; undefined when it is not what `productionText` writes. */
export function readProduction(text: string): Production | undefined {
  const value = parsed(text);
  const { audience, copy, reference, watermark, files } = value;
  const whole =
    isTexts(value, ["program", "document", "language", "theme", "profile"]) &&
    (audience === undefined || AUDIENCES.some((one) => one === audience)) &&
    (copy === undefined || copy === true) &&
    (reference === undefined || typeof reference === "string") &&
    (watermark === undefined || typeof watermark === "string") &&
    isTexts(fieldsOf(files), MADE_WITH);
  return whole ? (value as unknown as Production) : undefined; // each field was looked at
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};

const isTexts = (fields: Fields, names: readonly string[]): boolean =>
  names.every((name) => typeof fields[name] === "string");
