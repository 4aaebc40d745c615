import { createHash } from "node:crypto";
import { chain, type Diagnostic, failure, nearest, type Outcome, success } from "./diagnostic.ts";
import { type FontLibrary, fontLibrary } from "./fonts/load.ts";
import { recall } from "./foreknown.ts";
import type { Production } from "./production.ts";
import { type Profile, readProfile } from "./record/profile.ts";
import { DEFAULT_STYLES, type StyleSheet, styleSheet } from "./style/sheet.ts";
import { type FontFamilies, fontsSchema, type Theme, themeSchema } from "./style/theme.ts";
import type { Wording } from "./template/helpers.ts";
import type { Source, Template } from "./template/source.ts";
import { follow } from "./yaml/explain.ts";
import { load } from "./yaml/load.ts";
import * as z from "./yaml/zod.ts";

/** A text file of the template library, by its path inside the library (`documents/minutes.hbs`). */
export interface TemplateFile {
  readonly text: string;
  /** Where it really is, for messages and for `list`. */
  readonly file: string;
  /** Whether it comes from the user's own folder. */
  readonly own: boolean;
}

/** Everything from outside that a run needs, read beforehand or on demand. */
export interface Resources {
  /** The version of the program. */
  readonly program: string;
  readonly templates: ReadonlyMap<string, TemplateFile>;
  /**
   * Bytes of a font file of an npm package, or beside fonts.yaml when no package is named. Throws when it
   * cannot be read.
   */
  readonly fontFile: (packageName: string | undefined, path: string) => Uint8Array;
  /** Text of a source, by the `file` its record gives it; absent when it is not at hand. */
  readonly sourceText: (recordFile: string, sourceFile: string) => string | undefined;
  /**
   * Bytes of a picture beside a record or in a template folder; without a record, in a template folder only: a
   * house mark is the house's.
   */
  readonly pictureFile: (name: string, recordFile?: string) => Outcome<Uint8Array>;
  /** A Word file in a template folder. */
  readonly houseFile: (name: string) => Outcome<HouseFile>;
}

/** An organisation's own Word file, and its name in messages. */
export interface HouseFile {
  readonly bytes: Uint8Array;
  readonly file: string;
}

/** Templates, themes, profiles, wording and fonts, each read and checked once. */
export interface Library {
  readonly fonts: () => Outcome<{ readonly families: FontFamilies; readonly library: FontLibrary }>;
  readonly theme: (name: string) => Outcome<Theme>;
  /** The name of the first theme that is made for the language. */
  readonly themeFor: (lang: string) => Outcome<string>;
  /** The Word file that a theme, by its name, takes the look of Word papers from; undefined: it names none. */
  readonly house: (theme: string) => Outcome<HouseFile | undefined>;
  readonly sheet: (theme: Theme, families: FontFamilies, type: string) => StyleSheet;
  readonly profile: (name: string) => Outcome<Profile>;
  /** The words of a language by themselves. */
  readonly words: (lang: string) => Outcome<Wording>;
  /** The words of a language, with the profile's own laid over them. */
  readonly wording: (lang: string, profile: Profile) => Outcome<Wording>;
  readonly template: (document: string) => Outcome<Template>;
  /** The template of a mail. */
  readonly message: (name: string) => Outcome<Template>;
  readonly names: (kind: keyof typeof KINDS) => readonly string[];
  /** Digests of the files that a paper of these names is made with; what is not there counts as empty. */
  readonly madeWith: (names: PaperNames) => Production["files"];
}

export type PaperNames = Pick<Production, "document" | "language" | "theme" | "profile">;

/** Where each kind of file lives in the library. */
export const KINDS = {
  documents: { folder: "documents/", ending: ".hbs" },
  messages: { folder: "messages/", ending: ".hbs" },
  themes: { folder: "themes/", ending: ".yaml" },
  profiles: { folder: "profiles/", ending: ".yaml" },
  wording: { folder: "wording/", ending: ".yaml" },
  partials: { folder: "partials/", ending: ".hbs" },
} as const;

const libraries = new WeakMap<Resources, Library>();

/** The library over some resources; the same one for the same resources, so that fonts stay open between runs. */
export function libraryOf(resources: Resources): Library {
  let library = libraries.get(resources);
  if (!library) {
    library = openLibrary(resources);
    libraries.set(resources, library);
  }
  return library;
}

