import { stated } from "../fact.ts";
import { byId } from "../index-by.ts";
import { headcount, whereabouts } from "../presence.ts";
import { type BallotOption, COUNT_NAMES, type Vote } from "../schema/business.ts";
import type { MeetingRecord } from "../schema/record.ts";
import {
  bodyOf,
  COUNTED_IN,
  countsOf,
  itemOfVote,
  outcomeOf,
  ruleOf,
  sizeOf,
  votesOn,
  votesUnder,
} from "../votes.ts";
import {
  EXPLAIN,
  type Finding,
  isOurs,
  type Matter,
  nameOf,
  unlessExplained,
  wordingsIn,
} from "./finding.ts";

/** Whether votes add up: counts, names, rules, results, and who was in the room. A count that is not stated is not zero. */
export const lintVotes = (matter: Matter): readonly Finding[] => [
  ...matter.record.votes.flatMap((vote, i) => RULES.flatMap((rule) => rule(matter.record, vote, i))),
  ...dispositions(matter.record),
  ...unanimity(matter),
  ...elections(matter.record),
  ...evaluations(matter.record),
];

type Rule = (record: MeetingRecord, vote: Vote, i: number) => readonly Finding[];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The counts that together are everybody entitled, for a base that is a number of people. */
const MAKES_UP = {
  present: COUNTED_IN.present,
  allMembers: COUNT_NAMES,
  delegates: COUNT_NAMES,
} as const;

const countsAgainstBase: Rule = (record, vote, i) => {
  const { base } = ruleOf(record, vote);
  if (base === undefined || !(base in MAKES_UP)) return [];
  const entitled = sizeOf(record, vote, base);
  if (entitled === undefined || isWeighted(record, vote)) return [];
  const counts = countsOf(vote);
  const numbers = MAKES_UP[base as keyof typeof MAKES_UP].map((name) => counts[name]);
  const total = sum(numbers.map((number) => number ?? 0));
  const isComplete = !numbers.includes(undefined);
  if (total === entitled || (total < entitled && !isComplete)) return [];
  return [
    {
      code: "record/vote-counts-differ-from-base",
      severity: unlessExplained(vote),
      message: `the counts add up to ${total}, but ${entitled} were entitled`,
      path: ["votes", i, "counts"],
      hint: "compare the counts with the source, or name another base",
    },
  ];
};

/** Votes of those in the room against the number that the attendance list has in it. */
const countsAgainstRoom: Rule = (record, vote, i) => {
  const item = itemOfVote(record, vote);
  if (item === undefined || vote.method === "circular" || isWeighted(record, vote)) return [];
  if (ruleOf(record, vote).base === "present" && sizeOf(record, vote, "present") !== undefined) return [];
  const counts = countsOf(vote);
  const cast = sum(COUNTED_IN.present.map((name) => counts[name] ?? 0));
  const body = bodyOf(record, vote.sitting);
  const { most } = headcount(record, { item, sitting: vote.sitting }, body?.id);
  if (most === undefined || most === 0 || cast <= most || !isFullList(record, body?.id)) return [];
  return [
    {
      code: "record/more-votes-than-voters",
      severity: unlessExplained(vote),
      message: `${cast} took part in the vote, but at most ${most} with a vote were in the room`,
      path: ["votes", i, "counts"],
      hint: "somebody who stood aside, left or came later may have been counted",
    },
  ];
};

/** Whether the attendance list is meant to have every member: as many as the body has, present or not. */
function isFullList(record: MeetingRecord, body: string | undefined): boolean {
  const members = stated(record.bodies.find(({ id }) => id === body)?.memberCount);
  if (members === undefined) return false;
  const listed = sum(
    record.attendees.map((entry) => (entry.group === undefined ? 1 : (stated(entry.group.count) ?? 0))),
  );
  return listed >= members;
}

const isWeighted = (record: MeetingRecord, vote: Vote): boolean =>
  record.attendees.some(({ weight }) => weight !== undefined) ||
  vote.named.some(({ weight }) => weight !== undefined);

