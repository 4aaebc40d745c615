import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { headerProblem, mailboxField, parameter, textField } from "../../src/distribute/header.ts";
import { type Message, writeMessage } from "../../src/distribute/message.ts";
import { base64, encodedText } from "../../src/distribute/transfer.ts";

const MESSAGE: Message = {
  from: { name: "Northwind Trading plc", address: "board@example.com" },
  replyTo: { name: "Tomás Ferreira", address: "tomas@example.com" },
  to: { name: "Okafor, Helen", address: "helen@example.org" },
  subject: "Minutes of the Board",
  date: Date.UTC(2026, 2, 13, 16, 5, 9),
  messageId: "<1a2b@example.com>",
  language: "en",
  text: "Dear Helen,\n\nminutes.\n",
  html: "<!DOCTYPE html>\n<p>Dear Helen</p>\n",
  attached: [],
};
const PDF = {
  name: "minutes.pdf",
  mediaType: "application/pdf",
  bytes: new Uint8Array([0, 1, 2, 255, 13, 10, 46]),
};

const write = (change: Partial<Message> = {}): string =>
  Buffer.from(writeMessage({ ...MESSAGE, ...change })).toString("utf8");
const read = (change: Partial<Message> = {}) => PostalMime.parse(writeMessage({ ...MESSAGE, ...change }));
/** The reader ends a part with a line break more or less. */
const lines = (text: string | undefined): string => (text ?? "").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
const head = (mail: string): string => mail.slice(0, mail.indexOf("\r\n\r\n"));
const header = (mail: string, name: string): string =>
  new RegExp(`^${name}: (.*(?:\r\n .*)*)`, "m").exec(head(mail))?.[1] ?? "";

describe("a message", () => {
  it("has the headers of a letter that a program sends to one person", () => {
    expect(head(write({ unsubscribe: "Opt out: serial 7" })).split("\r\n")).toEqual([
      "Date: Fri, 13 Mar 2026 16:05:09 +0000",
      "From: Northwind Trading plc <board@example.com>",
      "Reply-To: =?UTF-8?B?VG9tw6FzIEZlcnJlaXJh?= <tomas@example.com>",
      'To: "Okafor, Helen" <helen@example.org>',
      "Subject: Minutes of the Board",
      "Message-ID: <1a2b@example.com>",
      "Auto-Submitted: auto-generated",
      "X-Auto-Response-Suppress: All",
      "Content-Language: en",
      "List-Unsubscribe: <mailto:tomas@example.com?subject=Opt%20out%3A%20serial%207>",
      "MIME-Version: 1.0",
      expect.stringMatching(/^Content-Type: multipart\/alternative; boundary="=_[0-9a-f]{32}-a"$/),
    ]);
  });
  it("answers the mail that it corrects", async () => {
    const mail = await read({ inReplyTo: "<old@example.com>" });
    expect(mail.inReplyTo).toBe("<old@example.com>");
    expect(mail.references).toBe("<old@example.com>");
  });
  it("shows text, HTML and files to another reader as they are", async () => {
    const names = ["minutes.pdf", "会议纪要 2026.pdf", "Protokoll “März” (1).docx"];
    const attached = names.map((name) => ({ ...PDF, name }));
    const text = "Ein Satz mit ä, ö und = Zeichen.\n.\n..\nFrom here  \n会议\t\n";
    const mail = await read({ text, attached });
    expect(lines(mail.text)).toBe(lines(text));
    expect(lines(mail.html)).toBe(lines(MESSAGE.html));
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(names);
    for (const { content } of mail.attachments)
      expect(new Uint8Array(content as ArrayBuffer)).toEqual(PDF.bytes);
  });
  it("nests as mail programs expect it: the letter, then what goes with it, in the order given", () => {
    const calendar = { ...PDF, name: "next.ics", mediaType: "text/calendar; charset=utf-8; method=PUBLISH" };
    const kinds = write({ attached: [calendar, PDF] }).match(/^Content-Type: [^;\r]+/gm);
    expect(kinds?.map((kind) => kind.slice(14))).toEqual([
      "multipart/mixed",
      "multipart/alternative",
      "text/plain",
      "text/html",
      "text/calendar",
      "application/pdf",
    ]);
  });
  it("has the same bytes for the same fields, and other boundaries for others", () => {
    expect(write()).toBe(write());
    const boundary = (mail: string) => /boundary="([^"]+)"/.exec(mail)?.[1];
    expect(boundary(write({ text: "Other" }))).not.toBe(boundary(write()));
  });
  it("112 says the date it is given, wherever the machine's clock stands", async () => {
    expect((await read({ date: 0 })).date).toBe("1970-01-01T00:00:00.000Z");
  });
});

const SEPARATORS = ["\r\n", "\r", "\n", "\0", "\u2028", "\u2029", "\u0085", "\u202e", "\ufeff"];
describe("92 what would end a header", () => {
  it.each(SEPARATORS.map((text) => [JSON.stringify(text), text]))("is found beforehand: %s", (_, text) => {
    expect(headerProblem(`Minutes${text}Bcc: x@example.com`)).toMatch(/^it holds the character U\+/);
  });
  it.each([
    ["the subject", (text: string) => write({ subject: text })],
    ["a name", (text: string) => write({ to: { name: text, address: "a@example.com" } })],
    ["an address", (text: string) => write({ from: { address: text } })],
    ["a Message-ID", (text: string) => write({ messageId: text })],
    ["a reference", (text: string) => write({ inReplyTo: text })],
    ["the name of a file", (text: string) => write({ attached: [{ ...PDF, name: text }] })],
    ["the language", (text: string) => write({ language: text })],
  ])("is refused in %s", (_, writing) => {
    for (const separator of SEPARATORS) expect(() => writing(`a${separator}Bcc: x@example.com`)).toThrow();
  });
  it("is written in code where it may stand, in the subject of opting out", () => {
    expect(header(write({ unsubscribe: "a\r\nBcc: x" }), "List-Unsubscribe")).toContain("a%0D%0ABcc");
  });
  it("an address cannot bring a name or another address along", () => {
    for (const address of ["a@example.com, b@example.com", "<a@example.com>", "a b@example.com"])
      expect(() => write({ to: { name: "A", address } })).toThrow();
  });
});

