import { stated } from "../fact.ts";
import { entriesFor } from "../presence.ts";
import { attendeesOf } from "../recipients.ts";
import { RECIPIENT_ROLES, type Recipient, type RecipientAddress } from "../schema/issuing.ts";
import { bodyOf } from "../votes.ts";
import { present, type Reader } from "./reader.ts";
import type { View } from "./schema.ts";

export const isTimed = (moment: string | undefined): boolean => moment?.includes("T") ?? false;

export function briefOf(reader: Reader): View["brief"] {
  const { brief, issuing } = reader.record;
  return present({
    series: reader.optional(brief?.series),
    issueNo: brief?.issueNo ?? issuing?.issueNo,
    headline: reader.optional(brief?.headline),
    lead: reader.optional(brief?.lead),
    figures: (brief?.figures ?? [])
      .slice(0, 4)
      .map((one) =>
        present({ value: reader.text(one.value), caption: reader.text(one.caption), mark: reader.mark(one) }),
      ),
    discussed: (brief?.discussed ?? []).map((one) => reader.shown(one.text, one)),
    next: (brief?.next ?? []).map((one) =>
      present({
        date: one.when?.date,
        timed: isTimed(one.when?.date),
        when: reader.optional(one.when?.text),
        text: reader.text(one.text),
        who: one.who && reader.party(one.who),
      }),
    ),
    compiler: brief?.compiler && reader.party(brief.compiler),
  }) as View["brief"]; // only absent fields were left out
}

/** Recipients of a paper by role. When all members of the body are on a list, the body stands for them. */
export function sendListsOf(reader: Reader, document: string): View["sendLists"] {
  const wanted = reader.record.distribution.filter(
    ({ documents }) => documents.length === 0 || documents.includes(document),
  );
  return RECIPIENT_ROLES.flatMap((role) => {
    const own = wanted.filter((one) => one.role === role);
    return own.length > 0 ? [{ role, names: namesOf(reader, own) }] : [];
  });
}

function namesOf(reader: Reader, recipients: readonly Recipient[]): string[] {
  const body = bodyOf(reader.record);
  const listed = recipients.flatMap(({ to }) =>
    to.attendees === undefined
      ? [to]
      : attendeesOf(reader.record, to.attendees).map(
          ({ person, group }): RecipientAddress => ({ person, text: group?.label }),
        ),
  );
  const people = listed.flatMap(({ person }) => person ?? []);
  const members = people.filter((person) => isMember(reader, person));
  const whole = body !== undefined && members.length > 2 && members.length === stated(body.memberCount);
  const covered = new Set(whole ? members : []);
  const names = whole ? [reader.unit(body.id)] : [];
  for (const to of listed) {
    if (to.person !== undefined) {
      if (!covered.has(to.person)) names.push(reader.person(to.person));
    } else if (to.unit !== undefined) names.push(reader.unit(to.unit));
    else if (to.text !== undefined) names.push(reader.text(to.text));
    // A bare address is for the post, not for the page.
  }
  return [...new Set(names)];
}

const isMember = ({ record }: Reader, person: string): boolean =>
  entriesFor(record, person).some(
    (one) => stated(one.counted) !== false && one.class !== "inAttendance" && one.class !== "byInvitation",
  );
