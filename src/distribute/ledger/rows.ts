import type { Distribution, Row } from "../ledger.ts";
import type { Fields, Query } from "./store.ts";

/** The columns of rows, under the names of their fields. */
export const ROW = `id, distribution_id AS "distributionId", sender, person_id AS "personId", name, address, kind, channel,
  file_name AS "fileName", files, content_hash AS "contentHash", bytes_hash AS "bytesHash", size,
  message_id AS "messageId", serial, state, attempt, crossing_attempt AS "crossingAttempt", next_at AS "nextAt",
  first_at AS "firstAt", last_code AS "lastCode", last_reply AS "lastReply", updated`;

export const DISTRIBUTION = `id, record_id AS "recordId", revision, trial, title, held, record_digest AS "recordDigest",
  plan_hash AS "planHash", created, paused`;

// The columns are named and typed above and in the tables, and nobody else writes them.
export const rowOf = (fields: Fields): Row =>
  ({ ...fields, files: JSON.parse(String(fields.files)) }) as unknown as Row;
export const distributionOf = (fields: Fields): Distribution =>
  ({ ...fields, trial: fields.trial === 1 }) as unknown as Distribution;

export const rowsOf = async (query: Query, distributionId: string): Promise<readonly Row[]> =>
  (await query(`SELECT ${ROW} FROM delivery WHERE distribution_id = ? ORDER BY serial`, distributionId)).map(
    rowOf,
  );
