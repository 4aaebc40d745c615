import type { Channel } from "../record/schema/issuing.ts";

/**
 * What the letters hand to the engine: who gets what, and the finished bytes on demand. The engine never sees a
 * record or a document, so it cannot change what it sends.
 */

/** What only the ledger can give to a delivery: the same on every attempt, so that every attempt has the same bytes. */
export interface Stamp {
  /** SHA-256 of distribution, person, kind and content, hexadecimal; the envelope id of delivery reports. */
  readonly deliveryId: string;
  /** Unique in the ledger; a copy that is found leads to one person. Gaps are allowed. */
  readonly serial: number;
  /** With angle brackets: `<8f3c…@example.org>`. */
  readonly messageId: string;
  /** When the distribution was begun, in milliseconds since 1970: the Date of the mail. */
  readonly date: number;
  /** The copy that this one corrects, from an earlier revision; absent: it is the first. */
  readonly replaces?: { readonly serial: number; readonly messageId: string };
  /** A trial for somebody else's eyes: the subject is marked, and it goes to this address instead. */
  readonly trial?: { readonly to: string };
}

/** A paper in a delivery. */
export interface Enclosed {
  readonly name: string;
  /** In words: `59 kB`. */
  readonly size: string;
  readonly sha256: string;
}

/** One person, one kind of content, one channel: a row of the ledger. */
export interface Delivery {
  /** A person's id, or another name of the recipient that stays the same from run to run. */
  readonly personId: string;
  /** For lists and reports. */
  readonly name: string;
  /** A plain address with an ASCII domain, already found good; absent: there is none, or the channel needs none. */
  readonly address?: string;
  /** What is sent, such as `letter` or `minutes.pdf`; with the person unique within a plan. */
  readonly kind: string;
  readonly channel: Channel;
  /** The name of the file in a folder, safe on every system and unique within a plan; unused by e-mail. */
  readonly fileName: string;
  /** The papers that it brings; absent: not known. */
  readonly files?: readonly Enclosed[];
  /** SHA-256, hexadecimal, of all that the bytes are made from besides the stamp, before any encryption. */
  readonly contentHash: string;
  /** Why it is not to go out at all, such as `no address` or `opted out`; absent: it goes out. */
  readonly skip?: string;
  /** The finished message or file; equal bytes for an equal stamp, unless encrypted. */
  bytes(stamp: Stamp): Promise<Uint8Array>;
}

/** All that goes out for one revision of a record. */
export interface Plan {
  readonly recordId: string;
  /** The number of the revision: 1 before any correction. Changed content needs a higher one. */
  readonly revision: number;
  /** What the meeting is called, and when it was held (ISO 8601, a day or an interval); absent: not known. */
  readonly title?: string;
  readonly held?: string;
  readonly recordDigest: string;
  /** The address that mails come from: its domain ends message ids, and reports of failure come to it. */
  readonly sender: string;
  /** SHA-256, hexadecimal, over who gets what: what `send --plan` compares. */
  readonly hash: string;
  readonly deliveries: readonly Delivery[];
}
