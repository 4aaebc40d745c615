import { stated, statusOf } from "../fact.ts";
import type { AgendaItem, Evaluation, Motion, Resolution, Speech, Vote } from "../schema/business.ts";
import type { Party } from "../schema/evidence.ts";
import { outcomeOf, ruleOf, sizeOf } from "../votes.ts";
import { awardOf } from "./honors.ts";
import { present, type Reader } from "./reader.ts";
import type { ItemView, View } from "./schema.ts";

type VoteView = NonNullable<View["decided"][number]["vote"]>;

/** The number of each agenda item by its id: as printed, else counted among its like. */
export function itemNumbers(agenda: readonly AgendaItem[]): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  const counters = new Map<string, number>();
  for (const item of agenda) {
    const parent = item.parent ?? "";
    const count = (counters.get(parent) ?? 0) + 1;
    counters.set(parent, count);
    const above = numbers.get(parent);
    numbers.set(item.id, item.no ?? (above === undefined ? String(count) : `${above}.${count}`));
  }
  return numbers;
}

/** Agenda items with everything that belongs to them; what belongs to none follows as one more item. */
export function agendaOf(
  reader: Reader,
  numbers: ReadonlyMap<string, string>,
): { items: ItemView[]; rest: ItemView | undefined } {
  const { record } = reader;
  const last = record.agenda.findLast(({ parent }) => parent === undefined);
  const items = record.agenda.map((item) =>
    itemView(reader, item.id, {
      title: reader.text(item.title),
      no: item.no,
      number: numbers.get(item.id) ?? "",
      level: item.parent === undefined ? 1 : 2,
      kind: item.kind,
      deferred: item.status !== "taken",
      paragraphs: item.summary.map((one) => reader.shown(one.text, one)),
      closing: item === last && (item.kind === "procedural" || item.kind === "anyOther"),
      mark: reader.mark(item),
    }),
  );
  const rest = itemView(reader, undefined, {
    title: "",
    no: undefined,
    number: "",
    level: 1,
    kind: undefined,
    deferred: false,
    paragraphs: [],
    closing: false,
    mark: undefined,
  });
  return { items, rest: isEmpty(rest) ? undefined : rest };
}

type Head = Pick<ItemView, "title" | "number" | "level" | "deferred" | "paragraphs" | "closing"> & {
  readonly no: string | undefined;
  readonly kind: ItemView["kind"] | undefined;
  readonly mark: number | undefined;
};

function itemView(reader: Reader, id: string | undefined, { mark: _mark, ...head }: Head): ItemView {
  const { record } = reader;
  const mine = (one: { readonly item?: string | undefined }): boolean => one.item === id;
  const repeated = new Set(record.resolutions.map(({ motion }) => motion));
  return present({
    ...head,
    previous: record.previousMinutes.filter(mine).map((one) => ({
      meeting: reader.text(one.meeting),
      status: one.status,
      corrections: one.corrections.map(reader.text),
    })),
    reports: record.reports.filter(mine).map((one) =>
      present({
        title: reader.text(one.title),
        by: one.by.map((party) => withPosts(reader, party)),
        outcome: stated(one.outcome),
        mark: reader.mark(one),
        summary: one.summary.map((point) => reader.shown(point.text, point)),
      }),
    ),
    speeches: record.speeches.filter((one) => stated(one.item) === id).map((one) => speechView(reader, one)),
    interests: record.interests.filter(mine).map((one) => ({
      name: reader.person(one.person),
      nature: reader.text(one.nature),
      effect: one.effect,
    })),
    motions: record.motions
      .filter((one) => mine(one) && !repeated.has(one.id))
      .map((one) => motionView(reader, one)),
    decisions: record.decisions.filter(mine).map((one) =>
      present({
        no: one.no,
        text: reader.text(one.text),
        reason: reader.optional(one.reason),
        delegatedTo: one.delegatedTo && reader.party(one.delegatedTo),
        mark: reader.mark(one),
      }),
    ),
    resolutions: record.resolutions.filter(mine).map((one) => resolutionView(reader, one)),
    evaluations: record.evaluations.filter(mine).map((one) => evaluationView(reader, one)),
    awards: record.awards.filter(mine).map((one) => awardOf(reader, one)),
  }) as ItemView; // only absent fields were left out
}

function isEmpty(item: ItemView): boolean {
  return Object.values(item).every((value) => !Array.isArray(value) || value.length === 0);
}

/** A person with their posts, as a report introduces them; units and words stand alone. */
function withPosts(reader: Reader, party: Party): string {
  const name = reader.party(party);
  const posts = party.person === undefined ? undefined : reader.posts(party.person);
  if (posts === undefined) return name;
  return reader.lang === "zh" ? `${posts}${name}` : `${name} (${posts})`;
}

function speechView(reader: Reader, speech: Speech): ItemView["speeches"][number] {
  const by = stated(speech.by);
  const inferred = speech.by && reader.mark(speech.by);
  return present({
    by: by && reader.party(by),
    capacity:
      reader.optional(speech.capacity) ?? (by?.person === undefined ? undefined : reader.posts(by.person)),
    title: reader.optional(speech.title),
    mark: inferred ?? reader.mark(speech),
    points: speech.points.map((point) => reader.shown(point.text, point)),
    quotes: speech.quotes
      .filter(({ exact }) => exact)
      .map((quote) => present({ text: reader.text(quote.text), mark: reader.mark(quote) })),
  }) as ItemView["speeches"][number]; // only absent fields were left out
}

