import { once as onceEvent } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/distribute/clock.ts";
import type { Ended } from "../../src/distribute/deliver.ts";
import type { Row } from "../../src/distribute/ledger.ts";
import { verdictOf } from "../../src/distribute/reply.ts";
import { isLoopback, type Relay, smtp } from "../../src/distribute/smtp.ts";
import { certificateFor } from "../support/certificate.ts";
import {
  type Fault,
  type MailServer,
  mailServer,
  type ServerPlan,
  type Stage,
} from "../support/smtp-server.ts";
import { letterTo, openLedger, people, planOf, type Run, run, scratch } from "./support.ts";

const folders: string[] = [];
const servers: MailServer[] = [];
const fresh = (): string => {
  const folder = scratch();
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) await server.close();
});
const serving = async (plan: ServerPlan = {}): Promise<MailServer> => {
  const server = await mailServer(plan);
  servers.push(server);
  return server;
};

const QUICK = { connect: 500, greeting: 500, silence: 500, attempt: 1000 };
const relayTo = (port: number, more: Partial<Relay> = {}): Relay => ({
  host: "127.0.0.1",
  port,
  secure: false,
  timeouts: QUICK,
  ...more,
});

interface Sent {
  readonly ended: Ended;
  readonly rows: readonly Row[];
}
/** One run over a server, and what the ledger then says. */
async function send(
  folder: string,
  relay: Relay,
  persons: readonly string[] = ["ash"],
  more: Partial<Run> = {},
): Promise<Sent> {
  const ledger = await openLedger(folder);
  try {
    const plan = more.plan ?? planOf(persons.map((one) => letterTo(one)));
    const ended = await run({ folder, ledger, lanes: 1, mail: smtp(relay), ...more, plan });
    return { ended, rows: await ledger.list("board.1") };
  } finally {
    await ledger.close();
  }
}
const LATER = { clock: { ...systemClock, now: () => Date.now() + 3_600_000 } };
async function resume(folder: string): Promise<void> {
  const ledger = await openLedger(folder);
  await ledger.resume("board.1", 0);
  await ledger.close();
}

describe("a mail server that takes mails", () => {
  it("gets each mail whole, over one connection, with an envelope of one recipient", async () => {
    const server = await serving();
    const { ended, rows } = await send(fresh(), relayTo(server.port), people(5));
    expect(ended).toEqual({ kind: "idle" });
    expect(rows.map(({ state, lastCode }) => `${state} ${lastCode}`)).toEqual(Array(5).fill("sent 250"));
    expect(server.taken.map(({ to, messageId }) => [to, messageId])).toEqual(
      rows.map(({ address, messageId }) => [address, messageId]),
    );
    expect(server.taken[0]?.body).toMatch(/length\.\r\n\.\r\n\.\. dots\r\n$/); // [B113] dots come whole
    expect(server.connections()).toBe(1);
    const [mail, recipient] = server.heard.filter((line) => /^(MAIL|RCPT)/.test(line));
    expect(mail).toMatch(/^MAIL FROM:<office@example\.org> SIZE=\d+ RET=HDRS ENVID=[0-9a-f]{64}$/);
    expect(recipient).toBe("RCPT TO:<p0001@example.org> NOTIFY=FAILURE,DELAY");
  });
  it("gets the very bytes that were spooled, large ones too", async () => {
    const server = await serving();
    const body = `Message-ID: <x@y>\r\n\r\n${"0123456789abcdef".repeat(4)}\r\n`.repeat(3000);
    const plan = planOf([letterTo("ash", { bytes: async () => new TextEncoder().encode(body) })]);
    await send(fresh(), relayTo(server.port), [], { plan });
    expect(server.taken[0]?.body).toBe(body);
  });
  it("takes over several connections at once, and goes on where another has ended [B110]", async () => {
    const server = await serving({
      fault: (stage, { over }) => (stage === "mail" && over > 3 ? { act: "drop" } : undefined),
    });
    const { rows } = await send(fresh(), relayTo(server.port), people(20), { lanes: 4 });
    expect(rows.every(({ state, attempt }) => state === "sent" && attempt === 1)).toBe(true);
    expect(server.taken.length).toBe(20);
  });
  it("may end a connection after some mails by 421; the next mail goes by a new one [B109]", async () => {
    const server = await serving({
      fault: (stage, { over }) =>
        stage === "mail" && over > 2 ? { reply: "421 4.7.0 enough for now" } : undefined,
    });
    const { rows } = await send(fresh(), relayTo(server.port), people(7));
    expect(rows.every(({ state, attempt }) => state === "sent" && attempt === 1)).toBe(true);
    expect(server.connections()).toBe(4);
  });
});

