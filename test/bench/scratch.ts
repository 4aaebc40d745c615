import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { FONTS } from "./look.ts";
import type { Lang } from "./meeting.ts";

/** Tells the processes that a run starts where its folder is. */
const VARIABLE = "MINUTEBOOK_BENCH_SCRATCH";

/** A folder for what a run makes on its way: a new one for each, so that nothing of another stands in it. */
export function scratch(name: string): string {
  const folder = join(process.env[VARIABLE] ?? begun(), name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Whoever makes the folder takes it away at the end. */
function begun(): string {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-bench-"));
  process.env[VARIABLE] = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with the two faces of a language, for systems that look for fonts themselves. */
export function fontFolder(lang: Lang): string {
  const folder = scratch(`fonts-${lang}`);
  for (const file of [FONTS[lang].regular, FONTS[lang].bold]) {
    const link = join(folder, basename(file));
    if (!existsSync(link)) symlinkSync(file, link);
  }
  return folder;
}

/** A file for fontconfig that knows no other fonts. */
export function fontConfig(lang: Lang): string {
  const file = join(scratch(`fontconfig-${lang}`), "fonts.conf");
  const folders = `<dir>${fontFolder(lang)}</dir><cachedir>${scratch("fontconfig-cache")}</cachedir>`;
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}</fontconfig>`,
  );
  return file;
}

/** Where a program of the machine is. Throws a sentence when it is not there. */
export function program(name: string): string {
  for (const folder of (process.env.PATH ?? "").split(delimiter))
    if (existsSync(join(folder, name))) return join(folder, name);
  throw new Error(`${name} is not installed`);
}
