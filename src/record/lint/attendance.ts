import type { Path } from "../../yaml/path.ts";
import { stated } from "../fact.ts";
import { AWAY, countsTowards, entriesFor, headcount, momentOf, quorumOf, quorumState } from "../presence.ts";
import type { Quorum } from "../schema/attendance.ts";
import type { Body } from "../schema/people.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { bodyOf, itemOfVote } from "../votes.ts";
import { EXPLAIN, type Finding, type Matter, nameOf, unlessExplained, words } from "./finding.ts";

/** Whether the numbers of those present agree with the body, with the rule and with what was announced. */
export const lintAttendance = ({ record }: Matter): readonly Finding[] => [
  ...tooMany(record),
  ...quorums(record),
  ...quorumAtVotes(record),
  ...standIns(record),
  ...partly(record),
  ...events(record),
  ...uncountedGroups(record),
];

const bodyCounted = (record: MeetingRecord, quorum: Quorum): Body | undefined =>
  record.bodies.find(({ id }) => id === quorum.body) ?? bodyOf(record, quorum.sitting);

/** More members there than the body has. */
function tooMany(record: MeetingRecord): readonly Finding[] {
  const findings = record.quorum.flatMap((quorum, i): readonly Finding[] => {
    const members = stated(bodyCounted(record, quorum)?.memberCount);
    const present = stated(quorum.present);
    if (members === undefined || present === undefined || present <= members) return [];
    return [
      {
        code: "record/more-present-than-members",
        severity: unlessExplained(quorum, quorum.present),
        message: `${present} are said to be present, but the body has ${members} members`,
        path: ["quorum", i, "present"],
        hint: EXPLAIN,
      },
    ];
  });
  const body = bodyOf(record);
  const members = stated(body?.memberCount);
  if (body === undefined || members === undefined) return findings;
  const listed = listedMembers(record, body);
  if (listed.least <= members) return findings;
  return [
    ...findings,
    {
      code: "record/more-present-than-members",
      severity: unlessExplained(body, body.memberCount),
      message: `the attendance list has ${listed.least} members present, but the body has ${members}`,
      path: ["attendees"],
      hint: "correct memberCount, or give those who are no members a role or class that says so",
    },
  ];
}

/** The members listed as present at any time. */
function listedMembers(record: MeetingRecord, body: Body): { readonly least: number } {
  const seen = new Set<string>();
  let least = 0;
  for (const entry of record.attendees) {
    if (AWAY.has(entry.presence) || entry.presence === "notStated") continue;
    if (countsTowards(record, entry, body.id) !== "yes") continue;
    // Somebody who took another's place holds the seat with them.
    if (entry.substituteFor !== undefined) continue;
    if (entry.person === undefined) least += stated(entry.group?.count) ?? 0;
    else if (!seen.has(entry.person)) {
      seen.add(entry.person);
      least += 1;
    }
  }
  return { least };
}

function quorums(record: MeetingRecord): readonly Finding[] {
  return record.quorum.flatMap((quorum, i): readonly Finding[] => {
    const body = bodyCounted(record, quorum);
    const { met, needed } = quorumOf(record, quorum, body);
    const said = stated(quorum.statedMet);
    const findings: Finding[] = [...countAgainstList(record, quorum, body, ["quorum", i, "present"])];
    if (said !== undefined && met !== undefined && said !== met) {
      findings.push({
        code: "record/quorum-differs",
        severity: unlessExplained(quorum, quorum.statedMet, quorum.present),
        message: `a quorum is said to have been ${said ? "present" : "missing"}, but ${presentWords(record, quorum, body)} and ${needed} are needed`,
        path: ["quorum", i, "statedMet"],
        hint: EXPLAIN,
      });
    } else if (met === false) {
      findings.push({
        code: "record/no-quorum",
        severity: "warning",
        message: `there was no quorum: ${presentWords(record, quorum, body)} and ${needed} are needed`,
        path: ["quorum", i],
      });
    }
    return findings;
  });
}

const presentWords = (record: MeetingRecord, quorum: Quorum, body: Body | undefined): string => {
  const { least, most } = quorumOf(record, quorum, body).present;
  return least === most ? `${least} were there` : `${least} to ${most ?? "?"} were there`;
};

/** A stated count against the attendance list, as far as the list can tell. */
function countAgainstList(
  record: MeetingRecord,
  quorum: Quorum,
  body: Body | undefined,
  path: Path,
): readonly Finding[] {
  const count = stated(quorum.present);
  if (count === undefined) return [];
  const { least, most } = headcount(record, momentOf(quorum), body?.id);
  // A list that does not account for every member may simply leave some out.
  const isWhole = listsEverybody(record, body);
  const tooFew = most !== undefined && most < count && isWhole;
  if (least <= count && !tooFew) return [];
  return [
    {
      code: "record/present-count-differs",
      severity: unlessExplained(quorum, quorum.present),
      message: `${count} are said to be present, but the attendance list has ${tooFew ? most : least}`,
      path,
      hint: EXPLAIN,
    },
  ];
}

/** Whether the attendance list accounts for every member of the body, present or not. */
function listsEverybody(record: MeetingRecord, body: Body | undefined): boolean {
  const members = stated(body?.memberCount);
  if (members === undefined) return false;
  const listed = record.attendees.reduce((sum, entry) => {
    if (countsTowards(record, entry, body?.id) !== "yes") return sum;
    return sum + (entry.group === undefined ? 1 : (stated(entry.group.count) ?? 0));
  }, 0);
  return listed >= members;
}

