import { twips } from "../../units.ts";
import { valued } from "./elements.ts";
import { DECLARATION, escapeXml, NAMESPACES, tag } from "./xml.ts";

/** What one numbered sequence looks like. Lengths in points. */
export interface Sequence {
  readonly format: "decimal" | "chinese" | "bullet";
  /** `%1` stands for the number; the whole text of a bullet. */
  readonly text: string;
  readonly start: number;
  /** Where the text stands, and how far left of it the number. */
  readonly indent: number;
  readonly hang: number;
  readonly color?: string;
}

/** Collects the sequences of a document; each gets a number that its paragraphs name. */
export interface Numbering {
  readonly reference: (sequence: Sequence) => number;
  /** The finished `numbering.xml`. */
  readonly xml: () => string;
  /** The number that automatic counting would give the next heading of a style, and the sequence it is in. */
  readonly counters: Map<string, { next: number; reference: number }>;
  /** The sequence that a paragraph joins when somebody gives it a style in Word, by the id of the style. */
  readonly bound: Map<string, number>;
}

/** The number that takes a paragraph out of all sequences. */
export const NO_LIST = 0;

const FORMATS = {
  decimal: "decimal",
  // counts as our own numerals do up to 9999
  chinese: "chineseCountingThousand",
  bullet: "bullet",
} as const;

export function numberingBook(): Numbering {
  const sequences: Sequence[] = [];
  const bound = new Map<string, number>();
  return {
    reference: (sequence) => sequences.push(sequence),
    xml: () => {
      const styles = new Map([...bound].map(([style, reference]) => [reference, style]));
      const shapes = sequences.map((sequence, index) => shapeXml(sequence, index, styles.get(index + 1)));
      const lists = sequences.map(
        (_, index) => `<w:num w:numId="${index + 1}">${valued("w:abstractNumId", index)}</w:num>`,
      );
      return `${DECLARATION}<w:numbering ${NAMESPACES}>${shapes.join("")}${lists.join("")}</w:numbering>`;
    },
    counters: new Map(),
    bound,
  };
}

/** One level; `style` is the one whose paragraphs it counts, without which Word forgets the bond. */
function shapeXml(
  { format, text, start, indent, hang, color }: Sequence,
  index: number,
  style: string | undefined,
): string {
  const level = [
    valued("w:start", start),
    valued("w:numFmt", FORMATS[format]),
    style === undefined ? "" : valued("w:pStyle", style),
    valued("w:suff", hang > 0 ? "tab" : "nothing"),
    valued("w:lvlText", text),
    valued("w:lvlJc", "left"),
    `<w:pPr>${tag("w:ind", { "w:left": twips(indent), "w:hanging": twips(hang) })}</w:pPr>`,
    color === undefined ? "" : `<w:rPr>${valued("w:color", escapeXml(color.slice(1)))}</w:rPr>`,
  ];
  return `<w:abstractNum w:abstractNumId="${index}">${valued("w:multiLevelType", "singleLevel")}<w:lvl w:ilvl="0">${level.join("")}</w:lvl></w:abstractNum>`;
}
