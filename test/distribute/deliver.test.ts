import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Carrier, Verdict } from "../../src/distribute/carrier.ts";
import { systemClock } from "../../src/distribute/clock.ts";
import type { Change, Ended } from "../../src/distribute/deliver.ts";
import type { Plan } from "../../src/distribute/delivery.ts";
import { type Disk, realDisk } from "../../src/distribute/disk.ts";
import { folderCarrier } from "../../src/distribute/folder.ts";
import { holdOf, type Ledger, LedgerFailure } from "../../src/distribute/ledger.ts";
import { outbox } from "../../src/distribute/outbox.ts";
import {
  letterTo,
  mailsIn,
  openLedger,
  people,
  planOf,
  type Run,
  recipientsIn,
  run,
  scratch,
} from "./support.ts";

const folders: string[] = [];
const fresh = (): string => {
  const folder = scratch();
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

/** Opens the ledger of a folder for as long as something is done with it. */
async function withLedger<T>(folder: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger(folder);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
const once = (folder: string, more: Omit<Run, "folder" | "ledger">): Promise<Ended> =>
  withLedger(folder, (ledger) => run({ folder, ledger, ...more }));
const statesIn = (folder: string): Promise<readonly string[]> =>
  withLedger(folder, async (ledger) =>
    (await ledger.list("board.1")).map(({ personId, state }) => `${personId} ${state}`),
  );

const THREE = planOf(people(3).map((one) => letterTo(one)));
const ALL = people(3).map((one) => `${one}@example.org`);
/** A carrier that says what it is told to, after the mark where there is need of one. */
const saying = (verdict: (personId: string, attempt: number) => Verdict): Carrier => ({
  open: () => ({
    async carry({ personId, attempt }, _, cross) {
      const said = verdict(personId, attempt);
      if (said.kind === "accepted" || said.kind === "lost") await cross();
      return said;
    },
    close: async () => {},
  }),
});

/** Leaves everybody in the hands of a run that has died, before or after the mark. */
const died = (folder: string, plan: Plan, marked: boolean): Promise<void> =>
  withLedger(folder, async (ledger) => {
    await run({ folder, ledger, plan, engine: { signal: AbortSignal.abort() } });
    for (const _ of plan.deliveries) {
      const row = await ledger.claim({ owner: "dead", now: Date.now(), lease: 60_000 });
      if (row && marked) await ledger.cross(holdOf(row, "dead"), Date.now());
    }
  });

describe("sending into the outbox", () => {
  it("puts one mail for each person there, once, however often it is run", async () => {
    const folder = fresh();
    expect(await once(folder, { plan: THREE })).toEqual({ kind: "idle" });
    const mails = mailsIn(folder);
    expect(recipientsIn(mails)).toEqual(ALL);
    expect(await once(folder, { plan: THREE })).toEqual({ kind: "idle" });
    expect(mailsIn(folder)).toEqual(mails);
    expect(await statesIn(folder)).toEqual(["p0001 sent", "p0002 sent", "p0003 sent"]);
  });
  it("keeps mails and names for their owner [B120]", async () => {
    const folder = fresh();
    await once(folder, { plan: THREE });
    const modes = fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => [name, fs.statSync(join(folder, name))] as const)
      .map(([name, stat]) => [name, stat.mode & 0o777, stat.isDirectory() ? 0o700 : 0o600] as const);
    expect(modes.filter(([, mode, wanted]) => mode !== wanted)).toEqual([]);
  });
  it("sends the spooled bytes, not new ones, and only if nobody has touched them", async () => {
    const folder = fresh();
    await once(folder, { plan: THREE, mail: saying(() => ({ kind: "deferred", reply: "later" })) });
    const [first] = fs.readdirSync(join(folder, "spool"));
    fs.appendFileSync(join(folder, "spool", first ?? ""), "P.S.");
    const later = { ...systemClock, now: () => Date.now() + 600_000 };
    const ended = await once(folder, { plan: THREE, lanes: 1, engine: { clock: later } });
    expect(ended).toMatchObject({ kind: "failed", diagnostics: [{ code: "distribute/spool-changed" }] });
    expect(mailsIn(folder).join()).not.toContain("P.S.");
  });
  it("sends a trial to somebody else and still owes the real copy [B118]", async () => {
    const folder = fresh();
    await once(folder, { plan: THREE, trialTo: "p0001@example.org" });
    const trial = mailsIn(folder);
    expect(trial.every((mail) => mail.includes("Subject: [TEST]"))).toBe(true);
    expect(recipientsIn(trial)).toEqual(Array(3).fill("p0001@example.org"));
    await once(folder, { plan: THREE });
    expect(mailsIn(folder).length).toBe(6);
  });
  it("refuses an edited record in the middle, and marks a corrected copy [B116]", async () => {
    const folder = fresh();
    await once(folder, {
      plan: THREE,
      mail: saying((id) => ({ kind: id === "p0001" ? "accepted" : "deferred", reply: "" })),
    });
    const edited = people(3).map((one) => letterTo(one, { contentHash: `edited ${one}` }));
    expect(await once(folder, { plan: planOf(edited) })).toMatchObject({
      kind: "failed",
      diagnostics: [{ code: "ledger/other-content" }],
    });
    await once(folder, { plan: planOf(edited, { revision: 2 }) });
    const corrected = mailsIn(folder).filter((mail) => mail.includes("In-Reply-To"));
    expect(recipientsIn(corrected)).toEqual(["p0001@example.org"]);
  });
  it("never sends to those who were taken out after a run that died with them in hand [B117]", async () => {
    const folder = fresh();
    await died(folder, THREE, false);
    const { skip: _, ...rest } = letterTo("p0002");
    await once(folder, { plan: planOf([{ ...rest, skip: "opted out" }, letterTo("p0003")]) });
    expect(recipientsIn(mailsIn(folder))).toEqual(["p0003@example.org"]);
  });
  it("says that a copy corrects one that may have come from a run that died", async () => {
    const folder = fresh();
    await died(folder, planOf([letterTo("p0001")]), true);
    await once(folder, { plan: planOf([letterTo("p0001", { contentHash: "edited" })], { revision: 2 }) });
    expect(mailsIn(folder).filter((mail) => mail.includes("In-Reply-To"))).toHaveLength(1);
  });
  it("keeps in doubt who went another way, whatever an earlier attempt has left in the outbox [B102]", async () => {
    const folder = fresh();
    const plan = planOf([letterTo("p0001")]);
    const full = {
      ...realDisk,
      settle: async () => Promise.reject(new Error("no room")),
      remove: async () => {},
    };
    await once(folder, { plan, mail: outbox(join(folder, "outbox"), full) });
    await withLedger(folder, (ledger) => ledger.resume("board.1", Date.now()));
    const later = { ...systemClock, now: () => Date.now() + 3_600_000 };
    await once(folder, { plan, mail: saying(() => ({ kind: "lost", reply: "" })), engine: { clock: later } });
    await once(folder, { plan, engine: { clock: later } });
    expect(await statesIn(folder)).toEqual(["p0001 in_doubt"]);
    expect(mailsIn(folder)).toEqual([]);
  });
  it("stands still when nothing can be laid where it belongs", async () => {
    const folder = fresh();
    const cannot = { ...realDisk, rename: async () => Promise.reject(new Error("not on this disk")) };
    const mail = outbox(join(folder, "outbox"), cannot);
    const plan = planOf(people(8).map((one) => letterTo(one)));
    expect(await once(folder, { plan, mail })).toEqual({ kind: "paused", because: "not on this disk" });
  });
  it("adds people, and never sends to those who are taken out [B117]", async () => {
    const folder = fresh();
    await once(folder, { plan: planOf([letterTo("p0001")]) });
    await once(folder, { plan: planOf([letterTo("p0002"), letterTo("p0003")]) });
    expect(recipientsIn(mailsIn(folder))).toEqual(ALL);
    const { skip: _, ...rest } = letterTo("p0004");
    await once(folder, { plan: planOf([letterTo("p0002"), { ...rest, skip: "opted out" }]) });
    expect(await statesIn(folder)).toEqual(["p0001 sent", "p0002 sent", "p0003 sent", "p0004 skipped"]);
    expect(mailsIn(folder).length).toBe(3);
  });
});

describe("sending into folders", () => {
  it("lays each file under its name, and leaves another's file alone", async () => {
    const folder = fresh();
    const target = join(folder, "papers");
    fs.mkdirSync(join(target, "board.1"), { recursive: true });
    fs.writeFileSync(join(target, "board.1", "p0002.pdf"), "somebody else's");
    const files = people(2).map((one) => letterTo(one, { channel: "folder", fileName: `${one}.pdf` }));
    const route = { channels: ["folder"] as const, carrier: folderCarrier(target, realDisk) };
    await once(folder, { plan: planOf(files), route });
    expect(await statesIn(folder)).toEqual(["p0001 sent", "p0002 failed"]);
    expect(fs.readdirSync(join(target, "board.1"))).toEqual(["p0001.pdf", "p0002.pdf"]);
    expect(fs.readFileSync(join(target, "board.1", "p0002.pdf"), "utf8")).toBe("somebody else's");
  });
});

describe("what comes of an attempt", () => {
  const outcomes: readonly (readonly [string, Verdict, string])[] = [
    ["a yes", { kind: "accepted", code: 250, reply: "ok" }, "sent"],
    ["a no for good", { kind: "refused", code: 550, reply: "no such user" }, "failed"],
    ["a no for now", { kind: "deferred", code: 451, reply: "later" }, "retry"],
    ["silence after the mark", { kind: "lost", reply: "connection lost" }, "in_doubt"],
  ];
  it.each(outcomes)("%s", async (_, verdict, state) => {
    const folder = fresh();
    await once(folder, { plan: planOf([letterTo("ash")]), mail: saying(() => verdict) });
    expect(await statesIn(folder)).toEqual([`ash ${state}`]);
  });
  it("never sends again what is in doubt [B102]", async () => {
    const folder = fresh();
    const lost = saying(() => ({ kind: "lost", reply: "connection lost" }));
    await once(folder, { plan: THREE, mail: lost });
    const far = { ...systemClock, now: () => Date.now() + 30 * 24 * 3_600_000 };
    let carried = 0;
    const counting = saying(() => {
      carried += 1;
      return { kind: "accepted", reply: "" };
    });
    await once(folder, { plan: THREE, mail: counting, engine: { clock: far } });
    expect(carried).toBe(0);
    expect(await statesIn(folder)).toEqual(["p0001 in_doubt", "p0002 in_doubt", "p0003 in_doubt"]);
  });
  it("tries as long as ever who is to get it again days later", async () => {
    const folder = fresh();
    const plan = planOf([letterTo("ash")]);
    await once(folder, { plan, mail: saying(() => ({ kind: "lost", reply: "" })) });
    const far = { ...systemClock, now: () => Date.now() + 4 * 24 * 3_600_000 };
    await withLedger(folder, async (ledger) => {
      const [row] = await ledger.list("board.1");
      await ledger.settle(row?.id ?? "", { event: "resend", reason: "she has not got it" }, far.now());
    });
    const busy = saying(() => ({ kind: "deferred", code: 451, reply: "later" }));
    await once(folder, { plan, mail: busy, engine: { clock: far } });
    expect(await statesIn(folder)).toEqual(["ash retry"]);
  });
  it("waits for what is due soon, and gives up after three days", async () => {
    const folder = fresh();
    let now = Date.UTC(2026, 2, 12);
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
    };
    const waits: number[] = [];
    let last = now;
    const never = saying(() => {
      waits.push(Math.round((now - last) / 60_000));
      last = now;
      return { kind: "deferred", code: 451, reply: "later" };
    });
    const plan = planOf([letterTo("ash")]);
    await once(folder, { plan, mail: never, lanes: 1, patience: 40 * 60_000, engine: { clock } });
    expect(waits).toEqual([0, 1, 5, 15, 30]);
    expect(await statesIn(folder)).toEqual(["ash retry"]);
    now += 72 * 3_600_000;
    await once(folder, { plan, mail: never, lanes: 1, engine: { clock } });
    expect(await statesIn(folder)).toEqual(["ash failed"]);
  });
  it("lets a greylisting server wait five minutes [B108]", async () => {
    const folder = fresh();
    const grey = saying((_, attempt) =>
      attempt === 1
        ? { kind: "deferred", code: 450, reply: "4.2.0", asks: "greylisted" }
        : { kind: "accepted", reply: "" },
    );
    await once(folder, { plan: planOf([letterTo("ash")]), mail: grey });
    const clock = (minutes: number) => ({ ...systemClock, now: () => Date.now() + minutes * 60_000 });
    await once(folder, { plan: planOf([letterTo("ash")]), mail: grey, engine: { clock: clock(4) } });
    expect(await statesIn(folder)).toEqual(["ash retry"]);
    await once(folder, { plan: planOf([letterTo("ash")]), mail: grey, engine: { clock: clock(6) } });
    expect(await statesIn(folder)).toEqual(["ash sent"]);
  });
  it("stands still at once for what would hit everybody, and after five of what might", async () => {
    for (const [common, attempts] of [
      ["stop", 1],
      ["perhaps", 5],
    ] as const) {
      const folder = fresh();
      let carried = 0;
      const wrong = saying(() => {
        carried += 1;
        return { kind: "deferred", code: 535, reply: `wrong password (${carried})`, common };
      });
      const plan = planOf(people(9).map((one) => letterTo(one)));
      const ended = await once(folder, { plan, mail: wrong, lanes: 1 });
      expect(ended).toMatchObject({ kind: "paused", because: `wrong password (${attempts})` });
      expect(carried).toBe(attempts);
      expect(await once(folder, { plan, mail: wrong })).toEqual({ kind: "idle" });
      expect(carried).toBe(attempts);
    }
  });
  it("goes on after troubles that differ, or that have a yes between them", async () => {
    const folder = fresh();
    const plan = planOf(people(12).map((one) => letterTo(one)));
    const mixed = saying((id) =>
      Number(id.slice(1)) % 4 === 0
        ? { kind: "accepted", reply: "" }
        : { kind: "deferred", reply: "busy", common: "perhaps" },
    );
    expect(await once(folder, { plan, mail: mixed, lanes: 1 })).toEqual({ kind: "idle" });
  });
  it("stops in good order: the attempt under way ends, the rest stays as it is", async () => {
    const folder = fresh();
    const stop = new AbortController();
    const changes: Change[] = [];
    const slow: Carrier = {
      open: () => ({
        async carry(_, __, cross) {
          stop.abort();
          await cross();
          await new Promise((resolve) => setTimeout(resolve, 20));
          return { kind: "accepted", code: 250, reply: "ok" };
        },
        close: async () => {},
      }),
    };
    const ended = await once(folder, {
      plan: THREE,
      mail: slow,
      lanes: 1,
      engine: { signal: stop.signal, report: (change) => changes.push(change) },
    });
    expect(ended).toEqual({ kind: "stopped" });
    expect(changes.map(({ event }) => event)).toEqual(["accept"]);
    expect(await statesIn(folder)).toEqual(["p0001 sent", "p0002 queued", "p0003 queued"]);
  });
  it("pauses when it is asked to between two claims", async () => {
    const folder = fresh();
    let asked = 0;
    const askedToPause = async () => (++asked > 2 ? "somebody said so" : undefined);
    const ended = await once(folder, { plan: THREE, lanes: 1, engine: { askedToPause } });
    expect(ended).toEqual({ kind: "paused", because: "somebody said so" });
    expect(mailsIn(folder).length).toBe(2);
  });
});