const countsAgainstBallots: Rule = (record, vote, i) => {
  if (vote.named.length === 0 || isWeighted(record, vote)) return [];
  const counts = countsOf(vote);
  const tally = (option: BallotOption) => vote.named.filter((ballot) => ballot.vote === option).length;
  const isWhole =
    vote.method === "rollCall" || vote.named.length >= sum(BALLOTS.map((name) => counts[name] ?? 0));
  return BALLOTS.flatMap((option): readonly Finding[] => {
    const count = counts[option];
    const named = tally(option);
    if (count === undefined || named === count || (named < count && !isWhole)) return [];
    // Who was not there need not be called.
    if (named < count && (option === "absent" || option === "recused")) return [];
    return [
      {
        code: "record/vote-counts-differ-from-names",
        severity: unlessExplained(vote, vote.counts[option]),
        message: `${count} are counted as “${option}”, but ${named} are named`,
        path: ["votes", i, "counts", option],
        hint: EXPLAIN,
      },
    ];
  });
};

const BALLOTS = ["for", "against", "abstain", "absent", "recused"] as const satisfies readonly BallotOption[];

const namedTwice: Rule = (record, vote, i) => {
  const seen = new Set<string>();
  return vote.named.flatMap(({ person }, j): readonly Finding[] => {
    if (!seen.has(person)) {
      seen.add(person);
      return [];
    }
    return [
      {
        code: "record/voter-named-twice",
        severity: "error",
        message: `${nameOf(record, person)} has more than one vote here`,
        path: ["votes", i, "named", j, "person"],
      },
    ];
  });
};

const CAST: ReadonlySet<BallotOption> = new Set(["for", "against", "abstain"]);

const votersInRoom: Rule = (record, vote, i) => {
  const item = itemOfVote(record, vote);
  if (item === undefined || vote.method === "circular") return [];
  return vote.named.flatMap((ballot, j): readonly Finding[] => {
    if (!CAST.has(ballot.vote) || ballot.byProxy !== undefined) return [];
    const where = whereabouts(record, ballot.person, { item, sitting: vote.sitting });
    const name = nameOf(record, ballot.person);
    const path = ["votes", i, "named", j];
    if (where === "out") {
      return [
        {
          code: "record/voter-not-in-room",
          severity: unlessExplained(ballot),
          message: `${name} votes “${ballot.vote}”, but was not in the room`,
          path,
          hint: "if somebody voted for them, name that person under byProxy",
        },
      ];
    }
    if (where !== "recused" && where !== "silent") return [];
    return [
      {
        code: "record/recused-voter",
        severity: unlessExplained(ballot),
        message: `${name} stood aside in this item, but votes “${ballot.vote}”`,
        path,
        hint: "write vote: recused, or correct the interest",
      },
    ];
  });
};

const thresholdWithoutBase: Rule = (record, vote, i) => {
  const { base, threshold } = ruleOf(record, vote);
  if (threshold === undefined || base !== undefined) return [];
  return [
    {
      code: "record/threshold-without-base",
      severity: "warning",
      message: `${threshold.strict ? "more than " : ""}${threshold.num}/${threshold.den} is needed, but of what is not said`,
      path: vote.threshold === undefined ? ["votes", i] : ["votes", i, "threshold"],
      hint: "add base: cast, castWithoutAbstentions, present, allMembers or delegates",
    },
  ];
};

const statedAgainstComputed: Rule = (record, vote, i) => {
  const { result, needed } = outcomeOf(record, vote);
  const said = stated(vote.statedResult);
  if (result === undefined || said === undefined || said === result) return [];
  // A tie is lost unless a rule or a casting vote says otherwise.
  if (said === "lost" && result === "tied") return [];
  return [
    {
      code: "record/vote-result-differs",
      severity: unlessExplained(vote, vote.statedResult),
      message: `the result is said to be “${said}”, but ${stated(vote.counts.for)} in favour of ${needed} needed makes it “${result}”`,
      path: ["votes", i, "statedResult"],
      hint: result === "tied" ? "a casting vote is counted like any other" : EXPLAIN,
    },
  ];
};

