import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, posix, relative, resolve, sep, win32 } from "node:path";
import { fileURLToPath } from "node:url";
import type { Artefact } from "./artefact.ts";
import { chain, type Diagnostic, failure, nearest, type Outcome, outcome, success } from "./diagnostic.ts";
import { type HouseFile, KINDS, type Resources, type TemplateFile } from "./library.ts";
import { PICTURE_NAME } from "./picture/name.ts";
import { REFERENCE_NAME } from "./style/theme.ts";
import { foreignKind } from "./yaml/foreign.ts";
import { decodeUtf8 } from "./yaml/text.ts";

/**
 * The only room below the command line that touches the disk. Everything is read whole, under a cap, and only
 * after the real path is known to lie where it should; everything is written to a temporary file and renamed.
 */

/** The text of a file and its name for messages. */
export interface TextFile {
  readonly text: string;
  readonly file: string;
}

const kB = 1024;
const MB = 1024 * kB;

/** The most that is read of each kind of file, in bytes. */
export const CAPS = {
  record: 16 * MB,
  template: 512 * kB,
  font: 30 * MB,
  source: 20 * MB,
  picture: 20 * MB,
  key: MB,
  secret: 4 * kB,
  paper: 256 * MB,
} as const;

/** The built-in template library, found from `src/` and from `dist/` alike. */
export const BUILT_IN_TEMPLATES = fileURLToPath(new URL("../templates/", import.meta.url));

/** The record's JSON Schema, found in the same way. */
export const RECORD_SCHEMA = fileURLToPath(new URL("../data/record.schema.json", import.meta.url));

// ---- reading

/** Reads a record: a regular UTF-8 file of at most 16 MB. */
export function readRecord(path: string): Outcome<TextFile> {
  const read = chain(readCapped(path, CAPS.record), (bytes) => recordText(bytes, path));
  if (read.ok) return success({ text: read.value, file: path });
  const near = fs.existsSync(path) ? undefined : nearestFile(path);
  if (near === undefined) return read;
  return failure(read.diagnostics.map((problem) => ({ ...problem, hint: `did you mean ${near}?` })));
}

function recordText(bytes: Uint8Array, path: string): Outcome<string> {
  const foreign = foreignKind(bytes);
  if (!foreign) return decodeUtf8(bytes, path);
  const message = `${path} is ${foreign.is}, not a record`;
  return failure([{ code: "file/not-a-record", severity: "error", message, hint: foreign.hint }]);
}

/** Reads a key file: at most 1 MB. */
export const readKey = (path: string): Outcome<Uint8Array> => readCapped(path, CAPS.key);

/** Reads a finished paper: at most 256 MB. */
export const readPaper = (path: string): Outcome<Uint8Array> => readCapped(path, CAPS.paper);

/** Reads a password: the text of a file, without the end of its last line. */
export const readSecret = (path: string): Outcome<string> =>
  chain(readCapped(path, CAPS.secret), (bytes) =>
    chain(decodeUtf8(bytes, path), (text) => success(text.replace(/\r?\n$/, ""))),
  );

/** The file of the same folder whose name is nearest to one that is not there. */
function nearestFile(path: string): string | undefined {
  const near = nearest(basename(path), namesIn(dirname(path)));
  return near === undefined ? undefined : join(dirname(path), near);
}

/** The whole of a regular file, refused above a cap. The file is asked twice, since it may be swapped in between. */
function readCapped(path: string, cap: number): Outcome<Uint8Array> {
  try {
    const problem = unreadable(path, fs.statSync(path), cap);
    if (problem) return failure([problem]);
    const handle = fs.openSync(path, "r");
    try {
      const swapped = unreadable(path, fs.fstatSync(handle), cap);
      return swapped ? failure([swapped]) : success(fs.readFileSync(handle));
    } finally {
      fs.closeSync(handle);
    }
  } catch (error) {
    return failure([fileError("file/unreadable", `cannot read ${path}: ${reason(error)}`)]);
  }
}

function unreadable(path: string, stat: fs.Stats, cap: number): Diagnostic | undefined {
  if (stat.isDirectory()) return fileError("file/not-a-file", `${path} is a folder, not a file`);
  if (!stat.isFile()) return fileError("file/not-a-file", `${path} is no regular file`);
  if (stat.size > cap)
    return fileError("file/too-large", `${path} has ${size(stat.size)}; at most ${size(cap)} are read`);
  return undefined;
}

const size = (bytes: number): string =>
  bytes < MB ? `${Math.ceil(bytes / kB)} kB` : `${Math.ceil((bytes / MB) * 10) / 10} MB`;

