import type { Path } from "../../yaml/path.ts";
import { stated } from "../fact.ts";
import type { Point } from "../schema/evidence.ts";
import type { Sitting } from "../schema/meeting.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { type Finding, type Matter, unlessExplained } from "./finding.ts";

/** Whether the days and hours of a record agree. The year of an award may differ from the year it was given. */
export const lintTime = ({ record }: Matter): readonly Finding[] => [
  ...order(record),
  ...outsideSittings(record),
  ...adjournment(record),
  ...zones(record),
  ...before(record),
  ...noticePeriods(record),
];

const dayOf = (moment: string): string => moment.slice(0, 10);
const clockOf = (moment: string): string | undefined => moment.split("T")[1];

/** Whether a comes before b; a day and a time on it count as the same. */
function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) < b.slice(0, length);
}

const firstDay = (record: MeetingRecord): string | undefined =>
  record.sittings
    .flatMap(({ start }) => stated(start) ?? [])
    .map(dayOf)
    .toSorted()
    .at(0);

function order({ sittings }: MeetingRecord): readonly Finding[] {
  return sittings.flatMap(({ start }, i): readonly Finding[] => {
    const [before, here] = [stated(sittings[i - 1]?.start), stated(start)];
    if (before === undefined || here === undefined || !isBefore(here, before)) return [];
    return [
      {
        code: "record/sittings-out-of-order",
        severity: "warning",
        message: `this sitting begins before the one listed above it (${before})`,
        path: ["sittings", i, "start"],
      },
    ];
  });
}

/** Clock times that fall into no sitting. Only where a sitting lies within one day and both its ends are known. */
function outsideSittings(record: MeetingRecord): readonly Finding[] {
  const points: readonly {
    readonly at: Point | undefined;
    readonly sitting: string | undefined;
    readonly path: Path;
  }[] = [
    ...record.presenceEvents.map(({ at, sitting }, i) => ({
      at,
      sitting,
      path: ["presenceEvents", i, "at"],
    })),
    ...record.quorum.map(({ at, sitting }, i) => ({ at, sitting, path: ["quorum", i, "at"] })),
  ];
  return points.flatMap(({ at, sitting, path }): readonly Finding[] => {
    const time = at?.time;
    const sat = record.sittings.filter(({ id }) => sitting === undefined || id === sitting);
    const spans = sat.map(hoursOf);
    if (
      time === undefined ||
      spans.some((span) => span === undefined || (span.from <= time && time <= span.to))
    ) {
      return [];
    }
    return [
      {
        code: "record/time-outside-sitting",
        severity: "warning",
        message: `no sitting was on at ${time}`,
        path,
        hint: `hours of sitting: ${spans.map((span) => `${span?.from} to ${span?.to}`).join(", ")}`,
      },
    ];
  });
}

function hoursOf({ start, end }: Sitting): { readonly from: string; readonly to: string } | undefined {
  const [first, last] = [stated(start), stated(end)];
  if (first === undefined || last === undefined || dayOf(first) !== dayOf(last)) return undefined;
  const [from, to] = [clockOf(first), clockOf(last)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function adjournment({ adjournment: closing, sittings }: MeetingRecord): readonly Finding[] {
  const time = stated(closing?.time);
  const last = sittings.at(-1);
  const [start, end] = [stated(last?.start), stated(last?.end)];
  if (time === undefined || last === undefined || closing === undefined) return [];
  const path = ["adjournment", "time"];
  const said = time.includes("-") ? time : undefined;
  const clock = clockOf(said ?? "") ?? (said === undefined ? time : undefined);
  const begins = start === undefined ? undefined : said === undefined ? clockOf(start) : start;
  const isOneDay = start !== undefined && (end === undefined || dayOf(end) === dayOf(start));
  if (begins !== undefined && (said !== undefined || isOneDay) && isBefore(said ?? time, begins)) {
    const message = "the meeting is closed before it begins";
    return [{ code: "record/adjournment-before-start", severity: "error", message, path }];
  }
  const ends = end === undefined ? undefined : clockOf(end);
  const isOtherDay = said !== undefined && end !== undefined && dayOf(said) !== dayOf(end);
  if (end === undefined || (!isOtherDay && (ends === undefined || clock === undefined || ends === clock)))
    return [];
  return [
    {
      code: "record/adjournment-differs",
      severity: unlessExplained(closing, closing.time),
      message: `the meeting is closed at ${time}, but its last sitting ends at ${end}`,
      path,
    },
  ];
}

/** A clock time says nothing to people elsewhere without its time zone. */
function zones({ sittings }: MeetingRecord): readonly Finding[] {
  return sittings.flatMap(({ start, timeZone, sites }, i): readonly Finding[] => {
    const moment = stated(start);
    if (sites.length < 2 || timeZone !== undefined || moment === undefined || clockOf(moment) === undefined)
      return [];
    return [
      {
        code: "record/time-without-zone",
        severity: "warning",
        message: "the sitting was held in several places, but the time zone of its hours is not given",
        path: ["sittings", i, "start"],
        hint: "add timeZone, such as Europe/London",
      },
    ];
  });
}

/** What cannot have happened, or be due, before the meeting. */
function before(record: MeetingRecord): readonly Finding[] {
  const first = firstDay(record);
  if (first === undefined) return [];
  const tell =
    (code: string, message: string) =>
    (moment: string | undefined, path: Path): readonly Finding[] =>
      moment !== undefined && isBefore(moment, first)
        ? [{ code, severity: "warning", message: `${message} (${first})`, path }]
        : [];
  const due = tell("record/due-before-meeting", "the action is due before the meeting");
  const next = tell("record/next-meeting-before", "the next meeting is before this one");
  const signed = tell("record/signed-before-meeting", "this is dated before the meeting");
  const compiled = tell("record/compiled-before-meeting", "the record was compiled before the meeting");
  // What was carried over may well be late.
  const fresh = (status: string, carriedFrom: unknown) => status === "open" && carriedFrom === undefined;
  return [
    ...record.actions.flatMap(({ due: by, status, carriedFrom }, i) =>
      fresh(status, carriedFrom) ? due(stated(by)?.date, ["actions", i, "due"]) : [],
    ),
    ...next(stated(record.nextMeeting?.start), ["nextMeeting", "start"]),
    ...record.signatures.flatMap(({ at }, i) => signed(at, ["signatures", i, "at"])),
    ...record.approvals.flatMap(({ at }, i) => signed(at, ["approvals", i, "at"])),
    // A draft may be laid out ahead of its meeting.
    ...(record.status === "draft"
      ? []
      : compiled(record.provenance?.compiledOn, ["provenance", "compiledOn"])),
  ];
}

function noticePeriods({ awards }: MeetingRecord): readonly Finding[] {
  return awards.flatMap(({ conferredOn, honorees }, i) => {
    const conferred = stated(conferredOn);
    return honorees.flatMap(({ noticePeriod, stage, note }, j): readonly Finding[] => {
      if (conferred === undefined || noticePeriod === undefined || conferred > noticePeriod.to) return [];
      if (stage !== undefined && stage !== "conferred") return [];
      return [
        {
          code: "record/conferred-during-notice",
          severity: unlessExplained({ note }),
          message: `the award is given on ${conferred}, but the public notice runs until ${noticePeriod.to}`,
          path: ["awards", i, "honorees", j, "noticePeriod"],
        },
      ];
    });
  });
}