/** A mail for Ash; where it is to be broken off in the middle, one that no buffer of the system holds. */
function planFor(stage: Stage) {
  if (stage !== "midData") return planOf([letterTo("ash")]);
  const large = Buffer.from(
    `Message-ID: <x@y>\r\n\r\n${"All of this is one long mail.\r\n".repeat(500_000)}`,
  );
  return planOf([letterTo("ash", { bytes: async () => large })]);
}

/** What a fault at a stage must come to: the state, and whether the distribution stands still. */
type Expectation = readonly [stage: Stage, reply: string, state: Row["state"], ended?: "paused"];
const REPLIES: readonly Expectation[] = [
  ["greet", "421 4.3.2 busy", "retry"],
  ["greet", "554 5.7.1 go away", "retry", "paused"],
  ["ehlo", "421 4.3.2 busy", "retry"],
  ["ehlo", "550 5.7.1 who are you", "retry", "paused"],
  ["auth", "454 4.7.0 not now", "retry"],
  ["auth", "535 5.7.8 wrong password", "retry", "paused"],
  ["auth", "421 4.3.2 busy", "retry"],
  ["mail", "451 4.3.0 later", "retry"],
  ["mail", "550 5.7.1 not from you", "retry", "paused"],
  ["mail", "552 5.3.4 too large", "failed"],
  ["mail", "421 4.3.2 busy", "retry"],
  ["rcpt", "450 4.2.0 greylisted", "retry"],
  ["rcpt", "550 5.1.1 no such user", "failed"],
  ["rcpt", "554 5.7.1 relay access denied", "retry", "paused"],
  ["rcpt", "421 4.3.2 busy", "retry"],
  ["data", "451 4.3.0 later", "retry"],
  ["data", "554 5.5.1 no", "failed"],
  ["data", "421 4.3.2 busy", "retry"],
  ["midData", "552 5.3.4 too large", "failed"],
  ["midData", "421 4.3.2 busy", "retry"],
  ["dot", "451 4.3.0 later", "retry"],
  ["dot", "550 5.7.1 spam", "failed"],
  ["dot", "552 5.3.4 too large", "failed"],
  ["dot", "421 4.3.2 busy", "retry"],
  ["dot", "999 what", "in_doubt"],
  ["dot", "354 more", "in_doubt"],
];
const ACTS = ["drop", "reset", "hang", "garbage", "drip", "flood", "endless"] as const;
const BEFORE = ["greet", "ehlo", "auth", "mail", "rcpt", "data", "midData"] as const;

