import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { SMALL } from "../distribute/letters.ts";
import { cli } from "./support.ts";

function recordFile(text: string): { readonly file: string; readonly out: string } {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-plan-"));
  const file = join(folder, "club.yaml");
  writeFileSync(file, text);
  return { file, out: join(folder, "out") };
}
const FROM = ["--from", "office@example.com"];
const LISTED = `${SMALL}distribution:
  - { to: ash, documents: [minutes], formats: [pdf] }
  - { to: { text: The archive }, documents: [minutes], formats: [pdf], channel: print, copies: 2 }
  - { to: { text: The mayor }, channel: email }
`;

describe("plan", () => {
  it("shows a line for each delivery, who cannot be reached, and the hash", async () => {
    const { file } = recordFile(LISTED);
    const { code, out } = await cli(["plan", file, ...FROM]);
    expect(code).toBe(0);
    expect(
      out
        .replace(/\d+ kB/g, "0 kB")
        .replace(/[0-9a-f]{64}/, "HASH")
        .replace(file, "club.yaml"),
    ).toBe(`\
Ann Ash      ann@example.org  club-2026-04-minutes.pdf, 0 kB
The archive  on paper         club-2026-04-minutes.pdf, 0 kB, 2 copies
The mayor    by e-mail        nothing: no address

3 recipients, 1 of whom cannot be reached; 0 kB in all; revision 1
to send it: minutebook send club.yaml --plan HASH
`);
  });
  it("says the same to programs, each delivery an object", async () => {
    const { file } = recordFile(LISTED);
    const { out } = await cli(["plan", file, "--json", ...FROM]);
    const told = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === "delivery" || type === "plan");
    expect(told.map(({ type, personId, channel, skip }) => [type, personId, channel, skip])).toEqual([
      ["delivery", "ash", "email", undefined],
      ["delivery", expect.stringMatching(/^other-/), "print", undefined],
      ["delivery", expect.stringMatching(/^other-/), "email", "no address"],
      ["plan", undefined, undefined, undefined],
    ]);
  });
  it("has nothing to show where nobody says who sends", async () => {
    const { file } = recordFile(LISTED);
    const { code, err } = await cli(["plan", file]);
    expect(code).toBe(1);
    expect(err).toContain("distribute/no-sender");
  });
});

describe("preview", () => {
  it("writes the mail of one person, and a page that shows it", async () => {
    const { file, out } = recordFile(LISTED);
    const { code, err } = await cli(["preview", file, "ash", "--out", out, "--quiet", ...FROM]);
    expect([code, err]).toEqual([0, ""]);
    const folder = join(out, "club-2026-04", "preview");
    expect(readdirSync(folder).sort()).toEqual(["ash.eml", "ash.html"]);
    const mail = await PostalMime.parse(readFileSync(join(folder, "ash.eml")));
    expect(mail.to).toEqual([{ name: "Dr Ann Ash", address: "ann@example.org" }]);
    expect(readFileSync(join(folder, "ash.html"), "utf8")).toContain(mail.subject ?? "?");
  });
  it.each([
    ["asch", 'did you mean "ash"?'],
    ["nobody-at-all", "there are: ash, "],
  ])("says who is meant when there is nothing for %s", async (person, hint) => {
    const { file, out } = recordFile(LISTED);
    const { code, err } = await cli(["preview", file, person, "--out", out, ...FROM]);
    expect(code).toBe(2);
    expect(err).toContain(hint);
  });
});
