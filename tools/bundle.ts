import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { foreknownModule } from "./foreknow.ts";

/**
 * Makes the command line one program of two files: `cli.js`, which starts `program.cjs`. Thousands of modules looked
 * up one by one take longer to start than most papers take to make. What talks to servers is in a third, `servers.cjs`,
 * which only sending reads. The library keeps its modules; templates and fonts stay where they are, beside the program
 * and in their packages.
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
  yaml: ["Composer", "isMap", "isScalar", "isSeq", "Lexer", "Parser"],
  handlebars: ["default"],
  "hyphen/en-gb/index.js": ["default"],
  "hyphen/en-us/index.js": ["default"],
  "bidi-js": ["default"],
  linebreak: ["default"],
  "png-js": ["default"],
  "node-forge": ["default"],
  "@noble/ciphers/aes": ["cbc", "ecb"],
};

/** Packages that talk to servers. */
const APART = ["nodemailer/lib/smtp-connection", "pg", "pg-boss"];
const SERVERS = "servers.cjs";

const SETTINGS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: "node",
  target: "node22.18",
  minifyWhitespace: true, // names stay, so that a stack can be read
  minifySyntax: true,
  legalComments: "none", // all of them are in the notices
  write: false,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Bundles the program into a folder, which must stand beside `templates`. */
async function bundle(outdir: string): Promise<void> {
  const { metafile, outputFiles } = await build({
    ...SETTINGS,
    entryPoints: ["src/cli/main.ts"],
    format: "cjs",
    // A function of what Node gives to modules, for `start.ts` to call.
    banner: { js: "(function(exports,require,module,__filename,__dirname){" },
    footer: { js: "})" },
    define: { "import.meta.url": "FILE_URL" },
    inject: ["tools/file-url.ts"],
    alias: Object.fromEntries(Object.entries(ABSENT).map(([name, file]) => [name, join(ROOT, file)])),
    plugins: [foreknowing, lazy, apart],
    supported: { "dynamic-import": false }, // which Node warns about where code is not run from a file
    metafile: true,
  });
  const servers = await build({
    ...SETTINGS,
    stdin: { contents: APART.map(exporting).join("\n"), resolveDir: ROOT },
    format: "cjs",
    define: { "import.meta.url": "FILE_URL" },
    inject: ["tools/file-url.ts"],
    metafile: true,
  });
  const program = inAscii(outputFiles[0]?.text ?? "");
  const digest = createHash("sha256").update(program).digest("hex");
  const start = await build({
    ...SETTINGS,
    entryPoints: ["src/cli.ts"],
    format: "esm",
    define: { PROGRAM_DIGEST: JSON.stringify(digest) },
    plugins: [starting],
  });
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, "program.cjs"), program);
  writeFileSync(join(outdir, SERVERS), servers.outputFiles[0]?.text ?? "");
  writeFileSync(join(outdir, "cli.js"), start.outputFiles[0]?.text ?? "", { mode: 0o755 });
  copyColourProfile(outdir);
  writeFileSync(join(outdir, "NOTICES.txt"), notices({ ...metafile.inputs, ...servers.metafile.inputs }));
}

/** Text in ASCII is kept and read in half the room. Outside strings and patterns there is no other. */
const inAscii = (code: string): string =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Puts the way to the bundled program into the place of that to the sources. */
const starting: Plugin = {
  name: "starting",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/cli\/main\.ts$/ }, () => ({ path: join(ROOT, "tools/start.ts") })),
};

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

/** Asks the third file for the packages in it. */
const apart: Plugin = {
  name: "apart",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /./ }, ({ path }) =>
      APART.includes(path)
        ? { path, namespace: "apart" }
        : path === `./${SERVERS}`
          ? { path, external: true }
          : undefined,
    );
    onLoad({ filter: /./, namespace: "apart" }, ({ path }) => ({
      contents: `module.exports = require("./${SERVERS}")[${JSON.stringify(path)}];`,
    }));
  },
};

const exporting = (path: string): string => {
  const name = JSON.stringify(path);
  return `Object.defineProperty(exports, ${name}, { get: () => require(${name}) });`;
};

/** pdfkit reads the profile of its output intent from a file beside itself. */
function copyColourProfile(outdir: string): void {
  const profile = "data/sRGB_IEC61966_2_1.icc";
  mkdirSync(join(outdir, dirname(profile)), { recursive: true });
  copyFileSync(join(ROOT, "node_modules/pdfkit/js", profile), join(outdir, profile));
}

/** The licences of all packages of which something is in the bundle. */
function notices(inputs: Metafile["inputs"]): string {
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
