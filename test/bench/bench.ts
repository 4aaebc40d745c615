/**
 * Times the program as a user meets it: a cold process for the example minutes, warm milliseconds for loading and
 * checking a record and for the whole way from its text to a paper in each format, and pages per second for a record of about 250 pages, in both languages. Prints medians and writes
 * output/bench.json. Machines are noisy; compare figures of one run.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FORMATS, type Format } from "../../src/artefact.ts";
import { openResources } from "../../src/files.ts";
import { check, generate, type Options, type Source } from "../../src/pipeline.ts";
import { generateRecord, SIZES } from "./generate.ts";

interface Row {
  readonly measure: "cold" | "warm";
  readonly what: string;
  readonly lang: string;
  readonly format: string;
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly pages: number;
  readonly bytes: number;
}

const ROOT = new URL("../../", import.meta.url).pathname;
const EXAMPLES = [
  { file: "data/northwind-board-2026-03.yaml", lang: "en" },
  { file: "data/yunhe-congress-2026.yaml", lang: "zh" },
] as const;

const opened = openResources();
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
const resources = opened.value;
const rows: Row[] = [];

for (const { file, lang } of EXAMPLES) {
  rows.push(cold(file, lang));
  const source = { text: readFileSync(join(ROOT, file), "utf8"), file };
  rows.push(await warm("loading and checking", source, lang, undefined, 40));
  for (const format of FORMATS) rows.push(await warm("example minutes", source, lang, format, 40));
}
for (const lang of ["en", "zh"] as const) {
  const source = { text: generateRecord("bench-long", SIZES.L, lang), file: "bench-long.yaml" };
  rows.push(await warm("250 pages", source, lang, "pdf", 3));
  rows.push(await warm("250 pages", source, lang, "docx", 3));
}

report(rows);
mkdirSync(join(ROOT, "output"), { recursive: true });
writeFileSync(join(ROOT, "output/bench.json"), `${JSON.stringify(rows, null, 2)}\n`);

/** A new process, from the command line to the written file. */
function cold(file: string, lang: string): Row {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-bench-"));
  const program = [
    join(ROOT, "dist/cli.js"),
    "generate",
    join(ROOT, file),
    "--documents",
    "minutes",
    "--formats",
    "pdf",
    "--out",
    folder,
    "--quiet",
  ];
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const run = spawnSync(process.execPath, program, { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr);
    return performance.now() - start;
  });
  rmSync(folder, { recursive: true });
  return {
    measure: "cold",
    what: "example minutes",
    lang,
    format: "pdf",
    pages: 0,
    bytes: 0,
    ...spread(times),
  };
}

/** The same process again and again, from the text of the record to the bytes of one paper. */
async function warm(
  what: string,
  source: Source,
  lang: string,
  format: Format | undefined,
  rounds: number,
): Promise<Row> {
  const options: Options = { documents: ["minutes"], ...(format && { formats: [format] }) };
  const times: number[] = [];
  let pages = 0;
  let bytes = 0;
  for (let round = rounds > 10 ? -20 : -1; round < rounds; round++) {
    const start = performance.now();
    const made = format ? await generate(source, options, resources) : check(source, options, resources);
    const time = performance.now() - start;
    const artefact = made.ok && Array.isArray(made.value) ? made.value[0] : undefined;
    if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join("; "));
    pages = artefact?.pages ?? 0;
    bytes = artefact?.bytes.length ?? 0;
    if (round >= 0) times.push(time);
  }
  return { measure: "warm", what, lang, format: format ?? "", pages, bytes, ...spread(times) };
}

function spread(times: readonly number[]): { median: number; p10: number; p90: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) };
}

function report(all: readonly Row[]): void {
  const cells = all.map((row) => [
    row.measure,
    row.what,
    row.lang,
    row.format,
    `${row.median.toFixed(0)} ms`,
    row.pages > 0 ? `${row.pages} pages` : "",
    row.pages > 0 ? `${((row.pages / row.median) * 1000).toFixed(0)} pages/s` : "",
    row.bytes > 0 ? `${(row.bytes / 1024).toFixed(0)} kB` : "",
  ]);
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}
