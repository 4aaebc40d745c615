import type { Path } from "../yaml/path.ts";
import { valueAt } from "../yaml/path.ts";
import { stepsOf } from "./pointer.ts";
import type { Recipient } from "./schema/issuing.ts";
import type { MeetingRecord } from "./schema/record.ts";

/**
 * The record as it may travel with its papers. What serves only the office stays there: how to reach people, private
 * addresses in the distribution, remarks by those who read the draft. What is redacted is replaced by the words that
 * are printed in its place. Apart from redactions the result is a record like any other, and can be read again.
 */
export function sharedRecord(record: MeetingRecord): MeetingRecord {
  const shared: MeetingRecord = {
    ...record,
    people: record.people.map(({ contact: _, ...person }) => person),
    distribution: record.distribution.flatMap(withoutAddress),
    reviews: [],
  };
  return record.redactions.reduce<MeetingRecord>((value, { path, publicText, mark }) => {
    const place = placeOf(value, path);
    return place.length === 0 ? value : (replaced(value, place, publicText ?? mark) as MeetingRecord);
  }, shared);
}

/** A recipient without the address; one that is nothing but an address is left out. */
function withoutAddress({ to: { address: _, ...to }, ...recipient }: Recipient): readonly Recipient[] {
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

/** A copy of plain data with another value at a path. */
function replaced(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other;
  const inner = replaced(valueAt(value, [step]), rest, other);
  if (Array.isArray(value)) return value.with(Number(step), inner);
  return { ...(value as object), [step]: inner };
}
