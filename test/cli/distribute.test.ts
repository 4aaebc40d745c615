import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterEach, describe, expect, it } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { openSqliteLedger } from "../../src/distribute/ledger/sqlite.ts";
import { SMALL } from "../distribute/letters.ts";
import { readPdf } from "../support/read-pdf.ts";
import { type Fault, type MailServer, mailServer, type Stage } from "../support/smtp-server.ts";
import { cli, type Ran } from "./support.ts";

/** An office with a record, a ledger, and a secretary who types commands. */
function office(text = SMALL) {
  const folder = fs.mkdtempSync(join(tmpdir(), "minutebook-office-"));
  const file = join(folder, "club.yaml");
  const home = join(folder, "distribution");
  const out = join(folder, "out");
  fs.writeFileSync(file, text);
  const at = ["--ledger", home];
  const from = ["--from", "office@example.com", "--documents", "brief", "--formats", "html"];
  const minutebook = (argv: readonly string[], world: Partial<Io> = {}): Promise<Ran> =>
    cli(argv, { now: Date.now, ...world });
  const plan = (): Promise<Ran> => minutebook(["plan", file, ...from, ...at]);
  return {
    ...{ folder, file, home, out, plan },
    write: (changed: string) => fs.writeFileSync(file, changed),
    hash: async () => /--plan ([0-9a-f]{64})/.exec((await plan()).out)?.[1] ?? "no plan",
    send: (hash: string, more: readonly string[] = [], world: Partial<Io> = {}) =>
      minutebook(["send", file, "--plan", hash, ...from, ...at, ...more], world),
    testSend: (to: string, ...more: readonly string[]) =>
      minutebook(["test-send", file, "--to", to, ...from, ...at, ...more]),
    run: (...argv: readonly string[]) => minutebook([...argv, ...at]),
    /** The mails that lie in the outbox, by name. */
    mails: () => {
      const box = join(home, "outbox", "new");
      const names = fs.existsSync(box) ? fs.readdirSync(box).sort() : [];
      return names.map((name) => ({ name, text: fs.readFileSync(join(box, name), "utf8") }));
    },
  };
}

const NOTE = "1 note (--verbose shows them)\n";
const EDITED = SMALL.replace("cleaned in May", "cleaned in June");
const CORRECTED = `${EDITED}revisions:
  - { no: 1, at: 2026-04-19, by: ash, change: First issue }
  - { no: 2, at: 2026-04-20, by: ash, change: "June, not May" }
`;