describe.each([["with pipelining"], ["without"]])(
  "a mail server that says no, %s [B100] [B104] [B106] [B107]",
  (how) => {
    const offers = how === "without" ? ["SIZE"] : ["PIPELINING", "SIZE"];
    it.each(REPLIES.map(([at, reply, state, ended]) => ({ at, reply, state, ended: ended ?? "idle" })))(
      "at $at: $reply",
      async ({ at, reply, state, ended: how }) => {
        const folder = fresh();
        let faulty = true;
        const login = at === "auth" ? { login: "office secret" } : {};
        const server = await serving({
          offers,
          ...login,
          fault: (stage) => (faulty && stage === at ? { reply } : undefined),
        });
        const relay = relayTo(server.port, {
          ...(at === "auth" && { login: { user: "office", password: "secret" } }),
          ...(at === "midData" && { timeouts: {} }), // a large mail takes a busy machine its time
        });
        const { ended, rows } = await send(folder, relay, [], { plan: planFor(at) });
        expect(rows[0]?.state).toBe(state);
        expect(ended.kind).toBe(how);
        expect(server.taken).toEqual([]);
        if (ended.kind === "paused") expect(ended.because).toContain(reply.slice(4));
        faulty = false;
        await resume(folder);
        const patient = { ...relay, timeouts: {} };
        const again = await send(folder, patient, [], { plan: planFor(at), engine: LATER });
        expect(again.rows[0]?.state).toBe(state === "retry" ? "sent" : state);
        expect(server.taken.length).toBe(state === "retry" ? 1 : 0);
      },
    );
  },
);

describe("a mail server that breaks off or babbles [B101] [B103]", () => {
  it.each(BEFORE.flatMap((at) => ACTS.map((act) => [at, act] as const)))(
    "at %s: %s; the mail goes out later, once",
    async (at, act) => {
      const folder = fresh();
      let faulty = true;
      const server = await serving({
        login: "office secret",
        fault: (stage): Fault | undefined => (faulty && stage === at ? { act } : undefined),
      });
      const relay = relayTo(server.port, { login: { user: "office", password: "secret" } });
      const first = await send(folder, relay, [], { plan: planFor(at) });
      expect(first.rows[0]?.state).toBe("retry");
      expect(server.taken).toEqual([]);
      faulty = false;
      await resume(folder);
      const patient = { ...relay, timeouts: {} };
      const again = await send(folder, patient, [], { plan: planFor(at), engine: LATER });
      expect(again.rows[0]?.state).toBe("sent");
      expect(server.taken.length).toBe(1);
    },
  );
  it.each((["dot", "dotAccepted"] as const).flatMap((at) => ACTS.map((act) => [at, act] as const)))(
    "at %s: %s; the mail stays in doubt and is never sent again [B102]",
    async (at, act) => {
      const folder = fresh();
      let faulty = true;
      const server = await serving({
        fault: (stage): Fault | undefined => (faulty && stage === at ? { act } : undefined),
      });
      const { rows } = await send(folder, relayTo(server.port));
      expect(rows[0]?.state).toBe("in_doubt");
      expect(server.taken.length).toBe(at === "dot" ? 0 : 1);
      faulty = false;
      await resume(folder);
      const again = await send(folder, relayTo(server.port), ["ash"], { engine: LATER });
      expect(again.rows[0]?.state).toBe("in_doubt");
      expect(server.taken.length).toBe(at === "dot" ? 0 : 1);
    },
  );
  it("understands a reply in single bytes [B100]", async () => {
    const server = await serving({
      offers: ["SIZE"],
      fault: (stage) => (stage === "mail" || stage === "dotAccepted" ? { act: "bytes" } : undefined),
    });
    const { rows } = await send(fresh(), relayTo(server.port));
    expect(rows[0]?.state).toBe("sent");
  });
  it("is not believed when it says yes before the mail is complete", async () => {
    const server = await serving({
      fault: (stage) => (stage === "data" ? { reply: "354 go ahead\r\n250 2.0.0 taken already" } : undefined),
    });
    const { rows } = await send(fresh(), relayTo(server.port));
    expect(rows[0]?.state).toMatch(/^(retry|in_doubt)$/);
    expect(server.taken).toEqual([]);
  });
  it("is given up when it is not there [B111]", async () => {
    const gone = await serving();
    await gone.close();
    servers.pop();
    expect((await send(fresh(), relayTo(gone.port))).rows[0]).toMatchObject({
      state: "retry",
      lastReply: expect.stringContaining("ECONNREFUSED"),
    });
    const nowhere = relayTo(25, { host: "no-such-host.invalid", timeouts: QUICK });
    expect((await send(fresh(), nowhere)).rows[0]?.state).toBe("retry");
  });
  it("may listen on IPv6 alone [B111]", async () => {
    const target = await serving();
    const six = net.createServer((socket) => {
      const on = net.connect(target.port, "127.0.0.1");
      socket.pipe(on).pipe(socket);
      socket.on("error", () => on.destroy());
      on.on("error", () => socket.destroy());
    });
    six.listen(0, "::1");
    await onceEvent(six, "listening");
    const { port } = six.address() as net.AddressInfo;
    expect((await send(fresh(), relayTo(port, { host: "::1" }))).rows[0]?.state).toBe("sent");
    six.close();
  });
  it("stops everything after five equal refusals to talk", async () => {
    const server = await serving({
      fault: (stage) => (stage === "greet" ? { reply: "421 4.3.2 too many connections" } : undefined),
    });
    const { ended, rows } = await send(fresh(), relayTo(server.port), people(9));
    expect(ended).toMatchObject({ kind: "paused", because: expect.stringContaining("too many connections") });
    expect(rows.filter(({ state }) => state === "retry").length).toBe(5);
  });
});

