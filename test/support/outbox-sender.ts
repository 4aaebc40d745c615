import { systemClock } from "../../src/distribute/clock.ts";
import { letterTo, openLedger, people, planOf, run } from "../distribute/support.ts";

/** A program that sends two letters into the outbox of a folder an hour from now, to be killed at any call. */

const [, , folder = ""] = process.argv;
const ledger = await openLedger(folder);
await ledger.resume("board.1", 0);
const clock = { ...systemClock, now: () => Date.now() + 3_600_000 };
const plan = planOf(people(2).map((one) => letterTo(one)));
const ended = await run({ folder, ledger, plan, lanes: 1, engine: { clock } });
await ledger.close();
process.exitCode = ended.kind === "idle" ? 0 : 3;
