import { expect, it } from "vitest";
import type { LintContext } from "../../../src/record/lint.ts";
import { linted } from "./support.ts";

const PEOPLE = "people: [{id: ann, name: Ann}, {id: bob, name: Bob, contact: {email: bob@example.org}}]\n";
const ISSUES =
  "issues: [{id: a, severity: error, text: Who?}, {id: b, severity: note, text: When?, resolution: Now}]\n";
const UNNAMED = "awards: [{title: Star, honorees: [{status: unnamed}]}]";
const EMBARGO = "awards: [{title: Star, honorees: [{person: ann, embargoUntil: 2026-04-01}]}]";
const embargo = (severity: string) => [`${severity} record/embargo awards[0].honorees[0].embargoUntil`];

const cases: readonly (readonly [
  title: string,
  fields: string,
  expected: readonly string[],
  context?: Partial<LintContext>,
])[] = [
  ["open questions are counted", ISSUES, ["note record/open-issues issues"]],
  ["open questions refuse a final paper", ISSUES, ["error record/open-issue issues[0]"], { final: true }],
  ["open questions in a final record", `status: final\n${ISSUES}`, ["error record/open-issue issues[0]"]],
  ["nobody named", UNNAMED, ["warning record/unnamed-honoree awards[0].honorees[0]"]],
  [
    "nobody named in final minutes",
    UNNAMED,
    ["warning record/unnamed-honoree awards[0].honorees[0]"],
    { final: true },
  ],
  [
    "nobody named in a final honor list",
    UNNAMED,
    ["error record/unnamed-honoree awards[0].honorees[0]"],
    { final: true, documents: ["honors"] },
  ],
  ["an embargo, the day not known", EMBARGO, embargo("note")],
  ["an embargo still on", EMBARGO, embargo("warning"), { today: "2026-03-20" }],
  ["an embargo still on, in a final paper", EMBARGO, embargo("error"), { today: "2026-03-20", final: true }],
  ["an embargo that is over", EMBARGO, [], { today: "2026-04-02" }],
  [
    "a redaction without a ground",
    "agenda: [{id: a, title: A}]\nredactions: [{path: 'agenda[0].title', mark: M}]",
    ["warning record/redaction-without-ground redactions[0]"],
  ],
  [
    "a redaction of nothing",
    "redactions: [{path: 'agenda[0].title', mark: M, ground: G}]",
    ["error record/redaction-leads-nowhere redactions[0].path"],
  ],
  [
    "an issue about nothing",
    "issues: [{id: a, severity: note, text: T, resolution: R, about: 'people[7].name'}]",
    ["note record/issue-leads-nowhere issues[0].about"],
  ],
  ["an issue by id", "issues: [{id: a, severity: note, text: T, resolution: R, about: people.ann.name}]", []],
  [
    "an issue about a list that is missing",
    "issues: [{id: a, severity: note, text: T, resolution: R, about: votes}]",
    [],
  ],
  ["approved by nobody", "status: approved", ["warning record/approved-without-approval status"]],
  [
    "corrected without saying what",
    "status: corrected",
    ["warning record/corrected-without-revision status"],
  ],
];

for (const [title, fields, expected, context = {}] of cases) {
  it(title, () => expect(linted(PEOPLE + fields, context)).toEqual(expected));
}
