import { SaxesParser } from "saxes";
import { type Diagnostic, failure, type Outcome, outcome } from "../diagnostic.ts";
import {
  checkAttribute,
  type Element,
  errorAt,
  missingAttributes,
  type Origin,
  unknownElement,
} from "./element.ts";
import { locator } from "./lines.ts";
import { type MarkupEvents, scan } from "./scan.ts";
import {
  attributeRule,
  type ContentRule,
  countsAsAbsent,
  type ElementRule,
  elementRule,
} from "./vocabulary.ts";

export interface ParseContext {
  /** The name used for places in markup that no template wrote. */
  readonly file: string;
  /** The names of the style sheet. */
  readonly roles: ReadonlySet<string>;
  /** Where start tags come from: a tag that carries the attribute `_="k"` was written at `map[k]`. */
  readonly map: readonly Origin[];
}

/** The attribute by which rendered tags name their origin; `parse` takes it off again. */
export const ORIGIN_ATTRIBUTE = "_";

/** Deeper markup is no document, and every later stage may then recurse without fear. */
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 200;

/** An element whose end has not been seen. */
interface Open {
  readonly name: string;
  readonly rule: ElementRule | undefined;
  readonly attributes: Record<string, string>;
  readonly children: (Element | string)[];
  readonly origin: Origin;
}

/**
 * Reads markup into a tree, checked against the vocabulary. Total: any string gives a tree or diagnostics, all
 * of them at once. Places are those of the template. Comments are dropped, and so is white space where no text
 * may stand.
 */
export function parse(markup: string, context: ParseContext): Outcome<Element> {
  const desk = openDesk(markup, context);
  if (scan(markup, desk.events)) return desk.finish();
  const strict = openDesk(markup, context);
  readStrictly(markup, strict);
  return strict.finish();
}

/** Where events become a tree. */
interface Desk {
  readonly events: MarkupEvents;
  readonly locate: (offset: number, length?: number) => Origin;
  /** Where the last start tag came from. */
  readonly latest: () => Origin;
  readonly report: (problem: Diagnostic) => void;
  readonly finish: () => Outcome<Element>;
}

function openDesk(markup: string, context: ParseContext): Desk {
  const problems: Diagnostic[] = [];
  const stack: Open[] = [];
  let root: Element | undefined;
  const origins = new Map<Element, Origin>();
  const locate = locator(markup, context.file);
  let latest: Origin = locate(0);
  let tooDeep = false;

  const report = (problem: Diagnostic): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  const events: MarkupEvents = {
    open(name, given, offset) {
      const mark = given[ORIGIN_ATTRIBUTE];
      const known = mark === undefined ? undefined : context.map[Number(mark)];
      const origin = known ?? locate(offset, name.length + 1);
      latest = origin;
      const own = known ? without(given, ORIGIN_ATTRIBUTE) : given;
      const rule = elementRule(name);
      if (!rule) report(unknownElement(name, origin));
      else for (const problem of checkTag(name, rule, own, stack, context.roles, origin)) report(problem);
      if (stack.length >= MAX_DEPTH && !tooDeep) {
        tooDeep = true;
        report(errorAt(origin, { code: "markup/too-deep", message: `more than ${MAX_DEPTH} elements deep` }));
      }
      stack.push({ name, rule, attributes: present(rule, own), children: [], origin });
    },
    close() {
      const open = stack.pop();
      if (!open) return;
      const { name, rule, attributes, origin } = open;
      const children = rule ? withoutIdleSpace(rule, open.children) : open.children;
      if (rule && !tooDeep)
        for (const problem of checkContent(name, rule, children, origin, origins)) report(problem);
      const element: Element = { name, attributes, children, place: origin.place };
      origins.set(element, origin);
      const parent = stack.at(-1);
      if (!parent) root ??= element;
      else if (!tooDeep) parent.children.push(element);
    },
    text(text) {
      const parent = stack.at(-1);
      if (!parent || text === "") return;
      const last = parent.children.at(-1);
      if (typeof last === "string") parent.children[parent.children.length - 1] = last + text;
      else parent.children.push(text);
    },
  };
  const finish = (): Outcome<Element> => {
    if (root && root.name !== "document" && elementRule(root.name)) {
      const message = `the outermost element is <${root.name}>`;
      const hint = "wrap everything in <document>";
      report(errorAt(origins.get(root) ?? latest, { code: "markup/not-allowed-here", message, hint }));
    }
    if (!root && problems.length === 0) report(notWellFormed(new Error("no element found"), latest));
    return root ? outcome(root, problems) : failure(problems);
  };
  return { events, locate, latest: () => latest, report, finish };
}

