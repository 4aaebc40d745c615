/**
 * Measures this program beside its peers, on the same meetings in the same run: `npm run bench -- --help` tells how.
 * Prints medians and writes output/bench.json. Machines are noisy: compare figures of one run.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { chartOf } from "./chart.ts";
import { copies } from "./copies.ts";
import { batch, cold, type Omissions, solo, warm } from "./measures.ts";
import { type Plan, planOf, USAGE } from "./options.ts";
import { reportOf } from "./report.ts";
import { scratch } from "./scratch.ts";
import { send } from "./send.ts";
import { type Measure, type Measured, type Row, rounded } from "./stats.ts";

const HERE = new URL(".", import.meta.url).pathname;
const ROOT = join(HERE, "../..");

const MEASURING = { warm, cold, solo, batch, copies, send } as const satisfies Record<Measure, unknown>;

const args = process.argv.slice(2);
if (args.includes("--help")) console.log(USAGE);
else await run(read(args));

function read(words: readonly string[]): Plan {
  try {
    return planOf(words);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function run(plan: Plan): Promise<void> {
  if (plan.jobs.some(({ measure }) => measure !== "send")) installPeers();
  scratch("papers"); // before any process is started, so that all have one folder
  const busy = loadavg()[0] ?? 0;
  if (busy > availableParallelism() / 2)
    console.log(`the machine is busy (load ${busy.toFixed(1)}): expect noise`);
  const started = performance.now();
  const omitted = new Map<string, string>();
  const omissions: Omissions = {
    add: (system, size, lang, reason) => {
      omitted.set(`${system} ${size} ${lang}`, reason);
      console.log(`  left out: ${[system, size, lang].filter(Boolean).join(" ")}: ${reason}`);
    },
    has: (system, size, lang) => omitted.has(`${system} ${size} ${lang}`),
  };
  const rows: Measured[] = [];
  for (const job of plan.jobs) {
    const { measure, systems, sizes } = job;
    console.log(`measuring ${measure} ${sizes.join(" ")}: ${systems.join(", ")} …`);
    const begun = performance.now();
    rows.push(...(await MEASURING[measure](job, omissions)));
    console.log(`  took ${Math.round((performance.now() - begun) / 1000)} s`);
  }
  console.log(`\n${reportOf(rows)}`);
  mkdirSync(join(ROOT, "output"), { recursive: true });
  writeFileSync(join(ROOT, "output/bench.json"), `${JSON.stringify(rows.map(told), null, 1)}\n`);
  if (plan.chart !== undefined) writeFileSync(plan.chart, chartOf(rows));
  console.log(`output/bench.json written after ${Math.round((performance.now() - started) / 1000)} s`);
}

/** A row without digits that mean nothing. */
function told({ times: _, ...row }: Measured): Row {
  const { median, p10, p90, peakMB } = row;
  return {
    ...row,
    ...{ median: rounded(median), p10: rounded(p10), p90: rounded(p90) },
    peakMB: peakMB === null ? null : Math.round(peakMB),
  };
}

/** The peers come with the first run, into a folder of their own: nobody else needs them. */
function installPeers(): void {
  if (existsSync(join(HERE, "node_modules/.package-lock.json"))) return; // npm writes it when all is there
  console.log("installing the systems to compare with …");
  const options = ["--no-audit", "--no-fund", "--loglevel", "error"];
  const { status } = spawnSync("npm", ["ci", "--prefix", HERE, ...options], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) console.log("they could not be installed; only what is there is measured");
}
