import type { Change } from "./deliver.ts";
import type { Counts } from "./ledger.ts";
import { OPEN } from "./state.ts";

/** Counts what a run does, and tells it in a line. */
export interface Tally {
  readonly add: (change: Pick<Change, "event">) => void;
  /** `sent 120, deferred 3, failed 1, in doubt 0 of 200; 42/s, 2 s left` */
  readonly text: (now: number) => string;
}

/** Begins with what earlier runs have done. */
export function tally(counts: Counts, began: number): Tally {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const left = OPEN.reduce((sum, state) => sum + (counts[state] ?? 0), 0) - (counts.in_doubt ?? 0);
  let sent = counts.sent ?? 0;
  let failed = counts.failed ?? 0;
  let doubtful = counts.in_doubt ?? 0;
  let deferrals = 0;
  let done = 0;
  return {
    add({ event }) {
      if (event === "accept") sent += 1;
      else if (event === "lose") doubtful += 1;
      else if (event === "defer") deferrals += 1;
      else failed += 1;
      if (event !== "defer") done += 1;
    },
    text(now) {
      const seconds = Math.max((now - began) / 1000, 0.001);
      const rate = done / seconds;
      const pace = rate >= 10 ? `${Math.round(rate)}/s` : `${Math.round(rate * 60)}/min`;
      const rest = done === 0 ? "" : `; ${pace}, ${durationText((left - done) / rate)} left`;
      return `sent ${sent}, deferred ${deferrals}, failed ${failed}, in doubt ${doubtful} of ${total}${rest}`;
    },
  };
}

/** `40 s`, `12 min`, `3 h` */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(Math.max(0, seconds))} s`;
  return seconds < 90 * 60 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
