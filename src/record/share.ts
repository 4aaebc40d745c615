import { AUDIENCES, type Audience } from "../artefact.ts";
import { type Path, replaced, valueAt } from "../yaml/path.ts";
import { stepsOf } from "./pointer.ts";
import type { Recipient, Redaction } from "./schema/issuing.ts";
import type { MeetingRecord } from "./schema/record.ts";

/**
 * The record as it may travel with its papers. What serves only the office stays there: how to reach people, private
 * addresses in the distribution, the address that sends, remarks by those who read the draft. What is redacted is replaced by the words that
 * are printed in its place. Apart from redactions the result is a record like any other, and can be read again.
 */
export function sharedRecord(record: MeetingRecord, audience: Audience = "full"): MeetingRecord {
  const binding = record.redactions.filter(({ from }) => mayNotSee(audience, from));
  const redacted = binding.reduce<MeetingRecord>((value, redaction) => {
    const place = placeOf(value, redaction.path);
    return place.length === 0 ? value : (replaced(value, place, wordsOf(redaction)) as MeetingRecord);
  }, record);
  const shared: MeetingRecord = {
    ...redacted,
    people: changed(redacted.people, ({ contact: _, ...person }) => [person]),
    distribution: changed(redacted.distribution, withoutAddress),
    issuing: withoutSender(redacted.issuing),
    reviews: [],
  };
  // A redaction of what does not travel anyway would lead nowhere, or to something else.
  const isShown = (redaction: Redaction): boolean =>
    valueAt(shared, placeOf(shared, redaction.path)) === wordsOf(redaction);
  return { ...shared, redactions: binding.filter(isShown) };
}

/** A redaction may have put words in the place of all of it. */
function withoutSender(issuing: MeetingRecord["issuing"]): MeetingRecord["issuing"] {
  if (typeof issuing !== "object") return issuing;
  const { sender: _, ...others } = issuing;
  return others;
}

/** Whether something that is withheld from an audience, or from everybody, is withheld from this one. */
const mayNotSee = (audience: Audience, from: Audience = "full"): boolean =>
  AUDIENCES.indexOf(audience) >= AUDIENCES.indexOf(from);

const wordsOf = ({ publicText, mark }: Redaction) => publicText ?? mark;

/** A list with its entries changed. Words that stand for a redacted entry, or for the whole list, stay. */
function changed<T extends object>(list: T[], change: (entry: T) => T[]): T[] {
  return Array.isArray(list)
    ? list.flatMap((entry) => (typeof entry === "object" ? change(entry) : [entry]))
    : list;
}

/** A recipient without the address; one that is nothing but an address is left out. */
function withoutAddress(recipient: Recipient): Recipient[] {
  if (typeof recipient.to !== "object") return [recipient];
  const { address: _, ...to } = recipient.to;
  return Object.values(to).some((name) => name !== undefined) ? [{ ...recipient, to }] : [];
}

/**
 * The place that a written path names. Paths are written against the file, where a field may be given in short; when
 * the record has no such depth, the nearest value around it is taken, so that never too little is hidden.
 */
function placeOf(record: MeetingRecord, written: string): Path {
  const path = stepsOf(record, written);
  const depth = path.findIndex((_, i) => valueAt(record, path.slice(0, i + 1)) === undefined);
  return depth < 0 ? path : path.slice(0, depth);
}
