import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { passwordIn, withPassword } from "../../src/distribute/ledger/password.ts";

const FILE = `# the office's servers
db.example.org:5432:minutes:minutes:first
db.example.org:*:*:minutes:a\\:b\\\\c
*:5433:minutes:*:third
short:line
`;

describe("the password of a PostgreSQL server", () => {
  it.each([
    [["db.example.org", "5432", "minutes", "minutes"], "first"],
    [["db.example.org", "6000", "other", "minutes"], "a:b\\c"],
    [["elsewhere", "5433", "minutes", "ash"], "third"],
    [["elsewhere", "5432", "minutes", "minutes"], undefined],
    [["short", "line", "", ""], undefined],
  ])("for %j is %j", (wanted, password) => {
    expect(passwordIn(FILE, wanted)).toBe(password);
  });
  it("comes from the environment, else from a file that nobody else may read", () => {
    const PGPASSFILE = join(mkdtempSync(join(tmpdir(), "minutebook-pgpass-")), "pgpass");
    const url = "postgres://minutes@db.example.org/minutes?sslmode=require";
    const password = (env: Readonly<Record<string, string>>): string =>
      decodeURIComponent(new URL(withPassword(url, { PGPASSFILE, ...env })).password);
    expect(password({})).toBe("none is known");
    writeFileSync(PGPASSFILE, FILE, { mode: 0o600 });
    expect(password({})).toBe("first");
    expect(password({ PGPASSWORD: "p@ss/word" })).toBe("p@ss/word");
    expect(withPassword(url, { PGPASSWORD: "x" })).toBe(
      "postgres://minutes:x@db.example.org/minutes?sslmode=require",
    );
    const open = `${PGPASSFILE}-open`;
    writeFileSync(open, FILE, { mode: 0o644 });
    expect(password({ PGPASSFILE: open })).toBe("none is known");
  });
});
