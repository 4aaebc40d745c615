import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { take } from "../../src/distribute/ledger/claim.ts";
import { TABLES } from "../../src/distribute/ledger/schema.ts";
import { openSqliteLedger } from "../../src/distribute/ledger/sqlite.ts";
import { type Claim, holdOf, type Ledger } from "../../src/distribute/ledger.ts";
import { claimOf, ledgerSuite, newPlan, newRow } from "./ledger-suite.ts";

const folders: string[] = [];
const folder = (): string => {
  const made = fs.mkdtempSync(join(tmpdir(), "minutebook-ledger-"));
  folders.push(made);
  return made;
};
const fresh = (): string => join(folder(), "ledger.sqlite");
afterEach(() => {
  for (const one of folders.splice(0)) fs.rmSync(one, { recursive: true });
});

async function opened(path: string): Promise<Ledger> {
  const ledger = await openSqliteLedger(path);
  if (!ledger.ok) throw new Error(ledger.diagnostics[0]?.message);
  return ledger.value;
}

ledgerSuite("SQLite", async () => {
  const here = fs.mkdtempSync(join(tmpdir(), "minutebook-ledger-"));
  return {
    open: () => opened(join(here, "ledger.sqlite")),
    remove: async () => fs.rmSync(here, { recursive: true }),
  };
});

const refusal = async (path: string): Promise<string | undefined> => {
  const ledger = await openSqliteLedger(path);
  if (ledger.ok) await ledger.value.close();
  return ledger.diagnostics[0]?.code;
};

/** A program of its own that has the ledger, and what it does with it. */
const script = (path: string, body: string): readonly string[] => [
  "--input-type=module",
  "--eval",
  `import { openSqliteLedger } from ${JSON.stringify(new URL("../../src/distribute/ledger/sqlite.ts", import.meta.url).href)};
   const opened = await openSqliteLedger(${JSON.stringify(path)});
   const tell = (diagnostics) => console.log(diagnostics.map(({ code, message }) => code + ": " + message).join());
   ${body}`,
];

/** The plan that SQLite makes for the first statement of a claim. */
async function planOfClaim(database: DatabaseSync, claim: Claim): Promise<readonly string[]> {
  const told: string[] = [];
  await take(
    async (sql, ...values) => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
      told.push(...steps.map(({ detail }) => String(detail)));
      return [];
    },
    claim,
    "",
  );
  return told;
}

describe("a ledger in a file", () => {
  it("goes through the rows that wait in their order, however many there are, and sorts none for a claim", async () => {
    const database = new DatabaseSync(":memory:");
    for (const table of TABLES("INTEGER", "BLOB")) database.exec(table);
    for (const range of [{}, { distributionId: "board.1" }]) {
      const plan = await planOfClaim(database, claimOf("a", range));
      expect(plan.join("\n")).toContain("SEARCH delivery USING INDEX delivery_due");
      expect(plan.join("\n")).not.toContain("TEMP B-TREE");
    }
    database.close();
  });

  it("is for its owner's eyes [B120]", async () => {
    const path = fresh();
    const ledger = await opened(path);
    await ledger.plan(newPlan([newRow("ash")]), 1);
    const modes = fs
      .readdirSync(join(path, ".."))
      .map((name) => [name, fs.statSync(join(path, "..", name)).mode & 0o777]);
    expect(modes.length).toBe(3); // the ledger, its log, and who has it
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([]);
    await ledger.close();
  });
  it("has one reader and writer; a second process is told whose it is [B86]", async () => {
    const path = fresh();
    const holder = spawn(process.execPath, script(path, "console.log('open'); setInterval(() => {}, 1000);"));
    await once(holder.stdout, "data");
    const second = await openSqliteLedger(path);
    expect(second).toMatchObject({
      ok: false,
      diagnostics: [{ code: "ledger/locked", message: expect.stringContaining(`process ${holder.pid}`) }],
    });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    await (await opened(path)).close();
  });
  it("says nothing of experiments, on this Node as on older ones", () => {
    const ran = spawnSync(process.execPath, script(fresh(), "await opened.value.close();"), {
      encoding: "utf8",
    });
    expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });
});

