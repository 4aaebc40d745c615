import type { Audience, Format } from "../artefact.ts";
import { type Asked, type Recipient, recipientsOf } from "./recipients.ts";
import type { Language } from "./schema/primitives.ts";
import type { MeetingRecord } from "./schema/record.ts";
import { readerOf } from "./view/reader.ts";

/** Somebody who is to hold a copy of a paper, in the words of one language. */
export interface Holder {
  /** The id of the person or unit; for others, a name made of their address or words. */
  readonly id: string;
  readonly name: string;
  /** Where a person belongs; absent for others, and where the record does not say. */
  readonly unit?: string;
  /** Three digits or more, by the place among all holders, so that they stay the same from paper to paper. */
  readonly serial: string;
  readonly lang: Language;
  readonly audience: Audience;
  readonly formats: readonly Format[];
}

/**
 * Who holds a copy of a paper, by whatever channel it comes: everybody with a name who is to have it. Each once, as the
 * first of several entries says. `record` is the whole record, with what is said of people's languages.
 */
export function holdersOf(record: MeetingRecord, document: string, asked: Asked): readonly Holder[] {
  const reader = readerOf(record, asked.lang ?? record.languages[0] ?? "en");
  const named = recipientsOf(record, asked).filter(({ hindrance }) => hindrance !== "no-name");
  const everybody = [...Map.groupBy(named, ({ id }) => id).values()];
  const digits = Math.max(3, String(everybody.length).length);
  return everybody.flatMap((channels, index) => {
    const [holding] = channels.flatMap((one) => holdingOf(one, document));
    if (!holding) return [];
    const { id, name, person } = holding;
    const { language: lang, audience, formats } = holding;
    const serial = String(index + 1).padStart(digits, "0");
    const own = { id, serial, lang, audience, formats };
    if (person === undefined) return [{ ...own, name }];
    const unit = reader.affiliation(person);
    return [{ ...own, name: reader.person(person), ...(unit !== undefined && { unit }) }];
  });
}

/** What a recipient gets of a paper, if anything. */
const holdingOf = (recipient: Recipient, document: string) =>
  recipient.papers.flatMap(({ document: own, formats }) =>
    own === document ? [{ ...recipient, formats }] : [],
  );
