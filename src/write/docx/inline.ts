import { directed, isRtlLanguage } from "../../document/direction.ts";
import { apart, hasHan } from "../../document/han-marks.ts";
import type { Inline, Revision } from "../../document/model.ts";
import { inlineText } from "../../document/text.ts";
import {
  type CharacterChange,
  characterChange,
  characterStyleName,
  type Style,
  styleNamed,
} from "../../style/sheet.ts";
import { type FontFamily, WEIGHTS } from "../../style/theme.ts";
import { blankXml } from "./blanks.ts";
import { commented } from "./comments.ts";
import { bookmarkOf, type Context } from "./context.ts";
import {
  deletedTextXml,
  fieldXml,
  on,
  type RunProperties,
  runProperties,
  runXml,
  textXml,
  trackedFieldXml,
  valued,
} from "./elements.ts";
import { both } from "./look.ts";
import { relate } from "./relations.ts";
import { region } from "./styles.ts";
import { tracked } from "./tracked.ts";
import { tag } from "./xml.ts";

/** What surrounds an inline: the paragraph's style, the character styles from the outside in, the language. */
interface Around {
  readonly style: Style;
  readonly names: readonly string[];
  readonly lang: string;
  /** In a comparison, which revision alone has it. */
  readonly revision?: Revision;
}

/**
 * Marks that Chinese and Latin text share; in Chinese text they are set full width, in the Chinese face. Words in other
 * letters alone, such as O’Neill, keep their own.
 */
const SHARED_MARKS = /[\u00b7\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2026]/;
const LETTER = /\p{L}/u;

/** Inlines as what stands in a paragraph of Word. */
export function runs(context: Context, inlines: readonly Inline[], style: Style, lang: string): string {
  return walk(context, inlines, { style, names: [], lang });
}

function walk(context: Context, inlines: readonly Inline[], around: Around): string {
  let xml = "";
  let before = ""; // what stands before the words that the next note is about
  for (const inline of inlines) {
    const note = inline.kind === "span" ? inline.note : undefined;
    if (note !== undefined) {
      before += commented(context, [note], xml);
      xml = "";
    }
    const name = inline.kind === "footnote" ? undefined : characterStyleName(inline);
    const changes =
      name !== undefined ||
      inline.revision !== undefined ||
      (inline.lang !== undefined && inline.lang !== around.lang);
    const here: Around = changes
      ? {
          style: around.style,
          lang: inline.lang ?? around.lang,
          names: name === undefined ? around.names : inner(around.names, name),
          ...(inline.revision && { revision: inline.revision }),
        }
      : around;
    if (note === undefined) xml += write(context, inline, here);
    else before += write(context, inline, here);
  }
  return before + xml;
}

function write(context: Context, inline: Inline, around: Around): string {
  switch (inline.kind) {
    case "text":
      return tracked(context, around.revision, words(context, inline.text, around));
    case "lineBreak":
      return tracked(context, around.revision, runXml("", "<w:br/>"));
    case "strong":
    case "emphasis":
    case "underline":
    case "strike":
    case "sub":
    case "sup":
      return walk(context, inline.children, around);
    case "span": {
      const { blank, children } = inline;
      const written = walk(context, children, around);
      // Word would fill a blank anew when it opens the file, and lose the marks in it.
      if (!blank || context.revised) return written;
      const words = inlineText(children);
      const look = properties(context, words, around);
      return blankXml(context.blanks, blank, { words, runs: written, look, lang: around.lang });
    }
    case "link":
      return `<w:hyperlink w:history="1" r:id="${relate(context.relations, "hyperlink", inline.href)}">${walk(context, inline.children, around)}</w:hyperlink>`;
    case "footnote":
      context.notes.push(inline);
      return tracked(
        context,
        around.revision,
        runXml(noteMark(context), tag("w:footnoteReference", { "w:id": context.notes.length })),
      );
    case "reference": {
      const anchor = bookmarkOf(context, inline.target);
      if (inline.show === "page") {
        const page = String(context.known.pageOf?.get(inline.target) ?? 1);
        return pageField(context, anchor, page, around);
      }
      return linkTo(anchor, tracked(context, around.revision, run(context, inline.text, around)));
    }
    case "image":
      return ""; // stands beside the words of its line, see furniture
    case "sectionTitle": // the built-in style, in any language of Word
      return field(context, "STYLEREF 2", context.known.title ?? "", around);
    case "pageNumber":
      return field(context, "PAGE", "1", around);
    case "pageCount":
      return field(context, "NUMPAGES", String(context.known.pages ?? 1), around);
    default:
      return inline satisfies never;
  }
}

