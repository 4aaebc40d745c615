import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type FontLibrary, fontLibrary } from "../../src/fonts/load.ts";
import { builtInFonts } from "./sheet.ts";

const require = createRequire(import.meta.url);

/** The real fonts, opened once for a test file. */
export const realFonts = (): FontLibrary =>
  fontLibrary(builtInFonts(), (name, path) =>
    readFileSync(join(dirname(require.resolve(`${name}/package.json`)), path)),
  );