function openLibrary({ templates, fontFile, houseFile }: Resources): Library {
  const names = (kind: keyof typeof KINDS): readonly string[] => {
    const { folder, ending } = KINDS[kind];
    return [...templates.keys()]
      .filter((path) => path.startsWith(folder) && path.endsWith(ending))
      .map((path) => path.slice(folder.length, -ending.length))
      .sort();
  };
  const find = (kind: keyof typeof KINDS, name: string): Outcome<TemplateFile> => {
    const { folder, ending } = KINDS[kind];
    const file = templates.get(`${folder}${name}${ending}`);
    return file ? success(file) : failure([unknownName(kind, name, names(kind))]);
  };
  const readTheme = memo((name: string) =>
    chain(find("themes", name), (file) => recall("theme", file.text, () => readThemeFile(file))),
  );
  const fonts = memo((_: "fonts") => {
    const file = templates.get("fonts.yaml");
    if (!file) return failure<{ families: FontFamilies; library: FontLibrary }>([missingFonts]);
    return chain(
      recall("fonts", file.text, () => readYaml(file, fontsSchema, "fonts")),
      (families) => success({ families, library: fontLibrary(families, fontFile) }),
    );
  });
  const words = memo((lang: string) =>
    chain(find("wording", lang), (file) =>
      recall("wording", file.text, () => readYaml(file, wordingSchema, "wording")),
    ),
  );
  const partials = memo((_: "partials"): Readonly<Record<string, Source>> => {
    const entries = names("partials").flatMap((name) => {
      const file = templates.get(`partials/${name}.hbs`);
      return file ? [[name, { file: file.file, text: file.text }] as const] : [];
    });
    return Object.fromEntries(entries);
  });
  const templateOf = ({ file, text }: TemplateFile): Outcome<Template> =>
    success({ main: { file, text }, partials: partials("partials") });
  const house = memo((name: string) =>
    chain(readTheme(name), ({ reference }): Outcome<HouseFile | undefined> => {
      if (reference === undefined) return success(undefined);
      const found = houseFile(reference);
      return found.ok ? found : failure(found.diagnostics.map((one) => atReference(one, name)));
    }),
  );
  /** What is wrong with the file that a theme names is told where it does so. */
  const atReference = (problem: Diagnostic, theme: string): Diagnostic => {
    const loaded = chain(find("themes", theme), (file) => load(file.text, file.file));
    if (!loaded.ok) return problem;
    const place = loaded.value.placeOf(["reference"]);
    return { ...problem, place, excerpt: loaded.value.excerpt(place.line) };
  };
  const textOf = (path: string): string => templates.get(path)?.text ?? "";
  const digest = memo((path: string) => shortDigest(textOf(path)));
  const themeDigest = memo((name: string) => {
    const found = house(name);
    const own = digest(`themes/${name}.yaml`);
    return found.ok && found.value ? shortDigest(found.value.bytes, own) : own;
  });
  const templateDigest = memo((document: string) => {
    const used = names("partials").map((name) => [name, textOf(`partials/${name}.hbs`)]);
    return shortDigest(JSON.stringify([textOf(`documents/${document}.hbs`), ...used]));
  });
  // By the theme and the profile themselves: two houses may have given theirs the same name.
  const sheets = new WeakMap<Theme, Map<string, StyleSheet>>();
  const wordings = new WeakMap<Profile, Map<string, Outcome<Wording>>>();
  return {
    names,
    fonts: () => fonts("fonts"),
    theme: readTheme,
    house,
    themeFor: (lang) => {
      for (const name of names("themes")) {
        const theme = readTheme(name);
        if (!theme.ok) return theme;
        if (theme.value.languages.includes(baseOf(lang))) return success(name);
      }
      return failure([noTheme(lang)]);
    },
    sheet: (theme, families, type) =>
      remembered(inner(sheets, theme), type, () => styleSheet(theme, families, type)),
    profile: memo((name) =>
      chain(find("profiles", name), (file) =>
        recall("profile", file.text, () => readProfile(file.text, file.file)),
      ),
    ),
    words,
    wording: (lang, profile) =>
      remembered(inner(wordings, profile), baseOf(lang), () =>
        chain(words(baseOf(lang)), (wording) =>
          success<Wording>({ ...wording, ...(profile.wording?.[baseOf(lang) as "en" | "zh"] ?? {}) }),
        ),
      ),
    template: memo((document) => chain(find("documents", document), templateOf)),
    message: memo((name) => chain(find("messages", name), templateOf)),
    madeWith: ({ document, language, theme, profile }) => ({
      templates: templateDigest(document),
      theme: themeDigest(theme),
      wording: digest(`wording/${baseOf(language)}.yaml`),
      profile: digest(`profiles/${profile}.yaml`),
      fonts: digest("fonts.yaml"),
    }),
  };
}

/** Tells files apart, and proves nothing. */
export const shortDigest = (data: string | Uint8Array, before = ""): string =>
  createHash("sha256").update(before).update(data).digest("hex").slice(0, 8);

const baseOf = (lang: string): string => lang.split("-")[0] ?? lang;

