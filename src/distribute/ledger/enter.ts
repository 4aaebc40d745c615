import { type Diagnostic, failure, type Outcome, success } from "../../diagnostic.ts";
import { deliveryIdOf, distributionIdOf, messageIdOf } from "../identity.ts";
import type { NewPlan, NewRow, Planned, Replaced, Row } from "../ledger.ts";
import type { Event, State } from "../state.ts";
import { move, REPLY, tell } from "./move.ts";
import { DISTRIBUTION, distributionOf, rowsOf } from "./rows.ts";
import type { Query } from "./store.ts";

/** Enters a distribution, or enters it again: see the contract. */
export async function enter(query: Query, plan: NewPlan, now: number): Promise<Outcome<Planned>> {
  // The counter's row is also the lock: whoever plans at the same time waits here.
  const [counter] = await query("UPDATE counter SET value = value + 0 WHERE name = 'serial' RETURNING value");
  const id = distributionIdOf(plan.recordId, plan.revision, plan.trial ? now : undefined);
  const [newer] = await query(
    "SELECT revision FROM distribution WHERE record_id = ? AND trial = ? AND revision > ? ORDER BY revision DESC",
    plan.recordId,
    Number(plan.trial),
    plan.revision,
  );
  if (newer) return failure([outdated(plan, Number(newer.revision))]);
  const known = new Map((await rowsOf(query, id)).map((row) => [keyOf(row), row]));
  const changed = plan.rows.filter((row) => {
    const before = known.get(keyOf(row));
    return before && isTaken(before) && !isMended(before, row) && !isSame(before, row);
  });
  changed.push(...rerouted(known, plan));
  if (changed.length > 0) return failure([otherContent(changed, plan)]);
  await enterDistribution(query, id, plan, now);
  await enterRows(query, id, plan, known, Number(counter?.value), now);
  await withdrawOlder(query, plan, now);
  const [distribution] = await query(`SELECT ${DISTRIBUTION} FROM distribution WHERE id = ?`, id);
  if (!distribution) throw new Error(`the distribution ${id} has vanished`);
  const rows = await rowsOf(query, id);
  const replaced = await replacedBy(query, plan, rows);
  return success({ distribution: distributionOf(distribution), rows, replaced });
}

const keyOf = ({ personId, kind }: Pick<NewRow, "personId" | "kind">): string => `${personId}\n${kind}`;

/** Whether a row stands for something that may be in somebody's hands, or is on the way there. */
const isTaken = ({ state }: Row): boolean => state !== "skipped" && state !== "cancelled";

/** Whether what was refused or came back is now meant for another address. */
const isMended = ({ state, address: old }: Row, { address, skip }: NewRow): boolean =>
  (state === "failed" || state === "bounced") && skip === undefined && old !== null && address !== old;

/** A row that does not go out this time agrees with whatever went out before. */
const isSame = (row: Row, { contentHash, address, channel, skip }: NewRow): boolean =>
  skip !== undefined ||
  // Addresses are forgotten in time.
  (row.contentHash === contentHash &&
    row.channel === channel &&
    (row.address === null || row.address === address));

/** Rows of people who would get by another way what they may have got already. */
function rerouted(known: ReadonlyMap<string, Row>, { rows }: NewPlan): readonly NewRow[] {
  const meant = new Set(rows.map(keyOf));
  const dropped = [...known].filter(([key, { state }]) => !meant.has(key) && MAY_HAVE_COME.has(state));
  const served = new Set(dropped.map(([, { personId }]) => personId));
  return rows.filter((row) => served.has(row.personId) && row.skip === undefined && !known.has(keyOf(row)));
}
const MAY_HAVE_COME: ReadonlySet<State> = new Set(["crossing", "in_doubt", "sent", "resolved"]);

const outdated = ({ recordId, revision }: NewPlan, newer: number): Diagnostic => ({
  code: "ledger/older-revision",
  severity: "error",
  message: `revision ${newer} of ${recordId} has been sent already; this is revision ${revision}`,
  hint: `give the record a revision above ${newer}`,
});

function otherContent(changed: readonly NewRow[], { revision }: NewPlan): Diagnostic {
  const names = [...new Set(changed.map(({ name }) => name))];
  const more = names.length > 3 ? ` and ${names.length - 3} others` : "";
  return {
    code: "ledger/other-content",
    severity: "error",
    message: `revision ${revision} has begun to send something else to ${names.slice(0, 3).join(", ")}${more}`,
    hint: `undo the change, or add revision ${revision + 1} to the record: everybody then gets a corrected copy`,
  };
}

async function enterDistribution(query: Query, id: string, plan: NewPlan, now: number): Promise<void> {
  await query(
    `INSERT INTO distribution (id, record_id, revision, trial, title, held, record_digest, plan_hash, created, paused)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
     ON CONFLICT (id) DO UPDATE SET plan_hash = excluded.plan_hash, record_digest = excluded.record_digest`,
    id,
    plan.recordId,
    plan.revision,
    Number(plan.trial),
    plan.title ?? "",
    plan.held ?? "",
    plan.recordDigest,
    plan.planHash,
    now,
  );
}

