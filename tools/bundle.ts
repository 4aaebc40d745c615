import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile, type OutputFile, type Plugin } from "esbuild";
import { foreknownModule } from "./foreknow.ts";

/**
 * Makes the command line one program of a few files: `cli.js` and what it loads on demand. Thousands of modules
 * looked up one by one take longer to start than most papers take to make. The library keeps its modules; templates
 * and fonts stay where they are, beside the program and in their packages.
 */
const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** What our use never reaches, and the file that says so if it ever should. */
const ABSENT: Readonly<Record<string, string>> = {
  fontkit: "tools/absent/fontkit.cjs",
  "source-map": "tools/absent/source-map.cjs",
};

/**
 * Packages that many runs never need: the first use of what they export loads them, not the import. Each exports one
 * object or function, or the few that are named; the code that uses it stays the same.
 */
const LAZY: Readonly<Record<string, readonly string[]>> = {
  zod: ["default"],
  handlebars: ["default"],
  "hyphen/en-gb/index.js": ["default"],
  "hyphen/en-us/index.js": ["default"],
  "bidi-js": ["default"],
  linebreak: ["default"],
  "png-js": ["default"],
  "node-forge": ["default"],
  "@noble/ciphers/aes": ["cbc", "ecb"],
};

/** Bundles the program into a folder, which must stand beside `templates`. */
async function bundle(outdir: string): Promise<void> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["src/cli.ts"],
    outdir,
    chunkNames: "program-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    minifyWhitespace: true, // names stay, so that a stack can be read
    minifySyntax: true,
    legalComments: "none", // all of them are in the notices
    alias: Object.fromEntries(Object.entries(ABSENT).map(([name, file]) => [name, join(ROOT, file)])),
    // Bundled CommonJS packages ask for Node's own modules by `require`.
    banner: {
      js: 'import{createRequire as requireOfBundle}from"node:module";const require=requireOfBundle(import.meta.url);',
    },
    plugins: [foreknowing, lazy],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  writeProgram(outdir, outputFiles);
  copyColourProfile(outdir);
  writeFileSync(join(outdir, "NOTICES.txt"), notices(metafile));
}

/**
 * Writes the files under names that stay from one bundle to the next: what Node keeps of them is replaced then, and
 * does not pile up.
 */
function writeProgram(outdir: string, files: readonly OutputFile[]): void {
  const parts = files.map(({ path }) => basename(path)).filter((name) => name.startsWith("program-"));
  const names = new Map(parts.map((name, index) => [name, `program-${index + 1}.js`]));
  mkdirSync(outdir, { recursive: true });
  for (const file of readdirSync(outdir)) if (file.startsWith("program-")) rmSync(join(outdir, file));
  for (const { path, text } of files) {
    const name = basename(path);
    const renamed = text.replace(/program-[0-9A-Z]{8}\.js/g, (part) => names.get(part) ?? part);
    writeFileSync(join(outdir, names.get(name) ?? name), renamed);
  }
  chmodSync(join(outdir, "cli.js"), 0o755);
}

/** Puts what is worked out beforehand into the place of nothing. */
const foreknowing: Plugin = {
  name: "foreknowing",
  setup: ({ onLoad }) =>
    onLoad({ filter: /src\/foreknown-results\.ts$/ }, () => ({ contents: foreknownModule(), loader: "js" })),
};

/** Puts a stand-in before each lazy package: a proxy that asks for the package when it is asked for anything. */
const lazy: Plugin = {
  name: "lazy",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === "import-statement" && Object.hasOwn(LAZY, path) ? { path, namespace: "lazy" } : undefined,
    );
    onLoad({ filter: /./, namespace: "lazy" }, ({ path }) => {
      const values = (LAZY[path] ?? []).map((name) =>
        name === "default"
          ? `export default ${standIn("(real().default ?? real())")};`
          : `export const ${name} = ${standIn(`real().${name}`)};`,
      );
      return { resolveDir: ROOT, contents: `${asking(path)}${values.join("\n")}` };
    });
  },
};

const asking = (path: string): string => `
  let found;
  const real = () => found ??= require(${JSON.stringify(path)});
`;

const standIn = (real: string): string => `new Proxy(function () {}, {
  get: (_, name) => ${real}[name],
  apply: (_, self, values) => Reflect.apply(${real}, self, values),
  construct: (_, values) => Reflect.construct(${real}, values),
})`;

/** pdfkit reads the profile of its output intent from a file beside itself. */
function copyColourProfile(outdir: string): void {
  const profile = "data/sRGB_IEC61966_2_1.icc";
  mkdirSync(join(outdir, dirname(profile)), { recursive: true });
  copyFileSync(join(ROOT, "node_modules/pdfkit/js", profile), join(outdir, profile));
}

/** The licences of all packages of which something is in the bundle. */
function notices({ inputs }: Metafile): string {
  const folders = Object.keys(inputs).flatMap(
    (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  const texts = [...new Set(folders)].sort().map((folder) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
    return `${manifest.name} ${manifest.version}\n\n${licence(join(ROOT, folder), manifest)}\n`;
  });
  return `The program minutebook contains parts of these packages.\n\n${texts.join(`\n${"-".repeat(78)}\n\n`)}`;
}

function licence(folder: string, manifest: Readonly<Record<string, unknown>>): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8").trim();
  if (typeof manifest.license !== "string") throw new Error(`${folder} names no licence`);
  const author = typeof manifest.author === "object" ? Object(manifest.author).name : manifest.author;
  return `Licence: ${manifest.license}${typeof author === "string" ? `\nAuthor: ${author}` : ""}`;
}

await bundle(process.argv[2] ?? join(ROOT, "dist"));
