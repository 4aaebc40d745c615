import { LIMITS, NO_PARTS, type Site, type Span, VERBATIM } from "./site.ts";
import { isHarmless, normalise } from "./text.ts";

/**
 * Reads YAML as people and programs write it when nothing is wrong: groups and lists by indentation or in brackets,
 * text that is plain, quoted or below | and >, comments. Gives nothing as soon as it meets anything else, be it a
 * mistake, a text of which there is something to say or a rare notation, and leaves the whole to a parser that knows
 * all of YAML and can say what is wrong. A property test holds that both find the same in the same places.
 */
export function scan(text: string): Site | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new Scanner(text).document();
  } catch (error) {
    if (error instanceof Unfamiliar) return undefined;
    throw error;
  }
}

/** Ends the reading, however deep it is; nobody but `scan` has to think of it. */
class Unfamiliar extends Error {}

/** Tabs, carriage returns, marks of byte order and marks between documents. */
const UNUSUAL = /[\t\r\uFEFF]|^(?:---|\.\.\.)/m;

const [LINE_FEED, SPACE, QUOTE, HASH, APOSTROPHE, COMMA] = [0x0a, 0x20, 0x22, 0x23, 0x27, 0x2c];
const [MINUS, COLON, QUESTION, GREATER, BAR] = [0x2d, 0x3a, 0x3f, 0x3e, 0x7c];
const [OPEN_LIST, CLOSE_LIST, OPEN_GROUP, CLOSE_GROUP] = [0x5b, 0x5d, 0x7b, 0x7d];

const codesOf = (signs: string): ReadonlySet<number> => new Set([...signs].map((sign) => sign.charCodeAt(0)));
/** Signs with which plain text cannot begin, and those that end it inside brackets (YAML 1.2.2, 5.3). */
const INDICATORS = codesOf(",[]{}#&*!|>'\"%@`");
const BRACKETS = codesOf(",[]{}");

/** Columns beyond the file: after its last line, and of what it is in itself. */
const END = -1;
const OUTSIDE = -1;
/** A name must be seen to be one without looking far ahead (YAML 1.2.2, 7.4.2). */
const LONGEST_NAME = 1000;

/** What a value stands in. */
interface Around {
  /** All lines of the value must be right of this column. */
  readonly column: number;
  /** Where the name of the value stands. */
  readonly key: Span | undefined;
  /** Whether texts are kept as they are, byte for byte. */
  readonly verbatim: boolean;
}

interface Name {
  readonly word: string;
  readonly span: Span;
}

