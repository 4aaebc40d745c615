import type { Audience } from "../artefact.ts";
import type { Recipient } from "./schema/issuing.ts";
import type { Language } from "./schema/primitives.ts";
import type { MeetingRecord } from "./schema/record.ts";
import { readerOf } from "./view/reader.ts";

/** Somebody who is to hold a copy of a paper, in the words of one language. */
export interface Holder {
  /** The id of the person or unit; for others, a name made from their place in the distribution. */
  readonly id: string;
  readonly name: string;
  /** Three digits or more, by the place among all holders, so that they stay the same from paper to paper. */
  readonly serial: string;
  /** Absent: the language of the papers. */
  readonly lang?: Language;
  /** Absent: what the papers are for. */
  readonly audience?: Audience;
  /** None means all. */
  readonly formats: Recipient["formats"];
}

/**
 * Who holds a copy of a paper: those to whom the distribution sends it, or, where a record has none, everybody on the
 * attendance list. Each once, whatever lists they are on.
 */
export function holdersOf(record: MeetingRecord, document: string, lang: Language): readonly Holder[] {
  const reader = readerOf(record, lang);
  const nameOf = ({ to }: Sent): string =>
    to.person !== undefined
      ? reader.person(to.person)
      : to.unit !== undefined
        ? reader.unit(to.unit)
        : (reader.optional(to.text) ?? to.address ?? "");
  const all = distributionOf(record).map((recipient, index) => {
    const { to, language, rendition, formats, documents } = recipient;
    return {
      id: to.person ?? to.unit ?? `recipient-${index + 1}`,
      name: nameOf(recipient),
      ...(language && { lang: language }),
      ...(rendition && { audience: rendition }),
      formats,
      documents,
    };
  });
  const holders = [...Map.groupBy(all, ({ id }) => id).values()].flatMap(([first]) => first ?? []);
  const digits = Math.max(3, String(holders.length).length);
  return holders.flatMap(({ documents, ...holder }, index) =>
    documents.length === 0 || documents.includes(document)
      ? [{ ...holder, serial: String(index + 1).padStart(digits, "0") }]
      : [],
  );
}

type Sent = Pick<Recipient, "to" | "language" | "rendition" | "formats" | "documents">;

function distributionOf({ distribution, attendees }: MeetingRecord): readonly Sent[] {
  if (distribution.length > 0) return distribution;
  return attendees.flatMap(({ person }) =>
    person === undefined ? [] : [{ to: { person }, formats: [], documents: [] }],
  );
}
