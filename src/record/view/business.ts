import { stated } from "../fact.ts";
import { byId, entriesBy, ofItem, once } from "../index-by.ts";
import { closedItems } from "../rendition.ts";
import type { Interest, PresenceEvent } from "../schema/attendance.ts";
import type { AgendaItem, Evaluation, Motion, Report, Resolution, Speech } from "../schema/business.ts";
import type { Party } from "../schema/evidence.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { awardOf } from "./honors.ts";
import { foremost, present, type Reader } from "./reader.ts";
import type { EventView, ItemView, Mark, Shown, View } from "./schema.ts";
import { strayVotes, type VoteView, voteOn, voteView } from "./votes.ts";

/**
 * The number of each agenda item by its id: as printed, else counted among its like. A printed number that is not
 * the next one is not counted, just as headings count, so that a reference and its heading agree.
 */
export function itemNumbers(agenda: readonly AgendaItem[]): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  const counters = new Map<string, number>();
  for (const item of inOrder(agenda)) {
    const parent = item.parent ?? "";
    const next = (counters.get(parent) ?? 0) + 1;
    const above = numbers.get(parent);
    const counted = above === undefined ? String(next) : `${above}.${next}`;
    if (item.no === undefined || item.no === counted) counters.set(parent, next);
    numbers.set(item.id, item.no ?? counted);
  }
  return numbers;
}

/** Agenda items, parts after their wholes, with everything that belongs to them; then what belongs to none. */
export function agendaOf(
  reader: Reader,
  numbers: ReadonlyMap<string, string>,
): { items: ItemView[]; rest: ItemView | undefined } {
  const { agenda } = reader.record;
  const closed = closedItems(reader.record, reader.record.audience ?? "full");
  const last = agenda.findLast(({ parent }) => parent === undefined);
  const items = inOrder(agenda).map((item) =>
    itemView(reader, numbers, item.id, {
      id: item.id,
      title: reader.text(item.closedTitle ?? item.title),
      closed: closed.has(item.id)
        ? present({ ground: reader.optional(item.confidentiality?.ground) })
        : undefined,
      no: item.no,
      number: numbers.get(item.id) ?? "",
      level: item.parent === undefined ? 1 : 2,
      kind: item.kind,
      status: item.status,
      mark: reader.mark(item),
      paragraphs: item.summary.map((one) => reader.shown(one.text, one)),
      presenter: withPosts(reader, stated(item.presenter)),
      closing: item === last && (item.kind === "procedural" || item.kind === "anyOther"),
    }),
  );
  const rest = itemView(reader, numbers, undefined, {
    id: undefined,
    title: "",
    closed: undefined,
    no: undefined,
    number: "",
    level: 1,
    kind: undefined,
    status: "taken",
    mark: undefined,
    paragraphs: [],
    presenter: undefined,
    closing: false,
  });
  return { items: items.map(withoutPresenter), rest: isEmpty(rest) ? undefined : rest };
}

/** Items with their parts behind them, otherwise as the record has them. */
function inOrder(agenda: readonly AgendaItem[]): readonly AgendaItem[] {
  const parts = Map.groupBy(agenda, ({ parent }) => parent);
  const from = (parent: string | undefined): readonly AgendaItem[] =>
    (parts.get(parent) ?? []).flatMap((item) => [item, ...from(item.id)]);
  return from(undefined);
}

interface Head extends Pick<ItemView, "title" | "number" | "level" | "status" | "paragraphs" | "closing"> {
  readonly id: string | undefined;
  readonly closed: ItemView["closed"] | undefined;
  readonly no: string | undefined;
  readonly kind: ItemView["kind"] | undefined;
  readonly mark: Mark | undefined;
  readonly presenter: string | undefined;
}

