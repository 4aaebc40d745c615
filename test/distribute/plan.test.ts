import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { changesSince, type Letter } from "../../src/distribute/plan.ts";
import { previewPage } from "../../src/distribute/preview.ts";
import { example, planFor, planned, resources, SMALL, STAMP } from "./letters.ts";

const MINUTES = { documents: ["minutes"], formats: ["pdf"] } as const;
const ONE = `${SMALL}distribution: [{ to: ash, documents: [minutes], formats: [pdf] }]\n`;

const letterTo = (letters: readonly Letter[], person: string): Letter => {
  const found = letters.find(({ personId }) => personId === person);
  if (!found) throw new Error(`nothing for ${person}`);
  return found;
};
const textOf = (content: unknown): string =>
  typeof content === "string" ? content : Buffer.from(content as ArrayBuffer).toString();
const mailTo = async (text: string, person: string, stamp = STAMP) => {
  const { deliveries } = await planFor(text);
  const bytes = await letterTo(deliveries, person).bytes(stamp);
  return { bytes, mail: await PostalMime.parse(bytes) };
};

describe("a plan", () => {
  it("has everybody on the attendance list of a record without a distribution", async () => {
    const { deliveries, sender, revision } = await planFor(SMALL, undefined, MINUTES);
    expect(
      deliveries.map(({ personId, kind, channel, address, skip }) => [
        personId,
        kind,
        channel,
        address,
        skip,
      ]),
    ).toEqual([
      ["ash", "letter", "email", "ann@example.org", undefined],
      ["birch", "letter", "email", "bob@example.org", undefined],
    ]);
    expect(sender).toBe("office@example.com");
    expect(revision).toBe(1);
  });
  it("96 has those who cannot be reached, with the reason, and tells of them", async () => {
    const text = SMALL.replace(", contact: { email: bob@example.org }", "").replace(
      "class: present }]",
      "class: present }, { group: { label: Guests }, class: byInvitation }]",
    );
    const made = await planned(text);
    if (!made.ok) throw new Error("no plan");
    expect(made.value.deliveries.map(({ personId, skip }) => `${personId}: ${skip}`)).toEqual([
      "ash: undefined",
      "birch: no address",
      "group-3: no name",
    ]);
    expect(
      made.diagnostics.filter(({ code }) => code === "distribute/not-reached").map(({ message }) => message),
    ).toEqual([
      "nothing goes to Bob Birch: no e-mail address is known",
      "nothing goes to Guests: this is a group without names",
    ]);
  });
  it("tells of a group on each way to it, as a ledger can keep it", async () => {
    const text = `${SMALL.replace("class: present }]", "class: present }, { group: { label: Guests } }]")}distribution:
  - { to: { attendees: all }, documents: [brief], formats: [pdf] }
  - { to: { attendees: all }, documents: [brief], formats: [pdf], channel: print }
`;
    const { deliveries } = await planFor(text);
    expect(deliveries.filter(({ skip }) => skip === "no name")).toHaveLength(2);
    expect(new Set(deliveries.map(({ personId, kind }) => `${personId} ${kind}`)).size).toBe(
      deliveries.length,
    );
  });
  it("95 has two letters for two people who share an address, each with their own name", async () => {
    const text = SMALL.replace("bob@example.org }", "ann@example.org, shared: true }");
    const { deliveries } = await planFor(text);
    const mails = await Promise.all(deliveries.map(async (one) => PostalMime.parse(await one.bytes(STAMP))));
    expect(mails.map(({ to }) => to)).toEqual([
      [{ name: "Dr Ann Ash", address: "ann@example.org" }],
      [{ name: "Bob Birch", address: "ann@example.org" }],
    ]);
    expect(mails.map(({ text }) => /^Dear .*$/m.exec(text ?? "")?.[0])).toEqual([
      "Dear Dr Ann Ash,",
      "Dear Bob Birch,",
    ]);
  });
  it("lays files into folders and prints PDFs, under names that are nobody else's", async () => {
    const text = `${SMALL}distribution:
  - { to: ash, channel: folder, documents: [minutes], formats: [docx, pdf] }
  - { to: birch, channel: folder, documents: [minutes], formats: [pdf] }
  - { to: birch, channel: print, documents: [minutes], formats: [docx] }
`;
    const { deliveries } = await planFor(text, {});
    expect(
      deliveries.map(({ personId, kind, channel, fileName }) => `${personId} ${channel} ${kind} ${fileName}`),
    ).toEqual([
      "ash folder minutes.docx club-2026-04-minutes-ash.docx",
      "ash folder minutes.pdf club-2026-04-minutes-ash.pdf",
      "birch folder minutes.pdf club-2026-04-minutes-birch.pdf",
      "birch print minutes.print club-2026-04-minutes-birch.pdf",
    ]);
    for (const one of deliveries.filter(({ kind }) => kind !== "minutes.docx"))
      expect(Buffer.from(await one.bytes(STAMP)).toString("latin1", 0, 5)).toBe("%PDF-");
  });
  it("has nobody to send mails without an address to send from", async () => {
    const made = await planned(SMALL, {});
    expect(made.diagnostics.map(({ code }) => code)).toContain("distribute/no-sender");
    const own = await planFor(
      `${SMALL}issuing: { sender: { name: The Club, address: club@example.com, replyTo: bob@example.org } }\n`,
      {},
    );
    const { from, replyTo } = (await PostalMime.parse((await own.deliveries[0]?.bytes(STAMP)) ?? "")) ?? {};
    expect(from).toEqual({ name: "The Club", address: "club@example.com" });
    expect(replyTo).toEqual([{ name: "Bob Birch", address: "bob@example.org" }]);
  });
  it("93 refuses a bad address to send from", async () => {
    const made = await planned(SMALL, { from: "office@example.com\r\nBcc: x@example.com" });
    expect(made.ok).toBe(false);
    expect(made.diagnostics.map(({ code }) => code)).toContain("record/bad-address");
  });
  it("97 asks nobody to answer to an address that only some servers know", async () => {
    const made = await planned(SMALL, { from: "office@example.com", replyTo: "秘书@example.com" });
    expect(made.ok).toBe(false);
    expect(made.diagnostics.map(({ code }) => code)).toContain("distribute/reply-to-not-ascii");
    const { deliveries } = await planFor(SMALL, {
      from: "office@example.com",
      replyTo: "office@例子.example",
    });
    const { replyTo } = await PostalMime.parse((await deliveries[0]?.bytes(STAMP)) ?? "");
    expect(replyTo).toEqual([{ name: "", address: "office@xn--fsqu00a.example" }]);
  });
  it("refuses a paper that there is no template for", async () => {
    const made = await planned(`${SMALL}distribution: [{ to: ash, documents: [minuets] }]\n`);
    expect(made.diagnostics.map(({ code }) => code)).toContain("library/unknown-documents");
  });
  it("99 warns of a name that looks like another address", async () => {
    const made = await planned(SMALL.replace("name: Bob Birch", "name: chair@example.net"));
    expect(made.diagnostics.map(({ code }) => code)).toContain("distribute/name-like-address");
  });
});

