/** What is kept of one measurement: a row of `output/bench.json`. */
export interface Row {
  readonly measure: Measure;
  readonly system: string;
  /** Of a mail, what is attached to it. */
  readonly size: string;
  /** Of a mail, what takes it. */
  readonly lang: string;
  /** Milliseconds for one paper, or one mail. */
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  /** Null where nothing on the machine can count them. */
  readonly pages: number | null;
  readonly bytes: number;
  /** The most memory that the system's processes held together; null where it was not watched. */
  readonly peakMB: number | null;
}

/** A row with the times it was made from, in their order. */
export interface Measured extends Row {
  readonly times: readonly number[];
}

export const MEASURES = ["warm", "cold", "solo", "batch", "copies", "send"] as const;
export type Measure = (typeof MEASURES)[number];

/** Median, lower and upper tenth of some numbers, of which there must be at least one; between two, in proportion. */
export function spread(numbers: readonly number[]): Pick<Row, "median" | "p10" | "p90"> {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) };
}

/** A number with as many digits as it deserves: 3 significant ones, all before the point. */
export const rounded = (value: number): number => {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return Number(value.toFixed(Math.min(digits, 3)));
};

/**
 * How many times as long as the other a system takes. Where both took turns, the median over the rounds of the ratio in
 * each: what else the machine had to do in a round, it had to do for both.
 */
export function ratio(one: Measured, other: Measured): number {
  const inTurns = one.measure === "warm" || one.measure === "cold";
  if (!inTurns || one.times.length !== other.times.length) return one.median / other.median;
  return spread(one.times.map((time, round) => time / (other.times[round] ?? Number.NaN))).median;
}