const atTls =
  (fault: Fault) =>
  (stage: Stage): Fault | undefined =>
    stage === "starttls" ? fault : undefined;

describe("who is trusted [B105] [B106]", () => {
  const own = certificateFor("127.0.0.1");
  const relay = (port: number, more: Partial<Relay> = {}) => relayTo(port, { secure: true, ...more });
  it("a server with a certificate that is trusted", async () => {
    const server = await serving({ tls: own, secure: true });
    const { rows } = await send(fresh(), relay(server.port, { authority: own.cert }));
    expect(rows[0]?.state).toBe("sent");
  });
  it.each([
    ["nobody vouches for", certificateFor("127.0.0.1"), undefined],
    ["is another's", certificateFor("mail.example.org"), "same"],
    ["has run out", certificateFor("127.0.0.1", { days: -1 }), "same"],
  ])("none whose certificate %s", async (_, certificate, trusted) => {
    const server = await serving({ tls: certificate, secure: true });
    const authority = trusted && { authority: certificate.cert };
    const { ended, rows } = await send(fresh(), relay(server.port, { ...authority }));
    expect(rows[0]?.state).toBe("retry");
    expect(ended.kind).toBe("paused");
    expect(server.heard).toEqual([]);
  });
  describe("off this machine, by STARTTLS", () => {
    const login = { user: "office", password: "secret" };
    /** Where this machine answers, too, but not by a name that says so. */
    const far = (port: number, more: Partial<Relay> = {}) =>
      relayTo(port, { host: "0.0.0.0", login, ...more });
    const certificate = certificateFor("0.0.0.0");
    const authority = certificate.cert;
    it("a server that is who it says; before that it hears nothing but a greeting", async () => {
      const server = await serving({ tls: certificate, login: "office secret" });
      const { rows } = await send(fresh(), far(server.port, { authority, timeouts: {} }));
      expect(rows[0]?.state).toBe("sent");
      expect(server.heard.map((line) => line.slice(0, 4)).slice(0, 4)).toEqual([
        "EHLO",
        "STAR",
        "EHLO",
        "AUTH",
      ]);
    });
    /** A no for good stops everything; what may pass is tried again. */
    const UNHEARD: readonly (readonly [what: string, plan: ServerPlan, ended: Ended["kind"]])[] = [
      ["does not offer it", { login: "office secret" }, "paused"],
      ["is another", { tls: certificateFor("mail.example.org") }, "paused"],
      ["says 454 to it", { tls: certificate, fault: atTls({ reply: "454 4.7.0 not now" }) }, "idle"],
      ["says 554 to it", { tls: certificate, fault: atTls({ reply: "554 5.7.3 no" }) }, "paused"],
      ["says 421 to it", { tls: certificate, fault: atTls({ reply: "421 4.3.2 busy" }) }, "idle"],
      ...ACTS.map(
        (act) =>
          [
            `answers it with ${act}`,
            { tls: certificate, fault: atTls({ act }) },
            act === "garbage" ? "paused" : "idle",
          ] as const,
      ),
    ];
    it.each(UNHEARD)("never one that %s: it hears neither name nor password", async (_, plan, how) => {
      const server = await serving(plan);
      const { ended, rows } = await send(fresh(), far(server.port, { authority }));
      expect(rows[0]).toMatchObject({ state: "retry", crossingAttempt: null });
      expect(ended.kind).toBe(how);
      expect(server.heard.filter((line) => !/^(EHLO|STARTTLS|QUIT)/.test(line))).toEqual([]);
      expect(server.taken).toEqual([]);
    });
  });
  it("within this machine, a server that offers TLS gets the password by it", async () => {
    const server = await serving({ tls: own, login: "office secret" });
    const login = { user: "office", password: "secret" };
    const { rows } = await send(fresh(), relayTo(server.port, { login }));
    expect(rows[0]?.state).toBe("sent");
    expect(server.heard.slice(0, 2).map((line) => line.slice(0, 4))).toEqual(["EHLO", "STAR"]);
  });
  it("a wrong password stops everything, and is in no reply", async () => {
    const server = await serving({ login: "office secret" });
    const login = { user: "office", password: "s3cret-but-wrong" };
    const { ended, rows } = await send(fresh(), relayTo(server.port, { login }), people(3));
    expect(ended).toMatchObject({ kind: "paused", because: expect.stringContaining("535") });
    expect(JSON.stringify([ended, rows])).not.toContain("s3cret");
  });
  it("a server without login, where a password is given, gets none", async () => {
    const server = await serving();
    const login = { user: "office", password: "secret" };
    const { ended } = await send(fresh(), relayTo(server.port, { login }));
    expect(ended).toMatchObject({ kind: "paused", because: expect.stringContaining("no way to log in") });
    expect(server.heard.some((line) => line.startsWith("AUTH"))).toBe(false);
  });
  it("only this machine is spoken to without TLS", () => {
    expect(["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"].every(isLoopback)).toBe(true);
    expect(
      ["mail.example.org", "127.example.org", "10.0.0.1", "localhost.example.org"].some(isLoopback),
    ).toBe(false);
  });
});

