import { describe, expect, it } from "vitest";
import { type Asked, type Recipient, recipientsOf } from "../../src/record/recipients.ts";
import { HEAD, recordOf } from "./support.ts";

const PEOPLE = `organizations: [{ id: works, name: Works }, { id: ann, name: Annexe }]
people:
  - { id: ann, name: Ann Ash, contact: { email: ann@example.com } }
  - { id: bob, name: Bob Birch, contact: { email: bob@example.com, language: zh } }
  - { id: cy, name: Cy Cedar }
  - { id: di, name: Di Dill, contact: { email: di@example.com, optOut: true } }
attendees:
  - { person: ann, role: chair, class: present }
  - { person: bob, class: byInvitation }
  - { person: cy, presence: apology }
  - { person: di, class: inAttendance }
  - { group: { label: Guests }, class: byInvitation }
`;
const CLOSED =
  "agenda: [{ id: a, title: A, public: false }, { id: b, title: B, confidentiality: restricted }]\n";

const recipients = (fields: string, asked: Partial<Asked> = {}): readonly Recipient[] =>
  recipientsOf(recordOf(HEAD + PEOPLE + fields), { documents: ["minutes", "brief"], ...asked });
const shown = ({ id, channel, hindrance, role, papers }: Recipient): string =>
  [
    `${id} ${channel}`,
    role,
    papers.map(({ document, formats }) => `${document}:${formats.join("+")}`).join(" "),
    ...(hindrance ? [hindrance] : []),
  ].join(" | ");
const list = (fields: string): readonly string[] => recipients(fields).map(shown);
const ALL = "minutes:pdf+docx brief:pdf+docx";

describe("who gets papers", () => {
  it("is everybody on the attendance list where the record names nobody, and nobody is forgotten", () => {
    expect(list("")).toEqual([
      `ann email | main | ${ALL}`,
      `bob email | main | ${ALL}`,
      `cy email | main | ${ALL} | no-address`,
      `di email | main | ${ALL} | opted-out`,
      `group-5 email | main | ${ALL} | no-name`,
    ]);
  });
  it.each([
    ["[present]", ["ann"]],
    ["[出席, 请假]", ["ann", "cy"]],
    ["all", ["ann", "bob", "cy", "di", "group-5"]],
  ])("is who stands under the headings %s", (headings, ids) => {
    expect(recipients(`distribution: [{ to: { attendees: ${headings} } }]\n`).map(({ id }) => id)).toEqual(
      ids,
    );
  });
  it("has what each of two lists promises, once", () => {
    expect(
      list(`distribution:
  - { to: { attendees: [present] }, documents: [minutes], formats: [pdf], role: copy }
  - { to: ann, documents: [minutes, honors], formats: [text, docx] }
`),
    ).toEqual(["ann email | main | minutes:pdf+docx+txt honors:docx+txt"]);
  });
  it("has one delivery for each channel", () => {
    expect(
      list(
        "distribution: [{ to: ann, documents: [brief], formats: [pdf] }, { to: ann, channel: print, copies: 2 }]\n",
      ),
    ).toEqual(["ann email | main | brief:pdf", `ann print | main | ${ALL}`]);
  });
  it("has the language that is said, else their own, else the record's", () => {
    const languages = (fields: string) => recipients(fields).map(({ language }) => language);
    expect(languages("distribution: [{ to: ann }, { to: bob }]\n")).toEqual(["en", "zh"]);
    expect(recipients("distribution: [{ to: ann }]\n", { lang: "zh" })[0]?.language).toBe("zh");
    expect(languages("distribution: [{ to: { attendees: all } }, { to: bob, language: en }]\n")[1]).toBe(
      "en",
    );
  });
  it("may be a unit, words, or an address alone, each with an id that stays", () => {
    const others = `distribution:
  - { to: { unit: works, address: works@example.com }, role: 抄送 }
  - { to: { unit: ann }, role: 存, channel: folder }
  - { to: { text: The press, address: press@example.com }, role: 发 }
  - { to: { address: desk@example.com } }
`;
    expect(recipients(others).map(({ id, name, role }) => `${id} ${name} ${role}`)).toEqual([
      "works Works copy",
      "unit-ann Annexe file",
      expect.stringMatching(/^other-[0-9a-f]{10} The press down$/),
      expect.stringMatching(/^other-[0-9a-f]{10} desk@example.com main$/),
    ]);
    expect(recipients(others)).toEqual(recipients(others));
  });
  it("is every address of a unit, none of them instead of another", () => {
    const found = recipients(`distribution:
  - { to: { unit: works, address: a@example.com }, documents: [brief] }
  - { to: { unit: works, address: b@example.com }, documents: [brief] }
  - { to: { unit: works, address: a@example.com }, documents: [minutes] }
`);
    expect(found.map(({ address }) => address?.text)).toEqual(["a@example.com", "b@example.com"]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
    expect(found[0]?.id).toBe("works");
  });
  it("93 is told of a bad address", () => {
    const [only] = recipients('distribution: [{ to: { address: "a..b@example.com" } }]\n');
    expect(only).toMatchObject({ hindrance: "bad-address" });
    expect(only?.address).toBeUndefined();
  });
});

describe("what they may see", () => {
  const audiences = (fields: string) => recipients(fields).map(({ id, audience }) => `${id} ${audience}`);
  it("is all where nothing is closed", () => {
    expect(new Set(recipients("").map(({ audience }) => audience))).toEqual(new Set(["full"]));
  });
  it("follows from who they are", () => {
    expect(
      audiences(`${CLOSED}distribution:
  - { to: { attendees: all } }
  - { to: { unit: works, address: w@example.com } }
  - { to: { unit: works }, role: file, channel: folder }
  - { to: { address: press@example.com } }
`),
    ).toEqual([
      "ann full",
      "bob public",
      "cy full",
      "di member",
      "group-5 public",
      "works member",
      "works full",
      expect.stringMatching(/^other-.* public$/),
    ]);
  });
  it("is never more than is asked for", () => {
    const all = recipients("", { audience: "member" });
    expect(new Set(all.map(({ audience }) => audience))).toEqual(new Set(["member"]));
    expect(recipients(CLOSED, { audience: "member" })[1]?.audience).toBe("public");
  });
  it("is what the entry says, and the most of what several say", () => {
    expect(audiences(`${CLOSED}distribution: [{ to: ann, rendition: public }]\n`)).toEqual(["ann public"]);
    expect(
      audiences(`${CLOSED}distribution: [{ to: ann, rendition: public }, { to: ann, rendition: member }]\n`),
    ).toEqual(["ann member"]);
  });
});