describe("a secretary who sends to the outbox", () => {
  it("plans, sends, and sending again does nothing", async () => {
    const { hash, send, mails, plan, run, home } = office();
    const first = await send(await hash());
    expect([first.code, first.err]).toEqual([0, NOTE]);
    expect(first.out).toContain("2 handed over");
    expect(first.out).toContain(`2 mails laid into ${join(home, "outbox", "new")}, for your mail program`);
    const sent = mails();
    expect(sent.map(({ text }) => /^To: (.*)\r$/m.exec(text)?.[1]).sort()).toEqual([
      "Bob Birch <bob@example.org>",
      "Dr Ann Ash <ann@example.org>",
    ]);
    const second = await send(await hash());
    expect(second.code).toBe(0);
    expect(mails()).toEqual(sent);
    expect((await plan()).out).toMatch(/Ann Ash .* handed over\n/);
    expect((await run("status")).out).toBe("club-2026-04.1: 2 handed over\n");
  });

  it("is refused a plan that is no longer true [B58]", async () => {
    const { hash, send, write, mails } = office();
    const looked = await hash();
    write(EDITED);
    const { code, err } = await send(looked);
    expect(code).toBe(1);
    expect(err).toContain("distribute/plan-changed");
    expect((await send("0".repeat(64))).code).toBe(1);
    expect(mails()).toEqual([]);
  });

  it("cannot change what some have got; a new revision says that it corrects [B116]", async () => {
    const { hash, send, write, mails } = office();
    await send(await hash());
    const before = mails();
    write(EDITED);
    const refused = await send(await hash());
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("ledger/other-content");
    expect(refused.err).toContain("add revision 2");
    expect(mails()).toEqual(before);
    write(CORRECTED);
    expect((await send(await hash())).code).toBe(0);
    const corrected = mails().filter(({ name }) => !before.some((mail) => mail.name === name));
    expect(corrected).toHaveLength(2);
    const first = new Set(before.map(({ text }) => /^Message-ID: (.*)\r$/im.exec(text)?.[1]));
    for (const { text } of corrected) {
      const { subject, inReplyTo, text: body } = await PostalMime.parse(text);
      expect(subject).toMatch(/^Corrected copy: /);
      expect(first).toContain(inReplyTo);
      expect(body).toContain("June, not May");
    }
    write(SMALL);
    const older = await send(await hash());
    expect(older.code).toBe(1);
    expect(older.err).toContain("ledger/older-revision");
  });

  it("sees who has come and gone; those who came get theirs, those who went nothing [B117]", async () => {
    const { hash, send, write, mails, plan } = office();
    await send(await hash());
    const third = SMALL.replace(
      "meeting:",
      "  - { id: cedar, name: Cy Cedar, contact: { email: cy@example.org } }\nmeeting:",
    ).replace("{ person: birch, class: present }", "{ person: cedar, class: present }");
    write(third);
    const { out } = await plan();
    expect(out).toContain("added since revision 1 was begun: Cy Cedar");
    expect(out).toContain("no longer among the recipients: Bob Birch");
    const { code, err } = await send(await hash());
    // Whoever was there stands in the papers: what the others got is no longer the same.
    expect([code, err]).toEqual([1, expect.stringContaining("ledger/other-content")]);
    expect(mails()).toHaveLength(2);
  });

  it("is told of people without an address, and that not everybody has theirs [B96]", async () => {
    const { hash, send, mails } = office(SMALL.replace(", contact: { email: bob@example.org }", ""));
    const { code, out } = await send(await hash());
    expect(code).toBe(4);
    expect(out).toContain("1 handed over, 1 not sent");
    expect(out).toContain("not sent: Bob Birch (no address)");
    expect(mails()).toHaveLength(1);
  });

  it("tries a letter on herself, which satisfies nobody [B118]", async () => {
    const { hash, send, testSend, mails, run } = office();
    const trial = await testSend("ann@example.org", "--for", "ash");
    expect([trial.code, trial.err]).toEqual([0, NOTE]);
    const [only, ...others] = mails();
    expect(others).toEqual([]);
    expect((await PostalMime.parse(only?.text ?? "")).subject).toMatch(/^\[TEST\] /);
    expect((await run("status")).out).toBe("nothing has been sent yet\n");
    expect((await run("status", "--distribution", "other")).err).toContain("unknown-distribution");
    expect((await send(await hash())).code).toBe(0);
    expect(mails()).toHaveLength(3);
    expect((await testSend("ann at example")).code).toBe(1);
    expect((await testSend("ann@example.org", "--for", "asch")).err).toContain('did you mean "ash"?');
  });

  it("means what was really sent when she names the record, not a trial of it [B118]", async () => {
    const { hash, send, testSend, run } = office();
    await send(await hash());
    await testSend("secretary@example.com");
    const named = ["--distribution", "club-2026-04"];
    expect((await run("status", ...named)).out).toBe("club-2026-04.1: 2 handed over\n");
    expect((await run("pause", ...named)).out).toMatch(/^club-2026-04\.1 stands still/);
  });

  it("stops with Ctrl-C, and goes on with the next run", async () => {
    const { hash, send, mails } = office();
    const plan = await hash();
    const stop = new AbortController();
    stop.abort();
    const stopped = await send(plan, [], { signal: stop.signal });
    expect(stopped.code).toBe(4);
    expect(stopped.out).toContain("2 being prepared\n  stopped; the same command goes on with it");
    expect(mails()).toEqual([]);
    expect((await send(plan)).code).toBe(0);
    expect(mails()).toHaveLength(2);
  });

  it("sees how far it has come", async () => {
    const { hash, send } = office();
    const { err } = await send(await hash(), [], { terminal: { out: true, err: true } });
    expect(err).toMatch(/sent 2, deferred 0, failed 0, in doubt 0 of 2; \d+\/(s|min), 0 s left/);
  });
});

