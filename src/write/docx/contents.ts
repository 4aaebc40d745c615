import { InternalHyperlink, type ParagraphChild, SimpleField, XmlComponent } from "docx";
import type { Contents, ContentsEntry } from "../../document/model.ts";
import { printedNumber } from "../../style/heading-number.ts";
import { styleNamed } from "../../style/sheet.ts";
import { bookmarkOf, type Context } from "./context.ts";
import type { FlowParagraph, Place } from "./flow.ts";
import { run, runs, tab } from "./inline.ts";

/**
 * A table of contents as Word's own field, which holds the entries as our pages have them: it opens with true
 * numbers and asks nothing, and who edits the paper updates it with a key.
 */
export function contents(context: Context, block: Contents, place: Place): FlowParagraph[] {
  const { title, entries } = block;
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
  const hanging = entries.some((entry) => printedNumber(context.sheet, entry)?.hangs);
  const lines = entries.map((entry, index) =>
    line(context, entry, place, hanging && entry.level === outermost, {
      before: index === 0 ? opening(`TOC \\o "${outermost}-${deepest}" \\h \\z \\u`) : [],
      after: index === entries.length - 1 ? [fieldMark("end")] : [],
    }),
  );
  return [...head, ...lines];
}

const PARAGRAPH = { kind: "paragraph", keepLines: true } as const;

function line(
  context: Context,
  entry: ContentsEntry,
  place: Place,
  hanging: boolean,
  field: { readonly before: readonly ParagraphChild[]; readonly after: readonly ParagraphChild[] },
): FlowParagraph {
  const style = styleNamed(context.sheet, `contents${entry.level}`);
  const hang = hanging ? style.hang : 0;
  const number = printedNumber(context.sheet, entry);
  const around = { style, names: [], lang: entry.lang ?? place.lang };
  const anchor = bookmarkOf(context, entry.target);
  const hung = number?.hangs === true && hang > 0;
  const label = number
    ? [run(context, number.hangs && !hung ? `${number.label}\u2002` : number.label, around)]
    : [];
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
    children: [
      ...field.before,
      new InternalHyperlink({
        anchor,
        children: [
          ...label,
          ...(hung ? [tab()] : []),
          run(context, entry.text, around),
          tab(),
          new SimpleField(`PAGEREF ${anchor} \\h`, page),
        ],
      }),
      ...field.after,
    ],
  };
}

/** A part that docx has no class for, written as it stands in the file. */
class Part extends XmlComponent {
  constructor(name: string, attributes: Readonly<Record<string, string>>, ...children: (Part | string)[]) {
    super(name);
    this.root.push({ _attr: attributes }, ...children);
  }
}

/** Begin, middle or end of a field that goes over several paragraphs. */
const fieldMark = (type: "begin" | "separate" | "end"): ParagraphChild =>
  part(new Part("w:r", {}, new Part("w:fldChar", { "w:fldCharType": type })));

const opening = (code: string): ParagraphChild[] => [
  fieldMark("begin"),
  part(new Part("w:r", {}, new Part("w:instrText", { "xml:space": "preserve" }, code))),
  fieldMark("separate"),
];

/** A run by another name: what docx takes for one is any component that may stand in a paragraph. */
const part = (made: Part): ParagraphChild => made as unknown as ParagraphChild;
