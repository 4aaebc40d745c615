import { once } from "node:events";
import * as net from "node:net";
import * as tls from "node:tls";

/** A mail server that does as it is told: answers, lies, hangs, breaks off, at any stage of any mail. */

export const STAGES = [
  "greet",
  "ehlo",
  "starttls",
  "auth",
  "mail",
  "rcpt",
  "data",
  "midData",
  "dot",
  "dotAccepted",
] as const;
export type Stage = (typeof STAGES)[number];

/**
 * A reply (`550 5.1.1 no such user`), or something worse. At `dot` a mail that meets a fault is not taken; at
 * `dotAccepted` it is, and only the reply goes wrong.
 */
export type Fault =
  | { readonly reply: string }
  | {
      readonly act: "drop" | "reset" | "hang" | "garbage" | "drip" | "flood" | "endless" | "bytes" | "twice";
    };

export interface Taken {
  readonly to: string;
  readonly from: string;
  readonly messageId: string;
  readonly body: string;
}

export interface ServerPlan {
  /** What goes wrong at a stage of the n-th mail (from 1) of the server, to whom, over the m-th connection. */
  readonly fault?: (
    stage: Stage,
    mail: { n: number; to: string; connection: number; over: number },
  ) => Fault | undefined;
  /** Milliseconds before it answers to the end of a mail; absent: none. */
  readonly pause?: number;
  /** Extensions that are told after EHLO. */
  readonly offers?: readonly string[];
  readonly tls?: tls.SecureContextOptions;
  /** TLS from the start. */
  readonly secure?: boolean;
  /** `user password` that may log in. */
  readonly login?: string;
}

export interface MailServer {
  readonly port: number;
  /** Mails it has taken responsibility for, in order. */
  readonly taken: Taken[];
  /** All lines it has been sent outside of mails. */
  readonly heard: string[];
  /** Connections so far. */
  readonly connections: () => number;
  close(): Promise<void>;
}

