import type { Path } from "../../yaml/path.ts";
import { stated } from "../fact.ts";
import { AWAY } from "../presence.ts";
import type { SigningCapacity } from "../schema/attendance.ts";
import type { Fact, Party } from "../schema/evidence.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { type Finding, isOurs, type Matter, nameOf, wordingsIn, words } from "./finding.ts";

/** Whether people are who and where the record says: lists against each other, posts, spellings. */
export const lintPeople = (matter: Matter): readonly Finding[] => [
  ...conflictingEntries(matter.record),
  ...unlistedSigners(matter.record),
  ...absentActors(matter.record),
  ...expiredPosts(matter.record),
  ...variants(matter),
];

/** Somebody listed twice, as there and as away, or twice over in one role. */
function conflictingEntries(record: MeetingRecord): readonly Finding[] {
  const seen = new Map<string, MeetingRecord["attendees"]>();
  return record.attendees.flatMap((entry, i): readonly Finding[] => {
    if (entry.person === undefined) return [];
    const before = seen.get(entry.person) ?? [];
    seen.set(entry.person, [...before, entry]);
    const rival = before.find((other) => {
      const [here, there] = [stated(entry.sitting), stated(other.sitting)];
      return here === undefined || there === undefined || here === there;
    });
    if (rival === undefined) return [];
    const path = ["attendees", i];
    const name = nameOf(record, entry.person);
    if (isHere(rival.presence) !== isHere(entry.presence)) {
      return [
        {
          code: "record/present-and-absent",
          severity: "error",
          message: `${name} is listed both as there and as away`,
          path,
          hint: "for somebody who was there for a part, write presence: partly and say when under presenceEvents",
        },
      ];
    }
    if (rival.role !== entry.role || rival.class !== entry.class) return [];
    return [{ code: "record/listed-twice", severity: "warning", message: `${name} is listed twice`, path }];
  });
}

const isHere = (presence: MeetingRecord["attendees"][number]["presence"]): boolean | undefined =>
  presence === "notStated" ? undefined : !AWAY.has(presence);

/** Capacities in which only somebody who was at the meeting signs. */
const SIGNS_AS_ATTENDEE: ReadonlySet<SigningCapacity> = new Set([
  "chair",
  "secretary",
  "minuteTaker",
  "delegate",
]);

/** The chair and the minute taker are the people most easily forgotten when the list is written. */
function unlistedSigners(record: MeetingRecord): readonly Finding[] {
  const listed = new Set(record.attendees.map(({ person }) => person));
  // Without any names there is no list that somebody could be missing from.
  if (![...listed].some((person) => person !== undefined)) return [];
  return record.signatures.flatMap(({ person, capacity }, i): readonly Finding[] =>
    SIGNS_AS_ATTENDEE.has(capacity) && !listed.has(person)
      ? [
          {
            code: "record/not-on-attendance-list",
            severity: "warning",
            message: `${nameOf(record, person)} signs as ${capacity} but is not on the attendance list`,
            path: ["signatures", i, "person"],
          },
        ]
      : [],
  );
}

/** Somebody who is listed as away and yet moves, seconds, reports, speaks or presents. */
function absentActors(record: MeetingRecord): readonly Finding[] {
  const entries = Map.groupBy(record.attendees, ({ person }) => person);
  const isAway = (person: string): boolean =>
    entries.get(person)?.every(({ presence }) => presence !== "byProxy" && AWAY.has(presence)) ?? false;
  const arrived = new Set(record.presenceEvents.map(({ person }) => person));
  return partiesActing(record).flatMap(({ party, path, doing }): readonly Finding[] => {
    const person = party?.person;
    if (person === undefined || !isAway(person) || arrived.has(person)) return [];
    return [
      {
        code: "record/absent-person-acts",
        severity: "warning",
        message: `${nameOf(record, person)} ${doing}, but is listed as away`,
        path,
        hint: "correct the list or the name; if somebody else spoke for them, name that person",
      },
    ];
  });
}

interface Act {
  readonly party: Party | undefined;
  readonly path: Path;
  readonly doing: string;
}

function partiesActing(record: MeetingRecord): readonly Act[] {
  const of = (fact: Fact<Party> | undefined) => stated(fact);
  return [
    ...record.motions.flatMap(({ mover, seconder }, i): readonly Act[] => [
      { party: of(mover), path: ["motions", i, "mover"], doing: "moved this" },
      { party: of(seconder), path: ["motions", i, "seconder"], doing: "seconded this" },
    ]),
    ...record.reports.flatMap(({ by }, i) =>
      by.map((party, j): Act => ({ party, path: ["reports", i, "by", j], doing: "gave this report" })),
    ),
    ...record.speeches.map(
      ({ by }, i): Act => ({ party: of(by), path: ["speeches", i, "by"], doing: "spoke" }),
    ),
    ...record.agenda.map(
      ({ presenter }, i): Act => ({
        party: of(presenter),
        path: ["agenda", i, "presenter"],
        doing: "presented this item",
      }),
    ),
    ...record.votes.flatMap(({ dissents }, i) =>
      dissents.map(
        ({ person }, j): Act => ({
          party: { person },
          path: ["votes", i, "dissents", j, "person"],
          doing: "dissented",
        }),
      ),
    ),
  ];
}

/** Posts are printed as on the day of the meeting, so they must have been held on it. */
function expiredPosts(record: MeetingRecord): readonly Finding[] {
  const days = record.sittings.flatMap(({ start, end }) =>
    [stated(start), stated(end)].flatMap((moment) => moment?.slice(0, 10) ?? []),
  );
  const [first, last] = [days.toSorted().at(0), days.toSorted().at(-1)];
  if (first === undefined || last === undefined) return [];
  return record.posts.flatMap(({ person, title, from, to }, i): readonly Finding[] => {
    const ended = to !== undefined && to < first;
    if (!ended && !(from !== undefined && from > last)) return [];
    return [
      {
        code: "record/post-not-held",
        severity: "warning",
        message: `${nameOf(record, person)} was ${words(title)} only ${ended ? `until ${to}` : `from ${from}`}, not on the day of the meeting`,
        path: ["posts", i, ended ? "to" : "from"],
      },
    ];
  });
}

function variants({ record, texts }: Matter): readonly Finding[] {
  const names = record.people.flatMap(({ name: { zh, en, latin } }) =>
    [stated(zh), en, latin].filter((name) => name !== undefined),
  );
  return record.people.flatMap(({ id, variants: spellings }, i) =>
    spellings.flatMap(({ text, verdict }, j): readonly Finding[] => {
      if (verdict === "unresolved") {
        return [
          {
            code: "record/unresolved-variant",
            severity: "warning",
            message: `whether ${words(text)} is ${nameOf(record, id)} is not settled`,
            path: ["people", i, "variants", j],
            hint: "ask, and set the verdict to alias or misspelling",
          },
        ];
      }
      // Part of a name is not to be told from the name itself.
      if (verdict !== "misspelling" || names.some((name) => name.includes(text))) return [];
      return texts
        .filter((one) => isOurs(one) && wordingsIn(one.text).some((wording) => wording.includes(text)))
        .map(({ path }) => ({
          code: "record/misspelling-used",
          severity: "warning",
          message: `${words(text)} is a misspelling of ${nameOf(record, id)}`,
          path,
        }));
    }),
  );
}
