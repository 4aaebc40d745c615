import Handlebars from "handlebars";
import type { Diagnostic } from "../diagnostic.ts";
import { errorAt, type Origin } from "../markup/element.ts";
import { type Locate, lineStarts, locator } from "../markup/lines.ts";
import type { Loc, Program } from "./ast.ts";

/** One file of a template. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** A template and the partials it may call, by the names it calls them. */
export interface Template {
  readonly main: Source;
  readonly partials: Readonly<Record<string, Source>>;
}

/** A file with its syntax tree; absent when it cannot be read as a template. */
export interface Parsed {
  readonly source: Source;
  readonly program: Program | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The offset of a place given as the syntax tree gives them. */
  readonly offset: (position: Loc["start"]) => number;
  readonly locate: Locate;
}

/** Compiling takes time that grows with the square of the tags, so these are enforced before anything runs. */
export const LIMITS = { bytes: 512 * 1024, tags: 5000, depth: 50, partialDepth: 16 } as const;

/**
 * Reads one file: line ends and the byte order mark made regular, size and nesting held to the limits, braces
 * and blocks matched up by our own reading of the text, which knows the places, and only then parsed.
 */
export function readSource({ file, text: raw }: Source): Parsed {
  const text = raw.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const locate = locator(text, file);
  const starts = lineStarts(text);
  const parsed = (program: Program | undefined, diagnostics: readonly Diagnostic[]): Parsed => ({
    source: { file, text },
    program,
    diagnostics,
    offset: ({ line, column }) => (starts[line - 1] ?? 0) + column,
    locate,
  });
  const tooLarge = (at: Origin, message: string): Parsed =>
    parsed(undefined, [
      errorAt(at, {
        code: "template/too-large",
        message,
        hint: "split it into partials, or move work into the record",
      }),
    ]);
  if (Buffer.byteLength(text) > LIMITS.bytes)
    return tooLarge({ ...locate(0), excerpt: "" }, `a template of more than ${LIMITS.bytes / 1024} kB`);
  const { problems, tags, deepest } = matchBlocks(text, locate);
  if (tags > LIMITS.tags) return tooLarge(locate(0), `a template of more than ${LIMITS.tags} tags`);
  if (deepest.depth > LIMITS.depth)
    return tooLarge(locate(deepest.offset), `blocks nested more than ${LIMITS.depth} deep`);
  if (problems.length) return parsed(undefined, problems);
  try {
    // Our types say of the tree what the check then makes sure of; Handlebars' own leave the kinds open.
    return parsed(Handlebars.parse(text) as unknown as Program, []);
  } catch (error) {
    return parsed(undefined, [translate(error, locate, starts)]);
  }
}

interface OpenBlock {
  readonly name: string;
  readonly offset: number;
  /** One for the block and one for each `else if` chained to it, since these nest as well. */
  depth: number;
}

