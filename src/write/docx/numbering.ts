import { twips } from "../../units.ts";
import { valued } from "./elements.ts";
import { DECLARATION, NAMESPACES, tag } from "./xml.ts";

/** How one level counts and what its numbers look like. Lengths in points. */
export interface Level {
  readonly format: "decimal" | "chinese" | "bullet";
  /** `%` stands for the number; the whole text of a bullet. */
  readonly text: string;
  /** How many numbers of the levels above stand before its own, each with a full stop. */
  readonly above?: number;
  /** Where the text stands, and how far left of it the number. */
  readonly indent: number;
  readonly hang: number;
  /** The indent of the first line, where the number does not hang. */
  readonly first?: number;
  readonly color?: string;
}

/** A list as paragraphs and styles name it; one of number 0 takes them out of all lists. */
export interface ListPlace {
  readonly list: number;
  readonly level: number;
}
export const NO_LIST: ListPlace = { list: 0, level: 0 };

/** The lists of a document. */
export interface Numbering {
  /** A list of its own, that begins with `start`; all bullets of one look are one list. */
  readonly list: (level: Level, start: number) => ListPlace;
  /**
   * The outline, in which headings of all depths (from 0) are counted together: the list that gives a heading of this
   * depth the last of `values` next, the others being those of the headings above. It is the outline itself, `OUTLINE`,
   * wherever that counts on of itself. Absent where no list can: a depth has numbers of one look, and only the outline
   * knows of the headings above.
   */
  readonly heading: (depth: number, level: Level, values: readonly number[]) => ListPlace | undefined;
  /** The outline for a heading that takes no part in the count. */
  readonly aside: (depth: number, level: Level) => ListPlace | undefined;
  /** Lets the outline count the headings of a style, by its id, which is how Word counts those that are added. */
  readonly bind: (depth: number, style: string) => void;
  /** The finished `numbering.xml`. */
  readonly xml: () => string;
}

/** The number of the list in which headings are counted. */
export const OUTLINE = 1;
/** What Word gives every list of several levels. */
const DEPTHS = 9;

const FORMATS = {
  decimal: "decimal",
  // counts as our own numerals do up to 9999
  chinese: "chineseCountingThousand",
  bullet: "bullet",
} as const;

interface Instance {
  readonly shape: number;
  /** The level that it begins anew, and with what. */
  readonly start?: { readonly depth: number; readonly value: number };
}

export function numberingBook(): Numbering {
  const outline: { level?: Level; style?: string }[] = Array.from({ length: DEPTHS }, () => ({}));
  const shapes: Level[] = [];
  const byLook = new Map<string, number>();
  const instances: Instance[] = [{ shape: 0 }];
  const bullets = new Map<number, number>();
  const count = outlineCount();

  const shapeOf = (level: Level): number => {
    const key = JSON.stringify(level);
    const shape = byLook.get(key) ?? shapes.push(level);
    byLook.set(key, shape);
    return shape;
  };
  /** A depth has numbers of one look: the first that comes. */
  const admits = (depth: number, level: Level): boolean => {
    const entry = outline[depth];
    if (!entry || (entry.level && JSON.stringify(entry.level) !== JSON.stringify(level))) return false;
    entry.level = level;
    return true;
  };
  return {
    list: (level, start) => {
      const shape = shapeOf(level);
      const known = level.format === "bullet" ? bullets.get(shape) : undefined;
      if (known !== undefined) return { list: known, level: 0 };
      const list = instances.push({
        shape,
        ...(level.format !== "bullet" && { start: { depth: 0, value: start } }),
      });
      bullets.set(shape, list);
      return { list, level: 0 };
    },
    aside: (depth, level) => (admits(depth, level) ? { list: OUTLINE, level: depth } : undefined),
    heading: (depth, level, values) => {
      if (!admits(depth, level)) return undefined;
      const list = count(depth, values, (value) => instances.push({ shape: 0, start: { depth, value } }));
      return list === undefined ? undefined : { list, level: depth };
    },
    bind: (depth, style) => {
      const entry = outline[depth];
      if (entry) entry.style ??= style;
    },
    xml: () => {
      const levels = outline.map(({ level, style }, depth) => levelXml(level, depth, style));
      return [
        `${DECLARATION}<w:numbering ${NAMESPACES}>`,
        shapeXml(0, "multilevel", levels.join("")),
        ...shapes.map((level, index) => shapeXml(index + 1, "singleLevel", levelXml(level, 0, undefined))),
        ...instances.map(instanceXml),
        "</w:numbering>",
      ].join("");
    },
  };
}

