import type { OpenedFont } from "../../fonts/load.ts";
import type { Shaped } from "../../fonts/metrics.ts";
import { factsOf } from "../../fonts/sfnt.ts";
import { TrueTypeSubset } from "../../fonts/subset.ts";
import { CODES, codeBytes, codeMap, codeOf, ORDERING, SPACE_CID, textMap } from "./codes.ts";
import { number, type PdfDictionary, type PdfObject, pdfText } from "./value.ts";

/** The font of a face in one file. Only the glyphs that are used go into it. */
export interface PdfFont {
  /** Resource name: `F1`. */
  readonly name: string;
  readonly reference: PdfObject;
  /**
   * The operand of TJ for shaped text, without its outer brackets and parentheses, so that pieces can be joined:
   * codes as literal strings, kerning between them. Only a space by itself is one that word spacing widens.
   * `size` counts for marks that are raised or lowered.
   */
  encode(shaped: Shaped, size: number): string;
  /**
   * Takes up the glyphs of texts in the order of their characters, not of the texts: otherwise the font, which lists
   * them as they came, would tell the texts to whoever opens a file that holds none of them.
   */
  include(texts: readonly Shaped[]): void;
  /** How many codes are in use. */
  readonly codes: () => number;
  /** Writes the font, which is read by a code map; nothing can be encoded after. */
  end(codeMap: PdfObject): void;
}

/** Makes the objects of a font file's subset: a composite font with its own codes (ISO 32000-1, 9.7). */
export function embedFont(
  name: string,
  { file, bytes }: OpenedFont,
  object: (data: PdfDictionary) => PdfObject,
): PdfFont {
  const facts = factsOf(file);
  const inThousandths = (units: number): number => thousandths(units / file.unitsPerEm);
  const subset = new TrueTypeSubset(bytes);
  const reference = object({});
  const widths: number[] = [inThousandths(file.advanceOf(0))];
  const texts: (readonly number[])[] = [];
  const encoded = new Map<Shaped, string>();
  const space = file.glyphOf(0x20);
  if (space === 0)
    subset.repeatGlyph(0); // a font of rare characters may have none; the number stays taken
  else subset.includeGlyph(space);
  widths[SPACE_CID] = inThousandths(file.advanceOf(space));
  texts[SPACE_CID] = [0x20];
  const cidOf = numbering(subset, texts);

  return { name, reference, encode, include, codes: () => widths.length, end };

  function encode(shaped: Shaped, size: number): string {
    if (shaped.offsets) return encodeWithMarks(shaped, size);
    let operand = encoded.get(shaped);
    if (operand === undefined) {
      operand = encodePlain(shaped);
      encoded.set(shaped, operand);
    }
    return operand;
  }

  function include(shaped: readonly Shaped[]): void {
    const glyphs = shaped.flatMap((one) => one.glyphs.map((glyph, index) => ({ one, index, glyph })));
    const textOf = ({ one, index }: (typeof glyphs)[number]): string =>
      String.fromCodePoint(...(one.codePoints[index] ?? []));
    glyphs.sort((a, b) => compare(textOf(a), textOf(b)) || a.glyph - b.glyph);
    for (const { one, index } of glyphs) encodeGlyph(one, index);
  }

  function encodePlain(shaped: Shaped): string {
    let operand = "";
    shaped.glyphs.forEach((_, index) => {
      const width = shaped.widths[index] ?? 0;
      operand += encodeGlyph(shaped, index) + moveBy((shaped.advances[index] ?? width) - width);
    });
    return operand;
  }

  /** Marks on letters: the pen goes to where each is drawn and back again; what is raised is a TJ of its own. */
  function encodeWithMarks(shaped: Shaped, size: number): string {
    let operand = "";
    shaped.glyphs.forEach((_, index) => {
      const width = shaped.widths[index] ?? 0;
      const [x, y] = shaped.offsets?.[index] ?? [0, 0];
      const drawn = encodeGlyph(shaped, index);
      operand += moveBy(x);
      operand += y === 0 ? drawn : `)] TJ ${number(y * size)} Ts [(${drawn})] TJ 0 Ts [(`;
      operand += moveBy((shaped.advances[index] ?? width) - width - x);
    });
    return operand;
  }

  function encodeGlyph(shaped: Shaped, index: number): string {
    const glyph = shaped.glyphs[index] ?? 0;
    const cid = cidOf(glyph, shaped.codePoints[index] ?? [], shaped.glyphs.length === 1);
    widths[cid] ??= thousandths(shaped.widths[index] ?? 0);
    return codeBytes(codeOf(cid));
  }

  function end(codes: PdfObject): void {
    const program = object({ Length1: 0 });
    const outlines = subset.encode(); // parts of composite glyphs join the subset here
    program.data.Length1 = outlines.length;
    program.end(outlines);
    const baseFont = `${tagOf(name)}+${facts.postscriptName.replaceAll(" ", "_")}`;
    const descendant = ended({
      Type: "Font",
      Subtype: "CIDFontType2",
      BaseFont: baseFont,
      CIDSystemInfo: characters(),
      CIDToGIDMap: "Identity",
      FontDescriptor: ended(descriptor(baseFont, program)),
      W: [0, Array.from(widths, (width) => width ?? 0)],
    });
    const unicode = object({});
    unicode.end(latin1(textMap(texts)));
    Object.assign(reference.data, {
      Type: "Font",
      Subtype: "Type0",
      BaseFont: `${baseFont}-${CODES}`,
      Encoding: codes,
      DescendantFonts: [descendant],
      ToUnicode: unicode,
    });
    reference.end();
  }

  function ended(data: PdfDictionary): PdfObject {
    const made = object(data);
    made.end();
    return made;
  }

  /** What a reader without the font would need to know (9.8). Symbolic, as every font with codes of its own is. */
  function descriptor(baseFont: string, program: PdfObject): PdfDictionary {
    const { minX, minY, maxX, maxY } = facts.bbox;
    return {
      Type: "FontDescriptor",
      FontName: baseFont,
      Flags: SYMBOLIC | (facts.isFixedPitch ? FIXED_PITCH : 0) | (facts.isItalic ? ITALIC : 0),
      FontBBox: [minX, minY, maxX, maxY].map(inThousandths),
      ItalicAngle: facts.italicAngle,
      Ascent: inThousandths(facts.ascent),
      Descent: inThousandths(facts.descent),
      CapHeight: inThousandths(facts.capHeight),
      XHeight: inThousandths(facts.xHeight),
      StemV: 0, // unknown; the font program says it
      FontFile2: program,
    };
  }
}