describe("addresses on the wire", () => {
  const bad = [
    "ash@example.org\r\nRCPT TO:<all@example.org>",
    "ash@example.org\nx",
    "ash@home@example.org",
    "ash(comment)@example.org",
    '"ash"@example.org',
    "@relay.example:ash@example.org",
    "group:ash@example.org;",
    "<ash@example.org>",
    "ash@example.org.",
    "ash.@example.org",
    ".ash@example.org",
    "a..sh@example.org",
    "ash@[192.0.2.1]",
    "ash @example.org",
    "-ash@example.org",
    "ash@-example.org",
    "ash@localhost",
    "ash@exa mple.org",
    "ash@example.org\u2028",
    "ash\0@example.org",
    "",
    "ash",
    "@example.org",
    `${"a".repeat(65)}@example.org`,
    `ash@${"a".repeat(64)}.org`,
    `ash@${"abcdefgh.".repeat(30)}org`,
    "ash\ud800@example.org",
  ];
  it("are not guessed at: what is not plain is refused [B92] [B93] [B98]", async () => {
    const server = await serving();
    const plan = planOf(bad.map((address, index) => letterTo(`p${index}`, { address })));
    const { rows } = await send(fresh(), relayTo(server.port), [], { plan });
    expect(rows.every(({ state }) => state === "failed")).toBe(true);
    expect(server.taken).toEqual([]);
  });
  it("needs SMTPUTF8 for a name beyond ASCII: without it, for good no [B97]", async () => {
    const plan = planOf([letterTo("li", { address: "李@例子.example" })]);
    const old = await serving();
    expect((await send(fresh(), relayTo(old.port), [], { plan })).rows[0]).toMatchObject({
      state: "failed",
      lastReply: expect.stringContaining("SMTPUTF8"),
    });
    expect(old.taken).toEqual([]);
    const modern = await serving({ offers: ["PIPELINING", "SMTPUTF8"] });
    expect((await send(fresh(), relayTo(modern.port), [], { plan })).rows[0]?.state).toBe("sent");
  });
  it("stands still when the library writes another envelope than ours [B94]", async () => {
    for (const meddle of [
      (to: string) => [to.replace("ash", "birch")],
      (to: string) => [to, "birch@example.org"],
    ]) {
      const { send: real } = SMTPConnection.prototype;
      const meddling = vi.spyOn(SMTPConnection.prototype, "send").mockImplementation(function (
        this: SMTPConnection,
        envelope,
        message,
        done,
      ) {
        const to = [envelope.to].flat().flatMap((one) => meddle(String(one)));
        real.call(this, { ...envelope, to }, message, done);
      });
      const server = await serving();
      const { ended, rows } = await send(fresh(), relayTo(server.port)).finally(() => meddling.mockRestore());
      expect(ended).toEqual({ kind: "paused", because: "the envelope was written differently" });
      expect(rows[0]).toMatchObject({ state: "retry", crossingAttempt: null });
      expect(server.heard.filter((line) => line.startsWith("RCPT")).length).toBeGreaterThan(0);
      expect(server.taken).toEqual([]);
    }
  });
  it("is larger than the server takes: for good no, before a byte is sent [B107]", async () => {
    const server = await serving({ offers: ["SIZE 100"] });
    expect((await send(fresh(), relayTo(server.port))).rows[0]).toMatchObject({
      state: "failed",
      lastCode: 552,
    });
    expect(server.heard.some((line) => line.startsWith("MAIL"))).toBe(false);
  });
});

