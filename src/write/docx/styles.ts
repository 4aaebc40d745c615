import { characterChange, type Style, type StyleSheet, styleNamed } from "../../style/sheet.ts";
import type { Line } from "../../style/theme.ts";
import { twips } from "../../units.ts";
import {
  cellBorder,
  characterProperties,
  difference,
  FLAT_LINE,
  type Look,
  PLAIN,
  paragraphLook,
  type Setting,
  textLook,
  WORD_PARAGRAPH,
  WORD_TEXT,
} from "./look.ts";
import { escapeXml, tag } from "./xml.ts";

/** Word's own styles whose ids are not their names without blanks. */
const BUILT_IN_IDS: Readonly<Record<string, string>> = {
  "heading 1": "Heading1",
  "heading 2": "Heading2",
  "heading 3": "Heading3",
  "heading 4": "Heading4",
  "footnote text": "FootnoteText",
  "footnote reference": "FootnoteReference",
  caption: "Caption",
  "toc 2": "TOC2",
  "toc 3": "TOC3",
};
/** What a reader of the document should find in Word's gallery whether this paper uses it or not. */
const ALWAYS = ["Title", "heading 1", "heading 2", "heading 3", "List Paragraph", "caption"];
/** The root of all paragraph styles is Word's style for running text. */
const BODY = "Body Text";

const SPACER = "Spacing";

/** The styles that a document turns out to use; writers ask for an id and so put a style on the list. */
export interface StyleBook {
  readonly paragraph: (name: string, setting?: Setting) => string;
  readonly character: (name: string) => string;
  readonly table: (name: string, look: TableLook) => string;
  /** A line that is nothing but a distance. */
  readonly spacer: () => string;
  /** The finished `styles.xml`; `lists` has the numbers of the lists that styles count in, by the id of the style. */
  readonly xml: (lists: ReadonlyMap<string, number>) => string;
}

/** Rules of a table and the space inside its cells. */
export interface TableLook {
  readonly above: number;
  readonly below: number;
  readonly start: number;
  readonly end: number;
  /** At the reading side of the whole table. */
  readonly ruleStart: Line | null;
  readonly ruleTop: Line | null;
  readonly ruleHead: Line | null;
  readonly ruleRow: Line | null;
  readonly ruleBottom: Line | null;
  /** The ground of every second row. */
  readonly stripe?: Style["stripe"];
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly builtIn: boolean;
  readonly base: string | undefined;
  readonly look: { readonly paragraph: Look; readonly text: Look };
}

