import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { inspect } from "./inspect.ts";
import { type Lang, type Meeting, makeMeeting, SIZES, type Size } from "./meeting.ts";
import type { Job } from "./options.ts";
import { HEAP, startWorker, timed, type Worker, watched } from "./processes.ts";
import { proseOf } from "./prose.ts";
import { recordOf } from "./record.ts";
import { fontConfig, scratch } from "./scratch.ts";
import { type Measured, spread } from "./stats.ts";
import { formatOf } from "./systems.ts";

/** The measures, each from a job to rows. */

/** Hears what could not be measured and why; knows whether that is so. */
export interface Omissions {
  readonly add: (system: string, size: string, lang: string, reason: string) => void;
  readonly has: (system: string, size: string, lang: string) => boolean;
}

/** One paper may take so long, in milliseconds; a system that needs more is left out from that size on. */
const LONGEST = { S: 5_000, M: 8_000, L: 8_000, XL: 600_000 } as const satisfies Record<Size, number>;

/** Time for all systems together at one size in one language, when nobody says how many rounds. */
const BUDGET = { S: 1_500, M: 2_000, L: 6_000, XL: 0 } as const satisfies Record<Size, number>;
const FEWEST_ROUNDS = { S: 5, M: 3, L: 2, XL: 1 } as const satisfies Record<Size, number>;
/** Papers before the first that counts, so that the compiler has seen the code: at least one, then for a while. */
const WARM_UP = { S: 1_500, M: 1_500, L: 0, XL: 0 } as const satisfies Record<Size, number>;
/** A turn of a fast system lasts this long, so that it is not measured with the caches that its neighbour left. */
const TURN = 100;

/** One living process for each system; in every round they take turns on the same fresh meeting. */
export async function warm(job: Job, omissions: Omissions): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const lang of job.langs) {
    const workers = await startAll(job, lang, omissions);
    for (const size of job.sizes) rows.push(...(await warmAt(job, size, lang, workers, omissions)));
    for (const worker of workers.values()) await worker.close();
  }
  return rows;
}

async function startAll(job: Job, lang: Lang, omissions: Omissions): Promise<Map<string, Worker>> {
  const workers = new Map<string, Worker>();
  for (const system of job.systems) {
    try {
      workers.set(system, await startWorker(system, lang));
    } catch (error) {
      omissions.add(system, "", lang, reasonOf(error));
    }
  }
  return workers;
}

/** Milliseconds of a paper at the last size measured, by system and language. */
const lastTimes = new Map<string, number>();

/** How many times as long the papers of a size are as those of the size before. */
function growth(job: Job, size: Size): number {
  const before = job.sizes[job.sizes.indexOf(size) - 1];
  return before === undefined ? 0 : SIZES[size].items / SIZES[before].items;
}

/** A system that fails at a size is closed and taken out of `workers`: the next size would not go better. */
async function warmAt(
  job: Job,
  size: Size,
  lang: Lang,
  workers: Map<string, Worker>,
  omissions: Omissions,
): Promise<Measured[]> {
  const measured = new Map<string, { readonly perTurn: number; readonly times: number[] }>();
  const task = (system: string, seed: number, count: number, within: number = LONGEST[size]) => ({
    ...{ size, prose: job.prose, seed, count, within },
    file: fileOf(system, size, lang),
    whole: false,
  });
  const attempt = async (system: string, act: (worker: Worker) => Promise<void>): Promise<void> => {
    const worker = workers.get(system);
    if (!worker) return;
    try {
      await act(worker);
    } catch (error) {
      omissions.add(system, size, lang, reasonOf(error));
      workers.delete(system);
      measured.delete(system);
      await worker.close();
    }
  };
  for (const system of [...workers.keys()])
    await attempt(system, async (worker) => {
      const expected = (lastTimes.get(`${system} ${lang}`) ?? 0) * growth(job, size);
      if (expected > 2 * LONGEST[size])
        throw new Error(`about ${Math.round(expected / 1000)} s for one paper`);
      const { times } = await worker.ask(task(system, 1_000, 60, WARM_UP[size]), LONGEST[size]);
      const perTurn = Math.min(12, Math.max(1, Math.round(TURN / (times.at(-1) ?? TURN))));
      measured.set(system, { perTurn, times: [] });
    });
  const begun = performance.now();
  const rounds = job.rounds ?? Number.POSITIVE_INFINITY;
  let round = 0;
  for (; round < rounds; round++) {
    const spent = performance.now() - begun;
    if (job.rounds === undefined && round >= FEWEST_ROUNDS[size] && spent > BUDGET[size]) break;
    for (const [system, { perTurn, times }] of [...measured]) {
      // Whoever takes half of everybody's time shows by one paper how slow it is.
      if (job.rounds === undefined && (times[0] ?? 0) > BUDGET[size] / 2) continue;
      await attempt(system, async (worker) => {
        // Of several papers in a turn all systems make the first, so rounds can be compared in pairs.
        const done = await worker.ask(task(system, 1 + round * 12, perTurn), LONGEST[size] * perTurn);
        times.push(spread(done.times).median);
      });
    }
  }
  return [...measured].map(([system, { perTurn, times }]) => {
    lastTimes.set(`${system} ${lang}`, spread(times).median);
    const last = makeMeeting(...contents(job, size, lang, 1 + (times.length - 1) * 12 + perTurn - 1));
    return rowOf("warm", system, size, last, times, null, omissions);
  });
}