/** A disk or ledger that fails at the n-th thing it is asked for, before or after it has done it. */
class Dead extends Error {}
interface Faults {
  readonly at: number;
  /** Whether everything fails from then on, as for a program that is gone. */
  readonly forGood: boolean;
  /** In the middle of a file, half of it is written; anything else cannot be half done, and is not begun. */
  readonly when: "before" | "midway" | "after";
  readonly error: () => Error;
}
function failing<T extends object>(real: T, { at, forGood, when, error }: Faults, count: { n: number }): T {
  return new Proxy(real, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      if (typeof method !== "function" || name === "close") return method;
      return async (...values: unknown[]) => {
        count.n += 1;
        const fails = forGood ? count.n >= at : count.n === at;
        if (fails && count.n === at && when === "midway" && name === "write")
          await Reflect.apply(method, target, [values[0], halfOf(values[1])]);
        if (fails && (count.n > at || when !== "after")) throw error();
        const value = await Reflect.apply(method, target, values);
        if (fails) throw error();
        return value;
      };
    },
  });
}

const halfOf = (bytes: unknown): Uint8Array =>
  bytes instanceof Uint8Array ? bytes.subarray(0, bytes.length >> 1) : new Uint8Array();

describe("whatever fails, and whenever", () => {
  const kinds = [
    { what: "the disk fails once", forGood: false, when: "before", ledger: false },
    { what: "the disk says it failed, but had done it", forGood: false, when: "after", ledger: false },
    { what: "the disk fails in the middle of a file", forGood: false, when: "midway", ledger: false },
    { what: "the ledger fails once", forGood: false, when: "before", ledger: true },
    { what: "the ledger says it failed, but had done it", forGood: false, when: "after", ledger: true },
    { what: "the program dies at a disk step", forGood: true, when: "before", ledger: false },
    { what: "the program dies in the middle of a file", forGood: true, when: "midway", ledger: false },
    { what: "the program dies after a disk step", forGood: true, when: "after", ledger: false },
    { what: "the program dies at a ledger step", forGood: true, when: "before", ledger: true },
    { what: "the program dies after a ledger step", forGood: true, when: "after", ledger: true },
  ] as const;
  it.each(kinds)("everybody gets one whole copy: $what", async ({ forGood, when, ledger: inLedger }) => {
    let completed = false;
    for (let at = 1; !completed; at++) {
      const folder = fresh();
      const count = { n: 0 };
      const error = () =>
        inLedger
          ? new LedgerFailure({ code: "ledger/disk-full", severity: "error", message: "full" }, new Dead())
          : Object.assign(new Dead("EIO: i/o error"), { code: "EIO" });
      const faults = { at, forGood, when, error };
      const real = await openLedger(folder);
      // A program that is gone does nothing more anywhere.
      const disk: Disk = inLedger && !forGood ? realDisk : failing(realDisk, faults, count);
      const ledger: Ledger = inLedger || forGood ? failing(real, faults, count) : real;
      const ended = await run({ folder, plan: THREE, ledger, disk, lanes: 1 }).catch((thrown) => {
        if (!(thrown instanceof LedgerFailure || thrown instanceof Dead)) throw thrown;
        return undefined;
      });
      await real.close();
      completed = count.n < at;
      if (completed) expect(ended).toEqual({ kind: "idle" });
      await withLedger(folder, (again) => again.resume("board.1", 0));
      const clock = { ...systemClock, now: () => Date.now() + 3_600_000 };
      await once(folder, { plan: THREE, engine: { clock } });
      expect(recipientsIn(mailsIn(folder))).toEqual(ALL);
      expect(mailsIn(folder).filter((mail) => !mail.endsWith("\r\n.. dots\r\n"))).toEqual([]); // whole to the end
      expect(await statesIn(folder)).toEqual(["p0001 sent", "p0002 sent", "p0003 sent"]);
      fs.rmSync(folder, { recursive: true });
      folders.splice(folders.indexOf(folder), 1);
    }
  });
});
