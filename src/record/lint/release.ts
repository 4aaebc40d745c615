import { type Path, valueAt } from "../../yaml/path.ts";
import { stepsOf } from "../pointer.ts";
import { type MeetingRecord, recordSchema } from "../schema/record.ts";
import { type Finding, type Matter, words } from "./finding.ts";

/** Whether the papers may leave the house: open questions, names not given, embargoes, redactions. */
export const lintRelease = (matter: Matter): readonly Finding[] => [
  ...openIssues(matter),
  ...honorees(matter),
  ...pointers(matter),
  ...status(matter.record),
];

/** States of a record in which nothing should be open any more. */
const SETTLED: ReadonlySet<MeetingRecord["status"]> = new Set(["final", "approved", "corrected"]);

/** Open questions, each by itself where the record is to be final; otherwise one line that counts them. */
function openIssues({ record, final }: Matter): readonly Finding[] {
  const open = record.issues.flatMap((issue, i) => (issue.resolution === undefined ? [{ issue, i }] : []));
  if (final || SETTLED.has(record.status)) {
    return open.map(({ issue, i }) => ({
      code: "record/open-issue",
      severity: issue.severity,
      message: `this question is still open: ${words(issue.text)}`,
      path: ["issues", i],
      hint: "add resolution with the answer that was chosen",
    }));
  }
  if (open.length === 0) return [];
  const grave = open.filter(({ issue }) => issue.severity === "error").length;
  const weight = grave === 0 ? "" : `; ${grave} of them would keep the record from becoming final`;
  return [
    {
      code: "record/open-issues",
      severity: "note",
      message: `${open.length === 1 ? "one question is" : `${open.length} questions are`} still open${weight}`,
      path: ["issues"],
    },
  ];
}

/** A missing name keeps the honor list from being final; minutes may well report that it is still to come. */
function honorees({ record, final, today, documents }: Matter): readonly Finding[] {
  return record.awards.flatMap(({ title, honorees: listed }, i) =>
    listed.flatMap((honoree, j): readonly Finding[] => {
      const path = ["awards", i, "honorees", j];
      if (honoree.status === "unnamed" || honoree.status === "pending") {
        return [
          {
            code: "record/unnamed-honoree",
            severity: final && documents.includes("honors") ? "error" : "warning",
            message: `${words(title)}: ${honoree.status === "unnamed" ? "nobody is named" : "the name is still to come"}`,
            path,
            hint: "ask for the names; a final honor list is refused without them",
          },
        ];
      }
      return embargo(honoree, path, final, today);
    }),
  );
}

/** Without knowing the day, an embargo can only be called to mind. */
function embargo(
  { status: word, embargoUntil }: MeetingRecord["awards"][number]["honorees"][number],
  path: Path,
  final: boolean,
  today: string | undefined,
): readonly Finding[] {
  if (word !== "embargoed" && embargoUntil === undefined) return [];
  const isOver = today !== undefined && embargoUntil !== undefined && embargoUntil.slice(0, 10) < today;
  if (isOver && word !== "embargoed") return [];
  const until = embargoUntil === undefined ? "" : ` until ${embargoUntil}`;
  return [
    {
      code: "record/embargo",
      severity: today === undefined ? "note" : final ? "error" : "warning",
      message: isOver
        ? `the embargo ended on ${embargoUntil}, but the name is still missing`
        : `this name is under embargo${until}`,
      path: embargoUntil === undefined ? path : [...path, "embargoUntil"],
    },
  ];
}

/** Paths written in the record itself, which must lead to something. */
function pointers({ record, loaded }: Matter): readonly Finding[] {
  const redactions = record.redactions.flatMap(({ path, ground }, i): readonly Finding[] => [
    ...(leads(loaded.value, path)
      ? []
      : [
          {
            code: "record/redaction-leads-nowhere",
            severity: "error",
            message: `there is nothing at ${path}, so nothing would be hidden`,
            path: ["redactions", i, "path"],
            hint: "write it as agenda[3].summary; lists are counted from 0",
          } as const,
        ]),
    ...(ground === undefined
      ? [
          {
            code: "record/redaction-without-ground",
            severity: "warning",
            message: "nothing says on what ground this is withheld",
            path: ["redactions", i],
            hint: "readers may ask for the rule: add ground",
          } as const,
        ]
      : []),
  ]);
  const issues = record.issues.flatMap(({ about }, i): readonly Finding[] =>
    about === undefined || leads(loaded.value, about)
      ? []
      : [
          {
            code: "record/issue-leads-nowhere",
            severity: "note",
            message: `there is nothing at ${about}`,
            path: ["issues", i, "about"],
            hint: "write it as people[2].name; lists are counted from 0, or take the id in place of the number",
          },
        ],
  );
  return [...redactions, ...issues];
}

/** Whether a written path leads to a value, or to a field that the record could have at its top. */
function leads(record: unknown, written: string): boolean {
  const path = stepsOf(record, written);
  if (path.length === 1 && Object.hasOwn(recordSchema.shape, String(path[0]))) return true;
  return path.length > 0 && valueAt(record, path) !== undefined;
}

function status(record: MeetingRecord): readonly Finding[] {
  const findings: Finding[] = [];
  const isApproved = record.approvals.some(({ result }) => result !== "refused");
  if (record.status === "approved" && !isApproved) {
    findings.push({
      code: "record/approved-without-approval",
      severity: "warning",
      message: "the record is said to be approved, but no approval is recorded",
      path: ["status"],
      hint: "add approvals with by and at",
    });
  }
  if (record.status === "corrected" && record.revisions.length === 0) {
    findings.push({
      code: "record/corrected-without-revision",
      severity: "warning",
      message: "the record is said to be corrected, but no revision says what was changed",
      path: ["status"],
    });
  }
  return findings;
}
