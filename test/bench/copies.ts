import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CopyFormat, makeCopies, type Owner } from "../../src/copies.ts";
import type { Outcome } from "../../src/diagnostic.ts";
import { openResources, readRecord } from "../../src/files.ts";
import type { Resources } from "../../src/library.ts";
import { type Opened, open } from "../../src/pipeline/open.ts";
import type { Source } from "../../src/pipeline/options.ts";
import { generate } from "../../src/pipeline.ts";
import type { Job as BenchJob } from "./options.ts";
import { scratch } from "./scratch.ts";
import { type Measured, spread } from "./stats.ts";

/** Milliseconds for one copy of the example's minutes, out of so many. */
const OWNERS = 1_000;
/** Making a copy anew takes so long that a few must do. */
const ANEW = 10;
const ROUNDS = 3;

const RECORD = new URL("../../data/northwind-board-2026-03.yaml", import.meta.url).pathname;

/**
 * Personal copies, beside the two ways that everybody knows: copying the finished file, which names nobody, and making
 * the paper anew for each. All end in files; setting and writing the paper once is counted with the copies.
 */
export async function copies({ rounds = ROUNDS }: BenchJob): Promise<Measured[]> {
  const resources = given(openResources());
  const source = given(readRecord(RECORD));
  const opened = given(open(source, { documents: ["minutes"] }, resources));
  const rows: Measured[] = [];
  for (const format of ["pdf", "docx"] as const) {
    const job = { opened, source, resources, format, folder: scratch(`copies-${format}`) };
    const times = new Map(Object.keys(WAYS).map((name) => [name, [] as number[]]));
    for (let round = -1; round < rounds; round++) {
      for (const [name, way] of Object.entries(WAYS)) {
        rmSync(job.folder, { recursive: true, force: true });
        mkdirSync(job.folder, { recursive: true });
        const before = await way.before(job);
        const start = performance.now();
        await way.make(job, before);
        if (round >= 0) times.get(name)?.push((performance.now() - start) / way.count);
      }
    }
    const bytes = statSync(join(job.folder, `0.${format}`)).size;
    const suffix = format === "pdf" ? "" : `-${format}`;
    for (const [name, measured] of times)
      rows.push({
        ...{ measure: "copies", system: `${name}${suffix}`, size: "S", lang: "en", times: measured },
        ...{ ...spread(measured), pages: null, bytes, peakMB: null },
      });
  }
  return rows;
}

interface Job {
  readonly opened: Opened;
  readonly source: Source;
  readonly resources: Resources;
  readonly format: CopyFormat;
  readonly folder: string;
}

interface Way {
  readonly count: number;
  /** What is there before the clock starts: a finished file. */
  readonly before: (job: Job) => Promise<string>;
  readonly make: (job: Job, finished: string) => Promise<void>;
}

const fileOf = ({ folder, format }: Job, name: string | number): string => join(folder, `${name}.${format}`);

const OWNED: readonly Owner[] = Array.from({ length: OWNERS }, (_, index) => ({
  id: `owner-${index}`,
  name: `${["Ada Quill", "Chidi Okonkwo", "Ines Moreau", "Tomás Weber"][index % 4]} ${(index * 7919) % 1000}`,
  ...(index % 3 > 0 && { unit: "Internal Audit" }),
  serial: String(index + 1).padStart(4, "0"),
}));

/** In the order of their turns: what is written first finds the disk as the others do. */
const WAYS: Readonly<Record<"file-copy" | "copies" | "anew", Way>> = {
  "file-copy": {
    count: OWNERS,
    before: async (job) => {
      await anew(job, "finished");
      return fileOf(job, "finished");
    },
    make: async (job, finished) => {
      for (let index = 0; index < OWNERS; index++) copyFileSync(finished, fileOf(job, index));
    },
  },
  copies: {
    count: OWNERS,
    before: async () => "",
    make: async (job) => {
      const settings = { formats: [job.format], owners: OWNED, marked: false };
      for (const { copy } of given(await makeCopies(job.opened, "minutes", settings)))
        for (let index = 0; index < OWNERS; index++)
          writeFileSync(fileOf(job, index), (await copy(index)).bytes);
    },
  },
  anew: {
    count: ANEW,
    before: async () => "",
    make: async (job) => {
      for (let index = 0; index < ANEW; index++) await anew(job, index);
    },
  },
};

async function anew(job: Job, name: string | number): Promise<void> {
  const options = { documents: ["minutes"], formats: [job.format] };
  for (const { bytes } of given(await generate(job.source, options, job.resources)))
    writeFileSync(fileOf(job, name), bytes);
}

function given<T>(made: Outcome<T>): T {
  if (made.ok) return made.value;
  throw new Error(made.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; "));
}
