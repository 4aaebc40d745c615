import { randomOf } from "../bench/random.ts";
import { type Varied, variedRecord } from "./varied-record.ts";

type Fields = { [name: string]: unknown };

const NAMES = { en: ["Ann Ash", "Eve Elm"], zh: ["李明", "王一"] } as const;
const WORDS = { en: ["corrected", "14"], zh: ["更正", "14"] } as const;
const ACTION = { en: "Send the corrected minutes.", zh: "发出更正后的纪要。" } as const;

/** A made-up record and a second revision of it, as a secretary would correct it: the same for the same seed. */
export function revisedRecord(seed: number): Varied & { readonly revised: string } {
  const varied = variedRecord(seed);
  const { lang } = varied;
  const random = randomOf(seed + 7);
  const { int, pick } = random;
  const often = (percent: number): boolean => int(1, 100) <= percent;
  const record = JSON.parse(varied.text) as Fields;
  const entries = (part: string): Fields[] => (record[part] ?? []) as Fields[];
  const correct = (words: unknown): unknown =>
    typeof words === "string" && often(30) ? words.replace(/[\p{L}\p{N}]{2,}/u, pick(WORDS[lang])) : words;

  for (const person of entries("people")) if (often(15)) person.name = pick(NAMES[lang]);
  for (const item of entries("agenda")) {
    item.title = correct(item.title);
    const summary = (item.summary ?? []) as unknown[];
    if (summary.length > 0) item.summary = summary.filter(() => !often(20)).map(correct);
  }
  if (often(50)) entries("agenda").reverse();
  for (const part of ["actions", "attendees"]) {
    if (record[part] !== undefined)
      record[part] = entries(part).filter((_, index) => index === 0 || !often(20));
  }
  for (const action of entries("actions")) action.text = correct(action.text);
  for (const resolution of entries("resolutions")) resolution.text = correct(resolution.text);
  if (often(50)) record.actions = [...entries("actions"), { text: ACTION[lang], owner: "notStated" }];
  record.revisions = [{ no: 2, at: "2026-03-17T09:30", by: { text: NAMES[lang][0] }, change: ACTION[lang] }];
  return { ...varied, revised: JSON.stringify(record) };
}
