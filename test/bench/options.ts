import { parseArgs } from "node:util";
import { LANGS, SIZES } from "./meeting.ts";
import { MEASURES } from "./stats.ts";
import { formatOf, SYSTEM_NAMES } from "./systems.ts";

/** What to measure. */
export interface Plan {
  readonly systems: readonly (typeof SYSTEM_NAMES)[number][];
  readonly sizes: readonly (keyof typeof SIZES)[];
  readonly langs: readonly (typeof LANGS)[number][];
  readonly measures: readonly (typeof MEASURES)[number][];
  /** How often each system makes a paper of its own; absent: as often as there is time. */
  readonly rounds: number | undefined;
  /** Whether paragraphs hold prose from books, whose vocabulary is that of a real language. */
  readonly prose: boolean;
  /** Where to draw the chart. */
  readonly chart: string | undefined;
}

const SIZE_NAMES = Object.keys(SIZES) as (keyof typeof SIZES)[]; // keys of a literal

const PDF_SYSTEMS = SYSTEM_NAMES.filter((name) => formatOf(name) === "pdf");

export const USAGE = `usage: npm run bench -- [options]
  --systems A,B    of ${SYSTEM_NAMES.join(", ")};
                   those that make PDF unless said
  --sizes S,M      of ${SIZE_NAMES.join(", ")}: about 3, 25, 250 and 2,500 pages; S,M,L unless said
  --langs en,zh    both unless said
  --measures A,B   of ${MEASURES.join(", ")}; all unless said
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
  return {
    systems: chosen("system", values.systems, SYSTEM_NAMES, PDF_SYSTEMS),
    sizes: chosen("size", values.sizes, SIZE_NAMES, ["S", "M", "L"]),
    langs: chosen("language", values.langs, LANGS, LANGS),
    measures: chosen("measure", values.measures, MEASURES, MEASURES),
    rounds: values.rounds === undefined ? undefined : positive(values.rounds),
    prose: values.prose,
    chart: values.chart,
  };
}

/** Names of a list in the list's order, whatever order they are asked for in. */
function chosen<T extends string>(
  what: string,
  wanted: string | undefined,
  known: readonly T[],
  usual: readonly T[],
): readonly T[] {
  if (wanted === undefined) return usual;
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
