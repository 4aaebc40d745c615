import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { realDisk } from "../../src/distribute/disk.ts";
import type { Ledger, Row } from "../../src/distribute/ledger.ts";
import { smtp } from "../../src/distribute/smtp.ts";
import { folderSpool } from "../../src/distribute/spool.ts";
import { example, planFor } from "../distribute/letters.ts";
import { letterTo, openLedger, people, planOf, run, scratch } from "../distribute/support.ts";
import { losingReplies } from "../support/lossy-proxy.ts";
import { type Postfix, startPostfix, startSmtpSink } from "../support/postfix.ts";

/** Servers of mails as they are installed everywhere, and what becomes of our mails in them. */

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function office(): Promise<{ readonly folder: string; readonly ledger: Ledger }> {
  const folder = scratch();
  const ledger = await openLedger(folder);
  closing.push(() => rmSync(folder, { recursive: true }));
  closing.push(() => ledger.close());
  return { folder, ledger };
}

/** Short, so that a server that says nothing is not waited for long. */
const timeouts = { connect: 3000, greeting: 3000, silence: 3000, attempt: 6000 };
const to = (port: number) => smtp({ host: "127.0.0.1", port, secure: false, timeouts });

const statesOf = async (ledger: Ledger, id = "board.1"): Promise<readonly string[]> =>
  (await ledger.list(id)).map(({ state }) => state);

/** A ledger after so many mails have been sent to a server. */
async function sentThrough(port: number, count: number, lanes = 1): Promise<Ledger> {
  const { folder, ledger } = await office();
  const plan = planOf(people(count).map((one) => letterTo(one)));
  await run({ folder, ledger, plan, mail: to(port), lanes });
  return ledger;
}

const messageIdIn = (mail: Buffer): string =>
  /^Message-ID: (.*?)\r?$/im.exec(mail.toString("latin1"))?.[1] ?? "";

/** Waits until it has delivered so many; more would be seen, too. */
async function delivered(postfix: Postfix, count: number): Promise<readonly Buffer[]> {
  for (let waited = 0; postfix.mails().length < count && waited < 20_000; waited += 100) await pause(100);
  await pause(300);
  return postfix.mails();
}

describe("Postfix", () => {
  let postfix: Postfix | undefined;
  beforeAll(async () => {
    postfix = await startPostfix([
      "message_size_limit = 20000000",
      "smtpd_recipient_restrictions = check_recipient_access inline:{ {p0002@example.org=550 5.1.1 no such user}, {p0003@example.org=450 4.2.0 greylisted} }, permit_mynetworks, reject",
    ]);
  });
  afterAll(() => postfix?.stop());

  it("delivers an example's mails whole: every header, every byte attached, one for each", async () => {
    if (!postfix) throw new Error("it is not running");
    const before = postfix.mails().length;
    const { folder, ledger } = await office();
    const plan = await planFor(example("northwind-board-2026-03"));
    const deliveries = plan.deliveries.filter(({ channel }) => channel === "email");
    await run({ folder, ledger, plan: { ...plan, deliveries }, mail: to(postfix.port) });
    const [distribution] = await ledger.distributions();
    const rows = (await ledger.list(distribution?.id ?? "")).filter(({ state }) => state !== "skipped");
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => "sent"));
    const mails = (await delivered(postfix, before + rows.length)).filter((mail) =>
      rows.some(({ messageId }) => messageId === messageIdIn(mail)),
    );
    expect(mails.length).toBe(rows.length);
    const spool = folderSpool(join(folder, "spool"), realDisk);
    for (const row of rows) {
      const [mail, ...more] = mails.filter((one) => messageIdIn(one) === row.messageId);
      expect(more).toEqual([]);
      const { trace, sent } = apart(mail ?? Buffer.alloc(0));
      expect(sent.equals(unixLines(await spool.get(row.id)))).toBe(true);
      expect(trace).toContain(`Return-Path: <${row.sender}>`);
      expect(trace).toContain(`Delivered-To: ${row.address}`);
    }
  });

  it("says no to one and not yet to another, and the rest have theirs", async () => {
    if (!postfix) throw new Error("it is not running");
    const ledger = await sentThrough(postfix.port, 5, 2);
    expect(await statesOf(ledger)).toEqual(["sent", "failed", "retry", "sent", "sent"]);
    const row = (await ledger.list("board.1"))[1];
    expect(row).toMatchObject({ lastCode: 550, lastReply: expect.stringContaining("no such user") });
  });

  it("has a mail whose reply is lost, and is never given it again [B102]", async () => {
    if (!postfix) throw new Error("it is not running");
    const proxy = await losingReplies(postfix.port, (mail) => mail === 1 || mail === 3);
    closing.push(() => proxy.close());
    const { folder, ledger } = await office();
    const ids = ["ash", "birch", "cedar", "dogwood", "elm"];
    const plan = planOf(ids.map((one) => letterTo(one)));
    const settings = { folder, ledger, plan, mail: to(proxy.port), lanes: 1 };
    await run(settings);
    const states = ["in_doubt", "sent", "in_doubt", "sent", "sent"];
    expect(await statesOf(ledger)).toEqual(states);
    await ledger.recover(Date.now() + 100 * 24 * 3_600_000);
    await run(settings);
    expect(await statesOf(ledger)).toEqual(states);
    expect(proxy.ended()).toBe(5);
    const rows = await ledger.list("board.1");
    for (let waited = 0; waited < 20_000 && copiesOf(rows, postfix).includes(0); waited += 100)
      await pause(100);
    expect(copiesOf(rows, postfix)).toEqual([1, 1, 1, 1, 1]);
  });

  it("is told when a mail is too large for it, and that is the end of it [B107]", async () => {
    const small = await startPostfix(["message_size_limit = 1000"]);
    closing.push(() => small.stop());
    const ledger = await sentThrough(small.port, 2);
    expect(await statesOf(ledger)).toEqual(["failed", "failed"]);
    expect(small.mails()).toEqual([]);
  });
});