/** The vote on a motion or resolution, wherever the record hangs it. */
function voteOn(
  reader: Reader,
  on: { motion?: string | undefined; resolution?: string; vote?: string | undefined },
): Vote | undefined {
  const { votes } = reader.record;
  return (
    votes.find((vote) => on.vote !== undefined && vote.id === on.vote) ??
    votes.find((vote) => on.resolution !== undefined && vote.on?.resolution === on.resolution) ??
    votes.find((vote) => on.motion !== undefined && vote.on?.motion === on.motion)
  );
}

export function voteView(reader: Reader, vote: Vote): VoteView {
  const { counts } = vote;
  const count = {
    for: stated(counts.for),
    against: stated(counts.against),
    abstain: stated(counts.abstain),
    invalid: stated(counts.invalid),
  };
  const named = (word: string): string[] =>
    vote.named.filter((one) => one.vote === word).map(({ person }) => reader.person(person));
  const { base } = ruleOf(reader.record, vote);
  const outcome = outcomeOf(reader.record, vote);
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
    result: outcome.result ?? stated(vote.statedResult),
    needed: outcome.needed,
    dissents: vote.dissents.map((one) =>
      present({ name: reader.person(one.person), reason: reader.optional(one.reason) }),
    ),
  }) as VoteView; // only absent fields were left out
}

function motionView(reader: Reader, motion: Motion): ItemView["motions"][number] {
  const vote = voteOn(reader, { motion: motion.id });
  return present({
    no: motion.no,
    title: reader.optional(motion.title),
    text: reader.fact(motion.text, reader.text),
    ...movers(reader, motion),
    disposition: motion.disposition,
    vote: vote && voteView(reader, vote),
    amendment: motion.parent !== undefined,
    mark: reader.mark(motion),
  }) as ItemView["motions"][number]; // only absent fields were left out
}

function movers(
  reader: Reader,
  motion: Motion | undefined,
): { mover: string | undefined; seconder: string | undefined } {
  const name = (fact: Motion["mover"]): string | undefined => {
    reader.mark(fact);
    const party = stated(fact);
    return party && reader.party(party);
  };
  return { mover: name(motion?.mover), seconder: name(motion?.seconder) };
}

export function resolutionView(reader: Reader, resolution: Resolution): ItemView["resolutions"][number] {
  const motion = reader.record.motions.find(({ id }) => id === resolution.motion);
  const vote = voteOn(reader, {
    motion: resolution.motion,
    resolution: resolution.id,
    vote: stated(resolution.vote),
  });
  const by = stated(resolution.adoptedBy);
  for (const missing of [resolution.text, resolution.no, resolution.vote]) {
    if (statusOf(missing) !== undefined) reader.mark(missing);
  }
  return present({
    no: stated(resolution.no),
    title: reader.text(resolution.title),
    text: reader.fact(resolution.text, reader.text),
    disposition:
      resolution.disposition === "notStated" ? (motion?.disposition ?? "notStated") : resolution.disposition,
    adoptedBy: by && reader.unit(by),
    ...movers(reader, motion),
    vote: vote && voteView(reader, vote),
    mark: reader.mark(resolution),
  }) as ItemView["resolutions"][number]; // only absent fields were left out
}

function evaluationView(reader: Reader, evaluation: Evaluation): ItemView["evaluations"][number] {
  const ballots = stated(evaluation.ballots);
  const results = stated(evaluation.results) ?? [];
  if (statusOf(evaluation.results) !== undefined) reader.mark(evaluation.results);
  if (statusOf(evaluation.ballots) !== undefined) reader.mark(evaluation.ballots);
  const labels = [...new Set(results.flatMap((row) => row.counts.map(({ label }) => reader.text(label))))];
  const subject = reader.party(evaluation.subject);
  return present({
    subject,
    kind: evaluation.kind,
    issued: ballots?.issued,
    returned: ballots?.returned,
    valid: ballots?.valid,
    labels,
    rows: results.map((row) => ({
      subject: row.subject ? reader.party(row.subject) : subject,
      cells: labels.map((label) => {
        const cell = row.counts.find((one) => reader.text(one.label) === label);
        return present({ count: cell?.count, percent: cell?.percent });
      }),
    })),
    mark: reader.mark(evaluation),
  }) as ItemView["evaluations"][number]; // only absent fields were left out
}

/** Every resolution and every decision in the order of the record, in few words, for a brief. */
export function decidedOf(reader: Reader): View["decided"] {
  const resolutions = reader.record.resolutions.map((one) => {
    const { no, title, vote, disposition } = resolutionView(reader, one);
    return present({ no, kind: "resolution" as const, text: title, vote, disposition });
  });
  const decisions = reader.record.decisions.map((one) =>
    present({ no: one.no, kind: "decision" as const, text: reader.text(one.text) }),
  );
  return [...resolutions, ...decisions] as View["decided"]; // only absent fields were left out
}

export function actionsOf(reader: Reader): View["actions"] {
  const between = reader.lang === "zh" ? "、" : ", ";
  return reader.record.actions.map((one, index) => {
    const due = stated(one.due);
    reader.mark(one.owner);
    reader.mark(one.due);
    return present({
      no: one.no ?? String(index + 1),
      text: reader.text(one.text),
      owner: stated(one.owner)
        ?.map((party) => reader.party(party))
        .join(between),
      due: due?.date,
      dueText: reader.optional(due?.text),
      status: one.status,
      carriedFrom: reader.optional(one.carriedFrom),
      mark: reader.mark(one),
    });
  }) as View["actions"]; // only absent fields were left out
}
