import { randomOf } from "../bench/random.ts";
import { type Varied, variedRecord } from "./varied-record.ts";

type Fields = { [name: string]: unknown };

/** A made-up record and a second revision of it, as a secretary would correct it: the same for the same seed. */
export function revisedRecord(seed: number): Varied & { readonly revised: string } {
  const varied = variedRecord(seed);
  const random = randomOf(seed + 7);
  const { int, pick } = random;
  const often = (percent: number): boolean => int(1, 100) <= percent;
  const record = JSON.parse(varied.text) as Fields;
  const entries = (part: string): Fields[] => (record[part] ?? []) as Fields[];
  const correct = (words: unknown): unknown =>
    typeof words === "string" && often(30)
      ? words.replace(/[\p{L}\p{N}]{2,}/u, pick(["corrected", "14", "更正"]))
      : words;

  for (const person of entries("people")) if (often(15)) person.name = pick(["Ann Ash", "李明", "Eve Elm"]);
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
  if (often(50))
    record.actions = [
      ...entries("actions"),
      { text: pick(["Send the corrected minutes.", "发出更正后的纪要。"]), owner: "notStated" },
    ];
  record.revisions = [
    { no: 2, at: "2026-03-17T09:30", by: { text: "The secretary" }, change: "Corrections." },
  ];
  return { ...varied, revised: JSON.stringify(record) };
}
