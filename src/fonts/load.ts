import { createRequire } from "node:module";
import type * as fontkit from "fontkit";
import type { FontFamilies } from "../style/theme.ts";
import type { Face, Figures, FontMetrics, Shaped } from "./metrics.ts";
import { type FontFile, openFontFile } from "./sfnt.ts";
import { plainShaper, type Slot } from "./shaper.ts";

/** Metrics for layout, and the opened font behind each face for the PDF writer, which embeds what layout measured. */
export interface FontLibrary extends FontMetrics {
  opened(faceId: string): OpenedFont;
}

/** A font and the file it was read from. */
export interface OpenedFont {
  readonly file: FontFile;
  readonly bytes: Uint8Array;
}

/** Reads the bytes of a font file; throws when it cannot. */
export type ReadFontFile = (packageName: string | undefined, path: string) => Uint8Array;

/**
 * Opens faces on demand and keeps them, with everything shaped so far, as long as the library lives:
 * parsing a font and shaping a word cost far more than anything done with the result.
 */
export function fontLibrary(families: FontFamilies, read: ReadFontFile): FontLibrary {
  const faces = new Map<string, Face>();
  const fonts = new Map<string, OpenedFont>();
  const choices = new Map<string, Face>();

  const open = (family: string, key: string): OpenedFont => {
    const id = `${family}/${key}`;
    let opened = fonts.get(id);
    if (!opened) {
      const entry = families[family];
      const path = entry?.faces[key];
      if (!entry || !path) throw new Error(`fonts.yaml has no face ${id}`);
      const bytes = read(entry.package, path);
      opened = { file: openFont(bytes, `${entry.package ?? "templates"}/${path}`), bytes };
      fonts.set(id, opened);
    }
    return opened;
  };

  return {
    face(family, weight, italic) {
      const wanted = `${family}/${weight}${italic ? "i" : ""}`;
      let face = choices.get(wanted);
      if (!face) {
        const entry = families[family];
        if (!entry) throw new Error(`fonts.yaml has no family ${family}`);
        const key = nearestFace(Object.keys(entry.faces), weight, italic);
        const id = `${family}/${key}`;
        face = faces.get(id) ?? lazyFace(id, entry.script, () => open(family, key));
        faces.set(id, face);
        choices.set(wanted, face);
      }
      return face;
    },
    opened(faceId) {
      const opened = fonts.get(faceId);
      if (!opened) throw new Error(`face ${faceId} was never opened`);
      return opened;
    },
  };
}

/** The key of the face nearest to a weight; slope matters more than weight. */
export function nearestFace(keys: readonly string[], weight: number, italic: boolean): string {
  const distance = (key: string): number =>
    Math.abs(Number.parseInt(key, 10) - weight) +
    (Number.parseInt(key, 10) < weight ? 1 : 0) + // of two equally far, the bolder
    (key.endsWith("i") === italic ? 0 : 2000);
  const [first, ...rest] = keys;
  if (first === undefined) throw new Error("a font family without faces");
  return rest.reduce((best, key) => (distance(key) < distance(best) ? key : best), first);
}

function openFont(bytes: Uint8Array, name: string): FontFile {
  try {
    return openFontFile(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`font file ${name} cannot be read: ${reason}`);
  }
}

const require = createRequire(import.meta.url);

/**
 * fontkit shapes whatever is not plain. It is loaded and opens the font only when a text asks for it, since both
 * take longer than setting a short paper does.
 */
function fullShaper(bytes: Uint8Array) {
  let font: fontkit.Font | undefined;
  return (text: string, features: readonly string[], rtl: boolean): readonly Slot[] => {
    font ??= forgetful((require("fontkit") as typeof fontkit).create(bytes as Buffer) as fontkit.Font); // one face: it was opened
    const direction = rtl ? "rtl" : "ltr"; // left alone, fontkit would turn Arabic digits round
    const run = font.layout(rtl ? mirrored(text) : text, features, undefined, undefined, direction);
    return run.glyphs.map(({ id, codePoints }, i): Slot => {
      const { xAdvance, xOffset, yOffset } = run.positions[i] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 };
      return {
        glyph: id,
        codePoints: rtl ? codePoints.map(unmirrored) : codePoints,
        advance: xAdvance,
        ...((xOffset !== 0 || yOffset !== 0) && { offset: [xOffset, yOffset] }),
      };
    });
  };
}