/** Whole processes, from the command to the written file, in turns. Ours is the program as a user has it. */
export async function cold(job: Job, omissions: Omissions): Promise<Measured[]> {
  const rows: Measured[] = [];
  const program = await bundled();
  // Whoever waits for a long paper does not mind how long a program takes to start.
  const sizes = job.sizes.filter((size) => size === "S" || job.sizes.length === 1);
  for (const lang of job.langs) {
    for (const size of sizes) {
      const meeting = makeMeeting(...contents(job, size, lang, 1));
      const files = written(meeting, size);
      const env = { ...process.env, FONTCONFIG_FILE: fontConfig(lang) };
      const runs = job.systems
        .filter((system) => system !== "minutebook-text") // our program always begins with a text
        .map((system) => ({ ...commandOf(system, program, files, meeting), times: [] as number[] }));
      for (let round = -1; round < (job.rounds ?? 2); round++) {
        for (const { system, command, times } of runs) {
          if (omissions.has(system, size, lang)) continue;
          try {
            const time = timed(command, env);
            if (round >= 0) times.push(time);
          } catch (error) {
            omissions.add(system, size, lang, reasonOf(error));
          }
        }
      }
      for (const { system, file, times } of runs)
        if (times.length > 0) rows.push(rowOf("cold", system, size, meeting, times, null, omissions, file));
    }
  }
  return rows;
}

/** One paper in a fresh process, with the most memory that its processes held. */
export async function solo(job: Job, omissions: Omissions): Promise<Measured[]> {
  const rows: Measured[] = [];
  const one = new URL("one.ts", import.meta.url).pathname;
  for (const lang of job.langs) {
    for (const size of job.sizes) {
      const meeting = makeMeeting(...contents(job, size, lang, 1));
      const files = written(meeting, size);
      for (const system of job.systems) {
        if (omissions.has(system, size, lang)) continue;
        const command = [process.execPath, HEAP, one, system, files.meeting, fileOf(system, size, lang)];
        try {
          const env = { ...process.env, FONTCONFIG_FILE: fontConfig(lang) };
          const { output, peakMB } = await watched(command, env, LONGEST[size] + 10_000);
          rows.push(rowOf("solo", system, size, meeting, [Number(output)], peakMB, omissions));
        } catch (error) {
          omissions.add(system, size, lang, reasonOf(error));
        }
      }
    }
  }
  return rows;
}

/** Many small papers one after the other, each from its own record to its own file: everything counts. */
export async function batch(job: Job, omissions: Omissions): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const lang of job.langs) {
    for (const system of job.systems) {
      try {
        const worker = await startWorker(system, lang);
        const task = { size: "S", prose: job.prose, file: fileOf(system, "S", lang), whole: true } as const;
        await worker.ask({ ...task, seed: 5_000, count: 30, within: 500 }, LONGEST.M);
        const count = job.rounds ?? 1_000;
        const { times } = await worker.ask({ ...task, seed: 6_000, count, within: 1_000 }, LONGEST.M);
        await worker.close();
        const last = makeMeeting(...contents(job, "S", lang, 6_000 + times.length - 1));
        rows.push(rowOf("batch", system, "S", last, times, null, omissions));
      } catch (error) {
        omissions.add(system, "S", lang, reasonOf(error));
      }
    }
  }
  return rows;
}

// ---- what is made, and where

const OUT = "papers";

const fileOf = (system: string, size: string, lang: string): string =>
  join(scratch(OUT), `${system}-${size}-${lang}.${formatOf(system)}`);

const contents = (job: Job, size: Size, lang: Lang, seed: number) =>
  [SIZES[size], lang, seed, job.prose ? proseOf(lang) : undefined] as const;

interface Files {
  readonly meeting: string;
  readonly record: string;
}

/** The meeting as each kind of command wants it. */
function written(meeting: Meeting, size: Size): Files {
  const file = (kind: string): string => join(scratch("meetings"), `${kind}-${size}-${meeting.lang}.json`);
  writeFileSync(file("meeting"), JSON.stringify(meeting));
  writeFileSync(file("record"), JSON.stringify(recordOf(meeting), null, 1));
  return { meeting: file("meeting"), record: file("record") };
}

const ROOT = new URL("../../", import.meta.url).pathname;

/** What a user types to make the paper, and where it then is. */
function commandOf(system: string, program: string, files: Files, { id, lang }: Meeting) {
  if (system !== "minutebook" && system !== "minutebook-docx") {
    const file = fileOf(system, "cold", lang);
    return { system, file, command: [process.execPath, program, system, files.meeting, file] };
  }
  const out = scratch(OUT);
  const options = {
    ...{ documents: "bench", formats: formatOf(system), theme: `bench-${lang}`, out },
    templates: join(ROOT, "test/bench/templates"),
  };
  const command = [
    ...[process.execPath, join(ROOT, "dist/cli.js"), "generate", files.record, "--quiet"],
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
  ];
  return { system, file: join(out, id, `${id}-bench.${formatOf(system)}`), command };
}

/** The other systems' program as plain JavaScript, so that nobody's start is spent on stripping our types. */
async function bundled(): Promise<string> {
  const outdir = join(ROOT, "test/bench/node_modules/.bench");
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints: [new URL("one.ts", import.meta.url).pathname],
    ...{ outdir, bundle: true, splitting: true, packages: "external", format: "esm", platform: "node" },
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
  });
  return join(outdir, "one.mjs");
}

function rowOf(
  measure: Measured["measure"],
  system: string,
  size: Size,
  meeting: Meeting,
  times: readonly number[],
  peakMB: number | null,
  omissions: Omissions,
  file = fileOf(system, size, meeting.lang),
): Measured {
  const { lang } = meeting;
  const { pages, faults } = inspect(file, meeting);
  for (const fault of faults) omissions.add(system, size, lang, `made, but ${fault}`);
  return { measure, system, size, lang, ...spread(times), times, pages, bytes: statSync(file).size, peakMB };
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
