import { type Random, randomOf } from "./random.ts";
import { VOCABULARY } from "./vocabulary.ts";

/**
 * A made-up meeting of any length: the same for the same size, language and seed. It is what every system of the
 * bench is given, ours as a record, the others as the blocks of `look.ts`.
 */
export interface Meeting {
  readonly id: string;
  readonly lang: Lang;
  readonly title: string;
  readonly body: string;
  /** ISO 8601. */
  readonly date: string;
  readonly place: string;
  readonly convenor: string;
  /** Those in the room first, then those on the line, then those who sent apologies. */
  readonly attendees: readonly Attendee[];
  readonly items: readonly Item[];
  readonly honorees: readonly Honoree[];
}

export const LANGS = ["en", "zh"] as const;
export type Lang = (typeof LANGS)[number];

export const PRESENCES = ["present", "remote", "apologies"] as const;
export type Presence = (typeof PRESENCES)[number];

export interface Attendee {
  readonly name: string;
  readonly office: string;
  readonly presence: Presence;
}

/** Words of one weight. */
export interface Run {
  readonly text: string;
  readonly bold: boolean;
}

export interface Item {
  readonly title: string;
  /** Three paragraphs of about 90 English words or 230 Chinese characters. */
  readonly paragraphs: readonly (readonly Run[])[];
  readonly points: readonly string[];
  readonly resolution: string;
  readonly votes: readonly Vote[];
  /** Twenty under every fifth item. */
  readonly actions: readonly Action[];
}

