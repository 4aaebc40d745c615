import type { Verdict } from "./carrier.ts";
import type { Pace } from "./ledger.ts";

/** When to try again, and when to stop trying. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long something is tried. By time, not by attempts: a slow server may need many. */
export const PATIENCE = 72 * HOUR;

/** Minutes before the second, third, … attempt; then hourly. */
const STEPS = [1, 5, 15, 30, 60] as const;
/** Servers that put off unknown senders expect them back after about this long. */
const GREYLISTED = 5 * MINUTE;
/** How long a domain is left in peace that asks for it. */
export const THROTTLED = 2 * MINUTE;

/** Milliseconds to the next attempt; `chance` is from 0 to 1 and keeps many from coming back at the same moment. */
export function backoff(
  attempt: number,
  asks: "greylisted" | "throttled" | undefined,
  chance: number,
): number {
  const step = (STEPS[attempt - 1] ?? 60) * MINUTE;
  const wait = asks === "greylisted" && attempt === 1 ? GREYLISTED : step;
  return Math.round(wait * (0.8 + 0.4 * chance));
}

/** So many a minute over all, and so many to one domain; 0 is as many as will go. */
export function paceOf(perMinute: number, perDomain: number): Pace | undefined {
  if (perMinute <= 0 && perDomain <= 0) return undefined;
  const rate = (number: number, burst: number) => ({
    interval: number <= 0 ? 0 : Math.round(MINUTE / number),
    burst,
  });
  return { relay: rate(perMinute, 10), domain: rate(perDomain, 5) };
}

/** Equal troubles in a row after which it is no use to go on. */
const IN_A_ROW = 5;

/**
 * Watches verdicts for trouble that has nothing to do with the recipient. Returns a function that takes each verdict
 * and gives the reason to stop, once there is one.
 */
export function breaker(): (verdict: Verdict) => string | undefined {
  let last = "";
  let count = 0;
  return (verdict) => {
    if (verdict.kind !== "deferred" || verdict.common === undefined) {
      count = 0;
      return undefined;
    }
    // Replies differ in serials and times; what they are about does not.
    const kind = `${verdict.code ?? ""} ${verdict.reply.replace(/[0-9a-f]*\d[0-9a-f]*/gi, "#")}`;
    count = kind === last ? count + 1 : 1;
    last = kind;
    return verdict.common === "stop" || count >= IN_A_ROW ? verdict.reply : undefined;
  };
}
