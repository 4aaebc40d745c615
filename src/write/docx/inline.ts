import {
  Bookmark,
  ExternalHyperlink,
  FootnoteReferenceRun,
  InternalHyperlink,
  type IRunOptions,
  type ParagraphChild,
  SimpleField,
  Tab,
  TextRun,
} from "docx";
import { directed, isRtlLanguage } from "../../document/direction.ts";
import type { Inline } from "../../document/model.ts";
import { characterChange, characterStyleName, type Style } from "../../style/sheet.ts";
import { WEIGHTS } from "../../style/theme.ts";
import { halfPoints, twips } from "../../units.ts";
import { bookmarkOf, type Context } from "./context.ts";
import { fontsOf, inside } from "./look.ts";
import { region } from "./styles.ts";

/** What surrounds an inline: the paragraph's style, the character styles from the outside in, the language. */
interface Around {
  readonly style: Style;
  readonly names: readonly string[];
  readonly lang: string;
}

/** Marks that Chinese and Latin text share; in Chinese text they are set full width, in the Chinese face. */
const SHARED_MARKS = /[\u00b7\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2026]/;

/** Inlines as what stands in a paragraph of Word. */
export function runs(
  context: Context,
  inlines: readonly Inline[],
  style: Style,
  lang: string,
): ParagraphChild[] {
  return walk(context, inlines, { style, names: [], lang });
}

function walk(context: Context, inlines: readonly Inline[], around: Around): ParagraphChild[] {
  return inlines.flatMap((inline) => {
    const name = characterStyleName(inline);
    return write(context, inline, {
      ...around,
      lang: inline.lang ?? around.lang,
      names: name === undefined || inline.kind === "footnote" ? around.names : [...around.names, name],
    });
  });
}

function write(context: Context, inline: Inline, around: Around): ParagraphChild[] {
  switch (inline.kind) {
    case "text":
      return inline.text === ""
        ? []
        : directed(inline.text, isRtlLanguage(around.lang)).map(({ text, rtl }) =>
            rtl ? runFromRight(context, text, around) : run(context, text, around),
          );
    case "lineBreak":
      return [new TextRun({ break: 1 })];
    case "strong":
    case "emphasis":
    case "underline":
    case "strike":
    case "sub":
    case "sup":
    case "span":
      return walk(context, inline.children, around);
    case "link":
      return [new ExternalHyperlink({ link: inline.href, children: walk(context, inline.children, around) })];
    case "footnote":
      context.notes.push(inline);
      context.styles.character("footnoteMark");
      return [new FootnoteReferenceRun(context.notes.length)];
    case "reference": {
      const anchor = bookmarkOf(context, inline.target);
      if (inline.show === "page")
        return [
          new SimpleField(`PAGEREF ${anchor} \\h`, String(context.known.pageOf?.get(inline.target) ?? 1)),
        ];
      return [new InternalHyperlink({ anchor, children: [run(context, inline.text, around)] })];
    }
    case "image":
      return []; // stands beside the words of its line, see furniture
    case "sectionTitle":
      return [new SimpleField("STYLEREF 2", context.known.title ?? "")]; // the built-in style, in any language of Word
    case "pageNumber":
      return [new SimpleField("PAGE", "1")];
    case "pageCount":
      return [new SimpleField("NUMPAGES", String(context.known.pages ?? 1))];
    default:
      return inline satisfies never;
  }
}

/** A run of text in its character style. */
export function run(context: Context, text: string, around: Around, spacing?: number): TextRun {
  return new TextRun({
    text,
    ...properties(context, text, around),
    ...(spacing && { characterSpacing: twips(spacing) }),
  });
}

/**
 * A run from right to left. Word sets it with the font, size and weight that it keeps for such scripts, which our
 * styles leave alone: a run says its own.
 */
function runFromRight(context: Context, text: string, around: Around): TextRun {
  const script = HEBREW.test(text) ? "hebrew" : "arabic";
  const family = Object.values(context.sheet.families).find((candidate) => candidate.script === script);
  if (family) context.fallbacks.add(family);
  const look = inside(context.sheet, around.style, around.names);
  const { font: _font, language: _language, ...own } = properties(context, text, around);
  return new TextRun({
    text,
    ...own,
    ...(family && { font: { cs: family.word } }),
    sizeComplexScript: halfPoints(look.size),
    ...(WEIGHTS[look.weight] >= WEIGHTS.medium && { boldComplexScript: true }),
    rightToLeft: true,
    language: { bidirectional: region(isRtlLanguage(around.lang) ? around.lang : SPOKEN[script]) },
  });
}

const HEBREW = /[\u0590-\u05ff\ufb1d-\ufb4f]/;
/** The language of letters that nobody has named one for. */
const SPOKEN = { hebrew: "he", arabic: "ar" } as const;

