import { PRODUCTION_PROPERTY } from "../production.ts";
import {
  CORE_PROPERTIES,
  CUSTOM_PROPERTIES,
  corePropertiesOf,
  paragraphsOf,
  propertiesOf,
  recordIn,
} from "../read/docx.ts";
import type { ZipParts } from "../read/zip.ts";
import { type Difference, propertyDifferences, textDifference } from "./difference.ts";

/** In which parts of its package a Word file differs from the one that was made anew. */
export function docxDifferences(found: ZipParts, made: ZipParts): readonly Difference[] {
  const paths = [...new Set([...made.keys(), ...found.keys()])];
  return paths.flatMap((path): readonly Difference[] => {
    const [part, due] = [found.get(path), made.get(path)];
    if (!due) return [{ part: path, message: "added" }];
    if (!part) return [{ part: path, message: "missing" }];
    return Buffer.compare(part, due) === 0 ? [] : partDifferences(path, part, due, { found, made });
  });
}

/** Parts that hold paragraphs. */
const STORY = /^word\/(?:document|header\d+|footer\d+|footnotes|endnotes|comments)\.xml$/;

function partDifferences(
  path: string,
  part: Uint8Array,
  due: Uint8Array,
  { found, made }: { readonly found: ZipParts; readonly made: ZipParts },
): readonly Difference[] {
  const ignored = new Set([PRODUCTION_PROPERTY]);
  const here = (differences: readonly Difference[]) => differences.map((one) => ({ ...one, part: path }));
  if (STORY.test(path)) return [storyDifference(path, paragraphsOf(path, part), paragraphsOf(path, due))];
  if (path === CUSTOM_PROPERTIES)
    return here(propertyDifferences(propertiesOf(found), propertiesOf(made), ignored));
  if (path === CORE_PROPERTIES)
    return here(propertyDifferences(corePropertiesOf(found), corePropertiesOf(made), ignored));
  const [record, dueRecord] = [part, due].map((bytes) => recordIn(new Map([[path, bytes]])));
  if (dueRecord === undefined) return [{ part: path, message: "differs" }];
  const isSame = record === dueRecord;
  return [
    { part: path, message: isSame ? "the same record is there in another form" : "the record differs" },
  ];
}

/** The first paragraph whose words differ, counted from 1 among those that have words. */
function storyDifference(part: string, found: readonly string[], made: readonly string[]): Difference {
  const [paragraphs, due] = [found, made].map((all) => all.filter((words) => words.trim() !== ""));
  const longer = Math.max(paragraphs?.length ?? 0, due?.length ?? 0);
  const index = Array.from({ length: longer }).findIndex((_, i) => paragraphs?.[i] !== due?.[i]);
  if (index < 0) return { part, message: "the same words are there in another form" };
  const texts = textDifference(paragraphs?.[index] ?? "", due?.[index] ?? "");
  return { part, message: `the words differ, first in paragraph ${index + 1}`, ...texts };
}