async function enterRows(
  query: Query,
  distributionId: string,
  plan: NewPlan,
  known: ReadonlyMap<string, Row>,
  lastSerial: number,
  now: number,
): Promise<void> {
  const [secret] = await query("SELECT value FROM meta WHERE name = 'key'");
  let serial = lastSerial;
  const meant = new Set<string>();
  for (const row of plan.rows) {
    meant.add(keyOf(row));
    const before = known.get(keyOf(row));
    if (before) await enterAgain(query, before, row, now);
    else {
      serial += 1;
      const id = deliveryIdOf(distributionId, row);
      const messageId = messageIdOf(String(secret?.value), id, domainIn(plan.sender));
      await enterRow(query, { ...row, id, messageId, serial, distributionId, sender: plan.sender }, now);
    }
  }
  await query("UPDATE counter SET value = ? WHERE name = 'serial'", serial);
  for (const [key, { id }] of known)
    if (!meant.has(key)) await moveOne(query, "cancel", id, now, "no longer among the recipients");
}

/** What of earlier revisions has not gone out is not to come after its correction. */
async function withdrawOlder(
  query: Query,
  { recordId, revision, trial }: NewPlan,
  now: number,
): Promise<void> {
  const reason = `revision ${revision} takes its place`;
  await move(query, "cancel", now, reason, {
    set: "last_reply = ?",
    where: `state <> 'skipped' AND distribution_id IN
      (SELECT id FROM distribution WHERE record_id = ? AND trial = ? AND revision < ?)`,
    values: [reason, recordId, Number(trial), revision],
  });
}

interface EnteredRow extends NewRow {
  readonly id: string;
  readonly distributionId: string;
  readonly sender: string;
  readonly messageId: string;
  readonly serial: number;
}

async function enterRow(query: Query, row: EnteredRow, now: number): Promise<void> {
  const { id, distributionId, personId, name, address = null, kind, channel, fileName, contentHash } = row;
  await query(
    `INSERT INTO delivery (id, distribution_id, sender, person_id, name, address, domain, kind, channel, file_name,
       files, content_hash, message_id, serial, state, attempt, next_at, last_reply, updated)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', 0, ?, '', ?)`,
    id,
    distributionId,
    row.sender,
    personId,
    name,
    address,
    domainOf(row),
    kind,
    channel,
    fileName,
    filesText(row),
    contentHash,
    row.messageId,
    row.serial,
    now,
    now,
  );
  await tell(query, id, now, "plan", "");
  if (row.skip !== undefined) await moveOne(query, "skip", id, now, row.skip);
}

/** A row that is there already: it may have come to be skipped, to be meant after all, or to have another address. */
async function enterAgain(query: Query, before: Row, row: NewRow, now: number): Promise<void> {
  if (row.skip !== undefined) {
    await moveOne(query, "skip", before.id, now, row.skip);
    return;
  }
  if (isTaken(before) && !isMended(before, row)) return;
  const { address = null, name, channel, fileName, contentHash } = row;
  await move(query, "plan", now, "", {
    set: `name = ?, address = ?, domain = ?, channel = ?, file_name = ?, files = ?, content_hash = ?, next_at = ?,
      first_at = NULL, last_code = NULL, last_reply = ''`,
    where: "id = ?",
    values: [name, address, domainOf(row), channel, fileName, filesText(row), contentHash, now, before.id],
  });
}

const filesText = ({ files = [] }: NewRow): string => JSON.stringify(files);

const moveOne = (query: Query, event: Event, id: string, now: number, reason: string) =>
  move(query, event, now, reason, {
    set: "last_reply = ?",
    where: "id = ?",
    values: [reason.slice(0, REPLY), id],
  });

/** What paces mail; what goes into a folder has none. */
const domainOf = ({ channel, address }: NewRow): string =>
  channel === "email" && address ? domainIn(address) : "";
const domainIn = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** What the same people got of an earlier revision, the latest first. */
async function replacedBy(
  query: Query,
  { recordId, revision, trial }: NewPlan,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Replaced>> {
  const earlier = await query(
    `SELECT person_id, kind, serial, message_id FROM delivery
     JOIN distribution ON distribution.id = delivery.distribution_id
     WHERE record_id = ? AND trial = ? AND revision < ? AND state IN ('sent', 'resolved', 'in_doubt')
     ORDER BY revision`,
    recordId,
    Number(trial),
    revision,
  );
  const last = new Map(
    earlier.map(({ person_id, kind, serial, message_id }) => [
      keyOf({ personId: String(person_id), kind: String(kind) }),
      { serial: Number(serial), messageId: String(message_id) },
    ]),
  );
  return new Map(
    rows.flatMap((row) => {
      const found = last.get(keyOf(row));
      return found ? [[row.id, found] as const] : [];
    }),
  );
}