/** The names in a folder, sorted; none when it cannot be read. */
function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Whether a real path lies inside a real folder. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Absolute on any system: a record or template travels. */
const isAbsolute = (path: string): boolean => posix.isAbsolute(path) || win32.isAbsolute(path);

/** The real path of something inside a folder; undefined when it is not there or leads outside. */
function insideOf(folder: string, path: string): string | undefined {
  // Refused before the disk is asked: on Windows a path to another machine would be opened over the network.
  if (path === "" || path.includes("\0") || isAbsolute(path) || !isInside(folder, resolve(folder, path)))
    return undefined;
  try {
    const real = fs.realpathSync.native(resolve(folder, path));
    return isInside(fs.realpathSync.native(folder), real) ? real : undefined;
  } catch {
    return undefined;
  }
}

// ---- templates

/** The built-in templates with the user's own folder laid over them, file by file. */
export function readTemplates(ownFolder?: string): Outcome<ReadonlyMap<string, TemplateFile>> {
  return chain(readLibrary(BUILT_IN_TEMPLATES, false), (builtIn) => {
    if (ownFolder === undefined) return success(builtIn);
    return chain(readOwnLibrary(ownFolder), (own) => success(new Map([...builtIn, ...own])));
  });
}

function readOwnLibrary(folder: string): Outcome<ReadonlyMap<string, TemplateFile>> {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) {
    const message = stat ? `${folder} is not a folder` : `there is no folder ${folder}`;
    return failure([fileError("file/no-templates", message)]);
  }
  return chain(readLibrary(folder, true), (files) =>
    success(files, files.size === 0 ? [emptyLibrary(folder)] : []),
  );
}

const emptyLibrary = (folder: string): Diagnostic => ({
  code: "file/empty-templates",
  severity: "warning",
  message: `${folder} holds no templates`,
  hint: `templates lie in ${Object.values(KINDS)
    .map(({ folder, ending }) => `${folder}*${ending}`)
    .join(", ")}; fonts in fonts.yaml`,
});

function readLibrary(root: string, own: boolean): Outcome<ReadonlyMap<string, TemplateFile>> {
  const paths = Object.values(KINDS).flatMap(({ folder, ending }) =>
    namesIn(join(root, folder))
      .filter((name) => name.endsWith(ending) && !name.startsWith("."))
      .map((name) => `${folder}${name}`),
  );
  if (fs.existsSync(join(root, "fonts.yaml"))) paths.push("fonts.yaml");
  const files = new Map<string, TemplateFile>();
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const text = readTemplate(root, path);
    diagnostics.push(...text.diagnostics);
    if (text.ok) files.set(path, { text: text.value, file: fileName(join(root, path)), own });
  }
  return outcome(files, diagnostics);
}

function readTemplate(root: string, path: string): Outcome<string> {
  const file = fileName(join(root, path));
  const real = insideOf(root, path);
  if (real === undefined)
    return failure([fileError("file/outside", `${file} leads out of the template folder`)]);
  const text = chain(readCapped(real, CAPS.template), (bytes) => decodeUtf8(bytes, file));
  if (text.ok) return text;
  return failure(
    text.diagnostics.map((problem) => ({ ...problem, code: problem.code.replace("record/", "file/") })),
  );
}

/** A path as messages show it: relative to the working folder when that is shorter. */
function fileName(path: string): string {
  const way = relative("", path);
  return way.length < path.length ? way : path;
}

// ---- fonts and sources

const PACKAGE = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/** The bytes of a font file of an npm package. Throws when it cannot be read. */
export function readFontFile(packageName: string, path: string): Uint8Array {
  const manifest = PACKAGE.test(packageName) ? resolvePackage(packageName) : undefined;
  if (manifest === undefined) throw new Error(`the font package ${packageName} is not installed`);
  return readFontIn(dirname(manifest), path, packageName);
}

function resolvePackage(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}

function readFontIn(folder: string, path: string, where: string): Uint8Array {
  const real = insideOf(folder, path);
  if (real === undefined) throw new Error(`there is no font file ${path} in ${where}`);
  const bytes = readCapped(real, CAPS.font);
  if (!bytes.ok) throw new Error(bytes.diagnostics[0]?.message);
  return bytes.value;
}

/**
 * Finds the text of a source beside the record or in one of the given folders, never outside them. A source that
 * is not there, not UTF-8 or too large is not at hand.
 */
export function readSourceText(folders: readonly string[] = []): Resources["sourceText"] {
  return (recordFile, sourceFile) => {
    for (const folder of [dirname(recordFile), ...folders]) {
      const real = insideOf(folder, sourceFile);
      if (real === undefined) continue;
      const text = chain(readCapped(real, CAPS.source), (bytes) => decodeUtf8(bytes, sourceFile));
      if (text.ok) return text.value;
    }
    return undefined;
  };
}

