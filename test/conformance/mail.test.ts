import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { example, planFor, STAMP } from "../distribute/letters.ts";

/**
 * Mails as another language's standard library reads them. Its strict policy notes every defect that it finds in a header
 * or in the nesting of parts.
 */
const READER = `
import sys, json, email, email.policy
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.SMTP)
defects = []
def walk(part):
    defects.extend(repr(d) for d in part.defects)
    for value in part.values():
        defects.extend(repr(d) for d in getattr(value, "defects", ()))
    for inner in part.iter_parts() if part.is_multipart() else ():
        walk(inner)
walk(mail)
body = mail.get_body(("plain",))
html = mail.get_body(("html",))
print(json.dumps({
    "defects": defects,
    "to": [[a.display_name, a.addr_spec] for a in mail["To"].addresses],
    "subject": mail["Subject"],
    "date": mail["Date"].datetime.isoformat(),
    "text": body.get_content(),
    "html": html.get_content(),
    "files": [[a.get_filename(), a.get_content_type(), len(a.get_payload(decode=True))] for a in mail.iter_attachments()],
}))
`;

interface ReadMail {
  readonly defects: readonly string[];
  readonly to: readonly (readonly [string, string])[];
  readonly subject: string;
  readonly date: string;
  readonly text: string;
  readonly html: string;
  readonly files: readonly (readonly [string, string, number])[];
}

const read = (mail: Uint8Array): ReadMail =>
  JSON.parse(execFileSync("python3", ["-c", READER], { input: mail, encoding: "utf8" }));

/** Lines end with CR LF in a mail. */
const lines = (text = ""): string => text.replaceAll("\r\n", "\n").trimEnd();

describe.each(["northwind-board-2026-03", "yunhe-congress-2026", "lishen-2024-annual-meeting"])(
  "%s",
  (name) => {
    it("goes out in mails without a defect, which say and bring what was meant", async () => {
      const { deliveries } = await planFor(example(name));
      for (const delivery of deliveries.filter(
        ({ channel, skip }) => channel === "email" && skip === undefined,
      )) {
        const mail = read(await delivery.bytes(STAMP));
        const meant = delivery.message?.(STAMP);
        expect(mail.defects).toEqual([]);
        expect(mail.to).toEqual([[meant?.to.name ?? "", delivery.address]]);
        expect(mail.subject).toBe(meant?.subject);
        expect(mail.date).toBe("2026-03-14T09:30:00+00:00");
        expect(lines(mail.text)).toBe(lines(meant?.text));
        expect(lines(mail.html)).toBe(lines(meant?.html));
        expect(mail.files).toEqual(
          meant?.attached.map(({ name: file, mediaType, bytes }) => [
            file,
            mediaType.split(";")[0],
            bytes.length,
          ]),
        );
      }
    });
  },
);
