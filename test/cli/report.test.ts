import { describe, expect, it } from "vitest";
import { diagnosticText, paintFor, safe } from "../../src/cli/report.ts";
import type { Diagnostic } from "../../src/diagnostic.ts";
import { mistake } from "./support.ts";

const at = (excerpt: string, column: number, length?: number): Diagnostic => ({
  code: "a/b",
  severity: "error",
  message: "m",
  place: { file: "f", line: 12, column, ...(length !== undefined && { length }) },
  excerpt,
});
const underline = (diagnostic: Diagnostic): readonly string[] =>
  diagnosticText(diagnostic)
    .split("\n")
    .slice(1, 3)
    .map((line) => line.slice(7));

describe("an error", () => {
  it("names place and code, shows the line and underlines what is meant", () => {
    expect(diagnosticText(mistake).split("\n")).toEqual([
      'board.yaml:3:8: error: no person has the id "smiht" [record/unknown-id]',
      "  3 | mover: smiht",
      "    |        ^^^^^",
      '  hint: did you mean "smith"?',
      "",
    ]);
  });
  it("puts the mark under ideographs, which are two columns wide", () => {
    expect(underline(at("议题: 决算", 5, 2))).toEqual(["议题: 决算", "      ^^^^"]);
  });
  it("keeps the mark in place after tabs, at the end and beyond it", () => {
    expect(underline(at("\ta: b", 2, 1))).toEqual([" a: b", " ^"]);
    expect(underline(at("ab", 3))).toEqual(["ab", "  ^"]);
    expect(underline(at("ab", 2, 99))).toEqual(["ab", " ^"]);
  });
  it("cuts a part out of a very long line", () => {
    const [line = "", mark = ""] = underline(at(`${"x".repeat(5000)}HERE${"y".repeat(5000)}`, 5001, 4));
    expect(line.length).toBeLessThan(120);
    expect(line.slice(mark.indexOf("^"), mark.indexOf("^") + 4)).toBe("HERE");
  });
  it("says where in the record it is when there is no line, and does without either", () => {
    const { place: _, excerpt: __, ...rest } = mistake;
    expect(diagnosticText({ ...rest, path: "motions[0].mover" })).toMatch(/^motions\[0\]\.mover: error:/);
    expect(diagnosticText(rest)).toMatch(/^error:/);
  });
  it("lets no file play with the terminal", () => {
    expect(safe("a\x1b[31mb\u202ec\u0007\n")).toBe("a\ufffd[31mb\ufffdc\ufffd\ufffd");
    expect(diagnosticText({ ...at("\x1b]0;x", 1), message: "\x1b[2J" })).not.toContain("\x1b");
  });
});

describe("colours", () => {
  const world = (err: boolean, env: Readonly<Record<string, string>> = {}) =>
    paintFor({ terminal: { out: false, err }, env })("bold", "x");
  it("are for people at a terminal who want them", () => {
    expect(world(true)).toBe("\x1b[1mx\x1b[0m");
    expect([world(false), world(true, { NO_COLOR: "1" }), world(true, { TERM: "dumb" })]).toEqual([
      "x",
      "x",
      "x",
    ]);
  });
});
