import { createHash } from "node:crypto";
import type { Artefact } from "../artefact.ts";
import { chain, type Diagnostic, failure, type Outcome, outcome, success } from "../diagnostic.ts";
import type { Resources } from "../library.ts";
import { type Opened, open } from "../pipeline/open.ts";
import type { Options, Source } from "../pipeline/options.ts";
import { readAddress } from "../record/address.ts";
import { nameOf, wordingsIn } from "../record/lint/finding.ts";
import { type Hindrance, type Recipient, recipientsOf } from "../record/recipients.ts";
import type { MeetingRecord } from "../record/schema/record.ts";
import type { Delivery, Enclosed, Plan, Stamp } from "./delivery.ts";
import { type Edition, editionKey, formatsFor, makeEditions } from "./edition.ts";
import { headerProblem, type Mailbox } from "./header.ts";
import { attachedTo, isSound, type Mailing, mailingOf, type Sender, sizeOf } from "./mailing.ts";
import { type Message, writeMessage } from "./message.ts";
import type { PrintList, SerialOf } from "./print-list.ts";

/** Who sends, where the record does not say or somebody else is to. */
export interface SenderSettings {
  readonly from?: string;
  readonly replyTo?: string;
}

/** A delivery with what the office is told of it beforehand. */
export interface Letter extends Delivery {
  readonly recipient: Recipient;
  /** The files that it brings, with their sizes in words. */
  readonly files: readonly Enclosed[];
  /** How much of it there is to carry, in bytes: for a mail about a third more than its files. */
  readonly size: number;
  /** The mail as it reads with a stamp; absent for what is no mail. */
  readonly message?: (stamp: Stamp) => Message;
}

export interface LetterPlan extends Plan {
  readonly deliveries: readonly Letter[];
  /** Makes one file of all paper copies; absent: nobody gets any. */
  readonly printList?: (serialOf: SerialOf) => Promise<Outcome<PrintList>>;
}

/**
 * load → … → write for everybody who is to have papers: who gets what, in which words. What cannot go out is in the plan
 * with the reason, and told. Nothing is sent, and the same record gives the same plan.
 */
export async function planLetters(
  source: Source,
  options: Options,
  settings: SenderSettings,
  resources: Resources,
): Promise<Outcome<LetterPlan>> {
  const opened = open(source, options, resources);
  if (!opened.ok) return opened;
  const { whole, documents, lang, audience } = opened.value;
  const { formats } = options;
  const recipients = recipientsOf(whole, { documents, lang, audience, ...(formats && { formats }) });
  const editions = await makeEditions(source, options, recipients, resources);
  return chain(distinct(editions, opened.diagnostics), (made) =>
    planOf(opened.value, recipients, made, settings),
  );
}

/** Every edition says again what the record as a whole has said. */
function distinct<T>(found: Outcome<T>, before: readonly Diagnostic[]): Outcome<T> {
  const all = [...before, ...found.diagnostics];
  return { ...found, diagnostics: [...new Map(all.map((one) => [JSON.stringify(one), one])).values()] };
}

/** The plan, from papers that are made. */
export function planOf(
  { whole, digest, view }: Opened,
  recipients: readonly Recipient[],
  editions: ReadonlyMap<string, Edition>,
  settings: SenderSettings,
): Outcome<LetterPlan> {
  const { issuer, organization, meeting, dates } = view("brief");
  const days = dates && daysOf(dates);
  return chain(senderOf(whole, settings, issuer ?? organization), (sender) => {
    const mails = recipients.some(({ channel, hindrance }) => channel === "email" && hindrance === undefined);
    if (mails && !sender) return failure([NO_SENDER]);
    const outcomes = recipients.map((recipient) => lettersTo(recipient, editions, sender));
    const diagnostics = [...outcomes.flatMap((one) => one.diagnostics), ...recipients.flatMap(hindranceTold)];
    const deliveries = outcomes.flatMap((one) => (one.ok ? one.value : []));
    const printed = recipients.filter(({ channel, hindrance }) => channel === "print" && !hindrance);
    const plan: LetterPlan = {
      recordId: whole.id,
      revision: whole.revisions.at(-1)?.no ?? 1,
      title: meeting.title,
      ...(days !== undefined && { held: days }),
      recordDigest: digest,
      sender: sender?.from.address ?? "",
      hash: hashOf(deliveries),
      deliveries,
      ...(printed.length > 0 && {
        printList: async (serialOf) => {
          const { printList } = await import("./print-list.ts");
          return printList(printed, editions, serialOf);
        },
      }),
    };
    return outcome(plan, diagnostics);
  });
}

