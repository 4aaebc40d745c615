import { stated } from "../fact.ts";
import { byId, entriesBy } from "../index-by.ts";
import type { Resolution, Vote } from "../schema/business.ts";
import { outcomeOf, ruleOf, sizeOf, votesOn } from "../votes.ts";
import { foremost, present, type Reader } from "./reader.ts";
import type { View } from "./schema.ts";

export type VoteView = NonNullable<View["decided"][number]["vote"]>;

/** What a vote was on, and the vote where whatever was voted on names it itself. */
interface On {
  readonly motion?: string | undefined;
  readonly resolution?: string | undefined;
  readonly election?: string | undefined;
  readonly vote?: string | undefined;
}

/** The vote on something, wherever the record hangs it. */
export function voteOn(
  { record: { votes } }: Reader,
  { motion, resolution, election, vote }: On,
): Vote | undefined {
  const first = (kind: keyof typeof votesOn, id: string | undefined): Vote | undefined =>
    id === undefined ? undefined : votesOn[kind](votes, id)[0];
  return (
    byId(votes, vote) ??
    first("resolution", resolution) ??
    first("motion", motion) ??
    first("election", election)
  );
}

/** A vote with its numbers, the names where it was by name, and its result. */
export function voteView(reader: Reader, vote: Vote, items?: string): VoteView {
  const { counts } = vote;
  const called = calledCounts(vote);
  const count = {
    for: stated(counts.for) ?? called?.for,
    against: stated(counts.against) ?? called?.against,
    abstain: stated(counts.abstain) ?? called?.abstain,
    invalid: stated(counts.invalid),
    blank: stated(counts.blank),
  };
  const marks = Object.values(counts).map((fact) => reader.mark(fact));
  const named = (word: string): string | undefined => {
    const voters = vote.named.filter((one) => one.vote === word);
    return voters.length > 0 ? reader.join(voters.map(({ person }) => reader.person(person))) : undefined;
  };
  const { base } = ruleOf(reader.record, vote);
  const outcome = outcomeOf(reader.record, vote);
  const announced = stated(vote.statedResult);
  const resultMark = reader.mark(vote.statedResult);
  const whole = base === "allMembers" || base === "delegates";
  return present({
    method: vote.method === "notStated" ? undefined : vote.method,
    entitled: whole ? sizeOf(reader.record, vote, base) : undefined,
    counted: Object.values(count).some((one) => one !== undefined),
    ...count,
    forNames: named("for"),
    againstNames: named("against"),
    abstainNames: named("abstain"),
    recusedNames: named("recused"),
    result: outcome.result ?? announced,
    announced: outcome.result !== undefined && outcome.result !== announced ? announced : undefined,
    needed: outcome.needed,
    dissents: dissentsOf(reader, vote),
    items,
    mark: foremost([reader.mark(vote), resultMark, ...marks]),
  }) as VoteView; // only absent fields were left out
}

/** What a roll call counts to, where nobody wrote numbers beside the names. */
function calledCounts({
  method,
  counts,
  named,
}: Vote): Record<"for" | "against" | "abstain", number> | undefined {
  const written = Object.values(counts).some((fact) => fact !== undefined);
  if (method !== "rollCall" || written || named.length === 0) return undefined;
  const count = (word: string): number => named.filter(({ vote }) => vote === word).length;
  return { for: count("for"), against: count("against"), abstain: count("abstain") };
}

/** Dissent that was asked to be recorded, and the reasons given with votes by name. */
function dissentsOf(reader: Reader, { dissents, named }: Vote): VoteView["dissents"] {
  const dissenting = new Set(dissents.map(({ person }) => person));
  const reasoned = named.filter(({ person, reason }) => reason !== undefined && !dissenting.has(person));
  return [...dissents, ...reasoned].map((one) =>
    present({
      name: reader.person(one.person),
      reason: reader.optional(one.reason),
      asked: !("vote" in one),
      mark: reader.mark(one),
    }),
  ) as VoteView["dissents"]; // only absent fields were left out
}

/** Agenda items by the votes that belong to them alone: on the item itself, or on a block that begins with it. */
export function strayVotes(
  reader: Reader,
  item: string | undefined,
  numbers: ReadonlyMap<string, string>,
): VoteView[] {
  return underItem(reader.record.votes, item)
    .filter((vote) => vote.on === undefined && isLoose(reader, vote))
    .map((vote) => {
      const block = vote.block.map((id) => numbers.get(id) ?? id);
      return voteView(reader, vote, block.length > 0 ? reader.join(block) : undefined);
    });
}

const underItem = entriesBy(({ item, block }: Vote) => item ?? block[0]);

const isLoose = ({ record }: Reader, { id }: Vote): boolean =>
  id === undefined || adopting(record.resolutions, id).length === 0;

const adopting = entriesBy(({ vote }: Resolution) => stated(vote));
