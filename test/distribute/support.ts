import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Carrier } from "../../src/distribute/carrier.ts";
import { systemClock } from "../../src/distribute/clock.ts";
import { deliver, type Ended, type Engine, type Route } from "../../src/distribute/deliver.ts";
import type { Delivery, Plan } from "../../src/distribute/delivery.ts";
import { type Disk, realDisk } from "../../src/distribute/disk.ts";
import { fromLedger } from "../../src/distribute/dispatch.ts";
import { digestOf } from "../../src/distribute/identity.ts";
import { openSqliteLedger } from "../../src/distribute/ledger/sqlite.ts";
import type { Ledger } from "../../src/distribute/ledger.ts";
import { outbox } from "../../src/distribute/outbox.ts";
import { prepare } from "../../src/distribute/prepare.ts";
import { folderSpool, type Spool } from "../../src/distribute/spool.ts";

/** A small distribution and all that it needs, without records, papers and letters. */

export const letterTo = (personId: string, more: Partial<Delivery> = {}): Delivery => {
  const content = `Minutes for ${personId}`;
  return {
    personId,
    name: `Person ${personId}`,
    address: `${personId}@example.org`,
    kind: "letter",
    channel: "email",
    fileName: `${personId}.eml`,
    contentHash: digestOf(new TextEncoder().encode(content)),
    bytes: async ({ messageId, serial, replaces, trial }) =>
      new TextEncoder().encode(
        [
          "From: Office <office@example.org>",
          `To: ${trial?.to ?? more.address ?? `${personId}@example.org`}`,
          `Subject: ${trial ? "[TEST] " : ""}Minutes, copy ${serial}`,
          `Message-ID: ${messageId}`,
          ...(replaces ? [`In-Reply-To: ${replaces.messageId}`] : []),
          "",
          content,
          ...Array(20).fill("The minutes are attached, and this line is here for their length."),
          ".",
          ".. dots",
          "",
        ].join("\r\n"),
      ),
    ...more,
  };
};

export const planOf = (deliveries: readonly Delivery[], more: Partial<Plan> = {}): Plan => ({
  recordId: "board",
  revision: 1,
  recordDigest: "d1",
  sender: "office@example.org",
  hash: "p1",
  deliveries,
  ...more,
});

export const people = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `p${String(index + 1).padStart(4, "0")}`);

/** A folder in memory where there is one: what is tested is the order of things, not the disk. */
export const scratch = (): string =>
  fs.mkdtempSync(join(fs.existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "minutebook-distribute-"));

export async function openLedger(folder: string): Promise<Ledger> {
  const opened = await openSqliteLedger(join(folder, "ledger.sqlite"));
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  return opened.value;
}

export interface Run {
  readonly folder: string;
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly disk?: Disk;
  readonly spool?: Spool;
  readonly mail?: Carrier;
  readonly lanes?: number;
  readonly route?: Partial<Route>;
  readonly engine?: Partial<Engine>;
  /** Milliseconds to wait for something to be due. */
  readonly patience?: number;
  readonly trialTo?: string;
}

/** Prepares and delivers, with an outbox unless something else carries the mail. */
export async function run(settings: Run): Promise<Ended> {
  const { folder, plan, ledger, disk = realDisk, lanes = 2, trialTo } = settings;
  const spool = settings.spool ?? folderSpool(join(folder, "spool"), disk);
  const clock = settings.engine?.clock ?? systemClock;
  const prepared = await prepare(plan, {
    ledger,
    spool,
    now: () => clock.now(),
    stopped: () => false,
    progress: () => {},
    ...(trialTo !== undefined && { trialTo }),
  });
  if (!prepared.ok) return { kind: "failed", diagnostics: prepared.diagnostics };
  return deliver({
    ledger,
    spool,
    routes: [
      {
        channels: ["email"],
        carrier: settings.mail ?? outbox(join(folder, "outbox"), disk),
        lanes,
        dispatcher: fromLedger(ledger, clock, settings.patience ?? 0),
        ...settings.route,
      },
    ],
    distributionId: prepared.value.id,
    owner: `run ${Math.random()}`,
    clock,
    chance: () => 0.5,
    signal: new AbortController().signal,
    askedToPause: async () => undefined,
    report: () => {},
    ...settings.engine,
  });
}

/** What lies in an outbox for others to take. */
export const mailsIn = (folder: string): readonly string[] => {
  const here = join(folder, "outbox", "new");
  if (!fs.existsSync(here)) return [];
  return fs.readdirSync(here).map((name) => fs.readFileSync(join(here, name), "utf8"));
};

/** To whom they go, sorted. */
export const recipientsIn = (mails: readonly string[]): readonly string[] =>
  mails.map((mail) => /^To: (.*?)\r?$/m.exec(mail)?.[1] ?? "nobody").sort();