class Scanner {
  readonly #text: string;
  #at = 0;
  #lineStart = 0;
  /** Between lines: the column of the next one that holds something, at whose first sign `at` stands. */
  #column = END;
  /** Between lines: where the last one that held something ended, with its line feed. */
  #lineEnd = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Site {
    this.#nextLine();
    const site = this.#block({ column: OUTSIDE, key: undefined, verbatim: false });
    return this.#column === END ? site : this.#giveUp();
  }

  #giveUp(): never {
    throw new Unfamiliar();
  }

  // ---- by indentation

  /** What begins at the first sign of a line, or after the sign of an entry. */
  #block(around: Around): Site {
    const column = this.#at - this.#lineStart;
    if (this.#isEntry()) return this.#list(column, around);
    const name = this.#name();
    return name ? this.#group(column, name, around) : this.#value(around);
  }

  #list(column: number, { key, verbatim }: Around): Site {
    this.#descend();
    const from = this.#at;
    const sites: Site[] = [];
    do {
      this.#at++;
      if (this.#lineEnds() && this.#column <= column) this.#giveUp(); // an empty entry
      sites.push(this.#block({ column, key: undefined, verbatim }));
    } while (this.#column === column && this.#isEntry());
    return this.#ascend(column, listSite(sites, { from, to: this.#lineEnd }, key));
  }

  /** A group whose first name has been read. */
  #group(column: number, first: Name, { key, verbatim }: Around): Site {
    this.#descend();
    const fields = new Fields();
    for (let name = first; ; name = this.#name() ?? this.#giveUp()) {
      const { word, span } = name;
      const site = this.#field({ column, key: span, verbatim: verbatim || VERBATIM.has(word) });
      if (!fields.add(word, site)) this.#giveUp();
      if (this.#column !== column) break;
    }
    return this.#ascend(column, fields.site({ from: first.span.from, to: this.#lineEnd }, key));
  }

  /** What follows a name and its colon, in the same line or in those below. */
  #field(around: Around): Site {
    if (!this.#lineEnds()) return this.#value(around);
    if (this.#column > around.column) return this.#block(around);
    // A list may stand right below its name.
    if (this.#column === around.column && this.#isEntry()) return this.#list(around.column, around);
    return scalarSite(null, around.key ?? this.#giveUp(), around.key);
  }

  /** What is no collection by indentation, to the end of its last line. */
  #value(around: Around): Site {
    const code = this.#code();
    if (code === BAR || code === GREATER) return this.#literal(around);
    if (code !== QUOTE && code !== APOSTROPHE && code !== OPEN_LIST && code !== OPEN_GROUP)
      return this.#plainLines(around);
    const site = this.#inline(around);
    if (!this.#lineEnds()) this.#giveUp();
    return site;
  }

  #descend(): void {
    this.#depth += 1;
    if (this.#depth === LIMITS.depth) this.#giveUp();
  }
  /** The end of a collection; what follows must not be right of it. */
  #ascend(column: number, site: Site): Site {
    this.#depth -= 1;
    return this.#column > column ? this.#giveUp() : site;
  }

  // ---- lines

  /** Goes to the first sign of the next line that holds more than a comment, from the begin of a line. */
  #nextLine(): void {
    for (;;) {
      this.#lineStart = this.#at;
      this.#skipSpaces();
      const code = this.#code();
      if (Number.isNaN(code)) break;
      if (code !== LINE_FEED && code !== HASH) {
        this.#column = this.#at - this.#lineStart;
        return;
      }
      this.#skipLine();
    }
    this.#column = END;
  }

  /** Whether only a comment is left of a line; then goes to the next one, else to what there is. */
  #lineEnds(): boolean {
    const start = this.#at;
    this.#skipSpaces();
    const code = this.#code();
    if (code === HASH && this.#at === start) this.#giveUp();
    if (code !== HASH && !this.#isLineEnd(this.#at)) return false;
    this.#skipLine();
    this.#lineEnd = this.#at;
    this.#nextLine();
    return true;
  }

  #skipSpaces(): void {
    while (this.#code() === SPACE) this.#at++;
  }
  #skipLine(): void {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
  }
  /** The sign here; NaN at the end. */
  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }
  #isLineEnd(at: number): boolean {
    return at >= this.#text.length || this.#text.charCodeAt(at) === LINE_FEED;
  }
  /** Whether a sign stands apart from what follows. */
  #isApart(at: number): boolean {
    return this.#text.charCodeAt(at + 1) === SPACE || this.#isLineEnd(at + 1);
  }
  #isEntry(): boolean {
    return this.#code() === MINUS && this.#isApart(this.#at);
  }

  // ---- text

  /** A name and the colon after it; where there is none, nothing is read. */
  #name(): Name | undefined {
    const from = this.#at;
    const code = this.#code();
    const word = code === QUOTE || code === APOSTROPHE ? this.#quoted(OUTSIDE) : this.#plainWord(false);
    const to = this.#at;
    this.#skipSpaces();
    if (this.#code() === COLON && this.#isApart(this.#at) && this.#isName(from, to)) {
      this.#at++;
      return { word, span: { from, to } };
    }
    this.#at = from;
    return undefined;
  }

  #isName(from: number, to: number): boolean {
    return to > from && to - from <= LONGEST_NAME && !this.#text.slice(from, to).includes("\n");
  }

  /** Plain text in one line; empty where none can begin. */
  #plainWord(inBrackets: boolean): string {
    const from = this.#at;
    const first = this.#code();
    if (INDICATORS.has(first)) return "";
    if ((first === MINUS || first === QUESTION || first === COLON) && this.#isLoose(from, inBrackets))
      return "";
    this.#at = this.#plainEnd(inBrackets);
    return this.#text.slice(from, this.#at);
  }

  /** Where plain text ends in this line. */
  #plainEnd(inBrackets: boolean): number {
    const text = this.#text;
    let end = this.#at;
    for (let at = end; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === LINE_FEED || (inBrackets && BRACKETS.has(code))) break;
      if (code === HASH && text.charCodeAt(at - 1) === SPACE) break;
      if (code === COLON && this.#isLoose(at, inBrackets)) break;
      end = at + 1;
    }
    return end;
  }

  #isLoose(at: number, inBrackets: boolean): boolean {
    return this.#isApart(at) || (inBrackets && BRACKETS.has(this.#text.charCodeAt(at + 1)));
  }

  /** Plain text, which goes on in lines that are right of what it is in. */
  #plainLines({ column, key, verbatim }: Around): Site {
    const from = this.#at;
    let words = this.#plainWord(false);
    let to = this.#at;
    if (words === "" || !this.#lineEnds()) this.#giveUp();
    if (this.#column <= column) return scalarSite(this.#plainValue(words, verbatim), { from, to }, key);
    while (this.#column > column) {
      const between = this.#text.slice(to, this.#lineStart);
      if (between.includes("#")) this.#giveUp();
      words += folded(between.split("\n").length - 2);
      const begin = this.#at;
      to = this.#plainEnd(false);
      words += this.#text.slice(begin, to);
      this.#at = to;
      if (!this.#lineEnds()) this.#giveUp();
    }
    return scalarSite(this.#textOf(words, verbatim), { from, to }, key);
  }

  #plainValue(words: string, verbatim: boolean): unknown {
    if (MAY_BE_CORE.test(words))
      for (const [pattern, read] of CORE) if (pattern.test(words)) return read(words);
    return this.#textOf(words, verbatim);
  }

  /** Text in quotation marks; it goes on in lines that are right of a column. */
  #quoted(column: number): string {
    const mark = this.#code();
    const from = this.#at + 1;
    const end = mark === QUOTE ? this.#closingQuote(from) : this.#closingApostrophe(from);
    if (end < 0) this.#giveUp();
    this.#at = end + 1;
    const written = this.#text.slice(from, end);
    const words = written.includes("\n") ? this.#unfolded(written, column) : written;
    if (mark === APOSTROPHE) return words.replaceAll("''", "'");
    return words.includes("\\") ? this.#unescaped(words) : words;
  }

  #closingQuote(from: number): number {
    for (let at = this.#text.indexOf('"', from); at >= 0; at = this.#text.indexOf('"', at + 1)) {
      let begin = at;
      while (this.#text[begin - 1] === "\\") begin--;
      if ((at - begin) % 2 === 0) return at;
    }
    return -1;
  }
  #closingApostrophe(from: number): number {
    for (let at = this.#text.indexOf("'", from); at >= 0; at = this.#text.indexOf("'", at + 2))
      if (this.#text[at + 1] !== "'") return at;
    return -1;
  }

  /** Lines in quotation marks as one (YAML 1.2.2, 6.5). */
  #unfolded(written: string, column: number): string {
    if (written.includes("\\")) this.#giveUp();
    const [first = "", ...lines] = written.split("\n");
    const last = lines.length - 1;
    let words = first.replace(/ +$/, "");
    let blank = 0;
    for (const [i, line] of lines.entries()) {
      const begin = /^ */.exec(line)?.[0].length ?? 0;
      if (begin === line.length && i < last) blank++;
      else {
        if (begin <= column) this.#giveUp();
        words += folded(blank) + (i < last ? line.slice(begin).replace(/ +$/, "") : line.slice(begin));
        blank = 0;
      }
    }
    return words;
  }

  /** The escapes of JSON are YAML's as well. */
  #unescaped(written: string): string {
    try {
      return JSON.parse(`"${written}"`);
    } catch {
      return this.#giveUp();
    }
  }

  /** The lines below | or >. How they end does not matter: the last line feed is notation. */
  #literal({ column, key, verbatim }: Around): Site {
    const text = this.#text;
    const from = this.#at;
    const header = text.slice(from, text.indexOf("\n", from));
    const start = from + header.length + 1;
    let first = start;
    while (text.charCodeAt(first) === SPACE || text.charCodeAt(first) === LINE_FEED) first++;
    const indent = first - text.lastIndexOf("\n", first) - 1;
    if (!/^[|>][+-]?$/.test(header) || first >= text.length || indent <= Math.max(column, 0)) this.#giveUp();
    const rows: string[] = [];
    for (this.#at = start; this.#at < text.length; this.#skipLine()) {
      const begin = this.#at;
      this.#skipSpaces();
      const blank = this.#isLineEnd(this.#at);
      const left = this.#at - begin - indent;
      if (left > 0 && begin < first && blank) this.#giveUp(); // blank lines in front that are longer than the first
      this.#at = begin;
      if (left < 0 && !blank) break;
      const feed = text.indexOf("\n", begin);
      rows.push(text.slice(begin + indent, Math.max(begin + indent, feed < 0 ? text.length : feed)));
    }
    this.#lineEnd = this.#at;
    this.#nextLine();
    const words = header.startsWith("|") ? rows.join("\n").replace(/\n+$/, "") : this.#flowing(rows);
    return scalarSite(this.#textOf(words, verbatim), { from, to: this.#lineEnd }, key);
  }

  /** Lines below > as paragraphs; those that are further right than the others would stay lines. */
  #flowing(rows: readonly string[]): string {
    let words = "";
    let blank = 0;
    for (const row of rows) {
      if (row.startsWith(" ")) this.#giveUp();
      if (row === "") blank++;
      else {
        words += (words === "" ? "\n".repeat(blank) : folded(blank)) + row;
        blank = 0;
      }
    }
    return words;
  }

  /** A text as records hold it. */
  #textOf(words: string, verbatim: boolean): string {
    if (!isHarmless(words)) this.#giveUp();
    return verbatim ? words : normalise(words);
  }

  // ---- in brackets

  /** What stands in brackets or quotation marks, or plainly between brackets. */
  #inline(around: Around): Site {
    const from = this.#at;
    const code = this.#code();
    if (code === OPEN_LIST) return this.#inlineList(around);
    if (code === OPEN_GROUP) return this.#inlineGroup(around);
    const { column, key, verbatim } = around;
    if (code === QUOTE || code === APOSTROPHE) {
      const value = this.#textOf(this.#quoted(column), verbatim);
      return scalarSite(value, { from, to: this.#at }, key);
    }
    const words = this.#plainWord(true);
    if (words === "") this.#giveUp();
    return scalarSite(this.#plainValue(words, verbatim), { from, to: this.#at }, key);
  }

  #inlineList({ column, key, verbatim }: Around): Site {
    this.#descend();
    const from = this.#at++;
    const sites: Site[] = [];
    for (this.#skipBlank(column); this.#code() !== CLOSE_LIST; this.#separate(CLOSE_LIST, column))
      sites.push(this.#inline({ column, key: undefined, verbatim }));
    this.#at++;
    this.#depth -= 1;
    return listSite(sites, { from, to: this.#at }, key);
  }

  #inlineGroup({ column, key, verbatim }: Around): Site {
    this.#descend();
    const from = this.#at++;
    const fields = new Fields();
    for (this.#skipBlank(column); this.#code() !== CLOSE_GROUP; this.#separate(CLOSE_GROUP, column)) {
      const { word, span } = this.#inlineName();
      this.#skipBlank(column);
      const site = this.#inline({ column, key: span, verbatim: verbatim || VERBATIM.has(word) });
      if (!fields.add(word, site)) this.#giveUp();
    }
    this.#at++;
    this.#depth -= 1;
    return fields.site({ from, to: this.#at }, key);
  }

  /** A name in brackets and the colon after it, which may touch the value where the name is quoted, as in JSON. */
  #inlineName(): Name {
    const from = this.#at;
    const code = this.#code();
    const isQuoted = code === QUOTE || code === APOSTROPHE;
    const word = isQuoted ? this.#quoted(OUTSIDE) : this.#plainWord(true);
    const to = this.#at;
    this.#skipSpaces();
    if (this.#code() !== COLON || !(isQuoted || this.#isApart(this.#at)) || !this.#isName(from, to))
      this.#giveUp();
    this.#at++;
    return { word, span: { from, to } };
  }

  /** Goes over a comma to the next entry, or to the end. */
  #separate(close: number, column: number): void {
    this.#skipBlank(column);
    if (this.#code() === close) return;
    if (this.#code() !== COMMA) this.#giveUp();
    this.#at++;
    this.#skipBlank(column);
  }

  /** Goes over spaces and line ends in brackets, whose further lines must be right of a column. */
  #skipBlank(column: number): void {
    this.#skipSpaces();
    if (this.#code() !== LINE_FEED) return;
    while (this.#code() === LINE_FEED) {
      this.#at++;
      this.#lineStart = this.#at;
      this.#skipSpaces();
    }
    if (this.#at - this.#lineStart <= column || this.#code() === HASH) this.#giveUp();
  }
}

/** What is between two lines that are read as one, with as many blank lines between them (YAML 1.2.2, 6.5). */
const folded = (blank: number): string => (blank === 0 ? " " : "\n".repeat(blank));

/** Plain words that are no text (YAML 1.2.2, 10.3.2). Longer numbers than these are nothing that anybody counts. */
const CORE: readonly (readonly [pattern: RegExp, read: (word: string) => unknown])[] = [
  [/^(?:~|null|Null|NULL)$/, () => null],
  [/^(?:true|True|TRUE)$/, () => true],
  [/^(?:false|False|FALSE)$/, () => false],
  [/^[-+]?[0-9]+$/, (word) => Number.parseInt(word, 10)],
  [/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/, Number.parseFloat],
  [/^0o[0-7]+$/, (word) => Number.parseInt(word.slice(2), 8)],
  [/^0x[0-9a-fA-F]+$/, (word) => Number.parseInt(word.slice(2), 16)],
  [/^\+?\.(?:inf|Inf|INF)$/, () => Number.POSITIVE_INFINITY],
  [/^-\.(?:inf|Inf|INF)$/, () => Number.NEGATIVE_INFINITY],
  [/^\.(?:nan|NaN|NAN)$/, () => Number.NaN],
];
const MAY_BE_CORE = /^[-+.~0-9nNtTfF][-+.0-9a-zA-Z]*$/;

// ---- sites

const scalarSite = (value: unknown, span: Span, key: Span | undefined): Site => ({
  value,
  span,
  key,
  parts: NO_PARTS,
});

const listSite = (sites: readonly Site[], span: Span, key: Span | undefined): Site => ({
  value: sites.map(({ value }) => value),
  span,
  key,
  parts: new Map(sites.entries()),
});

/** The fields of a group, as they are read. */
class Fields {
  readonly #value: Record<string, unknown> = Object.create(null);
  readonly #parts = new Map<string, Site>();

  /** False for a name that is there already, or one too many. */
  add(word: string, site: Site): boolean {
    if (this.#parts.has(word) || this.#parts.size === LIMITS.fields) return false;
    this.#value[word] = site.value;
    this.#parts.set(word, site);
    return true;
  }
  site(span: Span, key: Span | undefined): Site {
    return { value: this.#value, span, key, parts: this.#parts };
  }
}
