import type { Path } from "../../yaml/path.ts";
import { stated, statusOf } from "../fact.ts";
import { AWAY, countsTowards, headcount, quorumOf, quorumState } from "../presence.ts";
import type { Attendee } from "../schema/attendance.ts";
import type { Vote } from "../schema/business.ts";
import type { Fact } from "../schema/evidence.ts";
import type { MeetingKind } from "../schema/meeting.ts";
import type { Text } from "../schema/primitives.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { bodyOf } from "../votes.ts";

/** Something a profile asks for that is not in the record, and where it would stand. */
export interface Lack {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}

type Search = (record: MeetingRecord) => readonly Lack[];

/**
 * The facts a profile can ask for, each with what looks for it. `notApplicable` satisfies; `notStated`,
 * `unknown`, `pending` and `withheld` do not. What is asked of every motion or action is satisfied by none.
 */
export const FACTS = {
  body: (record) =>
    record.meeting.bodies.length > 0 || record.sittings.every(({ body }) => isThere(body))
      ? []
      : [{ path: ["meeting", "bodies"], message: "the body that met is not named" }],

  "meeting-kind": ({ meeting }) =>
    isThere(meeting.kind)
      ? []
      : [{ path: ["meeting", "kind"], message: "the kind of meeting is not recorded" }],

  dates: ({ sittings }) =>
    each(sittings, ({ start }, i) =>
      isThere(start) ? undefined : { path: ["sittings", i, "start"], message: "the date is not recorded" },
    ),

  "place-or-mode": ({ sittings }) =>
    each(sittings, ({ place, mode }, i) =>
      isThere(place) || isThere(mode)
        ? undefined
        : { path: ["sittings", i], message: "neither place nor mode of the sitting is recorded" },
    ),

  chair: (record) =>
    record.attendees.some(({ role }) => role !== undefined && CHAIRS.has(role))
      ? []
      : [
          {
            path: ["attendees"],
            message: "nobody on the attendance list is in the chair",
            hint: "give one of them role: chair",
          },
        ],

  "minute-taker": (record) =>
    record.attendees.some(({ role }) => role === "minuteTaker" || role === "secretary") ||
    record.signatures.some(({ capacity }) => capacity === "minuteTaker" || capacity === "secretary")
      ? []
      : [
          {
            path: ["attendees"],
            message: "nobody is named who took the minutes",
            hint: "list somebody with role: minuteTaker",
          },
        ],

  "named-attendance": ({ attendees }) =>
    attendees.some(({ person, presence }) => person !== undefined && isThereInPart(presence))
      ? []
      : [{ path: ["attendees"], message: "nobody is recorded by name as present" }],

  "attendance-counts": (record) =>
    record.quorum.some(({ present }) => isThere(present))
      ? []
      : record.attendees.length === 0
        ? [{ path: ["attendees"], message: "the number of those present is not recorded" }]
        : each(record.attendees, ({ group, presence }, i) =>
            group === undefined || AWAY.has(presence) || isThere(group.count)
              ? undefined
              : { path: ["attendees", i, "group"], message: `nobody counted ${words(group.label)}` },
          ),

  apologies: (record) => apologies(record),

  "in-attendance": ({ attendees }) =>
    attendees.length === 0
      ? [{ path: ["attendees"], message: "the attendance is not recorded by class" }]
      : each(attendees, (entry, i) =>
          entry.role === undefined && entry.class === undefined
            ? {
                path: ["attendees", i],
                message: "neither role nor class says in what capacity they attended",
                hint: "class: present attends with a vote, class: inAttendance without one",
              }
            : undefined,
        ),

  quorum: (record) => quorum(record),

  interests: (record) =>
    record.interests.length > 0 || mentions(record, INTERESTS)
      ? []
      : [
          {
            path: ["interests"],
            message: "nothing says whether interests were declared",
            hint: "if none were, say so in the summary of the item that asked for them",
          },
        ],

  mover: ({ motions }) =>
    each(motions, ({ mover, disposition }, i) =>
      disposition === "byConsent" || isThere(mover)
        ? undefined
        : { path: ["motions", i, "mover"], message: "the mover is not recorded" },
    ),

  seconder: ({ motions }) =>
    each(motions, ({ seconder, disposition }, i) =>
      disposition === "byConsent" || isThere(seconder)
        ? undefined
        : { path: ["motions", i, "seconder"], message: "the seconder is not recorded" },
    ),

  "vote-counts": (record) => [
    ...each(record.votes, (vote, i) => countsLack(vote, i, ["for", "against", "abstain"])),
    ...unvoted(record),
  ],

  "counted-votes": ({ votes }) =>
    each(votes, (vote, i) =>
      isThere(vote.counts.for) || isThere(vote.counts.against)
        ? countsLack(vote, i, ["for", "against"])
        : undefined,
    ),

  "previous-minutes": (record) => previousMinutes(record),

  "action-owner": ({ actions }) =>
    each(actions, ({ owner, status }, i) =>
      CLOSED.has(status) || isThere(owner)
        ? undefined
        : { path: ["actions", i, "owner"], message: "the action has no owner" },
    ),

  "action-due": ({ actions }) =>
    each(actions, ({ due, status }, i) =>
      CLOSED.has(status) || isThere(due)
        ? undefined
        : { path: ["actions", i, "due"], message: "the action has no due date" },
    ),

  honorees: ({ awards }) =>
    awards.length === 0
      ? [{ path: ["awards"], message: "no awards are recorded" }]
      : each(awards, ({ honorees, title }, i) =>
          honorees.length > 0
            ? undefined
            : {
                path: ["awards", i],
                message: `nobody is listed under ${words(title)}`,
                hint: "if the names are not known, write honorees: [{status: unnamed}]",
              },
        ),

  signatures: ({ signatures }) =>
    signatures.length > 0 ? [] : [{ path: ["signatures"], message: "there is no place for a signature" }],
} as const satisfies Record<string, Search>;