/**
 * Finds a picture beside the record, then in the given folders, never outside them. The first file of that name
 * counts, even when it cannot be read.
 */
export function readPictureFile(folders: readonly string[]): Resources["pictureFile"] {
  return (name, recordFile) => {
    const places = recordFile === undefined ? folders : [dirname(recordFile), ...folders];
    for (const folder of places) {
      const real = PICTURE_NAME.test(name) ? insideOf(folder, name) : undefined;
      if (real !== undefined) return readCapped(real, CAPS.picture);
    }
    const near = nearest(
      name,
      places.flatMap((folder) => filesIn(folder, PICTURE_NAME)),
    );
    return failure([
      {
        code: "picture/not-found",
        severity: "error",
        message: `there is no picture ${name} ${recordFile === undefined ? "in" : "beside the record or in"} a template folder`,
        ...(near !== undefined && { hint: `did you mean ${near}?` }),
      },
    ]);
  };
}

/** Finds the Word file of a house in one of the given folders, never outside them; the first of that name counts. */
export function readHouseFile(folders: readonly string[]): Resources["houseFile"] {
  return (name): Outcome<HouseFile> => {
    for (const folder of folders) {
      const real = REFERENCE_NAME.test(name) ? insideOf(folder, name) : undefined;
      if (real === undefined) continue;
      const file = fileName(join(folder, name));
      return chain(readCapped(real, CAPS.paper), (bytes) => success({ bytes, file }));
    }
    const near = nearest(
      name,
      folders.flatMap((folder) => filesIn(folder, REFERENCE_NAME)),
    );
    return failure([
      {
        code: "theme/no-reference",
        severity: "error",
        message: `there is no Word file ${name} in a template folder`,
        ...(near !== undefined && { hint: `did you mean ${near}?` }),
      },
    ]);
  };
}

/** Files named so in a folder and in those right below it, as a template would name them. */
const filesIn = (folder: string, pattern: RegExp): readonly string[] =>
  namesIn(folder).flatMap((name) =>
    pattern.test(name)
      ? [name]
      : namesIn(join(folder, name))
          .filter((inner) => pattern.test(inner))
          .map((inner) => `${name}/${inner}`),
  );

export interface Folders {
  /** The user's own templates, laid over the built-in ones. */
  readonly templates?: string;
  /** Where sources are looked for besides the record's own folder. */
  readonly sources?: string;
}

/** Everything from outside that a run needs. */
export function openResources({ templates, sources }: Folders = {}): Outcome<Resources> {
  if (sources !== undefined && !fs.statSync(sources, { throwIfNoEntry: false })?.isDirectory())
    return failure([fileError("file/no-sources", `there is no folder ${sources}`)]);
  return chain(readTemplates(templates), (files) => {
    const folders = [...(templates === undefined ? [] : [templates]), BUILT_IN_TEMPLATES];
    const fonts = files.get("fonts.yaml");
    return success<Resources>({
      program: version(),
      templates: files,
      fontFile: (packageName, path) =>
        packageName === undefined
          ? readFontIn(dirname(fonts?.file ?? BUILT_IN_TEMPLATES), path, "the folder of fonts.yaml")
          : readFontFile(packageName, path),
      sourceText: readSourceText(sources === undefined ? [] : [sources]),
      pictureFile: readPictureFile(folders),
      houseFile: readHouseFile(folders),
    });
  });
}

/** The version of the program, from the package that it is part of. */
export const version = (): string =>
  JSON.parse(fs.readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

// ---- writing

/** A file that is written whole but does not bear its name yet. */
interface Staged {
  readonly path: string;
  readonly temporary: string;
}

/** Writes a file whole or not at all; an old one of that name stays until the new one is safe on the disk. */
export const writeWhole = (path: string, bytes: Uint8Array): Outcome<string> =>
  chain(stage(path, bytes), (staged) => chain(settle([staged]), () => success(path)));

/** Writes a file beside the papers of a record that its owner alone may read. Gives its path. */
export const writePrivate = (
  outDir: string,
  recordId: string,
  name: string,
  bytes: Uint8Array,
): Outcome<string> =>
  chain(makeFolder(outDir, safeName(recordId)), (folder) =>
    chain(stage(join(folder, safeName(name)), bytes, 0o600), (staged) =>
      chain(settle([staged]), ([path = ""]) => success(path)),
    ),
  );

/**
 * Writes the papers of a record into a folder of its own inside `outDir`, or inside a folder of that, `within`, and
 * returns their paths in order. None gets its name before all are safe on the disk. Whatever ids say, nothing is
 * written outside `outDir`.
 */
export function writeArtefacts(
  outDir: string,
  recordId: string,
  artefacts: readonly Pick<Artefact, "name" | "bytes">[],
  within = ".",
): Outcome<readonly string[]> {
  return chain(makeFolder(outDir, join(safeName(recordId), within)), (folder) => {
    const staged: Staged[] = [];
    const names = new Set<string>();
    for (const { name, bytes } of artefacts) {
      const file = stage(join(folder, distinct(name, names)), bytes);
      if (!file.ok) {
        discard(staged);
        return file;
      }
      staged.push(file.value);
    }
    return settle(staged);
  });
}

function makeFolder(outDir: string, name: string): Outcome<string> {
  const folder = join(outDir, name);
  try {
    makeFolders(folder);
    if (!isInside(fs.realpathSync.native(outDir), fs.realpathSync.native(folder)))
      return failure([fileError("file/outside", `${folder} leads out of ${outDir}`)]);
    return success(folder);
  } catch (error) {
    return failure([fileError("file/unwritable", `cannot make the folder ${folder}: ${reason(error)}`)]);
  }
}

/**
 * Makes a folder and those above it. Not left to Node, whose own way never ends where a folder is there but takes
 * none in, as in Linux's /proc.
 */
function makeFolders(folder: string): void {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another run may have made it in between.
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    const isLost = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw isLost ? new Error(`${dirname(folder)} takes no folders`) : error;
  }
}

