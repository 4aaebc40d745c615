import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  type Claim,
  holdOf,
  type Ledger,
  type NewPlan,
  type NewRow,
  type Row,
} from "../../src/distribute/ledger.ts";
import type { State } from "../../src/distribute/state.ts";

/** A place where a ledger can be opened again and again. */
export interface Place {
  open(): Promise<Ledger>;
  remove(): Promise<void>;
}

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 2, 12, 9);

export const newRow = (personId: string, more: Partial<NewRow> = {}): NewRow => ({
  personId,
  name: `Person ${personId}`,
  address: `${personId}@example.org`,
  kind: "letter",
  channel: "email",
  fileName: `${personId}.eml`,
  contentHash: `hash of ${personId}`,
  ...more,
});

export const newPlan = (rows: readonly NewRow[], more: Partial<NewPlan> = {}): NewPlan => ({
  recordId: "board",
  revision: 1,
  trial: false,
  recordDigest: "d1",
  planHash: "p1",
  sender: "office@example.org",
  rows,
  ...more,
});

export const claimOf = (owner: string, more: Partial<Claim> = {}): Claim => ({
  owner,
  now: NOW,
  lease: 20 * MINUTE,
  ...more,
});

/** What every ledger must do. */
export function ledgerSuite(name: string, place: () => Promise<Place>): void {
  const places: Place[] = [];
  const open: Ledger[] = [];
  const fresh = async () => {
    const here = await place();
    places.push(here);
    const ledger = await here.open();
    open.push(ledger);
    return { here, ledger };
  };
  const reopen = async (here: Place, ledger: Ledger): Promise<Ledger> => {
    await ledger.close();
    open.splice(open.indexOf(ledger), 1);
    const again = await here.open();
    open.push(again);
    return again;
  };
  afterEach(async () => {
    for (const ledger of open.splice(0)) await ledger.close();
    for (const here of places.splice(0)) await here.remove();
  });

  const entered = async (ledger: Ledger, plan: NewPlan) => {
    const planned = await ledger.plan(plan, NOW);
    if (!planned.ok) throw new Error(planned.diagnostics.map(({ message }) => message).join("; "));
    return planned.value;
  };
  const queued = async (ledger: Ledger, ...people: readonly string[]) => {
    const { rows, distribution } = await entered(ledger, newPlan(people.map((one) => newRow(one))));
    await ledger.spooled(
      rows.map(({ id }) => ({ id, bytesHash: "b", size: 3 })),
      NOW,
    );
    return { rows, id: distribution.id };
  };
  const claimed = async (ledger: Ledger, owner = "a", more: Partial<Claim> = {}): Promise<Row> => {
    const row = await ledger.claim(claimOf(owner, more));
    if (!row) throw new Error("nothing could be claimed");
    return row;
  };
  const stateOf = async (ledger: Ledger, id: string): Promise<State | undefined> =>
    (await ledger.row(id))?.state;

  describe(`${name}: planning`, () => {
    it("I1: enters each person once, with serials and message ids that stay", async () => {
      const { ledger } = await fresh();
      const plan = newPlan([newRow("ash"), newRow("birch")]);
      const first = await entered(ledger, plan);
      const second = await entered(ledger, plan);
      expect(second.rows).toEqual(first.rows);
      expect(first.rows.map(({ serial, state }) => [serial, state])).toEqual([
        [1, "planned"],
        [2, "planned"],
      ]);
      const [ash, birch] = first.rows;
      expect(ash?.messageId).toMatch(/^<[0-9a-f]{40}@example\.org>$/);
      expect(ash?.messageId).not.toBe(birch?.messageId);
      expect(await ledger.distributions()).toMatchObject([
        { id: "board.1", recordId: "board", revision: 1, trial: false, planHash: "p1", paused: null },
      ]);
    });
    it("I1: enters each person once although two runs plan at the same time", async () => {
      const { ledger } = await fresh();
      const people = ["ash", "birch", "cedar"].map((one) => newRow(one));
      const plans = await Promise.all([ledger.plan(newPlan(people), NOW), ledger.plan(newPlan(people), NOW)]);
      expect(plans.map(({ ok }) => ok)).toEqual([true, true]);
      expect((await ledger.list("board.1")).map(({ serial }) => serial)).toEqual([1, 2, 3]);
    });
    it("refuses other content of the same revision [B116]", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      const row = await claimed(ledger);
      await ledger.cross(holdOf(row, "a"), NOW);
      await ledger.finish(holdOf(row, "a"), { event: "accept", code: 250, reply: "ok" }, NOW);
      const before = await ledger.list("board.1");
      const edited = newPlan([newRow("ash", { contentHash: "edited" }), newRow("birch"), newRow("cedar")]);
      const again = await ledger.plan(edited, NOW);
      expect(again.ok).toBe(false);
      expect(again.diagnostics).toMatchObject([
        { code: "ledger/other-content", hint: expect.stringContaining("revision 2") },
      ]);
      expect(await ledger.list("board.1")).toEqual(before);
    });
    it("keeps what the meeting is called and which papers are in a delivery", async () => {
      const { ledger } = await fresh();
      const files = [{ name: "minutes.pdf", size: "59 kB", sha256: "f".repeat(64) }];
      const about = { title: "Spring “meeting”", held: "2026-04-18/2026-04-19" };
      const { distribution, rows } = await entered(
        ledger,
        newPlan([newRow("ash", { files }), newRow("birch")], about),
      );
      expect(distribution).toMatchObject(about);
      expect(rows.map((row) => row.files)).toEqual([files, []]);
    });
    it("tries what came to nothing again when its address is another one, or somebody says so", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      for (const _ of ["ash", "birch"]) {
        const row = await claimed(ledger);
        await ledger.finish(holdOf(row, "a"), { event: "refuse", code: 550, reply: "no such user" }, NOW);
      }
      const [ash, birch] = await ledger.list("board.1");
      await entered(ledger, newPlan([newRow("ash"), newRow("birch")]));
      expect(await ledger.counts("board.1")).toEqual({ failed: 2 });
      const mended = newRow("ash", { address: "ann@example.net", contentHash: "to ann" });
      const { rows } = await entered(ledger, newPlan([mended, newRow("birch")]));
      expect(rows).toMatchObject([
        { id: ash?.id, serial: ash?.serial, address: "ann@example.net", state: "planned", firstAt: null },
        { id: birch?.id, state: "failed" },
      ]);
      const again = { event: "resend", reason: "the mailbox has been made" } as const;
      expect(await ledger.settle(birch?.id ?? "", again, NOW)).toBe(true);
      expect(await claimed(ledger)).toMatchObject({ id: birch?.id, attempt: 2, firstAt: NOW });
    });
    it("tells a corrected copy which one it replaces", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      const row = await claimed(ledger);
      await ledger.cross(holdOf(row, "a"), NOW);
      await ledger.finish(holdOf(row, "a"), { event: "accept", code: 250, reply: "ok" }, NOW);
      const corrected = newPlan(
        [newRow("ash", { contentHash: "2" }), newRow("birch", { contentHash: "2" })],
        {
          revision: 2,
        },
      );
      const { rows, replaced } = await entered(ledger, corrected);
      expect(rows.map(({ serial }) => serial)).toEqual([3, 4]);
      expect([...replaced]).toEqual([[rows[0]?.id, { serial: row.serial, messageId: row.messageId }]]);
      expect(await ledger.plan(newPlan([newRow("ash")]), NOW)).toMatchObject({
        ok: false,
        diagnostics: [{ code: "ledger/older-revision" }],
      });
    });
    it("sends nothing of a revision after the next has been begun", async () => {
      const { ledger } = await fresh();
      const { id } = await queued(ledger, "ash", "birch");
      const row = await claimed(ledger);
      await ledger.cross(holdOf(row, "a"), NOW);
      await ledger.finish(holdOf(row, "a"), { event: "accept", code: 250, reply: "ok" }, NOW);
      await entered(ledger, newPlan([newRow("ash"), newRow("birch")], { revision: 2 }));
      expect(await ledger.claim(claimOf("b"))).toBeUndefined();
      expect(await ledger.counts(id)).toEqual({ sent: 1, cancelled: 1 });
    });
    it("adds people, and takes out those who have got nothing [B117]", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      const row = await claimed(ledger); // ash
      await ledger.cross(holdOf(row, "a"), NOW);
      await ledger.finish(holdOf(row, "a"), { event: "accept", code: 250, reply: "ok" }, NOW);
      await entered(ledger, newPlan([newRow("cedar")], { planHash: "p2" }));
      const after = await ledger.list("board.1");
      expect(after.map(({ personId, state }) => [personId, state])).toEqual([
        ["ash", "sent"],
        ["birch", "cancelled"],
        ["cedar", "planned"],
      ]);
      await entered(ledger, newPlan([newRow("birch"), newRow("cedar")]));
      expect((await ledger.list("board.1")).map(({ state }) => state)).toEqual([
        "sent",
        "planned",
        "planned",
      ]);
    });
    it("no longer counts as missed who is reached by another way", async () => {
      const { ledger } = await fresh();
      await entered(ledger, newPlan([newRow("ash", { skip: "no address" })]));
      const { distribution } = await entered(
        ledger,
        newPlan([newRow("ash", { kind: "minutes.print", channel: "print" })]),
      );
      expect(await ledger.counts(distribution.id)).toEqual({ cancelled: 1, planned: 1 });
    });
    it("lists whoever has no address, and takes them in when they have one [B96]", async () => {
      const { ledger } = await fresh();
      const { address: _, ...nowhere } = newRow("ash");
      const [row] = (await entered(ledger, newPlan([{ ...nowhere, skip: "no address" }]))).rows;
      expect(row).toMatchObject({ state: "skipped", address: null, lastReply: "no address" });
      const [after] = (await entered(ledger, newPlan([newRow("ash")]))).rows;
      expect(after).toMatchObject({ state: "planned", address: "ash@example.org", serial: 1 });
    });
    it("sends again what was refused, once the address has been mended, and nothing else", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      for (const event of ["refuse", "accept"] as const) {
        const row = await claimed(ledger); // ash, then birch
        await ledger.cross(holdOf(row, "a"), NOW);
        await ledger.finish(holdOf(row, "a"), { event, code: 550, reply: "no such user" }, NOW);
      }
      await entered(ledger, newPlan([newRow("ash"), newRow("birch")]));
      expect((await ledger.list("board.1")).map(({ state }) => state)).toEqual(["failed", "sent"]);
      const mended = newRow("ash", { address: "a.ash@example.org", contentHash: "other" });
      const { rows } = await entered(ledger, newPlan([mended, newRow("birch")], { planHash: "p2" }));
      expect(rows.map(({ state, address }) => [state, address])).toEqual([
        ["planned", "a.ash@example.org"],
        ["sent", "birch@example.org"],
      ]);
      expect(rows[0]).toMatchObject({ serial: 1, firstAt: null, lastCode: null });
    });
    it("refuses to send by another way what somebody has got", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash");
      const row = await claimed(ledger);
      await ledger.cross(holdOf(row, "a"), NOW);
      await ledger.finish(holdOf(row, "a"), { event: "accept", code: 250, reply: "ok" }, NOW);
      const printed = newRow("ash", { kind: "minutes.print", channel: "print" });
      const again = await ledger.plan(newPlan([printed], { planHash: "p2" }), NOW);
      expect(again.diagnostics.map(({ code }) => code)).toEqual(["ledger/other-content"]);
    });
    it("keeps a trial apart from the real rows [B118]", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash");
      const trial = await entered(ledger, newPlan([newRow("ash")], { trial: true }));
      expect(trial.distribution).toMatchObject({ id: `board.1-trial-${NOW.toString(36)}`, trial: true });
      expect(trial.rows[0]?.id).not.toBe((await ledger.list("board.1"))[0]?.id);
      expect(await ledger.counts("board.1")).toEqual({ queued: 1 });
    });
  });

  describe(`${name}: an attempt`, () => {
    it("I3: crosses only for the holder of this attempt", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash");
      const row = await claimed(ledger);
      expect(row).toMatchObject({ state: "sending", attempt: 1, crossingAttempt: null, firstAt: NOW });
      expect(await ledger.cross({ ...holdOf(row, "a"), owner: "b" }, NOW)).toBe(false);
      expect(await ledger.cross({ ...holdOf(row, "a"), attempt: 2 }, NOW)).toBe(false);
      expect(await ledger.cross(holdOf(row, "a"), NOW)).toBe(true);
      expect(await ledger.cross(holdOf(row, "a"), NOW)).toBe(false);
      expect(await ledger.row(row.id)).toMatchObject({ state: "crossing", crossingAttempt: 1 });
    });
    it("I5: is sent only after the mark and a yes", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash");
      const row = await claimed(ledger);
      const hold = holdOf(row, "a");
      expect(await ledger.finish(hold, { event: "accept", code: 250, reply: "early" }, NOW)).toBe(false);
      await ledger.cross(hold, NOW);
      expect(await ledger.finish(hold, { event: "accept", code: 250, reply: "queued as 1" }, NOW)).toBe(true);
      expect(await ledger.row(row.id)).toMatchObject({
        state: "sent",
        lastCode: 250,
        lastReply: "queued as 1",
      });
      expect((await ledger.events(row.id)).map(({ seq, what, detail }) => [seq, what, detail])).toEqual([
        [1, "plan", ""],
        [2, "spool", ""],
        [3, "claim", ""],
        [4, "cross", ""],
        [5, "accept", "250 queued as 1"],
      ]);
      expect(await ledger.claim(claimOf("a"))).toBeUndefined();
    });
    it("I2: takes nobody whose bytes are not spooled", async () => {
      const { ledger } = await fresh();
      await entered(ledger, newPlan([newRow("ash")]));
      expect(await ledger.claim(claimOf("a"))).toBeUndefined();
      expect(await ledger.due({})).toBeUndefined();
    });
    it("gives each row to one of many who claim at the same time", async () => {
      const { ledger } = await fresh();
      const people = Array.from({ length: 20 }, (_, index) => `p${index}`);
      await queued(ledger, ...people);
      const rows = await Promise.all(people.map((one) => ledger.claim(claimOf(one))));
      const more = await Promise.all(people.map((one) => ledger.claim(claimOf(`again ${one}`))));
      const ids = [...rows, ...more].flatMap((row) => (row ? [row.id] : []));
      expect(new Set(ids).size).toBe(20);
      expect(ids.length).toBe(20);
    });
    it("tries again when it is time, and not before", async () => {
      const { ledger } = await fresh();
      const { id } = await queued(ledger, "ash");
      const row = await claimed(ledger);
      const later = NOW + 5 * MINUTE;
      await ledger.finish(
        holdOf(row, "a"),
        { event: "defer", code: 450, reply: "later", nextAt: later },
        NOW,
      );
      expect(await ledger.claim(claimOf("a", { now: later - 1 }))).toBeUndefined();
      expect(await ledger.due({ distributionId: id })).toBe(later);
      expect(await ledger.claim(claimOf("a", { now: later }))).toMatchObject({ attempt: 2 });
    });
    it("gives back what has not been begun", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash");
      const row = await claimed(ledger);
      expect(await ledger.release(holdOf(row, "a"), NOW)).toBe(true);
      expect(await stateOf(ledger, row.id)).toBe("queued");
      await claimed(ledger);
      const second = { id: row.id, attempt: 2, owner: "a" };
      await ledger.cross(second, NOW);
      expect(await ledger.release(second, NOW)).toBe(false);
    });
    it("claims the row that is asked for", async () => {
      const { ledger } = await fresh();
      const { rows } = await queued(ledger, "ash", "birch");
      const id = rows[1]?.id ?? "";
      expect(await ledger.claim(claimOf("a", { id }))).toMatchObject({ personId: "birch" });
      expect(await ledger.claim(claimOf("a", { id }))).toBeUndefined();
    });
  });

  describe(`${name}: recovery`, () => {
    const LATER = NOW + 21 * MINUTE;
    it("I4: puts whoever crossed in doubt, and nobody else", async () => {
      const { here, ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      const ash = await claimed(ledger, "dead");
      const birch = await claimed(ledger, "dead");
      await ledger.cross(holdOf(ash, "dead"), NOW);
      const again = await reopen(here, ledger);
      const moved = await again.recover(LATER);
      expect(moved.map(({ personId, state }) => [personId, state]).sort()).toEqual([
        ["ash", "in_doubt"],
        ["birch", "queued"],
      ]);
      expect(await again.claim(claimOf("b", { now: LATER }))).toMatchObject({ id: birch.id, attempt: 2 });
      expect(await again.claim(claimOf("b", { now: LATER + 1e9 }))).toBeUndefined();
    });
    it("believes a late yes of the attempt that crossed, and no other", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash");
      const row = await claimed(ledger, "slow");
      await ledger.cross(holdOf(row, "slow"), NOW);
      await ledger.recover(LATER);
      expect(await stateOf(ledger, row.id)).toBe("in_doubt");
      const late = { event: "accept", code: 250, reply: "at last" } as const;
      expect(await ledger.finish({ ...holdOf(row, "slow"), attempt: 2 }, late, LATER)).toBe(false);
      expect(await ledger.finish(holdOf(row, "slow"), { event: "lose", reply: "?" }, LATER)).toBe(false);
      expect(await ledger.finish(holdOf(row, "slow"), late, LATER)).toBe(true);
      expect(await stateOf(ledger, row.id)).toBe("sent");
    });
    it("makes due what a clock that ran ahead has put off", async () => {
      const { ledger } = await fresh();
      const { id } = await queued(ledger, "ash");
      const row = await claimed(ledger);
      const far = NOW + 400 * 24 * 60 * MINUTE;
      await ledger.finish(holdOf(row, "a"), { event: "defer", reply: "", nextAt: far }, NOW);
      await ledger.slow("example.org", far);
      await ledger.recover(NOW);
      expect(await ledger.due({ distributionId: id })).toBe(NOW);
      expect(await ledger.claim(claimOf("a"))).toMatchObject({ attempt: 2 });
    });
    it("keeps everything over a restart", async () => {
      const { here, ledger } = await fresh();
      const { rows } = await queued(ledger, "ash", "birch");
      const before = await ledger.list("board.1");
      const events = await ledger.events(rows[0]?.id ?? "");
      const again = await reopen(here, ledger);
      expect(await again.list("board.1")).toEqual(before);
      expect(await again.events(rows[0]?.id ?? "")).toEqual(events);
    });
  });

  describe(`${name}: what people decide`, () => {
    it("leaves doubt only by a decision with its reason", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      const ash = await claimed(ledger);
      const birch = await claimed(ledger);
      for (const row of [ash, birch]) {
        await ledger.cross(holdOf(row, "a"), NOW);
        await ledger.finish(holdOf(row, "a"), { event: "lose", reply: "connection lost" }, NOW);
      }
      expect(await ledger.counts("board.1")).toEqual({ in_doubt: 2 });
      expect(await ledger.settle(ash.id, { event: "confirm", reason: "Ash has it" }, NOW)).toBe(true);
      expect(await ledger.settle(birch.id, { event: "resend", reason: "Birch has not" }, NOW)).toBe(true);
      expect(await ledger.settle(ash.id, { event: "resend", reason: "again" }, NOW)).toBe(false);
      expect(await ledger.counts("board.1")).toEqual({ queued: 1, resolved: 1 });
      expect((await ledger.events(ash.id)).at(-1)).toMatchObject({ what: "confirm", detail: "Ash has it" });
      expect(await claimed(ledger)).toMatchObject({ id: birch.id, attempt: 2 });
    });
    it("hands out by channel", async () => {
      const { ledger } = await fresh();
      const { rows } = await entered(ledger, newPlan([newRow("ash"), newRow("oak", { channel: "folder" })]));
      await ledger.spooled(
        rows.map(({ id }) => ({ id, bytesHash: "b", size: 1 })),
        NOW,
      );
      expect(await ledger.due({ channels: ["print"] })).toBeUndefined();
      expect(await ledger.claim(claimOf("a", { channels: ["folder", "print"] }))).toMatchObject({
        personId: "oak",
      });
      expect(await ledger.claim(claimOf("a", { channels: ["folder", "print"] }))).toBeUndefined();
      expect(await ledger.due({ channels: ["email"] })).toBe(NOW);
    });
    it("stands still while it is paused", async () => {
      const { ledger } = await fresh();
      const { id } = await queued(ledger, "ash");
      await ledger.pause(id, "the password is wrong", NOW);
      expect(await ledger.claim(claimOf("a"))).toBeUndefined();
      expect(await ledger.due({})).toBeUndefined();
      expect(await ledger.distributions()).toMatchObject([{ paused: "the password is wrong" }]);
      await ledger.resume(id, NOW);
      expect(await ledger.claim(claimOf("a"))).toMatchObject({ state: "sending" });
    });
    it("takes a report of failure for what was sent or in doubt, once [B119]", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash", "birch");
      const row = await claimed(ledger);
      await ledger.cross(holdOf(row, "a"), NOW);
      await ledger.finish(holdOf(row, "a"), { event: "accept", code: 250, reply: "" }, NOW);
      const bounce = { event: "bounce", reason: "5.1.1 no such user" } as const;
      expect(await ledger.settle(row.id, bounce, NOW)).toBe(true);
      expect(await ledger.settle(row.id, bounce, NOW)).toBe(false);
      const other = (await ledger.list("board.1")).find(({ state }) => state === "queued");
      expect(await ledger.settle(other?.id ?? "", bounce, NOW)).toBe(false);
      expect(await ledger.counts("board.1")).toEqual({ bounced: 1, queued: 1 });
    });
    it("forgets addresses of what is long over, and keeps serials and hashes", async () => {
      const { ledger } = await fresh();
      await queued(ledger, "ash");
      expect(await ledger.purge(NOW + 1)).toEqual([]);
      const row = await claimed(ledger);
      await ledger.finish(holdOf(row, "a"), { event: "refuse", code: 550, reply: "no ash@example.org" }, NOW);
      expect(await ledger.purge(NOW)).toEqual([]);
      expect(await ledger.purge(NOW + 1)).toEqual([row.id]);
      const [after] = await ledger.list("board.1");
      expect(after).toMatchObject({ address: null, serial: 1, contentHash: "hash of ash", state: "failed" });
      expect(JSON.stringify([after, await ledger.events(row.id)])).not.toContain("ash@");
    });
  });

  describe(`${name}: pace`, () => {
    const pace = { relay: { interval: 1000, burst: 3 }, domain: { interval: 10_000, burst: 2 } };
    it("lets a burst through, then one at a time, for the relay and for each domain", async () => {
      const { here, ledger } = await fresh();
      const people = ["a@one.example", "b@one.example", "c@one.example", "d@two.example", "e@two.example"];
      const { rows } = await entered(
        ledger,
        newPlan(people.map((address, index) => newRow(`p${index}`, { address }))),
      );
      await ledger.spooled(
        rows.map(({ id }) => ({ id, bytesHash: "b", size: 1 })),
        NOW,
      );
      const names: (string | undefined)[] = [];
      const take = async (from: Ledger, now: number) =>
        names.push((await from.claim(claimOf("a", { now, pace })))?.personId);
      for (let i = 0; i < 4; i++) await take(ledger, NOW);
      expect(names).toEqual(["p0", "p1", "p3", undefined]); // two of one.example, one of the other, then the relay
      expect(await ledger.due({})).toBe(NOW + 1000);
      const again = await reopen(here, ledger); // a restart keeps the pace
      await take(again, NOW + 999);
      await take(again, NOW + 1000);
      await take(again, NOW + 2000);
      expect(names.slice(4)).toEqual([undefined, "p4", undefined]);
      expect(await again.due({})).toBe(NOW + 10_000);
      await take(again, NOW + 10_000);
      expect(names.at(-1)).toBe("p2");
    });
    it("puts a domain off that asks for it [B109]", async () => {
      const { ledger } = await fresh();
      const { rows } = await entered(
        ledger,
        newPlan([newRow("ash"), newRow("oak", { address: "oak@two.example" })]),
      );
      await ledger.spooled(
        rows.map(({ id }) => ({ id, bytesHash: "b", size: 1 })),
        NOW,
      );
      await ledger.slow("example.org", NOW + MINUTE);
      await ledger.slow("example.org", NOW + 1);
      expect(await ledger.claim(claimOf("a"))).toMatchObject({ personId: "oak" });
      expect(await ledger.claim(claimOf("a"))).toBeUndefined();
      expect(await ledger.due({})).toBe(NOW + MINUTE);
    });
  });

  describe(`${name}: whatever happens`, () => {
    const step = fc.record({
      who: fc.integer({ min: 0, max: 2 }),
      what: fc.constantFrom(
        "claim",
        "cross",
        "accept",
        "refuse",
        "defer",
        "lose",
        "release",
        "recover",
        "resend",
      ),
    });
    it("nobody is sent to again after the mark unless a person says so", async () => {
      const here = await place();
      places.push(here);
      const ledger = await here.open();
      open.push(ledger);
      let revision = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          revision += 1;
          const people = ["ash", "birch"].map((one) => newRow(one, { contentHash: `${one} ${revision}` }));
          const { rows, distribution } = await entered(ledger, newPlan(people, { revision }));
          await ledger.spooled(
            rows.map(({ id }) => ({ id, bytesHash: "b", size: 1 })),
            NOW,
          );
          const held = new Map<number, Row>();
          const doubtful = new Set<string>(); // crossed without a recorded reply
          let now = NOW;
          for (const { who, what } of steps) {
            now += 1;
            const owner = `owner ${who}`;
            const row = held.get(who);
            if (what === "claim") {
              const claimed = await ledger.claim(claimOf(owner, { now, distributionId: distribution.id }));
              if (claimed) {
                expect(doubtful.has(claimed.id)).toBe(false);
                held.set(who, claimed);
              }
            } else if (what === "recover") {
              now += 21 * MINUTE;
              await ledger.recover(now);
            } else if (!row) continue;
            else if (what === "cross") {
              if (await ledger.cross(holdOf(row, owner), now)) doubtful.add(row.id);
            } else if (what === "release") await ledger.release(holdOf(row, owner), now);
            else if (what === "resend") {
              if (await ledger.settle(row.id, { event: "resend", reason: "asked" }, now))
                doubtful.delete(row.id);
            } else {
              const result = { event: what, reply: "", nextAt: now };
              const done = await ledger.finish(holdOf(row, owner), result, now);
              if (done && what !== "lose") doubtful.delete(row.id);
            }
          }
          for (const { id, state } of await ledger.list(distribution.id))
            expect(doubtful.has(id)).toBe(state === "crossing" || state === "in_doubt");
        }),
        { numRuns: 40 },
      );
    });
  });
}
