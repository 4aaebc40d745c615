import type { Language } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { readerOf } from "./reader.ts";

/** Who made the latest revision of a record, when and why. */
export interface RevisionView {
  readonly by: string;
  /** ISO 8601, local. */
  readonly at?: string;
  /** What the record says was changed, and why. */
  readonly account?: string;
}

/**
 * The latest revision, in the words of one language. A record without revisions has been changed by whoever compiled it;
 * undefined when it does not say that either.
 */
export function revisionOf(record: MeetingRecord, lang: Language): RevisionView | undefined {
  const { party, text, optional } = readerOf(record, lang);
  const last = record.revisions.at(-1);
  if (last) {
    const account = [text(last.change), optional(last.reason)].filter((words) => words !== undefined);
    return { by: party(last.by), at: last.at, account: account.join(lang === "zh" ? "" : " ") };
  }
  const { compiledBy, compiledOn } = record.provenance ?? {};
  if (!compiledBy) return undefined;
  return { by: party(compiledBy), ...(compiledOn !== undefined && { at: compiledOn }) };
}
