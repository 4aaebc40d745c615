import type { Path } from "../../yaml/path.ts";
import { readAddress } from "../address.ts";
import { byId } from "../index-by.ts";
import { type Recipient, recipientsOf } from "../recipients.ts";
import type { MeetingRecord } from "../schema/record.ts";
import { type Finding, type Matter, nameOf } from "./finding.ts";

/** Whether papers can reach those who are to have them, and whether they may. */
export function lintDistribution({ record, documents }: Matter): readonly Finding[] {
  const recipients = record.distribution.length > 0 ? recipientsOf(record, { documents }) : [];
  return [
    ...channels(record),
    ...addresses(record),
    ...recipients.flatMap(unreached),
    ...shared(record, recipients),
    ...released(record, recipients),
  ];
}

function channels(record: MeetingRecord): readonly Finding[] {
  return record.distribution.flatMap(({ channel, to }, i): readonly Finding[] => {
    const hasAddress = (to.address ?? byId(record.people, to.person)?.contact?.email) !== undefined;
    if (channel !== undefined || hasAddress || to.attendees !== undefined) return [];
    const name = to.person === undefined ? (to.unit ?? "this recipient") : nameOf(record, to.person);
    return [
      {
        code: "record/recipient-without-channel",
        severity: "warning",
        message: `nothing says how the papers reach ${name}`,
        path: ["distribution", i],
        hint: "add channel: email, folder or print",
      },
    ];
  });
}

/** Addresses of which no mail program could be sure what they mean. */
function addresses({ people, distribution, issuing }: MeetingRecord): readonly Finding[] {
  const { address, replyTo } = issuing?.sender ?? {};
  const all: readonly (readonly [string | undefined, Path])[] = [
    ...people.map(({ contact }, i) => [contact?.email, ["people", i, "contact", "email"]] as const),
    ...distribution.map(({ to }, i) => [to.address, ["distribution", i, "to", "address"]] as const),
    [address, ["issuing", "sender", "address"]],
    [replyTo, ["issuing", "sender", "replyTo"]],
  ];
  return all.flatMap(([text, path]): readonly Finding[] => {
    if (text === undefined) return [];
    const read = readAddress(text);
    if (!read.ok) return read.diagnostics.map((problem) => ({ ...problem, path }));
    if (!read.value.international) return [];
    return [
      {
        code: "record/international-address",
        severity: "note",
        message: `“${text}” is not ASCII before the @; not every mail server can deliver to it`,
        path,
      },
    ];
  });
}

function unreached({ hindrance, name, path }: Recipient): readonly Finding[] {
  if (hindrance === "no-address")
    return [
      {
        code: "record/recipient-without-address",
        severity: "warning",
        message: `${name} is to have the papers by e-mail, but no address is known`,
        path: [...path, "to"],
        hint: "add contact: {email: …} to the person, or address here",
      },
    ];
  if (hindrance === "no-name")
    return [
      {
        code: "record/group-cannot-receive",
        severity: "note",
        message: `${name} are a group without names, so nobody of them gets the papers`,
        path: [...path, "to"],
        hint: "name them, or add an entry with an address for all of them",
      },
    ];
  return [];
}

/** Two people with one mailbox: either one of the addresses is wrong, or somebody says that it is so. */
function shared(record: MeetingRecord, recipients: readonly Recipient[]): readonly Finding[] {
  const mailed = recipients.filter(({ channel, address }) => channel === "email" && address !== undefined);
  const groups = [...Map.groupBy(mailed, ({ address }) => address?.mailbox).values()];
  return groups.flatMap((group): readonly Finding[] => {
    const [first, second] = group;
    const isSaid = group.some(({ person }) => byId(record.people, person)?.contact?.shared === true);
    if (!first || !second || isSaid) return [];
    return [
      {
        code: "record/shared-address",
        severity: "error",
        message: `${first.name} and ${second.name} have the same e-mail address`,
        path: [...second.path, "to"],
        hint: "correct one of them, or add shared: true to the contact of a person, if they really share it",
      },
    ];
  });
}

/** A record that is not public, of which the public is to have something. */
function released(record: MeetingRecord, recipients: readonly Recipient[]): readonly Finding[] {
  const level = record.confidentiality?.level ?? "public";
  const [first] = recipients.filter(({ audience }) => audience === "public");
  if (level === "public" || !first) return [];
  return [
    {
      code: "record/public-rendition",
      severity: "warning",
      message: `the record is ${level}, but ${first.name} is to have what is public of it`,
      path: first.path,
      hint: "say rendition: full, member or public in this entry, and close items with public: false",
    },
  ];
}
