import type { Loaded } from "../../src/yaml/load.ts";
import type { Meeting, Run } from "./meeting.ts";

/** The meeting as a record of ours, just as a program would hand it over or write it as JSON. */
export function recordOf(meeting: Meeting): Readonly<Record<string, unknown>> {
  const { id, lang, attendees, items, honorees } = meeting;
  return {
    schemaVersion: 1,
    id,
    languages: [lang],
    status: "final",
    meeting: {
      title: meeting.title,
      kind: "regular",
      bodies: ["council"],
      convenedBy: { text: meeting.convenor },
    },
    sittings: [{ start: meeting.date, place: meeting.place }],
    bodies: [{ id: "council", name: meeting.body, kind: "council" }],
    people: [
      ...attendees.map(({ name }, i) => ({ id: `a${i + 1}`, name })),
      ...honorees.map(({ name }, i) => ({ id: `h${i + 1}`, name })),
    ],
    attendees: attendees.map(({ office, presence }, i) => ({
      person: `a${i + 1}`,
      postAsOf: office,
      ...(presence === "apologies"
        ? { class: "apologies" }
        : { class: "present", mode: presence === "remote" ? "video" : "onSite" }),
    })),
    agenda: [
      ...items.map(({ title, paragraphs, points }, i) => ({
        id: `item-${i + 1}`,
        title,
        summary: [...paragraphs.map(markdown), points.map((point) => `- ${point}`).join("\n")],
      })),
      { id: "honors", title: HONORS[lang], kind: "honor" },
    ],
    motions: items.flatMap(({ votes }, i) =>
      votes.map((vote, k) => ({
        id: `m-${i + 1}-${k + 1}`,
        title: vote.motion,
        text: vote.motion,
        disposition: vote.for > vote.against ? "adopted" : vote.for === vote.against ? "tied" : "lost",
        item: `item-${i + 1}`,
      })),
    ),
    votes: items.flatMap(({ votes }, i) =>
      votes.map((vote, k) => ({
        on: { motion: `m-${i + 1}-${k + 1}` },
        counts: { for: vote.for, against: vote.against, abstain: vote.abstain },
      })),
    ),
    resolutions: items.map(({ title, resolution }, i) => ({
      id: `r-${i + 1}`,
      title,
      text: resolution,
      disposition: "byConsent",
      item: `item-${i + 1}`,
    })),
    actions: items.flatMap(({ actions }, i) =>
      actions.map(({ no, task, owner, due, state }) => ({
        no,
        text: task,
        owner: { text: owner },
        due,
        status: state,
        fromItem: `item-${i + 1}`,
      })),
    ),
    awards: [
      {
        title: HONORS[lang],
        kind: "individual",
        item: "honors",
        honorees: honorees.map(({ award, citation }, i) => ({
          person: `h${i + 1}`,
          postAsOf: award,
          citation,
        })),
      },
    ],
  };
}

/** The record as if it had been read from a file: without one, there are no places to tell. */
export const loadedRecord = (meeting: Meeting): Loaded => ({
  file: `${meeting.id}.json`,
  value: recordOf(meeting),
  placeOf: () => ({ file: `${meeting.id}.json`, line: 1, column: 1 }),
  excerpt: () => "",
});

/** The title of the item under which honors were given. */
export const HONORS = { en: "Honours list", zh: "表彰名单" } as const;

const markdown = (runs: readonly Run[]): string =>
  runs.map(({ text, bold }) => (bold ? `**${text}**` : text)).join("");