export type FactName = keyof typeof FACTS;

// The keys of a literal are exactly its own.
export const FACT_NAMES = Object.keys(FACTS) as readonly FactName[];

// ---- what counts as there

/** Whether a fact has a value, or somebody has said that there is none to have. */
const isThere = (fact: Fact<unknown> | undefined): boolean =>
  stated(fact) !== undefined || statusOf(fact) === "notApplicable";

const isThereInPart = (presence: Attendee["presence"]): boolean =>
  presence === "present" || presence === "partly";

export const CHAIRS: ReadonlySet<string> = new Set(["chair", "executiveChair", "presidium"]);
const CLOSED: ReadonlySet<string> = new Set(["done", "dropped"]);

const each = <T>(list: readonly T[], look: (entry: T, i: number) => Lack | undefined): readonly Lack[] =>
  list.flatMap((entry, i) => look(entry, i) ?? []);

const words = (text: Text): string => `“${typeof text === "string" ? text : (text.en ?? text.zh)}”`;

// ---- the longer searches

/**
 * Nobody can write down that nobody was missing. So the members are compared with the number there are: when
 * all are accounted for, or somebody is listed as away, the apologies are known.
 */
function apologies(record: MeetingRecord): readonly Lack[] {
  const body = bodyOf(record);
  const members = stated(body?.memberCount);
  if (record.attendees.some(({ presence }) => AWAY.has(presence))) return [];
  if (members === undefined) {
    return [
      {
        path: ["attendees"],
        message: "nobody is listed as absent, and how many members there are is not recorded",
        hint: "list who sent apologies; if nobody was missing, state the memberCount of the body",
      },
    ];
  }
  // Somebody who may have been a member is given the benefit of the doubt.
  const listed = record.attendees.reduce(
    (sum, entry) =>
      countsTowards(record, entry, body?.id) === "no"
        ? sum
        : sum + (entry.group === undefined ? 1 : (stated(entry.group.count) ?? members)),
    0,
  );
  if (listed >= members) return [];
  return [
    {
      path: ["attendees"],
      message: `${members - listed} of ${members} members are not on the attendance list`,
    },
  ];
}