/**
 * fontkit keeps each glyph with the code points of whoever asked for it first, and would give them to the next
 * character that is drawn alike. A font that forgets makes every glyph anew, with code points of its own.
 */
function forgetful(font: fontkit.Font): fontkit.Font {
  const getGlyph = font.getGlyph.bind(font);
  font.getGlyph = (id, codePoints) => {
    delete font._glyphs[id];
    return getGlyph(id, codePoints);
  };
  return font;
}

/** OpenType features on top of the font's defaults (ligatures, kerning). */
const FEATURES = {
  lining: ["pnum"],
  oldstyle: ["onum", "pnum"],
  tabular: ["tnum"],
} as const satisfies Record<Figures, readonly string[]>;

/** Dashes and ellipses of a Han font are set full width: in running Chinese they fill their squares. */
const FULL_WIDTH = /^[—…⸺]+$/u;

/** A face whose file is read when its first glyph is asked for: most English papers never open a Chinese font. */
function lazyFace(id: string, script: Face["script"], open: () => OpenedFont): Face {
  let face: Face | undefined;
  const opened = (): Face => {
    face ??= openFace(id, script, open());
    return face;
  };
  return {
    id,
    script,
    has: (codePoint) => opened().has(codePoint),
    shape: (text, figures, rtl) => opened().shape(text, figures, rtl),
  };
}

function openFace(id: string, script: Face["script"], { file, bytes }: OpenedFont): Face {
  const em = file.unitsPerEm;
  const plain = plainShaper(file);
  const full = fullShaper(bytes);
  const stores = (): Record<Figures, Map<string, Shaped>> => ({
    lining: new Map(),
    oldstyle: new Map(),
    tabular: new Map(),
  });
  const shaped = stores();
  const shapedRtl = stores();
  const single = (codePoint: number, text: string): Shaped => {
    const glyph = file.glyphOf(codePoint);
    const width = file.advanceOf(glyph) / em;
    return { text, glyphs: [glyph], advances: [width], widths: [width], codePoints: [[codePoint]], width };
  };
  const layout = (text: string, figures: Figures, rtl: boolean): Shaped => {
    const features = script === "han" && FULL_WIDTH.test(text) ? ["fwid"] : FEATURES[figures];
    const slots = (rtl ? undefined : plain?.(text, features)) ?? full(text, features, rtl);
    const advances = slots.map(({ advance }) => advance / em);
    return {
      text,
      glyphs: slots.map(({ glyph }) => glyph),
      advances,
      widths: slots.map(({ glyph }) => file.advanceOf(glyph) / em),
      codePoints: slots.map(({ codePoints }) => codePoints),
      width: advances.reduce((sum, advance) => sum + advance, 0),
      ...(slots.some(({ offset }) => offset) && {
        offsets: slots.map(({ offset: [x, y] = [0, 0] }) => [x / em, y / em] as const),
      }),
    };
  };
  return {
    id,
    script,
    has: (codePoint) => file.glyphOf(codePoint) !== 0,
    shape(text, figures, rtl = false) {
      const cache = (rtl ? shapedRtl : shaped)[figures];
      let result = cache.get(text);
      if (!result) {
        const code = text.codePointAt(0) ?? 0;
        // An ideograph by itself needs no shaping: no feature changes it.
        result =
          isIdeograph(code) && text.length === (code > 0xffff ? 2 : 1)
            ? single(code, text)
            : layout(text, figures, rtl);
        cache.set(text, result);
      }
      return result;
    },
  };
}

/** Marks that look the other way in text from right to left (UAX #9, rule L4): those that fonts have. */
const MIRRORED: Readonly<Record<string, string>> = Object.fromEntries(
  ["()", "[]", "{}", "<>", "«»", "‹›", "≤≥", "⟨⟩", "〈〉", "《》", "「」", "『』", "【】", "〔〕"].flatMap(
    ([one = "", other = ""]) => [
      [one, other],
      [other, one],
    ],
  ),
);
const unmirrored = (code: number): number => mirrored(String.fromCodePoint(code)).codePointAt(0) ?? code;
const mirrored = (text: string): string =>
  text.replace(/[^\p{L}\p{N}\p{M}]/gu, (mark) => MIRRORED[mark] ?? mark);

const isIdeograph = (code: number): boolean =>
  (code >= 0x3400 && code <= 0x9fff) || (code >= 0x20000 && code <= 0x3ffff);