/**
 * A run has one character style, the innermost; what the ones around it say is laid over it directly, unless
 * the innermost says otherwise.
 */
function properties(context: Context, text: string, around: Around): IRunOptions {
  const { names, lang } = around;
  const chinese = lang.startsWith("zh");
  const innermost = names.at(-1);
  const hint = chinese && SHARED_MARKS.test(text);
  return {
    ...(innermost !== undefined && { style: context.styles.character(innermost) }),
    ...outer(context, around),
    ...toggles(context, around),
    ...(hint && { font: { hint: "eastAsia" } }),
    ...(lang !== context.lang &&
      !isRtlLanguage(lang) && {
        language: chinese ? { eastAsia: region(lang) } : { value: region(lang) },
      }),
  };
}

/**
 * Where both the paragraph's and the character's style say bold (or italic, capitals, struck), Word takes the one
 * for the undoing of the other. Such a run says itself what it is.
 */
function toggles(context: Context, { style, names }: Around): IRunOptions {
  const innermost = names.at(-1);
  if (innermost === undefined) return {};
  const own = characterChange(context.sheet, innermost);
  const bold = WEIGHTS[style.weight] >= WEIGHTS.medium;
  return {
    ...(own.weight !== undefined && bold && { bold: WEIGHTS[own.weight] >= WEIGHTS.medium }),
    ...(own.italic !== undefined && style.italic && { italics: own.italic }),
    ...(own.transform !== undefined && style.transform === "upper" && { allCaps: own.transform === "upper" }),
    ...(own.strike !== undefined && style.strike && { strike: own.strike }),
  };
}

function outer(context: Context, { style, names }: Around): IRunOptions {
  const { sheet } = context;
  const changes = names.map((name) => characterChange(sheet, name));
  const last = changes.at(-1) ?? {};
  const around = Object.assign({}, ...changes.slice(0, -1)) as typeof last; // later ones win, as in the theme
  const scale = last.raise === undefined ? (last.scale ?? 1) * (around.scale ?? 1) : 1;
  const size = last.size ?? around.size ?? style.size;
  const fonts =
    around.font !== undefined && last.font === undefined ? fontsOf(sheet, around.font) : undefined;
  return {
    ...(fonts && { font: { ascii: fonts.latin, hAnsi: fonts.latin, eastAsia: fonts.han, cs: fonts.latin } }),
    ...(around.weight !== undefined &&
      last.weight === undefined && { bold: WEIGHTS[around.weight] >= WEIGHTS.medium }),
    ...(around.italic !== undefined && last.italic === undefined && { italics: around.italic }),
    ...(around.transform !== undefined &&
      last.transform === undefined && { allCaps: around.transform === "upper" }),
    ...(around.strike !== undefined && last.strike === undefined && { strike: around.strike }),
    ...(around.color !== undefined && last.color === undefined && { color: around.color.slice(1) }),
    ...(around.underline && last.underline === undefined && { underline: {} }),
    ...((scale !== 1 || (around.size !== undefined && last.size === undefined)) && {
      size: halfPoints(size * scale),
    }),
    ...(around.raise !== undefined &&
      last.raise === undefined &&
      (around.raise > 0 ? { superScript: true } : { subScript: true })),
  };
}

/** A bookmark around a heading's words, with the heading's literal number before it. */
export function headed(
  context: Context,
  id: string,
  children: readonly ParagraphChild[],
  label?: readonly ParagraphChild[],
): ParagraphChild[] {
  return [...(label ?? []), new Bookmark({ id: bookmarkOf(context, id), children })];
}

/** A number that does not count by itself, in its own character style. */
export const literal = (
  context: Context,
  text: string,
  style: Style,
  name: string,
  tabbed: boolean,
  lang: string,
): ParagraphChild[] => [run(context, text, { style, names: [name], lang }), ...(tabbed ? [tab()] : [])];

export const tab = (): TextRun => new TextRun({ children: [new Tab()] });

const HAN_ONLY = /^\p{Script=Han}+$/u;

/** Chinese words of fewer characters than `spread` are set as wide as that many: all but the last get more room. */
export function spreadRuns(
  context: Context,
  inlines: readonly Inline[],
  style: Style,
  lang: string,
  spread: number,
): ParagraphChild[] {
  const [only, ...more] = inlines;
  if (!only || more.length > 0 || only.kind !== "text" || !HAN_ONLY.test(only.text))
    return runs(context, inlines, style, lang);
  const characters = [...only.text];
  const count = characters.length;
  if (count < 2 || count >= spread) return runs(context, inlines, style, lang);
  const around = { style, names: [], lang: only.lang ?? lang };
  return [
    run(context, characters.slice(0, -1).join(""), around, ((spread - count) * style.size) / (count - 1)),
    run(context, characters.at(-1) ?? "", around),
  ];
}
