import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { opportunities } from "../../src/layout/breaks.ts";

/** One of Unicode's cases: a text, and the places where a line may end inside it. */
interface Case {
  readonly text: string;
  readonly breaks: readonly number[];
}

/** `× 0023 ÷ 2014`: each mark says whether a line may end before the character that follows it. */
function caseOf(notation: string): Case {
  let text = "";
  const breaks: number[] = [];
  for (const [, mark, code] of notation.matchAll(/([×÷]) ([0-9A-F]{4,6})/g)) {
    if (mark === "÷") breaks.push(text.length);
    text += String.fromCodePoint(Number.parseInt(code ?? "", 16));
  }
  return { text, breaks };
}

/** The table's rows spelt out, then the cases by themselves. */
function casesOf(file: string): Case[] {
  const [columns = "", ...rest] = file.split("\n").filter((line) => line && !line.startsWith("#"));
  return rest.flatMap((line) => {
    const [before = "", marks] = line.split(" | ");
    if (marks === undefined) return [caseOf(before)];
    return columns.split(" ").map((second, column) => caseOf(`${before} ${marks[column]} ${second}`));
  });
}

const cases = casesOf(readFileSync(new URL("unicode/line-break.txt", import.meta.url), "utf8"));

/**
 * Where we differ, and why. `before` and `after` are the characters around the place, combining marks that follow
 * the first one left out (LB9).
 */
const DEVIATIONS: readonly { why: string; holds: (before: string, after: string) => boolean }[] = [
  {
    // The cases are made with the customised numbers of UAX #14, section 8.2, example 7.
    why: "LB25 in the standard's default form",
    holds: (before, after) =>
      (/[}),./]/.test(before) && /[0-9%$]/.test(after)) ||
      (/[%$]/.test(before) && /[\u2329(]/.test(after)) ||
      (/\\/.test(before) && /[({]/.test(after)),
  },
  {
    why: "CLREQ 3.1.4: a single dash does not begin a line in Chinese",
    holds: (before, after) => /[\u3041\d]/.test(before) && after === "—",
  },
  {
    why: "LB30: a control or unassigned character is no letter before a wide bracket",
    holds: (before, after) => /[\u0001\u{50005}]/u.test(before) && after === "\u2329",
  },
  {
    why: "LB30b: an emoji that Unicode has not assigned yet",
    holds: (before) => before === "\u{1f02c}",
  },
];

function deviationAt(text: string, position: number): string {
  const before = [...text.slice(0, position).replace(/(?<=.)[\u0308\u200d]+$/u, "")].at(-1) ?? "";
  const after = [...text.slice(position)][0] ?? "";
  const found = DEVIATIONS.find(({ holds }) => holds(before, after));
  return found?.why ?? `unexplained: ${JSON.stringify(text)} at ${position}`;
}

describe("UAX #14 as Unicode tests it", () => {
  it("has all of its cases", () => {
    expect(cases).toHaveLength(7654);
  });
  it.each([
    ["en", 1],
    ["zh", 2],
  ])("is kept in %s but for what is named", (lang, dashes) => {
    const found: Record<string, number> = {};
    for (const { text, breaks } of cases) {
      const ours = new Set(opportunities(text, lang).positions);
      const wrong = [
        ...breaks.filter((at) => !ours.has(at)),
        ...[...ours].filter((at) => !breaks.includes(at)),
      ];
      for (const at of wrong) {
        const why = deviationAt(text, at);
        found[why] = (found[why] ?? 0) + 1;
      }
    }
    expect(found).toEqual({
      "LB25 in the standard's default form": 33,
      "CLREQ 3.1.4: a single dash does not begin a line in Chinese": dashes,
      "LB30: a control or unassigned character is no letter before a wide bracket": 2,
      "LB30b: an emoji that Unicode has not assigned yet": 1,
    });
  });
});
