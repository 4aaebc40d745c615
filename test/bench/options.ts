import { parseArgs } from "node:util";
import { LANGS, SIZES } from "./meeting.ts";
import { MEASURES, type Measure } from "./stats.ts";
import { formatOf, SYSTEM_NAMES, type SystemName } from "./systems.ts";

/** One measure, and of what it is taken. */
export interface Job extends Conditions {
  readonly measure: Measure;
  /** All of one format. */
  readonly systems: readonly SystemName[];
  readonly sizes: readonly SizeName[];
  readonly langs: readonly (typeof LANGS)[number][];
}

interface Conditions {
  /** How often each system makes a paper of its own; absent: as often as there is time. */
  readonly rounds: number | undefined;
  /** Whether paragraphs hold prose from books, whose vocabulary is that of a real language. */
  readonly prose: boolean;
}

/** What to measure, in this order. */
export interface Plan {
  readonly jobs: readonly Job[];
  /** Where to draw the chart. */
  readonly chart: string | undefined;
}

type SizeName = keyof typeof SIZES;
const SIZE_NAMES = Object.keys(SIZES) as SizeName[]; // keys of a literal

const systemsOf = (format: "pdf" | "docx"): readonly SystemName[] =>
  SYSTEM_NAMES.filter((name) => formatOf(name) === format);

/** Whether a system makes a long paper while one is ready to wait. */
const isBrisk = (system: SystemName): boolean => system !== "pandoc-docx";

const GROWING = ["S", "M", "L"] as const;

type Shape = Pick<Job, "measure" | "systems" | "sizes" | "langs">;

/**
 * What is measured when nobody says what: all measures of PDF, of Word files how the time grows. All of it takes less than
 * five minutes where nothing else runs.
 */
const USUAL: readonly Shape[] = [
  { measure: "warm", systems: systemsOf("pdf"), sizes: GROWING, langs: LANGS },
  { measure: "warm", systems: systemsOf("docx").filter(isBrisk), sizes: GROWING, langs: ["en"] },
  { measure: "warm", systems: ["pandoc-docx"], sizes: ["S"], langs: ["en"] },
  { measure: "cold", systems: systemsOf("pdf"), sizes: ["S"], langs: LANGS },
  { measure: "solo", systems: ["minutebook", "typst", "pdfkit", "pdfmake"], sizes: ["L"], langs: ["en"] },
  { measure: "batch", systems: systemsOf("pdf"), sizes: ["S"], langs: ["en"] },
  { measure: "copies", systems: ["minutebook"], sizes: ["S"], langs: ["en"] },
];

/** What is measured only when its measure is asked for: mails, which need servers to take them. */
const ASKED: readonly Shape[] = [{ measure: "send", systems: ["minutebook"], sizes: ["S"], langs: ["en"] }];

export const USAGE = `usage: npm run bench -- [options]
  --systems A,B    of ${SYSTEM_NAMES.join(", ")};
                   unless said all that make PDF, and for Word files what tells most
  --sizes S,M      of ${SIZE_NAMES.join(", ")}: about 3, 25, 250 and 2,500 pages; S,M,L unless said
  --langs en,zh    both unless said
  --measures A,B   of ${MEASURES.join(", ")}; all but send unless said
  --rounds N       papers of each system; as many as time allows unless said
  --prose          paragraphs from books instead of a small vocabulary
  --chart FILE     draw milliseconds against pages as SVG`;

/** Reads the command line. Throws a sentence about what cannot be meant. */
export function planOf(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      systems: { type: "string" },
      sizes: { type: "string" },
      langs: { type: "string" },
      measures: { type: "string" },
      rounds: { type: "string" },
      prose: { type: "boolean", default: false },
      chart: { type: "string" },
    },
  });
  const systems = chosen("system", values.systems, SYSTEM_NAMES);
  const sizes = chosen("size", values.sizes, SIZE_NAMES);
  const langs = chosen("language", values.langs, LANGS);
  const measures = chosen("measure", values.measures, MEASURES);
  const conditions: Conditions = {
    rounds: values.rounds === undefined ? undefined : positive(values.rounds),
    prose: values.prose,
  };
  const jobs = systems ? everyMeasure(systems) : measures ? [...USUAL, ...ASKED] : USUAL;
  return {
    jobs: jobs
      .filter(({ measure }) => measures?.includes(measure) ?? true)
      .map((job) => ({ ...job, ...conditions, sizes: sizes ?? job.sizes, langs: langs ?? job.langs })),
    chart: values.chart,
  };
}

/** All measures of some systems, each of one format at a time. Copies and mails are ours alone. */
function everyMeasure(systems: readonly SystemName[]): readonly Shape[] {
  const formats = [...Map.groupBy(systems, formatOf).values()];
  const ours = systems.filter((system) => system.startsWith("minutebook")).slice(0, 1);
  const all = { sizes: GROWING, langs: LANGS };
  return MEASURES.flatMap((measure) =>
    (measure === "copies" || measure === "send" ? [ours] : formats)
      .filter((alike) => alike.length > 0)
      .map((alike) => ({ measure, systems: alike, ...all })),
  );
}

/** Names of a list in the list's order, whatever order they are asked for in; undefined when nobody asks. */
function chosen<T extends string>(
  what: string,
  wanted: string | undefined,
  known: readonly T[],
): readonly T[] | undefined {
  if (wanted === undefined) return undefined;
  const names = wanted.split(",");
  const strange = names.find((name) => !(known as readonly string[]).includes(name));
  if (strange !== undefined)
    throw new Error(`there is no ${what} "${strange}": there are ${known.join(", ")}`);
  return known.filter((name) => names.includes(name));
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`"${text}" is no number of rounds`);
  return Number(text);
}