export async function mailServer(plan: ServerPlan = {}): Promise<MailServer> {
  const taken: Taken[] = [];
  const heard: string[] = [];
  const open = new Set<net.Socket>();
  let connections = 0;
  let mails = 0;
  const serve = (socket: net.Socket): void => {
    connections += 1;
    converse(socket, plan, { taken, heard, connection: connections, nextMail: () => ++mails, open });
  };
  const server =
    plan.secure && plan.tls ? tls.createServer(plan.tls, serve) : net.createServer({ noDelay: true }, serve);
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    taken,
    heard,
    connections: () => connections,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface World {
  readonly taken: Taken[];
  readonly heard: string[];
  readonly connection: number;
  readonly nextMail: () => number;
  readonly open: Set<net.Socket>;
}

function converse(first: net.Socket, plan: ServerPlan, world: World): void {
  let socket = first;
  let buffer = "";
  let inData = false;
  let silent = false;
  let mail = { n: 0, from: "", to: "", body: "", disturbed: false };
  let over = 0;
  const adopt = (next: net.Socket): void => {
    socket = next;
    world.open.add(next);
    next.on("error", () => {});
    next.on("close", () => world.open.delete(next));
    next.on("data", (chunk) => hear(chunk.toString("latin1")));
  };
  const say = (text: string): void => {
    if (!silent && socket.writable) socket.write(`${text}\r\n`);
  };
  /** Does what is planned for a stage; true when that was something else than usual. */
  const meets = (stage: Stage): boolean => {
    const fault = plan.fault?.(stage, { n: mail.n, to: mail.to, connection: world.connection, over });
    if (!fault) return false;
    if ("reply" in fault) say(fault.reply);
    else act(fault.act);
    return true;
  };
  const act = (what: Extract<Fault, { act: string }>["act"]): void => {
    if (what === "drop") socket.destroy();
    else if (what === "reset") (socket as net.Socket).resetAndDestroy?.();
    else if (what === "garbage") socket.write("what do you mean?\r\n");
    else if (what === "flood") socket.write(`250 ${"x".repeat(10_000_000)}\r\n`);
    else if (what === "twice") say("250 ok\r\n250 ok");
    else if (what === "bytes") trickle("250 ok, byte by byte\r\n", 1, false);
    else if (what === "drip") trickle("250-still there\r\n", 30, true);
    else if (what === "endless") trickle(`${"250-more\r\n".repeat(2000)}`, 0, true);
    if (what === "hang" || what === "drip" || what === "endless") silent = true;
  };
  const trickle = (text: string, pause: number, forEver: boolean): void => {
    let at = 0;
    const step = (): void => {
      if (!socket.writable) return;
      const size = pause === 0 ? text.length : 1;
      socket.write(text.slice(at, at + size));
      at += size;
      if (at >= text.length) {
        if (!forEver) return;
        at = 0;
      }
      setTimeout(step, pause);
    };
    step();
  };
  const hear = (text: string): void => {
    buffer += text;
    while (buffer !== "") {
      if (inData) {
        takeData();
        continue;
      }
      const end = buffer.indexOf("\r\n");
      if (end < 0) return;
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      world.heard.push(line);
      command(line);
    }
  };
  // Of a mail, the pieces so far and the end of the last: a large one is not to be searched from the start each time.
  let pieces: string[] = [];
  let tail = "\r\n";
  const takeData = (): void => {
    const end = `${tail}${buffer}`.indexOf("\r\n.\r\n");
    if (end < 0) {
      pieces.push(buffer);
      tail = `${tail}${buffer}`.slice(-4);
      buffer = "";
      if (!mail.disturbed) mail.disturbed = meets("midData");
      if (silent) socket.pause(); // else the whole mail would arrive, with nobody to hear it
      return;
    }
    const rest = end - tail.length;
    mail.body = `${pieces.join("")}${buffer}`
      .slice(
        0,
        pieces.reduce((sum, { length }) => sum + length, rest + 2),
      )
      .replace(/^\./gm, "");
    buffer = buffer.slice(rest + 5);
    pieces = [];
    tail = "\r\n";
    inData = false;
    if (meets("dot")) return;
    const messageId = /^Message-ID: (.*?)\r?$/im.exec(mail.body)?.[1] ?? "";
    // Taken first, whatever becomes of the reply.
    world.taken.push({ to: mail.to, from: mail.from, messageId, body: mail.body });
    if (meets("dotAccepted")) return;
    if (plan.pause === undefined) say("250 2.0.0 taken");
    else setTimeout(() => say("250 2.0.0 taken"), plan.pause);
  };
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") {
      if (meets("ehlo")) return;
      const offers = plan.offers ?? ["PIPELINING", "SIZE 30000000", "DSN", "8BITMIME"];
      const secure = socket instanceof tls.TLSSocket;
      const all = [
        "localhost",
        ...offers,
        ...(plan.tls && !secure ? ["STARTTLS"] : []),
        ...(plan.login && (secure || !plan.tls) ? ["AUTH PLAIN"] : []),
      ];
      say(all.map((one, index) => `250${index === all.length - 1 ? " " : "-"}${one}`).join("\r\n"));
    } else if (verb === "HELO") {
      if (!meets("ehlo")) say("250 localhost");
    } else if (verb === "STAR") {
      if (!plan.tls) say("502 5.5.1 not here");
      if (!plan.tls || meets("starttls")) return;
      say("220 2.0.0 go ahead");
      const plain = socket;
      plain.removeAllListeners("data");
      const secured = new tls.TLSSocket(plain, {
        isServer: true,
        secureContext: tls.createSecureContext(plan.tls),
      });
      adopt(secured);
    } else if (verb === "AUTH") {
      if (meets("auth")) return;
      const [, user, password] = Buffer.from(line.split(" ")[2] ?? "", "base64")
        .toString()
        .split("\0");
      say(`${user} ${password}` === plan.login ? "235 2.7.0 welcome" : "535 5.7.8 wrong password");
    } else if (verb === "MAIL") {
      mail = { n: world.nextMail(), from: within(line), to: "", body: "", disturbed: false };
      over += 1;
      if (!meets("mail")) say("250 2.1.0 ok");
    } else if (verb === "RCPT") {
      mail.to = within(line);
      if (!meets("rcpt")) say("250 2.1.5 ok");
      else mail.to = "";
    } else if (verb === "DATA") {
      if (meets("data")) return;
      if (mail.to === "") {
        say("503 5.5.1 no recipient");
        return;
      }
      say("354 go ahead");
      inData = true;
    } else if (verb === "QUIT") {
      say("221 2.0.0 bye");
      socket.end();
    } else say("250 2.0.0 ok");
  };
  adopt(first);
  if (!meets("greet")) say("220 localhost ESMTP test");
}

const within = (line: string): string => /<(.*?)>/.exec(line)?.[1] ?? "";
