import { Readable, type Transform } from "node:stream";
import SMTPConnection, { type SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import { type Address, readAddress } from "../record/address.ts";
import type { Carrier, Cross, Line, Verdict } from "./carrier.ts";
import type { Row } from "./ledger.ts";
import { pour } from "./pour.ts";
import { type Reply, type Stage, verdictOf } from "./reply.ts";

/** Where mails are handed in. */
export interface Relay {
  readonly host: string;
  readonly port: number;
  /** TLS from the start (`smtps:`), not by STARTTLS. */
  readonly secure: boolean;
  readonly login?: { readonly user: string; readonly password: string };
  /** Certificates to trust besides those that Node knows, as PEM. */
  readonly authority?: string;
  readonly timeouts?: Partial<Timeouts>;
}

/** In milliseconds. Short ones make duplicates (RFC 1047): the wait for the last reply is RFC 5321's ten minutes. */
export interface Timeouts {
  readonly connect: number;
  readonly greeting: number;
  /** Without a sign of life from the server. */
  readonly silence: number;
  /** For a whole attempt, however the server keeps it alive; below the lease of a row. */
  readonly attempt: number;
}

const TIMEOUTS: Timeouts = { connect: 60_000, greeting: 60_000, silence: 600_000, attempt: 900_000 };
/** No honest reply is longer. */
const LONGEST_REPLY = 64 * 1024;
/** Mails over one connection; many servers end it after a hundred. */
const PER_CONNECTION = 100;

/** Whether nobody but this machine hears what is said to a host. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host);

/** Hands mails to a server, each over a connection that is kept for the next. */
export const smtp = (relay: Relay): Carrier => ({ open: () => lineTo(relay) });

function lineTo(relay: Relay): Line {
  let session: Session | undefined;
  const drop = (): void => {
    session?.connection.close();
    session = undefined;
  };
  return {
    async carry(row, bytes, cross) {
      const route = routeOf(row);
      if (!route) return { kind: "refused", reply: "the address is not one that mail can be sent to" };
      if (session && (session.gone() || session.mails >= PER_CONNECTION)) drop();
      let marked = false;
      const mark: Cross = () => {
        marked = true;
        return cross();
      };
      for (;;) {
        const isFresh = session === undefined;
        if (session === undefined) {
          const opened = await connect(relay);
          if ("kind" in opened) return opened;
          session = opened;
        }
        const verdict = await transmit(session, route, row.id, bytes, mark, relay);
        if (verdict.kind !== "accepted") drop();
        // A server may end a connection between two mails when it likes; that says nothing of the second.
        if (isFresh || marked || !endsConnection(verdict)) return verdict;
      }
    },
    close: async () => drop(),
  };
}

const endsConnection = (verdict: Verdict): boolean =>
  verdict.kind === "deferred" &&
  verdict.common === "perhaps" &&
  (verdict.code === undefined || verdict.code === 421);

interface Route {
  readonly from: Address;
  readonly to: Address;
}

/** No library is left to guess what an address may mean: one with two @ has been known to become another's mailbox. */
function routeOf({ sender, address }: Row): Route | undefined {
  const from = readAddress(sender);
  const to = readAddress(address ?? "");
  return from.ok && to.ok ? { from: from.value, to: to.value } : undefined;
}

// ---- one connection

interface Session {
  readonly connection: SMTPConnection;
  /** The commands of the envelope that were really written, since the last mail. */
  readonly written: string[];
  readonly gone: () => boolean;
  mails: number;
  /** What to do with an error that comes as an event, from whatever is under way. */
  onError: (error: SmtpError) => void;
}

/** As much as is used of the library's errors. */
interface SmtpError extends Error {
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  readonly command?: string | undefined;
}

async function connect(relay: Relay): Promise<Session | Verdict> {
  const { login } = relay;
  const written: string[] = [];
  const connection = new SMTPConnection({ ...optionsOf(relay), logger: listener(written) });
  let gone = false;
  connection.once("end", () => {
    gone = true;
  });
  const session: Session = { connection, written, gone: () => gone, mails: 0, onError: () => {} };
  // One listener for the whole life of the connection: without one, an error would end the program.
  connection.on("error", (error: SmtpError) => session.onError(error));
  try {
    await new Promise<void>((resolve, reject) => {
      session.onError = reject;
      const late = setTimeout(() => reject(new Error("the server took too long to begin")), greetTime(relay));
      const settled = (error?: Error | null): void => {
        clearTimeout(late);
        if (error) reject(error);
        else resolve();
      };
      connection.connect((error?: Error) => {
        if (error || login === undefined) return settled(error);
        if (!connection.allowsAuth) return settled(noLogin());
        connection.login({ user: login.user, pass: login.password }, settled);
      });
      connection.once("end", () => settled(new Error("the connection was closed")));
    });
    return session;
  } catch (error) {
    connection.close();
    return verdictOf(replyOf(error as SmtpError), false);
  } finally {
    session.onError = () => {};
  }
}

const noLogin = (): Error =>
  Object.assign(new Error("the server offers no way to log in"), { code: "EAUTH", command: "AUTH" });

const greetTime = ({ timeouts }: Relay): number => {
  const { connect, greeting } = { ...TIMEOUTS, ...timeouts };
  return connect + 4 * greeting;
};

function optionsOf({ host, port, secure, login, authority, timeouts }: Relay): SMTPConnectionOptions {
  const { connect, greeting, silence } = { ...TIMEOUTS, ...timeouts };
  const near = isLoopback(host);
  return {
    host,
    port,
    secure,
    // Nothing leaves this machine unencrypted; within it, a server's own certificate cannot be verified.
    requireTLS: !near && !secure,
    ignoreTLS: near && !secure && login === undefined,
    tls: { minVersion: "TLSv1.2", rejectUnauthorized: !near || secure, ...(authority && { ca: authority }) },
    connectionTimeout: connect,
    greetingTimeout: greeting,
    socketTimeout: silence,
    socketCloseTimeout: 0, // destroys: what is held back must not be flushed
    maxResponseSize: LONGEST_REPLY,
    transactionLog: true,
  };
}

/** Listens to what the library writes: the envelope is believed when it is seen on the wire, not before. */
function listener(written: string[]) {
  const nothing = (): void => {};
  const debug = (entry: { readonly tnx?: string }, line: string): void => {
    if (entry.tnx === "client" && /^(MAIL|RCPT) /.test(line)) written.push(line);
  };
  return {
    level: nothing,
    trace: nothing,
    debug,
    info: nothing,
    warn: nothing,
    error: nothing,
    fatal: nothing,
  };
}

// ---- one mail

/**
 * Sends a mail and holds back its last part until the mark is set. The library asks for the body only once the server
 * has said that it may come, and adds the final dot only after the last part.
 */
function transmit(
  session: Session,
  { from, to }: Route,
  deliveryId: string,
  bytes: Uint8Array,
  cross: Cross,
  { timeouts }: Relay,
): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    let settled = false;
    let released = false;
    const end = (tell: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(late);
      session.onError = () => {};
      tell();
    };
    const settle = (verdict: Verdict): void =>
      end(() => {
        // At once, before the library can go on with a mail that is refused.
        if (verdict.kind !== "accepted") session.connection.close();
        resolve(verdict);
      });
    const fail = (error: SmtpError): void => settle(verdictOf(replyOf(error), released));
    const late = setTimeout(
      () => fail(new Error("the server took too long")),
      timeouts?.attempt ?? TIMEOUTS.attempt,
    );
    session.onError = fail;
    const held = Math.max(0, bytes.length - HELD_BACK);
    const transfer = async (stream: Transform): Promise<void> => {
      await pour(bytes.subarray(0, held), stream);
      if (settled) return;
      const wrong = envelopeProblem(session.written, from, to);
      if (wrong) return settle(wrong);
      if (!(await cross())) return settle({ kind: "fenced", reply: "" });
      if (settled) return; // the connection broke meanwhile, and the last part has not gone out
      released = true;
      stream.end(bytes.subarray(held));
    };
    const body = pipedBy((stream) => {
      transfer(stream).catch((error) =>
        end(() => {
          session.connection.close();
          reject(error);
        }),
      );
    });
    session.written.length = 0;
    session.mails += 1;
    const dsn = { envid: deliveryId, ret: "HDRS", notify: ["FAILURE", "DELAY"] };
    session.connection.send(
      { from: from.text, to: [to.text], size: bytes.length, dsn },
      body,
      (error, info) => {
        if (error) return fail(error);
        // A yes to a mail that is not complete is no yes: it may belong to something else.
        if (!released) return fail(new Error("the server answered before the mail was complete"));
        const [, code = "250"] = /^(\d{3})/.exec(info?.response ?? "") ?? [];
        settle({ kind: "accepted", code: Number(code), reply: info?.response ?? "" });
      },
    );
  });
}

