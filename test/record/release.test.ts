import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/record/digest.ts";
import { release } from "../../src/record/release.ts";
import { sharedRecord } from "../../src/record/share.ts";
import { validate } from "../../src/record/validate.ts";
import { load } from "../../src/yaml/load.ts";
import { HEAD } from "./support.ts";

const MEETING = `${HEAD}people:
  - { id: ash, name: Ann Ash, contact: { email: ann@example.com } }
  - { id: elm, name: Eve Elm }
attendees: [{ person: elm, role: chair, class: present }]
decisions: [{ id: pond, text: The pond will be sold. }, { id: gate, text: The gate stays. }]
distribution:
  - { to: { address: press@example.com } }
  - { to: { text: The archive, address: archive@example.com } }
`;

const released = (paths: readonly string[]) => {
  const redactions = paths.map((path) => `  - { path: "${path}", mark: "[closed]", ground: Rule 4 }\n`);
  const loaded = load(`${MEETING}redactions:\n${redactions.join("")}`, "m.yaml");
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const record = validate(loaded.value);
  if (!record.ok) throw new Error(JSON.stringify(record.diagnostics));
  return release(record.value, loaded.value, "full");
};

describe("what leaves the office", () => {
  it.each([
    ["words by number", ["decisions[0].text"], "sold"],
    ["words by id", ["decisions.pond.text", "decisions.gate.text"], "sold"],
    ["a name", ["people[1].name"], "Elm"],
    ["what does not travel anyway", ["people.ash.contact.email"], "example.com"],
    ["an entry after one that does not travel", ["distribution[1].to.text"], "archive"],
  ])("is a record with %s withheld, and the same record when it is read again", (_, paths, words) => {
    const first = released(paths);
    if (!first.ok) throw new Error(JSON.stringify(first.diagnostics));
    expect(first.value.json).not.toContain(words);
    expect(JSON.stringify(first.value.record)).not.toContain(words);
    expect(canonicalJson(sharedRecord(first.value.record))).toBe(first.value.json);
  });
  it.each([
    ["an entry", ["decisions[0]"], ["redactions[0].path"]],
    ["an entry by id", ["decisions.pond"], ["redactions[0].path"]],
    ["a list", ["decisions[0].text", "people"], ["redactions[1].path"]],
    ["a reference", ["attendees[0].person"], ["redactions[0].path"]],
  ])("cannot have words in the place of %s", (_, paths, places) => {
    const { ok, diagnostics } = released(paths);
    expect(ok).toBe(false);
    expect(diagnostics.map(({ code, path }) => [code, path])).toEqual(
      places.map((path) => ["record/redaction-needs-words", path]),
    );
  });
});
