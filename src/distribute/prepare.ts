import { type Diagnostic, failure, type Outcome, outcome } from "../diagnostic.ts";
import type { Delivery, Plan } from "./delivery.ts";
import { digestOf } from "./identity.ts";
import type { Distribution, Ledger, NewRow, Row } from "./ledger.ts";
import type { Spool } from "./spool.ts";

/** Files that are made durable together: one wait for the disk is as long as twenty. */
const BATCH = 32;

export interface Preparing {
  readonly ledger: Ledger;
  readonly spool: Spool;
  readonly now: () => number;
  /** Present: everything goes to this address instead, as a trial. */
  readonly trialTo?: string;
  /** Once true, no further delivery is made ready. */
  readonly stopped: () => boolean;
  readonly progress: (done: number, of: number) => void;
}

/** Enters a plan into the ledger and spools what is new in it. What an earlier run has spooled stays as it is. */
export async function prepare(plan: Plan, preparing: Preparing): Promise<Outcome<Distribution>> {
  const { ledger, now, trialTo, stopped, progress } = preparing;
  // First, so that whoever a dead run had just been sending to can still be taken out, or told that this corrects.
  await ledger.recover(now());
  const planned = await ledger.plan(
    {
      recordId: plan.recordId,
      revision: plan.revision,
      trial: trialTo !== undefined,
      ...(plan.title !== undefined && { title: plan.title }),
      ...(plan.held !== undefined && { held: plan.held }),
      recordDigest: plan.recordDigest,
      planHash: plan.hash,
      sender: plan.sender,
      rows: plan.deliveries.map((delivery) => rowOf(delivery, trialTo)),
    },
    now(),
  );
  if (!planned.ok) return planned;
  const { distribution, rows, replaced } = planned.value;
  const deliveries = new Map(plan.deliveries.map((delivery) => [keyOf(delivery), delivery]));
  const fresh = rows.filter(({ state }) => state === "planned");
  for (let start = 0; start < fresh.length && !stopped(); start += BATCH) {
    const files: SpooledBytes[] = [];
    for (const row of fresh.slice(start, start + BATCH)) {
      const delivery = deliveries.get(keyOf(row));
      if (!delivery) throw new Error(`${row.personId} is planned but not in the plan`);
      const earlier = replaced.get(row.id);
      const bytes = await delivery.bytes({
        deliveryId: row.id,
        serial: row.serial,
        messageId: row.messageId,
        date: distribution.created,
        ...(earlier && { replaces: earlier }),
        ...(trialTo !== undefined && { trial: { to: trialTo } }),
      });
      files.push({ id: row.id, bytes, bytesHash: digestOf(bytes), size: bytes.length });
    }
    try {
      await preparing.spool.put(files);
    } catch (error) {
      return failure([unwritable(error)]);
    }
    await ledger.spooled(files, now());
    progress(Math.min(start + BATCH, fresh.length), fresh.length);
  }
  return outcome(distribution, planned.diagnostics);
}

interface SpooledBytes {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly bytesHash: string;
  readonly size: number;
}

const keyOf = ({ personId, kind }: Pick<Row, "personId" | "kind">): string => `${personId}\n${kind}`;

function rowOf(delivery: Delivery, trialTo: string | undefined): NewRow {
  const { personId, name, kind, channel, fileName, files, contentHash, skip } = delivery;
  const address = channel === "email" ? (trialTo ?? delivery.address) : undefined;
  return {
    personId,
    name,
    kind,
    channel,
    fileName,
    contentHash,
    ...(files && { files }),
    ...(address !== undefined && { address }),
    ...(skip !== undefined && { skip }),
  };
}

const unwritable = (error: unknown): Diagnostic => ({
  code: "distribute/spool-unwritable",
  severity: "error",
  message: `mails cannot be made ready: ${error instanceof Error ? error.message : error}`,
  hint: "nothing has been sent; what is ready stays ready for the next run",
});