function stage(path: string, bytes: Uint8Array, mode = 0o666): Outcome<Staged> {
  const temporary = join(dirname(path), `.minutebook-${randomBytes(8).toString("hex")}.tmp`);
  try {
    const target = fs.lstatSync(path, { throwIfNoEntry: false });
    if (target && !target.isFile()) {
      const what = target.isSymbolicLink()
        ? "a symbolic link"
        : target.isDirectory()
          ? "a folder"
          : "a device";
      return failure([fileError("file/unwritable", `${path} is ${what} and is not overwritten`)]);
    }
    const handle = fs.openSync(temporary, "wx", mode);
    try {
      fs.writeFileSync(handle, bytes);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    return success({ path, temporary });
  } catch (error) {
    discard([{ path, temporary }]);
    return failure([fileError("file/unwritable", `cannot write ${path}: ${reason(error)}`)]);
  }
}

function settle(staged: readonly Staged[]): Outcome<readonly string[]> {
  for (const { path, temporary } of staged) {
    try {
      fs.renameSync(temporary, path);
    } catch (error) {
      discard(staged);
      return failure([fileError("file/unwritable", `cannot write ${path}: ${reason(error)}`)]);
    }
  }
  return success(staged.map(({ path }) => path));
}

function discard(staged: readonly Staged[]): void {
  for (const { temporary } of staged) {
    try {
      fs.rmSync(temporary, { force: true });
    } catch {
      // Where it cannot be removed it could not be made either; what went wrong before is what matters.
    }
  }
}

// ---- names

const MOST_BYTES = 120;
// Windows opens a device for these, whatever the ending; superscript digits count as digits there.
const RESERVED = /^(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)/i;

/**
 * A file name that is safe on every system. A name that already is stays; any other becomes letters, digits,
 * hyphens and dots with a short hash, so that different names never meet.
 */
export function safeName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-")
    .replace(/^[.-]+|[.-]+$/g, "");
  const prefixed = RESERVED.test(plain) ? `_${plain}` : plain;
  return name !== "" && prefixed === name && Buffer.byteLength(name) <= MOST_BYTES
    ? name
    : hashed(prefixed, name);
}

/** A name with a hash of what it was made from, before its ending. */
function hashed(name: string, original: string): string {
  const hash = createHash("sha256").update(original).digest("hex").slice(0, 8);
  const [, stem = "", ending = ""] = /^(.*?)(\.[a-z0-9]{1,8})?$/s.exec(name) ?? [];
  let cut = "";
  for (const character of stem) {
    if (Buffer.byteLength(cut + character) > MOST_BYTES - 20) break;
    cut += character;
  }
  return cut === "" ? `${hash}${ending}` : `${cut}-${hash}${ending}`;
}

/** A safe name that differs from those before it also where case is not told apart. */
function distinct(name: string, taken: Set<string>): string {
  let safe = safeName(name);
  for (let again = name; taken.has(safe.toLowerCase()); again += "+") safe = hashed(safeName(name), again);
  taken.add(safe.toLowerCase());
  return safe;
}

// ---- what goes wrong

const fileError = (code: string, message: string): Diagnostic => ({ code, severity: "error", message });

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "no permission",
  EPERM: "no permission",
  EISDIR: "it is a folder",
  ENOTDIR: "part of the path is not a folder",
  EEXIST: "a file stands in the way",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  EROFS: "the disk is read-only",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
};

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? error.message;
}