describe("what replies mean", () => {
  it("a policy of the relay is told from one of the recipient", () => {
    const said = (text: string) =>
      verdictOf({ stage: "recipient", code: Number(text.slice(0, 3)), text }, false).kind;
    expect(said("550 5.1.1 no such user")).toBe("refused");
    expect(said("550 5.7.1 we do not relay")).toBe("deferred");
    expect(said("454 4.7.1 relaying denied")).toBe("deferred");
    expect(said("554 5.7.1 <ann@example.org>: Relay access denied")).toBe("deferred");
    expect(said("550 5.1.1 <ann@relay.example.org>: no such user")).toBe("refused");
    expect(said("550 5.1.1 <relay@example.org>... User unknown")).toBe("refused");
  });
  it("patience is asked for in several ways [B108] [B109]", () => {
    const asked = (text: string) => {
      const verdict = verdictOf({ stage: "recipient", code: Number(text.slice(0, 3)), text }, false);
      return verdict.kind === "deferred" ? verdict.asks : verdict.kind;
    };
    expect(asked("450 4.2.0 try again")).toBe("greylisted");
    expect(asked("451 4.7.1 Greylisting in action")).toBe("greylisted");
    expect(asked("421 4.7.0 too many from you")).toBe("throttled");
    expect(asked("452 4.2.2 mailbox full")).toBeUndefined();
  });
  it("a server that closes says nothing of the recipient, however late it says so", () => {
    for (const [stage, released] of [
      ["connect", false],
      ["recipient", false],
      ["data", true],
    ] as const)
      expect(verdictOf({ stage, code: 421, text: "421 4.3.2 busy" }, released)).toMatchObject({
        kind: "deferred",
        common: "perhaps",
      });
    expect(verdictOf({ stage: "recipient", code: 450, text: "450 4.2.1 busy" }, false)).not.toHaveProperty(
      "common",
    );
  });
});