describe("a secretary who prints", () => {
  const LIST = `${SMALL}distribution:
  - { to: ash, documents: [minutes, brief], channel: print, copies: 2 }
  - { to: birch, documents: [brief], channel: print }
  - { to: { text: The mayor, address: mayor@example.org }, documents: [brief] }
`;
  it("has all paper copies in one file, in order, with a list of what is in it", async () => {
    const { hash, send, home, out: folder, run } = office(LIST);
    const plan = await hash();
    const { code, out } = await send(plan);
    expect(code).toBe(0);
    const print = join(home, "print");
    const file = join(print, "club-2026-04.1.pdf");
    expect(out).toContain(`to print on both sides: ${file}, 9 pages`);
    const list = fs.readFileSync(join(print, "club-2026-04.1.csv"), "utf8").trim().split("\r\n");
    expect(list.slice(1).map((line) => line.replaceAll('"', "").split(",").slice(0, 4).join(" "))).toEqual([
      "1 1 1-1 Ann Ash",
      "3 3 2-1 Ann Ash",
      "5 5 1-2 Ann Ash",
      "7 7 2-2 Ann Ash",
      "9 9 3 Bob Birch",
    ]);
    const bytes = fs.readFileSync(file);
    const { pages, texts } = readPdf(bytes);
    expect(pages).toBe(10);
    expect(texts.flatMap(({ text }) => /^ ?Copy for (.*)/.exec(text)?.[1] ?? [])).toEqual([
      "Ann Ash · no. 1-1",
      "Ann Ash · no. 2-1",
      "Ann Ash · no. 1-2",
      "Ann Ash · no. 2-2",
      "Bob Birch · no. 3",
    ]);
    expect(fs.readdirSync(join(print, "club-2026-04.1")).sort()).toEqual([
      "club-2026-04-brief-ash.pdf",
      "club-2026-04-brief-birch.pdf",
      "club-2026-04-minutes-ash.pdf",
    ]);
    fs.rmSync(file);
    expect((await send(plan)).code).toBe(0);
    expect(fs.readFileSync(file).equals(bytes)).toBe(true);
    await run("report", "--out", folder, "--as", "json");
    const report = join(folder, "club-2026-04", "club-2026-04.1-distribution.json");
    expect(JSON.parse(fs.readFileSync(report, "utf8")).deliveries[0].words).toBe("laid ready to be printed");
  });
});

