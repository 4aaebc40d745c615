import type { Face, FontMetrics, Shaped } from "../../src/fonts/metrics.ts";

/**
 * A font whose letters are all half an em wide and whose Han characters are an em wide, so that a person can
 * count the expected lines. `missing` lists characters that it does not have.
 */
export function fixedMetrics(missing = ""): FontMetrics {
  const faces = new Map<string, Face>();
  return {
    face(family, weight, italic) {
      const id = `${family}/${weight}${italic ? "i" : ""}`;
      let face = faces.get(id);
      if (!face) {
        face = fixedFace(id, family.startsWith("noto") ? "han" : "latin", missing);
        faces.set(id, face);
      }
      return face;
    },
  };
}

const HAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]/;

function fixedFace(id: string, script: Face["script"], missing: string): Face {
  const cache = new Map<string, Shaped>();
  return {
    id,
    script,
    has: (code) => {
      const character = String.fromCodePoint(code);
      if (missing.includes(character)) return false;
      return script === "han" || !/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(character);
    },
    shape(text) {
      let shaped = cache.get(text);
      if (!shaped) {
        const characters = [...text];
        const widths = characters.map((character) => (script === "han" && HAN.test(character) ? 1 : 0.5));
        const codes = characters.map((character) => character.codePointAt(0) ?? 0);
        shaped = {
          text,
          glyphs: codes,
          advances: widths,
          widths,
          codePoints: codes.map((code) => [code]),
          width: widths.reduce((sum, width) => sum + width, 0),
        };
        cache.set(text, shaped);
      }
      return shaped;
    },
  };
}