/** Reads the tags of a template without its grammar: counts them, measures nesting, matches ends to beginnings. */
function matchBlocks(text: string, locate: Locate) {
  const problems: Diagnostic[] = [];
  const open: OpenBlock[] = [];
  let tags = 0;
  let deepest = { depth: 0, offset: 0 };
  const wrong = (offset: number, length: number, message: string, hint?: string): void => {
    if (problems.length < 20)
      problems.push(errorAt(locate(offset, length), { code: "template/syntax", message, hint }));
  };
  const deepen = (offset: number, inside: number): void => {
    const depth = open.reduce((sum, block) => sum + block.depth, 0) + inside;
    if (depth > deepest.depth) deepest = { depth, offset };
  };
  for (let at = text.indexOf("{{"); at !== -1; ) {
    const escaped = text[at - 1] === "\\" && text[at - 2] !== "\\";
    const end = escaped ? at + 2 : tagEnd(text, at);
    if (end === -1) {
      const comment = /^\{\{~?!/.test(text.slice(at, at + 4));
      wrong(at, 2, comment ? "a comment that never ends" : "a tag that never ends", "close it with }}");
      break;
    }
    if (!escaped) {
      tags++;
      if (tags > LIMITS.tags) break;
      const tag = text.slice(at, end);
      const [, sign = "", name = ""] = /^\{\{~?\s*([#/^!&>{*]?)[>*]?\s*([^\s}~|()=]*)/.exec(tag) ?? [];
      if (tag.startsWith("{{{{")) wrong(at, 4, "raw blocks are not part of these templates");
      else if (sign === "#" || (sign === "^" && name !== "")) {
        open.push({ name, offset: at, depth: 1 });
        deepen(at, 0);
      } else if (sign === "/") close(at, tag, name);
      else if (sign === "" && name === "else" && /else\s+[^\s}~]/.test(tag)) {
        const block = open.at(-1);
        if (block) block.depth++;
        deepen(at, 0);
      }
      if (sign !== "!") deepen(at, parenthesesDepth(tag));
    }
    at = text.indexOf("{{", end);
  }
  function close(at: number, tag: string, name: string): void {
    const block = open.pop();
    if (!block) wrong(at, tag.length, `{{/${name}}} closes nothing`);
    else if (block.name !== name) {
      const { place } = locate(block.offset);
      wrong(
        at,
        tag.length,
        `{{/${name}}} closes {{#${block.name}}} of line ${place.line}`,
        `write {{/${block.name}}}`,
      );
      // If the end belongs to a block further out, the ones between were never closed.
      if (open.at(-1)?.name === name) open.pop();
    }
  }
  if (problems.length === 0)
    for (const block of open)
      wrong(
        block.offset,
        block.name.length + 3,
        `{{#${block.name}}} is never closed`,
        `write {{/${block.name}}}`,
      );
  return { problems, tags, deepest };
}

/** The offset after a tag; -1 when it never ends. Quoted text and comments may hold braces. */
function tagEnd(text: string, begin: number): number {
  const comment = /^\{\{~?!(--)?/.exec(text.slice(begin, begin + 6));
  if (comment) {
    const end = comment[1] ? /--~?\}\}/g : /\}\}/g;
    end.lastIndex = begin + comment[0].length;
    return end.exec(text) ? end.lastIndex : -1;
  }
  const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\[[^\]]*\]|\}\}\}?\}?|\{\{/gs;
  token.lastIndex = begin + (/^\{+/.exec(text.slice(begin, begin + 4))?.[0].length ?? 2);
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0].startsWith("}}")) return begin + (match.index - begin) + match[0].length;
    if (match[0] === "{{") return -1;
  }
  return -1;
}

function parenthesesDepth(tag: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of tag.matchAll(/"[^"]*"|'[^']*'|[()]/g)) {
    if (sign === "(") deepest = Math.max(deepest, ++depth);
    if (sign === ")") depth--;
  }
  return deepest;
}

/** What Handlebars' own parser says, as a diagnostic; it knows the line, seldom the column. */
function translate(error: unknown, locate: Locate, starts: readonly number[]): Diagnostic {
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError)
    return errorAt(locate(0), { code: "template/too-large", message: "nested too deeply to be read" });
  const line = Number(/on line (\d+)|- (\d+):\d+$/.exec(said)?.slice(1).find(Boolean) ?? 1);
  const column = Number(/- \d+:(\d+)$/.exec(said)?.[1] ?? 0);
  const lines = said.split("\n");
  const caret = lines.findIndex((text) => /^-*\^$/.test(text));
  const past = caret > 0 ? (lines[caret - 1] ?? "").slice(0, (lines[caret] ?? "").length - 1) : "";
  const got = /got '([^']*)'/.exec(said)?.[1];
  const message = got
    ? `cannot be read as a template: unexpected ${TOKENS[got] ?? got}`
    : said.split("\n")[0];
  const start = starts[line - 1] ?? 0;
  const { excerpt } = locate(start);
  // What was read last is shown without its line ends: its longest ending that is found in the line counts.
  const sizes = Array.from({ length: Math.min(20, past.length) }, (_, i) => Math.min(20, past.length) - i);
  const size = sizes.find((n) => excerpt.includes(past.slice(-n)));
  const at = size === undefined ? column : excerpt.indexOf(past.slice(-size)) + size;
  return errorAt(locate(start + at), { code: "template/syntax", message: message ?? said });
}

const TOKENS: Readonly<Record<string, string>> = {
  EOF: "end of the file",
  CLOSE: "}}",
  INVALID: "character",
  OPEN_ENDBLOCK: "end of a block",
  INVERSE: "else",
  OPEN_INVERSE_CHAIN: "else",
};
