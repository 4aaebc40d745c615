import { createHash } from "node:crypto";
import type { Path } from "../../yaml/path.ts";
import { findQuote, paragraphsOf } from "../cite.ts";
import type { Cite, Source } from "../schema/evidence.ts";
import { type Finding, type Matter, nameOf, words } from "./finding.ts";
import { nearNames } from "./names.ts";

/** Whether the record can be traced: cites against their sources, inferences with their reasons, spellings. */
export const lintEvidence = (matter: Matter): readonly Finding[] => {
  const marks = marksOf(matter.record, []);
  return [
    ...sources(matter, marks),
    ...quotes(matter, marks),
    ...quotedSpeech(matter),
    ...inferences(marks),
    ...closeSpellings(matter),
  ];
};

/** More than this is no longer the few words that carry a fact. */
const LONG_QUOTE = 300;

interface Mark {
  readonly path: Path;
  readonly cite?: Cite;
  readonly isUnexplained: boolean;
}

/** Every cite of the record, and every fact or entry that is inferred without a word of why. */
function marksOf(value: unknown, path: Path): readonly Mark[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one, i) => marksOf(one, [...path, i]));
  return Object.entries(value).flatMap(([name, one]) => {
    if (name === "cites" && Array.isArray(one)) {
      // The schema has no other field of this name.
      return (one as Cite[]).map((cite, i) => ({ path: [...path, name, i], cite, isUnexplained: false }));
    }
    const own: readonly Mark[] =
      name === "basis" && one === "inferred" && !("note" in value && value.note !== undefined)
        ? [{ path: [...path, name], isUnexplained: true }]
        : [];
    return [...own, ...marksOf(one, [...path, name])];
  });
}

function sources({ record, sources: textOf }: Matter, marks: readonly Mark[]): readonly Finding[] {
  const citing = Map.groupBy(marks, ({ cite }) => cite?.source);
  return record.sources.flatMap((source, i): readonly Finding[] => {
    const cited = citing.get(source.id)?.length ?? 0;
    const unchecked =
      cited === 0 ? "" : `; ${cited === 1 ? "one quote" : `${cited} quotes`} could not be checked`;
    if (source.file === undefined) {
      if (cited === 0) return [];
      const message = `no file is named for the source ${words(source.title)}${unchecked}`;
      return [{ code: "record/source-not-at-hand", severity: "note", message, path: ["sources", i] }];
    }
    const text = textOf(source.file);
    const path = ["sources", i, "file"];
    if (text === undefined) {
      const message = `the file ${source.file} is not at hand${unchecked}`;
      return [{ code: "record/source-not-at-hand", severity: "note", message, path }];
    }
    if (source.sha256 === undefined || digestsOf(text).includes(source.sha256)) return [];
    return [
      {
        code: "record/source-changed",
        severity: "error",
        message: `the file ${source.file} is no longer the one this record was compiled from`,
        path: ["sources", i, "sha256"],
        hint: `its digest now is ${digestsOf(text)[0]}`,
      },
    ];
  });
}

/** The digest of the file, which may have had a byte order mark that reading took off. */
const digestsOf = (text: string): readonly string[] =>
  [text, `\uFEFF${text}`].map((whole) => createHash("sha256").update(whole, "utf8").digest("hex"));

function quotes(matter: Matter, marks: readonly Mark[]): readonly Finding[] {
  const texts = textsAtHand(matter);
  return marks.flatMap(({ cite, path }): readonly Finding[] => {
    if (cite === undefined) return [];
    const text = texts.get(cite.source);
    const missing = text === undefined ? [] : missingQuote(text, cite, [...path, "quote"]);
    if (cite.quote.length <= LONG_QUOTE) return missing;
    return [
      ...missing,
      {
        code: "record/long-quote",
        severity: "note",
        message: `the quote has ${cite.quote.length} characters; a name, title or number carries a fact`,
        path: [...path, "quote"],
      },
    ];
  });
}

function missingQuote(text: string, cite: Cite, path: Path): readonly Finding[] {
  const finding = findQuote(text, cite);
  if (finding.found) return [];
  if (finding.paragraphs.length > 0) {
    const wanted = cite.locator?.paragraph;
    const count = paragraphsOf(text).length;
    return [
      {
        code: "record/quote-elsewhere",
        severity: "error",
        message:
          wanted === undefined
            ? "the quote does not stand at these characters of its source"
            : wanted > count
              ? `the source has only ${count} paragraphs`
              : `the quote does not stand in paragraph ${wanted} of its source`,
        path,
        hint: `it stands in paragraph ${finding.paragraphs.slice(0, 5).join(", ")}`,
      },
    ];
  }
  return [
    {
      code: "record/quote-not-in-source",
      severity: "error",
      message: `the source does not say ${words(cite.quote)}`,
      path,
      ...(finding.similar === undefined
        ? { hint: "copy the words from the source, character for character" }
        : { hint: `the source has: ${finding.similar}` }),
    },
  ];
}

/** Words set in quotation marks must be those of a source that the quotation cites. */
function quotedSpeech(matter: Matter): readonly Finding[] {
  const texts = textsAtHand(matter);
  return matter.record.speeches.flatMap(({ quotes: quoted }, i) =>
    quoted.flatMap((quotation, j): readonly Finding[] => {
      const cited = quotation.cites.flatMap(({ source }) => texts.get(source) ?? []);
      if (!quotation.exact || cited.length === 0 || cited.length < quotation.cites.length) return [];
      const wordings =
        typeof quotation.text === "string"
          ? [quotation.text]
          : [quotation.text.zh, quotation.text.en].filter((one) => one !== undefined);
      if (wordings.some((quote) => cited.some((text) => findQuote(text, { quote }).found))) return [];
      return [
        {
          code: "record/quote-not-in-source",
          severity: "error",
          message: `the source does not have these words: ${words(quotation.text)}`,
          path: ["speeches", i, "quotes", j, "text"],
          hint: "copy the words from the source, or set exact: false",
        },
      ];
    }),
  );
}

function textsAtHand({ record, sources: textOf }: Matter): ReadonlyMap<string, string> {
  const entries = record.sources.flatMap(({ id, file }: Source) => {
    const text = file === undefined ? undefined : textOf(file);
    return text === undefined ? [] : [[id, text] as const];
  });
  return new Map(entries);
}

const inferences = (marks: readonly Mark[]): readonly Finding[] =>
  marks.flatMap(({ path, isUnexplained }) =>
    isUnexplained
      ? [
          {
            code: "record/inferred-without-note",
            severity: "warning",
            message: "this is inferred, but nothing says from what",
            path,
            hint: "add a note with the reason; it is printed among the editor's notes",
          },
        ]
      : [],
  );

/** Two people who may be one. They are never merged here; a variant or a note is the ruling that settles it. */
const closeSpellings = ({ record }: Matter): readonly Finding[] =>
  nearNames(record.people).flatMap(([later, earlier]): readonly Finding[] => {
    const [one, two] = [record.people[later], record.people[earlier]];
    if (one === undefined || two === undefined || one.note !== undefined || two.note !== undefined) return [];
    return [
      {
        code: "record/close-spellings",
        severity: "warning",
        message: `${nameOf(record, one.id)} and ${nameOf(record, two.id)} are spelt alike or nearly so`,
        path: ["people", later, "name"],
        hint: "if they are one, keep one and list the other spelling under its variants; if two, say so in a note",
      },
    ];
  });
