import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import * as net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Debian's Postfix and the sink that comes with it, each in a process of this machine only. */

export interface Sink {
  readonly port: number;
  stop(): Promise<void>;
}

export interface Postfix extends Sink {
  /** What it has put into the one mailbox that everybody has here. */
  mails(): readonly Buffer[];
  /** What it has said so far. */
  log(): string;
}

const PROGRAMS = "/usr/sbin";
const DAEMONS = "/usr/lib/postfix/sbin";
/** Debian's `nobody`, to whom all mail is delivered. */
const NOBODY = 65_534;

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Postfix in the foreground, with everything it keeps in a folder of its own. It takes mail for everybody and puts it into
 * one Maildir; nothing can leave. `settings` are lines for main.cf.
 */
export async function startPostfix(settings: readonly string[] = []): Promise<Postfix> {
  if (!existsSync(join(PROGRAMS, "postfix")))
    throw new Error("postfix is not installed; .ci/run installs it");
  const folder = mkdtempSync(join(tmpdir(), "minutebook-postfix-"));
  const port = await freePort();
  execFileSync("chmod", ["755", folder]);
  for (const name of ["conf", "queue", "data", "mail"]) mkdirSync(join(folder, name));
  execFileSync("chown", ["postfix", join(folder, "data")]);
  chownSync(join(folder, "mail"), NOBODY, NOBODY);
  writeFileSync(join(folder, "conf/main.cf"), `${[...mainOf(folder), ...settings].join("\n")}\n`);
  writeFileSync(join(folder, "conf/master.cf"), `${masterOf(port)}\n`);
  // Its logger opens the standard output anew by name, which a pipe of Node's, being a socket, does not allow.
  const log = openSync(join(folder, "log"), "a");
  const server = spawn(join(PROGRAMS, "postfix"), ["-c", join(folder, "conf"), "start-fg"], {
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const heard = (): string => readFileSync(join(folder, "log"), "utf8");
  const newMail = join(folder, "mail/all/new");
  await answers(port, server, heard);
  return {
    port,
    log: heard,
    mails: () =>
      existsSync(newMail) ? readdirSync(newMail).map((name) => readFileSync(join(newMail, name))) : [],
    async stop() {
      // The master has a group of its own, and ends what it has started.
      const ended = once(server, "exit");
      process.kill(Number(readFileSync(join(folder, "queue/pid/master.pid"), "utf8")), "SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const mainOf = (folder: string): readonly string[] => [
  "compatibility_level = 3.6",
  `queue_directory = ${folder}/queue`,
  `data_directory = ${folder}/data`,
  `command_directory = ${PROGRAMS}`,
  `daemon_directory = ${DAEMONS}`,
  "maillog_file = /dev/stdout",
  "myhostname = mail.test",
  "inet_interfaces = 127.0.0.1",
  "inet_protocols = ipv4",
  "mydestination =",
  "alias_maps =",
  "local_transport = error:there are no users",
  "default_transport = error:nothing leaves",
  "virtual_mailbox_domains = static:all",
  "virtual_mailbox_maps = static:all/",
  `virtual_mailbox_base = ${folder}/mail`,
  `virtual_uid_maps = static:${NOBODY}`,
  `virtual_gid_maps = static:${NOBODY}`,
  "virtual_mailbox_limit = 0",
  "mynetworks = 127.0.0.0/8",
  "smtpd_relay_restrictions = permit_mynetworks, reject",
  "smtpd_peername_lookup = no",
  "smtputf8_enable = yes",
];

/** Services by name; nothing is chrooted, and nothing that sends to other machines is there at all. */
const masterOf = (port: number): string =>
  [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    "pickup unix n - n 60 1 pickup",
    "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr",
    "tlsmgr unix - - n 1000? 1 tlsmgr",
    "rewrite unix - - n - - trivial-rewrite",
    "bounce unix - - n - 0 bounce",
    "defer unix - - n - 0 bounce",
    "trace unix - - n - 0 bounce",
    "verify unix - - n - 1 verify",
    "flush unix n - n 1000? 0 flush",
    "proxymap unix - - n - - proxymap",
    "showq unix n - n - - showq",
    "error unix - - n - - error",
    "retry unix - - n - - error",
    "discard unix - - n - - discard",
    "local unix - n n - - local",
    "virtual unix - n n - - virtual",
    "anvil unix - - n - 1 anvil",
    "scache unix - - n - 1 scache",
    "postlog unix-dgram n - n - 1 postlogd",
  ].join("\n");

/** The sink that takes all mails and keeps none, with its own options for what shall go wrong. */
export async function startSmtpSink(...options: readonly string[]): Promise<Sink> {
  const program = join(PROGRAMS, "smtp-sink");
  if (!existsSync(program)) throw new Error("smtp-sink is not installed; it comes with postfix");
  const port = await freePort();
  // It gives up its rights where it has them, as it should.
  const rights = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const server = spawn(program, [...rights, ...options, `127.0.0.1:${port}`, "256"], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
  });
  await answers(port, server, listenTo(server));
  return {
    port,
    stop: () => end(server),
  };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
}

function listenTo(server: ChildProcess): () => string {
  let heard = "";
  for (const stream of [server.stdout, server.stderr])
    stream?.on("data", (chunk) => {
      heard += chunk;
    });
  return () => heard;
}

/** Waits until somebody takes connections; throws what was said when nobody does. */
async function answers(port: number, server: ChildProcess, heard: () => string): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    if (server.exitCode !== null) break;
    const socket = net.connect(port, "127.0.0.1");
    const taken = await new Promise((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (taken) return;
  }
  await end(server);
  throw new Error(`nobody answers on port ${port}: ${heard()}`);
}
