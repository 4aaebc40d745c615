import type { Contents, ContentsEntry } from "../../document/model.ts";
import { printedNumber } from "../../style/heading-number.ts";
import { styleNamed } from "../../style/sheet.ts";
import { bookmarkOf, type Context } from "./context.ts";
import { runXml, valued } from "./elements.ts";
import type { FlowParagraph, Place } from "./flow.ts";
import { linkTo, pageField, run, runs, TAB } from "./inline.ts";
import { tracked } from "./tracked.ts";
import { escapeXml, tag } from "./xml.ts";

/**
 * A table of contents as Word's own field, which holds the entries as our pages have them: it opens with true
 * numbers and asks nothing, and who edits the paper updates it with a key.
 */
export function contents(context: Context, block: Contents, place: Place): FlowParagraph[] {
  const { title, entries, of } = block;
  if (entries.length === 0) return [];
  const heading = styleNamed(context.sheet, "contents-title");
  const head: FlowParagraph[] = title
    ? [
        {
          ...PARAGRAPH,
          rule: heading.name,
          setting: { start: place.start, end: place.end },
          above: heading.before,
          below: heading.after,
          keepNext: true,
          children: runs(context, title, heading, place.lang),
        },
      ]
    : [];
  const outermost = Math.min(...entries.map(({ level }) => level));
  const deepest = Math.max(...entries.map(({ level }) => level));
  const headings = `TOC \\o "${outermost}-${deepest}" \\h \\z \\u`;
  const hanging = entries.some((entry) => printedNumber(context.sheet, entry)?.hangs);
  const lines = entries.map((entry, index) =>
    line(context, entry, place, hanging && entry.level === outermost, {
      before: index === 0 ? opening(of === undefined ? headings : `TOC \\h \\z \\f ${letterOf(of)}`) : "",
      after: index === entries.length - 1 ? fieldMark("end") : "",
    }),
  );
  if (of !== undefined) return [...head, ...lines];
  return [...head, ...lines].map((flow, index, all) => ({
    ...flow,
    within: {
      ...(index === 0 && { opening: GALLERY }),
      ...(index === all.length - 1 && { closing: "</w:sdtContent></w:sdt>" }),
    },
  }));
}

/** What makes it a table of contents to Word, with a handle for bringing it up to date. */
const GALLERY = `<w:sdt><w:sdtPr><w:docPartObj>${valued("w:docPartGallery", "Table of Contents")}<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>`;

const PARAGRAPH = { kind: "paragraph", keepLines: true } as const;

function line(
  context: Context,
  entry: ContentsEntry,
  place: Place,
  hanging: boolean,
  field: { readonly before: string; readonly after: string },
): FlowParagraph {
  const style = styleNamed(context.sheet, `contents${entry.level}`);
  const hang = hanging ? style.hang : 0;
  const number = printedNumber(context.sheet, entry);
  const { revision } = entry;
  const around = { style, names: [], lang: entry.lang ?? place.lang, ...(revision && { revision }) };
  const anchor = bookmarkOf(context, entry.target);
  const hung = number?.hangs === true && hang > 0;
  const label = number
    ? run(context, number.hangs && !hung ? `${number.label}\u2002` : number.label, around)
    : "";
  const page = String(context.known.pageOf?.get(entry.target) ?? 1);
  return {
    ...PARAGRAPH,
    rule: style.name,
    setting: {
      start: place.start + hang,
      end: place.end,
      ...(hung && { hang }),
      leader: place.start + place.measure - style.end,
    },
    above: style.before,
    below: style.after,
    keepNext: false,
    ...(revision && { revision }),
    children: [
      field.before,
      linkTo(
        anchor,
        tracked(context, revision, label + (hung ? TAB : "") + run(context, entry.text, around) + TAB) +
          pageField(context, anchor, page, around),
      ),
      field.after,
    ].join(""),
  };
}

/** Word tells lists of marked words apart by a letter. */
const letterOf = (list: string): string => list.charAt(0).toUpperCase();

/** Marks words for a list: a field that shows nothing itself. */
export const listField = (list: string, entry: string): string =>
  fieldMark("begin") +
  code(`TC "${entry.replaceAll(/["\\]/g, "\\$&")}" \\f ${letterOf(list)} \\l 2`) +
  fieldMark("end");

/** Begin, middle or end of a field that goes over several paragraphs. */
const fieldMark = (type: "begin" | "separate" | "end"): string =>
  runXml("", tag("w:fldChar", { "w:fldCharType": type }));

const opening = (instruction: string): string =>
  fieldMark("begin") + code(instruction) + fieldMark("separate");

const code = (instruction: string): string =>
  runXml("", `<w:instrText xml:space="preserve">${escapeXml(instruction)}</w:instrText>`);