/** Who gets what: the same for the same people, channels, addresses and contents, in whatever order they are listed. */
const hashOf = (deliveries: readonly Delivery[]): string =>
  sha256(
    deliveries
      .map(({ personId, kind, channel, address, contentHash, skip }) =>
        JSON.stringify([personId, kind, channel, address, contentHash, skip]),
      )
      .toSorted()
      .join("\n"),
  );

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** Who has come and gone since an earlier plan, by id. */
export function changesSince(
  earlier: readonly Pick<Delivery, "personId" | "name">[],
  { deliveries }: Pick<Plan, "deliveries">,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const names = (list: readonly Pick<Delivery, "personId" | "name">[]) =>
    new Map(list.map(({ personId, name }) => [personId, name]));
  const [before, now] = [names(earlier), names(deliveries)];
  return {
    added: [...now].flatMap(([id, name]) => (before.has(id) ? [] : [name])),
    removed: [...before].flatMap(([id, name]) => (now.has(id) ? [] : [name])),
  };
}

/** Without the hours, as an interval where it was more than a day. */
function daysOf({ start, end }: { readonly start: string; readonly end?: string | undefined }): string {
  const [first, last] = [start.slice(0, DAY), end?.slice(0, DAY)];
  return last === undefined || last === first ? first : `${first}/${last}`;
}
const DAY = "2026-03-12".length;

// ---- the sender

const NO_SENDER: Diagnostic = {
  code: "distribute/no-sender",
  severity: "error",
  message: "nothing says from which address mails are sent",
  hint: "add sender: {address: …} under issuing, or name one with --from",
};

/** From and Reply-To; whoever has the address of Reply-To in the record is named there. */
function senderOf(
  record: MeetingRecord,
  settings: SenderSettings,
  organization: string | undefined,
): Outcome<Sender | undefined> {
  const { sender } = record.issuing ?? {};
  const from = settings.from ?? sender?.address;
  const answers = settings.replyTo ?? sender?.replyTo;
  if (from === undefined) return success(undefined);
  const own = sender?.name === undefined ? undefined : wordingsIn(sender.name)[0];
  return chain(readAddress(from), ({ text }) => {
    const sending = mailbox(own ?? organization, text);
    if (answers === undefined) return success({ from: sending });
    const person = record.people.find(({ contact }) => contact?.email === answers);
    return chain(readAddress(answers), ({ text: address, international }) =>
      international
        ? failure([foreignAnswers(address)])
        : success({ from: sending, replyTo: mailbox(person && nameOf(record, person.id), address) }),
    );
  });
}

/** It stands in each mail, also in those to people whose servers know ASCII only (RFC 6531, 3.1). */
const foreignAnswers = (address: string): Diagnostic => ({
  code: "distribute/reply-to-not-ascii",
  severity: "error",
  message: `answers cannot be asked to go to “${address}”: not every mail program can write to such an address`,
  hint: "name one with plain Latin letters before the @, by replyTo under issuing: sender, or --reply-to",
});

const mailbox = (name: string | undefined, address: string): Mailbox =>
  name === undefined ? { address } : { name, address };

// ---- one recipient

function lettersTo(
  recipient: Recipient,
  editions: ReadonlyMap<string, Edition>,
  sender: Sender | undefined,
): Outcome<readonly Letter[]> {
  const edition = editions.get(editionKey(recipient));
  if (!edition) throw new Error(`no edition was made for ${recipient.id}`);
  if (recipient.hindrance !== undefined) return success([skipped(recipient, recipient.hindrance)]);
  if (recipient.channel !== "email") return success(filesTo(recipient, edition));
  if (!sender) throw new Error("mails have no sender");
  const problem = headerProblem(recipient.name);
  if (problem !== undefined) return failure([badName(recipient, problem)]);
  const mailing = mailingOf(recipient, edition, sender);
  const letter = mailing.letter(UNSTAMPED);
  if (!isSound(letter)) return failure(letter.diagnostics);
  return success([mailTo(recipient, mailing)], [...letter.diagnostics, ...deceiving(recipient)]);
}