const field = (context: Context, code: string, shown: string, around: Around): string =>
  fieldXml(code, shown, properties(context, shown, around));

/** A link to a place in the document. */
export const linkTo = (anchor: string, content: string): string =>
  `<w:hyperlink w:history="1" w:anchor="${anchor}">${content}</w:hyperlink>`;

/** The look of the mark of a note, in the text and before the note. */
export const noteMark = (context: Context): string =>
  runProperties({
    rStyle: valued(
      "w:rStyle",
      context.styles.character(["footnoteMark"], styleNamed(context.sheet, "body").size),
    ),
  });

/** Text, in runs of one direction each. */
function words(context: Context, text: string, around: Around): string {
  if (text === "") return "";
  const rtl = isRtlLanguage(around.lang);
  if (!rtl && !RIGHT_TO_LEFT.test(text)) return run(context, text, around);
  return directed(text, rtl)
    .map((part) => (part.rtl ? runFromRight : run)(context, part.text, around))
    .join("");
}

/** Any character of a script from right to left, or a mark that turns text round. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Emphasis within emphasis of the same kind is no other. */
const inner = (names: readonly string[], name: string): readonly string[] =>
  names.includes(name) ? names : [...names, name];

/** Text in its character style: one run, unless it has shared marks of both kinds. */
export const run = (context: Context, text: string, around: Around): string =>
  around.lang.startsWith("zh") && SHARED_MARKS.test(text)
    ? apart(text, around.lang)
        .map((part) => plainRun(context, part, around))
        .join("")
    : plainRun(context, text, around);

const plainRun = (context: Context, text: string, around: Around): string =>
  runXml(properties(context, text, around), saidXml(text, around));

const saidXml = (text: string, { revision }: Around): string =>
  revision === "deleted" ? deletedTextXml(text) : textXml(text);

/** The page of a place in the document. */
export function pageField(context: Context, anchor: string, page: string, around: Around): string {
  const code = `PAGEREF ${anchor} \\h`;
  const look = properties(context, page, around);
  const { revision } = around;
  if (revision === undefined) return fieldXml(code, page, look);
  return tracked(context, revision, trackedFieldXml(code, look, saidXml(page, around), revision));
}

/**
 * A run from right to left. Word sets it with the font, size and weight that styles keep for such scripts: the font is a
 * character style of its own, since each script has another.
 */
function runFromRight(context: Context, text: string, around: Around): string {
  const script = HEBREW.test(text) ? "hebrew" : "arabic";
  const family = Object.values(context.sheet.families).find((candidate) => candidate.script === script);
  if (family) context.fallbacks.add(family);
  const lang = region(isRtlLanguage(around.lang) ? around.lang : SPOKEN[script]);
  return runXml(
    runProperties({
      ...named(context, around, family),
      rtl: "<w:rtl/>",
      lang: tag("w:lang", { "w:bidi": lang }),
    }),
    saidXml(text, around),
  );
}

const HEBREW = /[\u0590-\u05ff\ufb1d-\ufb4f]/;
/** The language of letters that nobody has named one for. */
const SPOKEN = { hebrew: "he", arabic: "ar" } as const;

