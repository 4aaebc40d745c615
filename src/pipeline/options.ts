import type { Audience, Format } from "../artefact.ts";
import type { KeyFile } from "../write/pdf/p12.ts";

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
