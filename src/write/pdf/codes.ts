/**
 * How glyphs are written in content streams: the space and the first hundred or so glyphs of a font, which in Latin
 * text are all there are, as one byte, the others as two. Half the bytes to write and to deflate, and word spaces
 * that one operator sets for a whole line, since that works on the single byte 32 only (ISO 32000-1, 9.3.3).
 *
 * A glyph's number in its font (its CID) gives its code, the same in all fonts; one CMap says so for all of them.
 */
export function codeOf(cid: number): number {
  if (cid <= SINGLE.length) return SINGLE[cid - 1] ?? 0;
  const code = FIRST_DOUBLE + cid - SINGLE.length - 1;
  if (code > 0xffff) throw new Error("more glyphs of one font are used than codes can tell apart");
  return code;
}

/** The CID of the space; 0 is the glyph for what is missing and has no code. */
export const SPACE_CID = 1;

/** Bytes that stand for a glyph by themselves: the space first, none that a literal string must escape. */
const SINGLE: readonly number[] = [
  0x20,
  ...Array.from({ length: 0x7f }, (_, index) => index + 1).filter(
    (byte) => ![0x0a, 0x0d, 0x20, 0x28, 0x29, 0x5c].includes(byte),
  ),
];
const FIRST_DOUBLE = 0x8000;

/** A code as part of a literal string (7.3.4.2). */
export function codeBytes(code: number): string {
  return code < 0x100 ? byte(code) : byte(code >> 8) + byte(code & 0xff);
}

function byte(value: number): string {
  if (value === 0x28 || value === 0x29 || value === 0x5c) return `\\${String.fromCharCode(value)}`;
  if (value === 0x0d) return "\\r";
  if (value === 0x0a) return "\\n";
  return String.fromCharCode(value);
}

const CODE_SPACES = "2 begincodespacerange\n<00> <7f>\n<8000> <ffff>\nendcodespacerange";

/** From codes to CIDs (9.7.5.4), as far as a font with so many glyphs needs it. */
export function codeMap(glyphs: number): string {
  const lines: string[] = [];
  for (let cid = 1; cid < glyphs; ) {
    const first = codeOf(cid);
    let last = cid;
    // A range keeps all bytes but the last one.
    while (last + 1 < glyphs && codeOf(last + 1) === codeOf(last) + 1 && codeOf(last + 1) >> 8 === first >> 8)
      last++;
    lines.push(`<${hexOf(first)}> <${hexOf(codeOf(last))}> ${cid}`);
    cid = last + 1;
  }
  return resource(CODES, 1, inBlocks(lines, "cidrange"));
}

/** From codes to text (9.10.3), for copying, searching and reading aloud. `texts` by CID, from 1. */
export function textMap(texts: readonly (readonly number[] | undefined)[]): string {
  const lines = texts.flatMap((codePoints, cid) =>
    cid > 0 && codePoints ? [`<${hexOf(codeOf(cid))}> <${utf16(codePoints)}>`] : [],
  );
  return resource("Adobe-Identity-UCS", 2, inBlocks(lines, "bfchar"));
}

/** Names of the CMap, and of the characters it leads to. */
export const CODES = "Minutebook-Codes";
export const ORDERING = { registry: "Adobe", ordering: "Identity", supplement: 0 } as const;

function resource(name: string, type: number, body: string): string {
  const { registry, ordering, supplement } = ORDERING;
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin
/Registry (${registry}) def /Ordering (${ordering}) def /Supplement ${supplement} def
end def
/CMapName /${name} def
/CMapType ${type} def
/WMode 0 def
${CODE_SPACES}
${body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}

/** A CMap takes at most a hundred entries at a time. */
function inBlocks(lines: readonly string[], kind: string): string {
  const blocks: string[] = [];
  for (let from = 0; from < lines.length; from += 100) {
    const block = lines.slice(from, from + 100);
    blocks.push(`${block.length} begin${kind}`, ...block, `end${kind}`);
  }
  return blocks.join("\n");
}

const hexOf = (code: number): string => code.toString(16).padStart(code < 0x100 ? 2 : 4, "0");

const utf16 = (codePoints: readonly number[]): string =>
  Buffer.from(String.fromCodePoint(...codePoints), "utf16le")
    .swap16()
    .toString("hex");