/** Reads markup by the letter of XML, and says what is wrong with it. */
function readStrictly(markup: string, { events, locate, latest, report }: Desk): void {
  let begin = 0;
  const notAllowed = (message: string): void =>
    report(errorAt(latest(), { code: "markup/not-allowed-here", message, hint: "take it out" }));
  const parser = new SaxesParser();
  // Positions are those of a token's end; a name holds no "<", so the tag began at the last one before it.
  parser.on("opentagstart", () => {
    begin = Math.max(0, markup.lastIndexOf("<", parser.position - 1));
  });
  parser.on("opentag", ({ name, attributes }) => events.open(name, attributes, begin));
  parser.on("closetag", () => events.close());
  parser.on("text", (text) => events.text(text));
  parser.on("cdata", (text) => events.text(text));
  parser.on("doctype", () => notAllowed("a doctype has no place in a template"));
  parser.on("processinginstruction", ({ target }) =>
    notAllowed(`a processing instruction (<?${target}) has no place in a template`),
  );
  parser.on("xmldecl", () => notAllowed("an XML declaration has no place in a template"));
  parser.on("error", (error) => report(notWellFormed(error, latest())));
  // saxes throws, rather than reports, at half of a surrogate pair.
  const broken = markup.isWellFormed() ? undefined : markup.search(LONE_SURROGATE);
  if (broken !== undefined) {
    const message = "half of a character: a surrogate without its partner";
    report(errorAt(locate(broken), { code: "markup/not-well-formed", message }));
  } else parser.write(markup).close();
}

/** What can be said of a start tag: its attributes and the elements around it. */
function checkTag(
  name: string,
  rule: ElementRule,
  attributes: Readonly<Record<string, string>>,
  stack: readonly Open[],
  roles: ReadonlySet<string>,
  at: Origin,
): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const key in attributes) problems.push(...checkAttribute(name, rule, key, attributes[key], roles, at));
  problems.push(...missingAttributes(name, rule, (key) => key in attributes, at));
  const around = (ancestor: string): boolean => stack.some((open) => open.name === ancestor);
  const forbidden = rule.never?.find(around);
  const code = "markup/not-allowed-here";
  if (forbidden)
    problems.push(errorAt(at, { code, message: `<${name}> may not stand inside <${forbidden}>` }));
  if (rule.within && !around(rule.within))
    problems.push(errorAt(at, { code, message: `<${name}> may stand only inside <${rule.within}>` }));
  return problems;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const IDLE = /^[ \t\r\n]*$/;
const isIdle = (child: Element | string): boolean => typeof child === "string" && IDLE.test(child);
const isBlock = (child: Element | string): boolean =>
  typeof child !== "string" && elementRule(child.name)?.is === "block";

/** Drops white space between blocks and parts; in running text it stays, for it may separate words. */
function withoutIdleSpace(rule: ElementRule, children: readonly (Element | string)[]) {
  const { kind } = rule.content;
  const keeps = kind === "inline" || (kind === "flow" && !children.some(isBlock));
  return keeps ? children : children.filter((child) => !isIdle(child));
}

