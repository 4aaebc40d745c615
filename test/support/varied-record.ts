import { makeMeeting } from "../bench/meeting.ts";
import { type Random, randomOf } from "../bench/random.ts";
import { recordOf } from "../bench/record.ts";

/** A record like no other, and what to make of it: the same for the same seed. */
export interface Varied {
  readonly text: string;
  readonly lang: "en" | "zh";
  readonly document: "minutes" | "honors" | "brief";
}

type Fields = { [name: string]: unknown };

/** What is awkward to print, to tag or to escape, by language. */
const NAMES: Readonly<Record<"en" | "zh", readonly unknown[]>> = {
  en: [
    "Tomás Ferreira",
    "Ngũgĩ wa Thiong’o",
    "Siân O’Brien-Šimůnek",
    "X",
    "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley",
    { en: "Li Ming", zh: "李明" },
    { en: "Yoshida Shigeru", zh: "𠮷田茂" },
    "Smith & Sons <Holdings>",
  ],
  zh: [
    "欧阳震华",
    "𠮷田茂",
    "买买提·艾力",
    { zh: "大卫", en: "David O’Neill" },
    "王一",
    "㐱㐲",
    "A. B. Smith",
    "於𠀋",
  ],
};

const PROSE = {
  en: [
    "See [the rules](https://example.com/a?b=1&c=d#e) and *note* the **change**.",
    "R&D cost < 5 % of “sales” – 50/50 – as in 1½ years; see https://example.com/a/very/long/path/that/goes/on/and/on.",
    "- one\n- two\n- three",
    "The office fi­nances the co-operative’s efflorescent fjord, naïvely, in Æthelred’s way.",
    "No.",
  ],
  zh: [
    "参见[章程](https://example.com/a?b=1&c=d)，并**注意**变更。",
    "研发费用占销售额的5%——“低于”预期……（见《办法》第3条、第4条）。",
    "- 一\n- 二\n- 三",
    "会议听取了GDP与CPI的说明，采用iOS 17和5G设备，成本为￥1,200.50元。",
    "无。",
  ],
} as const;

const GAPS = ["notStated", "unknown", "pending", "withheld"] as const;
const DOCUMENTS = ["minutes", "honors", "brief"] as const;

export function variedRecord(seed: number): Varied {
  const lang = seed % 2 === 0 ? "en" : "zh";
  const random = randomOf(seed);
  const { int, pick } = random;
  const counts = { items: int(1, 2), attendees: int(3, 30), honorees: int(1, 25) };
  const record = structuredClone(recordOf(makeMeeting(counts, lang, seed))) as Fields;
  const often = (percent: number): boolean => int(1, 100) <= percent;
  record.id = `varied-${seed}`;
  record.status = pick(["draft", "review", "final"]);
  record.profile = pick(["general", "council", "roberts"]);
  for (const person of entries(record, "people")) if (often(15)) person.name = pick(NAMES[lang]);
  for (const item of entries(record, "agenda")) if (often(70)) shorten(item, random, lang);
  for (const action of entries(record, "actions")) {
    if (often(20)) action.owner = pick(GAPS);
    if (often(20)) action.due = pick(GAPS);
  }
  for (const vote of entries(record, "votes")) if (often(20)) delete vote.counts;
  for (const [part, percent] of [
    ["actions", 30],
    ["resolutions", 30],
    ["votes", 30],
    ["attendees", 10],
  ] as const)
    if (often(percent)) delete record[part];
  if (often(30)) {
    for (const part of ["votes", "motions"]) delete record[part];
  }
  if (often(30)) for (const sitting of entries(record, "sittings")) sitting.place = pick(GAPS);
  if (often(40)) bilingual(record, lang);
  const document = record.attendees === undefined ? "minutes" : (DOCUMENTS[seed % 3] ?? "minutes");
  return { text: JSON.stringify(record), lang, document };
}

const entries = (record: Fields, part: string): readonly Fields[] => (record[part] ?? []) as Fields[];

/** A summary of a few odd sentences in the place of pages. */
function shorten(item: Fields, { int, pick }: Random, lang: "en" | "zh"): void {
  if (item.summary === undefined) return;
  item.summary = Array.from({ length: int(0, 4) }, () => pick(PROSE[lang]));
}

/** The record in two languages, as far as a title and a body go; the rest is borrowed. */
function bilingual(record: Fields, lang: "en" | "zh"): void {
  record.languages = lang === "en" ? ["en", "zh"] : ["zh", "en"];
  const meeting = record.meeting as Fields;
  meeting.title = { en: "A meeting of many words", zh: "会议记录的会议", [lang]: meeting.title };
}
