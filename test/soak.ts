import { parseArgs } from "node:util";
import { account } from "./support/accounting.ts";
import { startPostgres } from "./support/postgres.ts";

/** The long form of the accounting: many people, many deaths, on both ledgers. Ends with 1 at any violation. */
const { values } = parseArgs({
  options: {
    recipients: { type: "string", default: "1500" },
    kills: { type: "string", default: "100" },
    rounds: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const [recipients, kills, rounds, seed] = [values.recipients, values.kills, values.rounds, values.seed].map(
  Number,
) as [number, number, number, number];
const server = startPostgres();
try {
  for (let round = 0; round < rounds; round++)
    for (const ledger of ["embedded", "postgres"] as const) {
      const started = performance.now();
      const counted = await account({
        recipients,
        kills,
        patience: 3_600_000,
        seed: seed + round,
        senders: ledger === "postgres" ? 2 : 1,
        ...(ledger === "postgres" && { url: server.url(`soak_${round}`) }),
      });
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(`${ledger}, seed ${seed + round}, ${seconds} s: ${JSON.stringify(counted)}`);
      if (counted.violations.length > 0) process.exitCode = 1;
    }
} finally {
  server.stop();
}
