import type { Audience } from "../artefact.ts";
import { chain, failure, type Outcome, outcome, success } from "../diagnostic.ts";
import { type Loaded, load } from "../yaml/load.ts";
import { diagnosticAt } from "../yaml/report.ts";
import { canonicalJson, recordDigest } from "./digest.ts";
import { leaks } from "./leaks.ts";
import { renditionFor } from "./rendition.ts";
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
 * What leaves the office for an audience. Papers are made from exactly the record that they carry: what is withheld is
 * printed nowhere, and whoever has a paper can make it again. Fails when words cannot stand for what a redaction names,
 * and when words that stay tell what the audience may not know.
 */
export function release(record: MeetingRecord, loaded: Loaded, audience: Audience): Outcome<Released> {
  return chain(redacted(record, loaded, audience), (shared) => {
    if (audience === "full") return success(shared);
    const rendition = renditionFor(shared.record, audience);
    const problems = leaks(shared.record, audience, rendition, loaded);
    return outcome(released(rendition.record, rendition.record), problems);
  });
}

/** What travels, and the record that it is read as. */
function released(shared: MeetingRecord, record: MeetingRecord): Released {
  const json = canonicalJson(shared);
  return { record, json, digest: recordDigest(json) };
}

/** Words now stand where other values stood: whether that still is a record, reading it tells. */
function redacted(record: MeetingRecord, loaded: Loaded, audience: Audience): Outcome<Released> {
  const shared = sharedRecord(record, audience);
  if (record.redactions.length === 0) return success(released(shared, shared));
  const read = readAgain(canonicalJson(shared));
  if (read.ok) return success(released(shared, read.value));
  const isWrong = (one: Redaction): boolean =>
    !readAgain(canonicalJson(sharedRecord({ ...record, redactions: [one] }, audience))).ok;
  const alone = record.redactions.filter(isWrong);
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

const readAgain = (json: string): Outcome<MeetingRecord> => chain(load(json, "record.json"), validate);
