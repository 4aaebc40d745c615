/** What fills two columns of a terminal: ideographs, kana, hangul, full-width forms and pictures. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
/** What stands on the character before it, or nowhere. */
const ZERO = /[\p{M}\u00ad\u200b-\u200f\u2060-\u2069\ufeff]/u;

/** How many columns of fixed width a text fills: ideographs fill two, marks none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** A text filled up with blanks to a number of columns. */
export function padTo(text: string, columns: number, align: "start" | "center" | "end" = "start"): string {
  const room = Math.max(0, columns - columnsOf(text));
  const left = align === "start" ? 0 : align === "end" ? room : Math.floor(room / 2);
  return `${" ".repeat(left)}${text}${" ".repeat(room - left)}`;
}

const OPENING = "（〔［｛《〈「『【〖“‘(\\[{";
const CLOSING = "、。，．；：？！）〕］｝》〉」』】〗”’…—·%％)\\]},.;:?!";
const HAN = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef";
/** What must stay on one line: a word, or one ideograph with the marks that may not leave it. */
const PIECE = new RegExp(`[${OPENING}]*(?:[${HAN}]|[^${HAN}${OPENING}]+)[${CLOSING}]*|[${OPENING}]+`, "gu");

/** A text in lines of at most `width` columns; longer words stick out. Line feeds in it are kept. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((part) => wrapLine(part, width));
}

function wrapLine(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let filled = 0;
  // Only these end words; a no-break space belongs to its word.
  for (const word of text.split(/[ \t]+/)) {
    for (const [i, piece] of (word.match(PIECE) ?? []).entries()) {
      const gap = i === 0 && line !== "" ? " " : "";
      const columns = columnsOf(piece);
      if (line !== "" && filled + gap.length + columns > width) {
        lines.push(line);
        line = piece;
        filled = columns;
      } else {
        line += gap + piece;
        filled += gap.length + columns;
      }
    }
  }
  return [...lines, line];
}