function itemView(
  reader: Reader,
  numbers: ReadonlyMap<string, string>,
  id: string | undefined,
  head: Head,
): ItemView {
  const { record } = reader;
  const mine = <One extends { readonly item?: string | undefined }>(list: readonly One[]): readonly One[] =>
    ofItem(list, id);
  const told = head.paragraphs.map(({ text }) => text).join("\n");
  const before = eventsOf(reader, told, id === undefined ? [] : beforeItem(record.presenceEvents, id));
  const reports = mine(record.reports).map((one) => reportView(reader, one, told));
  return present({
    ...head,
    before,
    papers: papersOf(reader, id),
    previous: mine(record.previousMinutes).map((one) =>
      present({
        meeting: reader.text(one.meeting),
        status: one.status,
        corrections: one.corrections.map(reader.text),
        mark: reader.mark(one),
      }),
    ),
    reports,
    interests: mine(record.interests)
      .filter((one) => !isInterestTold(reader, one))
      .map((one) =>
        present({
          name: reader.person(one.person),
          nature: reader.text(one.nature),
          effect: one.effect,
          mark: reader.mark(one),
        }),
      ),
    speeches: spokenUnder(record.speeches, id).map((one) => speechView(reader, one)),
    motions: mine(record.motions)
      .filter((one) => resolving(record.resolutions, one.id).length === 0)
      .map((one) => motionView(reader, one)),
    decisions: mine(record.decisions).map((one) =>
      present({
        id: one.id,
        no: one.no,
        text: reader.text(one.text),
        reason: reader.optional(one.reason),
        delegatedTo: one.delegatedTo && reader.agent(one.delegatedTo),
        mark: reader.mark(one),
      }),
    ),
    resolutions: mine(record.resolutions).map((one) => resolutionView(reader, one)),
    votes: strayVotes(reader, id, numbers),
    elections: mine(record.elections).map((one) => electionView(reader, one)),
    evaluations: mine(record.evaluations).map((one) => evaluationView(reader, one, told)),
    awards: mine(record.awards).map((one) => awardOf(reader, one)),
    actions: [] as View["actions"], // by withActions
    after: eventsOf(reader, told, id === undefined ? [] : afterItem(record.presenceEvents, id)),
  }) as ItemView; // only absent fields were left out
}

const beforeItem = entriesBy(({ at }: PresenceEvent) => at.beforeItem);
const afterItem = entriesBy(({ at }: PresenceEvent) => at.afterItem);
const spokenUnder = entriesBy(({ item }: Speech) => stated(item));
const resolving = entriesBy(({ motion }: Resolution) => motion);

const isEmpty = (item: ItemView): boolean =>
  Object.values(item).every((value) => !Array.isArray(value) || value.length === 0);

/** Who presented an item is worth a line only where the item tells nothing else. */
function withoutPresenter(item: ItemView): ItemView {
  const { presenter, ...others } = item;
  return presenter === undefined || isEmpty(item) ? item : others;
}

/** Comings and goings that the text of the item does not mention by name. */
function eventsOf(reader: Reader, told: string, events: readonly PresenceEvent[]): readonly EventView[] {
  return events.flatMap((one) => {
    const name = reader.person(one.person);
    const mark = reader.mark(one);
    if (told.split("\n").some((words) => words.includes(name) && OF_COMING.test(words))) return [];
    return [present({ kind: one.type, name, reason: reader.optional(one.reason), mark }) as EventView];
  });
}

/** Words of coming and going, without which a name in a paragraph says nothing about presence. */
const OF_COMING =
  /\b(joined|arrived|left|leav(e|ing)|withdrew|returned|rejoined|present|recused)\b|到会|到场|离会|离场|离开|退场|返回|回避/iu;
const OF_INTERESTS = /\binterests?\b|\bconflicts?\b|利益|利害|关联|回避/iu;

/**
 * Whether a paragraph speaks of this person's interest, so that it need not be told again: it names the person,
 * says that it is about an interest, and has most of the words that say which.
 */
const isInterestTold = (reader: Reader, { person, nature }: Interest): boolean => {
  const wanted = significant(reader.text(nature));
  return paragraphsOnInterests(reader).some((words) => {
    if (!words.includes(reader.person(person))) return false;
    const lower = words.toLowerCase();
    return wanted.filter((word) => lower.includes(word)).length * 2 > wanted.length;
  });
};

const paragraphsOnInterests = once(({ record, text }: Reader) =>
  record.agenda.flatMap(({ summary }) =>
    summary.map((one) => text(one.text)).filter((words) => OF_INTERESTS.test(words)),
  ),
);

/** The words of a text that carry it: five letters or more, or two Han characters in a row. */
const significant = (text: string): readonly string[] =>
  text.toLowerCase().match(/\p{Script=Han}{2}|(?:(?!\p{Script=Han})\p{L}){5,}/gu) ?? [];