export interface Vote {
  readonly motion: string;
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

export const ACTION_STATES = ["open", "carried", "done", "overdue"] as const;
export type ActionState = (typeof ACTION_STATES)[number];

export interface Action {
  readonly no: string;
  readonly task: string;
  readonly owner: string;
  /** ISO 8601. */
  readonly due: string;
  readonly state: ActionState;
}

export interface Honoree {
  readonly name: string;
  readonly award: string;
  readonly citation: string;
}

/** How much there is of everything: about 3, 25, 250 and 2,500 pages. */
export const SIZES = {
  S: { items: 1, attendees: 12, honorees: 8 },
  M: { items: 13, attendees: 53, honorees: 73 },
  L: { items: 158, attendees: 198, honorees: 218 },
  XL: { items: 1600, attendees: 1640, honorees: 1660 },
} as const satisfies Record<string, Counts>;
export type Size = keyof typeof SIZES;

export interface Counts {
  readonly items: number;
  readonly attendees: number;
  readonly honorees: number;
}

/** A sentence from a book, in place of one that is put together from the vocabulary. */
export type Prose = (random: Random) => string;

export function makeMeeting(counts: Counts, lang: Lang, seed: number, prose?: Prose): Meeting {
  const random = randomOf(seed * 7919 + (lang === "zh" ? 13 : 0));
  const { int, pick } = random;
  const words = VOCABULARY[lang];
  const say = lang === "zh" ? CHINESE : ENGLISH;
  const times = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const name = (): string => say.name(pick(words.first), pick(words.last));
  const date = (): string => isoDate(2020 + int(0, 6), int(1, 12), int(1, 28));
  const phrase = (): Phrase => ({
    subject: pick(words.subject),
    verb: pick(words.verb),
    object: pick(words.object),
    tail: pick(words.tail),
  });
  /** A sentence about somebody or about money, either of which is bold if the sentence is to stress something. */
  const sentence = (bold: boolean): readonly Run[] => {
    const [before, middle, after] = int(0, 1)
      ? say.deed(phrase(), inWords(date(), lang), name())
      : say.cost(phrase(), int(120, 98_000).toLocaleString("en-GB"));
    return [
      { text: before, bold: false },
      { text: middle, bold },
      { text: after, bold: false },
    ];
  };
  const paragraph = (): readonly Run[] => {
    const runs: Run[] = [];
    for (let count = 0; say.length(runs) < say.enough; count++) {
      if (prose && count > 0) runs.push({ text: `${prose(random)}${say.gap}`, bold: false });
      else runs.push(...sentence(count % 2 === 0));
    }
    return merged(runs);
  };
  const flat = (runs: readonly Run[]): string =>
    runs
      .map(({ text }) => text)
      .join("")
      .trim();

  const taken = new Set<string>();
  /** A name that nobody else at the meeting bears. */
  const newName = (): string => {
    let found = name();
    while (taken.has(found)) found = say.longName(pick(words.first), pick(words.first), pick(words.last));
    taken.add(found);
    return found;
  };
  const attendees = times(counts.attendees, () => ({
    name: newName(),
    office: say.office(pick(words.role), pick(words.org)),
    presence: PRESENCES[Math.max(0, int(0, 4) - 2)] ?? "present",
  }));
  return {
    id: `bench-${lang}-${seed}`,
    lang,
    ...HEADS[lang],
    date: "2026-03-14",
    convenor: name(),
    attendees: attendees.toSorted((a, b) => PRESENCES.indexOf(a.presence) - PRESENCES.indexOf(b.presence)),
    items: times(counts.items, (item) => ({
      title: pick(words.topic),
      paragraphs: times(3, paragraph),
      points: times(5, () => prose?.(random) ?? say.point(pick(words.task), pick(words.tail))),
      resolution: prose?.(random) ?? flat(sentence(false)),
      votes: times(4, (option) => ({
        motion: say.option(option, pick(words.topic)),
        for: int(0, 60),
        against: int(0, 40),
        abstain: int(0, 9),
      })),
      actions: times(item % 5 === 4 ? 20 : 0, (action) => ({
        no: `${item + 1}.${action + 1}`,
        task: say.task(pick(words.task), pick(words.tail)),
        owner: name(),
        due: isoDate(2026 + int(0, 1), int(4, 12), int(1, 28)),
        state: pick(ACTION_STATES),
      })),
    })),
    honorees: times(counts.honorees, () => ({
      name: newName(),
      award: pick(words.award),
      citation: say.citation(pick(words.cite), pick(words.cite2), inWords(date(), lang)),
    })),
  };
}

/** A date as the papers write it. */
export function inWords(date: string, lang: Lang): string {
  const [year, month, day] = date.split("-").map(Number);
  return lang === "zh" ? `${year}年${month}月${day}日` : `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

const isoDate = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** Neighbours of one weight as one run, without white space at the end. */
function merged(runs: readonly Run[]): readonly Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last?.bold === run.bold) out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out.map((run, index) => (index < out.length - 1 ? run : { ...run, text: run.text.trimEnd() }));
}

// ---- the two languages

interface Phrase {
  readonly subject: string;
  readonly verb: string;
  readonly object: string;
  readonly tail: string;
}

interface Speech {
  readonly name: (first: string, last: string) => string;
  readonly longName: (first: string, second: string, last: string) => string;
  readonly office: (role: string, org: string) => string;
  /** A sentence in three parts, the middle one to be stressed. */
  readonly deed: (phrase: Phrase, date: string, name: string) => readonly [string, string, string];
  readonly cost: (phrase: Phrase, amount: string) => readonly [string, string, string];
  readonly task: (task: string, tail: string) => string;
  readonly point: (task: string, tail: string) => string;
  readonly option: (index: number, topic: string) => string;
  readonly citation: (cite: string, more: string, date: string) => string;
  /** What stands between sentences. */
  readonly gap: string;
  /** Words or characters so far, and how many make a paragraph but for the last sentence. */
  readonly length: (runs: readonly Run[]) => number;
  readonly enough: number;
}

const HEADS = {
  en: {
    title: "Minutes of the Community Council",
    body: "Riverside Community Council",
    place: "Assembly Hall, Upper Room, 12 Riverside Road",
  },
  zh: { title: "社区委员会例会纪要", body: "滨河社区委员会", place: "滨河路十二号礼堂二层" },
} as const;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const ENGLISH: Speech = {
  name: (first, last) => `${first} ${last}`,
  longName: (first, second, last) => `${first} ${second} ${last}`,
  office: (role, org) => `${role}, ${org}`,
  deed: ({ subject, verb, object, tail }, date, name) => [
    `On ${date} ${subject} with `,
    name,
    ` ${verb} ${object}, ${tail}. `,
  ],
  cost: ({ subject, verb, object, tail }, amount) => [
    `${capital(subject)} ${verb} ${object}, at a cost of `,
    `£${amount}`,
    `, ${tail}. `,
  ],
  task: (task, tail) => `${task}, ${tail}`,
  point: (task, tail) => `${task}, ${tail}.`,
  option: (index, topic) => `Option ${"ABCD".charAt(index)}: ${topic}`,
  citation: (cite, more, date) => `${capital(cite)}, ${more}; conferred on ${date}.`,
  gap: " ",
  length: (runs) => runs.reduce((sum, { text }) => sum + text.split(" ").length - 1, 0),
  enough: 90 - 12, // the sentence that goes beyond this is the last
};

const CHINESE: Speech = {
  name: (first, last) => `${last}${first}`,
  longName: (first, second, last) => `${last}${first.charAt(0)}${second.charAt(0)}`,
  office: (role, org) => `${org}${role}`,
  deed: ({ subject, verb, object, tail }, date, name) => [
    `根据${date}的通知，${subject}`,
    name,
    `${verb}${object}，${tail}。`,
  ],
  cost: ({ subject, verb, object, tail }, amount) => [
    `${subject}${verb}${object}，涉及金额`,
    `人民币${amount}元`,
    `，${tail}。`,
  ],
  task: (task, tail) => `${task}，${tail}`,
  point: (task, tail) => `${task}，${tail}。`,
  option: (index, topic) => `方案${"甲乙丙丁".charAt(index)}：${topic}`,
  citation: (cite, more) => `${cite}，${more}，特此表彰。`,
  gap: "",
  length: (runs) => runs.reduce((sum, { text }) => sum + text.length, 0),
  enough: 230 - 30,
};
