/** What is seen in markup, in its order. */
export interface MarkupEvents {
  /** A start tag that begins at an offset. An empty-element tag is followed by its end. */
  open(name: string, attributes: Record<string, string>, offset: number): void;
  close(): void;
  /** Text with its entities resolved; what stands between two tags may come in parts. */
  text(text: string): void;
}

/**
 * Reads the markup that templates write when nothing is wrong: tags, attributes in double quotes, text, the five
 * entities of XML. Gives false as soon as it meets anything else, a mistake or a comment, which it leaves to a parser
 * that knows all of XML and can say what is wrong; events up to then are void.
 */
export function scan(markup: string, events: MarkupEvents): boolean {
  if (UNUSUAL.test(markup)) return false;
  const open: string[] = [];
  let begun = false;
  for (let at = 0; at < markup.length; ) {
    const tag = markup.indexOf("<", at);
    const end = tag < 0 ? markup.length : tag;
    if (end > at) {
      const text = resolved(markup.slice(at, end));
      if (text === undefined || (open.length === 0 && !IDLE.test(text))) return false;
      if (open.length > 0) events.text(text);
    }
    if (tag < 0) break;
    if (markup.charCodeAt(tag + 1) === SLASH) {
      const name = open.pop();
      if (name === undefined || !markup.startsWith(name, tag + 2)) return false;
      at = tag + 2 + name.length;
      if (markup.charCodeAt(at) !== GREATER) return false;
      at++;
      events.close();
      continue;
    }
    if (open.length === 0 && begun) return false;
    begun = true;
    NAME.lastIndex = tag + 1;
    const name = NAME.exec(markup)?.[0];
    if (name === undefined) return false;
    at = NAME.lastIndex;
    const attributes: Record<string, string> = {};
    while (isBlank(markup.charCodeAt(at))) {
      ATTRIBUTE.lastIndex = at;
      const [whole, key, value] = ATTRIBUTE.exec(markup) ?? [];
      if (whole === undefined || key === undefined || value === undefined) break;
      const words = resolved(value);
      if (words === undefined || Object.hasOwn(attributes, key)) return false;
      attributes[key] = words;
      at += whole.length;
    }
    while (isBlank(markup.charCodeAt(at))) at++;
    const empty = markup.charCodeAt(at) === SLASH;
    if (empty) at++;
    if (markup.charCodeAt(at) !== GREATER) return false;
    at++;
    events.open(name, attributes, tag);
    if (empty) events.close();
    else open.push(name);
  }
  return begun && open.length === 0;
}

const SLASH = 0x2f;
const GREATER = 0x3e;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a;
const IDLE = /^[ \t\n]*$/;
/** Characters that XML forbids, or reads in ways of its own. */
const UNUSUAL = /[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\]\]>/u;
const NAME = /[a-z_][a-z0-9_-]*/y;
const ATTRIBUTE = /[ \n]+([a-zA-Z_][\w-]*)="([^"<\t\n]*)"/y;

const ENTITY = /&([^;]*);?/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text without its entities; absent when one of them is not known here. */
function resolved(text: string): string | undefined {
  if (!text.includes("&")) return text;
  let known = true;
  const words = text.replace(ENTITY, (whole, name: string) => {
    const character = whole.endsWith(";") ? (ENTITIES[name] ?? numbered(name)) : undefined;
    if (character === undefined) known = false;
    return character ?? "";
  });
  return known ? words : undefined;
}

/** `#160` or `#xA0`, as far as it is a plain character. */
function numbered(name: string): string | undefined {
  const digits = /^#(?:(\d{1,6})|x([0-9a-fA-F]{1,5}))$/.exec(name);
  if (!digits) return undefined;
  const code = digits[1] ? Number(digits[1]) : Number.parseInt(digits[2] ?? "", 16);
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : "";
  return character !== "" && !UNUSUAL.test(character) ? character : undefined;
}