const wordingSchema = z.record(
  z.string(),
  z.union([z.string(), z.object({ other: z.string() }).catchall(z.string())]),
);

function readYaml<S extends z.ZodType>(file: TemplateFile, schema: S, area: string): Outcome<z.output<S>> {
  return chain(load(file.text, file.file), (loaded) => follow(loaded, schema, area));
}

/** Reads a theme and checks what a schema cannot: that every style, colour and stack it names is there. */
function readThemeFile(file: TemplateFile): Outcome<Theme> {
  return chain(load(file.text, file.file), (loaded) =>
    chain(follow(loaded, themeSchema, "theme"), (theme) => {
      const problems: Diagnostic[] = [];
      const tell = (path: readonly (string | number)[], message: string, hint?: string): void => {
        const place = loaded.placeOf(path);
        problems.push({
          code: "theme/unknown-name",
          severity: "error",
          message,
          place,
          excerpt: loaded.excerpt(place.line),
          ...(hint !== undefined && { hint }),
        });
      };
      checkNames(theme, tell);
      return problems.length > 0 ? failure(problems) : success(theme);
    }),
  );
}

type Tell = (path: readonly (string | number)[], message: string, hint?: string) => void;

/** The theme's own styles, and those of each document with the document's changes laid over them. */
function checkNames(theme: Theme, tell: Tell): void {
  checkStyles(theme, theme.styles, theme.styles, ["styles"], tell);
  for (const [type, variant] of Object.entries(theme.documents)) {
    const own = variant.styles ?? {};
    const merged: Theme["styles"] = { ...theme.styles };
    for (const [name, rule] of Object.entries(own)) merged[name] = { ...merged[name], ...rule };
    checkStyles(theme, own, merged, ["documents", type, "styles"], tell);
  }
  for (const name of DEFAULT_STYLES) {
    if (!Object.hasOwn(theme.styles, name)) tell(["styles"], `the theme has no style "${name}"`);
  }
}

/** Checks the rules written at one place of the theme against all styles that count there. */
function checkStyles(
  theme: Theme,
  written: Theme["styles"],
  styles: Theme["styles"],
  path: readonly string[],
  tell: Tell,
): void {
  const check = (
    at: readonly string[],
    name: string | undefined,
    among: readonly string[],
    what: string,
  ): void => {
    if (name === undefined || among.includes(name)) return;
    const near = nearest(name, among);
    tell([...path, ...at], `there is no ${what} "${name}"`, near && `did you mean "${near}"?`);
  };
  const known = Object.keys(styles);
  for (const [name, rule] of Object.entries(written)) {
    for (const field of ["basedOn", "text", "label", "head"] as const)
      check([name, field], rule[field], known, "style");
    check([name, "font"], rule.font, Object.keys(theme.stacks), "stack");
    if (rule.color && !rule.color.startsWith("#"))
      check([name, "color"], rule.color, Object.keys(theme.colors), "colour");
    if (isCyclic(name, styles)) tell([...path, name, "basedOn"], `style "${name}" is based on itself`);
  }
}

function isCyclic(name: string, styles: Theme["styles"]): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = name; at !== undefined; at = styles[at]?.basedOn) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}

function unknownName(kind: keyof typeof KINDS, name: string, names: readonly string[]): Diagnostic {
  const near = nearest(name, names);
  return {
    code: `library/unknown-${kind}`,
    severity: "error",
    message: `there is no ${WORDS[kind]} "${name}"`,
    hint: near ? `did you mean "${near}"?` : `there are: ${names.join(", ")}`,
  };
}

const WORDS = {
  documents: "document",
  messages: "message",
  themes: "theme",
  profiles: "profile",
  wording: "wording for the language",
  partials: "partial",
} as const satisfies Record<keyof typeof KINDS, string>;

const missingFonts: Diagnostic = {
  code: "library/no-fonts",
  severity: "error",
  message: "the template library has no fonts.yaml",
};

const noTheme = (lang: string): Diagnostic => ({
  code: "library/no-theme",
  severity: "error",
  message: `no theme is made for the language ${lang}`,
  hint: "name one with --theme",
});

/** The map that belongs to an object. */
function inner<O extends object, V>(maps: WeakMap<O, Map<string, V>>, owner: O): Map<string, V> {
  let map = maps.get(owner);
  if (!map) {
    map = new Map();
    maps.set(owner, map);
  }
  return map;
}

function memo<K extends string, V>(make: (key: K) => V): (key: K) => V {
  const values = new Map<K, V>();
  return (key) => remembered(values, key, () => make(key));
}

function remembered<K, V>(values: Map<K, V>, key: K, make: () => V): V {
  let value = values.get(key);
  if (value === undefined) {
    value = make();
    values.set(key, value);
  }
  return value;
}