/** What can be said of an element when its end has been seen. */
function checkContent(
  name: string,
  rule: ElementRule,
  children: readonly (Element | string)[],
  at: Origin,
  origins: ReadonlyMap<Element, Origin>,
): readonly Diagnostic[] {
  const code = "markup/not-allowed-here";
  const { content } = rule;
  const elements = children.filter((child): child is Element => typeof child !== "string");
  const blocks = content.kind === "blocks" || (content.kind === "flow" && elements.some(isBlock));
  const takesText = content.kind === "inline" || (content.kind === "flow" && !blocks);
  const problems: Diagnostic[] = [];
  const stray = children.find((child) => typeof child === "string" && !IDLE.test(child));
  if (stray !== undefined && !takesText) {
    const hint =
      content.kind === "nothing"
        ? `write <${name}/>`
        : blocks
          ? "put the text into a <p>"
          : `<${name}> takes ${contentWords(rule)}`;
    problems.push(errorAt(at, { code, message: `text may not stand directly in <${name}>`, hint }));
  }
  for (const child of elements) {
    if (fits(child, content, blocks)) continue;
    const mixed = content.kind === "flow" && elementRule(child.name)?.is === "inline";
    const hint = mixed
      ? "put the text beside the blocks into a <p>"
      : `<${name}> takes ${contentWords(rule)}`;
    const message = `<${child.name}> may not stand in <${name}>`;
    problems.push(errorAt(origins.get(child) ?? at, { code, message, hint }));
  }
  if (problems.length > 0 || elements.some((child) => !elementRule(child.name))) return problems;
  if (content.kind === "sequence") {
    const order = elements.map((child) => `${child.name} `).join("");
    if (content.order.test(order)) return [];
    return elements.length === 0
      ? [empty(name, at, content.expects)]
      : [errorAt(at, { code: "markup/wrong-order", message: `<${name}> needs ${content.expects}` })];
  }
  if (content.kind !== "nothing" && !content.mayBeEmpty && children.every(isIdle)) return [empty(name, at)];
  return [];
}

/** Whether a child may stand there; an unknown one has been reported already. */
function fits(child: Element, content: ContentRule, blocks: boolean): boolean {
  const rule = elementRule(child.name);
  if (!rule) return true;
  if (content.kind === "nothing") return false;
  if (content.kind === "sequence") return content.of.includes(child.name);
  return rule.is === (blocks ? "block" : "inline") || (content.also?.includes(child.name) ?? false);
}

const empty = (name: string, at: Origin, expects?: string): Diagnostic =>
  errorAt(at, {
    code: "markup/empty",
    message: `<${name}> is empty${expects ? `: it needs ${expects}` : ""}`,
    hint: "guard it with {{#if …}} in the template, so that it is left out when there is nothing to say",
  });

function contentWords({ content }: ElementRule): string {
  switch (content.kind) {
    case "nothing":
      return "no content";
    case "inline":
      return "text and inline elements";
    case "blocks":
      return "blocks such as <p>";
    case "flow":
      return "either text or blocks";
    case "sequence":
      return content.expects;
    default:
      return content satisfies never;
  }
}

/** Attributes as they count: those set to nothing are as if they were not there, and the mark is for `parse`. */
function present(rule: ElementRule | undefined, attributes: Readonly<Record<string, string>>) {
  const counting: Record<string, string> = {};
  for (const name in attributes) {
    const value = attributes[name] ?? "";
    const expected = rule && attributeRule(rule, name);
    if (name !== ORIGIN_ATTRIBUTE && !(expected && countsAsAbsent(expected, value))) counting[name] = value;
  }
  return counting;
}

function without(attributes: Readonly<Record<string, string>>, left: string): Record<string, string> {
  const rest: Record<string, string> = {};
  for (const name in attributes) if (name !== left) rest[name] = attributes[name] ?? "";
  return rest;
}

/** Translates what saxes says. Its own position is dropped: it speaks of the rendered text. */
function notWellFormed(error: Error, at: Origin): Diagnostic {
  const said = error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, "").replace(/\.$/, "");
  const hint = HINTS.find(([sign]) => said.includes(sign))?.[1];
  return errorAt(at, { code: "markup/not-well-formed", message: `not well-formed: ${said}`, hint });
}

const HINTS: readonly (readonly [string, string])[] = [
  [
    "entity",
    "only &amp; &lt; &gt; &quot; &apos; and numbers such as &#160; exist; write other characters as they are",
  ],
  ["unclosed tag", "close it, or write <name/>"],
  ["unexpected close tag", "elements close in the reverse order of opening"],
  ["unmatched closing tag", "elements close in the reverse order of opening"],
  ["duplicate attribute", "give each attribute once"],
  ["unquoted attribute", "put the value in quotes"],
  ["attribute without value", 'write it with a value, such as numbered=""'],
];
