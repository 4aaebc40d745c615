import { AlignmentType, type ILevelsOptions, LevelFormat, LevelSuffix } from "docx";
import { twips } from "../../units.ts";

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

/** Collects the sequences of a document; each gets a reference that its paragraphs name. */
export interface Numbering {
  readonly reference: (sequence: Sequence) => string;
  readonly config: () => { reference: string; levels: ILevelsOptions[] }[];
  /** The number that automatic counting would give the next heading of a style, and the sequence it is in. */
  readonly counters: Map<string, { next: number; reference: string }>;
  /** The sequence that a paragraph joins when somebody gives it a style in Word, by the id of the style. */
  readonly bound: Map<string, string>;
}

const FORMATS = {
  decimal: LevelFormat.DECIMAL,
  // counts as our own numerals do up to 9999
  chinese: LevelFormat.CHINESE_COUNTING_THOUSAND,
  bullet: LevelFormat.BULLET,
} as const;

export function numberingBook(): Numbering {
  const sequences: { reference: string; levels: ILevelsOptions[] }[] = [];
  return {
    reference: (sequence) => {
      const reference = `sequence${sequences.length + 1}`;
      sequences.push({ reference, levels: [levelOf(sequence)] });
      return reference;
    },
    config: () => sequences,
    counters: new Map(),
    bound: new Map(),
  };
}

function levelOf({ format, text, start, indent, hang, color }: Sequence): ILevelsOptions {
  return {
    level: 0,
    format: FORMATS[format],
    text,
    start,
    alignment: AlignmentType.LEFT,
    suffix: hang > 0 ? LevelSuffix.TAB : LevelSuffix.NOTHING,
    style: {
      ...(color !== undefined && { run: { color } }),
      paragraph: { indent: { left: twips(indent), hanging: twips(hang) } },
    },
  };
}
