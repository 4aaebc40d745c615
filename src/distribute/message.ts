import { createHash } from "node:crypto";
import { type Mailbox, mailboxField, parameter, textField, tokenField } from "./header.ts";
import { base64, encodedText } from "./transfer.ts";

/** A file that goes with a mail. */
export interface Attached {
  readonly name: string;
  /** With its parameters: `text/calendar; charset=utf-8; method=PUBLISH`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A mail to one person. Everything in it has been found good; see `headerProblem` and `readAddress`. */
export interface Message {
  readonly from: Mailbox;
  /** Where answers go; absent: to whom it comes from. */
  readonly replyTo?: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly date: number;
  /** With angle brackets. */
  readonly messageId: string;
  /** The Message-ID of the mail that this one corrects. */
  readonly inReplyTo?: string;
  readonly language: string;
  /** What opting out writes into its subject; absent: the mail offers no way out. */
  readonly unsubscribe?: string;
  /** Says by itself all that the mail says. */
  readonly text: string;
  /** The same for programs that show HTML. */
  readonly html: string;
  /** In the order to show. */
  readonly attached: readonly Attached[];
}

/**
 * The bytes of a mail, as RFC 5322 and MIME want them: ASCII but for addresses that are not (RFC 6532), CR LF alone, no
 * line over 998 bytes. Two messages with the same fields have the same bytes.
 */
export function writeMessage(message: Message): Uint8Array {
  const { text, html, language, attached } = message;
  const seed = digest([message.messageId, message.subject, text, html, ...attached.map(({ name }) => name)]);
  const alternatives = [
    textPart("text/plain; charset=utf-8", language, text),
    textPart("text/html; charset=utf-8", language, html),
  ];
  const body = multipart("alternative", `${seed}-a`, alternatives);
  const whole =
    attached.length === 0 ? body : multipart("mixed", `${seed}-m`, [body, ...attached.map(filePart)]);
  return Buffer.concat([crlf(headers(message)), ...whole]);
}

function headers(message: Message): readonly string[] {
  const { from, replyTo, to, subject, date, messageId, inReplyTo, language, unsubscribe } = message;
  const answers = replyTo ?? from;
  return [
    tokenField("Date", new Date(date).toUTCString().replace("GMT", "+0000")),
    mailboxField("From", from),
    ...(replyTo ? [mailboxField("Reply-To", replyTo)] : []),
    mailboxField("To", to),
    textField("Subject", subject),
    tokenField("Message-ID", id(messageId)),
    ...(inReplyTo === undefined
      ? []
      : [tokenField("In-Reply-To", id(inReplyTo)), tokenField("References", id(inReplyTo))]),
    // RFC 3834: nobody's absence notice is to answer this.
    tokenField("Auto-Submitted", "auto-generated"),
    tokenField("X-Auto-Response-Suppress", "All"),
    tokenField("Content-Language", language),
    ...(unsubscribe === undefined
      ? []
      : [tokenField("List-Unsubscribe", `<${mailto(answers.address, unsubscribe)}>`)]),
    tokenField("MIME-Version", "1.0"),
  ];
}

const mailto = (address: string, subject: string): string => {
  const [local = "", domain = ""] = address.split("@");
  return `mailto:${encodeURIComponent(local)}@${domain}?subject=${encodeURIComponent(subject)}`;
};

function id(text: string): string {
  if (!/^<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>$/.test(text))
    throw new Error("a Message-ID is not plain");
  return text;
}

type Bytes = readonly Uint8Array[];

/** Parts between boundaries. `=_` stands in no encoded body, so that no boundary does. */
function multipart(kind: "mixed" | "alternative", name: string, parts: readonly Bytes[]): Bytes {
  const boundary = `=_${name}`;
  return [
    crlf([`Content-Type: multipart/${kind}; boundary="${boundary}"`, ""]),
    ...parts.flatMap((part) => [crlf([`--${boundary}`]), ...part]),
    crlf([`--${boundary}--`]),
  ];
}

function textPart(mediaType: string, language: string, text: string): Bytes {
  const { encoding, body } = encodedText(text);
  return [
    crlf([
      `Content-Type: ${mediaType}`,
      tokenField("Content-Language", language),
      `Content-Transfer-Encoding: ${encoding}`,
      "",
    ]),
    body,
    NEWLINE,
  ];
}

const filePart = ({ name, mediaType, bytes }: Attached): Bytes => [
  crlf([
    `Content-Type: ${mediaType};\r\n ${parameter("name", name)}`,
    `Content-Disposition: attachment;\r\n ${parameter("filename", name)}`,
    "Content-Transfer-Encoding: base64",
    "",
  ]),
  base64(bytes),
  NEWLINE,
];

const NEWLINE = Buffer.from("\r\n");
const crlf = (lines: readonly string[]): Uint8Array =>
  Buffer.from(lines.map((line) => `${line}\r\n`).join(""));

const digest = (parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
