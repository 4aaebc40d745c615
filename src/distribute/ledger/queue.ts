import type { PgBoss } from "pg-boss";
import { failure, type Outcome, success } from "../../diagnostic.ts";
import type { Channel } from "../../record/schema/issuing.ts";
import type { Clock } from "../clock.ts";
import type { Dispatcher } from "../dispatch.ts";
import type { Ledger, Row } from "../ledger.ts";
import { withPassword } from "./password.ts";
import { checkedUrl, noPackage } from "./postgres.ts";

/**
 * pg-boss between senders and workers. A job says "try delivery X" and no more: the ledger decides whether it may be
 * tried, so a job that comes twice, late or after a death does no harm, and one that is lost comes again with the next
 * sweep. The policy `exclusive` keeps one job for each delivery, waiting or at work.
 */
export interface Queue {
  /** Asks workers to try deliveries, each not before its time. */
  offer(rows: readonly Row[]): Promise<void>;
  /** Hands out what is asked for on some channels. */
  dispatcher(channels: readonly Channel[]): Dispatcher;
  close(): Promise<void>;
}

export interface QueueSettings {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** How many jobs to take at once. */
  readonly batch: number;
  /** After how many milliseconds a job of a worker that has died is handed out again. */
  readonly expiry: number;
  /** Milliseconds between two looks for deliveries that are due and that no job asks for. */
  readonly sweep: number;
}

/** Milliseconds between two looks into an empty queue. */
const POLL = 1000;
const MOST = 5000;

export async function openQueue(url: string, settings: QueueSettings): Promise<Outcome<Queue>> {
  const checked = checkedUrl(url);
  if (!checked.ok) return checked;
  const package_ = await import("pg-boss").catch(() => undefined);
  if (!package_) return failure([noPackage("pg-boss")]);
  const boss = new package_.PgBoss({
    connectionString: withPassword(checked.value, process.env),
    application_name: "minutebook queue",
    schema: "minutebook_queue",
    schedule: false,
    superviseIntervalSeconds: 10,
    max: 4,
  });
  // What goes wrong in its housekeeping goes right the next time; what goes wrong with a job is told to who asked.
  boss.on("error", () => {});
  try {
    await boss.start();
    for (const channel of CHANNEL_QUEUES.keys()) await make(boss, queueOf(channel), settings);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    return failure([
      {
        code: "ledger/unusable",
        severity: "error",
        message: `the queue on the PostgreSQL server cannot be used: ${error instanceof Error ? error.message : error}`,
      },
    ]);
  }
  return success(queueOn(boss, settings));
}

const CHANNEL_QUEUES: ReadonlyMap<Channel, string> = new Map([
  ["email", "minutebook-email"],
  ["folder", "minutebook-folder"],
  ["print", "minutebook-print"],
]);
const queueOf = (channel: Channel): string => CHANNEL_QUEUES.get(channel) ?? channel;

async function make(boss: PgBoss, name: string, { expiry }: QueueSettings): Promise<void> {
  const options = {
    retryLimit: 1000, // the ledger knows when to give up
    expireInSeconds: Math.max(1, Math.round(expiry / 1000)),
    deleteAfterSeconds: 3600,
  };
  await boss.createQueue(name, { policy: "exclusive", ...options });
  await boss.updateQueue(name, options);
}

interface Job {
  readonly id: string;
  readonly queue: string;
  readonly deliveryId: string;
}

function queueOn(boss: PgBoss, { ledger, clock, batch, sweep }: QueueSettings): Queue {
  const jobs = new Map<string, Job>(); // of rows that are being carried
  const finish = (job: Job): Promise<unknown> => boss.complete(job.queue, job.id);
  const offer = async (rows: readonly Row[]): Promise<void> => {
    for (const [channel, some] of Map.groupBy(rows, (row) => row.channel))
      await boss.insert(
        queueOf(channel),
        some.map(({ id, nextAt }) => ({
          data: { deliveryId: id },
          singletonKey: id,
          startAfter: new Date(nextAt),
        })),
      );
  };
  /** Whatever the sweep finds has no job, or has one that will come too late: of a worker that is dead. */
  let swept = 0;
  const sweepUp = async (channels: readonly Channel[]): Promise<void> => {
    if (clock.now() - swept < sweep) return;
    swept = clock.now();
    for (const row of await ledger.recover(swept)) {
      const left = await boss.findJobs(queueOf(row.channel), { key: row.id });
      if (left.length > 0)
        await boss.deleteJob(
          queueOf(row.channel),
          left.map(({ id }) => id),
        );
    }
    await offer(await ledger.waiting({ channels }, swept, MOST));
  };
  return {
    offer,
    dispatcher(channels) {
      const taken: Job[] = [];
      const fill = async (): Promise<void> => {
        for (const queue of channels.map(queueOf))
          for (const { id, data } of await boss.fetch<{ deliveryId: string }>(queue, { batchSize: batch }))
            taken.push({ id, queue, deliveryId: data.deliveryId });
      };
      let filling: Promise<void> | undefined;
      return {
        async next(claim, signal) {
          await sweepUp(channels);
          if (taken.length === 0) {
            filling ??= fill().finally(() => {
              filling = undefined;
            });
            await filling;
          }
          const job = taken.shift();
          if (!job) {
            await clock.sleep(POLL, signal);
            return "wait";
          }
          const row = await ledger.claim({ ...claim, id: job.deliveryId });
          if (row) {
            jobs.set(row.id, job);
            return row;
          }
          const due = await ledger.due({ ...claim, id: job.deliveryId });
          if (due === undefined || due - clock.now() > POLL) {
            await finish(job); // done, or somebody else is at it, or paused; or not before long
            const later = due === undefined ? undefined : await ledger.row(job.deliveryId);
            if (later && due !== undefined) await offer([{ ...later, nextAt: due }]);
            return "wait";
          }
          // The pace forbids it just now; the job stays ours.
          taken.push(job);
          await clock.sleep(Math.min(Math.max(due - clock.now(), 20), POLL), signal);
          return "wait";
        },
        async over(row, again) {
          const job = jobs.get(row.id);
          jobs.delete(row.id);
          if (job) await finish(job);
          if (again !== undefined) await offer([{ ...row, nextAt: again }]);
        },
      };
    },
    close: () => boss.stop({ graceful: false }),
  };
}
