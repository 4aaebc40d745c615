import { failure, type Outcome, success } from "../diagnostic.ts";
import { type Loaded, load } from "../yaml/load.ts";
import { diagnosticAt } from "../yaml/report.ts";
import { canonicalJson, recordDigest } from "./digest.ts";
import type { Redaction } from "./schema/issuing.ts";
import type { MeetingRecord } from "./schema/record.ts";
import { sharedRecord } from "./share.ts";
import { validate } from "./validate.ts";

/** A record as its papers show it and carry it. */
export interface Released {
  readonly record: MeetingRecord;
  /** The same as canonical JSON: what travels inside the papers. */
  readonly json: string;
  /** SHA-256 of that text, hexadecimal. */
  readonly digest: string;
}

/**
 * What leaves the office. Papers are made from exactly the record that they carry: what is withheld is printed
 * nowhere, and whoever has a paper can make it again. Fails when words cannot stand for what a redaction names.
 */
export function release(record: MeetingRecord, loaded: Loaded): Outcome<Released> {
  const shared = sharedRecord(record);
  const json = canonicalJson(shared);
  const digest = recordDigest(json);
  if (record.redactions.length === 0) return success({ record: shared, json, digest });
  // Words now stand where other values stood: whether that still is a record, reading it tells.
  const read = readAgain(json);
  if (read.ok) return success({ record: read.value, json, digest });
  const alone = record.redactions.filter((one) => !readAgain(jsonWith(record, one)).ok);
  const wrong = alone.length > 0 ? alone : record.redactions;
  return failure(
    wrong.map((redaction) =>
      diagnosticAt(
        loaded,
        "record/redaction-needs-words",
        `words cannot stand in the place of ${redaction.path}`,
        ["redactions", record.redactions.indexOf(redaction), "path"],
        { hint: "name the words inside it, such as decisions[0].text" },
      ),
    ),
  );
}

const jsonWith = (record: MeetingRecord, redaction: Redaction): string =>
  canonicalJson(sharedRecord({ ...record, redactions: [redaction] }));

function readAgain(json: string): Outcome<MeetingRecord> {
  const loaded = load(json, "record.json");
  return loaded.ok ? validate(loaded.value) : loaded;
}
