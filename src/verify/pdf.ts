import { PRODUCTION_PROPERTY } from "../production.ts";
import type { PdfFile } from "../read/pdf/file.ts";
import { propertiesOf } from "../read/pdf/inside.ts";
import type { Dictionary } from "../read/pdf/value.ts";
import { contentOf, drawsAlike, wordsOn } from "../read/pdf/words.ts";
import { type Difference, distinct, propertyDifferences, textDifference } from "./difference.ts";
import { type Likeness, likeness } from "./likeness.ts";

interface Files {
  readonly found: PdfFile;
  readonly made: PdfFile;
  readonly alike: Likeness["alike"];
}

/**
 * In which parts a PDF differs from the one that was made anew. What counts is what stands in the files, not how it is
 * packed: programs may number objects and deflate streams in their own way.
 */
export function pdfDifferences(found: PdfFile, made: PdfFile): readonly Difference[] {
  const [pages, due] = [found.pages(), made.pages()];
  const { alike, pair } = likeness(found, made);
  // What leads to a page is not to be judged by what the page holds.
  for (const [index, page] of pages.entries()) pair(page, due[index] ?? null);
  const files: Files = { found, made, alike };
  return distinct([
    ...(pages.length === due.length
      ? []
      : [{ part: "pages", message: `there are ${pages.length} of them, where ${due.length} are made` }]),
    ...pages.flatMap((page, index) => {
      const other = due[index];
      return other ? pageDifferences(files, page, other, `page ${index + 1}`) : [];
    }),
    ...propertyDifferences(propertiesOf(found), propertiesOf(made), new Set([PRODUCTION_PROPERTY])),
    ...catalogDifferences(files),
  ]);
}

function pageDifferences(
  files: Files,
  page: Dictionary,
  due: Dictionary,
  part: string,
): readonly Difference[] {
  const { found, made } = files;
  const used = [page, due].map((one, index) => (index === 0 ? found : made).dictionary(one.get("Resources")));
  const [resources = new Map(), dueResources = new Map()] = used;
  const isDrawnAlike = drawsAlike(contentOf(page, found), contentOf(due, made));
  return [
    ...(isDrawnAlike ? [] : [drawnOtherwise(files, page, due, part)]),
    ...unlike(files, page, due, ["Contents", "Parent", "Resources"]).map(
      (key): Difference => ({ part, message: PAGE_MESSAGES[key] ?? `its ${key} differs` }),
    ),
    ...unlike(files, resources, dueResources).map(
      (key): Difference => RESOURCES[key] ?? { part, message: `its ${key} differs` },
    ),
  ];
}

function drawnOtherwise({ found, made }: Files, page: Dictionary, due: Dictionary, part: string): Difference {
  const [words, dueWords] = [wordsOn(page, found), wordsOn(due, made)];
  if (!words || !dueWords) return { part, message: "it is drawn in a way that is not read here" };
  const texts = textDifference(words.join(" "), dueWords.join(" "));
  if (!texts) return { part, message: "the same words are drawn in another way" };
  return { part, message: "the words differ", ...texts };
}

function catalogDifferences(files: Files): readonly Difference[] {
  const { found, made } = files;
  const [names, dueNames] = [found, made].map((file) => file.dictionary(file.catalog.get("Names")));
  return [
    ...unlike(files, found.catalog, made.catalog, ["Pages", "Names", "Extensions"]), // the last says how a file is locked
    ...unlike(files, names ?? new Map(), dueNames ?? new Map()),
  ].map((key): Difference => CATALOG[key] ?? { part: "file", message: `its ${key} differs` });
}

/** The names under which two dictionaries have something that is not alike. */
const unlike = (
  { alike }: Files,
  found: Dictionary,
  made: Dictionary,
  ignored: readonly string[] = [],
): readonly string[] =>
  [...new Set([...found.keys(), ...made.keys()])].filter(
    (key) => !ignored.includes(key) && !alike(found.get(key), made.get(key)),
  );

const PAGE_MESSAGES: Readonly<Record<string, string>> = {
  Annots: "its links or notes differ",
  MediaBox: "it has another size",
};

const RESOURCES: Readonly<Record<string, Difference>> = {
  Font: { part: "fonts", message: "they differ" },
  XObject: { part: "pictures", message: "they differ" },
};

const attachments: Difference = { part: "attachments", message: "they differ" };

const CATALOG: Readonly<Record<string, Difference>> = {
  AF: attachments,
  EmbeddedFiles: attachments,
  AcroForm: { part: "signature", message: "there is one, or a form, that is not made so" },
  Dests: { part: "links", message: "the places that they lead to differ" },
  Lang: { part: "language", message: "the file names another" },
  Metadata: { part: "properties", message: "those in XML (XMP) differ" },
  Outlines: { part: "outline", message: "its bookmarks differ" },
  OutputIntents: { part: "colours", message: "the colour profile differs" },
  StructTreeRoot: { part: "tags", message: "what is read aloud differs" },
};