/** The quorum at the moment of each vote. Silent while some of the people cannot be placed. */
function quorumAtVotes(record: MeetingRecord): readonly Finding[] {
  return record.votes.flatMap((vote, i): readonly Finding[] => {
    const item = itemOfVote(record, vote);
    // A vote by letter or circular has no room to be in.
    if (item === undefined || vote.method === "circular") return [];
    const body = bodyOf(record, vote.sitting);
    const { met, needed, present } = quorumState(record, body, { item, sitting: vote.sitting });
    // The list alone proves no absence: it must account for everybody.
    if (met !== false || !listsEverybody(record, body)) return [];
    return [
      {
        code: "record/no-quorum-at-vote",
        severity: "warning",
        message: `at this vote ${present.most ?? present.least} were in the room and ${needed} are needed`,
        path: ["votes", i],
        hint: "compare the presence events and the interests declared in this item",
      },
    ];
  });
}

/** Proxies and substitutes for somebody who was there all the time. */
function standIns(record: MeetingRecord): readonly Finding[] {
  const moved = new Set(record.presenceEvents.map(({ person }) => person));
  const alwaysThere = (person: string): boolean =>
    entriesFor(record, person).some(({ presence }) => presence === "present") && !moved.has(person);
  const rules = [
    ["proxyFor", "record/proxy-for-present", "a proxy is held for"],
    ["substituteFor", "record/substitute-for-present", "somebody stands in for"],
  ] as const;
  return record.attendees.flatMap((entry, i) =>
    rules.flatMap(([field, code, doing]): readonly Finding[] => {
      const person = entry[field];
      if (person === undefined || !alwaysThere(person)) return [];
      return [
        {
          code,
          severity: unlessExplained(entry),
          message: `${doing} ${nameOf(record, person)}, who is listed as present throughout`,
          path: ["attendees", i, field],
        },
      ];
    }),
  );
}

function partly(record: MeetingRecord): readonly Finding[] {
  const moved = new Set(record.presenceEvents.map(({ person }) => person));
  return record.attendees.flatMap((entry, i): readonly Finding[] => {
    const { person, presence, sitting, note } = entry;
    if (presence !== "partly" || person === undefined || moved.has(person)) return [];
    // Attending one sitting of several, or a reason in words, says what there is to say.
    if (stated(sitting) !== undefined || note !== undefined) return [];
    return [
      {
        code: "record/partly-without-event",
        severity: "warning",
        message: `${nameOf(record, person)} was there for a part, but nothing says for which`,
        path: ["attendees", i, "presence"],
        hint: "say under presenceEvents when they arrived or left",
      },
    ];
  });
}

/** What may come before each event; the first of a person may follow either. */
const FOLLOWS: Readonly<Record<string, ReadonlySet<string>>> = {
  arrive: new Set(["leave", "disconnect"]),
  return: new Set(["leave", "disconnect", "recuse"]),
  leave: new Set(["arrive", "return", "recuse"]),
  disconnect: new Set(["arrive", "return", "recuse"]),
  recuse: new Set(["arrive", "return", "recuse"]),
};

function events(record: MeetingRecord): readonly Finding[] {
  const last = new Map<string, string>();
  return record.presenceEvents.flatMap((event, i): readonly Finding[] => {
    const entries = entriesFor(record, event.person);
    const path = ["presenceEvents", i];
    const name = nameOf(record, event.person);
    if (entries.length === 0 || entries.every(({ presence }) => AWAY.has(presence))) {
      const message = `${name} is said to ${event.type}, but is ${entries.length === 0 ? "not on the attendance list" : "listed as away"}`;
      const hint = "list them with presence: partly";
      return [{ code: "record/event-of-absent-person", severity: "warning", message, path, hint }];
    }
    const key = `${event.person} ${event.sitting ?? ""}`;
    const before = last.get(key);
    last.set(key, event.type);
    const first = before === undefined && event.type === "return";
    if (!first && (before === undefined || FOLLOWS[event.type]?.has(before))) return [];
    return [
      {
        code: "record/event-out-of-order",
        severity: "warning",
        message: first
          ? `${name} returns without having left`
          : `${name} is said to ${event.type} after an event of the sort “${before}”`,
        path,
        hint: "list the events in the order in which they happened, and none twice",
      },
    ];
  });
}

/** A group that nobody counted, where the rule of the body needs a total and no count was announced. */
function uncountedGroups(record: MeetingRecord): readonly Finding[] {
  const body = bodyOf(record);
  if (body?.quorumRule === undefined) return [];
  if (record.quorum.some(({ present }) => stated(present) !== undefined)) return [];
  return record.attendees.flatMap((entry, i): readonly Finding[] => {
    if (entry.group === undefined || entry.group.count !== undefined || AWAY.has(entry.presence)) return [];
    if (countsTowards(record, entry, body.id) !== "yes") return [];
    return [
      {
        code: "record/group-without-count",
        severity: "warning",
        message: `${words(entry.group.label)} have no count, so the quorum cannot be computed`,
        path: ["attendees", i, "group"],
        hint: "give the group a count, or quorum an entry with present",
      },
    ];
  });
}
