import { describe, expect, it } from "vitest";
import { canonicalJson, recordDigest } from "../../src/record/digest.ts";
import { sharedRecord } from "../../src/record/share.ts";
import { HEAD, recordOf } from "./support.ts";

const shared = (text: string): string => canonicalJson(sharedRecord(recordOf(text)));
const digest = (text: string): string => recordDigest(shared(text));

const PEOPLE = `people:
  - { id: ash, name: Ann Ash, contact: { email: ann@example.com, phone: "020 7946 0000" } }
  - { id: elm, name: Eve Elm }
`;

describe("the record that travels with its papers", () => {
  it("is a record that reads back as itself", () => {
    const json = shared(`${HEAD}${PEOPLE}decisions: [{ text: The pond will be cleaned. }]\n`);
    expect(shared(json)).toBe(json);
  });
  it("does not say how to reach anybody", () => {
    const json = shared(
      `${HEAD}${PEOPLE}distribution:\n  - { to: ash }\n  - { to: { address: press@example.com } }\n  - { to: { text: The press, address: press@example.com } }\n`,
    );
    expect(json).toContain("Ann Ash");
    expect(json).toContain("The press");
    expect(json).not.toMatch(/example\\.com|7946/);
    expect(sharedRecord(recordOf(json)).distribution).toHaveLength(2);
  });
  it("leaves out what readers of the draft remarked", () => {
    const json = shared(`${HEAD}${PEOPLE}reviews: [{ who: ash, comment: Too long. }]\n`);
    expect(json).not.toContain("Too long");
  });
  it.each([
    ["a place by its number", "decisions[0].text"],
    ["a place by an id", "decisions.pond.text"],
    ["an entry", "decisions[0]"],
    ["a list", "decisions"],
    ["something deeper than the record goes", "decisions[0].text.value.words"],
  ])("says the printed words in place of what is redacted: %s", (_, path) => {
    const json = shared(
      `${HEAD}decisions: [{ id: pond, text: The pond will be sold. }]\nredactions: [{ path: "${path}", mark: "[closed]", ground: Rule 4 }]\n`,
    );
    expect(json).not.toContain("sold");
    expect(json).toContain('"[closed]"');
  });
  it("prefers the public wording to the mark", () => {
    const json = shared(
      `${HEAD}decisions: [{ text: The pond will be sold. }]\nredactions: [{ path: "decisions[0].text", mark: "[closed]", publicText: A sale was agreed. }]\n`,
    );
    expect(JSON.parse(json).decisions[0].text).toBe("A sale was agreed.");
  });
});

describe("the digest", () => {
  it("does not depend on layout, comments or the order of fields", () => {
    const other =
      "sittings: [{start: {value: '2026-03-12'}}]\nmeeting: {kind: regular, title: Board meeting}\nlanguages: [en] # one\nid: board-2026-03\nschemaVersion: 1\n";
    expect(digest(HEAD)).toMatch(/^[0-9a-f]{64}$/);
    expect(digest(other)).toBe(digest(HEAD));
    expect(digest(HEAD.replace("regular", "special"))).not.toBe(digest(HEAD));
  });
  it("is that of the record inside the papers, so that nothing withheld can be guessed from it", () => {
    expect(digest(`${HEAD}${PEOPLE}`)).toBe(digest(shared(`${HEAD}${PEOPLE}`)));
    expect(digest(`${HEAD}${PEOPLE}`)).toBe(digest(`${HEAD}${PEOPLE}`.replace("ann@", "a.ash@")));
  });
});
