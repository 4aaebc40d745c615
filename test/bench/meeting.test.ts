import { describe, expect, it } from "vitest";
import { openResources } from "../../src/files.ts";
import { admit, type Opened } from "../../src/pipeline/open.ts";
import { make } from "../../src/pipeline.ts";
import { readPdf } from "../support/read-pdf.ts";
import { type Block, blocksOf, footOf, headOf, pageOf } from "./look.ts";
import { LANGS, type Meeting, makeMeeting, SIZES } from "./meeting.ts";
import { proseOf } from "./prose.ts";
import { loadedRecord } from "./record.ts";

const TEMPLATES = new URL("templates/", import.meta.url).pathname;
const resources = openResources({ templates: TEMPLATES });
if (!resources.ok) throw new Error(resources.diagnostics[0]?.message);

function checked(meeting: Meeting): Opened {
  const opened = admit(
    loadedRecord(meeting),
    { documents: ["bench"], theme: `bench-${meeting.lang}` },
    resources.ok ? resources.value : neverMind(),
  );
  expect(opened.diagnostics).toEqual([]);
  if (!opened.ok) throw new Error("the record has errors");
  return opened.value;
}
const neverMind = (): never => {
  throw new Error("no resources");
};

describe.each(LANGS)("the made-up meeting in %s", (lang) => {
  it("is a record with nothing to remark, at every size that is quick to judge", () => {
    for (const size of ["S", "M"] as const)
      for (const seed of [1, 2, 3]) checked(makeMeeting(SIZES[size], lang, seed));
  });

  it("is so with sentences from books, too, which bring many more words", () => {
    const made = makeMeeting(SIZES.M, lang, 1);
    const real = makeMeeting(SIZES.M, lang, 1, proseOf(lang));
    checked(real);
    expect(vocabularyOf(real).size).toBeGreaterThan(2 * vocabularyOf(made).size);
  });

  it("is the same for the same seed, and another for another", () => {
    expect(makeMeeting(SIZES.M, lang, 7)).toEqual(makeMeeting(SIZES.M, lang, 7));
    expect(makeMeeting(SIZES.M, lang, 7).items).not.toEqual(makeMeeting(SIZES.M, lang, 8).items);
  });

  it("has nobody twice on its lists", () => {
    const { attendees, honorees } = makeMeeting(SIZES.XL, lang, 1);
    const names = [...attendees, ...honorees].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("is printed by us in the words that the other systems are given", async () => {
    const meeting = makeMeeting({ items: 5, attendees: 9, honorees: 6 }, lang, 4);
    const made = await make(checked(meeting), "bench", ["pdf"]);
    if (!made.ok) throw new Error(made.diagnostics[0]?.message);
    const pdf = readPdf(made.value[0]?.bytes ?? new Uint8Array());
    const told = pdf.texts.map(({ text }) => text);
    expect(squashed(told)).toBe(squashed(blocksOf(meeting).flatMap(wordsOf)));
    const furniture = squashed(pdf.artifacts);
    for (const words of [headOf(meeting), footOf(meeting), pageOf(lang, 1, pdf.pages)])
      expect(furniture).toContain(squashed([words]));
  });
});

function wordsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case "paragraph":
      return block.runs.map(({ text }) => text);
    case "list":
      return block.items;
    case "box":
      return [block.label, block.text];
    case "table":
      return [...block.head, ...block.rows.flat()];
    default:
      return [block.text];
  }
}

/** Its words, or in Chinese its characters; numbers do not count. */
const vocabularyOf = ({ lang, items }: Meeting): ReadonlySet<string> =>
  new Set(
    items
      .flatMap(({ paragraphs }) => paragraphs.flat().map(({ text }) => text))
      .flatMap((text) => text.match(lang === "zh" ? /\p{Script=Han}/gu : /\p{L}+/gu) ?? []),
  );

/** Without white space, and without the markers of lists, which are no words of the meeting. */
const squashed = (texts: readonly string[]): string => texts.join("").replaceAll(/[\s•]+/g, "");
