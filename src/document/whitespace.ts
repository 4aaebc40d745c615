/**
 * What the words of one block are made of, in reading order: text, a forced line break, or an object that is
 * no text but stands in the line like a character (a footnote's mark, a page number).
 */
export type Leaf = string | { readonly is: "break" | "object" };

/**
 * Settles white space as in HTML: runs collapse to one blank, none stays at the edges of the block or beside
 * a forced break, none between inlines is lost. A run with a line end between two Chinese characters leaves
 * nothing, so that Chinese templates may be wrapped. The no-break space is not white space. Gives one string
 * for each leaf, empty for those that are no text.
 */
export function collapse(leaves: readonly Leaf[]): readonly string[] {
  const [only] = leaves;
  if (leaves.length === 1 && typeof only === "string" && !UNSETTLED.test(only)) return [only];
  const starts: number[] = [];
  let whole = "";
  for (const leaf of leaves) {
    starts.push(whole.length);
    whole += typeof leaf === "string" ? leaf : leaf.is === "break" ? BREAK : OBJECT;
  }
  const settled = leaves.map(() => "");
  let leaf = 0;
  const leafAt = (offset: number): number => {
    while ((starts[leaf + 1] ?? whole.length) <= offset && leaf + 1 < leaves.length) leaf++;
    return leaf;
  };
  const put = (index: number, text: string): void => {
    if (typeof leaves[index] === "string") settled[index] += text;
  };
  const copy = (from: number, to: number): void => {
    for (let at = from; at < to; ) {
      const index = leafAt(at);
      const end = Math.min(to, starts[index + 1] ?? whole.length);
      put(index, whole.slice(at, end));
      at = end;
    }
  };
  let done = 0;
  for (let from = 0; from < whole.length; from++) {
    if (!isSpace(whole.charCodeAt(from))) continue;
    let to = from + 1;
    while (isSpace(whole.charCodeAt(to))) to++;
    const atEdge = from === 0 || to === whole.length || whole[from - 1] === BREAK || whole[to] === BREAK;
    if (!atEdge && to === from + 1 && whole[from] === " ") continue; // settled already, as nearly all are
    copy(done, from);
    done = to;
    const vanishes =
      whole.slice(from, to).includes("\n") &&
      inChinese(characterBefore(whole, from), characterAfter(whole, to));
    if (!atEdge && !vanishes) put(leafAt(from), " ");
    from = to;
  }
  copy(done, whole.length);
  return settled;
}

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;

/** Of a block's only text: white space at an edge, of another kind, or more than one blank. */
const UNSETTLED = /^ | $|[\t\n\r\f\u2028]| {2}/;

// Stand-ins. Should text hold one of them, it is copied like any other character.
const BREAK = "\u2028";
const OBJECT = "\ufffc";

/** Written full width: Han characters, their punctuation and the full-width forms. */
const WIDE = /^[\p{Script=Han}\u3000-\u303f\uff00-\uffef]$/u;
/** Marks that Chinese and Latin text share; they count as Chinese beside a Chinese character. */
const SHARED = /^[‘’“”—…·]$/u;

const inChinese = (before: string, after: string): boolean =>
  (WIDE.test(before) && (WIDE.test(after) || SHARED.test(after))) ||
  (SHARED.test(before) && WIDE.test(after));

/** The nearest character on that side; objects are looked through. */
function characterBefore(text: string, offset: number): string {
  let at = offset;
  while (text[at - 1] === OBJECT) at--;
  const unit = text[at - 1] ?? "";
  return isLow(unit) ? `${text[at - 2] ?? ""}${unit}` : unit;
}
function characterAfter(text: string, offset: number): string {
  let at = offset;
  while (text[at] === OBJECT) at++;
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}
const isLow = (unit: string): boolean => unit >= "\udc00" && unit <= "\udfff";
