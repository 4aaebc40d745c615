import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Artefact } from "../../src/artefact.ts";
import { openPdf } from "../../src/read/pdf/file.ts";
import { type Dictionary, isList, isText, wordsOf } from "../../src/read/pdf/value.ts";
import { LANGUAGES, type Language } from "../../src/record/schema/primitives.ts";
import { makeMeeting, SIZES } from "../bench/meeting.ts";
import { recordOf } from "../bench/record.ts";
import { papersOf } from "../support/papers.ts";
import { docxParts } from "../support/read-docx.ts";
import { readPdf } from "../support/read-pdf.ts";
import { OFFICE_VERSIONS, office, ooxmlErrors, ROOT, run } from "./tools.ts";

/** A Word file, and the same paper as PDF. */
interface Pair {
  readonly name: string;
  readonly docx: string;
  readonly pdf: string;
}

const folder = mkdtempSync(join(tmpdir(), "minutebook-docx-"));

/** Every paper of every example in every language, and two long ones in each. */
const records = readdirSync(join(ROOT, "data"))
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => join(ROOT, "data", file));
const examples = records.map((file) => readFileSync(file, "utf8"));
const short = await pairsOf((lang) => examples.map((text) => papersOf(text, { lang })));
const long = await pairsOf((lang) => [
  papersOf(JSON.stringify(recordOf(makeMeeting(SIZES.M, lang, 1))), {
    lang,
    documents: ["minutes", "honors"],
  }),
]);
const pairs = [...short, ...long];

async function pairsOf(
  make: (lang: Language) => readonly Promise<readonly Artefact[]>[],
): Promise<readonly Pair[]> {
  const made = (await Promise.all(LANGUAGES.flatMap(make))).flat();
  for (const { name, bytes } of made) writeFileSync(join(folder, name), bytes);
  return made
    .filter(({ format }) => format === "docx")
    .map(({ name }) => {
      const docx = join(folder, name);
      return { name: name.replace(".docx", ""), docx, pdf: docx.replace(".docx", ".pdf") };
    });
}

const files = pairs.map(({ docx }) => docx);
const asPdf = office("pdf", files);
const asText = office("txt:Text (encoded):UTF8", files);
const verdicts = await ooxmlErrors(files);

const pagesOf = (file: string): number => openPdf(readFileSync(file)).pages().length;

it("there is a Word file of every paper of every example in every language", () => {
  expect(short.length).toBe(examples.length * 3 * LANGUAGES.length);
  expect(long.length).toBe(2 * LANGUAGES.length);
});

describe.each(pairs)("$name", ({ name, docx, pdf }) => {
  const theirs = join(asPdf, `${name}.pdf`);

  it.each(OFFICE_VERSIONS)("has no error for the Open XML SDK (%s)", (version) => {
    expect(verdicts.get(`${version} ${docx}`)).toEqual([]);
  });
  it("is set in our fonts by LibreOffice, on as many pages as ours, give or take one", () => {
    expect(run("pdffonts", theirs)).toMatch(/Source(?:Serif4|Sans3)-|Noto(?:Serif|Sans)SC-/);
    expect(Math.abs(pagesOf(theirs) - pagesOf(pdf))).toBeLessThanOrEqual(1);
  });
  it("has our headings, with their numbers, on our pages, give or take one", () => {
    const [ours, found] = [outlineOf(pdf), outlineOf(theirs)];
    expect(found.map(({ title }) => title)).toEqual(ours.map(({ title }) => title));
    for (const [index, { title, page }] of ours.entries())
      expect(Math.abs((found[index]?.page ?? 0) - page), title).toBeLessThanOrEqual(1);
  });
  it("says all our words in our order, lists counted and all", () => {
    const text = readFileSync(join(asText, `${name}.txt`), "utf8");
    const words = readPdf(readFileSync(pdf)).texts.map((one) => one.text);
    expect(letters(text)).toBe(letters(words.join("")));
  });
  it("repeats the heads of its tables on every page that they go on to", () => {
    const bare = spreadOf(docx, theirs).flatMap(({ head, pages }) =>
      pages.filter((text) => !text.includes(head)).map((text) => `${head} is not in ${text}`),
    );
    expect(bare).toEqual([]);
  });
});

