import type { Path } from "../../yaml/path.ts";
import { stated } from "../fact.ts";
import { entriesBy, ofItem } from "../index-by.ts";
import { demandsFor } from "../profile.ts";
import type { Fact } from "../schema/evidence.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { outcomeOf, votesOn, votesUnder } from "../votes.ts";
import { type Finding, type Matter, unlessExplained, wordingsIn, words } from "./finding.ts";
import { APPROVES_NO_MINUTES, type FactName } from "./required.ts";

/** Whether what was done is told to its end: outcomes, wordings, owners, numbers, what was put off. */
export const lintBusiness = (matter: Matter): readonly Finding[] => [
  ...motions(matter.record),
  ...resolutions(matter.record),
  ...actions(matter),
  ...appeals(matter.record),
  ...numbering(matter.record),
  ...untakenItems(matter.record),
  ...previousMinutes(matter.record),
  ...awards(matter.record),
];

function motions(record: MeetingRecord): readonly Finding[] {
  return record.motions.flatMap(({ id, disposition }, i): readonly Finding[] => {
    // A vote with a result says what became of it.
    const isDecided = votesOn
      .motion(record.votes, id)
      .some(
        (vote) => stated(vote.statedResult) !== undefined || outcomeOf(record, vote).result !== undefined,
      );
    if (disposition !== "notStated" || isDecided) return [];
    return [
      {
        code: "record/motion-without-disposition",
        severity: "warning",
        message: "nothing says what became of this motion",
        path: ["motions", i],
        hint: "add disposition: adopted, lost, postponed, referred, tabled or withdrawn",
      },
    ];
  });
}

function resolutions(record: MeetingRecord): readonly Finding[] {
  return record.resolutions.flatMap((resolution, i): readonly Finding[] => {
    const findings: Finding[] = [];
    // A gap that somebody has stated is known; only silence is worth asking about.
    if (resolution.text === undefined) {
      findings.push({
        code: "record/resolution-without-text",
        severity: "warning",
        message: `the wording of ${words(resolution.title)} is not recorded`,
        path: ["resolutions", i],
        hint: "add text; if nobody knows it, write text: {status: notStated}",
      });
    }
    const isVoted =
      stated(resolution.vote) !== undefined || votesOn.resolution(record.votes, resolution.id).length > 0;
    const isSettled = resolution.disposition !== "notStated" || stated(resolution.adoptedBy) !== undefined;
    if (!isSettled && !isVoted && resolution.motion === undefined) {
      findings.push({
        code: "record/resolution-without-disposition",
        severity: "warning",
        message: `nothing says whether ${words(resolution.title)} was adopted`,
        path: ["resolutions", i],
        hint: "add disposition, adoptedBy or the vote",
      });
    }
    return findings;
  });
}

/** What profiles call the facts that are also worth a word without any profile. */
const ACTION_FACTS = [
  ["owner", "action-owner", "record/action-without-owner", "the action has no owner"],
  ["due", "action-due", "record/action-without-due-date", "the action has no due date"],
] as const satisfies readonly (readonly ["owner" | "due", FactName, string, string])[];

/** Actions that nobody owns or that are due at no time. Where the profile asks for these, it speaks itself. */
function actions({ record, profile, documents }: Matter): readonly Finding[] {
  return ACTION_FACTS.flatMap(([field, fact, code, message]) => {
    const isAsked = documents.some((document) => (demandsFor(profile, document)[fact] ?? "free") !== "free");
    if (isAsked) return [];
    return record.actions.flatMap((action, i): readonly Finding[] => {
      const written: Fact<unknown> | undefined = action[field];
      if (written !== undefined || action.status === "done" || action.status === "dropped") return [];
      return [
        {
          code,
          severity: "warning",
          message,
          path: ["actions", i],
          hint: `a blank ${field} is better than an invented one; write ${field}: notStated if it was left open`,
        },
      ];
    });
  });
}

/** Words by which speakers call on everybody; they belong to what was said, not to what was decided. */
const APPEAL =
  /^(?:all |everyone |everybody |members |we |let us |they )?(?:should|must|need to|ought to)? ?(?:strive|endeavou?r|uphold|focus on|pay attention to|keep in mind|work hard)\b|^(?:大家|全体职工|各级|我们)?(?:要|应|应当|必须)?(?:努力|力争|坚持|牢记|高度重视|号召)/iu;

function appeals(record: MeetingRecord): readonly Finding[] {
  const lists = [
    ["decisions", record.decisions],
    ["actions", record.actions],
  ] as const;
  return lists.flatMap(([list, entries]) =>
    entries.flatMap(({ text }, i): readonly Finding[] =>
      wordingsIn(text).some((wording) => APPEAL.test(wording.trim()))
        ? [
            {
              code: "record/worded-as-appeal",
              severity: "note",
              message: `${words(text)} sounds like an appeal`,
              path: [list, i, "text"],
              hint: "what somebody called for is a point of a speech; nobody can report it as done",
            },
          ]
        : [],
    ),
  );
}

interface Numbered {
  readonly no: string;
  readonly path: Path;
  readonly group: string;
}