describe("places that do not work", () => {
  it("a folder where nothing has been sent from has no ledger", async () => {
    const { run, plan, home } = office();
    for (const command of [["status"], ["report"], ["pause"], ["purge", "--older-than", "1d"]]) {
      const { code, err } = await run(...command);
      expect([code, err], command[0]).toEqual([3, expect.stringContaining("ledger/none")]);
    }
    expect((await plan()).code).toBe(0);
    expect(fs.existsSync(home)).toBe(false);
  });

  it("a lost ledger is not begun anew beside what was sent [B115]", async () => {
    const { hash, send, home, mails } = office();
    await send(await hash());
    for (const name of fs.readdirSync(home).filter((one) => one.startsWith("ledger.sqlite")))
      fs.rmSync(join(home, name));
    const { code, err } = await send(await hash());
    expect([code, err]).toEqual([3, expect.stringContaining("ledger/missing")]);
    expect(mails()).toHaveLength(2);
  });

  it("a ledger that has come back empty is a lost one, and nobody gets a second copy [B115]", async () => {
    const { hash, send, home, mails } = office();
    await send(await hash());
    fs.writeFileSync(join(home, "ledger.sqlite"), "");
    const { code, err } = await send(await hash());
    expect([code, err]).toEqual([3, expect.stringContaining("ledger/missing")]);
    expect(mails()).toHaveLength(2);
  });

  it("a ledger in use answers with who has it; status and pause work meanwhile [B86]", async () => {
    const { hash, send, run, home } = office();
    const plan = await hash();
    await send(plan);
    const held = await openSqliteLedger(join(home, "ledger.sqlite"));
    if (!held.ok) throw new Error("the ledger does not open");
    try {
      const second = await send(plan);
      expect(second.code).toBe(6);
      expect(second.err).toContain(`locked by process ${process.pid}`);
      for (const command of [
        ["resolve", "ash", "--delivered", "--reason", "she said so"],
        ["purge", "--older-than", "1"],
      ])
        expect((await run(...command)).code, command[0]).toBe(6);
      const status = await run("status");
      expect(status.code).toBe(0);
      expect(status.out).toMatch(/^as of .*, while it is being sent:\nclub-2026-04\.1: 2 handed over\n$/);
      expect((await run("pause", "--reason", "the chair has doubts")).out).toContain("asked to stop");
      expect((await run("pause", "--distribution", "club-2027-01")).err).toContain("club-2026-04.1");
    } finally {
      await held.value.close();
    }
  });

  it("a pause that was asked for while the ledger was in use holds for the next run, until it is lifted", async () => {
    const { hash, send, testSend, run, home, mails } = office();
    await testSend("secretary@example.com");
    const plan = await hash();
    const held = await openSqliteLedger(join(home, "ledger.sqlite"));
    if (!held.ok) throw new Error("the ledger does not open");
    expect((await run("pause", "--reason", "the chair has doubts")).out).toContain("asked to stop");
    await held.value.close();
    await testSend("secretary@example.com");
    const paused = await send(plan);
    expect(paused.err).toContain("the distribution stands still: the chair has doubts");
    expect(mails()).toHaveLength(2);
    await run("resume");
    expect((await send(plan)).code).toBe(0);
    expect(mails()).toHaveLength(4);
  });

  it("a pause that was asked for one distribution while another was being sent is one of that alone", async () => {
    const { write, hash, send, run, home } = office();
    await send(await hash());
    write(SMALL.replace("id: club-2026-04", "id: club-2026-05"));
    const plan = await hash();
    const held = await openSqliteLedger(join(home, "ledger.sqlite"));
    if (!held.ok) throw new Error("the ledger does not open");
    const asked = await run("pause", "--distribution", "club-2026-04", "--reason", "the chair has doubts");
    expect(asked.out).toContain("asked to stop club-2026-04.1");
    await held.value.close();
    expect((await send(plan)).out).toContain("club-2026-05.1: 2 handed over");
    const { out } = await run("status");
    expect(out).toMatch(/club-2026-04\.1: 2 handed over\n {2}it stands still: the chair has doubts/);
    expect(out.match(/stands still/g)).toHaveLength(1);
  });

  it("a folder that cannot be made is told before anything else happens", async () => {
    const { folder, file } = office();
    const { hash, send } = office();
    const plan = await hash();
    const { code, err } = await send(plan, ["--ledger", join(file, "inside")]);
    expect([code, err]).toEqual([3, expect.stringContaining("ledger/unusable")]);
    expect(fs.readdirSync(folder)).toEqual(["club.yaml"]);
  });

  it("an outbox that cannot be written stops all, and all are still to be sent", async () => {
    const { hash, send, file, mails, run } = office();
    const plan = await hash();
    const { code, err, out } = await send(plan, ["--outbox", join(file, "inside"), "--wait", "0"]);
    expect(code).toBe(4);
    expect(err).toContain("distribute/paused");
    expect(out).toContain("it stands still");
    expect(mails()).toEqual([]);
    expect((await send(plan)).code, "still paused").toBe(4);
    expect((await run("resume")).out).toContain("may go on");
    // What has been tried waits a minute before it is tried again.
    const later = await send(plan, ["--wait", "0"], { now: () => Date.now() + 3_600_000 });
    expect(later.code).toBe(0);
    expect(mails()).toHaveLength(2);
  });
});