describe("the hash of a plan", () => {
  const hash = async (text: string) => (await planFor(text)).hash;
  it("is the same for the same record, however often it is made", async () => {
    expect(await hash(ONE)).toBe(await hash(ONE));
  });
  it.each([
    ["116 words of the record", ["pond", "lake"]],
    ["an address", ["ann@", "ann.ash@"]],
    ["117 a person", ["[{ to: ash", "[{ to: birch }, { to: ash"]],
    ["a format", ["formats: [pdf]", "formats: [docx]"]],
    ["a channel", ["{ to: ash", "{ to: ash, channel: folder"]],
  ])("changes with %s", async (_, [from = "", to = ""]) => {
    expect(ONE).toContain(from);
    expect(await hash(ONE.replace(from, to))).not.toBe(await hash(ONE));
  });
  it("58 changes with the template of the letter", async () => {
    const path = "messages/letter.hbs";
    const file = resources.templates.get(path);
    if (!file) throw new Error("no template");
    const templates = new Map([
      ...resources.templates,
      [path, { ...file, text: file.text.replace("<hr/>", "") }],
    ]);
    const made = await planned(ONE, undefined, {}, { ...resources, templates });
    expect(made.ok && made.value.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(made.ok && made.value.hash).not.toBe(await hash(ONE));
  });
  it("117 says who has come and who has gone", async () => {
    const before = (await planFor(SMALL, undefined, MINUTES)).deliveries;
    const after = await planFor(
      ONE.replace("{ to: ash", "{ to: { address: press@example.org } }, { to: ash"),
    );
    expect(changesSince(before, after)).toEqual({ added: ["press@example.org"], removed: ["Bob Birch"] });
  });
});

describe("a letter", () => {
  it("brings what it says it brings, in sizes that are true", async () => {
    const { mail } = await mailTo(SMALL, "ash");
    const names = mail.attachments.map(({ filename }) => filename);
    expect(names).toEqual([
      "club-2026-04-minutes.docx",
      "club-2026-04-brief.docx",
      "club-2026-04-minutes.pdf",
      "club-2026-04-brief.pdf",
    ]);
    const flat = mail.text?.replace(/\s+/g, " ") ?? "";
    for (const { filename, content } of mail.attachments) {
      const kilobytes = Math.ceil((content as ArrayBuffer).byteLength / 1000);
      expect(flat).toMatch(new RegExp(`${filename} \\((PDF|Word), \\d+ pages?, ${kilobytes} kB\\)`));
    }
    expect(flat.match(/\.(pdf|docx) \(/g)).toHaveLength(names.length);
  });
  it("says the decisions, why it comes, its serial and whom to ask, in text and in HTML", async () => {
    const { mail } = await mailTo(SMALL, "ash");
    const html = mail.html?.replace(/<[^>]*>/g, " ");
    for (const said of [mail.text, html].map((text) => text?.replace(/\s+/g, " "))) {
      expect(said).toContain("The pond will be cleaned in May.");
      expect(said).toContain("you are on the attendance list");
      expect(said).toContain("The serial of this letter is 17.");
      expect(said).toContain("secretary@example.com");
    }
  });
  it("has a subject without secrets, and offers a way out", async () => {
    const { mail } = await mailTo(SMALL, "ash");
    expect(mail.subject).toBe("Papers of the Spring meeting, 18 April 2026");
    expect(mail.headers.find(({ key }) => key === "list-unsubscribe")?.value).toBe(
      "<mailto:secretary@example.com?subject=Opt%20out%20(17)>",
    );
  });
  it("tells people what they have undertaken, and nobody else", async () => {
    const text = `${SMALL}actions: [{ text: Order the net., owner: birch, due: 2026-05-02 }, { text: Pay for it., owner: birch, status: done }]\n`;
    expect((await mailTo(text, "birch")).mail.text).toContain("- Order the net. (by 2 May 2026)");
    expect((await mailTo(text, "birch")).mail.text).not.toContain("Pay for it");
    expect((await mailTo(text, "ash")).mail.text).not.toContain("Order the net");
  });
  it("tells the public nothing that is closed to it", async () => {
    const text = `${SMALL.replace("decisions: [", "decisions: [{ text: The mayor is to be sued., item: suit }, ")}agenda: [{ id: suit, title: The suit, public: false }]
actions: [{ text: Sue the mayor., owner: ash, fromItem: suit }]
distribution: [{ to: ash, rendition: public }, { to: birch }]
`;
    const { bytes, mail } = await mailTo(text, "ash");
    expect(mail.text).toContain("The pond");
    expect(mail.text).not.toMatch(/mayor/);
    expect(Buffer.from(bytes).toString()).toContain("club-2026-04-minutes-public.pdf");
    expect((await mailTo(text, "birch")).mail.text).toContain("The mayor is to be sued.");
  });
  it("says nothing that is withheld, neither of what was changed nor in the calendar", async () => {
    const text = `${SMALL}distribution: [{ to: { address: out@example.org }, documents: [brief], formats: [html] }]
nextMeeting: { start: 2026-05-16T19:00 }
revisions: [{ no: 2, at: 2026-04-20, by: ash, change: Who owes how much }]
redactions:
  - { path: "revisions[0].change", mark: "[withheld]", from: public }
  - { path: meeting.title, mark: "[a meeting]", from: public }
`;
    const { deliveries } = await planFor(text);
    const replaces = { serial: 3, messageId: "<3@example.com>" };
    const mail = await PostalMime.parse((await deliveries[0]?.bytes({ ...STAMP, replaces })) ?? "");
    expect(mail.text).toContain("What was changed: [withheld]");
    const [calendar] = mail.attachments;
    expect(textOf(calendar?.content)).toContain("SUMMARY;LANGUAGE=en:[a meeting]");
    expect(`${mail.text}${mail.html}`).not.toContain("owes");
  });
  it("brings the next meeting for the calendar, at its time in the zone of this one", async () => {
    const text = `${SMALL}nextMeeting: { start: 2026-07-18T19:00, place: Village hall }\n`;
    const { mail } = await mailTo(text, "ash");
    const [calendar] = mail.attachments;
    expect(calendar?.filename).toBe("next-meeting.ics");
    expect(calendar?.mimeType).toBe("text/calendar");
    const lines = textOf(calendar?.content).split(/\r?\n/);
    expect(lines).toContain("DTSTART:20260718T180000Z");
    expect(lines).toContain("UID:club-2026-04-next@example.com");
    expect(lines).toContain("DTSTAMP:20260314T093000Z");
    expect(mail.text).toContain("next-meeting.ics");
  });
  it("says what it corrects", async () => {
    const text = `${SMALL}revisions: [{ no: 2, at: 2026-04-20, by: ash, change: The date of the work. }]\n`;
    const replaces = { serial: 4, messageId: "<4@example.com>" };
    const { mail } = await mailTo(text, "ash", { ...STAMP, replaces });
    expect(mail.subject).toBe("Corrected copy: Papers of the Spring meeting, 18 April 2026");
    expect(mail.inReplyTo).toBe("<4@example.com>");
    expect(mail.text).toContain("serial 4;");
    expect(mail.text).toContain("What was changed: The date of the work.");
  });
  it("118 goes to whom it is shown as a trial, says so, and names nobody in To", async () => {
    const { mail } = await mailTo(SMALL, "ash", { ...STAMP, trial: { to: "me@example.com" } });
    expect(mail.to).toEqual([{ name: "", address: "me@example.com" }]);
    expect(mail.subject).toBe("[TEST] Papers of the Spring meeting, 18 April 2026");
    expect(mail.text).toContain("This is a trial.");
  });
  it("is in the language of whoever gets it", async () => {
    const text = SMALL.replace("email: bob@example.org", "email: bob@example.org, language: zh");
    const { mail } = await mailTo(text, "birch");
    expect(mail.text).toContain("编号：17");
    expect(mail.headers.find(({ key }) => key === "content-language")?.value).toBe("zh");
  });
  it("has the same bytes whenever it is written with the same stamp", async () => {
    const [first, second] = [await mailTo(SMALL, "ash"), await mailTo(SMALL, "ash")];
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    const other = await mailTo(SMALL, "ash", { ...STAMP, serial: 18 });
    expect(Buffer.compare(first.bytes, other.bytes)).not.toBe(0);
  });
  it("names nobody but the one it goes to", async () => {
    const { mail } = await mailTo(SMALL, "ash");
    expect(`${mail.text}${mail.html}`).not.toContain("Birch");
    expect(JSON.stringify([mail.to, mail.cc, mail.bcc])).not.toContain("birch");
  });
  it.each([
    ["northwind-board-2026-03", "okafor"],
    ["yunhe-congress-2026", "qin-yue"],
  ])("about %s reads as a secretary would write it", async (name, person) => {
    const { deliveries } = await planFor(example(name));
    const { subject, text, html } = letterTo(deliveries, person).message?.(STAMP) ?? {};
    // How large files are is for those who write them.
    const lasting = (words = ""): string => words.replace(/\d+(\s+kB)/g, "0$1");
    await expect(lasting(`${subject}\n\n${text}`)).toMatchFileSnapshot(`../golden/letters/${name}.txt`);
    await expect(lasting(html)).toMatchFileSnapshot(`../golden/letters/${name}.html`);
  });
});

describe("a preview", () => {
  it("shows the mail with its headers, files and both readings, and lets nothing run", async () => {
    const { deliveries } = await planFor(SMALL);
    const message = letterTo(deliveries, "ash").message?.(STAMP);
    if (!message) throw new Error("no mail");
    const page = previewPage({ ...message, subject: "<b>Papers" });
    expect(page).toContain("<td>Dr Ann Ash &lt;ann@example.org&gt;</td>");
    expect(page).toContain("<title>&lt;b&gt;Papers</title>");
    expect(page).toMatch(/<li>club-2026-04-minutes\.pdf \(\d+ kB\)<\/li>/);
    expect(page).toContain('<iframe sandbox="allow-same-origin"');
    expect(page).toContain("default-src 'none'");
  });
});
