import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { pageOf } from "./look.ts";
import type { Meeting } from "./meeting.ts";

/** What a finished file shows to tools of other people: a fast system must still have made the paper. */
export interface Inspected {
  /** Of Word files about so many, by their letters, since only Word counts them. Null when poppler is not installed. */
  readonly pages: number | null;
  readonly faults: readonly string[];
}

export const inspect = (file: string, meeting: Meeting): Inspected =>
  file.endsWith(".docx") ? inspectDocx(file, meeting) : inspectPdf(file, meeting);

function inspectDocx(file: string, meeting: Meeting): Inspected {
  const { "word/document.xml": part } = unzipSync(readFileSync(file), {
    filter: ({ name }) => name === "word/document.xml",
  });
  const xml = strFromU8(part ?? new Uint8Array());
  const text = squashed(xml.replaceAll(/<[^>]*>/g, ""));
  const rows = xml.match(/<w:tr[ >]/g)?.length ?? 0;
  const faults = missing(text, wordsOf(meeting));
  if (rows < rowsOf(meeting)) faults.push(`its tables have ${rows} rows of ${rowsOf(meeting)}`);
  return { pages: Math.ceil(text.length / LETTERS[meeting.lang]), faults };
}

/** Letters on a page of ours, without blanks. */
const LETTERS = { en: 2_100, zh: 1_130 } as const satisfies Record<Meeting["lang"], number>;

/** Rows of all tables with their heads. */
const rowsOf = ({ attendees, items, honorees }: Meeting): number =>
  [attendees, honorees, ...items.flatMap(({ votes, actions }) => [votes, actions])]
    .filter((list) => list.length > 0)
    .reduce((sum, list) => sum + list.length + 1, 0);

function inspectPdf(file: string, meeting: Meeting): Inspected {
  const info = run("pdfinfo", [file]);
  if (info === undefined) return { pages: null, faults: [] };
  const pages = Number(/^Pages:\s+(\d+)/m.exec(info)?.[1] ?? 0);
  const text = squashed(run("pdftotext", [file, "-"]) ?? "");
  const fonts = (run("pdffonts", [file]) ?? "").trim().split("\n").slice(2);
  const faults = missing(text, [...wordsOf(meeting), pageOf(meeting.lang, pages, pages)]);
  if (fonts.length === 0) faults.push("there are no fonts");
  // name, type, encoding, then whether embedded, subset and with a way back to Unicode
  for (const font of fonts)
    if (!/ yes (yes|no) +yes /.test(font)) faults.push(`not embedded: ${font.split(" ")[0]}`);
  return { pages, faults };
}

/** The first words and the last name. */
const wordsOf = ({ title, honorees }: Meeting): readonly string[] => [title, honorees.at(-1)?.name ?? ""];

const missing = (text: string, wanted: readonly string[]): string[] =>
  wanted.filter((words) => !text.includes(squashed(words))).map((words) => `"${words}" is missing`);

const squashed = (text: string): string => text.replaceAll(/\s+/g, "");

function run(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}