export function styleBook(sheet: StyleSheet, lang: string): StyleBook {
  const han = lang.startsWith("zh");
  const taken = new Set(
    ["Normal", "DefaultParagraphFont", "TableNormal", SPACER].map((id) => id.toLowerCase()),
  );
  const byKey = new Map<string, Entry>();
  /** The first entry of each rule: later settings of the same rule are based on it. */
  const byRule = new Map<string, Entry>();
  const characters = new Map<string, string>();
  const characterXml: string[] = [];
  const tables = new Map<string, { id: string; xml: string }>();

  const claim = (wish: string, name: string): { id: string; name: string } => {
    for (let n = 1; ; n++) {
      const id = n === 1 ? wish : `${wish}${n}`;
      if (taken.has(id.toLowerCase())) continue;
      taken.add(id.toLowerCase());
      return { id, name: n === 1 ? name : `${name} ${n}` };
    }
  };
  const identity = (rule: string): { id: string; name: string; builtIn: boolean } => {
    const word = sheet.rules[rule]?.word ?? (rule === "body" ? BODY : undefined);
    const wordId = word && (BUILT_IN_IDS[word] ?? word.replaceAll(" ", ""));
    if (word && wordId && !taken.has(wordId.toLowerCase())) {
      taken.add(wordId.toLowerCase());
      return { id: wordId, name: word, builtIn: true };
    }
    const name = plainName(rule);
    return { ...claim(name.replaceAll(" ", ""), name), builtIn: false };
  };
  const entryOf = (rule: string, setting: Setting): Entry => {
    const key = keyOf(rule, setting);
    const known = byKey.get(key);
    if (known) return known;
    const style = styleNamed(sheet, rule);
    const figured = setting.decimal === undefined ? style : { ...style, figures: "tabular" as const };
    const look = { paragraph: paragraphLook(sheet, style, setting, han), text: textLook(sheet, figured) };
    const first = byRule.get(rule);
    const same =
      first &&
      [...byKey.values()].find(
        (entry) => entry.base === first.id && equal(entry.look.paragraph, look.paragraph),
      );
    if (first && equal(first.look.paragraph, look.paragraph)) {
      byKey.set(key, first);
      return first;
    }
    if (same) {
      byKey.set(key, same);
      return same;
    }
    const entry: Entry = first
      ? {
          ...claim(`${first.id}${suffix(setting).replaceAll(" ", "")}`, `${first.name} ${suffix(setting)}`),
          builtIn: false,
          base: first.id,
          look,
        }
      : { ...identity(rule), base: undefined, look };
    byKey.set(key, entry);
    if (!first) byRule.set(rule, entry);
    return entry;
  };
  const baseOf = (rule: string): Entry | undefined => {
    for (let at = sheet.rules[rule]?.basedOn; at; at = sheet.rules[at]?.basedOn) {
      const entry = byRule.get(at);
      if (entry) return entry;
    }
    return undefined;
  };

  // the plain one gets Word's own name, wherever the first stands
  entryOf("body", PLAIN);

  return {
    paragraph: (name, setting = PLAIN) => entryOf(name, setting).id,
    character: (name) => {
      const known = characters.get(name);
      if (known) return known;
      const { id, name: shown } = identity(name);
      const look = characterProperties(sheet, characterChange(sheet, name), styleNamed(sheet, "body").size);
      const xml = `<w:style w:type="character" ${shown === sheet.rules[name]?.word ? "" : 'w:customStyle="1" '}w:styleId="${id}">${tag("w:name", { "w:val": shown })}${tag("w:basedOn", { "w:val": "DefaultParagraphFont" })}${tag("w:uiPriority", { "w:val": 99 })}${tag("w:qFormat")}<w:rPr>${[...look.values()].join("")}</w:rPr></w:style>`;
      characters.set(name, id);
      characterXml.push(xml);
      return id;
    },
    table: (name, look) => {
      const key = `${name} ${JSON.stringify(look)}`;
      const known = tables.get(key);
      if (known) return known.id;
      const plain = `${plainName(name)} Table`.replace(/^Table Table$/, "Table Ruled");
      const made = claim(plain.replaceAll(" ", ""), plain);
      tables.set(key, { id: made.id, xml: tableStyleXml(made, look) });
      return made.id;
    },
    spacer: () => SPACER,
    xml: (lists) => {
      for (const word of ALWAYS) {
        const id = BUILT_IN_IDS[word] ?? word.replaceAll(" ", "");
        const rule = Object.keys(sheet.rules).find((name) => sheet.rules[name]?.word === word);
        if (!taken.has(id.toLowerCase()) && rule) entryOf(rule, outlined(word));
      }
      const body = styleNamed(sheet, "body");
      const normal = { paragraph: normalLook(sheet, body, han), text: textLook(sheet, body) };
      const rules = new Map([...byRule].map(([rule, entry]) => [entry.id, rule]));
      const entries = [...new Set(byKey.values())].map((entry) => ({
        ...entry,
        look: counted(entry.look, lists.get(entry.id)),
      }));
      const byId = new Map(entries.map((entry) => [entry.id, entry]));
      return [
        HEAD,
        defaults(lang, han),
        `<w:style w:type="paragraph" w:default="1" w:styleId="Normal">${tag("w:name", { "w:val": "Normal" })}${tag("w:qFormat")}<w:pPr>${difference(normal.paragraph, WORD_PARAGRAPH)}</w:pPr><w:rPr>${difference(normal.text, WORD_TEXT)}</w:rPr></w:style>`,
        FIXED,
        ...entries.map((entry) => {
          const rule = rules.get(entry.id);
          const base = byId.get(entry.base ?? (rule && baseOf(rule)?.id) ?? "");
          return paragraphStyleXml(entry, base?.id ?? "Normal", base?.look ?? counted(normal, undefined));
        }),
        ...characterXml,
        ...[...tables.values()].map(({ xml }) => xml),
        "</w:styles>",
      ].join("");
    },
  };
}

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"';
const HEAD = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles ${NAMESPACES}>`;
/** What every Word document has, as Word writes it. */
const FIXED = [
  `<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">${tag("w:name", { "w:val": "Default Paragraph Font" })}${tag("w:uiPriority", { "w:val": 1 })}${tag("w:semiHidden")}${tag("w:unhideWhenUsed")}</w:style>`,
  `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${SPACER}">${tag("w:name", { "w:val": SPACER })}${tag("w:basedOn", { "w:val": "Normal" })}${tag("w:uiPriority", { "w:val": 99 })}<w:pPr>${tag("w:spacing", { "w:before": 0, "w:after": 0, "w:line": FLAT_LINE, "w:lineRule": "exact" })}</w:pPr></w:style>`,
  `<w:style w:type="table" w:default="1" w:styleId="TableNormal">${tag("w:name", { "w:val": "Normal Table" })}${tag("w:uiPriority", { "w:val": 99 })}${tag("w:semiHidden")}${tag("w:unhideWhenUsed")}<w:tblPr>${tag("w:tblInd", { "w:w": 0, "w:type": "dxa" })}</w:tblPr></w:style>`,
].join("");

/** Languages alone: LibreOffice sets text in tables in what stands here, whatever its character style says. */
const defaults = (lang: string, han: boolean): string => {
  const languages = tag("w:lang", {
    "w:val": han ? "en-US" : region(lang),
    "w:eastAsia": han ? region(lang) : "zh-CN",
  });
  return `<w:docDefaults><w:rPrDefault><w:rPr>${languages}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`;
};

const REGIONS: Readonly<Record<string, string>> = { en: "en-GB", zh: "zh-CN", he: "he-IL", ar: "ar-SA" };
/** A language with a region, which Word wants for its proofing tools. */
export const region = (lang: string): string => REGIONS[lang] ?? lang;