function quorum(record: MeetingRecord): readonly Lack[] {
  const body = bodyOf(record);
  const computed = quorumState(record, body, {});
  if (computed.met !== undefined) return [];
  const stating = record.quorum.map((entry) =>
    quorumOf(record, entry, record.bodies.find(({ id }) => id === entry.body) ?? body),
  );
  if (stating.some(({ met }) => met !== undefined)) return [];
  const { least, most } = headcount(record, {}, body?.id);
  const missing = [
    ...(computed.needed === undefined && stating.every(({ needed }) => needed === undefined)
      ? ["how many are needed"]
      : []),
    ...(least !== most && !record.quorum.some(({ present }) => isThere(present))
      ? ["how many were there"]
      : []),
  ];
  return [
    {
      path: ["quorum"],
      message: `the quorum cannot be shown with numbers: the record does not say ${missing.join(" and ") || "enough"}`,
      hint: "give the body quorumRule and memberCount, and quorum an entry with present",
    },
  ];
}

const INTERESTS = /\binterests?\b|\bconflicts?\b|利益冲突|利害关系|关联关系|回避/iu;

function mentions(record: MeetingRecord, pattern: RegExp): boolean {
  const texts = record.agenda.flatMap(({ title, summary }) => [title, ...summary.map(({ text }) => text)]);
  return texts.some((text) => pattern.test(typeof text === "string" ? text : `${text.zh} ${text.en}`));
}

/** Methods that put no numbers on record, and need none. */
const UNCOUNTED: ReadonlySet<Vote["method"]> = new Set(["unanimousConsent", "acclamation"]);

function countsLack(vote: Vote, i: number, names: readonly (keyof Vote["counts"])[]): Lack | undefined {
  if (UNCOUNTED.has(vote.method) || vote.on?.election !== undefined) return undefined;
  const missing = names.filter((name) => !isThere(vote.counts[name]));
  if (missing.length === 0) return undefined;
  return {
    path: ["votes", i, "counts"],
    message: `the numbers of the vote are incomplete: ${missing.join(", ")}`,
    hint: "a number that is left out does not count as zero; write 0 if nobody did",
  };
}

/** Motions and resolutions that passed or fell without any vote on record. */
function unvoted(record: MeetingRecord): readonly Lack[] {
  const voted = new Set(
    record.votes.flatMap(({ on, block, item }) => [...Object.values(on ?? {}), ...block, item]),
  );
  const isVoted = (...ids: readonly (string | undefined)[]) =>
    ids.some((id) => id !== undefined && voted.has(id));
  return [
    ...each(record.motions, ({ id, item, disposition }, i) =>
      (disposition === "adopted" || disposition === "lost" || disposition === "tied") && !isVoted(id, item)
        ? { path: ["motions", i], message: `there is no vote on the motion that was ${disposition}` }
        : undefined,
    ),
    ...each(record.resolutions, (resolution, i) =>
      resolution.disposition === "byConsent" ||
      isThere(resolution.vote) ||
      isVoted(resolution.id, resolution.motion, resolution.item)
        ? undefined
        : { path: ["resolutions", i], message: "there is no vote on this resolution" },
    ),
  ];
}

/** Meetings that have no business with the minutes of earlier ones. */
export const APPROVES_NO_MINUTES: ReadonlySet<MeetingKind> = new Set([
  "special",
  "extraordinary",
  "written",
  "election",
]);

function previousMinutes(record: MeetingRecord): readonly Lack[] {
  const kind = stated(record.meeting.kind);
  const ordinal = stated(record.meeting.ordinal);
  const isFirst = ordinal?.number === 1 || (ordinal?.term === 1 && ordinal.session === 1);
  if (isFirst || (kind !== undefined && APPROVES_NO_MINUTES.has(kind)) || record.previousMinutes.length > 0) {
    return [];
  }
  return [
    {
      path: ["previousMinutes"],
      message: "nothing says what was done with the minutes of the last meeting",
    },
  ];
}