/** Numbers given twice, and numbers left out where a list is printed without gaps. */
function numbering(record: MeetingRecord): readonly Finding[] {
  const from = (list: string, no: string | undefined, i: number, group = list): readonly Numbered[] =>
    no === undefined ? [] : [{ no, path: [list, i, "no"], group }];
  const gapless = [
    record.agenda.flatMap(({ no, parent }, i) => from("agenda", no, i, parent ?? "")),
    record.motions.flatMap(({ no }, i) => from("motions", no, i)),
    record.resolutions.flatMap(({ no }, i) => from("resolutions", stated(no), i)),
    record.decisions.flatMap(({ no }, i) => from("decisions", no, i)),
  ];
  // Papers and actions keep the numbers they have across meetings.
  const free = [
    record.documents.flatMap(({ no }, i) => from("documents", no, i)),
    record.actions.flatMap(({ no }, i) => from("actions", no, i)),
  ];
  return [...[...gapless, ...free].flatMap(duplicates), ...gapless.flatMap(gaps)];
}

function duplicates(numbers: readonly Numbered[]): readonly Finding[] {
  const seen = new Set<string>();
  return numbers.flatMap(({ no, path, group }): readonly Finding[] => {
    const key = JSON.stringify([group, no]);
    if (seen.has(key)) {
      const message = `the number ${no} is given twice`;
      return [{ code: "record/duplicate-number", severity: "warning", message, path }];
    }
    seen.add(key);
    return [];
  });
}

function gaps(numbers: readonly Numbered[]): readonly Finding[] {
  const series = Map.groupBy(
    numbers.flatMap((numbered) => {
      const found = /^(.*?)(\d+)$/u.exec(numbered.no);
      return found ? [{ ...numbered, prefix: found[1] ?? "", value: Number(found[2]) }] : [];
    }),
    ({ prefix, group }) => JSON.stringify([group, prefix]),
  );
  return [...series.values()].flatMap((row) =>
    row
      .toSorted((a, b) => a.value - b.value)
      .flatMap(({ prefix, value, path }, i, sorted): readonly Finding[] => {
        const before = sorted[i - 1]?.value;
        if (before === undefined || value - before <= 1) return [];
        const missing =
          value - before === 2 ? `${prefix}${before + 1}` : `${prefix}${before + 1} to ${prefix}${value - 1}`;
        return [
          {
            code: "record/numbering-gap",
            severity: "warning",
            message: `${missing} is missing before ${prefix}${value}`,
            path,
          },
        ];
      }),
  );
}

/** Items that were put off without a word of when they come back, or dropped and yet decided. */
function untakenItems(record: MeetingRecord): readonly Finding[] {
  return record.agenda.flatMap((item, i): readonly Finding[] => {
    if (item.status === "deferred") return deferredItem(record, item, i);
    if (item.status === "taken") return [];
    const isVoted = votesUnder(record, item.id).length > 0;
    const isDecided = isVoted || ofItem(record.decisions, item.id).length > 0;
    if (!isDecided) return [];
    return [
      {
        code: "record/untaken-item-decided",
        severity: unlessExplained(item),
        message: `the item was ${item.status === "withdrawn" ? "withdrawn" : "not reached"}, but something was decided in it`,
        path: ["agenda", i, "status"],
      },
    ];
  });
}

function deferredItem(
  record: MeetingRecord,
  { id, summary, note }: MeetingRecord["agenda"][number],
  i: number,
): readonly Finding[] {
  const comesBack =
    summary.length > 0 ||
    note !== undefined ||
    comingFrom(record.actions, id).length > 0 ||
    ofItem(record.decisions, id).length > 0 ||
    ofItem(record.motions, id).some(({ disposition }) => disposition === "postponed");
  if (comesBack) return [];
  return [
    {
      code: "record/deferred-item",
      severity: "note",
      message: "the item was deferred, and nothing says to when",
      path: ["agenda", i, "status"],
      hint: "say so in its summary, or add an action to bring it back",
    },
  ];
}

const comingFrom = entriesBy(({ fromItem }: MeetingRecord["actions"][number]) => fromItem);

function previousMinutes(record: MeetingRecord): readonly Finding[] {
  const kind = stated(record.meeting.kind);
  return record.previousMinutes.flatMap(({ status, corrections }, i): readonly Finding[] => {
    const findings: Finding[] = [];
    if (kind !== undefined && APPROVES_NO_MINUTES.has(kind) && status !== "deferred") {
      findings.push({
        code: "record/special-meeting-approves-minutes",
        severity: "warning",
        message: `a meeting of the kind “${kind}” does not usually approve the minutes of another`,
        path: ["previousMinutes", i],
      });
    }
    const isCorrected = status === "approvedWithCorrections";
    if (status !== "deferred" && isCorrected !== corrections.length > 0) {
      findings.push({
        code: "record/corrections-differ",
        severity: "warning",
        message: isCorrected
          ? "the minutes were approved with corrections, but none are recorded"
          : "the minutes were approved as presented, but corrections are recorded",
        path: ["previousMinutes", i, "status"],
      });
    }
    return findings;
  });
}

function awards(record: MeetingRecord): readonly Finding[] {
  return record.awards.flatMap((award, i): readonly Finding[] => {
    const expected = stated(award.expectedCount);
    const named = award.honorees.filter(({ status, stage }) => {
      const isOut = stage === "declined" || stage === "revoked";
      return !isOut && status !== "unnamed";
    }).length;
    // An entry for the unnamed may stand for any number of them.
    const isOpen = award.honorees.some(({ status }) => status === "unnamed");
    if (expected === undefined || named === expected || (named < expected && isOpen)) return [];
    return [
      {
        code: "record/honoree-count-differs",
        severity: unlessExplained(award, award.expectedCount),
        message: `${words(award.title)} is given to ${expected}, but ${named} are listed`,
        path: ["awards", i, "expectedCount"],
        hint: "compare the list with the decision",
      },
    ];
  });
}