/** Enough to end a mail with; without it no server takes the mail for complete. */
const HELD_BACK = 512;

/** A body that begins once the library asks for it, which it does with `pipe` alone. */
const pipedBy = (transfer: (stream: Transform) => void): Readable =>
  Object.assign(new Readable({ read() {} }), {
    pipe(stream: Transform) {
      transfer(stream);
      return stream;
    },
  }) as Readable;

/** Whether the envelope on the wire is ours, to the letter. */
function envelopeProblem(written: readonly string[], from: Address, to: Address): Verdict | undefined {
  const [mail = "", recipient = "", ...more] = written;
  const isOurs =
    `${mail} `.startsWith(`MAIL FROM:<${from.text}> `) &&
    `${recipient} `.startsWith(`RCPT TO:<${to.text}> `) &&
    more.length === 0;
  if (!isOurs) return { kind: "deferred", reply: "the envelope was written differently", common: "stop" };
  if ((from.international || to.international) && !/ SMTPUTF8\b/.test(mail))
    return { kind: "refused", reply: "the address needs SMTPUTF8, which the server does not offer" };
  return undefined;
}

// ---- what the library says

/** The library's error in our words: the command that was answered, the number, whether there is hope. */
function replyOf({ message, code, originalCode, responseCode, response, command = "" }: SmtpError): Reply {
  const isNo = responseCode !== undefined && responseCode >= 400 && responseCode < 600;
  const stage = STAGES.find(([prefix]) => command.startsWith(prefix))?.[1] ?? "connect";
  const hopeless =
    code === "ETLS" || code === "EAUTH" || /CERT|SSL|TLS|SELF_SIGNED|VERIFY/.test(originalCode ?? "");
  const words = response ?? `${MEANINGS.find(([sign]) => sign.test(message))?.[1] ?? ""}${message}`;
  const text = words.replace(/\s+/g, " ").trim().slice(0, 1000);
  if (code === "EMESSAGE" && stage === "mail" && !isNo)
    return { stage, code: 552, text: `552 5.3.4 ${message}` }; // found by the library from the server's SIZE
  return { stage, text, ...(isNo && { code: responseCode }), ...(hopeless && { hopeless }) };
}

/** What the system's words mean, put before them. */
const MEANINGS: readonly (readonly [sign: RegExp, meaning: string])[] = [
  [/ECONNREFUSED/, "the mail server does not answer: "],
  [/ENOTFOUND|EAI_AGAIN/, "the mail server is not found: "],
  [/certificate/i, "the mail server cannot prove who it is: "],
];

const STAGES: readonly (readonly [prefix: string, stage: Stage])[] = [
  ["EHLO", "hello"],
  ["HELO", "hello"],
  ["STARTTLS", "hello"],
  ["AUTH", "login"],
  ["MAIL", "mail"],
  ["RCPT", "recipient"],
  ["DATA", "data"],
];