/** The papers of an item, by number and title, but for those that a report presents. */
function papersOf({ record, text, join }: Reader, item: string | undefined): string | undefined {
  if (item === undefined) return undefined;
  const papers = (papersByItem(record).get(item) ?? []).map(
    (one) => `${one.no === undefined ? "" : `${one.no} `}${text(one.title)}`,
  );
  return papers.length > 0 ? join(papers) : undefined;
}

/** Papers by the items that they name or that list them, but for those that a report presents. */
const papersByItem = once(({ agenda, documents, reports }: MeetingRecord) => {
  const presented = new Set(reports.map(({ paper }) => paper));
  const listings = agenda.flatMap(({ id, papers }) => papers.map((paper) => ({ id, paper })));
  const listing = Map.groupBy(listings, ({ paper }) => paper);
  const pairs = documents.flatMap((paper) => {
    if (presented.has(paper.id)) return [];
    const items = new Set([paper.item, ...(listing.get(paper.id) ?? []).map(({ id }) => id)]);
    return [...items].map((item) => ({ item, paper }));
  });
  const groups = Map.groupBy(pairs, ({ item }) => item);
  return new Map([...groups].map(([item, group]) => [item, group.map(({ paper }) => paper)]));
});

function reportView(reader: Reader, report: Report, told: string): ItemView["reports"][number] {
  const outcome = isAdoptedLater(reader.record, report) ? undefined : stated(report.outcome);
  const title = reader.text(report.title);
  const by = report.by.map((party) => withPosts(reader, party) ?? "");
  const paper = byId(reader.record.documents, report.paper);
  const outcomeMark = reader.mark(report.outcome);
  return present({
    title,
    by: by.length > 0 ? reader.join(by) : undefined,
    onBehalfOf: report.onBehalfOf && reader.agent(report.onBehalfOf),
    paper: paper?.no,
    outcome,
    told: told.includes(title) && (outcome === undefined || outcome === "heard" || outcome === "received"),
    mark: foremost([reader.mark(report), outcomeMark]),
    summary: report.summary.map((point) => reader.shown(point.text, point)),
  }) as ItemView["reports"][number]; // only absent fields were left out
}

/** Whether a resolution on the report's paper tells what became of it. */
const isAdoptedLater = (record: MeetingRecord, { paper }: Report): boolean =>
  paper !== undefined && resolvedPapers(record).has(paper);

const resolvedPapers = once(
  ({ resolutions }: MeetingRecord) => new Set(resolutions.flatMap(({ documents }) => documents)),
);

/** A person with their posts, as a report introduces them; units and words stand alone. */
function withPosts(reader: Reader, party: Party | undefined): string | undefined {
  if (party === undefined) return undefined;
  const name = reader.party(party);
  const posts = party.person === undefined ? undefined : reader.posts(party.person);
  if (posts === undefined) return name;
  return reader.lang === "zh" ? reader.titled(name, posts) : `${name} (${posts})`;
}

/** A speech. Words that a source quotes, but not exactly, are reported speech and stand among the points. */
function speechView(reader: Reader, speech: Speech): ItemView["speeches"][number] {
  const by = stated(speech.by);
  const name = by && reader.party(by);
  const capacity =
    reader.optional(speech.capacity) ?? (by?.person === undefined ? undefined : reader.posts(by.person));
  const marks = [speech.by, speech.item, speech].map((one) => reader.mark(one));
  const inexact = speech.quotes.filter(({ exact }) => !exact);
  return present({
    by: name,
    introduced: name && reader.titled(name, capacity),
    capacity,
    title: reader.optional(speech.title),
    mode: speech.mode,
    mark: foremost(marks),
    points: [...speech.points, ...inexact].map((point) => reader.shown(point.text, point)),
    quotes: speech.quotes.filter(({ exact }) => exact).map((quote) => reader.shown(quote.text, quote)),
  }) as ItemView["speeches"][number]; // only absent fields were left out
}

function motionView(reader: Reader, motion: Motion): ItemView["motions"][number] {
  const vote = voteOn(reader, { motion: motion.id });
  return present({
    id: motion.id,
    no: motion.no,
    title: reader.optional(motion.title),
    text: reader.fact(motion.text, reader.text),
    textGap: reader.absence(motion.text),
    ...movers(reader, motion),
    disposition: motion.disposition,
    vote: vote && voteView(reader, vote),
    amendment: motion.parent !== undefined,
    mark: reader.mark(motion),
  }) as ItemView["motions"][number]; // only absent fields were left out
}