it("has long tables to judge by in every language", () => {
  const spread = long.flatMap(({ name, docx }) => spreadOf(docx, join(asPdf, `${name}.pdf`)));
  expect(spread.filter(({ pages }) => pages.length > 1).length).toBeGreaterThanOrEqual(LANGUAGES.length);
});

it("all Word files together have our pages in LibreOffice, up to one in twenty", () => {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const ours = sum(pairs.map(({ pdf }) => pagesOf(pdf)));
  const apart = sum(
    pairs.map(({ name, pdf }) => Math.abs(pagesOf(join(asPdf, `${name}.pdf`)) - pagesOf(pdf))),
  );
  expect(apart / ours).toBeLessThanOrEqual(0.05);
});

describe.each(LANGUAGES)("in %s, all examples", (lang) => {
  const kept = (name: string): Buffer => readFileSync(join(folder, name));

  it("come out as the same bytes again, also where no PDF is asked for", async () => {
    const again = await Promise.all(examples.map((text) => papersOf(text, { lang, formats: ["docx"] })));
    for (const { name, bytes } of again.flat()) expect(kept(name).equals(bytes), name).toBe(true);
  });
  it("come out as the same bytes in another time zone and locale", () => {
    const out = mkdtempSync(join(tmpdir(), "minutebook-elsewhere-"));
    execFileSync(
      process.execPath,
      ["src/cli.ts", "generate", ...records, "--lang", lang, "--formats", "docx", "--quiet", "--out", out],
      { cwd: ROOT, env: { ...process.env, TZ: "Pacific/Chatham", LC_ALL: "tr_TR.UTF-8" } },
    );
    const made = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((one) =>
      one.endsWith(".docx"),
    );
    expect(made.length).toBe(examples.length * 3);
    for (const file of made)
      expect(kept(basename(file)).equals(readFileSync(join(out, file))), file).toBe(true);
  });
});

/** Letters alone: blanks, where a word was divided, capitals and the look of bullets are the look's affair. */
const letters = (text: string): string =>
  text
    .replace(/[\s\u00ad\u200b\ufeff]/gu, "")
    .replaceAll("•", "–")
    .toLowerCase();

/** Headings with the pages that they are on, from the outline. */
function outlineOf(path: string): readonly { readonly title: string; readonly page: number }[] {
  const file = openPdf(readFileSync(path));
  const { get, dictionary, catalog } = file;
  const pages = file.pages();
  const entries: { title: string; page: number }[] = [];
  const visit = (first: Dictionary): void => {
    for (let item = first; item.size > 0; item = dictionary(item.get("Next"))) {
      const title = get(item.get("Title"));
      const place = get(item.get("Dest")) ?? get(dictionary(item.get("A")).get("D"));
      entries.push({
        title: isText(title) ? letters(wordsOf(title)) : "",
        page: isList(place) ? pages.indexOf(dictionary(place[0])) + 1 : 0,
      });
      visit(dictionary(item.get("First")));
    }
  };
  visit(dictionary(dictionary(catalog.get("Outlines")).get("First")));
  return entries;
}

/** For each table with a head, the pages of a PDF that show any of its other rows; all as letters. */
function spreadOf(
  docx: string,
  pdf: string,
): readonly { readonly head: string; readonly pages: readonly string[] }[] {
  const pages = Array.from({ length: pagesOf(pdf) }, (_, index) =>
    letters(run("pdftotext", "-f", String(index + 1), "-l", String(index + 1), pdf, "-")),
  );
  return tablesIn(docx).map(({ head, rows }) => ({
    head,
    pages: pages.filter((page) => rows.some((row) => page.includes(row))),
  }));
}

/** The tables of a Word file that have a head; of their other rows those that say enough to be told apart. */
function tablesIn(docx: string): readonly { readonly head: string; readonly rows: readonly string[] }[] {
  const body = docxParts(readFileSync(docx)).get("word/document.xml") ?? "";
  return [...body.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].flatMap(([table]) => {
    const rows = [...table.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)].map(([row]) => row);
    const isHead = (row: string): boolean => row.includes("<w:tblHeader");
    const textOf = (row: string): string =>
      letters([...row.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(""));
    const head = rows.filter(isHead).map(textOf).join("");
    const others = rows.filter((row) => !isHead(row)).map(textOf);
    return head === "" ? [] : [{ head, rows: others.filter((row) => row.length > 12) }];
  });
}