/** Normal: the text of the paper without the habits of its paragraphs. */
function normalLook(sheet: StyleSheet, body: Style, han: boolean): Look {
  const bare = { ...body, first: 0, before: 0, after: 0, align: "start", hyphenate: false } as const;
  return paragraphLook(sheet, bare, PLAIN, han);
}

/** A look that also says which list counts the style's paragraphs, in the place that CT_PPrBase gives it. */
function counted(look: Entry["look"], list: number | undefined): Entry["look"] {
  const number = `<w:numPr>${tag("w:numId", { "w:val": list ?? NO_LIST })}</w:numPr>`;
  const paragraph = new Map(
    [...look.paragraph].flatMap(([key, xml]): [string, string][] =>
      key === "pBdr"
        ? [
            ["numPr", number],
            [key, xml],
          ]
        : [[key, xml]],
    ),
  );
  return { ...look, paragraph };
}

/** The number that takes a paragraph out of all lists. */
const NO_LIST = 0;

function paragraphStyleXml(entry: Entry, base: string, under: Entry["look"]): string {
  const kind = entry.builtIn ? "" : 'w:customStyle="1" ';
  const paragraph = difference(entry.look.paragraph, under.paragraph);
  const text = difference(entry.look.text, under.text);
  return `<w:style w:type="paragraph" ${kind}w:styleId="${entry.id}">${tag("w:name", { "w:val": entry.name })}${tag("w:basedOn", { "w:val": base })}${tag("w:qFormat")}${paragraph && `<w:pPr>${paragraph}</w:pPr>`}${text && `<w:rPr>${text}</w:rPr>`}</w:style>`;
}

function tableStyleXml(made: { id: string; name: string }, look: TableLook): string {
  const borders = [
    ["top", look.ruleTop],
    ["left", look.ruleStart],
    ["bottom", look.ruleBottom],
    ["insideH", look.ruleRow],
  ] as const;
  const lines = borders.flatMap(([side, line]) => (line ? [cellBorder(side, line)] : [])).join("");
  const margins = [
    ["top", look.above],
    ["left", look.start],
    ["bottom", look.below],
    ["right", look.end],
  ] as const;
  const margin = margins.map(([side, width]) => tag(`w:${side}`, { "w:w": twips(width), "w:type": "dxa" }));
  const head = look.ruleHead
    ? `<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>${cellBorder("bottom", look.ruleHead)}</w:tcBorders></w:tcPr></w:tblStylePr>`
    : "";
  const bands = look.stripe ? tag("w:tblStyleRowBandSize", { "w:val": 1 }) : "";
  const stripe = look.stripe
    ? `<w:tblStylePr w:type="band2Horz"><w:tblPr/><w:tcPr>${tag("w:shd", { "w:val": "clear", "w:color": "auto", "w:fill": look.stripe.color.slice(1) })}</w:tcPr></w:tblStylePr>`
    : "";
  return `<w:style w:type="table" w:customStyle="1" w:styleId="${made.id}">${tag("w:name", { "w:val": made.name })}${tag("w:basedOn", { "w:val": "TableNormal" })}${tag("w:uiPriority", { "w:val": 99 })}<w:tblPr>${bands}${lines && `<w:tblBorders>${lines}</w:tblBorders>`}<w:tblCellMar>${margin.join("")}</w:tblCellMar></w:tblPr>${head}${stripe}</w:style>`;
}

/** `resolution-text` as Resolution Text, `listItem` as List Item. */
function plainName(rule: string): string {
  const words = rule.replace(/([a-z])([A-Z0-9])/g, "$1 $2").split(/[-_ ]+/);
  return words.map((word) => escapeXml(word.charAt(0).toUpperCase() + word.slice(1))).join(" ");
}

/** How a setting's style is told from the one it is based on. */
function suffix(setting: Setting): string {
  if (setting.tabs) return setting.below ? "Above" : "Below";
  if (setting.flat) return "Line";
  if (setting.bar) return "Set Apart";
  if (setting.outline !== undefined) return "Heading";
  if (setting.hang) return "Numbered";
  if (setting.decimal !== undefined) return "Figures";
  if (setting.align) return setting.align === "end" ? "Right" : "Centred";
  if (setting.above || setting.below) return "Ruled";
  if (setting.gap) return "Spaced";
  return "Indented";
}

const outlined = (word: string): Setting => {
  const level = /^heading (\d)$/.exec(word)?.[1];
  return level
    ? { ...PLAIN, outline: Number(level) - 1 }
    : word === "Title"
      ? { ...PLAIN, outline: 0 }
      : PLAIN;
};

/** All that a setting says, as short as it can be: it is asked for with every paragraph. */
function keyOf(rule: string, setting: Setting): string {
  const { start, end, ...more } = setting;
  const indents = `${rule} ${start} ${end}`;
  for (const _ in more) return `${indents} ${JSON.stringify(more)}`;
  return indents;
}

const equal = (a: Look, b: Look): boolean => [...a].every(([key, xml]) => b.get(key) === xml);
