import type { Clock } from "./clock.ts";
import type { Claim, Ledger, Row } from "./ledger.ts";

/** Says which delivery may be tried now. It is the ledger that decides whether it is. */
export interface Dispatcher {
  /**
   * A row, claimed for one attempt; `wait` when there was none yet, after some waiting; undefined when it is no use to
   * wait for more.
   */
  next(claim: Claim, signal: AbortSignal): Promise<Row | "wait" | undefined>;
  /** The attempt on a row is over; `again` is when the next may begin, if there is to be one. */
  over(row: Row, again: number | undefined): Promise<void>;
}

/** Never ask sooner: another lane may be claiming just what is due. */
const SHORTEST = 20;
/** Somebody may ask to pause meanwhile. */
const LONGEST = 1000;

/** Takes what the ledger says is due, as long as the next is due within `patience` milliseconds. */
export const fromLedger = (ledger: Ledger, clock: Clock, patience: number): Dispatcher => ({
  async next(claim, signal) {
    const row = await ledger.claim(claim);
    if (row) return row;
    const due = await ledger.due(claim);
    if (due === undefined || due - clock.now() > patience) return undefined;
    await clock.sleep(Math.min(Math.max(due - clock.now(), SHORTEST), LONGEST), signal);
    return "wait";
  },
  over: async () => {},
});