describe("a secretary who sends by a mail server", () => {
  const servers: MailServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const serving = async (fault?: (stage: Stage, to: string) => Fault | undefined, login?: string) => {
    const server = await mailServer({
      fault: (stage, { to }) => fault?.(stage, to),
      ...(login !== undefined && { login }),
    });
    servers.push(server);
    return { server, by: ["--smtp", `smtp://127.0.0.1:${server.port}`, "--rate", "0", "--domain-rate", "0"] };
  };

  it("is told who is in doubt, settles it, writes it down, and forgets it in time [B102]", async () => {
    const { hash, send, run, out: folder, home } = office();
    let lost = 0;
    const { server, by } = await serving((stage, to) => {
      if (stage !== "dotAccepted" || to !== "bob@example.org" || lost > 0) return undefined;
      lost += 1;
      return { act: "drop" };
    });
    const plan = await hash();
    const first = await send(plan, by);
    expect(first.code).toBe(5);
    expect(first.out).toContain("1 in doubt, 1 handed over");
    expect(first.out).toContain("in doubt: Bob Birch");
    expect((await send(plan, by)).code, "nobody in doubt is mailed again").toBe(5);
    expect(server.taken).toHaveLength(2);

    expect((await run("resolve", "birch", "--resend")).code, "no reason").toBe(2);
    expect((await run("resolve", "birch", "--reason", "why not")).code, "no way").toBe(2);
    expect((await run("resolve", "ash", "--delivered", "--reason", "x")).err).toContain("not-in-doubt");
    expect((await run("resolve", "oak", "--delivered", "--reason", "x")).code).toBe(2);
    const resolved = await run("resolve", "birch", "--resend", "--reason", "he has not got it");
    expect([resolved.code, resolved.out]).toEqual([0, "Bob Birch: gets it again with the next send\n"]);
    expect((await send(plan, by)).code).toBe(0);
    const copies = server.taken.filter(({ to }) => to === "bob@example.org");
    expect(copies).toHaveLength(2);
    expect(copies[1]).toEqual(copies[0]);

    const report = await run("report", "--out", folder);
    expect([report.code, report.err]).toEqual([0, ""]);
    const made = join(folder, "club-2026-04");
    const name = "club-2026-04.1-distribution";
    expect(fs.readdirSync(made).sort()).toEqual([`${name}.csv`, `${name}.json`, `${name}.pdf`]);
    const account = JSON.parse(fs.readFileSync(join(made, `${name}.json`), "utf8"));
    expect(account.counts).toEqual({ sent: 2 });
    expect(account.deliveries[1]).toMatchObject({
      name: "Bob Birch",
      state: "sent",
      attempts: 2,
      handedTo: "server",
      files: [{ name: "club-2026-04-brief.html", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(account.distribution).toMatchObject({ title: "Spring meeting", held: "2026-04-18" });
    expect(fs.statSync(join(made, `${name}.csv`)).mode & 0o77).toBe(0);

    expect((await run("purge", "--older-than", "1d")).out).toContain("0 deliveries");
    const later = await cli(["purge", "--older-than", "30d", "--ledger", home], {
      now: () => Date.now() + 31 * 24 * 3_600_000,
    });
    expect(later.out).toContain("2 deliveries");
    expect(fs.readdirSync(join(home, "spool"))).toEqual([]);
    for (const file of ["ledger.sqlite", "status.json"])
      expect(fs.readFileSync(join(home, file), "latin1"), file).not.toContain("bob@example.org");
    await run("report", "--out", folder, "--as", "csv");
    const csv = fs.readFileSync(join(made, `${name}.csv`), "utf8");
    expect(csv).toContain("Bob Birch");
    expect(csv).not.toContain("bob@example.org");
    expect((await send(plan, by)).code, "what is forgotten is not sent again").toBe(0);
    expect(server.taken).toHaveLength(3);
  });

  it("mends a wrong address, and only that person is mailed; tries a refused one again when told to", async () => {
    const { hash, send, write, run } = office(SMALL.replace("bob@", "bop@"));
    let full = true;
    const { server, by } = await serving((stage, to) => {
      if (stage === "rcpt" && to === "bop@example.org") return { reply: "550 5.1.1 no such user" };
      if (stage === "rcpt" && to === "ann@example.org" && full) return { reply: "552 5.2.2 mailbox full" };
      return undefined;
    });
    const first = await send(await hash(), by);
    expect([first.code, server.taken.length]).toEqual([4, 0]);
    expect((await send(await hash(), by)).code, "what was refused is not tried again").toBe(4);
    expect((await run("resolve", "ash", "--delivered", "--reason", "no")).err).toContain("not-in-doubt");
    expect((await run("resolve", "ash", "--resend", "--reason", "she has made room")).code).toBe(0);
    full = false;
    write(SMALL);
    const second = await send(await hash(), by);
    expect([second.code, second.out]).toEqual([0, "club-2026-04.1: 2 handed over\n"]);
    expect(server.taken.map(({ to }) => to).sort()).toEqual(["ann@example.org", "bob@example.org"]);
    // Whoever has got theirs is not to get another by a change of address.
    write(SMALL.replace("bob@", "robert@"));
    expect((await send(await hash(), by)).err).toContain("ledger/other-content");
    expect(server.taken).toHaveLength(2);
  });

  it("gives a password from the environment, and never shows it [B120]", async () => {
    const { hash, send, home } = office();
    const { server, by } = await serving(undefined, "office s3cret-word");
    const plan = await hash();
    const login = ["--smtp", `smtp://office@127.0.0.1:${server.port}`, ...by.slice(2)];
    const wrong = await send(plan, login, { env: { MINUTEBOOK_SMTP_PASSWORD: "another" } });
    expect(wrong.code).toBe(4);
    expect(wrong.err).toContain("535");
    await cli(["resume", "--ledger", home], { now: Date.now });
    const right = await send(plan, [...login, "--json"], {
      env: { MINUTEBOOK_SMTP_PASSWORD: "s3cret-word" },
      now: () => Date.now() + 3_600_000,
    });
    expect(right.code).toBe(0);
    const everything = [wrong, right].map(({ out, err }) => out + err).join("");
    for (const word of ["s3cret-word", Buffer.from("\0office\0s3cret-word").toString("base64")])
      expect(everything).not.toContain(word);
    const refused = await send(plan, ["--smtp", "smtp://office:s3cret@127.0.0.1"]);
    expect([refused.code, refused.err.includes("s3cret")]).toEqual([3, false]);
  });

  it("takes in reports of failure, and sends nothing because of one [B119]", async () => {
    const { hash, send, run, folder } = office();
    const { server, by } = await serving();
    await send(await hash(), by);
    const ids = new Map(server.taken.map(({ to, messageId }) => [to, messageId]));
    const bounces = join(folder, "bounces", "new");
    fs.mkdirSync(bounces, { recursive: true });
    const put = (name: string, text: string) => fs.writeFileSync(join(bounces, name), text);
    put("1", dsn(ids.get("bob@example.org") ?? "", "failed", "5.1.1"));
    put("2", dsn(ids.get("bob@example.org") ?? "", "failed", "5.1.1"));
    put("3", dsn(ids.get("ann@example.org") ?? "", "delayed", "4.4.7"));
    put("4", dsn("<forged@example.com>", "failed", "5.0.0"));
    put(
      "5",
      `Auto-Submitted: auto-replied\r\nIn-Reply-To: ${ids.get("ann@example.org")}\r\n\r\nI am away.\r\n`,
    );
    put("6", "\0\u00ff not a mail");
    const taken = await run("bounces", "import", join(folder, "bounces"));
    expect(taken.code).toBe(0);
    expect(taken.out.split("\n").map((line) => line.replace(/^.*\/new\//, ""))).toEqual([
      "1: Bob Birch has not got it: 5.1.1 smtp; 550 no",
      "2: Bob Birch: written down already",
      "3: Ann Ash: delayed, written down",
      "4: about none of our mails",
      "5: Ann Ash: automatic, written down",
      "6: about none of our mails",
      "",
    ]);
    const nowhere = await run("bounces", "import", join(folder, "nowhere"));
    expect([nowhere.code, nowhere.err]).toEqual([3, expect.stringContaining("file/no-folder")]);
    fs.mkdirSync(join(folder, "empty"));
    expect((await run("bounces", "import", join(folder, "empty"))).out).toMatch(/^there are no mails in /);
    const status = await run("status");
    expect(status.code).toBe(4);
    expect(status.out).toContain("returned: Bob Birch");
    expect((await send(await hash(), by)).code).toBe(4);
    expect(server.taken).toHaveLength(2);
  });

  it("does not miss who was not reached with a revision that a newer one has taken the place of", async () => {
    const { hash, send, run, write, folder } = office();
    const { server, by } = await serving();
    await send(await hash(), by);
    const bob = server.taken.find(({ to }) => to.includes("bob@example.org"));
    fs.mkdirSync(join(folder, "bounces"));
    fs.writeFileSync(join(folder, "bounces", "1"), dsn(bob?.messageId ?? "", "failed", "5.1.1"));
    await run("bounces", "import", join(folder, "bounces"));
    expect((await run("status")).code).toBe(4);
    write(CORRECTED.replace("bob@example.org", "robert@example.org"));
    expect((await send(await hash(), by)).code).toBe(0);
    const { code, out } = await run("status");
    expect(out).toContain("returned: Bob Birch");
    expect(out).toContain("a newer revision has taken its place");
    expect(code).toBe(0);
  });
});

/** A report of failure, as mail servers write them (RFC 3464). */
const dsn = (messageId: string, action: string, status: string): string =>
  [
    "From: MAILER-DAEMON@mx.example.net",
    "Subject: Undelivered Mail Returned to Sender",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "It did not work.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.net",
    "",
    "Final-Recipient: rfc822; somebody@example.org",
    `Action: ${action}`,
    `Status: ${status}`,
    "Diagnostic-Code: smtp; 550 no",
    "",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${messageId}`,
    "Subject: Papers",
    "",
    "--b--",
    "",
  ].join("\r\n");
