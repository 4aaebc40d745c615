import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { account } from "../support/accounting.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";

/** The short form; `npm run soak` is the long one. */
let server: PostgresServer | undefined;
beforeAll(() => {
  server = startPostgres([], 29);
});
afterAll(() => server?.stop());

describe("200 people, faults at every stage, and 20 deaths [B114]", () => {
  it("on the embedded ledger: nobody is missed, nobody gets two", async () => {
    const counted = await account({ recipients: 200, kills: 20, senders: 1, seed: 1 });
    console.info(`embedded: ${JSON.stringify(counted)}`);
    expect(counted.violations).toEqual([]);
    expect(counted.kills).toBe(20);
    expect(counted.sent).toBeGreaterThan(100);
  });
  it("on PostgreSQL with two workers: nobody is missed, nobody gets two", async () => {
    const url = server?.url("accounting") ?? "";
    const counted = await account({ recipients: 200, kills: 20, senders: 2, url, seed: 2 });
    console.info(`PostgreSQL: ${JSON.stringify(counted)}`);
    expect(counted.violations).toEqual([]);
    expect(counted.kills).toBeGreaterThanOrEqual(20);
    expect(counted.sent).toBeGreaterThan(100);
  });
});
