import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../src/", import.meta.url));

/** Floor of each part of the house; the first prefix that fits counts. Imports point down or stay within a part. */
const FLOORS: readonly (readonly [prefix: string, floor: number])[] = [
  ["cli.ts", 5],
  ["cli/", 5],
  ["index.ts", 5],
  ["copies.ts", 4],
  ["verify/", 4],
  ["pipeline", 4],
  ["redline.ts", 4],
  ["library.ts", 4],
  ["files.ts", 4],
  ["distribute/", 4],
  ["read/", 3],
  ["write/pdf/", 3],
  ["write/docx/", 3],
  ["write/html/", 3],
  ["write/text/", 3],
  ["layout/", 2],
  ["redline/", 2],
  ["document/build.ts", 2],
  ["document/", 1],
  ["style/", 1],
  ["fonts/", 1],
  ["markup/", 1],
  ["picture/", 1],
  ["template/", 1],
  ["record/", 1],
  ["yaml/", 1],
  ["artefact.ts", 0],
  ["diagnostic.ts", 0],
  ["foreknown", 0],
  ["production.ts", 0],
  ["units.ts", 0],
];

/** Steps sideways that the design wants: who may look at which neighbour of the same floor. */
const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  "record/": ["yaml/"],
  "document/": ["picture/"],
  "style/": ["document/", "picture/", "yaml/"],
  "fonts/": ["style/"],
  "markup/": ["document/", "picture/"],
  "template/": ["markup/"],
  "copies.ts": ["pipeline"],
  // what locks a file, and what unlocks it, is one thing
  "read/": ["write/pdf/"],
  pipeline: ["library.ts"],
  "verify/": ["pipeline", "library.ts", "copies.ts"],
  "redline.ts": ["pipeline", "library.ts"],
  "files.ts": ["library.ts"],
  "distribute/": ["pipeline", "library.ts", "copies.ts"],
  "cli.ts": ["cli/"],
};

/** One package, one door. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  yaml: ["yaml/"],
  zod: ["yaml/zod.ts"],
  handlebars: ["template/"],
  saxes: ["markup/parse.ts", "picture/svg.ts", "read/docx.ts"],
  pdfkit: ["write/pdf/pen.ts"],
  "node-forge": ["write/pdf/p12.ts"],
  docx: ["write/docx/"],
  fontkit: ["fonts/load.ts"],
  linebreak: ["layout/breaks.ts"],
  hyphen: ["layout/hyphenate.ts"],
  "bidi-js": ["layout/bidi.ts"],
  diff: ["redline/inlines.ts"],
  nodemailer: ["distribute/smtp"],
  pg: ["distribute/ledger/"],
  "pg-boss": ["distribute/ledger/"],
};

/** Who may touch the world outside. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  "node:fs": ["files.ts", "distribute/ledger/", "cli.ts", "cli/"],
  "node:fs/promises": ["files.ts", "distribute/", "cli/"],
  "node:sqlite": ["distribute/ledger/sqlite.ts"],
  "node:process": ["cli.ts", "cli/"],
  "node:crypto": [
    "cli/copies.ts",
    "foreknown.ts",
    "record/",
    "library.ts",
    "pipeline/finish.ts",
    "files.ts",
    "read/",
    "template/",
    "write/docx/",
    "write/pdf/",
    "distribute/",
  ],
};
const FORBIDDEN = /^node:(net|http|https|http2|dgram|dns|tls|child_process|vm|worker_threads)$/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function resolve(from: string, to: string): string {
  return relative(root, join(root, dirname(from), to)).replaceAll("\\", "/");
}

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.replaceAll("\\", "/"))
  .sort();

const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(join(root, from), "utf8");
  const found = text.matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s)?[^;"']*?from\s+["']([^"']+)["']|import\(["']([^"']+)["']\)/g,
  );
  return [...found].map(([, , type, named, lazy]) => {
    const to = named ?? lazy ?? "";
    return { from, to: to.startsWith(".") ? resolve(from, to) : to, typeOnly: type !== undefined };
  });
});

const partOf = (file: string): readonly [string, number] =>
  FLOORS.find(([prefix]) => file.startsWith(prefix)) ?? [file, Number.NaN];
const within = (file: string, places: readonly string[]): boolean =>
  places.some((place) => file.startsWith(place));
const packageOf = (name: string): string =>
  name.startsWith("@") ? name.split("/").slice(0, 2).join("/") : (name.split("/")[0] ?? name);

describe("the house", () => {
  it("has a floor for every file", () => {
    expect(files.filter((file) => !file.endsWith(".d.ts") && Number.isNaN(partOf(file)[1]))).toEqual([]);
  });
  it("lets imports point down only", () => {
    const climbing = imports.filter(({ from, to }) => {
      if (!to.endsWith(".ts")) return false;
      const [fromPart, fromFloor] = partOf(from);
      const [toPart, toFloor] = partOf(to);
      if (fromPart === toPart) return false;
      return (
        toFloor > fromFloor ||
        (toFloor === fromFloor && fromFloor > 0 && !NEIGHBOURS[fromPart]?.includes(toPart))
      );
    });
    expect(climbing.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
  it("keeps each package behind its door", () => {
    const astray = imports.filter(({ from, to }) => {
      if (to.endsWith(".ts") || to.startsWith("node:")) return false;
      return !within(from, DOORS[packageOf(to)] ?? []);
    });
    expect(astray.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
  it("touches the world outside only where it says so, and never the network", () => {
    const astray = imports.filter(
      ({ from, to }) => FORBIDDEN.test(to) || (to in OUTSIDE && !within(from, OUTSIDE[to] ?? [])),
    );
    expect(astray.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
  it("asks neither clock nor chance below the command line", () => {
    const asking = files.filter(
      (file) =>
        partOf(file)[1] < 4 &&
        /\bnew Date\(\)|Date\.now\(|Math\.random\(|\bprocess\.(env|argv|stdout|exit)/.test(
          readFileSync(join(root, file), "utf8"),
        ),
    );
    expect(asking).toEqual([]);
  });
  it("prints only from the command line", () => {
    const printing = files.filter(
      (file) =>
        partOf(file)[1] < 5 &&
        /\bconsole\.|process\.std(out|err)/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(printing).toEqual([]);
  });
});
