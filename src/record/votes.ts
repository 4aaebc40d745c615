import { stated } from "./fact.ts";
import { byId, entriesBy, once } from "./index-by.ts";
import { headcount, shareOf } from "./presence.ts";
import type { Vote, VoteCounts, VoteResult } from "./schema/business.ts";
import type { Body } from "./schema/people.ts";
import type { MeetingRecord } from "./schema/record.ts";
import type { Threshold, VoteBase } from "./schema/rules.ts";

/** The numbers of a vote. A number that is not there is not zero but not recorded. */
export type Counts = { readonly [Name in keyof VoteCounts]?: number | undefined };

/** What a result is computed from. `size` is the number of those entitled, for bases that are not votes cast. */
export interface VoteFacts {
  readonly counts: Counts;
  readonly base?: VoteBase | undefined;
  readonly threshold?: Threshold | undefined;
  readonly size?: number | undefined;
}

/**
 * What the numbers of a vote come to. `base` is the number the share is taken of and `needed` how many votes
 * in favour carry; each is absent, and `carried` undefined, where the record does not say enough.
 */
export interface VoteOutcome {
  readonly carried: boolean | undefined;
  readonly result: VoteResult | undefined;
  readonly base?: number;
  readonly needed?: number;
}

const UNDECIDED: VoteOutcome = { carried: undefined, result: undefined };

/** The counts that make up each base, where it is a sum of counts. All of them must be known. */
export const COUNTED_IN = {
  cast: ["for", "against", "abstain"],
  castWithoutAbstentions: ["for", "against"],
  present: ["for", "against", "abstain", "invalid", "blank", "presentNotVoting"],
  allMembers: [],
  delegates: [],
} as const satisfies Record<VoteBase, readonly (keyof VoteCounts)[]>;

/** The result of a vote from its numbers alone. No majority is taken for granted: without a threshold there is no result. */
export function voteOutcome({ counts, base, threshold, size }: VoteFacts): VoteOutcome {
  if (base === undefined) return UNDECIDED;
  const total = baseCount(counts, base, size);
  if (total === undefined || total === 0) return UNDECIDED;
  if (threshold === undefined) return { ...UNDECIDED, base: total };
  const needed = shareOf(total, threshold, threshold.strict);
  if (counts.for === undefined) return { ...UNDECIDED, base: total, needed };
  const carried = counts.for >= needed;
  // Equal numbers are called a tie only where half was the mark; short of two thirds they are simply too few.
  const tied = !carried && counts.for === counts.against && threshold.num * 2 === threshold.den;
  return { carried, result: carried ? "carried" : tied ? "tied" : "lost", base: total, needed };
}

function baseCount(counts: Counts, base: VoteBase, size: number | undefined): number | undefined {
  const names = COUNTED_IN[base];
  if (names.length === 0) return size;
  const numbers = names.map((name) => counts[name]);
  if (base === "present" && size !== undefined) return size;
  return numbers.reduce<number | undefined>(
    (sum, number) => (sum === undefined || number === undefined ? undefined : sum + number),
    0,
  );
}

/** The numbers of a vote as far as they are stated. */
export const countsOf = (vote: Vote): Counts =>
  Object.fromEntries(Object.entries(vote.counts).map(([name, fact]) => [name, stated(fact)]));

/** The rule a vote is measured by: its own, else that of the motion, else that of the body. */
export function ruleOf(
  record: MeetingRecord,
  vote: Vote,
): { readonly base?: VoteBase | undefined; readonly threshold?: Threshold | undefined } {
  const motion = byId(record.motions, vote.on?.motion);
  const rule = bodyOf(record, vote.sitting)?.decisionRule;
  return {
    base: vote.base ?? rule?.base,
    threshold: vote.threshold ?? motion?.requirement ?? rule?.threshold,
  };
}

/** The result of a vote, with rule and numbers taken from wherever the record has them. */
export function outcomeOf(record: MeetingRecord, vote: Vote): VoteOutcome {
  const { base, threshold } = ruleOf(record, vote);
  return voteOutcome({ counts: countsOf(vote), base, threshold, size: sizeOf(record, vote, base) });
}

/** How many were entitled, for bases that are not votes cast; undefined where that is not known exactly. */
export function sizeOf(record: MeetingRecord, vote: Vote, base: VoteBase | undefined): number | undefined {
  const body = bodyOf(record, vote.sitting);
  if (base === "allMembers" || base === "delegates") return stated(body?.memberCount);
  if (base !== "present") return undefined;
  const item = itemOfVote(record, vote);
  if (item === undefined) return undefined;
  const { least, most } = headcount(record, { item, sitting: vote.sitting }, body?.id);
  return least === most ? least : undefined;
}

/** The body that sat: that of the sitting, else the only body of the meeting. */
export function bodyOf(record: MeetingRecord, sitting?: string | undefined): Body | undefined {
  const known = bodiesThatSat(record);
  if (!known.has(sitting)) known.set(sitting, findBody(record, sitting));
  return known.get(sitting);
}

/** Bodies by sitting, filled as they are asked for: every vote asks several times. */
const bodiesThatSat = once((_: MeetingRecord) => new Map<string | undefined, Body | undefined>());

function findBody(record: MeetingRecord, sitting: string | undefined): Body | undefined {
  const sat = record.sittings.filter(({ id }) => sitting === undefined || id === sitting);
  const own = new Set(sat.map(({ body }) => stated(body)));
  const [only] = own.size === 1 ? [...own] : [];
  const id = only ?? (record.meeting.bodies.length === 1 ? record.meeting.bodies[0] : undefined);
  return record.bodies.find((body) => body.id === id);
}

/** The agenda item a vote was taken under: its own, else that of what was voted on, else the first of its block. */
export function itemOfVote(record: MeetingRecord, vote: Vote): string | undefined {
  const { motion, resolution, election } = vote.on ?? {};
  return (
    vote.item ??
    byId(record.motions, motion)?.item ??
    byId(record.resolutions, resolution)?.item ??
    byId(record.elections, election)?.item ??
    vote.block[0]
  );
}

/** The votes taken under an agenda item; under none for `undefined`. */
export const votesUnder = (record: MeetingRecord, item: string | undefined): readonly Vote[] =>
  votesByItem(record).get(item) ?? [];

const votesByItem = once((record: MeetingRecord) =>
  Map.groupBy(record.votes, (vote) => itemOfVote(record, vote)),
);

/** The votes on a motion, a resolution or an election. */
export const votesOn = {
  motion: entriesBy(({ on }: Vote) => on?.motion),
  resolution: entriesBy(({ on }: Vote) => on?.resolution),
  election: entriesBy(({ on }: Vote) => on?.election),
} as const;