const nothingVotedOn: Rule = (_record, vote, i) =>
  vote.on === undefined && vote.block.length === 0 && vote.item === undefined
    ? [
        {
          code: "record/vote-on-nothing",
          severity: "warning",
          message: "nothing says what was voted on",
          path: ["votes", i],
          hint: "add on with a motion, resolution or election, or an item",
        },
      ]
    : [];

const blocks: Rule = (record, vote, i) =>
  vote.block.flatMap((item, j): readonly Finding[] => {
    const entry = byId(record.agenda, item);
    const path = ["votes", i, "block", j];
    if (entry !== undefined && entry.status !== "taken") {
      return [
        {
          code: "record/block-with-untaken-item",
          severity: "error",
          message: `the block holds the item “${item}”, which was ${UNTAKEN[entry.status]}`,
          path,
        },
      ];
    }
    const separate = votesUnder(record, item).some((other) => other !== vote);
    if (!separate) return [];
    return [
      {
        code: "record/block-with-separate-item",
        severity: "error",
        message: `the block holds the item “${item}”, which has a vote of its own`,
        path,
      },
    ];
  });

const UNTAKEN = { taken: "taken", deferred: "deferred", withdrawn: "withdrawn", notReached: "not reached" };

const dissentAgainstBallot: Rule = (record, vote, i) =>
  vote.dissents.flatMap(({ person }, j): readonly Finding[] =>
    vote.named.some((ballot) => ballot.person === person && ballot.vote === "for")
      ? [
          {
            code: "record/dissent-differs-from-vote",
            severity: "error",
            message: `${nameOf(record, person)} dissents, but is named as voting “for”`,
            path: ["votes", i, "dissents", j],
          },
        ]
      : [],
  );

const RULES: readonly Rule[] = [
  countsAgainstBase,
  countsAgainstRoom,
  countsAgainstBallots,
  namedTwice,
  votersInRoom,
  thresholdWithoutBase,
  statedAgainstComputed,
  nothingVotedOn,
  blocks,
  dissentAgainstBallot,
];

/** Which dispositions each result contradicts. */
const CONTRADICTS = {
  carried: new Set(["lost", "tied"]),
  lost: new Set(["adopted", "tied", "byConsent"]),
  tied: new Set(["adopted", "byConsent"]),
} as const;

/** What a motion or resolution is said to have become, against the only vote on it. */
function dispositions(record: MeetingRecord): readonly Finding[] {
  const lists = [
    ["motions", "motion", record.motions],
    ["resolutions", "resolution", record.resolutions],
  ] as const;
  return lists.flatMap(([list, kind, entries]) =>
    entries.flatMap((entry, i): readonly Finding[] => {
      const votes = votesOn[kind](record.votes, entry.id);
      const [vote] = votes;
      // A second vote on one motion (a recount, a reconsideration) may rightly have another result.
      if (vote === undefined || votes.length > 1) return [];
      const result = outcomeOf(record, vote).result ?? stated(vote.statedResult);
      const { disposition } = entry;
      if (result === undefined || !(CONTRADICTS[result] as ReadonlySet<string>).has(disposition)) return [];
      return [
        {
          code: "record/disposition-differs",
          severity: unlessExplained(entry, vote),
          message: `the ${kind} is said to be “${disposition}”, but the vote on it was ${result}`,
          path: [list, i, "disposition"],
          hint: EXPLAIN,
        },
      ];
    }),
  );
}

const UNANIMOUS = /\bunanimous(ly)?\b|\bnem\.? ?con\b|一致(通过|同意|赞成|表决)|全票|全体一致/iu;