const copiesOf = (rows: readonly Row[], postfix: Postfix): readonly number[] => {
  const ids = postfix.mails().map(messageIdIn);
  return rows.map(({ messageId }) => ids.filter((id) => id === messageId).length);
};

/** What a server has put before a mail, and the mail. */
function apart(mail: Buffer): { readonly trace: string; readonly sent: Buffer } {
  const start = mail.indexOf("\nDate: ") + 1;
  return { trace: mail.subarray(0, start).toString("latin1"), sent: mail.subarray(start) };
}

/** In a Maildir, lines end as on this machine. */
const unixLines = (mail: Uint8Array): Buffer =>
  Buffer.from(Buffer.from(mail).toString("latin1").replaceAll("\r\n", "\n"), "latin1");

describe("smtp-sink", () => {
  /** What it is told to do, and the states of the first mail and of the second, where that differs. */
  const faults: readonly (readonly [fault: string, options: readonly string[], states: string])[] = [
    ["takes everything", [], "sent"],
    ["takes its time after DATA", ["-w", "1"], "sent"],
    ["does not know EHLO", ["-e"], "sent"],
    ["breaks off at once", ["-q", "CONNECT"], "retry"],
    ["is busy at once", ["-Q", "CONNECT"], "retry"],
    ["refuses senders for good, so that all stands still", ["-f", "MAIL"], "retry queued"],
    ["refuses recipients for good", ["-f", "RCPT"], "failed"],
    ["puts recipients off", ["-r", "RCPT"], "retry"],
    ["breaks off at the recipient", ["-q", "RCPT"], "retry"],
    ["puts off the mail before it comes", ["-r", "DATA"], "retry"],
    ["breaks off before the mail comes", ["-q", "DATA"], "retry"],
    ["refuses the mail for good", ["-f", "."], "failed"],
    ["puts the mail off at its end", ["-r", "."], "retry"],
    ["is busy at the end of the mail, so that its domain is left in peace", ["-Q", "."], "retry queued"],
    ["breaks off at the end of the mail [B102]", ["-q", "."], "in_doubt"],
  ];
  it.each(faults)("that %s", async (_, options, states) => {
    const sink = await startSmtpSink(...options);
    closing.push(() => sink.stop());
    const ledger = await sentThrough(sink.port, 2);
    const [first, second = first] = states.split(" ");
    expect(await statesOf(ledger)).toEqual([first, second]);
  });
  it("that takes 300 over four connections answers for each", async () => {
    const sink = await startSmtpSink();
    closing.push(() => sink.stop());
    const ledger = await sentThrough(sink.port, 300, 4);
    expect(await ledger.counts("board.1")).toEqual({ sent: 300 });
  });
});