describe("a ledger that cannot be trusted [B115]", () => {
  it("is left alone when a newer program has written it", async () => {
    const path = fresh();
    await (await opened(path)).close();
    const database = new DatabaseSync(path);
    database.exec("UPDATE meta SET value = '2' WHERE name = 'version'");
    database.close();
    expect(await refusal(path)).toBe("ledger/other-version");
  });
  it("is refused when it is something else", async () => {
    const path = fresh();
    fs.writeFileSync(path, "Dear all, ".repeat(1000));
    expect(await refusal(path)).toBe("ledger/corrupt");
    expect(await refusal(folder())).toMatch(/^ledger\/(unusable|corrupt)$/);
    expect(await refusal(join(folder(), "none", "ledger.sqlite"))).toBe("ledger/unusable");
  });
  it("is refused when a page is damaged", async () => {
    const path = fresh();
    const ledger = await opened(path);
    await ledger.plan(newPlan(Array.from({ length: 50 }, (_, index) => newRow(`p${index}`))), 1);
    await ledger.close();
    const bytes = fs.readFileSync(path);
    for (let page = 3; page * 4096 < bytes.length; page++) bytes.fill(0x5a, page * 4096, page * 4096 + 400);
    fs.writeFileSync(path, bytes);
    expect(await refusal(path)).toBe("ledger/corrupt");
  });
  it("opens from a torn log as it was after one of the commits", async () => {
    const path = fresh();
    const ledger = await opened(path);
    const states: string[] = [""];
    const snapshot = async () => states.push(JSON.stringify(await ledger.list("board.1")));
    await snapshot();
    const planned = await ledger.plan(newPlan(["ash", "birch", "cedar"].map((one) => newRow(one))), 1);
    if (!planned.ok) throw new Error("not planned");
    await snapshot();
    for (const { id } of planned.value.rows) {
      await ledger.spooled([{ id, bytesHash: "b", size: 1 }], 2);
      await snapshot();
    }
    for (let now = 3; now < 6; now++) {
      const row = await ledger.claim(claimOf("a", { now }));
      if (!row) throw new Error("not claimed");
      await snapshot();
      await ledger.cross(holdOf(row, "a"), now);
      await snapshot();
      await ledger.finish(holdOf(row, "a"), { event: "accept", code: 250, reply: "ok" }, now);
      await snapshot();
    }
    const main = fs.readFileSync(path);
    const log = fs.readFileSync(`${path}-wal`);
    await ledger.close();
    const found = new Set<number>();
    for (let image = 0; image < 120; image++) {
      const torn = fresh();
      const cut = Math.floor((log.length * (image >> 1)) / 60) + (image % 7) * 13;
      const end = Math.min(cut, log.length);
      fs.writeFileSync(torn, main);
      // Half of them cut off, half with zeros where the rest had not reached the disk.
      const kept = log.subarray(0, end);
      fs.writeFileSync(
        `${torn}-wal`,
        image % 2 === 0 ? kept : Buffer.concat([kept, Buffer.alloc(log.length - end)]),
      );
      const again = await openSqliteLedger(torn);
      if (!again.ok) {
        // Before the first commit there is an empty file, which is no ledger yet.
        expect(again.diagnostics[0]?.code).toBe("ledger/unusable");
        continue;
      }
      const state = states.lastIndexOf(JSON.stringify(await again.value.list("board.1")));
      expect(state).toBeGreaterThan(0);
      found.add(state);
      await again.value.close();
    }
    expect(found.size).toBeGreaterThan(8);
  });
  it("does not pretend when the disk is full", () => {
    const path = fresh();
    const body = `
      if (!opened.ok) tell(opened.diagnostics);
      else try {
        for (let n = 0; ; n++) {
          const row = { name: "n", kind: "letter", channel: "email", fileName: "f" };
          const rows = Array.from({ length: 100 }, (_, i) => ({ ...row, personId: n + "-" + i, contentHash: "x".repeat(500) }));
          const plan = { recordId: "r" + n, revision: 1, trial: false, recordDigest: "", planHash: "", sender: "o@d", rows };
          await opened.value.plan(plan, 1);
        }
      } catch (error) { tell([error.diagnostic]); }`;
    const arguments_ = script(path, body).map((one) => `'${one.replaceAll("'", "'\\''")}'`);
    const limited = `trap '' XFSZ; ulimit -f 1000; exec '${process.execPath}' ${arguments_.join(" ")}`;
    const ran = spawnSync("bash", ["-c", limited], { encoding: "utf8" });
    expect(ran.stdout).toMatch(/^ledger\/(disk-full|unusable): /);
  });
  it("does not pretend when it may not be written", () => {
    const path = fresh();
    const here = join(path, "..");
    fs.chmodSync(here, 0o555);
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const ran = spawnSync(process.execPath, script(path, "tell(opened.diagnostics);"), {
      encoding: "utf8",
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      ...nobody,
    });
    fs.chmodSync(here, 0o755);
    expect(ran.stdout).toMatch(/^ledger\/(read-only|unusable): /);
    expect(fs.readdirSync(here)).toEqual([]);
  });
});