/** Stands for the ledger's stamp while contents are compared. */
const UNSTAMPED: Stamp = { deliveryId: "", serial: 0, messageId: "<0@0>", date: 0 };

function mailTo(recipient: Recipient, mailing: Mailing): Letter {
  const { attached, message } = mailing;
  const { attached: files, ...words } = message(UNSTAMPED);
  const calendar = files.slice(0, files.length - attached.length).map(({ bytes }) => digestOf(bytes));
  return {
    ...common(recipient, attached),
    kind: "letter",
    address: recipient.address?.text ?? "",
    fileName: `${recipient.id}.eml`,
    contentHash: sha256(
      JSON.stringify([words, calendar, attached.map(({ name, sha256 }) => [name, sha256])]),
    ),
    message,
    bytes: async (stamp) => writeMessage(message(stamp)),
  };
}

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What is laid into a folder or printed goes out as it is, a file at a time. */
function filesTo(recipient: Recipient, { papers }: Edition): readonly Letter[] {
  const { channel, id } = recipient;
  const formats = recipient.papers.map((one) => ({ ...one, formats: formatsFor(channel, one.formats) }));
  return attachedTo({ ...recipient, papers: formats }, papers).map((paper) => ({
    ...common(recipient, [paper]),
    kind: `${paper.document}.${channel === "print" ? "print" : paper.format}`,
    fileName: paper.name.replace(/(?=\.[a-z]+$)/, `-${id}`),
    contentHash: sha256(JSON.stringify([paper.name, paper.sha256, channel, recipient.copies])),
    bytes: async () => paper.bytes,
  }));
}

function skipped(recipient: Recipient, hindrance: Hindrance): Letter {
  return {
    ...common(recipient, []),
    // Somebody may be hindered on more than one way.
    kind: recipient.channel === "email" ? "letter" : `papers.${recipient.channel}`,
    fileName: `${recipient.id}.eml`,
    contentHash: sha256(hindrance),
    skip: HINDRANCES[hindrance].skip,
    bytes: async () => {
      throw new Error(`${recipient.id} is skipped`);
    },
  };
}

function common(recipient: Recipient, files: readonly Artefact[]) {
  const { id: personId, name, channel } = recipient;
  return {
    personId,
    name,
    channel,
    recipient,
    files: files.map(({ name, bytes, sha256 }) => ({ name, size: sizeOf(bytes.length), sha256 })),
    size: files.reduce(
      (sum, { bytes }) => sum + Math.ceil(bytes.length * (channel === "email" ? 1.37 : 1)),
      0,
    ),
  };
}

// ---- what is told

const HINDRANCES: Readonly<Record<Hindrance, { readonly skip: string; readonly why: string }>> = {
  "no-address": { skip: "no address", why: "no e-mail address is known" },
  "bad-address": { skip: "bad address", why: "the e-mail address is wrong" },
  "opted-out": { skip: "opted out", why: "they have asked not to get papers by e-mail" },
  "no-name": { skip: "no name", why: "this is a group without names" },
};

function hindranceTold({ name, hindrance }: Recipient): readonly Diagnostic[] {
  if (hindrance === undefined) return [];
  return [
    {
      code: "distribute/not-reached",
      severity: hindrance === "opted-out" ? "note" : "warning",
      message: `nothing goes to ${name}: ${HINDRANCES[hindrance].why}`,
    },
  ];
}

const badName = ({ name }: Recipient, problem: string): Diagnostic => ({
  code: "distribute/bad-name",
  severity: "error",
  message: `the name ${JSON.stringify(name)} cannot stand in a mail: ${problem}`,
});

/** A name that looks like an address other than the one it stands before misleads whoever answers. */
function deceiving({ name, address }: Recipient): readonly Diagnostic[] {
  const [found] = /[^\s<>"(),;:]+@[^\s<>"(),;:]+/u.exec(name) ?? [];
  if (found === undefined || found.toLowerCase() === address?.text.toLowerCase()) return [];
  return [
    {
      code: "distribute/name-like-address",
      severity: "warning",
      message: `the name “${name}” looks like an address, but the mail goes to ${address?.text}`,
    },
  ];
}
