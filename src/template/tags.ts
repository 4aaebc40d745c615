import type { Diagnostic } from "../diagnostic.ts";
import { errorAt, type Origin } from "../markup/element.ts";

/**
 * Reads the markup that stands in a template itself, between and around the template's own tags. Nothing is
 * rendered yet, so what it sees is a markup text with holes; it knows inside what each hole lies.
 */

/** A start tag. An attribute whose value has a hole, or that only some branch writes, is `undefined`. */
export interface StartTag {
  readonly name: string;
  readonly at: Origin;
  readonly attributes: Map<string, string | undefined>;
}

/** Where the reading stands. */
export interface TagState {
  readonly mode: "text" | "tag" | "value" | "comment" | "cdata";
  readonly tag?: StartTag;
  /** In a value: its attribute, quote, and what of it is known. */
  readonly attribute?: string;
  readonly quote?: string;
  readonly value?: string | undefined;
}
export const IN_TEXT: TagState = { mode: "text" };

/** What reading a stretch of markup finds. */
export interface TagSink {
  readonly begin: (tag: StartTag, nameEnd: number) => void;
  /** A start tag is complete. */
  readonly complete: (tag: StartTag, isEmpty: boolean) => void;
  readonly end: (name: string, at: Origin) => void;
  readonly problem: (problem: Diagnostic) => void;
}

const START = /<([\p{L}_:][\p{L}\p{N}_:.-]*)/uy;
const END = /<\/([\p{L}_:][\p{L}\p{N}_:.-]*)\s*>/uy;
const ATTRIBUTE = /([^\s=<>"'/]+)\s*=\s*(["'])/uy;
const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});/y;

const matchAt = (regex: RegExp, text: string, at: number): RegExpExecArray | null => {
  regex.lastIndex = at;
  return regex.exec(text);
};

/** Reads one stretch; `locate` leads from its offsets to the template. Gives where the reading then stands. */
export function readTags(
  start: TagState,
  text: string,
  locate: (offset: number, length?: number) => Origin,
  sink: TagSink,
): TagState {
  let state = start;
  let at = 0;
  const wrong = (offset: number, message: string, hint?: string, code = "markup/not-well-formed"): void =>
    sink.problem(errorAt(locate(offset), { code, message, hint }));
  const entity = (offset: number): number => {
    const match = matchAt(ENTITY, text, offset);
    if (match) return offset + match[0].length;
    wrong(
      offset,
      `${/^&[\w#]*;?/.exec(text.slice(offset, offset + 20))?.[0]} is no entity of this markup`,
      "write the character itself, and & as &amp;",
    );
    return offset + 1;
  };

  const inText = (): void => {
    const next = text.slice(at).search(/[<&]/);
    if (next === -1) {
      at = text.length;
      return;
    }
    at += next;
    if (text[at] === "&") {
      at = entity(at);
      return;
    }
    const begin = matchAt(START, text, at);
    const end = matchAt(END, text, at);
    if (begin) {
      const [all, name = ""] = begin;
      const tag: StartTag = { name, at: locate(at, all.length), attributes: new Map() };
      at += all.length;
      sink.begin(tag, at);
      state = { mode: "tag", tag };
    } else if (end) {
      sink.end(end[1] ?? "", locate(at, end[0].length));
      at += end[0].length;
    } else if (text.startsWith("<!--", at)) {
      state = { mode: "comment" };
      at += 4;
    } else if (text.startsWith("<![CDATA[", at)) {
      wrong(
        at,
        "CDATA has no place in a template",
        "write & as &amp; and < as &lt;",
        "markup/not-allowed-here",
      );
      state = { mode: "cdata" };
      at += 9;
    } else if (text.startsWith("<!", at) || text.startsWith("<?", at)) {
      const what = text[at + 1] === "!" ? "a doctype" : "a processing instruction";
      wrong(at, `${what} has no place in a template`, "take it out", "markup/not-allowed-here");
      const end = text.indexOf(">", at);
      at = end === -1 ? text.length : end + 1;
    } else {
      const cut = /^<\/?$/.test(text.slice(at));
      wrong(
        at,
        cut ? "the name of an element may not come from data" : "a < that begins no tag",
        cut ? "write the name, and choose with {{#if …}}" : "write it as &lt;",
      );
      at++;
    }
  };

  const inTag = (): void => {
    const { tag } = state;
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return;
    const close = /^\/?>/.exec(text.slice(at, at + 2))?.[0];
    if (close) {
      at += close.length;
      if (tag) sink.complete(tag, close === "/>");
      state = IN_TEXT;
      return;
    }
    const attribute = matchAt(ATTRIBUTE, text, at);
    if (attribute) {
      const [all, name = "", quote = '"'] = attribute;
      if (tag?.attributes.has(name)) wrong(at, `${name} is given twice`, "give each attribute once");
      state = { ...state, mode: "value", attribute: name, quote, value: "" };
      at += all.length;
      return;
    }
    wrong(at, `not an attribute with a quoted value, in <${tag?.name}>`, 'write name="value"');
    const skip = text.slice(at + 1).search(/[\s>]/);
    at = skip === -1 ? text.length : at + 1 + skip;
  };

  const inValue = (): void => {
    const { tag, attribute = "", quote = '"', value } = state;
    const rest = text.slice(at);
    const next = rest.search(quote === '"' ? /["<&]/ : /['<&]/);
    const known = (more: string): string | undefined => (value === undefined ? undefined : value + more);
    const seen = next === -1 ? rest : rest.slice(0, next);
    at += seen.length;
    if (next === -1) state = { ...state, value: known(seen) };
    else if (text[at] === quote) {
      tag?.attributes.set(attribute, known(seen));
      state = tag ? { mode: "tag", tag } : IN_TEXT;
      at++;
    } else if (text[at] === "<") {
      wrong(at, `a < in the value of ${attribute}`, "write it as &lt;, or close the quote");
      state = { ...state, value: undefined };
      at++;
    } else {
      at = entity(at);
      // What the entity stands for is not worked out here; the value is judged when it has been rendered.
      state = { ...state, value: undefined };
    }
  };

  const until = (sign: string): void => {
    const end = text.indexOf(sign, at);
    at = end === -1 ? text.length : end + sign.length;
    if (end !== -1) state = IN_TEXT;
  };

  while (at < text.length) {
    switch (state.mode) {
      case "text":
        inText();
        break;
      case "tag":
        inTag();
        break;
      case "value":
        inValue();
        break;
      case "comment":
        until("-->");
        break;
      case "cdata":
        until("]]>");
        break;
      default:
        state.mode satisfies never;
    }
  }
  return state;
}

/** The state after a hole; text may come from data in text and in values only. */
export const afterHole = (state: TagState): TagState =>
  state.mode === "value" ? { ...state, value: undefined } : state;