/** The map from codes to glyphs that all fonts of a file share; the fonts know how many codes there are. */
export function writeCodeMap(
  fonts: readonly PdfFont[],
  object: (data: PdfDictionary) => PdfObject,
): PdfObject {
  const codes = object({ Type: "CMap", CMapName: CODES, CIDSystemInfo: characters(), WMode: 0 });
  codes.end(latin1(codeMap(Math.max(...fonts.map((font) => font.codes())))));
  return codes;
}

const characters = (): PdfDictionary => ({
  Registry: pdfText(ORDERING.registry),
  Ordering: pdfText(ORDERING.ordering),
  Supplement: ORDERING.supplement,
});

/** Moves the pen to the right, by em, between two strings of a TJ. */
const moveBy = (em: number): string => (Math.abs(em) > 1e-6 ? `)${number(-em * 1000)}(` : "");

const FIXED_PITCH = 1 << 0;
const SYMBOLIC = 1 << 2;
const ITALIC = 1 << 6;

/** The number of a glyph in the subset, which is its CID. */
type CidOf = (glyph: number, codePoints: readonly number[], single: boolean) => number;

/**
 * Numbers glyphs so that each stands for one text: where two characters share an outline (a hyphen and a soft one,
 * a space and one that does not break), the later one gets a number of its own. Otherwise text would be copied as
 * whichever character came first. A space inside other text gets one too: word spacing must not reach it.
 */
function numbering(subset: TrueTypeSubset, texts: (readonly number[])[]): CidOf {
  const repeated = new Map<string, number>();
  return (glyph, codePoints, single) => {
    const cid = subset.includeGlyph(glyph);
    const known = texts[cid];
    if (known === undefined) texts[cid] = codePoints;
    if (known === undefined || (same(known, codePoints) && (cid !== SPACE_CID || single))) return cid;
    const key = `${glyph} ${codePoints.join(" ")}`;
    let other = repeated.get(key);
    if (other === undefined) {
      other = subset.repeatGlyph(glyph);
      repeated.set(key, other);
      texts[other] = codePoints;
    }
    return other;
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** Six letters that tell subsets of one font apart (9.6.4). */
const tagOf = (name: string): string =>
  Array.from({ length: 6 }, (_, index) => String.fromCharCode((name.charCodeAt(index + 1) || 73) + 17)).join(
    "",
  );

const thousandths = (em: number): number => Math.round(em * 1e6) / 1e3;

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
