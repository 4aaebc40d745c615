import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkedUrl, openPostgresLedger } from "../../src/distribute/ledger/postgres.ts";
import { ledgerSuite, newPlan, newRow } from "../distribute/ledger-suite.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";

let server: PostgresServer | undefined;
let databases = 0;
const fresh = (): string => (server as PostgresServer).url(`ledger_${++databases}`);

beforeAll(() => {
  server = startPostgres();
});
afterAll(() => server?.stop());

async function opened(url: string) {
  const postgres = await openPostgresLedger(url);
  if (!postgres.ok) throw new Error(postgres.diagnostics[0]?.message);
  return postgres.value;
}

describe("with PostgreSQL", () => {
  ledgerSuite("PostgreSQL", async () => {
    const url = fresh();
    return { open: async () => (await opened(url)).ledger, remove: async () => {} };
  });

  describe("a ledger on a server", () => {
    it("is made once by many who come at the same time", async () => {
      const url = fresh();
      const all = await Promise.all(Array.from({ length: 6 }, () => opened(url)));
      const plans = await Promise.all(all.map(({ ledger }) => ledger.plan(newPlan([newRow("ash")]), 1)));
      expect(new Set(plans.map((plan) => plan.ok && plan.value.rows[0]?.messageId)).size).toBe(1);
      for (const { ledger } of all) await ledger.close();
    });
    it("keeps spooled bytes as they are", async () => {
      const { ledger, spool } = await opened(fresh());
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
      await spool.put([
        { id: "a", bytes },
        { id: "b", bytes: new Uint8Array() },
      ]);
      await spool.put([{ id: "b", bytes: Uint8Array.of(1) }]);
      expect(Buffer.compare(await spool.get("a"), bytes)).toBe(0);
      expect([...(await spool.get("b"))]).toEqual([1]);
      await spool.remove(["a"]);
      await expect(spool.get("a")).rejects.toThrow("not in the spool");
      await ledger.close();
    });
    it("tells a server that is not there", async () => {
      expect(await openPostgresLedger("postgres://minutebook@127.0.0.1:1/none")).toMatchObject({
        ok: false,
        diagnostics: [{ code: "ledger/unusable", message: expect.stringContaining("ECONNREFUSED") }],
      });
    });
    it("trusts no server that forgets [B115]", async () => {
      const forgetful = startPostgres(["fsync=off"], 7);
      const refused = await openPostgresLedger(forgetful.url("ledger"));
      forgetful.stop();
      expect(refused).toMatchObject({
        ok: false,
        diagnostics: [{ message: expect.stringContaining("fsync = off") }],
      });
    });
  });
});

describe("the address of a ledger", () => {
  it("holds no password, and belongs to PostgreSQL [B120]", () => {
    expect(checkedUrl("postgres://office@db.example.org/minutes").ok).toBe(true);
    for (const url of [
      "postgres://office:secret@db/minutes",
      "postgres://db/minutes?password=secret",
      "mysql://db",
      "db",
    ]) {
      const checked = checkedUrl(url);
      expect(checked.ok).toBe(false);
      expect(JSON.stringify(checked)).not.toContain("secret");
    }
  });
});