/**
 * Keeps count of the outline as programs do. Word counts the depths of all lists of one shape together, LibreOffice
 * those of each list by themselves; where the two would not both arrive at the wanted number, a new list begins with it.
 */
function outlineCount(): (
  depth: number,
  values: readonly number[],
  fresh: (value: number) => number,
) => number | undefined {
  const together: number[] = [];
  const apart = new Map<number, number[]>();
  const current = Array.from({ length: DEPTHS }, () => OUTLINE);
  const next = (counts: readonly number[], depth: number): number => (counts[depth] ?? 0) + 1;
  const put = (counts: number[], depth: number, value: number): void => {
    counts[depth] = value;
    counts.length = depth + 1; // any number begins those below it anew
  };
  const countsOf = (list: number): number[] => {
    const counts = apart.get(list) ?? [];
    apart.set(list, counts);
    return counts;
  };
  return (depth, values, fresh) => {
    const value = values.at(-1) ?? 1;
    const above = values.slice(0, -1);
    let list = current[depth] ?? OUTLINE;
    const counts = (counted: readonly number[]): boolean => next(counted, depth) === value;
    const countsOn = counts(together) && counts(countsOf(list));
    if (above.length > 0) {
      const from = depth - above.length;
      const known = above.every(
        (one, index) => countsOf(OUTLINE)[from + index] === one && together[from + index] === one,
      );
      if (!countsOn || list !== OUTLINE || !known) return undefined;
    }
    if (!countsOn) list = fresh(value);
    current[depth] = list;
    put(together, depth, value);
    put(countsOf(list), depth, value);
    return list;
  };
}

function levelXml(level: Level | undefined, depth: number, style: string | undefined): string {
  if (!level) return `<w:lvl w:ilvl="${depth}">${NUMBERLESS}</w:lvl>`;
  const { format, text, indent, hang, first = 0, color, above = 0 } = level;
  const line = hang > 0 ? { "w:hanging": twips(hang) } : { "w:firstLine": twips(first) };
  const number = Array.from({ length: above + 1 }, (_, i) => `%${depth + 1 - above + i}`).join(".");
  const parts = [
    valued("w:start", 1),
    valued("w:numFmt", FORMATS[format]),
    style === undefined ? "" : valued("w:pStyle", style), // without which Word forgets the bond
    above > 0 ? "<w:isLgl/>" : "", // those above in digits, whatever their own numbers are set in
    valued("w:suff", hang > 0 ? "tab" : "nothing"),
    valued("w:lvlText", format === "bullet" ? text : text.replace("%", number)),
    valued("w:lvlJc", "left"),
    `<w:pPr>${tag("w:ind", { "w:left": twips(indent), ...line })}</w:pPr>`,
    color === undefined ? "" : `<w:rPr>${valued("w:color", color.slice(1))}</w:rPr>`,
  ];
  return `<w:lvl w:ilvl="${depth}">${parts.join("")}</w:lvl>`;
}

/** A depth whose headings are not numbered. */
const NUMBERLESS = [
  valued("w:start", 1),
  valued("w:numFmt", "none"),
  valued("w:suff", "nothing"),
  valued("w:lvlText", ""),
  valued("w:lvlJc", "left"),
].join("");

const shapeXml = (id: number, type: "multilevel" | "singleLevel", levels: string): string =>
  `<w:abstractNum w:abstractNumId="${id}">${valued("w:multiLevelType", type)}${levels}</w:abstractNum>`;

function instanceXml({ shape, start }: Instance, index: number): string {
  const override = start
    ? `<w:lvlOverride w:ilvl="${start.depth}">${valued("w:startOverride", start.value)}</w:lvlOverride>`
    : "";
  return `<w:num w:numId="${index + 1}">${valued("w:abstractNumId", shape)}${override}</w:num>`;
}

/** The list of a paragraph or of a style. */
export const listXml = ({ list, level }: ListPlace): string =>
  `<w:numPr>${list === NO_LIST.list ? "" : valued("w:ilvl", level)}${valued("w:numId", list)}</w:numPr>`;