/** The properties of a run, which are the same for most runs of a style. */
function properties(context: Context, text: string, around: Around): string {
  const { style, names, lang } = around;
  const hint = lang.startsWith("zh") && SHARED_MARKS.test(text) && (hasHan(text) || !LETTER.test(text));
  if (names.length === 0 && lang === context.lang && !hint) return "";
  const key = `${style.name} ${names.join(" ")} ${lang} ${hint}`;
  const known = context.runs.get(key);
  if (known !== undefined) return known;
  const made = runProperties({
    ...named(context, around),
    ...(hint && { rFonts: tag("w:rFonts", { "w:hint": "eastAsia" }) }),
    ...(lang !== context.lang &&
      !isRtlLanguage(lang) && {
        lang: tag(
          "w:lang",
          lang.startsWith("zh") ? { "w:eastAsia": region(lang) } : { "w:val": region(lang) },
        ),
      }),
  });
  context.runs.set(key, made);
  return made;
}

/** The character style of a run, and what Word would undo of it. */
function named(context: Context, { style, names }: Around, cs?: FontFamily): RunProperties {
  if (names.length === 0 && !cs) return {};
  return {
    rStyle: valued("w:rStyle", context.styles.character(names, style.size, cs)),
    ...toggles(context, style, names),
  };
}

/**
 * Where both the paragraph's and the character's style say bold (or italic, capitals, struck), Word takes the one
 * for the undoing of the other (ECMA-376, part 1, section 17.7.3). Such a run says itself what it is.
 */
function toggles(context: Context, style: Style, names: readonly string[]): RunProperties {
  const own: CharacterChange = Object.assign(
    {},
    ...names.map((name) => characterChange(context.sheet, name)),
  );
  const bold = WEIGHTS[style.weight] >= WEIGHTS.medium;
  const asBold = own.weight !== undefined && WEIGHTS[own.weight] >= WEIGHTS.medium;
  return {
    ...(own.weight !== undefined && bold && { b: both("b", asBold) }),
    ...(own.italic !== undefined && style.italic && { i: both("i", own.italic) }),
    ...(own.transform !== undefined &&
      style.transform === "upper" && { caps: on("w:caps", own.transform === "upper") }),
    ...(own.strike !== undefined && style.strike && { strike: on("w:strike", own.strike) }),
  };
}

/** A bookmark around a heading's words, with the heading's literal number before it. */
export function headed(context: Context, id: string, words: string, label = ""): string {
  const number = context.places.count++;
  return `${label}<w:bookmarkStart w:name="${bookmarkOf(context, id)}" w:id="${number}"/>${words}<w:bookmarkEnd w:id="${number}"/>`;
}

/** A number that does not count by itself, in its own character style; `revision` says which revision alone has it. */
export const literal = (
  context: Context,
  text: string,
  style: Style,
  name: string,
  lang: string,
  revision?: Revision,
): string => {
  const around = { style, names: [name], lang, ...(revision && { revision }) };
  return tracked(context, revision, run(context, text, around));
};

export const TAB = runXml("", "<w:tab/>");

const HAN_ONLY = /^\p{Script=Han}+$/u;

/** Chinese words of fewer characters than `spread` are set as wide as that many: all but the last get more room. */
export function spreadRuns(
  context: Context,
  inlines: readonly Inline[],
  style: Style,
  lang: string,
  spread: number,
): string {
  const [only, ...more] = inlines;
  if (!only || more.length > 0 || only.kind !== "text" || only.revision || !HAN_ONLY.test(only.text))
    return runs(context, inlines, style, lang);
  const characters = [...only.text];
  const count = characters.length;
  if (count < 2 || count >= spread) return runs(context, inlines, style, lang);
  const first = characters.slice(0, -1).join("");
  const room = ((spread - count) * style.size) / (count - 1);
  const apart = runProperties({ rStyle: valued("w:rStyle", context.styles.spread(room)) });
  const around = { style, names: [], lang: only.lang ?? lang };
  return runXml(apart, textXml(first)) + run(context, characters.at(-1) ?? "", around);
}