/** “Unanimously” is a count in words, so there must be counts behind it, and none against it. */
function unanimity({ record, texts }: Matter): readonly Finding[] {
  return texts.filter(isOurs).flatMap(({ text, path }): readonly Finding[] => {
    if (!wordingsIn(text).some((wording) => UNANIMOUS.test(wording))) return [];
    const item = itemAt(record, path);
    const votes = item === undefined ? record.votes : votesUnder(record, item);
    if (votes.some(({ method }) => method === "unanimousConsent")) return [];
    const isCounted = votes.some(({ counts }) => stated(counts.for) !== undefined);
    const code = isCounted ? "record/not-unanimous" : "record/unanimous-without-counts";
    const divided = votes.filter(
      ({ counts }) => (stated(counts.against) ?? 0) > 0 || (stated(counts.abstain) ?? 0) > 0,
    );
    // With several votes around, one without a voice against it may be the one that is meant.
    if (isCounted && divided.length < votes.length) return [];
    return [
      {
        code,
        severity: "warning",
        message: isCounted
          ? "this says “unanimous”, but the vote has votes against or abstentions"
          : "this says “unanimous”, but no vote with counts stands behind it",
        path,
        hint: isCounted ? "say what the counts say" : "record the vote, or leave the word out",
      },
    ];
  });
}

/** The agenda item that the entry around a path belongs to. */
function itemAt(record: MeetingRecord, [list, index]: readonly (string | number)[]): string | undefined {
  if (typeof index !== "number") return undefined;
  if (list === "agenda") return record.agenda[index]?.id;
  if (list === "decisions") return record.decisions[index]?.item;
  if (list === "resolutions") return record.resolutions[index]?.item;
  if (list === "motions") return record.motions[index]?.item;
  return undefined;
}

function elections(record: MeetingRecord): readonly Finding[] {
  return record.elections.flatMap(({ seats, elected, candidates }, i): readonly Finding[] => {
    const findings: Finding[] = [];
    if (seats !== undefined && elected.length > seats) {
      findings.push({
        code: "record/more-elected-than-seats",
        severity: "error",
        message: `${elected.length} are elected, but there ${seats === 1 ? "is one seat" : `are ${seats} seats`}`,
        path: ["elections", i, "elected"],
      });
    }
    if (candidates.length === 0) return findings;
    const strangers = elected.flatMap((person, j): readonly Finding[] =>
      candidates.some((candidate) => candidate.person === person)
        ? []
        : [
            {
              code: "record/elected-not-candidate",
              severity: "warning",
              message: `${nameOf(record, person)} is elected, but is not among the candidates`,
              path: ["elections", i, "elected", j],
            },
          ],
    );
    return [...findings, ...strangers];
  });
}

function evaluations(record: MeetingRecord): readonly Finding[] {
  return record.evaluations.flatMap((evaluation, i): readonly Finding[] => {
    const { issued, returned, valid } = stated(evaluation.ballots) ?? {};
    const chain = [
      [returned, issued, "returned", "issued"],
      [valid, returned, "valid", "returned"],
    ] as const;
    const excess = chain.flatMap(([part, whole, name, of]): readonly Finding[] =>
      part !== undefined && whole !== undefined && part > whole
        ? [
            {
              code: "record/evaluation-counts-differ",
              severity: unlessExplained(evaluation, evaluation.ballots),
              message: `${part} ballots are ${name}, but only ${whole} were ${of}`,
              path: ["evaluations", i, "ballots"],
            },
          ]
        : [],
    );
    const rows = (stated(evaluation.results) ?? []).flatMap(({ counts }, j): readonly Finding[] => {
      const numbers = counts.map(({ count }) => count);
      const total = sum(numbers.map((number) => number ?? 0));
      if (valid === undefined || numbers.length === 0) return [];
      if (total === valid || (total < valid && numbers.includes(undefined))) return [];
      // A single ballot may leave a row blank, so only more than all of them contradicts for sure.
      const severity = total > valid ? unlessExplained(evaluation, evaluation.results) : "note";
      return [
        {
          code: "record/evaluation-counts-differ",
          severity,
          message: `this row adds up to ${total}, but ${valid} ballots are valid`,
          path: ["evaluations", i, "results", j],
        },
      ];
    });
    return [...excess, ...rows];
  });
}