function movers(reader: Reader, motion: Motion | undefined) {
  const name = (fact: Motion["mover"]): Shown | undefined => reader.fact(fact, reader.party);
  return {
    mover: name(motion?.mover),
    moverGap: reader.absence(motion?.mover),
    seconder: name(motion?.seconder),
    seconderGap: reader.absence(motion?.seconder),
  };
}

function resolutionView(reader: Reader, resolution: Resolution): ItemView["resolutions"][number] {
  const motion = byId(reader.record.motions, resolution.motion);
  const vote = voteOn(reader, {
    motion: resolution.motion,
    resolution: resolution.id,
    vote: stated(resolution.vote),
  });
  const by = stated(resolution.adoptedBy);
  const marks = [resolution.no, resolution.adoptedBy, resolution.vote].map((fact) => reader.mark(fact));
  const text = reader.fact(resolution.text, reader.text) ?? reader.fact(motion?.text, reader.text);
  return present({
    id: resolution.id,
    no: stated(resolution.no),
    title: reader.text(resolution.title),
    text,
    textGap: text === undefined ? reader.absence(resolution.text) : undefined,
    disposition: dispositionOf(resolution, motion),
    adoptedBy: by && reader.agent({ body: by }),
    effective: effectiveOf(reader.record, resolution),
    supersedes: reader.optional(resolution.supersedes),
    ...movers(reader, motion),
    vote: vote && voteView(reader, vote),
    mark: foremost([
      reader.mark(resolution),
      ...marks,
      text === undefined ? reader.mark(resolution.text) : undefined,
    ]),
  }) as ItemView["resolutions"][number]; // only absent fields were left out
}

const dispositionOf = ({ disposition }: Resolution, motion: Motion | undefined): Motion["disposition"] =>
  disposition === "notStated" ? (motion?.disposition ?? "notStated") : disposition;

/** The day a resolution takes effect, unless that is a day of the meeting. */
function effectiveOf({ sittings }: MeetingRecord, { effective }: Resolution): string | undefined {
  const day = stated(effective);
  const days = sittings.flatMap(({ start, end }) => [stated(start), stated(end)]);
  return day === undefined || days.some((one) => one?.slice(0, 10) === day) ? undefined : day;
}

function electionView(
  reader: Reader,
  election: MeetingRecord["elections"][number],
): ItemView["elections"][number] {
  const vote = voteOn(reader, { election: election.id });
  const acceptanceMark = reader.mark(election.acceptance);
  return present({
    id: election.id,
    office: reader.text(election.office),
    seats: election.seats,
    candidates: election.candidates.map((one) =>
      present({
        name: reader.person(one.person),
        votes: stated(one.votes),
        mark: reader.mark(one, one.votes),
      }),
    ),
    elected:
      election.elected.length > 0
        ? reader.join(election.elected.map((person) => reader.person(person)))
        : undefined,
    acceptance: stated(election.acceptance),
    vote: vote && voteView(reader, vote),
    mark: foremost([reader.mark(election), acceptanceMark]),
  }) as ItemView["elections"][number]; // only absent fields were left out
}

function evaluationView(
  reader: Reader,
  evaluation: Evaluation,
  told: string,
): ItemView["evaluations"][number] {
  const ballots = stated(evaluation.ballots);
  const results = stated(evaluation.results) ?? [];
  const marks = [evaluation.ballots, evaluation.results].map((fact) => reader.mark(fact));
  const numbers = [ballots?.issued, ballots?.returned, ballots?.valid].filter((one) => one !== undefined);
  const labels = [...new Set(results.flatMap((row) => row.counts.map(({ label }) => reader.text(label))))];
  const subject = reader.party(evaluation.subject);
  return present({
    subject,
    kind: evaluation.kind,
    issued: ballots?.issued,
    returned: ballots?.returned,
    valid: ballots?.valid,
    told: told !== "" && results.length > 0 && numbers.every((one) => hasNumber(told, one)),
    labels,
    rows: results.map((row) => ({
      subject: row.subject ? reader.party(row.subject) : subject,
      cells: labels.map((label) => {
        const cell = row.counts.find((one) => reader.text(one.label) === label);
        return present({ count: cell?.count, percent: cell?.percent });
      }),
    })),
    mark: foremost([reader.mark(evaluation), ...marks]),
  }) as ItemView["evaluations"][number]; // only absent fields were left out
}