describe("a name", () => {
  it.each([
    ["99 that looks like an address", "chair@evil.example", '"chair@evil.example" <a@example.com>'],
    [
      "99 that looks like a name and an address",
      "Chair <c@evil.example>",
      '"Chair <c@evil.example>" <a@example.com>',
    ],
    ["with quotes", 'Ann "Annie" Ash', '"Ann \\"Annie\\" Ash" <a@example.com>'],
    [
      "that looks like an encoded word",
      "=?UTF-8?B?WA==?=",
      "=?UTF-8?B?PT9VVEYtOD9CP1dBPT0/PQ==?= <a@example.com>",
    ],
    ["that is blank", "", "a@example.com"],
  ])("%s stays a name", async (_, name, field) => {
    expect(mailboxField("To", { name, address: "a@example.com" })).toBe(`To: ${field}`);
    const { to } = await read({ to: { name, address: "a@example.com" } });
    expect(to).toEqual([{ name, address: "a@example.com" }]);
  });
  it("97 goes with an international address as it is", async () => {
    const mail = write({ to: { name: "李明", address: "李明@example.com" } });
    expect(header(mail, "To")).toBe("=?UTF-8?B?5p2O5piO?= <李明@example.com>");
  });
});

const LINE = fc
  .string({ unit: "grapheme", maxLength: 120 })
  .filter((text) => headerProblem(text) === undefined);
const TEXT = fc
  .array(
    fc.oneof(LINE, fc.constantFrom(".", "..", "From me", " ", "=", "a".repeat(1200), "汉".repeat(400), "\t")),
  )
  .map((lines) => lines.join("\n"));

describe("any message", () => {
  it("113 has lines of at most 998 bytes that end with CR LF, and no line that begins with a dot", () => {
    fc.assert(
      fc.property(TEXT, LINE, LINE, fc.uint8Array({ maxLength: 400 }), (text, subject, name, bytes) => {
        const mail = Buffer.from(
          writeMessage({
            ...MESSAGE,
            subject,
            text,
            html: text,
            to: { name, address: "a@example.com" },
            attached: [{ ...PDF, name: `${name.slice(0, 80)}.pdf`, bytes }],
          }),
        ).toString("latin1");
        expect(mail).not.toMatch(/(^|[^\r])\n|\r([^\n]|$)/);
        expect(mail).toMatch(/^[\x09\x0d\x0a\x20-\x7e]*$/);
        for (const line of mail.split("\r\n")) {
          expect(line.length).toBeLessThanOrEqual(998);
          expect(line.startsWith(".")).toBe(false);
        }
        for (const line of head(mail).split("\r\n")) expect(line.length).toBeLessThanOrEqual(78);
      }),
    );
  });
  it("reads back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(TEXT, LINE, LINE, async (text, subject, name) => {
        const mail = await read({ text, subject, to: { name, address: "a@example.com" } });
        expect(lines(mail.text)).toBe(lines(text));
        expect(mail.subject ?? "").toBe(subject);
        expect(mail.to?.[0]).toEqual({ name, address: "a@example.com" });
      }),
      { numRuns: 200 },
    );
  });
});

describe("what a header is made of", () => {
  it("folds a long subject at its spaces", () => {
    const words = Array.from({ length: 30 }, (_, i) => `word${i}`).join(" ");
    expect(textField("Subject", words).replaceAll("\r\n", "")).toBe(`Subject: ${words}`);
  });
  it("keeps a letter with its marks in one encoded word", () => {
    const text = "e\u0301".repeat(60);
    for (const word of textField("Subject", text).match(/=\?UTF-8\?B\?([^?]+)/g) ?? [])
      expect(Buffer.from(word.slice(10), "base64").toString()).toMatch(/^(e\u0301)+$/);
  });
  it("gives a file a name in plain letters beside its own", () => {
    expect(parameter("filename", "Protokoll März.pdf")).toBe(
      "filename=\"Protokoll Marz.pdf\";\r\n filename*=UTF-8''Protokoll%20M%C3%A4rz.pdf",
    );
    expect(parameter("filename", "a.pdf")).toBe('filename="a.pdf"');
  });
  it("writes texts in whichever encoding is shorter", () => {
    expect(encodedText("Dear Helen, é").encoding).toBe("quoted-printable");
    expect(encodedText("会议纪要").encoding).toBe("base64");
  });
  it("encodes the same file once", () => {
    expect(base64(PDF.bytes)).toBe(base64(PDF.bytes));
    expect(base64(new Uint8Array(57)).toString()).toBe("A".repeat(76));
    expect(base64(new Uint8Array(58)).toString()).toBe(`${"A".repeat(76)}\r\nAA==`);
    expect(base64(new Uint8Array()).toString()).toBe("");
  });
});
