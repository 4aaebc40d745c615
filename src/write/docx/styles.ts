import {
  type CharacterChange,
  characterChange,
  type Style,
  type StyleSheet,
  styleNamed,
} from "../../style/sheet.ts";
import type { FontFamily, Line } from "../../style/theme.ts";
import { twips } from "../../units.ts";
import { valued } from "./elements.ts";
import {
  cellBorder,
  characterProperties,
  csFontXml,
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
import { tag } from "./xml.ts";

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
  header: "Header",
  footer: "Footer",
};
/** What a reader of the document should find in Word's gallery whether this paper uses it or not. */
const ALWAYS = ["Title", "heading 1", "heading 2", "heading 3", "List Paragraph", "caption"];
/** The root of all paragraph styles is Word's style for running text. */
const BODY = "Body Text";

const SPACER = "Spacing";

/** The styles that a document turns out to use; writers ask for an id and so put a style on the list. */
export interface StyleBook {
  readonly paragraph: (name: string, setting?: Setting) => string;
  /**
   * The style of words inside these character styles, outermost first: Word's runs have one style, so that words in
   * several have a style made of them. `size` is that of the text around, in points; `cs` is the family of words from
   * right to left. There must be a name or a family.
   */
  readonly character: (names: readonly string[], size: number, cs?: FontFamily) => string;
  /** The style of characters set so many points further apart. */
  readonly spread: (points: number) => string;
  readonly table: (name: string, look: TableLook) => string;
  /** Word's own styles for comments and their marks, which it shows in its own way. */
  readonly comment: () => { readonly text: string; readonly mark: string };
  /** A line that is nothing but a distance, of so many points. */
  readonly spacer: (gap: number) => string;
  /** The finished `styles.xml`. */
  readonly xml: () => string;
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

interface Identity {
  readonly id: string;
  readonly name: string;
  readonly builtIn: boolean;
}
interface Entry extends Identity {
  /** The style of the same rule that this is a variation of. */
  readonly base: Entry | undefined;
  readonly look: { readonly paragraph: Look; readonly text: Look };
}

export function styleBook(sheet: StyleSheet, lang: string): StyleBook {
  const han = lang.startsWith("zh");
  const taken = new Set(
    ["Normal", "DefaultParagraphFont", "TableNormal", SPACER, "CommentText", "CommentReference"].map((id) =>
      id.toLowerCase(),
    ),
  );
  const byKey = new Map<string, Entry>();
  const entries: Entry[] = [];
  /** The first entry of each rule: other settings of the same rule are variations of it. */
  const byRule = new Map<string, Entry>();
  const variants = new Map<Entry, readonly Entry[]>();
  const characters = new Map<string, { readonly id: string; readonly look: Look }>();
  const distances = new Map<string, string>();
  const own: string[] = [];
  const tables = new Map<string, { id: string; xml: string }>();

  const claim = (name: string): { id: string; name: string } => {
    for (let n = 1; ; n++) {
      const full = n === 1 ? name : `${name} ${n}`;
      const id = full.replaceAll(/[^A-Za-z0-9]/g, "");
      if (taken.has(id.toLowerCase())) continue;
      taken.add(id.toLowerCase());
      return { id, name: full };
    }
  };
  /** One of Word's own styles, unless something is already that. */
  const ownName = (name: string): Identity | undefined => {
    const id = BUILT_IN_IDS[name] ?? name.replaceAll(" ", "");
    if (taken.has(id.toLowerCase())) return undefined;
    taken.add(id.toLowerCase());
    return { id, name, builtIn: true };
  };
  const entryOf = (rule: string, setting: Setting): Entry => {
    const key = keyOf(rule, setting);
    const known = byKey.get(key);
    if (known) return known;
    const { before, after, ...rest } = setting;
    // a rule with a name of Word's own keeps it for its plain look: List Paragraph is in no list, List Bullet is based on it
    if (!byRule.has(rule) && setting.word !== undefined && sheet.rules[rule]?.word !== undefined)
      entryOf(rule, PLAIN);
    // other spaces are a variation of the style that has its own
    const base = before === undefined && after === undefined ? byRule.get(rule) : entryOf(rule, rest);
    const style = styleNamed(sheet, rule);
    const figured = setting.decimal === undefined ? style : { ...style, figures: "tabular" as const };
    const look = { paragraph: paragraphLook(sheet, style, setting, han), text: textLook(sheet, figured) };
    const alike = base && [base, ...(variants.get(base) ?? [])].find((entry) => equal(entry.look, look));
    const entry = alike ?? { ...identityOf(rule, setting, base), base, look };
    byKey.set(key, entry);
    if (alike) return alike;
    entries.push(entry);
    if (base) variants.set(base, [...(variants.get(base) ?? []), entry]);
    else byRule.set(rule, entry);
    return entry;
  };
  const identityOf = (rule: string, setting: Setting, base: Entry | undefined): Identity => {
    const word = base ? setting.word : (sheet.rules[rule]?.word ?? (rule === "body" ? BODY : setting.word));
    const builtIn = word === undefined ? undefined : ownName(word);
    if (builtIn) return builtIn;
    return { ...claim(base ? `${capital(base.name)} ${suffix(setting)}` : plainName(rule)), builtIn: false };
  };
  const baseOf = (rule: string): Entry | undefined => {
    for (let at = sheet.rules[rule]?.basedOn; at; at = sheet.rules[at]?.basedOn) {
      const entry = byRule.get(at);
      if (entry) return entry;
    }
    return undefined;
  };

  const characterOf = (
    names: readonly string[],
    size: number,
    cs: FontFamily | undefined,
  ): { readonly id: string; readonly look: Look } => {
    const [only, ...more] = names;
    const alone = more.length === 0 && cs === undefined;
    const change = combined(names.map((name) => characterChange(sheet, name)));
    // a share of the size around is a size by itself in Word
    const scales = !alone && change.scale !== undefined && change.scale !== 1 && change.raise === undefined;
    const key = `${names.join(" ")} ${scales ? size : ""} ${cs?.word ?? ""}`;
    const known = characters.get(key);
    if (known) return known;
    const look = new Map(characterProperties(sheet, change, scales ? size : styleNamed(sheet, "body").size));
    const innermost = names.at(-1);
    const base = alone || innermost === undefined ? undefined : characterOf([innermost], size, undefined);
    if (cs) look.set("rFonts", csFontXml(sheet, change.font, cs));
    const word = alone && only !== undefined ? sheet.rules[only]?.word : undefined;
    const title = [...names.map(plainName), ...(cs ? [plainName(cs.script)] : [])].join(" ");
    const identity = (word !== undefined && ownName(word)) || { ...claim(title), builtIn: false };
    own.push(characterXml(identity, base?.id, ordered(look, base?.look)));
    const made = { id: identity.id, look };
    characters.set(key, made);
    return made;
  };

  // the plain one gets Word's own name, wherever the first stands
  const text = entryOf("body", PLAIN);

  return {
    paragraph: (name, setting = PLAIN) => entryOf(name, setting).id,
    character: (names, size, cs) => characterOf(names, size, cs).id,
    spread: (points) =>
      remembered(distances, `spread ${twips(points)}`, () => {
        const { id, name } = claim(`Spread ${inPoints(points)}`);
        own.push(characterXml({ id, name, builtIn: false }, undefined, valued("w:spacing", twips(points))));
        return id;
      }),
    table: (name, look) => {
      const key = `${name} ${JSON.stringify(look)}`;
      const known = tables.get(key);
      if (known) return known.id;
      const plain = `${plainName(name)} Table`.replace(/^Table Table$/, "Table Ruled");
      const made = claim(plain);
      tables.set(key, { id: made.id, xml: tableStyleXml(made, look) });
      return made.id;
    },
    spacer: (gap) =>
      gap < 1
        ? SPACER
        : remembered(distances, `spacer ${twips(gap)}`, () => {
            const { id, name } = claim(`${SPACER} ${inPoints(gap)}`);
            const before = tag("w:spacing", { "w:before": twips(gap) });
            own.push(
              `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${id}">${valued("w:name", name)}${valued("w:basedOn", SPACER)}${HIDDEN}<w:pPr>${before}</w:pPr></w:style>`,
            );
            return id;
          }),
    comment: () => {
      if (!own.includes(COMMENT_STYLES)) own.push(COMMENT_STYLES);
      return { text: "CommentText", mark: "CommentReference" };
    },
    xml: () => {
      for (const word of ALWAYS) {
        const id = BUILT_IN_IDS[word] ?? word.replaceAll(" ", "");
        const rule = Object.keys(sheet.rules).find((name) => sheet.rules[name]?.word === word);
        if (!taken.has(id.toLowerCase()) && rule) entryOf(rule, outlined(word));
      }
      const body = styleNamed(sheet, "body");
      const normal = { paragraph: normalLook(sheet, body, han), text: textLook(sheet, body) };
      const rules = new Map([...byRule].map(([rule, entry]) => [entry, rule]));
      return [
        HEAD,
        defaults(lang, han),
        `<w:style w:type="paragraph" w:default="1" w:styleId="Normal">${valued("w:name", "Normal")}${tag("w:qFormat")}<w:pPr>${difference(normal.paragraph, WORD_PARAGRAPH)}</w:pPr><w:rPr>${difference(normal.text, WORD_TEXT)}</w:rPr></w:style>`,
        FIXED,
        ...entries.map((entry) => {
          const rule = rules.get(entry);
          const base = entry.base ?? (rule === undefined ? undefined : baseOf(rule));
          return paragraphStyleXml(entry, base?.id ?? "Normal", base?.look ?? normal, text.id);
        }),
        ...own,
        ...[...tables.values()].map(({ xml }) => xml),
        "</w:styles>",
      ].join("");
    },
  };
}

const COMMENT_STYLES = [
  `<w:style w:type="paragraph" w:styleId="CommentText">${valued("w:name", "annotation text")}${valued("w:basedOn", "Normal")}${valued("w:uiPriority", 99)}${tag("w:unhideWhenUsed")}<w:pPr>${tag("w:spacing", { "w:line": 240, "w:lineRule": "auto" })}</w:pPr><w:rPr>${valued("w:sz", 20)}${valued("w:szCs", 20)}</w:rPr></w:style>`,
  `<w:style w:type="character" w:styleId="CommentReference">${valued("w:name", "annotation reference")}${valued("w:basedOn", "DefaultParagraphFont")}${valued("w:uiPriority", 99)}${tag("w:semiHidden")}${tag("w:unhideWhenUsed")}<w:rPr>${valued("w:sz", 16)}${valued("w:szCs", 16)}</w:rPr></w:style>`,
].join("");

/** Styles that writers need and readers should not be offered. */
const HIDDEN = `${valued("w:uiPriority", 99)}${tag("w:semiHidden")}${tag("w:unhideWhenUsed")}`;

/** A length for the name of a style. */
const inPoints = (points: number): string => `${twips(points) / 20} pt`;

function remembered(known: Map<string, string>, key: string, make: () => string): string {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

const characterXml = (
  { id, name, builtIn }: Identity,
  base: string | undefined,
  properties: string,
): string =>
  `<w:style w:type="character" ${builtIn ? "" : 'w:customStyle="1" '}w:styleId="${id}">${valued("w:name", name)}${valued("w:basedOn", base ?? "DefaultParagraphFont")}${valued("w:uiPriority", 99)}${base === undefined ? tag("w:qFormat") : ""}<w:rPr>${properties}</w:rPr></w:style>`;

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

/** `next` is the style of what one writes below a heading. */
function paragraphStyleXml(entry: Entry, base: string, under: Entry["look"], next: string): string {
  const kind = entry.builtIn ? "" : 'w:customStyle="1" ';
  const paragraph = difference(
    withoutStops(entry.look.paragraph, under.paragraph),
    withOwnIndents(entry.look.paragraph, under.paragraph),
  );
  const text = difference(entry.look.text, under.text);
  const heads = entry.look.paragraph.get("outlineLvl") !== WORD_PARAGRAPH.get("outlineLvl");
  const gallery = entry.base && !entry.builtIn ? HIDDEN : tag("w:qFormat");
  return `<w:style w:type="paragraph" ${kind}w:styleId="${entry.id}">${valued("w:name", entry.name)}${valued("w:basedOn", base)}${heads ? valued("w:next", next) : ""}${gallery}${paragraph && `<w:pPr>${paragraph}</w:pPr>`}${text && `<w:rPr>${text}</w:rPr>`}</w:style>`;
}

/** A style in another list than the one below takes over none of its indents, which were the other list's to programs. */
function withOwnIndents(look: Look, under: Look): Look {
  if (look.get("numPr") === under.get("numPr")) return under;
  return new Map([...under].filter(([key]) => key !== "ind"));
}

/** Stops of tabs add to those of the style below; what should not be there must be cleared. */
function withoutStops(look: Look, under: Look): Look {
  const stops = look.get("tabs") ?? "";
  const positions = (xml: string): readonly string[] =>
    [...xml.matchAll(/w:pos="(-?\d+)"/g)].map(([, position = ""]) => position);
  const kept = new Set(positions(stops));
  const cleared = positions(under.get("tabs") ?? "").filter((position) => !kept.has(position));
  if (cleared.length === 0) return look;
  const clears = cleared.map((position) => tag("w:tab", { "w:val": "clear", "w:pos": position })).join("");
  return new Map([
    ...look,
    ["tabs", `<w:tabs>${clears}${stops.replace(/^<w:tabs>|<\/w:tabs>$/g, "")}</w:tabs>`],
  ]);
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
  return words.map(capital).join(" ");
}

/** As Word itself shows the names of its styles, which the file has in small letters. */
const capital = (name: string): string =>
  name.replace(/^toc /, "TOC ").replace(/^./, (first) => first.toUpperCase());

/** How a setting's style is told from the one it is a variation of. */
function suffix(setting: Setting): string {
  const { before, after } = setting;
  if (before !== undefined || after !== undefined)
    return [
      before === undefined ? "" : `${inPoints(before)} Above`,
      after === undefined ? "" : `${inPoints(after)} Below`,
    ]
      .filter((part) => part !== "")
      .join(" ");
  return SUFFIXES.find(([holds]) => holds(setting))?.[1] ?? "Indented";
}

/** The first that holds names the variation. */
const SUFFIXES: readonly (readonly [holds: (setting: Setting) => boolean, suffix: string])[] = [
  [({ tabs, below }) => tabs !== undefined && below !== undefined, "Above"],
  [({ tabs }) => tabs !== undefined, "Below"],
  [({ tall }) => tall === true, "Picture"],
  [({ flat }) => flat === true, "Line"],
  [({ bar }) => bar !== undefined, "Set Apart"],
  [({ outline, list }) => outline !== undefined && list === undefined, "Unnumbered"],
  [({ outline }) => outline !== undefined, "Heading"],
  [({ hang }) => hang !== undefined && hang > 0, "Numbered"],
  [({ decimal }) => decimal !== undefined, "Figures"],
  [({ align }) => align === "end", "Right"],
  [({ align }) => align === "center", "Centred"],
  [({ above, below }) => above !== undefined || below !== undefined, "Ruled"],
  [({ gap }) => gap !== undefined && gap > 0, "Spaced"],
];

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

const equal = (a: Entry["look"], b: Entry["look"]): boolean =>
  alike(a.paragraph, b.paragraph) && alike(a.text, b.text);
const alike = (a: Look, b: Look): boolean => [...a].every(([key, xml]) => b.get(key) === xml);

/** What several character styles say together: the inner ones win, but sizes and shares of sizes multiply. */
function combined(changes: readonly CharacterChange[]): CharacterChange {
  const whole: CharacterChange = Object.assign({}, ...changes);
  const last = changes.at(-1);
  const scale =
    last?.raise === undefined
      ? changes.reduce((product, each) => product * (each.scale ?? 1), 1)
      : last.scale;
  return scale === undefined || scale === 1 ? whole : { ...whole, scale };
}

/** Character properties in the order of the schema, without those that the style below has. */
const ordered = (look: Look, under: Look | undefined): string => {
  const fonts = look.get("rFonts");
  const first: Look = fonts === undefined ? look : new Map([["rFonts", fonts], ...look]);
  return difference(first, under ?? new Map());
};
