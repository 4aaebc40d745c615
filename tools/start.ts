import { join } from "node:path";
import { compileCache } from "../src/cli/cache.ts";

/**
 * In the place of `src/cli/main.ts` in the bundled command: runs the program, which is one file beside this one, with
 * what V8 has compiled of it in an earlier run. Node's own cache has only what is compiled when a file is read. The
 * functions that are called later would be compiled again in every run, which is a third of a short one.
 */
declare const PROGRAM_DIGEST: string; // from the bundler
const FILE = "program.cjs";

// To import these would load all that they offer.
const fs = process.getBuiltinModule("node:fs");
const vm = process.getBuiltinModule("node:vm");
const { createRequire } = process.getBuiltinModule("node:module");
const { crc32 } = process.getBuiltinModule("node:zlib");

export function main(): Promise<void> {
  const filename = join(import.meta.dirname, FILE);
  const folder = process.env.NODE_DISABLE_COMPILE_CACHE
    ? undefined
    : compileCache(process.argv.slice(2), process);
  const kept = folder === undefined ? undefined : read(join(folder, KEPT));
  const script = new vm.Script(fs.readFileSync(filename, "latin1"), {
    filename,
    ...(kept && { cachedData: kept }),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  // A run that has failed was a short one: what it leaves is not worth keeping.
  if (folder !== undefined && (!kept || script.cachedDataRejected))
    process.on("exit", (code) => code === 0 && keep(folder, script.createCachedData()));
  const module = { exports: {} as { readonly main: () => Promise<void> } }; // which the program puts there
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, import.meta.dirname);
  return module.exports.main();
}

const KEPT = "program.bin";
/** Before the code: of which program it is, and its checksum, since V8 trusts it blindly. */
const headOf = (code: Buffer): string => `${PROGRAM_DIGEST}${crc32(code).toString(16).padStart(8, "0")}`;
const HEAD = PROGRAM_DIGEST.length + 8;

/** The code that is kept in a file; undefined when there is none, or not of this program. */
function read(file: string): Buffer | undefined {
  try {
    const bytes = fs.readFileSync(file);
    const code = bytes.subarray(HEAD);
    return bytes.toString("latin1", 0, HEAD) === headOf(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Where it cannot be kept, the next run compiles again. */
function keep(folder: string, code: Buffer): void {
  const unfinished = join(folder, "program.tmp");
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(unfinished, Buffer.concat([Buffer.from(headOf(code), "latin1"), code]), { mode: 0o600 });
    fs.renameSync(unfinished, join(folder, KEPT));
  } catch {
    // A full disk, no permission: nobody need hear of it. If two runs met in the file, its checksum tells.
  }
}