/** Whether a number stands in a text by itself, not as a part of a longer one. */
const hasNumber = (text: string, number: number): boolean =>
  new RegExp(`(?<![\\d.,])${number}(?![\\d]|[.,]\\d)`).test(text);

/** Every resolution and every decision in the order of the record, in few words, for a brief. */
export function decidedOf(reader: Reader): View["decided"] {
  const resolutions = reader.record.resolutions.map((one) => {
    const motion = byId(reader.record.motions, one.motion);
    const vote = voteOn(reader, { motion: one.motion, resolution: one.id, vote: stated(one.vote) });
    const mark = reader.mark(one, one.vote);
    return present({
      no: stated(one.no),
      kind: "resolution" as const,
      text: reader.text(one.title),
      vote: vote && withoutNames(voteView(reader, vote)),
      disposition: dispositionOf(one, motion),
      mark,
    });
  });
  const decisions = reader.record.decisions.map((one) =>
    present({ no: one.no, kind: "decision" as const, text: reader.text(one.text), mark: reader.mark(one) }),
  );
  return [...resolutions, ...decisions] as View["decided"]; // only absent fields were left out
}

/** A brief gives the numbers of a vote; who voted how is for the minutes. */
function withoutNames(vote: VoteView): VoteView {
  const { forNames: _for, againstNames: _against, abstainNames: _abstain, ...others } = vote;
  return others;
}

/** What was done, in titles alone, for a lead before the items. */
export function leadOf(reader: Reader): View["lead"] {
  const { record } = reader;
  const line = (titles: readonly string[]): string | undefined =>
    titles.length > 0 ? reader.titles(titles) : undefined;
  const adopted = record.resolutions.filter((one) => {
    const vote = voteOn(reader, { motion: one.motion, resolution: one.id, vote: stated(one.vote) });
    const motion = byId(record.motions, one.motion);
    const result = vote && voteView(reader, vote).result;
    const disposition = dispositionOf(one, motion);
    return result === undefined
      ? disposition === "adopted" || disposition === "byConsent"
      : result === "carried";
  });
  const judged = record.evaluations.map(({ subject }) => reader.party(subject));
  const awards = record.awards.filter(({ honorees }) => honorees.some(({ status }) => status === undefined));
  return present({
    heard: line(
      record.reports.map((one) => reader.text(byId(record.documents, one.paper)?.title ?? one.title)),
    ),
    adopted: line(adopted.map((one) => reader.text(one.title))),
    evaluated: judged.length > 0 ? reader.join(judged) : undefined,
    appraisal: record.evaluations[0]?.kind ?? (judged.length > 0 ? ("appraisal" as const) : undefined),
    honored: awards.length > 0 ? reader.quoted(awards.map((one) => reader.text(one.title))) : undefined,
  }) as View["lead"]; // only absent fields were left out
}

export function actionsOf(reader: Reader): View["actions"] {
  const names = (parties: readonly Party[]): string => reader.join(parties.map(reader.party));
  return reader.record.actions.map((one, index) => {
    const due = stated(one.due);
    return present({
      id: one.id,
      no: one.no ?? String(index + 1),
      text: reader.text(one.text),
      owner: reader.fact(one.owner, names),
      ownerGap: reader.absence(one.owner),
      due: due?.date,
      dueText: reader.optional(due?.text),
      dueMark: reader.mark(one.due),
      dueGap: reader.absence(one.due),
      status: one.status,
      carriedFrom: reader.optional(one.carriedFrom),
      mark: reader.mark(one),
    });
  }) as View["actions"]; // only absent fields were left out
}

/**
 * Items with the actions that came from them. They are shared out when all are read, so that notes are numbered as if
 * no template showed them here; `numbers` has the items' ids in their order.
 */
export function withActions(
  items: readonly ItemView[],
  numbers: ReadonlyMap<string, string>,
  { actions }: MeetingRecord,
  views: View["actions"],
): ItemView[] {
  const byItem = Map.groupBy(views, (_, index) => actions[index]?.fromItem);
  const ids = [...numbers.keys()];
  return items.map((item, index) => ({ ...item, actions: byItem.get(ids[index]) ?? [] }));
}
